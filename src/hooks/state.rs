//! Whether a hook guards, as far as files and configuration tell, and why not.
//!
//! Not a proof: that is `probe`'s.
use super::error::HookError;
use super::file::{framework, legacy, may_run, old};
use super::folder::Folder;
use super::git_version::GitVersion;
use super::runner::{self, Carries};
use super::script::Own;
use super::{Hook, file, section};
use crate::command;
use crate::git::{GitError, Repository};
use std::path::{Path, PathBuf};

/// Whether a hook guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It does.
    Live {
        /// Where ours is, or who runs our programs.
        by: String,
    },
    /// It does not.
    Dead {
        /// Why.
        why: String,
        /// The way out.
        mend: String,
    },
}

/// Says whether a hook guards.
pub fn state(repository: &Repository, hook: Hook) -> Result<State, HookError> {
    let folder = Folder::of(repository)?;
    let plain = folder.path.join(hook.name());
    let found = file::content(&plain)?;
    let look = Look {
        repository,
        hook,
        plain,
        found,
        folder,
    };
    let own = look.own_files()?;
    let is_ours = own.iter().any(|(path, _)| *path == look.plain);
    let mut states: Vec<State> = look.section()?.into_iter().collect();
    states.extend(own.into_iter().map(|(_, state)| state));
    if !is_ours {
        states.extend(look.runner());
        states.extend(look.own_hook());
        states.extend(look.framework());
    }
    let live = |state: &State| matches!(state, State::Live { .. });
    if let Some(at) = states.iter().position(live) {
        return Ok(states.swap_remove(at));
    }
    let first = states.into_iter().next();
    Ok(first.unwrap_or_else(|| look.nothing()))
}

/// What is there.
struct Look<'r> {
    repository: &'r Repository,
    hook: Hook,
    folder: Folder,
    plain: PathBuf,
    found: Option<String>,
}

