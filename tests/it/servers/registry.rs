//! `publish oci` to Debian's docker-registry, read back with skopeo and with Python's oras.
use super::debian::{Running, free_port, program};
use crate::support::{Scratch, python, text};
use crate::upload::{SDIST, WHEEL, built};
use release_guard::validate_dist::sample::sample;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The packages of oras that are pinned.
const ORAS: &str = "oras==0.2.43";

fn oras() -> PathBuf {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oras-0.2.43");
    let interpreter = venv.join("bin/python");
    if !venv.join("complete").is_file() {
        std::fs::remove_dir_all(&venv).ok();
        let made = Command::new(python())
            .args(["-m", "venv"])
            .arg(&venv)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", text(&made));
        let pip = Command::new(&interpreter)
            .args(["-m", "pip", "install", "-q", ORAS])
            .output()
            .unwrap();
        assert!(pip.status.success(), "{}", text(&pip));
        std::fs::write(venv.join("complete"), "").unwrap();
    }
    interpreter
}

fn registry(scratch: &Scratch, port: u16) -> Running {
    let config = format!(
        "version: 0.1\nlog:\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    rootdirectory: {}\nhttp:\n  addr: 127.0.0.1:{port}\n",
        scratch.beside("storage").display()
    );
    scratch.write("registry.yml", config);
    let mut command = program("usr/bin/docker-registry");
    command
        .arg("serve")
        .arg(scratch.root().join("registry.yml"));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Running::start(&mut command, port, Duration::from_secs(20))
}

#[test]
fn skopeo_and_oras_read_what_is_sent() {
    let scratch = built();
    let port = free_port();
    let _registry = registry(&scratch, port);
    let to = format!("127.0.0.1:{port}/acme");
    let (wheel, sdist) = (format!("dist/{WHEEL}"), format!("dist/{SDIST}"));
    let args = ["oci", "--yes", "--registry", &to, &wheel];
    assert_eq!(scratch.program("publish", &args).0, 0);
    // A second file goes into the same version.
    let args = ["oci", "--yes", "--registry", &to, &wheel, &sdist];
    let (status, out, said) = scratch.program("publish", &args);
    assert_eq!(status, 0, "{said}");
    assert!(out.starts_with("demo 1.0 is there now: "), "{out}");
    let (_, out, _) = scratch.program("publish", &args);
    assert!(out.starts_with("demo 1.0 is there already"), "{out}");

    let image = format!("docker://{to}/demo:1.0");
    let skopeo = |args: &[&str]| {
        let mut command = program("usr/bin/skopeo");
        command.arg("--insecure-policy").args(args);
        let library = command
            .get_envs()
            .next()
            .map(|(_, value)| value.unwrap().to_owned());
        let output = scratch
            .scrub(&mut command)
            .env("LD_LIBRARY_PATH", library.unwrap())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output));
        output.stdout
    };
    let index: serde_json::Value =
        serde_json::from_slice(&skopeo(&["inspect", "--raw", "--tls-verify=false", &image]))
            .unwrap();
    assert_eq!(index["artifactType"], "application/pyoci.package.v1");
    let kinds: Vec<&str> = index["manifests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["platform"]["architecture"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["py3-none-any.whl", ".tar.gz"]);
    // All blobs of all manifests, each compared with its digest.
    let copied = scratch.beside("copied");
    let to_dir = format!("dir:{}", copied.display());
    skopeo(&["copy", "--all", "--src-tls-verify=false", &image, &to_dir]);
    let hash = release_guard::dist::Sha256::of(&sample(WHEEL, &[])).to_string();
    assert_eq!(
        std::fs::read(copied.join(hash)).unwrap(),
        sample(WHEEL, &[])
    );

    let script = format!(
        "import oras.client, sys\nclient = oras.client.OrasClient(insecure=True, tls_verify=False)\n\
         print(*client.pull(target='{to}/demo@{}', outdir='pulled'))\n",
        index["manifests"][1]["digest"].as_str().unwrap()
    );
    let pulled = scratch.run(Command::new(oras()).args(["-c", &script]));
    assert!(pulled.status.success(), "{}", text(&pulled));
    assert_eq!(
        std::fs::read(scratch.root().join("pulled").join(SDIST)).unwrap(),
        sample(SDIST, &[])
    );
}
