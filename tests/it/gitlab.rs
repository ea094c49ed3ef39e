//! `publish gitlab-release`, to a stand-in for GitLab that keeps state and fails.
use crate::github::{tagged, told};
use crate::support::gitlab::{Fault, File, Gitlab, JOB, MADE, State};
use crate::support::{Scratch, each, program, text, tool};
use crate::upload::{SDIST, WHEEL};
use release_guard::dist::Sha256;
use release_guard::validate_dist::sample::sample;
use serde_json::json;
use std::process::{Command, Stdio};

/// A stand-in that has the project's tag.
fn gitlab(scratch: &Scratch) -> Gitlab {
    Gitlab::start("v1.0", &scratch.git(&["rev-parse", "HEAD"]))
}

/// `publish` in a job of the project's.
pub fn in_job(scratch: &Scratch, url: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program("publish"));
    command.args(args);
    scratch
        .scrub(&mut command)
        .env("CI_API_V4_URL", format!("{url}/api/v4"))
        .env("CI_SERVER_URL", url)
        .env("CI_PROJECT_PATH", "octo/sub/demo")
        .env("CI_JOB_TOKEN", JOB);
    command
}

fn publish(scratch: &Scratch, url: &str, args: &[&str]) -> (i32, String, String) {
    let args = [&["gitlab-release"], args].concat();
    let (status, out, said) = told(scratch, &mut in_job(scratch, url, &args));
    assert!(!format!("{out}{said}").contains("glcbt"), "{out}{said}");
    (status, out, said)
}

/// What is there in the end, however it came about.
fn state_of(gitlab: &Gitlab) -> String {
    gitlab.change(|state| {
        let mut told = String::new();
        for ((name, version), files) in &state.packages {
            let files = files.iter();
            let files = files.map(|file| format!("  {} {}\n", file.name, Sha256::of(&file.bytes)));
            told.push_str(&format!("{name} {version}\n{}", files.collect::<String>()));
        }
        for release in &state.releases {
            let links = release.links.iter();
            let links = links.map(|link| format!("  {} {}\n", link["name"], link["link_type"]));
            told.push_str(&format!("{}\n{}", release.tag, links.collect::<String>()));
        }
        told
    })
}

/// Whether pip gets what the printed line installs.
fn pip_downloads(scratch: &Scratch, requirement: &str) -> bool {
    let to = scratch.beside("downloaded");
    let mut pip = Command::new(tool("python"));
    pip.args(["-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir"]);
    pip.args(["--disable-pip-version-check", "--no-index", "-d"]);
    let output = scratch.run(pip.arg(&to).arg(requirement));
    assert!(output.status.success(), "{}", text(&output));
    to.join(WHEEL).is_file()
}

#[test]
fn the_files_are_sent_and_compared_and_the_release_comes_last() {
    let scratch = tagged();
    let gitlab = gitlab(&scratch);
    let url = gitlab.server.url();
    let (status, plan, _) = publish(&scratch, &url, &["--dry-run"]);
    assert_eq!(status, 0);
    let commit = &scratch.git(&["rev-parse", "HEAD"])[..7];
    assert_eq!(
        plan,
        format!(
            "demo 1.0 as a release of `octo/sub/demo`, tag v1.0 of commit {commit}\n  \
             assets   to do: `{WHEEL}`, `{SDIST}`, `SHA256SUMS`, `release.json`\n  \
             publish  to do: a release with links to 4 files, `demo 1.0`, notes from `CHANGELOG.md`\n"
        )
    );
    assert_eq!(state_of(&gitlab), "");
    gitlab.asked();
    let (status, out, said) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let hash = Sha256::of(&sample(WHEEL, &[]));
    let packages = "api/v4/projects/octo%2Fsub%2Fdemo/packages/generic/demo/1.0";
    assert_eq!(
        out,
        format!(
            "demo 1.0 is released: {url}/octo/sub/demo/-/releases/v1.0\n  install it:  \
             pip install \"demo @ {url}/{packages}/{WHEEL}#sha256={hash}\"\n"
        )
    );
    let (_, line) = out.trim_end().split_once("pip install ").unwrap();
    assert!(pip_downloads(&scratch, line.trim_matches('"')));
    let changes = gitlab.asked();
    let changes: Vec<&str> = changes
        .iter()
        .filter(|asked| !asked.starts_with("GET"))
        .map(|asked| asked.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        changes,
        [WHEEL, SDIST, "SHA256SUMS", "release.json", "releases"]
    );
    gitlab.change(|state| {
        let release = &state.releases[0];
        assert_eq!(release.fields["description"], "### Added\n\n- All of it.");
        assert_eq!(
            release.links[0],
            json!({
                "name": WHEEL, "url": format!("{url}/{packages}/{WHEEL}"), "link_type": "package",
                "direct_asset_path": format!("/{WHEEL}"),
            })
        );
    });
    let (status, out, _) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0);
    assert!(
        out.starts_with("demo 1.0 is there already; there is nothing to do: "),
        "{out}"
    );
    let project = "GET /api/v4/projects/octo%2Fsub%2Fdemo";
    assert_eq!(
        gitlab.asked(),
        [
            format!("{project}/repository/tags"),
            format!("{project}/packages"),
            format!("{project}/packages/10/package_files"),
            format!("{project}/releases/v1.0"),
            project.to_owned(),
        ]
    );
}

