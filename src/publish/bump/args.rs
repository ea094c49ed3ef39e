//! The words of `publish bump`, which are those of `bump-my-version bump`, and its variables `BUMPVERSION_…`.
//!
//! Not what they mean for a project.
use crate::bump::{Overrides, Request};
use crate::environment;
use crate::project::Package;
use crate::source::{RepoPath, SourceFile};
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

/// What `publish bump` is told.
#[derive(Debug, clap::Args)]
#[command(
    args_override_self = true,
    after_help = "\
Examples:
  publish bump patch --dry-run        shows the diff
  publish bump minor+rc               1.2.3 → 1.3.0rc1
  publish bump auto --commit --tag    what the commits since the last release ask for
  publish bump core=minor cli=patch   two packages of one repository
  publish bump --new-version 2.0.0    this version"
)]
pub(in crate::publish) struct Args {
    /// A part of `[tool.bumpversion]`, or `major`, `minor`, `patch`, `alpha`, `beta`, `rc`, `pre`, `next-phase`, `post`,
    /// `dev`, `final`, `minor+rc`, `auto`, `calver`, or a version; `NAME=KIND` for packages by their names. Then further files
    /// in which the version is replaced
    #[arg(value_name = "KIND")]
    words: Vec<String>,
    /// Show the diff and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// The version after, as it is to be written
    #[arg(long, value_name = "VERSION")]
    new_version: Option<String>,
    /// Set the part to this value instead of counting it up
    #[arg(
        long,
        value_name = "VALUE",
        requires = "words",
        conflicts_with = "new_version"
    )]
    to: Option<String>,
    /// Commit the changed files
    #[arg(long, overrides_with = "no_commit")]
    commit: bool,
    /// Commit nothing
    #[arg(long)]
    no_commit: bool,
    /// Tag the commit
    #[arg(long, overrides_with = "no_tag")]
    tag: bool,
    /// Tag nothing
    #[arg(long)]
    no_tag: bool,
    /// The commit's message
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// The tag's name
    #[arg(long, value_name = "TEXT")]
    tag_name: Option<String>,
    /// The tag's message; a lightweight tag when it is empty
    #[arg(long, value_name = "TEXT")]
    tag_message: Option<String>,
    /// Sign the tag
    #[arg(long, overrides_with = "no_sign_tags", hide_short_help = true)]
    sign_tags: bool,
    /// Do not sign the tag
    #[arg(long, hide_short_help = true)]
    no_sign_tags: bool,
    /// Push the tag to `origin`
    #[arg(long, overrides_with = "no_push_tag", hide_short_help = true)]
    push_tag: bool,
    /// Do not push the tag
    #[arg(long, hide_short_help = true)]
    no_push_tag: bool,
    /// Further arguments of `git commit`
    #[arg(
        long,
        value_name = "TEXT",
        hide_short_help = true,
        allow_hyphen_values = true
    )]
    commit_args: Option<String>,
    /// Go on though tracked files are changed; they stay as they are, and are not committed
    #[arg(long, overrides_with = "no_allow_dirty", hide_short_help = true)]
    allow_dirty: bool,
    /// Stop when tracked files are changed
    #[arg(long, hide_short_help = true)]
    no_allow_dirty: bool,
    /// Read the configuration of bump-my-version from this file
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    config_file: Option<PathBuf>,
    /// The version before
    #[arg(long, value_name = "VERSION", hide_short_help = true)]
    current_version: Option<String>,
    /// How a version is taken apart: a regular expression with named groups
    #[arg(long, value_name = "REGEX", hide_short_help = true)]
    parse: Option<String>,
    /// How a version is written; may be said more than once
    #[arg(long, value_name = "FORMAT", hide_short_help = true)]
    serialize: Vec<String>,
    /// What is searched in files
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    search: Option<String>,
    /// What takes its place
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    replace: Option<String>,
    /// Search with a regular expression
    #[arg(long, overrides_with = "no_regex", hide_short_help = true)]
    regex: bool,
    /// Search for the text as it is
    #[arg(long, hide_short_help = true)]
    no_regex: bool,
    /// Change only the files that stand behind the kind, and what declares the version
    #[arg(long, hide_short_help = true)]
    no_configured_files: bool,
    /// Pass over files that are not there
    #[arg(
        long,
        overrides_with = "no_ignore_missing_files",
        hide_short_help = true
    )]
    ignore_missing_files: bool,
    /// Stop at files that are not there
    #[arg(long, hide_short_help = true)]
    no_ignore_missing_files: bool,
    /// Pass over files without the version
    #[arg(
        long,
        overrides_with = "no_ignore_missing_version",
        hide_short_help = true
    )]
    ignore_missing_version: bool,
    /// Stop at files without the version
    #[arg(long, hide_short_help = true)]
    no_ignore_missing_version: bool,
}

impl Args {
    /// What is asked for: the first word.
    pub(super) fn request(&self) -> Option<Request> {
        self.words.first().map(|word| Request::of(word))
    }

    /// What is asked for each package, when that is said by names.
    pub(super) fn by_package(&self, packages: &[Package]) -> Vec<(usize, Option<Request>)> {
        let pair = |word: &String| {
            let (name, kind) = word.split_once('=')?;
            let index = packages.iter().position(|package| package.is_named(name))?;
            Some((index, Some(Request::of(kind))))
        };
        let pairs: Option<Vec<_>> = self.words.iter().map(pair).collect();
        pairs.unwrap_or_default()
    }

