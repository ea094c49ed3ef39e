//! Nobody can tell here whether the tag's signature holds.
use crate::git::Verification;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-signature-unknown",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Nobody can tell here whether the tag's signature holds",
        why: "A signature by a key that nobody knows says nothing of who made the release; speaks only where \
              `tags.verify` is set.",
        fix: "Tell git the keys of those who make releases.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 FOREIGN refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nverify = true\n")],
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 SIGNED refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nverify = true\n")],
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let Some((kind, Verification::Unknown(reason))) = tag.verification() else {
        return;
    };
    if tag.is_released() {
        findings
            .push(format!(
                "whether the {kind} signature of tag `{}` holds cannot be told here: {reason}",
                tag.name
            ))
            .at(tag.place())
            .help(match kind {
                "SSH" => "put the keys of those who make releases into the file that `gpg.ssh.allowedSignersFile` names",
                "PGP" => "import the keys of those who make releases: `gpg --import FILE`",
                _ => "tell `gpg.x509.program` the certificates of those who make releases",
            });
    }
}
