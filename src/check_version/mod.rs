//! `check-version`: all versions that a Python package declares agree.
//!
//! Guards the commit that changes one of them and forgets another. It runs nothing of the project's, starts no program
//! and opens no connection.
mod facts;
mod gather;
mod listing;
mod rules;

pub use facts::{Declarations, Tagged, facts_of};
pub use rules::RULES;

use crate::config::Config;
use crate::flags::{Flags, Format};
use crate::git::{Ground, Repository, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::{Package, ProjectError, TagName, packages_with};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::Context as _;
use gather::{Asked, Surroundings, View, unknown_link};
use std::rc::Rc;

/// Fails when the versions that a Python project declares disagree
///
/// Looks at what is staged when a git hook runs it, else at the working tree.
#[derive(Debug, Clone, Default, clap::Parser)]
#[command(name = "check-version", about, after_help = EXAMPLES)]
pub struct Args {
    /// Look at what is staged (the default in a git hook)
    #[arg(long, conflicts_with_all = ["worktree", "rev", "tag"])]
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
}

const EXAMPLES: &str = "Examples:
  check-version                 judge the working tree
  check-version --list          show where versions are declared
  check-version --tag v1.2.3    judge what is about to be released
  check-version --rev HEAD~1    judge a commit";

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

/// Runs `check-version`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let tag = args.tag.as_deref().map(tag_version).transpose()?;
    let ground = Ground::find(flags)?;
    let asked = tag.as_ref().map(|(name, _)| name.as_str());
    let (snapshot, view, stage) = look(&args, &ground, asked)?;
    terminal.detail(&format!("looking at {}", snapshot.name()));
    let config = Config::open(&snapshot, flags, stage.unknown_keys(), terminal)?;
    let policy = Policy::new(&config, flags, stage)?;
    let mut findings = Findings::default();
    let all = found(&snapshot, &config)?;
    check_links(&all, &config, &snapshot)?;
    let packages = wanted(&all, flags.package.as_deref(), &snapshot)?;
    let surroundings = Surroundings {
        snapshot: &snapshot,
        view,
        repository: ground.repository().ok(),
        config: &config,
        policy: &policy,
        all: &all,
        judged: &packages,
        release: tag.as_ref().map(|(_, version)| version),
        tag: tag.as_ref(),
        asked: Asked::default(),
    };
    judge(&surroundings, &mut findings)?;
    policy.settle(&mut findings);
    let report = Report {
        program: "check-version",
        looked_at: vec![snapshot.name().to_owned()],
        findings: findings.into_found(),
        facts: listing::facts(&packages),
        summary: listing::markdown(&packages),
    };
    let output = if args.list && flags.format == Format::Human {
        listing::table(&packages)
    } else {
        String::new()
    };
    Ok(Answer {
        report: Some(report),
        output,
        github_output: github_output(&packages),
        ..Answer::default()
    })
}

fn tag_version(tag: &str) -> Result<(String, Version), CheckError> {
    let name = tag.strip_prefix("refs/tags/").unwrap_or(tag);
    let found = TagName::guess(name).and_then(|found| found.version.ok());
    let version = found.ok_or_else(|| CheckError::NoVersionInTag {
        tag: name.to_owned(),
    })?;
    Ok((name.to_owned(), version))
}

/// What the program looks at, and at which stage.
fn look<'g>(
    args: &Args,
    ground: &'g Ground,
    tag: Option<&str>,
) -> anyhow::Result<(Snapshot, View<'g>, Stage)> {
    let elsewhere = args.worktree || args.rev.is_some() || tag.is_some();
    if args.staged || (ground.is_hook() && !elsewhere) {
        return Ok((ground.staged()?, View::Staged, Stage::Commit));
    }
    let stage = match tag {
        Some(_) => Stage::Tag,
        None => Stage::Ci,
    };
    let committed = match (&args.rev, tag) {
        (Some(rev), _) => Some((ground.commit(rev)?, rev.clone())),
        (None, Some(tag)) if !args.worktree => ground
            .tagged(tag)
            .with_context(|| format!("cannot look at the tag `{tag}`"))?
            .map(|snapshot| (snapshot, format!("refs/tags/{tag}"))),
        _ => None,
    };
    Ok(match committed {
        Some((snapshot, revision)) => {
            let commit = ground.repository()?.commit(&revision)?;
            (snapshot, View::Commit(commit), stage)
        }
        None => (ground.work_tree()?, View::Disk(ground.top()), stage),
    })
}

fn github_output(packages: &[Package]) -> Vec<(&'static str, String)> {
    let [package] = packages else {
        return Vec::new();
    };
    let Some(version) = package.version() else {
        return Vec::new();
    };
    vec![
        ("version", version.to_string()),
        ("prerelease", version.is_prerelease().to_string()),
    ]
}
