//! A clone with a remote, on a machine whose git can be told to be another one.
use crate::support::{Scratch, text};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A clone whose one commit is pushed, and the machine that it is on.
pub struct Checkout {
    pub scratch: Scratch,
    environment: Vec<(&'static str, PathBuf)>,
    bin: Option<PathBuf>,
}

/// A path, its mode, and what it holds or leads to.
pub type Listing = BTreeMap<PathBuf, (u32, Vec<u8>)>;

impl Checkout {
    pub fn new() -> Self {
        Self::of(super::pushed())
    }

    pub fn of(scratch: Scratch) -> Self {
        Self {
            scratch,
            environment: Vec::new(),
            bin: None,
        }
    }

    /// The user's own configuration of git is this.
    pub fn set_global(&mut self, config: &str) {
        let file = self.scratch.beside("gitconfig");
        std::fs::write(&file, config).unwrap();
        self.environment.push(("GIT_CONFIG_GLOBAL", file));
    }

    /// From now on git is 2.54: it says so, and runs the hooks of its configuration as that version does.
    pub fn set_new_git(&mut self) {
        let bin = self.scratch.beside("bin");
        let real = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|folder| folder.join("git"))
            .find(|file| file.is_file())
            .unwrap();
        let fill = |text: &str| {
            text.replace("REAL", real.to_str().unwrap())
                .replace("BIN", bin.to_str().unwrap())
        };
        super::write_hook(&bin.join("git"), &fill(NEW_GIT));
        for (hook, text) in [("pre-push", NEW_PRE_PUSH), ("commit-msg", NEW_OTHER)] {
            super::write_hook(&bin.join("hooks").join(hook), &fill(text));
        }
        super::write_hook(&bin.join("hooks/pre-commit"), &fill(NEW_OTHER));
        self.bin = Some(bin);
    }

    pub fn set_old_git(&mut self) {
        self.bin = None;
    }

    pub fn root(&self) -> PathBuf {
        self.scratch.root()
    }

    pub fn hooks(&self) -> PathBuf {
        self.root().join(".git/hooks")
    }

    /// Runs a program in a folder; returns its exit status and all it wrote.
    pub fn run_in(&self, folder: &Path, program: &Path, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(program);
        self.scratch.scrub(command.args(args)).current_dir(folder);
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        if let Some(bin) = &self.bin {
            let path = command
                .get_envs()
                .find_map(|(name, value)| (name == "PATH").then_some(value?))
                .unwrap();
            let path = format!("{}:{}", bin.display(), path.to_str().unwrap());
            command.env("PATH", path);
        }
        let output = command.output().unwrap();
        let said = self.scratch.redact(text(&output).as_bytes());
        (output.status.code().unwrap_or(-1), said)
    }

    pub fn tag_guard(&self, args: &[&str]) -> (i32, String) {
        self.run_in(&self.root(), &crate::support::program("tag-guard"), args)
    }

    pub fn git(&self, args: &[&str]) -> (i32, String) {
        let git = match &self.bin {
            Some(bin) => bin.join("git"),
            None => "git".into(),
        };
        self.run_in(&self.root(), &git, args)
    }

    /// Whether a tag whose commit declares another version is refused, on a commit that is pushed already.
    pub fn is_guarded(&self) -> bool {
        self.scratch.git(&["tag", "-f", "v9.9.9"]);
        let (status, said) = self.git(&["push", "origin", "v9.9.9"]);
        if status == 0 {
            let args = ["push", "-q", "--no-verify", "origin", ":v9.9.9"];
            self.scratch.git(&args);
        } else {
            assert_eq!(
                said.matches("error[tag-version-mismatch]").count(),
                1,
                "run twice, or not at all: {said}"
            );
        }
        status != 0
    }

    /// Everything but what commits and pushes write.
    pub fn listing(&self) -> Listing {
        let pushes = [
            ".git/objects",
            ".git/logs",
            ".git/refs",
            ".git/index",
            ".git/info",
            ".git/COMMIT_EDITMSG",
        ];
        let mut all = self.everything();
        all.retain(|path, _| !pushes.iter().any(|skipped| path.starts_with(skipped)));
        all
    }

    /// Every file, folder and link of the clone.
    pub fn everything(&self) -> Listing {
        Self::below(&self.root())
    }

    /// Every file, folder and link below a folder.
    pub fn below(root: &Path) -> Listing {
        let mut found = Listing::new();
        let mut todo = vec![root.to_owned()];
        while let Some(folder) = todo.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let about = path.symlink_metadata().unwrap();
                let holds = if about.is_symlink() {
                    let target = std::fs::read_link(&path).unwrap();
                    target.into_os_string().into_encoded_bytes()
                } else if about.is_dir() {
                    todo.push(path.clone());
                    Vec::new()
                } else {
                    std::fs::read(&path).unwrap()
                };
                let name = path.strip_prefix(root).unwrap().to_owned();
                found.insert(name, (about.permissions().mode(), holds));
            }
        }
        found
    }
}

/// Says another version, and lets pushes and commits run the hooks of the configuration and then the hook file.
const NEW_GIT: &str = r#"#!/bin/sh
if [ "$1" = version ]; then echo "git version 2.54.0"; exit; fi
for word; do
    case "$word" in
    push | commit)
        RG_HOOKS=$(REAL rev-parse --path-format=absolute --git-path hooks)
        export RG_HOOKS
        exec REAL -c core.hooksPath='BIN/hooks' "$@"
        ;;
    esac
done
exec REAL "$@"
"#;

/// What git's `hook.c` does: each command through a shell with all the input, then the hook file.
const NEW_PRE_PUSH: &str = r#"#!/bin/sh
input=$(cat)
lines() { if [ -n "$input" ]; then printf '%s\n' "$input"; fi; }
command=$(REAL config --get hook.release-guard-pre-push.command)
enabled=$(REAL config --type=bool --get hook.release-guard-pre-push.enabled)
if [ -n "$command" ] && [ "$enabled" != false ]; then
    lines | sh -c "$command \"\$@\"" "$command" "$@" || exit 1
fi
if [ -x "$RG_HOOKS/pre-push" ]; then lines | "$RG_HOOKS/pre-push" "$@"; fi
"#;

const NEW_OTHER: &str = r#"#!/bin/sh
name=$(basename "$0")
command=$(REAL config --get "hook.release-guard-$name.command")
if [ -n "$command" ]; then
    if [ $# = 0 ]; then sh -c "$command"; else sh -c "$command \"\$@\"" "$command" "$@"; fi || exit 1
fi
if [ -x "$RG_HOOKS/$name" ]; then "$RG_HOOKS/$name" "$@"; fi
"#;
