//! Rules about an sdist's members.
mod gzip_multi_member;
mod gzip_trailing_data;
mod sdist_backend_path_missing;
mod sdist_egg_info;
mod sdist_manifest_in;
mod sdist_no_pyproject;
mod sdist_pkg_info_dynamic;
mod sdist_pyproject_invalid;
mod sdist_pyproject_version_mismatch;
mod tar_absolute_path;
mod tar_backslash;
mod tar_bomb;
mod tar_case_collision;
mod tar_duplicate_member;
mod tar_gnu_format;
mod tar_hardlink;
mod tar_link_outside;
mod tar_missing_eof;
mod tar_missing_pkg_info;
mod tar_name_control_char;
mod tar_name_not_utf8;
mod tar_name_too_long;
mod tar_no_single_top_level;
mod tar_numeric_field;
mod tar_path_traversal;
mod tar_pax_global;
mod tar_pax_override;
mod tar_sparse;
mod tar_special_file;
mod tar_suspicious_mode;
mod tar_symlink;
mod tar_symlink_then_write;
mod tar_top_level_name;
mod tar_trailing_data;
mod tar_unreadable;
mod tar_windows_reserved;

use crate::dist::{Sdist, TarKind};
use crate::rule::{Findings, Rule};
use crate::source::Place;
use crate::validate_dist::FEW;

/// In the order in which they are shown.
pub static RULES: &[Rule<Sdist>] = &[
    tar_unreadable::RULE,
    gzip_trailing_data::RULE,
    gzip_multi_member::RULE,
    tar_trailing_data::RULE,
    tar_missing_eof::RULE,
    tar_bomb::RULE,
    tar_sparse::RULE,
    tar_no_single_top_level::RULE,
    tar_top_level_name::RULE,
    tar_missing_pkg_info::RULE,
    tar_path_traversal::RULE,
    tar_absolute_path::RULE,
    tar_backslash::RULE,
    tar_link_outside::RULE,
    tar_symlink::RULE,
    tar_hardlink::RULE,
    tar_symlink_then_write::RULE,
    tar_special_file::RULE,
    tar_duplicate_member::RULE,
    tar_case_collision::RULE,
    tar_name_not_utf8::RULE,
    tar_name_control_char::RULE,
    tar_windows_reserved::RULE,
    tar_name_too_long::RULE,
    tar_pax_override::RULE,
    tar_pax_global::RULE,
    tar_gnu_format::RULE,
    tar_numeric_field::RULE,
    tar_suspicious_mode::RULE,
    sdist_no_pyproject::RULE,
    sdist_pyproject_invalid::RULE,
    sdist_pyproject_version_mismatch::RULE,
    sdist_backend_path_missing::RULE,
    sdist_manifest_in::RULE,
    sdist_egg_info::RULE,
    sdist_pkg_info_dynamic::RULE,
];

/// Finds the links of a kind, which is named before the word "link".
fn check_links(kind: TarKind, named: &str, facts: &Sdist, findings: &mut Findings) {
    let links = facts.members.iter().filter(|member| member.kind == kind);
    for member in links.take(FEW) {
        let target = String::from_utf8_lossy(&member.target);
        findings
            .push(format!(
                "the member `{}` is a {named} link to `{target}`",
                member.text()
            ))
            .at(Place::member(facts.path.clone(), &member.name))
            .help("replace the link by the file it leads to");
    }
}
