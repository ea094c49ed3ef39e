//! `semver-mirror-mismatch`
use super::Declarations;
use crate::project::{Declaration, Form, Role, whereabouts};
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::version::{Version, from_semver};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "semver-mirror-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file that holds a SemVer version does not say the version that the package declares",
        why: "Cargo and npm read SemVer: they refuse `1.2.0rc1`, and what they build or publish would be another version.",
        fix: "Write the SemVer form of the version, such as `1.2.0-rc.1` for `1.2.0rc1`.",
        from: &["SemVer 2.0"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0rc1\"\n",
            ),
            (
                "package.json",
                "{\n  \"name\": \"pkg\",\n  \"version\": \"1.2.0rc1\"\n}\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0rc1\"\n",
            ),
            (
                "package.json",
                "{\n  \"name\": \"pkg\",\n  \"version\": \"1.2.0-rc.1\"\n}\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    if facts.package.versioned_by.is_some() {
        return;
    }
    let reference = facts.reference();
    let declarations = facts.package.declarations.iter();
    for mirror in declarations.filter(|found| found.form == Form::SemVer && !is_placeholder(found))
    {
        // Alone, it still tells which version is meant.
        let own = mirror.version.as_ref().ok().map(|own| (mirror, own));
        let Some((source, version)) = reference.or(own) else {
            findings
                .push(format!("{} is not a SemVer version", told(mirror)))
                .at(mirror.place.clone().labelled("not a SemVer version"))
                .help("SemVer is three numbers with dots, then `-alpha.1`, `-beta.1` or `-rc.1`");
            continue;
        };
        let Some(problem) = problem(mirror, version, facts) else {
            continue;
        };
        let finding = findings.push(problem);
        finding.at(mirror
            .place
            .clone()
            .labelled(format!("`{}` here", mirror.raw)));
        if source.place != mirror.place {
            finding.at(source
                .place
                .clone()
                .labelled(format!("`{}` here", source.raw)));
        }
        match mirror.spelling(version) {
            Ok(text) => {
                finding.help(format!("write `{text}`"));
                if let Some(edit) = mirror.rewrite(&text) {
                    finding.fix(edit);
                }
            }
            Err(error) => {
                let numbers = [0, 1, 2].map(|index| version.part(index).to_string());
                finding.help(format!(
                    "{error}; write its numbers, `{}`",
                    numbers.join(".")
                ));
            }
        }
    }
}

/// What is wrong with a mirror; `None` when it says the version as well as SemVer can.
fn problem(mirror: &Declaration, version: &Version, facts: &Declarations) -> Option<String> {
    let text = mirror.raw.strip_prefix(['v', 'V']).unwrap_or(&mirror.raw);
    let wanted = format!("`{version}`, the version of {}", facts.package.called());
    let Ok(own) = text.parse::<semver::Version>() else {
        let is_source = mirror.role == Role::Source;
        let aim = format!("; it is to say {wanted}");
        let aim = if is_source { "" } else { &aim };
        return Some(format!("{} is not a SemVer version{aim}", told(mirror)));
    };
    if version.to_semver().is_ok() {
        let says = from_semver(&own).is_ok_and(|own| own == *version);
        return (!says).then(|| format!("{} is not {wanted}", told(mirror)));
    }
    let numbers = [0, 1, 2].map(|index| version.part(index));
    let says = [own.major, own.minor, own.patch] == numbers;
    (!says).then(|| format!("{} does not have the numbers of {wanted}", told(mirror)))
}

fn told(mirror: &Declaration) -> String {
    format!("`{}` in {}", mirror.raw, whereabouts(&mirror.place))
}

/// Whether a version of zeros stands for one that is written when it is built.
fn is_placeholder(mirror: &Declaration) -> bool {
    let own = mirror.version.as_ref();
    own.is_ok_and(|own| own.significant_release().is_empty())
}
