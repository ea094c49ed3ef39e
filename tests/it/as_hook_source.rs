//! Every hook of this repository under the real pre-commit and prek, installed from a git URL as users install them: each is
//! seen to pass and to refuse, at each of its stages.
use crate::support::{Scratch, seed, text, tool, tools};
use release_guard::validate_dist::sample::sample;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

const MANIFEST: &str = include_str!("../../.pre-commit-hooks.yaml");

/// What a user writes above the hooks; `REPO` and `REV` are this repository's files as they are now.
const CONFIG: &str = "\
default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg, pre-push]
repos:
- repo: REPO
  rev: REV
  hooks:
";

const PACKAGE: &str = "src/acme_platform/__init__.py";
const WHEEL: &str = "vendor/acme_platform-1.0.45-py3-none-any.whl";

/// A hook that this repository offers.
struct Hook {
    id: &'static str,
    name: &'static str,
    stages: Vec<&'static str>,
}

/// The hooks of the manifest.
fn hooks() -> Vec<Hook> {
    let part = |hook: &'static str, key: &str| {
        let mut lines = hook
            .lines()
            .filter_map(|line| line.trim_start().split_once(": "));
        lines.find(|(found, _)| *found == key).unwrap().1
    };
    let each = |hook: &'static str| Hook {
        id: hook.lines().next().unwrap(),
        name: part(hook, "name"),
        stages: part(hook, "stages")
            .trim_matches(['[', ']'])
            .split(", ")
            .collect(),
    };
    MANIFEST.split("\n- id: ").skip(1).map(each).collect()
}

/// A repository with this project's files, committed, and its commit: one for both runners.
fn published() -> &'static (PathBuf, String) {
    static PUBLISHED: OnceLock<(PathBuf, String)> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let clone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published");
        std::fs::remove_dir_all(&clone).ok();
        std::fs::create_dir_all(&clone).unwrap();
        for file in sources(here) {
            let to = clone.join(file.strip_prefix(here).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&file, &to).unwrap();
        }
        let git = |args: &[&str]| {
            let identity = [
                "-c",
                "user.name=T",
                "-c",
                "user.email=t@example.com",
                "-c",
                "commit.gpgsign=false",
            ];
            let mut command = Command::new("git");
            let output = command
                .args(identity)
                .args(args)
                .current_dir(&clone)
                .env_remove("GIT_DIR")
                .output()
                .unwrap();
            assert!(output.status.success(), "git {args:?}: {}", text(&output));
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        git(&["init", "-q", "-b", "main"]);
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "the files under test"]);
        (clone.clone(), git(&["rev-parse", "HEAD"]))
    })
}

/// The files that a package of this repository consists of.
fn sources(here: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = [
        ".pre-commit-hooks.yaml",
        "Cargo.toml",
        "Cargo.lock",
        "clippy.toml",
    ]
    .map(|name| here.join(name))
    .into();
    let mut todo: Vec<PathBuf> = ["src", "hooks", "docs"].map(|name| here.join(name)).into();
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}

/// A seed project whose hooks a runner has installed, and what was seen of them.
struct Story {
    runner: &'static str,
    scratch: Scratch,
    /// Stage, name and verdict of each hook that ran.
    seen: BTreeSet<(&'static str, &'static str, String)>,
}

impl Story {
    fn begin(runner: &'static str) -> Self {
        tools();
        let (repository, revision) = published();
        let scratch = seed::seed();
        let ids: String = hooks()
            .iter()
            .map(|hook| format!("  - id: {}\n", hook.id))
            .collect();
        let config = CONFIG
            .replace("REPO", repository.to_str().unwrap())
            .replace("REV", revision);
        scratch.write(".pre-commit-config.yaml", config + &ids);
        scratch.git(&["add", ".pre-commit-config.yaml"]);
        scratch.git(&["commit", "-q", "--no-verify", "-m", "hooks"]);
        scratch.git(&["push", "-q", "--no-verify", "origin", "main"]);
        let story = Self {
            runner,
            scratch,
            seen: BTreeSet::new(),
        };
        let (status, said) = story.run(&tool(runner), &["install", "--install-hooks"]);
        assert_eq!(status, 0, "{said}");
        story
    }

    fn run(&self, program: &Path, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(program);
        let output = environment(&self.scratch, command.args(args))
            .output()
            .unwrap();
        (output.status.code().unwrap_or(-1), text(&output))
    }

    fn git(&self, args: &[&str]) -> (i32, String) {
        self.run(Path::new("git"), args)
    }

