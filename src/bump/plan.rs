//! What a bump changes: first the files that a configuration names, then every declaration that does not follow yet; and
//! the whole tree read again.
//!
//! Nothing is written.
use super::dialect::Dialect;
use super::entries::{Applied, Entries, OwnForm, Texts};
use super::recording::recording;
use super::target::{Reckoned, not_a_version, reckon};
use super::template::Context;
use super::{Bump, BumpError, Bumped, Overrides, Project, Request, Target, floors};
use crate::edit::{self, Edit, FileChange};
use crate::git::Snapshot;
use crate::project::{
    self, Declaration, Extent, Form as Scheme, Package, ProjectError, Site, splice,
};
use crate::source::{Origin, RepoPath};
use crate::version::Version;
use std::sync::Arc;

/// Plans the bump of packages, each by its place in the project and what is asked for; `cited` is the day that citations of
/// the release are to name, as they write it.
///
/// # Errors
///
/// Whatever stands in the way is an error and says so in a sentence: versions that disagree before, a version that would
/// not be later, a file or text that is configured and not there, a declaration that cannot follow.
pub fn plan(
    project: &Project<'_>,
    wanted: &[(usize, Option<Request>)],
    said: &Overrides,
    cited: Option<&str>,
) -> Result<Bump, BumpError> {
    let mut reckoned = Vec::new();
    for (index, request) in wanted {
        let package = project
            .packages
            .get(*index)
            .ok_or(BumpError::NothingAsked)?;
        let dialect = dialect_of(project, package, said)?;
        let result = reckon(project, package, dialect.as_ref(), request.as_ref(), said)?;
        reckoned.push((package, dialect, result));
    }
    let mut texts = Texts::new();
    let mut own_forms = Vec::new();
    for (package, dialect, result) in &reckoned {
        let applied = apply(project, package, dialect.as_ref(), result, said)?;
        agree(package, &result.target.from, &applied.own_forms)?;
        texts.extend(applied.texts);
        own_forms.extend(applied.own_forms);
    }
    let is_same = reckoned.iter().all(|(_, _, result)| result.is_same);
    let bumped: Vec<Bumped> = reckoned
        .iter()
        .map(|(package, _, result)| Bumped {
            name: package.name.clone(),
            folder: package.folder.clone(),
            target: result.target.clone(),
        })
        .collect();
    let changes = match is_same {
        true => Vec::new(),
        false => follow(project, &reckoned, &bumped, texts, &own_forms, cited)?,
    };
    Ok(Bump {
        recording: recording(project, &reckoned, said)?,
        packages: bumped,
        changes,
        own_forms,
    })
}

/// The configuration of bump-my-version that a package is bumped by; `None` where there is none and none is asked for.
fn dialect_of(
    project: &Project<'_>,
    package: &Package,
    said: &Overrides,
) -> Result<Option<Dialect>, BumpError> {
    let path = said.config_file.as_ref().or(package.bumpversion.as_ref());
    let read = match (&said.config_outside, path) {
        (Some(file), _) => Dialect::parse(file.clone())?.map(|dialect| Dialect {
            path: None,
            ..dialect
        }),
        (None, Some(path)) => Dialect::read(path, project.snapshot)?,
        (None, None) => None,
    };
    if let (None, Some(path)) = (&read, &said.config_file) {
        return Err(BumpError::NoConfig { path: path.clone() });
    }
    let read = read.or_else(|| said.has_own_way().then(Dialect::default));
    Ok(read.map(|dialect| dialect.with(said)))
}

/// Applies what a configuration names.
fn apply(
    project: &Project<'_>,
    package: &Package,
    dialect: Option<&Dialect>,
    result: &Reckoned,
    said: &Overrides,
) -> Result<Applied, BumpError> {
    let (Some(dialect), Some(form), Some((before, after))) = (dialect, &result.form, &result.parts)
    else {
        return Ok(Applied::default());
    };
    let tag_name = dialect.settings.tag_name.as_deref();
    let target = &result.target;
    let context = Context {
        surroundings: project.surroundings,
        tag_name: tag_name.unwrap_or("v{new_version}"),
        current: &target.current,
        written_as: &target.current,
        new: &target.new,
        parts: Some((before, after)),
    };
    let others = |name: &str| context.value(name);
    let current = form.write(before, &others)?;
    let own: Vec<String> = project
        .packages
        .iter()
        .filter(|other| other.folder == package.folder)
        .filter_map(|own| own.name.clone())
        .collect();
    let entries = Entries {
        dialect,
        form,
        snapshot: project.snapshot,
        context: context.with(&current, &target.new),
        part: result.part.as_deref(),
        own: &own,
    };
    let mut applied = match result.is_same {
        true => Applied::default(),
        false => entries.apply(&said.files)?,
    };
    applied.own_forms.extend(entries.own_forms()?);
    Ok(applied)
}

