//! What can be wrong with a pushed tag, one file a rule, and with a push as a whole.
mod tag_branch_collision;
mod tag_carrier_blind;
mod tag_case_collision;
mod tag_ci_trigger;
mod tag_deleted;
mod tag_dev_or_local;
mod tag_dirty_tree;
mod tag_dynamic_version;
mod tag_internal_name;
mod tag_lightweight;
mod tag_message_empty;
mod tag_mirror_push;
mod tag_moved;
mod tag_multiple_releases;
mod tag_name;
mod tag_not_commit;
mod tag_not_monotonic;
mod tag_not_normalized;
mod tag_not_pep440;
mod tag_off_branch;
mod tag_prerelease_after_final;
mod tag_signature_bad;
mod tag_signature_unknown;
mod tag_source_mismatch;
mod tag_unexpanded_template;
mod tag_unsigned;
mod tag_version_gap;
mod tag_version_mismatch;

use super::facts::PushedTag;
use super::push::Push;
use crate::rule::{Files, Rule};

/// The rules of one tag.
pub static RULES: &[Rule<PushedTag>] = &[
    tag_name::RULE,
    tag_not_pep440::RULE,
    tag_not_normalized::RULE,
    tag_unexpanded_template::RULE,
    tag_case_collision::RULE,
    tag_branch_collision::RULE,
    tag_version_mismatch::RULE,
    tag_dynamic_version::RULE,
    tag_moved::RULE,
    tag_deleted::RULE,
    tag_not_commit::RULE,
    tag_not_monotonic::RULE,
    tag_version_gap::RULE,
    tag_prerelease_after_final::RULE,
    tag_dev_or_local::RULE,
    tag_off_branch::RULE,
    tag_dirty_tree::RULE,
    tag_source_mismatch::RULE,
    tag_internal_name::RULE,
    tag_message_empty::RULE,
    tag_lightweight::RULE,
    tag_unsigned::RULE,
    tag_signature_unknown::RULE,
    tag_signature_bad::RULE,
];

/// The rules of a push as a whole.
pub static PUSH_RULES: &[Rule<Push>] = &[
    tag_ci_trigger::RULE,
    tag_multiple_releases::RULE,
    tag_mirror_push::RULE,
    tag_carrier_blind::RULE,
];

/// The project of most examples.
const TREE: Files = &[(
    "pyproject.toml",
    "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n",
)];

/// A project whose version is its tag.
const DYNAMIC: Files = &[(
    "pyproject.toml",
    "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n\n[tool.setuptools_scm]\n",
)];

/// Whether a tag's name is a release tool's template.
fn is_template(name: &str) -> bool {
    name.contains(['{', '}', '$', '<']) || name.contains("%(")
}
