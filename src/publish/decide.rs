//! Decides what a release is: from the base commit, the tags, and what was asked for.
//!
//! Reads commits only, never the working tree, so that the plan is the same before, amid and after the release.
use super::destination::Destination;
use super::plan::Plan;
use super::release::{Commit, Release};
use super::state::Reason;
use super::steps::Action;
use super::steps::StepName;
use super::tags::Tags;
use super::world::{Wish, World};
use crate::bump::{BumpError, Kind, Request, Wanted};
use crate::changelog::RollError;
use crate::git::{Oid, Snapshot};
use crate::policy::Stage;
use crate::project::Package;
use crate::rule::{Findings, Severity};
use anyhow::{Context as _, bail};
use std::rc::Rc;

/// Plans a release of a kind from HEAD; when HEAD is a release commit, or carries the release's tag, that release.
pub fn release(world: &World<'_>, request: &Request) -> anyhow::Result<Plan> {
    let (base, begun) = begun(world)?;
    let snapshot = Snapshot::commit(world.repository.clone(), base.as_str())?;
    let package = world.package(&snapshot)?;
    in_order(world, &package, &snapshot)?;
    let begun = match begun {
        Some(tag) => Some(tag),
        None if package.versioned_by.is_some() => Tags::of(world, &package, &base, &snapshot)?.here,
        None => None,
    };
    let release = undertake(world, snapshot, base, &package, request, begun)?;
    if let Ok(Wanted::Kind(Kind::Exactly(asked))) = request.wanted()
        && asked != release.to
    {
        bail!(
            "HEAD is already the release of {}; commit something before {asked} is released",
            release.to
        );
    }
    let steps = [
        StepName::Preflight,
        StepName::Bump,
        StepName::Changelog,
        StepName::Commit,
        StepName::Build,
        StepName::Validate,
        StepName::Tag,
    ];
    Ok(of_steps(world, release, &steps))
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

/// Plans the release that HEAD began and whose tag is not made yet; `None` when there is none.
pub(super) fn begun_release(world: &World<'_>) -> anyhow::Result<Option<Plan>> {
    let (base, Some(tag)) = begun(world)? else {
        return Ok(None);
    };
    if world
        .repository
        .reference(&format!("refs/tags/{tag}"))?
        .is_some()
    {
        return Ok(None);
    }
    let snapshot = Snapshot::commit(world.repository.clone(), base.as_str())?;
    let package = world.package(&snapshot)?;
    let tags = Tags::of(world, &package, &base, &snapshot)?;
    let (written, _) = tags.version_of(&tag)?;
    release(world, &Request::of(&written)).map(Some)
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
        .or_else(|| tags.here.clone())
    {
        Some(tag) => tag,
        None => tags.declared(world, &package)?,
    };
    let name = format!("refs/tags/{tag}");
    if world.repository.reference(&name)?.is_none() {
        let way_out = match Request::of(&tag).wanted() {
            Ok(_) => format!("`publish release {tag}` makes a release"),
            Err(_) => "`git tag` lists those that there are".into(),
        };
        bail!("there is no tag `{tag}`; {way_out}");
    }
    let commit = world.repository.commit(&name)?;
    let snapshot = Snapshot::commit(world.repository.clone(), commit.as_str())?;
    let package = world.package(&snapshot)?;
    let (written, to) = tags.version_of(&tag)?;
    let release = Rc::new(Release {
        name: name_of(&package)?,
        folder: package.folder.clone(),
        from: None,
        to,
        written,
        request: None,
        tag,
        tag_message: None,
        tag_is_signed: false,
        base: commit,
        commit: Commit::Base,
    });
    Ok(of_made(world, release))
}

/// Plans a release whose commit is there: build, judge, tag, push, upload.
pub(super) fn of_made(world: &World<'_>, release: Rc<Release>) -> Plan {
    let steps = [
        StepName::Preflight,
        StepName::Build,
        StepName::Validate,
        StepName::Tag,
    ];
    of_steps(world, release, &steps)
}

/// The release that is made upon a commit, whatever is checked out.
pub(super) fn upon(
    world: &World<'_>,
    base: &Oid,
    request: &Request,
) -> anyhow::Result<Rc<Release>> {
    let snapshot = Snapshot::commit(world.repository.clone(), base.as_str())?;
    let package = world.package(&snapshot)?;
    in_order(world, &package, &snapshot)?;
    undertake(world, snapshot, base.clone(), &package, request, None)
}

/// These steps, then the push, where it is wanted, and an upload to each destination.
fn of_steps(world: &World<'_>, release: Rc<Release>, names: &[StepName]) -> Plan {
    let push = world.pushes().then_some(StepName::Push);
    let names = names.iter().copied().chain(push);
    let mut actions: Vec<_> = names.map(|name| Action::new(name, &release)).collect();
    let is_forge = |to: &&Destination| matches!(to, Destination::Forge(_));
    let is_pages = |to: &&Destination| matches!(to, Destination::Pages(_));
    let all = || world.destinations.iter();
    let to = |name| {
        let release = &release;
        move |to: &Destination| Action::to(name, release, to)
    };
    // A draft shows that a forge can be written to before anything is done that cannot be undone.
    for forge in all().filter(is_forge) {
        let drafts = matches!(forge, Destination::Forge(home) if home.has_drafts());
        actions.extend(drafts.then(|| to(StepName::Draft)(forge)));
        actions.push(to(StepName::Assets)(forge));
    }
    let indexes = all().filter(|to| !is_forge(to) && !is_pages(to));
    actions.extend(indexes.map(to(StepName::Upload)));
    actions.extend(all().filter(is_forge).map(to(StepName::Publish)));
    // It shows what is published.
    actions.extend(all().find(is_pages).map(to(StepName::IndexPage)));
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

pub(super) fn name_of(package: &Package) -> anyhow::Result<String> {
    package.name.clone().with_context(|| {
        format!(
            "the package in `{}` declares no name; add `name = \"…\"` to `[project]`",
            package.folder
        )
    })
}

/// The release of a package: the one that was begun, or the one that is asked for.
fn undertake(
    world: &World<'_>,
    snapshot: Snapshot,
    base: Oid,
    package: &Package,
    request: &Request,
    begun: Option<String>,
) -> anyhow::Result<Rc<Release>> {
    let written = match &begun {
        Some(tag) => {
            let tags = Tags::of(world, package, &base, &snapshot)?;
            Some(tags.version_of(tag)?.0)
        }
        None => None,
    };
    let wish = Wish {
        request,
        written,
        begun: begun.as_deref(),
        cited: None,
    };
    let planned = world.bump(snapshot, &base, package, wish)?;
    let own = planned
        .packages
        .iter()
        .find(|own| own.folder == package.folder);
    let target = own.context("the package is not among those that are bumped")?;
    let target = target.target.clone();
    let name = name_of(package)?;
    let tag = planned.recording.tags.first();
    let tag = tag.context("no tag is planned")?;
    let is_first = package.versioned_by.is_some() && target.current == "0";
    let mut release = Release {
        name,
        folder: package.folder.clone(),
        from: (!is_first).then_some(target.from),
        to: target.to,
        written: target.new,
        request: Some(request.clone()),
        tag_message: tag.message.clone(),
        tag_is_signed: planned.recording.sign_tags,
        tag: begun.unwrap_or_else(|| tag.name.clone()),
        base,
        commit: Commit::Base,
    };
    let changes = world.changes(&release).map_err(unrolled)?;
    if !changes.together().is_empty() {
        let Some(branch) = world.repository.branch()? else {
            bail!("no branch is checked out; `git switch` to the one that is released from");
        };
        let title = planned.recording.message.trim_end();
        release.commit = Commit::Made {
            branch,
            message: format!("{title}\n\n{}\n", release.trailer()),
        };
    }
    Ok(Rc::new(release))
}

/// A bump that a person has to make possible is refused; one that could not be looked at is an error.
pub(super) fn refusal(error: BumpError) -> anyhow::Error {
    if !error.is_conflict() {
        return error.into();
    }
    let said = error.to_string();
    let (text, hint) = said.split_once("\nhint: ").unwrap_or((&said, ""));
    let help = Some(hint.to_owned()).filter(|hint| !hint.is_empty());
    Refused(Reason {
        text: text.to_owned(),
        help,
        findings: Vec::new(),
    })
    .into()
}
