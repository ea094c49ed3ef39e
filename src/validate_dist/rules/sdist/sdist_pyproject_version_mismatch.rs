//! pyproject.toml and PKG-INFO have different versions.
use crate::dist::Headers;
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::version::Version;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-pyproject-version-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "pyproject.toml and PKG-INFO have different versions",
        why: "The sdist was made from another tree than its metadata: what is built from it has another version than its name.",
        fix: "Build the sdist again from a clean tree.",
        from: &["PEP 621"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "pyproject.toml",
                "version = \"1.0\"",
                "version = \"1.1\"",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "pyproject.toml",
                "version = \"1.0\"",
                "version = \"1.0.0\"",
            )],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let (Some(pyproject), Ok(document)) = (&facts.pyproject, &facts.pkg_info) else {
        return;
    };
    let Some((written, span)) = pyproject.text_at(&["project", "version"]) else {
        return;
    };
    let headers = Headers::parse(&document.bytes);
    let Some(field) = headers.first("Version") else {
        return;
    };
    let (Ok(one), Ok(other)) = (written.parse::<Version>(), field.value.parse::<Version>()) else {
        return;
    };
    if one != other {
        findings
            .push(format!(
                "pyproject.toml has the version `{written}`, and `{}` has `{}`",
                document.name, field.value
            ))
            .at(pyproject.document.place(span))
            .at(document.place(field.value_span.clone()))
            .help("build the sdist again from a clean tree");
    }
}
