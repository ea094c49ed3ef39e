//! A gzipped tar archive, walked member by member within limits, and read a second time as it passes by.
//!
//! Nothing is inflated twice: `tar_blocks` sees the bytes that the `tar` crate reads here, and what that leaves. Long names and pax records are put together here, since the `tar` crate would read them whole, however long they are.
use super::gzip::{Form, Gzip};
use super::tar_blocks::Blocks;
use super::tar_flaw::TarFlaw;
use super::{INFLATED_LIMIT, MEMBER_LIMIT, RATIO_LIMIT, Reader, WINDOW};
use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;
use tar::{Archive, Entry, EntryType, PaxExtensions};

/// Longer records of names and pax fields are not looked into, in bytes.
const RECORD_LIMIT: u64 = 64 << 10;

/// What a member of a tar archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TarKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink,
    /// A hard link.
    Hardlink,
    /// A device, a pipe, or something that the format does not know.
    Special,
}

/// A member of a tar archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TarMember {
    /// The name, long names put together.
    pub name: Box<[u8]>,
    /// What it is.
    pub kind: TarKind,
    /// Its size in bytes.
    pub size: u64,
    /// Where a link leads; empty for others.
    pub target: Box<[u8]>,
    /// Its Unix mode.
    pub mode: u32,
    /// Its type as it is written.
    pub type_flag: u8,
}

/// Why an archive cannot be walked to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TarProblem {
    /// It is damaged, cut off, or no gzipped tar file.
    #[error("{reason}")]
    Unreadable {
        /// Why.
        reason: String,
    },
    /// It has too many members to be looked at.
    #[error("it has more than {} members", MEMBER_LIMIT)]
    TooMany,
    /// A name or pax record is too long to be looked at.
    #[error(
        "a record of its names has {length} bytes, and {} is the most that is looked at",
        RECORD_LIMIT
    )]
    LongRecord {
        /// How long it is.
        length: u64,
    },
    /// A member is stored with holes, which PyPI refuses.
    #[error("its member `{name}` is a sparse file")]
    Sparse {
        /// The member.
        name: String,
    },
    /// A pax record names another size than the member's own header: readers would disagree about all that follows.
    #[error("its member `{name}` has {header} bytes by its header and `{pax}` by its pax record")]
    TwoSizes {
        /// The member.
        name: String,
        /// The header's size.
        header: u64,
        /// The pax record's.
        pax: String,
    },
    /// The two readings of it do not agree.
    #[error("two ways of reading it disagree: {reason}")]
    Differs {
        /// In what.
        reason: String,
    },
    /// It inflates to too much.
    #[error("it inflates to more than {limit} bytes from {size}")]
    Bomb {
        /// Its size in bytes.
        size: u64,
        /// Where reading stopped, in bytes.
        limit: u64,
    },
}

impl TarMember {
    /// The name as text, with replacement characters where it is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    /// The name without `./` before it and `/` after it.
    pub fn path(&self) -> &[u8] {
        let mut path = &*self.name;
        while let Some(rest) = path.strip_prefix(b"./") {
            path = rest;
        }
        path.strip_suffix(b"/").unwrap_or(path)
    }
}

/// What the records before a member say of it.
#[derive(Default)]
struct Pending {
    name: Option<Vec<u8>>,
    target: Option<Vec<u8>>,
    size: Option<String>,
    sparse: bool,
}

/// Counts what is inflated and stops at a limit; what passes is shown to the second reading.
struct Passing {
    inner: Gzip,
    left: u64,
    exceeded: bool,
    blocks: Rc<RefCell<Blocks>>,
}

impl Read for Passing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            self.exceeded = true;
            return Err(io::Error::other("too much to inflate"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let into = match into.len() > most {
            true => into.get_mut(..most).unwrap_or_default(),
            false => into,
        };
        let count = self.inner.read(into)?;
        self.left -= count as u64;
        // What a further gzip member holds is told as that, not once more as something behind the archive.
        if self.inner.form().further == 0 {
            let read = into.get(..count).unwrap_or_default();
            self.blocks.borrow_mut().feed(read);
        }
        Ok(count)
    }
}

/// What was found on a walk.
pub(super) struct Walked {
    /// Why it did not come to the end.
    pub(super) problem: Option<TarProblem>,
    /// What departs from the plain form, as far as it came.
    pub(super) flaws: Vec<TarFlaw>,
}

/// Walks an archive from its start; `visit` may read the member's content.
pub(super) fn walk(
    reader: Reader,
    visit: &mut dyn FnMut(TarMember, &mut dyn Read) -> io::Result<()>,
) -> Walked {
    let size = reader.size();
    let limit = INFLATED_LIMIT.max(size.saturating_mul(RATIO_LIMIT));
    let blocks = Rc::new(RefCell::new(Blocks::default()));
    let mut archive = Archive::new(Passing {
        inner: Gzip::new(reader),
        left: limit,
        exceeded: false,
        blocks: blocks.clone(),
    });
    let walked = members(&mut archive, &blocks, visit);
    let mut passing = archive.into_inner();
    let problem = walked.and_then(|()| rest(&mut passing)).err();
    let (form, exceeded) = (passing.inner.form(), passing.exceeded);
    drop(passing);
    let mut flaws = of_form(form);
    let blocks = Rc::into_inner(blocks).map(RefCell::into_inner);
    // Without its end nothing can be said of the end.
    flaws.extend(blocks.unwrap_or_default().into_flaws());
    if problem.is_some() {
        flaws.retain(|flaw| !matches!(flaw, TarFlaw::MissingEnd { .. }));
    }
    let problem = match exceeded {
        true => Some(TarProblem::Bomb { size, limit }),
        false => problem,
    };
    Walked { problem, flaws }
}