/// Refuses a package whose declarations do not all say the version before.
fn agree(package: &Package, from: &Version, own_forms: &[OwnForm]) -> Result<(), BumpError> {
    let mut first: Option<&Declaration> = None;
    // A citation may be stale: nothing is built from it, and the bump brings it up to date.
    let counted = package
        .declarations
        .iter()
        .filter(|found| !found.site.is_citation() && !is_of_own_form(found, own_forms, true));
    for declaration in counted {
        if declaration.version.is_err() {
            return Err(not_a_version(declaration));
        }
        if declaration.says(from) {
            first.get_or_insert(declaration);
            continue;
        }
        let other = first.or(package.declarations.iter().find(|found| found.says(from)));
        return Err(match other {
            Some(other) => BumpError::Disagree {
                pair: Box::new((other.clone(), declaration.clone())),
            },
            None => BumpError::DisagreesWith {
                version: from.to_string(),
                declaration: Box::new(declaration.clone()),
            },
        });
    }
    for pattern in &package.patterns {
        let (Some(wanted), Some(found)) = (pattern.wanted, pattern.found) else {
            continue;
        };
        if wanted != found {
            return Err(BumpError::Count {
                path: pattern.path.clone(),
                pattern: pattern.pattern.clone(),
                wanted,
                found,
            });
        }
    }
    Ok(())
}

/// Whether a declaration is in a file that is configured to say the version in a form of its own, and says it so.
fn is_of_own_form(declaration: &Declaration, own_forms: &[OwnForm], is_before: bool) -> bool {
    own_forms.iter().any(|own| {
        let text = if is_before { &own.before } else { &own.after };
        declaration.place.origin == Origin::File(own.path.clone()) && declaration.raw == *text
    })
}

/// Lets every declaration follow, and reads the tree that comes of it.
fn follow(
    project: &Project<'_>,
    reckoned: &[(&Package, Option<Dialect>, Reckoned)],
    bumped: &[Bumped],
    texts: Texts,
    own_forms: &[OwnForm],
    cited: Option<&str>,
) -> Result<Vec<FileChange>, BumpError> {
    let named = changes(project.snapshot, texts)?;
    let planned = project.snapshot.clone().with(&named, "what is to be");
    let packages = match named.is_empty() {
        true => None,
        false => Some(project::packages_with(&planned, project.settings)?),
    };
    let packages = packages.as_deref().unwrap_or(project.packages);
    let mut edits = floors::edits(&planned, packages, bumped)?;
    for (_, dialect, result) in reckoned {
        let path = dialect.as_ref().and_then(|dialect| dialect.path.as_ref());
        edits.extend(configured(&planned, path, &result.target)?);
    }
    for one in bumped {
        let package = own(packages, one)?;
        edits.extend(rewritten(package, one, own_forms, cited)?);
    }
    for edit in &mut edits {
        let real = planned.followed(&edit.path).map_err(ProjectError::from)?;
        edit.path = real.unwrap_or_else(|| edit.path.clone());
    }
    let read = |path: &RepoPath| planned.read(path).ok().flatten();
    let followed = edit::apply(&edits, read)?;
    let mut texts = Texts::new();
    let after = |change: FileChange| (change.path, change.after);
    texts.extend(named.into_iter().map(after));
    texts.extend(followed.into_iter().map(after));
    let all = changes(project.snapshot, texts)?;
    let end = project.snapshot.clone().with(&all, "what is to be");
    let packages = project::packages_with(&end, project.settings)?;
    stay(project, &packages, bumped)?;
    hold(&packages, bumped, own_forms)?;
    Ok(all)
}

/// The package that is bumped, as it was found.
fn own<'p>(packages: &'p [Package], bumped: &Bumped) -> Result<&'p Package, BumpError> {
    let mut packages = packages.iter();
    let found = packages.find(|package| package.folder == bumped.folder);
    found.ok_or_else(|| BumpError::Lost {
        package: bumped.name.clone().unwrap_or_default(),
    })
}

