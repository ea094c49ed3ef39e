//! A file that belongs to a release, and how it stands there.
//!
//! Not the sending: that is each forge's.
use crate::dist::Sha256;
use crate::http::{Watch, Watched};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What an asset's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Those of a file, read when they are sent.
    File(PathBuf),
    /// These.
    Bytes(Vec<u8>),
}

/// A file that belongs to a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name.
    pub name: String,
    /// The length in bytes.
    pub size: u64,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// Its bytes.
    pub content: Content,
}

/// Why an asset is none.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`: {source}")]
pub struct AssetError {
    path: String,
    source: std::io::Error,
}

/// How an asset stands on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is there with the same bytes.
    Same,
    /// It is not there.
    Missing,
    /// A part of an upload that was cut is there.
    Half {
        /// Its number.
        id: u64,
    },
    /// Other bytes have its name.
    Other {
        /// Its number.
        id: u64,
        /// What is known of them.
        here: String,
    },
    /// Bytes of the same length have its name, and the forge does not tell their hash.
    Unknown {
        /// Its number.
        id: u64,
    },
}

impl Asset {
    /// A file under its own name.
    pub fn of_file(path: &Path) -> Result<Self, AssetError> {
        let wrong = |source| AssetError {
            path: path.display().to_string(),
            source,
        };
        let mut file = std::fs::File::open(path).map_err(wrong)?;
        let (sha256, size) = Sha256::through(&mut file, &mut std::io::sink()).map_err(wrong)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self {
            name: name.into_owned(),
            size,
            sha256,
            content: Content::File(path.to_owned()),
        })
    }

    /// A text that is nowhere on disk.
    pub fn of_text(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            size: text.len() as u64,
            sha256: Sha256::of(text.as_bytes()),
            content: Content::Bytes(text.into_bytes()),
        }
    }

    /// Opens its bytes, which are told to whoever watches as they are read.
    pub fn open<'a>(&'a self, watch: &'a Watch<'a>) -> std::io::Result<Box<dyn Read + 'a>> {
        Ok(match &self.content {
            Content::File(path) => Box::new(Watched {
                from: std::fs::File::open(path)?,
                watch,
            }),
            Content::Bytes(bytes) => Box::new(bytes.as_slice()),
        })
    }
}

/// The ends of the names of distributions.
const DISTRIBUTIONS: [&str; 3] = [".whl", ".tar.gz", ".zip"];

/// Whether a file's name is that of a distribution.
pub fn is_distribution(name: &str) -> bool {
    DISTRIBUTIONS.iter().any(|end| name.ends_with(end))
}
