//! The outside as steps see it: the repository, its remote, the folder of distributions, the index.
//!
//! Remembers what it asked until something was done; holds nothing that a fresh run could not ask again.
mod changes;
mod log;
mod remote;

pub(super) use changes::Changes;
pub(super) use changes::Wish;

use super::destination::{Destination, LOCAL};
use super::frozen::Frozen;
use super::pages::Read;
use super::plan::{Plan, Step};
use super::proposal::Standing;
use super::release::{Commit, Release, TRAILER};
use super::steps::StepName;
use super::upload::{Site, keep_allowed};

use crate::config::Config;
use crate::edit::FileChange;
use crate::flags::Flags;
use crate::git::{Oid, Repository, Snapshot};
use crate::index::{Directory, Distribution, Pypirc, Target};
use crate::policy::{Policy, Stage};
use crate::project::{self, Package};
use crate::source::RepoPath;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

/// What a run may use and where it writes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The Pythons that build, by version or path; the configured ones, else the first on PATH otherwise.
    pub python: Vec<String>,
    /// The folder of the distributions; `dist/` at the top otherwise.
    pub dist: Option<PathBuf>,
    /// The folder of the local index; `.release-guard/` at the top otherwise.
    pub index: Option<PathBuf>,
    /// Whether branch and tag are pushed; when it is not said, where distributions go anywhere but into the local index.
    pub pushes: Option<bool>,
    /// Where distributions go, by name; what is configured otherwise.
    pub targets: Vec<String>,
    /// The projects whose names PyPI may be asked to take for ever.
    pub first_releases: Vec<String>,
    /// Whether this only looks, so that no password is asked for.
    pub is_dry: bool,
    /// Whether the files of `release.json` are taken as they are, and nothing is built.
    pub is_sealed: bool,
    /// Whether the project's code may run in a job that could publish in its name.
    pub builds_here: bool,
    /// Whether wheels are left to whoever asks for them to be tried.
    pub leaves_untried: bool,
}

/// The outside as steps see it.
#[derive(Debug)]
pub struct World<'t> {
    /// The repository.
    pub repository: Rc<Repository>,
    /// The project's configuration.
    pub config: Config,
    /// The options of this run.
    pub options: Options,
    /// Where distributions go.
    pub destinations: Vec<Destination>,
    /// Those of them that this run does not come to: a job that the push starts uploads to them, or the run ends before.
    pub(super) left: Vec<Destination>,
    /// Where progress is shown.
    pub terminal: &'t Terminal,
    flags: Flags,
    pypirc: Pypirc,
    /// The indexes that were spoken to; what they said in this run is not forgotten.
    sites: RefCell<Vec<Rc<Site>>>,
    read: RefCell<BTreeMap<String, Distribution>>,
    /// What files on GitHub tell of themselves.
    pub(super) read_on_github: Read,
    asked: RefCell<Asked>,
}

#[derive(Debug, Default)]
struct Asked {
    remote_refs: Option<Vec<(String, Oid)>>,
    changes: Option<(String, Rc<Changes>)>,
    standing: Option<(String, Rc<Standing>)>,
}

impl<'t> World<'t> {
    /// The world of the repository that the command line names.
    pub fn open(flags: &Flags, options: Options, terminal: &'t Terminal) -> anyhow::Result<Self> {
        let repository = Rc::new(Repository::open(&flags.root())?);
        let snapshot = match repository.head()? {
            Some(head) => Snapshot::commit(repository.clone(), head.as_str())?,
            None => bail!(
                "`{}` has no commit yet; commit the project first",
                repository.root().display()
            ),
        };
        let (mut config, warnings) =
            Config::of(&snapshot, flags, crate::config::UnknownKeys::Refused)?;
        for warning in warnings {
            terminal.warn(&warning);
        }
        if flags.config.is_some() {
            keep_allowed(&mut config, &snapshot)?;
        }
        let names = match options.targets.is_empty() {
            true => &config.publish.targets,
            false => &options.targets,
        };
        // Nobody's passwords are read for a release that goes nowhere.
        let pypirc = match names.iter().any(|name| name != LOCAL) {
            true => crate::index::pypirc()?,
            false => Pypirc::none(),
        };
        let mut destinations = Vec::new();
        for name in names {
            let found = Destination::find(name, &config, &pypirc, &repository)?;
            if !destinations.contains(&found) {
                destinations.push(found);
            }
        }
        if destinations.is_empty() {
            destinations.push(Destination::Local);
        }
        Ok(Self {
            repository,
            config,
            options,
            terminal,
            destinations,
            left: Vec::new(),
            flags: flags.clone(),
            pypirc,
            sites: RefCell::default(),
            read: RefCell::default(),
            read_on_github: Read::default(),
            asked: RefCell::default(),
        })
    }

