//! Releases by pull request: proposed, merged in each way, tagged where the merge brought them.
use crate::github::{told, with_token};
use crate::support::github::Github;
use crate::support::pulls::{Pull, Way};
use crate::support::{Scratch, seed, tools};
use std::process::Command;

/// The seed project, whose last release is tagged, and a GitHub that has its remote.
pub fn project() -> (Scratch, Github) {
    tools();
    let scratch = seed::seed();
    // What is built is not tried here: other tests do.
    scratch.write("release-guard.toml", "publish.smoke-test = \"off\"\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "settings"]);
    scratch.git(&["tag", "1.0.45"]);
    scratch.git(&["push", "-q", "origin", "main", "1.0.45"]);
    let github = Github::start("1.0.45", &scratch.git(&["rev-parse", "HEAD"]));
    github.change(|state| state.pulls.remote = scratch.beside("remote.git"));
    (scratch, github)
}

fn command(scratch: &Scratch, github: &Github, args: &[&str]) -> Command {
    with_token(scratch, &github.server.url(), args)
}

fn run(scratch: &Scratch, github: &Github, args: &[&str]) -> (i32, String, String) {
    told(scratch, &mut command(scratch, github, args))
}

/// Runs what must succeed, and returns what it prints.
fn done(scratch: &Scratch, github: &Github, args: &[&str]) -> String {
    let (status, out, said) = run(scratch, github, args);
    assert_eq!(status, 0, "{out}{said}");
    out
}

const PROPOSE: &[&str] = &["release", "patch", "--via", "pr", "--yes"];

fn pull(github: &Github, number: u64) -> Pull {
    github.change(|state| state.pulls.of(number).clone())
}

/// Somebody else's commit on a branch of the remote.
fn push(scratch: &Scratch, branch: &str, file: &str, text: &str) -> String {
    let beside = scratch.beside("other");
    let (here, url) = (beside.to_str().unwrap(), scratch.beside("remote.git"));
    if !beside.exists() {
        scratch.git(&["clone", "-q", url.to_str().unwrap(), here]);
    }
    scratch.git(&["-C", here, "fetch", "-q", "origin"]);
    scratch.git(&[
        "-C",
        here,
        "checkout",
        "-q",
        "-B",
        branch,
        &format!("origin/{branch}"),
    ]);
    std::fs::write(beside.join(file), text).unwrap();
    scratch.git(&["-C", here, "add", "-A"]);
    scratch.git(&["-C", here, "commit", "-qm", &format!("Change {file}")]);
    scratch.git(&["-C", here, "push", "-q", "origin", branch]);
    scratch.git(&["-C", here, "rev-parse", "HEAD"])
}

fn merge(github: &Github, number: u64, way: Way) -> bool {
    github.change(|state| state.pulls.merge(number, way))
}

fn tip(github: &Github, branch: &str) -> Option<String> {
    github.change(|state| state.pulls.tip(branch))
}

#[test]
fn a_release_is_proposed_and_nothing_here_is_touched() {
    let (scratch, github) = project();
    scratch.write("notes.txt", "staged\n");
    scratch.git(&["add", "notes.txt"]);
    scratch.write("src/pyproject.toml", seed::PYPROJECT.replace("1.0.45", "9"));
    let here = ["for-each-ref", "refs/heads", "refs/tags"];
    let refs = scratch.git(&here);
    let work = scratch.git(&["status", "--porcelain"]);
    let out = done(&scratch, &github, PROPOSE);
    let proposed = "https://github.com/octo/demo/pull/1\n  when it is merged, `publish` on `main` tags and releases it\n";
    assert_eq!(out, format!("acme-platform 1.0.46 is proposed: {proposed}"));
    assert_eq!(scratch.git(&here), refs);
    assert_eq!(scratch.git(&["status", "--porcelain"]), work);
    let found = pull(&github, 1);
    assert_eq!(found.title, "Bump version: 1.0.45 → 1.0.46");
    assert_eq!(
        found.body,
        "\
<!-- release-guard -->
**acme-platform 1.0.45 → 1.0.46**

### Fixed

- Stacks are torn down in order.

---

When this is merged, in whichever way, `publish` on `main` tags the commit that came of it `1.0.46`, and goes on:

- build
- validate
- tag
- upload to `local`

The branch is made anew, upon what `main` is then, by `publish release 1.0.46 --via pr`; `publish abort 1.0.46` takes it back.
<!-- /release-guard -->"
    );
    let made = tip(&github, "release/1.0.46").unwrap();
    assert_eq!(
        scratch.git(&["log", "-1", "--format=%B%ae %P", &made]),
        format!(
            "Bump version: 1.0.45 → 1.0.46\n\nRelease-Guard: 1.0.46\nauthor@example.com {}",
            scratch.git(&["rev-parse", "origin/main"])
        )
    );
    // Again there is nothing to do, and nothing is waited for but the merge.
    assert_eq!(done(&scratch, &github, PROPOSE), out);
    assert_eq!(tip(&github, "release/1.0.46"), Some(made));
    let status = done(&scratch, &github, &["status"]);
    let line = "merge: when `release/1.0.46` is merged into `main`, `publish` there tags and releases it\n";
    assert!(status.ends_with(line), "{status}");
    let plan = done(
        &scratch,
        &github,
        &["plan", "patch", "--via", "pr", "--format", "json"],
    );
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    let proposal = serde_json::json!({"branch": "release/1.0.46", "onto": "main"});
    assert_eq!(plan["proposal"], proposal);
    assert_eq!(plan["steps"][2]["state"], "done");
}

#[test]
fn whatever_the_way_of_the_merge_what_it_brought_is_tagged() {
    for way in [Way::Merge, Way::Squash, Way::SquashAnew, Way::Rebase] {
        let (scratch, github) = project();
        done(&scratch, &github, PROPOSE);
        // Work goes on before the merge and after it.
        push(&scratch, "main", "before.txt", "x\n");
        assert!(merge(&github, 1, way));
        let brought = tip(&github, "main").unwrap();
        push(&scratch, "main", "after.txt", "x\n");
        // What is here is the old version still, and released.
        let none = "no release was merged that has no tag; there is nothing to do\n";
        assert_eq!(done(&scratch, &github, &["--merged"]), none);
        scratch.git(&["pull", "-q", "--ff-only"]);
        let (status, out, said) = run(&scratch, &github, PROPOSE);
        assert_eq!((status, &*out), (1, ""), "{said}");
        let told = "refused: acme-platform 1.0.45 → 1.0.46 is merged into `main`, and not tagged yet\nhelp: `git pull`, and `publish` tags and releases it; then the next release is proposed\n";
        assert_eq!(said, told);
        let (status, _, said) = run(&scratch, &github, &[]);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("as tag 1.0.46, from commit"), "{said}");
        done(&scratch, &github, &["--push", "--yes", "--until", "push"]);
        assert_eq!(
            scratch.git(&["rev-parse", "1.0.46^{commit}"]),
            brought,
            "{way:?}"
        );
        assert_eq!(
            scratch.git(&["tag", "--list", "--format=%(contents:subject)", "1.0.46"]),
            "Bump version: 1.0.45 → 1.0.46"
        );
        assert!(
            scratch
                .git(&["ls-remote", "origin"])
                .contains("refs/tags/1.0.46")
        );
        assert_eq!(done(&scratch, &github, &["--merged"]), none);
        if way == Way::SquashAnew {
            let out = done(&scratch, &github, &["--yes"]);
            assert!(
                out.starts_with("acme-platform 1.0.46 is released\n"),
                "{out}"
            );
        }
    }
}

