//! The dependencies of an sdist are known only after building.
use crate::dist::Headers;
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-pkg-info-dynamic",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "The dependencies of an sdist are known only after building",
        why: "PKG-INFO calls them `Dynamic`: whoever resolves dependencies has to build the sdist to learn them.",
        fix: "Declare them in `[project]` without `dynamic`.",
        from: &["PEP 643"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "PKG-INFO",
                "Summary: A demo",
                "Dynamic: Requires-Dist\nSummary: A demo",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "PKG-INFO",
                "Summary: A demo",
                "Dynamic: Keywords\nSummary: A demo",
            )],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Ok(document) = &facts.pkg_info else {
        return;
    };
    let headers = Headers::parse(&document.bytes);
    let fields = headers.all("Dynamic");
    let wanted = ["requires-dist", "requires-python", "provides-extra"];
    let unknown = fields.filter(|field| {
        wanted
            .iter()
            .any(|name| field.value.eq_ignore_ascii_case(name))
    });
    for field in unknown.take(FEW) {
        findings
            .push(format!(
                "`{}` is dynamic: it is known only after building",
                field.value
            ))
            .at(document.place(field.value_span.clone()))
            .help("declare it in `[project]` of pyproject.toml without `dynamic`");
    }
}
