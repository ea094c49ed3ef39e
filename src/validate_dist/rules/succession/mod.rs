//! Rules about a release beside the one before it on the index that it goes to.
mod provenance_lost;
mod wheel_set_shrunk;

use crate::rule::Rule;
use crate::validate_dist::Succession;

/// In the order in which they are shown.
pub static RULES: &[Rule<Succession>] = &[provenance_lost::RULE, wheel_set_shrunk::RULE];
