//! Decides what a release is: from the base commit, the tags, and what was asked for.
//!
//! Reads commits only, never the working tree, so that the plan is the same before, amid and after the release.
use super::plan::Plan;
use super::release::{Commit, Release};
use super::state::Reason;
use super::steps::Action;
use super::steps::StepName;
use super::world::World;
use crate::bump::{self, Kind};
use crate::changelog::RollError;
use crate::git::{Oid, Snapshot, Tag};
use crate::policy::Stage;
use crate::project::{Package, TagFormat};
use crate::rule::{Findings, Severity};
use crate::version::Version;
use anyhow::{Context as _, bail};
use std::rc::Rc;

/// Plans a release of a kind from HEAD; when HEAD is a release commit, or carries the release's tag, that release.
pub fn release(world: &World<'_>, kind: &Kind) -> anyhow::Result<Plan> {
    let (base, begun) = begun(world)?;
    let snapshot = Snapshot::commit(world.repository.clone(), base.as_str())?;
    let package = world.package(&snapshot)?;
    in_order(world, &package, &snapshot)?;
    let tags = Tags::of(world, &package, &base, &snapshot)?;
    let begun = match begun {
        Some(tag) => Some(tag),
        None if package.versioned_by.is_some() => tags.at_base(&base),
        None => None,
    };
    let from = tags.version_before(&package, begun.as_deref());
    let to = match &begun {
        Some(tag) => tags.version_of(tag)?,
        None => next(&package, from.as_ref(), kind)?,
    };
    if let Kind::Exactly(asked) = kind
        && *asked != to
    {
        bail!("HEAD is already the release of {to}; commit something before {asked} is released");
    }
    let release = undertake(world, &package, &snapshot, base, from, to, &tags)?;
    let mut steps = vec![
        StepName::Preflight,
        StepName::Bump,
        StepName::Changelog,
        StepName::Commit,
        StepName::Build,
        StepName::Validate,
        StepName::Tag,
    ];
    if world.options.pushes {
        steps.push(StepName::Push);
    }
    steps.push(StepName::Upload);
    Ok(of_steps(release, &steps))
}

/// The commit that a release is made from, and the tag of the release that HEAD is when it is one of this package's:
/// in a repository of several packages HEAD may be the release of another one, which is a commit like any other.
fn begun(world: &World<'_>) -> anyhow::Result<(Oid, Option<String>)> {
    let head = world.head()?;
    let (Some(tag), Some(parent)) = (head.tag, head.parent) else {
        return Ok((head.oid, None));
    };
    let at = |commit: &Oid| Snapshot::commit(world.repository.clone(), commit.as_str());
    let now = at(&head.oid)?;
    let package = world.package(&now)?;
    let tags = Tags::of(world, &package, &head.oid, &now)?;
    let is_ours = match tags.format.read(&tag) {
        None => false,
        Some(read) if read.name.is_some() => {
            let name = read.name.as_deref();
            name.is_some_and(|name| package.is_called(name))
        }
        Some(read) if package.versioned_by.is_none() => {
            let before = world.package(&at(&parent)?)?;
            let to = read.version.ok();
            package.version() == to.as_ref() && before.version() != to.as_ref()
        }
        Some(_) => true,
    };
    Ok(if is_ours {
        (parent, Some(tag))
    } else {
        (head.oid, None)
    })
}

