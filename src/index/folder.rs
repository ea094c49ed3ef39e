//! One project's folder in a local directory index: what lies in it, and how a file gets there in one step.
//!
//! Not the pages, and not the whole index: those are `pages`'s and `directory`'s.
use super::error::{IndexError, io};
use super::pages::{self, IndexedFile};
use crate::dist::Sha256;
use crate::edit::replace;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The age from which a half-written file is taken for left behind; no copy takes so long.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// How the names of half-written files begin: ours, and those of `edit::replace`.
const HALF_WRITTEN: [&str; 2] = [".adding-", ".tmp"];

/// What adding a file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The file is in the index now.
    New,
    /// The index had the same bytes under this name.
    AlreadyThere,
}

/// A distribution in a project's folder, and what would change with its content.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    name: String,
    size: u64,
    modified: Option<SystemTime>,
    sidecar: Option<SystemTime>,
}

/// The distributions of a project in its folder, in the order of their names; none when there is no folder.
pub(super) fn listed(folder: &Path, project: &str) -> Result<Vec<Listed>, IndexError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(io("read", folder))?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io("read", folder))?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = entry.path();
        if let Ok(metadata) = path.metadata()
            && metadata.is_file()
            && pages::is_of_project(project, &name)
        {
            let of_sidecar = sidecar(&path).metadata().and_then(|at| at.modified());
            files.push(Listed {
                name,
                size: metadata.len(),
                modified: metadata.modified().ok(),
                sidecar: of_sidecar.ok(),
            });
        }
    }
    files.sort();
    Ok(files)
}

/// Describes the listed files. `Requires-Python` is what the caller tells of the file it adds, else what the page
/// said of the same bytes, else what the metadata beside the file says.
pub(super) fn described(
    folder: &Path,
    listed: &[Listed],
    told: Option<(&str, &str)>,
) -> Result<Vec<IndexedFile>, IndexError> {
    let page = std::fs::read(folder.join("index.json")).unwrap_or_default();
    let said = pages::requires_python_said(&page);
    let mut files = Vec::new();
    for Listed { name, size, .. } in listed {
        let path = folder.join(name);
        let sha256 = match hash(&path) {
            // Taken away since it was listed; whoever makes pages looks again.
            Err(IndexError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                continue;
            }
            hash => hash?,
        };
        let metadata = std::fs::read(sidecar(&path)).ok();
        let told = told
            .filter(|(added, _)| added == name)
            .map(|(_, python)| python.to_owned());
        files.push(IndexedFile {
            name: name.clone(),
            sha256,
            size: *size,
            requires_python: told
                .or_else(|| said.get(&(name.clone(), sha256)).cloned())
                .or_else(|| pages::requires_python(metadata.as_deref()?)),
            // PyPI offers it for wheels alone, and an sdist's may leave out what only its build tells.
            metadata: metadata
                .filter(|_| name.ends_with(".whl"))
                .map(|bytes| Sha256::of(&bytes)),
            url: None,
            yanked: None,
        });
    }
    Ok(files)
}

/// Copies a file so that its new name holds all of it or does not exist; a name that is taken is left as it is.
pub(super) fn copy(
    file: &Path,
    target: &Path,
    told: Sha256,
    size: u64,
) -> Result<Added, IndexError> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut source = File::open(file).map_err(io("read", file))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".adding-");
    // Others may be served from here too, not this user alone; the umask still counts.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(folder).map_err(io("write", target))?;
    let (found, copied) =
        Sha256::through(&mut source, new.as_file_mut()).map_err(io("write", target))?;
    if (found, copied) != (told, size) {
        return Err(IndexError::Changed {
            file: file.into(),
            told: format!("sha256 `{told}` and {size} bytes"),
            found: format!("sha256 `{found}` and {copied} bytes"),
        });
    }
    new.as_file().sync_all().map_err(io("write", target))?;
    match new.persist_noclobber(target) {
        Ok(_) => {
            sync_folder(folder);
            Ok(Added::New)
        }
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(Added::AlreadyThere),
        Err(error) => Err(io("write", target)(error.error)),
    }
}

/// Writes a file in one step unless it has these bytes.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    if std::fs::read(path).is_ok_and(|now| now == bytes) {
        return Ok(());
    }
    replace(path, bytes).map_err(io("write", path))?;
    path.parent().map(sync_folder);
    Ok(())
}

/// Makes names in a folder last through a power cut. Not every system can do that, and the content is synced anyway.
fn sync_folder(folder: &Path) {
    File::open(folder).and_then(|folder| folder.sync_all()).ok();
}

pub(super) fn hash(path: &Path) -> Result<Sha256, IndexError> {
    let mut file = File::open(path).map_err(io("read", path))?;
    let (hash, _) = Sha256::through(&mut file, &mut std::io::sink()).map_err(io("read", path))?;
    Ok(hash)
}

/// The file that holds a distribution's core metadata.
pub(super) fn sidecar(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".metadata");
    path.into()
}

/// Deletes what processes that were ended in the middle left long ago.
pub(super) fn clear_left_behind(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_half_written = entry
            .file_name()
            .to_str()
            .is_some_and(|name| HALF_WRITTEN.iter().any(|begin| name.starts_with(begin)));
        let age = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        if is_half_written && age.is_some_and(|age| age > LEFT_BEHIND) {
            std::fs::remove_file(entry.path()).ok();
        }
    }
}