    /// Every hook of these stages runs, and no other, and all pass.
    fn passes(&mut self, stages: &[&str], args: &[&str]) {
        let (status, said) = self.git(args);
        assert_eq!(status, 0, "{said}");
        self.note(stages, &[], &said);
    }

    /// Every hook of the stage runs, and no other; these refuse, the first with this rule, and the rest pass.
    fn refuses(&mut self, stage: &str, by: &[&str], rule: &str, args: &[&str]) {
        let (status, said) = self.git(args);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains(&format!("error[{rule}]")), "{said}");
        self.note(&[stage], by, &said);
    }

    /// The hook runs alone at the stage that only people ask for.
    fn by_hand(&mut self, id: &'static str, rule: Option<&str>) {
        let args = ["run", "--all-files", "--hook-stage", "manual", id];
        let (status, said) = self.run(&tool(self.runner), &args);
        assert_eq!(status, i32::from(rule.is_some()), "{said}");
        if let Some(rule) = rule {
            assert!(said.contains(&format!("error[{rule}]")), "{said}");
        }
        let hook = hooks().into_iter().find(|hook| hook.id == id).unwrap();
        assert!(hook.stages.contains(&"manual"));
        let verdicts = verdicts(&said);
        assert_eq!(Vec::from_iter(verdicts.keys()), [hook.name], "{said}");
        self.seen
            .insert(("manual", hook.name, verdicts[hook.name].clone()));
    }

    fn note(&mut self, stages: &[&str], refusing: &[&str], said: &str) {
        let mut verdicts = verdicts(said);
        for stage in stages {
            for hook in hooks() {
                let Some(stage) = hook.stages.iter().find(|found| *found == stage) else {
                    continue;
                };
                let verdict = verdicts.remove(hook.name);
                let verdict = verdict.unwrap_or_else(|| panic!("{} did not run: {said}", hook.id));
                assert_eq!(
                    verdict == "Failed",
                    refusing.contains(&hook.id),
                    "{}: {said}",
                    hook.id
                );
                self.seen.insert((stage, hook.name, verdict));
            }
        }
        assert!(
            verdicts.is_empty(),
            "{verdicts:?} ran at another's stage: {said}"
        );
    }
}

/// The verdict on each hook, as both runners print it: `name.....Passed`, `name...(no files to check)Skipped`.
fn verdicts(said: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in said.lines() {
        for verdict in ["Passed", "Failed", "Skipped"] {
            if let Some((name, _)) = line
                .strip_suffix(verdict)
                .and_then(|line| line.split_once(".."))
            {
                found.insert(name.to_owned(), verdict.to_owned());
            }
        }
    }
    found
}

/// The folder in which both runners compile, and the store of prek, which holds what cargo downloads for both.
fn shared() -> (PathBuf, PathBuf) {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    (tmp.join("runner-target"), tmp.join("runner-prek"))
}

/// A store of prek in which nothing is installed, with the crates that the user's cargo has downloaded; what earlier runs
/// compiled of this repository itself is of no use any more, since each runner compiles it in a folder of its own.
fn empty_store() {
    let (target, store) = shared();
    for folder in ["deps", ".fingerprint"] {
        for entry in std::fs::read_dir(target.join("release").join(folder))
            .into_iter()
            .flatten()
        {
            let path = entry.unwrap().path();
            if is_own(&path) {
                let removed = match path.is_dir() {
                    true => std::fs::remove_dir_all(path),
                    false => std::fs::remove_file(path),
                };
                removed.unwrap();
            }
        }
    }
    let home = |name: &str, folder: &str| {
        let own = std::env::home_dir().unwrap().join(folder);
        std::env::var_os(name).map_or(own, PathBuf::from)
    };
    std::fs::remove_dir_all(&store).ok();
    std::fs::create_dir_all(store.join("cache")).unwrap();
    std::os::unix::fs::symlink(home("CARGO_HOME", ".cargo"), store.join("cache/cargo")).unwrap();
}

/// The environment in which runners compile, so that the second finds what the first has compiled.
///
/// prek tells cargo to download below its own store, and a crate whose sources lie elsewhere is compiled anew, so that is
/// where pre-commit's cargo downloads too. How fast the programs are is not asked here, so nothing is optimised, whatever the
/// profile says of single crates.
fn environment<'c>(scratch: &Scratch, command: &'c mut Command) -> &'c mut Command {
    let (target, store) = shared();
    let rustup = std::env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let rustup = rustup.unwrap_or_else(|| std::env::home_dir().unwrap().join(".rustup"));
    scratch
        .scrub(command)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-C opt-level=0")
        .env("CARGO_HOME", store.join("cache/cargo"))
        .env("RUSTUP_HOME", rustup)
        .env("PRE_COMMIT_HOME", scratch.beside("pre-commit"))
        .env("PREK_HOME", store)
}