#[test]
fn what_was_raised_and_never_released_is_told_from_what_was_always_there() {
    let (scratch, github) = project();
    // By hand, without a section in the changelog: this is work, and no release.
    let raise = |version: &str| {
        for path in ["src/pyproject.toml", "src/acme_platform/__init__.py"] {
            scratch.write(path, scratch.read(path).replace("1.0.45", version));
        }
    };
    raise("1.1.0");
    scratch.git(&["commit", "-qam", "Raise"]);
    let (status, _, said) = run(&scratch, &github, &["--yes"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("the declared version 1.1.0 has no tag `1.1.0`"),
        "{said}"
    );
    // With its section it is, as soon as others have it.
    let log = scratch.read("src/CHANGELOG.md");
    let section = "## [Unreleased]\n\n## [1.1.0] - 2026-01-02";
    scratch.write("src/CHANGELOG.md", log.replace("## [Unreleased]", section));
    scratch.git(&["commit", "-qa", "--amend", "--no-edit"]);
    let (status, _, said) = run(&scratch, &github, &["--yes"]);
    assert_eq!(status, 2, "{said}");
    scratch.git(&["push", "-q"]);
    let out = done(&scratch, &github, &["--dry-run"]);
    assert!(
        out.starts_with("acme-platform 1.0.45 → 1.1.0 as tag 1.1.0"),
        "{out}"
    );
}

#[test]
fn a_base_that_moved_or_conflicts_has_the_commit_made_anew() {
    let (scratch, github) = project();
    done(&scratch, &github, PROPOSE);
    let text = format!("{}\n<!-- by hand -->\n", pull(&github, 1).body);
    github.change(|state| state.pulls.all[0].body = format!("Hold on.\n\n{text}"));
    let log = seed::CHANGELOG.replace("### Fixed\n", "### Fixed\n\n- Another.\n");
    let base = push(
        &scratch,
        "main",
        "src/CHANGELOG.md",
        &log.replace("## [Unreleased]\n\n", "## [Unreleased]\n\nSoon.\n\n"),
    );
    assert!(!merge(&github, 1, Way::Merge));
    let (status, out, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 0, "{out}{said}");
    assert!(said.contains(", anew in the place of "), "{said}");
    let made = tip(&github, "release/1.0.46").unwrap();
    assert_eq!(scratch.git(&["rev-parse", &format!("{made}^")]), base);
    let found = pull(&github, 1);
    assert!(
        found
            .body
            .starts_with("Hold on.\r\n\r\n<!-- release-guard -->"),
        "{}",
        found.body
    );
    assert!(found.body.contains("- Another."), "{}", found.body);
    assert!(found.body.contains("<!-- by hand -->"), "{}", found.body);
    assert_eq!(github.change(|state| state.pulls.all.len()), 1);
    assert!(merge(&github, 1, Way::Squash));
}

#[test]
fn what_somebody_else_pushed_to_the_branch_stays() {
    let (scratch, github) = project();
    done(&scratch, &github, PROPOSE);
    let other = push(&scratch, "release/1.0.46", "src/extra.txt", "x\n");
    push(&scratch, "main", "before.txt", "x\n");
    for args in [PROPOSE, &["abort", "--yes"]] {
        let (status, _, said) = run(&scratch, &github, args);
        assert_eq!(status, 1, "{said}");
        let held = format!(
            "`release/1.0.46` on `origin` holds what this program did not make: {} `Change src/extra.txt` by A. Author\n",
            &other[..7]
        );
        assert!(said.contains(&held), "{said}");
    }
    assert_eq!(tip(&github, "release/1.0.46"), Some(other));
    // It is released with the rest when it is merged.
    assert!(merge(&github, 1, Way::Merge));
    scratch.git(&["pull", "-q", "--ff-only"]);
    done(&scratch, &github, &["--yes", "--until", "tag"]);
    let tagged = scratch.git(&["rev-parse", "1.0.46^{commit}"]);
    assert_eq!(Some(tagged), tip(&github, "main"));
}

#[test]
fn a_proposal_is_neither_released_nor_built_upon() {
    let (scratch, github) = project();
    done(&scratch, &github, PROPOSE);
    scratch.git(&["checkout", "-q", "release/1.0.46"]);
    let (status, _, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 1, "{said}");
    assert_eq!(
        said,
        "refused: `release/1.0.46` is the branch of a proposal itself\nhelp: `git switch` to the branch that is released from, then run this again\n"
    );
    let (status, _, said) = run(&scratch, &github, &["--yes"]);
    assert_eq!(status, 2, "{said}");
    assert_eq!(
        said,
        "error: 1.0.46 is proposed on `release/1.0.46`, and has no tag `1.0.46`; when that is merged, `publish` on the branch it went into tags and releases it\n"
    );
    // What is only here would be missing.
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let (status, _, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains(" of `main` is not on `origin`, and a release is proposed upon what is there\n             help: have that merged, or `git push origin main`, then run this again\n"),
        "{said}"
    );
}

#[test]
fn a_commit_that_somebody_amended_is_not_ours_any_more() {
    let (scratch, github) = project();
    done(&scratch, &github, PROPOSE);
    push(&scratch, "release/1.0.46", "x.txt", "x\n");
    let beside = scratch.beside("other");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        scratch.scrub(command.args(args)).current_dir(&beside);
        let later = command.env("GIT_COMMITTER_DATE", "2026-01-03T03:04:05Z");
        assert!(later.status().unwrap().success());
    };
    git(&["reset", "-q", "--soft", "HEAD^"]);
    git(&["commit", "-q", "--amend", "--no-edit"]);
    git(&["push", "-qf", "origin", "release/1.0.46"]);
    let (status, _, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains(" `Bump version: 1.0.45 → 1.0.46` by A. Author\n"),
        "{said}"
    );
}

