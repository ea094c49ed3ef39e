//! Rules about a wheel's members and its `.dist-info` folder.
mod archive_path_traversal;
mod bytecode_in_wheel;
mod data_dir_name;
mod data_dir_scheme;
mod data_outside_prefix;
mod dist_info_missing;
mod dist_info_multiple;
mod dist_info_name;
mod dist_info_not_last;
mod entry_points_name;
mod entry_points_parse;
mod entry_points_reserved_script;
mod entry_points_target_missing;
mod entry_points_value;
mod installer_files;
mod metadata_missing;
mod record_extra;
mod record_incomplete;
mod record_missing;
mod record_path;
mod record_self;
mod record_signature_files;
mod wheel_build_mismatch;
mod wheel_file_missing;
mod wheel_file_parse;
mod wheel_root_is_purelib;
mod wheel_tags_mismatch;
mod wheel_version_newer;
mod wheel_version_unsupported;
mod zip_bomb;
mod zip_compression_method;
mod zip_duplicate_name;
mod zip_symlink;
mod zip_unreadable;

use crate::dist::Wheel;
use crate::rule::Rule;

/// In the order in which they are shown.
pub static RULES: &[Rule<Wheel>] = &[
    zip_unreadable::RULE,
    zip_duplicate_name::RULE,
    archive_path_traversal::RULE,
    zip_symlink::RULE,
    zip_bomb::RULE,
    zip_compression_method::RULE,
    dist_info_missing::RULE,
    dist_info_multiple::RULE,
    dist_info_name::RULE,
    dist_info_not_last::RULE,
    metadata_missing::RULE,
    wheel_file_missing::RULE,
    wheel_file_parse::RULE,
    wheel_version_unsupported::RULE,
    wheel_version_newer::RULE,
    wheel_root_is_purelib::RULE,
    wheel_tags_mismatch::RULE,
    wheel_build_mismatch::RULE,
    record_missing::RULE,
    record_incomplete::RULE,
    record_extra::RULE,
    record_path::RULE,
    record_self::RULE,
    record_signature_files::RULE,
    entry_points_parse::RULE,
    entry_points_name::RULE,
    entry_points_reserved_script::RULE,
    entry_points_value::RULE,
    entry_points_target_missing::RULE,
    data_dir_name::RULE,
    data_dir_scheme::RULE,
    data_outside_prefix::RULE,
    installer_files::RULE,
    bytecode_in_wheel::RULE,
];
