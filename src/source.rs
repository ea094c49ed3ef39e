//! Where something was read: files by their bytes, and places in them.
//!
//! Not a file system: nothing here opens anything. Line and column are worked out only when a place is shown.
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A path inside a repository or project: bytes, relative, separated by `/`, without `.` and `..`.
///
/// The empty path is the top. Git stores paths as bytes, so this type does too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RepoPath(Box<[u8]>);

impl RepoPath {
    /// The top of the tree.
    pub fn top() -> Self {
        Self::default()
    }

    /// Reads a path; `./` and doubled or trailing slashes are dropped, `..` and absolute paths are refused with `None`.
    pub fn new(path: impl AsRef<[u8]>) -> Option<Self> {
        let path = path.as_ref();
        if path.first() == Some(&b'/') || path.contains(&0) {
            return None;
        }
        if is_plain(path) {
            return Some(Self(path.into()));
        }
        let mut parts: Vec<&[u8]> = Vec::new();
        for part in path.split(|byte| *byte == b'/') {
            match part {
                b"" | b"." => {}
                b".." => return None,
                part => parts.push(part),
            }
        }
        Some(Self(parts.join(&b'/').into_boxed_slice()))
    }

    /// Returns this path followed by `below`, in which `..` may lead up to the top but not out of it.
    pub fn join(&self, below: impl AsRef<[u8]>) -> Option<Self> {
        let below = below.as_ref();
        // Nearly all are names of entries, and very many of them.
        if is_plain(below) && !self.0.is_empty() {
            let joined = [&*self.0, below].join(&b'/');
            return (!below.contains(&0)).then(|| Self(joined.into_boxed_slice()));
        }
        let mut parts: Vec<&[u8]> = self.parts().collect();
        if below.first() == Some(&b'/') {
            return None;
        }
        for part in below.split(|byte| *byte == b'/') {
            match part {
                b"" | b"." => {}
                b".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Self::new(parts.join(&b'/'))
    }

    /// The folder this path lies in; `None` for the top.
    pub fn parent(&self) -> Option<Self> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        Some(Self(self.0[..end].into()))
    }

    /// The last part; empty for the top.
    pub fn file_name(&self) -> &[u8] {
        self.0.rsplit(|byte| *byte == b'/').next().unwrap_or(b"")
    }

    /// The parts between the slashes, from the top down.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.0
            .split(|byte| *byte == b'/')
            .filter(|part| !part.is_empty())
    }

    /// Whether this path is `folder` or lies below it.
    pub fn is_below(&self, folder: &RepoPath) -> bool {
        folder.0.is_empty()
            || self.0 == folder.0
            || (self.0.starts_with(&folder.0) && self.0.get(folder.0.len()) == Some(&b'/'))
    }

    /// Whether this is the top itself.
    pub fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// The path as bytes, as git stores it.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path below `root` on this machine.
    pub fn to_path(&self, root: &Path) -> PathBuf {
        if self.0.is_empty() {
            return root.to_owned();
        }
        #[cfg(unix)]
        let below =
            Path::new(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(&self.0));
        #[cfg(not(unix))]
        let text = String::from_utf8_lossy(&self.0);
        #[cfg(not(unix))]
        let below = Path::new(text.as_ref());
        root.join(below)
    }

    /// Returns the path of `path` below `root`; `None` when it lies elsewhere.
    pub fn below(root: &Path, path: &Path) -> Option<Self> {
        let below = path.strip_prefix(root).ok()?;
        let mut text = Vec::new();
        for part in below.components() {
            if !text.is_empty() {
                text.push(b'/');
            }
            text.extend_from_slice(part.as_os_str().as_encoded_bytes());
        }
        Self::new(text)
    }
}

/// Whether no part of a path is empty, `.` or `..`.
fn is_plain(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/')
        .all(|part| !matches!(part, b"" | b"." | b".."))
}

impl From<&str> for RepoPath {
    /// For paths written in the source: a path that leads out of the tree becomes the top.
    fn from(path: &str) -> Self {
        Self::new(path).unwrap_or_default()
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name over several lines would tear the line that it is told in.
        f.write_str(&printable(&String::from_utf8_lossy(&self.0)).replace('\n', "\\n"))
    }
}

/// What a place lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file of the project.
    File(RepoPath),
    /// A distribution as a whole.
    Archive(Arc<Path>),
    /// A member of a distribution.
    Member {
        /// The distribution's path.
        archive: Arc<Path>,
        /// The member's name as the archive stores it.
        name: Box<[u8]>,
    },
    /// The message of the commit that is being made.
    CommitMessage,
    /// A git ref, by its full name.
    Ref(Arc<str>),
}

/// Where in its origin a place lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// No particular spot.
    Whole,
    /// A span of bytes in a text.
    Text {
        /// The whole text.
        bytes: Arc<[u8]>,
        /// The span, in bytes.
        span: Range<usize>,
    },
    /// A byte offset in an archive.
    Offset(u64),
}

/// A place that a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it lies in.
    pub origin: Origin,
    /// Where in it.
    pub spot: Spot,
    /// What is to be seen there, in a few words; may be empty.
    pub label: String,
}

impl Place {
    /// Returns the same place with another label.
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A file as a whole.
    pub fn file(path: RepoPath) -> Self {
        Self {
            origin: Origin::File(path),
            spot: Spot::Whole,
            label: String::new(),
        }
    }