#[test]
fn what_was_closed_is_opened_again_when_somebody_agrees() {
    let (scratch, github) = project();
    done(&scratch, &github, PROPOSE);
    github.change(|state| state.pulls.close(1));
    let closed = "#1 of `release/1.0.46` into `main` on `octo/demo`, which was closed and not merged, is opened again, or another one";
    let (status, _, said) = run(&scratch, &github, &PROPOSE[..4]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(closed), "{said}");
    assert!(!pull(&github, 1).is_open);
    done(&scratch, &github, PROPOSE);
    assert!(pull(&github, 1).is_open);
    // GitHub opens none again whose branch was replaced meanwhile.
    github.change(|state| state.pulls.close(1));
    push(&scratch, "main", "before.txt", "x\n");
    let out = done(&scratch, &github, PROPOSE);
    assert!(out.contains("/pull/2\n"), "{out}");
    let out = done(&scratch, &github, &["abort", "--yes"]);
    assert_eq!(out, "acme-platform 1.0.46 is no longer proposed\n");
    assert!(!pull(&github, 2).is_open);
    assert_eq!(tip(&github, "release/1.0.46"), None);
    let out = done(&scratch, &github, &["abort"]);
    assert_eq!(out, "no release is begun here; there is nothing to abort\n");
}

#[test]
fn a_branch_that_takes_no_pushes_is_proposed_to() {
    let (scratch, github) = project();
    let direct = ["release", "patch", "--push", "--dry-run"];
    let ways = |args: &[&str]| {
        let (status, out, said) = run(&scratch, &github, args);
        assert_eq!(status, 0, "{out}{said}");
        (
            out.contains("  propose "),
            said.contains("`main` takes changes by pull request only"),
        )
    };
    assert_eq!(ways(&direct), (false, false));
    github.change(|state| state.pulls.rules = vec!["deletion", "pull_request"]);
    assert_eq!(ways(&direct), (true, true));
    assert_eq!(
        ways(&[&direct[..], &["--via", "push"]].concat()),
        (false, false)
    );
    github.change(|state| {
        state.pulls.rules.clear();
        state.pulls.wants_reviews = true;
    });
    assert_eq!(ways(&direct), (true, true));
}

