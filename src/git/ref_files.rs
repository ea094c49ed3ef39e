//! Refs as git's own files have them: a packed one, and one file for each ref that is not packed.
//!
//! Where git keeps them otherwise, the command lists them. Of very many only those are kept that are wanted.
use super::error::GitError;
use super::refs::RefList;
use super::repository::{Oid, Repository};
use std::io::Read as _;
use std::path::Path;
use std::thread::JoinHandle;

/// Folders of refs deeper than this are not entered.
const DEPTH: usize = 32;

/// So much of the packed refs is read at once, in bytes; no line is longer.
const WINDOW: usize = 256 << 10;

/// Where the names of tags, branches and branches of remotes first differ: `refs/t`, `refs/h`, `refs/r`.
const KIND: usize = 5;

/// What is wanted of refs, of which there can be very many.
pub trait Sieve: Send + 'static {
    /// Looks at a packed ref, by the place of its folder among those that are listed, its name in that and its object;
    /// whether it is kept. All that are not packed are.
    fn keeps(&mut self, folder: usize, name: &str, object: &str) -> bool;
}

/// A sieve that keeps all.
#[derive(Debug)]
pub struct All;

impl Sieve for All {
    fn keeps(&mut self, _: usize, _: &str, _: &str) -> bool {
        true
    }
}

/// Lists of refs that are being made.
#[derive(Debug)]
pub struct Listing<const N: usize, S> {
    folders: [&'static str; N],
    made: Made<N, S>,
}

#[derive(Debug)]
enum Made<const N: usize, S> {
    /// By a thread.
    Soon(JoinHandle<([RefList; N], S)>),
    /// Not yet, as git does not keep refs in files here.
    NotYet(S),
}

impl Repository {
    /// Lists all tags by their names.
    pub fn tag_list(&self) -> Result<RefList, GitError> {
        let ([tags], _) = self.refs_below(["refs/tags/"], All).wait(self)?;
        Ok(tags)
    }

