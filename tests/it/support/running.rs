//! Servers that are programs: started on this machine, waited for, and ended with the test.
use super::Scratch;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A process that ends with the test.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A port that nobody listens to.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Running {
    /// Starts a server and waits until it listens to a port.
    pub fn on(port: u16, command: &mut Command, scratch: &Scratch) -> Self {
        let mut server = Self::start(command.stdout(Stdio::null()), scratch);
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let is_over = server.0.try_wait().unwrap().is_some();
            if is_over || started.elapsed() > Duration::from_secs(60) {
                server.0.kill().ok();
                let mut said = String::new();
                let mut errors = server.0.stderr.take().unwrap();
                errors.read_to_string(&mut said).unwrap();
                panic!("{command:?} did not start: {said}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Starts a server and returns the port that it prints.
    pub fn told(command: &mut Command, scratch: &Scratch) -> (Self, u16) {
        let mut server = Self::start(command.stdout(Stdio::piped()), scratch);
        let mut line = String::new();
        let output = server.0.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        (server, line.trim().parse().unwrap())
    }

    fn start(command: &mut Command, scratch: &Scratch) -> Self {
        Self(
            scratch
                .scrub(command)
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        )
    }
}
