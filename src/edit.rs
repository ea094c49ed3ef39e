//! Changes to files: splices, written as one transaction, shown as a unified diff.
//!
//! Not an editor of formats: whoever finds a span decides what stands there; nothing is re-serialised.
use crate::source::RepoPath;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// How many files are written at once.
const AT_ONCE: usize = 16;

/// One splice: the bytes of `span` in the file as it was read become `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub path: RepoPath,
    /// The span in the file's bytes before any edit.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub replacement: Vec<u8>,
}

impl Edit {
    /// Whether both change the same bytes, or bytes that lie side by side.
    pub fn touches(&self, other: &Self) -> bool {
        self.path == other.path
            && self.span.start <= other.span.end
            && other.span.start <= self.span.end
    }
}

/// A file before and after its edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: RepoPath,
    /// Its bytes as they were read.
    pub before: Arc<[u8]>,
    /// Its bytes to be.
    pub after: Arc<[u8]>,
}

/// Why edits could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Two splices touch the same bytes.
    #[error("two edits of `{path}` touch the same bytes")]
    Overlap {
        /// The file.
        path: RepoPath,
    },
    /// The span lies outside the file.
    #[error("an edit of `{path}` lies outside the file")]
    Outside {
        /// The file.
        path: RepoPath,
    },
    /// The file is not what the edits were made for.
    #[error("`{path}` was changed by somebody else meanwhile; nothing was written")]
    Changed {
        /// The file.
        path: RepoPath,
    },
    /// Nobody may write the file.
    #[error("`{path}` is read-only; make it writable with `chmod u+w {path}` first")]
    ReadOnly {
        /// The file.
        path: RepoPath,
    },
    /// The file system refused; what had been written was put back.
    #[error("cannot write `{path}`: {source}; no file was changed")]
    Write {
        /// The file.
        path: RepoPath,
        /// Why.
        source: std::io::Error,
    },
    /// The file system refused, and refused again when the first files were put back.
    #[error(
        "cannot write `{path}`: {source}; `{left}` could not be put back and holds its new content"
    )]
    WriteAndRestore {
        /// The file that could not be written.
        path: RepoPath,
        /// The file that could not be put back.
        left: RepoPath,
        /// Why the first one failed.
        source: std::io::Error,
    },
}

/// Applies splices to the files they name, which `read` supplies. Files come back in the order of their paths.
pub fn apply(
    edits: &[Edit],
    mut read: impl FnMut(&RepoPath) -> Option<Arc<[u8]>>,
) -> Result<Vec<FileChange>, EditError> {
    let mut by_file: BTreeMap<&RepoPath, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        let of_file = by_file.entry(&edit.path).or_default();
        if !of_file.contains(&edit) {
            of_file.push(edit);
        }
    }
    let mut changes = Vec::new();
    for (path, mut edits) in by_file {
        let before = read(path).unwrap_or_default();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        if edits
            .windows(2)
            .any(|pair| pair[1].span.start < pair[0].span.end)
        {
            return Err(EditError::Overlap { path: path.clone() });
        }
        let mut after = before.to_vec();
        for edit in edits.iter().rev() {
            if edit.span.start > edit.span.end || edit.span.end > before.len() {
                return Err(EditError::Outside { path: path.clone() });
            }
            after.splice(edit.span.clone(), edit.replacement.iter().copied());
        }
        if after != *before {
            changes.push(FileChange {
                path: path.clone(),
                before,
                after: after.into(),
            });
        }
    }
    Ok(changes)
}

