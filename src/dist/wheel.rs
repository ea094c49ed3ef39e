//! A wheel: its members by name and size, and the files of its `.dist-info` folder.
//!
//! Other members are not inflated here: `contents` does that.
use super::directory::{Listed, Listing, ZipProblem, list};
use super::zip_flaw::ZipFlaw;
use super::zip_walk::flaws;
use super::{
    Absent, Document, EntryPoints, FileName, FileNameError, METADATA_LIMIT, Reader, Record,
    WheelFile,
};
use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};

/// A wheel as it was read.
#[derive(Debug, Clone)]
pub struct Wheel {
    /// Where it is.
    pub path: Arc<Path>,
    /// Its file name as it is.
    pub raw_name: String,
    /// What its file name says.
    pub file_name: Result<FileName, FileNameError>,
    /// Its size in bytes.
    pub size: u64,
    /// Its members; none when there is a problem.
    pub members: Listing,
    /// Why it cannot be read as a zip file.
    pub problem: Option<ZipProblem>,
    /// What departs from a plain archive, by a reading from its first byte on.
    pub flaws: Vec<ZipFlaw>,
    /// The top-level folders that end in `.dist-info`.
    pub dist_infos: Vec<String>,
    /// The one of them that is read: the one that the file name asks for, else the first.
    pub dist_info: Option<String>,
    /// Its METADATA.
    pub metadata: Result<Document, Absent>,
    /// Its WHEEL.
    pub wheel_file: Result<WheelFile, Absent>,
    /// Its RECORD.
    pub record: Result<Arc<Record>, Absent>,
    /// Its entry_points.txt, which need not be there.
    pub entry_points: Result<EntryPoints, Absent>,
    /// The list of its modules that setuptools writes, which need not be there.
    pub top_level_txt: Result<Document, Absent>,
}

impl Wheel {
    /// Opens a wheel. Only a file that cannot be read is an error.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::read(path, Reader::open(path)?)
    }

    /// Reads a wheel of this path from bytes that may lie elsewhere.
    pub fn read(path: &Path, mut reader: Reader) -> io::Result<Self> {
        let path: Arc<Path> = path.into();
        let raw_name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut wheel = Self {
            file_name: FileName::parse(&raw_name),
            path,
            raw_name,
            size: reader.size(),
            members: Listing::default(),
            problem: None,
            flaws: Vec::new(),
            dist_infos: Vec::new(),
            dist_info: None,
            metadata: Err(Absent::Missing),
            wheel_file: Err(Absent::Missing),
            record: Err(Absent::Missing),
            entry_points: Err(Absent::Missing),
            top_level_txt: Err(Absent::Missing),
        };
        match list(&mut reader)? {
            Ok(members) => {
                wheel.flaws = flaws(&mut reader, &members)?;
                wheel.members = members;
            }
            Err(problem) => {
                wheel.problem = Some(problem);
                return Ok(wheel);
            }
        }
        match open_zip(reader, &wheel.members) {
            Ok(archive) => wheel.read_dist_info(archive),
            Err(problem) => wheel.problem = Some(problem),
        }
        Ok(wheel)
    }

    /// The folder that indexes look for: name and version as they stand in the file name.
    pub fn expected_dist_info(&self) -> Option<String> {
        let mut parts = self.raw_name.strip_suffix(".whl")?.split('-');
        let (name, version) = (parts.next()?, parts.next()?);
        Some(format!("{name}-{version}.dist-info"))
    }

    /// The name of a file of the `.dist-info` folder that is read, or would be.
    pub fn dist_info_member(&self, file: &str) -> String {
        let folder = self.dist_info.clone().or_else(|| self.expected_dist_info());
        format!("{}/{file}", folder.unwrap_or_else(|| ".dist-info".into()))
    }

    /// The one `.data` folder that installers look into: named as the `.dist-info` folder is.
    pub fn data_folder(&self) -> Option<String> {
        let stem = self.dist_info.as_ref()?.strip_suffix(".dist-info")?;
        Some(format!("{stem}.data"))
    }

    /// The top-level folders that end in `.data` behind a name and a version.
    pub fn data_folders(&self) -> BTreeSet<String> {
        let tops = self.top_folders();
        let tops = tops.filter(|top| {
            top.strip_suffix(".data")
                .is_some_and(|stem| stem.contains('-'))
        });
        tops.collect()
    }

    fn top_folders(&self) -> impl Iterator<Item = String> {
        self.members.members.iter().filter_map(|member| {
            let text = member.text();
            text.split_once('/').map(|(top, _)| top.to_owned())
        })
    }

    /// The tops that a user can import or that lie in `site-packages`: names of files and folders but `.dist-info` and
    /// `.data`.
    pub fn top_levels(&self) -> BTreeSet<String> {
        let tops = self.members.members.iter().map(|member| {
            let text = member.text();
            text.split('/').next().unwrap_or_default().to_owned()
        });
        tops.filter(|top| !top.ends_with(".dist-info") && !top.ends_with(".data"))
            .collect()
    }

    fn read_dist_info(&mut self, mut archive: ZipArchive<Reader>) {
        let tops: BTreeSet<&[u8]> = self
            .members
            .members
            .iter()
            .filter_map(|member| member.name.split(|byte| *byte == b'/').next())
            .filter(|top| top.ends_with(b".dist-info"))
            .collect();
        self.dist_infos = tops
            .iter()
            .map(|top| String::from_utf8_lossy(top).into_owned())
            .collect();
        let expected = self.expected_dist_info();
        self.dist_info = expected
            .filter(|expected| self.dist_infos.contains(expected))
            .or_else(|| self.dist_infos.first().cloned());
        let Some(folder) = self.dist_info.clone() else {
            return;
        };
        let mut document = |file: &str| {
            let name = format!("{folder}/{file}");
            let bytes = read_member(&mut archive, &name)?;
            Ok(Document {
                archive: self.path.clone(),
                name,
                bytes,
            })
        };
        let [metadata, wheel_file, record, entry_points, top_level_txt] = [
            "METADATA",
            "WHEEL",
            "RECORD",
            "entry_points.txt",
            "top_level.txt",
        ]
        .map(&mut document);
        // The archive's own list of members is large, and goes before RECORD's rows come.
        drop(archive);
        self.metadata = metadata;
        self.wheel_file = wheel_file.map(WheelFile::new);
        self.record = record.map(Record::new).map(Arc::new);
        self.entry_points = entry_points.map(EntryPoints::new);
        self.top_level_txt = top_level_txt;
    }
}

