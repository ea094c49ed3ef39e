//! What several jobs built of one commit, put together into one set: wheels from many runners, the sdist from one.
//!
//! Not how they were built. Every `release.json` is held against its files; two files of one name are the same bytes, or
//! nothing is put together.
use super::frozen::{File, Frozen, NAME, Of, Python};
use super::making::{self, Made, is_wheel};
use super::state::Reason;
use super::world::World;
use crate::dist::{FileName, same_name};
use crate::source::printable;
use crate::version::Version;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders are looked into so deep: downloads put each job's files into a folder of its own, at times with its `dist/`.
const DEPTH: usize = 3;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    found: BTreeMap<String, (PathBuf, File)>,
    pythons: Vec<Python>,
    folders: usize,
    loose: usize,
}

/// Looks into folders for distributions and for the `release.json` that came with them.
///
/// The reason where they do not belong together. A version that is empty is not known yet: then all have to have the same.
pub(super) fn collect(
    world: &World<'_>,
    folders: &[PathBuf],
    of: Of<'_>,
) -> anyhow::Result<Result<Pieces, Reason>> {
    let mut all = Vec::new();
    for folder in folders {
        if folder.exists() {
            walk(folder, DEPTH, &mut all)?;
        } else if *folder != world.dist() {
            anyhow::bail!("there is no folder `{}`", folder.display());
        }
    }
    let mut pieces = Pieces::default();
    for folder in all {
        if let Some(reason) = pieces.add(&folder, of)? {
            return Ok(Err(reason));
        }
    }
    pieces.pythons.sort();
    pieces.pythons.dedup();
    Ok(Ok(pieces))
}

/// A folder with distributions in it, or with a `release.json`.
struct Folder {
    path: PathBuf,
    files: Vec<PathBuf>,
    frozen: Option<Frozen>,
}

/// The folder and those below it, in the order of their names.
fn walk(path: &Path, depth: usize, all: &mut Vec<Folder>) -> anyhow::Result<()> {
    let cannot = || format!("cannot read `{}`", path.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        entries.push((entry.path(), entry.file_type().with_context(cannot)?));
    }
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    let is_distribution = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| {
            !name.starts_with('.') && (name.ends_with(".whl") || name.ends_with(".tar.gz"))
        })
    };
    let files: Vec<PathBuf> = entries
        .iter()
        .filter(|(path, kind)| !kind.is_dir() && is_distribution(path))
        .map(|(path, _)| path.clone())
        .collect();
    let frozen = Frozen::load(path)?;
    if frozen.is_some() || !files.is_empty() {
        all.push(Folder {
            path: path.into(),
            files,
            frozen,
        });
    }
    if depth > 0 {
        for (below, _) in entries.iter().filter(|(_, kind)| kind.is_dir()) {
            walk(below, depth - 1, all)?;
        }
    }
    Ok(())
}

impl Pieces {
    /// Adds what lies in a folder; the reason where it does not belong to the others.
    fn add(&mut self, folder: &Folder, of: Of<'_>) -> anyhow::Result<Option<Reason>> {
        if let Some(frozen) = &folder.frozen {
            if let Some(reason) = foreign(folder, frozen, of)? {
                return Ok(Some(reason));
            }
            self.pythons.extend(frozen.pythons.iter().cloned());
        }
        self.folders += 1;
        for path in &folder.files {
            let file = File::read(path)?;
            if let Some(reason) = self.other(path, &file, of) {
                return Ok(Some(reason));
            }
            let is_known = |frozen: &Frozen| frozen.files.contains(&file);
            if !folder.frozen.as_ref().is_some_and(is_known) {
                self.loose += 1;
            }
            let found = self.found.entry(file.name.clone());
            found.or_insert_with(|| (path.clone(), file));
        }
        Ok(None)
    }

