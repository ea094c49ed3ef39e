//! SARIF 2.1.0, as code scanning reads it.
//!
//! Only the part of the format that says what a report knows; member names are those of the standard.
use super::Report;
use crate::dist::Sha256;
use crate::rule::{About, Finding, Severity};
use crate::source::{Origin, Place, Spot, line_column};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool<'r>,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
struct Driver<'r> {
    name: &'r str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Level,
}

#[derive(Serialize)]
struct Level {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Region {
    #[serde(rename_all = "camelCase")]
    Lines {
        start_line: usize,
        start_column: usize,
        end_line: usize,
        end_column: usize,
    },
    #[serde(rename_all = "camelCase")]
    Bytes { byte_offset: u64 },
}

pub(super) fn render(report: &Report) -> String {
    let mut rules: Vec<&'static About> = Vec::new();
    let mut seen = BTreeMap::new();
    let mut results = Vec::new();
    for finding in &report.findings {
        let index = rules
            .iter()
            .position(|rule| rule.name == finding.rule.name)
            .unwrap_or_else(|| {
                rules.push(finding.rule);
                rules.len() - 1
            });
        results.push(outcome(finding, index, &mut seen));
    }
    super::written(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: report.program,
                    version: env!("CARGO_PKG_VERSION"),
                    rules: rules.into_iter().map(descriptor).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
        }],
    })
}

fn descriptor(about: &'static About) -> Descriptor {
    let text = |text: &str| Text {
        text: text.to_owned(),
    };
    Descriptor {
        id: about.name,
        short_description: text(about.summary),
        full_description: text(about.why),
        help: text(about.fix),
        default_configuration: Level {
            level: level(about.severity),
        },
    }
}

fn outcome(finding: &Finding, index: usize, seen: &mut BTreeMap<String, usize>) -> Outcome {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let related = finding.places.iter().skip(1).zip(1..);
    Outcome {
        rule_id: finding.rule.name,
        rule_index: index,
        level: level(finding.severity),
        message: Text { text: message },
        locations: finding
            .places
            .iter()
            .take(1)
            .map(|place| location(place, None))
            .collect(),
        related_locations: related
            .map(|(place, id)| location(place, Some(id)))
            .collect(),
        partial_fingerprints: BTreeMap::from([(
            "primaryLocationLineHash",
            fingerprint(finding, seen),
        )]),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Off => "none",
    }
}

fn location(place: &Place, id: Option<usize>) -> Location {
    let (uri, logical) = match &place.origin {
        Origin::File(path) => (Some(uri(path.as_bytes())), None),
        Origin::Archive(path) => (Some(uri(path.as_os_str().as_encoded_bytes())), None),
        Origin::Member { archive, name } => (
            Some(uri(archive.as_os_str().as_encoded_bytes())),
            Some(String::from_utf8_lossy(name).into_owned()),
        ),
        Origin::CommitMessage => (None, Some("commit message".to_owned())),
        Origin::Ref(name) => (None, Some(name.to_string())),
    };
    // A line of a member is not a line of the archive, which is the artifact.
    let region = match &place.spot {
        Spot::Text { bytes, span } if matches!(place.origin, Origin::File(_)) => {
            let (start_line, start_column) = line_column(bytes, span.start);
            let (end_line, end_column) = line_column(bytes, span.end.max(span.start));
            Some(Region::Lines {
                start_line,
                start_column,
                end_line,
                end_column,
            })
        }
        Spot::Offset(offset) => Some(Region::Bytes {
            byte_offset: *offset,
        }),
        _ => None,
    };
    Location {
        id,
        physical_location: uri.map(|uri| Physical {
            artifact_location: Artifact { uri },
            region,
        }),
        logical_locations: logical
            .map(|name| Logical {
                fully_qualified_name: name,
            })
            .into_iter()
            .collect(),
        message: Some(place.label.clone())
            .filter(|label| !label.is_empty())
            .map(|text| Text { text }),
    }
}

/// A path as a relative URI reference; `:` is escaped too, for before the first `/` it would end a scheme.
fn uri(path: &[u8]) -> String {
    let mut uri = String::new();
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'+' => {
                uri.push(char::from(*byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// What stays the same when lines above the finding change: rule, place, and the line's text; equal ones are counted.
pub(super) fn fingerprint(finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let mut told = finding.rule.name.as_bytes().to_vec();
    if let Some(place) = finding.places.first() {
        told.push(0);
        told.extend(super::path_of(&place.origin).as_bytes());
        told.push(0);
    }
    match finding.places.first().map(|place| &place.spot) {
        Some(Spot::Text { bytes, span }) => {
            told.extend(crate::source::line_around(bytes, span.start).trim_ascii());
        }
        _ => told.extend(finding.message.as_bytes()),
    }
    let mut digest = Sha256::of(&told).to_string();
    digest.truncate(16);
    let count = seen.entry(digest.clone()).or_default();
    *count += 1;
    format!("{digest}:{count}")
}

#[cfg(test)]
mod tests;
