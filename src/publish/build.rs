//! `build`, `upload` and `index`: single steps, by hand.
use super::steps::{add, freeze, in_clone};
use super::world::{Options, World};
use crate::flags::Flags;
use crate::git::Oid;
use crate::index::{Added, Directory};
use crate::policy::Stage;
use crate::report::Answer;
use crate::rule::Findings;
use crate::terminal::Terminal;
use crate::validate_dist::Expected;
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

/// The options of `publish build`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Build with this Python: a version such as `3.12`, or a path; given several times, the wheels are compared
    #[arg(long, value_name = "VERSION")]
    python: Vec<String>,
    /// The folder for what is built; `dist/` at the top otherwise
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Take what an earlier build left there away first
    #[arg(long)]
    clean: bool,
    /// Show what is in the distributions
    #[arg(long)]
    tree: bool,
}

/// Builds the commit that is checked out.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let options = Options {
        python: args.python.clone(),
        dist: args.out.clone(),
        ..Options::default()
    };
    let world = World::open(flags, options, terminal)?;
    let head = world.head()?.oid;
    let built = match released(&world, &head) {
        Some((tag, files)) => {
            terminal.note(&format!(
                "`{}` holds the files of the release `{tag}`, which stay as they are; `--out DIR` builds elsewhere",
                world.dist().display()
            ));
            files
        }
        None => make(&world, &head, args.clean)?,
    };
    let mut out: String = built
        .iter()
        .map(|file| format!("{}\n", file.display()))
        .collect();
    if args.tree {
        let policy = world.policy(Stage::Ci)?;
        let facts = crate::validate_dist::check(
            &built,
            &Expected::default(),
            &policy,
            &mut Findings::default(),
        )?;
        out.push_str(&crate::validate_dist::tree_of(&facts)?);
    }
    Ok(Answer::text(out))
}

/// Builds a commit and returns the files where they stay.
fn make(world: &World<'_>, head: &Oid, is_clean: bool) -> anyhow::Result<Vec<PathBuf>> {
    let snapshot = crate::git::Snapshot::commit(world.repository.clone(), head.as_str())?;
    let package = world.package(&snapshot)?;
    if !world.repository.changed_paths()?.is_empty() {
        world
            .terminal
            .note("uncommitted changes are not built; the commit that is checked out is");
    }
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let folder = package.folder.to_path(Path::new(""));
    let files = in_clone(world, head, None, &folder, scratch.path())?;
    let first = files
        .first()
        .and_then(|file| file.file_name()?.to_str())
        .context("the build made no file")?;
    let version = crate::dist::FileName::parse(first)?.version().to_string();
    if is_clean {
        clean(&world.dist())?;
    }
    let tags = world.repository.tags_at(head)?;
    let tag = tags.first().map(|tag| tag.name.as_str());
    let name = package.name.as_deref().unwrap_or_default();
    freeze(world, tag, head, name, &version, &files)?;
    let stays = |file: &PathBuf| Some(world.dist().join(file.file_name()?));
    Ok(files.iter().filter_map(stays).collect())
}

/// The tag of the release whose bytes the folder holds, and its files, when that release is of this commit.
fn released(world: &World<'_>, commit: &Oid) -> Option<(String, Vec<PathBuf>)> {
    let folder = world.dist();
    let frozen = super::frozen::Frozen::read(&folder)?;
    let is_whole = frozen.commit == commit.as_str() && frozen.broken(&folder).is_none();
    let files = frozen.paths(&folder);
    Some((frozen.tag.filter(|_| is_whole)?, files))
}

/// Takes away the distributions of a folder and their `release.json`; other files stay.
fn clean(folder: &Path) -> anyhow::Result<()> {
    let Ok(listing) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in listing.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".whl") || name.ends_with(".tar.gz") || name == super::frozen::NAME {
            std::fs::remove_file(entry.path())
                .with_context(|| format!("cannot remove `{}`", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Puts distributions into the local index.
pub(super) fn upload(
    files: Vec<PathBuf>,
    yes: bool,
    is_dry: bool,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let world = World::open(flags, Options::default(), terminal)?;
    let files = if files.is_empty() {
        frozen_files(&world.dist())?
    } else {
        files
    };
    let index = world.index()?;
    let plan: String = files
        .iter()
        .map(|file| format!("  {} to {index}\n", file.display()))
        .collect();
    if is_dry {
        return Ok(Answer::text(plan));
    }
    terminal.say(plan.trim_end());
    if !yes {
        match terminal.ask("Go ahead?") {
            Some(true) => {}
            Some(false) => return Ok(Answer::default()),
            None => bail!("nobody is here to be asked; add `--yes` to go ahead"),
        }
    }
    put(&index, files)
}

/// The files of a release whose bytes are frozen in a folder.
pub(super) fn frozen_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let Some(frozen) = super::frozen::Frozen::read(folder) else {
        bail!(
            "`{}` has no `release.json`; `publish build` makes one, or name the files",
            folder.display()
        );
    };
    if let Some(file) = frozen.broken(folder) {
        bail!(
            "`{}` is not what `release.json` says (sha256 {}); build it again",
            folder.join(&file.name).display(),
            file.sha256
        );
    }
    Ok(frozen.paths(folder))
}

/// Puts distributions into a directory index.
pub(super) fn index(dir: &Path, files: Vec<PathBuf>, flags: &Flags) -> anyhow::Result<Answer> {
    let files = if files.is_empty() {
        distributions(&flags.root().join("dist"))?
    } else {
        files
    };
    put(&Directory::at(dir), files)
}

fn distributions(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listing = std::fs::read_dir(folder).with_context(|| {
        format!(
            "cannot read `{}`; `publish build` makes it",
            folder.display()
        )
    })?;
    let mut files: Vec<PathBuf> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.to_string_lossy().ends_with(".whl") || path.to_string_lossy().ends_with(".tar.gz")
        })
        .collect();
    if files.is_empty() {
        bail!(
            "`{}` holds no wheel and no sdist; `publish build` makes them",
            folder.display()
        );
    }
    files.sort_by_key(|path| {
        (
            path.extension().is_none_or(|end| end != "whl"),
            path.clone(),
        )
    });
    Ok(files)
}

fn put(index: &Directory, files: Vec<PathBuf>) -> anyhow::Result<Answer> {
    let mut out = String::new();
    for file in files {
        let added = add(index, &file)
            .with_context(|| format!("cannot put `{}` into {index}", file.display()))?;
        let word = match added {
            Added::New => "added",
            Added::AlreadyThere => "there already",
        };
        out.push_str(&format!("{word}: {}\n", file.display()));
    }
    Ok(Answer::text(out))
}
