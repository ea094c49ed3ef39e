//! `--fix`: what is certainly wrong is put right, in memory first, and then in all files or in none.
//!
//! Not a bump: only places that declare the version are written, and git's index is never touched.
use super::Judged;
use crate::edit::{Edit, EditError, FileChange, apply, write_all};
use crate::git::Snapshot;
use crate::project::{Declaration, Extent, Form, Package, whereabouts};
use crate::report::at;
use crate::rule::Finding;
use crate::source::{Place, RepoPath, line_column, printable};
use crate::terminal::{Choice, Terminal};
use crate::version::{NoSemver, Version, VersionError};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// How often the rules are run at most: a version in its normal form may show that a lock file is stale.
const ROUNDS: usize = 4;

/// The rule that cannot know which of its places is right.
const UNCERTAIN: &str = "version-mismatch";

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
    /// A place has another form, in which the version cannot be said.
    #[error("{} cannot say it: {error}; nothing was written", whereabouts(place))]
    NoForm { place: Box<Place>, error: NoSemver },
    /// Nobody answered.
    #[error("the input ended before a version was chosen; nothing was written")]
    NotChosen,
    /// The files could not be written.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// One value that was written, as machine formats show it.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    path: String,
    line: usize,
    old: String,
    new: String,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new) = (printable(&self.old), printable(&self.new));
        write!(f, "{}:{}: {old} → {new}", self.path, self.line)
    }
}

/// Puts right what can be put right in the working tree below `top`, and returns what is left and what was written.
///
/// `to` is the version that every place is to say, or the place that has it. Where it is not given and versions disagree,
/// somebody is asked; a package whose versions still disagree then stays as it is.
pub(super) fn fix(
    snapshot: Snapshot,
    top: &Path,
    to: Option<&str>,
    judge: &dyn Fn(&Snapshot) -> anyhow::Result<Judged>,
    terminal: &Terminal,
) -> anyhow::Result<(Judged, Vec<Written>)> {
    let mut draft = Draft {
        snapshot,
        changes: BTreeMap::new(),
        written: Vec::new(),
    };
    let mut judged = judge(&draft.snapshot)?;
    let mut edits = decided(&judged, to, terminal)?;
    for _ in 0..=ROUNDS {
        if !edits.is_empty() {
            draft.make(&edits)?;
            judged = judge(&draft.snapshot)?;
        }
        edits = certain(&judged);
        if edits.is_empty() {
            break;
        }
    }
    let changes: Vec<FileChange> = draft.changes.into_values().collect();
    write_all(top, &changes).map_err(FixError::from)?;
    for written in &draft.written {
        terminal.say(&written.to_string());
    }
    judged.findings.retain(|finding| {
        if finding.rule.name == UNCERTAIN {
            finding.help("say which is right: `check-version --fix --to VERSION`, or `--to PLACE` for the version that stands there");
        }
        true
    });
    Ok((judged, draft.written))
}

/// The files as they are to be.
struct Draft {
    snapshot: Snapshot,
    changes: BTreeMap<RepoPath, FileChange>,
    written: Vec<Written>,
}

impl Draft {
    /// Makes edits. Of two that touch the same bytes the first is made; the next round may bring the other again.
    fn make(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        let mut taken: Vec<Edit> = Vec::new();
        for edit in edits {
            let touches = |other: &Edit| {
                other.path == edit.path
                    && other.span.start <= edit.span.end
                    && edit.span.start <= other.span.end
            };
            if !taken.iter().any(touches) {
                taken.push(edit.clone());
            }
        }
        let changes = apply(&taken, |path| self.snapshot.read(path).ok().flatten())?;
        for change in &changes {
            for edit in taken.iter().filter(|edit| edit.path == change.path) {
                self.note(edit, &change.before);
            }
        }
        let name = self.snapshot.name().to_owned();
        self.snapshot = self.snapshot.clone().with(&changes, name);
        for change in changes {
            match self.changes.get_mut(&change.path) {
                Some(known) => known.after = change.after,
                None => {
                    self.changes.insert(change.path.clone(), change);
                }
            }
        }
        Ok(())
    }

    /// Remembers an edit for people. A version has no line break, so lines keep their numbers from round to round.
    fn note(&mut self, edit: &Edit, before: &[u8]) {
        let old = before.get(edit.span.clone()).unwrap_or_default();
        let path = edit.path.to_string();
        let line = line_column(before, edit.span.start).0;
        let old = String::from_utf8_lossy(old).into_owned();
        let new = String::from_utf8_lossy(&edit.replacement).into_owned();
        let earlier = self
            .written
            .iter_mut()
            .find(|known| known.path == path && known.line == line && known.new == old);
        match earlier {
            Some(earlier) => earlier.new = new,
            None if old == new => {}
            None => self.written.push(Written {
                path,
                line,
                old,
                new,
            }),
        }
    }
}

/// The edits of all findings whose truth is certain. In a package whose versions disagree none is.
fn certain(judged: &Judged) -> Vec<Edit> {
    let undecided: Vec<&Package> = judged
        .packages
        .iter()
        .filter(|package| disagrees(package, judged))
        .collect();
    judged
        .findings
        .found()
        .iter()
        .filter(|finding| finding.rule.name != UNCERTAIN)
        .filter(|finding| !undecided.iter().any(|package| is_of(finding, package)))
        .flat_map(|finding| finding.edits.clone())
        .collect()
}

fn disagrees(package: &Package, judged: &Judged) -> bool {
    let found = judged.findings.found();
    found
        .iter()
        .any(|finding| finding.rule.name == UNCERTAIN && is_of(finding, package))
}

/// Whether a finding points at a place where this package declares its version.
fn is_of(finding: &Finding, package: &Package) -> bool {
    let tuples = package.tuples.iter().map(|tuple| &tuple.place);
    let mut own = places(package).map(|found| &found.place).chain(tuples);
    own.any(|own| {
        let is_here = |place: &Place| place.origin == own.origin && place.spot == own.spot;
        finding.places.iter().any(is_here)
    })
}

/// Every place of a package that holds a version as text.
fn places(package: &Package) -> impl Iterator<Item = &Declaration> {
    package.declarations.iter().chain(&package.locks)
}

/// The edits that make packages agree, as far as somebody said which version is right.
fn decided(judged: &Judged, to: Option<&str>, terminal: &Terminal) -> Result<Vec<Edit>, FixError> {
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
    if places(package).next().is_none() {
        return Err(FixError::NoPlace {
            package: package.called(),
        });
    }
    rewritten(package, &meant(package, to)?)
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
    let listed = |found: &[&Declaration]| -> String {
        let line = |found: &&Declaration| {
            let (site, place) = (found.site.name(), at(&found.place));
            format!("\n  {site}  {place}  {}", found.raw)
        };
        found.iter().map(line).collect()
    };
    let whole: Vec<&Declaration> = places(package)
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
    for found in places(package) {
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
    Ok(edits)
}

fn has_release_of(found: &Declaration, version: &Version) -> bool {
    let own = found.version.as_ref();
    own.is_ok_and(|own| own.significant_release() == version.significant_release())
}