    /// Why a file does not belong to this release, or to what was found before.
    fn other(&self, path: &Path, file: &File, of: Of<'_>) -> Option<Reason> {
        let shown = printable(&path.display().to_string());
        let name = match FileName::parse(&file.name) {
            Ok(name) => name,
            Err(error) => {
                return Some(Reason::new(
                    format!("`{shown}` is no distribution: {error}"),
                    "take it away; only wheels and sdists are put together",
                ));
            }
        };
        let first = self.found.values().next();
        let first = first.and_then(|(_, file)| FileName::parse(&file.name).ok());
        let wanted: Option<Version> = of.version.parse().ok();
        let wanted = wanted.or_else(|| Some(first?.version().clone()));
        let wanted = wanted.unwrap_or_else(|| name.version().clone());
        if !same_name(name.name().as_str(), of.name) || *name.version() != wanted {
            return Some(Reason::new(
                format!(
                    "`{shown}` is of {} {}, and {} {wanted} is to be put together",
                    name.name(),
                    name.version(),
                    of.name
                ),
                "take it away, or let every job build the commit of the tag",
            ));
        }
        let (before, there) = self.found.get(&file.name)?;
        (there != file).then(|| {
            Reason::new(
                format!(
                    "there are two different `{}`: `{}` with sha256 {}, and `{shown}` with sha256 {}",
                    file.name,
                    printable(&before.display().to_string()),
                    there.sha256,
                    file.sha256
                ),
                "let one job alone build it, or take one of them away",
            )
        })
    }

    /// The files, wheels first.
    pub(super) fn files(&self) -> Vec<File> {
        let mut files: Vec<File> = self.found.values().map(|(_, file)| file.clone()).collect();
        files.sort_by_key(|file| (!file.name.ends_with(".whl"), file.name.clone()));
        files
    }

    /// The version of the files.
    pub(super) fn version(&self) -> Option<String> {
        let (_, file) = self.found.values().next()?;
        let name = FileName::parse(&file.name).ok()?;
        Some(name.version().to_string())
    }

    /// What of the wheels that the project expects is not there.
    pub(super) fn lacks(&self, world: &World<'_>) -> Option<Reason> {
        let expected = world.config.publish.expected_wheels.iter();
        let missing: Vec<String> = expected
            .filter(|pattern| {
                !self.found.keys().any(|name| {
                    name.strip_suffix(".whl").is_some_and(|stem| {
                        crate::config::matches(pattern.as_bytes(), stem.as_bytes())
                    })
                })
            })
            .map(|pattern| format!("`{pattern}`"))
            .collect();
        (!missing.is_empty()).then(|| {
            Reason::new(
                format!(
                    "of {} there is no wheel that is called {}",
                    self.told(),
                    missing.join(" or ")
                ),
                "wait for the job that builds it and fetch what it made, or change `expected-wheels` in \
                 `[tool.release-guard.publish]`",
            )
        })
    }

    /// What there is, in a few words.
    pub(super) fn told(&self) -> String {
        let count = |count: usize, one: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {one}s"),
        };
        format!(
            "{} from {}",
            count(self.found.len(), "file"),
            count(self.folders, "folder")
        )
    }

    /// Copies the files to where they stay and names them in one `release.json`.
    pub(super) fn freeze(self, world: &World<'_>, of: Of<'_>) -> anyhow::Result<Frozen> {
        let mut files: Vec<PathBuf> = self.found.values().map(|(path, _)| path.clone()).collect();
        files.sort_by_key(|file| (!is_wheel(file), file.file_name().map(ToOwned::to_owned)));
        if files.iter().all(|file| is_wheel(file)) {
            world.terminal.note(
                "there is no sdist among them; where no wheel fits, the project cannot be installed",
            );
        }
        if self.loose > 0 {
            world.terminal.note(&format!(
                "{} of the files came without a `{NAME}` that names them; they are taken as they are",
                self.loose
            ));
        }
        let pythons = self.pythons;
        making::freeze(world, of, &Made { files, pythons })
    }
}

/// Why what a `release.json` names is not of this release, or not what lies beside it.
fn foreign(folder: &Folder, frozen: &Frozen, of: Of<'_>) -> anyhow::Result<Option<Reason>> {
    let path = folder.path.join(NAME);
    let path = printable(&path.display().to_string());
    if frozen.commit != of.commit.as_str() {
        return Ok(Some(Reason::new(
            format!(
                "`{path}` is of commit {}, and commit {} is to be put together",
                printable(frozen.commit.get(..7).unwrap_or(&frozen.commit)),
                of.commit.short()
            ),
            "let every job build the commit of the tag, or take away what is in the folder",
        )));
    }
    if let (Some(theirs), Some(tag)) = (frozen.tag.as_deref(), of.tag)
        && theirs != tag
    {
        return Ok(Some(Reason::new(
            format!("`{path}` is of the tag `{theirs}`, and `{tag}` is to be put together"),
            "let every job build this tag, or take away what is in the folder",
        )));
    }
    Ok(frozen.broken(&folder.path).map(|file| {
        Reason::new(
            format!(
                "`{path}` names `{}` with sha256 {}, and that file is missing or has other bytes",
                file.name, file.sha256
            ),
            "fetch what the job made once more, all of it",
        )
    }))
}
