//! What the rules look at, made from a distribution or from an example.
//!
//! Not how archives are read: that is `dist`'s.
use super::sample::{digest, sample};
use super::{Declared, Library};
use crate::dist::tables::are_old;
use crate::dist::{
    Claims, Contents, CoreMetadata, Document, FileName, FileNameError, ProjectName, Reader, Sdist,
    Wheel,
};
use crate::git::Snapshot;
use crate::rule::{Change, Example};
use crate::version::Version;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file name of a distribution.
#[derive(Debug, Clone)]
pub struct FileNameFacts {
    /// Where the file is.
    pub path: Arc<Path>,
    /// The name as it is.
    pub raw: String,
    /// What it says.
    pub parsed: Result<FileName, FileNameError>,
}

/// The core metadata of a wheel or sdist, beside what has to agree with it.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// What it says.
    pub core: CoreMetadata,
    /// What the file name says; `None` when it cannot be read.
    pub file_name: Option<FileName>,
    /// Whether it is a wheel's.
    pub is_wheel: bool,
    /// The members that `License-File` names and that are not there.
    pub missing_license_files: Vec<String>,
    /// The names that a wheel has at its top; `None` of an sdist.
    pub top_levels: Option<BTreeSet<String>>,
    /// Whether the list of classifiers was made so long ago that one it lacks may be new.
    pub are_tables_old: bool,
}

/// What a distribution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A built distribution.
    Wheel,
    /// A source distribution.
    Sdist,
    /// Neither.
    Other,
}

/// What a file of a release is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub file_name: String,
    /// Its digest in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it is.
    pub kind: Kind,
    /// The project, by its file name.
    pub name: Option<ProjectName>,
    /// The version, by its file name.
    pub version: Option<Version>,
    /// Its expanded tags; empty when it is no wheel.
    pub tags: Vec<String>,
}

/// The files that are to be released together.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// The files.
    pub files: Vec<FileFacts>,
    /// The version that they should have.
    pub expected: Option<Version>,
    /// Whether these are all files of the release, not some that were picked.
    pub is_whole: bool,
}

impl Kind {
    /// Judges by the end of a file name, whatever its case.
    pub fn of(file_name: &str) -> Self {
        let lower = file_name.to_ascii_lowercase();
        match () {
            () if lower.ends_with(".whl") => Self::Wheel,
            () if lower.ends_with(".tar.gz") => Self::Sdist,
            () => Self::Other,
        }
    }

    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wheel => "wheel",
            Self::Sdist => "sdist",
            Self::Other => "other",
        }
    }
}

impl FileNameFacts {
    /// The facts of a file of this path, which need not exist.
    pub fn new(path: &Path) -> Self {
        let raw = path.file_name().unwrap_or_default().to_string_lossy();
        Self {
            path: path.into(),
            parsed: FileName::parse(&raw),
            raw: raw.into_owned(),
        }
    }

    /// The version as the name spells it; `None` when the name cannot be read.
    pub fn version_text(&self) -> Option<&str> {
        if self.parsed.as_ref().ok()?.is_wheel() {
            return self.raw.split('-').nth(1);
        }
        let stem = self.raw.strip_suffix(".tar.gz")?;
        let mut rests = stem
            .match_indices('-')
            .filter_map(|(at, _)| stem.get(at + 1..));
        rests.find(|rest| rest.parse::<Version>().is_ok())
    }
}

impl FileFacts {
    /// What the file's name says, with size and digest as they were found.
    pub fn new(name: &FileNameFacts, (size, sha256): (u64, String)) -> Self {
        let parsed = name.parsed.as_ref().ok();
        let tags = parsed.and_then(FileName::tags);
        Self {
            path: name.path.to_path_buf(),
            file_name: name.raw.clone(),
            sha256,
            size,
            kind: Kind::of(&name.raw),
            name: parsed.map(|parsed| parsed.name().clone()),
            version: parsed.map(|parsed| parsed.version().clone()),
            tags: tags
                .map(|tags| tags.expanded().into_iter().collect())
                .unwrap_or_default(),
        }
    }
}

impl Metadata {
    /// The metadata of a wheel; `None` when it cannot be read.
    pub fn of_wheel(wheel: &Wheel) -> Option<Self> {
        let folder = wheel.dist_info.clone().unwrap_or_default();
        let missing = |path: &str| {
            let name = format!("{folder}/licenses/{path}");
            (!wheel.members.has(name.as_bytes())).then_some(name)
        };
        let document = wheel.metadata.as_ref().ok()?;
        let tops = wheel.top_levels();
        Some(Self::new(document, &wheel.file_name, Some(tops), &missing))
    }