#[test]
fn a_push_that_is_refused_names_the_other_way() {
    let (scratch, github) = project();
    let hook = scratch.beside("remote.git/hooks/update");
    let words = "#!/bin/sh\n[ \"$1\" = refs/heads/main ] || exit 0\necho 'error: GH006: Protected branch update failed for refs/heads/main.' >&2\nexit 1\n";
    std::fs::write(&hook, words).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&hook, mode).unwrap();
    let args = ["release", "patch", "--push", "--yes"];
    let (status, _, said) = run(&scratch, &github, &args);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.ends_with("  push       refused: `origin` refuses the push to `main`: GH006: Protected branch update failed for refs/heads/main\nhelp: `publish abort` takes the release back here, then `publish release 1.0.46 --via pr` proposes it by pull request\n"),
        "{said}"
    );
    let (status, _, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("HEAD is the release commit of `1.0.46`, made to be pushed: `publish abort` takes it back"), "{said}");
    done(&scratch, &github, &["abort", "--yes"]);
    done(&scratch, &github, PROPOSE);
    assert!(pull(&github, 1).is_open);
}

#[test]
fn in_a_job_github_makes_the_commit_and_signs_it() {
    let (scratch, github) = project();
    let job = |github: &Github| {
        let mut command = command(&scratch, github, PROPOSE);
        told(&scratch, command.env("GITHUB_ACTIONS", "true"))
    };
    github.change(|state| {
        state.pulls.makes_no_commit = Some("Resource not accessible by integration")
    });
    let (status, _, said) = job(&github);
    assert_eq!(status, 2, "{said}");
    let told = "GitHub does not make the commit: Resource not accessible by integration\n";
    assert!(said.contains(told), "{said}");
    assert!(said.contains("`commit-by = \"git\"`"), "{said}");
    github.change(|state| {
        state.pulls.makes_no_commit = None;
        state.pulls.spoils_commits = true;
    });
    let (status, _, said) = job(&github);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("with other files than were meant"), "{said}");
    github.change(|state| state.pulls.spoils_commits = false);
    let (status, out, said) = job(&github);
    assert_eq!(status, 0, "{out}{said}");
    let made = tip(&github, "release/1.0.46").unwrap();
    let by = scratch.git(&["log", "-1", "--format=%cn %B", &made]);
    assert_eq!(
        by,
        "GitHub Bump version: 1.0.45 → 1.0.46\n\nRelease-Guard: 1.0.46"
    );
    assert_eq!(tip(&github, "release-guard/1.0.46"), None);
    let (_, again, _) = job(&github);
    assert_eq!(again, out);
}

