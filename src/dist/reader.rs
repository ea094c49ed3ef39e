//! A file read at any position in windows of 64 KiB.
//!
//! Not a memory map: a file that shrinks meanwhile is an error, never a signal. Clones share the file and have a window
//! of their own, so that several threads read one file.
use super::WINDOW;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// The bytes of a distribution, from a file or from memory, with one window of them at hand.
#[derive(Debug)]
pub struct Reader {
    source: Source,
    size: u64,
    position: u64,
    window: Vec<u8>,
    window_start: u64,
}

#[derive(Debug, Clone)]
enum Source {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

impl Reader {
    /// Opens a regular file. A pipe is not even opened, since that would wait for somebody to write.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self::new(Source::File(Arc::new(file)), size))
    }

    /// A file that is in memory already.
    pub fn of_bytes(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let size = bytes.len() as u64;
        Self::new(Source::Memory(bytes), size)
    }

    /// The size in bytes, as it was when the file was opened.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many bytes lie behind the position.
    pub(super) fn left(&self) -> u64 {
        self.size.saturating_sub(self.position)
    }

    /// Reads exactly as many bytes as `into` holds, from `offset` on; `false` when the file ends before.
    pub fn read_at(&mut self, offset: u64, into: &mut [u8]) -> io::Result<bool> {
        self.position = offset;
        match self.read_exact(into) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn new(source: Source, size: u64) -> Self {
        Self {
            source,
            size,
            position: 0,
            window: Vec::new(),
            window_start: 0,
        }
    }

    /// The part of the window from the position on; empty when the position lies outside it.
    fn at_hand(&self) -> &[u8] {
        self.position
            .checked_sub(self.window_start)
            .and_then(|skip| usize::try_from(skip).ok())
            .and_then(|skip| self.window.get(skip..))
            .unwrap_or_default()
    }

    fn fill(&mut self) -> io::Result<()> {
        self.window_start = self.position;
        // Archives name positions that no file has, and the system takes those for an error instead of an end.
        if self.position >= self.size {
            self.window.clear();
            return Ok(());
        }
        match &self.source {
            Source::File(file) => {
                self.window.resize(WINDOW, 0);
                let count = read_window(file, &mut self.window, self.position)?;
                self.window.truncate(count);
            }
            Source::Memory(bytes) => {
                self.window.clear();
                let start = usize::try_from(self.position).unwrap_or(usize::MAX);
                let rest = bytes.get(start..).unwrap_or_default();
                self.window
                    .extend_from_slice(rest.get(..WINDOW).unwrap_or(rest));
            }
        }
        Ok(())
    }
}

impl Clone for Reader {
    fn clone(&self) -> Self {
        Self {
            position: self.position,
            ..Self::new(self.source.clone(), self.size)
        }
    }
}

/// Fills the window from this offset on, as far as the file goes.
fn read_window(file: &File, window: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut count = 0;
    while let Some(rest) = window.get_mut(count..).filter(|rest| !rest.is_empty()) {
        match read_at(file, rest, offset + count as u64) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        if self.at_hand().is_empty() {
            self.fill()?;
        }
        let mut at_hand = self.at_hand();
        let count = at_hand.read(into)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at_hand().is_empty() {
            self.fill()?;
        }
        Ok(self.at_hand())
    }

    fn consume(&mut self, count: usize) {
        self.position += count as u64;
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_that_no_file_has_is_an_end() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "abc").unwrap();
        let mut reader = Reader::open(file.path()).unwrap();
        assert!(!reader.read_at(u64::MAX - 5, &mut [0; 4]).unwrap());
        assert!(reader.read_at(1, &mut [0; 2]).unwrap());
        assert!(Reader::open(std::path::Path::new("/")).is_err());
    }

    #[test]
    fn reads_anywhere_and_knows_the_end() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        let mut reader = Reader::of_bytes(bytes.clone());
        let mut part = [0; 100];
        for offset in [0, 65_530, 199_900] {
            assert!(reader.read_at(offset as u64, &mut part).unwrap());
            assert_eq!(part, bytes[offset..offset + 100]);
        }
        assert!(!reader.read_at(199_901, &mut part).unwrap());
        assert!(!reader.read_at(u64::MAX - 5, &mut part).unwrap());
        assert!(reader.seek(SeekFrom::End(-200_001)).is_err());
    }
}