/// Plans the release of a tag that exists: build, judge, push, upload.
pub fn of_tag(world: &World<'_>, asked: Option<&str>) -> anyhow::Result<Plan> {
    let head = world.head()?;
    let snapshot = Snapshot::commit(world.repository.clone(), head.oid.as_str())?;
    let package = world.package(&snapshot)?;
    let tags = Tags::of(world, &package, &head.oid, &snapshot)?;
    let tag = match asked
        .map(str::to_owned)
        .or_else(crate::environment::tag_of_ci)
        .or_else(|| tags.at_base(&head.oid))
    {
        Some(tag) => tag,
        None => tags.declared(world, &package)?,
    };
    let name = format!("refs/tags/{tag}");
    if world.repository.reference(&name)?.is_none() {
        let way_out = match tag.parse::<Kind>() {
            Ok(_) => format!("`publish release {tag}` makes a release"),
            Err(_) => "`git tag` lists those that there are".into(),
        };
        bail!("there is no tag `{tag}`; {way_out}");
    }
    let commit = world.repository.commit(&name)?;
    let snapshot = Snapshot::commit(world.repository.clone(), commit.as_str())?;
    let package = world.package(&snapshot)?;
    let to = tags.version_of(&tag)?;
    let release = Rc::new(Release {
        name: name_of(&package)?,
        folder: package.folder.clone(),
        from: None,
        to,
        tag,
        tag_message: None,
        base: commit,
        commit: Commit::Base,
    });
    let mut steps = vec![
        StepName::Preflight,
        StepName::Build,
        StepName::Validate,
        StepName::Tag,
    ];
    if world.options.pushes {
        steps.push(StepName::Push);
    }
    steps.push(StepName::Upload);
    Ok(of_steps(release, &steps))
}

fn of_steps(release: Rc<Release>, names: &[StepName]) -> Plan {
    let actions = names
        .iter()
        .map(|name| Action::new(*name, &release))
        .collect();
    Plan::of(release, actions)
}

/// Why no plan can be made of a project in this state: a person has to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.text)]
pub(super) struct Refused(pub(super) Reason);

