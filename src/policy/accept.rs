//! Findings that are accepted: by the configuration with a path, or by a comment in the line.
//!
//! An accepted finding is not a rule that is off: the rule runs, and its finding is taken away here.
use crate::catalogue::{canonical, similar};
use crate::config::{Ignore, matches};
use crate::rule::{Finding, Findings};
use crate::source::{Origin, Place, RepoPath, SourceFile, Spot, line_around};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `release-guard: ignore[rule, rule] reason` behind what begins a comment in Python, TOML, INI, Markdown,
/// reStructuredText, JavaScript.
static COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:#|;|//|/\*|<!--|\.\.)[ \t]*(release-guard:[ \t]*ignore\[([^\]\r\n]*)\])([^\r\n]*)",
    )
    .ok()
});

/// What an acceptance covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole project.
    Everywhere,
    /// A file or folder; `*` stands for any characters.
    Path(String),
    /// One line of a file.
    Line {
        /// The file.
        file: SourceFile,
        /// The line's bytes in it.
        line: Range<usize>,
    },
}

/// A finding that is accepted.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The rule, by its own name.
    pub rule: &'static str,
    /// What is covered.
    pub scope: Scope,
    /// Why; empty where nobody says so.
    pub reason: String,
    /// Where it is written.
    pub place: Option<Place>,
    /// Whether there was such a finding.
    pub used: bool,
    /// Whether the rule ran and the place was looked at.
    pub judged: bool,
}

/// A name that is no rule's.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// A rule of a similar name.
    pub suggestion: Option<&'static str>,
    /// Where it is written.
    pub place: Option<Place>,
}

impl Unknown {
    pub(super) fn of(name: &str, place: Option<&Place>) -> Self {
        Self {
            name: name.to_owned(),
            suggestion: similar(name),
            place: place.cloned(),
        }
    }
}

/// Everything that accepts findings, and what it names in vain.
#[derive(Debug, Clone, Default)]
pub struct Acceptances {
    /// The acceptances, those of the configuration first.
    pub given: Vec<Acceptance>,
    /// Names that are no rule's.
    pub unknown: Vec<Unknown>,
    looked_at: Vec<RepoPath>,
}

impl Acceptances {
    /// The acceptances of a configuration, and of the comments in what was looked at.
    pub(super) fn of(configured: &[Ignore], unknown: &[Unknown], findings: &Findings) -> Self {
        let files = files_of(findings);
        let mut all = Self {
            given: configured.iter().filter_map(of_configuration).collect(),
            unknown: unknown.to_vec(),
            looked_at: files.iter().map(|file| file.path.clone()).collect(),
        };
        for file in &files {
            all.add_comments(file);
        }
        all
    }

    /// Takes away what comments accept.
    pub(super) fn drop_comments(&mut self) {
        self.given
            .retain(|acceptance| !matches!(acceptance.scope, Scope::Line { .. }));
    }

    /// Whether a finding is accepted; remembers by what.
    pub(super) fn take(&mut self, finding: &Finding) -> bool {
        let mut accepted = false;
        for acceptance in &mut self.given {
            if acceptance.rule == finding.rule.name && covers(&acceptance.scope, finding) {
                acceptance.used = true;
                accepted = true;
            }
        }
        accepted
    }

    /// Says which acceptances had their chance.
    pub(super) fn judge_use(&mut self, has_run: impl Fn(&str) -> bool) {
        for acceptance in &mut self.given {
            let looked_at = match &acceptance.scope {
                Scope::Everywhere | Scope::Line { .. } => true,
                Scope::Path(pattern) => self
                    .looked_at
                    .iter()
                    .any(|path| covers_path(pattern, path.as_bytes())),
            };
            acceptance.judged = looked_at && has_run(acceptance.rule);
        }
    }

    fn add_comments(&mut self, file: &SourceFile) {
        let Some(pattern) = COMMENT.as_ref() else {
            return;
        };
        for comment in pattern.captures_iter(&file.bytes) {
            let (Some(whole), Some(names), Some(rest)) =
                (comment.get(1), comment.get(2), comment.get(3))
            else {
                continue;
            };
            let line = line_of(&file.bytes, whole.start());
            let reason = reason(&String::from_utf8_lossy(rest.as_bytes()));
            let names = String::from_utf8_lossy(names.as_bytes()).into_owned();
            for name in names.split(',').map(str::trim) {
                let place = file.place(whole.range(), "");
                match canonical(name) {
                    Some(rule) => self.given.push(Acceptance {
                        rule,
                        scope: Scope::Line {
                            file: file.clone(),
                            line: line.clone(),
                        },
                        reason: reason.clone(),
                        place: Some(place),
                        used: false,
                        judged: false,
                    }),
                    None => self.unknown.push(Unknown::of(name, Some(&place))),
                }
            }
        }
    }
}

