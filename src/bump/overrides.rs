//! What a command line says instead of a configuration of bump-my-version.
//!
//! Plain data: `publish` reads it from its options.
use crate::source::{RepoPath, SourceFile};

/// What a command line says instead of a configuration of bump-my-version; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The file of the configuration.
    pub config_file: Option<RepoPath>,
    /// The configuration, where its file is outside of the project: it is read and never changed.
    pub config_outside: Option<SourceFile>,
    /// The version before.
    pub current_version: Option<String>,
    /// The version after, as it is to be written.
    pub new_version: Option<String>,
    /// The value that the part is set to.
    pub to: Option<String>,
    /// How a version is taken apart.
    pub parse: Option<String>,
    /// How a version is written.
    pub serialize: Vec<String>,
    /// What is searched.
    pub search: Option<String>,
    /// What takes its place.
    pub replace: Option<String>,
    /// Whether the search is a regular expression.
    pub regex: Option<bool>,
    /// Whether only `files` are changed.
    pub no_configured_files: bool,
    /// Whether a file may be missing.
    pub ignore_missing_files: Option<bool>,
    /// Whether a file may lack the version.
    pub ignore_missing_version: Option<bool>,
    /// Whether a commit is made.
    pub commit: Option<bool>,
    /// Whether a tag is made.
    pub tag: Option<bool>,
    /// Whether the tag is pushed.
    pub push_tag: Option<bool>,
    /// Whether the tag is signed.
    pub sign_tags: Option<bool>,
    /// The tag's name.
    pub tag_name: Option<String>,
    /// The tag's message.
    pub tag_message: Option<String>,
    /// The commit's message.
    pub message: Option<String>,
    /// Further arguments of `git commit`.
    pub commit_args: Option<String>,
    /// Whether other changes may be there.
    pub allow_dirty: Option<bool>,
    /// Further files.
    pub files: Vec<RepoPath>,
}

impl Overrides {
    /// Whether something is said that only bump-my-version's way of finding versions knows.
    pub(super) fn has_own_way(&self) -> bool {
        self.current_version.is_some()
            || self.to.is_some()
            || self.parse.is_some()
            || !self.serialize.is_empty()
            || self.search.is_some()
            || self.replace.is_some()
            || self.regex.is_some()
            || !self.files.is_empty()
    }
}
