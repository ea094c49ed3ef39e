//! The description is of a kind that PyPI does not know.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "description-content-type",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The description is of a kind that PyPI does not know",
        why: "PyPI refuses a description that is not plain text, reStructuredText or Markdown in UTF-8.",
        fix: "Name the readme `.md`, `.rst` or `.txt`, or set its content type in pyproject.toml.",
        from: &["core metadata", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "text/markdown", "text/html")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "text/markdown",
                "text/markdown; charset=UTF-8; variant=GFM",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("Description-Content-Type") else {
        return;
    };
    if let Some(problem) = problem(&field.value) {
        let message = format!(
            "the description's content type is `{}`: {problem}",
            field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("write `text/markdown`, `text/x-rst` or `text/plain`");
    }
}

fn problem(value: &str) -> Option<String> {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(kind.as_str(), "text/plain" | "text/x-rst" | "text/markdown") {
        return Some("`text/plain`, `text/x-rst` and `text/markdown` are known".into());
    }
    for parameter in parts.filter(|parameter| !parameter.is_empty()) {
        let is_token = |name: &str| {
            let special = |c: char| !c.is_ascii_graphic() || "()<>@,;:\\\"/[]?".contains(c);
            !name.is_empty() && !name.contains(special)
        };
        let pair = parameter.split_once('=');
        let Some((name, value)) = pair.filter(|(name, _)| is_token(name.trim())) else {
            return Some(format!("`{parameter}` is not `name=value`"));
        };
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "charset" if !value.eq_ignore_ascii_case("utf-8") => {
                return Some(format!("the charset `{value}` is not `UTF-8`"));
            }
            "variant" if kind == "text/markdown" && !matches!(value, "GFM" | "CommonMark") => {
                return Some(format!(
                    "the variant `{value}` is neither `GFM` nor `CommonMark`"
                ));
            }
            _ => {}
        }
    }
    None
}
