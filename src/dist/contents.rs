//! Every member inflated once, in windows: its size, its digest, and the secrets in it.
//!
//! Not kept: of a member's bytes nothing stays in memory but a window.
use super::directory::{Listed, list};
use super::tar_walk::{TarKind, walk};
use super::wheel::open_zip;
use super::{MEMBER_LIMIT, Reader, Record, Scanner, Secret, WINDOW, is_bomb};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest as _, Sha256};
use std::io;
use std::path::Path;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// After so many members that cannot be inflated the others are not looked at.
const FAILURES: usize = 100;

/// What a member was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// Its size in bytes.
    pub size: u64,
    /// Its sha256 digest.
    pub sha256: [u8; 32],
}

/// Why a member was not found to be what the archive says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It was not looked at.
    #[error("it was not looked at")]
    Skipped,
    /// It has another size.
    #[error("it has {found} bytes, and the archive says {claimed}")]
    Size {
        /// Its size in bytes; where reading stopped when it is longer than the archive says.
        found: u64,
        /// What the archive says.
        claimed: u64,
    },
    /// Its packed bytes go on behind their end.
    #[error("{left} packed bytes stand behind its end")]
    Leftover {
        /// How many.
        left: u64,
    },
    /// It has another CRC-32.
    #[error("it has the CRC-32 {found:08x}, and the archive says {claimed:08x}")]
    Crc {
        /// That of its bytes.
        found: u32,
        /// What the archive says.
        claimed: u32,
    },
    /// It cannot be inflated.
    #[error("{0}")]
    Damaged(String),
}

/// A member that was inflated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its name.
    pub name: Box<[u8]>,
    /// What it was found to be, or why it cannot be inflated.
    pub read: Result<Read, Unread>,
    /// The secrets in it.
    pub secrets: Vec<Secret>,
}

/// The contents of a distribution. Nothing is in it when the archive cannot be read or would inflate to too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Where the distribution is.
    pub path: Arc<Path>,
    /// Its files, in the archive's order.
    pub members: Vec<Content>,
    /// What a wheel says that its files are; `None` for an sdist.
    pub record: Option<Arc<Record>>,
}

impl Content {
    /// A member before it is inflated.
    fn unread(listed: &Listed) -> Self {
        Self {
            name: listed.name.clone(),
            read: Err(Unread::Skipped),
            secrets: Vec::new(),
        }
    }

    /// The name as text, with replacement characters where it is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }
}

impl Contents {
    /// Inflates a wheel's files. Only a file that cannot be read is an error.
    pub fn of_wheel(
        path: &Path,
        mut reader: Reader,
        record: Option<Arc<Record>>,
    ) -> io::Result<Self> {
        let mut contents = Self {
            path: path.into(),
            members: Vec::new(),
            record,
        };
        let size = reader.size();
        let Ok(listing) = list(&mut reader)? else {
            return Ok(contents);
        };
        if is_bomb(size, listing.inflated()) {
            return Ok(contents);
        }
        let Ok(mut archive) = open_zip(reader, &listing) else {
            return Ok(contents);
        };
        // All that stays is allocated first: small pieces between the large ones that come and go would keep the
        // allocator from using those again.
        contents.members = listing.files().map(Content::unread).collect();
        drop(listing);
        read_all(&mut contents.members, &mut archive);
        let is_unread = |content: &Content| content.read == Err(Unread::Skipped);
        contents.members.retain(|content| !is_unread(content));
        Ok(contents)
    }

    /// Inflates an sdist's files, as far as it can be read.
    pub fn of_sdist(path: &Path, reader: Reader) -> Self {
        let mut members = Vec::new();
        let mut window = vec![0; WINDOW];
        // What ends the walk early is the sdist's own problem, and its rules tell of it.
        let _walked = walk(reader, &mut |member, content| {
            if members.len() >= MEMBER_LIMIT {
                return Err(io::Error::other("too many members"));
            }
            if member.kind == TarKind::File {
                let mut secrets = Vec::new();
                let claimed = Claimed {
                    size: member.size,
                    crc: None,
                };
                let read = inflate(&member.name, claimed, content, &mut window, &mut secrets);
                members.push(Content {
                    name: member.name,
                    read,
                    secrets,
                });
            }
            Ok(())
        });
        Self {
            path: path.into(),
            members,
            record: None,
        }
    }
}

fn read_all(members: &mut [Content], archive: &mut ZipArchive<Reader>) {
    let mut window = vec![0; WINDOW];
    let mut failures = 0;
    for content in members {
        content.read = read_one(content, archive, &mut window);
        failures += usize::from(content.read.is_err());
        if failures >= FAILURES {
            return;
        }
    }
}

/// Inflates a member ourselves, since the `zip` crate does not tell whether something is left of the packed bytes.
fn read_one(
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
    let (name, secrets) = (&content.name, &mut content.secrets);
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
        return inflate(name, claimed, &mut { member }, window, secrets);
    }
    if method != CompressionMethod::Deflated {
        return Err(Unread::Damaged(format!(
            "the compression method `{method}` is not known"
        )));
    }
    let mut inflater = DeflateDecoder::new(io::BufReader::with_capacity(WINDOW, member));
    let read = inflate(name, claimed, &mut inflater, window, secrets)?;
    match packed.saturating_sub(inflater.total_in()) {
        0 => Ok(read),
        left => Err(Unread::Leftover { left }),
    }
}

/// What an archive says of a member; a tar archive has no checksum of its content.
#[derive(Clone, Copy)]
struct Claimed {
    size: u64,
    crc: Option<u32>,
}

fn inflate(
    name: &[u8],
    claimed: Claimed,
    member: &mut dyn io::Read,
    window: &mut [u8],
    secrets: &mut Vec<Secret>,
) -> Result<Read, Unread> {
    let (mut size, mut hash, mut scanner) = (0, Sha256::new(), Scanner::new(name));
    let mut crc = Crc::new();
    loop {
        let count = member
            .read(window)
            .map_err(|error| Unread::Damaged(error.to_string()))?;
        let Some(part) = window.get(..count).filter(|part| !part.is_empty()) else {
            break;
        };
        size += part.len() as u64;
        if size > claimed.size {
            break;
        }
        if claimed.crc.is_some() {
            crc.update(part);
        }
        hash.update(part);
        scanner.scan(part);
    }
    if size != claimed.size {
        return Err(Unread::Size {
            found: size,
            claimed: claimed.size,
        });
    }
    match claimed.crc {
        Some(claimed) if claimed != crc.sum() => Err(Unread::Crc {
            found: crc.sum(),
            claimed,
        }),
        _ => {
            *secrets = scanner.into_found();
            Ok(Read {
                size,
                sha256: hash.finalize().into(),
            })
        }
    }
}
