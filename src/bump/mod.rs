//! The next version of a package, and the splices that write it.
//!
//! Nothing is written here: a bump is data. What `[tool.bumpversion]` says is obeyed as far as it is safe; what it does not
//! name is found by `project`.
#[cfg_attr(not(test), expect(dead_code, reason = "not wired in yet"))]
mod calver;
mod dialect;
mod error;
#[cfg_attr(not(test), expect(dead_code, reason = "not wired in yet"))]
mod format;
#[cfg_attr(not(test), expect(dead_code, reason = "not wired in yet"))]
mod glob;
mod kind;
mod search;
mod template;

pub use error::BumpError;
pub use kind::{Kind, KindError, Level, NextError, Step, next};

use crate::edit::Edit;
use crate::git::Snapshot;
use crate::project::{Declaration, Extent, Form as Scheme, Package, ProjectError, Site, Toml};
use crate::source::{RepoPath, SourceFile};
use crate::version::Version;
use dialect::{Dialect, FileRules};
use template::Form;

/// The message that bump-my-version commits and tags with where nothing else is configured.
pub const MESSAGE: &str = "Bump version: {current_version} → {new_version}";

/// A change of version, ready to be written.
#[derive(Debug, Clone)]
pub struct Bump {
    /// The version before.
    pub from: Version,
    /// The version after, which is later.
    pub to: Version,
    /// The splices of all files.
    pub edits: Vec<Edit>,
    /// What the project says about the commit and the tag.
    pub settings: Settings,
}

/// What a project's configuration of bump-my-version says about the commit and the tag; nothing where it has none.
///
/// Its texts are templates: `{current_version}` and `{new_version}` stand for the versions, and nothing else is in braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The commit message; `None` when none is configured.
    pub message: Option<String>,
    /// The tag's name; `None` when none is configured.
    pub tag_name: Option<String>,
    /// The tag's message; `None` when none is configured, empty for a lightweight tag.
    pub tag_message: Option<String>,
    /// Whether a commit is asked for.
    pub commit: bool,
    /// Whether a tag is asked for.
    pub tag: bool,
    /// Whether other changes may be there.
    pub allow_dirty: bool,
    /// Commands that are to run around the commit; nothing here runs them.
    pub hooks: Vec<String>,
}

/// Plans the bump of a package: all of its declarations, what bump-my-version's configuration names, and uv.lock.
pub fn plan(package: &Package, snapshot: &Snapshot, kind: &Kind) -> Result<Bump, BumpError> {
    if let Some(tool) = package.versioned_by {
        return Err(BumpError::TagIsVersion { tool });
    }
    let (from, raw) = agreed(package)?;
    let to = next(&from, kind)?;
    let dialect = dialect_of(package, snapshot)?;
    let (current, new) = match &dialect {
        None => (raw, to.to_string()),
        Some(dialect) => {
            let form = Form::new(&dialect.common)?;
            let current = dialect.current.clone().unwrap_or(raw);
            form.parts(&current)?;
            (current, form.write(&to)?)
        }
    };
    let mut edits = Vec::new();
    for declaration in package.declarations.iter().chain(&package.locks) {
        edits.push(rewritten(declaration, &to, &new)?);
    }
    edits.extend(tuples(package, &to)?);
    let mut settings = Settings::default();
    if let Some(dialect) = &dialect {
        let versions = Versions {
            from: &from,
            to: &to,
            current: &current,
            new: &new,
        };
        for entry in &dialect.files {
            configured(snapshot, dialect, entry, &versions, &mut edits)?;
        }
        settings = settings_of(dialect)?;
    }
    Ok(Bump {
        from,
        to,
        edits,
        settings,
    })
}

/// Reads what a package's configuration of bump-my-version says about the commit and the tag.
pub fn settings(package: &Package, snapshot: &Snapshot) -> Result<Settings, BumpError> {
    let dialect = dialect_of(package, snapshot)?;
    dialect.map_or(Ok(Settings::default()), |dialect| settings_of(&dialect))
}

/// The `tag_name` that a package configures for bump-my-version. A configuration that makes no sense says nothing here; it
/// is refused where it is used.
pub fn tag_name(package: &Package, snapshot: &Snapshot) -> Option<String> {
    package.bumpversion.as_ref()?;
    settings(package, snapshot).ok()?.tag_name
}

fn dialect_of(package: &Package, snapshot: &Snapshot) -> Result<Option<Dialect>, BumpError> {
    match &package.bumpversion {
        Some(path) => Dialect::read(path, snapshot),
        None => Ok(None),
    }
}

/// The old and the new version with their texts.
struct Versions<'v> {
    from: &'v Version,
    to: &'v Version,
    current: &'v str,
    new: &'v str,
}

/// The version that all declarations agree on, and its text.
fn agreed(package: &Package) -> Result<(Version, String), BumpError> {
    let mut first: Option<(&Declaration, &Version)> = None;
    // A citation may be stale: nothing is built from it, and the bump brings it up to date.
    for declaration in package
        .declarations
        .iter()
        .filter(|found| !found.site.is_citation())
    {
        let version = declaration
            .version
            .as_ref()
            .map_err(|error| BumpError::NotAVersion {
                raw: declaration.raw.clone(),
                place: Box::new(declaration.place.clone()),
                error: error.clone(),
            })?;
        match first {
            None => first = Some((declaration, version)),
            Some((other, known)) if !declaration.says(known) => {
                return Err(BumpError::Disagree {
                    pair: Box::new((other.clone(), declaration.clone())),
                });
            }
            Some(_) => {}
        }
    }
    let (declaration, version) = first.ok_or_else(|| BumpError::NoVersion {
        package: package.title(),
    })?;
    Ok((version.clone(), declaration.raw.clone()))
}

