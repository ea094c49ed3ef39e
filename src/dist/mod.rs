//! Distributions: their file names, their archives, and the files that describe them.
//!
//! Not a judgement, and nothing is ever extracted: a damaged or hostile archive is described as it is. Only a file that
//! cannot be read at all is an error. Everything is read in windows of 64 KiB with limits on counts and sizes.
mod address;
mod binary;
mod bytes;
mod contents;
mod core_metadata;
mod directory;
mod end_record;
mod entry_points;
mod file_name;
mod gzip;
mod headers;
mod import_name;
mod license;
mod marker;
mod member_name;
mod name;
mod pyproject;
mod reader;
mod record;
mod requirement;
mod sdist;
mod secret;
mod sha256;
mod specifier;
pub mod tables;
mod tar_blocks;
mod tar_flaw;
mod tar_header;
mod tar_walk;
mod wheel;
mod wheel_file;
mod write;
mod zip_end;
mod zip_extra;
mod zip_flaw;
mod zip_walk;

pub use address::{EmailError, UrlError, addresses, check_email, check_url, is_plain_address};
pub use binary::Binary;
pub use contents::{Claims, Content, Contents, Read, Unread};
pub use core_metadata::{CoreMetadata, FIELDS, FieldRule, Repeat};
pub use directory::{Listed, Listing, ZipProblem};
pub use end_record::End;
pub use entry_points::{EntryPoint, EntryPoints, Object};
pub use file_name::{FileName, FileNameError, Tags};
pub use headers::{Defect, Field, Headers};
pub use import_name::{ImportName, ImportNameError};
pub use license::{LicenseError, LicenseExpression};
pub use marker::{Marker, MarkerError, Operand};
pub use member_name::{
    climbs, collisions, has_backslash, has_control, is_absolute, is_canonical, is_reserved,
};
pub use name::{ProjectName, same_name};
pub use pyproject::{NamedFile, Pyproject};
pub use reader::Reader;
pub use record::{Record, Row};
pub use requirement::{Requirement, RequirementError};
pub use sdist::Sdist;
pub use secret::{Scanner, Secret, file_kind as secret_file_kind};
pub use sha256::Sha256;
pub use specifier::{Specifier, SpecifierError};
pub use tar_flaw::TarFlaw;
pub use tar_walk::{TarKind, TarMember, TarProblem};
pub use wheel::Wheel;
pub use wheel_file::WheelFile;
pub use write::{Ending, Entry, gzip, pax_field, tar_ending, tar_gz, tar_record, zip, zip_ending};
pub use zip_flaw::{Mismatch, ZipFlaw};

use crate::source::Place;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// No distribution that is looked into has more members: as many as a zip file can have without ZIP64, several times as
/// many as any wheel is known to have, and as many as fit into memory of 64 MiB.
pub const MEMBER_LIMIT: usize = 65_535;

/// No metadata member that is looked into is longer, in bytes.
pub const METADATA_LIMIT: u64 = 8 << 20;

/// An archive may inflate to this many bytes whatever its own size, as on PyPI.
pub const INFLATED_LIMIT: u64 = 64 << 20;

/// An archive that inflates to more than `INFLATED_LIMIT` may be at most this many times larger inflated, as on PyPI.
pub const RATIO_LIMIT: u64 = 50;

/// The length of the windows that archives are read in, in bytes.
const WINDOW: usize = 64 << 10;

/// Why a distribution could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum DistError {
    /// The file system refused.
    #[error("cannot read it: {0}")]
    Read(std::io::Error),
    /// It is not a distribution.
    #[error("it is not a distribution: {0}")]
    Name(FileNameError),
    /// Its metadata cannot be found.
    #[error("its metadata cannot be read: {0}")]
    Metadata(String),
}

/// A text member of a distribution, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The distribution.
    pub archive: Arc<Path>,
    /// The member's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Why a member that was looked for is not there to be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Absent {
    /// The archive has no such member.
    #[error("is missing")]
    Missing,
    /// It is there but cannot be read.
    #[error("cannot be read: {0}")]
    Unusable(String),
}

impl Document {
    /// The place of a span of this member.
    pub fn place(&self, span: Range<usize>) -> Place {
        self.whole().spanning(self.bytes.clone(), span)
    }

    /// The place of this member as a whole.
    pub fn whole(&self) -> Place {
        Place::member(self.archive.clone(), &self.name)
    }
}

/// Returns the core metadata of a distribution as it stands in it: `METADATA` of a wheel, `PKG-INFO` of an sdist.
pub fn core_metadata(path: &Path) -> Result<Vec<u8>, DistError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reader = Reader::open(path).map_err(DistError::Read)?;
    let found = match FileName::parse(&name).map_err(DistError::Name)? {
        FileName::Wheel { .. } => Wheel::read(path, reader).map_err(DistError::Read)?.metadata,
        FileName::Sdist { .. } => Sdist::read(path, reader).map_err(DistError::Read)?.pkg_info,
    };
    found
        .map(|document| document.bytes.to_vec())
        .map_err(|absent| DistError::Metadata(format!("it {absent}")))
}

/// Returns the size in bytes and the sha256 digest in hexadecimal digits of a file.
pub fn digest(path: &Path) -> Result<(u64, String), DistError> {
    digest_of(&mut Reader::open(path).map_err(DistError::Read)?).map_err(DistError::Read)
}

/// Returns the size in bytes and the sha256 digest in hexadecimal digits of what is left to be read.
pub fn digest_of(reader: &mut Reader) -> std::io::Result<(u64, String)> {
    let (sha256, size) = Sha256::through(reader, &mut std::io::sink())?;
    Ok((size, sha256.to_string()))
}

/// Whether an archive of this size would inflate to so much that PyPI takes it for a bomb.
pub fn is_bomb(size: u64, inflated: u64) -> bool {
    inflated > INFLATED_LIMIT && inflated / RATIO_LIMIT > size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_digested_in_windows() {
        let bytes = vec![7; 3 * WINDOW + 5];
        let expected = Sha256::of(&bytes).to_string();
        let mut reader = Reader::of_bytes(bytes);
        assert_eq!(
            digest_of(&mut reader).unwrap(),
            (3 * WINDOW as u64 + 5, expected)
        );
    }

    #[test]
    fn what_pypi_takes_for_a_bomb() {
        assert!(!is_bomb(1, INFLATED_LIMIT));
        assert!(is_bomb(1 << 20, INFLATED_LIMIT + 1));
        assert!(!is_bomb(2 << 20, INFLATED_LIMIT + 1));
    }
}
