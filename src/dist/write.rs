//! Writes small archives in memory, sound ones and those that the `zip` crate would refuse to write.
//!
//! Not for releases: build back-ends make those. Samples of rules and tests are made with it.
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// A member to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: Vec<u8>,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The size that the archive is to claim where that is not the content's.
    pub claimed: Option<u32>,
    /// The number of the method that a zip archive is to claim where that is not 8, deflated.
    pub method: Option<u16>,
    /// Whether it is a symbolic link to its content.
    pub is_link: bool,
}

impl Entry {
    /// A member with this name and content.
    pub fn new(name: impl Into<Vec<u8>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            claimed: None,
            method: None,
            is_link: false,
        }
    }
}

/// Writes a zip archive of deflated members in this order, duplicates included.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = out.len() as u32;
        let mode: u32 = if entry.is_link { 0o120_777 } else { 0o100_644 };
        let mut crc = flate2::Crc::new();
        crc.update(&entry.bytes);
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
        // Writing to memory does not fail.
        let packed = packed
            .write_all(&entry.bytes)
            .and_then(|()| packed.finish())
            .unwrap_or_default();
        let mut shared = Vec::new();
        // Version 2.0, names in UTF-8, the method, 1980-01-01 00:00.
        for number in [20_u16, 0x0800, entry.method.unwrap_or(8), 0, 0x21] {
            shared.extend(number.to_le_bytes());
        }
        let size = entry.claimed.unwrap_or(entry.bytes.len() as u32);
        for number in [crc.sum(), packed.len() as u32, size] {
            shared.extend(number.to_le_bytes());
        }
        shared.extend((entry.name.len() as u16).to_le_bytes());
        shared.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&shared);
        out.extend(&entry.name);
        out.extend(packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(((3_u16 << 8) | 20).to_le_bytes());
        directory.extend(&shared);
        directory.extend([0; 6]);
        directory.extend((mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (start, length) = (out.len() as u32, directory.len() as u32);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for count in [entries.len() as u16; 2] {
        out.extend(count.to_le_bytes());
    }
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

/// Writes a gzipped ustar archive of regular files in this order. Names are cut at 100 bytes.
pub fn tar_gz(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in entries {
        let mut header = tar::Header::new_ustar();
        // `set_path` refuses names that lead out of the archive, and those are needed.
        for (to, from) in header.as_old_mut().name.iter_mut().zip(&entry.name) {
            *to = *from;
        }
        header.set_mode(0o644);
        let content: &[u8] = if entry.is_link { &[] } else { &entry.bytes };
        header.set_size(entry.claimed.map_or(content.len() as u64, u64::from));
        header.set_mtime(0);
        header.set_entry_type(tar::EntryType::Regular);
        if entry.is_link {
            header.set_entry_type(tar::EntryType::Symlink);
            for (to, from) in header.as_old_mut().linkname.iter_mut().zip(&entry.bytes) {
                *to = *from;
            }
        }
        header.set_cksum();
        out.extend(header.as_bytes());
        out.extend(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    packed
        .write_all(&out)
        .and_then(|()| packed.finish())
        .unwrap_or_default()
}
