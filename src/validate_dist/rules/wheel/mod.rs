//! Rules about a wheel's members and its `.dist-info` folder.
mod archive_absolute_path;
mod archive_backslash;
mod archive_case_collision;
mod archive_non_canonical_path;
mod archive_path_too_long;
mod archive_path_traversal;
mod archive_windows_reserved;
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
mod wheel_tags_compressed;
mod wheel_tags_mismatch;
mod wheel_version_newer;
mod wheel_version_unsupported;
mod zip64_extensible_data;
mod zip64_extra;
mod zip64_locator;
mod zip_bomb;
mod zip_cd_without_lfh;
mod zip_comment_structure;
mod zip_compression_method;
mod zip_crc_mismatch_headers;
mod zip_data_descriptor;
mod zip_directory_with_data;
mod zip_duplicate_name;
mod zip_encrypted;
mod zip_entry_comment;
mod zip_eocd_comment;
mod zip_eocd_counts;
mod zip_flags_mismatch;
mod zip_lfh_without_cd;
mod zip_method_mismatch;
mod zip_multi_disk;
mod zip_multiple_eocd;
mod zip_name_control_char;
mod zip_name_mismatch;
mod zip_name_not_utf8;
mod zip_name_utf8_flag;
mod zip_overlapping_entries;
mod zip_parser_differential;
mod zip_prefix_data;
mod zip_size_mismatch;
mod zip_special_file;
mod zip_symlink;
mod zip_tar_polyglot;
mod zip_timestamps;
mod zip_trailing_data;
mod zip_unicode_path_extra;
mod zip_unknown_record;
mod zip_unreadable;

use crate::dist::Wheel;
use crate::rule::Rule;

/// In the order in which they are shown.
pub static RULES: &[Rule<Wheel>] = &[
    zip_unreadable::RULE,
    zip_parser_differential::RULE,
    zip_tar_polyglot::RULE,
    zip_prefix_data::RULE,
    zip_unknown_record::RULE,
    zip_trailing_data::RULE,
    zip_eocd_comment::RULE,
    zip_comment_structure::RULE,
    zip_multiple_eocd::RULE,
    zip_entry_comment::RULE,
    zip_duplicate_name::RULE,
    zip_lfh_without_cd::RULE,
    zip_cd_without_lfh::RULE,
    zip_name_mismatch::RULE,
    zip_size_mismatch::RULE,
    zip_crc_mismatch_headers::RULE,
    zip_method_mismatch::RULE,
    zip_flags_mismatch::RULE,
    zip_overlapping_entries::RULE,
    zip_data_descriptor::RULE,
    zip_compression_method::RULE,
    zip_encrypted::RULE,
    zip_bomb::RULE,
    zip_eocd_counts::RULE,
    zip_multi_disk::RULE,
    zip64_extra::RULE,
    zip64_extensible_data::RULE,
    zip64_locator::RULE,
    zip_unicode_path_extra::RULE,
    zip_name_not_utf8::RULE,
    zip_name_utf8_flag::RULE,
    zip_name_control_char::RULE,
    archive_path_traversal::RULE,
    archive_absolute_path::RULE,
    archive_backslash::RULE,
    archive_non_canonical_path::RULE,
    archive_case_collision::RULE,
    archive_windows_reserved::RULE,
    archive_path_too_long::RULE,
    zip_symlink::RULE,
    zip_special_file::RULE,
    zip_directory_with_data::RULE,
    zip_timestamps::RULE,
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
    wheel_tags_compressed::RULE,
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
