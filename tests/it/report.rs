//! Formats keep their promises whatever a finding holds.
use release_guard::flags::Format;
use release_guard::report::Report;
use release_guard::rule::{About, Example, Findings, Rule, Severity};
use release_guard::source::{Place, RepoPath, SourceFile, Spot};

const FORMATS: [Format; 7] = [
    Format::Human,
    Format::Concise,
    Format::Json,
    Format::Github,
    Format::Gitlab,
    Format::Sarif,
    Format::Junit,
];

/// Texts that have broken formats before.
const HOSTILE: &[&str] = &[
    "::error::mine",
    "a\nb\r\nc",
    "\u{1b}[2J\u{202e}",
    "| a | `b` | <script>",
    "%0A,file=x:1",
    "",
    "\"\\\u{0}",
];

static RULES: [Rule<()>; 1] = [Rule {
    about: About {
        name: "hostile",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "",
        why: "",
        fix: "",
        from: &[],
        bad: Example::Tree(&[]),
        good: Example::Tree(&[]),
    },
    check: |(), findings| {
        for text in HOSTILE {
            let path = RepoPath::new(text.replace('\0', "")).unwrap_or_default();
            let file = SourceFile::new(path.clone(), text.as_bytes());
            for start in 0..=text.len() + 2 {
                findings
                    .push(*text)
                    .at(file.place(start..usize::MAX, *text))
                    .at(file.place(start..0, *text))
                    .help(*text);
            }
            let mut offset = Place::archive(std::path::Path::new(text));
            offset.spot = Spot::Offset(u64::MAX);
            findings.push(*text).at(offset);
            let archive = std::path::Path::new("d.whl");
            findings.push(*text).at(Place::member(archive, text));
            findings.push(*text).at(Place::git_ref(text));
            findings.push(*text).at(Place::file(path));
            findings.push(*text);
        }
    },
}];

fn report() -> Report {
    let mut findings = Findings::default();
    findings.run(&RULES[0], Severity::Error, &());
    Report {
        program: "check-version",
        findings: findings.into_found(),
        ..Report::default()
    }
}

#[test]
fn no_format_lets_a_text_move_the_cursor() {
    for format in FORMATS {
        let text = report().render(format);
        assert!(text.ends_with('\n'), "{format:?}");
        assert!(!text.contains(['\u{1b}', '\r', '\0']), "{format:?}");
    }
    assert!(!report().step_summary().contains(['\u{1b}', '\r', '\0']));
}

#[test]
fn a_finding_is_one_line_where_lines_count() {
    let report = report();
    let count = report.findings.len();
    let concise = report.render(Format::Concise);
    assert_eq!(concise.lines().count(), count + 1);
    let github = report.render(Format::Github);
    assert_eq!(github.lines().count(), count + 1);
    let commands = github.lines().filter(|line| line.starts_with("::"));
    for command in commands {
        let (properties, _) = command[2..].split_once("::").unwrap();
        for property in properties.split_once(' ').unwrap().1.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(
                ["file", "line", "endLine", "col", "title"].contains(&name),
                "{command}"
            );
            assert!(!value.contains(':'), "{command}");
        }
    }
    let rows = report.step_summary();
    let rows = rows.lines().filter(|line| line.starts_with("| "));
    assert_eq!(rows.count(), count + 1, "the head and one row each");
}

#[test]
fn machine_formats_parse_and_count_alike() {
    let report = report();
    let json: serde_json::Value = serde_json::from_str(&report.render(Format::Json)).unwrap();
    assert_eq!(json["schema"], "release-guard/report@1");
    assert_eq!(json["summary"]["errors"], report.findings.len());
    assert_eq!(
        json["findings"].as_array().unwrap().len(),
        report.findings.len()
    );
    let gitlab: serde_json::Value = serde_json::from_str(&report.render(Format::Gitlab)).unwrap();
    assert_eq!(gitlab.as_array().unwrap().len(), report.findings.len());
    let junit = report.render(Format::Junit);
    assert_eq!(junit.matches("<testcase ").count(), report.findings.len());
    assert_eq!(junit.matches("<script>").count(), 0);
    let sarif: serde_json::Value = serde_json::from_str(&report.render(Format::Sarif)).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), report.findings.len());
    let mut fingerprints: Vec<_> = results
        .iter()
        .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].to_string())
        .collect();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), results.len());
}