    /// A git ref, by its full name.
    pub fn git_ref(name: &str) -> Self {
        Self {
            origin: Origin::Ref(name.into()),
            spot: Spot::Whole,
            label: String::new(),
        }
    }

    /// A distribution as a whole.
    pub fn archive(path: impl Into<Arc<Path>>) -> Self {
        Self {
            origin: Origin::Archive(path.into()),
            spot: Spot::Whole,
            label: String::new(),
        }
    }

    /// A member of a distribution as a whole.
    pub fn member(archive: impl Into<Arc<Path>>, name: impl AsRef<[u8]>) -> Self {
        Self {
            origin: Origin::Member {
                archive: archive.into(),
                name: name.as_ref().into(),
            },
            spot: Spot::Whole,
            label: String::new(),
        }
    }

    /// Returns the same origin with a span of `bytes`.
    pub fn spanning(mut self, bytes: Arc<[u8]>, span: Range<usize>) -> Self {
        self.spot = Spot::Text { bytes, span };
        self
    }
}

/// A file as it was read: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it was read.
    pub path: RepoPath,
    /// What was read.
    pub bytes: Arc<[u8]>,
}

/// Why bytes are not a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// The bytes stop being UTF-8.
    #[error("not UTF-8 from line {line} on")]
    NotUtf8 {
        /// The line with the first bad byte, from 1.
        line: usize,
    },
    /// There is a NUL byte, as in UTF-16 or a binary file.
    #[error("not a text file: it holds a NUL byte in line {line}")]
    Nul {
        /// The line with the byte, from 1.
        line: usize,
    },
}

impl SourceFile {
    /// A file with these bytes.
    pub fn new(path: RepoPath, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            path,
            bytes: bytes.into(),
        }
    }

    /// The text, a byte order mark included.
    pub fn text(&self) -> Result<&str, NotText> {
        let line = |at: usize| line_column(&self.bytes, at).0;
        if let Some(at) = self.bytes.iter().position(|byte| *byte == 0) {
            return Err(NotText::Nul { line: line(at) });
        }
        std::str::from_utf8(&self.bytes).map_err(|error| NotText::NotUtf8 {
            line: line(error.valid_up_to()),
        })
    }

    /// The place of a span of this file.
    pub fn place(&self, span: Range<usize>, label: impl Into<String>) -> Place {
        Place {
            origin: Origin::File(self.path.clone()),
            spot: Spot::Text {
                bytes: self.bytes.clone(),
                span,
            },
            label: label.into(),
        }
    }
}

/// Returns line and column of a byte offset, both from 1; a column counts characters.
pub fn line_column(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = &bytes[..offset.min(bytes.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}

/// Returns the line that a byte offset lies in, without its line end.
pub fn line_around(bytes: &[u8], offset: usize) -> &[u8] {
    let (before, after) = bytes.split_at(offset.min(bytes.len()));
    let is_end = |byte: &u8| *byte == b'\n';
    let start = before.iter().rposition(is_end).map_or(0, |at| at + 1);
    let end = after.iter().position(is_end).unwrap_or(after.len());
    let line = &bytes[start..before.len() + end];
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Returns `text` with no more than 400 characters of each value in it, so that what is said of the value can be found.
pub fn abridged(text: &str) -> String {
    let cut = |piece: &str| match piece.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", piece.get(..end).unwrap_or_default()),
        None => piece.to_owned(),
    };
    text.split('`').map(cut).collect::<Vec<_>>().join("`")
}

/// Returns `text` with control characters and direction marks written out, so that it cannot move the cursor or hide.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if (c.is_control() && c != '\n' && c != '\t') || hides {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_too_long_is_cut_off() {
        let told = |value: &str| format!("`{value}` is not a version: `x` is not");
        assert_eq!(abridged(&told("1.2x")), told("1.2x"));
        let cut = "é".repeat(400) + "…";
        assert_eq!(abridged(&told(&"é".repeat(401))), told(&cut));
    }

    #[test]
    fn a_path_stays_inside_the_tree() {
        assert_eq!(RepoPath::new("./a//b/"), Some(RepoPath::from("a/b")));
        assert_eq!(RepoPath::from("a\nb\x1b").to_string(), r"a\nb\u{1b}");
        assert_eq!(RepoPath::new("../a"), None);
        assert_eq!(RepoPath::new("/a"), None);
        assert_eq!(
            RepoPath::from("a/b").join("../c"),
            Some(RepoPath::from("a/c"))
        );
        assert_eq!(RepoPath::from("a").join("../../c"), None);
        assert!(RepoPath::from("a/b").is_below(&RepoPath::from("a")));
        assert!(!RepoPath::from("ab").is_below(&RepoPath::from("a")));
    }

    #[test]
    fn columns_count_characters_from_one() {
        assert_eq!(line_column("é = 1\nx".as_bytes(), 3), (1, 3));
        assert_eq!(line_column(b"a\nbc", 3), (2, 2));
    }

    #[test]
    fn a_line_ends_before_its_line_end() {
        assert_eq!(line_around(b"a\r\nbc\r\nd", 4), b"bc");
        assert_eq!(line_around(b"a\nb", 99), b"b");
        assert_eq!(line_around(b"", 0), b"");
    }

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}"), "a\\u{1b}[31m\\u{202e}");
    }
}
