//! `publish github-release`, to a stand-in for GitHub that keeps state and fails.
use crate::support::github::{Asset, Fault, Github, State, TOKEN};
use crate::support::{Scratch, each, program};
use crate::upload::{SDIST, WHEEL};
use release_guard::dist::Sha256;
use release_guard::validate_dist::sample::sample;
use serde_json::json;
use std::process::{Command, Stdio};

const PYPROJECT: &str = "[project]\nname = \"demo\"\nversion = \"1.0\"\n";
const CHANGELOG: &str = "# Changelog\n\n## [1.0] - 2026-01-02\n\n### Added\n\n- All of it.\n";

/// A project with the tag `v1.0` and the built files of that release.
pub fn tagged() -> Scratch {
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", PYPROJECT),
        ("CHANGELOG.md", CHANGELOG),
        (".gitignore", "/dist/\n"),
    ]);
    scratch.git(&["tag", "v1.0"]);
    freeze(&scratch, &[WHEEL, SDIST]);
    scratch
}

/// Writes files and their `release.json`.
pub fn freeze(scratch: &Scratch, names: &[&str]) {
    let mut files = Vec::new();
    for name in names {
        let bytes = sample(name, &[]);
        let sha256 = Sha256::of(&bytes).to_string();
        files.push(json!({"name": name, "size": bytes.len(), "sha256": sha256}));
        scratch.write(&format!("dist/{name}"), bytes);
    }
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    let frozen = json!({
        "schema": "release-guard/release@1", "tag": "v1.0", "commit": commit, "name": "demo", "version": "1.0", "files": files,
    });
    scratch.write("dist/release.json", frozen.to_string());
}

/// A stand-in that has the project's tag.
pub fn github(scratch: &Scratch) -> Github {
    Github::start("v1.0", &scratch.git(&["rev-parse", "HEAD"]))
}

/// The command, with the token.
fn command(scratch: &Scratch, url: &str, args: &[&str]) -> Command {
    let mut command = with_token(scratch, url, &["github-release"]);
    command.args(args);
    command
}

/// `publish` with the token.
pub fn with_token(scratch: &Scratch, url: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program("publish"));
    command.args(args);
    scratch
        .scrub(&mut command)
        .env("GITHUB_API_URL", url)
        .env("GITHUB_REPOSITORY", "octo/demo")
        .env("GITHUB_TOKEN", TOKEN);
    command
}

pub fn told(scratch: &Scratch, command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|bytes| scratch.redact(&bytes));
    assert!(!format!("{out}{said}").contains(TOKEN), "{out}{said}");
    (output.status.code().unwrap_or(-1), out, said)
}

pub fn publish(scratch: &Scratch, url: &str, args: &[&str]) -> (i32, String, String) {
    told(scratch, &mut command(scratch, url, args))
}

/// What a release is in the end, however it came about.
fn state_of(github: &Github) -> String {
    github.change(|state| {
        let mut told = String::new();
        for release in &state.releases {
            let kind = if release.is_draft { "draft" } else { "release" };
            let mut assets: Vec<String> = release
                .assets
                .iter()
                .map(|asset| {
                    format!(
                        "  {} {} {}\n",
                        asset.name,
                        asset.is_whole,
                        Sha256::of(&asset.bytes)
                    )
                })
                .collect();
            assets.sort();
            told.push_str(&format!(
                "{kind} {} {}\n{}",
                release.tag,
                release.fields["make_latest"],
                assets.concat()
            ));
        }
        told
    })
}

