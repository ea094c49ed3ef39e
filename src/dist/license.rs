//! License expressions such as `MIT OR Apache-2.0` (SPDX, PEP 639), as `packaging` reads them.
//!
//! Not a license's text.
use super::tables::{license, license_exception};

/// A license expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseExpression {
    /// With every identifier and operator as SPDX spells it.
    pub canonical: String,
    /// The identifiers that SPDX has deprecated.
    pub deprecated: Vec<&'static str>,
}

/// Why a text is not a license expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LicenseError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// An identifier stands nowhere in SPDX's list.
    #[error("`{id}` is not a license that SPDX lists")]
    Unknown {
        /// The identifier.
        id: String,
    },
    /// What follows `WITH` is not an exception.
    #[error("`{id}` is not an exception that SPDX lists")]
    UnknownException {
        /// The identifier.
        id: String,
    },
    /// A license of one's own has characters that it may not have.
    #[error("`{id}` has other characters than letters, digits, `.` and `-` behind `LicenseRef-`")]
    Reference {
        /// The identifier.
        id: String,
    },
    /// A word stands where it cannot.
    #[error("`{word}` stands where it cannot")]
    Misplaced {
        /// The word.
        word: String,
    },
    /// It ends where a license should follow, or with a parenthesis open.
    #[error("something is missing at its end")]
    End,
}

/// As many parentheses within each other as Python reads, and so `packaging`.
const DEPTH: usize = 200;

/// What may stand before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The beginning, `AND`, `OR`, or `(`.
    Open,
    /// A license.
    License,
    /// `WITH`.
    With,
    /// An exception, or `)`.
    Closed,
}

impl LicenseExpression {
    /// Reads an expression, whatever its case.
    pub fn parse(text: &str) -> Result<Self, LicenseError> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        if words.is_empty() {
            return Err(LicenseError::Empty);
        }
        let mut found = Self {
            canonical: String::new(),
            deprecated: Vec::new(),
        };
        let (mut before, mut depth) = (Before::Open, 0_usize);
        for (at, word) in words.iter().enumerate() {
            let misplaced = || LicenseError::Misplaced {
                word: (*word).to_owned(),
            };
            let upper = word.to_ascii_uppercase();
            let (next, spelled) = match (upper.as_str(), before) {
                ("(", Before::Open) if depth < DEPTH => {
                    depth += 1;
                    (Before::Open, upper)
                }
                (")", Before::License | Before::Closed) if depth > 0 => {
                    depth -= 1;
                    (Before::Closed, upper)
                }
                ("AND" | "OR", Before::License | Before::Closed) => (Before::Open, upper),
                ("WITH", Before::License) => (Before::With, upper),
                ("(" | ")" | "AND" | "OR" | "WITH", _) => return Err(misplaced()),
                (_, Before::Open) => (Before::License, found.license(word, &words)?),
                (_, Before::With) => (Before::Closed, found.exception(word)?),
                _ => return Err(misplaced()),
            };
            let is_tight = spelled == ")" || found.canonical.ends_with('(');
            if at > 0 && !is_tight {
                found.canonical.push(' ');
            }
            found.canonical.push_str(&spelled);
            before = next;
        }
        match (before, depth) {
            (Before::License | Before::Closed, 0) => Ok(found),
            _ => Err(LicenseError::End),
        }
    }

    fn license(&mut self, word: &str, words: &[&str]) -> Result<String, LicenseError> {
        let id = word.strip_suffix('+').unwrap_or(word);
        if let Some(own) = reference(id) {
            let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
            if id != word || own.is_empty() || !own.bytes().all(sound) {
                return Err(LicenseError::Reference { id: word.into() });
            }
            // Spelled as it is spelled last.
            let mut spellings = words.iter().rev().filter_map(|word| reference(word));
            let own = spellings
                .find(|other| other.eq_ignore_ascii_case(own))
                .unwrap_or(own);
            return Ok(format!("{REFERENCE}{own}"));
        }
        let listed = license(id).ok_or_else(|| LicenseError::Unknown { id: id.into() })?;
        if listed.is_deprecated {
            self.deprecated.push(listed.id);
        }
        let plus = word.get(id.len()..).unwrap_or_default();
        Ok(format!("{}{plus}", listed.id))
    }

    fn exception(&mut self, word: &str) -> Result<String, LicenseError> {
        let unknown = || LicenseError::UnknownException { id: word.into() };
        let listed = license_exception(word).ok_or_else(unknown)?;
        if listed.is_deprecated {
            self.deprecated.push(listed.id);
        }
        Ok(listed.id.to_owned())
    }
}

const REFERENCE: &str = "LicenseRef-";

/// What follows `LicenseRef-`.
fn reference(id: &str) -> Option<&str> {
    let (prefix, own) = id.split_at_checked(REFERENCE.len())?;
    prefix.eq_ignore_ascii_case(REFERENCE).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::LicenseExpression;

    #[test]
    fn expressions_and_their_canonical_form() {
        for (text, canonical) in [
            ("mit", "MIT"),
            (
                "MIT and (apache-2.0 or bsd-2-clause)",
                "MIT AND (Apache-2.0 OR BSD-2-Clause)",
            ),
            (
                "gpl-2.0-or-later with classpath-exception-2.0",
                "GPL-2.0-or-later WITH Classpath-exception-2.0",
            ),
            ("((mit))", "((MIT))"),
            ("licenseref-Own.1", "LicenseRef-Own.1"),
            ("apache-2.0+", "Apache-2.0+"),
        ] {
            assert_eq!(LicenseExpression::parse(text).unwrap().canonical, canonical);
        }
        let old = LicenseExpression::parse("GPL-2.0 OR MIT").unwrap();
        assert_eq!(old.deprecated, ["GPL-2.0"]);
    }

    #[test]
    fn why_it_is_no_expression() {
        for (text, message) in [
            (" ", "it is empty"),
            ("Apache 2.0", "`Apache` is not a license that SPDX lists"),
            ("MIT License", "`License` stands where it cannot"),
            ("MIT OR", "something is missing at its end"),
            ("(MIT", "something is missing at its end"),
            ("MIT)", "`)` stands where it cannot"),
            ("()", "`)` stands where it cannot"),
            (
                "MIT WITH nothing",
                "`nothing` is not an exception that SPDX lists",
            ),
            ("(MIT) WITH x", "`WITH` stands where it cannot"),
            (
                "LicenseRef-a_b",
                "`LicenseRef-a_b` has other characters than letters, digits, `.` and `-` behind `LicenseRef-`",
            ),
        ] {
            let error = LicenseExpression::parse(text).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
        }
    }
}
