//! From a snapshot to findings: which changelog belongs to which package, and what the rules say of it.
//!
//! Not which commits are looked at: that is `push`'s and `message`'s.
use super::facts::{AtRelease, Lint, Message, Raised};
use super::message::{self, Cleanup};
use super::{answer, policy_of, rules};
use crate::changelog::{Changelog, find, fragments, promised};
use crate::flags::Flags;
use crate::git::{GitError, Ground, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::{Package, ProjectError, packages};
use crate::report::Answer;
use crate::rule::Findings;
use crate::source::RepoPath;
use crate::terminal::Terminal;
use crate::version::Version;
use jiff::civil::Date;
use std::sync::Arc;

/// Why a changelog could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A file could not be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The packages could not be found.
    #[error(transparent)]
    Project(#[from] ProjectError),
}

/// Judges the changelog of the package in `folder`, and what it says of a release when one is given: the version and
/// the day. Returns the changelog; `None` where the project keeps none.
pub fn check(
    snapshot: &Snapshot,
    folder: &RepoPath,
    release: Option<(&Version, Date)>,
    configured: Option<&str>,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Option<Changelog>, CheckError> {
    let changelog = read(snapshot, folder, configured)?;
    if let Some(changelog) = &changelog {
        let lint = || -> Result<Lint, CheckError> {
            let (declared, today) = match release {
                Some((version, day)) => (Some(version.clone()), day),
                None => (declared(snapshot, changelog, configured)?, today()),
            };
            Ok(Lint {
                changelog: changelog.clone(),
                today,
                declared,
            })
        };
        policy.judge(rules::LINT, lint, findings)?;
    }
    if let Some((version, _)) = release {
        policy.judge(
            rules::RELEASE,
            || release_facts(snapshot, folder, configured, version),
            findings,
        )?;
    }
    Ok(changelog)
}

/// Today, by UTC.
pub(super) fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

/// Reads the changelog of the package in a folder.
pub(super) fn read(
    snapshot: &Snapshot,
    folder: &RepoPath,
    configured: Option<&str>,
) -> Result<Option<Changelog>, GitError> {
    Ok(find(snapshot, folder, configured)?.map(Changelog::parse))
}

/// The highest version declared by the packages that keep this changelog; `None` when a tag has it.
fn declared(
    snapshot: &Snapshot,
    changelog: &Changelog,
    configured: Option<&str>,
) -> Result<Option<Version>, CheckError> {
    let mut highest: Option<Version> = None;
    let all = packages(snapshot)?;
    for package in &all {
        let own = || find(snapshot, &package.folder, configured);
        if all.len() > 1 && own()?.is_none_or(|file| file.path != changelog.file().path) {
            continue;
        }
        if package.versioned_by.is_some() {
            return Ok(None);
        }
        highest = highest.max(package.version().cloned());
    }
    Ok(highest)
}

pub(super) fn lint_facts(snapshot: &Snapshot, today: Date) -> Result<Option<Lint>, CheckError> {
    let Some(changelog) = read(snapshot, &RepoPath::top(), None)? else {
        return Ok(None);
    };
    let declared = declared(snapshot, &changelog, None)?;
    Ok(Some(Lint {
        changelog,
        today,
        declared,
    }))
}

pub(super) fn release_facts(
    snapshot: &Snapshot,
    folder: &RepoPath,
    configured: Option<&str>,
    version: &Version,
) -> Result<AtRelease, CheckError> {
    let changelog = read(snapshot, folder, configured)?;
    let promised = match changelog {
        Some(_) => None,
        None => promised(snapshot, folder, configured)?,
    };
    Ok(AtRelease {
        changelog,
        version: version.clone(),
        promised,
    })
}

/// Makes the facts of a commit: its message, and the trees before and after it unless the commit is of a kind that
/// says nothing of a release.
pub(super) fn message_facts(
    bytes: Arc<[u8]>,
    cleanup: &Cleanup,
    trees: Option<(&Snapshot, &Snapshot)>,
    configured: Option<&str>,
) -> Result<Message, CheckError> {
    let kept = message::kept(&bytes, cleanup);
    let mut raised = Vec::new();
    let mut keeps_changelog = false;
    if let Some((head, staged)) = trees.filter(|_| !message::is_fixup(&bytes, &kept)) {
        let before = packages(head)?;
        for package in packages(staged)? {
            let folder = &package.folder;
            let after = read(staged, folder, configured)?;
            let collects = fragments(staged, folder)?.is_some();
            keeps_changelog |= after.is_some() || collects;
            if let Some((from, to)) = versions(&before, &package)
                && from < to
                && !collects
            {
                let place = package
                    .declarations
                    .first()
                    .map(|first| first.place.clone());
                let before = read(head, folder, configured)?;
                raised.extend(place.map(|place| Raised {
                    from,
                    to,
                    place,
                    before,
                    after,
                }));
            }
        }
        keeps_changelog |= read(staged, &RepoPath::top(), configured)?.is_some();
    }
    let trailers = if keeps_changelog {
        message::trailers(&bytes, &kept)
    } else {
        Vec::new()
    };
    Ok(Message { trailers, raised })
}

/// The version of a package before and after.
fn versions(before: &[Package], after: &Package) -> Option<(Version, Version)> {
    let same = |other: &&Package| other.folder == after.folder;
    Some((
        before.iter().find(same)?.version()?.clone(),
        after.version()?.clone(),
    ))
}

/// The folders whose changelogs are judged: those of the packages, and the top.
pub(super) fn folders(snapshot: &Snapshot, flags: &Flags) -> anyhow::Result<Vec<RepoPath>> {
    let packages = packages(snapshot)?;
    let Some(name) = &flags.package else {
        let mut folders = vec![RepoPath::top()];
        folders.extend(packages.into_iter().map(|package| package.folder));
        return Ok(folders);
    };
    let found = packages.iter().find(|package| package.is_named(name));
    match found {
        Some(package) => Ok(vec![package.folder.clone()]),
        None => anyhow::bail!("there is no package `{name}` in {}", snapshot.name()),
    }
}

/// Judges every changelog of what is staged in a hook, else of the working tree.
pub(super) fn lint(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let (snapshot, stage) = if ground.is_hook() {
        (ground.staged()?, Stage::Commit)
    } else {
        (ground.work_tree()?, Stage::Ci)
    };
    let (config, policy) = policy_of(&snapshot, flags, stage, terminal)?;
    let mut findings = Findings::default();
    let facts = judge_all(
        &snapshot,
        flags,
        config.changelog.path.as_deref(),
        &policy,
        &mut findings,
    )?;
    Ok(answer(
        vec![snapshot.name().to_owned()],
        facts,
        &policy,
        findings,
    ))
}

/// Judges each changelog of a snapshot once, and returns the facts for the report.
pub(super) fn judge_all(
    snapshot: &Snapshot,
    flags: &Flags,
    configured: Option<&str>,
    policy: &Policy,
    findings: &mut Findings,
) -> anyhow::Result<serde_json::Map<String, serde_json::Value>> {
    let mut seen: Vec<RepoPath> = Vec::new();
    let mut shown = Vec::new();
    for folder in folders(snapshot, flags)? {
        let file = find(snapshot, &folder, configured)?;
        if file.is_none_or(|file| seen.contains(&file.path)) {
            continue;
        }
        if let Some(changelog) = check(snapshot, &folder, None, configured, policy, findings)? {
            seen.push(changelog.file().path.clone());
            shown.push(fact(&changelog));
        }
    }
    let mut facts = serde_json::Map::new();
    facts.insert("changelogs".into(), shown.into());
    Ok(facts)
}

/// What the JSON report says of a changelog.
pub(super) fn fact(changelog: &Changelog) -> serde_json::Value {
    let newest = changelog.released().next();
    let date = newest.and_then(|(section, _)| section.date.as_ref()?.day);
    serde_json::json!({
        "path": changelog.file().path.to_string(),
        "newest": newest.map(|(_, version)| version.to_string()),
        "date": date.map(|date| date.to_string()),
        "unreleased": !changelog.unreleased_is_empty(),
    })
}
