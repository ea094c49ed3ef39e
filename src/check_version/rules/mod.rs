//! The rules of `check-version`: one file a rule.
mod dangling_version_pointer;
mod deep;
mod head_tag_mismatch;
mod invalid_version;
mod local_or_dev_version_at_release;
mod no_version_declared;
mod non_canonical_version;
mod stale_lock_file;
mod static_and_dynamic_version;
mod static_version_in_vcs_project;
mod version_assigned_twice;
mod version_mismatch;

pub use deep::RULES as DEEP;

use super::facts::Declarations;
use crate::rule::Rule;

/// The rules, in the order they are shown in.
pub static RULES: &[Rule<Declarations>] = &[
    version_mismatch::RULE,
    no_version_declared::RULE,
    invalid_version::RULE,
    non_canonical_version::RULE,
    static_and_dynamic_version::RULE,
    dangling_version_pointer::RULE,
    version_assigned_twice::RULE,
    static_version_in_vcs_project::RULE,
    stale_lock_file::RULE,
    head_tag_mismatch::RULE,
    local_or_dev_version_at_release::RULE,
];

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::check_version::facts_of;
    use crate::rule::{Findings, Severity};

    #[test]
    fn every_rule_speaks_on_its_bad_example_and_is_silent_on_its_good_one() {
        for rule in RULES {
            let found = |example| {
                let facts = facts_of(example).unwrap();
                let mut findings = Findings::default();
                for rule in RULES {
                    findings.run(rule, Severity::Error, &facts);
                }
                findings.into_found()
            };
            let name = rule.about.name;
            let bad = found(&rule.about.bad);
            assert!(
                !bad.is_empty() && bad.iter().all(|finding| finding.rule.name == name),
                "{name}: {bad:?}"
            );
            assert!(
                bad.iter().all(|finding| !finding.places.is_empty()),
                "{name}"
            );
            let good = found(&rule.about.good);
            assert!(good.is_empty(), "{name}: {good:?}");
        }
    }
}
