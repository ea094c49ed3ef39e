//! `publish status`, `abort` and `retract`: how a release stands, and what of it can be undone.
use super::elsewhere::{project, publish};
use crate::github::{told, with_token};
use crate::support::pypi::{Fault, Pages, Pypi};
use crate::support::{seed, tools};

#[test]
fn what_was_begun_is_undone_and_the_user_s_work_stays() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let scratch = project(&[("own", &pypi)]);
    let before = scratch.git(&["rev-parse", "HEAD"]);
    scratch.write("notes.txt", "one\nstaged\n");
    scratch.git(&["add", "notes.txt"]);
    scratch.write("notes.txt", "one\nstaged\nunstaged\n");
    let work = scratch.git(&["status", "--porcelain"]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes", "--until", "tag"]);
    assert_eq!(status, 0, "{out}{said}");
    let (status, out, _) = publish(&scratch, &["status"]);
    assert_eq!(status, 0);
    assert!(
        out.ends_with("\nrun again: `publish 1.0.46` goes on\n"),
        "{out}"
    );
    let (status, out, said) = publish(&scratch, &["abort"]);
    assert_eq!((status, &*out), (2, ""), "{said}");
    let (status, out, said) = publish(&scratch, &["abort", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(out, "acme-platform 1.0.46 is aborted\n");
    assert_eq!(scratch.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(scratch.git(&["tag", "--list"]), "");
    assert_eq!(scratch.git(&["status", "--porcelain"]), work);
    assert_eq!(scratch.read("notes.txt"), "one\nstaged\nunstaged\n");
    assert!(
        scratch
            .read("src/pyproject.toml")
            .contains("version = \"1.0.45\"")
    );
    let (status, out, _) = publish(&scratch, &["abort"]);
    assert_eq!(status, 0);
    assert_eq!(out, "no release is begun here; there is nothing to abort\n");
    // And it can be made again.
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn a_pushed_tag_is_taken_back_as_long_as_nothing_is_public() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let scratch = project(&[("own", &pypi)]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes", "--until", "push"]);
    assert_eq!(status, 0, "{out}{said}");
    let (status, _, said) = publish(&scratch, &["abort", "--yes"]);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains(
            "refused: the tag `1.0.46` is on `origin` already\nhelp: `publish retract 1.0.46`"
        ),
        "{said}"
    );
    let (status, out, said) = publish(&scratch, &["retract", "1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(out, "acme-platform 1.0.46 is retracted\n");
    assert_eq!(scratch.git(&["ls-remote", "origin", "refs/tags/*"]), "");
    assert_eq!(scratch.git(&["tag", "--list"]), "");
}

#[test]
fn what_is_public_is_burnt() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let scratch = project(&[("own", &pypi)]);
    // The wheel is taken, and the sdist is not.
    pypi.fail(&[Fault::None, Fault::Denied]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 2, "{out}{said}");
    let (status, out, said) = publish(&scratch, &["status", "--format", "json"]);
    assert_eq!(status, 0, "{said}");
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["way_on"], "run-again");
    assert_eq!(told["commit"], told["remote_commit"]);
    let files = told["files"].as_array().unwrap();
    let at = |place: &str| files.iter().filter(|file| file["place"] == place).count();
    assert_eq!((at("dist"), at("own")), (2, 1), "{out}");
    for task in ["abort", "retract"] {
        let (status, _, said) = publish(&scratch, &[task, "1.0.46", "--yes"]);
        assert_eq!(status, 1, "{said}");
        let burnt = "refused: acme-platform 1.0.46 is burnt: it is public on `own` (1 files)\nhelp: release the next version with `publish release patch`\n";
        assert!(said.contains(burnt), "{said}");
    }
    let (status, out, said) = publish(&scratch, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let (_, out, _) = publish(&scratch, &["status"]);
    assert!(out.ends_with("\ndone: nothing is left to do\n"), "{out}");
}

#[test]
fn what_a_registry_has_is_not_told_without_the_built_files() {
    let scratch = seed::seed();
    scratch.git(&["tag", "1.0.45"]);
    scratch.git(&["push", "-q", "origin", "1.0.45"]);
    let retract = ["retract", "1.0.45", "--to", "ghcr", "--yes"];
    let (status, out, said) = told(
        &scratch,
        &mut with_token(&scratch, "http://127.0.0.1:1", &retract),
    );
    assert_eq!((status, &*out), (1, ""), "{said}");
    let refused = "refused: without the files that were built it cannot be told what the registry has of the release\n\
        help: `publish 1.0.45 --until build` makes them again\n";
    assert!(said.ends_with(refused), "{said}");
    assert_ne!(
        scratch.git(&["ls-remote", "origin", "refs/tags/1.0.45"]),
        ""
    );
}
