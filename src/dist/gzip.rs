//! A gzip file inflated member by member, with what stands between and behind them.
//!
//! Not flate2's own reader of several members: that does not tell where one ends, and programs differ in whether they go
//! on there.
use super::Reader;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead as _, Read};

/// What was found out about the file's form so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Form {
    /// How many members ended and were followed by another.
    pub(super) further: u64,
    /// Whether a member behind the first one has a byte that is not zero.
    pub(super) has_further_data: bool,
    /// How many bytes follow the last member that are none.
    pub(super) trailing: u64,
}

/// Reads the inflated bytes.
pub(super) struct Gzip {
    decoder: Option<GzDecoder<Reader>>,
    form: Form,
}

impl Gzip {
    pub(super) fn new(reader: Reader) -> Self {
        Self {
            decoder: Some(GzDecoder::new(reader)),
            form: Form::default(),
        }
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// Goes on to the next member; `false` at the end of the file.
    fn advance(&mut self) -> io::Result<bool> {
        let Some(mut reader) = self.decoder.take().map(GzDecoder::into_inner) else {
            return Ok(false);
        };
        let left = reader.left();
        if left == 0 {
            return Ok(false);
        }
        // A window can end between the two bytes of the signature; they are then read again from where they are.
        let mut signature = [0; 2];
        let position = reader.size() - left;
        let is_member = reader.read_at(position, &mut signature)? && signature == [0x1f, 0x8b];
        if !is_member {
            self.form.trailing = left;
            return Ok(false);
        }
        io::Seek::seek(&mut reader, io::SeekFrom::Start(position))?;
        reader.fill_buf()?;
        self.form.further += 1;
        self.decoder = Some(GzDecoder::new(reader));
        Ok(true)
    }
}

/// How many zeros bytes begin with. Whole blocks are compared, as archives can end in many millions of them.
pub(super) fn zeros(bytes: &[u8]) -> usize {
    const BLOCK: [u8; 4096] = [0; 4096];
    let blocks = bytes.chunks(BLOCK.len());
    let whole = blocks.take_while(|block| BLOCK.starts_with(block));
    let count = whole.map(<[u8]>::len).sum();
    let rest = bytes.get(count..).unwrap_or_default();
    count + rest.iter().take_while(|byte| **byte == 0).count()
}

impl Read for Gzip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(decoder) = &mut self.decoder else {
                return Ok(0);
            };
            let count = decoder.read(into)?;
            if count > 0 || into.is_empty() {
                let found = into.get(..count).unwrap_or_default();
                if self.form.further > 0 && !self.form.has_further_data {
                    self.form.has_further_data = zeros(found) < found.len();
                }
                return Ok(count);
            }
            if !self.advance()? {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn form(parts: &[&[u8]]) -> (Vec<u8>, Form) {
        let mut gzip = Gzip::new(Reader::of_bytes(parts.concat()));
        let mut bytes = Vec::new();
        gzip.read_to_end(&mut bytes).unwrap();
        (bytes, gzip.form())
    }

    #[test]
    fn members_are_told_from_what_follows() {
        let (one, zeros, two) = (packed(b"one"), packed(&[0; 9]), packed(b"two"));
        let found = |further, has_further_data, trailing| Form {
            further,
            has_further_data,
            trailing,
        };
        for (parts, bytes, expected) in [
            (vec![&*one], "one", found(0, false, 0)),
            (vec![&*one, b"\0\0"], "one", found(0, false, 2)),
            (vec![&*one, b"\x1f"], "one", found(0, false, 1)),
            (
                vec![&*one, &zeros],
                "one\0\0\0\0\0\0\0\0\0",
                found(1, false, 0),
            ),
            (vec![&*one, &two], "onetwo", found(1, true, 0)),
            (vec![&*one, &two, b"x"], "onetwo", found(1, true, 1)),
        ] {
            assert_eq!(form(&parts), (bytes.into(), expected));
        }
    }
}
