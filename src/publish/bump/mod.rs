//! `publish bump`: the next version in the files; commit and tag as the configuration or the command line says.
//!
//! Takes the words of `bump-my-version bump`.
mod args;
mod before;
mod interrupted;
mod record;
mod show;

pub(super) use args::Args;

use super::decide::refusal;
use super::tree::Tree;
use crate::bump::{self, Bump, Overrides, Request};
use crate::config::{Config, UnknownKeys};
use crate::edit;
use crate::flags::Flags;
use crate::git::{Ground, Oid, Repository, Snapshot};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use interrupted::{Interrupted, Settled};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What is to be bumped, and where.
struct Scene<'s> {
    args: &'s Args,
    flags: &'s Flags,
    terminal: &'s Terminal,
    said: Overrides,
    config: Config,
    top: PathBuf,
    /// Where the configured commands run.
    folder: PathBuf,
    repository: Option<Rc<Repository>>,
    head: Option<Oid>,
    files: Snapshot,
}

/// Runs `publish bump`.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let files = ground.work_tree()?;
    let repository = ground.repository().ok().cloned();
    let scene = Scene {
        said: args.overrides(ground.top())?,
        config: Config::open(&files, flags, UnknownKeys::Refused, terminal)?,
        top: ground.top().to_owned(),
        folder: match &flags.root {
            Some(root) => root.clone(),
            None => std::env::current_dir().context("the current folder is gone")?,
        },
        head: match &repository {
            Some(repository) => repository.head()?,
            None => None,
        },
        args,
        flags,
        terminal,
        repository,
        files,
    };
    if args.is_dry_run()? {
        return scene.look();
    }
    scene.carry_out()
}

