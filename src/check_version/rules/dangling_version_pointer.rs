//! `dangling-version-pointer`
use super::Declarations;
use crate::project::Target;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "dangling-version-pointer",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The configuration says that the version is in a place that does not have it",
        why: "The build fails, or takes the version of something else that happens to be installed.",
        fix: "Add the file or the name that is pointed at, or point at the right one.",
        from: &[],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = { attr = \"pkg.__version__\" }\n",
        )]),
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
    for pointer in &facts.package.pointers {
        let place = pointer.place.clone().labelled("points to nothing");
        match &pointer.target {
            Target::Found(_) | Target::Computed(_) | Target::Generated(_) => {}
            // It is there, and only git does not know it.
            Target::Missing(_) if !facts.untracked.is_empty() => {}
            Target::Missing(path) => {
                findings
                    .push(match pointer.raw == path.to_string() {
                        true => {
                            format!("the version should be in `{path}`, but there is no such file")
                        }
                        false => format!(
                            "`{}` says where the version is, but there is no `{path}`",
                            pointer.raw
                        ),
                    })
                    .at(place)
                    .help(format!(
                        "add `{path}`, or point at the file that holds the version"
                    ));
            }
            Target::Unread {
                path,
                back_end,
                seen: (raw, seen),
            } => {
                findings
                    .push(format!(
                        "`{back_end}` finds no version in `{path}`, where the running program sees `{raw}`"
                    ))
                    .at(seen.as_ref().clone().labelled(format!("`{raw}` here, which `{back_end}` does not find")))
                    .at(place)
                    .help(format!(
                        "write it as plainly as `__version__ = \"{raw}\"`: `{back_end}` searches the text, and does not know Python"
                    ));
            }
            Target::Absent { path, wanted } => {
                findings
                    .push(match pointer.raw == path.to_string() {
                        true => {
                            format!("the version should be in `{path}`, but it has no `{wanted}`")
                        }
                        false => format!(
                            "`{}` says where the version is, but `{path}` has no `{wanted}`",
                            pointer.raw
                        ),
                    })
                    .at(place)
                    .at(Place::file(path.clone()))
                    .help(format!(
                        "add `{wanted}` to `{path}`, or point at the file that holds the version"
                    ));
            }
        }
    }
}
