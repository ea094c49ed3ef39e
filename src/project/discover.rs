//! One walk over a snapshot: folders that may hold a package, and modules that may hold a version.
//!
//! Nothing is read here; folders that hold no project of this repository are not entered.
use super::places;
use crate::git::{Entry, EntryKind, GitError, Next, Snapshot};
use crate::source::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// Deeper folders are not entered.
const DEPTH: usize = 6;

/// Folders whose projects are not this repository's own.
const FOREIGN: [&[u8]; 32] = [
    b"node_modules",
    b"__pycache__",
    b"site-packages",
    b"venv",
    b"virtualenv",
    b"build",
    b"dist",
    b"target",
    b"test",
    b"tests",
    b"testing",
    b"testdata",
    b"test_data",
    b"test-data",
    b"test-crates",
    b"test-packages",
    b"test_packages",
    b"test-projects",
    b"test_projects",
    b"fixtures",
    b"fixture",
    b"vendor",
    b"vendored",
    b"_vendor",
    b"third_party",
    b"third-party",
    b"templates",
    b"template",
    b"_templates",
    b"_template",
    b"examples",
    b"example",
];

/// Files that make a folder a package's.
const MANIFESTS: [&str; 3] = ["pyproject.toml", "setup.py", "setup.cfg"];

/// All files that are looked for.
static WANTED: [&[&str]; 3] = [&MANIFESTS, &MODULES, &places::FILES];

/// Modules that hold a version in a package's folder.
pub(super) const MODULES: [&str; 5] = [
    "__init__.py",
    "__about__.py",
    "__version__.py",
    "_version.py",
    "version.py",
];

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Members of a workspace, which are projects wherever they lie.
    pub(super) members: BTreeSet<RepoPath>,
    pub(super) folders: BTreeSet<RepoPath>,
    modules: BTreeSet<RepoPath>,
    packages: BTreeSet<RepoPath>,
    places: BTreeSet<RepoPath>,
    /// The packages by the folder that they lie in, and by the one above that.
    below: BTreeMap<RepoPath, Vec<RepoPath>>,
    two_below: BTreeMap<RepoPath, Vec<RepoPath>>,
}

impl Tree {
    /// Folders that may hold a package, the top first.
    pub(super) fn folders(&self) -> impl Iterator<Item = &RepoPath> {
        self.folders.iter().filter(|folder| self.is_project(folder))
    }

    /// Whether a folder may hold a package.
    pub(super) fn is_project(&self, folder: &RepoPath) -> bool {
        self.folders.contains(folder)
            && (self.members.contains(folder) || !self.is_in_module(folder))
    }

    /// Whether a module that may hold a version is there.
    pub(super) fn has_module(&self, path: &RepoPath) -> bool {
        self.modules.contains(path)
    }

    /// Whether one of the other files that may hold a version is there.
    pub(super) fn has_place(&self, path: &RepoPath) -> bool {
        self.places.contains(path)
    }

    /// The import packages (folders with an `__init__.py`) directly below a folder.
    pub(super) fn imports(&self, folder: &RepoPath) -> impl Iterator<Item = &RepoPath> {
        self.below.get(folder).into_iter().flatten()
    }

    /// The import packages two folders below a folder, whose parent is none.
    pub(super) fn namespaced(&self, folder: &RepoPath) -> impl Iterator<Item = &RepoPath> {
        let below = self.two_below.get(folder).into_iter().flatten();
        below.filter(|package| {
            let parent = package.parent().unwrap_or_default();
            !self.packages.contains(&parent)
        })
    }

    fn add_package(&mut self, package: RepoPath) {
        if let Some(parent) = package.parent() {
            if let Some(above) = parent.parent() {
                self.two_below
                    .entry(above)
                    .or_default()
                    .push(package.clone());
            }
            self.below.entry(parent).or_default().push(package.clone());
        }
        self.packages.insert(package);
    }

    /// A project inside an import package is its data: a template, or a test's.
    fn is_in_module(&self, folder: &RepoPath) -> bool {
        let mut folder = folder.clone();
        while !folder.is_top() {
            if self.packages.contains(&folder) {
                return true;
            }
            folder = folder.parent().unwrap_or_default();
        }
        false
    }
}

/// Walks a snapshot.
pub(super) fn walk(snapshot: &Snapshot) -> Result<Tree, GitError> {
    let mut tree = Tree::default();
    snapshot.walk_named(&WANTED, &mut |entry| {
        if entry.kind == EntryKind::Folder {
            return if is_foreign(snapshot, entry.path) {
                Next::Over
            } else {
                Next::Into
            };
        }
        visit(&mut tree, &entry);
        Next::Into
    })?;
    Ok(tree)
}

/// Remembers a file that may make a package or hold a version.
pub(super) fn visit(tree: &mut Tree, entry: &Entry<'_>) {
    let folder = || entry.path.parent().unwrap_or_default();
    match entry.path.file_name() {
        // A link repeats a project that is elsewhere.
        name if MANIFESTS.iter().any(|file| file.as_bytes() == name)
            && entry.kind != EntryKind::Link =>
        {
            tree.folders.insert(folder());
        }
        name if MODULES.iter().any(|module| module.as_bytes() == name) => {
            if name == b"__init__.py" {
                tree.add_package(folder());
            }
            tree.modules.insert(entry.path.clone());
        }
        name if entry.kind != EntryKind::Link
            && places::FILES.iter().any(|file| file.as_bytes() == name) =>
        {
            tree.places.insert(entry.path.clone());
        }
        _ => {}
    }
}

pub(super) fn is_foreign(snapshot: &Snapshot, folder: &RepoPath) -> bool {
    let name = folder.file_name();
    name.starts_with(b".")
        || name.contains(&b'{')
        || FOREIGN.contains(&name)
        || name.starts_with(b"vendored-")
        || (name == b"subprojects" && is_beside(snapshot, folder, "meson.build"))
        || folder.parts().count() > DEPTH
        || (name.windows(3).any(|part| part == b"env")
            && folder
                .join("pyvenv.cfg")
                .is_some_and(|marker| snapshot.has(&marker).unwrap_or(false)))
}

/// Whether a file lies beside a folder.
fn is_beside(snapshot: &Snapshot, folder: &RepoPath, name: &str) -> bool {
    let path = folder.parent().and_then(|parent| parent.join(name));
    path.is_some_and(|path| snapshot.has(&path).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_from_elsewhere_is_not_entered() {
        for (path, is_found) in [
            ("pyproject.toml", true),
            ("libs/a/pyproject.toml", true),
            ("_template/pyproject.toml", false),
            ("vendored-meson/meson/setup.cfg", false),
            // Meson keeps the sources of others there.
            ("subprojects/a/pyproject.toml", false),
            ("libs/subprojects/a/pyproject.toml", true),
        ] {
            let snapshot = Snapshot::memory([("meson.build", ""), (path, "")]);
            let tree = walk(&snapshot).unwrap();
            assert_eq!(tree.folders().count() == 1, is_found, "{path}");
        }
    }
}
