//! The name of a Python project.
//!
//! Not a module's name: those may differ freely.
use std::fmt;

/// A project name in its normal form: lower case, runs of `-`, `_` and `.` as one `-`.
///
/// Source: <https://packaging.python.org/en/latest/specifications/name-normalization/>.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectName(Box<str>);

impl ProjectName {
    /// Returns the normal form of a name as it is written.
    pub fn new(written: &str) -> Self {
        let mut name = String::with_capacity(written.len());
        for c in written.trim().chars() {
            if matches!(c, '-' | '_' | '.') {
                if !name.ends_with('-') {
                    name.push('-');
                }
            } else {
                name.extend(c.to_lowercase());
            }
        }
        Self(name.into())
    }

    /// The name in its normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that its module most likely has: `_` in place of `-`.
    pub fn module(&self) -> String {
        self.0.replace('-', "_")
    }
}

/// Whether two spellings name one project.
pub fn same_name(one: &str, other: &str) -> bool {
    ProjectName::new(one) == ProjectName::new(other)
}

impl fmt::Display for ProjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        for written in ["Foo.Bar_baz", "foo-bar-baz", "foo--bar._baz"] {
            assert!(same_name(written, "FOO-bar_baz"));
            assert_eq!(ProjectName::new(written).as_str(), "foo-bar-baz");
        }
        assert_eq!(ProjectName::new("Foo-Bar").module(), "foo_bar");
    }
}
