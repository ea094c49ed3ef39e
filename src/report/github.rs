//! Annotations for GitHub Actions, and the Markdown of the step summary.
//!
//! A runner shows only some annotations of a step, so the summary holds all findings.
use super::{Report, human};
use crate::rule::{Finding, Severity};
use crate::source::{Origin, Spot, line_column, printable};

pub(super) fn render(report: &Report) -> String {
    let mut out: String = report.findings.iter().map(annotation).collect();
    out.push_str(&human::last_line(report));
    out
}

/// A workflow command; properties are there only where they mean something.
fn annotation(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::Off => "notice",
    };
    let mut properties = Vec::new();
    let mut message = printable(&finding.message);
    if let Some(place) = finding.places.first() {
        match &place.origin {
            Origin::File(_) | Origin::Archive(_) => {
                properties.push(("file", super::path_of(&place.origin)));
            }
            Origin::Member { archive, .. } => {
                properties.push(("file", printable(&archive.display().to_string())));
                message = format!("{}: {message}", super::described(place));
            }
            Origin::CommitMessage | Origin::Ref(_) => {
                message = format!("{}: {message}", super::described(place));
            }
        }
        // A line of a member is not a line of the archive.
        if let (Origin::File(_), Spot::Text { bytes, span }) = (&place.origin, &place.spot) {
            let (line, column) = line_column(bytes, span.start);
            let end_line = line_column(bytes, span.end.max(span.start)).0;
            properties.push(("line", line.to_string()));
            properties.push(("endLine", end_line.to_string()));
            properties.push(("col", column.to_string()));
        }
    }
    properties.push(("title", finding.rule.name.to_owned()));
    for place in finding.places.iter().skip(1) {
        message.push_str(&format!("\nsee also {}", super::at(place)));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {}", printable(help)));
    }
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

pub(super) fn summary(report: &Report) -> String {
    let mut out = format!("### {}\n\n", report.program);
    if report.findings.is_empty() {
        out.push_str("Nothing wrong");
        if let [one] = report.looked_at.as_slice() {
            out.push_str(&format!(" in {}", cell(one)));
        }
        out.push_str(".\n\n");
    } else {
        out.push_str("| | Rule | Where | What |\n|---|---|---|---|\n");
        for finding in &report.findings {
            let place = finding.places.first().map(super::at).unwrap_or_default();
            let mut what = cell(&finding.message);
            if let Some(help) = &finding.help {
                what.push_str(&format!("<br>help: {}", cell(help)));
            }
            out.push_str(&format!(
                "| {} | `{}` | {} | {what} |\n",
                finding.severity,
                finding.rule.name,
                cell(&place)
            ));
        }
        out.push('\n');
    }
    if !report.summary.is_empty() {
        out.push_str(report.summary.trim_end());
        out.push_str("\n\n");
    }
    out
}

/// A text as the cell of a Markdown table: one line, no cell borders, no HTML.
fn cell(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('|', "\\|")
        .replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use crate::flags::Format;
    use crate::report::mixed;
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn annotations_are_escaped_and_name_only_files() {
        assert_data_eq!(mixed::report().render(Format::Github), str![[r#"
::error file=src/ü%2C 100%25.py,line=2,endLine=2,col=16,title=places-disagree::`1.2.0` and `1.1.0` disagree%0Asee also pyproject.toml:2:12%0Ahelp: run `check-version --fix`
::warning file=dist/demo-1.0.tar.gz,title=odd-member::demo-1.0/PKG-INFO: `a\u{1b}[31m%0Ab` is odd: 50%25
::warning file=dist/demo-1.0.tar.gz,title=odd-member::bytes after the end
::notice title=worth-knowing::refs/tags/v1.0 (pushed): `v1.0` is new
::notice title=worth-knowing::commit message: nothing is said
::notice title=worth-knowing::this has no place
check-version: 1 error, 2 warnings, 3 notes in the working tree

"#]].raw());
    }

    #[test]
    fn the_step_summary_is_a_table() {
        assert_data_eq!(mixed::report().step_summary(), str![[r#"
### check-version

| | Rule | Where | What |
|---|---|---|---|
| error | `places-disagree` | src/ü, 100%.py:2:16 | `1.2.0` and `1.1.0` disagree<br>help: run `check-version --fix` |
| warning | `odd-member` | dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO | `a\u{1b}[31m b` is odd: 50% |
| warning | `odd-member` | dist/demo-1.0.tar.gz (byte 512) | bytes after the end |
| note | `worth-knowing` | refs/tags/v1.0 | `v1.0` is new |
| note | `worth-knowing` | commit message | nothing is said |
| note | `worth-knowing` |  | this has no place |

## Package tree

demo/


"#]].raw());
    }
}
