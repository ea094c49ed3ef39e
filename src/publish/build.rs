//! `build`, `upload` and `index`: single steps, by hand.
use super::decide::Refused;
use super::frozen::{Frozen, Of};
use super::state::Reason;
use super::steps::{Judged, add, brake, judge};
use super::world::{Options, World};
use super::{go, is_json, making, merge};
use crate::environment;
use crate::flags::Flags;
use crate::git::{Oid, Snapshot};
use crate::index::{Added, Directory};
use crate::policy::Stage;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  publish build                               sdist and wheel of this commit, into `dist/`
  publish build --clean --tree                in the place of those that are there, and shows what is in them
  publish build --python 3.11 --python 3.12   the wheel with each, installed, imported and compared
  publish build --merge artifacts             puts together what other jobs built";

/// The options of `publish build`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
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
    /// Build nothing: put together what other jobs built of this commit and left in these folders
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with = "python")]
    merge: Vec<PathBuf>,
    /// Build in a job that could ask for an identity token and publish with it
    #[arg(long)]
    build_here: bool,
}

/// Builds the commit that is checked out.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    match perform(args, flags, terminal) {
        Err(_) if terminal.is_interrupted() => {
            terminal.say("interrupted; nothing is left of what was built so far");
            Ok(Answer {
                interrupted: true,
                ..Answer::default()
            })
        }
        answer => answer,
    }
}

fn perform(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let options = Options {
        python: args.python.clone(),
        dist: args.out.clone(),
        builds_here: args.build_here,
        ..Options::default()
    };
    let world = World::open(flags, options, terminal)?;
    let head = world.head()?.oid;
    let frozen = match released(&world, &head) {
        Some((tag, frozen)) if args.merge.is_empty() => {
            terminal.note(&format!(
                "`{}` holds the files of the release `{tag}`, which stay as they are; `--out DIR` builds elsewhere",
                world.dist().display()
            ));
            frozen
        }
        None if args.merge.is_empty() => make(&world, &head, args.clean)?,
        released => put_together(&world, &head, args, released.is_some())?,
    };
    let files = frozen.paths(&world.dist());
    let judged = judge(&world, &files, None, Stage::Ci)?;
    terminal.say(&format!("  {:<10} {}", "validate", judged.told()));
    let mut out = match is_json(flags) {
        true => frozen.json()?,
        false => files
            .iter()
            .map(|file| format!("{}\n", file.display()))
            .collect(),
    };
    if args.tree && !is_json(flags) {
        out.push_str(&crate::validate_dist::tree_of(&judged.facts)?);
    }
    let answer = Answer::text(out);
    Ok(match judged.errors.is_empty() {
        true => answer,
        false => unfit(answer, judged, &world, flags),
    })
}

/// Refuses what an index would refuse; the files stay, to be looked at.
fn unfit(answer: Answer, judged: Judged, world: &World<'_>, flags: &Flags) -> Answer {
    let text = format!(
        "what is in `{}` must not be published",
        world.dist().display()
    );
    world.terminal.say(&format!("refused: {text}"));
    let reason = Reason {
        text,
        help: Some("mend the project, commit, and build again".into()),
        findings: judged.errors,
    };
    let refused = go::refused(reason, world.terminal);
    Answer {
        // One document for machines; `publish validate` is the other one.
        report: refused.report.filter(|_| !is_json(flags)),
        refused: true,
        ..answer
    }
}

/// Who the commit is, as `release.json` tells it.
struct Identity {
    tag: Option<String>,
    name: String,
    version: Option<String>,
    folder: PathBuf,
}

impl Identity {
    fn of(world: &World<'_>, head: &Oid) -> anyhow::Result<Self> {
        let snapshot = Snapshot::commit(world.repository.clone(), head.as_str())?;
        let package = world.package(&snapshot)?;
        let tags = world.repository.tags_at(head)?;
        let is_there = |tag: &String| tags.iter().any(|there| there.name == *tag);
        let tag = environment::tag_of_ci().filter(is_there);
        Ok(Self {
            tag: tag.or_else(|| tags.first().map(|tag| tag.name.clone())),
            version: package.version().map(ToString::to_string),
            folder: package.folder.to_path(Path::new("")),
            name: package.name.unwrap_or_default(),
        })
    }

