//! The first line of a script ends as on Windows.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "line-endings-shebang",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The first line of a script ends as on Windows",
        why: "Elsewhere the carriage return becomes part of the interpreter's name, and the script does not start.",
        fix: "Save the script with line ends of Unix.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo-1.0.data/scripts/demo",
                "#!/bin/sh\r\necho\r\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo-1.0.data/scripts/demo",
                "#!/bin/sh\necho\n",
            )],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    for content in &facts.members {
        // Installers write the line of Python scripts anew.
        let Some(line) = content
            .shebang()
            .filter(|line| !line.starts_with("#!python"))
        else {
            continue;
        };
        if line.ends_with('\r') {
            findings
                .push(format!(
                    "the first line of the script `{}` ends in a carriage return",
                    content.text()
                ))
                .at(Place::member(facts.path.clone(), &content.name))
                .help("save it with line ends of Unix");
        }
    }
}
