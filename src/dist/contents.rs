//! Every member inflated once, in windows: its size, its checksums, its kind, and the secrets in it.
//!
//! Not kept: of a member's bytes nothing stays in memory but a window, and the beginnings of the few files whose first
//! lines matter. The members of a wheel are read on several threads.
mod inflate;

use super::directory::{Listed, list};
use super::tar_walk::{TarKind, walk};
use super::wheel::open_zip;
use super::{Binary, MEMBER_LIMIT, Reader, Record, Secret, Tags, WINDOW, Wheel, is_bomb};
use inflate::{Claimed, inflate, read_one};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use zip::ZipArchive;

/// After so many members that cannot be inflated the others are not looked at.
const FAILURES: usize = 100;

/// Less than this many inflated bytes are read sooner by one thread, as long as another takes to begin.
const WORTH_A_THREAD: u64 = 256 << 10;

/// Beginnings of no more members are kept.
const HEADS: usize = 1000;

/// So much is kept of the beginning of a script, and of a `.pth` file, in bytes.
const SCRIPT_HEAD: usize = 256;
const PTH_HEAD: usize = 4096;

/// What a member was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// Its size in bytes.
    pub size: u64,
    /// Its sha256 digest.
    pub sha256: [u8; 32],
    /// What kind of machine code it is, if any.
    pub binary: Option<Binary>,
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
    /// Its beginning, where it is a script or a `.pth` file of a wheel; else empty.
    pub head: Box<[u8]>,
    /// So many bytes of its beginning are to be kept.
    keep: usize,
}

/// What a wheel says of itself that its contents are held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// What it says that its files are.
    pub record: Option<Arc<Record>>,
    /// What its file name says that it can be installed on.
    pub tags: Option<Tags>,
}

impl Claims {
    /// The claims of a wheel.
    pub fn of(wheel: &Wheel) -> Self {
        let file_name = wheel.file_name.as_ref().ok();
        Self {
            record: wheel.record.clone().ok(),
            tags: file_name.and_then(|name| name.tags()).cloned(),
        }
    }
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
    /// The tags of a wheel's file name.
    pub tags: Option<Tags>,
}

impl Content {
    /// A member before it is inflated.
    fn unread(name: Box<[u8]>, keep: usize) -> Self {
        Self {
            name,
            read: Err(Unread::Skipped),
            secrets: Vec::new(),
            head: Box::default(),
            keep,
        }
    }

    /// The name as text, with replacement characters where it is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    /// Whether Python reads it at each start: a `.pth` file at the top of a wheel's library.
    pub fn is_pth(&self) -> bool {
        let text = self.text();
        let path = match text.split_once(".data/") {
            Some((_, below)) => ["purelib/", "platlib/"]
                .iter()
                .find_map(|scheme| below.strip_prefix(scheme)),
            None => Some(&*text),
        };
        let is_at_top =
            |path: &str| path.len() > 4 && path.ends_with(".pth") && !path.contains('/');
        self.keep > 0 && path.is_some_and(is_at_top)
    }

    /// Whether it is a `.pth` file of which Python runs a line at each start, as far as its beginning shows.
    pub fn runs_code(&self) -> bool {
        let is_code = |line: &[u8]| line.starts_with(b"import ") || line.starts_with(b"import\t");
        self.is_pth()
            && self
                .head
                .split(|byte| matches!(byte, b'\n' | b'\r'))
                .any(is_code)
    }

    /// The first line when it says what runs the script, with a carriage return at its end; `None` for other files.
    pub fn shebang(&self) -> Option<String> {
        let line = self.head.split(|byte| *byte == b'\n').next()?;
        (line.starts_with(b"#!") && !self.is_pth())
            .then(|| String::from_utf8_lossy(line).into_owned())
    }
}

impl Contents {
    /// Inflates a wheel's files on at most this many threads. Only a file that cannot be read is an error.
    pub fn of_wheel(
        path: &Path,
        mut reader: Reader,
        claims: Claims,
        threads: usize,
    ) -> io::Result<Self> {
        let mut contents = Self {
            path: path.into(),
            members: Vec::new(),
            record: claims.record,
            tags: claims.tags,
        };
        let size = reader.size();
        let Ok(listing) = list(&mut reader)? else {
            return Ok(contents);
        };
        let inflated = listing.inflated();
        if is_bomb(size, inflated) {
            return Ok(contents);
        }
        let Ok(archive) = open_zip(reader, &listing) else {
            return Ok(contents);
        };
        // All that stays is allocated first: small pieces between the large ones that come and go would keep the
        // allocator from using those again.
        contents.members = unread(listing.files());
        let sizes: Vec<u64> = listing.files().map(|listed| listed.size).collect();
        drop(listing);
        let worth = usize::try_from(inflated / WORTH_A_THREAD).unwrap_or(usize::MAX);
        read_all(
            &mut contents.members,
            &sizes,
            &archive,
            threads.min(worth).max(1),
        );
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
                let mut found = Content::unread(member.name, 0);
                let claimed = Claimed {
                    size: member.size,
                    crc: None,
                };
                found.read = inflate(&mut found, claimed, content, &mut window);
                members.push(found);
            }
            Ok(())
        });
        Self {
            path: path.into(),
            members,
            record: None,
            tags: None,
        }
    }
}

/// The files before they are inflated, with what is to be kept of their beginnings.
fn unread<'l>(files: impl Iterator<Item = &'l Listed>) -> Vec<Content> {
    let mut heads = 0;
    files
        .map(|listed| {
            let mut keep = head_length(&listed.name);
            heads += usize::from(keep > 0);
            if heads > HEADS {
                keep = 0;
            }
            Content::unread(listed.name.clone(), keep)
        })
        .collect()
}

fn head_length(name: &[u8]) -> usize {
    let mut parts = name.split(|byte| *byte == b'/');
    let (top, scheme) = (parts.next().unwrap_or_default(), parts.next());
    match scheme {
        Some(b"scripts") if top.ends_with(b".data") => SCRIPT_HEAD,
        _ if name.ends_with(b".pth") => PTH_HEAD,
        _ => 0,
    }
}

/// Inflates all members, the largest first so that the threads end together.
fn read_all(members: &mut [Content], sizes: &[u64], archive: &ZipArchive<Reader>, threads: usize) {
    let mut order: Vec<(&u64, &mut Content)> = sizes.iter().zip(members).collect();
    if threads > 1 {
        order.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    }
    let next = Mutex::new(order.into_iter());
    let failures = AtomicUsize::new(0);
    let work = || {
        let mut archive = archive.clone();
        let mut window = vec![0; WINDOW];
        while failures.load(Ordering::Relaxed) < FAILURES {
            let Some((_, content)) = next.lock().ok().and_then(|mut next| next.next()) else {
                return;
            };
            content.read = read_one(content, &mut archive, &mut window);
            failures.fetch_add(usize::from(content.read.is_err()), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
}
