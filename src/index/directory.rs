//! An index that is a folder: `pip install --index-url file://…/simple/ NAME` installs from it, and so does `uv`; any
//! web server can serve it.
//!
//! Not a cache of an index elsewhere. What lies in the folder is the truth: pages are made anew from it by every
//! [`Directory::add`], so whatever an interrupted one left is made good by the next.
//!
//! ```text
//! simple/index.html index.json                 the projects
//! simple/<project>/index.html index.json       its files: HTML (PEP 503) and JSON (PEP 691)
//! simple/<project>/<file> <file>.metadata      a distribution, and its core metadata (PEP 658)
//! ```
use super::pages::{self, IndexedFile};
use super::sha256::Sha256;
use crate::edit::replace;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The age from which a half-written file is taken for left behind; no copy takes so long.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// How the names of half-written files begin: ours, and those of `edit::replace`.
const HALF_WRITTEN: [&str; 2] = [".adding-", ".tmp"];

/// How often pages are made again because another process changed the folder meanwhile.
const ATTEMPTS: usize = 100;

/// What the pages say of a file, as the caller read it from the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The project's normalised name.
    pub project: String,
    /// The bytes of its METADATA or PKG-INFO.
    pub metadata: Option<Vec<u8>>,
    /// Its `Requires-Python`.
    pub requires_python: Option<String>,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What adding a file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The file is in the index now.
    New,
    /// The index had the same bytes under this name.
    AlreadyThere,
}

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

/// A package index in a folder.
///
/// Several processes may add at once, without a lock that one could leave behind: a file gets its name in one step that
/// fails when the name is taken, and whoever has written the pages looks at the folder again and writes them once more
/// if it is no longer what the pages say. The last one to write has therefore seen every file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    simple: PathBuf,
}

impl Directory {
    /// The index whose pages are in `simple/` of this folder; nothing is made before the first file is added.
    pub fn at(folder: &Path) -> Self {
        Self {
            simple: folder.join("simple"),
        }
    }

