//! `built-version-mismatch`
use crate::check_version::Built;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Built> = Rule {
    about: About {
        name: "built-version-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The build back-end makes another version than the package declares",
        why: "The files of the release would carry a version that the project does not know. Only `--deep` looks, since it runs the back-end.",
        fix: "See where the back-end takes the version from, and declare it there alone.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n\n[build-system]\nrequires = [\"backend\"]\nbuild-backend = \"backend\"\n",
            ),
            (
                "PKG-INFO",
                "Metadata-Version: 2.1\nName: pkg\nVersion: 1.2.1\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n\n[build-system]\nrequires = [\"backend\"]\nbuild-backend = \"backend\"\n",
            ),
            (
                "PKG-INFO",
                "Metadata-Version: 2.1\nName: pkg\nVersion: 1.2\n",
            ),
        ]),
    },
    check,
};

fn check(built: &Built, findings: &mut Findings) {
    let package = &built.package;
    let Some(declared) = package.version().filter(|own| **own != built.version) else {
        return;
    };
    let finding = findings.push(format!(
        "{} declares `{declared}`, but `{}` builds it as `{}`",
        package.called(),
        built.back_end,
        built.version
    ));
    for found in &package.declarations {
        if found.says(declared) {
            let label = format!("`{}` here", found.raw);
            finding.at(found.place.clone().labelled(label));
        }
    }
    finding.help(format!(
        "see where `{}` takes the version from, and write it there alone",
        built.back_end
    ));
}
