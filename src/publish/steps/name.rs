//! The names of the steps, in their order.
//!
//! Not what they do.
use std::fmt;

/// The name of a step, as in `--until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum StepName {
    /// Everything that could stand in the way is looked at
    Preflight,
    /// The version is written
    Bump,
    /// Unreleased becomes the dated section
    Changelog,
    /// The release commit is made
    Commit,
    /// The pull request says what is released
    Propose,
    /// sdist and wheel are built
    Build,
    /// What was built is judged
    Validate,
    /// The tag is made
    Tag,
    /// Branch and tag are pushed
    Push,
    /// A draft is made on GitHub
    Draft,
    /// The distributions and their hashes go to the forge
    Assets,
    /// The distributions go to the index
    Upload,
    /// The release on GitHub or GitLab becomes public
    Publish,
    /// The index of all releases is made again, for GitHub Pages
    IndexPage,
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Preflight => "preflight",
            Self::Bump => "bump",
            Self::Changelog => "changelog",
            Self::Commit => "commit",
            Self::Propose => "propose",
            Self::Build => "build",
            Self::Validate => "validate",
            Self::Tag => "tag",
            Self::Push => "push",
            Self::Draft => "draft",
            Self::Assets => "assets",
            Self::Upload => "upload",
            Self::Publish => "publish",
            Self::IndexPage => "index-page",
        })
    }
}
