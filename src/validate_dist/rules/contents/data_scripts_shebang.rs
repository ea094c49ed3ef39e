//! A script starts an interpreter that is not the environment's.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "data-scripts-shebang",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A script starts an interpreter that is not the environment's",
        why: "Installers put the right interpreter only in place of `#!python`; with any other line the script runs under the Python of the system.",
        fix: "Begin the script with `#!python`, or make it an entry point.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo-1.0.data/scripts/demo",
                "#!/usr/bin/env python3\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.data/scripts/demo", "#!python\n")],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    for content in &facts.members {
        let Some(line) = content.shebang() else {
            continue;
        };
        let names_python = line.to_ascii_lowercase().contains("python");
        if names_python && !line.starts_with("#!python") {
            findings
                .push(format!(
                    "the script `{}` begins with `{line}`, which installers leave as it is",
                    content.text()
                ))
                .at(Place::member(facts.path.clone(), &content.name))
                .help("begin it with `#!python`, or make it an entry point");
        }
    }
}
