//! `check-version`: all versions that a Python package declares agree.
//!
//! Guards the commit that changes one of them and forgets another. Unless `--deep` asks for it, it runs nothing of the
//! project's, starts no program and opens no connection.
mod args;
mod copy;
mod deep;
mod facts;
mod fix;
mod gather;
mod listing;
mod rules;
mod truth;

pub use args::Args;
pub use deep::{Built, facts_of_built};
pub use facts::{Declarations, Tagged, facts_of};
pub use rules::{DEEP, RULES};

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
use std::convert::Infallible;
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

/// The packages of a snapshot, and what is wrong with them.
struct Judged {
    packages: Vec<Package>,
    findings: Findings,
}

/// What is looked at and how, whatever the snapshot.
struct Look<'l> {
    ground: &'l Ground,
    view: View<'l>,
    config: &'l Config,
    policy: &'l Policy,
    package: Option<&'l str>,
    tag: Option<&'l Tagged>,
    built: &'l [Built],
}

impl Look<'_> {
    fn judged(&self, snapshot: &Snapshot) -> anyhow::Result<Judged> {
        let mut findings = Findings::default();
        let all = found(snapshot, self.config)?;
        check_links(&all, self.config, snapshot)?;
        let packages = wanted(&all, self.package, snapshot)?;
        let surroundings = Surroundings {
            snapshot,
            view: self.view.clone(),
            repository: self.ground.repository().ok(),
            config: self.config,
            policy: self.policy,
            all: &all,
            judged: &packages,
            release: self.tag.map(|(_, version)| version),
            tag: self.tag,
            asked: Asked::default(),
        };
        judge(&surroundings, &mut findings)?;
        for built in self.built {
            let facts = || Ok::<_, Infallible>(built.clone());
            let Ok(()) = self.policy.judge(DEEP, facts, &mut findings);
        }
        self.policy.settle(&mut findings);
        Ok(Judged { packages, findings })
    }
}

/// Runs `check-version`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let tag = args.tag.as_deref().map(tag_version).transpose()?;
    let ground = Ground::find(flags)?;
    let asked = tag.as_ref().map(|(name, _)| name.as_str());
    let (snapshot, view, stage) = look(&args, &ground, asked)?;
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
    let look = Look {
        ground: &ground,
        view,
        config: &config,
        policy: &policy,
        package: flags.package.as_deref(),
        tag: tag.as_ref(),
        built: &built,
    };
    let (judged, fixed) = if args.fix {
        let judge = |snapshot: &Snapshot| look.judged(snapshot);
        fix::fix(snapshot, ground.top(), args.to.as_deref(), &judge, terminal)?
    } else {
        (look.judged(&snapshot)?, Vec::new())
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
    let packages = wanted(
        &found(snapshot, config)?,
        flags.package.as_deref(),
        snapshot,
    )?;
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
fn look<'g>(
    args: &Args,
    ground: &'g Ground,
    tag: Option<&str>,
) -> anyhow::Result<(Snapshot, View<'g>, Stage)> {
    if args.fix {
        let stage = if ground.is_hook() {
            Stage::Commit
        } else {
            Stage::Ci
        };
        return Ok((ground.work_tree()?, View::Disk(ground.top()), stage));
    }
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