#[test]
fn killed_at_any_request_it_is_finished_by_the_same_command() {
    let scratch = tagged();
    let whole = gitlab(&scratch);
    assert_eq!(publish(&scratch, &whole.server.url(), &["--yes"]).0, 0);
    let changes = (1..).zip(whole.asked());
    let changes = changes.filter(|(_, asked)| !asked.starts_with("GET"));
    let cases: Vec<(usize, bool)> = changes
        .flat_map(|(at, _)| [(at, false), (at, true)])
        .collect();
    assert_eq!(cases.len(), 10);
    let ends = each(&cases, |case| {
        let gitlab = gitlab(&scratch);
        let url = gitlab.server.url();
        gitlab.change(|state| state.stop = Some(*case));
        let mut killed = in_job(&scratch, &url, &["gitlab-release", "--yes"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !gitlab.has_stopped() && killed.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        assert!(gitlab.has_stopped(), "{case:?}");
        killed.kill().unwrap();
        killed.wait().unwrap();
        gitlab.go_on();
        let (status, out, said) = publish(&scratch, &url, &["--yes"]);
        assert_eq!(status, 0, "{case:?}: {out}{said}");
        state_of(&gitlab)
    });
    for (case, end) in cases.iter().zip(ends) {
        assert_eq!(end, state_of(&whole), "{case:?}");
    }
}

#[test]
fn what_is_unclear_is_looked_at_before_it_is_sent_again() {
    let scratch = tagged();
    let whole = gitlab(&scratch);
    assert_eq!(publish(&scratch, &whole.server.url(), &["--yes"]).0, 0);
    // Four files, and the release.
    let cases = [
        Fault::CutAfter,
        Fault::CutBefore,
        Fault::Busy,
        Fault::Limited,
    ];
    each(&cases, |fault| {
        let gitlab = gitlab(&scratch);
        let url = gitlab.server.url();
        gitlab.change(|state| state.faults = [*fault].into());
        let (status, out, said) = publish(&scratch, &url, &["--yes"]);
        assert_eq!(status, 0, "{fault:?}: {out}{said}");
        assert!(said.contains("; trying again in "), "{said}");
        assert_eq!(state_of(&gitlab), state_of(&whole), "{fault:?}");
        // The release alone is left to make.
        gitlab.change(|state| {
            state.releases.clear();
            state.faults = [*fault].into();
        });
        let (status, out, said) = publish(&scratch, &url, &["--yes"]);
        assert_eq!(status, 0, "{fault:?}: {out}{said}");
        assert_eq!(state_of(&gitlab), state_of(&whole), "{fault:?}");
    });
}

#[test]
fn a_release_that_is_there_gets_the_links_it_lacks_and_none_twice() {
    let scratch = tagged();
    let gitlab = gitlab(&scratch);
    let url = gitlab.server.url();
    assert_eq!(publish(&scratch, &url, &["--yes"]).0, 0);
    gitlab.change(|state| {
        (state.page, state.hides_hashes) = (1, true);
        state
            .packages
            .insert(("demo-x".into(), "1.0".into()), Vec::new());
        state
            .packages
            .insert(("demo".into(), "0.9".into()), Vec::new());
        let release = &mut state.releases[0];
        release.fields["description"] = json!("by hand");
        release.links.remove(1);
        release
            .links
            .push(json!({"name": "docs", "url": "https://example.org", "link_type": "other"}));
        release.links.rotate_left(2);
        state.faults = [Fault::CutAfter].into();
    });
    let (status, out, said) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        said.contains("  assets   done: all 4 are there with the same sha256\n  publish  to do: published, with one more link\n"),
        "{said}"
    );
    gitlab.change(|state| {
        assert_eq!(state.releases[0].fields["description"], "by hand");
        assert_eq!(state.releases[0].links.len(), 5);
    });
    let time = ["--yes", "--released-at", "2030-01-31T09:00Z"];
    let (status, out, said) = publish(&scratch, &url, &time);
    assert_eq!(status, 0, "{out}{said}");
    let (_, plan, _) = publish(&scratch, &url, &["--dry-run"]);
    assert!(
        plan.ends_with(
            "publish  done: it is there, as an upcoming release of 2030-01-31T09:00:00Z\n"
        ),
        "{plan}"
    );
}

/// What is set, and what is refused then.
type Conflict = (fn(&mut State), String);

#[test]
fn what_is_there_is_never_replaced() {
    let scratch = tagged();
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    let own = Sha256::of(&sample(WHEEL, &[]));
    let cases: [Conflict; 4] = [
        (
            |state| {
                // Of two files of one name the last is the one that GitLab hands out.
                let files = state.packages.values_mut().next().unwrap();
                let (name, bytes) = (WHEEL.into(), b"abc".into());
                files.push(File { id: 99, name, bytes });
            },
            format!(
                "  assets   refused: the package registry has another `{WHEEL}`: it has sha256 {}, and this one has sha256 {own}\n           \
                 help: release another version; what was published is never replaced",
                Sha256::of(b"abc")
            ),
        ),
        (
            |state| state.releases[0].links[0]["url"] = json!("https://example.org/x"),
            format!(
                "  publish  refused: the release links `{WHEEL}` to `https://example.org/x`, and not to `URL/api/v4/projects/octo%2Fsub%2Fdemo/packages/generic/demo/1.0/{WHEEL}`\n           \
                 help: delete that link in the release if it is wrong, or release another version"
            ),
        ),
        (
            |state| state.tags.clear(),
            "  tag      refused: there is no tag `v1.0` on GitLab yet, and a release would make one of whatever is there\n           \
             help: push it: `git push origin v1.0`"
                .into(),
        ),
        (
            |state| state.tags = [("v1.0".into(), "7".repeat(40)), ("v1.0.1".into(), String::new())].into(),
            format!(
                "  tag      refused: the tag `v1.0` is of commit {} on GitLab, and of {commit} here\n           \
                 help: release another version; a tag that was pushed is not moved",
                "7".repeat(40)
            ),
        ),
    ];
    for (spoil, refused) in cases {
        let gitlab = gitlab(&scratch);
        let url = gitlab.server.url();
        assert_eq!(publish(&scratch, &url, &["--yes"]).0, 0);
        gitlab.change(spoil);
        let before = state_of(&gitlab);
        let (status, _, said) = publish(&scratch, &url, &["--yes"]);
        assert_eq!(status, 1, "{said}");
        let said: Vec<&str> = said
            .lines()
            .skip_while(|line| !line.contains("refused"))
            .take(2)
            .collect();
        assert_eq!(said.join("\n").replace(&url, "URL"), refused);
        assert_eq!(state_of(&gitlab), before);
    }
}

/// What is set, with which variables, the exit status, and what is said then.
type Refusal = (
    fn(&mut State),
    &'static [(&'static str, &'static str)],
    i32,
    &'static str,
);

#[test]
fn a_refusal_names_its_cause() {
    let scratch = tagged();
    let cases: [Refusal; 10] = [
        (
            |_| {},
            &[("CI_JOB_TOKEN", "old")],
            2,
            "error: GitLab does not allow it (401): 401 Unauthorized\nhint: the token from `CI_JOB_TOKEN` is good only while its job runs, and only where the project lets jobs in: Settings > CI/CD > Job token permissions\n",
        ),
        (
            |_| {},
            &[("GITLAB_TOKEN", "old")],
            2,
            "error: GitLab does not allow it (401): 401 Unauthorized\nhint: is the token from `GITLAB_TOKEN` whole, and not expired?\n",
        ),
        (
            |_| {},
            &[("CI_PROJECT_PATH", "octo/other")],
            2,
            "error: GitLab does not allow it (404): 404 Project Not Found\nhint: a job's token sees its own project, and those that let its project in under Settings > CI/CD > Job token permissions: is `octo/other` one of them?\n",
        ),
        (
            |_| {},
            &[("CI_JOB_TOKEN", "")],
            2,
            "error: there is no token for `octo/sub/demo`\nhint: set `GITLAB_TOKEN` to a token of `octo/sub/demo` with the scope `api` and `GITLAB_HOST=127.0.0.1`, or log in with `glab auth login`; in a job `CI_JOB_TOKEN` is there already\n",
        ),
        (
            |state| {
                let said = json!({"message": "403 Forbidden"});
                state.refuses = vec![("PUT /packages/", 403, said)];
            },
            &[],
            2,
            "error: GitLab does not allow it (403): 403 Forbidden\nhint: `CI_JOB_TOKEN` may do what whoever started the pipeline may, who needs the role Developer in `octo/sub/demo`; where Settings > CI/CD > Job token permissions are fine-grained, the job needs those to write releases and packages\n",
        ),
        (
            |state| {
                let said = json!({"message": "You are not allowed to create this tag as it is protected."});
                state.refuses = vec![("POST /releases", 403, said)];
            },
            &[],
            2,
            "error: GitLab does not allow it (403): You are not allowed to create this tag as it is protected.\nhint: the tag is protected, and `CI_JOB_TOKEN` may do what whoever started the pipeline may: add them to those who may create it, under Settings > Repository > Protected tags of `octo/sub/demo`\n",
        ),
        (
            |state| {
                let said = json!({"error": "insufficient_scope", "error_description": "The request requires higher privileges."});
                state.refuses = vec![("PUT /packages/", 403, said)];
            },
            &[("GITLAB_TOKEN", MADE)],
            2,
            "error: GitLab does not allow it (403): insufficient_scope; The request requires higher privileges.\nhint: the token from `GITLAB_TOKEN` needs the scope `api`\n",
        ),
        (
            |state| {
                let said = json!({"message": "404 Not Found"});
                state.refuses = vec![("/packages", 404, said)];
            },
            &[],
            2,
            "error: GitLab does not allow it (404): 404 Not Found\nhint: the package registry of `octo/sub/demo` is switched off: Settings > General > Visibility, project features, permissions\n",
        ),
        (
            |state| {
                let said = json!({"message": "400 Bad request - File is too large"});
                state.refuses = vec![("PUT /packages/", 400, said)];
            },
            &[],
            1,
            "refused: GitLab refuses it (400): 400 Bad request - File is too large\nhelp: make the file smaller, or have an administrator of that GitLab raise the limit for generic packages\n",
        ),
        (
            |_| {},
            &[("CI_PROJECT_PATH", "demo")],
            2,
            "error: `demo` is not `GROUP/PROJECT` of a project on GitLab\nhint: look at `git remote -v`, or set `CI_PROJECT_PATH=GROUP/PROJECT`\n",
        ),
    ];
    for (set, variables, expected, said) in cases {
        let gitlab = gitlab(&scratch);
        gitlab.change(set);
        let mut command = in_job(&scratch, &gitlab.server.url(), &["gitlab-release", "--yes"]);
        let (status, _, found) = told(&scratch, command.envs(variables.iter().copied()));
        assert!(found.ends_with(said), "{found}\n{said}");
        assert_eq!(status, expected, "{found}");
        assert!(gitlab.change(|state| state.releases.is_empty()));
    }
}

#[test]
fn an_older_gitlab_tells_a_job_the_tag_that_it_runs_for() {
    let scratch = tagged();
    let gitlab = gitlab(&scratch);
    gitlab.change(|state| {
        let said = json!({"message": "404 Not Found"});
        state.refuses = vec![("GET /repository/tags", 404, said)];
    });
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    let url = gitlab.server.url();
    for (sha, status) in [("7".repeat(40), 1), (commit, 0)] {
        let mut command = in_job(&scratch, &url, &["gitlab-release", "--yes"]);
        let command = command
            .env("CI_COMMIT_TAG", "v1.0")
            .env("CI_COMMIT_SHA", &sha);
        let (found, _, said) = told(&scratch, command);
        assert_eq!(found, status, "{said}");
        let other = format!("the tag `v1.0` is of commit {sha} on GitLab");
        assert_eq!(said.contains(&other), status == 1, "{said}");
    }
}

#[test]
fn what_gitlab_cannot_do_is_said_and_machines_are_told() {
    let scratch = tagged();
    let gitlab = gitlab(&scratch);
    let url = gitlab.server.url();
    let (status, _, said) = publish(&scratch, &url, &["--yes", "--notes", "generated"]);
    assert_eq!(
        (status, said.as_str()),
        (
            2,
            "error: GitLab makes no notes of its own that could be taken\nhint: `--notes` takes `changelog`, or a file\n"
        )
    );
    let (_, out, _) = publish(&scratch, &url, &["--dry-run", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["schema"], "release-guard/gitlab-release@1");
    assert_eq!(
        (
            &told["repository"],
            &told["state"],
            &told["assets"][0]["state"]
        ),
        (&json!("octo/sub/demo"), &json!("absent"), &json!("missing"))
    );
    gitlab.change(|state| state.is_private = true);
    let (status, out, said) = publish(&scratch, &url, &["--yes"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        out.ends_with(&format!("  install it:  glab release download v1.0 -R {url}/octo/sub/demo -n '*.whl' -D wheels && pip install --find-links wheels demo==1.0\n")),
        "{out}"
    );
}
