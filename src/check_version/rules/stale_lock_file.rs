//! `stale-lock-file`
use super::{Declarations, rewrite};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "stale-lock-file",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "uv.lock has another version of the package than the package declares",
        why: "`uv sync --locked` fails at the release commit, and a plain `uv sync` leaves the file changed.",
        fix: "Run `uv lock` and commit the file together with the version.",
        from: &["uv lock --check"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "uv.lock",
                "version = 1\n\n[[package]]\nname = \"pkg\"\nversion = \"1.1.0\"\nsource = { editable = \".\" }\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "uv.lock",
                "version = 1\n\n[[package]]\nname = \"pkg\"\nversion = \"1.2.0\"\nsource = { editable = \".\" }\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let (Some(locked), Some(declared)) = (&facts.locked, facts.package.version()) else {
        return;
    };
    if locked.version.as_ref() == Ok(declared) {
        return;
    }
    let finding = findings.push(format!(
        "uv.lock has `{}` for {}, which declares `{declared}`",
        locked.raw,
        facts.package.called()
    ));
    finding
        .at(locked
            .place
            .clone()
            .labelled(format!("`{}` here", locked.raw)))
        .help("run `uv lock`, and commit the file together with the version");
    if let Some((declaration, _)) = facts.versions().next() {
        let label = format!("`{}` here", declaration.raw);
        finding.at(declaration.place.clone().labelled(label));
    }
    if let Some(edit) = rewrite(locked, &declared.to_string()) {
        finding.fix(edit);
    }
}
