//! A wheel installs code that every start of Python runs.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;
use crate::validate_dist::module_name;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "sitecustomize-in-wheel",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel installs code that every start of Python runs",
        why: "Python imports `sitecustomize` and `usercustomize` at each start; one in a package runs in every program of the environment, and hides that of the administrator.",
        fix: "Remove the module; use an entry point instead.",
        from: &["Python site module"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("sitecustomize.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/sitecustomize.py", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    for top in facts.tops() {
        let module = if top.is_folder {
            Some(top.name)
        } else {
            module_name(top.name)
        };
        if let Some(module @ ("sitecustomize" | "usercustomize")) = module {
            findings
                .push(format!(
                    "the wheel installs `{module}`, which every start of Python runs"
                ))
                .at(Place::member(facts.path.clone(), top.member))
                .help("remove it; code that is to be found at run time can be an entry point");
        }
    }
}
