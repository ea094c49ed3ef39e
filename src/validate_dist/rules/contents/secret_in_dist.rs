//! A distribution holds a secret.
use crate::dist::Contents;
use crate::dist::secret_file_kind;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "secret-in-dist",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A distribution holds a secret",
        why: "What is uploaded is public at once and for ever; tokens in packages are found and used within minutes.",
        fix: "Take the file out of the build, and revoke the secret: it may have been seen already.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo/settings.py",
                concat!(
                    "TOKEN = 'pypi-",
                    "AgEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'\n"
                ),
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/.env.example", "TOKEN=\n")],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let mut told = 0;
    for content in &facts.members {
        let place = || Place::member(facts.path.clone(), &content.name);
        if let Some(kind) = secret_file_kind(&content.name) {
            findings
                .push(format!(
                    "the member `{}` is a file that holds {kind}",
                    content.text()
                ))
                .at(place())
                .help("exclude the file from the build");
            told += 1;
        }
        for secret in &content.secrets {
            let message = format!(
                "the member `{}` holds {} in line {}: `{}`",
                content.text(),
                secret.kind,
                secret.line,
                secret.masked
            );
            findings
                .push(message)
                .at(place())
                .help("take it out, and revoke it: it may have been seen already");
            told += 1;
        }
        if told >= FEW {
            return;
        }
    }
}
