//! `release-guard/report@1`: the report for other programs.
//!
//! These structs are the format; the types of the rest of the program may change without it.
use super::Report;
use crate::rule::Finding;
use crate::source::{Origin, Place, Spot, line_column};
use serde::Serialize;
use serde_json::{Map, Value};

const SCHEMA: &str = "release-guard/report@1";

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    program: &'r str,
    looked_at: &'r [String],
    findings: Vec<JsonFinding<'r>>,
    summary: Summary,
    #[serde(flatten)]
    facts: Map<String, Value>,
}

#[derive(Serialize)]
struct JsonFinding<'r> {
    rule: &'r str,
    severity: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    fixable: bool,
    places: Vec<JsonPlace>,
}

#[derive(Serialize, Default)]
struct JsonPlace {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
}

pub(super) fn render(report: &Report) -> String {
    let count = report.count();
    let mut facts = report.facts.clone();
    // A fact of the same name would make a document with the key twice.
    for own in ["schema", "program", "looked_at", "findings", "summary"] {
        facts.shift_remove(own);
    }
    let document = Document {
        schema: SCHEMA,
        program: report.program,
        looked_at: &report.looked_at,
        findings: report.findings.iter().map(finding).collect(),
        summary: Summary {
            errors: count.errors,
            warnings: count.warnings,
            notes: count.notes,
        },
        facts,
    };
    super::written(&document)
}

fn finding(finding: &Finding) -> JsonFinding<'_> {
    JsonFinding {
        rule: finding.rule.name,
        severity: finding.severity.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        fixable: !finding.edits.is_empty(),
        places: finding.places.iter().map(place).collect(),
    }
}

/// A place in the format; what is neither a file nor an archive is told by its label.
fn place(place: &Place) -> JsonPlace {
    let mut json = JsonPlace {
        label: Some(place.label.clone()).filter(|label| !label.is_empty()),
        ..JsonPlace::default()
    };
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match &place.origin {
        Origin::File(path) if path.is_top() => json.path = Some(".".into()),
        Origin::File(path) => json.path = Some(lossy(path.as_bytes())),
        Origin::Archive(path) => json.path = Some(path.display().to_string()),
        Origin::Member { archive, name } => {
            json.path = Some(archive.display().to_string());
            json.member = Some(lossy(name));
        }
        Origin::CommitMessage | Origin::Ref(_) => json.label = Some(super::described(place)),
    }
    match &place.spot {
        Spot::Whole => {}
        Spot::Offset(offset) => json.offset = Some(*offset),
        Spot::Text { bytes, span } => {
            let (line, column) = line_column(bytes, span.start);
            let (end_line, end_column) = line_column(bytes, span.end.max(span.start));
            json.line = Some(line);
            json.column = Some(column);
            json.end_line = Some(end_line);
            json.end_column = Some(end_column);
            json.offset = u64::try_from(span.start).ok();
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use crate::flags::Format;
    use crate::report::mixed;
    use snapbox::{IntoData as _, assert_data_eq, str};

    #[test]
    fn the_format_is_report_1() {
        assert_data_eq!(
            mixed::report().render(Format::Json),
            str![[r#"
{
  "schema": "release-guard/report@1",
  "program": "check-version",
  "looked_at": [
    "the working tree"
  ],
  "findings": [
    {
      "rule": "places-disagree",
      "severity": "error",
      "message": "`1.2.0` and `1.1.0` disagree",
      "help": "run `check-version --fix`",
      "fixable": true,
      "places": [
        {
          "path": "src/ü, 100%.py",
          "line": 2,
          "column": 16,
          "end_line": 2,
          "end_column": 21,
          "offset": 20,
          "label": "declared here"
        },
        {
          "path": "pyproject.toml",
          "line": 2,
          "column": 12,
          "end_line": 2,
          "end_column": 17,
          "offset": 21
        }
      ]
    },
    {
      "rule": "odd-member",
      "severity": "warning",
      "message": "`a\u001b[31m\nb` is odd: 50%",
      "fixable": false,
      "places": [
        {
          "path": "dist/demo-1.0.tar.gz",
          "member": "demo-1.0/PKG-INFO"
        }
      ]
    },
    {
      "rule": "odd-member",
      "severity": "warning",
      "message": "bytes after the end",
      "fixable": false,
      "places": [
        {
          "path": "dist/demo-1.0.tar.gz",
          "offset": 512
        }
      ]
    },
    {
      "rule": "worth-knowing",
      "severity": "note",
      "message": "`v1.0` is new",
      "fixable": false,
      "places": [
        {
          "label": "refs/tags/v1.0 (pushed)"
        }
      ]
    },
    {
      "rule": "worth-knowing",
      "severity": "note",
      "message": "nothing is said",
      "fixable": false,
      "places": [
        {
          "label": "commit message"
        }
      ]
    },
    {
      "rule": "worth-knowing",
      "severity": "note",
      "message": "this has no place",
      "fixable": false,
      "places": []
    }
  ],
  "summary": {
    "errors": 1,
    "warnings": 2,
    "notes": 3
  },
  "declarations": [
    {
      "raw": "1.2.0"
    }
  ]
}

"#]]
            .raw()
        );
    }

    #[test]
    fn a_fact_cannot_hide_what_the_format_promises() {
        let mut report = mixed::report();
        report.facts.insert("schema".into(), "mine".into());
        let text = report.render(Format::Json);
        assert_eq!(text.matches("\"schema\"").count(), 1);
        assert!(text.contains("release-guard/report@1"));
    }
}
