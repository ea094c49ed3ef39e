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
    /// What is written over its header from these places on; a tar header's checksum is made after that.
    pub header: Vec<(usize, Vec<u8>)>,
    /// What is written over its entry in a zip archive's central directory from these places on.
    pub listed: Vec<(usize, Vec<u8>)>,
    /// The extra field of both headers of a zip archive.
    pub extra: Vec<u8>,
    /// What stands before its header.
    pub before: Vec<u8>,
    /// Whether a zip archive's central directory leaves it out.
    pub is_unlisted: bool,
}

/// What is special about the end of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ending {
    /// What is written over a zip archive's end record from these places on.
    pub end: Vec<(usize, Vec<u8>)>,
    /// What stands before a zip archive's end record.
    pub before_end: Vec<u8>,
    /// What stands behind a tar archive's two blocks of zeros, inflated; the blocks are left out when it is `None`.
    pub behind: Option<Vec<u8>>,
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
            header: Vec::new(),
            listed: Vec::new(),
            extra: Vec::new(),
            before: Vec::new(),
            is_unlisted: false,
        }
    }
}

/// Writes a header of a tar archive with this name, type and size, and the content behind it: for records about the next
/// member.
pub fn tar_record(name: &str, kind: u8, body: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    for (to, from) in header.as_old_mut().name.iter_mut().zip(name.as_bytes()) {
        *to = *from;
    }
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_size(body.len() as u64);
    header.set_entry_type(tar::EntryType::new(kind));
    header.set_cksum();
    let mut out = [header.as_bytes(), body].concat();
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

/// Writes a pax field as it stands in a record of type `x` or `g`.
pub fn pax_field(key: &str, value: &[u8]) -> Vec<u8> {
    let rest = key.len() + value.len() + 3;
    let mut length = rest;
    while rest + length.to_string().len() > length {
        length = rest + length.to_string().len();
    }
    [format!("{length} {key}=").as_bytes(), value, b"\n"].concat()
}

/// Writes a zip archive of deflated members in this order, duplicates included.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    zip_ending(entries, &Ending::default())
}

/// Writes a zip archive as `zip` does, with this end.
pub fn zip_ending(entries: &[Entry], ending: &Ending) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        out.extend(&entry.before);
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
        shared.extend((entry.extra.len() as u16).to_le_bytes());
        let mut local = [b"PK\x03\x04", &*shared, &entry.name, &entry.extra].concat();
        overwrite(&mut local, &entry.header);
        out.extend(local);
        out.extend(packed);
        let mut listed = b"PK\x01\x02".to_vec();
        listed.extend(((3_u16 << 8) | 20).to_le_bytes());
        listed.extend(&shared);
        listed.extend([0; 6]);
        listed.extend((mode << 16).to_le_bytes());
        listed.extend(offset.to_le_bytes());
        listed.extend(&entry.name);
        listed.extend(&entry.extra);
        overwrite(&mut listed, &entry.listed);
        if !entry.is_unlisted {
            directory.extend(listed);
        }
    }
    let (start, length) = (out.len() as u32, directory.len() as u32);
    out.extend(directory);
    out.extend(&ending.before_end);
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    let listed = entries.iter().filter(|entry| !entry.is_unlisted);
    let count = listed.count() as u16;
    for count in [count; 2] {
        end.extend(count.to_le_bytes());
    }
    end.extend(length.to_le_bytes());
    end.extend(start.to_le_bytes());
    end.extend(0_u16.to_le_bytes());
    overwrite(&mut end, &ending.end);
    out.extend(end);
    out
}

/// Writes over the bytes from each place on; what does not fit is added.
fn overwrite(bytes: &mut Vec<u8>, changes: &[(usize, Vec<u8>)]) {
    for (at, change) in changes {
        let end = at + change.len();
        bytes.resize(bytes.len().max(end), 0);
        if let Some(part) = bytes.get_mut(*at..end) {
            part.copy_from_slice(change);
        }
    }
}

/// Writes a gzipped ustar archive of regular files in this order. Names are cut at 100 bytes.
pub fn tar_gz(entries: &[Entry]) -> Vec<u8> {
    let behind = Some(Vec::new());
    let ending = Ending {
        behind,
        ..Ending::default()
    };
    gzip(&tar_ending(entries, &ending))
}

/// Writes a tar archive as `tar_gz` does, not packed, with this end.
pub fn tar_ending(entries: &[Entry], ending: &Ending) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in entries {
        out.extend(&entry.before);
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
        for (at, change) in &entry.header {
            let part = header.as_mut_bytes().get_mut(*at..at + change.len());
            if let Some(part) = part {
                part.copy_from_slice(change);
            }
        }
        header.set_cksum();
        out.extend(header.as_bytes());
        out.extend(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    if let Some(behind) = &ending.behind {
        out.resize(out.len() + 1024, 0);
        out.extend(behind);
    }
    out
}

/// Packs bytes as a gzip file of one member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    packed
        .write_all(bytes)
        .and_then(|()| packed.finish())
        .unwrap_or_default()
}
