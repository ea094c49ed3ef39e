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
use super::error::{IndexError, io};
use super::folder::{Added, clear_left_behind, copy, described, hash, listed, sidecar, write};
use super::pages::{self, IndexedFile};
use super::said::said;
use crate::dist::Sha256;
use crate::edit::replace;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

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

/// A package index in a folder.
///
/// Several processes may add at once, without a lock that one could leave behind: a file gets its name in one step that
/// fails when the name is taken, and whoever has written the pages looks at the folder again and writes them once more
/// if it is no longer what the pages say. The last one to write has therefore seen every file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    simple: PathBuf,
    is_ignored: bool,
}

impl std::fmt::Display for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.simple.display())
    }
}

impl Directory {
    /// The index whose pages are in `simple/` of this folder; nothing is made before the first file is added.
    pub fn at(folder: &Path) -> Self {
        Self {
            simple: folder.join("simple"),
            is_ignored: false,
        }
    }

    /// The same as `at`, in a folder that tells git to ignore it as soon as there is a file in it.
    pub fn ignored(folder: &Path) -> Self {
        Self {
            is_ignored: true,
            ..Self::at(folder)
        }
    }

    /// The folder that installers are pointed at.
    pub fn simple(&self) -> &Path {
        &self.simple
    }

    /// Adds a distribution under its own name, unless the same bytes are there already; pages are made anew either way.
    pub fn add(&self, file: &Path, facts: &FileFacts) -> Result<Added, IndexError> {
        let (name, added) = self.place(file, facts)?;
        let told = facts
            .requires_python
            .as_deref()
            .map(|told| (name.as_str(), told));
        self.make_pages(&facts.project, told, &|file| file.url.is_some())?;
        Ok(added)
    }

    /// Puts a distribution there that no page knows of yet, and returns its name.
    fn place(&self, file: &Path, facts: &FileFacts) -> Result<(String, Added), IndexError> {
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
        self.ignore()?;
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
        Ok((name.to_owned(), added))
    }

    /// Puts a distribution there, for [`Directory::make`] to make the pages.
    pub fn put(&self, file: &Path, facts: &FileFacts) -> Result<Added, IndexError> {
        self.place(file, facts).map(|(_, added)| added)
    }

    /// What the page of a project says of its files, those elsewhere too.
    pub fn said(&self, project: &str) -> Result<Vec<IndexedFile>, IndexError> {
        let page = self.folder(project)?.join("index.json");
        Ok(said(&std::fs::read(page).unwrap_or_default()))
    }

    /// What the two pages of a project say that lie elsewhere; nothing where they do not say the same, since somebody
    /// changed one of them by hand.
    pub fn said_by(project: &str, json: &[u8], html: &[u8]) -> Vec<IndexedFile> {
        let files = said(json);
        match pages::project_html(project, &files).as_bytes() == html {
            true => files,
            false => Vec::new(),
        }
    }

    /// Makes the pages of these projects: what is told, and what lies beside them. Of files elsewhere only those are kept
    /// that are told; projects whose files were all below `origin` and are told no more have none left.
    pub fn make(
        &self,
        projects: &BTreeMap<String, Vec<IndexedFile>>,
        origin: &str,
    ) -> Result<(), IndexError> {
        std::fs::create_dir_all(&self.simple).map_err(io("make", &self.simple))?;
        let none = Vec::new();
        let is_ours =
            |file: &IndexedFile| file.url.as_ref().is_some_and(|url| url.starts_with(origin));
        let mut all: BTreeSet<String> = projects.keys().cloned().collect();
        for project in self.projects()? {
            if self.said(&project)?.iter().any(is_ours) {
                all.insert(project);
            }
        }
        for project in all {
            let folder = self.folder(&project)?;
            std::fs::create_dir_all(&folder).map_err(io("make", &folder))?;
            let told = projects.get(&project).unwrap_or(&none);
            self.make_pages_of(&project, None, &mut |said| {
                let mut files: Vec<IndexedFile> = said
                    .into_iter()
                    .filter(|file| file.url.is_some() && !is_ours(file))
                    .collect();
                files.extend(told.iter().cloned());
                files
            })?;
        }
        Ok(())
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

    /// Takes files of a project out of the index; one that is not there is none.
    pub fn remove(&self, project: &str, file_names: &[String]) -> Result<(), IndexError> {
        let folder = self.folder(project)?;
        for name in file_names {
            let file = folder.join(name);
            for path in [sidecar(&file), file] {
                match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != ErrorKind::NotFound => {
                        return Err(io("remove", &path)(error));
                    }
                    _ => {}
                }
            }
        }
        self.make_pages(project, None, &|file| file.url.is_some())
    }

    fn ignore(&self) -> Result<(), IndexError> {
        let ignore = self.simple.with_file_name(".gitignore");
        if self.is_ignored && !ignore.exists() {
            replace(&ignore, b"*\n").map_err(io("write", &ignore))?;
        }
        Ok(())
    }

    /// Where a file of a project lies, or would lie.
    pub fn path_of(&self, project: &str, file_name: &str) -> Result<PathBuf, IndexError> {
        Ok(self.folder(project)?.join(file_name))
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

    /// Makes the pages of a project, on which of the files that they told of before those stay that are `kept`.
    fn make_pages(
        &self,
        project: &str,
        told: Option<(&str, &str)>,
        kept: &dyn Fn(&IndexedFile) -> bool,
    ) -> Result<(), IndexError> {
        self.make_pages_of(project, told, &mut |said| {
            let mut said = said;
            said.retain(|file| kept(file) || file.yanked.is_some());
            said
        })
    }

    /// Writes the pages of a project and then the page of all projects from what lies in the folders, with the files that
    /// are made of what the page said before: those elsewhere, and the yanks of those that lie there.
    fn make_pages_of(
        &self,
        project: &str,
        told: Option<(&str, &str)>,
        more: &mut dyn FnMut(Vec<IndexedFile>) -> Vec<IndexedFile>,
    ) -> Result<(), IndexError> {
        let folder = self.folder(project)?;
        let more = more(self.said(project)?);
        for _ in 0..ATTEMPTS {
            let before = listed(&folder, project)?;
            let mut files = described(&folder, &before, told)?;
            add_told(&mut files, &more);
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
    pub fn projects(&self) -> Result<Vec<String>, IndexError> {
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

/// Adds what lies elsewhere, and what is known of files that lie there.
fn add_told(files: &mut Vec<IndexedFile>, told: &[IndexedFile]) {
    for other in told {
        match files.iter_mut().find(|file| file.name == other.name) {
            Some(file) if file.sha256 == other.sha256 => file.yanked.clone_from(&other.yanked),
            Some(_) => {}
            None if other.url.is_some() => files.push(other.clone()),
            None => {}
        }
    }
    files.sort();
}
