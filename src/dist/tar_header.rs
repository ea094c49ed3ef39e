//! One header block of a tar archive, and the records of a pax header.
//!
//! Not the `tar` crate's reading of them: the two are held against each other.

/// The length of a block, in bytes.
pub(super) const BLOCK: usize = 512;

/// How a header says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Old,
    Posix,
    Gnu,
}

/// The key and the value of a pax field.
pub(super) type PaxField<'a> = (&'a [u8], &'a [u8]);

/// A header block.
pub(super) struct TarHeader<'a>(&'a [u8; BLOCK]);

/// A number as it is written in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// Octal digits.
    Octal(u64),
    /// The binary form of GNU tar; `None` when it is negative or too large.
    Binary(Option<u64>),
    /// Neither.
    Unreadable,
}

impl Number {
    pub(super) fn value(self) -> Option<u64> {
        match self {
            Self::Octal(value) => Some(value),
            Self::Binary(value) => value,
            Self::Unreadable => None,
        }
    }
}

impl<'a> TarHeader<'a> {
    /// A block whose checksum is right, with signed or unsigned bytes, as old programs wrote either.
    pub(super) fn new(block: &'a [u8; BLOCK]) -> Option<Self> {
        let said = number(block.get(148..156)?).value()?;
        let (mut plain, mut signed) = (256_i64, 256_i64);
        for (at, byte) in block.iter().enumerate() {
            if !(148..156).contains(&at) {
                plain += i64::from(*byte);
                signed += i64::from(byte.cast_signed());
            }
        }
        let said = i64::try_from(said).ok()?;
        (said == plain || said == signed).then_some(Self(block))
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self.field(257, 8) {
            b"ustar\x0000" => Dialect::Posix,
            b"ustar  \0" => Dialect::Gnu,
            _ => Dialect::Old,
        }
    }

    pub(super) fn kind(&self) -> u8 {
        self.field(156, 1).first().copied().unwrap_or(0)
    }

    pub(super) fn number(&self, at: usize, length: usize) -> Number {
        number(self.field(at, length))
    }

    /// The name, with the prefix that the POSIX form has before it.
    pub(super) fn name(&self) -> Vec<u8> {
        let name = until_nul(self.field(0, 100));
        let prefix = match self.dialect() {
            Dialect::Posix => until_nul(self.field(345, 155)),
            Dialect::Old | Dialect::Gnu => &[],
        };
        if prefix.is_empty() {
            return name.into();
        }
        [prefix, b"/", name].concat()
    }

    pub(super) fn target(&self) -> &'a [u8] {
        until_nul(self.field(157, 100))
    }

    fn field(&self, at: usize, length: usize) -> &'a [u8] {
        self.0.get(at..at + length).unwrap_or_default()
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn number(field: &[u8]) -> Number {
    if let Some(first @ 0x80..) = field.first().copied() {
        let rest = field.get(1..).unwrap_or_default();
        let start = u64::from(first & 0x3f);
        let value = rest.iter().try_fold(start, |value, byte| {
            Some(value.checked_mul(256)? | u64::from(*byte))
        });
        return Number::Binary(value.filter(|_| first & 0x40 == 0));
    }
    let text = until_nul(field).trim_ascii();
    let value = text.iter().try_fold(0_u64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 8).then_some(value.checked_mul(8)? + u64::from(digit))
    });
    value.map_or(Number::Unreadable, Number::Octal)
}

/// The fields of a pax header up to the first that is damaged, and whether there is one.
pub(super) fn pax_fields(mut records: &[u8]) -> (Vec<PaxField<'_>>, bool) {
    let mut fields = Vec::new();
    while !records.is_empty() {
        let Some((field, rest)) = pax_field(records) else {
            return (fields, true);
        };
        fields.push(field);
        records = rest;
    }
    (fields, false)
}

/// `LENGTH KEY=VALUE\n`, the length counting all of it.
fn pax_field(records: &[u8]) -> Option<(PaxField<'_>, &[u8])> {
    let space = records.iter().take(20).position(|byte| *byte == b' ')?;
    let digits = records.get(..space)?;
    let is_plain =
        digits.first().is_some_and(|first| *first != b'0') && digits.iter().all(u8::is_ascii_digit);
    let length: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let (record, rest) = records.split_at_checked(length).filter(|_| is_plain)?;
    let body = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = body.iter().position(|byte| *byte == b'=')?;
    let (key, value) = body.split_at_checked(equals)?;
    (!key.is_empty()).then_some(((key, value.get(1..)?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (field, expected) in [
            (&b"0000644\0"[..], Number::Octal(0o644)),
            (b"   644 \0", Number::Octal(0o644)),
            (b"\0\0\0\0", Number::Octal(0)),
            (b"0000648\0", Number::Unreadable),
            (b"-000001\0", Number::Unreadable),
            (b"\x80\0\0\x01\x00", Number::Binary(Some(256))),
            (b"\xff\xff\xff\xff", Number::Binary(None)),
            (
                b"\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                Number::Binary(None),
            ),
        ] {
            assert_eq!(number(field), expected, "{field:?}");
        }
    }

    #[test]
    fn a_pax_record_is_as_long_as_it_says() {
        let found = |records: &'static [u8]| pax_fields(records);
        assert_eq!(
            found(b"12 path=a/b\n12 path=c\nd\n"),
            (vec![(&b"path"[..], &b"a/b"[..]), (b"path", b"c\nd")], false)
        );
        for damaged in [
            &b"11 path=a/b\n"[..],
            b"13 path=a/b\n",
            b"012 path=a/\n",
            b"x path=a\n",
            b"5 a=b",
            b"9999999999999999999999 a=b\n",
            b"4 =\n",
        ] {
            assert_eq!(found(damaged), (vec![], true), "{damaged:?}");
        }
    }
}
