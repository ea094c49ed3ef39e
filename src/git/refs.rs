//! Refs by their names: a list that is searched by name and by how names start.
//!
//! Not where they come from: `ref_files` reads git's own files. No object is looked up.
use super::repository::Oid;

/// The refs below a folder such as `refs/tags`, sorted by their names.
#[derive(Debug, Clone)]
pub struct RefList {
    text: String,
    /// Where the refs begin of which it is not written down what they peel to, as those with files of their own, in bytes.
    loose: usize,
    lines: Vec<Line>,
}

/// Where a ref stands in the text, in bytes: one `<object> <name>` a line, and what a tag object peels to behind it.
/// Small, as there can be very many.
#[derive(Debug, Clone)]
struct Line {
    object: u32,
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
    /// A list without any.
    pub(super) const fn new() -> Self {
        Self {
            text: String::new(),
            loose: 0,
            lines: Vec::new(),
        }
    }

    /// A list of names alone, in which all point at nothing.
    pub fn of_names<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let zeros = "0".repeat(40);
        let mut list = Self::new();
        for name in names {
            list.push(&zeros, name, true);
        }
        list.sorted()
    }

    /// Adds a ref; those that are packed come first, and of two refs of one name the later one holds.
    pub(super) fn push(&mut self, object: &str, name: &str, is_loose: bool) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = self.text.len();
        self.text.push_str(object);
        self.text.push(' ');
        self.text.push_str(name);
        let end = place(self.text.len());
        self.text.push('\n');
        if !is_loose {
            self.loose = self.text.len();
        }
        self.lines.push(Line {
            object: place(start),
            name: place(start + object.len() + 1),
            end,
            peeled: end,
        });
    }

    /// Tells what the ref that was added last peels to.
    pub(super) fn peel(&mut self, object: &str) {
        if let Some(last) = self.lines.last_mut() {
            self.text.push('^');
            self.text.push_str(object);
            last.peeled = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.text.push('\n');
            self.loose = self.text.len();
        }
    }

    /// The list when all are added.
    pub(super) fn sorted(mut self) -> Self {
        let is_sorted = |pair: &[Line]| match pair {
            [one, other] => self.name(one) < self.name(other),
            _ => true,
        };
        if !self.lines.windows(2).all(is_sorted) {
            let mut lines = std::mem::take(&mut self.lines);
            // The order among refs of one name is kept.
            lines.sort_by(|one, other| self.name(one).cmp(self.name(other)));
            lines.reverse();
            lines.dedup_by(|one, kept| self.name(one) == self.name(kept));
            lines.reverse();
            self.lines = lines;
        }
        self
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
            is_loose: line.object as usize >= self.loose,
            peeled: (line.peeled > line.end).then(|| self.piece(line.end + 2, line.peeled)),
        }
    }

    fn name(&self, line: &Line) -> &str {
        self.piece(line.name, line.end)
    }

    fn piece(&self, start: u32, end: u32) -> &str {
        let range = start as usize..end as usize;
        self.text.get(range).unwrap_or_default()
    }
}

impl NamedRef<'_> {
    /// The object that it points at.
    pub fn oid(&self) -> Option<Oid> {
        Oid::new(self.object)
    }
}