impl Look<'_> {
    fn dead(&self, why: String) -> State {
        let mend = match self.hook {
            Hook::PrePush => "run `tag-guard install`".to_owned(),
            hook => format!("run `tag-guard install --hook {}`", hook.name()),
        };
        State::Dead { why, mend }
    }

    /// Ours in git's configuration.
    fn section(&self) -> Result<Option<State>, HookError> {
        let Some(command) = section::read(self.repository, self.hook)? else {
            return Ok(None);
        };
        let name = section::name(self.hook);
        if !GitVersion::of(self.repository)?.runs_configured_hooks() {
            return Ok(Some(self.dead(format!(
                "`{name}` is in git's configuration, from which only git 2.54 and later run hooks"
            ))));
        }
        let asked = ["config", "--type=bool", "--get"];
        let enabled = format!("{name}.enabled");
        let output = self
            .repository
            .git()
            .args(asked)
            .arg(&enabled)
            .output()
            .map_err(GitError::from)?;
        if output.text() == "false" {
            return Ok(Some(State::Dead {
                why: format!("`{enabled}` is `false` in git's configuration"),
                mend: format!("run `git config --local {enabled} true`"),
            }));
        }
        let by = format!("`{name}` in git's configuration");
        Ok(Some(self.runnable(by, &section::programs(&command))))
    }

    /// Live, if the programs are there.
    fn runnable(&self, by: String, programs: &Path) -> State {
        let missing = self
            .hook
            .programs()
            .find(|name| !may_run(&programs.join(name)) && command::find(name).is_none());
        match missing {
            None => State::Live { by },
            Some(name) => self.dead(format!(
                "{by} finds `{name}` neither in `{}` nor on PATH, so {}",
                programs.display(),
                self.hook.prevents()
            )),
        }
    }

    /// Our hook files, where git looks and where it does not.
    fn own_files(&self) -> Result<Vec<(PathBuf, State)>, HookError> {
        let mut states = Vec::new();
        for folder in self.folder.all_own(self.repository) {
            for own in file::find(&folder, self.hook)? {
                let state = if folder == self.folder.path && !self.folder.is_shared {
                    self.own_file(&own)
                } else {
                    self.dead(format!(
                        "`core.hooksPath` is `{}`, so git does not look into `{}`, where our hook is",
                        self.folder.set.as_deref().unwrap_or_default(),
                        folder.display()
                    ))
                };
                states.push((own.path, state));
            }
        }
        Ok(states)
    }

    fn own_file(&self, own: &Own) -> State {
        let path = own.path.display();
        let is_legacy = own.path == legacy(&self.plain);
        let is_framework = self
            .found
            .as_deref()
            .is_some_and(|t| framework(t).is_some());
        if own.path == old(&self.plain) {
            return self.dead(format!(
                "lefthook has put our hook aside as `{path}`, which nothing runs"
            ));
        }
        if is_legacy && !is_framework {
            return self.dead(format!("`{path}` is ours, and nothing runs it"));
        }
        if !may_run(&own.path) {
            return self.dead(format!("`{path}` is not executable, so it is not run"));
        }
        if is_legacy && !may_run(&self.plain) {
            let plain = self.plain.display();
            return State::Dead {
                why: format!("`{plain}`, which runs `{path}`, is not executable"),
                mend: format!("run `chmod +x '{plain}'`"),
            };
        }
        self.runnable(format!("`{path}`"), &own.programs)
    }

    fn runner(&self) -> Option<State> {
        let (root, folder) = (self.repository.root(), &self.folder.path);
        let runner = runner::of(root, folder, self.hook, self.found.as_deref())?;
        let name = runner.name;
        Some(match runner.carries {
            Carries::All(_) if !may_run(&self.plain) => State::Dead {
                why: format!("`{}` is not there or not executable", self.plain.display()),
                mend: format!("install {name} again"),
            },
            Carries::All(place) => State::Live {
                by: format!("{name} (`{place}`)"),
            },
            Carries::Blind(why) => self.dead(format!("{name} runs the hook, and {why}")),
            Carries::Nothing => {
                let programs: Vec<String> = self
                    .hook
                    .programs()
                    .map(|name| format!("`{name}`"))
                    .collect();
                self.dead(format!(
                    "{name} runs the hook, and its configuration does not name {}",
                    programs.join(" and ")
                ))
            }
        })
    }

    /// Somebody's own hook that runs our programs.
    fn own_hook(&self) -> Option<State> {
        let text = self.found.as_deref()?;
        if !runner::calls(text, self.hook) {
            return None;
        }
        let path = self.plain.display();
        Some(if may_run(&self.plain) {
            State::Live {
                by: format!("your own hook `{path}`"),
            }
        } else {
            State::Dead {
                why: format!("`{path}` is not executable, so it is not run"),
                mend: format!("run `chmod +x '{path}'`"),
            }
        })
    }

    fn framework(&self) -> Option<State> {
        let name = framework(self.found.as_deref()?)?;
        let ids = match self.hook {
            Hook::PrePush => {
                return Some(self.dead(format!(
                    "{name} hides tag pushes: a tag on a pushed commit is not seen"
                )));
            }
            Hook::PreCommit => "check-version",
            Hook::CommitMsg => "changelog-commit-msg",
        };
        let files = [
            ".pre-commit-config.yaml",
            ".pre-commit-config.yml",
            "prek.toml",
        ];
        let file = files.into_iter().find(|file| {
            let text = file::content(&self.repository.root().join(file));
            text.ok().flatten().is_some_and(|text| {
                let mut lines = text.lines();
                lines.any(|line| !line.trim_start().starts_with('#') && line.contains(ids))
            })
        })?;
        Some(State::Live {
            by: format!("{name} (`{file}`)"),
        })
    }

    /// Nothing of ours.
    fn nothing(&self) -> State {
        let plain = self.plain.display();
        match &self.folder.set {
            Some(set) if set.is_empty() || self.folder.is_no_folder() => State::Dead {
                why: format!(
                    "`core.hooksPath` is `{set}`, which is no folder, so git runs no hooks here"
                ),
                mend: "run `git config --unset core.hooksPath`".into(),
            },
            Some(set) if self.folder.is_shared => self.dead(format!(
                "`core.hooksPath` is `{set}` for all your repositories, and what is there does not run ours"
            )),
            _ if self.plain.is_dir() => State::Dead {
                why: format!("`{plain}` is a folder where a hook belongs"),
                mend: "move it away, and run `tag-guard install`".into(),
            },
            _ if file::exists(&self.plain) => self.dead(format!("`{plain}` is another hook")),
            _ => self.dead("there is no hook".into()),
        }
    }
}
