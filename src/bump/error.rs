//! Why a version cannot be bumped.
//!
//! Each is a sentence with both values, and says nothing of what would have been written.
use super::calver::CalverError;
use super::format::FormatError;
use super::glob::GlobError;
use super::{KindError, NextError};
use crate::edit::EditError;
use crate::git::GitError;
use crate::project::pattern::PatternError;
use crate::project::{Declaration, ProjectError, TagFormatError, whereabouts};
use crate::source::{Place, RepoPath};
use crate::version::{NoSemver, Version, VersionError};

/// Why a version cannot be bumped.
#[derive(Debug, thiserror::Error)]
pub enum BumpError {
    /// A file could not be read.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// Git could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The splices do not fit together.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The form of tags makes no sense.
    #[error(transparent)]
    TagFormat(#[from] TagFormatError),
    /// What is asked for is nothing that is known.
    #[error(transparent)]
    Kind(#[from] KindError),
    /// There is no next version of the kind.
    #[error(transparent)]
    Next(#[from] NextError),
    /// The date gives no next version.
    #[error(transparent)]
    Calver(#[from] CalverError),
    /// A text cannot be filled in.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Neither a kind nor a version was said.
    #[error(
        "say what comes next: a part or kind such as `patch`, a version, or `--new-version VERSION`"
    )]
    NothingAsked,
    /// Nothing says how versions are dates.
    #[error(
        "nothing says how versions are dates\nhint: `calver = \"YYYY.MM.INC0\"` in `[tool.release-guard.bump]` does"
    )]
    NoCalver,
    /// There are no commits to look at.
    #[error("`auto` reads the commits since the last release, and this is no git repository")]
    NoHistory,
    /// No commit asks for a release.
    #[error(
        "none of the {count} commits since {} asks for a release\nhint: `auto` counts `feat: …`, `fix: …`, `perf: …`, `refactor: …` and what breaks; name the kind instead: `patch`", since.as_ref().map_or("the beginning".into(), |tag| format!("`{tag}`"))
    )]
    NoReason {
        /// How many commits there are.
        count: usize,
        /// The last release's tag.
        since: Option<String>,
    },
    /// A package that takes its version from tags has none.
    #[error(
        "{tool} takes the version of {package} from the last release tag, and there is none\nhint: name the first version: `0.1.0`"
    )]
    NoRelease {
        /// The package.
        package: String,
        /// The tool.
        tool: &'static str,
    },
    /// A version before or after is none.
    #[error("`{text}` is not a version that Python's tools read: {error}")]
    NoVersionText {
        /// As it is written.
        text: String,
        /// Why.
        error: VersionError,
    },
    /// The version after is not later.
    #[error("`{to}` does not come after `{from}`, so it would never be installed in its place")]
    NotLater {
        /// The version before.
        from: String,
        /// The version after.
        to: String,
    },
    /// It is released already.
    #[error(
        "`{version}` is released already: this commit contains the tag `{tag}`\nhint: bump to a later version"
    )]
    Released {
        /// The version after.
        version: Box<Version>,
        /// The tag.
        tag: String,
    },
    /// What is released already is later.
    #[error("`{to}` is not later than the tag `{tag}`, which this commit contains")]
    NotAboveTag {
        /// The version after.
        to: Box<Version>,
        /// The tag.
        tag: String,
    },
    /// No version is declared.
    #[error("no version of {package} is written in a file")]
    NoVersion {
        /// The package.
        package: String,
    },
    /// A declared version is none.
    #[error("`{raw}` in {} is not a version: {error}", whereabouts(place))]
    NotAVersion {
        /// As it is written.
        raw: String,
        /// Where.
        place: Box<Place>,
        /// Why.
        error: VersionError,
    },
    /// Two declarations differ.
    #[error("the declared versions disagree: `{}` in {}, `{}` in {}\nhint: `check-version --fix --to VERSION` makes them agree", pair.0.raw, whereabouts(&pair.0.place), pair.1.raw, whereabouts(&pair.1.place))]
    Disagree {
        /// The two.
        pair: Box<(Declaration, Declaration)>,
    },
    /// A declaration differs from the version that is said.
    #[error(
        "the version before is said to be `{version}`, and `{}` in {} is another one",
        declaration.raw,
        whereabouts(&declaration.place)
    )]
    DisagreesWith {
        /// The version that is said.
        version: String,
        /// The declaration.
        declaration: Box<Declaration>,
    },
    /// A configured text is not there as often as it should be.
    #[error("`{pattern}` is {found} times in `{path}`, and should be there {wanted} times")]
    Count {
        /// The file.
        path: RepoPath,
        /// The text.
        pattern: String,
        /// How often it should be there.
        wanted: usize,
        /// How often it is.
        found: usize,
    },
    /// A declaration is written in a way that cannot be spliced.
    #[error(
        "`{raw}` in {} is written with escapes or in several pieces; write it plainly first",
        whereabouts(place)
    )]
    Escaped {
        /// As it is meant.
        raw: String,
        /// Where.
        place: Box<Place>,
    },
    /// A tuple cannot say the version in the words it has.
    #[error(
        "`{name}` in {} cannot become `{version}` by its numbers alone; write the tuple by hand first",
        whereabouts(place)
    )]
    Tuple {
        /// The name it is bound to.
        name: &'static str,
        /// The version it is to say.
        version: String,
        /// Where.
        place: Box<Place>,
    },
    /// The changed files hold no such package any more.
    #[error(
        "after the changes `{package}` would be no package any more; look at what `search` and `replace` say"
    )]
    Lost {
        /// The package.
        package: String,
    },
    /// The changes would touch another package's version.
    #[error(
        "the changes would give {package} another version too, which was not asked for; narrow `search`, or link the packages with `linked` in `[tool.release-guard]`"
    )]
    Swept {
        /// The other package.
        package: String,
    },
    /// A declaration would not follow.
    #[error("`{}` in {} should be `{version}`", declaration.raw, whereabouts(&declaration.place))]
    LeftBehind {
        /// The declaration.
        declaration: Box<Declaration>,
        /// The version after.
        version: String,
    },
    /// The version has no SemVer form.
    #[error(transparent)]
    Semver(#[from] NoSemver),
    /// A part is unknown.
    #[error("`{part}` is no part of the version; there are {}", quoted(parts))]
    NoPart {
        /// The part.
        part: String,
        /// The parts that there are.
        parts: Vec<String>,
    },
    /// A part cannot be bumped.
    #[error("the part `{part}` cannot be bumped: {reason}")]
    Part {
        /// The part.
        part: String,
        /// Why.
        reason: String,
    },
    /// `parse` cannot be used.
    #[error("the `parse` pattern `{pattern}` cannot be used: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// `parse` leaves a part of a version out.
    #[error(
        "the `parse` pattern `{}` does not cover all of `{version}`; a part of it would be lost",
        one_line(pattern)
    )]
    PartlyParsed {
        /// The version.
        version: String,
        /// The pattern.
        pattern: String,
    },
    /// `serialize` has no form for a version.
    #[error("no `serialize` of {} writes `{version}`", quoted(serialize))]
    NotWritable {
        /// The version.
        version: String,
        /// The forms.
        serialize: Vec<String>,
    },
    /// No `serialize` can be filled in.
    #[error("no `serialize` of {} can be filled in", quoted(serialize))]
    NoFormat {
        /// The forms.
        serialize: Vec<String>,
    },
    /// A named configuration is none.
    #[error("`{path}` holds no configuration of bump-my-version")]
    NoConfig {
        /// The file.
        path: RepoPath,
    },
    /// A configured file is not there.
    #[error("`{path}`, which `{config}` names, is not there")]
    NoFile {
        /// The file's path or pattern as configured.
        path: String,
        /// The configuration.
        config: String,
    },
    /// A configured file does not hold what is searched.
    #[error("`{search}` is not found in `{path}`{}", if *is_taken { ", but as a part of something longer, or as the version of another project" } else { "" })]
    NotFound {
        /// The file.
        path: RepoPath,
        /// What is searched.
        search: String,
        /// Whether it is there and means something else.
        is_taken: bool,
    },
    /// A configured key cannot be changed.
    #[error("the key `{key}` of `{path}` cannot be changed: {reason}")]
    NoKey {
        /// The key.
        key: String,
        /// The file.
        path: RepoPath,
        /// Why.
        reason: String,
    },
    /// A regular expression cannot be used.
    #[error("`{path}` cannot be searched with the regular expression `{search}`: {reason}")]
    Regex {
        /// The file.
        path: RepoPath,
        /// The expression.
        search: String,
        /// Why.
        reason: String,
    },
    /// A glob cannot be used.
    #[error("`{config}` cannot be obeyed: {error}")]
    Glob {
        /// The configuration.
        config: String,
        /// Why.
        error: GlobError,
    },
    /// A command needs a shell.
    #[error(
        "the hook `{hook}` needs a shell\nhint: write it as one program with its arguments, or set `allow_shell_hooks = true`"
    )]
    Shell {
        /// The command.
        hook: String,
    },
    /// A command line cannot be cut into words.
    #[error("a quote in `{text}` is not closed")]
    Quotes {
        /// The text.
        text: String,
    },
}

