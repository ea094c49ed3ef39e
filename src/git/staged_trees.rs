//! What git's index knows about trees: which folders of a commit hold no file of some names, without reading their objects.
//!
//! Git keeps beside the staged files the trees that it last wrote or read them as (gitformat-index, "Cache tree"), and
//! forgets those in which anything was staged since. Not the staged files themselves: `objects` reads those.
use super::repository::Repository;
use super::wanted::{Barren, Lists, Names};
use std::collections::HashSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

/// Where fewer bytes are staged, a commit's trees are read in no time.
const LARGE: u64 = 1 << 20;

/// So much is read at once, in bytes; no entry is longer.
const WINDOW: usize = 256 << 10;

/// More bytes of trees than these are not looked at.
const TREES_LIMIT: u32 = 32 << 20;

/// The bytes of an entry before its name: times, numbers of the file system, mode, size, object, flags.
const FIXED: usize = 62;

impl Repository {
    /// Finds the trees of the index that hold no file of the names, the first time that it is asked for them; none where
    /// there is little to read or the index is not one that is understood.
    pub(super) fn staged_barren(&self, lists: Lists) -> HashSet<Barren> {
        if self.is_index_read(lists) {
            return HashSet::new();
        }
        let file = File::open(self.git_dir().join("index")).ok();
        let file = file.filter(|file| file.metadata().is_ok_and(|found| found.len() > LARGE));
        let found = file.and_then(|file| Index::read(file, lists));
        found.unwrap_or_default()
    }
}

/// An index while its entries are read.
struct Index {
    names: Names,
    version: u32,
    /// The name of the entry that was read last.
    name: Vec<u8>,
    /// The folders that have one of the names, or a folder that has.
    holding: HashSet<Box<[u8]>>,
}

impl Index {
    fn read(mut file: File, lists: Lists) -> Option<HashSet<Barren>> {
        let mut head = [0; 12];
        file.read_exact(&mut head).ok()?;
        let (version, mut left) = (number(&head, 4)?, number(&head, 8)?);
        if !head.starts_with(b"DIRC") || !(2..=4).contains(&version) {
            return None;
        }
        let mut index = Self {
            names: Names::new(lists),
            version,
            name: Vec::new(),
            holding: HashSet::new(),
        };
        let mut window = vec![0; WINDOW];
        let (mut filled, mut behind) = (0, 12_u64);
        while left > 0 {
            let count = file.read(window.get_mut(filled..)?).ok()?;
            filled += count;
            let known = window.get(..filled)?;
            let mut at = 0;
            while left > 0
                && let Some(length) = index.entry(known.get(at..)?)
            {
                at += length?;
                left -= 1;
            }
            if at == 0 && (count == 0 || filled == WINDOW) {
                return None;
            }
            behind += at as u64;
            window.copy_within(at..filled, 0);
            filled -= at;
        }
        index.trees(&mut file, behind, lists)
    }

    /// Reads an entry and returns its length; the outer `None` when more bytes are needed, the inner one when it is not
    /// understood.
    #[expect(clippy::option_option, reason = "both say why there is no length")]
    fn entry(&mut self, bytes: &[u8]) -> Option<Option<usize>> {
        let mode = number(bytes, 24)?;
        let flags = u16::from_be_bytes(bytes.get(60..FIXED)?.try_into().ok()?);
        // A whole folder stands for its files where the index is sparse.
        if mode & 0o170_000 == 0o040_000 {
            return Some(None);
        }
        let start = match self.version > 2 && flags & 0x4000 != 0 {
            true => FIXED + 2,
            false => FIXED,
        };
        let rest = bytes.get(start..)?;
        let length = if self.version == 4 {
            let (dropped, read) = varint(rest)?;
            let rest = rest.get(read..)?;
            let end = memchr::memchr(0, rest)?;
            let Some(kept) = self.name.len().checked_sub(dropped) else {
                return Some(None);
            };
            self.name.truncate(kept);
            self.name.extend_from_slice(rest.get(..end)?);
            start + read + end + 1
        } else {
            let said = usize::from(flags & 0xfff);
            let end = match said {
                0xfff => memchr::memchr(0, rest)?,
                said => said,
            };
            self.name.clear();
            self.name.extend_from_slice(rest.get(..end)?);
            // One to eight zeros make the length a multiple of eight.
            (start + end + 8) & !7
        };
        if bytes.len() < length {
            return None;
        }
        self.note();
        Some(Some(length))
    }

