//! Whole releases: to the end, cut off anywhere, refused, rehearsed.
use crate::support::{Scratch, program, python, seed, text, tools};
use release_guard::flags::Flags;
use release_guard::publish::{Event, Options, Outcome, Plan, World, drive, release};
use release_guard::terminal::{Terminal, Volume};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};

const RELEASE: &[&str] = &["release", "patch", "--push", "--yes"];

/// What a release leaves behind, wherever it was cut off on the way.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    commits: String,
    message: String,
    changed: String,
    status: String,
    tags: String,
    on_remote: Vec<String>,
    index: Vec<String>,
}

fn left(scratch: &Scratch) -> Left {
    let remote = scratch.git(&["ls-remote", "origin"]);
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let mut index: Vec<String> =
        std::fs::read_dir(scratch.root().join(".release-guard/simple/acme-platform"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
    index.sort();
    let names = remote
        .lines()
        .filter(|line| line.starts_with(&head) || line.contains("1.0.46"));
    Left {
        commits: scratch.git(&["rev-list", "--count", "HEAD"]),
        message: scratch.git(&["log", "-1", "--format=%B"]),
        changed: scratch.git(&["diff", "--stat=80", "HEAD^", "HEAD"]),
        status: scratch.git(&["status", "--porcelain"]),
        tags: scratch.git(&["tag", "--list"]),
        on_remote: names
            .map(|line| line.split('\t').nth(1).unwrap().to_owned())
            .collect(),
        index,
    }
}

#[test]
fn a_release_goes_through_and_again_changes_nothing() {
    tools();
    let scratch = seed::seed();
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with(
            "acme-platform 1.0.46 is released\n  install it:  pip install --index-url file://"
        ),
        "{out}"
    );
    assert_eq!(
        left(&scratch),
        Left {
            commits: "2".into(),
            message: "Bump version: 1.0.45 → 1.0.46\n\nRelease-Guard: 1.0.46".into(),
            changed: " src/CHANGELOG.md              | 2 ++\n src/acme_platform/__init__.py | 2 +-\n src/pyproject.toml            | 4 ++--\n 3 files changed, 5 insertions(+), 3 deletions(-)".into(),
            status: String::new(),
            tags: "1.0.46".into(),
            on_remote: ["HEAD", "refs/heads/main", "refs/tags/1.0.46", "refs/tags/1.0.46^{}"].map(Into::into).into(),
            index: [
                "acme_platform-1.0.46-py3-none-any.whl",
                "acme_platform-1.0.46-py3-none-any.whl.metadata",
                "acme_platform-1.0.46.tar.gz",
                "acme_platform-1.0.46.tar.gz.metadata",
                "index.html",
                "index.json",
            ]
            .map(Into::into)
            .into(),
        }
    );
    assert!(
        scratch
            .read("src/CHANGELOG.md")
            .contains("## [Unreleased]\n\n## [1.0.46] - 20")
    );
    let before = files(&scratch.root());
    let as_json = [RELEASE, &["--format", "json"]].concat();
    let (status, out, said) = scratch.program("publish", &as_json);
    let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (status, &plan["steps"][8]["state"]),
        (0, &"done".into()),
        "{said}"
    );
    let (status, _, said) = scratch.program("publish", &["build", "--clean"]);
    assert!(
        said.contains("holds the files of the release `1.0.46`, which stay"),
        "{status} {said}"
    );
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with("acme-platform 1.0.46 is released already; there is nothing to do\n"),
        "{out}"
    );
    assert_eq!(
        changed(&before, &files(&scratch.root())),
        Vec::<String>::new()
    );
}

