//! `publish`: makes a release, step by step, and finishes one that was interrupted.
//!
//! Decides first (`decide`, `plan`), then does (`drive`, `steps`); every step asks the outside (`world`) how it stands.
mod build;
mod bump;
mod clone;
mod compare;
mod decide;
mod demo;
mod destination;
mod drive;
mod finish;
mod forge_release;
mod found;
mod frozen;
mod go;
mod hand_over;
mod hooks;
mod journal;
mod making;
mod material;
mod merge;
mod merged;
mod oci;
mod pages;
mod plan;
mod proposal;
mod propose;
mod pull_request;
mod rehearse;
mod release;
mod runs;
mod show;
mod state;
mod status;
mod steps;
mod succession;
mod tags;
mod tree;
mod undo;
mod upload;
mod world;

pub use decide::{of_tag, release};
pub use destination::Destination;
pub use drive::{Event, Outcome, Stop, Why, drive};
pub use forge_release::Home;
pub use plan::{Plan, Step};
pub use release::{Commit, Release};
pub use state::{Change, Reason, State};
pub use steps::StepName;
pub use world::{Options, World};

use crate::bump::Request;
use crate::flags::{Flags, Format};
use crate::report::Answer;
use crate::terminal::Terminal;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  publish demo                       shows a refused commit, a refused tag, and a whole release
  publish release patch --dry-run    says what a release would do
  publish release patch              makes it: bump, changelog, commit, build, validate, tag, upload
  publish release minor --push       and pushes branch and tag
  publish rehearse minor             does it in a throw-away clone and leaves no trace
  publish release minor --via pr     proposes it by pull request; after the merge, `publish` tags and releases it
  publish                            publishes the tag of this commit, or the release that was merged
  publish --explain release          shows the three ways to a release, with their commands

Running the same command again finishes a release that was interrupted.";

/// Makes a release, step by step, and finishes one that was interrupted
#[derive(Debug, clap::Parser)]
#[command(name = "publish", after_help = EXAMPLES)]
pub struct Args {
    /// Publish this tag; the one of the CI job, of this commit, of the release that was merged, or of the declared version
    /// otherwise
    tag: Option<String>,
    /// Publish a release that was merged by pull request and has no tag yet, and nothing else
    #[arg(long, conflicts_with = "tag")]
    merged: bool,
    #[command(flatten)]
    go: Go,
    #[command(subcommand)]
    task: Option<Task>,
}

