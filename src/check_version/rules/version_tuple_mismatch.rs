//! `version-tuple-mismatch`
use super::Declarations;
use crate::project::Site;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::{Place, Spot};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "version-tuple-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A tuple such as `version_info` says another version than the package declares",
        why: "Programs that compare the tuple decide by a version that was never released.",
        fix: "Write the numbers of the version into the tuple, or work one of them out from the other.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "src/pkg/__init__.py",
                "__version__ = \"1.2.0\"\nversion_info = (1, 1, 0)\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "src/pkg/__init__.py",
                "__version__ = \"1.2.0\"\nversion_info = (1, 2, 0)\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let Some((source, version)) = facts.reference() else {
        return;
    };
    // Documentation may well be of the release before.
    if source.site == Site::Sphinx {
        return;
    }
    for tuple in &facts.package.tuples {
        if tuple.version().is_none() || tuple.says(version) {
            continue;
        }
        let raw = text(&tuple.place);
        let finding = findings.push(format!(
            "`{}` is `{raw}`, but {} is `{}`",
            tuple.name,
            facts.package.called(),
            source.raw
        ));
        finding
            .at(tuple.place.clone().labelled(format!("not `{version}`")))
            .at(source
                .place
                .clone()
                .labelled(format!("`{}` here", source.raw)));
        match tuple.rewrite(version) {
            Some(edits) => {
                finding.help(format!("write the numbers of `{version}`"));
                finding.edits.extend(edits);
            }
            None => {
                finding.help(format!(
                    "write `{version}` in the words that the tuple uses"
                ));
            }
        }
    }
}

/// A tuple as it is written, in one line.
fn text(place: &Place) -> String {
    let Spot::Text { bytes, span } = &place.spot else {
        return String::new();
    };
    let written = bytes.get(span.clone()).unwrap_or_default();
    let written = String::from_utf8_lossy(written);
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}