    /// Everything that was said, as one text: a bump that was interrupted is finished by the same words.
    pub(super) fn said(&self) -> String {
        let words = std::env::args().skip_while(|word| word != "bump").skip(1);
        words.collect::<Vec<_>>().join(" ")
    }

    /// What is said instead of a configuration; files count from the current folder.
    pub(super) fn overrides(&self, top: &Path) -> anyhow::Result<Overrides> {
        let below = |path: &PathBuf| {
            inside(top, path).with_context(|| format!("`{}` is not in the project", path.display()))
        };
        let config = variable("CONFIG_FILE").map(PathBuf::from);
        let config = self.config_file.clone().or(config);
        let is_pair = self.words.first().is_some_and(|word| word.contains('='));
        let files = self.words.iter().skip(1).filter(|_| !is_pair);
        Ok(Overrides {
            config_file: config.as_ref().and_then(|path| inside(top, path)),
            config_outside: match config.as_ref().filter(|path| inside(top, path).is_none()) {
                Some(path) => Some(outside(path)?),
                None => None,
            },
            current_version: said(&self.current_version, "CURRENT_VERSION"),
            new_version: said(&self.new_version, "NEW_VERSION"),
            to: said(&self.to, "TO"),
            parse: said(&self.parse, "PARSE"),
            serialize: match (self.serialize.as_slice(), variable("SERIALIZE")) {
                ([], Some(formats)) => formats.split_whitespace().map(str::to_owned).collect(),
                (formats, _) => formats.to_vec(),
            },
            search: said(&self.search, "SEARCH"),
            replace: said(&self.replace, "REPLACE"),
            regex: either(self.regex, self.no_regex, "REGEX")?,
            no_configured_files: is_said(self.no_configured_files, "NO_CONFIGURED_FILES")?,
            ignore_missing_files: either(
                self.ignore_missing_files,
                self.no_ignore_missing_files,
                "IGNORE_MISSING_FILES",
            )?,
            ignore_missing_version: either(
                self.ignore_missing_version,
                self.no_ignore_missing_version,
                "IGNORE_MISSING_VERSION",
            )?,
            commit: either(self.commit, self.no_commit, "COMMIT")?,
            tag: either(self.tag, self.no_tag, "TAG")?,
            push_tag: either(self.push_tag, self.no_push_tag, "PUSH_TAG")?,
            sign_tags: either(self.sign_tags, self.no_sign_tags, "SIGN_TAGS")?,
            tag_name: said(&self.tag_name, "TAG_NAME"),
            tag_message: said(&self.tag_message, "TAG_MESSAGE"),
            message: said(&self.message, "MESSAGE"),
            commit_args: said(&self.commit_args, "COMMIT_ARGS"),
            allow_dirty: either(self.allow_dirty, self.no_allow_dirty, "ALLOW_DIRTY")?,
            files: files
                .map(|file| below(&PathBuf::from(file)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Whether nothing is to be written.
    pub(super) fn is_dry_run(&self) -> anyhow::Result<bool> {
        is_said(self.dry_run, "DRY_RUN")
    }
}

/// Reads a file that is not in the project.
fn outside(path: &Path) -> anyhow::Result<SourceFile> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let name = path.file_name().unwrap_or_default();
    let name = RepoPath::new(name.as_encoded_bytes()).unwrap_or_default();
    Ok(SourceFile::new(name, bytes))
}

/// The value of a variable of bump-my-version; one that is empty says nothing.
fn variable(name: &str) -> Option<String> {
    environment::variable(&format!("BUMPVERSION_{name}"))
}

/// What an option says, else its variable.
fn said(option: &Option<String>, name: &str) -> Option<String> {
    option.clone().or_else(|| variable(name))
}

/// Whether an option is there, or its variable true.
fn is_said(option: bool, name: &str) -> anyhow::Result<bool> {
    Ok(either(option, false, name)?.unwrap_or(false))
}

/// What one of two options says, else their variable.
fn either(yes: bool, no: bool, name: &str) -> anyhow::Result<Option<bool>> {
    let value = match (yes, no) {
        (true, _) => return Ok(Some(true)),
        (_, true) => return Ok(Some(false)),
        _ => variable(name),
    };
    let Some(value) = value else {
        return Ok(None);
    };
    match value.to_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" | "on" => Ok(Some(true)),
        "0" | "false" | "f" | "no" | "n" | "off" => Ok(Some(false)),
        _ => bail!("the variable `BUMPVERSION_{name}` must be `true` or `false`, not `{value}`"),
    }
}

/// A path below a folder, from the current folder; `None` where it is not below it.
pub(super) fn inside(top: &Path, path: &Path) -> Option<RepoPath> {
    let here = std::env::current_dir().ok()?;
    let (top, path) = (top.canonicalize().ok()?, here.join(path));
    // A file that is not there may still be named.
    let real = path
        .canonicalize()
        .or_else(|error| match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
            _ => Err(error),
        });
    let real = real.ok()?;
    // A link stays the name of what it leads to.
    let named = match (
        path.parent().and_then(|folder| folder.canonicalize().ok()),
        path.file_name(),
    ) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => real,
    };
    RepoPath::below(&top, &named)
}
