//! The rules of `check-version`: one file a rule.
mod backend_reads_other_version;
mod dangling_version_pointer;
mod deep;
mod head_tag_mismatch;
mod invalid_version;
mod local_or_dev_version_at_release;
mod no_version_declared;
mod non_canonical_version;
mod pattern_count_mismatch;
mod semver_mirror_mismatch;
mod stale_citation;
mod stale_lock_file;
mod static_and_dynamic_version;
mod static_version_in_vcs_project;
mod tracked_generated_version_file;
mod untracked_declaration;
mod version_assigned_twice;
mod version_mismatch;
mod version_not_increased;
mod version_tuple_mismatch;
mod workspace_version_drift;

pub use deep::RULES as DEEP;

use super::facts::Declarations;
use crate::rule::Rule;

/// The rule that says that the versions of a package disagree.
pub(super) const MISMATCH: &str = version_mismatch::RULE.about.name;

/// The rules, in the order they are shown in.
pub static RULES: &[Rule<Declarations>] = &[
    version_mismatch::RULE,
    semver_mirror_mismatch::RULE,
    version_tuple_mismatch::RULE,
    no_version_declared::RULE,
    invalid_version::RULE,
    non_canonical_version::RULE,
    static_and_dynamic_version::RULE,
    dangling_version_pointer::RULE,
    untracked_declaration::RULE,
    backend_reads_other_version::RULE,
    version_assigned_twice::RULE,
    static_version_in_vcs_project::RULE,
    tracked_generated_version_file::RULE,
    stale_lock_file::RULE,
    stale_citation::RULE,
    pattern_count_mismatch::RULE,
    workspace_version_drift::RULE,
    head_tag_mismatch::RULE,
    version_not_increased::RULE,
    local_or_dev_version_at_release::RULE,
];

#[cfg(test)]
mod tests;
