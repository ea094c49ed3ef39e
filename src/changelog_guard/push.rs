//! What is pushed, and what a tag releases.
use super::judge::{CheckError, check, fact, folders, is_same_name, judge_all, today};
use super::{Ground, answer, policy_of};
use crate::config::Config;
use crate::flags::Flags;
use crate::git::{Oid, Repository, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::packages;
use crate::report::Answer;
use crate::rule::Findings;
use crate::source::RepoPath;
use crate::terminal::Terminal;
use crate::version::Version;
use std::io::{IsTerminal as _, Read as _};
use std::rc::Rc;

/// More than git ever writes to the hook for a push that a person makes.
const STDIN_LIMIT: u64 = 16 << 20;

/// A commit that is judged, and the tag that names it.
struct Pushed {
    commit: String,
    tag: Option<String>,
}

/// Judges what is pushed: the refs on stdin; where a hook runner keeps those back, the commit it names, else HEAD.
pub(super) fn judge(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let repository = ground.repository()?;
    let mut pushed = refs_on_stdin()?;
    if pushed.is_empty() {
        let commit = std::env::var("PRE_COMMIT_TO_REF").unwrap_or_else(|_| "HEAD".into());
        let branch = std::env::var("PRE_COMMIT_REMOTE_BRANCH").unwrap_or_default();
        let tag = branch.strip_prefix("refs/tags/").map(str::to_owned);
        pushed.push(Pushed { commit, tag });
    }
    let mut findings = Findings::default();
    let mut looked_at = Vec::new();
    let mut last = None;
    for Pushed { commit, tag } in pushed {
        let snapshot = Snapshot::commit(repository.clone(), &commit)?;
        let (config, policy) = policy_of(&snapshot, flags, Stage::Push, terminal)?;
        let configured = config.changelog.path.as_deref();
        match tag
            .as_deref()
            .and_then(|tag| version_of_tag(tag, config.tag_format.as_deref()))
        {
            Some((name, version)) => {
                release(&snapshot, &name, &version, &config, &policy, &mut findings)?;
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

/// Reads `<local ref> <local oid> <remote ref> <remote oid>` lines; deletions are left out.
fn refs_on_stdin() -> anyhow::Result<Vec<Pushed>> {
    let mut text = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin()
            .lock()
            .take(STDIN_LIMIT)
            .read_to_string(&mut text)?;
    }
    let mut pushed = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        let [_, local, remote, _] = words.as_slice() else {
            anyhow::bail!(
                "cannot read the pushed refs: `{line}` is not `<local ref> <local oid> <remote ref> <remote oid>`"
            );
        };
        let oid = Oid::new(local).ok_or_else(|| {
            anyhow::anyhow!("cannot read the pushed refs: `{local}` is no object name")
        })?;
        if !oid.is_zero() {
            let tag = remote.strip_prefix("refs/tags/").map(str::to_owned);
            pushed.push(Pushed {
                commit: (*local).to_owned(),
                tag,
            });
        }
    }
    Ok(pushed)
}

/// Judges what a tag releases; a tag that is not there yet would be made at HEAD.
pub(super) fn check_tag(
    tag: Option<String>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let repository = ground.repository()?;
    let tag = tag.map(|tag| {
        tag.strip_prefix("refs/tags/")
            .map(str::to_owned)
            .unwrap_or(tag)
    });
    let tag = tag.or_else(tag_of_ci);
    let snapshot = match &tag {
        Some(tag) => tagged(repository, tag, terminal)?,
        None => Snapshot::commit(repository.clone(), "HEAD")?,
    };
    let (config, policy) = policy_of(&snapshot, flags, Stage::Tag, terminal)?;
    let configured = config.changelog.path.as_deref();
    let mut findings = Findings::default();
    let mut shown = Vec::new();
    if let Some(tag) = &tag {
        let Some((name, version)) = version_of_tag(tag, config.tag_format.as_deref()) else {
            anyhow::bail!("the tag `{tag}` names no version");
        };
        let changelog = release(&snapshot, &name, &version, &config, &policy, &mut findings)?;
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

/// The tag that a CI service runs for.
fn tag_of_ci() -> Option<String> {
    let github = std::env::var("GITHUB_REF").ok();
    let github = github.and_then(|name| name.strip_prefix("refs/tags/").map(str::to_owned));
    github
        .or_else(|| std::env::var("CI_COMMIT_TAG").ok())
        .filter(|tag| !tag.is_empty())
}

fn tagged(repository: &Rc<Repository>, tag: &str, terminal: &Terminal) -> anyhow::Result<Snapshot> {
    let name = format!("refs/tags/{tag}");
    if repository.reference(&name)?.is_some() {
        return Ok(Snapshot::commit(repository.clone(), &name)?);
    }
    terminal.note(&format!(
        "there is no tag `{tag}` yet; what it would release from HEAD is judged"
    ));
    Ok(Snapshot::commit(repository.clone(), "HEAD")?)
}

fn release(
    snapshot: &Snapshot,
    name: &str,
    version: &Version,
    config: &Config,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Option<crate::changelog::Changelog>, CheckError> {
    let packages = packages(snapshot)?;
    let named = packages.iter().find(|package| {
        package
            .name
            .as_deref()
            .is_some_and(|other| is_same_name(other, name))
    });
    let of_version = || {
        packages
            .iter()
            .find(|package| package.version() == Some(version))
    };
    let folder = named
        .or_else(of_version)
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

/// The name and version in a tag: as `format` has it, else the longest end of the tag that is a version.
pub(super) fn version_of_tag(tag: &str, format: Option<&str>) -> Option<(String, Version)> {
    if let Some((before, after)) = format.and_then(|format| format.split_once("{version}"))
        && let Some(rest) = tag.strip_suffix(after)
        && !before.contains('{')
    {
        return Some((String::new(), rest.strip_prefix(before)?.parse().ok()?));
    }
    let starts = std::iter::once(0).chain(
        tag.match_indices(['/', '@', '-', '_'])
            .map(|(at, sign)| at + sign.len()),
    );
    starts.into_iter().find_map(|start| {
        let (name, rest) = tag.split_at_checked(start)?;
        let version = rest.strip_prefix('=').unwrap_or(rest).parse().ok()?;
        Some((
            name.trim_end_matches(['/', '@', '-', '_']).to_owned(),
            version,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_a_version_and_perhaps_a_package() {
        for (tag, format, expected) in [
            ("v1.2.0", None, Some(("", "1.2.0"))),
            ("1.2.0rc1", None, Some(("", "1.2.0rc1"))),
            ("release-1.2.0", None, Some(("release", "1.2.0"))),
            ("my-pkg-v1.2.0", None, Some(("my-pkg", "1.2.0"))),
            ("pkg/v1.2.0", None, Some(("pkg", "1.2.0"))),
            ("pkg@1.2.0", None, Some(("pkg", "1.2.0"))),
            ("rel1.2.0", Some("rel{version}"), Some(("", "1.2.0"))),
            ("latest", None, None),
        ] {
            let found =
                version_of_tag(tag, format).map(|(name, version)| (name, version.to_string()));
            let expected = expected.map(|(name, version)| (name.to_owned(), version.to_owned()));
            assert_eq!(found, expected, "{tag}");
        }
    }
}
