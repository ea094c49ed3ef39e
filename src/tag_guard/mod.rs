//! `tag-guard`: a pushed tag is a releasable tag.
//!
//! Judges the tree of the commit that a tag stands for, never the working tree. Nothing here goes over the network.
mod answer;
mod args;
mod context;
mod doctor;
mod example;
mod facts;
mod names;
mod native;
mod neighbours;
mod push;
mod remote;
mod rules;
mod ruleset;
mod sieve;
mod starts;
mod surroundings;

pub use args::Args;
pub use context::{Context, Side};
pub use example::{OBJECTS, facts_of, push_of, tags_of};
pub use facts::{Branches, PushedTag, Sibling, Target};
pub use names::is_release_branch;
pub use neighbours::{Neighbour, Neighbours};
pub use push::{Carrier, Push, Release};
pub use rules::{PUSH_RULES, RULES};
pub use surroundings::{Edited, Wanted};

use args::Action;

use crate::changelog_guard;
use crate::check_version;
use crate::config::{Config, UnknownKeys};
use crate::environment::{tag_of_ci, variable};
use crate::flags::{Flags, Format};
use crate::git::{
    GitError, PushedRef, Repository, Snapshot, Tag, open_any, received_on_stdin, refs_on_stdin,
};
use crate::hooks;
use crate::policy::{Policy, Stage};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::Context as _;
use clap::CommandFactory as _;
use std::rc::Rc;

/// Runs `tag-guard`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    match args.action {
        None => anyhow::bail!(
            "say what is to be done\n\n{}",
            Args::command().render_help()
        ),
        Some(Action::PrePush { remote, url }) => pre_push(remote.or(url), flags, terminal),
        Some(Action::Check { tag }) => check_tags(tag, flags, terminal),
        Some(Action::Install { hook }) => native::install(&hook.hooks(), flags),
        Some(Action::Uninstall { hook }) => native::uninstall(&hook.hooks(), flags),
        Some(Action::PreReceive) => pre_receive(flags, terminal),
        Some(Action::Ruleset { release_app }) => {
            let repository = Rc::new(open_any(flags)?);
            ruleset::ruleset(&repository, release_app, flags, terminal)
        }
        Some(Action::Doctor) => doctor::doctor(flags, terminal),
    }
}

/// Judges one tag of a push, or one that is about to be made, with the configuration of the tagged tree; returns what
/// it is.
pub fn check(
    repository: &Rc<Repository>,
    pushed: &PushedRef,
    context: &Context<'_>,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> anyhow::Result<PushedTag> {
    let snapshot = tagged_tree(repository, pushed)?;
    let facts = PushedTag::gather(repository, pushed, snapshot.as_ref(), context, config)?;
    if let (None, Target::Commit(commit)) = (&snapshot, &facts.target) {
        anyhow::bail!(
            "cannot read the commit `{commit}` that tag `{}` stands for",
            facts.name
        );
    }
    policy.judge(RULES, || anyhow::Ok(facts.clone()), findings)?;
    if let (Some(snapshot), Some(version), true) = (&snapshot, facts.version(), facts.is_released())
    {
        check_tree(
            repository, snapshot, &facts, version, config, policy, findings,
        )?;
    }
    Ok(facts)
}

/// What the other guards say of the tagged tree: a push can never disagree with the hooks.
fn check_tree(
    repository: &Rc<Repository>,
    snapshot: &Snapshot,
    facts: &PushedTag,
    version: &Version,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let configured = config.changelog.path.as_deref();
    // The tag's own day is as good as today's: what is dated later than tomorrow is wrong either way.
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    for package in facts.its_packages() {
        check_version::check(
            snapshot,
            repository,
            package.name.as_deref(),
            Some(version),
            config,
            policy,
            findings,
        )?;
        // A tag of another version than the declared one is wrong itself, and its section is not to be expected.
        if package.versioned_by.is_none() && package.version().is_some_and(|own| own != version) {
            continue;
        }
        let release = Some((version, today));
        changelog_guard::check(
            snapshot,
            &package.folder,
            release,
            configured,
            policy,
            findings,
        )?;
    }
    Ok(())
}

