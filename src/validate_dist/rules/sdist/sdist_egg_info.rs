//! An `.egg-info` folder in an sdist disagrees with PKG-INFO.
use crate::dist::Sdist;
use crate::dist::{Headers, same_name};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-egg-info",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "An `.egg-info` folder in an sdist disagrees with PKG-INFO",
        why: "It was left by an earlier build and packed with this one.",
        fix: "Remove `*.egg-info` and build again.",
        from: &["setuptools"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write(
                "demo-1.0/demo.egg-info/PKG-INFO",
                "Metadata-Version: 2.1\nName: demo\nVersion: 0.9\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write(
                "demo-1.0/demo.egg-info/PKG-INFO",
                "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
            )],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Ok(document) = &facts.pkg_info else {
        return;
    };
    let top = Headers::parse(&document.bytes);
    for inner in &facts.egg_infos {
        let headers = Headers::parse(&inner.bytes);
        for name in ["Name", "Version"] {
            let (Some(one), Some(other)) = (headers.first(name), top.first(name)) else {
                continue;
            };
            let is_same =
                one.value == other.value || (name == "Name" && same_name(&one.value, &other.value));
            if !is_same {
                findings
                    .push(format!(
                        "`{}` has the {} `{}`, and `{}` has `{}`",
                        inner.name,
                        name.to_ascii_lowercase(),
                        one.value,
                        document.name,
                        other.value
                    ))
                    .at(inner.place(one.value_span.clone()))
                    .at(document.place(other.value_span.clone()))
                    .help("remove `*.egg-info` and build again");
            }
        }
    }
}
