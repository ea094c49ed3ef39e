//! What carries a push to `tag-guard`, and what it carried: a program of its name on PATH remembers what it is given.
use crate::support::{Scratch, program, text, tool};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What runs the guard at a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// Git's own hook file.
    Native,
    /// That file, which pre-commit runs first as `pre-push.legacy`.
    LegacyOfPreCommit,
    /// That file, which prek runs first as `pre-push.legacy`.
    LegacyOfPrek,
    /// lefthook, with the lines that `tag-guard install` tells its users to add.
    Lefthook,
    /// A hook in pre-commit's configuration.
    HookOfPreCommit,
    /// A hook in prek's configuration.
    HookOfPrek,
}

/// A repository that is guarded, to be copied for each push.
pub struct Template {
    scratch: Scratch,
}

/// What came of a push.
pub struct Pushed {
    /// Git's exit status.
    pub status: i32,
    /// All that was said.
    pub said: String,
    /// What the guard was given on stdin; `None` when it was not run.
    pub stdin: Option<String>,
    /// What it answered, as JSON.
    pub answer: serde_json::Value,
}

/// Remembers stdin and the answer beside the folder that git runs hooks in.
const WRAPPER: &str = "\
#!/bin/sh
cat >> ../stdin
echo run >> ../runs
RELEASE_GUARD_FORMAT=json 'PROGRAM' \"$@\" < ../stdin > ../answer
status=$?
cat ../answer
exit $status
";

/// A hook that is none of ours: prek refuses to push where it has none.
const OTHER: &str = "\
repos:
- repo: local
  hooks:
  - {id: other, name: other, entry: 'true', language: system, stages: [pre-push], always_run: true, pass_filenames: false}
";

const FRAMEWORK: &str = "\
repos:
- repo: local
  hooks:
  - {id: tag-guard, name: tag-guard, entry: tag-guard pre-push, language: system, stages: [pre-push], always_run: true, pass_filenames: false, verbose: true}
";

impl Carrier {
    /// All: first those that show every ref.
    pub const ALL: [Self; 6] = [
        Self::Native,
        Self::LegacyOfPreCommit,
        Self::LegacyOfPrek,
        Self::Lefthook,
        Self::HookOfPreCommit,
        Self::HookOfPrek,
    ];

    /// A project at 1.2.3 whose last release was 1.2.2, all of it pushed, and guarded in this way.
    pub fn template(self) -> Template {
        let scratch = project();
        let remember = WRAPPER.replace("PROGRAM", program("tag-guard").to_str().unwrap());
        match self {
            Self::Native => install(&scratch),
            Self::LegacyOfPreCommit | Self::LegacyOfPrek => {
                scratch.write(".pre-commit-config.yaml", OTHER);
                run(&scratch, &self.runner(), &["install", "-t", "pre-push"]);
                install(&scratch);
                assert!(scratch.root().join(".git/hooks/pre-push.legacy").exists());
            }
            Self::Lefthook => {
                scratch.write("lefthook.yml", "pre-push:\n");
                run(&scratch, &self.runner(), &["install"]);
                let (status, _, said) = scratch.program("tag-guard", &["install"]);
                assert_eq!(status, 2, "{said}");
                add_what_is_told(&scratch, &said);
            }
            Self::HookOfPreCommit | Self::HookOfPrek => {
                scratch.write(".pre-commit-config.yaml", FRAMEWORK);
                run(&scratch, &self.runner(), &["install", "-t", "pre-push"]);
            }
        }
        // The hooks of this clone find the program in a folder beside it.
        write_program(&scratch.beside("bin/tag-guard"), &remember);
        Template { scratch }
    }

    fn runner(self) -> PathBuf {
        match self {
            Self::LegacyOfPreCommit | Self::HookOfPreCommit => tool("pre-commit"),
            Self::LegacyOfPrek | Self::HookOfPrek => tool("prek"),
            Self::Lefthook => tool("lefthook"),
            Self::Native => "git".into(),
        }
    }
}

impl Template {
    /// Does what comes before a push in a copy of it, and pushes.
    pub fn push(&self, before: &[&[&str]], push: &[&str]) -> Pushed {
        let scratch = self.scratch.copied();
        for args in before {
            scratch.git(args);
        }
        let mut command = Command::new("git");
        scratch.scrub(command.arg("push").args(push));
        let path = command
            .get_envs()
            .find(|(name, _)| *name == "PATH")
            .unwrap()
            .1
            .unwrap();
        let path = format!(
            "{}:{}",
            scratch.beside("bin").display(),
            path.to_str().unwrap()
        );
        let output = command.env("PATH", path).output().unwrap();
        let read = |name: &str| std::fs::read_to_string(scratch.beside(name)).ok();
        let runs = read("runs").unwrap_or_default();
        assert!(runs.lines().count() < 2, "run twice: {}", text(&output));
        let answer = read("answer").unwrap_or_default();
        Pushed {
            status: output.status.code().unwrap(),
            said: text(&output),
            stdin: read("stdin"),
            answer: serde_json::from_str(&answer).unwrap_or_default(),
        }
    }
}

fn project() -> Scratch {
    let toml = |version: &str| format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n");
    let scratch = Scratch::with_commit(&[("pyproject.toml", &toml("1.2.2"))]).with_remote();
    // The copies have their remote beside them too.
    scratch.git(&["remote", "set-url", "origin", "../remote.git"]);
    scratch.git(&["tag", "v1.2.2"]);
    scratch.git(&["tag", "nightly"]);
    scratch.write("pyproject.toml", toml("1.2.3"));
    scratch.git(&["commit", "-qam", "version 1.2.3"]);
    scratch.git(&["push", "-q", "origin", "main", "v1.2.2", "nightly"]);
    // It is copied often, and thrown away.
    for folder in [".", "../remote.git"] {
        scratch.git(&["-C", folder, "config", "core.fsync", "none"]);
        scratch.git(&["-C", folder, "config", "gc.auto", "0"]);
        scratch.git(&["-C", folder, "repack", "-adq"]);
    }
    scratch
}

/// Installs the native hook, which then looks for the program on PATH only.
fn install(scratch: &Scratch) {
    let (status, out, error) = scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 0, "{out}{error}");
    let folder = program("tag-guard").parent().unwrap().to_owned();
    for name in ["pre-push", "pre-push.legacy"] {
        let hook = scratch.root().join(".git/hooks").join(name);
        if let Ok(text) = std::fs::read_to_string(&hook) {
            let text = text.replace(&format!("programs='{}'", folder.display()), "programs=''");
            write_program(&hook, &text);
        }
    }
}

/// Writes the files that are told, each behind a comment with its path.
fn add_what_is_told(scratch: &Scratch, said: &str) {
    for part in said.split("  # ").skip(1) {
        let (path, lines) = part.split_once('\n').unwrap();
        let lines = lines.lines().filter_map(|line| line.strip_prefix("  "));
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        scratch.write(path, text);
    }
}

fn write_program(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn run(scratch: &Scratch, program: &Path, args: &[&str]) {
    let output = scratch.run(Command::new(program).args(args));
    assert!(output.status.success(), "{}", text(&output));
}
