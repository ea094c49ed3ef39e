//! What is so after a bump, where ours and the real tool's differ on purpose.
use super::case::Case;
use super::run::{Outcome, State};
use std::process::Command;

/// A case that the real tool gets wrong.
#[derive(Debug, Clone, Copy)]
pub struct Bug {
    /// The case.
    pub case: Case,
    /// What is so after the real tool.
    pub theirs: &'static [Fact],
    /// What is so after ours.
    pub ours: &'static [Fact],
}

/// Something that is so afterwards.
#[derive(Debug, Clone, Copy)]
pub enum Fact {
    /// The exit status is 0.
    Done,
    /// The exit status is not 0.
    Failed,
    /// The exit status is 1 or 2, the reason is a sentence, and nothing has changed.
    Refused,
    /// The file has this in it.
    Holds(&'static str, &'static str),
    /// The file does not have this in it.
    Lacks(&'static str, &'static str),
    /// The file of HEAD's commit has this in it.
    Committed(&'static str, &'static str),
    /// The file of HEAD's commit does not have this in it.
    NotCommitted(&'static str, &'static str),
    /// HEAD has this many commits.
    Commits(usize),
    /// These tags are there.
    Tags(&'static str),
    /// `git status` says this, lines joined by a comma.
    Status(&'static str),
}

/// Those that are not so, as a text.
pub fn faults(facts: &[Fact], outcome: &Outcome) -> Option<String> {
    let faults: Vec<String> = facts
        .iter()
        .filter_map(|fact| fact.fault(outcome))
        .collect();
    (!faults.is_empty()).then(|| faults.join("\n"))
}

impl Fact {
    /// Why it is not so.
    pub fn fault(self, outcome: &Outcome) -> Option<String> {
        let found = match self {
            Self::Done => (outcome.status == 0).into(),
            Self::Failed => (outcome.status != 0).into(),
            Self::Refused => refused(outcome),
            Self::Holds(path, text) => file(outcome, path, |found| found.contains(text)),
            Self::Lacks(path, text) => file(outcome, path, |found| !found.contains(text)),
            Self::Committed(path, text) => {
                git(outcome, &["show", &format!("HEAD:{path}")], |found| {
                    found.contains(text)
                })
            }
            Self::NotCommitted(path, text) => {
                git(outcome, &["show", &format!("HEAD:{path}")], |found| {
                    !found.contains(text)
                })
            }
            Self::Commits(count) => git(outcome, &["rev-list", "--count", "HEAD"], |found| {
                found.trim() == count.to_string()
            }),
            Self::Tags(tags) => git(outcome, &["tag", "--list"], |found| {
                found.split_whitespace().collect::<Vec<_>>().join(" ") == tags
            }),
            Self::Status(status) => git(outcome, &["status", "--porcelain"], |found| {
                found.lines().collect::<Vec<_>>().join(", ") == status
            }),
        };
        match found {
            Found::So => None,
            Found::NotSo(what) => Some(format!(
                "{self:?} is not so: exit {}, {what}\n{}",
                outcome.status, outcome.said
            )),
        }
    }
}

/// Whether something is so.
enum Found {
    So,
    NotSo(String),
}

impl From<bool> for Found {
    fn from(is_so: bool) -> Self {
        if is_so {
            Self::So
        } else {
            Self::NotSo(String::new())
        }
    }
}

fn refused(outcome: &Outcome) -> Found {
    if ![1, 2].contains(&outcome.status) || outcome.said.trim().is_empty() {
        return Found::NotSo("not refused with a reason".into());
    }
    if ["Traceback", "panicked"]
        .iter()
        .any(|word| outcome.said.contains(word))
    {
        return Found::NotSo("not a sentence".into());
    }
    let before = State::of(&outcome.case.make());
    if before == outcome.after {
        Found::So
    } else {
        Found::NotSo(before.diff(&outcome.after))
    }
}

fn file(outcome: &Outcome, path: &str, is_so: impl Fn(&str) -> bool) -> Found {
    let Some(bytes) = outcome.after.files.get(path) else {
        return Found::NotSo(format!("no `{path}`"));
    };
    let text = String::from_utf8_lossy(bytes);
    if is_so(&text) {
        Found::So
    } else {
        Found::NotSo(format!("{text:?}"))
    }
}

fn git(outcome: &Outcome, args: &[&str], is_so: impl Fn(&str) -> bool) -> Found {
    let scratch = outcome.scratch.as_ref().unwrap();
    let output = scratch.run(Command::new("git").args(args));
    let text = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && is_so(&text) {
        Found::So
    } else {
        Found::NotSo(format!("{text:?}"))
    }
}
