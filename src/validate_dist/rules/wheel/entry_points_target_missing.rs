//! A command's module is not in the wheel.
use crate::dist::Headers;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "entry-points-target-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A command's module is not in the wheel",
        why: "The command is installed and crashes when it is run first.",
        fix: "Correct the module's name, or include it in the build.",
        from: &["entry points specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "entry_points.txt",
                "demo.cli:main",
                "demo.gone:main",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(entry_points) = &facts.entry_points else {
        return;
    };

    // Modules of a wheel with `.pth` files lie elsewhere, and those of other projects in their own wheels.
    if facts
        .members
        .files()
        .any(|member| member.name.ends_with(b".pth") && !member.name.contains(&b'/'))
    {
        return;
    }
    for entry in &entry_points.all {
        let Some(object) = entry.object() else {
            continue;
        };
        if !is_missing(facts, object.module) {
            continue;
        }
        let message = format!(
            "`{}` is to run `{}`, and the module `{}` is not in the wheel",
            entry.name, entry.value, object.module
        );
        findings
            .push(message)
            .at(entry_points.document.place(entry.span.clone()))
            .help("correct the module's name, or include its package in the build");
    }
}

/// Whether the module is certainly in neither this wheel nor one that is required.
fn is_missing(wheel: &Wheel, module: &str) -> bool {
    let roots = ["purelib/", "platlib/"].map(|scheme| {
        let folder = wheel.dist_info_member("").replace(".dist-info/", ".data/");
        format!("{folder}{scheme}")
    });
    let mut path = String::new();
    let mut package = Found::Nothing;
    for part in module.split('.') {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
        let found = find(wheel, &path).or(roots
            .iter()
            .find_map(|root| find(wheel, &format!("{root}{path}"))));
        match found {
            Some(found) => package = found,
            None => return package == Found::Package || !requires_others(wheel),
        }
    }
    false
}

/// What a wheel has at a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    /// A module, or a folder with `__init__`: all its modules lie beside it.
    Package,
    /// A folder without `__init__`, which several projects can share.
    Namespace,
}

fn find(wheel: &Wheel, path: &str) -> Option<Found> {
    let has = |end: &str| {
        wheel
            .members
            .beginning_with(format!("{path}{end}").as_bytes())
            .is_some()
    };
    match () {
        () if has("/__init__.")
            || has(".py")
            || has(".so")
            || has(".abi3.")
            || has(".cp")
            || has(".pyd") =>
        {
            Some(Found::Package)
        }
        () if has("/") => Some(Found::Namespace),
        () => None,
    }
}

fn requires_others(wheel: &Wheel) -> bool {
    let Ok(document) = &wheel.metadata else {
        return true;
    };
    let headers = Headers::parse(&document.bytes);
    headers.all("Requires-Dist").next().is_some()
}
