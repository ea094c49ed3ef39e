//! What departs from a plain zip file in the bytes between and around its members.
//!
//! Not a verdict: rules weigh it. Of one kind only a few are kept, since a hostile file can have any number.

/// So many of one kind are kept.
const KEPT: usize = 20;

/// A departure from the one form that all readers take alike: local header, data, local header, data, …, central
/// directory, end record. Offsets are in bytes from the start of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipFlaw {
    /// Bytes stand before the first record.
    Prefix {
        /// How many.
        length: u64,
    },
    /// Something other than the next record stands here.
    UnknownRecord {
        /// Where.
        offset: u64,
        /// Its first bytes.
        signature: [u8; 4],
    },
    /// Bytes stand behind the end record and its comment.
    Trailing {
        /// How many.
        length: u64,
    },
    /// The end record has a comment.
    Comment {
        /// Its length in bytes.
        length: u64,
        /// Whether it could be taken for records of an archive.
        has_structure: bool,
    },
    /// There is an end record before the one that counts.
    SecondEnd {
        /// Where.
        offset: u64,
    },
    /// An entry of the central directory has a comment.
    EntryComment {
        /// The member.
        name: Box<[u8]>,
        /// Its length in bytes.
        length: usize,
    },
    /// A local header that no entry of the central directory leads to.
    LocalWithoutEntry {
        /// The name that it gives.
        name: Box<[u8]>,
        /// Where.
        offset: u64,
    },
    /// An entry of the central directory that leads to no local header.
    EntryWithoutLocal {
        /// The member.
        name: Box<[u8]>,
        /// Where the header should be.
        offset: u64,
    },
    /// A member's local header says something else than its entry.
    Mismatch {
        /// The member, by its entry.
        name: Box<[u8]>,
        /// In what.
        what: Mismatch,
        /// What the local header says.
        local: String,
        /// What the entry says.
        listed: String,
    },
    /// A member's bytes run into those of the next member or of the central directory.
    Overlap {
        /// The member.
        name: Box<[u8]>,
        /// Where its bytes end.
        end: u64,
        /// Where the next record begins.
        next: u64,
    },
    /// Sizes and CRC-32 follow the member's data instead of standing in its header.
    DataDescriptor {
        /// The member.
        name: Box<[u8]>,
    },
    /// A member is encrypted.
    Encrypted {
        /// The member.
        name: Box<[u8]>,
    },
    /// The end record says other numbers than those that are there.
    Counts {
        /// Which.
        what: &'static str,
        /// What it says.
        said: u64,
        /// What there is.
        found: u64,
    },
    /// It says that it is a part of an archive of several files.
    MultiDisk {
        /// The number of the part.
        disk: u64,
    },
    /// The extra field with the large sizes of a member is not what it has to be.
    Zip64Extra {
        /// The member.
        name: Box<[u8]>,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The end record of ZIP64 has more in it than its numbers.
    Extensible {
        /// Its size as it says.
        length: u64,
    },
    /// The locator of ZIP64's end record does not lead to it.
    Locator {
        /// What is wrong.
        problem: &'static str,
    },
    /// An extra field gives a member a second name.
    SecondName {
        /// The member.
        name: Box<[u8]>,
        /// The other name.
        other: Box<[u8]>,
    },
    /// The file can be read as a tar archive too.
    AlsoTar,
}

/// In what two headers of a member differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The name.
    Name,
    /// The compressed or the inflated size.
    Size,
    /// The CRC-32.
    Crc,
    /// The compression method.
    Method,
    /// The general purpose bits.
    Flags,
}

impl ZipFlaw {
    /// Adds it unless there are many of its kind.
    pub(super) fn note(self, flaws: &mut Vec<Self>) {
        let alike = flaws.iter().filter(|flaw| flaw.kind() == self.kind());
        if alike.count() < KEPT {
            flaws.push(self);
        }
    }

    fn kind(&self) -> (std::mem::Discriminant<Self>, Option<Mismatch>) {
        let what = match self {
            Self::Mismatch { what, .. } => Some(*what),
            _ => None,
        };
        (std::mem::discriminant(self), what)
    }
}