#[test]
fn every_place_of_the_version_is_in_the_release() {
    let scratch = Scratch::with_commit(&[
        (
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n",
        ),
        (
            "acme.py",
            "__version__ = \"1.2.0\"\nversion_info = (1, 2, 0)\n",
        ),
        (
            "package.json",
            "{\"name\": \"acme\", \"version\": \"1.2.0\"}\n",
        ),
        (
            "CITATION.cff",
            "title: acme\nversion: 1.2.0\ndate-released: 2025-12-31\n",
        ),
        ("docs/conf.py", "version = \"1.2\"\nrelease = \"1.2.0\"\n"),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.2.0] - 2025-12-31\n\n- Old.\n",
        ),
    ])
    .with_remote();
    let mut command = Command::new(program("publish"));
    command.args(["release", "minor", "--dry-run"]);
    let output = scratch
        .scrub(&mut command)
        .env("SOURCE_DATE_EPOCH", "1767323045")
        .output()
        .unwrap();
    let said = text(&output);
    let added: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix("    +"))
        .filter(|line| !line.starts_with("++"))
        .collect();
    assert_eq!(
        added,
        [
            "version: 1.3.0",
            "date-released: 2026-01-02",
            "__version__ = \"1.3.0\"",
            "version_info = (1, 3, 0)",
            "version = \"1.3\"",
            "release = \"1.3.0\"",
            "{\"name\": \"acme\", \"version\": \"1.3.0\"}",
            "version = \"1.3.0\"",
            "## [1.3.0] - 2026-01-02",
            "",
        ],
        "{said}"
    );
}

#[test]
fn a_release_that_is_killed_after_any_step_is_finished_by_running_it_again() {
    tools();
    let whole = {
        let scratch = seed::seed();
        let (status, out, said) = scratch.program("publish", RELEASE);
        assert_eq!(status, 0, "{out}{said}");
        left(&scratch)
    };
    for step in [
        "preflight",
        "bump",
        "changelog",
        "commit",
        "build",
        "validate",
        "tag",
        "push",
    ] {
        let scratch = seed::seed();
        kill_after(&scratch, step);
        let frozen = std::fs::read(scratch.root().join("dist/release.json")).ok();
        let (status, out, said) = scratch.program("publish", RELEASE);
        assert_eq!(status, 0, "killed after {step}:\n{out}{said}");
        assert_eq!(left(&scratch), whole, "killed after {step}");
        if let Some(frozen) = frozen {
            let now = std::fs::read(scratch.root().join("dist/release.json")).unwrap();
            assert_eq!(frozen, now, "killed after {step}: other bytes were built");
        }
    }
}

