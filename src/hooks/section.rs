//! A hook in git's configuration: the section `[hook "release-guard-…"]` in the repository's own config file, which linked
//! worktrees share. Git runs its `command` through a shell, with the hook's arguments behind it and its whole input.
//!
//! The file is spliced here and not by `git config`, which keeps no record of a missing last line end and takes comments
//! behind a section along.
use super::Hook;
use super::error::HookError;
use super::file::{at, write as write_file};
use crate::git::{GitError, Repository};
use std::path::{Path, PathBuf};

/// Stands behind the header of a section that was added to a file whose last line had no end.
const NO_END: &str = "# the line before had no end";

/// The section's name as git shows it: `hook.release-guard-pre-push`.
pub(super) fn name(hook: Hook) -> String {
    format!("hook.release-guard-{}", hook.name())
}

/// The configuration of the repository, not that of one worktree.
pub(super) fn config(repository: &Repository) -> PathBuf {
    repository.common_dir().join("config")
}

/// The command that git is to run. It finds the programs in their folder, else on PATH, and says so when they are gone.
pub(super) fn command(hook: Hook, programs: &Path) -> String {
    let folder = programs.to_string_lossy().replace('\'', "'\\''");
    let runs: Vec<String> = hook
        .commands()
        .iter()
        .map(|command| match command.split_once(' ') {
            Some((program, rest)) => format!("run {program} --quiet {rest}"),
            None => format!("run {command} --quiet"),
        })
        .collect();
    format!(
        "run() {{ p='{folder}'/$1; [ -x \"$p\" ] || p=$1; command -v \"$p\" >/dev/null || {{ echo \"release-guard: \\`$1\\` is neither where it was installed nor on PATH, so {}; install release-guard again, or run \\`git config --remove-section {}\\`\" >&2; return 1; }}; shift; \"$p\" \"$@\" >&2; }}; {}",
        hook.prevents(),
        name(hook),
        runs.join(" && ")
    )
}

/// The command of our section as the repository's own configuration has it; `None` without one.
pub(super) fn read(repository: &Repository, hook: Hook) -> Result<Option<String>, HookError> {
    let key = format!("{}.command", name(hook));
    let output = repository
        .git()
        .args(["config", "--local", "--get"])
        .arg(key)
        .output()
        .map_err(GitError::from)?;
    Ok((output.status == Some(0)).then(|| output.text()))
}

/// The folder whose programs a command of ours runs.
pub(super) fn programs(command: &str) -> PathBuf {
    let quoted = command
        .split_once("p='")
        .and_then(|(_, rest)| rest.split_once("'/$1"));
    let quoted = quoted.map(|(quoted, _)| quoted.replace("'\\''", "'"));
    quoted.unwrap_or_default().into()
}

/// Puts our section into a configuration; returns whether it is new there.
pub(super) fn write(config: &Path, hook: Hook, command: &str) -> Result<bool, HookError> {
    change(config, |text| match without(text, hook) {
        Some(rest) if with(&rest, hook, command) == text => (None, false),
        Some(rest) => (Some(with(&rest, hook, command)), false),
        None => (Some(with(text, hook, command)), true),
    })
}

/// Takes our section out of a configuration; returns whether it was there.
pub(super) fn remove(config: &Path, hook: Hook) -> Result<bool, HookError> {
    let text = std::fs::read(config).map_err(at(config))?;
    if without(&text, hook).is_none() {
        return Ok(false);
    }
    change(config, |text| match without(text, hook) {
        Some(rest) => (Some(rest), true),
        None => (None, false),
    })
}

/// Changes a configuration under the lock that git takes, too.
fn change<R>(
    config: &Path,
    changed: impl FnOnce(&[u8]) -> (Option<Vec<u8>>, R),
) -> Result<R, HookError> {
    // A link stays one.
    let config = config.canonicalize().map_err(at(config))?;
    let mut lock = config.clone().into_os_string();
    lock.push(".lock");
    let lock = PathBuf::from(lock);
    let taken = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&lock);
    match taken {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(HookError::Locked(lock));
        }
        Err(error) => return Err(at(&config)(error)),
    }
    let done = std::fs::read(&config)
        .map_err(at(&config))
        .and_then(|text| {
            let (fresh, result) = changed(&text);
            if let Some(fresh) = fresh {
                write_file(&config, &fresh, mode(&config))?;
            }
            Ok(result)
        });
    std::fs::remove_file(&lock).map_err(at(&lock))?;
    done
}

