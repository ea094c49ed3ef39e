//! Files of a few names in a commit's tree: the folders that have none are entered once, however many commits have them.
//!
//! Not the files that a name is looked for in: those are read by `snapshot`.
use super::entry::{Entry, EntryKind, Next};
use super::error::GitError;
use super::objects::{Stored, tree_entry};
use super::repository::Repository;
use crate::source::RepoPath;
use std::collections::HashSet;
use std::path::Path;
use std::thread::{available_parallelism, scope};

/// Lists of names.
pub(super) type Lists = &'static [&'static [&'static str]];

/// A tree without a file of these names, and how many folders lie above it: that can decide whether it is entered.
pub(super) type Barren = (git2::Oid, usize, Lists);

/// So many folders in one folder are worth threads of their own.
const MANY: usize = 16;

/// Threads do not look into deeper folders, nor do walks.
const DEPTH: usize = 8;

/// Names that are looked for among very many.
#[derive(Debug)]
pub(super) struct Names {
    by_length: Vec<Vec<&'static [u8]>>,
}

impl Names {
    pub(super) fn new(lists: Lists) -> Self {
        let mut by_length: Vec<Vec<&[u8]>> = Vec::new();
        for name in lists.iter().copied().flatten() {
            if by_length.len() <= name.len() {
                by_length.resize(name.len() + 1, Vec::new());
            }
            if let Some(names) = by_length.get_mut(name.len()) {
                names.push(name.as_bytes());
            }
        }
        Self { by_length }
    }

    pub(super) fn has(&self, name: &[u8]) -> bool {
        let names = self.by_length.get(name.len());
        // The first byte is looked at before all are: this is asked for each file of a project.
        let is_it = |known: &&[u8]| known.first() == name.first() && *known == name;
        names.is_some_and(|names| names.iter().any(is_it))
    }
}

/// Walks the folders of a tree and its files that have one of the names; those of a folder before what is in its folders.
pub(super) fn walk_wanted(
    repository: &Repository,
    folder: &RepoPath,
    tree: &Stored,
    lists: Lists,
    visit: &mut dyn FnMut(Entry<'_>) -> Next,
) -> Result<Next, GitError> {
    let depth = folder.parts().count();
    let is_barren = |stored: &Stored, depth| match stored {
        Stored::Lib(tree) => repository.barren().contains(&(*tree, depth, lists)),
        _ => false,
    };
    if is_barren(tree, depth) {
        return Ok(Next::Into);
    }
    let (mut below, mut found) = (Vec::new(), false);
    for entry in repository.level(tree, folder, Some(lists))? {
        let (path, kind) = (&entry.path, entry.kind);
        let next = visit(Entry { path, kind });
        match (kind, next) {
            (_, Next::Stop) => return Ok(Next::Stop),
            (EntryKind::Folder, Next::Into) => below.push(entry),
            (EntryKind::Folder, Next::Over) => {}
            _ => found = true,
        }
    }
    if depth == 0 {
        let known = repository.staged_barren(lists);
        repository.barren().extend(known);
    }
    below.retain(|entry| !is_barren(&entry.stored, depth + 1));
    if let (true, Some(lib)) = (below.len() >= MANY, repository.lib()) {
        let trees = below.iter().filter_map(|entry| match entry.stored {
            Stored::Lib(tree) => Some(tree),
            _ => None,
        });
        let trees: Vec<git2::Oid> = trees.collect();
        let known = barren(&lib.odb()?, repository.git_dir(), &trees, depth + 1, lists);
        repository.barren().extend(known);
    }
    for entry in below {
        if walk_wanted(repository, &entry.path, &entry.stored, lists, visit)? == Next::Stop {
            return Ok(Next::Stop);
        }
        found |= !is_barren(&entry.stored, depth + 1);
    }
    if let (Stored::Lib(tree), false) = (tree, found) {
        repository.barren().insert((*tree, depth, lists));
    }
    Ok(Next::Into)
}

/// Finds those of some trees that hold no file of the names, on all processors. What cannot be read is not among them.
fn barren(
    own: &git2::Odb<'_>,
    git_dir: &Path,
    trees: &[git2::Oid],
    depth: usize,
    lists: Lists,
) -> HashSet<Barren> {
    let names = &Names::new(lists);
    let workers = available_parallelism().map_or(1, usize::from).min(4);
    let share = |odb: &git2::Odb<'_>, worker: usize| {
        let mut known = Vec::new();
        for tree in trees.iter().skip(worker).step_by(workers) {
            if has_none(odb, *tree, depth, names) {
                known.push((*tree, depth, lists));
            }
        }
        known
    };
    let apart = |worker: usize| {
        let lib = git2::Repository::open(git_dir).ok();
        match lib.as_ref().map(git2::Repository::odb) {
            Some(Ok(odb)) => share(&odb, worker),
            _ => Vec::new(),
        }
    };
    scope(|scope| {
        let apart = &apart;
        let running: Vec<_> = (1..workers)
            .map(|worker| scope.spawn(move || apart(worker)))
            .collect();
        let mut known: HashSet<Barren> = share(own, 0).into_iter().collect();
        let done = running.into_iter().filter_map(|worker| worker.join().ok());
        known.extend(done.flatten());
        known
    })
}

/// Whether a tree holds no file of the names, however deep.
fn has_none(odb: &git2::Odb<'_>, tree: git2::Oid, depth: usize, names: &Names) -> bool {
    let Ok(object) = odb.read(tree) else {
        return false;
    };
    let mut rest = object.data();
    while !rest.is_empty() {
        let Some((entry, next)) = tree_entry(rest) else {
            return false;
        };
        rest = next;
        let is_none = match EntryKind::of_mode(entry.mode) {
            EntryKind::Folder => match git2::Oid::from_bytes(entry.object) {
                Ok(below) => depth < DEPTH && has_none(odb, below, depth + 1, names),
                Err(_) => false,
            },
            _ => !names.has(entry.name),
        };
        if !is_none {
            return false;
        }
    }
    true
}
