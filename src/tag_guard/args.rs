//! The command line of `tag-guard`.
//!
//! Not what comes of it: that is the program's `run`.
use crate::hooks::Hook;

const EXAMPLES: &str = "\
Examples:
  tag-guard install           guards every push of this clone with a native hook
  tag-guard check v1.2.3      judges a tag, in CI or by hand
  tag-guard doctor            says which hooks guard this clone";

/// Fails when a tag is not that of a releasable commit
#[derive(Debug, clap::Parser)]
#[command(name = "tag-guard", after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub(super) action: Option<Action>,
}

/// What it is to do.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Action {
    /// Judge the tags of a push, as git's pre-push hook; the refs come on stdin
    PrePush {
        /// The remote's name
        remote: Option<String>,
        /// The remote's URL
        url: Option<String>,
    },
    /// Judge a tag
    Check {
        /// The tag; that of `GITHUB_REF` or `CI_COMMIT_TAG`, or the one at HEAD, when left out
        tag: Option<String>,
    },
    /// Install native git hooks beside whatever is there
    Install {
        /// The hook
        #[arg(long, value_enum, default_value_t)]
        hook: Which,
    },
    /// Take the native git hooks away again
    Uninstall {
        /// The hook
        #[arg(long, value_enum, default_value_t = Which::All)]
        hook: Which,
    },
    /// Say which hooks guard this clone
    Doctor,
}

/// The hooks that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Which {
    /// Tags, before a push
    #[default]
    PrePush,
    /// Changelog and message, at a commit
    CommitMsg,
    /// Versions and changelog, before a commit
    PreCommit,
    /// All three
    All,
}

impl Which {
    /// The hooks that it names.
    pub(super) fn hooks(self) -> Vec<Hook> {
        match self {
            Self::PrePush => vec![Hook::PrePush],
            Self::CommitMsg => vec![Hook::CommitMsg],
            Self::PreCommit => vec![Hook::PreCommit],
            Self::All => Hook::ALL.to_vec(),
        }
    }
}
