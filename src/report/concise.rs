//! One line a finding: `path:line:column: severity[rule] message`.
//!
//! Not for machines that want more than the first place: those read JSON or SARIF.
use super::{Report, human};
use crate::rule::Finding;
use crate::source::{Spot, line_column, printable};

pub(super) fn render(report: &Report) -> String {
    let mut out: String = report.findings.iter().map(line).collect();
    out.push_str(&human::last_line(report));
    out
}

fn line(finding: &Finding) -> String {
    let place = finding.places.first().map(|place| {
        let path = super::path_of(&place.origin);
        match &place.spot {
            Spot::Whole => format!("{path}: "),
            Spot::Offset(offset) => format!("{path}:byte {offset}: "),
            Spot::Text { bytes, span } => {
                let (line, column) = line_column(bytes, span.start);
                format!("{path}:{line}:{column}: ")
            }
        }
    });
    let text = format!(
        "{}{}[{}] {}",
        place.unwrap_or_default(),
        finding.severity,
        finding.rule.name,
        printable(&finding.message)
    );
    text.replace('\n', " ") + "\n"
}

#[cfg(test)]
mod tests {
    use crate::flags::Format;
    use crate::report::mixed;
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn one_line_a_finding() {
        assert_data_eq!(
            mixed::report().render(Format::Concise),
            str![[r#"
src/ü, 100%.py:2:16: error[places-disagree] `1.2.0` and `1.1.0` disagree
dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO: warning[odd-member] `a\u{1b}[31m b` is odd: 50%
dist/demo-1.0.tar.gz:byte 512: warning[odd-member] bytes after the end
refs/tags/v1.0: note[worth-knowing] `v1.0` is new
commit message: note[worth-knowing] nothing is said
note[worth-knowing] this has no place
check-version: 1 error, 2 warnings, 3 notes in the working tree

"#]]
            .raw()
        );
    }
}
