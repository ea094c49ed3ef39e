//! The pages of releases behind Debian's nginx: pip and uv install from them, by the metadata files.
use super::debian::{Running, free_port, program};
use crate::github::tagged;
use crate::pages::{index, released};
use crate::support::{text, tool};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn pip_and_uv_install_from_the_pages() {
    let scratch = tagged();
    let github = released(&scratch);
    let (status, _, said) = index(&scratch, &github, &["--copy"]);
    assert_eq!(status, 0, "{said}");
    let port = free_port();
    let folder = scratch.beside("nginx");
    std::fs::create_dir_all(folder.join("logs")).unwrap();
    let config = format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log logs/error.log;\nevents {{}}\nhttp {{\n  \
         access_log logs/access.log;\n  client_body_temp_path t1;\n  proxy_temp_path t2;\n  fastcgi_temp_path t3;\n  \
         uwsgi_temp_path t4;\n  scgi_temp_path t5;\n  types {{ text/html html; application/json json; }}\n  \
         server {{ listen 127.0.0.1:{port}; root {}; index index.html; }}\n}}\n",
        scratch.root().join("site").display()
    );
    std::fs::write(folder.join("nginx.conf"), config).unwrap();
    let mut command = program("usr/sbin/nginx");
    command
        .arg("-p")
        .arg(&folder)
        .args(["-c", "nginx.conf", "-e", "logs/error.log"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let _nginx = Running::start(&mut command, port, Duration::from_secs(20));

    let url = format!("http://127.0.0.1:{port}/simple/");
    let log = || std::fs::read_to_string(folder.join("logs/access.log")).unwrap();
    let installed = |name: &str, command: &mut Command, what: &str| {
        let target = scratch.beside(name);
        let before = log().len();
        let output = scratch.run(
            command
                .args(["--index-url", &url, "--target"])
                .arg(&target)
                .arg(what),
        );
        assert!(output.status.success(), "{}", text(&output));
        let names = std::fs::read_dir(&target).unwrap();
        let mut names: Vec<_> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| name.ends_with(".dist-info"));
        (names, log()[before..].to_owned())
    };
    let pip = || {
        let mut pip = Command::new(tool("python"));
        pip.args(["-m", "pip", "--isolated", "install", "--no-cache-dir"]);
        pip
    };
    let (names, asked) = installed("pip", &mut pip(), "demo");
    assert_eq!(names, ["demo-1.0.dist-info"]);
    assert!(
        asked.contains("GET /simple/demo/demo-1.0-py3-none-any.whl.metadata "),
        "{asked}"
    );
    let (names, _) = installed("yanked", &mut pip(), "demo==0.9");
    assert_eq!(names, ["demo-0.9.dist-info"]);
    let mut uv = Command::new(tool("uv"));
    uv.args([
        "pip",
        "install",
        "--no-cache",
        "--prerelease",
        "allow",
        "--python",
    ])
    .arg(tool("python"));
    let (names, asked) = installed("uv", &mut uv, "demo");
    assert_eq!(names, ["demo-1.1rc1.dist-info"]);
    assert!(
        asked.contains("GET /simple/demo/demo-1.1rc1-py3-none-any.whl.metadata "),
        "{asked}"
    );
}
