//! A run of the program: what it looks at, what it writes, and what it answers.
//!
//! Not the verdict: that is the rules'.
use super::deep::{self, Built};
use super::gather::{Asked, Surroundings, View};
use super::{
    Args, CheckError, DEEP, Judged, Tagged, check_links, fix, found, judge, listing, wanted,
};
use crate::config::Config;
use crate::environment;
use crate::flags::{Flags, Format};
use crate::git::{Ground, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::{Package, TagName};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::convert::Infallible;

/// Runs `check-version`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let tag = args.tag.as_deref().map(tag_version).transpose()?;
    let ground = Ground::find(flags)?;
    let name = tag.as_ref().map(|(name, _)| name.as_str());
    let (snapshot, view, stage) = look(&args, &ground, name)?;
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
    let bench = Bench {
        ground: &ground,
        view,
        package: flags.package.as_deref(),
        tag: tag.as_ref(),
        config: &config,
        policy: &policy,
        built: &built,
    };
    let judged = |snapshot: &Snapshot| bench.judge(snapshot);
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

/// What a run judges by: the same for every draft that `--fix` makes.
struct Bench<'r> {
    ground: &'r Ground,
    view: View<'r>,
    package: Option<&'r str>,
    tag: Option<&'r Tagged>,
    config: &'r Config,
    policy: &'r Policy,
    built: &'r [Built],
}

impl Bench<'_> {
    fn judge(&self, snapshot: &Snapshot) -> anyhow::Result<Judged> {
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
        let mut findings = Findings::default();
        judge(&surroundings, &mut findings)?;
        for built in self.built {
            let facts = || Ok::<_, Infallible>(built.clone());
            let Ok(()) = self.policy.judge(DEEP, facts, &mut findings);
        }
        self.policy.settle(&mut findings);
        Ok(Judged { packages, findings })
    }
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

fn tag_version(tag: &str) -> Result<Tagged, CheckError> {
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
    let rev = match args.pushed {
        true => Some(pushed()),
        false => args.rev.clone(),
    };
    let elsewhere = args.worktree || rev.is_some() || tag.is_some();
    if args.staged || (ground.is_hook() && !elsewhere) {
        return Ok((ground.staged()?, View::Staged, Stage::Commit));
    }
    let stage = match tag {
        Some(_) => Stage::Tag,
        None => Stage::Ci,
    };
    let committed = match (rev, tag) {
        (Some(rev), _) => Some((ground.commit(&rev)?, rev)),
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

/// The commit that a runner names to its pre-push hooks.
fn pushed() -> String {
    environment::variable("PRE_COMMIT_TO_REF").unwrap_or_else(|| "HEAD".into())
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