    /// The index in `.release-guard/` of a project, a folder that git ignores by itself.
    pub fn create_ignored(root: &Path) -> Result<Self, IndexError> {
        let folder = root.join(".release-guard");
        std::fs::create_dir_all(&folder).map_err(io("make", &folder))?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            replace(&ignore, b"*\n").map_err(io("write", &ignore))?;
        }
        Ok(Self::at(&folder))
    }

    /// The folder that installers are pointed at.
    pub fn simple(&self) -> &Path {
        &self.simple
    }

    /// Adds a distribution under its own name, unless the same bytes are there already; pages are made anew either way.
    pub fn add(&self, file: &Path, facts: &FileFacts) -> Result<Added, IndexError> {
        let folder = self.folder(&facts.project)?;
        let not_of_project = || IndexError::NotOfProject {
            file: file.into(),
            project: facts.project.clone(),
        };
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| pages::is_of_project(&facts.project, name))
            .ok_or_else(not_of_project)?;
        let given: Sha256 = facts.sha256.parse().map_err(|()| IndexError::NotAHash {
            given: facts.sha256.clone(),
        })?;
        std::fs::create_dir_all(&folder).map_err(io("make", &folder))?;
        clear_left_behind(&folder);
        let target = folder.join(name);
        let added = match self.find(&facts.project, name)? {
            None => copy(file, &target, given, facts.size)?,
            Some(_) => Added::AlreadyThere,
        };
        if added == Added::AlreadyThere {
            let here = hash(&target)?;
            if here != given {
                return Err(IndexError::OtherContent {
                    path: target,
                    here,
                    given,
                });
            }
        }
        if let Some(metadata) = &facts.metadata {
            write(&sidecar(&target), metadata)?;
        }
        self.make_pages(&facts.project, Some((name, facts)))?;
        Ok(added)
    }

    /// Returns the hash of a file in the index, worked out from its bytes; `None` when it is not there.
    pub fn find(&self, project: &str, file_name: &str) -> Result<Option<Sha256>, IndexError> {
        let folder = self.folder(project)?;
        if !pages::is_of_project(project, file_name) {
            return Ok(None);
        }
        match hash(&folder.join(file_name)) {
            Ok(hash) => Ok(Some(hash)),
            Err(IndexError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the files of a project as they lie in the folder, in the order of their names.
    pub fn files(&self, project: &str) -> Result<Vec<IndexedFile>, IndexError> {
        let folder = self.folder(project)?;
        described(&folder, &listed(&folder, project)?, None)
    }

    /// The address of the index, for `--index-url`.
    pub fn url(&self) -> String {
        let path = std::path::absolute(&self.simple).unwrap_or_else(|_| self.simple.clone());
        if cfg!(windows) {
            let text = path.to_string_lossy().replace('\\', "/");
            let parts: Vec<String> = text.split(':').map(pages::percent_encoded).collect();
            return format!("file:///{}/", parts.join(":"));
        }
        let path = pages::percent_encoded(path.as_os_str().as_encoded_bytes());
        format!("file://{}/", path.trim_end_matches('/'))
    }

    /// The command that installs a project from this index.
    pub fn install_line(&self, project: &str) -> String {
        format!("pip install --index-url {} {project}", self.url())
    }

    fn folder(&self, project: &str) -> Result<PathBuf, IndexError> {
        if !pages::is_normalised(project) {
            return Err(IndexError::ProjectName {
                project: project.into(),
            });
        }
        Ok(self.simple.join(project))
    }

    /// Writes the pages of a project and then the page of all projects from what lies in the folders.
    fn make_pages(
        &self,
        project: &str,
        added: Option<(&str, &FileFacts)>,
    ) -> Result<(), IndexError> {
        let folder = self.folder(project)?;
        for _ in 0..ATTEMPTS {
            let before = listed(&folder, project)?;
            let files = described(&folder, &before, added)?;
            write(
                &folder.join("index.html"),
                pages::project_html(project, &files).as_bytes(),
            )?;
            write(
                &folder.join("index.json"),
                pages::project_json(project, &files).as_bytes(),
            )?;
            let projects = self.projects()?;
            write(
                &self.simple.join("index.html"),
                pages::root_html(&projects).as_bytes(),
            )?;
            write(
                &self.simple.join("index.json"),
                pages::root_json(&projects).as_bytes(),
            )?;
            if listed(&folder, project)? == before && self.projects()? == projects {
                return Ok(());
            }
        }
        Err(IndexError::Busy { folder })
    }

    /// The projects that have a page, in the order of their names.
    fn projects(&self) -> Result<Vec<String>, IndexError> {
        let mut projects = Vec::new();
        for entry in std::fs::read_dir(&self.simple).map_err(io("read", &self.simple))? {
            let entry = entry.map_err(io("read", &self.simple))?;
            if let Ok(name) = entry.file_name().into_string()
                && pages::is_normalised(&name)
                && entry.path().join("index.html").is_file()
            {
                projects.push(name);
            }
        }
        projects.sort();
        Ok(projects)
    }
}

/// A distribution in a project's folder, and what would change with its content.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    name: String,
    size: u64,
    modified: Option<SystemTime>,
    sidecar: Option<SystemTime>,
}

/// The distributions of a project in its folder, in the order of their names; none when there is no folder.
fn listed(folder: &Path, project: &str) -> Result<Vec<Listed>, IndexError> {
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
fn described(
    folder: &Path,
    listed: &[Listed],
    added: Option<(&str, &FileFacts)>,
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
        let told = added
            .filter(|(added, _)| added == name)
            .and_then(|(_, facts)| facts.requires_python.clone());
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
        });
    }
    Ok(files)
}

/// Copies a file so that its new name holds all of it or does not exist; a name that is taken is left as it is.
fn copy(file: &Path, target: &Path, told: Sha256, size: u64) -> Result<Added, IndexError> {
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
fn write(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
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

fn hash(path: &Path) -> Result<Sha256, IndexError> {
    let mut file = File::open(path).map_err(io("read", path))?;
    let (hash, _) = Sha256::through(&mut file, &mut std::io::sink()).map_err(io("read", path))?;
    Ok(hash)
}

/// The file that holds a distribution's core metadata.
fn sidecar(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".metadata");
    path.into()
}

/// Deletes what processes that were ended in the middle left long ago.
fn clear_left_behind(folder: &Path) {
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

fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Io {
        doing,
        path,
        source,
    }
}
