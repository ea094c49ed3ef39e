//! Rules about the files of a release together.
mod dist_set_incomplete;
mod dist_set_mixed;
mod dist_version_vs_tag;

use crate::rule::Rule;
use crate::validate_dist::Release;

/// In the order in which they are shown.
pub static RULES: &[Rule<Release>] = &[
    dist_set_incomplete::RULE,
    dist_set_mixed::RULE,
    dist_version_vs_tag::RULE,
];