/// Whether this is a file or folder of the target folder that belongs to this repository's own crate and programs.
fn is_own(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .replace('_', "-");
    let (name, _) = name.rsplit_once('-').unwrap_or((&name, ""));
    let programs = [
        "check-version",
        "validate-dist",
        "changelog-guard",
        "tag-guard",
        "publish",
    ];
    programs.contains(&name) || name.trim_start_matches("lib") == "release-guard"
}

/// When each crate but this repository's own was last compiled.
fn compiled() -> BTreeMap<PathBuf, SystemTime> {
    let (target, _) = shared();
    let crates = std::fs::read_dir(target.join("release/.fingerprint")).unwrap();
    crates
        .map(|folder| folder.unwrap().path())
        .filter(|folder| !is_own(folder))
        .filter_map(|folder| {
            let at = std::fs::metadata(folder.join("invoked.timestamp")).ok()?;
            Some((folder, at.modified().unwrap()))
        })
        .collect()
}

/// The same commits and pushes are refused and accepted under every runner.
fn story(runner: &'static str) {
    let mut story = Story::begin(runner);
    commits(&mut story);
    merges(&mut story);
    by_hand(&mut story);
    pushes(&mut story);
    for hook in hooks() {
        for stage in &hook.stages {
            for verdict in ["Passed", "Failed"] {
                let one = (*stage, hook.name, verdict.to_owned());
                assert!(story.seen.contains(&one), "{runner}: not seen: {one:?}");
            }
        }
    }
    hidden(&mut story);
}

fn commits(story: &mut Story) {
    // One version is changed and the other forgotten.
    story.scratch.write(PACKAGE, "__version__ = \"1.0.46\"\n");
    let commit = ["commit", "-qam", "half a bump"];
    story.refuses(
        "pre-commit",
        &["check-version"],
        "version-mismatch",
        &commit,
    );
    // The other file is changed too, but not staged: what is about to be committed is judged.
    let bumped = story
        .scratch
        .read("src/pyproject.toml")
        .replace("1.0.45", "1.0.46");
    story.scratch.write("src/pyproject.toml", bumped);
    let commit = ["commit", "-qm", "half a bump", PACKAGE];
    story.refuses(
        "pre-commit",
        &["check-version"],
        "version-mismatch",
        &commit,
    );
    let log = story.scratch.read("src/CHANGELOG.md");
    let release = |date: &str| {
        let heading = format!("## [Unreleased]\n\n## [1.0.46] - {date}\n");
        log.replace("## [Unreleased]\n", &heading)
    };
    story
        .scratch
        .write("src/CHANGELOG.md", release("2026-02-31"));
    let commit = ["commit", "-qam", "a whole bump"];
    story.refuses("pre-commit", &["changelog-lint"], "date-invalid", &commit);
    story
        .scratch
        .write("src/CHANGELOG.md", release("2026-01-02"));
    let sound = sample(WHEEL.strip_prefix("vendor/").unwrap(), &[]);
    story.scratch.write(WHEEL, &sound[..sound.len() - 1]);
    story.scratch.git(&["add", "-A"]);
    story.refuses("pre-commit", &["validate-dist"], "zip-unreadable", &commit);
    story.scratch.write(WHEEL, sound);
    story.scratch.git(&["add", "-A"]);
    let mistyped = ["commit", "-qm", "a whole bump\n\nChangelog: skpi"];
    let (status, said) = story.git(&mistyped);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[skip-invalid]"), "{said}");
    story.note(
        &["pre-commit", "commit-msg"],
        &["changelog-commit-msg"],
        &said,
    );
    story.passes(&["pre-commit", "commit-msg"], &commit);
}

/// What a merge brings along is judged before it is a commit.
fn merges(story: &mut Story) {
    let log = story.scratch.read("src/CHANGELOG.md");
    for (branch, text) in [
        ("broken", log.replace("2025-12-01", "2025-02-30")),
        ("sound", log.replace("- Modules.", "- Modules and models.")),
    ] {
        story.scratch.git(&["checkout", "-q", "-b", branch, "main"]);
        story.scratch.write("src/CHANGELOG.md", text);
        story
            .scratch
            .git(&["commit", "-q", "--no-verify", "-am", branch]);
    }
    story.scratch.git(&["checkout", "-q", "main"]);
    let merge = |branch| ["merge", "-q", "--no-ff", "-m", "merge", branch];
    story.refuses(
        "pre-merge-commit",
        &["changelog-lint"],
        "date-invalid",
        &merge("broken"),
    );
    story.scratch.git(&["merge", "--abort"]);
    story.passes(&["pre-merge-commit", "commit-msg"], &merge("sound"));
}

