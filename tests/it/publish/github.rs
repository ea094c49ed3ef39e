//! A release that goes to GitHub: drafted before anything is uploaded, published when all else is done.
use crate::github::with_token;
use crate::support::github::Github;
use crate::support::{Scratch, seed, tools};

const TO: [&str; 4] = ["--to", "local", "--to", "github-release"];

/// The seed project with its release pushed, and a GitHub that knows the tag.
fn pushed() -> (Scratch, Github) {
    let scratch = seed::seed();
    // Nothing is asked of GitHub before the tag is there.
    let nowhere = "http://127.0.0.1:1";
    let (status, said) = publish(&scratch, nowhere, &["release", "patch", "--until", "push"]);
    assert_eq!(status, 0, "{said}");
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    (scratch, Github::start("1.0.46", &commit))
}

fn publish(scratch: &Scratch, url: &str, args: &[&str]) -> (i32, String) {
    let mut command = with_token(scratch, url, &[args, &["--yes"], &TO].concat());
    let output = command.output().unwrap();
    (
        output.status.code().unwrap_or(-1),
        crate::support::text(&output),
    )
}

#[test]
fn a_release_is_drafted_first_and_published_last() {
    tools();
    let (scratch, github) = pushed();
    let url = github.server.url();
    let (status, said) = publish(&scratch, &url, &["1.0.46"]);
    assert_eq!(status, 0, "{said}");
    let steps: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(" done: "))
        .map(|(step, _)| step.trim_end())
        .collect();
    let order = [
        "preflight",
        "validate",
        "draft",
        "assets",
        "upload",
        "publish",
    ];
    assert!(steps.ends_with(&order), "{said}");
    let names = github.change(|state| {
        let [release] = &state.releases[..] else {
            panic!("{}", state.releases.len());
        };
        assert!(!release.is_draft);
        release
            .assets
            .iter()
            .map(|asset| asset.name.clone())
            .collect::<Vec<_>>()
    });
    assert_eq!(names.len(), 4, "{names:?}");
    let (status, said) = publish(&scratch, &url, &["1.0.46"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("is released already; there is nothing to do"),
        "{said}"
    );
    // Whether or not what was built is here still.
    std::fs::remove_dir_all(scratch.root().join("dist")).unwrap();
    let (status, said) = publish(&scratch, &url, &["retract", "1.0.46"]);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains("is burnt: it is public on `github-release` (4 files)"),
        "{said}"
    );
}

#[test]
fn a_draft_is_taken_back_with_its_tag() {
    tools();
    let (scratch, github) = pushed();
    let url = github.server.url();
    let (status, said) = publish(&scratch, &url, &["1.0.46", "--until", "assets"]);
    assert_eq!(status, 0, "{said}");
    let (status, said) = publish(&scratch, &url, &["retract", "1.0.46"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("delete the draft of `1.0.46` on GitHub (`octo/demo`)"),
        "{said}"
    );
    assert_eq!(github.change(|state| state.releases.len()), 0);
    assert_eq!(scratch.git(&["ls-remote", "origin", "refs/tags/*"]), "");
}