    /// Begins to list the refs below folders, which end with `/`. One that only repeats another (`HEAD`) is left out.
    pub fn refs_below<const N: usize, S: Sieve>(
        &self,
        folders: [&'static str; N],
        sieve: S,
    ) -> Listing<N, S> {
        let dir = self.common_dir().to_owned();
        let made = match self.has_ref_files() {
            true => Made::Soon(std::thread::spawn(move || in_files(&dir, folders, sieve))),
            false => Made::NotYet(sieve),
        };
        Listing { folders, made }
    }

    /// The full name of the ref that another one only repeats, as `HEAD` does; `None` when it names none.
    pub fn symbolic(&self, name: &str) -> Result<Option<String>, GitError> {
        // Such a ref is never packed, and looking for it among those that are takes long.
        let text = match self.has_ref_files() {
            true => read(&self.common_dir().join(name)),
            false => {
                let asked = self.git().args(["symbolic-ref", "--quiet", name]);
                format!("ref:{}", asked.output()?.text())
            }
        };
        let full = text.strip_prefix("ref:").map(str::trim);
        Ok(full.filter(|full| !full.is_empty()).map(str::to_owned))
    }

    /// Whether git keeps refs in files of their own here.
    fn has_ref_files(&self) -> bool {
        !self.common_dir().join("reftable").is_dir()
    }

    fn listed_below(&self, folder: &str) -> Result<Vec<u8>, GitError> {
        let format =
            "--format=%(if)%(symref)%(then)%(else)%(objectname) %(refname)%0a^%(*objectname)%(end)";
        let output = self.git().args(["for-each-ref", format, folder]).run()?;
        Ok(output.stdout)
    }
}

impl<const N: usize, S: Sieve> Listing<N, S> {
    /// The lists and the sieve, once they are there.
    pub fn wait(self, repository: &Repository) -> Result<([RefList; N], S), GitError> {
        let sieve = match self.made {
            Made::Soon(made) => return made.join().map_err(|_| GitError::Answer("packed-refs")),
            Made::NotYet(sieve) => sieve,
        };
        let mut sifted = Sifted::new(self.folders, sieve);
        sifted.is_peeled = true;
        for folder in self.folders {
            sifted.add(&repository.listed_below(folder)?);
        }
        Ok(sifted.done())
    }
}

/// Lists the refs below folders as they stand in git's files.
fn in_files<const N: usize, S: Sieve>(
    dir: &Path,
    folders: [&'static str; N],
    sieve: S,
) -> ([RefList; N], S) {
    // In this order, since git takes a file away only after it has packed what was in it.
    let mut files = Vec::new();
    for folder in folders {
        loose(&dir.join(folder), folder, DEPTH, &mut files);
    }
    let mut sifted = Sifted::new(folders, sieve);
    if let Ok(packed) = std::fs::File::open(dir.join("packed-refs")) {
        sifted.add_all(packed);
    }
    for (name, object) in files {
        sifted.add_loose(&name, &object);
    }
    sifted.done()
}

/// What came through a sieve.
struct Sifted<const N: usize, S> {
    folders: [&'static str; N],
    lists: [RefList; N],
    sieve: S,
    /// Whether what tag objects peel to is written down. Whoever packs refs says so at the top, and git always does.
    is_peeled: bool,
    /// The list of the ref that was kept last, if that is the one that was looked at last.
    last: Option<usize>,
}

impl<const N: usize, S: Sieve> Sifted<N, S> {
    fn new(folders: [&'static str; N], sieve: S) -> Self {
        Self {
            folders,
            lists: [const { RefList::new() }; N],
            sieve,
            is_peeled: false,
            last: None,
        }
    }

    /// Adds what a file of packed refs has, one window after the other. What cannot be read is not there.
    fn add_all(&mut self, mut file: std::fs::File) {
        let mut window = vec![0; WINDOW];
        let mut filled = 0;
        while let Some(free) = window.get_mut(filled..).filter(|free| !free.is_empty()) {
            let Ok(count @ 1..) = file.read(free) else {
                break;
            };
            filled += count;
            let known = window.get(..filled).unwrap_or_default();
            let whole = memchr::memrchr(b'\n', known).map_or(0, |at| at + 1);
            self.add(known.get(..whole).unwrap_or_default());
            window.copy_within(whole..filled, 0);
            filled -= whole;
        }
        self.add(window.get(..filled).unwrap_or_default());
    }

    /// Adds whole lines.
    fn add(&mut self, lines: &[u8]) {
        // Nearly always it is: this is the quicker way to see it.
        match std::str::from_utf8(lines) {
            Ok(text) => self.add_text(text),
            Err(_) => self.add_text(&String::from_utf8_lossy(lines)),
        }
    }

    fn add_text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let bytes = rest.as_bytes();
            // An object has 40 or 64 digits, and a name no space.
            let width = if bytes.get(40) == Some(&b' ') { 40 } else { 64 };
            let is_ref =
                bytes.get(width) == Some(&b' ') && !matches!(bytes.first(), Some(b'#' | b'^'));
            let skipped = if is_ref { width } else { 0 };
            let behind = bytes.get(skipped..).unwrap_or_default();
            let length = memchr::memchr(b'\n', behind).unwrap_or(behind.len());
            let (line, next) = rest.split_at_checked(skipped + length).unwrap_or_default();
            rest = next.get(1..).unwrap_or_default();
            if is_ref {
                self.add_packed(line, width);
            } else if let Some(peeled) = line.strip_prefix('^').filter(|line| !line.is_empty()) {
                if let Some(list) = self.last.and_then(|at| self.lists.get_mut(at)) {
                    list.peel(peeled);
                }
            } else if let Some(head) = line.strip_prefix('#') {
                self.is_peeled |= head.contains(" peeled");
            }
        }
    }

    fn add_packed(&mut self, line: &str, width: usize) {
        self.last = None;
        let (Some(object), Some(name)) = (line.get(..width), line.get(width + 1..)) else {
            return;
        };
        let kind = |full: &str| full.as_bytes().get(KIND).copied();
        for (at, folder) in self.folders.iter().enumerate() {
            if kind(folder) == kind(name)
                && let Some(name) = name.strip_prefix(folder)
                && self.sieve.keeps(at, name, object)
                && let Some(list) = self.lists.get_mut(at)
            {
                list.push(object, name, !self.is_peeled);
                self.last = Some(at);
            }
        }
    }

    fn add_loose(&mut self, name: &str, object: &Oid) {
        for (at, folder) in self.folders.iter().enumerate() {
            if let Some(name) = name.strip_prefix(folder)
                && let Some(list) = self.lists.get_mut(at)
            {
                self.sieve.keeps(at, name, object.as_str());
                list.push(object.as_str(), name, true);
            }
        }
    }

    fn done(self) -> ([RefList; N], S) {
        (self.lists.map(RefList::sorted), self.sieve)
    }
}

/// Finds the files of refs below a folder.
fn loose(dir: &Path, name: &str, depth: usize, found: &mut Vec<(String, Oid)>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let (path, file) = (entry.path(), entry.file_name());
        let Some(file) = file.to_str().filter(|file| !file.ends_with(".lock")) else {
            continue;
        };
        let name = format!("{name}{file}");
        if path.is_dir() {
            if depth > 0 {
                loose(&path, &format!("{name}/"), depth - 1, found);
            }
        } else if let Some(object) = Oid::new(read(&path).trim_end()) {
            found.push((name, object));
        }
    }
}

/// Reads a file that may not be there, or be taken away meanwhile.
fn read(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKED: &str = "\
# pack-refs with: peeled fully-peeled sorted
1111111111111111111111111111111111111111 refs/heads/main
2222222222222222222222222222222222222222 refs/tags/v1.2.2
3333333333333333333333333333333333333333 refs/tags/v1.2.3
^4444444444444444444444444444444444444444
5555555555555555555555555555555555555555 refs/tags/v1.3.0
";

    fn tags(files: &[(&str, &str)]) -> RefList {
        let mut sifted = Sifted::new(["refs/tags/"], All);
        sifted.add(PACKED.as_bytes());
        for (name, object) in files {
            sifted.add_loose(name, &Oid::new(object).unwrap());
        }
        let ([list], _) = sifted.done();
        list
    }

    #[test]
    fn refs_are_listed_by_name_with_what_they_peel_to() {
        let list = tags(&[]);
        let names: Vec<_> = list.iter().map(|found| found.name).collect();
        assert_eq!(names, ["v1.2.2", "v1.2.3", "v1.3.0"]);
        let found = list.get("v1.2.3").unwrap();
        assert_eq!(found.object, "3".repeat(40));
        assert_eq!(found.peeled, Some(&*"4".repeat(40)));
        assert!(!found.is_loose);
        assert_eq!(list.get("v1.2"), None);
        let names: Vec<_> = list
            .starting_with("v1.2.")
            .map(|found| found.name)
            .collect();
        assert_eq!(names, ["v1.2.2", "v1.2.3"]);
    }

    #[test]
    fn what_is_not_packed_holds() {
        let [six, seven] = ["6".repeat(40), "7".repeat(40)];
        let list = tags(&[("refs/tags/v1.2.3", &six), ("refs/tags/a", &seven)]);
        let all: Vec<_> = list
            .iter()
            .map(|found| (found.name, found.object))
            .collect();
        assert_eq!(all[0], ("a", &*seven));
        let found = list.get("v1.2.3").unwrap();
        assert_eq!(
            (found.object, found.peeled, found.is_loose),
            (&*six, None, true)
        );
        assert_eq!(list.len(), 4);
    }

    #[test]
    fn a_file_is_read_window_by_window() {
        let mut file = tempfile::tempfile().unwrap();
        let line = |number: usize| format!("{} refs/tags/v{number:06}\n", "1".repeat(40));
        let text: String = (0..20_000).map(line).collect();
        // Without a line end behind the last one.
        std::io::Write::write_all(&mut file, text.trim_end().as_bytes()).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let mut sifted = Sifted::new(["refs/tags/"], All);
        sifted.add_all(file);
        let ([list], _) = sifted.done();
        assert_eq!(list.len(), 20_000);
        assert_eq!(list.iter().last().unwrap().name, "v019999");
    }
}
