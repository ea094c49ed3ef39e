//! What is pushed, and what a tag releases.
//!
//! Not whether a tag may be pushed: that is `tag_guard`'s.
use super::judge::{CheckError, check, fact, folders, judge_all, today};
use super::{answer, policy_of};
use crate::config::Config;
use crate::environment::{tag_of_ci, variable};
use crate::flags::Flags;
use crate::git::{Ground, PushedRef, Snapshot, refs_on_stdin};
use crate::policy::{Policy, Stage};
use crate::project::{TagFormat, TagName, packages};
use crate::report::Answer;
use crate::rule::Findings;
use crate::source::RepoPath;
use crate::terminal::Terminal;
use crate::version::Version;

/// A commit that is judged, and the tag that names it.
struct Pushed {
    commit: String,
    tag: Option<String>,
}

/// Judges what is pushed: the refs on stdin; where a hook runner keeps those back, the commit it names, else HEAD.
pub(super) fn judge(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    ground.repository()?.stay_offline();
    let refs = refs_on_stdin()?;
    let pushed: Vec<Pushed> = match refs.is_empty() {
        true => vec![Pushed::told_by_runner()],
        false => refs.into_iter().filter_map(Pushed::of).collect(),
    };
    let mut findings = Findings::default();
    let mut looked_at = Vec::new();
    let mut last = None;
    for Pushed { commit, tag } in pushed {
        let snapshot = ground.commit(&commit)?;
        let (config, policy) = policy_of(&snapshot, flags, Stage::Push, terminal)?;
        let configured = config.changelog.path.as_deref();
        let read = tag
            .as_deref()
            .and_then(|tag| name_and_version(tag, &config));
        match read {
            Some((name, version)) => {
                release(
                    &snapshot,
                    name.as_deref(),
                    &version,
                    &config,
                    &policy,
                    &mut findings,
                )?;
            }
            None => {
                judge_all(&snapshot, flags, configured, &policy, &mut findings)?;
            }
        }
        looked_at.push(tag.unwrap_or_else(|| snapshot.name().to_owned()));
        last = Some(policy);
    }
    match last {
        Some(policy) => Ok(answer(looked_at, serde_json::Map::new(), &policy, findings)),
        None => Ok(Answer::default()),
    }
}

impl Pushed {
    /// The commit of a ref; `None` when the ref is deleted.
    fn of(pushed: PushedRef) -> Option<Self> {
        Some(Self {
            tag: pushed.tag().map(str::to_owned),
            commit: pushed.local?.as_str().to_owned(),
        })
    }

    /// What a hook runner tells in place of the refs.
    fn told_by_runner() -> Self {
        let branch = variable("PRE_COMMIT_REMOTE_BRANCH").unwrap_or_default();
        Self {
            commit: variable("PRE_COMMIT_TO_REF").unwrap_or_else(|| "HEAD".into()),
            tag: branch.strip_prefix("refs/tags/").map(str::to_owned),
        }
    }
}

/// Judges what a tag releases; a tag that is not there yet would be made at HEAD.
pub(super) fn check_tag(
    tag: Option<String>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let tag = tag.map(|tag| {
        tag.strip_prefix("refs/tags/")
            .map(str::to_owned)
            .unwrap_or(tag)
    });
    let tag = tag.or_else(tag_of_ci);
    let snapshot = match &tag {
        Some(tag) => tagged(&ground, tag, terminal)?,
        None => ground.commit("HEAD")?,
    };
    let (config, policy) = policy_of(&snapshot, flags, Stage::Tag, terminal)?;
    let configured = config.changelog.path.as_deref();
    let mut findings = Findings::default();
    let mut shown = Vec::new();
    if let Some(tag) = &tag {
        let Some((name, version)) = name_and_version(tag, &config) else {
            anyhow::bail!("the tag `{tag}` names no version");
        };
        let changelog = release(
            &snapshot,
            name.as_deref(),
            &version,
            &config,
            &policy,
            &mut findings,
        )?;
        shown.extend(changelog.as_ref().map(fact));
    } else {
        for (folder, version) in declared(&snapshot, flags)? {
            let release = Some((&version, today()));
            let changelog = check(
                &snapshot,
                &folder,
                release,
                configured,
                &policy,
                &mut findings,
            )?;
            shown.extend(changelog.as_ref().map(fact));
        }
    }
    let mut facts = serde_json::Map::new();
    facts.insert("changelogs".into(), shown.into());
    Ok(answer(
        vec![snapshot.name().to_owned()],
        facts,
        &policy,
        findings,
    ))
}

/// The packages that are asked for, by their folders, with the versions they declare.
fn declared(snapshot: &Snapshot, flags: &Flags) -> anyhow::Result<Vec<(RepoPath, Version)>> {
    let wanted = folders(snapshot, flags)?;
    let packages = packages(snapshot)?;
    let wanted = packages
        .iter()
        .filter(|package| wanted.contains(&package.folder));
    let found: Vec<(RepoPath, Version)> = wanted
        .filter_map(|package| Some((package.folder.clone(), package.version()?.clone())))
        .collect();
    if found.is_empty() {
        anyhow::bail!(
            "no package in {} declares a version; name the tag with `--tag`",
            snapshot.name()
        );
    }
    Ok(found)
}

fn tagged(ground: &Ground, tag: &str, terminal: &Terminal) -> anyhow::Result<Snapshot> {
    if let Some(snapshot) = ground.tagged(tag)? {
        return Ok(snapshot);
    }
    terminal.note(&format!(
        "there is no tag `{tag}` yet; what it would release from HEAD is judged"
    ));
    Ok(ground.commit("HEAD")?)
}

fn release(
    snapshot: &Snapshot,
    name: Option<&str>,
    version: &Version,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Option<crate::changelog::Changelog>, CheckError> {
    let packages = packages(snapshot)?;
    let named = packages
        .iter()
        .find(|package| name.is_some_and(|name| package.is_named(name)));
    let of_version = || {
        packages
            .iter()
            .find(|package| package.version() == Some(version))
    };
    // A version that nothing declares is still that of the only package there is.
    let only = || match &packages[..] {
        [only] => Some(only),
        _ => None,
    };
    let folder = named
        .or_else(of_version)
        .or_else(only)
        .map(|package| package.folder.clone())
        .unwrap_or_default();
    check(
        snapshot,
        &folder,
        Some((version, today())),
        config.changelog.path.as_deref(),
        policy,
        findings,
    )
}

/// The package and the version in a tag: as the configured form has them, else as its end tells.
fn name_and_version(tag: &str, config: &Config) -> Option<(Option<String>, Version)> {
    let format = config.tag_format.as_deref().map(str::parse::<TagFormat>);
    let found = match format {
        Some(Ok(format)) => format.read(tag)?,
        _ => TagName::guess(tag)?,
    };
    Some((found.name, found.version.ok()?))
}
