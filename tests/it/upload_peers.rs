//! `publish upload --index` beside the tools it has to agree with: `twine`'s form, the real `pypiserver` and `devpi`, `pip` and `uv`.
use crate::support::devpi::{self, Devpi};
use crate::support::pypi::{Form, PASSWORD, Pages, Pypi};
use crate::support::running::{Running, free_port};
use crate::support::{Scratch, text, tool, tools};
use crate::upload::{SDIST, WHEEL, both, built, upload};
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;
use std::process::Command;

/// The parts of a form by name, those of one name in their order.
fn sorted(form: &Form) -> Vec<(String, String)> {
    let shown = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => release_guard::dist::Sha256::of(bytes).to_string(),
    };
    let mut parts: Vec<_> = form
        .iter()
        .map(|(name, file, bytes)| (name.clone(), format!("{file:?} {}", shown(bytes))))
        .collect();
    parts.sort_by(|(one, _), (other, _)| one.cmp(other));
    parts
}

#[test]
fn the_form_is_the_one_that_twine_sends() {
    tools();
    let rich = "Home-page: https://example.org/\nAuthor: É. \"X\"\nAuthor-email: Me <me@example.org>\nMaintainer: M\n\
                Maintainer-email: m@example.org\nDownload-URL: https://example.org/d\nKeywords: a,b , c d\n\
                Platform: any\nPlatform: linux\nClassifier: Typing :: Typed\nClassifier: Programming Language :: Python :: 3\n\
                Requires-Dist: one>=1 ; extra == \"x\"\nRequires-Dist: two\nProvides-Extra: x\n\
                Project-URL: Source,https://example.org/s\nRequires-External: C\nRequires-Python";
    let folded = Change::Replace(
        "METADATA",
        "Summary: A demo for tests",
        "Summary: A demo,  for = tests; ✓",
    );
    let wheel = [Change::Replace("METADATA", "Requires-Python", rich), folded];
    let old = Change::Replace("PKG-INFO", "Metadata-Version: 2.4", "Metadata-Version: 2.2");
    let license = Change::Replace(
        "PKG-INFO",
        "License-Expression: MIT",
        "License: MIT\n  and so on",
    );
    let scratch = built();
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &wheel));
    scratch.write(&format!("dist/{SDIST}"), sample(SDIST, &[old, license]));
    let (ours, theirs) = (Pypi::start(Pages::Json), Pypi::start(Pages::Json));
    let (status, out, said) = both(&scratch, &ours);
    assert_eq!(status, 0, "{out}{said}");
    let mut twine = Command::new(tool("twine"));
    twine.args(["upload", "--non-interactive", "--disable-progress-bar"]);
    twine.args([&format!("dist/{WHEEL}"), &format!("dist/{SDIST}")]);
    let login = [
        ("TWINE_REPOSITORY_URL", theirs.upload()),
        ("TWINE_USERNAME", "__token__".to_owned()),
        ("TWINE_PASSWORD", PASSWORD.to_owned()),
        ("NO_PROXY", "127.0.0.1".to_owned()),
    ];
    scratch.scrub(&mut twine).envs(login);
    let output = twine.output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let (ours, theirs) = (ours.forms(), theirs.forms());
    assert_eq!((ours.len(), theirs.len()), (2, 2));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(sorted(ours), sorted(theirs));
        let tail = |form: &Form| {
            let names: Vec<String> = form.iter().map(|(name, ..)| name.clone()).collect();
            names[names.len() - 7..].to_vec()
        };
        assert_eq!(tail(ours), tail(theirs));
    }
}

