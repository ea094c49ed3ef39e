//! A commit that is being made.
mod release_commit_incomplete;
mod skip_invalid;

use crate::changelog_guard::Message;
use crate::rule::Rule;

/// The rules, in the order in which they are shown.
pub static RULES: &[Rule<Message>] = &[release_commit_incomplete::RULE, skip_invalid::RULE];
