//! A release that goes to GitLab: its files sent before anything is uploaded, the release made when all else is done.
use crate::gitlab::in_job;
use crate::support::gitlab::Gitlab;
use crate::support::{Scratch, seed, tools};

const TO: [&str; 4] = ["--to", "local", "--to", "gitlab-release"];

fn publish(scratch: &Scratch, url: &str, args: &[&str]) -> (i32, String) {
    let mut command = in_job(scratch, url, &[args, &TO].concat());
    let output = command.output().unwrap();
    let said = crate::support::text(&output);
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn files_go_first_and_can_be_taken_back_until_there_is_a_release() {
    tools();
    let scratch = seed::seed();
    let until_push = ["release", "patch", "--yes", "--until", "push"];
    // Nothing is asked of GitLab before the tag is there.
    let (status, said) = publish(&scratch, "http://127.0.0.1:1", &until_push);
    assert_eq!(status, 0, "{said}");
    let tag = "1.0.46";
    let gitlab = Gitlab::start(tag, &scratch.git(&["rev-parse", "HEAD"]));
    let url = gitlab.server.url();
    let built = scratch.copied();
    let (status, said) = publish(&scratch, &url, &[tag, "--yes", "--until", "assets"]);
    assert_eq!(status, 0, "{said}");
    assert!(gitlab.change(|state| state.releases.is_empty()));
    let (status, said) = publish(&scratch, &url, &["retract", tag, "--dry-run"]);
    assert_eq!(status, 0, "{said}");
    let first = said.lines().next().unwrap();
    assert!(
        first.starts_with("  delete the package `") && first.ends_with("` 1.0.46 with 4 files in the registry of `octo/sub/demo` on GitLab, which no release has"),
        "{said}"
    );
    let (status, said) = publish(&scratch, &url, &[tag, "--yes"]);
    assert_eq!(status, 0, "{said}");
    let steps: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(" done: "))
        .map(|(step, _)| step.trim_end())
        .collect();
    assert!(steps.ends_with(&["upload", "publish"]), "{said}");
    assert_eq!(gitlab.change(|state| state.releases[0].links.len()), 4);
    let (status, said) = publish(&scratch, &url, &["status", tag]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("  gitlab-release with the token from `CI_JOB_TOKEN`\n")
            && said.contains("  gitlab-release SHA256SUMS  sha256 ")
            && said.ends_with("done: nothing is left to do\n"),
        "{said}"
    );
    // What is published is fetched, not built again.
    let frozen = scratch.read("dist/release.json");
    for folder in ["dist", ".release-guard"] {
        std::fs::remove_dir_all(scratch.root().join(folder)).unwrap();
    }
    gitlab.asked();
    let (status, said) = publish(&scratch, &url, &[tag, "--yes"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("that are published; nothing is built twice"),
        "{said}"
    );
    let is_look = |asked: &String| asked.starts_with("GET");
    assert!(gitlab.asked().iter().all(is_look));
    assert_eq!(scratch.read("dist/release.json"), frozen);
    std::fs::remove_dir_all(scratch.root().join("dist")).unwrap();
    let (status, said) = publish(&scratch, &url, &["retract", tag, "--yes"]);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains("is burnt: it is public on `gitlab-release` (4 files)"),
        "{said}"
    );
    // Without any file it is a release all the same.
    gitlab.change(|state| state.releases[0].links.clear());
    let (status, said) = publish(&scratch, &url, &["retract", tag, "--yes"]);
    assert_eq!(status, 1, "{said}");
    // Somebody took the release away again: its package is nobody's then.
    gitlab.change(|state| state.releases.clear());
    let (status, said) = publish(&built, &url, &["retract", tag, "--yes"]);
    assert_eq!(status, 0, "{said}");
    assert!(gitlab.change(|state| state.packages.is_empty()));
}
