//! The command line of `tag-guard`.
//!
//! Not what comes of it: that is the program's `run`.
use crate::hooks::Hook;

const EXAMPLES: &str = "\
Examples:
  tag-guard install           guards every push of this clone with a native hook
  tag-guard doctor            proves that the hook sees pushed tags, or says what hides them
  tag-guard check v1.2.3      judges a tag, in CI or by hand
  tag-guard ruleset           prints the policy for GitHub";

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
    /// Judge the tags that a server receives, as its pre-receive hook; the refs come on stdin
    ///
    /// The same rules on a server of your own, where nobody can say `--no-verify`. The configuration is that of the
    /// server's default branch; neither that of a pushed commit nor comments in its files accept anything. `hooks/pre-receive` of the bare repository is `exec tag-guard pre-receive`.
    PreReceive,
    /// Print the policy on release tags as a ruleset for GitHub
    ///
    /// Nobody may update or delete release tags; those of `tags.floating` are left out. With an app, the ruleset is
    /// another one: only that app may make release tags. GitHub's own Actions app cannot be one that is excepted.
    Ruleset {
        /// The ID of the GitHub App that makes releases
        #[arg(long, value_name = "ID")]
        release_app: Option<u64>,
    },
    /// Install native git hooks beside whatever is there
    ///
    /// With git 2.54 and later a hook goes into the repository's configuration and touches no file of anybody. With an
    /// older git it is a file in the folder where git looks; a hook that is there is kept and run first, and beside
    /// pre-commit and prek it is the file that they run with all refs. For lefthook, husky, hk and simple-git-hooks,
    /// for a folder that `core.hooksPath` sets for all repositories and for a hook under version control nothing is
    /// written: what to add by hand is printed, and the exit status is 2.
    Install {
        /// The hook
        #[arg(long, value_enum, default_value_t)]
        hook: Which,
    },
    /// Take the native git hooks away again
    ///
    /// What was there before is there again, byte for byte, also when a hook runner came or went since.
    Uninstall {
        /// The hook
        #[arg(long, value_enum, default_value_t = Which::All)]
        hook: Which,
    },
    /// Prove that the hook sees pushed tags, or say what hides them
    ///
    /// Pushes three tags to a scratch repository in a temporary folder, as a dry run, and asks the hook what it saw.
    /// Git runs the pre-push hooks of this clone once for that. Nothing in this repository changes. The exit status is
    /// 0 only if all tags were seen.
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
