//! What a program answers, and the formats it is written in: one file a format.
//!
//! Nothing here prints; `cli` does.
mod concise;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
#[cfg(test)]
mod mixed;
mod sarif;

use crate::flags::Format;
use crate::rule::{Finding, Severity};
use crate::source::{Origin, Place, Spot, line_column, printable};

/// What a program found.
#[derive(Debug, Default)]
pub struct Report {
    /// The program.
    pub program: &'static str,
    /// What it looked at, as a person would name it: `what is staged`, `commit 1a2b3c4`, a file.
    pub looked_at: Vec<String>,
    /// What it found.
    pub findings: Vec<Finding>,
    /// The program's own facts, for the JSON format: name and value.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// Markdown for `GITHUB_STEP_SUMMARY` beside the findings, for the github format.
    pub summary: String,
}

/// How a program's work ended when it could do it.
#[derive(Debug, Default)]
pub struct Answer {
    /// What it found, where it looked for something.
    pub report: Option<Report>,
    /// Data for stdout, complete with its line end.
    pub output: String,
    /// Whether it ended in a conflict that a person has to settle (exit status 1 without a finding).
    pub refused: bool,
    /// Whether it was stopped by Ctrl-C (exit status 130).
    pub interrupted: bool,
    /// Lines `name=value` for `GITHUB_OUTPUT`.
    pub github_output: Vec<(&'static str, String)>,
}

impl From<Report> for Answer {
    fn from(report: Report) -> Self {
        Self {
            report: Some(report),
            ..Self::default()
        }
    }
}

impl Answer {
    /// Only data for stdout.
    pub fn text(output: impl Into<String>) -> Self {
        Self {
            output: output.into(),
            ..Self::default()
        }
    }
}

/// How many findings there are of each severity.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Findings that fail.
    pub errors: usize,
    /// Findings that fail with `--strict`.
    pub warnings: usize,
    /// Findings that never fail.
    pub notes: usize,
}

impl Count {
    /// Counts a finding of this severity.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
            Severity::Off => {}
        }
    }
}

impl Report {
    /// Counts the findings by severity.
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        self.findings
            .iter()
            .for_each(|finding| count.add(finding.severity));
        count
    }

    /// Writes the report in a format, complete with its line end.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human => human::render(self),
            Format::Concise => concise::render(self),
            Format::Json => json::render(self),
            Format::Github => github::render(self),
            Format::Gitlab => gitlab::render(self),
            Format::Sarif => sarif::render(self),
            Format::Junit => junit::render(self),
        }
    }

    /// Writes the report as Markdown for `GITHUB_STEP_SUMMARY`.
    pub fn step_summary(&self) -> String {
        github::summary(self)
    }
}

/// Draws an error that lies in a file as findings are drawn, without a rule.
pub fn draw_error(message: &str, place: &Place) -> String {
    human::draw_error(message, place)
}

/// A document of a machine format, complete with its line end.
fn written(document: &impl serde::Serialize) -> String {
    match serde_json::to_string_pretty(document) {
        Ok(text) => text + "\n",
        // Maps with keys that are no strings are the only thing that cannot be written, and no format has one.
        Err(error) => format!("{}\n", serde_json::json!({ "error": error.to_string() })),
    }
}

/// Says a place in one line: path, line and column as far as they mean something.
pub fn at(place: &Place) -> String {
    let path = path_of(&place.origin);
    match &place.spot {
        Spot::Whole => path,
        Spot::Offset(offset) => format!("{path} (byte {offset})"),
        Spot::Text { bytes, span } => {
            let (line, column) = line_column(bytes, span.start);
            format!("{path}:{line}:{column}")
        }
    }
}

/// What a place that is not a file is called, with its label: a member by its name, a ref by its full name.
fn described(place: &Place) -> String {
    let name = match &place.origin {
        Origin::Member { name, .. } => printable(&String::from_utf8_lossy(name)),
        origin => path_of(origin),
    };
    match place.label.as_str() {
        "" => name,
        label => format!("{name} ({})", printable(label)),
    }
}

/// A place's path as reports show it.
fn path_of(origin: &Origin) -> String {
    match origin {
        Origin::File(path) if path.is_top() => ".".into(),
        Origin::File(path) => path.to_string(),
        Origin::Archive(path) => printable(&path.display().to_string()),
        Origin::Member { archive, name } => printable(&format!(
            "{}/{}",
            archive.display(),
            String::from_utf8_lossy(name)
        )),
        Origin::CommitMessage => "commit message".into(),
        Origin::Ref(name) => printable(name),
    }
}
