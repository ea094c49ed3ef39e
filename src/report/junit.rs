//! JUnit XML, which most other CI systems show: a test case a finding.
//!
//! A finding that does not fail is a test that passes with something to say.
use super::Report;
use crate::rule::{Finding, Severity};
use crate::source::printable;

pub(super) fn render(report: &Report) -> String {
    let count = report.count();
    let cases: Vec<String> = if report.findings.is_empty() {
        // Some systems take a report without a test for a broken one.
        vec![format!(
            "    <testcase classname=\"{0}\" name=\"nothing wrong\"/>\n",
            escaped(report.program)
        )]
    } else {
        report.findings.iter().map(case).collect()
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  \
         <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}  </testsuite>\n</testsuites>\n",
        escaped(report.program),
        cases.len(),
        count.errors + count.warnings,
        cases.concat()
    )
}

fn case(finding: &Finding) -> String {
    let place = finding.places.first().map(super::at).unwrap_or_default();
    let mut text: String = finding
        .places
        .iter()
        .map(|place| super::at(place) + "\n")
        .collect();
    if let Some(help) = &finding.help {
        text.push_str(&format!("help: {help}\n"));
    }
    let message = escaped(&finding.message);
    let inner = match finding.severity {
        Severity::Error | Severity::Warning => format!(
            "<failure type=\"{}\" message=\"{message}\">{}</failure>",
            finding.severity,
            escaped(&text)
        ),
        Severity::Note | Severity::Off => {
            format!("<system-out>{message}\n{}</system-out>", escaped(&text))
        }
    };
    format!(
        "    <testcase classname=\"{}\" name=\"{}\">{inner}</testcase>\n",
        finding.rule.name,
        escaped(&place)
    )
}

/// A text as XML holds it; control characters, which it cannot hold, are written out.
fn escaped(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\u{fffe}', '\u{ffff}'], "?")
}

#[cfg(test)]
mod tests {
    use crate::flags::Format;
    use crate::report::{Report, mixed};
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn every_finding_is_a_test_case() {
        assert_data_eq!(mixed::report().render(Format::Junit), str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="check-version" tests="6" failures="3" errors="0">
    <testcase classname="places-disagree" name="src/ü, 100%.py:2:16"><failure type="error" message="`1.2.0` and `1.1.0` disagree">src/ü, 100%.py:2:16
pyproject.toml:2:12
help: run `check-version --fix`
</failure></testcase>
    <testcase classname="odd-member" name="dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO"><failure type="warning" message="`a\u{1b}[31m
b` is odd: 50%">dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO
</failure></testcase>
    <testcase classname="odd-member" name="dist/demo-1.0.tar.gz (byte 512)"><failure type="warning" message="bytes after the end">dist/demo-1.0.tar.gz (byte 512)
</failure></testcase>
    <testcase classname="worth-knowing" name="refs/tags/v1.0"><system-out>`v1.0` is new
refs/tags/v1.0
</system-out></testcase>
    <testcase classname="worth-knowing" name="commit message"><system-out>nothing is said
commit message
</system-out></testcase>
    <testcase classname="worth-knowing" name=""><system-out>this has no place
</system-out></testcase>
  </testsuite>
</testsuites>

"#]].raw());
    }

    #[test]
    fn a_clean_report_is_a_test_that_passed() {
        let report = Report {
            program: "publish",
            ..Report::default()
        };
        let text = report.render(Format::Junit);
        assert!(text.contains("tests=\"1\" failures=\"0\""), "{text}");
    }
}
