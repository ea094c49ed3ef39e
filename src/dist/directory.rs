//! The central directory of a zip archive, as it is written: every entry, in order, duplicates included.
//!
//! Not a reader of members: `wheel` and `contents` read those through the `zip` crate, and only after this one has found
//! the directory sound and small enough.
use super::bytes::{u16_at, u32_at, u64_at};
use super::end_record::{self, End};
use super::{MEMBER_LIMIT, Reader};
use std::io;

/// A longer central directory is not looked into, in bytes.
const DIRECTORY_LIMIT: u64 = 10 << 20;

/// Why an archive cannot be read as a zip file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipProblem {
    /// There is no end record at the end.
    #[error("there is no end-of-central-directory record at its end; it may be cut off")]
    NoEnd,
    /// The central directory is not where the end record says.
    #[error("the central directory is not at byte {offset}, where the end record says")]
    NoDirectory {
        /// Where it should be.
        offset: u64,
    },
    /// There are too many members to be looked at.
    #[error(
        "it says that it has {count} members, and {} is the most that is looked at",
        MEMBER_LIMIT
    )]
    TooMany {
        /// How many it says.
        count: u64,
    },
    /// The central directory is too long to be looked at.
    #[error(
        "its central directory has {length} bytes, and {} is the most that is looked at",
        DIRECTORY_LIMIT
    )]
    TooLong {
        /// How long it says.
        length: u64,
    },
    /// The two readings of it do not agree, or the second one refuses what the first one reads.
    #[error("{reason}")]
    Differs {
        /// In what.
        reason: String,
    },
}

/// One entry of the central directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name as it is stored.
    pub name: Box<[u8]>,
    /// How it is compressed: 0 stored, 8 deflated.
    pub method: u16,
    /// Its size in the archive, in bytes.
    pub compressed: u64,
    /// Its size when inflated, as the archive says, in bytes.
    pub size: u64,
    /// Where its own header begins, counted from `Listing::base`.
    pub offset: u64,
    /// The CRC-32 of its bytes, as the archive says.
    pub crc: u32,
    /// The general purpose bits.
    pub flags: u16,
    /// The time of day and the date as MS-DOS writes them.
    pub time: [u16; 2],
    /// The Unix mode; 0 when no Unix system made the entry.
    pub mode: u16,
    /// Whether it is marked as a symbolic link.
    pub is_link: bool,
}

/// The central directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Its entries, in order.
    pub members: Vec<Listed>,
    /// Where the archive begins in the file, in bytes: not at its start when something was put before it and the offsets
    /// were left as they were.
    pub base: u64,
    /// What the end record says.
    pub end: End,
    /// Their indices in the order of their names.
    sorted: Vec<usize>,
}

impl Listing {
    fn new(members: Vec<Listed>, end: End, base: u64) -> Self {
        let mut sorted: Vec<usize> = (0..members.len()).collect();
        sorted.sort_by_key(|at| members.get(*at).map(|member| &member.name));
        Self {
            members,
            base,
            end,
            sorted,
        }
    }

    /// The entries in the order of their names.
    pub fn by_name(&self) -> impl Iterator<Item = &Listed> {
        self.sorted.iter().filter_map(|at| self.members.get(*at))
    }

    /// Whether there is an entry of exactly this name.
    pub fn has(&self, name: &[u8]) -> bool {
        self.not_before(name)
            .is_some_and(|found| *found.name == *name)
    }

    /// The first entry by name that begins with `prefix`.
    pub fn beginning_with(&self, prefix: &[u8]) -> Option<&Listed> {
        self.not_before(prefix)
            .filter(|found| found.name.starts_with(prefix))
    }

    /// All sizes together, as the archive says them.
    pub fn inflated(&self) -> u64 {
        let sizes = self.members.iter().map(|member| member.size);
        sizes.fold(0, u64::saturating_add)
    }

    fn not_before(&self, name: &[u8]) -> Option<&Listed> {
        let at = self.sorted.partition_point(|at| {
            let found = self.members.get(*at);
            found.is_some_and(|found| *found.name < *name)
        });
        self.members.get(*self.sorted.get(at)?)
    }
}

impl Listed {
    /// The name as text, with replacement characters where it is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.name.ends_with(b"/")
    }
}

/// Reads the central directory. The outer error is the file system's.
pub(super) fn list(reader: &mut Reader) -> io::Result<Result<Listing, ZipProblem>> {
    let Some(mut end) = end_record::find(reader)? else {
        return Ok(Err(ZipProblem::NoEnd));
    };
    if end.count > MEMBER_LIMIT as u64 {
        return Ok(Err(ZipProblem::TooMany { count: end.count }));
    }
    if end.length > DIRECTORY_LIMIT {
        return Ok(Err(ZipProblem::TooLong { length: end.length }));
    }
    let Some(mut base) = base(reader, &end)? else {
        return Ok(Err(ZipProblem::NoDirectory { offset: end.offset }));
    };
    let directory = end.offset.saturating_add(base);
    // Where only the directory is displaced, it is the end record that is wrong.
    if base > 0 && !leads_from(reader, directory, base)? && leads_from(reader, directory, 0)? {
        end.offset = directory;
        base = 0;
    }
    let mut members = Vec::new();
    let mut at = end.offset.saturating_add(base);
    let stop = at.saturating_add(end.length);
    while at < stop {
        let Some((listed, next)) = entry(reader, at)? else {
            return Ok(Err(ZipProblem::NoDirectory { offset: end.offset }));
        };
        members.push(listed);
        if members.len() > MEMBER_LIMIT {
            let count = members.len() as u64;
            return Ok(Err(ZipProblem::TooMany { count }));
        }
        at = next;
    }
    if at != stop {
        return Ok(Err(ZipProblem::NoDirectory { offset: end.offset }));
    }
    Ok(Ok(Listing::new(members, end, base)))
}

