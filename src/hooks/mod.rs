//! Native git hooks: written beside whatever is there, and taken away without a trace.
//!
//! Not the hooks of a framework (`.pre-commit-hooks.yaml`): frameworks install those. A native hook is needed beside them
//! because pre-commit and prek run no hook at all for a tag on a commit that is pushed already.
use crate::git::{GitError, Repository};
use std::fmt;
use std::path::{Path, PathBuf};

/// A hook that can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    /// Before a commit: versions and changelog.
    PreCommit,
    /// When the message is there: changelog and message.
    CommitMsg,
    /// Before a push: tags.
    PrePush,
}

impl Hook {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PreCommit, Self::CommitMsg, Self::PrePush];

    /// The name that git has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PreCommit => "pre-commit",
            Self::CommitMsg => "commit-msg",
            Self::PrePush => "pre-push",
        }
    }

    fn script(self) -> &'static str {
        match self {
            Self::PreCommit => include_str!("../../hooks/pre-commit"),
            Self::CommitMsg => include_str!("../../hooks/commit-msg"),
            Self::PrePush => include_str!("../../hooks/pre-push"),
        }
    }

    /// The start of the line by which our file is known.
    fn marker(self) -> String {
        format!("# release-guard: {} v", self.name())
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Our hook was written.
    Installed {
        /// Our file.
        file: PathBuf,
        /// The hook that was there and is run first; `None` when there was none.
        before: Option<PathBuf>,
    },
    /// Our hook was there already; it is current now.
    Current(PathBuf),
    /// Our hook was taken away.
    Removed {
        /// Our file.
        file: PathBuf,
        /// Whether the hook that was there before stands there again.
        restored: bool,
    },
    /// There was nothing to take away.
    Absent,
}

/// Whether a hook guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Ours runs, from this file.
    Live(PathBuf),
    /// Ours is there, but git passes it over because it is not executable.
    NotExecutable(PathBuf),
    /// There is no hook at all.
    Absent,
    /// Only somebody else's hook is there.
    Foreign(PathBuf),
}

/// Why a hook could not be installed or taken away.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// Git could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A file could not be read, written, or renamed.
    #[error("cannot change `{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The hooks folder serves all repositories of the user.
    #[error(
        "`core.hooksPath` is set to `{0}` for all your repositories; run `git config core.hooksPath .git/hooks` in this one first, or call `tag-guard pre-push \"$@\"` from the hook there"
    )]
    GlobalFolder(String),
    /// A hook runner writes the hooks itself and would overwrite ours.
    #[error(
        "`{runner}` writes the `{hook}` hook of this repository; add this to its configuration instead:\n{snippet}"
    )]
    Runner {
        /// The runner.
        runner: &'static str,
        /// The hook.
        hook: &'static str,
        /// What to add.
        snippet: String,
    },
    /// Two foreign hooks claim the same place.
    #[error(
        "`{}` was put aside by an earlier installation, and there is another hook at `{}` again; merge the two by hand first", kept.display(), found.display()
    )]
    TwoForeign {
        /// The one that was put aside.
        kept: PathBuf,
        /// The one that stands there now.
        found: PathBuf,
    },
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Installed { file, before: None } => {
                write!(f, "installed `{}`", file.display())
            }
            Self::Installed {
                file,
                before: Some(before),
            } => write!(
                f,
                "installed `{}`; the hook that was there is run first, as `{}`",
                file.display(),
                before.display()
            ),
            Self::Current(file) => write!(f, "`{}` is installed", file.display()),
            Self::Removed { file, restored } => {
                let word = if *restored { "restored" } else { "removed" };
                write!(f, "{word} `{}`", file.display())
            }
            Self::Absent => f.write_str("nothing was installed"),
        }
    }
}

/// Installs a hook that runs the programs in folder `programs`, or of that name on PATH. A hook that is there already is
/// kept and run first; beside pre-commit and prek ours is written where they run it with all refs.
pub fn install(repository: &Repository, hook: Hook, programs: &Path) -> Result<Done, HookError> {
    let folder = repository.hooks_dir()?;
    refuse_global(repository)?;
    let text = script(hook, programs);
    if let Some(ours) = ours(&folder, hook)? {
        write(&ours, &text)?;
        return Ok(Done::Current(ours));
    }
    let file = folder.join(hook.name());
    let found = content(&file)?;
    if let Some(runner) = found.as_deref().and_then(|found| runner(&folder, found)) {
        return Err(HookError::Runner {
            runner,
            hook: hook.name(),
            snippet: snippet(runner, hook),
        });
    }
    let is_framework = found.as_deref().is_some_and(is_framework);
    let file = if is_framework { legacy(&file) } else { file };
    let before = if exists(&file) {
        let kept = kept(&file);
        if exists(&kept) {
            return Err(HookError::TwoForeign { kept, found: file });
        }
        rename(&file, &kept)?;
        Some(kept)
    } else {
        None
    };
    let written = std::fs::create_dir_all(&folder)
        .map_err(at(&folder))
        .and_then(|()| write(&file, &text));
    if let (Err(_), Some(kept)) = (&written, &before) {
        // Never leave a repository without the hook it had.
        rename(kept, &file)?;
    }
    written.map(|()| Done::Installed { file, before })
}