    /// Remembers the folders above an entry that has one of the names.
    fn note(&mut self) {
        let mut slash = memchr::memrchr(b'/', &self.name);
        let file = self.name.get(slash.map_or(0, |at| at + 1)..);
        if !self.names.has(file.unwrap_or_default()) {
            return;
        }
        while let Some(folder) = slash.and_then(|at| self.name.get(..at)) {
            if !self.holding.insert(folder.into()) {
                return;
            }
            slash = memchr::memrchr(b'/', folder);
        }
    }

    /// Reads the extension with the trees, which stands behind the entries.
    fn trees(&self, file: &mut File, behind: u64, lists: Lists) -> Option<HashSet<Barren>> {
        file.seek(SeekFrom::Start(behind)).ok()?;
        loop {
            let mut head = [0; 8];
            file.read_exact(&mut head).ok()?;
            let length = number(&head, 4)?;
            if head.starts_with(b"link") {
                // Entries are in another file, too.
                return None;
            }
            if !head.starts_with(b"TREE") {
                file.seek(SeekFrom::Current(length.into())).ok()?;
                continue;
            }
            let mut bytes = vec![0; usize::try_from(length.min(TREES_LIMIT)).ok()?];
            file.read_exact(&mut bytes).ok()?;
            let mut found = HashSet::new();
            self.tree(&mut bytes.as_slice(), &mut Vec::new(), 0, lists, &mut found)?;
            return Some(found);
        }
    }

    /// Reads one tree and those below it: `<name>\0<entries> <trees>\n<object>`, without object when it is not known.
    fn tree(
        &self,
        bytes: &mut &[u8],
        path: &mut Vec<u8>,
        depth: usize,
        lists: Lists,
        found: &mut HashSet<Barren>,
    ) -> Option<()> {
        let name = until(bytes, 0)?;
        let above = path.len();
        if depth > 1 {
            path.push(b'/');
        }
        path.extend_from_slice(name);
        let entries = until(bytes, b' ')?;
        let below = std::str::from_utf8(until(bytes, b'\n')?).ok()?;
        if !entries.starts_with(b"-") {
            let (object, rest) = bytes.split_at_checked(20)?;
            *bytes = rest;
            if depth > 0 && !self.holding.contains(path.as_slice()) {
                found.insert((git2::Oid::from_bytes(object).ok()?, depth, lists));
            }
        }
        // Git itself goes no deeper than paths are long.
        if depth > 2048 {
            return None;
        }
        for _ in 0..below.parse::<usize>().ok()? {
            self.tree(bytes, path, depth + 1, lists, found)?;
        }
        path.truncate(above);
        Some(())
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

/// Takes the bytes before one, and that one.
fn until<'b>(bytes: &mut &'b [u8], end: u8) -> Option<&'b [u8]> {
    let at = memchr::memchr(end, bytes)?;
    let (taken, rest) = bytes.split_at_checked(at)?;
    *bytes = rest.get(1..)?;
    Some(taken)
}

/// Reads a number as git packs offsets, and how many bytes it takes.
fn varint(bytes: &[u8]) -> Option<(usize, usize)> {
    let (mut value, mut at) = (0_usize, 0);
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        value = value
            .checked_shl(7)?
            .checked_add(usize::from(byte & 0x7f))?;
        if byte & 0x80 == 0 {
            return Some((value, at));
        }
        if at > 9 {
            return None;
        }
        value = value.checked_add(1)?;
    }
}
