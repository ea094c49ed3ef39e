//! Rules about the file name alone.
mod filename_control_char;
mod filename_too_long;
mod local_version_in_dist;
mod sdist_filename;
mod unknown_dist_extension;
mod wheel_filename_build_tag;
mod wheel_filename_not_normalized;
mod wheel_filename_parts;
mod wheel_filename_tags;
mod wheel_filename_version;
mod wheel_platform_tag_unsupported;

use crate::rule::Rule;
use crate::validate_dist::FileNameFacts;

/// In the order in which they are shown.
pub static RULES: &[Rule<FileNameFacts>] = &[
    unknown_dist_extension::RULE,
    filename_control_char::RULE,
    filename_too_long::RULE,
    wheel_filename_parts::RULE,
    wheel_filename_version::RULE,
    wheel_filename_build_tag::RULE,
    wheel_filename_tags::RULE,
    wheel_filename_not_normalized::RULE,
    wheel_platform_tag_unsupported::RULE,
    local_version_in_dist::RULE,
    sdist_filename::RULE,
];
