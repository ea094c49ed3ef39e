//! An sdist: its members, its one top folder, and its PKG-INFO.
//!
//! Not the content of its other members: that is `contents`'s.
use super::tar_flaw::TarFlaw;
use super::tar_walk::{TarKind, TarMember, TarProblem, walk};
use super::{Absent, Document, FileName, FileNameError, METADATA_LIMIT, Pyproject, Reader};
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// No more than this many bytes of names are kept.
const NAMES_LIMIT: usize = 8 << 20;

/// No more PKG-INFO files than this are kept while it is not known which one counts.
const CANDIDATES: usize = 4;

/// No more documents beside PKG-INFO are kept, and no longer ones, in bytes.
const SOURCES: usize = 8;
const SOURCE_LIMIT: u64 = 1 << 20;

/// A PKG-INFO that may be the one: its name and its bytes.
type Candidate = (String, Result<Arc<[u8]>, Absent>);

/// An sdist as it was read.
#[derive(Debug, Clone)]
pub struct Sdist {
    /// Where it is.
    pub path: Arc<Path>,
    /// Its file name as it is.
    pub raw_name: String,
    /// What its file name says.
    pub file_name: Result<FileName, FileNameError>,
    /// Its size in bytes.
    pub size: u64,
    /// Its members, as far as it could be read.
    pub members: Vec<TarMember>,
    /// Why it cannot be read to its end.
    pub problem: Option<TarProblem>,
    /// What departs from a plain archive.
    pub flaws: Vec<TarFlaw>,
    /// The first parts of its members' paths.
    pub tops: BTreeSet<String>,
    /// Its PKG-INFO.
    pub pkg_info: Result<Document, Absent>,
    /// Its pyproject.toml, which need not be there.
    pub pyproject: Option<Pyproject>,
    /// Its MANIFEST.in, which need not be there.
    pub manifest: Option<Document>,
    /// The PKG-INFO files of its `.egg-info` folders.
    pub egg_infos: Vec<Document>,
}

impl Sdist {
    /// Opens an sdist. Only a file that cannot be read is an error.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::read(path, Reader::open(path)?)
    }

    /// Reads an sdist of this path from bytes that may lie elsewhere.
    pub fn read(path: &Path, reader: Reader) -> io::Result<Self> {
        let path: Arc<Path> = path.into();
        let raw_name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let size = reader.size();
        let (mut members, mut candidates, mut names) = (Vec::new(), Vec::new(), 0);
        let mut sources = Vec::new();
        let walked = walk(reader, &mut |member, content| {
            names += member.name.len() + member.target.len();
            if names > NAMES_LIMIT {
                return Err(io::Error::other(format!(
                    "it has more than {NAMES_LIMIT} bytes of names"
                )));
            }
            if is_pkg_info(&member) && candidates.len() < CANDIDATES {
                candidates.push((member.text(), read_document(&member, content)?));
            }
            if is_source(&member) && sources.len() < SOURCES && member.size <= SOURCE_LIMIT {
                let mut bytes = Vec::new();
                content.read_to_end(&mut bytes)?;
                sources.push(Document {
                    archive: path.clone(),
                    name: member.text(),
                    bytes: bytes.into(),
                });
            }
            members.push(member);
            Ok(())
        });
        let tops: BTreeSet<String> = members.iter().map(|member| top(member.path())).collect();
        let pkg_info = pkg_info(&path, &tops, candidates);
        let last_named = |name: &str| {
            let is_it = |source: &&Document| {
                source
                    .name
                    .split_once('/')
                    .is_some_and(|(_, below)| below == name)
            };
            sources.iter().rfind(is_it).cloned()
        };
        let is_egg_info = |source: &&Document| source.name.ends_with(".egg-info/PKG-INFO");
        Ok(Self {
            file_name: FileName::parse(&raw_name),
            path,
            raw_name,
            size,
            members,
            problem: walked.problem,
            flaws: walked.flaws,
            tops,
            pkg_info,
            pyproject: last_named("pyproject.toml").map(Pyproject::new),
            manifest: last_named("MANIFEST.in"),
            egg_infos: sources.iter().filter(is_egg_info).cloned().collect(),
        })
    }

    /// The one top folder; `None` when there is not exactly one.
    pub fn top(&self) -> Option<&str> {
        let mut tops = self.tops.iter();
        let first = tops.next()?;
        tops.next().is_none().then_some(first)
    }

    /// Whether there is a file of this path below the top folder.
    pub fn has(&self, below: &str) -> bool {
        let Some(top) = self.top() else {
            return false;
        };
        let path = format!("{top}/{below}");
        let is_it = |member: &TarMember| member.path() == path.as_bytes();
        self.members.iter().any(is_it)
    }

    /// Whether there is something in a folder of this path below the top folder.
    pub fn has_folder(&self, below: &str) -> bool {
        let Some(top) = self.top() else {
            return false;
        };
        let start = format!("{top}/{below}/");
        let is_in_it = |member: &TarMember| member.name.starts_with(start.as_bytes());
        self.members.iter().any(is_in_it)
    }
}

/// Whether a member is a document beside PKG-INFO that rules look into.
fn is_source(member: &TarMember) -> bool {
    let mut parts = member.path().rsplit(|byte| *byte == b'/');
    let (last, folder) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let depth = parts.count();
    member.kind == TarKind::File
        && match last {
            b"pyproject.toml" | b"MANIFEST.in" => depth == 0,
            b"PKG-INFO" => folder.ends_with(b".egg-info") && depth <= 2,
            _ => false,
        }
}

fn top(path: &[u8]) -> String {
    let first = path.split(|byte| *byte == b'/').next().unwrap_or_default();
    String::from_utf8_lossy(first).into_owned()
}

fn is_pkg_info(member: &TarMember) -> bool {
    let mut parts = member.path().split(|byte| *byte == b'/').skip(1);
    member.kind == TarKind::File && parts.next() == Some(b"PKG-INFO") && parts.next().is_none()
}

fn read_document(
    member: &TarMember,
    content: &mut dyn Read,
) -> io::Result<Result<Arc<[u8]>, Absent>> {
    if member.size > METADATA_LIMIT {
        let text = format!(
            "it has {} bytes, and {METADATA_LIMIT} is the most that is looked at",
            member.size
        );
        return Ok(Err(Absent::Unusable(text)));
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes)?;
    Ok(Ok(bytes.into()))
}

/// Takes the PKG-INFO of the top folder; the last one where it stands twice, as unpacking would.
fn pkg_info(
    path: &Arc<Path>,
    tops: &BTreeSet<String>,
    candidates: Vec<Candidate>,
) -> Result<Document, Absent> {
    let is_only = tops.len() == 1;
    let (name, bytes) = candidates
        .into_iter()
        .rfind(|_| is_only)
        .ok_or(Absent::Missing)?;
    Ok(Document {
        archive: path.clone(),
        name,
        bytes: bytes?,
    })
}
