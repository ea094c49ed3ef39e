//! A line of MANIFEST.in does nothing.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-manifest-in",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A line of MANIFEST.in does nothing",
        why: "setuptools passes over a line that it does not understand, and over paths that begin or end with a slash: files are missing, or too many.",
        fix: "Correct the line.",
        from: &["check-manifest", "setuptools"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write(
                "demo-1.0/MANIFEST.in",
                "include /README.md\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write(
                "demo-1.0/MANIFEST.in",
                "include README.md\nrecursive-exclude docs *.tmp\n",
            )],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Some(manifest) = &facts.manifest else {
        return;
    };
    let text = String::from_utf8_lossy(&manifest.bytes);
    let mut at = 0;
    let mut told = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(problem) = problem(line.trim()) else {
            continue;
        };
        findings
            .push(format!("`{}`: `{}` {problem}", manifest.name, line.trim()))
            .at(manifest.place(start..start + line.trim_end().len()))
            .help("correct the line; paths are relative to the top, and `graft` takes a folder");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}

/// What is wrong with a line; continued lines are taken for what they say alone.
fn problem(line: &str) -> Option<&'static str> {
    if line.is_empty() || line.starts_with('#') || line.ends_with('\\') {
        return None;
    }
    let mut words = line.split_ascii_whitespace();
    let command = words.next()?;
    let patterns: Vec<&str> = words.collect();
    let least = match command {
        "include" | "exclude" | "global-include" | "global-exclude" | "graft" | "prune" => 1,
        "recursive-include" | "recursive-exclude" => 2,
        _ => return Some("is no command that setuptools knows"),
    };
    let is_one = matches!(command, "graft" | "prune");
    match () {
        () if patterns.len() < least => Some("lacks a pattern"),
        () if is_one && patterns.len() > 1 => Some("takes one folder only"),
        () if patterns.iter().any(|pattern| pattern.starts_with('/')) => {
            Some("has a path that begins with a slash")
        }
        () if !is_one && patterns.iter().any(|pattern| pattern.ends_with('/')) => {
            Some("has a pattern that ends with a slash")
        }
        () if patterns.iter().any(|pattern| pattern.contains('\\')) => Some("has a backslash"),
        () => None,
    }
}
