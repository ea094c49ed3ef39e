//! A classifier names a Python that `Requires-Python` leaves out.
use crate::dist::Specifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "classifier-python-vs-requires-python",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A classifier names a Python that `Requires-Python` leaves out",
        why: "People trust the classifiers, installers only `Requires-Python`: one of the two is out of date.",
        fix: "Make them agree in pyproject.toml.",
        from: &["pyroma"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Programming Language :: Python :: 3.8\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Programming Language :: Python :: 3.9\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let headers = &facts.core.headers;
    let Some(range) = headers.first("Requires-Python") else {
        return;
    };
    let Ok(specifiers) = Specifier::parse_all(&range.value) else {
        return;
    };
    for field in headers.all("Classifier") {
        let version = field
            .value
            .strip_prefix("Programming Language :: Python :: ");
        let series = version.and_then(|version| version.split_once('.'));
        let Some((Ok(major), Ok(minor))) = series.map(|(a, b)| (a.parse(), b.parse())) else {
            continue;
        };
        if specifiers.iter().all(|one| one.may_match(major, minor)) {
            continue;
        }
        let message = format!(
            "a classifier names Python `{major}.{minor}`, and `Requires-Python` is `{}`",
            range.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .at(facts.core.document.place(range.value_span.clone()))
            .help("take the classifier out, or widen `requires-python` in `pyproject.toml`");
    }
}