    /// Forgets what was asked, because something was done.
    pub fn forget(&self) {
        self.asked.take();
    }

    /// Keeps to what a plan comes to, so that nothing is asked of the rest.
    pub(super) fn keep_to(&mut self, plan: &Plan) {
        let leads_to = |to: &Destination| {
            let mut steps = plan.steps.iter();
            steps.any(|step| step.action.destination() == Some(to))
        };
        let all = self.destinations.iter();
        self.left = all.filter(|to| !leads_to(to)).cloned().collect();
        let has_push = |step: &Step| step.name == StepName::Push;
        if !plan.steps.iter().any(has_push) {
            self.options.pushes = Some(false);
        }
    }

    /// Whether branch and tag are pushed.
    pub fn pushes(&self) -> bool {
        let is_local = |to: &Destination| *to == Destination::Local;
        let goes_out = !self.destinations.iter().all(is_local);
        self.options.pushes.unwrap_or(goes_out)
    }

    /// The options that all programs share.
    pub(super) fn flags(&self) -> &Flags {
        &self.flags
    }

    /// The repository on GitHub.
    pub(super) fn github(&self) -> Result<crate::github::Site, crate::github::GithubError> {
        let remote = super::material::remote_of(&self.repository);
        crate::github::Site::find(remote.as_deref())
    }

    /// An index elsewhere.
    pub(super) fn site(&self, target: &Target) -> anyhow::Result<Rc<Site>> {
        let known = self.sites.borrow();
        if let Some(site) = known.iter().find(|site| site.target == *target) {
            return Ok(site.clone());
        }
        drop(known);
        let is_left = |to: &Destination| matches!(to, Destination::Index(own) if **own == *target);
        // What a job uploads needs no password here.
        let only_looks = self.options.is_dry || self.left.iter().any(is_left);
        let site = Site::open(target.clone(), &self.pypirc, only_looks, self.terminal)?;
        let site = Rc::new(site);
        self.sites.borrow_mut().push(site.clone());
        Ok(site)
    }

    /// The files of a release as they are uploaded; each is read once.
    pub(super) fn distributions(&self, frozen: &Frozen) -> anyhow::Result<Vec<Distribution>> {
        let mut read = self.read.borrow_mut();
        let mut files = Vec::new();
        for (file, path) in frozen.files.iter().zip(frozen.paths(&self.dist())) {
            let known = match read.get(&file.sha256).filter(|known| known.path == path) {
                Some(known) => known.clone(),
                None => Distribution::read(&path)?,
            };
            read.insert(file.sha256.clone(), known.clone());
            files.push(known);
        }
        files.sort_by_key(|file| (!file.is_wheel(), file.file_name.clone()));
        Ok(files)
    }

    /// The rules at a stage.
    pub fn policy(&self, stage: Stage) -> anyhow::Result<Policy> {
        Ok(Policy::new(&self.config, &self.flags, stage)?)
    }

