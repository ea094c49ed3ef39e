//! What git and the changelog say about declared versions: tags, files that git does not record, the day of a release.
//!
//! Not a judgement, and nothing is asked that no rule of the stage looks at.
mod tags;

use super::facts::{Declarations, Tagged};
use super::rules::RULES;
use crate::changelog::{Changelog, find};
use crate::config::Config;
use crate::git::{GitError, Oid, Repository, Snapshot};
use crate::policy::Policy;
use crate::project::{GeneratedFile, Package, ProjectError, Role, Target, packages_with};
use crate::rule::Severity;
use crate::source::{Origin, Place, RepoPath};
use crate::version::Version;
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use tags::Tags;

/// What a snapshot shows.
#[derive(Debug, Clone)]
pub(super) enum View<'v> {
    /// The files below this folder.
    Disk(&'v Path),
    /// What is staged.
    Staged,
    /// The tree of this commit.
    Commit(Oid),
    /// A tree whose tags another guard judges.
    Guarded,
}

/// What is looked at, and what may be asked about it.
#[derive(Debug)]
pub(super) struct Surroundings<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) view: View<'s>,
    pub(super) repository: Option<&'s Rc<Repository>>,
    pub(super) config: &'s Config,
    pub(super) policy: &'s Policy,
    /// All packages of the snapshot.
    pub(super) all: &'s [Package],
    /// Those of them that are judged.
    pub(super) judged: &'s [Package],
    /// The version that is being released; `None` when nothing is.
    pub(super) release: Option<&'s Version>,
    /// The tag that was asked for.
    pub(super) tag: Option<&'s Tagged>,
    pub(super) asked: Asked,
}

/// What was asked already, for all packages.
#[derive(Debug, Default)]
pub(super) struct Asked {
    tags: RefCell<BTreeMap<String, Rc<Tags>>>,
    tag_refs: OnceCell<Rc<[(String, Oid)]>>,
    on_disk: RefCell<Option<Rc<Vec<Package>>>>,
    /// Whether the working tree differs from its commit.
    is_edited: OnceCell<bool>,
}