impl BumpError {
    /// Whether the project stands in the way and a person has to change something, as against a configuration or a command
    /// line that makes no sense, or a file that cannot be read.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Next(_)
                | Self::Calver(CalverError::Exists { .. } | CalverError::NotLater { .. })
                | Self::NoReason { .. }
                | Self::NoRelease { .. }
                | Self::NotLater { .. }
                | Self::Released { .. }
                | Self::NotAboveTag { .. }
                | Self::NotAVersion { .. }
                | Self::Disagree { .. }
                | Self::DisagreesWith { .. }
                | Self::Count { .. }
                | Self::Escaped { .. }
                | Self::Tuple { .. }
                | Self::Lost { .. }
                | Self::Swept { .. }
                | Self::LeftBehind { .. }
                | Self::PartlyParsed { .. }
                | Self::NotFound { .. }
        )
    }
}

/// Why a regular expression cannot be used, and the way out where Python could use it.
pub(super) fn refused(error: &PatternError) -> String {
    let hint = match error {
        PatternError::Unsupported { .. } => "\nhint: say the same without it",
        _ => "",
    };
    format!("{error}{hint}")
}

fn quoted(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    texts.join(", ")
}

/// A pattern that may have been written over several lines.
fn one_line(pattern: &str) -> String {
    let words: Vec<&str> = pattern.split_whitespace().collect();
    words.join(" ")
}
