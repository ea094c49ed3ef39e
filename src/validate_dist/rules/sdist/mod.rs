//! Rules about an sdist's members.
mod sdist_backend_path_missing;
mod sdist_egg_info;
mod sdist_manifest_in;
mod sdist_no_pyproject;
mod sdist_pkg_info_dynamic;
mod sdist_pyproject_invalid;
mod sdist_pyproject_version_mismatch;
mod tar_duplicate_member;
mod tar_link_outside;
mod tar_missing_pkg_info;
mod tar_no_single_top_level;
mod tar_path_traversal;
mod tar_top_level_name;
mod tar_unreadable;

use crate::dist::Sdist;
use crate::rule::Rule;

/// In the order in which they are shown.
pub static RULES: &[Rule<Sdist>] = &[
    tar_unreadable::RULE,
    tar_no_single_top_level::RULE,
    tar_top_level_name::RULE,
    tar_missing_pkg_info::RULE,
    tar_path_traversal::RULE,
    tar_link_outside::RULE,
    tar_duplicate_member::RULE,
    sdist_no_pyproject::RULE,
    sdist_pyproject_invalid::RULE,
    sdist_pyproject_version_mismatch::RULE,
    sdist_backend_path_missing::RULE,
    sdist_manifest_in::RULE,
    sdist_egg_info::RULE,
    sdist_pkg_info_dynamic::RULE,
];