#[test]
fn a_release_is_drafted_compared_and_published() {
    let scratch = tagged();
    let github = github(&scratch);
    let url = github.server.url();
    let (status, plan, _) = publish(&scratch, &url, &["--dry-run"]);
    assert_eq!(status, 0);
    let commit = &scratch.git(&["rev-parse", "HEAD"])[..7];
    assert_eq!(
        plan,
        format!(
            "demo 1.0 as a release of `octo/demo`, tag v1.0 of commit {commit}\n  \
             draft    to do: a draft `demo 1.0`, notes from `CHANGELOG.md`\n  \
             assets   to do: `{WHEEL}`, `{SDIST}`, `SHA256SUMS`, `release.json`\n  \
             publish  to do: as the latest release\n"
        )
    );
    assert!(github.change(|state| state.releases.is_empty()));
    let (status, out, said) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let hash = Sha256::of(&sample(WHEEL, &[]));
    assert_eq!(
        out,
        format!(
            "demo 1.0 is released: https://github.com/octo/demo/releases/tag/v1.0\n  install it:  \
             pip install \"demo @ https://github.com/octo/demo/releases/download/v1.0/{WHEEL}#sha256={hash}\"\n"
        )
    );
    github.change(|state| {
        let release = &state.releases[0];
        assert_eq!(release.fields["body"], "### Added\n\n- All of it.");
        assert_eq!(release.fields["prerelease"], false);
        let sums = release
            .assets
            .iter()
            .find(|asset| asset.name == "SHA256SUMS")
            .unwrap();
        let expected = format!(
            "{hash}  {WHEEL}\n{}  {SDIST}\n",
            Sha256::of(&sample(SDIST, &[]))
        );
        assert_eq!(String::from_utf8(sums.bytes.clone()).unwrap(), expected);
    });
    github.asked();
    let (status, out, _) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0);
    assert!(
        out.starts_with("demo 1.0 is there already; there is nothing to do: "),
        "{out}"
    );
    let repository = "/repos/octo/demo";
    assert_eq!(
        github.asked(),
        [
            format!("GET {repository}/git/ref/tags%2Fv1.0"),
            format!("GET {repository}/releases"),
            format!("GET {repository}/releases/1/assets"),
            format!("GET {repository}"),
        ]
    );
}

#[test]
fn killed_at_any_request_it_is_finished_by_the_same_command() {
    let scratch = tagged();
    let whole = github(&scratch);
    assert_eq!(publish(&scratch, &whole.server.url(), &["--yes"]).0, 0);
    let cases: Vec<(usize, bool)> = (1..)
        .zip(whole.asked())
        .flat_map(|(at, asked)| {
            // Whether a look was answered makes no difference to what is there.
            let after = (!asked.starts_with("GET")).then_some((at, true));
            std::iter::once((at, false)).chain(after)
        })
        .collect();
    let last = cases.len() - 1;
    let ends = each(&cases[..last], |case| {
        let github = github(&scratch);
        github.change(|state| state.stop = Some(*case));
        let mut killed = command(&scratch, &github.server.url(), &["--yes"]);
        let mut killed = killed
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !github.has_stopped() && killed.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        assert!(github.has_stopped(), "{case:?}");
        killed.kill().unwrap();
        killed.wait().unwrap();
        github.go_on();
        let (status, out, said) = publish(&scratch, &github.server.url(), &["--yes"]);
        assert_eq!(status, 0, "{case:?}: {out}{said}");
        state_of(&github)
    });
    for (case, end) in cases.iter().zip(ends) {
        assert_eq!(end, state_of(&whole), "{case:?}");
    }
}

#[test]
fn what_is_unclear_is_looked_at_before_it_is_sent_again() {
    let scratch = tagged();
    let whole = github(&scratch);
    assert_eq!(publish(&scratch, &whole.server.url(), &["--yes"]).0, 0);
    let cases = [
        [Fault::CutAfter, Fault::CutAfter],
        [Fault::CutBefore, Fault::Starter],
        [Fault::Secondary, Fault::Secondary],
        [Fault::CutAfter, Fault::CutBefore],
    ];
    each(&cases, |faults| {
        let github = github(&scratch);
        github.change(|state| state.faults = (*faults).into());
        let (status, out, said) = publish(&scratch, &github.server.url(), &["--yes"]);
        assert_eq!(status, 0, "{faults:?}: {out}{said}");
        assert!(said.contains("; trying again in "), "{said}");
        assert_eq!(state_of(&github), state_of(&whole), "{faults:?}");
    });
}

