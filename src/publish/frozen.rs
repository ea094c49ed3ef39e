//! `release.json`: which bytes a release consists of. Written last, so that it never names a file that is not there.
//!
//! Not where they come from: `making` builds them, and `merge` puts together what several jobs built.
use super::release::Release;
use super::state::Reason;
use crate::dist::{FileName, same_name};
use crate::git::Oid;
use crate::source::printable;
use crate::version::Version;
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The name of the file, in the folder of the distributions.
pub(super) const NAME: &str = "release.json";

const SCHEMA: &str = "release-guard/release@1";

/// The bytes of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Frozen {
    schema: String,
    /// The tag; `None` when what was built has none.
    pub tag: Option<String>,
    /// The commit that was built.
    pub commit: String,
    /// The project name.
    pub name: String,
    /// The version, in normal form.
    pub version: String,
    /// The distributions, wheels first.
    pub files: Vec<File>,
    /// The interpreters that built them; none where the files of several jobs were put together without saying.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pythons: Vec<Python>,
}

/// One distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    /// Its file name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// An interpreter that built a wheel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Python {
    /// Its release.
    pub version: String,
    /// The wheel that it built.
    pub wheel: String,
    /// Whether it built the same bytes as the first interpreter that built a wheel of this name; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reproducible: Option<bool>,
}

/// What is frozen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    /// The tag; `None` when there is none.
    pub tag: Option<&'a str>,
    /// The commit.
    pub commit: &'a Oid,
    /// The project name.
    pub name: &'a str,
    /// The version, in normal form.
    pub version: &'a str,
}

impl File {
    /// A distribution as it lies there.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.file_name().and_then(|name| name.to_str());
        let (size, sha256) = crate::dist::digest(path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        Ok(Self {
            name: name.context("a distribution's name is not text")?.into(),
            size,
            sha256,
        })
    }

    /// Whether these are the bytes at a path.
    fn is_at(&self, path: &Path) -> bool {
        crate::dist::digest(path)
            .is_ok_and(|(size, sha256)| size == self.size && sha256 == self.sha256)
    }
}

impl Frozen {
    /// The bytes of a release.
    pub(super) fn new(of: Of<'_>, files: Vec<File>, pythons: Vec<Python>) -> Self {
        Self {
            schema: SCHEMA.into(),
            tag: of.tag.map(str::to_owned),
            commit: of.commit.to_string(),
            name: of.name.into(),
            version: of.version.into(),
            files,
            pythons,
        }
    }

