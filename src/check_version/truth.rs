//! Which version is right where places disagree: `--to` says it, or somebody is asked.
//!
//! Not what follows from it: `fix` makes the edits.
use super::Judged;
use super::rules::MISMATCH;
use crate::edit::{Edit, EditError};
use crate::project::{Declaration, Extent, Form, Package, whereabouts};
use crate::report::at;
use crate::rule::Finding;
use crate::source::{Place, RepoPath, printable};
use crate::terminal::{Choice, Terminal};
use crate::version::{NoSemver, Version, VersionError};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum FixError {
    /// `--to` leaves open which package is meant.
    #[error(
        "`--to` is for one package, and there are several: {packages}\nhint: choose one with `--package NAME`"
    )]
    Several { packages: String },
    /// The tag is the version.
    #[error(
        "the last tag is the version of {package} (`{tool}`), so there is no version to write\nhint: tag a commit to change it"
    )]
    TagIsVersion { package: String, tool: &'static str },
    /// There is no literal to write.
    #[error("{package} has no place in which a version is written, so there is nothing to write")]
    NoPlace { package: String },
    /// `--to` is nothing that is known.
    #[error(
        "`{}` is neither a version nor a place where {package} declares one; there are{places}",
        printable(to)
    )]
    Unknown {
        to: String,
        package: String,
        places: String,
    },
    /// `--to` names places that disagree.
    #[error(
        "`{to}` names places with several versions:{places}\nhint: name one of them by its path and line"
    )]
    Ambiguous { to: String, places: String },
    /// `--to` names a place that holds no version.
    #[error("`{raw}` in {} is not a version: {error}", whereabouts(place))]
    NotAVersion {
        raw: String,
        place: Box<Place>,
        error: VersionError,
    },
    /// A place cannot be spliced.
    #[error(
        "`{raw}` in {} is written with escapes or in several pieces and cannot be replaced by `{new}`; nothing was written\nhint: write it plainly first",
        whereabouts(place)
    )]
    NotPlain {
        raw: String,
        new: String,
        place: Box<Place>,
    },
    /// A tuple spells its kind of version in words of its own.
    #[error(
        "the tuple in {} has other words than `{version}` needs; nothing was written\nhint: write it by hand first",
        whereabouts(place)
    )]
    NoWords { version: Version, place: Box<Place> },
    /// A place has another form, in which the version cannot be said.
    #[error("{} cannot say it: {error}; nothing was written", whereabouts(place))]
    NoForm { place: Box<Place>, error: NoSemver },
    /// Nobody answered.
    #[error("the input ended before a version was chosen; nothing was written")]
    NotChosen,
    /// A sparse checkout has it in git's index alone.
    #[error(
        "`{path}` is left out of the working tree by its sparse checkout, so it cannot be written; nothing was written\nhint: bring it in with `git sparse-checkout add`"
    )]
    LeftOut { path: RepoPath },
    /// The files could not be written.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The edits that make packages agree, as far as somebody said which version is right.
pub(super) fn decided(
    judged: &Judged,
    to: Option<&str>,
    terminal: &Terminal,
) -> Result<Vec<Edit>, FixError> {
    let Some(to) = to else {
        let mut edits = Vec::new();
        for package in &judged.packages {
            if disagrees(package, judged)
                && let Some(version) = asked(package, terminal)?
            {
                edits.extend(rewritten(package, version)?);
            }
        }
        return Ok(edits);
    };
    let [package] = judged.packages.as_slice() else {
        let titles = judged.packages.iter().map(Package::called);
        return Err(FixError::Several {
            packages: titles.collect::<Vec<_>>().join(", "),
        });
    };
    if let Some(tool) = package.versioned_by {
        return Err(FixError::TagIsVersion {
            package: package.called(),
            tool,
        });
    }
    if package.literals().next().is_none() && package.tuples.is_empty() {
        return Err(FixError::NoPlace {
            package: package.called(),
        });
    }
    rewritten(package, &meant(package, to)?)
}

/// Whether the versions of a package disagree.
pub(super) fn disagrees(package: &Package, judged: &Judged) -> bool {
    let mut found = judged.findings.found().iter();
    found.any(|finding| finding.rule.name == MISMATCH && is_of(finding, package))
}

/// Whether a finding points at a place where this package declares its version.
pub(super) fn is_of(finding: &Finding, package: &Package) -> bool {
    let tuples = package.tuples.iter().map(|tuple| &tuple.place);
    let mut own = package.literals().map(|found| &found.place).chain(tuples);
    own.any(|own| {
        let is_here = |place: &Place| place.origin == own.origin && place.spot == own.spot;
        finding.places.iter().any(is_here)
    })
}

/// Asks which of a package's versions is right; `None` when nobody is there, or none of them is.
fn asked<'p>(package: &'p Package, terminal: &Terminal) -> Result<Option<&'p Version>, FixError> {
    let mut values: Vec<(&Version, String)> = Vec::new();
    for found in &package.declarations {
        let is_whole = found.form == Form::Pep440 && found.extent == Extent::Whole;
        let Ok(version) = &found.version else {
            continue;
        };
        if !is_whole || found.site.is_citation() {
            continue;
        }
        match values.iter_mut().find(|(known, _)| *known == version) {
            Some((_, text)) => text.push_str(&format!(", {}", at(&found.place))),
            None => values.push((version, format!("{}  in {}", found.raw, at(&found.place)))),
        }
    }
    let items: Vec<String> = values.iter().map(|(_, text)| text.clone()).collect();
    let question = format!(
        "the versions of {} disagree; which one is right?",
        package.called()
    );
    match terminal.choose(&question, &items) {
        Some(Choice::Item(index)) => Ok(values.get(index).map(|(version, _)| *version)),
        Some(Choice::Ended) => Err(FixError::NotChosen),
        Some(Choice::Neither) | None => Ok(None),
    }
}