impl Scene<'_> {
    /// Plans the bump on the files of a snapshot.
    fn plan(&self, snapshot: Snapshot) -> anyhow::Result<Bump> {
        let tree = Tree::of(
            &self.config,
            self.repository.clone(),
            snapshot,
            self.head.clone(),
        )?;
        let wanted = self.wanted(&tree)?;
        let planned = bump::plan(&tree.project(), &wanted, &self.said, None);
        planned.map_err(refusal)
    }

    /// The packages that are bumped, each with what is asked for it.
    fn wanted(&self, tree: &Tree<'_>) -> anyhow::Result<Vec<(usize, Option<Request>)>> {
        let mut wanted: Vec<(usize, Option<Request>)> = Vec::new();
        let pairs = self.args.by_package(&tree.packages);
        let asked = match pairs.is_empty() {
            true => vec![(self.chosen(tree)?, self.args.request())],
            false => pairs,
        };
        for (index, request) in asked {
            for index in tree.linked(index) {
                match wanted.iter().find(|(other, _)| *other == index) {
                    None => wanted.push((index, request.clone())),
                    Some((_, other)) if *other == request => {}
                    Some(_) => {
                        let package = tree.packages.get(index);
                        bail!(
                            "two bumps are asked for {}, which is linked with other packages",
                            package
                                .map(crate::project::Package::called)
                                .unwrap_or_default()
                        );
                    }
                }
            }
        }
        Ok(wanted)
    }

    /// The package that is meant: the named one, the only one, the one that the current folder is in, or any of those that
    /// are always bumped together.
    fn chosen(&self, tree: &Tree<'_>) -> anyhow::Result<usize> {
        let packages = &tree.packages;
        if let Some(name) = &self.flags.package {
            let found = packages.iter().position(|package| package.is_named(name));
            return found
                .with_context(|| format!("{} has no package `{name}`", tree.snapshot.name()));
        }
        match packages.len() {
            0 => bail!(
                "there is no Python package in {}: no pyproject.toml, setup.cfg or setup.py",
                tree.snapshot.name()
            ),
            1 => return Ok(0),
            _ => {}
        }
        if tree.linked(0).len() == packages.len() {
            return Ok(0);
        }
        let folder = args::inside(&self.top, &PathBuf::from("."));
        let is_inside = |folder: &crate::source::RepoPath| {
            let around = packages.iter().enumerate().filter(|(_, package)| {
                !package.folder.is_top()
                    && (package.folder == *folder || folder.is_below(&package.folder))
            });
            around.max_by_key(|(_, package)| package.folder.parts().count())
        };
        if let Some((index, _)) = folder.as_ref().and_then(is_inside) {
            return Ok(index);
        }
        let names: Vec<String> = packages.iter().map(|package| package.called()).collect();
        bail!(
            "there are several packages: {}\nhint: say which one with `--package NAME`, or what becomes of each: `publish bump NAME=minor OTHER=patch`",
            names.join(", ")
        )
    }

    /// Says what would be done.
    fn look(&self) -> anyhow::Result<Answer> {
        let planned = self.plan(self.files.clone())?;
        if !show::is_same(&planned) {
            self.check(&planned)?;
        }
        for hook in planned.recording.hooks.all() {
            if let Err(error) = super::hooks::check(hook, &self.folder) {
                self.terminal.warn(&error.to_string());
            }
        }
        Ok(show::planned(&planned, self.flags, self.terminal))
    }

    /// Does it, or finishes what was interrupted.
    fn carry_out(&self) -> anyhow::Result<Answer> {
        let _lock = match &self.repository {
            Some(repository) => Some(super::journal::lock(repository)?),
            None => None,
        };
        let interrupted = match &self.repository {
            Some(repository) => Interrupted::read(repository)?,
            None => None,
        };
        let settled = match interrupted {
            Some(interrupted) => self.settle(interrupted)?,
            None => Settled::OnFiles,
        };
        let plan = || match settled {
            // What is half written is no state to plan on.
            Settled::OnHead => self.plan_on_head(),
            _ => self.plan(self.files.clone()),
        };
        if let Settled::Finished(answer) = settled {
            return Ok(*answer);
        }
        let mut planned = plan()?;
        for hook in planned.recording.hooks.all() {
            super::hooks::check(hook, &self.folder)?;
        }
        if !show::is_same(&planned) {
            self.check(&planned)?;
        }
        if !planned.recording.hooks.setup.is_empty() {
            let hooks = &planned.recording.hooks;
            self.run_hooks(&hooks.setup, &hooks.setup_variables, None)?;
            planned = plan()?;
        }
        if show::is_same(&planned) {
            return Ok(show::same(&planned, self.flags));
        }
        let commits = planned.recording.commit && self.repository.is_some();
        match (&self.repository, &self.head) {
            (Some(repository), Some(head)) if commits && !planned.changes.is_empty() => {
                let planned = self.plan_on_head()?;
                self.commit(repository, head, &planned)
            }
            _ => self.write(&planned),
        }
    }

    fn plan_on_head(&self) -> anyhow::Result<Bump> {
        match (&self.repository, &self.head) {
            (Some(repository), Some(head)) => {
                self.plan(Snapshot::commit(repository.clone(), head.as_str())?)
            }
            _ => self.plan(self.files.clone()),
        }
    }

    /// Writes the files and commits nothing.
    fn write(&self, planned: &Bump) -> anyhow::Result<Answer> {
        let hooks = &planned.recording.hooks;
        let record = match &self.repository {
            Some(repository) if !planned.changes.is_empty() => Some(Interrupted::begin(
                repository,
                self.args.said(),
                self.head.as_ref(),
                planned,
                false,
            )?),
            _ => None,
        };
        let written = edit::write_all(&self.top, &planned.changes)
            .map_err(anyhow::Error::from)
            .and_then(|()| {
                let ran = self.run_hooks(&hooks.pre_commit, &hooks.variables, None);
                if ran.is_err() {
                    edit::take_back(&self.top, &planned.changes);
                }
                ran
            });
        if let Some(record) = record {
            record.end();
        }
        written?;
        let tagged = match (&self.repository, &self.head) {
            (Some(repository), Some(head)) if planned.recording.tag => {
                record::tag(repository, head, &planned.recording, self.terminal)?;
                true
            }
            _ => false,
        };
        self.after(planned)?;
        Ok(show::done(planned, None, tagged, self.flags))
    }

    /// Runs the commands that come last. What was done before them stays, whatever they say.
    fn after(&self, planned: &Bump) -> anyhow::Result<()> {
        let hooks = &planned.recording.hooks;
        self.run_hooks(&hooks.post_commit, &hooks.variables, None)
            .context("the bump is made; a hook that runs after it failed")
    }

    /// Runs commands where the bump was called.
    fn run_hooks(
        &self,
        hooks: &[bump::Hook],
        variables: &[(String, String)],
        index: Option<&Path>,
    ) -> anyhow::Result<()> {
        super::hooks::run(hooks, variables, &self.folder, index, self.terminal)
    }
}
