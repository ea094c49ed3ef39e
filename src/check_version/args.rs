//! The command line of `check-version`.
//!
//! Not what the options do.

/// Fails when the versions that a Python project declares disagree
///
/// Looks at what is staged when a git hook runs it, else at the working tree.
///
/// Finds by itself what the build back-end reads (pyproject.toml, setup.cfg, setup.py, the modules and files that they
/// point at) and what repeats it: `__version__`, version tuples, bump-my-version and its like, lock files, Cargo.toml,
/// package.json, meson.build, Sphinx, CITATION.cff. `[[tool.release-guard.places]]` adds other texts, and `linked` names
/// packages that share one version.
#[derive(Debug, Clone, Default, clap::Parser)]
#[command(name = "check-version", after_help = EXAMPLES)]
pub struct Args {
    /// Look at what is staged (the default in a git hook)
    #[arg(long, conflicts_with_all = ["worktree", "rev", "tag", "fix", "deep"])]
    pub staged: bool,
    /// Look at the working tree (the default elsewhere)
    #[arg(long, conflicts_with = "rev")]
    pub worktree: bool,
    /// Look at a commit
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
    /// Look at the commit that a pre-push hook of pre-commit or prek is about to push, else at HEAD
    #[arg(long, conflicts_with_all = ["staged", "worktree", "rev", "tag", "fix"])]
    pub pushed: bool,
    /// Judge as the release of this tag, and look at its commit if the tag exists
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// List every declaration with its place, role and value
    #[arg(long)]
    pub list: bool,
    /// Put right what is certainly wrong, in all files of the working tree or in none
    ///
    /// Git's index stays as it is. Where versions disagree, `--to` says which is right; on a terminal it is asked for,
    /// and elsewhere that package stays as it is. Ends with 0 when nothing wrong is left; in a git hook with 1 when a
    /// file was changed, so that it is staged before it is committed.
    #[arg(long, conflicts_with_all = ["rev", "tag", "deep"])]
    pub fix: bool,
    /// With `--fix`: the right version, or the place that has it
    ///
    /// A version is written into every place in that place's own form. A place is named by its kind (`project`,
    /// `python-module`), its path, or its path and line.
    #[arg(long, value_name = "SITE|VERSION", requires = "fix")]
    pub to: Option<String>,
    /// Ask the real build back-end for the version too; runs the project's code, in a copy, and never in a git hook
    #[arg(long)]
    pub deep: bool,
}

const EXAMPLES: &str = "Examples:
  check-version                 judge the working tree
  check-version --list          show where versions are declared
  check-version --tag v1.2.3    judge what is about to be released
  check-version --rev HEAD~1    judge a commit
  check-version --fix           put right what is certainly wrong
  check-version --fix --to project
                                write the version of [project] everywhere
  check-version --fix --to 1.2.3
                                write this version everywhere
  check-version --deep          ask the build back-end too";