/// Takes our hook away; a hook that was there before stands there again, byte for byte.
pub fn uninstall(repository: &Repository, hook: Hook) -> Result<Done, HookError> {
    let folder = repository.hooks_dir()?;
    let Some(file) = ours(&folder, hook)? else {
        return Ok(Done::Absent);
    };
    // A framework may have moved our file to `.legacy` after it was installed.
    let plain = folder.join(hook.name());
    let before = [kept(&file), kept(&plain)]
        .into_iter()
        .find(|path| exists(path));
    match &before {
        // The rename replaces our file in one step.
        Some(before) => rename(before, &file)?,
        None => std::fs::remove_file(&file).map_err(at(&file))?,
    }
    Ok(Done::Removed {
        file,
        restored: before.is_some(),
    })
}

/// Says whether a hook guards.
pub fn state(repository: &Repository, hook: Hook) -> Result<State, HookError> {
    let folder = repository.hooks_dir()?;
    let plain = folder.join(hook.name());
    Ok(match ours(&folder, hook)? {
        Some(file) if is_executable(&file) && is_executable(&plain) => State::Live(file),
        Some(file) => State::NotExecutable(file),
        None if exists(&plain) => State::Foreign(plain),
        None => State::Absent,
    })
}

/// Our script with the folder of our programs written into it.
fn script(hook: Hook, programs: &Path) -> String {
    let quoted = programs.to_string_lossy().replace('\'', "'\\''");
    hook.script()
        .replacen("programs=''", &format!("programs='{quoted}'"), 1)
}

/// Finds our file: under the hook's own name, or where a framework keeps the hook that it found.
fn ours(folder: &Path, hook: Hook) -> Result<Option<PathBuf>, HookError> {
    let plain = folder.join(hook.name());
    let marker = hook.marker();
    for file in [legacy(&plain), plain] {
        let is_ours = content(&file)?
            .is_some_and(|text| text.lines().take(3).any(|line| line.starts_with(&marker)));
        if is_ours {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn legacy(file: &Path) -> PathBuf {
    with_ending(file, ".legacy")
}

fn kept(file: &Path) -> PathBuf {
    with_ending(file, ".before-release-guard")
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether a hook is that of pre-commit or prek, which run `<hook>.legacy` beside their own hooks.
fn is_framework(text: &str) -> bool {
    ["File generated by pre-commit:", "File generated by prek:"]
        .iter()
        .any(|line| text.contains(line))
}

/// Returns the hook runner that writes hooks anew whenever it is installed.
fn runner(folder: &Path, text: &str) -> Option<&'static str> {
    if folder.ends_with(".husky/_") {
        return Some("husky");
    }
    text.contains("lefthook").then_some("lefthook")
}

fn snippet(runner: &str, hook: Hook) -> String {
    let commands: &[&str] = match hook {
        Hook::PreCommit => &["check-version --staged", "changelog-guard lint"],
        Hook::CommitMsg => &["changelog-guard commit-msg {1}"],
        Hook::PrePush => &["tag-guard pre-push {1} {2}"],
    };
    let name = hook.name();
    if runner == "husky" {
        let lines = commands
            .iter()
            .map(|line| line.replace("{1}", "\"$1\"").replace("{2}", "\"$2\""));
        let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
        return format!("  # .husky/{name}\n{}", lines.join("\n"));
    }
    let mut text = format!("  {name}:\n    commands:");
    for line in commands {
        let program = line.split(' ').next().unwrap_or_default();
        text.push_str(&format!("\n      {program}:\n        run: {line}"));
        if hook == Hook::PrePush {
            text.push_str("\n        use_stdin: true");
        }
    }
    text
}

fn refuse_global(repository: &Repository) -> Result<(), HookError> {
    let output = repository
        .git()
        .args(["config", "--show-scope", "--get", "core.hooksPath"])
        .output()
        .map_err(GitError::from)?;
    match output.text().split_once('\t') {
        Some(("global" | "system", path)) => Err(HookError::GlobalFolder(path.to_owned())),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> HookError {
    let path = path.to_owned();
    move |source| HookError::File { path, source }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn rename(from: &Path, to: &Path) -> Result<(), HookError> {
    std::fs::rename(from, to).map_err(at(from))
}

/// Reads a hook; a binary one is read as far as it is text.
fn content(file: &Path) -> Result<Option<String>, HookError> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(at(file)(source)),
    }
}

/// Writes a hook so that git never sees half of one.
fn write(file: &Path, text: &str) -> Result<(), HookError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(at(file))?;
    std::io::Write::write_all(&mut fresh, text.as_bytes()).map_err(at(file))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fresh.as_file().set_permissions(mode).map_err(at(file))?;
    }
    fresh
        .persist(file)
        .map(drop)
        .map_err(|error| at(file)(error.error))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_carry_their_marker_and_one_place_for_the_programs() {
        for hook in Hook::ALL {
            let text = hook.script();
            assert!(text.starts_with("#!/bin/sh\n# release-guard: "), "{hook:?}");
            assert!(text.contains(&format!("{}1\n", hook.marker())), "{hook:?}");
            assert_eq!(text.matches("programs=''").count(), 1, "{hook:?}");
            let text = script(hook, Path::new("/it's here"));
            assert!(text.contains("programs='/it'\\''s here'\n"), "{hook:?}");
        }
    }
}