/// Judges a push as a whole.
pub fn check_push(push: Push, policy: &Policy, findings: &mut Findings) {
    let push = || Ok::<_, std::convert::Infallible>(push);
    match policy.judge(PUSH_RULES, push, findings) {
        Ok(()) => {}
        Err(never) => match never {},
    }
}

/// Returns the tree that a tag stands for; `None` when it stands for no commit. One that cannot be read is an error: an
/// unread tag is not a good one.
fn tagged_tree(
    repository: &Rc<Repository>,
    pushed: &PushedRef,
) -> Result<Option<Snapshot>, GitError> {
    let Some(object) = &pushed.local else {
        return Ok(None);
    };
    match Snapshot::commit(repository.clone(), object.as_str()) {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(GitError::NoCommit(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn pre_push(remote: Option<String>, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let mut refs = refs_on_stdin()?;
    if hooks::answer(&refs) {
        return Ok(Answer::default());
    }
    let repository = Rc::new(open_any(flags)?);
    repository.stay_offline();
    let mut remote = remote;
    let mut carrier = Carrier::Git;
    if refs.is_empty() && native::is_framework_hook() {
        // What else the push holds, pre-commit and prek do not say.
        carrier = match native::is_guarded(&repository) {
            true => Carrier::Framework,
            false => Carrier::FrameworkAlone,
        };
        remote = remote.or_else(|| variable("PRE_COMMIT_REMOTE_NAME"));
        refs = native::framework_refs(&repository)?;
    }
    judge(
        &repository,
        &refs,
        remote.as_deref(),
        Asked::Push(carrier),
        flags,
        terminal,
    )
}

/// The same guard on a server. It is the server's own configuration that holds: that of a tagged tree is the pusher's.
fn pre_receive(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let refs = received_on_stdin()?;
    let repository = Rc::new(open_any(flags)?);
    repository.stay_offline();
    judge(&repository, &refs, None, Asked::Received, flags, terminal)
}

fn check_tags(tag: Option<String>, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let repository = Rc::new(open_any(flags)?);
    let refs = match tag.or_else(tag_of_ci) {
        Some(name) => {
            let name = name.strip_prefix("refs/tags/").unwrap_or(&name).to_owned();
            let object = repository.reference(&format!("refs/tags/{name}"))?;
            let object = object.with_context(|| {
                format!("there is no tag `{name}` here; fetch it with `git fetch --tags`")
            })?;
            vec![PushedRef::new_tag(&name, object)]
        }
        None => tags_at_head(&repository)?
            .into_iter()
            .map(|tag| PushedRef::new_tag(&tag.name, tag.object))
            .collect(),
    };
    if repository.is_shallow() {
        terminal.note(
            "this clone is shallow, so that branches, order and other tags are not judged; `git fetch --unshallow --tags` (`fetch-depth: 0` of actions/checkout) brings them",
        );
    }
    let remote = repository.default_remote()?;
    let mut answer = judge(
        &repository,
        &refs,
        remote.as_deref(),
        Asked::Tag,
        flags,
        terminal,
    )?;
    answer.github_output = answer
        .report
        .as_ref()
        .map(answer::outputs)
        .unwrap_or_default();
    Ok(answer)
}

/// The release tags on the checked-out commit.
fn tags_at_head(repository: &Repository) -> anyhow::Result<Vec<Tag>> {
    let head = repository.head()?.context("there is no commit yet")?;
    let mut tags = repository.tags_at(&head)?;
    tags.retain(|tag| {
        names::looks_like_release(&tag.name, &[]) || tag.name.contains(['-', '/', '@'])
    });
    anyhow::ensure!(
        !tags.is_empty(),
        "no release tag is at HEAD (commit {}); name one: `tag-guard check TAG`",
        head.short()
    );
    Ok(tags)
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A push, as this carrier tells of it.
    Push(Carrier),
    /// A push that this repository receives.
    Received,
    /// Tags that are there.
    Tag,
}

/// Judges every tag of a push with the configuration of its own tree, and the push with that of HEAD.
fn judge(
    repository: &Rc<Repository>,
    refs: &[PushedRef],
    remote: Option<&str>,
    asked: Asked,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let mut report = Report {
        program: "tag-guard",
        ..Report::default()
    };
    let (stage, side) = match asked {
        Asked::Push(_) => (Stage::Push, Side::Pusher),
        Asked::Received => (Stage::Push, Side::Server),
        Asked::Tag => (Stage::Tag, Side::Fetched),
    };
    let mut judged = Vec::new();
    if refs.iter().any(|pushed| pushed.tag().is_some()) {
        let context = Context::new(repository, remote, refs, side);
        judged = judge_tags(repository, &context, stage, flags, terminal, &mut report)?;
    }
    let is_mirror = refs
        .iter()
        .any(|pushed| pushed.remote_ref.starts_with("refs/remotes/"));
    let has_tags = is_mirror || !judged.is_empty();
    let carrier = match asked {
        Asked::Push(carrier) => Some(carrier),
        Asked::Received => Some(Carrier::Server),
        Asked::Tag => None,
    };
    if let Some(carrier) = carrier
        && (has_tags || carrier == Carrier::FrameworkAlone)
    {
        let (policy, _) = policy(repository, None, stage, flags, terminal)?;
        let mut findings = Findings::default();
        check_push(Push::of(refs, &judged, carrier), &policy, &mut findings);
        policy.settle(&mut findings);
        report.findings.extend(findings.into_found());
    }
    if !has_tags {
        return Ok(answer::without_tags(report, flags, terminal));
    }
    let described: Vec<_> = judged.iter().map(answer::described).collect();
    report.facts.insert("tags".into(), described.into());
    // What follows a push that goes through is said however quiet the hook is.
    let goes_through = matches!(asked, Asked::Push(_)) && report.count().errors == 0;
    let output = match goes_through && flags.format == Format::Human {
        true => starts::lines(repository, refs, &judged),
        false => String::new(),
    };
    Ok(Answer {
        output,
        ..report.into()
    })
}

/// Judges the tags among the refs, and returns what they are.
fn judge_tags(
    repository: &Rc<Repository>,
    context: &Context<'_>,
    stage: Stage,
    flags: &Flags,
    terminal: &Terminal,
    report: &mut Report,
) -> anyhow::Result<Vec<PushedTag>> {
    let tagged = context.refs.iter().filter(|pushed| pushed.tag().is_some());
    let mut judged = Vec::new();
    for pushed in tagged {
        let own = Some(pushed).filter(|_| context.side != Side::Server);
        let (mut policy, config) = policy(repository, own, stage, flags, terminal)?;
        if context.side == Side::Server {
            policy = policy.without_comments();
        }
        let mut findings = Findings::default();
        let tag = check(repository, pushed, context, &config, &policy, &mut findings)?;
        policy.settle(&mut findings);
        report.findings.extend(findings.into_found());
        report.looked_at.push(answer::looked_at(pushed, &tag));
        judged.push(tag);
    }
    Ok(judged)
}

/// Returns policy and configuration for a tag: those of the tree it stands for, else those of HEAD, which on a server is
/// the default branch.
fn policy(
    repository: &Rc<Repository>,
    pushed: Option<&PushedRef>,
    stage: Stage,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<(Policy, Config)> {
    let tagged = match pushed {
        Some(pushed) => tagged_tree(repository, pushed)?,
        None => None,
    };
    let snapshot = match tagged {
        Some(snapshot) => Some(snapshot),
        None if repository.head()?.is_some() => Some(Snapshot::commit(repository.clone(), "HEAD")?),
        None => None,
    };
    let config = match snapshot {
        Some(snapshot) => {
            // The tree of an old tag may hold keys that this version no longer knows.
            Config::open(&snapshot, flags, UnknownKeys::Warned, terminal)?
        }
        None => Config::default(),
    };
    Ok((Policy::new(&config, flags, stage)?, config))
}
