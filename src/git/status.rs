//! What is changed in the working tree and what is staged.
//!
//! Not the content of a change: `Snapshot` reads that.
use super::error::GitError;
use super::repository::Repository;
use crate::source::RepoPath;

/// A path that is not as the checked-out commit has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPath {
    /// The path.
    pub path: RepoPath,
    /// Whether a change of it is staged.
    pub is_staged: bool,
    /// Whether the working tree differs from what is staged.
    pub is_unstaged: bool,
    /// Whether git does not know it; ignored files are not listed at all.
    pub is_untracked: bool,
    /// Whether a merge left it in conflict.
    pub is_conflicted: bool,
}

impl Repository {
    /// Lists the paths that are changed, staged or untracked. Writes nothing, not even git's index.
    pub fn changed_paths(&self) -> Result<Vec<ChangedPath>, GitError> {
        let asked = [
            "--no-optional-locks",
            "status",
            "--porcelain=v2",
            "-z",
            "--untracked-files=all",
            "--no-renames",
            "--ignore-submodules=dirty",
        ];
        let output = self.git().args(asked).run()?;
        output
            .stdout
            .split(|byte| *byte == 0)
            .filter(|line| !line.is_empty() && !line.starts_with(b"#"))
            .map(parsed)
            .collect::<Option<Vec<_>>>()
            .ok_or(GitError::Answer("status"))
    }
}

/// Reads one record of `--porcelain=v2 -z` without renames.
fn parsed(line: &[u8]) -> Option<ChangedPath> {
    let (kind, rest) = (line.first()?, line.get(2..)?);
    // The words that stand between the kind and the path.
    let words = match kind {
        b'?' => 0,
        b'1' => 7,
        b'u' => 9,
        _ => return None,
    };
    let path = rest.splitn(words + 1, |byte| *byte == b' ').nth(words)?;
    let state = |at: usize| kind == &b'1' && rest.get(at).is_some_and(|letter| *letter != b'.');
    Some(ChangedPath {
        path: RepoPath::new(path)?,
        is_staged: state(0),
        is_unstaged: state(1),
        is_untracked: kind == &b'?',
        is_conflicted: kind == &b'u',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_tells_what_is_staged_and_what_is_not() {
        let oid = "a".repeat(40);
        for (line, path, expected) in [
            (
                format!("1 M. N... 100644 100644 100644 {oid} {oid} a b.py"),
                "a b.py",
                [true, false, false, false],
            ),
            (
                format!("1 .M N... 100644 100644 100644 {oid} {oid} x"),
                "x",
                [false, true, false, false],
            ),
            ("? new file".into(), "new file", [false, false, true, false]),
            (
                format!("u UU N... 100644 100644 100644 100644 {oid} {oid} {oid} c"),
                "c",
                [false, false, false, true],
            ),
        ] {
            let read = parsed(line.as_bytes()).unwrap();
            assert_eq!(read.path.to_string(), path);
            assert_eq!(
                [
                    read.is_staged,
                    read.is_unstaged,
                    read.is_untracked,
                    read.is_conflicted
                ],
                expected,
                "{line}"
            );
        }
    }
}
