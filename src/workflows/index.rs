//! Where a job uploads to, as far as its text tells.
//!
//! Not an index that is configured here: that is `index::Target`.
use crate::source::printable;
use std::fmt;

/// Where a job uploads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Index {
    /// pypi.org.
    PyPi,
    /// test.pypi.org.
    TestPyPi,
    /// An index that the tool's own configuration names so.
    Named(String),
    /// The index at an address, which holds no password.
    Address(String),
    /// What `targets` of `[tool.release-guard.publish]` has.
    Configured,
    /// An index that only the run knows.
    Unknown,
}

impl Index {
    /// The index of a name or an address, as tools take them.
    pub fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let is_registry = lower.contains("/packages/pypi");
        match lower.as_str() {
            "pypi" | "main" | "" => Self::PyPi,
            "testpypi" | "test-pypi" | "test_pypi" | "pypitest" | "test" => Self::TestPyPi,
            lower if lower.contains("test.pypi.org") => Self::TestPyPi,
            lower if lower.contains("upload.pypi.org") => Self::PyPi,
            _ if text.contains('$') && !is_registry => Self::Unknown,
            lower if lower.contains("://") || is_registry => Self::Address(bare(text)),
            _ => Self::Named(printable(text)),
        }
    }
}

/// An address without what could be a user, a password or a token.
fn bare(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = address.split_once("://") else {
        return printable(address);
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or_default();
    printable(&format!("{scheme}://{host}/{path}"))
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PyPi => f.write_str("PyPI"),
            Self::TestPyPi => f.write_str("TestPyPI"),
            Self::Named(name) => write!(f, "the index `{name}`"),
            Self::Address(address) => write!(f, "`{address}`"),
            Self::Configured => f.write_str("what `targets` configures"),
            Self::Unknown => f.write_str("an index that only the run knows"),
        }
    }
}
