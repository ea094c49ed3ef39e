//! `check-version`: all versions that a Python package declares agree.
//!
//! Guards the commit that changes one of them and forgets another. Unless `--deep` asks for it, it runs nothing of the
//! project's, starts no program and opens no connection.
mod copy;
mod deep;
mod facts;
mod fix;
mod listing;
mod rules;
mod truth;

pub use deep::{Built, facts_of_built};
pub use facts::{Declarations, facts_of};
pub use rules::{DEEP, RULES};

use crate::config::Config;
use crate::flags::{Flags, Format};
use crate::git::{Ground, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::{Package, ProjectError, TagName, packages_with};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::Context as _;
use std::convert::Infallible;

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
/// is one; returns the packages.
pub fn check(
    snapshot: &Snapshot,
    package: Option<&str>,
    tag: Option<&Version>,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<Package>, CheckError> {
    let found = wanted(snapshot, package, config)?;
    judge(&found, tag, None, policy, findings)?;
    Ok(found)
}

/// The packages of a snapshot that are to be judged.
fn wanted(
    snapshot: &Snapshot,
    name: Option<&str>,
    config: &Config,
) -> Result<Vec<Package>, CheckError> {
    let mut found = packages_with(snapshot, &config.versions())?;
    let looked_at = snapshot.name().to_owned();
    if found.is_empty() {
        return Err(CheckError::NoProject { looked_at });
    }
    if let Some(name) = name {
        let titles = found.iter().map(Package::title).collect();
        found.retain(|package| package.is_named(name));
        if found.is_empty() {
            return Err(CheckError::NoPackage {
                name: name.to_owned(),
                looked_at,
                found: titles,
            });
        }
    }
    Ok(found)
}

fn judge(
    packages: &[Package],
    release: Option<&Version>,
    tag: Option<&(String, Version)>,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<(), ProjectError> {
    for package in packages {
        let facts = || {
            Ok::<_, ProjectError>(Declarations {
                package: package.clone(),
                release: release.cloned(),
                tag: tag.cloned(),
            })
        };
        policy.judge(RULES, facts, findings)?;
    }
    Ok(())
}

/// The packages of a snapshot, and what is wrong with them.
struct Judged {
    packages: Vec<Package>,
    findings: Findings,
}

/// Runs `check-version`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let tag = args.tag.as_deref().map(tag_version).transpose()?;
    let ground = Ground::find(flags)?;
    let name = tag.as_ref().map(|(name, _)| name.as_str());
    let (snapshot, stage) = look(&ground, &args, name)?;
    terminal.detail(&format!("looking at {}", snapshot.name()));
    let looked_at = snapshot.name().to_owned();
    let config = Config::open(&snapshot, flags, stage.unknown_keys(), terminal)?;
    let policy = Policy::new(&config, flags, stage)?;
    let Some(built) = built(&args, &ground, &snapshot, flags, &config, terminal)? else {
        return Ok(Answer {
            interrupted: true,
            ..Answer::default()
        });
    };
    let judged = |snapshot: &Snapshot| -> anyhow::Result<Judged> {
        let mut findings = Findings::default();
        let packages = wanted(snapshot, flags.package.as_deref(), &config)?;
        let release = tag.as_ref().map(|(_, version)| version);
        judge(&packages, release, tag.as_ref(), &policy, &mut findings)?;
        for built in &built {
            let facts = || Ok::<_, Infallible>(built.clone());
            let Ok(()) = policy.judge(DEEP, facts, &mut findings);
        }
        policy.settle(&mut findings);
        Ok(Judged { packages, findings })
    };
    let (judged, fixed) = if args.fix {
        let to = args.to.as_deref();
        fix::fix(snapshot, ground.top(), to, &judged, terminal)?
    } else {
        (judged(&snapshot)?, Vec::new())
    };
    // What a hook changed is not staged yet, and so not what would be committed.
    let refused = ground.is_hook() && !fixed.is_empty();
    if refused {
        terminal.note("what was changed is not staged; `git add` it and commit again");
    }
    Ok(Answer {
        refused,
        ..answer(&args, flags, looked_at, judged, &fixed, &built)
    })
}

/// What the back-ends say, if they are to be asked; `None` when Ctrl-C was pressed.
fn built(
    args: &Args,
    ground: &Ground,
    snapshot: &Snapshot,
    flags: &Flags,
    config: &Config,
    terminal: &Terminal,
) -> anyhow::Result<Option<Vec<Built>>> {
    if !args.deep {
        return Ok(Some(Vec::new()));
    }
    if ground.is_hook() {
        anyhow::bail!(
            "`--deep` runs the build back-end, which no git hook does\nhint: run it by hand or in CI"
        );
    }
    let packages = wanted(snapshot, flags.package.as_deref(), config)?;
    terminal.catch_interrupts();
    match deep::ask(ground, snapshot, &packages, terminal) {
        Err(_) if terminal.is_interrupted() => Ok(None),
        answered => answered.map(Some),
    }
}

fn answer(
    args: &Args,
    flags: &Flags,
    looked_at: String,
    judged: Judged,
    fixed: &[fix::Written],
    built: &[Built],
) -> Answer {
    let packages = &judged.packages;
    let mut facts = listing::facts(packages);
    if args.fix {
        facts.insert("fixed".into(), serde_json::json!(fixed));
    }
    if args.deep {
        facts.insert("built".into(), deep::facts(built));
    }
    let mut output = String::new();
    if flags.format == Format::Human {
        if args.list {
            output.push_str(&listing::table(packages));
        }
        output.push_str(&deep::lines(built));
    }
    Answer {
        output,
        github_output: github_output(packages, built),
        report: Some(Report {
            program: "check-version",
            looked_at: vec![looked_at],
            summary: listing::markdown(packages),
            findings: judged.findings.into_found(),
            facts,
        }),
        ..Answer::default()
    }
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
fn look(ground: &Ground, args: &Args, tag: Option<&str>) -> anyhow::Result<(Snapshot, Stage)> {
    if args.fix {
        let stage = if ground.is_hook() {
            Stage::Commit
        } else {
            Stage::Ci
        };
        return Ok((ground.work_tree()?, stage));
    }
    let elsewhere = args.worktree || args.rev.is_some() || tag.is_some();
    if args.staged || (ground.is_hook() && !elsewhere) {
        return Ok((ground.staged()?, Stage::Commit));
    }
    let stage = match tag {
        Some(_) => Stage::Tag,
        None => Stage::Ci,
    };
    let committed = match (&args.rev, tag) {
        (Some(rev), _) => Some(ground.commit(rev)?),
        (None, Some(tag)) if !args.worktree => ground
            .tagged(tag)
            .with_context(|| format!("cannot look at the tag `{tag}`"))?,
        _ => None,
    };
    let snapshot = match committed {
        Some(committed) => committed,
        None => ground.work_tree()?,
    };
    Ok((snapshot, stage))
}

fn github_output(packages: &[Package], built: &[Built]) -> Vec<(&'static str, String)> {
    let version = match (packages, built) {
        (_, [built]) => Some(&built.version),
        ([package], []) => package.version(),
        _ => None,
    };
    let Some(version) = version else {
        return Vec::new();
    };
    vec![
        ("version", version.to_string()),
        ("prerelease", version.is_prerelease().to_string()),
    ]
}
