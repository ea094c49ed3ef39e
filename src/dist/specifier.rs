//! Version specifiers such as `>=3.9,<4` (PEP 440), as `packaging` reads them.
//!
//! Not a comparison of versions with them.
use crate::version::Version;

/// One version specifier: an operator and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specifier {
    /// One of `~= == != <= >= < > ===`.
    pub operator: &'static str,
    /// The version; of `===` only where it is one, for that compares texts.
    pub version: Option<Version>,
    /// Whether `.*` follows it.
    pub has_wildcard: bool,
}

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
    /// `.*` stands after more than numbers.
    #[error("`.*` in `{clause}` can only follow numbers")]
    WildcardAfter {
        /// The clause.
        clause: String,
    },
    /// A local version stands after another operator than `==` and `!=`.
    #[error("the local version in `{clause}` can only follow `==` and `!=`")]
    Local {
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

impl Specifier {
    /// Reads a set of specifiers, joined by commas. An empty set is sound, and so is an empty part.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, SpecifierError> {
        let clauses = text.split(',').map(str::trim);
        clauses
            .filter(|clause| !clause.is_empty())
            .map(Self::parse)
            .collect()
    }

    /// Whether some release of the series `major.minor` may be meant. Where that is hard to say, the answer is yes.
    pub fn may_match(&self, major: u64, minor: u64) -> bool {
        let Some(version) = &self.version else {
            return true;
        };
        let series = (major, minor);
        let own = (version.part(0), version.part(1));
        let is_series = version.release.len() <= 2
            && version.significant_release().len() <= 2
            && !version.is_prerelease();
        match self.operator {
            ">=" | ">" => series >= own,
            "<" => series < own || (series == own && !is_series),
            "<=" => series <= own,
            "~=" if version.release.len() == 2 => series.0 == own.0 && series >= own,
            "~=" => series == own,
            "==" if version.release.len() == 1 && self.has_wildcard => series.0 == own.0,
            "==" => series == own,
            "!=" if self.has_wildcard && version.release.len() == 1 => series.0 != own.0,
            "!=" if self.has_wildcard && version.release.len() == 2 => series != own,
            _ => true,
        }
    }

    fn parse(clause: &str) -> Result<Self, SpecifierError> {
        let owned = || clause.to_owned();
        let found = OPERATORS
            .iter()
            .find_map(|operator| Some((*operator, clause.strip_prefix(operator)?.trim_start())));
        let Some((operator, text)) = found else {
            return Err(SpecifierError::Operator { clause: owned() });
        };
        let not_a_version = || SpecifierError::Version {
            clause: owned(),
            version: text.to_owned(),
        };
        let ends = |c: char| c.is_whitespace() || (operator == "===" && matches!(c, ';' | ')'));
        if text.contains(ends) {
            return Err(not_a_version());
        }
        if operator == "===" {
            return Ok(Self {
                operator,
                version: text.parse().ok(),
                has_wildcard: false,
            });
        }
        let (bare, has_wildcard) = match text.strip_suffix(".*") {
            Some(bare) => (bare, true),
            None => (text, false),
        };
        let version: Version = bare.parse().map_err(|_| not_a_version())?;
        let is_equality = matches!(operator, "==" | "!=");
        if has_wildcard && !is_equality {
            return Err(SpecifierError::Wildcard { clause: owned() });
        }
        let has_more = version.is_prerelease() || version.post.is_some() || version.is_local();
        if has_wildcard && has_more {
            return Err(SpecifierError::WildcardAfter { clause: owned() });
        }
        if version.is_local() && !is_equality {
            return Err(SpecifierError::Local { clause: owned() });
        }
        if operator == "~=" && version.release.len() < 2 {
            return Err(SpecifierError::Compatible { clause: owned() });
        }
        Ok(Self {
            operator,
            version: Some(version),
            has_wildcard,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Specifier;

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
            "===",
            ">=3.8,",
            "==1.0+local",
        ] {
            assert!(Specifier::parse_all(sound).is_ok(), "{sound}");
        }
        for (text, message) in [
            (
                "3.8+",
                "`3.8+` does not begin with one of `~= == != <= >= < > ===`",
            ),
            (">=3.8.*", "`.*` in `>=3.8.*` can only follow `==` and `!=`"),
            ("==3.8a1.*", "`.*` in `==3.8a1.*` can only follow numbers"),
            ("~=3", "`~=3` needs a version of at least two numbers"),
            (
                ">=3+x",
                "the local version in `>=3+x` can only follow `==` and `!=`",
            ),
            (">=x", "`x` in `>=x` is not a version"),
            (">=1 2", "`1 2` in `>=1 2` is not a version"),
            (">=", "`` in `>=` is not a version"),
            (
                "=>3",
                "`=>3` does not begin with one of `~= == != <= >= < > ===`",
            ),
        ] {
            let error = Specifier::parse_all(text).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn series_that_may_be_meant() {
        for (text, meant) in [
            (">=3.9", &[9, 10, 11][..]),
            (">=3.9.2,<3.11", &[9, 10]),
            (">3.9,!=3.10.*", &[9, 11]),
            ("<3.10.1", &[8, 9, 10]),
            ("<3.10rc1", &[8, 9, 10]),
            ("<=3.9", &[8, 9]),
            ("~=3.9", &[9, 10, 11]),
            ("~=3.9.1", &[9]),
            ("==3.*,!=3.8.*", &[9, 10, 11]),
            ("==3.10.1", &[10]),
            ("!=3.10.1", &[8, 9, 10, 11]),
            (">=4", &[]),
            ("<4", &[8, 9, 10, 11]),
        ] {
            let set = Specifier::parse_all(text).unwrap();
            let found: Vec<u64> = (8..12)
                .filter(|minor| set.iter().all(|one| one.may_match(3, *minor)))
                .collect();
            assert_eq!(found, meant, "{text}");
        }
    }
}