#[cfg(unix)]
fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .map_or(0o644, |about| about.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0o644
}

/// The text with our section at its end.
fn with(text: &[u8], hook: Hook, command: &str) -> Vec<u8> {
    let is_cut = text.last().is_some_and(|last| *last != b'\n');
    let mut header = header(hook);
    if is_cut {
        header = format!("\n{header} {NO_END}");
    }
    let quoted = command
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    let section = format!(
        "{header}\n\tcommand = \"{quoted}\"\n\tevent = {}\n",
        hook.name()
    );
    [text, section.as_bytes()].concat()
}

fn header(hook: Hook) -> String {
    format!("[hook \"release-guard-{}\"]", hook.name())
}

/// The text without our section; `None` when it is not there. Comments and empty lines behind our keys belong to what
/// follows.
fn without(text: &[u8], hook: Hook) -> Option<Vec<u8>> {
    let header = header(hook);
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let is_header = |line: &&[u8]| line.trim_ascii_start().starts_with(header.as_bytes());
    let start = lines.iter().position(is_header)?;
    let is_cut = String::from_utf8_lossy(lines[start]).contains(NO_END);
    let is_key = |line: &&[u8]| {
        let line = line.trim_ascii_start();
        !matches!(line.first(), None | Some(b'[' | b'#' | b';'))
    };
    let next = lines[start + 1..]
        .iter()
        .position(|line| line.trim_ascii_start().starts_with(b"["))
        .map_or(lines.len(), |at| start + 1 + at);
    let end = (start + 1..next)
        .rev()
        .find(|at| is_key(&lines[*at]))
        .map_or(start + 1, |at| at + 1);
    let mut before = lines[..start].concat();
    if is_cut && end == lines.len() {
        before.pop();
    }
    Some([&before[..], &lines[end..].concat()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &[u8]) -> String {
        String::from_utf8(text.to_vec()).unwrap()
    }

    #[test]
    fn what_was_added_is_taken_away_byte_for_byte() {
        for text in [
            "",
            "[core]\n\tbare = false\n",
            "[core]\r\n\tbare = false\r\n",
            "[core]\n\tbare = false",
            "[core]\n\tbare = false\n\n# the end\n",
            "[hook \"mine\"]\n\tcommand = x\n\tevent = pre-push\n",
        ] {
            let added = with(text.as_bytes(), Hook::PrePush, "a \"b\" \\ c");
            assert_ne!(plain(&added), text);
            let rest = without(&added, Hook::PrePush).unwrap();
            assert_eq!(plain(&rest), text);
            assert!(without(&added, Hook::PreCommit).is_none());
        }
    }

    #[test]
    fn what_others_wrote_behind_it_stays() {
        let added = plain(&with(b"[core]\n", Hook::PrePush, "x"));
        let more = format!("{added}\tenabled = false\n# mine\n[user]\n\tname = n\n");
        let rest = without(more.as_bytes(), Hook::PrePush).unwrap();
        assert_eq!(plain(&rest), "[core]\n# mine\n[user]\n\tname = n\n");
    }

    #[test]
    fn the_command_is_one_line_that_a_shell_reads() {
        let command = command(Hook::PreCommit, Path::new("/it's here"));
        assert!(
            command.starts_with("run() { p='/it'\\''s here'/$1; "),
            "{command}"
        );
        assert!(
            command.ends_with(
                "; run check-version --quiet --staged && run changelog-guard --quiet lint"
            ),
            "{command}"
        );
        assert!(!command.contains('\n'));
        assert_eq!(programs(&command), Path::new("/it's here"));
    }
}