/// The version that `--to` means: the one it spells, or that of the place it names by kind, path, or path and line.
fn meant(package: &Package, to: &str) -> Result<Version, FixError> {
    if let Ok(version) = to.parse() {
        return Ok(version);
    }
    let path = to.strip_prefix("./").unwrap_or(to);
    let is_named = |site: &str, place: &Place| {
        let at = at(place);
        let rest = at.strip_prefix(path);
        site == to || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let whole: Vec<&Declaration> = package
        .literals()
        .filter(|found| found.extent == Extent::Whole)
        .collect();
    let named = whole.iter().copied();
    let named: Vec<&Declaration> = named
        .filter(|found| is_named(found.site.name(), &found.place))
        .collect();
    let Some(first) = named.first() else {
        let mut pointers = package.pointers.iter();
        let is_pointer = pointers.any(|found| is_named(found.site.name(), &found.place));
        let pointed_at = package.version().filter(|_| is_pointer);
        return pointed_at.cloned().ok_or_else(|| FixError::Unknown {
            to: to.to_owned(),
            package: package.called(),
            places: listed(&whole),
        });
    };
    let version = first
        .version
        .clone()
        .map_err(|error| FixError::NotAVersion {
            raw: first.raw.clone(),
            place: Box::new(first.place.clone()),
            error,
        })?;
    if named.iter().any(|found| !found.says(&version)) {
        return Err(FixError::Ambiguous {
            to: to.to_owned(),
            places: listed(&named),
        });
    }
    Ok(version)
}

/// The edits after which every place of a package says this version, each in its own form.
fn rewritten(package: &Package, version: &Version) -> Result<Vec<Edit>, FixError> {
    let mut edits = Vec::new();
    for found in package.literals() {
        let text = match found.spelling(version) {
            Ok(text) => text,
            // SemVer has no post-release: the release that it belongs to is all that can be said there.
            Err(_) if has_release_of(found, version) => continue,
            Err(error) => {
                return Err(FixError::NoForm {
                    place: Box::new(found.place.clone()),
                    error,
                });
            }
        };
        match found.rewrite(&text) {
            _ if found.raw == text => {}
            Some(edit) => edits.push(edit),
            None if found.says(version) => {}
            None => {
                return Err(FixError::NotPlain {
                    raw: found.raw.clone(),
                    new: text,
                    place: Box::new(found.place.clone()),
                });
            }
        }
    }
    edits.extend(worked_out(package, version)?);
    Ok(edits)
}

/// The edits of the tuples of a package in which no literal holds the whole version: it is worked out from them.
fn worked_out(package: &Package, version: &Version) -> Result<Vec<Edit>, FixError> {
    let mut edits = Vec::new();
    let tuples = package.tuples.iter().filter(|tuple| {
        package.version().is_none() && tuple.version().is_some() && !tuple.says(version)
    });
    for tuple in tuples {
        let Some(rewritten) = tuple.rewrite(version) else {
            return Err(FixError::NoWords {
                version: version.clone(),
                place: Box::new(tuple.place.clone()),
            });
        };
        edits.extend(rewritten);
    }
    Ok(edits)
}

fn has_release_of(found: &Declaration, version: &Version) -> bool {
    let own = found.version.as_ref();
    own.is_ok_and(|own| own.significant_release() == version.significant_release())
}

/// Places one a line: kind, path with line and column, and what stands there.
fn listed(found: &[&Declaration]) -> String {
    let width = found.iter().map(|found| found.site.name().len()).max();
    let width = width.unwrap_or_default();
    let line = |found: &&Declaration| {
        let (site, place) = (found.site.name(), at(&found.place));
        format!("\n  {site:width$}  {place}  {}", found.raw)
    };
    found.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::git::Snapshot;
    use crate::project::packages;

    #[test]
    fn a_version_that_is_worked_out_from_a_tuple_is_written_there() {
        let toml = "[project]\nname = 'a'\ndynamic = ['version']\n[tool.setuptools.dynamic]\nversion = {attr = 'a.__version__'}\n";
        let module = "VERSION = (6, 1, 3, 'final', 0)\n__version__ = text(VERSION)\n";
        let docs = "version = '6.1'\n";
        for (version, expected) in [
            (
                "6.2",
                "VERSION = (6, 2, 0, 'final', 0)\n__version__ = text(VERSION)\n",
            ),
            (
                "6.2rc1",
                "the tuple in `a.py`, line 1, column 11 has other words than `6.2rc1` needs; nothing was written\nhint: write it by hand first",
            ),
        ] {
            let files = [
                ("pyproject.toml", toml),
                ("a.py", module),
                ("docs/conf.py", docs),
            ];
            let package = packages(&Snapshot::memory(files)).unwrap().remove(0);
            let written = match worked_out(&package, &version.parse().unwrap()) {
                Ok(edits) => apply(&edits, |_| Some(module.as_bytes().into())).unwrap()[0]
                    .after
                    .to_vec(),
                Err(error) => error.to_string().into_bytes(),
            };
            assert_eq!(String::from_utf8(written).unwrap(), expected, "{version}");
        }
    }
}
