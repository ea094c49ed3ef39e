//! What a release will do, as data: made from the base commit alone, so that planning again gives the same plan.
//!
//! Not what was done: that is asked of the world, step by step.
use super::steps::Action;
use crate::dist::ProjectName;
use crate::git::Oid;
use crate::source::RepoPath;
use crate::version::Version;
use std::fmt;
use std::rc::Rc;

/// A release, decided. Planning again after any prefix of its steps gives an equal plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The commit that the release is made from.
    pub base: Oid,
    /// The packages that are released.
    pub packages: Vec<Rc<Release>>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// The release of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The project name as declared.
    pub name: String,
    /// The package's folder.
    pub folder: RepoPath,
    /// The version before; `None` for the first one of a package that takes its version from tags.
    pub from: Option<Version>,
    /// The version that is released, as it is meant.
    pub to: Version,
    /// The tag.
    pub tag: String,
    /// The tag's message; a lightweight tag without one.
    pub tag_message: Option<String>,
    /// The commit that the release is made from.
    pub base: Oid,
    /// How the commit that is tagged comes to be.
    pub commit: Commit,
}

/// How the commit that is tagged comes to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// It is the base itself: nothing has to be written.
    Base,
    /// It is made on a branch, with this message.
    Made {
        /// The branch, without `refs/heads/`.
        branch: String,
        /// The whole message, its trailer included.
        message: String,
    },
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: StepName,
    /// The steps before it that have to be done first, by their place in the plan.
    pub needs: Vec<usize>,
    /// What it does.
    pub action: Action,
}

/// The name of a step, as in `--until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum StepName {
    /// Everything that could stand in the way is looked at
    Preflight,
    /// The version is written
    Bump,
    /// Unreleased becomes the dated section
    Changelog,
    /// The release commit is made
    Commit,
    /// sdist and wheel are built
    Build,
    /// What was built is judged
    Validate,
    /// The tag is made
    Tag,
    /// Branch and tag are pushed
    Push,
    /// The distributions go to the index
    Upload,
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Preflight => "preflight",
            Self::Bump => "bump",
            Self::Changelog => "changelog",
            Self::Commit => "commit",
            Self::Build => "build",
            Self::Validate => "validate",
            Self::Tag => "tag",
            Self::Push => "push",
            Self::Upload => "upload",
        })
    }
}

impl Plan {
    /// A plan of these steps, each after all before it.
    pub fn of(release: Rc<Release>, actions: Vec<Action>) -> Self {
        let steps = actions.into_iter().enumerate().map(|(at, action)| Step {
            name: action.name(),
            needs: (0..at).collect(),
            action,
        });
        Self {
            base: release.base.clone(),
            steps: steps.collect(),
            packages: vec![release],
        }
    }

    /// The plan up to and including a step.
    pub fn until(mut self, last: Option<StepName>) -> Self {
        if let Some(last) = last {
            self.steps.retain(|step| step.name <= last);
        }
        self
    }
}

impl Release {
    /// The trailer by which a release commit is known.
    pub fn trailer(&self) -> String {
        format!("{TRAILER}: {}", self.tag)
    }

    /// The project name as indexes spell it.
    pub fn normal_name(&self) -> String {
        ProjectName::new(&self.name).map_or_else(|| self.name.clone(), |name| name.to_string())
    }

    /// `name 1.2.3 → 1.2.4`, for people.
    pub fn title(&self) -> String {
        match &self.from {
            Some(from) if *from != self.to => format!("{} {from} → {}", self.name, self.to),
            _ => format!("{} {}", self.name, self.to),
        }
    }
}

/// The key of the trailer in a release commit's message.
pub(super) const TRAILER: &str = "Release-Guard";
