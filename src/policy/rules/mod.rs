//! The rules about configuration and comments that accept findings or weigh rules; every program has them.
mod ignore_without_reason;
mod unknown_rule;
mod unused_ignore;

use super::Acceptances;
use crate::rule::Rule;

/// The rules of every program.
pub static RULES: &[Rule<Acceptances>] = &[
    unknown_rule::RULE,
    ignore_without_reason::RULE,
    unused_ignore::RULE,
];
