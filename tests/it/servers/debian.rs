//! Servers out of Debian's packages, unpacked below `target/` and never installed.
use crate::support::text;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The packages, with those libraries that a small system lacks.
const PACKAGES: [&str; 6] = [
    "docker-registry",
    "skopeo",
    "nginx",
    "libgpgme11",
    "libassuan0",
    "libdevmapper1.02.1",
];

/// The folder that they are unpacked in.
pub fn packages() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("debian");
        if folder.join("complete").is_file() {
            return folder;
        }
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
        if !download(&folder) {
            let updated = Command::new("apt-get").args(["update", "-qq"]).output();
            updated.expect("these tests need Debian's `apt-get`");
            assert!(download(&folder), "`apt-get download` failed");
        }
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "deb") {
                let unpacked = Command::new("dpkg")
                    .arg("-x")
                    .arg(&path)
                    .arg(&folder)
                    .output()
                    .unwrap();
                assert!(unpacked.status.success(), "{}", text(&unpacked));
            }
        }
        std::fs::write(folder.join("complete"), "").unwrap();
        folder
    })
}

fn download(folder: &Path) -> bool {
    let mut apt = Command::new("apt-get");
    apt.arg("download").args(PACKAGES).current_dir(folder);
    apt.output()
        .expect("these tests need Debian's `apt-get`")
        .status
        .success()
}

/// A program out of the packages, which finds their libraries.
pub fn program(path: &str) -> Command {
    let mut command = Command::new(packages().join(path));
    let libraries = packages().join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    command.env("LD_LIBRARY_PATH", libraries);
    command
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A program that listens on a port until it is dropped.
pub struct Running(Child);

impl Running {
    /// Starts it and waits until it listens.
    pub fn start(command: &mut Command, port: u16, patience: Duration) -> Self {
        let mut running = Self(command.spawn().unwrap());
        let end = Instant::now() + patience;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = running.0.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < end,
                "{command:?} does not listen: {ended:?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        running
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
