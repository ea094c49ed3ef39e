//! Rules about what a wheel installs for users to import.
mod extension_tag_mismatch;
mod module_not_importable;
mod package_tree_extra;
mod package_tree_missing;
mod purelib_with_extension;
mod py_typed_missing;
mod py_typed_orphan;
mod sitecustomize_in_wheel;
mod stdlib_shadow;
mod top_level_common_name;
mod top_level_init;
mod top_level_missing;
mod top_level_multiple;
mod top_level_no_modules;
mod top_level_non_module;
mod top_level_txt_mismatch;
mod top_level_undeclared;
mod wheel_empty;
mod wheel_library_empty;

use crate::rule::Rule;
use crate::validate_dist::Library;

/// In the order in which they are shown.
pub static RULES: &[Rule<Library>] = &[
    wheel_empty::RULE,
    wheel_library_empty::RULE,
    top_level_common_name::RULE,
    top_level_init::RULE,
    top_level_non_module::RULE,
    top_level_no_modules::RULE,
    top_level_multiple::RULE,
    top_level_missing::RULE,
    top_level_undeclared::RULE,
    top_level_txt_mismatch::RULE,
    package_tree_missing::RULE,
    package_tree_extra::RULE,
    module_not_importable::RULE,
    stdlib_shadow::RULE,
    sitecustomize_in_wheel::RULE,
    py_typed_missing::RULE,
    py_typed_orphan::RULE,
    purelib_with_extension::RULE,
    extension_tag_mismatch::RULE,
];
