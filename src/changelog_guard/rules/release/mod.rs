//! A changelog at the release of a version.
mod changelog_missing;
mod release_not_top;
mod release_section_empty;
mod release_section_missing;

use crate::changelog_guard::AtRelease;
use crate::rule::Rule;

/// The rules, in the order in which they are shown.
pub static RULES: &[Rule<AtRelease>] = &[
    changelog_missing::RULE,
    release_section_missing::RULE,
    release_section_empty::RULE,
    release_not_top::RULE,
];