impl Surroundings<'_> {
    /// The facts of one package.
    pub(super) fn facts(&self, package: &Package) -> Result<Declarations, ProjectError> {
        let is_released = match self.tag {
            Some(tag) => self.is_released(package, tag)?,
            None => true,
        };
        let mut facts = Declarations {
            package: package.clone(),
            release: self.release.filter(|_| is_released).cloned(),
            tags: self
                .tag
                .filter(|_| is_released)
                .cloned()
                .into_iter()
                .collect(),
            ..Declarations::default()
        };
        if self.tag.is_none() && self.is_on("head-tag-mismatch") {
            facts.tags = self.tags_here(package)?;
        }
        // The others are not released now, and may well be at their last release.
        if is_released && self.is_on("version-not-increased") {
            facts.outrun_by = self.outrun_by(package, &facts.tags)?;
        }
        if self.is_on("untracked-declaration") {
            facts.untracked = self.untracked(package)?;
        }
        if self.is_on("tracked-generated-version-file") {
            facts.recorded = self.recorded(package)?;
        }
        if self.is_on("stale-citation") {
            facts.released_on = released_on(self.snapshot, package, self.config)?;
        }
        // Of linked packages, one at a time is released.
        if !matches!(self.view, View::Guarded) && self.is_on("workspace-version-drift") {
            facts.groups = groups(package, self.judged, self.all, &self.config.linked);
        }
        Ok(facts)
    }

    fn is_on(&self, rule: &str) -> bool {
        RULES.iter().any(|found| {
            found.about.name == rule && self.policy.severity(&found.about) != Severity::Off
        })
    }

    /// Finds the files on disk that declare a package's version and that git neither records nor ignores. A package whose
    /// own manifest git does not know is not yet one of the repository.
    fn untracked(&self, package: &Package) -> Result<Vec<RepoPath>, ProjectError> {
        let Some(repository) = self.repository else {
            return Ok(Vec::new());
        };
        let top = match self.view {
            View::Disk(top) => top,
            _ => repository.root(),
        };
        let Some(base) = base(repository, top) else {
            return Ok(Vec::new());
        };
        let mut paths = match self.view {
            View::Disk(_) => {
                let manifest = package.manifest.as_ref().and_then(file);
                let whole = |path: RepoPath| base.join(path.as_bytes());
                match manifest.and_then(whole) {
                    Some(manifest) if repository.records(&manifest)? => declaring(package),
                    _ => return Ok(Vec::new()),
                }
            }
            _ => self.lacking(package)?,
        };
        paths.sort();
        paths.dedup();
        let mut untracked = Vec::new();
        for path in paths {
            let Some(whole) = base.join(path.as_bytes()) else {
                continue;
            };
            if path.to_path(top).is_file()
                && !repository.records(&whole)?
                && !repository.ignores(&whole)?
            {
                untracked.push(path);
            }
        }
        Ok(untracked)
    }

    /// The files that declare the version on disk where the snapshot has no version, or not where it should be.
    fn lacking(&self, package: &Package) -> Result<Vec<RepoPath>, ProjectError> {
        let is_missing = |target: &Target| matches!(target, Target::Missing(_));
        let is_elsewhere = package.versioned_by.is_some() || package.opaque.is_some();
        let lacks = package
            .pointers
            .iter()
            .any(|found| is_missing(&found.target))
            || (package.declarations.is_empty() && !is_elsewhere);
        if !lacks {
            return Ok(Vec::new());
        }
        let on_disk = self.on_disk()?;
        let own = on_disk.iter().find(|other| other.folder == package.folder);
        Ok(own.map(declaring).unwrap_or_default())
    }

    /// The packages of the working tree.
    fn on_disk(&self) -> Result<Rc<Vec<Package>>, ProjectError> {
        if let Some(known) = self.asked.on_disk.borrow().clone() {
            return Ok(known);
        }
        let found = match self.repository {
            Some(repository) => packages_with(
                &Snapshot::work_tree(repository.root()),
                &self.config.versions(),
            )
            // What does not parse on disk is not what is judged here.
            .unwrap_or_default(),
            None => Vec::new(),
        };
        let found = Rc::new(found);
        *self.asked.on_disk.borrow_mut() = Some(found.clone());
        Ok(found)
    }

    /// The generated files that git records: those of a commit or of what is staged, and on disk those that it knows.
    fn recorded(&self, package: &Package) -> Result<Vec<GeneratedFile>, GitError> {
        let mut found = there(package);
        let View::Disk(top) = self.view else {
            return Ok(found);
        };
        let Some((repository, base)) = self
            .repository
            .and_then(|repository| Some((repository, base(repository, top)?)))
        else {
            return Ok(Vec::new());
        };
        let mut recorded = Vec::new();
        for file in found.drain(..) {
            if let Some(whole) = base.join(file.path.as_bytes())
                && repository.records(&whole)?
            {
                recorded.push(file);
            }
        }
        Ok(recorded)
    }
}

/// The files in which a package's version has its source.
fn declaring(package: &Package) -> Vec<RepoPath> {
    let sources = package.declarations.iter();
    sources
        .filter(|found| found.role == Role::Source)
        .filter_map(|found| file(&found.place))
        .collect()
}

fn file(place: &Place) -> Option<RepoPath> {
    match &place.origin {
        Origin::File(path) => Some(path.clone()),
        _ => None,
    }
}

/// Where a folder lies in a repository; `None` when it lies outside.
fn base(repository: &Repository, folder: &Path) -> Option<RepoPath> {
    let root = repository.root().canonicalize().ok()?;
    RepoPath::below(&root, &folder.canonicalize().ok()?)
}

/// The generated files that are there.
pub(super) fn there(package: &Package) -> Vec<GeneratedFile> {
    let generated = package.generated.iter();
    generated.filter(|file| file.is_there).cloned().collect()
}

/// The day that the changelog has for a package's version; asked only where a citation names a day.
pub(super) fn released_on(
    snapshot: &Snapshot,
    package: &Package,
    config: &Config,
) -> Result<Option<(Date, Place)>, GitError> {
    let (Some(version), Some(_)) = (package.version(), &package.cited_on) else {
        return Ok(None);
    };
    let configured = config.changelog.path.as_deref();
    let Some(file) = find(snapshot, &package.folder, configured)? else {
        return Ok(None);
    };
    let changelog = Changelog::parse(file);
    let dated = changelog
        .section(version)
        .and_then(|section| section.date.as_ref());
    Ok(dated.and_then(|dated| Some((dated.day?, changelog.place(&dated.span, "")))))
}

