//! What a rule is, and what it finds.
//!
//! Not whether it runs, or how much it weighs: that is `policy`'s.
use crate::edit::Edit;
use crate::source::{Place, SourceFile, abridged};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(Hash, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The rule does not run unless it is selected.
    Off,
    /// Worth knowing.
    Note,
    /// Probably wrong; fails only with `--strict`.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Severity {
    /// The word for it, as in reports and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A small tree of files: path and text.
pub type Files = &'static [(&'static str, &'static str)];

/// One change to a sound wheel or sdist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The member gets this content; it is added when it is not there. `RECORD` is made anew unless it is named.
    Write(&'static str, &'static str),
    /// The member is left out.
    Remove(&'static str),
    /// In the text of the member (the one of this name, or whose name ends so) the first text becomes the second.
    Replace(&'static str, &'static str, &'static str),
    /// The finished file gets these bytes at its end.
    Append(&'static [u8]),
    /// The finished file gets these bytes at its start.
    Prepend(&'static [u8]),
    /// Only this many bytes of the finished file are kept.
    Truncate(usize),
    /// The member stands in the archive twice.
    Twice(&'static str),
    /// The archive says that the member has this size.
    Claim(&'static str, u32),
    /// The archive says that the member is packed by this method.
    Pack(&'static str, u16),
    /// The member is a symbolic link to this target; it is added when it is not there.
    Link(&'static str, &'static str),
    /// These bytes are written over the member's header from this place on: a zip file's local header, or a tar header.
    Header(&'static str, usize, &'static [u8]),
    /// These bytes are written over the member's entry in the central directory from this place on.
    Listed(&'static str, usize, &'static [u8]),
    /// Both headers of the member in a zip file have this extra field.
    Extra(&'static str, &'static [u8]),
    /// These bytes stand before the member's header.
    Before(&'static str, &'static [u8]),
    /// A record of this type and content stands before the member's header in a tar file.
    Record(&'static str, u8, &'static [u8]),
    /// The central directory leaves the member out.
    Unlist(&'static str),
    /// These bytes are written over a zip file's end record from this place on.
    End(usize, &'static [u8]),
    /// These bytes stand before a zip file's end record, or behind the end of a tar file.
    Behind(&'static [u8]),
    /// A tar file's end is left out.
    Endless,
    /// The finished sdist is followed by a further gzip member of these bytes.
    Further(&'static [u8]),
    /// The finished sdist is followed by so many gzip members of 1 MiB of zeros.
    Zeros(usize),
    /// The project says this in `[tool.release-guard.dist]`. It has the modules `src/demo/__init__.py` and
    /// `src/demo/cli.py`.
    Configure(&'static str),
}

/// An input on which a rule speaks, or is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// A tree of files.
    Tree(Files),
    /// A tree of files in which git does not record, and is not told to ignore, some.
    Untracked {
        /// The files that git records.
        tree: Files,
        /// The other ones.
        untracked: Files,
    },
    /// A commit that is being made.
    Commit {
        /// Its message.
        message: &'static str,
        /// The files of the commit before it.
        head: Files,
        /// The files that are staged.
        staged: Files,
    },
    /// A push.
    Push {
        /// What git hands the pre-push hook on stdin, with names for object ids: `HEAD` is the commit of `tree`, `OLD` its
        /// parent, `0` is none; `tag_guard::OBJECTS` has the others.
        refs: &'static [&'static str],
        /// The files of the pushed commit.
        tree: Files,
        /// Tags that are there already, on the parent of the pushed commit.
        tags: &'static [&'static str],
    },
    /// A sound wheel or sdist of this file name, changed as told.
    Dist {
        /// The file name.
        name: &'static str,
        /// What is changed.
        changes: &'static [Change],
    },
}

/// The part of a rule that is documentation. Every field is required: a rule without a reason or an example does not
/// compile.
#[derive(Debug)]
pub struct About {
    /// The name: kebab-case, the same as the file's.
    pub name: &'static str,
    /// How much a finding weighs where nothing else is said.
    pub severity: Severity,
    /// The version of release-guard that had it first.
    pub since: &'static str,
    /// What is wrong, in one sentence.
    pub summary: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// The way out.
    pub fix: &'static str,
    /// Where the rule comes from: a PEP or specification, and peers' codes for it.
    pub from: &'static [&'static str],
    /// An input on which it speaks.
    pub bad: Example,
    /// An input on which it is silent.
    pub good: Example,
}

/// One thing that can be wrong with the facts `F`.
#[derive(Debug)]
pub struct Rule<F: 'static> {
    /// Its documentation.
    pub about: About,
    /// Looks at the facts and pushes what is wrong; pure.
    pub check: fn(&F, &mut Findings),
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that says so.
    pub rule: &'static About,
    /// How much it weighs here.
    pub severity: Severity,
    /// What is wrong, with every value that is involved.
    pub message: String,
    /// Where; the first place is where it is to be mended.
    pub places: Vec<Place>,
    /// The way out.
    pub help: Option<String>,
    /// What `--fix` would do.
    pub edits: Vec<Edit>,
}

impl Finding {
    /// Adds a place.
    pub fn at(&mut self, mut place: Place) -> &mut Self {
        place.label = abridged(&place.label);
        self.places.push(place);
        self
    }

    /// Says the way out.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(abridged(&help.into()));
        self
    }

    /// Adds a splice that mends it.
    pub fn fix(&mut self, edit: Edit) -> &mut Self {
        self.edits.push(edit);
        self
    }
}

/// What rules push their findings to; stamps each with the rule that is running.
#[derive(Debug, Default)]
pub struct Findings {
    running: Option<(&'static About, Severity)>,
    found: Vec<Finding>,
    ran: Vec<&'static str>,
    looked_at: Vec<SourceFile>,
}

impl Findings {
    /// Adds a finding of the running rule.
    ///
    /// # Panics
    /// When no rule is running: findings come from rules only.
    #[expect(
        clippy::expect_used,
        reason = "a finding outside a rule is a fault of this program"
    )]
    pub fn push(&mut self, message: impl Into<String>) -> &mut Finding {
        let (rule, severity) = self.running.expect("findings come from rules");
        self.found.push(Finding {
            rule,
            severity,
            message: abridged(&message.into()),
            places: Vec::new(),
            help: None,
            edits: Vec::new(),
        });
        self.found.last_mut().expect("just pushed")
    }

    /// Runs a rule on facts with this severity.
    pub fn run<F>(&mut self, rule: &'static Rule<F>, severity: Severity, facts: &F) {
        self.running = Some((&rule.about, severity));
        if !self.has_run(rule.about.name) {
            self.ran.push(rule.about.name);
        }
        (rule.check)(facts, self);
        self.running = None;
    }

    /// Whether the rule of this name ran, whatever it found.
    pub fn has_run(&self, rule: &str) -> bool {
        self.ran.contains(&rule)
    }

    /// Remembers that the rules looked at this file, so that an acceptance in it or for it can be called unused.
    pub fn look_at(&mut self, file: SourceFile) {
        if !self.looked_at.iter().any(|seen| seen.path == file.path) {
            self.looked_at.push(file);
        }
    }

    /// The files that the rules looked at, as far as the program told.
    pub fn looked_at(&self) -> &[SourceFile] {
        &self.looked_at
    }

    /// Adds what another run found, after what was found so far.
    pub fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// What was found so far.
    pub fn found(&self) -> &[Finding] {
        &self.found
    }

    /// Keeps only the findings for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&mut Finding) -> bool) {
        self.found.retain_mut(keep);
    }

    /// Puts the findings into another order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl FnMut(&Finding) -> K) {
        self.found.sort_by_key(key);
    }

    /// What was found.
    pub fn into_found(self) -> Vec<Finding> {
        self.found
    }
}
