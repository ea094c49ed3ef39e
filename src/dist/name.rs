//! Project names in their normal form (PEP 503).
//!
//! Not a module's name: those may differ freely.
use std::fmt;

/// The name of a project as indexes compare it: lower case, each run of `-`, `_` and `.` one `-`.
///
/// A name is made of ASCII letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectName(String);

impl ProjectName {
    /// Reads a name in any spelling; `None` when it is not one.
    pub fn new(name: &str) -> Option<Self> {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = name.as_bytes();
        if !bytes.iter().copied().all(inner) || !outer(bytes.first()) || !outer(bytes.last()) {
            return None;
        }
        let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
        Some(Self(
            parts
                .map(str::to_ascii_lowercase)
                .collect::<Vec<_>>()
                .join("-"),
        ))
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in file names of distributions, and most likely that of the module: `_` for `-`.
    pub fn as_file_part(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for ProjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether two texts are spellings of one project's name.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || ProjectName::new(one).is_some_and(|one| Some(one) == ProjectName::new(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised_and_refused() {
        for (name, normal) in [
            ("Demo", Some("demo")),
            ("a__B.-c", Some("a-b-c")),
            ("7z", Some("7z")),
            ("", None),
            ("-a", None),
            ("a.", None),
            ("é", None),
            ("a b", None),
        ] {
            assert_eq!(
                ProjectName::new(name).as_ref().map(ProjectName::as_str),
                normal,
                "{name}"
            );
        }
        assert_eq!(ProjectName::new("a-b").unwrap().as_file_part(), "a_b");
    }

    #[test]
    fn what_is_no_name_is_only_the_same_as_itself() {
        assert!(same_name("Foo.Bar_baz", "foo-bar--BAZ"));
        assert!(!same_name("foo", "foobar"));
        assert!(same_name("é", "é"));
        assert!(!same_name("é", "ü"));
    }
}
