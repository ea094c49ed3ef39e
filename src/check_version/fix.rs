//! `--fix`: what is certainly wrong is put right, in memory first, and then in all files or in none.
//!
//! Not a bump: only places that declare the version are written, and git's index is never touched.
use super::Judged;
use super::truth::{FixError, decided, disagrees, is_of};
use crate::edit::{Edit, EditError, FileChange, apply, write_all};
use crate::git::Snapshot;
use crate::project::Package;
use crate::source::{Origin, RepoPath, Spot, abridged, line_column, printable};
use crate::terminal::Terminal;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// How often the rules are run at most: a version in its normal form may show that a lock file is stale.
const ROUNDS: usize = 4;

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
        let [old, new] = [&self.old, &self.new].map(|text| printable(&abridged(text)));
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
            draft.make(&edits, &judged)?;
            judged = judge(&draft.snapshot)?;
        }
        edits = certain(&judged);
        if edits.is_empty() {
            break;
        }
    }
    for package in &judged.packages {
        if let Some(tool) = package.versioned_by {
            let called = package.called();
            terminal.note(&format!(
                "the last tag is the version of {called} (`{tool}`), so none is written there"
            ));
        }
    }
    let changes: Vec<FileChange> = draft.changes.into_values().collect();
    if let Some(change) = changes
        .iter()
        .find(|change| !change.path.to_path(top).exists())
    {
        let path = change.path.clone();
        return Err(FixError::LeftOut { path }.into());
    }
    // From here on Ctrl-C must not end the program between two files.
    terminal.catch_interrupts();
    write_all(top, &changes).map_err(FixError::from)?;
    for written in &draft.written {
        terminal.say(&written.to_string());
    }
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
    fn make(&mut self, edits: &[Edit], judged: &Judged) -> Result<(), EditError> {
        let mut taken: Vec<Edit> = Vec::new();
        for edit in edits {
            if !taken.iter().any(|other| other.touches(edit)) {
                taken.push(edit.clone());
            }
        }
        let changes = apply(&taken, |path| judged_bytes(judged, path))?;
        let earlier = self.written.len();
        for change in &changes {
            for edit in taken.iter().filter(|edit| edit.path == change.path) {
                self.note(edit, &change.before, earlier);
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

    /// Remembers an edit for people; it may go on with one of the first `earlier` ones, those of the rounds before. A
    /// version has no line break, so lines keep their numbers from round to round.
    fn note(&mut self, edit: &Edit, before: &[u8], earlier: usize) {
        let old = before.get(edit.span.clone()).unwrap_or_default();
        let path = edit.path.to_string();
        let line = line_column(before, edit.span.start).0;
        let old = String::from_utf8_lossy(old).into_owned();
        let new = String::from_utf8_lossy(&edit.replacement).into_owned();
        let earlier = self
            .written
            .iter_mut()
            .take(earlier)
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

/// The bytes of a file as they were judged; on disk there may be others by now.
fn judged_bytes(judged: &Judged, path: &RepoPath) -> Option<Arc<[u8]>> {
    let declared = judged.packages.iter().flat_map(Package::literals);
    let found = judged.findings.found().iter();
    let mut all = declared
        .map(|found| &found.place)
        .chain(found.flat_map(|finding| &finding.places));
    all.find_map(|place| match (&place.origin, &place.spot) {
        (Origin::File(own), Spot::Text { bytes, .. }) if own == path => Some(bytes.clone()),
        _ => None,
    })
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
        .filter(|finding| !undecided.iter().any(|package| is_of(finding, package)))
        .flat_map(|finding| finding.edits.clone())
        .collect()
}