/// The declared versions agree where the release starts.
fn in_order(world: &World<'_>, package: &Package, base: &Snapshot) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    let policy = world.policy(Stage::Ci)?;
    crate::check_version::check(
        base,
        &world.repository,
        package.name.as_deref(),
        None,
        &world.config,
        &policy,
        &mut findings,
    )?;
    policy.settle(&mut findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.found().is_empty() {
        return Ok(());
    }
    let reason = Reason {
        text: format!(
            "the versions that `{}` declares in {} are not in order",
            package.title(),
            base.name()
        ),
        help: Some("mend them and commit, then run this again".into()),
        findings: findings.into_found(),
    };
    Err(Refused(reason).into())
}

/// A changelog that has no section for the release is a person's to mend, not a failure to look.
fn unrolled(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<RollError>() {
        Ok(error @ RollError::NoUnreleased { .. }) => Refused(Reason::new(
            error.to_string(),
            "say under a heading `Unreleased` what the release changes and commit, then run this again",
        ))
        .into(),
        Ok(error) => error.into(),
        Err(error) => error,
    }
}

fn next(package: &Package, from: Option<&Version>, kind: &Kind) -> anyhow::Result<Version> {
    match (kind, from) {
        (Kind::Exactly(version), None) => Ok(version.clone()),
        (_, Some(from)) => Ok(bump::next(from, kind)?),
        (_, None) if package.versioned_by.is_some() => bail!(
            "`{}` has no release tag to count from; name the first version: `publish release 0.1.0`",
            package.name.as_deref().unwrap_or("the package")
        ),
        (_, None) => bail!(
            "`{}` declares no version to count from; `check-version --list` shows what was found",
            package.name.as_deref().unwrap_or("the package")
        ),
    }
}

/// Refuses a bump that wants commands run around it: leaving them out in silence would be another bump.
pub(super) fn without_hooks(settings: &bump::Settings) -> anyhow::Result<()> {
    match settings.hooks.first() {
        None => Ok(()),
        Some(hook) => bail!(
            "`[tool.bumpversion]` wants `{hook}` run, and this version of release-guard runs no such hooks; take them out, or bump with bump-my-version"
        ),
    }
}

fn name_of(package: &Package) -> anyhow::Result<String> {
    package.name.clone().with_context(|| {
        format!(
            "the package in `{}` declares no name; add `name = \"…\"` to `[project]`",
            package.folder
        )
    })
}

fn undertake(
    world: &World<'_>,
    package: &Package,
    snapshot: &Snapshot,
    base: Oid,
    from: Option<Version>,
    to: Version,
    tags: &Tags,
) -> anyhow::Result<Rc<Release>> {
    let settings = bump::settings(package, snapshot)?;
    without_hooks(&settings)?;
    let name = name_of(package)?;
    let tag = tags.format.tag(Some(&name), &to);
    let [before, after] = [from.as_ref().unwrap_or(&to), &to].map(Version::to_string);
    let fill = |template: &str| {
        template
            .replace("{current_version}", &before)
            .replace("{new_version}", &after)
    };
    let mut release = Release {
        name,
        folder: package.folder.clone(),
        from,
        tag_message: match settings.tag_message.as_deref() {
            None => Some(format!("Release {to}")),
            Some("") => None,
            Some(template) => Some(fill(template)),
        },
        to,
        tag,
        base,
        commit: Commit::Base,
    };
    let changes = world.changes(&release).map_err(unrolled)?;
    if !changes.together().is_empty() {
        let Some(branch) = world.repository.branch()? else {
            bail!("no branch is checked out; `git switch` to the one that is released from");
        };
        let title = match settings.message.as_deref() {
            Some(template) => fill(template),
            None if package.bumpversion.is_some() => fill(bump::MESSAGE),
            None => format!("Release {after}"),
        };
        release.commit = Commit::Made {
            branch,
            message: format!("{}\n\n{}\n", title.trim_end(), release.trailer()),
        };
    }
    Ok(Rc::new(release))
}

/// The release tags of a package, newest version first, and how they are written.
struct Tags {
    format: TagFormat,
    reachable: Vec<Tag>,
}

impl Tags {
    fn of(
        world: &World<'_>,
        package: &Package,
        base: &Oid,
        snapshot: &Snapshot,
    ) -> anyhow::Result<Self> {
        let reachable = world.repository.tags_reachable(base)?;
        let names: Vec<String> = reachable.iter().map(|tag| tag.name.clone()).collect();
        let settings = bump::settings(package, snapshot)?;
        let format = TagFormat::learned(
            world.config.tag_format.as_deref(),
            settings.tag_name.as_deref(),
            &names,
        )?;
        Ok(Self { format, reachable })
    }

    /// The release tag on a commit.
    fn at_base(&self, commit: &Oid) -> Option<String> {
        let on = |tag: &&Tag| tag.commit == *commit && self.parsed(&tag.name).is_some();
        self.reachable.iter().find(on).map(|tag| tag.name.clone())
    }

    fn parsed(&self, tag: &str) -> Option<Version> {
        self.format
            .version_of(tag)
            .and_then(|(_, version)| version.ok())
    }

    fn version_of(&self, tag: &str) -> anyhow::Result<Version> {
        self.parsed(tag)
            .with_context(|| format!("the tag `{tag}` is not written as `{}`", self.format))
    }

    /// The version before a release: the declared one, or the highest reachable tag's.
    fn version_before(&self, package: &Package, begun: Option<&str>) -> Option<Version> {
        if package.versioned_by.is_none() {
            return package.version().cloned();
        }
        let earlier = self
            .reachable
            .iter()
            .filter(|tag| Some(tag.name.as_str()) != begun);
        earlier.filter_map(|tag| self.parsed(&tag.name)).max()
    }

    /// The tag of the declared version, when it exists.
    fn declared(&self, world: &World<'_>, package: &Package) -> anyhow::Result<String> {
        let Some(version) = package.version() else {
            bail!(
                "there is no tag on this commit; `publish release patch` makes a release, `publish TAG` publishes one"
            );
        };
        let tag = self.format.tag(package.name.as_deref(), version);
        if world
            .repository
            .reference(&format!("refs/tags/{tag}"))?
            .is_none()
        {
            bail!(
                "the declared version {version} has no tag `{tag}`; `publish release patch` makes the next release, `git tag {tag}` one of this commit"
            );
        }
        Ok(tag)
    }
}
