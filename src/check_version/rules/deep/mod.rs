//! What can be wrong with the version that the build back-end says.
mod built_version_mismatch;

use crate::check_version::Built;
use crate::rule::Rule;

/// The rules, in the order in which they are shown.
pub static RULES: &[Rule<Built>] = &[built_version_mismatch::RULE];
