//! `check-version`: all versions that a Python package declares agree.
//!
//! Guards the commit that changes one of them and forgets another. Unless `--deep` asks for it, it runs nothing of the
//! project's, starts no program and opens no connection.
mod args;
mod copy;
mod deep;
mod example;
mod facts;
mod fix;
mod gather;
mod listing;
mod rules;
mod run;
mod truth;

pub use args::Args;
pub use deep::{Built, facts_of_built};
pub use example::facts_of;
pub use facts::{Declarations, Tagged};
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

/// The packages of a snapshot, and what is wrong with them.
struct Judged {
    packages: Vec<Package>,
    findings: Findings,
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
