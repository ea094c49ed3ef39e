//! The command line of `changelog-guard`.
//!
//! Not what comes of it: that is the program's `run`.
use jiff::civil::Date;
use std::path::PathBuf;

/// Fails when the changelog does not tell what is released
#[derive(Debug, Clone, clap::Parser)]
#[command(
    name = "changelog-guard",
    after_help = "Examples:\n  changelog-guard                        judge the changelog\n  changelog-guard check --tag v1.2.0     judge what the tag v1.2.0 would release\n  changelog-guard notes 1.2.0            print the section of 1.2.0 as Markdown\n  changelog-guard roll 1.2.0 --dry-run   show how Unreleased becomes 1.2.0"
)]
pub struct Args {
    /// What is to be done; `lint` when left out
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What is to be done.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Action {
    /// Judge the changelog: what is staged in a hook, else the working tree
    Lint,
    /// Judge a commit that is being made: its message against what is staged
    CommitMsg {
        /// The file with the message, as git hands it to the hook
        file: PathBuf,
    },
    /// Judge what is pushed; reads `<local ref> <local oid> <remote ref> <remote oid>` lines from stdin
    PrePush {
        /// The remote's name, as git hands it to the hook
        remote: Option<String>,
        /// The remote's address, as git hands it to the hook
        url: Option<String>,
    },
    /// Judge what a tag releases
    Check {
        /// The tag; the one that CI runs for, or else the version that is declared at HEAD, when left out
        #[arg(long, value_name = "TAG")]
        tag: Option<String>,
    },
    /// Print the section of a version as Markdown
    Notes {
        /// The version, or `unreleased`
        version: String,
    },
    /// Make the section of what is unreleased that of a version
    Roll {
        /// The version
        version: String,
        /// The day of the release; today when left out
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<Date>,
        /// Show the change instead of making it
        #[arg(long)]
        dry_run: bool,
    },
}