    /// The package that `--package` names, or the only one, of a snapshot.
    pub fn package(&self, snapshot: &Snapshot) -> anyhow::Result<Package> {
        let mut packages = project::packages_with(snapshot, &self.config.versions())?;
        if let Some(wanted) = &self.flags.package {
            packages.retain(|package| package.is_called(wanted));
            if packages.is_empty() {
                bail!("{} has no package `{wanted}`", snapshot.name());
            }
        }
        let names: Vec<String> = packages
            .iter()
            .map(|package| format!("`{}`", package.name.as_deref().unwrap_or("(no name)")))
            .collect();
        match packages.len() {
            1 => Ok(packages.remove(0)),
            0 => bail!(
                "there is no Python package in {}: no pyproject.toml, setup.cfg or setup.py",
                snapshot.name()
            ),
            _ => bail!(
                "there are several packages; say which one with `--package`: {}",
                names.join(", ")
            ),
        }
    }

    /// The commit that is tagged, when it is there: the base, or HEAD when it is the release commit made from the base.
    pub fn release_commit(&self, release: &Release) -> anyhow::Result<Option<Oid>> {
        if release.commit.is_base() {
            return Ok(Some(release.base.clone()));
        }
        if release.commit.is_proposed() {
            return Ok(self.proposed(release)?.commit.clone());
        }
        let head = self.head()?;
        Ok((head.tag.as_deref() == Some(&release.tag)
            && head.parent.as_ref() == Some(&release.base))
        .then_some(head.oid))
    }

    /// HEAD, its first parent, and the tag that its trailer names when it is a release commit.
    pub fn head(&self) -> anyhow::Result<Head> {
        let format = format!("--format=%H%x00%P%x00%(trailers:key={TRAILER},valueonly)");
        let answer = self
            .repository
            .git()
            .args(["show", "-s", &format, "HEAD"])
            .run()?
            .text();
        let mut parts = answer.split('\0');
        let oid = parts
            .next()
            .and_then(|text| Oid::new(text.trim()))
            .context("`git show HEAD` named no commit")?;
        let parent = parts
            .next()
            .and_then(|text| Oid::new(text.split(' ').next()?));
        let tag = parts
            .next()
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned);
        Ok(Head { oid, parent, tag })
    }

    /// The files in which the user's own work touches the lines that a release changes.
    pub fn collisions(
        &self,
        release: &Release,
        changes: &[FileChange],
    ) -> anyhow::Result<Vec<RepoPath>> {
        if !matches!(release.commit, Commit::Made { .. }) {
            return Ok(Vec::new());
        }
        Ok(self.repository.cannot_advance(changes)?)
    }

    /// The folder of the distributions.
    pub fn dist(&self) -> PathBuf {
        self.options
            .dist
            .clone()
            .unwrap_or_else(|| self.repository.root().join("dist"))
    }

    /// The bytes of a release when they are frozen and whole.
    pub(super) fn frozen(&self, release: &Release) -> anyhow::Result<Option<Frozen>> {
        let Some(commit) = self.release_commit(release)? else {
            return Ok(None);
        };
        let frozen = Frozen::read(&self.dist());
        let frozen = frozen.filter(|frozen| frozen.is_of(release, Some(&commit)));
        Ok(frozen.filter(|frozen| frozen.broken(&self.dist()).is_none()))
    }

    /// The local index.
    pub fn index(&self) -> anyhow::Result<Directory> {
        let folder = self
            .options
            .index
            .clone()
            .unwrap_or_else(|| self.repository.root().join(".release-guard"));
        Ok(Directory::ignored(&folder))
    }
}

/// HEAD as a release sees it.
#[derive(Debug, Clone)]
pub struct Head {
    /// The commit.
    pub oid: Oid,
    /// Its first parent.
    pub parent: Option<Oid>,
    /// The tag that its trailer names.
    pub tag: Option<String>,
}

/// Today in UTC, or the day of `SOURCE_DATE_EPOCH`.
pub(super) fn today() -> Date {
    now().with_time_zone(TimeZone::UTC).date()
}

/// The time where the user is, or that of `SOURCE_DATE_EPOCH` in UTC.
pub(super) fn now() -> Zoned {
    let epoch = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|text| text.trim().parse().ok());
    let epoch = epoch.and_then(|seconds| Timestamp::from_second(seconds).ok());
    match epoch {
        Some(time) => time.to_zoned(TimeZone::UTC),
        None => Zoned::now(),
    }
}
