//! Rules about the core metadata of a wheel or sdist.
mod author_email_invalid;
mod classifier_deprecated;
mod classifier_private;
mod classifier_python_vs_requires_python;
mod classifier_unknown;
mod classifier_whitespace;
mod description_content_type;
mod download_url;
mod dynamic_in_wheel;
mod dynamic_invalid;
mod home_page_url;
mod import_name_invalid;
mod import_name_mismatch;
mod keywords_format;
mod license_and_expression;
mod license_classifier_with_expression;
mod license_expression_deprecated;
mod license_expression_invalid;
mod license_expression_spelling;
mod license_file_before_2_4;
mod license_file_missing;
mod license_file_path;
mod license_missing;
mod metadata_duplicate_field;
mod metadata_field_too_new;
mod metadata_line_endings;
mod metadata_name_mismatch;
mod metadata_parse;
mod metadata_required_field;
mod metadata_unknown_field;
mod metadata_version_mismatch;
mod metadata_version_recent;
mod metadata_version_unsupported;
mod project_name_invalid;
mod project_url;
mod project_url_label;
mod provides_extra_invalid;
mod provides_extra_not_normalized;
mod provides_extra_unused;
mod requires_dist_direct_url;
mod requires_dist_duplicate;
mod requires_dist_invalid;
mod requires_dist_parentheses;
mod requires_dist_pre_release_pin;
mod requires_dist_self;
mod requires_dist_unbounded;
mod requires_dist_unknown_extra;
mod requires_python_invalid;
mod requires_python_missing;
mod requires_python_upper_bound;
mod sdist_metadata_too_old;
mod summary_multiline;
mod summary_short;
mod summary_too_long;

use crate::dist::check_url;
use crate::rule::{Findings, Rule, Severity};
use crate::validate_dist::Metadata;

/// In the order in which they are shown.
pub static RULES: &[Rule<Metadata>] = &[
    metadata_parse::RULE,
    metadata_line_endings::RULE,
    metadata_unknown_field::RULE,
    metadata_duplicate_field::RULE,
    metadata_version_unsupported::RULE,
    metadata_version_recent::RULE,
    metadata_field_too_new::RULE,
    metadata_required_field::RULE,
    project_name_invalid::RULE,
    metadata_name_mismatch::RULE,
    metadata_version_mismatch::RULE,
    summary_multiline::RULE,
    summary_too_long::RULE,
    summary_short::RULE,
    keywords_format::RULE,
    description_content_type::RULE,
    author_email_invalid::RULE,
    classifier_unknown::RULE,
    classifier_whitespace::RULE,
    classifier_deprecated::RULE,
    classifier_private::RULE,
    classifier_python_vs_requires_python::RULE,
    home_page_url::RULE,
    download_url::RULE,
    project_url::RULE,
    project_url_label::RULE,
    license_missing::RULE,
    license_and_expression::RULE,
    license_expression_invalid::RULE,
    license_expression_spelling::RULE,
    license_expression_deprecated::RULE,
    license_classifier_with_expression::RULE,
    license_file_path::RULE,
    license_file_missing::RULE,
    license_file_before_2_4::RULE,
    requires_dist_invalid::RULE,
    requires_dist_direct_url::RULE,
    requires_dist_parentheses::RULE,
    requires_dist_unknown_extra::RULE,
    requires_dist_self::RULE,
    requires_dist_duplicate::RULE,
    requires_dist_unbounded::RULE,
    requires_dist_pre_release_pin::RULE,
    requires_python_invalid::RULE,
    requires_python_missing::RULE,
    requires_python_upper_bound::RULE,
    provides_extra_invalid::RULE,
    provides_extra_not_normalized::RULE,
    provides_extra_unused::RULE,
    dynamic_invalid::RULE,
    dynamic_in_wheel::RULE,
    import_name_invalid::RULE,
    import_name_mismatch::RULE,
    sdist_metadata_too_old::RULE,
];

/// Finds fault with the address that a field of this name has; an old back-end writes `UNKNOWN` for none.
fn check_address(name: &str, facts: &Metadata, findings: &mut Findings) {
    let fields = facts.core.headers.all(name);
    let stated = |value: &str| !value.is_empty() && value != "UNKNOWN";
    for field in fields.filter(|field| stated(&field.value)) {
        if let Err(error) = check_url(&facts.core.exact(field)) {
            let finding = findings
                .push(format!("`{name}` is `{}`: {error}", field.value))
                .at(facts.core.document.place(field.value_span.clone()))
                .help("write an address that begins with `https://`");
            if !error.is_refused() {
                finding.severity = finding.severity.min(Severity::Warning);
            }
        }
    }
}