/// Ways to break the project: the hook that says so at the push and the one that does by hand, its rule, and a file.
fn broken(scratch: &Scratch) -> [([&'static str; 2], &'static str, &'static str, Vec<u8>); 3] {
    let wheel = std::fs::read(scratch.root().join(WHEEL)).unwrap();
    let log = scratch.read("src/CHANGELOG.md");
    [
        (
            ["check-version-pre-push", "check-version"],
            "version-mismatch",
            PACKAGE,
            b"__version__ = \"1.0.47\"\n".to_vec(),
        ),
        (
            ["validate-dist-pre-push", "validate-dist"],
            "zip-unreadable",
            WHEEL,
            wheel[..wheel.len() - 1].to_vec(),
        ),
        (
            ["changelog-pre-push", "changelog-lint"],
            "date-invalid",
            "src/CHANGELOG.md",
            log.replace("2025-12-01", "2025-02-30").into(),
        ),
    ]
}

fn by_hand(story: &mut Story) {
    for ([_, id], rule, path, bytes) in broken(&story.scratch) {
        story.by_hand(id, None);
        story.scratch.write(path, bytes);
        story.scratch.git(&["add", "-A"]);
        story.by_hand(id, Some(rule));
        story.scratch.git(&["reset", "-q", "--hard"]);
    }
    story.scratch.git(&["tag", "9.9.9"]);
    story.by_hand("tag-guard-check", Some("tag-version-mismatch"));
    story.scratch.git(&["tag", "--delete", "9.9.9"]);
}

/// What `--no-verify` let into a commit is held back at the push, and so is a tag whose commit is new to the remote.
fn pushes(story: &mut Story) {
    for ([id, _], rule, path, bytes) in broken(&story.scratch) {
        story.scratch.write(path, bytes);
        story
            .scratch
            .git(&["commit", "-q", "--no-verify", "-am", "broken"]);
        let push = ["push", "-q", "origin", "main"];
        story.refuses("pre-push", &[id], rule, &push);
        story.scratch.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
    story.scratch.git(&["tag", "9.9.9"]);
    let push = ["push", "-q", "origin", "9.9.9"];
    let both = ["tag-guard", "changelog-pre-push"];
    story.refuses("pre-push", &both, "tag-version-mismatch", &push);
    // A runner tells of no tag beside the branch, so the tags on the pushed commits are looked at: this one goes along.
    let both = ["push", "-q", "origin", "main", "9.9.9"];
    story.refuses("pre-push", &["tag-guard"], "tag-version-mismatch", &both);
    story.scratch.git(&["tag", "--delete", "9.9.9"]);
    story.scratch.git(&["tag", "1.0.46"]);
    story.passes(&["pre-push"], &["push", "-q", "origin", "main"]);
    story.by_hand("tag-guard-check", None);
}

/// Once the commit is on the remote, runners hide the tag, and only the native hook sees it.
fn hidden(story: &mut Story) {
    story.scratch.git(&["tag", "9.9.9"]);
    let (status, said) = story.git(&["push", "-q", "origin", "9.9.9"]);
    assert_eq!(
        (status, verdicts(&said).len()),
        (0, 0),
        "the runner shows such a tag now; the README says otherwise: {said}"
    );
    story
        .scratch
        .git(&["push", "-q", "--no-verify", "origin", ":9.9.9"]);
    let (status, out, error) = story.scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 0, "{out}{error}");
    let (status, said) = story.git(&["push", "-q", "origin", "9.9.9"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    let (status, said) = story.git(&["push", "-q", "origin", "1.0.46"]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn pre_commit_and_prek_pass_and_refuse_the_same_with_every_hook() {
    empty_store();
    // One after the other: they share the folder in which they compile.
    story("pre-commit");
    let first = compiled();
    story("prek");
    let again: Vec<_> = compiled()
        .into_iter()
        .filter(|(folder, at)| first.get(folder).is_some_and(|first| first != at))
        .collect();
    assert!(again.is_empty(), "compiled for both runners: {again:#?}");
}
