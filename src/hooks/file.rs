//! A hook file: written beside the hook that is there, and taken away so that this one stands there again.
//!
//! Not which folder it goes into, nor whether it is run: those are `folder`'s and `state`'s.
use super::error::HookError;
use super::folder::{Folder, is_tracked};
use super::script::{self, Own, script};
use super::{Done, Hook};
use crate::git::Repository;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is to be written.
#[derive(Debug)]
pub(super) struct FilePlan {
    file: PathBuf,
    text: String,
    /// Where the hook that is there goes.
    kept: Option<PathBuf>,
    is_there: bool,
    note: Option<String>,
}

/// Decides where our file goes, and what becomes of the hook that is there.
pub(super) fn plan(
    repository: &Repository,
    folder: &Folder,
    hook: Hook,
    programs: &Path,
) -> Result<FilePlan, HookError> {
    let plain = folder.path.join(hook.name());
    let own = find(&folder.path, hook)?;
    let current = own.iter().find(|own| own.path != old(&plain));
    let is_framework = content(&plain)?.is_some_and(|text| framework(&text).is_some());
    let file = match current {
        Some(own) => own.path.clone(),
        None if is_framework => legacy(&plain),
        None => plain,
    };
    let kept = match current {
        None if exists(&file) => {
            refuse(repository, folder, &file, hook)?;
            Some(free_place(&file)?)
        }
        _ => None,
    };
    // Whichever of our hooks goes last takes the folders along that were made for the first.
    let others = Hook::ALL.map(|hook| find(&folder.path, hook));
    let others = others.iter().flatten().flatten().map(|own| own.folders);
    let folders = others.max().unwrap_or(missing(&folder.path));
    Ok(FilePlan {
        text: script(hook, programs, folders),
        kept,
        is_there: current.is_some(),
        note: folder.note(repository, hook),
        file,
    })
}

/// Refuses to move what is there out of the way when it is no hook, or not ours to move.
fn refuse(
    repository: &Repository,
    folder: &Folder,
    file: &Path,
    hook: Hook,
) -> Result<(), HookError> {
    if file.is_dir() {
        return Err(HookError::IsFolder(file.to_owned()));
    }
    match folder.in_work_tree(repository, hook) {
        Some(path) if is_tracked(repository, &path) => Err(HookError::Tracked {
            path: path.display().to_string(),
            command: hook.commands().join(" && "),
        }),
        _ => Ok(()),
    }
}

/// The name under which a hook is kept. One that is taken belongs to another hook, unless an installation was cut off
/// after the hook got this second name.
fn free_place(file: &Path) -> Result<PathBuf, HookError> {
    let kept = kept(file);
    if exists(&kept) && std::fs::read(&kept).ok() != std::fs::read(file).ok() {
        return Err(HookError::TwoForeign {
            kept,
            found: file.to_owned(),
        });
    }
    Ok(kept)
}

impl FilePlan {
    /// Writes it. At every moment either the hook that was there or ours stands in its place.
    pub(super) fn carry_out(self) -> Result<Done, HookError> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let made = missing(folder);
        std::fs::create_dir_all(folder).map_err(at(folder))?;
        if let Some(kept) = &self.kept {
            second_name(&self.file, kept).map_err(at(kept))?;
        }
        if let Err(error) = write(&self.file, self.text.as_bytes(), 0o755) {
            if let Some(kept) = &self.kept {
                std::fs::remove_file(kept).map_err(at(kept))?;
            }
            remove_folders(folder, made);
            return Err(error);
        }
        Ok(if self.is_there {
            Done::Current(self.file.display().to_string())
        } else {
            Done::Installed {
                file: self.file,
                before: self.kept,
                note: self.note,
            }
        })
    }
}

/// Takes our file away. What was kept when it was written stands there again.
pub(super) fn remove(own: &Own, hook: Hook) -> Result<Done, HookError> {
    let folder = own.path.parent().unwrap_or(Path::new("."));
    let plain = folder.join(hook.name());
    // A framework may have moved our file since: to `.legacy` when it was installed, back when it was taken away.
    let places = [kept(&own.path), kept(&plain), kept(&legacy(&plain))];
    let before = places.into_iter().find(|path| exists(path));
    match &before {
        // The rename replaces our file in one step.
        Some(before) => std::fs::rename(before, &own.path).map_err(at(&own.path))?,
        None => std::fs::remove_file(&own.path).map_err(at(&own.path))?,
    }
    remove_folders(folder, own.folders);
    Ok(Done::Removed {
        file: own.path.clone(),
        restored: before.is_some(),
    })
}

