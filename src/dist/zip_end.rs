//! The end of a zip file as the walk meets it: the central directory, and the end records.
//!
//! Not the members before them: those are `zip_walk`'s.
use super::bytes::{u16_at, u32_at, u64_at};
use super::zip_extra::{Numbers, check_extra};
use super::zip_flaw::ZipFlaw;
use super::zip_walk::{END, ENTRY, LARGE_END, LOCATOR, Walk, after_entry};
use std::io;

impl Walk<'_> {
    /// Walks the central directory as it stands.
    pub(super) fn entries(&mut self) -> io::Result<()> {
        let (mut at, mut count) = (self.directory(), 0);
        let stop = at.saturating_add(self.listing.end.length);
        while at < stop {
            let mut fixed = [0; 46];
            if !self.reader.read_at(at, &mut fixed)? || !fixed.starts_with(&ENTRY) {
                break;
            }
            let length = |offset| u16_at(&fixed, offset).map_or(0, usize::from);
            let (named, extra) = (length(28), length(30));
            let mut variable = vec![0; named + extra];
            if !self.reader.read_at(at + 46, &mut variable)? {
                break;
            }
            let (name, extra) = variable.split_at_checked(named).unwrap_or_default();
            if length(32) > 0 {
                self.note(ZipFlaw::EntryComment {
                    name: name.into(),
                    length: length(32),
                });
            }
            if let Some(disk @ 1..) = u16_at(&fixed, 34) {
                self.note(ZipFlaw::MultiDisk { disk: disk.into() });
            }
            let numbers = Numbers::of_entry(&fixed, extra);
            check_extra(name, extra, &numbers, &mut self.flaws);
            count += 1;
            at = after_entry(at, &fixed);
        }
        let said = self.listing.end.count;
        self.counted("members", said, count);
        Ok(())
    }

    /// Walks from the central directory to the end of the file.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let end = self.listing.end;
        let mut at = self.directory().saturating_add(end.length);
        let mut large_end = None;
        if self.signature(at)? == Some(LARGE_END) {
            large_end = Some(at);
            at = self.large_end(at)?;
        }
        if self.signature(at)? == Some(LOCATOR) {
            self.locator(at, large_end)?;
            at += 20;
        } else if large_end.is_some() {
            let problem = "there is none before the end record";
            self.note(ZipFlaw::Locator { problem });
        }
        if at != end.at {
            let signature = self.signature(at)?.unwrap_or_default();
            match signature {
                END => self.note(ZipFlaw::SecondEnd { offset: at }),
                _ => self.note(ZipFlaw::UnknownRecord {
                    offset: at,
                    signature,
                }),
            }
        }
        self.end_record(large_end.is_some())
    }

    /// Looks at ZIP64's end record; returns where it ends.
    fn large_end(&mut self, at: u64) -> io::Result<u64> {
        let mut record = [0; 56];
        if !self.reader.read_at(at, &mut record)? {
            return Ok(at);
        }
        let length = u64_at(&record, 4).unwrap_or(0);
        if length != 44 {
            self.note(ZipFlaw::Extensible { length });
        }
        for offset in [16, 20] {
            if let Some(disk @ 1..) = u32_at(&record, offset) {
                self.note(ZipFlaw::MultiDisk { disk: disk.into() });
            }
        }
        let of_disk = u64_at(&record, 24).unwrap_or(0);
        self.counted("members on this disk", of_disk, self.listing.end.count);
        Ok(at.saturating_add(12).saturating_add(length))
    }

    fn locator(&mut self, at: u64, large_end: Option<u64>) -> io::Result<()> {
        let mut record = [0; 20];
        self.reader.read_at(at, &mut record)?;
        let said = u64_at(&record, 8).map(|said| said.saturating_add(self.listing.base));
        let problem = match large_end {
            None => Some("there is no end record of ZIP64 before it"),
            Some(found) if said != Some(found) => Some("it leads to another place"),
            Some(_) => None,
        };
        if let Some(problem) = problem {
            self.note(ZipFlaw::Locator { problem });
        }
        Ok(())
    }

    fn end_record(&mut self, is_large: bool) -> io::Result<()> {
        let end = self.listing.end;
        let mut record = [0; 22];
        if !self.reader.read_at(end.at, &mut record)? {
            return Ok(());
        }
        let short = |offset| u16_at(&record, offset).map_or(0, u64::from);
        let long = |offset| u32_at(&record, offset).map_or(0, u64::from);
        for disk in [short(4), short(6)] {
            if disk != 0 && !(is_large && disk == 0xffff) {
                self.note(ZipFlaw::MultiDisk { disk });
            }
        }
        for (what, said, limit, found) in [
            ("members on this disk", short(8), 0xffff, end.count),
            ("members", short(10), 0xffff, end.count),
            ("bytes of its directory", long(12), 0xffff_ffff, end.length),
            (
                "as its directory's offset",
                long(16),
                0xffff_ffff,
                end.offset,
            ),
        ] {
            if !(is_large && said == limit) {
                self.counted(what, said, found);
            }
        }
        let length = short(20);
        let mut comment = vec![0; usize::try_from(length).unwrap_or(0)];
        self.reader.read_at(end.at + 22, &mut comment)?;
        if length > 0 {
            let is_control = |byte: &u8| matches!(byte, 1..=8);
            self.note(ZipFlaw::Comment {
                length,
                has_structure: comment.iter().any(is_control)
                    || comment.windows(2).any(|pair| pair == b"PK"),
            });
        }
        let trailing = self.reader.size().saturating_sub(end.at + 22 + length);
        if trailing > 0 {
            self.note(ZipFlaw::Trailing { length: trailing });
        }
        Ok(())
    }

    fn counted(&mut self, what: &'static str, said: u64, found: u64) {
        let is_told =
            |flaw: &ZipFlaw| matches!(flaw, ZipFlaw::Counts { what: told, .. } if *told == what);
        if said != found && !self.flaws.iter().any(is_told) {
            self.note(ZipFlaw::Counts { what, said, found });
        }
    }
}
