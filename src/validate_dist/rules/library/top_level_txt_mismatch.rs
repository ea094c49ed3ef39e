//! `top_level.txt` does not say what the wheel installs.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use crate::validate_dist::Library;
use crate::validate_dist::{Top, is_importable, module_name};
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-txt-mismatch",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "`top_level.txt` does not say what the wheel installs",
        why: "Tools that find the project of a module by `top_level.txt` are misled; it was made from another tree than the wheel.",
        fix: "Build again from a clean tree.",
        from: &["setuptools"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo-1.0.dist-info/top_level.txt",
                "demo\ngone\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.dist-info/top_level.txt", "demo\n")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let Some(document) = &facts.top_level_txt else {
        return;
    };
    let text = String::from_utf8_lossy(&document.bytes);
    // Packages may stand in it with a slash, those of namespaces with a dot.
    let top = |line: &str| {
        line.trim()
            .split(['/', '.'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let named: BTreeSet<String> = text
        .lines()
        .map(top)
        .filter(|name| !name.is_empty())
        .collect();
    let tops = facts.tops();
    let gone = named.iter().filter(|name| {
        let is_it =
            |top: &Top<'_>| top.name == name.as_str() || module_name(top.name) == Some(name);
        !tops.iter().any(is_it)
    });
    for name in gone.take(FEW) {
        findings
            .push(format!(
                "`{}` names `{name}`, which the wheel does not install",
                document.name
            ))
            .at(document.whole())
            .help("build again from a clean tree");
    }
    for module in facts.modules() {
        if !named.contains(module) && !module.starts_with('_') && is_importable(module) {
            findings
                .push(format!(
                    "the wheel installs `{module}`, which `{}` does not name",
                    document.name
                ))
                .at(document.whole())
                .help("build again from a clean tree");
        }
    }
}