#[test]
fn a_draft_of_an_earlier_attempt_is_used_and_what_somebody_wrote_stays() {
    let scratch = tagged();
    let github = github(&scratch);
    github.change(|state| {
        state.tells_digests = false;
        let asset = |id, name: &str, is_whole, bytes: &[u8]| Asset {
            id,
            name: name.into(),
            label: None,
            is_whole,
            bytes: bytes.into(),
        };
        state.page = 1;
        state.add("v0.8", false);
        state.add("v1.0", true).assets = vec![
            asset(99, "demo-1.0-cp39-abi3-any.whl", true, b"x"),
            asset(100, WHEEL, true, &sample(WHEEL, &[])),
            asset(101, SDIST, false, b""),
            asset(102, "release.json", true, b"other"),
        ];
        state.add("v0.9", false);
    });
    let (status, out, said) = publish(&scratch, &github.server.url(), &["--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        said.contains("  draft    done: a draft is there, "),
        "{said}"
    );
    assert!(
        said.contains(&format!(
            "  assets   to do: 3 of 4: `{SDIST}`, `SHA256SUMS`, `release.json`; there too, and not of this release: `demo-1.0-cp39-abi3-any.whl`\n"
        )),
        "{said}"
    );
    github.change(|state| {
        assert_eq!(state.releases.len(), 3);
        assert_eq!(state.releases[1].fields["body"], "by hand");
        assert!(!state.releases[1].is_draft);
        assert_eq!(state.releases[1].assets.len(), 5);
    });
}

#[test]
fn a_release_of_many_files_is_resumed_by_asking_for_the_list() {
    let scratch = tagged();
    let names: Vec<String> = (0..60)
        .map(|at| format!("demo-1.0-{at}-py3-none-any.whl"))
        .collect();
    freeze(
        &scratch,
        &names.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let github = github(&scratch);
    let (status, _, said) = publish(&scratch, &github.server.url(), &["--yes", "--draft"]);
    assert_eq!(status, 0, "{said}");
    github.change(|state| state.releases[0].assets.truncate(40));
    github.asked();
    assert_eq!(
        publish(&scratch, &github.server.url(), &["--yes", "--draft"]).0,
        0
    );
    let asked = github.asked();
    let count = |what: &str| asked.iter().filter(|asked| asked.starts_with(what)).count();
    assert_eq!(count("POST"), 22);
    // The tag, the releases, the assets before and after.
    assert_eq!(count("GET"), 4, "{asked:?}");
    assert_eq!(github.change(|state| state.releases[0].assets.len()), 62);
}

#[test]
fn what_is_published_is_never_replaced() {
    let scratch = tagged();
    let github = github(&scratch);
    let url = github.server.url();
    assert_eq!(publish(&scratch, &url, &["--yes"]).0, 0);
    let spoil = |is_immutable: bool, bytes: Option<&[u8]>| {
        github.change(|state| {
            let release = &mut state.releases[0];
            release.is_immutable = is_immutable;
            release.assets.retain(|asset| asset.name != WHEEL);
            release.assets.extend(bytes.map(|bytes| Asset {
                id: 99,
                name: WHEEL.into(),
                label: None,
                is_whole: true,
                bytes: bytes.into(),
            }));
        });
        let (status, _, said) = publish(&scratch, &url, &["--yes"]);
        assert_eq!(status, 1, "{said}");
        let conflict = said
            .lines()
            .skip_while(|line| !line.contains("refused"))
            .take(2);
        conflict.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        spoil(false, Some(b"abc")),
        format!(
            "  assets   refused: the published release has another `{WHEEL}`: it has sha256 {}, and this one has sha256 {}\n           \
             help: release another version; what was published is never replaced",
            Sha256::of(b"abc"),
            Sha256::of(&sample(WHEEL, &[]))
        )
    );
    assert_eq!(
        spoil(true, None),
        format!(
            "  assets   refused: the release `v1.0` is immutable and lacks `{WHEEL}`\n           \
             help: release another version; an immutable release takes no more files, and its tag is never free again"
        )
    );
}

#[test]
fn the_tag_must_be_there_and_of_the_same_commit() {
    let scratch = tagged();
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    for (tag, said) in [
        (None, "there is no tag `v1.0` on GitHub yet, and a release would make one of whatever is there".to_owned()),
        (Some(("commit", "7".repeat(40))), format!("the tag `v1.0` is of commit {} on GitHub, and of {commit} here", "7".repeat(40))),
        (Some(("tag", "8".repeat(40))), String::new()),
    ] {
        let github = github(&scratch);
        github.change(|state| {
            state.tags = tag.map(|tag| ("v1.0".to_owned(), tag)).into_iter().collect();
            state.objects = [("8".repeat(40), commit.clone())].into();
        });
        let (status, _, found) = publish(&scratch, &github.server.url(), &["--yes"]);
        assert_eq!(status, i32::from(!said.is_empty()), "{found}");
        assert!(found.contains(&said), "{found}");
        assert_eq!(github.change(|state| state.releases.len()), usize::from(said.is_empty()));
    }
}

/// What is set, with which variables, what is said then, and a part of the hint.
type Refusal = (
    fn(&mut State),
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

#[test]
fn a_refusal_names_its_cause() {
    let scratch = tagged();
    let cases: [Refusal; 6] = [
        (
            |_| {},
            &[("GITHUB_TOKEN", "old")],
            "GitHub does not allow it (401): Bad credentials",
            "is the token from `GITHUB_TOKEN` whole, and not expired?",
        ),
        (
            |_| {},
            &[("GITHUB_REPOSITORY", "octo/other")],
            "GitHub does not allow it (404): Not Found",
            "the token from `GITHUB_TOKEN` does not see `octo/other`: the name is wrong, or the repository is private",
        ),
        (
            |_| {},
            &[("GITHUB_TOKEN", "")],
            "there is no token for `octo/demo`",
            "set `GITHUB_TOKEN` to one that may write its contents",
        ),
        (
            |state| state.may_push = false,
            &[],
            "GitHub does not allow it (403): Resource not accessible by integration",
            "in a workflow `permissions: contents: write`",
        ),
        (
            |state| state.wants_workflow_rights = true,
            &[],
            "GitHub does not allow it (404): Not Found",
            "the tagged commit changes `.github/workflows/`",
        ),
        (
            |_| {},
            &[("GITHUB_REPOSITORY", "demo")],
            "`demo` is not `OWNER/NAME` of a repository on GitHub",
            "look at `git remote -v`",
        ),
    ];
    for (set, variables, said, hint) in cases {
        let github = github(&scratch);
        github.change(set);
        let mut command = command(&scratch, &github.server.url(), &["--yes"]);
        let (status, _, found) = told(&scratch, command.envs(variables.iter().copied()));
        assert_eq!(status, 2, "{found}");
        assert!(found.contains(said) && found.contains(hint), "{found}");
    }
}

#[test]
fn where_all_requests_are_used_up_it_says_until_when() {
    let scratch = tagged();
    let github = github(&scratch);
    github.change(|state| state.faults = [Fault::UsedUp].into());
    let (status, _, said) = publish(&scratch, &github.server.url(), &["--yes"]);
    assert_eq!(status, 2, "{said}");
    let (_, error) = said.split_once("error: ").unwrap();
    assert!(
        error.starts_with("GitHub takes no more requests until "),
        "{error}"
    );
    assert!(
        error.contains(" UTC: API rate limit exceeded for installation ID 1.\nhint: "),
        "{error}"
    );
    assert_eq!(publish(&scratch, &github.server.url(), &["--yes"]).0, 0);
}

#[test]
fn a_backport_is_not_the_latest_and_notes_can_be_mixed() {
    let scratch = tagged();
    let github = github(&scratch);
    github.change(|state| {
        state.add("v2.0", false);
        state.add("v0.9", false);
        state.is_private = true;
        state.makes_immutable = true;
    });
    scratch.write("notes.md", "# {tag}\n\n{changelog}\n\n{generated}\n{files}");
    let args = [
        "--yes",
        "--notes",
        "notes.md",
        "--discussion",
        "Announcements",
    ];
    let (status, out, said) = publish(&scratch, &github.server.url(), &args);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        said.contains("publish  to do: not as the latest release, since `v2.0` is higher"),
        "{said}"
    );
    assert!(
        out.contains("gh release download v1.0 -R octo/demo -p '*.whl' -D wheels && pip install"),
        "{out}"
    );
    github.change(|state| {
        let release = state.releases.last().unwrap();
        assert_eq!(release.fields["make_latest"], "false");
        let hash = |name: &str| Sha256::of(&sample(name, &[]));
        assert_eq!(
            release.fields["body"].as_str().unwrap(),
            format!(
                "# v1.0\n\n### Added\n\n- All of it.\n\n## What's Changed\n* since v0.9\n\n\
                 | file | sha256 |\n|---|---|\n| `{WHEEL}` | `{}` |\n| `{SDIST}` | `{}` |",
                hash(WHEEL),
                hash(SDIST)
            )
        );
    });
    let (_, plan, _) = publish(&scratch, &github.server.url(), &["--dry-run"]);
    assert!(
        plan.ends_with("  publish  done: it is published, and immutable\n"),
        "{plan}"
    );
}

#[test]
fn a_release_is_told_to_machines() {
    let scratch = tagged();
    let github = github(&scratch);
    let url = github.server.url();
    let told = |args: &[&str], status| -> serde_json::Value {
        let json = publish(&scratch, &url, &[args, &["--format", "json"]].concat());
        assert_eq!(json.0, status, "{}{}", json.1, json.2);
        serde_json::from_str(&json.1).unwrap()
    };
    let before = told(&["--dry-run"], 0);
    assert_eq!(before["state"], "absent");
    assert_eq!(before["steps"][0]["state"], "todo");
    let hash = Sha256::of(&sample(WHEEL, &[])).to_string();
    let size = sample(WHEEL, &[]).len();
    let wheel = |state| json!({"name": WHEEL, "size": size, "sha256": hash, "state": state});
    assert_eq!(before["assets"][0], wheel("missing"));
    assert!(before.get("install").is_none());
    let mut after = told(&["--yes"], 0);
    assert_eq!(after["assets"].as_array().unwrap().len(), 4);
    assert_eq!(after["assets"][0], wheel("same"));
    let install = format!(
        "pip install \"demo @ https://github.com/octo/demo/releases/download/v1.0/{WHEEL}#sha256={hash}\""
    );
    after["assets"] = json!([]);
    assert_eq!(
        after,
        json!({
            "schema": "release-guard/github-release@1",
            "repository": "octo/demo", "name": "demo", "version": "1.0", "tag": "v1.0",
            "commit": scratch.git(&["rev-parse", "HEAD"]), "prerelease": false,
            "state": "published", "url": "https://github.com/octo/demo/releases/tag/v1.0", "immutable": false,
            "steps": [
                {"name": "draft", "state": "done", "detail": "it is published, https://github.com/octo/demo/releases/tag/v1.0"},
                {"name": "assets", "state": "done", "detail": "all 4 are there with the same sha256"},
                {"name": "publish", "state": "done", "detail": "it is published"},
            ],
            "assets": [], "install": install,
        })
    );
    github.change(|state| {
        // Files arrive in any order.
        let mut assets = state.releases[0].assets.iter_mut();
        let found = assets.find(|asset| asset.name == WHEEL).unwrap();
        found.bytes = b"other".to_vec();
    });
    let other = told(&["--yes"], 1);
    assert_eq!(other["assets"][0], wheel("other"));
    assert_eq!(other["steps"][1]["state"], "conflict");
}
