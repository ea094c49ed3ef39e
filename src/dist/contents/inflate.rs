//! One member inflated to its end and held against what the archive says of it.
use super::{Content, Read, Unread};
use crate::dist::{Binary, Reader, Scanner, WINDOW};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest as _, Sha256};
use std::io;
use zip::{CompressionMethod, ZipArchive};

/// Inflates a member ourselves, since the `zip` crate does not tell whether something is left of the packed bytes.
pub(super) fn read_one(
    content: &mut Content,
    archive: &mut ZipArchive<Reader>,
    window: &mut [u8],
) -> Result<Read, Unread> {
    let damaged = |error: &dyn std::fmt::Display| Unread::Damaged(error.to_string());
    let index = archive
        .index_for_name_raw(&content.name)
        .ok_or(Unread::Skipped)?;
    let member = archive
        .by_index_raw(index)
        .map_err(|error| damaged(&error))?;
    let (size, packed, crc) = (member.size(), member.compressed_size(), member.crc32());
    let (method, is_encrypted) = (member.compression(), member.encrypted());
    let claimed = Claimed {
        size,
        crc: Some(crc),
    };
    if is_encrypted {
        return Err(Unread::Damaged("it is encrypted".into()));
    }
    if method == CompressionMethod::Stored {
        if size != packed {
            let found = packed;
            return Err(Unread::Size {
                found,
                claimed: size,
            });
        }
        return inflate(content, claimed, &mut { member }, window);
    }
    if method != CompressionMethod::Deflated {
        return Err(Unread::Damaged(format!(
            "the compression method `{method}` is not known"
        )));
    }
    let mut inflater = DeflateDecoder::new(io::BufReader::with_capacity(WINDOW, member));
    let read = inflate(content, claimed, &mut inflater, window)?;
    match packed.saturating_sub(inflater.total_in()) {
        0 => Ok(read),
        left => Err(Unread::Leftover { left }),
    }
}

/// What an archive says of a member; a tar archive has no checksum of its content.
#[derive(Clone, Copy)]
pub(super) struct Claimed {
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
}

pub(super) fn inflate(
    content: &mut Content,
    claimed: Claimed,
    member: &mut dyn io::Read,
    window: &mut [u8],
) -> Result<Read, Unread> {
    let (mut size, mut hash, mut scanner) = (0, Sha256::new(), Scanner::new(&content.name));
    let (mut binary, mut head) = (None, Vec::with_capacity(content.keep));
    let mut crc = Crc::new();
    loop {
        let count = fill(member, window).map_err(|error| Unread::Damaged(error.to_string()))?;
        let Some(part) = window.get(..count).filter(|part| !part.is_empty()) else {
            break;
        };
        if size == 0 {
            binary = Binary::of(part);
        }
        size += part.len() as u64;
        if size > claimed.size {
            break;
        }
        if claimed.crc.is_some() {
            crc.update(part);
        }
        hash.update(part);
        scanner.scan(part);
        head.extend(part.iter().take(content.keep - head.len()));
    }
    if size != claimed.size {
        return Err(Unread::Size {
            found: size,
            claimed: claimed.size,
        });
    }
    if let Some(claimed) = claimed.crc
        && claimed != crc.sum()
    {
        return Err(Unread::Crc {
            found: crc.sum(),
            claimed,
        });
    }
    content.head = head.into_boxed_slice();
    content.secrets = scanner.into_found();
    Ok(Read {
        size,
        sha256: hash.finalize().into(),
        binary,
    })
}

/// Reads until the window is full or the member ends: inflating comes in small pieces, and hashing likes long ones.
fn fill(member: &mut dyn io::Read, window: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = window.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match member.read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
