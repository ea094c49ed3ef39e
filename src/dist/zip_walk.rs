//! The records of a zip file one after the other from its first byte, as indexes and installers that stream read them.
//!
//! Not the reading that begins at the end: that is `directory`'s, and where the two do not meet is a flaw. Members are
//! stepped over, not inflated.
use super::bytes::{u16_at, u32_at};
use super::directory::{Listed, Listing};
use super::tar_header::{BLOCK, TarHeader};
use super::zip_extra::{Numbers, check_extra};
use super::zip_flaw::{Mismatch, ZipFlaw};
use super::{MEMBER_LIMIT, Reader};
use std::io;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const ENTRY: [u8; 4] = *b"PK\x01\x02";
pub(super) const END: [u8; 4] = *b"PK\x05\x06";
pub(super) const LARGE_END: [u8; 4] = *b"PK\x06\x06";
pub(super) const LOCATOR: [u8; 4] = *b"PK\x06\x07";

/// Finds what departs from the plain form in an archive whose directory could be read.
pub(super) fn flaws(reader: &mut Reader, listing: &Listing) -> io::Result<Vec<ZipFlaw>> {
    let mut by_offset: Vec<usize> = (0..listing.members.len()).collect();
    by_offset.sort_by_key(|at| listing.members.get(*at).map(|member| member.offset));
    let mut walk = Walk {
        reader,
        listing,
        next: 0,
        by_offset,
        flaws: Vec::new(),
    };
    let start = walk.start()?;
    walk.locals(start)?;
    walk.entries()?;
    walk.end()?;
    Ok(walk.flaws)
}

pub(super) struct Walk<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) listing: &'a Listing,
    /// Indices of the entries in the order of the offsets they give; those before `next` were met.
    by_offset: Vec<usize>,
    next: usize,
    pub(super) flaws: Vec<ZipFlaw>,
}

/// A local header.
struct Local {
    name: Vec<u8>,
    extra: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    numbers: Numbers,
    data: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn note(&mut self, flaw: ZipFlaw) {
        flaw.note(&mut self.flaws);
    }

    /// Where the first record is.
    fn start(&mut self) -> io::Result<u64> {
        let mut block = [0; BLOCK];
        if self.reader.read_at(0, &mut block)? && TarHeader::new(&block).is_some() {
            self.note(ZipFlaw::AlsoTar);
        }
        let signature = self.signature(0)?;
        // What stands before a displaced archive is walked too when it begins as an archive does.
        if matches!(signature, Some(LOCAL | END)) {
            return Ok(0);
        }
        let first = self.listed().map_or(self.directory(), |first| {
            first.offset.saturating_add(self.listing.base)
        });
        self.note(ZipFlaw::Prefix { length: first });
        Ok(first)
    }

    /// Walks the local headers up to the central directory.
    fn locals(&mut self, start: u64) -> io::Result<()> {
        let mut at = start;
        let mut count = 0;
        while at < self.directory() && count <= 2 * MEMBER_LIMIT {
            count += 1;
            match self.signature(at)? {
                Some(signature) if signature == LOCAL => {
                    let Some(local) = self.read_local(at)? else {
                        break;
                    };
                    at = self.local(at, &local)?;
                }
                Some(signature) if signature == ENTRY || signature == LARGE_END => {
                    at = self.stray(at)?;
                }
                Some(signature) if signature == END => {
                    self.note(ZipFlaw::SecondEnd { offset: at });
                    at += 22;
                }
                signature => {
                    let signature = signature.unwrap_or_default();
                    self.note(ZipFlaw::UnknownRecord {
                        offset: at,
                        signature,
                    });
                    at = self.expected(at + 1);
                }
            }
        }
        while let Some(listed) = self.listed() {
            let (name, offset) = (listed.name.clone(), listed.offset);
            let offset = offset.saturating_add(self.listing.base);
            self.next += 1;
            self.note(ZipFlaw::EntryWithoutLocal { name, offset });
        }
        Ok(())
    }

    /// Takes a local header; returns where the next record should be.
    fn local(&mut self, at: u64, local: &Local) -> io::Result<u64> {
        let name = local.name.as_slice();
        let mut compressed = local.numbers.compressed;
        self.pass(at);
        let mut first = true;
        let mut is_listed = false;
        while let Some(listed) = self.listed().filter(|listed| self.place(listed) == at) {
            if !is_listed {
                compressed = listed.compressed;
            }
            is_listed = true;
            self.next += 1;
            compare(local, listed, &mut self.flaws);
            if !first {
                self.note(ZipFlaw::Overlap {
                    name: listed.name.clone(),
                    end: local.data.saturating_add(compressed),
                    next: at,
                });
            }
            first = false;
        }
        if !is_listed {
            self.note(ZipFlaw::LocalWithoutEntry {
                name: name.into(),
                offset: at,
            });
        }
        if local.flags & 0x2041 != 0 || local.method == 99 {
            self.note(ZipFlaw::Encrypted { name: name.into() });
        }
        check_extra(name, &local.extra, &local.numbers, &mut self.flaws);
        let mut end = local.data.saturating_add(compressed);
        if local.flags & 8 != 0 {
            self.note(ZipFlaw::DataDescriptor { name: name.into() });
            end = self.after_descriptor(end)?;
        }
        let next = self.next_inside(at, end)?;
        if end > next {
            let name = name.into();
            self.note(ZipFlaw::Overlap { name, end, next });
            return Ok(next);
        }
        Ok(end)
    }

    /// The next record that is really there, or the directory; entries that lead into this member's bytes lead nowhere.
    fn next_inside(&mut self, at: u64, end: u64) -> io::Result<u64> {
        loop {
            let next = self.expected(at + 1);
            if next >= end || next >= self.directory() || self.signature(next)? == Some(LOCAL) {
                return Ok(next);
            }
            self.pass(next + 1);
        }
    }

