//! Refs by their names, as git's own files have them: a packed one, and one file for each that is not packed.
//!
//! Where git keeps them otherwise, the command lists them. No object is looked up: very many refs are listed in no time.
use super::error::GitError;
use super::repository::{Oid, Repository};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Folders of refs deeper than this are not entered.
const DEPTH: usize = 32;

/// The refs below a folder such as `refs/tags`, sorted by their names.
#[derive(Debug, Clone)]
pub struct RefList {
    text: Arc<String>,
    /// The length of the folder's name, in bytes.
    folder: usize,
    /// Where the refs begin of which it is not written down what they peel to, as those with files of their own, in bytes.
    loose: u32,
    lines: Vec<Line>,
}

/// Where a ref stands in the text, in bytes: one `<object> <name>` a line, and what a tag object peels to behind it.
/// Small, as there can be very many.
#[derive(Debug, Clone)]
struct Line {
    object: u32,
    /// Where the name begins, the folder's included.
    name: u32,
    end: u32,
    /// Where the line of what it peels to ends; where its own ends when there is none.
    peeled: u32,
}

/// One ref of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedRef<'l> {
    /// Its name below the list's folder.
    pub name: &'l str,
    /// The object that it points at, in hexadecimal digits.
    pub object: &'l str,
    /// What that object peels to, where git wrote it down: only for tag objects.
    pub peeled: Option<&'l str>,
    /// Whether what it peels to is written down nowhere, as where it has a file of its own.
    pub is_loose: bool,
}

impl RefList {
    /// A list of names alone, in which all point at nothing.
    pub fn of_names<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let zeros = "0".repeat(40);
        let lines = names.map(|name| format!("{zeros} {name}\n"));
        Self::parse(&Arc::new(lines.collect()), "", 0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = NamedRef<'_>> {
        self.lines.iter().map(|line| self.named(line))
    }

    /// The one of this name.
    pub fn get(&self, name: &str) -> Option<NamedRef<'_>> {
        let at = self
            .lines
            .binary_search_by(|line| self.name(line).cmp(name));
        self.lines.get(at.ok()?).map(|line| self.named(line))
    }

    /// Those whose names start so.
    pub fn starting_with<'l>(
        &'l self,
        start: &str,
    ) -> impl Iterator<Item = NamedRef<'l>> + use<'l> {
        let from = self.lines.partition_point(|line| self.name(line) < start);
        let start = start.to_owned();
        let lines = self.lines.get(from..).unwrap_or_default().iter();
        lines
            .map(|line| self.named(line))
            .take_while(move |found| found.name.starts_with(&start))
    }

    fn named(&self, line: &Line) -> NamedRef<'_> {
        NamedRef {
            name: self.name(line),
            object: self.piece(line.object, line.name - 1),
            is_loose: line.object >= self.loose,
            peeled: (line.peeled > line.end).then(|| self.piece(line.end + 2, line.peeled)),
        }
    }

    fn name(&self, line: &Line) -> &str {
        let name = self.piece(line.name, line.end);
        name.get(self.folder..).unwrap_or_default()
    }

    fn piece(&self, start: u32, end: u32) -> &str {
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// Reads lines; the later of two refs of one name is the one that holds. A text of 4 GiB or more has none.
    fn parse(text: &Arc<String>, folder: &str, loose: usize) -> Self {
        let mut list = Self {
            text: text.clone(),
            folder: folder.len(),
            loose: u32::try_from(loose).unwrap_or(u32::MAX),
            lines: Vec::new(),
        };
        let bytes = text.as_bytes();
        if u32::try_from(bytes.len()).is_err() {
            return list;
        }
        let (mut at, mut is_sorted) = (0, true);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            // An object has 40 or 64 digits, and a name no space.
            let width = if rest.get(40) == Some(&b' ') { 40 } else { 64 };
            let is_ref = rest.get(width) == Some(&b' ') && rest.first() != Some(&b'#');
            let skipped = if is_ref { width + 1 } else { 0 };
            let behind = rest.get(skipped..).unwrap_or_default();
            let length = memchr::memchr(b'\n', behind);
            let behind = behind
                .get(..length.unwrap_or(behind.len()))
                .unwrap_or_default();
            let end = at + skipped + behind.len();
            let place = |at: usize| at as u32;
            if is_ref && behind.starts_with(folder.as_bytes()) {
                let last = list
                    .lines
                    .last()
                    .map(|last| last.name as usize..last.end as usize);
                is_sorted &= last.is_none_or(|last| bytes.get(last) < Some(behind));
                list.lines.push(Line {
                    object: place(at),
                    name: place(at + skipped),
                    end: place(end),
                    peeled: place(end),
                });
            } else if let Some(last) = list.lines.last_mut()
                && last.end as usize + 1 == at
                && matches!(behind, [b'^', _, ..])
            {
                last.peeled = place(end);
            }
            at = end + 1;
        }
        if !is_sorted {
            list.sort();
        }
        list
    }

    fn sort(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        // The order among refs of one name is kept.
        lines.sort_by(|one, other| self.name(one).cmp(self.name(other)));
        lines.reverse();
        lines.dedup_by(|one, kept| self.name(one) == self.name(kept));
        lines.reverse();
        self.lines = lines;
    }
}

