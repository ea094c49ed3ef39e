//! The proof that tags are seen: a real push of tags to a scratch repository, as a dry run, to which the hook answers.
//!
//! The tags stand for the empty tree, which git knows without an object: so the proof needs no commit, and pre-commit and
//! prek do what they do with a tag on a pushed commit. The user's repository gets no ref, no object and no setting.
use super::Hook;
use super::error::HookError;
use crate::environment::variable;
use crate::git::{GitError, PushedRef, Repository};
use std::io::Write as _;
use std::path::Path;

/// Names the file into which the hook writes what it sees. Counts only for refs that no other push has.
const VARIABLE: &str = "RELEASE_GUARD_PROBE";

/// How the refs begin.
const PREFIX: &str = "refs/tags/release-guard-probe-";

/// How many there are: more than the one that a runner may show.
pub const PUSHED: usize = 3;

/// What the hook saw of the push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// All tags, so many.
    All(usize),
    /// Not all tags.
    Part {
        /// So many.
        seen: usize,
        /// Of so many.
        of: usize,
    },
    /// Our program was run, and no ref reached it.
    NoRefs,
    /// Our program was not run.
    Nothing,
    /// A hook ended the push before our program was run.
    Refused {
        /// What was said.
        said: String,
    },
}

/// Pushes tags to a scratch repository, as a dry run, and says what our hook saw of them. Git runs all pre-push hooks for
/// it, once; only a hook that ours runs itself is left out.
pub fn prove(repository: &Repository) -> Result<Heard, HookError> {
    let hook = repository.hooks_dir()?.join(Hook::PrePush.name());
    if hook.is_dir() {
        // Git 2.47 waits for ever for a folder to end.
        return Ok(Heard::Nothing);
    }
    let scratch = tempfile::Builder::new()
        .prefix("release-guard-doctor-")
        .tempdir()
        .map_err(HookError::Scratch)?;
    let tree = repository
        .git()
        .args(["hash-object", "-t", "tree", "--stdin"])
        .input("")
        .run()
        .map_err(GitError::from)?
        .text();
    let remote = scratch.path().join("remote.git");
    make_remote(&remote, tree.len() == 64)?;
    let seen = scratch.path().join("seen");
    std::fs::write(&seen, "").map_err(HookError::Scratch)?;
    let refs = (1..=PUSHED).map(|number| format!("{tree}:{PREFIX}{number}"));
    let output = repository
        .git()
        // Whatever the user's own pushes do beside pushing, this one does not.
        .args(["-c", "push.pushOption=", "-c", "protocol.file.allow=always"])
        .args(["push", "--dry-run", "--no-follow-tags", "--no-signed"])
        .arg("--recurse-submodules=no")
        .arg(&remote)
        .args(refs)
        .env(VARIABLE, &seen)
        .env("GIT_LFS_SKIP_PUSH", "1")
        .output()
        .map_err(GitError::from)?;
    let answers = std::fs::read_to_string(&seen).map_err(HookError::Scratch)?;
    Ok(match heard(&answers) {
        Heard::Nothing if output.status != Some(0) => Heard::Refused {
            said: without_last_word(&output.said(10)),
        },
        heard => heard,
    })
}

/// What was said, less the line with which git ends every refused push.
fn without_last_word(said: &str) -> String {
    let lines = said.lines().map(str::trim);
    let lines = lines
        .filter(|line| !line.is_empty() && !line.starts_with("error: failed to push some refs"));
    lines.collect::<Vec<_>>().join("; ")
}

fn make_remote(remote: &Path, is_sha256: bool) -> Result<(), HookError> {
    let folder = remote.parent().unwrap_or(remote);
    let mut git = crate::command::Command::git(folder)
        // No hook of the user runs in it, and none is copied into it.
        .args([
            "-c",
            "core.hooksPath=/dev/null",
            "init",
            "--quiet",
            "--bare",
        ])
        .arg("--template=");
    if is_sha256 {
        git = git.arg("--object-format=sha256");
    }
    git.arg(remote).run().map_err(GitError::from)?;
    Ok(())
}

/// What the answers say: a line each time that the program was run, with the tags that it saw.
fn heard(answers: &str) -> Heard {
    let most = answers
        .lines()
        .map(|line| line.split_whitespace().count() - 1);
    match most.max() {
        None => Heard::Nothing,
        Some(0) => Heard::NoRefs,
        Some(PUSHED) => Heard::All(PUSHED),
        Some(seen) => Heard::Part { seen, of: PUSHED },
    }
}

/// Answers the push of `prove`, when this is it; returns whether there is nothing else to do.
pub fn answer(refs: &[PushedRef]) -> bool {
    let Some(file) = variable(VARIABLE) else {
        return false;
    };
    let is_probe = |name: &str| name.starts_with(PREFIX);
    if !refs.iter().all(|pushed| is_probe(&pushed.remote_ref)) {
        return false;
    }
    let names: String = refs
        .iter()
        .map(|pushed| format!(" {}", pushed.remote_ref))
        .collect();
    let written = std::fs::OpenOptions::new()
        .append(true)
        .open(file)
        .and_then(|mut file| file.write_all(format!("seen{names}\n").as_bytes()));
    // Pre-commit and prek name one ref in the environment, and hide it from stdin.
    let is_named = variable("PRE_COMMIT_REMOTE_BRANCH").is_some_and(|name| is_probe(&name));
    written.is_ok() && (!refs.is_empty() || is_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_answer_counts() {
        for (answers, what) in [
            ("", Heard::Nothing),
            ("seen\n", Heard::NoRefs),
            ("seen a\n", Heard::Part { seen: 1, of: 3 }),
            ("seen\nseen a b c\n", Heard::All(3)),
        ] {
            assert_eq!(heard(answers), what, "{answers}");
        }
    }

    #[test]
    fn the_script_knows_the_refs_of_the_proof() {
        let text = include_str!("../../hooks/pre-push");
        assert!(text.contains(VARIABLE) && text.contains(PREFIX), "{text}");
    }
}