#[test]
fn jobs_that_may_open_none_are_told_what_it_takes() {
    let (scratch, github) = project();
    github.change(|state| state.pulls.opens_none = true);
    let (status, _, said) = run(&scratch, &github, PROPOSE);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains(
            "GitHub does not allow the pull request (403): GitHub Actions is not permitted"
        ),
        "{said}"
    );
    assert!(
        said.contains("the token needs `pull-requests: write`"),
        "{said}"
    );
}

#[test]
fn gitlab_opens_the_merge_request_by_itself() {
    let (scratch, _github) = project();
    let remote = scratch.beside("remote.git");
    let ssh = scratch.beside("ssh");
    let words = format!(
        "#!/bin/sh\nfor last; do :; done\nexec ${{last%% *}} {}\n",
        remote.display()
    );
    let hook = remote.join("hooks/post-receive");
    let mode = || std::os::unix::fs::PermissionsExt::from_mode(0o755);
    let told = "#!/bin/sh\necho \"$GIT_PUSH_OPTION_0 $GIT_PUSH_OPTION_1 $GIT_PUSH_OPTION_2\" > options\necho 'https://gitlab.com/octo/demo/-/merge_requests/1' >&2\n";
    for (path, text) in [(&ssh, &*words), (&hook, told)] {
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, mode()).unwrap();
    }
    let url = remote.to_str().unwrap();
    scratch.git(&[
        "--git-dir",
        url,
        "config",
        "receive.advertisePushOptions",
        "true",
    ]);
    scratch.git(&[
        "remote",
        "set-url",
        "origin",
        "git@gitlab.com:octo/demo.git",
    ]);
    let mut command = Command::new(crate::support::program("publish"));
    let output = scratch
        .scrub(command.args(PROPOSE))
        .env("GIT_SSH", &ssh)
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "acme-platform 1.0.46 is on `release/1.0.46`; the push asked for a merge request\n  when it is merged, `publish` on `main` tags and releases it\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .contains("\nhttps://gitlab.com/octo/demo/-/merge_requests/1\n")
    );
    assert_eq!(
        std::fs::read_to_string(remote.join("options")).unwrap(),
        "merge_request.create merge_request.target=main merge_request.title=Bump version: 1.0.45 → 1.0.46\n"
    );
}