impl NamedRef<'_> {
    /// The object that it points at.
    pub fn oid(&self) -> Option<Oid> {
        Oid::new(self.object)
    }
}

impl Repository {
    /// Lists all tags by their names.
    pub fn tag_list(&self) -> Result<RefList, GitError> {
        let [tags] = self.refs_below(["refs/tags/"])?;
        Ok(tags)
    }

    /// Lists the refs below folders, which end with `/`. One that only repeats another (`HEAD`) is left out.
    pub fn refs_below<const N: usize>(
        &self,
        folders: [&'static str; N],
    ) -> Result<[RefList; N], GitError> {
        self.refs_below_soon(folders, |lists| lists).wait(self)
    }

    /// Begins to list the refs below folders and to make something of the lists, which takes a moment where there are
    /// very many.
    pub fn refs_below_soon<const N: usize, T: Send + 'static>(
        &self,
        folders: [&'static str; N],
        then: fn([RefList; N]) -> T,
    ) -> Listing<N, T> {
        let dir = self.common_dir().to_owned();
        let make = || std::thread::spawn(move || then(in_files(&dir, folders)));
        let made = self.has_ref_files().then(make);
        Listing {
            folders,
            then,
            made,
        }
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
    pub(super) fn has_ref_files(&self) -> bool {
        !self.common_dir().join("reftable").is_dir()
    }

    fn listed_below(&self, folder: &str) -> Result<String, GitError> {
        let format =
            "--format=%(if)%(symref)%(then)%(else)%(objectname) %(refname)%0a^%(*objectname)%(end)";
        let output = self.git().args(["for-each-ref", format, folder]).run()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// What is being made of lists of refs.
#[derive(Debug)]
pub struct Listing<const N: usize, T> {
    folders: [&'static str; N],
    then: fn([RefList; N]) -> T,
    /// `None` where git does not keep refs in files.
    made: Option<JoinHandle<T>>,
}

impl<const N: usize, T> Listing<N, T> {
    /// What was made of them, once it is there.
    pub fn wait(self, repository: &Repository) -> Result<T, GitError> {
        if let Some(Ok(made)) = self.made.map(JoinHandle::join) {
            return Ok(made);
        }
        let mut text = String::new();
        for folder in self.folders {
            text.push_str(&repository.listed_below(folder)?);
        }
        let text = Arc::new(text);
        let loose = text.len();
        let lists = self
            .folders
            .map(|folder| RefList::parse(&text, folder, loose));
        Ok((self.then)(lists))
    }
}

/// Lists the refs below folders as they stand in git's files.
fn in_files<const N: usize>(dir: &Path, folders: [&str; N]) -> [RefList; N] {
    // In this order, since git takes a file away only after it has packed what was in it.
    let mut files = String::new();
    for folder in folders {
        loose(&dir.join(folder), folder, DEPTH, &mut files);
    }
    let mut text = read(&dir.join("packed-refs"));
    text.reserve(files.len() + 1);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    // Whoever packs refs says at the top whether what tag objects peel to is written down, and git always does.
    let head = text.lines().next().unwrap_or_default();
    let is_peeled = head.starts_with('#') && head.contains(" peeled");
    let loose = if is_peeled { text.len() } else { 0 };
    text.push_str(&files);
    let text = Arc::new(text);
    folders.map(|folder| RefList::parse(&text, folder, loose))
}

/// Adds a line for each file of refs below a folder.
fn loose(dir: &Path, name: &str, depth: usize, text: &mut String) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let (path, file) = (entry.path(), entry.file_name());
        let Some(file) = file.to_str().filter(|file| !file.ends_with(".lock")) else {
            continue;
        };
        if path.is_dir() {
            if depth > 0 {
                loose(&path, &format!("{name}{file}/"), depth - 1, text);
            }
        } else if let Some(object) = Oid::new(read(&path).trim_end()) {
            text.push_str(&format!("{object} {name}{file}\n"));
        }
    }
}

/// Reads a file that may not be there, or be taken away meanwhile.
fn read(path: &Path) -> String {
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        Err(_) => String::new(),
    }
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

    fn list(more: &str) -> RefList {
        RefList::parse(
            &Arc::new(format!("{PACKED}{more}")),
            "refs/tags/",
            PACKED.len(),
        )
    }

    #[test]
    fn refs_are_listed_by_name_with_what_they_peel_to() {
        let list = list("");
        let names: Vec<_> = list.iter().map(|found| found.name).collect();
        assert_eq!(names, ["v1.2.2", "v1.2.3", "v1.3.0"]);
        let found = list.get("v1.2.3").unwrap();
        assert_eq!(found.object, "3".repeat(40));
        assert_eq!(found.peeled, Some(&*"4".repeat(40)));
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
        let list = list(&format!("{six} refs/tags/v1.2.3\n{seven} refs/tags/a\n"));
        let all: Vec<_> = list
            .iter()
            .map(|found| (found.name, found.object))
            .collect();
        assert_eq!(all[0], ("a", &*seven));
        assert_eq!(list.get("v1.2.3").unwrap().object, six);
        assert_eq!(list.get("v1.2.3").unwrap().peeled, None);
        assert_eq!(list.len(), 4);
    }
}