    fn with<'i>(&'i self, commit: &'i Oid, version: &'i str) -> Of<'i> {
        Of {
            tag: self.tag.as_deref(),
            commit,
            name: &self.name,
            version,
        }
    }
}

/// Builds a commit.
fn make(world: &World<'_>, head: &Oid, is_clean: bool) -> anyhow::Result<Frozen> {
    if let Some(reason) = brake(world) {
        return Err(Refused(reason).into());
    }
    let identity = Identity::of(world, head)?;
    if !world.repository.changed_paths()?.is_empty() {
        world
            .terminal
            .note("uncommitted changes are not built; the commit that is checked out is");
    }
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let made = making::make(world, head, None, &identity.folder, scratch.path())?;
    let first = made.files.first();
    let first = first
        .and_then(|file| file.file_name()?.to_str())
        .context("the build made no file")?;
    let version = crate::dist::FileName::parse(first)?.version().to_string();
    if is_clean {
        clean(&world.dist())?;
    }
    making::freeze(world, identity.with(head, &version), &made)
}

/// Puts together what other jobs built of a commit, and what the folder holds of it already.
fn put_together(
    world: &World<'_>,
    head: &Oid,
    args: &Args,
    is_released: bool,
) -> anyhow::Result<Frozen> {
    let dist = world.dist();
    let mut folders = args.merge.clone();
    // What is put together may lie where it goes to, and what was released stays.
    let is_cleaned = args.clean && !is_released && !folders.iter().any(|own| is_same(own, &dist));
    if !is_cleaned && !folders.iter().any(|own| is_same(own, &dist)) {
        folders.insert(0, dist.clone());
    }
    let identity = Identity::of(world, head)?;
    let version = identity.version.clone().unwrap_or_default();
    let refused = |reason| anyhow::Error::from(Refused(reason));
    let pieces = merge::collect(world, &folders, identity.with(head, &version))?;
    let pieces = pieces.map_err(refused)?;
    let Some(version) = pieces.version() else {
        let folders: Vec<String> = args
            .merge
            .iter()
            .map(|folder| format!("`{}`", folder.display()))
            .collect();
        bail!(
            "there is no wheel and no sdist in {}\nhint: name the folder into which the artifacts of the building jobs were \
             downloaded",
            folders.join(", ")
        );
    };
    if let Some(reason) = pieces.lacks(world) {
        return Err(refused(reason));
    }
    if is_cleaned {
        clean(&dist)?;
    }
    let told = pieces.told();
    let frozen = pieces.freeze(world, identity.with(head, &version))?;
    let line = format!("{told}, put together in `{}`", dist.display());
    world.terminal.say(&format!("  {:<10} {line}", "build"));
    Ok(frozen)
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(one).is_some() && real(one) == real(other)
}

/// The tag of the release whose bytes the folder holds, and its files, when that release is of this commit.
fn released(world: &World<'_>, commit: &Oid) -> Option<(String, Frozen)> {
    let folder = world.dist();
    let frozen = Frozen::read(&folder)?;
    let is_whole = frozen.commit == commit.as_str() && frozen.broken(&folder).is_none();
    let tag = frozen.tag.clone().filter(|_| is_whole)?;
    Some((tag, frozen))
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
    is_sealed: bool,
    yes: bool,
    is_dry: bool,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let world = World::open(flags, Options::default(), terminal)?;
    let files = files_or_frozen(files, is_sealed, &world.dist())?;
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

/// The files that are named, else those of the release whose bytes are frozen in a folder; of what is sealed, all that
/// there is is looked at.
pub(super) fn files_or_frozen(
    named: Vec<PathBuf>,
    is_sealed: bool,
    folder: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    if !named.is_empty() {
        return Ok(named);
    }
    if is_sealed {
        return sealed_files(folder);
    }
    let Some(frozen) = Frozen::load(folder)? else {
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

/// The files of what is sealed in a folder, for the tag that a job runs for.
fn sealed_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let frozen = Frozen::sealed(folder)?.map_err(Refused)?;
    match (environment::tag_of_ci(), &frozen.tag) {
        (Some(ours), Some(theirs)) if ours != *theirs => Err(Refused(Reason::new(
            format!(
                "what is sealed in `{}` was built from the tag `{theirs}`, and this job runs for `{ours}`",
                folder.display()
            ),
            "download what the building job of this run made",
        ))
        .into()),
        _ => Ok(frozen.paths(folder)),
    }
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
