//! What can be wrong with a pushed tag, one file a rule, and with a push as a whole.
mod tag_ci_trigger;
mod tag_deleted;
mod tag_dev_or_local;
mod tag_lightweight;
mod tag_mirror_push;
mod tag_moved;
mod tag_name;
mod tag_not_commit;
mod tag_not_monotonic;
mod tag_not_pep440;
mod tag_off_branch;
mod tag_prerelease_after_final;
mod tag_source_mismatch;
mod tag_unexpanded_template;
mod tag_version_mismatch;

use super::facts::{Push, PushedTag};
use crate::rule::{Files, Rule};

/// The rules of one tag.
pub static RULES: &[Rule<PushedTag>] = &[
    tag_name::RULE,
    tag_not_pep440::RULE,
    tag_unexpanded_template::RULE,
    tag_version_mismatch::RULE,
    tag_moved::RULE,
    tag_deleted::RULE,
    tag_not_commit::RULE,
    tag_not_monotonic::RULE,
    tag_prerelease_after_final::RULE,
    tag_dev_or_local::RULE,
    tag_off_branch::RULE,
    tag_source_mismatch::RULE,
    tag_lightweight::RULE,
];

/// The rules of a push as a whole.
pub static PUSH_RULES: &[Rule<Push>] = &[tag_ci_trigger::RULE, tag_mirror_push::RULE];

/// The project of most examples.
const TREE: Files = &[(
    "pyproject.toml",
    "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n",
)];

/// Whether a tag's name is a release tool's template.
fn is_template(name: &str) -> bool {
    name.contains(['{', '}', '$', '<']) || name.contains("%(")
}
