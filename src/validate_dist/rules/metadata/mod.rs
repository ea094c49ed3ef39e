//! Rules about the core metadata of a wheel or sdist.
mod description_content_type;
mod license_and_expression;
mod license_file_missing;
mod license_file_path;
mod metadata_duplicate_field;
mod metadata_field_too_new;
mod metadata_name_mismatch;
mod metadata_parse;
mod metadata_required_field;
mod metadata_unknown_field;
mod metadata_version_mismatch;
mod metadata_version_unsupported;
mod project_url_label;
mod provides_extra_invalid;
mod requires_dist_direct_url;
mod requires_dist_invalid;
mod requires_python_invalid;
mod sdist_metadata_too_old;
mod summary_multiline;
mod summary_too_long;

use crate::rule::Rule;
use crate::validate_dist::Metadata;

/// In the order in which they are shown.
pub static RULES: &[Rule<Metadata>] = &[
    metadata_parse::RULE,
    metadata_unknown_field::RULE,
    metadata_duplicate_field::RULE,
    metadata_version_unsupported::RULE,
    metadata_field_too_new::RULE,
    metadata_required_field::RULE,
    metadata_name_mismatch::RULE,
    metadata_version_mismatch::RULE,
    summary_multiline::RULE,
    summary_too_long::RULE,
    description_content_type::RULE,
    license_and_expression::RULE,
    license_file_path::RULE,
    license_file_missing::RULE,
    requires_dist_invalid::RULE,
    requires_dist_direct_url::RULE,
    requires_python_invalid::RULE,
    project_url_label::RULE,
    provides_extra_invalid::RULE,
    sdist_metadata_too_old::RULE,
];
