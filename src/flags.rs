//! The options that all programs share.
//!
//! `-h` shows those of every day, `--help` all of them.
use crate::terminal::Volume;
use clap::ArgAction;
use clap_complete::Shell;
use std::path::PathBuf;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Findings drawn in the files they were found in
    #[default]
    Human,
    /// One line a finding
    Concise,
    /// `release-guard/report@1`
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
}

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The options that all programs share.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Common options")]
pub struct Flags {
    /// How results are written
    #[arg(
        long,
        global = true,
        value_enum,
        env = "RELEASE_GUARD_FORMAT",
        default_value_t
    )]
    pub format: Format,
    /// When colour is used
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_short_help = true
    )]
    pub color: Color,
    /// Say nothing but results
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more while working
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Exit with 0 even if something was found
    #[arg(long, global = true, hide_short_help = true)]
    pub exit_zero: bool,
    /// Explain a rule, by its name or a peer's code for it, or with `release` the ways to make one, and exit
    #[arg(long, global = true, value_name = "RULE")]
    pub explain: Option<String>,
    /// List this program's rules and exit
    #[arg(long, global = true)]
    pub list_rules: bool,
    /// Print a completion script for a shell and exit
    #[arg(long, global = true, value_name = "SHELL", hide_short_help = true)]
    pub completions: Option<Shell>,
    /// Read the configuration from this file instead
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub config: Option<PathBuf>,
    /// Work on the repository or project in this folder
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Look only at the package of this name
    #[arg(long, global = true, value_name = "NAME", hide_short_help = true)]
    pub package: Option<String>,
    /// Run only these rules, by name, group or a peer's code
    #[arg(
        long,
        global = true,
        value_name = "RULE",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub select: Vec<String>,
    /// Do not run these rules, by name, group or a peer's code
    #[arg(
        long,
        global = true,
        value_name = "RULE",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub ignore: Vec<String>,
    /// Let warnings fail too
    #[arg(long, global = true)]
    pub strict: bool,
}

impl Flags {
    /// The folder to work in: `--root`, or the current one.
    pub fn root(&self) -> PathBuf {
        self.root.clone().unwrap_or_else(|| PathBuf::from("."))
    }

    /// How much is said while working.
    pub fn volume(&self) -> Volume {
        match (self.quiet, self.verbose) {
            (true, _) => Volume::Quiet,
            (false, 0) => Volume::Normal,
            (false, _) => Volume::Verbose,
        }
    }
}
