//! Findings drawn in the files they were found in, as rustc draws them.
use super::Report;
use crate::rule::{Finding, Severity};
use crate::source::{Place, Spot, printable};
use annotate_snippets::{AnnotationKind, Element, Level, Origin as Location, Renderer, Snippet};
use colored::Colorize as _;
use std::ops::Range;

/// Longer files are shown from a few lines before the span on, so that drawing does not walk them.
const CONTEXT_BYTES: usize = 4096;

pub(super) fn render(report: &Report) -> String {
    let renderer = if colored::control::SHOULD_COLORIZE.should_colorize() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for finding in &report.findings {
        out.push_str(&draw(&renderer, finding));
        out.push_str("\n\n");
    }
    out.push_str(&last_line(report));
    out
}

/// The line that ends every report: what was looked at and how much was found.
fn last_line(report: &Report) -> String {
    let count = report.count();
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
    let looked_at = match report.looked_at.as_slice() {
        [] => String::new(),
        [one] => format!(" in {}", printable(one)),
        many => format!(" in {} things", many.len()),
    };
    if found.is_empty() {
        format!(
            "{}: {}{looked_at}\n",
            report.program,
            "nothing wrong".green()
        )
    } else {
        let text = found.join(", ");
        let text = if count.errors > 0 {
            text.red().bold()
        } else {
            text.yellow()
        };
        format!("{}: {text}{looked_at}\n", report.program)
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
    let (start, end) = (span.start.min(bytes.len()), span.end.min(bytes.len()));
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
    let [before, inside, after] = [from..start, start..end, end..to]
        .map(|part| printable(&String::from_utf8_lossy(&bytes[part])).replace('\r', ""));
    let before = before.trim_start_matches('\u{feff}').to_owned();
    let span = before.len()..before.len() + inside.len();
    Some((before + &inside + &after, span, line))
}
