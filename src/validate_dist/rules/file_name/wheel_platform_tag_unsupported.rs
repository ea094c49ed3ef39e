//! PyPI does not take wheels for this platform.
use crate::dist::tables::is_accepted_platform;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-platform-tag-unsupported",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "PyPI does not take wheels for this platform",
        why: "A plain `linux_x86_64` wheel promises nothing about the systems it runs on, so PyPI refuses it, and any tag it does not know.",
        fix: "Repair the wheel for a known policy, or build with `cibuildwheel`.",
        from: &["PEP 600", "PEP 656", "PEP 730", "PEP 738"],
        bad: Example::Dist {
            name: "demo-1.0-cp312-cp312-linux_x86_64.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let tags = facts.parsed.as_ref().ok().and_then(|parsed| parsed.tags());
    let platforms = tags
        .map(|tags| tags.platform.as_slice())
        .unwrap_or_default();
    for platform in platforms.iter().filter(|tag| !is_accepted_platform(tag)) {
        let help = match platform.as_str() {
            tag if tag.starts_with("linux_") => {
                "run `auditwheel repair` on it, or build it with `cibuildwheel`"
            }
            tag if tag.starts_with("macosx_") => {
                "from macOS 11 on the minor version is 0, as in `macosx_11_0_arm64`"
            }
            _ => "build it for a platform that PyPI knows",
        };
        let message = format!(
            "PyPI takes no wheels for the platform `{platform}` of `{}`",
            facts.raw
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help(help);
    }
}
