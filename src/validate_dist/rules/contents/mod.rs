//! Rules about the bytes of every member.
mod binary_in_pure_wheel;
mod data_scripts_shebang;
mod duplicate_content;
mod line_endings_shebang;
mod member_unreadable;
mod platform_wheel_without_extension;
mod pth_file;
mod pth_runs_code;
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
    pth_runs_code::RULE,
    pth_file::RULE,
    data_scripts_shebang::RULE,
    line_endings_shebang::RULE,
    binary_in_pure_wheel::RULE,
    platform_wheel_without_extension::RULE,
    duplicate_content::RULE,
];
