//! Whole releases: to the end, asked for, rehearsed.
mod bump_table;
mod cut_off;
mod elsewhere;
mod faults;
mod github;
mod gitlab;
mod hand_over;
mod hooks;
mod layouts;
mod obstacles;
mod pages;
pub mod proposed;
mod tag;
mod undo;

use crate::support::{Scratch, program, seed, tools};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
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

/// Runs a program and kills it as soon as a line of what it says begins so; whether it was killed.
fn kill_when(command: &mut Command, said: &str, begun: impl FnOnce(u32)) -> bool {
    let command = command.stderr(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    begun(child.id());
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    if lines
        .map_while(Result::ok)
        .any(|line| line.starts_with(said))
    {
        child.kill().unwrap();
    }
    child.wait().unwrap().signal() == Some(9)
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
        said.contains(
            "installs `acme_platform-1.1.0-py3-none-any.whl` and imports acme_platform\n"
        ),
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
