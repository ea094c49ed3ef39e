//! `release.json`: which bytes a release consists of. Written last, so that it never names a file that is not there.
use crate::git::Oid;
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

impl Frozen {
    /// The bytes of a release.
    pub(super) fn new(
        tag: Option<&str>,
        commit: &Oid,
        name: &str,
        version: String,
        files: Vec<File>,
    ) -> Self {
        Self {
            schema: SCHEMA.into(),
            tag: tag.map(str::to_owned),
            commit: commit.to_string(),
            name: name.into(),
            version,
            files,
        }
    }

    /// Reads the one of a folder; `None` when there is none or it is of another kind.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read(folder.join(NAME)).ok()?;
        let frozen: Self = serde_json::from_slice(&text).ok()?;
        let plain = |file: &File| {
            Path::new(&file.name).components().count() == 1 && !file.name.contains(['/', '\\'])
        };
        (frozen.schema == SCHEMA && frozen.files.iter().all(plain)).then_some(frozen)
    }

    /// Writes it into a folder.
    pub(super) fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        crate::edit::replace(&folder.join(NAME), &text)
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
        self.files.iter().find(|file| {
            crate::dist::digest(&folder.join(&file.name)).map_or(true, |(size, sha256)| {
                size != file.size || sha256 != file.sha256
            })
        })
    }
}