/// Puts a hook back that was kept for a file of ours that is gone; says where it is when its place is taken.
pub(super) fn bring_back(folder: &Path, hook: Hook) -> Result<Option<Done>, HookError> {
    let plain = folder.join(hook.name());
    for place in [plain.clone(), legacy(&plain)] {
        let kept = kept(&place);
        if !exists(&kept) {
            continue;
        }
        if exists(&place) {
            return Ok(Some(Done::Left { kept, found: place }));
        }
        std::fs::rename(&kept, &place).map_err(at(&place))?;
        return Ok(Some(Done::Removed {
            file: place,
            restored: true,
        }));
    }
    Ok(None)
}

/// Finds our files: where git looks, where pre-commit and prek keep the hook that they found and run it, and where
/// lefthook keeps it and does not.
pub(super) fn find(folder: &Path, hook: Hook) -> Result<Vec<Own>, HookError> {
    let plain = folder.join(hook.name());
    let places = [legacy(&plain), plain.clone(), old(&plain)];
    let found = places.into_iter().map(|path| find_at(path, hook));
    found.filter_map(Result::transpose).collect()
}

fn find_at(path: PathBuf, hook: Hook) -> Result<Option<Own>, HookError> {
    // A link is somebody's own arrangement, whatever it leads to.
    if !path.symlink_metadata().is_ok_and(|about| about.is_file()) {
        return Ok(None);
    }
    Ok(content(&path)?.and_then(|text| script::read(path, &text, hook)))
}

/// Returns the framework whose hook this is: pre-commit and prek run `<hook>.legacy` beside their own hooks.
pub(super) fn framework(text: &str) -> Option<&'static str> {
    ["pre-commit", "prek"]
        .into_iter()
        .find(|name| text.contains(&format!("File generated by {name}:")))
}

/// Where pre-commit and prek keep the hook that was there before them, and run it.
pub(super) fn legacy(file: &Path) -> PathBuf {
    with_ending(file, ".legacy")
}

/// Where lefthook keeps the hook that was there before it, and does not run it.
pub(super) fn old(file: &Path) -> PathBuf {
    with_ending(file, ".old")
}

fn kept(file: &Path) -> PathBuf {
    with_ending(file, ".before-release-guard")
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> HookError {
    let path = path.to_owned();
    move |source| HookError::File { path, source }
}

/// Whether there is something of this name, a link to nothing included.
pub(super) fn exists(file: &Path) -> bool {
    file.symlink_metadata().is_ok()
}

/// How many folders of a path do not exist yet.
fn missing(folder: &Path) -> usize {
    folder.ancestors().take_while(|path| !exists(path)).count()
}

/// Takes away so many folders that were made, as far as nobody has put anything into them.
fn remove_folders(folder: &Path, count: usize) {
    for folder in folder.ancestors().take(count) {
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

/// Reads a hook, a binary one as far as it is text; `None` when there is none, or a folder.
pub(super) fn content(file: &Path) -> Result<Option<String>, HookError> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(_) if !file.is_file() => Ok(None),
        Err(source) => Err(at(file)(source)),
    }
}

/// Gives a file, or a link, a second name with the same bytes and mode.
fn second_name(file: &Path, name: &Path) -> std::io::Result<()> {
    if exists(name) {
        return Ok(());
    }
    std::fs::hard_link(file, name).or_else(|error| {
        if file.is_symlink() {
            return Err(error);
        }
        // There are file systems without hard links.
        std::fs::copy(file, name).map(drop)
    })
}

/// Writes a file so that nobody ever sees half of it.
pub(super) fn write(file: &Path, bytes: &[u8], mode: u32) -> Result<(), HookError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(at(file))?;
    fresh.write_all(bytes).map_err(at(file))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fresh.as_file().set_permissions(mode).map_err(at(file))?;
    }
    #[cfg(not(unix))]
    let _ = mode;
    fresh
        .persist(file)
        .map(drop)
        .map_err(|error| at(file)(error.error))
}

/// Whether git runs this file; elsewhere than on Unix it does not ask for a mode.
pub(super) fn may_run(file: &Path) -> bool {
    let Ok(about) = file.metadata() else {
        return false;
    };
    #[cfg(unix)]
    let is_executable = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let is_executable = true;
    about.is_file() && is_executable
}