    /// The metadata of an sdist; `None` when it cannot be read.
    pub fn of_sdist(sdist: &Sdist) -> Option<Self> {
        let top = sdist.top().unwrap_or_default();
        let paths: BTreeSet<&[u8]> = sdist.members.iter().map(|member| member.path()).collect();
        let missing = |path: &str| {
            let name = format!("{top}/{path}");
            (!paths.contains(name.as_bytes())).then_some(name)
        };
        let document = sdist.pkg_info.as_ref().ok()?;
        Some(Self::new(document, &sdist.file_name, None, &missing))
    }

    /// Whether it is of this metadata version or a later one.
    pub fn is_at_least(&self, version: (u32, u32)) -> bool {
        self.core
            .metadata_version()
            .is_some_and(|found| found >= version)
    }

    fn new(
        document: &Document,
        file_name: &Result<FileName, FileNameError>,
        top_levels: Option<BTreeSet<String>>,
        missing: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let core = CoreMetadata::new(document.clone());
        let named = core.headers.all("License-File");
        let missing_license_files = named.filter_map(|field| missing(&field.value)).collect();
        Self {
            core,
            file_name: file_name.clone().ok(),
            is_wheel: top_levels.is_some(),
            missing_license_files,
            top_levels,
            // In UTC: the machine's own time zone is looked for among all that there are.
            are_tables_old: are_old(Timestamp::now().to_zoned(TimeZone::UTC).date()),
        }
    }
}

/// The file name of an example.
pub fn file_name_of(example: &Example) -> Option<FileNameFacts> {
    made(example).map(|(path, _)| FileNameFacts::new(&path))
}

/// The wheel of an example.
pub fn wheel_of(example: &Example) -> Option<Wheel> {
    let (path, bytes) = made(example)?;
    let is_wheel = Kind::of(&path.to_string_lossy()) == Kind::Wheel;
    let wheel = || Wheel::read(&path, Reader::of_bytes(bytes)).ok();
    is_wheel.then(wheel)?
}

/// The library of an example's wheel, beside what the example's project declares.
pub fn library_of(example: &Example) -> Option<Library> {
    let Example::Dist { changes, .. } = example else {
        return None;
    };
    let said = changes.iter().find_map(|change| match change {
        Change::Configure(text) => toml_edit::de::from_str(text).ok(),
        _ => None,
    });
    let project =
        Snapshot::memory(["src/demo/__init__.py", "src/demo/cli.py"].map(|path| (path, "")));
    let declared = Declared::read(&said.unwrap_or_default(), &project).ok()?;
    Library::of_wheel(&wheel_of(example)?, &declared)
}

/// The sdist of an example.
pub fn sdist_of(example: &Example) -> Option<Sdist> {
    let (path, bytes) = made(example)?;
    let is_sdist = Kind::of(&path.to_string_lossy()) == Kind::Sdist;
    let sdist = || Sdist::read(&path, Reader::of_bytes(bytes)).ok();
    is_sdist.then(sdist)?
}

/// The metadata of an example.
pub fn metadata_of(example: &Example) -> Option<Metadata> {
    let of_wheel = wheel_of(example).as_ref().and_then(Metadata::of_wheel);
    of_wheel.or_else(|| sdist_of(example).as_ref().and_then(Metadata::of_sdist))
}

/// The contents of an example.
pub fn contents_of(example: &Example) -> Option<Contents> {
    let (path, bytes) = made(example)?;
    match wheel_of(example) {
        Some(wheel) => {
            let claims = Claims::of(&wheel);
            Contents::of_wheel(&path, Reader::of_bytes(bytes), claims, 1).ok()
        }
        None => Some(Contents::of_sdist(&path, Reader::of_bytes(bytes))),
    }
}

/// The release of an example: its file beside the sdist `demo-1.0.tar.gz`, or beside the wheel
/// `demo-1.0-py3-none-any.whl` when it is no wheel itself; `1.0` is expected.
pub fn release_of(example: &Example) -> Option<Release> {
    let (path, bytes) = made(example)?;
    let beside = match Kind::of(&path.to_string_lossy()) {
        Kind::Wheel => "demo-1.0.tar.gz",
        Kind::Sdist | Kind::Other => "demo-1.0-py3-none-any.whl",
    };
    let beside = (PathBuf::from(beside), sample(beside, &[]));
    let files = [(path, bytes), beside];
    Some(Release {
        files: files
            .iter()
            .map(|(path, bytes)| FileFacts::new(&FileNameFacts::new(path), digest(bytes)))
            .collect(),
        expected: "1.0".parse().ok(),
        is_whole: true,
    })
}

fn made(example: &Example) -> Option<(PathBuf, Vec<u8>)> {
    match example {
        Example::Dist { name, changes } => Some((PathBuf::from(name), sample(name, changes))),
        _ => None,
    }
}