/// The splice of a declaration.
fn rewritten(declaration: &Declaration, to: &Version, new: &str) -> Result<Edit, BumpError> {
    let escaped = || BumpError::Escaped {
        raw: declaration.raw.clone(),
        place: Box::new(declaration.place.clone()),
    };
    let own = declaration.spelling(to)?;
    let text = match (declaration.form, declaration.extent) {
        _ if declaration.site == Site::UvLock => own,
        (Scheme::Pep440, Extent::Whole) if own.starts_with('v') && !new.starts_with('v') => {
            format!("v{new}")
        }
        (Scheme::Pep440, Extent::Whole) => new.to_owned(),
        _ => own,
    };
    declaration.rewrite(&text).ok_or_else(escaped)
}

/// The splices of the tuples that spell the version.
fn tuples(package: &Package, to: &Version) -> Result<Vec<Edit>, BumpError> {
    let mut edits = Vec::new();
    for tuple in package.tuples.iter().filter(|tuple| tuple.is_numbered()) {
        let found = tuple.rewrite(to).ok_or_else(|| BumpError::Tuple {
            name: tuple.name,
            version: to.to_string(),
            place: Box::new(tuple.place.clone()),
        })?;
        edits.extend(found);
    }
    Ok(edits)
}

/// Adds the splices of a file that the configuration names.
fn configured(
    snapshot: &Snapshot,
    dialect: &Dialect,
    entry: &FileRules,
    versions: &Versions<'_>,
    edits: &mut Vec<Edit>,
) -> Result<(), BumpError> {
    let config = dialect.path.clone();
    if entry.is_glob {
        return Err(BumpError::Glob {
            glob: entry.filename.clone(),
            config,
        });
    }
    let rules = entry.rules.over(&dialect.common);
    let found = named_file(snapshot, dialect, &entry.filename)?;
    let Some(file) = found else {
        if rules.may_be_missing == Some(true) {
            return Ok(());
        }
        return Err(BumpError::NoFile {
            path: entry.filename.clone(),
            config,
        });
    };
    if let Some(key) = &entry.key_path {
        let edit = keyed(&file, key, versions)?;
        edits.push(edit);
        return Ok(());
    }
    let has_own_form = !entry.rules.serialize.is_empty() || entry.rules.parse.is_some();
    let is_default = matches!(rules.search.as_deref(), None | Some("{current_version}"))
        && matches!(rules.replace.as_deref(), None | Some("{new_version}"))
        && !has_own_form;
    if is_default && rules.regex != Some(true) && edits.iter().any(|edit| edit.path == file.path) {
        // Its declarations are known by their spans; a search would also hit dependencies of the same version.
        return Ok(());
    }
    let (current, new) = if has_own_form {
        let form = Form::new(&rules)?;
        (
            form.write_part(versions.from)?,
            form.write_part(versions.to)?,
        )
    } else {
        (versions.current.to_owned(), versions.new.to_owned())
    };
    let values = template::values(&current, &new, versions.from, versions.to);
    let found = search::edits(&file, &rules, &values)?;
    merge(edits, found);
    Ok(())
}

/// Reads a file by its configured name, which counts from the folder of the configuration or from the top.
fn named_file(
    snapshot: &Snapshot,
    dialect: &Dialect,
    name: &str,
) -> Result<Option<SourceFile>, ProjectError> {
    for folder in [dialect.path.parent().unwrap_or_default(), RepoPath::top()] {
        if let Some(path) = folder.join(name)
            && let Some(file) = snapshot.file(&path)?
        {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// The splice of one key of a TOML file.
fn keyed(file: &SourceFile, key: &str, versions: &Versions<'_>) -> Result<Edit, BumpError> {
    let toml = Toml::parse(file.clone())?;
    let keys: Vec<&str> = key.split('.').collect();
    let found = toml.text(&keys).filter(|text| {
        let same = |version: Version| version == *versions.from;
        text.value == versions.current || text.value.parse().is_ok_and(same)
    });
    let text = found.ok_or_else(|| BumpError::NoKey {
        key: key.to_owned(),
        path: file.path.clone(),
        version: versions.current.to_owned(),
    })?;
    Ok(Edit {
        path: file.path.clone(),
        span: text.span,
        replacement: versions.new.into(),
    })
}

/// Adds splices; one that covers others of its file takes their place, since it was written for that very text.
fn merge(edits: &mut Vec<Edit>, found: Vec<Edit>) {
    for edit in found {
        let covers = |other: &Edit| {
            other.path == edit.path
                && edit.span.start <= other.span.start
                && other.span.end <= edit.span.end
        };
        edits.retain(|other| !covers(other));
        edits.push(edit);
    }
}

/// Refuses a template with a placeholder that only bump-my-version knows.
fn settings_of(dialect: &Dialect) -> Result<Settings, BumpError> {
    let known = ["current_version", "new_version"].map(|name| (name.to_owned(), String::new()));
    let known = template::Values::from(known);
    for text in [&dialect.message, &dialect.tag_name, &dialect.tag_message]
        .into_iter()
        .flatten()
    {
        template::fill(text, &known)?;
    }
    Ok(Settings {
        message: dialect.message.clone(),
        tag_name: dialect.tag_name.clone(),
        tag_message: dialect.tag_message.clone(),
        commit: dialect.commit,
        tag: dialect.tag,
        allow_dirty: dialect.allow_dirty,
        hooks: dialect.hooks.clone(),
    })
}

#[cfg(test)]
mod tests;
