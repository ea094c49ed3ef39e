//! The blocks of a tar archive as they pass by: our own reading of it, beside the `tar` crate's.
//!
//! It pulls nothing: whoever reads the archive hands over what was read. Of the bytes nothing is kept but one block and
//! the records of the next member.
use super::gzip::zeros;
use super::tar_flaw::TarFlaw;
use super::tar_header::{BLOCK, Dialect, Number, TarHeader, pax_fields};

/// Longer records are not looked into, in bytes, as in `tar_walk`.
const RECORD_LIMIT: u64 = 64 << 10;

/// The only character set that pax fields may be in.
const UTF8: &[u8] = b"ISO-IR 10646 2000 UTF-8";

/// A member as this reading sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where its header stands, in bytes from the start of the inflated archive.
    pub(super) position: u64,
    /// Its type as it is written.
    pub(super) kind: u8,
    /// Its size by its own header, in bytes.
    pub(super) size: u64,
    /// Its name; `None` when its pax records are damaged, or it is itself a record of another.
    pub(super) name: Option<Vec<u8>>,
}

/// The state of the reading.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    state: State,
    position: u64,
    block: Vec<u8>,
    records: Records,
    seen: Option<Seen>,
    flaws: Vec<TarFlaw>,
    has_pax: bool,
    has_gnu_records: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Header,
    /// So many bytes of data and padding are left; the first are kept when they are a record.
    Data {
        left: u64,
        padding: u64,
        record: Option<u8>,
    },
    /// Behind the first block of zeros; so many zeros were met.
    Zeros(u64),
    /// Behind something that follows those.
    Behind,
    /// A header could not be read.
    Lost,
}

/// What stands before a member and is about it.
#[derive(Debug, Default)]
struct Records {
    body: Vec<u8>,
    fields: Vec<(Vec<u8>, Vec<u8>)>,
    name: Option<Vec<u8>>,
    is_damaged: bool,
}