#[test]
fn the_plan_is_the_same_after_every_event() {
    let scratch = seed::seed();
    scratch.git(&["config", "user.name", "A. Author"]);
    scratch.git(&["config", "user.email", "author@example.com"]);
    let flags = Flags {
        root: Some(scratch.root()),
        ..Flags::default()
    };
    let terminal = Terminal::new(Volume::Quiet);
    let mut planned: Option<Plan> = None;
    let mut stopped_at = std::collections::BTreeSet::new();
    loop {
        let options = Options {
            python: Some(python().display().to_string()),
            pushes: true,
            ..Options::default()
        };
        let world = World::open(&flags, options, &terminal).unwrap();
        let plan = release(&world, &"patch".parse().unwrap()).unwrap();
        assert_eq!(planned.get_or_insert_with(|| plan.clone()), &plan);
        // Stops at the first event at which no earlier run stopped.
        let outcome = drive(&plan, &world, &mut |event| {
            let met = match &event {
                Event::Found(step, _) => format!("{step} found"),
                Event::Begin(step, _) => format!("{step} begins"),
                Event::Done(step, _) => format!("{step} done"),
                other => panic!("{other:?}"),
            };
            match stopped_at.insert(met) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        match outcome {
            Outcome::Interrupted(_) => {}
            Outcome::Complete => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(stopped_at.len() > 20, "{stopped_at:?}");
}

/// Runs a release and kills it as soon as it says that a step is done.
fn kill_after(scratch: &Scratch, step: &str) {
    let mut command = Command::new(program("publish"));
    let command = scratch
        .scrub(command.args(RELEASE))
        .stderr(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let done = format!("  {step:<10} done");
    let seen = said
        .lines()
        .map_while(Result::ok)
        .any(|line| line.starts_with(&done) && !line.contains("to do"));
    assert!(seen, "the release never said that {step} is done");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn staged_and_unstaged_work_stays_the_user_s() {
    tools();
    let scratch = seed::seed();
    scratch.write("notes.txt", "staged\n");
    scratch.git(&["add", "notes.txt"]);
    scratch.write("notes.txt", "unstaged\n");
    scratch.write("new.txt", "untracked\n");
    let init = scratch.read("src/acme_platform/__init__.py") + "\nWORK = 1\n";
    scratch.write("src/acme_platform/__init__.py", &init);
    let (status, out, said) = scratch.program("publish", &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(scratch.git(&["show", ":notes.txt"]), "staged");
    assert_eq!(scratch.read("notes.txt"), "unstaged\n");
    assert_eq!(
        scratch.read("src/acme_platform/__init__.py"),
        init.replace("1.0.45", "1.0.46")
    );
    assert_eq!(
        scratch.git(&["status", "--porcelain"]),
        "MM notes.txt\n M src/acme_platform/__init__.py\n?? new.txt"
    );
    assert_eq!(
        scratch
            .git(&["show", "--name-only", "--format=", "HEAD"])
            .lines()
            .count(),
        3
    );
}

#[test]
fn packages_of_one_repository_are_released_one_after_the_other() {
    tools();
    for (format, tags) in [
        ("{name}-v{version}", "one-v1.0.46\ntwo-v1.0.46"),
        // Nothing in such a tag says whose it is.
        ("v{version}", "v1.0.46\nv2.0.1"),
    ] {
        let pyproject = |name: &str, version: &str| {
            let table = seed::PYPROJECT.split("[tool.bumpversion]").next().unwrap();
            table
                .replace("acme-platform", name)
                .replace("1.0.45", version)
        };
        let two = if format.contains("name") {
            "1.0.45"
        } else {
            "2.0.0"
        };
        let scratch = Scratch::with_commit(&[
            (
                "release-guard.toml",
                &format!("tag-format = \"{format}\"\n"),
            ),
            ("one/pyproject.toml", &pyproject("one", "1.0.45")),
            ("one/backend.py", seed::BACKEND),
            ("one/one/__init__.py", ""),
            ("two/pyproject.toml", &pyproject("two", two)),
            ("two/backend.py", seed::BACKEND),
            ("two/two/__init__.py", ""),
        ]);
        for name in ["one", "two", "two"] {
            let args = ["release", "patch", "--yes", "--package", name];
            let (status, out, said) = scratch.program("publish", &args);
            assert_eq!(status, 0, "{format}, {name}: {out}{said}");
        }
        assert_eq!(scratch.git(&["tag", "--list"]), tags);
        assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "3");
        assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn a_rehearsal_leaves_no_trace() {
    tools();
    let scratch = seed::seed();
    scratch.write("notes.txt", "unstaged\n");
    let before = files(&scratch.root());
    let (status, out, said) = scratch.program("publish", &["rehearse", "minor"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        out,
        "acme-platform 1.1.0 would be released; nothing was changed\n"
    );
    assert!(
        said.contains("install    done: 1.1.0; imports acme_platform"),
        "{said}"
    );
    assert_eq!(
        changed(&before, &files(&scratch.root())),
        Vec::<String>::new()
    );
}

#[test]
fn a_plan_shows_every_step_and_changes_nothing() {
    tools();
    let scratch = seed::seed();
    let before = files(&scratch.root());
    let (status, out, said) =
        scratch.program("publish", &["release", "patch", "--push", "--dry-run"]);
    assert_eq!(status, 0, "{out}{said}");
    for line in [
        "acme-platform 1.0.45 → 1.0.46 as tag 1.0.46",
        "  bump       to do: `src/acme_platform/__init__.py`, `src/pyproject.toml`",
        "    +version = \"1.0.46\"",
        "  changelog  to do: `src/CHANGELOG.md`",
        "  commit     to do: `Bump version: 1.0.45 → 1.0.46` on `main`",
        "  push       to do: `main` and `1.0.46` to `origin`, together",
    ] {
        assert!(out.contains(line), "{line}\n---\n{out}");
    }
    let (status, out, said) = scratch.program("publish", &["plan", "patch", "--format", "json"]);
    assert_eq!(status, 0, "{out}{said}");
    let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(plan["schema"], "release-guard/plan@1");
    assert_eq!(plan["packages"][0]["previous"], "1.0.45");
    assert_eq!(plan["steps"][1]["state"], "todo");
    assert_eq!(
        changed(&before, &files(&scratch.root())),
        Vec::<String>::new()
    );
}

#[test]
fn nobody_to_ask_is_no_yes() {
    tools();
    let scratch = seed::seed();
    let (status, _, said) = scratch.program("publish", &["release", "patch"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("nobody is here to be asked; add `--yes` to go ahead"),
        "{said}"
    );
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1");
}

/// A name, how it comes about, the command, its exit status, and what it says.
type Obstacle = (
    &'static str,
    fn(&Scratch),
    &'static [&'static str],
    i32,
    &'static str,
);

#[test]
fn what_is_in_the_way_is_said_before_anything_is_written() {
    tools();
    let in_the_way: &[Obstacle] = &[
        (
            "an existing tag",
            |s| {
                s.git(&["tag", "1.0.46"]);
            },
            RELEASE,
            1,
            "the tag `1.0.46` exists already, on commit",
        ),
        (
            "a merge that is not finished",
            |s| {
                s.git(&["commit", "-q", "--allow-empty", "-m", "theirs"]);
                s.git(&["branch", "theirs"]);
                s.git(&["reset", "-q", "--hard", "HEAD^"]);
                s.git(&["merge", "-q", "--no-ff", "--no-commit", "theirs"]);
            },
            RELEASE,
            1,
            "a merge is not finished",
        ),
        (
            "a file in the folder's place",
            |s| s.write("dist", ""),
            RELEASE,
            1,
            "is a file, and the distributions go into a folder of that name",
        ),
        (
            "a changelog without what is unreleased",
            |s| {
                s.write(
                    "src/CHANGELOG.md",
                    "# Changelog\n\n## [1.0.45] - 2025-12-01\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            1,
            "help: say under a heading `Unreleased` what the release changes",
        ),
        (
            "a kind where a tag belongs",
            |_| (),
            &["patch"],
            2,
            "there is no tag `patch`; `publish release patch` makes a release",
        ),
        (
            "no remote",
            |s| {
                s.git(&["remote", "remove", "origin"]);
            },
            RELEASE,
            1,
            "there is no remote to push to",
        ),
        (
            "work in the version's line",
            |s| {
                s.write(
                    "src/acme_platform/__init__.py",
                    "__version__ = \"1.0.45\"  # mine\n",
                )
            },
            RELEASE,
            1,
            "`src/acme_platform/__init__.py` has uncommitted changes in the lines that the release edits",
        ),
        (
            "versions that disagree",
            |s| {
                s.write(
                    "src/acme_platform/__init__.py",
                    "__version__ = \"1.0.44\"\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            1,
            "1.0.44",
        ),
        (
            "broken TOML",
            |s| {
                s.write(
                    "src/pyproject.toml",
                    "[project]\nname = \"acme\nversion = 1\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            2,
            "src/pyproject.toml",
        ),
        (
            "no Python project",
            |s| {
                s.git(&["rm", "-rq", "src"]);
                s.git(&["commit", "-qm", "oops"]);
            },
            RELEASE,
            2,
            "there is no Python package in",
        ),
        (
            "a remote that is ahead",
            |s| {
                s.git(&["commit", "-q", "--allow-empty", "-m", "theirs"]);
                s.git(&["push", "-q", "origin", "main"]);
                s.git(&["reset", "-q", "--hard", "HEAD^"]);
                s.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
            },
            RELEASE,
            1,
            "`main` on `origin` is at ",
        ),
        (
            "nothing to tell",
            |s| {
                let log = seed::CHANGELOG
                    .replace("### Fixed\n\n- Stacks are torn down in order.\n\n", "");
                s.write("src/CHANGELOG.md", log);
                s.git(&["commit", "-qam", "forget the changelog"]);
            },
            RELEASE,
            1,
            "the section of version `1.0.46` in `src/CHANGELOG.md` says nothing",
        ),
        (
            "hooks of a bump",
            |s| {
                let hooks = seed::PYPROJECT.replace(
                    "tag_name =",
                    "pre_commit_hooks = [\"make docs\"]\ntag_name =",
                );
                s.write("src/pyproject.toml", hooks);
                s.git(&["commit", "-qam", "hooks"]);
            },
            RELEASE,
            2,
            "`[tool.bumpversion]` wants `make docs` run",
        ),
        (
            "an unknown target",
            |_| (),
            &["release", "patch", "--to", "pypy", "--yes"],
            2,
            "does not know the target `pypy`",
        ),
        (
            "no such interpreter",
            |_| (),
            &["release", "patch", "--python", "2.99", "--yes"],
            2,
            "2.99",
        ),
    ];
    for (name, prepare, args, expected, sentence) in in_the_way {
        let scratch = seed::seed();
        prepare(&scratch);
        let before = files(&scratch.root());
        let (status, out, said) = scratch.program("publish", args);
        assert!(
            format!("{out}{said}").contains(sentence),
            "{name}: {sentence}\n---\n{out}{said}"
        );
        assert_eq!(status, *expected, "{name}\n{out}{said}");
        assert_eq!(
            changed(&before, &files(&scratch.root())),
            Vec::<String>::new(),
            "{name}"
        );
    }
    let scratch = Scratch::new();
    let (status, _, said) = scratch.program("publish", RELEASE);
    assert_eq!(
        (status, said.contains("is not in a git repository")),
        (2, true),
        "{said}"
    );
}

#[test]
fn a_build_that_fails_shows_why_and_loses_nothing() {
    tools();
    let scratch = seed::seed();
    scratch.write(
        "src/backend.py",
        "raise SystemExit('the flux capacitor is empty')\n",
    );
    scratch.git(&["commit", "-qam", "break the build"]);
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 2, "{out}{said}");
    assert!(said.contains("the flux capacitor is empty"), "{said}");
    assert!(
        said.contains("run the same command again to go on"),
        "{said}"
    );
    assert_eq!(scratch.git(&["tag", "--list"]), "");
    assert!(!scratch.root().join("dist/release.json").exists());
    // Mended aside: the release commit is taken back, the back-end repaired, and the same command goes through.
    scratch.git(&["reset", "-q", "--hard", "HEAD^"]);
    scratch.write("src/backend.py", seed::BACKEND);
    scratch.git(&["commit", "-qam", "mend the build"]);
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn a_full_disk_is_said_and_survived() {
    tools();
    let scratch = seed::seed();
    let limited = |limit: &str| {
        let line = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" release patch --yes");
        let output = scratch.run(
            Command::new("bash")
                .args(["-c", &line])
                .arg(program("publish")),
        );
        (output.status.code(), text(&output))
    };
    // No file may grow at all: nothing can be written, and nothing was.
    let (status, said) = limited("0");
    assert_eq!(status, Some(2), "{said}");
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1", "{said}");
    assert!(
        scratch.read("src/pyproject.toml").contains("1.0.45"),
        "{said}"
    );
    let (status, said) = limited("unlimited");
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn ctrl_c_ends_with_130_and_running_again_goes_on() {
    tools();
    let scratch = seed::seed();
    scratch.write(
        "src/backend.py",
        format!("import time\ntime.sleep(2)\n{}", seed::BACKEND),
    );
    scratch.git(&["commit", "-qam", "slow"]);
    let mut command = Command::new(program("publish"));
    let child = scratch
        .scrub(command.args(RELEASE))
        .stderr(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = child.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("  commit     done") {
        line.clear();
        assert_ne!(
            said.read_line(&mut line).unwrap(),
            0,
            "the commit was never made"
        );
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(scratch.git(&["tag", "--list"]), "");
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "3");
}

#[test]
fn a_project_versioned_by_its_tags_is_built_as_the_new_tag() {
    tools();
    let pyproject = "[build-system]\nrequires = [\"setuptools>=77\", \"setuptools-scm>=8\"]\nbuild-backend = \"setuptools.build_meta\"\n\n[project]\nname = \"acme-scm\"\ndynamic = [\"version\"]\ndescription = \"Versioned by its tags\"\nlicense = \"MIT\"\n\n[tool.setuptools_scm]\n";
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", pyproject),
        ("src/acme_scm/__init__.py", ""),
        (".gitignore", "/dist/\n"),
    ])
    .with_remote();
    scratch.git(&["tag", "-a", "-m", "first", "v1.2.0"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "work"]);
    let (status, out, said) = scratch.program("publish", &["release", "minor", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(out.starts_with("acme-scm 1.3.0 is released\n"), "{out}");
    assert_eq!(
        scratch.git(&["rev-list", "--count", "HEAD"]),
        "2",
        "no commit was needed"
    );
    assert_eq!(scratch.git(&["describe"]), "v1.3.0");
    assert!(
        scratch
            .root()
            .join("dist/acme_scm-1.3.0-py3-none-any.whl")
            .exists()
    );
    let (status, out, _) = scratch.program("publish", &["release", "minor", "--yes"]);
    assert_eq!(
        (status, out.contains("1.3.0 is released already")),
        (0, true),
        "{out}"
    );
}

#[test]
fn an_existing_tag_is_published_alone() {
    tools();
    let scratch = seed::seed();
    scratch.git(&["tag", "1.0.45"]);
    let (status, out, said) = scratch.program("publish", &["--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with("acme-platform 1.0.45 is released\n"),
        "{out}"
    );
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1");
    scratch.git(&["tag", "--delete", "1.0.45"]);
    let (status, _, said) = scratch.program("publish", &["--yes"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("the declared version 1.0.45 has no tag `1.0.45`"),
        "{said}"
    );
}

#[test]
fn the_demo_tells_its_story_to_the_end() {
    tools();
    let scratch = Scratch::new();
    let dir = scratch.beside("demo");
    // Nobody has told git who they are.
    let identity = [
        "AUTHOR_NAME",
        "AUTHOR_EMAIL",
        "COMMITTER_NAME",
        "COMMITTER_EMAIL",
    ];
    let unset = identity
        .iter()
        .flat_map(|name| ["-u".into(), format!("GIT_{name}")]);
    let mut demo = Command::new("env");
    demo.args(unset)
        .arg(program("publish"))
        .arg("demo")
        .arg(&dir);
    let output = scratch.run(&mut demo);
    let [out, said] = [&output.stdout, &output.stderr].map(|bytes| scratch.redact(bytes));
    assert_eq!(output.status.code(), Some(0), "{out}{said}");
    assert_eq!(out, "acme-platform 1.0.46 is released and installed\n");
    for line in [
        "error[version-mismatch]",
        "error[tag-version-mismatch]",
        "acme-platform 1.0.46 is released",
        "print(acme_platform.__version__)",
    ] {
        assert!(said.contains(line), "{line}\n---\n{said}");
    }
}

/// Every file below a folder with its bytes.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The files that are not the same in both.
fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect()
}