    /// Counts entries before this place as such that lead to no header.
    fn pass(&mut self, at: u64) {
        while let Some(listed) = self.listed().filter(|listed| self.place(listed) < at) {
            let (name, offset) = (listed.name.clone(), self.place(listed));
            self.next += 1;
            self.note(ZipFlaw::EntryWithoutLocal { name, offset });
        }
    }

    /// Steps over the records of a directory that is not the one that counts.
    fn stray(&mut self, start: u64) -> io::Result<u64> {
        let mut at = start;
        loop {
            let mut fixed = [0; 46];
            let Some(signature) = self.signature(at)? else {
                return Ok(self.expected(start + 1));
            };
            let is_whole = self.reader.read_at(at, &mut fixed)?;
            match signature {
                END => return Ok(at),
                LARGE_END if is_whole => at += 56,
                LOCATOR => at += 20,
                ENTRY if is_whole && at < self.directory() => at = after_entry(at, &fixed),
                _ => {
                    self.note(ZipFlaw::UnknownRecord {
                        offset: start,
                        signature: ENTRY,
                    });
                    return Ok(at.max(start + 4));
                }
            }
        }
    }

    /// The entry that should come next.
    fn listed(&self) -> Option<&'a Listed> {
        let listing = self.listing;
        listing.members.get(*self.by_offset.get(self.next)?)
    }

    fn place(&self, listed: &Listed) -> u64 {
        listed.offset.saturating_add(self.listing.base)
    }

    pub(super) fn directory(&self) -> u64 {
        self.listing.end.offset.saturating_add(self.listing.base)
    }

    /// Where the next entry or else the directory should be, from a place on.
    fn expected(&self, from: u64) -> u64 {
        let rest = self.by_offset.get(self.next..).unwrap_or_default();
        let places = rest.iter().filter_map(|at| self.listing.members.get(*at));
        let mut places = places.map(|listed| self.place(listed));
        let next = places.find(|place| *place >= from);
        next.map_or(self.directory(), |next| next.min(self.directory()))
    }

    pub(super) fn signature(&mut self, at: u64) -> io::Result<Option<[u8; 4]>> {
        let mut signature = [0; 4];
        let is_there = self.reader.read_at(at, &mut signature)?;
        Ok(is_there.then_some(signature))
    }

    fn read_local(&mut self, at: u64) -> io::Result<Option<Local>> {
        let mut fixed = [0; 30];
        if !self.reader.read_at(at, &mut fixed)? {
            return Ok(None);
        }
        let short = |offset| u16_at(&fixed, offset).unwrap_or(0);
        let (name_length, extra_length) = (short(26).into(), usize::from(short(28)));
        let mut name = vec![0; name_length];
        let mut extra = vec![0; extra_length];
        let start = at + 30;
        let data = start + (name_length + extra_length) as u64;
        if !self.reader.read_at(start, &mut name)?
            || !self
                .reader
                .read_at(start + name_length as u64, &mut extra)?
        {
            return Ok(None);
        }
        Ok(Some(Local {
            flags: short(6),
            method: short(8),
            crc: u32_at(&fixed, 14).unwrap_or(0),
            numbers: Numbers::of_local(&fixed, &extra),
            name,
            extra,
            data,
        }))
    }

    /// Where a data descriptor ends: 12 or 20 bytes, with or without a signature, whichever a record follows.
    fn after_descriptor(&mut self, at: u64) -> io::Result<u64> {
        for length in [16, 24, 12, 20] {
            let next = at.saturating_add(length);
            let signature = self.signature(next)?;
            if matches!(signature, Some(LOCAL | ENTRY)) {
                return Ok(next);
            }
        }
        Ok(at)
    }
}

/// Holds a local header against its entry.
fn compare(local: &Local, listed: &Listed, flaws: &mut Vec<ZipFlaw>) {
    let mut differ = |what, [local, listed_value]: [String; 2]| {
        ZipFlaw::Mismatch {
            name: listed.name.clone(),
            what,
            local,
            listed: listed_value,
        }
        .note(flaws);
    };
    if *local.name != *listed.name {
        // Two names that are not text could look alike.
        let names = [&*local.name, &*listed.name];
        differ(
            Mismatch::Name,
            names.map(|name| name.escape_ascii().to_string()),
        );
    }
    let sizes = [
        [local.numbers.compressed, local.numbers.size],
        [listed.compressed, listed.size],
    ];
    // With a data descriptor the header has zeros, and the numbers follow the data.
    let is_told_here = local.flags & 8 == 0;
    if is_told_here && sizes[0] != sizes[1] {
        let text = |[compressed, size]: [u64; 2]| format!("{compressed} bytes, inflated {size}");
        differ(Mismatch::Size, sizes.map(text));
    }
    if is_told_here && local.crc != listed.crc {
        let crcs = [local.crc, listed.crc];
        differ(Mismatch::Crc, crcs.map(|crc| format!("{crc:08x}")));
    }
    let methods = [local.method, listed.method];
    if methods[0] != methods[1] {
        differ(Mismatch::Method, methods.map(|method| method.to_string()));
    }
    let flags = [local.flags, listed.flags];
    if flags[0] != flags[1] {
        differ(Mismatch::Flags, flags.map(|flags| format!("{flags:#06x}")));
    }
}

pub(super) fn after_entry(at: u64, fixed: &[u8]) -> u64 {
    let lengths = [28, 30, 32].map(|offset| u16_at(fixed, offset).map_or(0, u64::from));
    at.saturating_add(46 + lengths.iter().sum::<u64>())
}