/// Finds where the archive begins: at the start, or as far behind it as its directory is behind where it should be.
fn base(reader: &mut Reader, end: &End) -> io::Result<Option<u64>> {
    let shift = end.stop.checked_sub(end.length);
    let shift = shift.and_then(|start| start.checked_sub(end.offset));
    for base in [Some(0), shift].into_iter().flatten() {
        let mut signature = [0; 4];
        let at = end.offset.saturating_add(base);
        let is_empty = end.length == 0 && at <= end.stop;
        if is_empty || reader.read_at(at, &mut signature)? && signature == *b"PK\x01\x02" {
            return Ok(Some(base));
        }
    }
    Ok(None)
}

/// Whether the first entry leads to a member from this start of the archive.
fn leads_from(reader: &mut Reader, directory: u64, base: u64) -> io::Result<bool> {
    let Some((first, _)) = entry(reader, directory)? else {
        return Ok(false);
    };
    let mut signature = [0; 4];
    let at = first.offset.saturating_add(base);
    Ok(reader.read_at(at, &mut signature)? && signature == *b"PK\x03\x04")
}

/// Reads one entry and where the next one begins; `None` when there is none.
fn entry(reader: &mut Reader, at: u64) -> io::Result<Option<(Listed, u64)>> {
    let mut fixed = [0; 46];
    if !reader.read_at(at, &mut fixed)? || !fixed.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let length = |offset| u16_at(&fixed, offset).map_or(0, usize::from);
    let (name_length, extra_length, comment_length) = (length(28), length(30), length(32));
    let mut variable = vec![0; name_length + extra_length];
    if !reader.read_at(at.saturating_add(46), &mut variable)? {
        return Ok(None);
    }
    let (name, extra) = variable
        .split_at_checked(name_length)
        .unwrap_or((&variable, &[]));
    let number = |offset| u64::from(u32_at(&fixed, offset).unwrap_or(0));
    // The upper half of the attributes is a Unix mode when a Unix system (3) made the entry.
    let is_of_unix = fixed.get(5) == Some(&3);
    let mode = u16_at(&fixed, 40).filter(|_| is_of_unix).unwrap_or(0);
    let mut listed = Listed {
        name: name.into(),
        method: u16_at(&fixed, 10).unwrap_or(0),
        compressed: number(20),
        size: number(24),
        offset: number(42),
        crc: u32_at(&fixed, 16).unwrap_or(0),
        flags: u16_at(&fixed, 8).unwrap_or(0),
        time: [u16_at(&fixed, 12), u16_at(&fixed, 14)].map(Option::unwrap_or_default),
        mode,
        is_link: mode & 0o170_000 == 0o120_000,
    };
    widen(&mut listed, extra);
    let next = at
        .saturating_add(46)
        .saturating_add((name_length + extra_length + comment_length) as u64);
    Ok(Some((listed, next)))
}

/// Takes the large numbers of the ZIP64 extra field for those that are all ones.
fn widen(listed: &mut Listed, mut extra: &[u8]) {
    while let (Some(kind), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let Some(body) = extra.get(4..4 + usize::from(length)) else {
            return;
        };
        if kind == 1 {
            let mut at = 0;
            for number in [&mut listed.size, &mut listed.compressed, &mut listed.offset] {
                if *number == u64::from(u32::MAX)
                    && let Some(large) = u64_at(body, at)
                {
                    *number = large;
                    at += 8;
                }
            }
            return;
        }
        extra = extra.get(4 + usize::from(length)..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::end_record::END_LENGTH;
    use crate::dist::{Entry, zip};

    fn listed(bytes: Vec<u8>) -> Result<Vec<String>, ZipProblem> {
        list(&mut Reader::of_bytes(bytes))
            .unwrap()
            .map(|listing| listing.members.iter().map(Listed::text).collect())
    }

    #[test]
    fn every_entry_is_listed_and_duplicates_too() {
        let bytes = zip(&[
            Entry::new("a", "1"),
            Entry::new("b/c", "2"),
            Entry::new("a", "3"),
        ]);
        assert_eq!(listed(bytes).unwrap(), ["a", "b/c", "a"]);
    }

    #[test]
    fn what_stands_around_it_does_not_hide_it() {
        let sound = zip(&[Entry::new("a", "1")]);
        for bytes in [
            [b"before".as_slice(), &sound].concat(),
            [&sound, b"behind".as_slice()].concat(),
        ] {
            assert_eq!(listed(bytes).unwrap(), ["a"]);
        }
    }

    #[test]
    fn damage_is_a_problem_with_a_name() {
        let sound = zip(&[Entry::new("a", "1")]);
        let mut displaced = sound.clone();
        let at = displaced.len() - END_LENGTH + 16;
        displaced[at] = 0xff;
        for (bytes, problem) in [
            (Vec::new(), ZipProblem::NoEnd),
            (b"not a zip file".to_vec(), ZipProblem::NoEnd),
            (sound[..sound.len() - 1].to_vec(), ZipProblem::NoEnd),
            (displaced, ZipProblem::NoDirectory { offset: 0xff }),
        ] {
            assert_eq!(listed(bytes), Err(problem));
        }
    }
}