impl Blocks {
    /// Takes the next bytes.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let taken = self.take(bytes).clamp(1, bytes.len());
            self.position += taken as u64;
            bytes = bytes.get(taken..).unwrap_or_default();
        }
    }

    /// The member whose header was read last.
    pub(super) fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }

    /// Whether it came to something that is no header.
    pub(super) fn is_lost(&self) -> bool {
        self.state == State::Lost
    }

    /// Whether it came to the end of the archive.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Zeros(_) | State::Behind)
    }

    /// What was found when all was read.
    pub(super) fn into_flaws(mut self) -> Vec<TarFlaw> {
        let blocks = match self.state {
            State::Zeros(length) => length / BLOCK as u64,
            State::Header if self.block.is_empty() => 0,
            _ => 2,
        };
        if blocks < 2 {
            self.note(TarFlaw::MissingEnd { blocks });
        }
        if self.has_pax && self.has_gnu_records {
            let what = "records of GNU's form beside pax records";
            self.note(TarFlaw::Gnu { what });
        }
        self.flaws
    }

    fn note(&mut self, flaw: TarFlaw) {
        flaw.note(&mut self.flaws);
    }

    /// Takes some of these bytes, at least one; returns how many.
    fn take(&mut self, bytes: &[u8]) -> usize {
        match self.state {
            State::Header => {
                let wanted = BLOCK - self.block.len();
                let part = bytes.get(..wanted).unwrap_or(bytes);
                self.block.extend_from_slice(part);
                if self.block.len() == BLOCK {
                    self.header();
                    self.block.clear();
                }
                part.len()
            }
            State::Data {
                left: 0,
                padding,
                record,
            } => {
                let part = shorter(padding, bytes.len());
                self.state = match padding - part as u64 {
                    0 => State::Header,
                    padding => State::Data {
                        left: 0,
                        padding,
                        record,
                    },
                };
                part
            }
            State::Data {
                left,
                padding,
                record,
            } => {
                let part = shorter(left, bytes.len());
                if record.is_some() {
                    let part = bytes.get(..part).unwrap_or_default();
                    self.records.body.extend_from_slice(part);
                }
                self.go_on(left - part as u64, padding, record);
                part
            }
            State::Zeros(count) => {
                let zeros = zeros(bytes);
                self.state = State::Zeros(count + zeros as u64);
                if zeros < bytes.len() {
                    let offset = self.position + zeros as u64;
                    self.note(TarFlaw::Trailing { offset });
                    self.state = State::Behind;
                }
                bytes.len()
            }
            State::Behind | State::Lost => bytes.len(),
        }
    }

    /// Goes on in a member's data; at its end a record is read.
    fn go_on(&mut self, left: u64, padding: u64, record: Option<u8>) {
        if left == 0
            && let Some(kind) = record
        {
            let body = std::mem::take(&mut self.records.body);
            self.record(kind, &body);
        }
        self.state = match (left, padding) {
            (0, 0) => State::Header,
            _ => State::Data {
                left,
                padding,
                record: record.filter(|_| left > 0),
            },
        };
    }

    fn header(&mut self) {
        let Some(block) = self.block.first_chunk::<BLOCK>() else {
            return;
        };
        if block.iter().all(|byte| *byte == 0) {
            self.state = State::Zeros(BLOCK as u64);
            return;
        }
        // A copy, since noting what is wrong with it needs all of `self`.
        let block = *block;
        let Some(header) = TarHeader::new(&block) else {
            self.state = State::Lost;
            return;
        };
        self.check_numbers(&header);
        let kind = header.kind();
        let Some(size) = header.number(124, 12).value() else {
            self.state = State::Lost;
            return;
        };
        let is_record = matches!(kind, b'x' | b'g' | b'L' | b'K');
        if header.dialect() == Dialect::Gnu {
            let what = "headers of GNU's form";
            self.note(TarFlaw::Gnu { what });
        }
        self.has_pax |= matches!(kind, b'x' | b'g');
        self.has_gnu_records |= matches!(kind, b'L' | b'K');
        let position = self.position_of_block();
        let name = (!is_record).then(|| self.member(&header, size)).flatten();
        self.seen = Some(Seen {
            position,
            kind,
            size,
            name,
        });
        if is_record && size > RECORD_LIMIT {
            self.state = State::Lost;
            return;
        }
        let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        self.go_on(size, padding, is_record.then_some(kind));
    }

    /// Where the block begins that is being read; it is not counted yet.
    fn position_of_block(&self) -> u64 {
        self.position / BLOCK as u64 * BLOCK as u64
    }

    fn check_numbers(&mut self, header: &TarHeader) {
        for (field, at, length) in [("mode", 100, 8), ("size", 124, 12), ("mtime", 136, 12)] {
            if !matches!(header.number(at, length), Number::Octal(_)) {
                let name = header.name().into();
                self.note(TarFlaw::Number { name, field });
            }
        }
    }

    /// Takes what the records before a member say of it; returns its name.
    fn member(&mut self, header: &TarHeader, size: u64) -> Option<Vec<u8>> {
        let records = std::mem::take(&mut self.records);
        let own = header.name();
        let mut problems = Vec::new();
        if records.is_damaged {
            problems.push("it is damaged".to_owned());
        }
        let mut name = records.name;
        let is_link = matches!(header.kind(), b'1' | b'2');
        for (at, (key, value)) in records.fields.iter().enumerate() {
            let before = records.fields.get(..at).unwrap_or_default();
            if before.iter().any(|(other, _)| other == key) {
                problems.push(format!("the field `{}` stands twice", text(key)));
            }
            match key.as_slice() {
                b"path" => {
                    if !is_shadow(&own, value) {
                        problems.push(contradiction("path", value, "name", &own));
                    }
                    name = Some(value.clone());
                }
                b"linkpath" if !is_link => {
                    problems.push("it has a `linkpath`, and the member is no link".into());
                }
                b"linkpath" if !is_shadow(header.target(), value) => {
                    problems.push(contradiction("linkpath", value, "target", header.target()));
                }
                b"size" if !is_size(size, value) => {
                    let own = size.to_string();
                    problems.push(contradiction("size", value, "size", own.as_bytes()));
                }
                b"hdrcharset" if value != UTF8 => {
                    problems.push(format!("the character set is `{}`", text(value)));
                }
                _ => {}
            }
        }
        for problem in problems {
            let name = own.clone().into();
            self.note(TarFlaw::PaxOverride { name, problem });
        }
        (!records.is_damaged).then(|| name.unwrap_or(own))
    }

    /// Reads a record that is about the next member or all of them.
    fn record(&mut self, kind: u8, body: &[u8]) {
        match kind {
            b'L' => {
                let name = body.split(|byte| *byte == 0).next();
                self.records.name = Some(name.unwrap_or_default().into());
                let what = "a long name in a record of its own";
                self.note(TarFlaw::Gnu { what });
            }
            b'K' => {
                let what = "a long target in a record of its own";
                self.note(TarFlaw::Gnu { what });
            }
            b'g' => {
                let (fields, is_damaged) = pax_fields(body);
                let changing = fields
                    .iter()
                    .filter(|(key, _)| matches!(*key, b"path" | b"linkpath" | b"size"));
                for (key, _) in changing {
                    let key = text(key);
                    self.note(TarFlaw::PaxGlobal { key });
                }
                if is_damaged {
                    let key = "that is damaged".into();
                    self.note(TarFlaw::PaxGlobal { key });
                }
            }
            _ => {
                let (fields, is_damaged) = pax_fields(body);
                // The same member has one record of this kind; what a second one says counts as said twice.
                let fields = fields
                    .into_iter()
                    .map(|(key, value)| (key.to_vec(), value.to_vec()));
                self.records.fields.extend(fields.take(1000));
                let has_nul = |(key, value): &(Vec<u8>, Vec<u8>)| {
                    matches!(key.as_slice(), b"path" | b"linkpath") && value.contains(&0)
                };
                self.records.is_damaged |= is_damaged || self.records.fields.iter().any(has_nul);
            }
        }
    }
}

/// The name is only the long name cut off, or with what is not ASCII left out or replaced: the way writers fill a header
/// whose name does not fit.
fn is_shadow(own: &[u8], long: &[u8]) -> bool {
    let plain = |bytes: &[u8]| -> Vec<u8> {
        let kept = bytes
            .iter()
            .filter(|byte| byte.is_ascii() && **byte != b'?');
        kept.copied().collect()
    };
    let trimmed = |bytes: &[u8]| bytes.strip_suffix(b"/").unwrap_or(bytes).to_vec();
    let (own_plain, long_plain) = (trimmed(&plain(own)), trimmed(&plain(long)));
    let is_full = own.len() >= 99;
    !long.is_empty() && (own_plain == long_plain || is_full && long_plain.starts_with(&own_plain))
}

/// Whether a pax size is the header's, or one that a header cannot hold.
fn is_size(own: u64, pax: &[u8]) -> bool {
    let said: Option<u64> = std::str::from_utf8(pax)
        .ok()
        .and_then(|pax| pax.parse().ok());
    said.is_some_and(|said| said == own)
}

fn contradiction(field: &str, value: &[u8], own_field: &str, own: &[u8]) -> String {
    let (value, own) = (text(value), text(own));
    format!("its `{field}` is `{value}`, and the {own_field} in the header is `{own}`")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn shorter(left: u64, length: usize) -> usize {
    usize::try_from(left).map_or(length, |left| left.min(length))
}
