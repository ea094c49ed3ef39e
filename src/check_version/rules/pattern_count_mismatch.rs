//! `pattern-count-mismatch`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "pattern-count-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A configured place of the version is not found, or not as often as it should be",
        why: "A version that is not found is neither compared nor bumped, and nobody sees that it stays behind.",
        fix: "Mend the text or the pattern in `[[tool.release-guard.places]]`, or its `count`.",
        from: &["bumpver"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n[[tool.release-guard.places]]\npath = \"README.md\"\npattern = \"pkg=={version}\"\ncount = 2\n",
            ),
            ("README.md", "Run `pip install pkg==1.2.0`.\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n[[tool.release-guard.places]]\npath = \"README.md\"\npattern = \"pkg=={version}\"\ncount = 2\n",
            ),
            (
                "README.md",
                "Run `pip install pkg==1.2.0` or `uv add pkg==1.2.0`.\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for count in &facts.package.patterns {
        let (path, pattern) = (&count.path, &count.pattern);
        let (message, help) = match (count.found, count.wanted) {
            (None, _) => (
                format!("`{pattern}` should be in `{path}`, but there is no such file"),
                "add the file, or take the place out of the configuration".to_owned(),
            ),
            (Some(0), wanted) => (
                format!(
                    "`{pattern}` should be in `{path}` {}, but is not there",
                    times(wanted)
                ),
                format!("write the version into `{path}`, or configure the text that holds it"),
            ),
            (Some(found), Some(wanted)) if found != wanted => (
                format!(
                    "`{pattern}` should be in `{path}` {}, but is there {}",
                    times(Some(wanted)),
                    times(Some(found))
                ),
                format!("mend `{path}`, or set `count` to `{found}`"),
            ),
            _ => continue,
        };
        let file = || Place::file(path.clone());
        let place = count.place.clone().unwrap_or_else(file);
        findings
            .push(message)
            .at(place.labelled("configured here"))
            .help(help);
    }
}

fn times(count: Option<usize>) -> String {
    match count {
        None => "at least once".into(),
        Some(1) => "once".into(),
        Some(count) => format!("`{count}` times"),
    }
}