/// The groups of linked packages in which a package is the first one that is judged; `*` stands for all packages.
pub(super) fn groups(
    package: &Package,
    judged: &[Package],
    all: &[Package],
    linked: &[Vec<String>],
) -> Vec<Vec<Package>> {
    let is_in = |names: &[String], other: &Package| {
        let mut names = names.iter();
        names.any(|name| name == "*" || other.is_called(name))
    };
    let is_first = |names: &&Vec<String>| {
        let first = judged.iter().find(|other| is_in(names, other));
        first.is_some_and(|first| first.folder == package.folder)
    };
    let members = |names: &Vec<String>| {
        all.iter()
            .filter(|other| is_in(names, other))
            .cloned()
            .collect()
    };
    linked.iter().filter(is_first).map(members).collect()
}

/// Finds a name in a group of linked packages that no package has.
pub(super) fn unknown_link<'c>(all: &[Package], linked: &'c [Vec<String>]) -> Option<&'c str> {
    let mut names = linked.iter().flatten().map(String::as_str);
    names.find(|name| *name != "*" && !all.iter().any(|package| package.is_called(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::flags::Flags;
    use crate::policy::Stage;
    use crate::source::SourceFile;

    /// A package whose build writes `a.py` and `b.py`, both of which are there.
    fn generating() -> Package {
        let file = |path: &str| GeneratedFile {
            path: path.into(),
            place: Place::file("pyproject.toml".into()),
            is_there: true,
        };
        Package {
            generated: vec![file("a.py"), file("b.py")],
            ..Package::default()
        }
    }

    #[test]
    fn a_generated_file_on_disk_counts_where_git_records_it() {
        let dir = tempfile::tempdir().unwrap();
        for (args, file) in [(["init", "-q"], "a.py"), (["add", "a.py"], "b.py")] {
            std::fs::write(dir.path().join(file), "").unwrap();
            Command::git(dir.path()).args(args).run().unwrap();
        }
        let repository = Rc::new(Repository::open(dir.path()).unwrap());
        let (config, package) = (Config::default(), generating());
        let policy = Policy::new(&config, &Flags::default(), Stage::Ci).unwrap();
        let all = [package.clone()];
        for (view, repository, expected) in [
            (View::Disk(dir.path()), Some(&repository), &["a.py"][..]),
            (View::Disk(dir.path()), None, &[]),
            (View::Staged, Some(&repository), &["a.py", "b.py"]),
        ] {
            let surroundings = Surroundings {
                snapshot: &Snapshot::memory([]),
                view,
                repository,
                config: &config,
                policy: &policy,
                all: &all,
                judged: &all,
                release: None,
                tag: None,
                asked: Asked::default(),
            };
            let recorded = surroundings.facts(&package).unwrap().recorded;
            let paths: Vec<String> = recorded.iter().map(|file| file.path.to_string()).collect();
            assert_eq!(paths, expected);
        }
    }

    #[test]
    fn a_day_of_release_is_asked_for_where_a_citation_names_one() {
        let log = "# Changelog\n\n## 1.2.0 - 2026-01-02\n\n- New.\n\n## 1.1.0\n\n- Old.\n";
        let toml = |version: &str| format!("[project]\nname = \"a\"\nversion = \"{version}\"\n");
        for (version, is_cited, expected) in [
            ("1.2.0", true, Some("2026-01-02")),
            ("1.2.0", false, None),
            ("1.1.0", true, None),
            ("1.3.0", true, None),
        ] {
            let toml = toml(version);
            let snapshot = Snapshot::memory([("pyproject.toml", &*toml), ("CHANGELOG.md", log)]);
            let mut package = crate::project::packages(&snapshot).unwrap().remove(0);
            let cited = SourceFile::new("CITATION.cff".into(), *b"2026-01-01");
            package.cited_on = is_cited.then(|| ("2026-01-01".into(), cited.place(0..10, "")));
            let day = released_on(&snapshot, &package, &Config::default()).unwrap();
            let day = day.map(|(day, _)| day.to_string());
            assert_eq!(day.as_deref(), expected, "{version} {is_cited}");
        }
    }
}
