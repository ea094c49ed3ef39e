//! Rules about the bytes of every member.
mod member_unreadable;
mod record_hash;
mod record_size;
mod secret_in_dist;
mod zip_bad_crc;
mod zip_bad_size;

use crate::dist::Contents;
use crate::rule::Rule;

/// In the order in which they are shown.
pub static RULES: &[Rule<Contents>] = &[
    member_unreadable::RULE,
    zip_bad_crc::RULE,
    zip_bad_size::RULE,
    record_hash::RULE,
    record_size::RULE,
    secret_in_dist::RULE,
];