fn of_configuration(ignore: &Ignore) -> Option<Acceptance> {
    Some(Acceptance {
        rule: canonical(&ignore.rule)?,
        scope: match &ignore.path {
            None => Scope::Everywhere,
            Some(path) => {
                let path = path.strip_prefix("./").unwrap_or(path);
                Scope::Path(path.trim_end_matches('/').to_owned())
            }
        },
        reason: ignore.reason.trim().to_owned(),
        place: ignore.place.clone(),
        used: false,
        judged: false,
    })
}

/// The files that were looked at: those the program told of, and those that findings point into.
fn files_of(findings: &Findings) -> Vec<SourceFile> {
    let mut files = findings.looked_at().to_vec();
    for finding in findings.found() {
        if let Some(Place {
            origin: Origin::File(path),
            spot: Spot::Text { bytes, .. },
            ..
        }) = finding.places.first()
            && !files
                .iter()
                .any(|file| file.path == *path && file.bytes == *bytes)
        {
            files.push(SourceFile::new(path.clone(), bytes.clone()));
        }
    }
    files
}

/// The line around an offset, without its line end.
fn line_of(bytes: &[u8], offset: usize) -> Range<usize> {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    start..start + line_around(bytes, offset).len()
}

/// The reason behind a comment's bracket, without what ends the comment.
fn reason(rest: &str) -> String {
    let rest = rest.trim();
    let rest = rest
        .strip_suffix("-->")
        .or(rest.strip_suffix("*/"))
        .unwrap_or(rest);
    rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '–' | '—'))
        .to_owned()
}

/// Whether a finding's first place lies in the scope.
fn covers(scope: &Scope, finding: &Finding) -> bool {
    let place = finding.places.first();
    match (scope, place) {
        (Scope::Everywhere, _) => true,
        (_, None) => false,
        (Scope::Path(pattern), Some(place)) => covers_origin(pattern, &place.origin),
        (Scope::Line { file, line }, Some(place)) => match (&place.origin, &place.spot) {
            (Origin::File(path), Spot::Text { bytes, span }) => {
                *path == file.path
                    && (line.start..=line.end).contains(&span.start)
                    && *bytes == file.bytes
            }
            _ => false,
        },
    }
}

fn covers_origin(pattern: &str, origin: &Origin) -> bool {
    let covers_archive = |archive: &std::path::Path| {
        let name = archive.file_name().unwrap_or_default();
        matches(pattern.as_bytes(), name.as_encoded_bytes())
            || covers_path(pattern, archive.as_os_str().as_encoded_bytes())
    };
    match origin {
        Origin::File(path) => covers_path(pattern, path.as_bytes()),
        Origin::Archive(archive) => covers_archive(archive),
        Origin::Member { archive, name } => covers_archive(archive) || covers_path(pattern, name),
        Origin::CommitMessage => false,
        Origin::Ref(name) => {
            let short = name.strip_prefix("refs/tags/").unwrap_or(name);
            matches(pattern.as_bytes(), name.as_bytes())
                || matches(pattern.as_bytes(), short.as_bytes())
        }
    }
}

/// Whether a pattern names a path, or a folder that it lies in.
fn covers_path(pattern: &str, path: &[u8]) -> bool {
    let ends = path
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'/')
        .map(|(at, _)| at)
        .chain([path.len()]);
    ends.filter_map(|end| path.get(..end))
        .any(|part| matches(pattern.as_bytes(), part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_covers_what_lies_in_it() {
        for (pattern, path, expected) in [
            ("docs", "docs/conf.py", true),
            ("docs/conf.py", "docs/conf.py", true),
            ("doc", "docs/conf.py", false),
            ("*.py", "docs/conf.py", true),
            ("docs/*/x", "docs/a/b/x", true),
        ] {
            assert_eq!(
                covers_path(pattern, path.as_bytes()),
                expected,
                "{pattern} {path}"
            );
        }
    }

    #[test]
    fn the_reason_ends_where_the_comment_does() {
        for (rest, expected) in [
            (" as it was -->", "as it was"),
            (": why */", "why"),
            (" -- because\r", "because"),
            ("", ""),
        ] {
            assert_eq!(reason(rest), expected);
        }
    }
}
