//! How much rules weigh at which stage: commit time holds only what is certainly wrong, and the tag is where a refusal
//! is worth an interruption.
//!
//! Not every rule is here: one that is not weighs the same at every stage.
use super::Stage;
use crate::rule::Severity;
use crate::rule::Severity::{Error, Note, Off, Warning};

/// A rule's severity at each stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The rule.
    pub rule: &'static str,
    /// When a commit is made.
    pub commit: Severity,
    /// When a tag is pushed.
    pub push: Severity,
    /// On a pull request or branch.
    pub ci: Severity,
    /// Before a tag is released.
    pub tag: Severity,
}

const fn row(
    rule: &'static str,
    commit: Severity,
    push: Severity,
    ci: Severity,
    tag: Severity,
) -> Row {
    Row {
        rule,
        commit,
        push,
        ci,
        tag,
    }
}

/// All rules whose severity depends on the stage, by subject. Columns: commit, push, CI, tag.
pub static ROWS: &[Row] = &[
    row("version-mismatch", Error, Error, Error, Error),
    row("invalid-version", Error, Error, Error, Error),
    row("static-and-dynamic-version", Error, Error, Error, Error),
    row("dangling-version-pointer", Error, Error, Error, Error),
    row("non-canonical-version", Warning, Warning, Warning, Error),
    row(
        "backend-reads-other-version",
        Warning,
        Warning,
        Warning,
        Error,
    ),
    row("stale-lock-file", Warning, Error, Error, Error),
    row("untracked-declaration", Warning, Error, Error, Error),
    row("head-tag-mismatch", Off, Off, Note, Error),
    row("version-not-increased", Off, Error, Note, Error),
    row("local-or-dev-version-at-release", Off, Error, Off, Error),
    row("duplicate-version", Warning, Error, Error, Error),
    row("changelog-missing", Off, Off, Off, Warning),
    row("entry-required", Off, Off, Warning, Off),
    row("release-section-missing", Off, Error, Off, Error),
    row("release-section-empty", Off, Error, Off, Error),
    row("heading-style-drift", Note, Off, Warning, Note),
    row("date-format", Note, Off, Warning, Note),
    row("link-missing", Note, Off, Warning, Note),
    row("link-unused", Note, Off, Warning, Note),
    row("link-wrong-range", Note, Off, Warning, Note),
    row("link-wrong-repo", Note, Off, Warning, Note),
    row("release-commit-incomplete", Warning, Error, Warning, Error),
    row("tag-version-mismatch", Off, Error, Off, Error),
    row("tag-name", Off, Error, Off, Error),
    row("tag-moved", Off, Error, Off, Error),
    row("tag-deleted", Off, Error, Off, Error),
    row("tag-off-branch", Off, Warning, Off, Error),
    row("wheel-set-shrunk", Off, Off, Off, Error),
    row("provenance-lost", Off, Off, Off, Error),
];

/// Returns a rule's severity at a stage; `None` when the stage makes no difference.
pub(super) fn severity(rule: &str, stage: Stage) -> Option<Severity> {
    let row = ROWS.iter().find(|row| row.rule == rule)?;
    Some(match stage {
        Stage::Commit => row.commit,
        Stage::Push => row.push,
        Stage::Ci => row.ci,
        Stage::Tag => row.tag,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::canonical;
    use std::collections::BTreeSet;

    /// Rules of the table that no program has yet.
    const NOT_YET: &[&str] = &[
        "entry-required",
        "heading-style-drift",
        "date-format",
        "link-missing",
        "link-unused",
        "link-wrong-range",
        "link-wrong-repo",
    ];

    #[test]
    fn every_rule_of_the_table_exists_or_is_known_to_be_missing() {
        let exists = |name: &str| canonical(name) == Some(name);
        let unknown: Vec<_> = ROWS
            .iter()
            .map(|row| row.rule)
            .filter(|name| !exists(name) && !NOT_YET.contains(name))
            .collect();
        assert!(unknown.is_empty(), "no program has {unknown:?}");
        let arrived: Vec<_> = NOT_YET.iter().filter(|name| exists(name)).collect();
        assert!(arrived.is_empty(), "no longer missing: {arrived:?}");
        let in_rows = |name: &&&str| ROWS.iter().any(|row| row.rule == **name);
        assert_eq!(NOT_YET.iter().filter(in_rows).count(), NOT_YET.len());
    }

    #[test]
    fn a_rule_has_one_row() {
        let names: BTreeSet<_> = ROWS.iter().map(|row| row.rule).collect();
        assert_eq!(names.len(), ROWS.len());
    }
}
