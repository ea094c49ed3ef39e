//! The real devpi-server on this machine, with indexes that nothing is replaced in: `root/dev`, and `root/base` behind
//! it, whose files it shows as well.
use super::running::{Running, free_port};
use super::{Scratch, environment, text};
use std::process::Command;

/// The password of the user `root`.
pub const PASSWORD: &str = "devpi-secret";

/// What it signs with; one with less in it is refused.
const SECRET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Makes the indexes.
const INDEX: &str = r#"
import base64, json, sys, urllib.request
def ask(method, path, body, **headers):
    data = json.dumps(body).encode()
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(sys.argv[1] + path, data, headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return json.load(opener.open(request))
token = ask("POST", "+login", {"user": "root", "password": sys.argv[2]})["result"]["password"]
login = base64.b64encode(f"root:{token}".encode()).decode()
for name, bases in [("root/base", []), ("root/dev", ["root/base"])]:
    ask("PUT", name, {"type": "stage", "bases": bases, "volatile": False}, **{"X-Devpi-Auth": login})
"#;

/// The server; it ends when dropped.
pub struct Devpi {
    _server: Running,
    port: u16,
}

impl Devpi {
    /// Starts one in a folder of the scratch. It takes a second: its secret is hashed with less care than usual.
    pub fn start(scratch: &Scratch) -> Self {
        let bin = environment("devpi", include_str!("devpi.txt")).join("bin");
        let folder = scratch.beside("devpi");
        let secret = scratch.beside("secret");
        std::fs::write(&secret, SECRET).unwrap();
        let run = |command: &mut Command| {
            let output = scratch.run(command);
            assert!(output.status.success(), "{}", text(&output));
        };
        // A secret that others may read is refused.
        run(Command::new("chmod").arg("600").arg(&secret));
        let mut init = Command::new(bin.join("devpi-init"));
        init.arg("--serverdir").arg(&folder);
        run(init.args(["--root-passwd", PASSWORD, "--no-root-pypi"]));
        let port = free_port();
        let mut server = Command::new(bin.join("devpi-server"));
        server.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        server.arg("--serverdir").arg(&folder).arg("--offline-mode");
        server.arg("--secretfile").arg(&secret);
        server.args(["--argon2-memory-cost", "8", "--argon2-parallelism", "1"]);
        server.args(["--argon2-time-cost", "1"]);
        let server = Running::on(port, &mut server, scratch);
        let mut index = Command::new(bin.join("python"));
        run(index.args(["-c", INDEX, &format!("http://127.0.0.1:{port}/"), PASSWORD]));
        Self {
            _server: server,
            port,
        }
    }

    /// Where forms for one of its indexes, `dev` or `base`, are posted to.
    pub fn upload(&self, index: &str) -> String {
        let user = "root";
        format!("http://127.0.0.1:{}/{user}/{index}/", self.port)
    }
}