/// The splice of the version that a configuration itself names, wherever it stands.
fn configured(
    planned: &Snapshot,
    path: Option<&RepoPath>,
    target: &Target,
) -> Result<Option<Edit>, BumpError> {
    let read = path.map(|path| Dialect::read(path, planned)).transpose()?;
    let Some(dialect) = read.flatten() else {
        return Ok(None);
    };
    Ok(dialect
        .current_place
        .filter(|_| dialect.current.as_deref() == Some(&target.current))
        .and_then(|place| splice(&place, &target.current, &target.new)))
}

/// Each file from what it is to what it is to be.
fn changes(snapshot: &Snapshot, texts: Texts) -> Result<Vec<FileChange>, BumpError> {
    let mut changes = Vec::new();
    for (path, after) in texts {
        let before: Arc<[u8]> = snapshot
            .read(&path)
            .map_err(ProjectError::from)?
            .unwrap_or_default();
        if before != after {
            changes.push(FileChange {
                path,
                before,
                after,
            });
        }
    }
    Ok(changes)
}

/// The splices of what a package declares and does not say the new version yet.
fn rewritten(
    package: &Package,
    bumped: &Bumped,
    own_forms: &[OwnForm],
    cited: Option<&str>,
) -> Result<Vec<Edit>, BumpError> {
    let target = &bumped.target;
    let mut edits = Vec::new();
    if package.versioned_by.is_none() {
        let stale = package
            .literals()
            .filter(|found| !found.says(&target.to) && !is_of_own_form(found, own_forms, false));
        for declaration in stale {
            edits.push(declared(declaration, &target.to, &target.new)?);
        }
        for tuple in package.tuples.iter().filter(|tuple| tuple.is_numbered()) {
            let found = tuple.rewrite(&target.to).ok_or_else(|| BumpError::Tuple {
                name: tuple.name,
                version: target.to.to_string(),
                place: Box::new(tuple.place.clone()),
            })?;
            edits.extend(found);
        }
    }
    if let (Some((day, place)), Some(cited)) = (&package.cited_on, cited) {
        edits.extend(splice(place, day, cited));
    }
    Ok(edits)
}

/// The splice of a declaration.
fn declared(declaration: &Declaration, to: &Version, new: &str) -> Result<Edit, BumpError> {
    let own = declaration.spelling(to)?;
    let text = match (declaration.form, declaration.extent) {
        _ if declaration.site == Site::UvLock => own,
        (Scheme::Pep440, Extent::Whole) if own.starts_with('v') && !new.starts_with('v') => {
            format!("v{new}")
        }
        (Scheme::Pep440, Extent::Whole) => new.to_owned(),
        _ => own,
    };
    declaration
        .rewrite(&text)
        .ok_or_else(|| BumpError::Escaped {
            raw: declaration.raw.clone(),
            place: Box::new(declaration.place.clone()),
        })
}

/// Reads files again in which a bump was carried out.
///
/// # Errors
///
/// A package that does not declare its new version everywhere.
pub fn verify(
    snapshot: &Snapshot,
    settings: &project::Settings,
    bump: &Bump,
) -> Result<(), BumpError> {
    let packages = project::packages_with(snapshot, settings)?;
    hold(&packages, &bump.packages, &bump.own_forms)
}

/// What is bumped declares the new version everywhere.
fn hold(packages: &[Package], bumped: &[Bumped], own_forms: &[OwnForm]) -> Result<(), BumpError> {
    for one in bumped {
        let package = own(packages, one)?;
        let left = package.literals().find(|found| {
            package.versioned_by.is_none()
                && !found.says(&one.target.to)
                && !is_of_own_form(found, own_forms, false)
        });
        if let Some(left) = left {
            return Err(BumpError::LeftBehind {
                declaration: Box::new(left.clone()),
                version: one.target.new.clone(),
            });
        }
    }
    Ok(())
}

/// What is not bumped declares the version it had.
fn stay(project: &Project<'_>, packages: &[Package], bumped: &[Bumped]) -> Result<(), BumpError> {
    let others = packages
        .iter()
        .filter(|package| !bumped.iter().any(|one| one.folder == package.folder));
    for package in others {
        let same = |other: &&Package| other.folder == package.folder;
        let before = project.packages.iter().find(same);
        if before.is_some_and(|before| before.version() != package.version()) {
            return Err(BumpError::Swept {
                package: package.called(),
            });
        }
    }
    Ok(())
}
