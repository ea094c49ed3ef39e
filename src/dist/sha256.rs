//! SHA-256 as indexes and `release.json` write it.
//!
//! Not RECORD's spelling, which is base64: that is `record`'s.
use super::WINDOW;
use sha2::Digest as _;
use std::fmt;
use std::io::{Read, Write};
use std::str::FromStr;

/// A SHA-256, shown as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Hashes bytes that come one after the other.
    pub fn hasher() -> Hasher {
        Hasher(sha2::Sha256::new())
    }

    /// Hashes what is read to its end, and hands it on; returns the number of bytes too.
    pub fn through(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<(Self, u64)> {
        let mut hasher = sha2::Sha256::new();
        let mut buffer = vec![0; WINDOW];
        let mut size = 0;
        loop {
            let count = match from.read(&mut buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let part = buffer.get(..count).unwrap_or_default();
            if part.is_empty() {
                return Ok((Self(hasher.finalize().into()), size));
            }
            hasher.update(part);
            to.write_all(part)?;
            size += part.len() as u64;
        }
    }
}

/// A hash in the making.
#[derive(Debug, Clone)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// Adds bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that was added.
    pub fn finished(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Sha256 {
    type Err = ();

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return Err(());
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16).ok_or(())?;
                *byte = (*byte << 4) | u8::try_from(value).map_err(|_| ())?;
            }
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_it_is_read() {
        let hash = Sha256::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.to_uppercase().parse(), Ok(hash));
        let (through, size) = Sha256::through(&mut &b"abc"[..], &mut std::io::sink()).unwrap();
        assert_eq!((through, size), (hash, 3));
        let mut hasher = Sha256::hasher();
        hasher.add(b"a");
        hasher.add(b"bc");
        assert_eq!(hasher.finished(), hash);
        for wrong in ["", "ba78", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<Sha256>(), Err(()), "{wrong}");
        }
    }
}
