//! Native git hooks: put in beside whatever is there, and taken away without a trace.
//!
//! Not the hooks of a framework (`.pre-commit-hooks.yaml`): frameworks install those. A native hook is needed beside them
//! because pre-commit and prek run no hook at all for a tag on a commit that is pushed already.
//!
//! Git 2.54 and later run hooks of the repository's configuration (`section`), which touch no file of anybody. For older
//! ones there is a hook file (`file`) in the folder where git looks (`folder`). Where a `runner` writes the hook files, it
//! is told what to run. `state` and `probe` say what comes of it.
mod error;
mod file;
mod folder;
mod git_version;
mod probe;
mod runner;
mod script;
mod section;
mod snippet;
mod state;

pub use error::HookError;
pub use probe::{Heard, PUSHED, answer, prove};
pub use state::{State, state};

use crate::git::Repository;
use file::FilePlan;
use folder::Folder;
use git_version::GitVersion;
use runner::Carries;
use script::Own;
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

    /// What it runs, less the arguments that git gives it.
    fn commands(self) -> &'static [&'static str] {
        match self {
            Self::PreCommit => &["check-version --staged", "changelog-guard lint"],
            Self::CommitMsg => &["changelog-guard commit-msg"],
            Self::PrePush => &["tag-guard pre-push"],
        }
    }

    /// The programs that it runs.
    fn programs(self) -> impl Iterator<Item = &'static str> {
        let first = |command: &&'static str| command.split(' ').next();
        self.commands().iter().filter_map(first)
    }

    /// What does not happen when it refuses.
    fn prevents(self) -> &'static str {
        match self {
            Self::PreCommit | Self::CommitMsg => "nothing was committed",
            Self::PrePush => "nothing was pushed",
        }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Our hook file was written.
    Installed {
        /// Our file.
        file: PathBuf,
        /// The hook that was there and is run first; `None` when there was none.
        before: Option<PathBuf>,
        /// What whoever asked for it should know.
        note: Option<String>,
    },
    /// Our hook was put into git's configuration.
    Configured {
        /// The section.
        section: String,
        /// The file of the configuration.
        config: PathBuf,
        /// Our hook file of an older git, which is gone.
        replaced: Option<PathBuf>,
    },
    /// Our hook was there already, here; it is current now.
    Current(String),
    /// Something that is there already runs our programs.
    Through {
        /// The hook.
        hook: Hook,
        /// Who runs them.
        by: String,
    },
    /// Our hook file was taken away.
    Removed {
        /// Our file.
        file: PathBuf,
        /// Whether the hook that was there before stands there again.
        restored: bool,
    },
    /// Our hook was taken out of git's configuration.
    Unset {
        /// The section.
        section: String,
        /// The file of the configuration.
        config: PathBuf,
    },
    /// Ours was gone already; the hook that was there before could not go back to its place.
    Left {
        /// Where it is.
        kept: PathBuf,
        /// What stands in its place.
        found: PathBuf,
    },
    /// There was nothing to take away.
    Absent,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Installed { file, before, note } => {
                write!(f, "installed `{}`", file.display())?;
                if let Some(before) = before {
                    let before = before.display();
                    write!(f, "; the hook that was there is run first, as `{before}`")?;
                }
                match note {
                    Some(note) => write!(f, "\n  {note}"),
                    None => Ok(()),
                }
            }
            Self::Configured {
                section,
                config,
                replaced,
            } => {
                write!(f, "installed `{section}` in `{}`", config.display())?;
                match replaced {
                    Some(file) => write!(f, "; it replaces `{}`", file.display()),
                    None => Ok(()),
                }
            }
            Self::Current(place) => write!(f, "`{place}` is installed"),
            Self::Through { hook, by } => {
                let proof = match hook {
                    Hook::PrePush => "; `tag-guard doctor` proves it",
                    Hook::PreCommit | Hook::CommitMsg => "",
                };
                write!(f, "`{}` is guarded by {by} already{proof}", hook.name())
            }
            Self::Removed { file, restored } => {
                let word = if *restored { "restored" } else { "removed" };
                write!(f, "{word} `{}`", file.display())
            }
            Self::Unset { section, config } => {
                write!(f, "removed `{section}` from `{}`", config.display())
            }
            Self::Left { kept, found } => write!(
                f,
                "ours was gone already; the hook that was there before it is `{}`, since `{}` is another one now",
                kept.display(),
                found.display()
            ),
            Self::Absent => f.write_str("nothing was installed"),
        }
    }
}

/// What is to be done for a hook to be installed. Nothing has been written yet.
#[derive(Debug)]
pub struct Plan {
    hook: Hook,
    config: PathBuf,
    action: Action,
}

#[derive(Debug)]
enum Action {
    /// Something guards already.
    Nothing(Done),
    /// A hook in git's configuration, instead of our files of an older git.
    Section { command: String, files: Vec<Own> },
    /// A hook file.
    File(FilePlan),
}