/// Writes all changes below `root`, or none: a file that is not as it was read, or is read-only, stops everything before
/// the first write, and a write that fails puts back those before it. Permissions stay; a symbolic link's target is
/// written, not the link.
pub fn write_all(root: &Path, changes: &[FileChange]) -> Result<(), EditError> {
    for change in changes {
        let file = change.path.to_path(root);
        let path = change.path.clone();
        if std::fs::read(&file).unwrap_or_default() != *change.before {
            return Err(EditError::Changed { path });
        }
        if is_read_only(&file) {
            return Err(EditError::ReadOnly { path });
        }
    }
    let wanted: Vec<(PathBuf, &[u8])> = changes
        .iter()
        .map(|change| (change.path.to_path(root), &*change.after))
        .collect();
    let files = prepared(&wanted).map_err(|(at, source)| EditError::Write {
        path: changes
            .get(at)
            .map(|change| change.path.clone())
            .unwrap_or_default(),
        source,
    })?;
    for (done, (change, file)) in changes.iter().zip(files).enumerate() {
        let Err(source) = file.put() else {
            continue;
        };
        for written in changes[..done].iter().rev() {
            if replace(&written.path.to_path(root), &written.before).is_err() {
                return Err(EditError::WriteAndRestore {
                    path: change.path.clone(),
                    left: written.path.clone(),
                    source,
                });
            }
        }
        return Err(EditError::Write {
            path: change.path.clone(),
            source,
        });
    }
    Ok(())
}

/// Puts back the files that `write_all` wrote, as far as they can be.
pub fn take_back(root: &Path, changes: &[FileChange]) {
    for change in changes.iter().rev() {
        replace(&change.path.to_path(root), &change.before).ok();
    }
}

/// Writes files so that a reader of each sees the old bytes or the new ones. The error names the file by its place; when
/// it could not be written at all, no file was changed.
pub fn replace_all(files: &[(PathBuf, &[u8])]) -> Result<(), (usize, std::io::Error)> {
    for (at, file) in prepared(files)?.into_iter().enumerate() {
        file.put().map_err(|error| (at, error))?;
    }
    Ok(())
}

/// Writes bytes beside their files, all or none. Most of the time goes by until the disk has them, so several are written
/// at once.
fn prepared(files: &[(PathBuf, &[u8])]) -> Result<Vec<Prepared>, (usize, std::io::Error)> {
    // A link and the file that it leads to are one file, which is written twice.
    let mut known = BTreeSet::new();
    let wanted: Vec<(usize, PathBuf, &[u8], Making)> = files
        .iter()
        .enumerate()
        .map(|(at, (path, bytes))| {
            let target = followed(path);
            let make = match known.insert(target.clone()) {
                true => beside,
                false => anywhere,
            };
            (at, target, *bytes, make as Making)
        })
        .collect();
    let chunks = wanted.chunks(wanted.len().div_ceil(AT_ONCE).max(1));
    let results: Vec<Result<Vec<Prepared>, (usize, std::io::Error)>> =
        std::thread::scope(|scope| {
            let threads: Vec<_> = chunks
                .map(|chunk| {
                    let prepare = |(at, target, bytes, make): &(usize, PathBuf, &[u8], Making)| {
                        let made = Prepared::new(target.clone(), bytes, *make);
                        made.map_err(|error| (*at, error))
                    };
                    scope.spawn(move || chunk.iter().map(prepare).collect())
                })
                .collect();
            let ended = threads.into_iter().map(|thread| thread.join());
            ended.filter_map(Result::ok).collect()
        });
    let mut all = Vec::new();
    for result in results {
        all.extend(result?);
    }
    Ok(all)
}

/// The file that a path leads to.
fn followed(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Makes the file that is written before it takes the name of another one, in that one's folder.
type Making = fn(&Path, &Path) -> std::io::Result<NamedTempFile>;

/// New bytes that lie beside the file that they are for.
#[derive(Debug)]
struct Prepared {
    file: NamedTempFile,
    target: PathBuf,
}

impl Prepared {
    /// Writes bytes beside a file, with its permissions.
    fn new(target: PathBuf, bytes: &[u8], make: Making) -> std::io::Result<Self> {
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut file = make(&target, folder)?;
        file.write_all(bytes)?;
        if let Ok(metadata) = std::fs::metadata(&target) {
            file.as_file().set_permissions(metadata.permissions())?;
        } else {
            #[cfg(unix)]
            file.as_file()
                .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        }
        file.as_file().sync_all()?;
        Ok(Self { file, target })
    }

    /// Puts them in the file's place.
    fn put(self) -> std::io::Result<()> {
        self.file
            .persist(&self.target)
            .map_err(|error| error.error)?;
        Ok(())
    }
}

/// Whether there is a file that its owner may not write. Replacing it would work, for `root` even writing it would; but
/// somebody said that it is to stay as it is.
pub fn is_read_only(path: &Path) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else {
        return false;
    };
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o200 == 0;
    #[cfg(not(unix))]
    return metadata.permissions().readonly();
}

