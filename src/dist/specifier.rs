//! Version specifiers such as `>=3.9,<4` (PEP 440): whether they can be read.
//!
//! Not a comparison of versions with them.
use crate::version::Version;

/// Why a text is not a set of version specifiers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecifierError {
    /// A clause does not begin with an operator.
    #[error("`{clause}` does not begin with one of `~= == != <= >= < > ===`")]
    Operator {
        /// The clause.
        clause: String,
    },
    /// What follows the operator is not a version.
    #[error("`{version}` in `{clause}` is not a version")]
    Version {
        /// The clause.
        clause: String,
        /// What follows the operator.
        version: String,
    },
    /// `.*` stands after another operator than `==` and `!=`.
    #[error("`.*` in `{clause}` can only follow `==` and `!=`")]
    Wildcard {
        /// The clause.
        clause: String,
    },
    /// `~=` has only one number.
    #[error("`{clause}` needs a version of at least two numbers")]
    Compatible {
        /// The clause.
        clause: String,
    },
}

/// Operators, those first that begin with another one.
const OPERATORS: &[&str] = &["===", "~=", "==", "!=", "<=", ">=", "<", ">"];

/// Checks a set of specifiers, joined by commas. An empty set is sound.
pub fn check(text: &str) -> Result<(), SpecifierError> {
    let clauses = text.split(',').map(str::trim);
    clauses
        .filter(|clause| !clause.is_empty())
        .try_for_each(check_clause)
}

fn check_clause(clause: &str) -> Result<(), SpecifierError> {
    let owned = clause.to_owned();
    let found = OPERATORS
        .iter()
        .find_map(|operator| Some((*operator, clause.strip_prefix(operator)?.trim())));
    let Some((operator, version)) = found else {
        return Err(SpecifierError::Operator { clause: owned });
    };
    let not_a_version = || SpecifierError::Version {
        clause: clause.to_owned(),
        version: version.to_owned(),
    };
    if operator == "===" {
        let sound = !version.is_empty() && !version.contains(char::is_whitespace);
        return sound.then_some(()).ok_or_else(not_a_version);
    }
    let (bare, has_wildcard) = match version.strip_suffix(".*") {
        Some(bare) => (bare, true),
        None => (version, false),
    };
    if bare.is_empty() || bare.contains(char::is_whitespace) {
        return Err(not_a_version());
    }
    let parsed: Version = bare.parse().map_err(|_| not_a_version())?;
    let is_equality = matches!(operator, "==" | "!=");
    if has_wildcard && !is_equality {
        return Err(SpecifierError::Wildcard { clause: owned });
    }
    if (has_wildcard && (parsed.dev.is_some() || parsed.is_local()))
        || (parsed.is_local() && !is_equality)
    {
        return Err(not_a_version());
    }
    if operator == "~=" && parsed.release.len() < 2 {
        return Err(SpecifierError::Compatible { clause: owned });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn specifiers() {
        for sound in [
            "",
            ">=3.9",
            ">= 3.9, <4",
            "==3.*",
            "!=3.1.*",
            "~=3.8",
            "===x",
            ">=3.8,",
        ] {
            assert!(check(sound).is_ok(), "{sound}");
        }
        for (text, message) in [
            (
                "3.8+",
                "`3.8+` does not begin with one of `~= == != <= >= < > ===`",
            ),
            (">=3.8.*", "`.*` in `>=3.8.*` can only follow `==` and `!=`"),
            ("~=3", "`~=3` needs a version of at least two numbers"),
            (">=x", "`x` in `>=x` is not a version"),
            (">=", "`` in `>=` is not a version"),
            (
                "=>3",
                "`=>3` does not begin with one of `~= == != <= >= < > ===`",
            ),
        ] {
            assert_eq!(check(text).unwrap_err().to_string(), message);
        }
    }
}
