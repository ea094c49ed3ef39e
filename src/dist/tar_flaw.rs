//! What departs from a plain POSIX tar archive in a gzip file of one member.
//!
//! Not a verdict: rules weigh it. Of one kind only a few are kept, since a hostile file can have any number.

/// So many of one kind are kept.
const KEPT: usize = 20;

/// A departure from the one form that all readers take alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TarFlaw {
    /// Bytes follow the last gzip member.
    GzipTrailing {
        /// How many.
        length: u64,
    },
    /// Further gzip members follow the first one.
    GzipMembers {
        /// How many.
        count: u64,
        /// Whether there is a byte in them that is not zero.
        has_data: bool,
    },
    /// Something follows the end of the tar archive.
    Trailing {
        /// Where the first byte of it that is not zero stands, counted inflated.
        offset: u64,
    },
    /// The archive does not end in two blocks of zeros.
    MissingEnd {
        /// How many there are.
        blocks: u64,
    },
    /// A pax record is damaged, stands twice, or says something else than the member's own header.
    PaxOverride {
        /// The member, by its own header.
        name: Box<[u8]>,
        /// What is wrong.
        problem: String,
    },
    /// A global pax record changes what all members are.
    PaxGlobal {
        /// The field.
        key: String,
    },
    /// It is of GNU's form, or a mixture of that and pax.
    Gnu {
        /// By what that shows.
        what: &'static str,
    },
    /// A number of a header is not written in octal digits.
    Number {
        /// The member, by its own header.
        name: Box<[u8]>,
        /// The field.
        field: &'static str,
    },
}

impl TarFlaw {
    /// Adds it unless there are many of its kind.
    pub(super) fn note(self, flaws: &mut Vec<Self>) {
        let kind = std::mem::discriminant(&self);
        let alike = flaws
            .iter()
            .filter(|flaw| std::mem::discriminant(*flaw) == kind);
        if alike.count() < KEPT && !flaws.contains(&self) {
            flaws.push(self);
        }
    }
}
