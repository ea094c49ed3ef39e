//! Names of members, as installers and file systems would take them for paths.
//!
//! Not whether a name is a good one for Python.
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use unicode_normalization::UnicodeNormalization as _;

/// So many collisions are told.
const KEPT: usize = 20;

/// Names that Windows keeps for devices, whatever follows the first dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Whether a part of the path is `..`, with slashes of either kind.
pub fn climbs(name: &[u8]) -> bool {
    parts(name).any(|part| part == b"..")
}

/// Whether it is an absolute path, a drive, or a share, with slashes of either kind.
pub fn is_absolute(name: &[u8]) -> bool {
    let has_drive = name.get(1) == Some(&b':') && name.first().is_some_and(u8::is_ascii_alphabetic);
    has_drive || name.starts_with(b"/") || name.starts_with(b"\\")
}

/// Whether there is a backslash in it, which is a separator on Windows and a character elsewhere.
pub fn has_backslash(name: &[u8]) -> bool {
    name.contains(&b'\\')
}

/// Whether it is empty, or has a control character, or one that is not seen or turns the direction of what is.
pub fn has_control(name: &[u8]) -> bool {
    let text = String::from_utf8_lossy(name);
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    name.is_empty() || text.contains(is_hidden)
}

/// Whether no part of the path is empty or `.`, or ends in a dot or a space, which Windows leaves out. One slash may stand
/// at the end.
pub fn is_canonical(name: &[u8]) -> bool {
    let path = name.strip_suffix(b"/").unwrap_or(name);
    let is_odd = |part: &[u8]| {
        part.is_empty()
            || part == b"."
            || part != b".." && part.ends_with(b".")
            || part.ends_with(b" ")
    };
    is_absolute(name) || !parts(path).any(is_odd)
}

/// Whether Windows cannot write it: a part is a device's name, or has a character that is none of a file's.
pub fn is_reserved(name: &[u8]) -> bool {
    let is_odd = |byte: &u8| matches!(byte, b'<' | b'>' | b'"' | b'|' | b'?' | b'*');
    let mut own = parts(name);
    let has_colon = !is_absolute(name) && name.contains(&b':');
    has_colon || name.iter().any(is_odd) || own.any(is_device)
}

fn is_device(part: &[u8]) -> bool {
    let stem = part.split(|byte| *byte == b'.').next().unwrap_or_default();
    let stem = String::from_utf8_lossy(stem)
        .trim_end()
        .to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|of| stem.strip_prefix(of));
    let is_numbered = numbered.is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem.as_str()) || is_numbered
}

fn parts(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|byte| matches!(byte, b'/' | b'\\'))
}

/// Finds names that differ but are one file on a file system that ignores case or the form of Unicode, and files that are
/// folders of others. The pairs are places in `names`; a name that ends in a slash is a folder.
///
/// Equal names are not among them. Of the names only a hash is kept, so that many long ones need no memory.
pub fn collisions(names: &[&[u8]]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut seen: HashMap<u64, usize> = HashMap::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let folded = folded(name);
        let first = *seen.entry(hash(&folded)).or_insert(at);
        let other = names.get(first).copied().unwrap_or_default();
        let is_one = first != at && other != *name && self::folded(other) == folded;
        if is_one && found.len() < KEPT {
            found.push((first, at));
        }
    }
    for (at, name) in names.iter().enumerate() {
        let folded = folded(name);
        let slashes = folded.bytes().enumerate().filter(|(_, byte)| *byte == b'/');
        let mut hasher = DefaultHasher::new();
        let mut hashed = 0;
        for (slash, _) in slashes {
            hasher.write(folded.as_bytes().get(hashed..slash).unwrap_or_default());
            hashed = slash;
            let mut whole = hasher.clone();
            whole.write_u8(0xff);
            let Some(first) = seen.get(&whole.finish()) else {
                continue;
            };
            let file = names.get(*first).copied().unwrap_or_default();
            let is_file = !file.ends_with(b"/") && folded.get(..slash) == Some(&self::folded(file));
            if is_file && found.len() < KEPT {
                found.push((*first, at));
            }
        }
    }
    found
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Upper case first, since `ß` and `SS` are one name too.
fn folded(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name.strip_suffix(b"/").unwrap_or(name));
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.to_uppercase().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_file_system_takes_alike() {
        for (judge, yes, no) in [
            (
                climbs as fn(&[u8]) -> bool,
                &["..", "a/../b", "a\\..\\b"][..],
                &["a..b", "...", ""][..],
            ),
            (
                is_absolute,
                &["/a", "\\a", "C:/a", "c:a"],
                &["ab:/", "a", "1:"],
            ),
            (has_backslash, &["a\\b"], &["a/b"]),
            (
                has_control,
                &["", "a\n", "a\u{7f}", "a\u{202e}b", "\u{200b}"],
                &["a b", "é"],
            ),
            (
                is_canonical,
                &["a", "a/b/", ".a", "a/..b", "../a", "/a"],
                &["./a", "a//b", "a./b", "a ", "a/."],
            ),
            (
                is_reserved,
                &["con", "a/NUL.txt", "Com1.py", "a?b", "ab:c"],
                &["console", "com0", "com10", "a/b"],
            ),
        ] {
            for name in yes {
                assert!(judge(name.as_bytes()), "{name:?}");
            }
            for name in no {
                assert!(!judge(name.as_bytes()), "{name:?}");
            }
        }
    }

    #[test]
    fn names_that_are_one_file_collide() {
        let found = |names: &[&str]| {
            let names: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
            collisions(&names)
        };
        assert_eq!(found(&["a", "A", "b"]), [(0, 1)]);
        assert_eq!(found(&["stra\u{df}e", "STRASSE"]), [(0, 1)]);
        assert_eq!(found(&["e\u{301}", "\u{e9}"]), [(0, 1)]);
        assert_eq!(found(&["a", "a/"]), [(0, 1)]);
        assert_eq!(found(&["a/b", "A"]), [(1, 0)]);
        assert_eq!(found(&["a", "a", "a/b/", "b"]), [(0, 2)]);
        assert_eq!(found(&["a/", "a/b", "b/a"]), []);
    }
}
