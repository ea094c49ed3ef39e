//! Names to import, as `Import-Name` and `Import-Namespace` have them (PEP 794): `demo.app`, `demo._own; private`.
//!
//! Not whether there is such a module.

/// A name to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportName {
    /// The name, with its dots.
    pub path: String,
    /// Whether it is for the project's own use.
    pub is_private: bool,
}

/// Why a text is not a name to import.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportNameError {
    /// A part is not an identifier.
    #[error("`{0}` is not an identifier")]
    Identifier(String),
    /// A part is a keyword.
    #[error("`{0}` is a keyword of Python")]
    Keyword(String),
    /// Something else than `private` follows the semicolon.
    #[error("only `private` can follow the `;`")]
    Option,
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

impl ImportName {
    /// Reads `name` or `name; private`.
    pub fn parse(text: &str) -> Result<Self, ImportNameError> {
        let (path, option) = match text.split_once(';') {
            Some((path, option)) => (path, Some(option.trim_start())),
            None => (text, None),
        };
        let path = path.trim_end();
        for part in path.split('.') {
            if !is_identifier(part) {
                return Err(ImportNameError::Identifier(part.to_owned()));
            }
            if KEYWORDS.contains(&part) {
                return Err(ImportNameError::Keyword(part.to_owned()));
            }
        }
        if option.is_some_and(|option| option != "private") {
            return Err(ImportNameError::Option);
        }
        Ok(Self {
            path: path.to_owned(),
            is_private: option.is_some(),
        })
    }

    /// The part before the first dot.
    pub fn top(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }
}

/// Whether Python takes it for an identifier, as near as Rust's tables of letters say.
fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let first = |c: char| c.is_alphabetic() || c == '_';
    chars.next().is_some_and(first) && chars.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::ImportName;

    #[test]
    fn names_to_import() {
        let name = ImportName::parse("demo._own ; private").unwrap();
        assert_eq!(
            (name.path.as_str(), name.top(), name.is_private),
            ("demo._own", "demo", true)
        );
        for (text, message) in [
            ("", "`` is not an identifier"),
            ("demo-app", "`demo-app` is not an identifier"),
            ("demo.1", "`1` is not an identifier"),
            ("demo.class", "`class` is a keyword of Python"),
            ("demo; public", "only `private` can follow the `;`"),
        ] {
            assert_eq!(ImportName::parse(text).unwrap_err().to_string(), message);
        }
    }
}
