//! Findings drawn in the files they were found in, as rustc draws them.
//!
//! Not for machines: the drawing may change with any version.
use super::{Count, Report};
use crate::rule::{Finding, Severity};
use crate::source::{Origin, Place, Spot, printable};
use annotate_snippets::{AnnotationKind, Element, Level, Origin as Location, Renderer, Snippet};
use colored::{ColoredString, Colorize as _};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longer files are shown from a few lines before the span on, so that drawing does not walk them.
const CONTEXT_BYTES: usize = 4096;

pub(super) fn render(report: &Report) -> String {
    let renderer = renderer();
    let mut out = String::new();
    for finding in &report.findings {
        out.push_str(&draw(&renderer, finding));
        out.push_str("\n\n");
    }
    out.push_str(&last_line(report));
    out
}

/// Draws an error in the file that it lies in.
pub(super) fn draw_error(message: &str, place: &Place) -> String {
    let shown = Shown::new(place);
    let message = printable(message);
    let group = Level::ERROR
        .primary_title(message.as_str())
        .element(shown.element(AnnotationKind::Primary));
    renderer().render(&[group]) + "\n"
}

fn renderer() -> Renderer {
    if colored::control::SHOULD_COLORIZE.should_colorize() {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}

/// The lines that end every report for people: what was looked at and how much was found; of several archives first a
/// line each, when something was found in one of them.
pub(super) fn last_line(report: &Report) -> String {
    let mut out = each_archive(report);
    let count = report.count();
    let looked_at = match report.looked_at.as_slice() {
        [] => String::new(),
        few @ ([_] | [_, _] | [_, _, _]) => format!(" in {}", printable(&few.join(", "))),
        [first, rest @ ..] => format!(" in {} and {} more", printable(first), rest.len()),
    };
    out.push_str(&format!("{}: {}{looked_at}\n", report.program, told(count)));
    out
}

fn each_archive(report: &Report) -> String {
    let archive = |finding: &Finding| match &finding.places.first()?.origin {
        Origin::Archive(path) | Origin::Member { archive: path, .. } => {
            Some(path.display().to_string())
        }
        _ => None,
    };
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for finding in &report.findings {
        if let Some(path) = archive(finding) {
            counts.entry(path).or_default().add(finding.severity);
        }
    }
    let is_one = |path: &String| counts.contains_key(path);
    if report.looked_at.len() < 2 || !report.looked_at.iter().any(is_one) {
        return String::new();
    }
    let line = |path: &String| {
        let count = counts.get(path).copied().unwrap_or_default();
        format!("{}: {}\n", printable(path), told(count))
    };
    report.looked_at.iter().map(line).collect()
}

/// How much was found, in words.
fn told(count: Count) -> ColoredString {
    let words = [
        (count.errors, "error"),
        (count.warnings, "warning"),
        (count.notes, "note"),
    ];
    let found: Vec<String> = words
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    match () {
        () if found.is_empty() => "nothing wrong".green(),
        () if count.errors > 0 => found.join(", ").red().bold(),
        () => found.join(", ").yellow(),
    }
}

fn draw(renderer: &Renderer, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note | Severity::Off => Level::NOTE,
    };
    let message = printable(&finding.message);
    let shown: Vec<Shown> = finding.places.iter().map(Shown::new).collect();
    let mut elements: Vec<Element<'_>> = Vec::new();
    for (index, place) in shown.iter().enumerate() {
        elements.push(place.element(if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        }));
    }
    let mut group = level
        .primary_title(message.as_str())
        .id(finding.rule.name)
        .elements(elements);
    let help = finding.help.as_deref().map(printable);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// A place made ready for drawing: its path, and the part of its text around the span.
struct Shown {
    path: String,
    label: String,
    text: Option<(String, Range<usize>, usize)>,
}

impl Shown {
    fn new(place: &Place) -> Self {
        let text = match &place.spot {
            Spot::Text { bytes, span } => around(bytes, span),
            _ => None,
        };
        let mut path = super::path_of(&place.origin);
        if let Spot::Offset(offset) = place.spot {
            path.push_str(&format!(" (byte {offset})"));
        }
        Self {
            path,
            label: printable(&place.label),
            text,
        }
    }

    fn element(&self, kind: AnnotationKind) -> Element<'_> {
        let Some((text, span, line)) = &self.text else {
            let location = Location::path(self.path.as_str());
            return location.into();
        };
        let annotation = kind.span(span.clone());
        let annotation = if self.label.is_empty() {
            annotation
        } else {
            annotation.label(self.label.as_str())
        };
        Snippet::source(text.as_str())
            .path(self.path.as_str())
            .line_start(*line)
            .annotation(annotation)
            .into()
    }
}

/// Returns the lines around a span, the span in them, and the number of the first of them.
fn around(bytes: &[u8], span: &Range<usize>) -> Option<(String, Range<usize>, usize)> {
    let start = span.start.min(bytes.len());
    // A span may be a whole file; its first lines say where it is.
    let end = span
        .end
        .clamp(start, bytes.len().min(start.saturating_add(CONTEXT_BYTES)));
    let from = bytes[..start]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    let from = from.max(start.saturating_sub(CONTEXT_BYTES));
    let to = bytes[end..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |at| end + at);
    let to = to.min(end + CONTEXT_BYTES);
    let line = crate::source::line_column(bytes, from).0;
    let [before, inside, after] = [from..start, start..end, end..to].map(|part| {
        let text = String::from_utf8_lossy(&bytes[part]).replace('\r', "");
        // A byte order mark is no part of the first line's text.
        printable(text.strip_prefix('\u{feff}').unwrap_or(&text))
    });
    let span = before.len()..before.len() + inside.len();
    Some((before + &inside + &after, span, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Format;
    use crate::report::mixed;
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn findings_are_drawn_where_they_are() {
        assert_data_eq!(
            mixed::report().render(Format::Human),
            str![[r#"
error[places-disagree]: `1.2.0` and `1.1.0` disagree
 --> src/ü, 100%.py:2:16
  |
2 | __version__ = '1.1.0'
  |                ^^^^^ declared here
  |
 ::: pyproject.toml:2:12
  |
2 | version = "1.2.0"
  |            -----
  |
  = help: run `check-version --fix`

warning[odd-member]: `a\u{1b}[31m
                     b` is odd: 50%
--> dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO

warning[odd-member]: bytes after the end
--> dist/demo-1.0.tar.gz (byte 512)

note[worth-knowing]: `v1.0` is new
--> refs/tags/v1.0

note[worth-knowing]: nothing is said
--> commit message

note[worth-knowing]: this has no place

check-version: 1 error, 2 warnings, 3 notes in the working tree

"#]]
            .raw()
        );
    }

    #[test]
    fn a_clean_report_says_so() {
        colored::control::set_override(false);
        let report = Report {
            program: "check-version",
            looked_at: vec!["what is staged".into()],
            ..Report::default()
        };
        assert_eq!(
            report.render(Format::Human),
            "check-version: nothing wrong in what is staged\n"
        );
    }

    #[test]
    fn no_span_makes_the_drawing_panic() {
        let bytes = "\u{feff}é = 1\r\nx".as_bytes();
        for start in 0..12 {
            for end in 0..12 {
                around(bytes, &Range { start, end });
            }
        }
        let (text, span, line) = around(bytes, &(8..9)).unwrap_or_default();
        assert_eq!((text.as_str(), &text[span], line), ("é = 1", "1", 1));
    }
}
