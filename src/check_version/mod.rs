//! `check-version`: all versions that a Python package declares agree.
//!
//! Guards the commit that changes one of them and forgets another. Unless `--deep` asks for it, it runs nothing of the
//! project's, starts no program and opens no connection.
mod copy;
mod deep;
mod facts;
mod fix;
mod gather;
mod listing;
mod rules;
mod run;
mod truth;

pub use deep::{Built, facts_of_built};
pub use facts::{Declarations, Tagged, facts_of};
pub use rules::{DEEP, RULES};
pub use run::run;

use crate::config::Config;
use crate::git::{Repository, Snapshot};
use crate::policy::Policy;
use crate::project::{Package, ProjectError, packages_with};
use crate::rule::Findings;
use crate::version::Version;
use gather::{Asked, Surroundings, View, unknown_link};
use std::rc::Rc;

/// Fails when the versions that a Python project declares disagree
///
/// Looks at what is staged when a git hook runs it, else at the working tree.
///
/// Finds by itself what the build back-end reads (pyproject.toml, setup.cfg, setup.py, the modules and files that they
/// point at) and what repeats it: `__version__`, version tuples, bump-my-version and its like, lock files, Cargo.toml,
/// package.json, Sphinx, CITATION.cff. `[[tool.release-guard.places]]` adds other texts, and `linked` names packages
/// that share one version.
#[derive(Debug, Clone, Default, clap::Parser)]
#[command(name = "check-version", after_help = EXAMPLES)]
pub struct Args {
    /// Look at what is staged (the default in a git hook)
    #[arg(long, conflicts_with_all = ["worktree", "rev", "tag", "fix", "deep"])]
    pub staged: bool,
    /// Look at the working tree (the default elsewhere)
    #[arg(long, conflicts_with = "rev")]
    pub worktree: bool,
    /// Look at a commit
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
    /// Judge as the release of this tag, and look at its commit if it exists
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// List every declaration with its place, role and value
    #[arg(long)]
    pub list: bool,
    /// Put right what is certainly wrong, in all files of the working tree or in none
    ///
    /// Git's index stays as it is. Where versions disagree, `--to` says which is right; on a terminal it is asked for,
    /// and elsewhere that package stays as it is. Ends with 0 when nothing wrong is left; in a git hook with 1 when a
    /// file was changed, so that it is staged before it is committed.
    #[arg(long, conflicts_with_all = ["rev", "tag", "deep"])]
    pub fix: bool,
    /// With `--fix`: the right version, or the place that has it
    ///
    /// A version is written into every place in that place's own form. A place is named by its kind (`project`,
    /// `python-module`), its path, or its path and line.
    #[arg(long, value_name = "SITE|VERSION", requires = "fix")]
    pub to: Option<String>,
    /// Ask the real build back-end for the version too; runs the project's code, in a copy
    #[arg(long)]
    pub deep: bool,
}

const EXAMPLES: &str = "Examples:
  check-version                 judge the working tree
  check-version --list          show where versions are declared
  check-version --tag v1.2.3    judge what is about to be released
  check-version --rev HEAD~1    judge a commit
  check-version --fix           put right what is certainly wrong
  check-version --fix --to project
                                write the version of [project] everywhere
  check-version --fix --to 1.2.3
                                write this version everywhere
  check-version --deep          ask the build back-end too";

/// Why nothing could be judged.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A file could not be read.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// There is no Python project.
    #[error(
        "there is no Python project in {looked_at}: no `pyproject.toml`, `setup.cfg` or `setup.py` in it declares one"
    )]
    NoProject {
        /// What was looked at.
        looked_at: String,
    },
    /// There is no package of the name.
    #[error("there is no package `{name}` in {looked_at}; there is {}", quoted(.found))]
    NoPackage {
        /// The name.
        name: String,
        /// What was looked at.
        looked_at: String,
        /// The packages that are there.
        found: Vec<String>,
    },
    /// A group of linked packages names one that is not there.
    #[error("`linked` names `{name}`, but no package in {looked_at} is called so; there is {}", quoted(.found))]
    NoLinked {
        /// The name.
        name: String,
        /// What was looked at.
        looked_at: String,
        /// The packages that are there.
        found: Vec<String>,
    },
    /// A tag holds no version.
    #[error("the tag `{tag}` holds no version")]
    NoVersionInTag {
        /// The tag.
        tag: String,
    },
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Judges the declared versions of a snapshot's packages, or of the one that is named, for the release of `tag` if there
/// is one; returns the packages. What tags say of them is for the caller to judge.
pub fn check(
    snapshot: &Snapshot,
    repository: &Rc<Repository>,
    package: Option<&str>,
    tag: Option<&Version>,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<Package>, CheckError> {
    let all = found(snapshot, config)?;
    let packages = wanted(&all, package, snapshot)?;
    let surroundings = Surroundings {
        snapshot,
        view: View::Guarded,
        repository: Some(repository),
        config,
        policy,
        all: &all,
        judged: &packages,
        release: tag,
        tag: None,
        asked: Asked::default(),
    };
    judge(&surroundings, findings)?;
    Ok(packages)
}

/// The packages of a snapshot.
fn found(snapshot: &Snapshot, config: &Config) -> Result<Vec<Package>, CheckError> {
    let found = packages_with(snapshot, &config.versions())?;
    if found.is_empty() {
        let looked_at = snapshot.name().to_owned();
        return Err(CheckError::NoProject { looked_at });
    }
    Ok(found)
}

/// The packages that are to be judged: all, or those of a name.
fn wanted(
    all: &[Package],
    name: Option<&str>,
    snapshot: &Snapshot,
) -> Result<Vec<Package>, CheckError> {
    let Some(name) = name else {
        return Ok(all.to_vec());
    };
    let named = all.iter().filter(|package| package.is_named(name));
    let named: Vec<Package> = named.cloned().collect();
    if named.is_empty() {
        return Err(CheckError::NoPackage {
            name: name.to_owned(),
            looked_at: snapshot.name().to_owned(),
            found: all.iter().map(Package::title).collect(),
        });
    }
    Ok(named)
}

fn judge(surroundings: &Surroundings<'_>, findings: &mut Findings) -> Result<(), ProjectError> {
    for package in surroundings.judged {
        let facts = || surroundings.facts(package);
        surroundings.policy.judge(RULES, facts, findings)?;
    }
    Ok(())
}

/// Refuses a group of linked packages that names one that is not there.
fn check_links(all: &[Package], config: &Config, snapshot: &Snapshot) -> Result<(), CheckError> {
    match unknown_link(all, &config.linked) {
        None => Ok(()),
        Some(name) => Err(CheckError::NoLinked {
            name: name.to_owned(),
            looked_at: snapshot.name().to_owned(),
            found: all.iter().map(Package::title).collect(),
        }),
    }
}
