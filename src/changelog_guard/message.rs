//! The message of a commit that is being made: what git will keep of it, and its trailers.
//!
//! Not its wording: only the trailers, and whether message and changelog agree.
use super::facts::Message;
use super::judge::message_facts;
use super::{answer, policy_of, rules};
use crate::flags::Flags;
use crate::git::{Ground, Repository};
use crate::policy::Stage;
use crate::report::Answer;
use crate::rule::Findings;
use crate::source::{Origin, Place, Spot};
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A line `Key: value` at the end of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    /// What stands before the colon.
    pub key: String,
    /// What stands behind it.
    pub value: String,
    /// Where the value stands.
    pub place: Place,
}

/// What git does with a message before it records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleanup {
    /// What a comment begins with.
    comment: String,
    /// Whether comments are taken out.
    strips: bool,
}

impl Default for Cleanup {
    fn default() -> Self {
        Self {
            comment: "#".into(),
            strips: true,
        }
    }
}

impl Cleanup {
    /// What this repository's configuration asks for. Where it says nothing, git keeps comments unless an editor was
    /// opened, and says in `GIT_EDITOR` that none was.
    fn of(repository: &Repository) -> anyhow::Result<Self> {
        let asked = [
            "config",
            "--get-regexp",
            "^(commit\\.cleanup|core\\.comment(char|string))$",
        ];
        let output = repository.git().args(asked).output()?.text();
        let edited = std::env::var_os("GIT_EDITOR").is_none_or(|editor| editor != ":");
        let mut cleanup = Self {
            strips: edited,
            ..Self::default()
        };
        for line in output.lines() {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            match (key, value) {
                ("commit.cleanup", "strip") => cleanup.strips = true,
                ("commit.cleanup", "verbatim" | "whitespace" | "scissors") => {
                    cleanup.strips = false
                }
                ("commit.cleanup", _) | (_, "" | "auto") => {}
                (_, comment) => cleanup.comment = comment.to_owned(),
            }
        }
        Ok(cleanup)
    }
}

/// The spans of the lines that git will keep, without their line ends.
pub(super) fn kept(bytes: &[u8], cleanup: &Cleanup) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if let Some(rest) = text.strip_prefix(cleanup.comment.as_bytes()) {
            if rest.starts_with(b" ------------------------ >8 ------------------------") {
                break;
            }
            if cleanup.strips {
                start += line.len();
                continue;
            }
        }
        lines.push(start..start + text.len());
        start += line.len();
    }
    lines
}

fn text<'b>(bytes: &'b [u8], line: &Range<usize>) -> &'b str {
    std::str::from_utf8(bytes.get(line.clone()).unwrap_or_default()).unwrap_or_default()
}

/// Whether the commit is to be melted into another one.
pub(super) fn is_fixup(bytes: &[u8], kept: &[Range<usize>]) -> bool {
    let subject = kept
        .iter()
        .map(|line| text(bytes, line))
        .find(|line| !line.trim().is_empty());
    subject.is_some_and(|subject| {
        ["fixup! ", "squash! ", "amend! "]
            .iter()
            .any(|mark| subject.starts_with(mark))
    })
}

/// The trailers of a message: the last paragraph, when it is not the first and at least a quarter of it are trailers.
pub(super) fn trailers(bytes: &Arc<[u8]>, kept: &[Range<usize>]) -> Vec<Trailer> {
    let is_blank = |line: &&Range<usize>| text(bytes, line).trim().is_empty();
    let end = kept
        .iter()
        .rposition(|line| !is_blank(&line))
        .map_or(0, |last| last + 1);
    let told = kept.get(..end).unwrap_or_default();
    let Some(blank) = told.iter().rposition(|line| is_blank(&line)) else {
        return Vec::new();
    };
    let has_subject = told
        .get(..blank)
        .unwrap_or_default()
        .iter()
        .any(|line| !is_blank(&line));
    let last = told.get(blank + 1..).unwrap_or_default();
    let found: Vec<Trailer> = last
        .iter()
        .filter_map(|line| trailer(bytes, line))
        .collect();
    if has_subject && found.len() * 4 >= last.len() {
        found
    } else {
        Vec::new()
    }
}

fn trailer(bytes: &Arc<[u8]>, line: &Range<usize>) -> Option<Trailer> {
    let text = text(bytes, line);
    let (key, value) = text.split_once(':')?;
    let fits = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let start = line.end - value.trim_start().len();
    let value = value.trim();
    fits.then(|| Trailer {
        key: key.to_owned(),
        value: value.to_owned(),
        place: Place {
            origin: Origin::CommitMessage,
            spot: Spot::Text {
                bytes: bytes.clone(),
                span: start..start + value.len(),
            },
            label: String::new(),
        },
    })
}

/// Judges a commit that is being made.
pub(super) fn judge(file: &Path, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let bytes: Arc<[u8]> = std::fs::read(file)
        .with_context(|| format!("cannot read `{}`", file.display()))?
        .into();
    let ground = Ground::find(flags)?;
    let repository = ground.repository()?;
    let staged = ground.staged()?;
    let (config, policy) = policy_of(&staged, flags, Stage::Commit, terminal)?;
    // A merge brings what was judged before; the first commit raises nothing.
    let is_merge = repository.git_dir().join("MERGE_HEAD").exists();
    let head = match repository.head()? {
        Some(head) if !is_merge => Some(ground.commit(head.as_str())?),
        _ => None,
    };
    let cleanup = Cleanup::of(repository)?;
    let mut findings = Findings::default();
    let facts = || -> Result<Message, super::CheckError> {
        let trees = head.as_ref().map(|head| (head, &staged));
        message_facts(bytes, &cleanup, trees, config.changelog.path.as_deref())
    };
    policy.judge(rules::MESSAGE, facts, &mut findings)?;
    Ok(answer(
        vec!["the commit".into()],
        serde_json::Map::new(),
        &policy,
        findings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str, cleanup: &Cleanup) -> Vec<String> {
        let bytes: Arc<[u8]> = message.as_bytes().into();
        let kept = kept(&bytes, cleanup);
        trailers(&bytes, &kept)
            .into_iter()
            .map(|found| format!("{}={}", found.key, found.value))
            .collect()
    }

    #[test]
    fn trailers_are_what_git_takes_for_trailers() {
        let strip = Cleanup::default();
        let keep = Cleanup {
            strips: false,
            ..Cleanup::default()
        };
        let semicolon = Cleanup {
            comment: ";".into(),
            ..Cleanup::default()
        };
        for (message, cleanup, expected) in [
            ("a\n\nChangelog: skip\n", &strip, &["Changelog=skip"][..]),
            (
                "a\n\nChangelog: skip\n\n# comment\n",
                &strip,
                &["Changelog=skip"],
            ),
            ("a\n\nChangelog: skip\n\n# comment\n", &keep, &[]),
            ("a\n\n# Changelog: skip\n", &strip, &[]),
            ("a\n\n#x: y\nB: c\n; no\n", &semicolon, &["B=c"]),
            (
                "a\n\nB: c\n# ------------------------ >8 ------------------------\nD: e\n",
                &strip,
                &["B=c"],
            ),
            (
                "a\n\nB: c\n# ------------------------ >8 ------------------------\nD: e\n",
                &keep,
                &["B=c"],
            ),
            ("Changelog: skip\n", &strip, &[]),
            ("a\n\ntext\ntext\ntext\ntext\nB: c\n", &strip, &[]),
            ("a\r\n\r\nB: c\r\n", &strip, &["B=c"]),
            ("", &strip, &[]),
        ] {
            assert_eq!(shown(message, cleanup), expected, "{message}");
        }
    }
}