/// Writes one file so that a reader sees the old bytes or the new ones, never a part. Several may do so at once.
pub fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    Prepared::new(followed(path), bytes, anywhere)?.put()
}

/// A file of any name.
fn anywhere(_: &Path, folder: &Path) -> std::io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// A file that is always called the same: what a process that was killed has left is found and used again.
fn beside(target: &Path, folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut name = std::ffi::OsString::from(".release-guard-");
    name.push(target.file_name().unwrap_or_default());
    let make = || {
        tempfile::Builder::new()
            .prefix(&name)
            .rand_bytes(0)
            .tempfile_in(folder)
    };
    match make() {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::remove_file(folder.join(&name))?;
            make()
        }
        made => made,
    }
}

/// Returns the change as a unified diff with three lines of context, as `git apply` reads it.
pub fn unified_diff(change: &FileChange) -> String {
    let before = String::from_utf8_lossy(&change.before);
    let after = String::from_utf8_lossy(&change.after);
    similar::TextDiff::from_lines(before.as_ref(), after.as_ref())
        .unified_diff()
        .header(&format!("a/{}", change.path), &format!("b/{}", change.path))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(span: Range<usize>, replacement: &str) -> Edit {
        Edit {
            path: "a".into(),
            span,
            replacement: replacement.into(),
        }
    }

    #[test]
    fn splices_change_nothing_but_their_spans() {
        let read = |_: &RepoPath| Some(Arc::from(&b"x = '1'\r\ny = '1'\r\n"[..]));
        let changes = apply(&[edit(5..6, "22"), edit(14..15, "3")], read).unwrap();
        assert_eq!(&*changes[0].after, b"x = '22'\r\ny = '3'\r\n");
        assert!(matches!(
            apply(&[edit(1..4, ""), edit(3..5, "")], read),
            Err(EditError::Overlap { .. })
        ));
        assert!(matches!(
            apply(&[edit(1..99, "")], read),
            Err(EditError::Outside { .. })
        ));
    }

    #[test]
    fn all_files_are_written_or_none() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), "old").unwrap();
        let change = |path: &str| FileChange {
            path: path.into(),
            before: Arc::from(if path == "a" { &b"old"[..] } else { b"" }),
            after: Arc::from(&b"new"[..]),
        };
        let error = write_all(dir.path(), &[change("a"), change("missing/b")]).unwrap_err();
        assert!(error.to_string().starts_with("cannot write `missing/b`"));
        assert_eq!(std::fs::read(dir.path().join("a")).unwrap(), b"old");
        write_all(dir.path(), &[change("a")]).unwrap();
        assert_eq!(std::fs::read(dir.path().join("a")).unwrap(), b"new");
        assert!(matches!(
            write_all(dir.path(), &[change("a")]),
            Err(EditError::Changed { .. })
        ));
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_stops_everything_for_root_too() {
        let dir = tempfile::tempdir().unwrap();
        let change = |path: &str| FileChange {
            path: path.into(),
            before: Arc::from(&b"old"[..]),
            after: Arc::from(&b"new"[..]),
        };
        for path in ["a", "b"] {
            std::fs::write(dir.path().join(path), "old").unwrap();
        }
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o444);
        std::fs::set_permissions(dir.path().join("b"), mode).unwrap();
        let error = write_all(dir.path(), &[change("a"), change("b")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`b` is read-only; make it writable with `chmod u+w b` first"
        );
        assert_eq!(std::fs::read(dir.path().join("a")).unwrap(), b"old");
    }
}