    /// Reads the one of a folder; `None` when there is none or it is of another kind.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        Self::load(folder).ok().flatten()
    }

    /// Reads the one of a folder; `None` when there is none.
    pub(super) fn load(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(NAME);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
            }
        };
        let plain = |file: &File| {
            Path::new(&file.name).components().count() == 1 && !file.name.contains(['/', '\\'])
        };
        let read = match serde_json::from_slice::<Self>(&text) {
            Err(error) => Err(error.to_string()),
            Ok(frozen) if frozen.schema != SCHEMA => {
                let schema = printable(&frozen.schema);
                Err(format!("it is of the kind `{schema}`, not `{SCHEMA}`"))
            }
            Ok(frozen) => match frozen.files.iter().find(|file| !plain(file)) {
                Some(file) => Err(format!("`{}` is no file name", printable(&file.name))),
                None => Ok(frozen),
            },
        };
        read.map(Some).map_err(|why| {
            anyhow::anyhow!(
                "cannot read `{}`: {why}\nhint: `publish build --clean` makes it anew",
                path.display()
            )
        })
    }

    /// Reads the one of a folder that is to be published as it is, and nothing else: every file is there with its bytes,
    /// and no other distribution of this version lies beside them.
    pub(super) fn sealed(folder: &Path) -> anyhow::Result<Result<Self, Reason>> {
        let Some(frozen) = Self::load(folder)? else {
            anyhow::bail!(
                "there is no `{}`, and what is sealed is never built\nhint: `publish build` makes it; in CI, download the whole \
                 folder that the building job made",
                folder.join(NAME).display()
            );
        };
        Ok(match frozen.unlike(folder)? {
            Some(reason) => Err(reason),
            None => Ok(frozen),
        })
    }

    /// What is not in a folder as this says.
    fn unlike(&self, folder: &Path) -> anyhow::Result<Option<Reason>> {
        let help = "nothing was built and nothing was uploaded: take the files from where they were built, `release.json` too, or \
                    build again with `publish build --clean`";
        if self.files.is_empty() {
            let text = format!("`{}` names no file", folder.join(NAME).display());
            return Ok(Some(Reason::new(text, help)));
        }
        for file in &self.files {
            let path = folder.join(&file.name);
            if !path.exists() {
                let text = format!("`{}` is sealed and is not there", path.display());
                return Ok(Some(Reason::new(text, help)));
            }
            let found = File::read(&path)?;
            if found != *file {
                let text = format!(
                    "`{}` is not what was sealed: it has {} bytes and sha256 {}, and `release.json` says {} and {}",
                    path.display(),
                    found.size,
                    found.sha256,
                    file.size,
                    file.sha256
                );
                return Ok(Some(Reason::new(text, help)));
            }
        }
        Ok(self.extra(folder)?.map(|path| {
            Reason::new(
                format!(
                    "`{}` is of {} {} too, and `release.json` does not name it",
                    path.display(),
                    self.name,
                    self.version
                ),
                "take it away, or build all again with `publish build --clean`; what is sealed is published alone",
            )
        }))
    }

    /// A distribution of this version in a folder that is not one of the files.
    fn extra(&self, folder: &Path) -> anyhow::Result<Option<PathBuf>> {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot read `{}`", folder.display()))?;
        let version: Option<Version> = self.version.parse().ok();
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let Some(name) = name.to_str() else {
                    return false;
                };
                let is_of_it = FileName::parse(name).is_ok_and(|read| {
                    same_name(read.name().as_str(), &self.name)
                        && Some(read.version()) == version.as_ref()
                });
                is_of_it && !self.files.iter().any(|file| file.name == name)
            })
            .map(|entry| entry.path())
            .collect();
        found.sort();
        Ok(found.into_iter().next())
    }

    /// Whether these are the bytes of a release: what was built before the tag was made is, when it has the version.
    pub(super) fn is_of(&self, release: &Release, commit: Option<&Oid>) -> bool {
        let is_tagged = match self.tag.as_deref() {
            Some(tag) => tag == release.tag,
            None => self.version == release.to.to_string(),
        };
        is_tagged && commit.is_some_and(|commit| self.commit == commit.as_str())
    }

    /// Writes it into a folder.
    pub(super) fn write(&self, folder: &Path) -> std::io::Result<()> {
        crate::edit::replace(&folder.join(NAME), self.json()?.as_bytes())
    }

    /// Its text.
    pub(super) fn json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Takes it out of a folder, with the files that have its bytes.
    pub(super) fn remove(&self, folder: &Path) -> std::io::Result<()> {
        for file in &self.files {
            let path = folder.join(&file.name);
            if crate::dist::digest(&path).is_ok_and(|(_, sha256)| sha256 == file.sha256) {
                std::fs::remove_file(path)?;
            }
        }
        std::fs::remove_file(folder.join(NAME))
    }

    /// The paths of its files in a folder.
    pub(super) fn paths(&self, folder: &Path) -> Vec<PathBuf> {
        self.files
            .iter()
            .map(|file| folder.join(&file.name))
            .collect()
    }

    /// The first file that is missing in a folder or has other bytes there.
    pub(super) fn broken(&self, folder: &Path) -> Option<&File> {
        self.files
            .iter()
            .find(|file| !file.is_at(&folder.join(&file.name)))
    }
}
