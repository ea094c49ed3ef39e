//! The end record of a zip archive, and that of ZIP64 before it: where the central directory is.
//!
//! Not the directory itself: that is `directory`'s. Not a judgement of what the records say: that is the walk's.
use super::Reader;
use super::bytes::{u16_at, u32_at, u64_at};
use std::io;

/// The end record is this long, in bytes, and its comment at most as long as two bytes can say.
pub(super) const END_LENGTH: usize = 22;
const COMMENT_LIMIT: usize = 0xffff;

/// What the end record says, or that of ZIP64 where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct End {
    /// Where the end record begins in the file.
    pub at: u64,
    /// How many entries the central directory has.
    pub count: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// Where it begins, counted from the archive's start.
    pub offset: u64,
    /// Where what follows the directory begins in the file: the end record of ZIP64, or the end record.
    pub(super) stop: u64,
}

/// Finds the last end record whose comment fits into the file.
pub(super) fn find(reader: &mut Reader) -> io::Result<Option<End>> {
    let length = reader.size().min((END_LENGTH + COMMENT_LIMIT) as u64);
    let start = reader.size() - length;
    let mut tail = vec![0; usize::try_from(length).unwrap_or(0)];
    if !reader.read_at(start, &mut tail)? {
        return Ok(None);
    }
    let last = tail.len().saturating_sub(END_LENGTH);
    for at in (0..=last).rev() {
        let Some(record) = tail.get(at..at + END_LENGTH) else {
            continue;
        };
        let rest = tail.len() - at - END_LENGTH;
        if record.starts_with(b"PK\x05\x06")
            && u16_at(record, 20).is_some_and(|comment| usize::from(comment) <= rest)
        {
            return of_record(reader, record, start + at as u64);
        }
    }
    Ok(None)
}

fn of_record(reader: &mut Reader, record: &[u8], at: u64) -> io::Result<Option<End>> {
    let (Some(count), Some(length), Some(offset)) =
        (u16_at(record, 10), u32_at(record, 12), u32_at(record, 16))
    else {
        return Ok(None);
    };
    let end = End {
        at,
        count: count.into(),
        length: length.into(),
        offset: offset.into(),
        stop: at,
    };
    // A locator of 20 bytes before the end record leads to the larger record of ZIP64.
    let mut locator = [0; 20];
    let Some(before) = at.checked_sub(20) else {
        return Ok(Some(end));
    };
    if !reader.read_at(before, &mut locator)? || !locator.starts_with(b"PK\x06\x07") {
        return Ok(Some(end));
    }
    let Some(said) = u64_at(&locator, 8) else {
        return Ok(None);
    };
    // The offset is wrong when something was put before the archive; the record is then next to its locator.
    for place in [Some(said), before.checked_sub(56)].into_iter().flatten() {
        let mut large = [0; 56];
        if reader.read_at(place, &mut large)? && large.starts_with(b"PK\x06\x06") {
            return Ok((|| {
                Some(End {
                    at,
                    count: u64_at(&large, 32)?,
                    length: u64_at(&large, 40)?,
                    offset: u64_at(&large, 48)?,
                    stop: place,
                })
            })());
        }
    }
    let is_needed = count == u16::MAX || length == u32::MAX || offset == u32::MAX;
    Ok((!is_needed).then_some(end))
}
