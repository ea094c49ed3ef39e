//! The version of the `git` that is on PATH, as far as hooks depend on it.
//!
//! Not a version of a project.
use crate::git::{GitError, Repository};

/// A version of git: major and minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GitVersion(u32, u32);

impl GitVersion {
    /// Asks git. A version that cannot be read is taken for an old one: a hook file works everywhere.
    pub(super) fn of(repository: &Repository) -> Result<Self, GitError> {
        let output = repository.git().arg("version").run()?;
        Ok(Self::parse(&output.text()).unwrap_or(Self(0, 0)))
    }

    /// Reads what `git version` says: `git version 2.54.0`, `2.39.3 (Apple Git-145)`, `2.55.0.windows.1`.
    pub(super) fn parse(said: &str) -> Option<Self> {
        let mut numbers = said.strip_prefix("git version ")?.split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?;
        let end = minor
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(minor.len());
        Some(Self(major, minor[..end].parse().ok()?))
    }

    /// Whether it runs `hook.<name>.command`, which came with git 2.54.
    pub(super) fn runs_configured_hooks(self) -> bool {
        self >= Self(2, 54)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_the_builds_of_git_write_them() {
        for (said, version) in [
            ("git version 2.54.0", Some(GitVersion(2, 54))),
            (
                "git version 2.39.3 (Apple Git-145)",
                Some(GitVersion(2, 39)),
            ),
            ("git version 2.55.0.windows.1", Some(GitVersion(2, 55))),
            ("git version 2.56-rc1", Some(GitVersion(2, 56))),
            ("git version 3.0.0", Some(GitVersion(3, 0))),
            ("gut 2.54", None),
        ] {
            assert_eq!(GitVersion::parse(said), version, "{said}");
        }
        assert!(GitVersion(2, 54).runs_configured_hooks());
        assert!(GitVersion(3, 0).runs_configured_hooks());
        assert!(!GitVersion(2, 53).runs_configured_hooks());
    }
}
