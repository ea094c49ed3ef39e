//! Rules about the file name alone.
mod filename_control_char;
mod filename_dash_in_version_legacy;
mod filename_path_separator;
mod filename_too_long;
mod local_version_in_dist;
mod project_name_stdlib;
mod sdist_filename;
mod unknown_dist_extension;
mod wheel_filename_build_tag;
mod wheel_filename_name;
mod wheel_filename_not_normalized;
mod wheel_filename_parts;
mod wheel_filename_tags;
mod wheel_filename_tags_unsorted;
mod wheel_filename_version;
mod wheel_filename_version_spelling;
mod wheel_platform_tag_unsupported;

use crate::rule::Rule;
use crate::validate_dist::FileNameFacts;

/// In the order in which they are shown.
pub static RULES: &[Rule<FileNameFacts>] = &[
    unknown_dist_extension::RULE,
    filename_control_char::RULE,
    filename_path_separator::RULE,
    filename_too_long::RULE,
    wheel_filename_parts::RULE,
    wheel_filename_name::RULE,
    wheel_filename_not_normalized::RULE,
    wheel_filename_version::RULE,
    wheel_filename_version_spelling::RULE,
    wheel_filename_build_tag::RULE,
    wheel_filename_tags::RULE,
    wheel_filename_tags_unsorted::RULE,
    wheel_platform_tag_unsupported::RULE,
    local_version_in_dist::RULE,
    sdist_filename::RULE,
    filename_dash_in_version_legacy::RULE,
    project_name_stdlib::RULE,
];