/// Opens an archive whose directory was found sound, and holds the two readings of it against each other.
pub(super) fn open_zip(
    reader: Reader,
    members: &Listing,
) -> Result<ZipArchive<Reader>, ZipProblem> {
    let config = Config {
        archive_offset: ArchiveOffset::Known(members.base),
    };
    let archive = ZipArchive::with_config(config, reader).map_err(|error| ZipProblem::Differs {
        reason: format!("one way of reading it finds no fault, and the other says: {error}"),
    })?;
    // Where a name stands twice, the second reading keeps the last entry, and here that comes last too.
    let mut distinct = 0;
    let mut members_by_name = members.by_name().peekable();
    while let Some(ours) = members_by_name.next() {
        if members_by_name
            .peek()
            .is_some_and(|next| next.name == ours.name)
        {
            continue;
        }
        distinct += 1;
        compare(ours, &archive, members.base)?;
    }
    if distinct != archive.len() {
        return Err(ZipProblem::Differs {
            reason: format!(
                "two ways of reading it disagree: one finds {distinct} names, the other {}",
                archive.len()
            ),
        });
    }
    Ok(archive)
}

fn compare(ours: &Listed, archive: &ZipArchive<Reader>, base: u64) -> Result<(), ZipProblem> {
    let differs = |reason: String| ZipProblem::Differs { reason };
    let name = ours.name.escape_ascii();
    let Some(index) = archive.index_for_name_raw(&ours.name) else {
        return Err(differs(format!(
            "two ways of reading it disagree: only one finds the member `{name}`"
        )));
    };
    let theirs = archive
        .by_index_data(index)
        .map_err(|error| differs(format!("the member `{name}`: {error}")))?;
    let offset = ours.offset.saturating_add(base);
    for (what, ours, theirs) in [
        ("its size", ours.size, theirs.size()),
        ("its packed size", ours.compressed, theirs.compressed_size()),
        ("its CRC-32", ours.crc.into(), theirs.crc32().into()),
        ("its place", offset, theirs.header_start()),
    ] {
        if ours != theirs {
            return Err(differs(format!(
                "two ways of reading the member `{name}` disagree: {what} is `{ours}` by one and `{theirs}` by the other"
            )));
        }
    }
    Ok(())
}

fn read_member(archive: &mut ZipArchive<Reader>, name: &str) -> Result<Arc<[u8]>, Absent> {
    let Some(index) = archive.index_for_name_raw(name.as_bytes()) else {
        return Err(Absent::Missing);
    };
    let unusable = |error: &dyn std::fmt::Display| Absent::Unusable(error.to_string());
    let member = archive.by_index(index).map_err(|error| unusable(&error))?;
    let mut bytes = Vec::new();
    member
        .take(METADATA_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unusable(&error))?;
    if bytes.len() as u64 > METADATA_LIMIT {
        return Err(Absent::Unusable(format!(
            "it is longer than {METADATA_LIMIT} bytes"
        )));
    }
    Ok(bytes.into())
}

impl Listing {
    /// The entries that are files.
    pub fn files(&self) -> impl Iterator<Item = &Listed> {
        self.members.iter().filter(|member| !member.is_folder())
    }
}