/// Decides how a hook is installed that runs the programs in folder `programs`, or of that name on PATH. A hook that is
/// there already is kept and run first; beside pre-commit and prek ours is written where they run it with all refs.
pub fn plan(repository: &Repository, hook: Hook, programs: &Path) -> Result<Plan, HookError> {
    let action = action(repository, hook, programs)?;
    let config = section::config(repository);
    Ok(Plan {
        hook,
        config,
        action,
    })
}

fn action(repository: &Repository, hook: Hook, programs: &Path) -> Result<Action, HookError> {
    let folder = Folder::of(repository)?;
    let version = GitVersion::of(repository)?;
    let own = own_files(repository, &folder, hook)?;
    let plain = folder.path.join(hook.name());
    let runs = |own: &Own| own.path == plain || own.path == file::legacy(&plain);
    let is_ours = own.iter().any(runs) || section::read(repository, hook)?.is_some();
    let section = || Action::Section {
        command: section::command(hook, programs),
        files: own.clone(),
    };
    let found = file::content(&plain)?;
    if !is_ours && let Some(by) = guarded_through(repository, &folder, hook, found.as_deref()) {
        return Ok(Action::Nothing(Done::Through { hook, by }));
    }
    if let Some(edited) = own.iter().find(|own| !own.is_intact) {
        return Err(HookError::Edited(edited.path.clone()));
    }
    if version.runs_configured_hooks() {
        return Ok(section());
    }
    if let Some(runner) = runner::of(repository.root(), &folder.path, hook, found.as_deref()) {
        return Err(HookError::Runner {
            runner: runner.name,
            hook: hook.name(),
            snippet: snippet::of(runner.name, hook),
            blind: match runner.carries {
                Carries::Blind(why) => Some(why),
                _ => None,
            },
        });
    }
    folder.refuse_shared(hook)?;
    file::plan(repository, &folder, hook, programs).map(Action::File)
}

/// What runs our programs already without being ours: a runner's configuration, or somebody's own hook.
fn guarded_through(
    repository: &Repository,
    folder: &Folder,
    hook: Hook,
    found: Option<&str>,
) -> Option<String> {
    if let Some(runner) = runner::of(repository.root(), &folder.path, hook, found) {
        return match runner.carries {
            Carries::All(place) => Some(format!("{} (`{place}`)", runner.name)),
            Carries::Blind(_) | Carries::Nothing => None,
        };
    }
    let file = folder.path.join(hook.name());
    let calls = found.is_some_and(|text| runner::calls(text, hook)) && file::may_run(&file);
    calls.then(|| format!("your own hook `{}`", file.display()))
}

/// Our hook files, wherever a runner may have put them, where git looks and where it would look without
/// `core.hooksPath`.
fn own_files(repository: &Repository, folder: &Folder, hook: Hook) -> Result<Vec<Own>, HookError> {
    let mut own = Vec::new();
    for folder in folder.all_own(repository) {
        own.extend(file::find(&folder, hook)?);
    }
    Ok(own)
}

impl Plan {
    /// Does it. Afterwards one hook of ours runs, never two.
    pub fn carry_out(self) -> Result<Done, HookError> {
        let hook = self.hook;
        match self.action {
            Action::Nothing(done) => Ok(done),
            Action::Section { command, files } => {
                let is_new = section::write(&self.config, hook, &command)?;
                let replaced = files.first().map(|own| own.path.clone());
                for own in files {
                    file::remove(&own, hook)?;
                }
                let section = section::name(hook);
                Ok(if is_new || replaced.is_some() {
                    Done::Configured {
                        section,
                        config: self.config,
                        replaced,
                    }
                } else {
                    Done::Current(section)
                })
            }
            Action::File(plan) => {
                let done = plan.carry_out()?;
                section::remove(&self.config, hook)?;
                Ok(done)
            }
        }
    }
}

/// Installs a hook: `plan`, carried out.
pub fn install(repository: &Repository, hook: Hook, programs: &Path) -> Result<Done, HookError> {
    plan(repository, hook, programs)?.carry_out()
}

/// Takes our hook away; a hook that was there before stands there again, byte for byte.
pub fn uninstall(repository: &Repository, hook: Hook) -> Result<Done, HookError> {
    let folder = Folder::of(repository)?;
    let files = own_files(repository, &folder, hook)?;
    if let Some(edited) = files.iter().find(|own| !own.is_intact) {
        return Err(HookError::Edited(edited.path.clone()));
    }
    let config = section::config(repository);
    let mut done = Done::Absent;
    if section::remove(&config, hook)? {
        let section = section::name(hook);
        done = Done::Unset { section, config };
    }
    for own in &files {
        done = file::remove(own, hook)?;
    }
    if done == Done::Absent {
        for folder in folder.all_own(repository) {
            if let Some(orphan) = file::bring_back(&folder, hook)? {
                return Ok(orphan);
            }
        }
    }
    Ok(done)
}
