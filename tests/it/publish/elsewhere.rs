//! Releases to indexes elsewhere: each has its own state, and what one has is never built or sent twice.
use crate::support::pypi::{Fault, PASSWORD, Pages, Pypi};
use crate::support::{Scratch, program, seed, tools};
use std::process::Command;

const WHEEL: &str = "acme_platform-1.0.46-py3-none-any.whl";

/// The seed project, whose releases go to these indexes.
pub fn project(indexes: &[(&str, &Pypi)]) -> Scratch {
    let scratch = seed::seed();
    let names: Vec<String> = indexes
        .iter()
        .map(|(name, _)| format!("{name:?}"))
        .collect();
    let mut text = format!("[publish]\ntargets = [{}]\n", names.join(", "));
    for (name, pypi) in indexes {
        text.push_str(&format!(
            "[indexes.{name}]\nupload = \"{}\"\n",
            pypi.upload()
        ));
    }
    scratch.write("release-guard.toml", text);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "indexes"]);
    scratch
}

pub fn publish(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(program("publish"));
    scratch
        .scrub(command.args(args))
        .env("TWINE_PASSWORD", PASSWORD);
    let output = command.output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|bytes| scratch.redact(&bytes));
    assert!(!format!("{out}{said}").contains(PASSWORD), "{out}{said}");
    (output.status.code().unwrap_or(-1), out, said)
}

#[test]
fn a_release_is_pushed_and_goes_to_every_index() {
    tools();
    let [one, two] = [Pypi::start(Pages::Json), Pypi::start(Pages::Html)];
    let scratch = project(&[("one", &one), ("two", &two)]);
    // One does not know the password: the other gets everything all the same.
    one.fail(&[Fault::Denied]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 2, "{out}{said}");
    assert!(said.contains("  upload     failed: "), "{said}");
    assert!(
        said.contains("  upload     done: 2 files in `two`"),
        "{said}"
    );
    assert_eq!((one.files().len(), two.files().len()), (0, 2));
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let line = |pypi: &Pypi| {
        format!(
            "  install it:  pip install --index-url {} acme-platform==1.0.46\n",
            pypi.simple()
        )
    };
    let released = "acme-platform 1.0.46 is released\n";
    assert_eq!(out, format!("{released}{}{}", line(&one), line(&two)));
    assert_eq!(one.stored(), two.stored());
    assert_eq!((one.forms().len(), two.forms().len()), (2, 2));
    let (status, out, said) = publish(&scratch, &["1.0.46"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with("acme-platform 1.0.46 is released already"),
        "{out}"
    );
}

#[test]
fn what_an_index_has_is_what_is_released() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let scratch = project(&[("own", &pypi)]);
    // The wheel is there, the answer to the sdist is lost, and so is this machine.
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes", "--until", "push"]);
    assert_eq!(status, 0, "{out}{said}");
    let there = std::fs::read(scratch.root().join("dist").join(WHEEL)).unwrap();
    pypi.store(WHEEL, &there);
    std::fs::remove_dir_all(scratch.root().join("dist")).unwrap();
    std::fs::remove_dir_all(scratch.root().join(".git/release-guard")).unwrap();
    let (status, out, said) = publish(&scratch, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let built = std::fs::read(scratch.root().join("dist").join(WHEEL)).unwrap();
    assert_eq!(built, there);
    let sent: Vec<_> = pypi
        .forms()
        .iter()
        .map(|form| form.last().unwrap().1.clone())
        .collect();
    assert_eq!(sent, [Some("acme_platform-1.0.46.tar.gz".to_owned())]);
}

#[test]
fn a_version_that_an_index_has_is_refused_before_anything_is_written() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let scratch = project(&[("own", &pypi)]);
    pypi.store(WHEEL, b"somebody else's");
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 1, "{out}{said}");
    let held = format!(
        "`own` ({}) holds `{WHEEL}` already, but there is no tag `1.0.46`",
        pypi.upload()
    );
    assert!(said.contains(&held), "{said}");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    assert_eq!(scratch.git(&["tag", "--list"]), "");
}

#[test]
fn an_index_that_cannot_be_asked_stops_a_release_before_anything_is_written() {
    let scratch = seed::seed();
    for (index, told) in [
        (
            "http://example.org/",
            "`http://example.org/` is not encrypted",
        ),
        ("https://127.0.0.1:1/", "the connection was refused"),
        (
            "github",
            "no index is named `github`; these are: `local`, `github-release`, `pages-index`, `ghcr`, `pypi`",
        ),
    ] {
        let (status, out, said) = publish(&scratch, &["release", "patch", "--yes", "--to", index]);
        assert_eq!(status, 2, "{out}{said}");
        assert!(said.contains(told), "{said}");
        assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    }
}
