//! A changelog on its own.
mod changelog_invalid_version;
mod changelog_unparsable;
mod conflict_marker;
mod date_future;
mod date_invalid;
mod date_missing;
mod duplicate_version;
mod entry_placeholder;
mod newer_than_version;
mod unreleased_not_first;
mod version_order;

use crate::changelog_guard::Lint;
use crate::rule::Rule;

/// The rules, in the order in which they are shown.
pub static RULES: &[Rule<Lint>] = &[
    changelog_unparsable::RULE,
    conflict_marker::RULE,
    duplicate_version::RULE,
    version_order::RULE,
    changelog_invalid_version::RULE,
    unreleased_not_first::RULE,
    date_missing::RULE,
    date_invalid::RULE,
    date_future::RULE,
    newer_than_version::RULE,
    entry_placeholder::RULE,
];