/// How a release goes ahead.
#[derive(Debug, Clone, Default, clap::Args)]
struct Go {
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, with diffs, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Push branch and tag, which is so anyway where the distributions go to an index elsewhere
    #[arg(long, overrides_with = "no_push")]
    push: bool,
    /// Push nothing, which is so anyway where the only target is the local index
    #[arg(long)]
    no_push: bool,
    /// By a pull request, or by a push; as the branch takes changes on GitHub, when it is not said
    #[arg(long, value_enum, value_name = "WAY")]
    via: Option<propose::Via>,
    /// Stop after this step
    #[arg(long, value_enum, value_name = "STEP")]
    until: Option<StepName>,
    /// Build with this Python: a version such as `3.12`, or a path; given several times, the wheels are compared
    #[arg(long, value_name = "VERSION")]
    python: Vec<String>,
    /// Publish the files of `dist/release.json` as they are, and build nothing
    #[arg(long)]
    sealed: bool,
    /// Build in a job that could ask for an identity token and publish with it
    #[arg(long)]
    build_here: bool,
    /// Where the distributions go, as often as there are places: `local`, `pypi`, `testpypi`, an index of
    /// `[tool.release-guard.indexes]` or `.pypirc`, or its address; `github-release`, `gitlab-release`, `pages-index`,
    /// `ghcr`; what `targets` configures otherwise, else `local`
    #[arg(long = "to", value_name = "TARGET")]
    targets: Vec<String>,
    /// Take this project's name on PyPI or TestPyPI by uploading its first release
    #[arg(long, value_name = "NAME")]
    first_release: Vec<String>,
    /// Upload from here even where the pushed tag starts a job that uploads to the same index
    #[arg(long)]
    upload_here: bool,
    /// End at the push, and do not wait for the jobs that it leaves uploads to
    #[arg(long)]
    no_follow: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    /// Make a release: bump, changelog, commit, build, validate, tag, push, upload
    Release {
        /// `major`, `minor`, `patch`, `alpha`, `beta`, `rc`, `post`, `dev`, `final`, `minor+rc`, `auto`, `calver`, a part
        /// of `[tool.bumpversion]`, or a version
        kind: Request,
        #[command(flatten)]
        go: Go,
    },
    /// Do a whole release in a throw-away clone, install and import it, and leave no trace
    Rehearse {
        /// The kind of release, or a version
        kind: Request,
        /// Build with this Python: a version such as `3.12`, or a path; given several times, the wheels are compared
        #[arg(long, value_name = "VERSION")]
        python: Vec<String>,
        /// Build in a job that could ask for an identity token and publish with it
        #[arg(long)]
        build_here: bool,
    },
    /// Say what a release would do; `--format json` is `release-guard/plan@1`
    Plan {
        /// The kind of release, a version, or an existing tag
        what: String,
        /// Plan the push too
        #[arg(long)]
        push: bool,
        /// Plan a proposal by pull request, or a push
        #[arg(long, value_enum, value_name = "WAY")]
        via: Option<propose::Via>,
    },
    /// Write the next version into the files; commits and tags only if the configuration or the command line says so
    Bump(Box<bump::Args>),
    /// Build sdist and wheel of the commit that is checked out, in a throw-away clone
    Build(build::Args),
    /// Judge built distributions as `validate-dist` does
    Validate(crate::validate_dist::Args),
    /// Put built distributions into the local index, or upload them to PyPI or another one
    Upload(upload::Args),
    /// Show a release as the world sees it, and the one safe way on
    Status(status::Args),
    /// Undo a release that was begun: tag, commit, files; what is pushed or public stays
    Abort(undo::Args),
    /// Take a pushed tag back that never became a release: nothing of it is public
    Retract(undo::Args),
    /// Put distributions into a directory index that pip and uv install from
    Index(pages::Args),
    /// Make the release on GitHub: a draft, its assets, every byte compared, then published
    GithubRelease(forge_release::GithubArgs),
    /// Make the release on GitLab: its files in the package registry, every byte compared, then the release itself
    GitlabRelease(forge_release::GitlabArgs),
    /// Put built distributions into an OCI registry such as `ghcr.io`, from which pip installs through PyOCI
    Oci(oci::Args),
    /// Show the whole of it on a scratch project: a refused commit, a refused tag, a release, its installation
    Demo {
        /// Where the scratch project is made; a new temporary folder otherwise
        dir: Option<PathBuf>,
    },
}

/// Runs `publish`.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    match perform(args, flags, terminal) {
        Err(error) => match error.downcast::<decide::Refused>() {
            Ok(decide::Refused(reason)) => {
                terminal.say(&format!("refused: {}", reason.text));
                Ok(go::refused(reason, terminal))
            }
            Err(error) => Err(error),
        },
        answer => answer,
    }
}

fn perform(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    if let (Some(tag), Some(_)) = (&args.tag, &args.task) {
        anyhow::bail!("`{tag}` stands before a task; a tag is named alone: `publish {tag}`");
    }
    if args.task.is_none() && args.go.via.is_some() {
        anyhow::bail!("`--via` is how a release is made: `publish release KIND --via pr`");
    }
    terminal.catch_interrupts();
    match args.task {
        None => go::publish(args.tag.as_deref(), args.merged, &args.go, flags, terminal),
        Some(Task::Release { kind, go }) => go::release(&kind, &go, flags, terminal),
        Some(Task::Rehearse {
            kind,
            python,
            build_here,
        }) => rehearse::run(&kind, python, build_here, flags, terminal),
        Some(Task::Plan { what, push, via }) => go::plan(&what, push, via, flags, terminal),
        Some(Task::Bump(args)) => bump::run(&args, flags, terminal),
        Some(Task::Build(args)) => build::run(&args, flags, terminal),
        Some(Task::Validate(args)) => crate::validate_dist::run(args, flags, terminal),
        Some(Task::Upload(args)) => upload::run(args, flags, terminal),
        Some(Task::Status(args)) => status::run(&args, flags, terminal),
        Some(Task::Abort(args)) => undo::abort(&args, flags, terminal),
        Some(Task::Retract(args)) => undo::retract(&args, flags, terminal),
        Some(Task::Index(args)) => pages::run(&args, flags, terminal),
        Some(Task::GithubRelease(args)) => forge_release::run(args, flags, terminal),
        Some(Task::GitlabRelease(args)) => forge_release::run(args, flags, terminal),
        Some(Task::Oci(args)) => oci::run(&args, flags, terminal),
        Some(Task::Demo { dir }) => demo::run(dir.as_deref(), terminal),
    }
}

/// Whether results are for a machine.
fn is_json(flags: &Flags) -> bool {
    flags.format == Format::Json
}