/// Installs `demo` from an index with `pip` and with `uv`.
fn install(scratch: &Scratch, simple: &str) {
    let (python, uv) = (tool("python"), tool("uv"));
    let pip = [
        "-m",
        "pip",
        "--isolated",
        "--disable-pip-version-check",
        "install",
        "--no-cache-dir",
    ];
    let mut with_pip = Command::new(&python);
    with_pip.args(pip).args(["--target", "site-pip"]);
    let mut with_uv = Command::new(uv);
    with_uv.args([
        "pip",
        "install",
        "--no-cache",
        "--no-config",
        "--target",
        "site-uv",
        "--python",
    ]);
    for command in [&mut with_pip, with_uv.arg(&python)] {
        command.args(["--index-url", simple, "demo==1.0"]);
        let output = scratch
            .scrub(command)
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output));
    }
    for site in ["site-pip", "site-uv"] {
        assert!(scratch.root().join(site).join("demo/__init__.py").exists());
    }
}

#[test]
fn pypiserver_takes_it_and_pip_and_uv_install_it() {
    tools();
    let scratch = built();
    let packages = scratch.beside("packages");
    std::fs::create_dir(&packages).unwrap();
    let port = free_port();
    let mut server = Command::new(tool("pypi-server"));
    server.args(["run", "-i", "127.0.0.1", "-p", &port.to_string()]);
    server
        .args(["-P", ".", "-a", ".", "--disable-fallback"])
        .arg(&packages);
    let _server = Running::on(port, &mut server, &scratch);
    let index = format!("http://127.0.0.1:{port}/");
    let (wheel, sdist) = (format!("dist/{WHEEL}"), format!("dist/{SDIST}"));
    let args = ["--yes", "--index", &index, &wheel, &sdist];
    let (status, out, said) = upload(&scratch, &args, &[]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(packages.join(WHEEL).exists() && packages.join(SDIST).exists());
    let (status, out, said) = upload(&scratch, &args, &[]);
    assert_eq!(
        (status, out.contains("nothing to do")),
        (0, true),
        "{out}{said}"
    );
    install(&scratch, &format!("{index}simple/"));
    scratch.write(&wheel, sample(WHEEL, &[Change::Write("demo/more.py", "")]));
    let (status, out, said) = upload(&scratch, &args, &[]);
    assert_eq!(status, 1, "{out}{said}");
    assert!(
        said.contains(&format!("the index has another `{WHEEL}`")),
        "{said}"
    );
}

#[test]
fn devpi_takes_it_and_pip_and_uv_install_it() {
    tools();
    let scratch = built();
    let devpi = Devpi::start(&scratch);
    let (wheel, sdist) = (format!("dist/{WHEEL}"), format!("dist/{SDIST}"));
    let send_to = |index: &str, files: &[&str], password| {
        let index = devpi.upload(index);
        let args = [&["--yes", "--index", &index], files].concat();
        let login = [("TWINE_USERNAME", "root"), ("TWINE_PASSWORD", password)];
        let (status, out, said) = upload(&scratch, &args, &login);
        (status, format!("{out}{said}"))
    };
    let send = |files: &[&str], password| send_to("dev", files, password);
    let (status, said) = send(&[&sdist], "wrong");
    assert_eq!(status, 2, "{said}");
    let expected = format!("error: the index does not let you upload `{SDIST}` (401): ");
    assert!(said.contains(&expected), "{said}");
    let (status, said) = send_to("base", &[&wheel], devpi::PASSWORD);
    assert_eq!(status, 0, "{said}");
    // The index shows the wheel of the one behind it, and has it not.
    let (status, said) = send(&[&wheel, &sdist], devpi::PASSWORD);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains(&format!("uploaded: {WHEEL}")), "{said}");
    // Its pages were found without being told, so nothing is sent again.
    let (status, said) = send(&[&wheel, &sdist], devpi::PASSWORD);
    assert_eq!(
        (status, said.contains("nothing to do")),
        (0, true),
        "{said}"
    );
    install(&scratch, &format!("{}+simple/", devpi.upload("dev")));
    scratch.write(&wheel, sample(WHEEL, &[Change::Write("demo/more.py", "")]));
    let (status, said) = send(&[&wheel, &sdist], devpi::PASSWORD);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains(&format!("the index has another `{WHEEL}`")),
        "{said}"
    );
}
