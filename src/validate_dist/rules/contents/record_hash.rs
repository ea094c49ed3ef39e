//! A digest in RECORD is not that of the file.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "record-hash",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A digest in RECORD is not that of the file",
        why: "The file was changed after the wheel was packed. Few tools look, and those that do refuse to install it.",
        fix: "Build again; never change a wheel by hand.",
        from: &["PEP 376", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/RECORD",
                "demo/cli.py,sha256=",
                "demo/cli.py,sha256=AAAA",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let Some(record) = &facts.record else {
        return;
    };
    let rows = record.by_path();
    let own = &record.document.name;

    let mut told = 0;
    for content in facts
        .members
        .iter()
        .filter(|content| *content.name != *own.as_bytes())
    {
        let (Ok(read), Some(row)) = (&content.read, rows.get(&*content.name)) else {
            continue;
        };
        let message = match row.hash.split_once('=') {
            Some(("sha256", digest)) => {
                let found = BASE64_URL_SAFE_NO_PAD.encode(read.sha256);
                if digest == found {
                    continue;
                }
                let spelled = digest
                    .trim_end_matches('=')
                    .replace('+', "-")
                    .replace('/', "_");
                if spelled == found {
                    format!(
                        "RECORD writes the digest of `{}` as `{digest}`, and URL-safe base64 without padding is asked for",
                        content.text()
                    )
                } else {
                    format!(
                        "RECORD says that `{}` has the digest `sha256={digest}`, and it is `sha256={found}`",
                        content.text()
                    )
                }
            }
            // Stronger algorithms are allowed, and so rare that nothing is lost by not knowing them.
            Some(("sha384" | "sha512", _)) => continue,
            Some((algorithm, _)) => format!(
                "RECORD has a digest by `{algorithm}` of `{}`, and `sha256` is the weakest that is allowed",
                content.text()
            ),
            None => format!(
                "RECORD has no digest of `{}` but `{}`",
                content.text(),
                row.hash
            ),
        };
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &content.name))
            .at(record.document.place(row.span.clone()))
            .help("build the wheel again; the file was changed after it was packed");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}
