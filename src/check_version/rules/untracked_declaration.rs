//! `untracked-declaration`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::{Origin, Place};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "untracked-declaration",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The version is declared in a file that git does not record",
        why: "The build works here and nowhere else: the commit, the tag and every clone have no version.",
        fix: "Add the file to git.",
        from: &[],
        bad: Example::Untracked {
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = { attr = \"pkg.__version__\" }\n",
            )],
            untracked: &[("src/pkg/__init__.py", "__version__ = \"1.2.0\"\n")],
        },
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = { attr = \"pkg.__version__\" }\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2.0\"\n"),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let package = &facts.package;
    for path in &facts.untracked {
        let is_in = |place: &Place| place.origin == Origin::File(path.clone());
        let mut declarations = package.declarations.iter();
        let declared = declarations.find(|found| is_in(&found.place));
        let message = match declared {
            Some(found) => format!(
                "{} declares `{}` in `{path}`, which git does not record",
                package.called(),
                found.raw
            ),
            None => format!(
                "{} declares its version in `{path}`, which git does not record",
                package.called()
            ),
        };
        let place = declared.map_or(Place::file(path.clone()), |found| found.place.clone());
        let finding = findings.push(message);
        finding.at(place.labelled("only on this disk"));
        for pointer in &package.pointers {
            finding.at(pointer.place.clone().labelled("the build looks there"));
        }
        finding.help(format!("run `git add {path}`"));
    }
}