/// Reads what the `tar` crate leaves behind the end of the archive.
fn rest(passing: &mut Passing) -> Result<(), TarProblem> {
    let mut window = vec![0; WINDOW];
    while passing.read(&mut window)? > 0 {}
    Ok(())
}

fn of_form(form: Form) -> Vec<TarFlaw> {
    let members = (form.further > 0).then_some(TarFlaw::GzipMembers {
        count: form.further,
        has_data: form.has_further_data,
    });
    let trailing = (form.trailing > 0).then_some(TarFlaw::GzipTrailing {
        length: form.trailing,
    });
    members.into_iter().chain(trailing).collect()
}

impl From<io::Error> for TarProblem {
    fn from(error: io::Error) -> Self {
        Self::Unreadable {
            reason: error.to_string(),
        }
    }
}

fn members<R: Read>(
    archive: &mut Archive<R>,
    blocks: &RefCell<Blocks>,
    visit: &mut dyn FnMut(TarMember, &mut dyn Read) -> io::Result<()>,
) -> Result<(), TarProblem> {
    let mut pending = Pending::default();
    let (mut count, mut told) = (0, 0);
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        count += 1;
        if count > 2 * MEMBER_LIMIT {
            return Err(TarProblem::TooMany);
        }
        let seen = agree(&entry, blocks)?;
        match entry.header().entry_type() {
            EntryType::GNULongName => pending.name = Some(name_record(&mut entry)?),
            EntryType::GNULongLink => pending.target = Some(name_record(&mut entry)?),
            EntryType::XHeader => pending.read_pax(&record(&mut entry)?),
            EntryType::XGlobalHeader => {}
            _ => {
                let member = member(&entry, std::mem::take(&mut pending))?;
                if let Some(name) = seen.filter(|name| **name != *member.name) {
                    let names = [&name[..], &member.name].map(|name| name.escape_ascii());
                    return Err(differs("the name", names));
                }
                told += 1;
                if told > MEMBER_LIMIT {
                    return Err(TarProblem::TooMany);
                }
                visit(member, &mut entry)?;
            }
        }
    }
    Ok(())
}

/// Holds a header against what the second reading made of it; returns the name by that.
fn agree<R: Read>(
    entry: &Entry<'_, R>,
    blocks: &RefCell<Blocks>,
) -> Result<Option<Vec<u8>>, TarProblem> {
    let blocks = blocks.borrow();
    let Some(seen) = blocks.seen() else {
        // Either it lies in a further gzip member, or the number that it could not read is a flaw already.
        return Ok(None);
    };
    let position = entry.raw_header_position();
    let is_behind = blocks.is_lost() && seen.position < position;
    if is_behind || position > seen.position && blocks.is_over() {
        return Ok(None);
    }
    if seen.position != position {
        return Err(differs("a header's place", [seen.position, position]));
    }
    if seen.size != entry.size() {
        return Err(differs("a size", [seen.size, entry.size()]));
    }
    Ok(seen.name.clone())
}

fn differs(what: &str, [ours, theirs]: [impl std::fmt::Display; 2]) -> TarProblem {
    TarProblem::Differs {
        reason: format!("{what} is `{ours}` by one and `{theirs}` by the other"),
    }
}

fn member<R: Read>(entry: &Entry<'_, R>, pending: Pending) -> Result<TarMember, TarProblem> {
    let header = entry.header();
    let name = pending.name.unwrap_or_else(|| header.path_bytes().into());
    let kind = match header.entry_type() {
        EntryType::Regular if name.ends_with(b"/") => TarKind::Folder,
        EntryType::Regular => TarKind::File,
        EntryType::Directory => TarKind::Folder,
        EntryType::Symlink => TarKind::Symlink,
        EntryType::Link => TarKind::Hardlink,
        _ => TarKind::Special,
    };
    let own = header.link_name_bytes().map(|target| target.into());
    let member = TarMember {
        mode: header.mode().unwrap_or(0),
        type_flag: header.entry_type().as_byte(),
        name: name.into_boxed_slice(),
        kind,
        size: entry.size(),
        target: pending
            .target
            .or(own)
            .unwrap_or_default()
            .into_boxed_slice(),
    };
    if pending.sparse || header.entry_type() == EntryType::GNUSparse {
        return Err(TarProblem::Sparse {
            name: member.text(),
        });
    }
    match pending.size {
        Some(pax) if pax.parse() != Ok(member.size) => Err(TarProblem::TwoSizes {
            name: member.text(),
            header: member.size,
            pax,
        }),
        _ => Ok(member),
    }
}

impl Pending {
    fn read_pax(&mut self, record: &[u8]) {
        for field in PaxExtensions::new(record).flatten() {
            let value = field.value_bytes();
            match field.key_bytes() {
                b"path" => self.name = Some(value.into()),
                b"linkpath" => self.target = Some(value.into()),
                b"size" => self.size = Some(String::from_utf8_lossy(value).into_owned()),
                key => self.sparse |= key.starts_with(b"GNU.sparse."),
            }
        }
    }
}

fn record<R: Read>(entry: &mut Entry<'_, R>) -> Result<Vec<u8>, TarProblem> {
    let length = entry.size();
    if length > RECORD_LIMIT {
        return Err(TarProblem::LongRecord { length });
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a name up to its NUL.
fn name_record<R: Read>(entry: &mut Entry<'_, R>) -> Result<Vec<u8>, TarProblem> {
    let mut name = record(entry)?;
    if let Some(end) = name.iter().position(|byte| *byte == 0) {
        name.truncate(end);
    }
    Ok(name)
}
