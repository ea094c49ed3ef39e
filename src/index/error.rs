//! Why a local directory index does not hold a file, as sentences.
//!
//! Not what is wrong with the file: that is for `validate_dist`'s rules.
use crate::dist::Sha256;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why the index does not hold a file.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Other bytes have the name already; an index never changes a file.
    #[error("`{}` is in the index with other content: it has sha256 `{here}`, and `{given}` was to be added", path.display())]
    OtherContent {
        /// The file in the index.
        path: PathBuf,
        /// The hash of the file in the index.
        here: Sha256,
        /// The hash of the file that was to be added.
        given: Sha256,
    },
    /// The file is not the one that was looked at.
    #[error("`{}` changed since it was looked at: it had {told}, and now has {found}", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
        /// Hash and size as the caller read them.
        told: String,
        /// Hash and size now.
        found: String,
    },
    /// The name is no distribution's.
    #[error("`{}` is neither a wheel (`.whl`) nor an sdist (`.tar.gz`, `.zip`) of `{project}`", file.display())]
    NotOfProject {
        /// The file.
        file: PathBuf,
        /// The project.
        project: String,
    },
    /// The project's name could not be a folder's.
    #[error(
        "`{project}` is not a normalised project name: lower-case letters, digits and single hyphens"
    )]
    ProjectName {
        /// The name.
        project: String,
    },
    /// The hash is none.
    #[error("`{given}` is not a sha256: 64 hexadecimal digits are")]
    NotAHash {
        /// What was given.
        given: String,
    },
    /// Other processes change the folder without end.
    #[error("the pages of `{}` could not be made: other processes keep changing it", folder.display())]
    Busy {
        /// The project's folder.
        folder: PathBuf,
    },
    /// The file system refused.
    #[error("cannot {doing} `{}`: {}", path.display(), reason(source))]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it was refused.
        source: std::io::Error,
    },
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".into(),
        ErrorKind::PermissionDenied => "permission denied; may this user write there?".into(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        ErrorKind::NotADirectory => "a file is where a folder should be".into(),
        _ => error.to_string(),
    }
}

/// Makes an error of what the file system said about a path.
pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Io {
        doing,
        path,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such() {
        for (kind, expected) in [
            (
                ErrorKind::StorageFull,
                "cannot write `simple/x`: the disk is full",
            ),
            (
                ErrorKind::QuotaExceeded,
                "cannot write `simple/x`: the disk quota is used up",
            ),
            (
                ErrorKind::ReadOnlyFilesystem,
                "cannot write `simple/x`: the file system is read-only",
            ),
        ] {
            let error = io("write", Path::new("simple/x"))(kind.into());
            assert_eq!(error.to_string(), expected);
        }
    }
}
