//! GitLab's code quality report: an array of issues, as `artifacts:reports:codequality` takes it.
//!
//! The format has no issue without a file and a line; what has neither is shown in line 1 of what it is about.
use super::{Report, sarif};
use crate::rule::{Finding, Severity};
use crate::source::{Origin, Spot, line_column};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn render(report: &Report) -> String {
    let mut seen = BTreeMap::new();
    let issues: Vec<Issue> = report
        .findings
        .iter()
        .map(|finding| issue(finding, &mut seen))
        .collect();
    super::written(&issues)
}

fn issue(finding: &Finding, seen: &mut BTreeMap<String, usize>) -> Issue {
    let mut description = finding.message.clone();
    if let Some(help) = &finding.help {
        description.push_str(&format!(" (help: {help})"));
    }
    let place = finding.places.first();
    let begin = match place.map(|place| (&place.origin, &place.spot)) {
        Some((Origin::File(_), Spot::Text { bytes, span })) => line_column(bytes, span.start).0,
        _ => 1,
    };
    Issue {
        description,
        check_name: finding.rule.name,
        fingerprint: sarif::fingerprint(finding, seen),
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Note | Severity::Off => "info",
        },
        location: Location {
            path: place.map_or_else(|| ".".into(), |place| super::path_of(&place.origin)),
            lines: Lines { begin },
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::flags::Format;
    use crate::report::mixed;
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn every_finding_is_an_issue() {
        assert_data_eq!(
            mixed::report().render(Format::Gitlab),
            str![[r#"
[
  {
    "description": "`1.2.0` and `1.1.0` disagree (help: run `check-version --fix`)",
    "check_name": "places-disagree",
    "fingerprint": "b2d8fe0ed49d5ee4:1",
    "severity": "critical",
    "location": {
      "path": "src/ü, 100%.py",
      "lines": {
        "begin": 2
      }
    }
  },
  {
    "description": "`a\u001b[31m\nb` is odd: 50%",
    "check_name": "odd-member",
    "fingerprint": "227f74fbada30e1a:1",
    "severity": "minor",
    "location": {
      "path": "dist/demo-1.0.tar.gz/demo-1.0/PKG-INFO",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "bytes after the end",
    "check_name": "odd-member",
    "fingerprint": "5be6c6d3d1e4dd5d:1",
    "severity": "minor",
    "location": {
      "path": "dist/demo-1.0.tar.gz",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "`v1.0` is new",
    "check_name": "worth-knowing",
    "fingerprint": "2bec363c828eaa80:1",
    "severity": "info",
    "location": {
      "path": "refs/tags/v1.0",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "nothing is said",
    "check_name": "worth-knowing",
    "fingerprint": "b8ad261686c94213:1",
    "severity": "info",
    "location": {
      "path": "commit message",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "this has no place",
    "check_name": "worth-knowing",
    "fingerprint": "4175607938159bf3:1",
    "severity": "info",
    "location": {
      "path": ".",
      "lines": {
        "begin": 1
      }
    }
  }
]

"#]]
            .raw()
        );
    }
}
