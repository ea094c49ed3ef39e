//! How a bump is recorded: commit, tag, and the commands around them, with every text filled in.
//!
//! Not the recording itself: that is `publish`'s.
use super::dialect::{Dialect, Settings};
use super::hooks::Hooks;
use super::target::Reckoned;
use super::template::Context;
use super::{BumpError, MESSAGE, Overrides, Project};
use crate::project::Package;

/// Stands for `#` while a text is cut into words; a character that no text has.
const NO_COMMENT: &str = "\u{f8ff}";

/// How a bump is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// The commit's message.
    pub message: String,
    /// Whether a commit is asked for.
    pub commit: bool,
    /// Further arguments of `git commit`.
    pub commit_args: Vec<String>,
    /// Whether tags are asked for.
    pub tag: bool,
    /// The tags; of packages that share one, one.
    pub tags: Vec<TagPlan>,
    /// Whether the tags are signed.
    pub sign_tags: bool,
    /// Whether the tags are pushed to `origin`.
    pub push_tag: bool,
    /// Tags that are moved to the commit.
    pub moveable_tags: Vec<String>,
    /// Whether other changes may be there, where that is said.
    pub allow_dirty: Option<bool>,
    /// Files whose changes may be there, as patterns.
    pub allow_dirty_files: Vec<String>,
    /// The commands around it.
    pub hooks: Hooks,
}

/// What release tags have to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Demanded {
    /// Whether they have a message.
    pub annotated: bool,
    /// Whether they are signed.
    pub signed: bool,
}

/// A tag that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPlan {
    /// Its name.
    pub name: String,
    /// Its message; without one it is lightweight.
    pub message: Option<String>,
}

/// Fills in what the configurations of the bumped packages say; of several the first that has one counts for all.
pub(super) fn recording(
    project: &Project<'_>,
    reckoned: &[(&Package, Option<Dialect>, Reckoned)],
    said: &Overrides,
) -> Result<Recording, BumpError> {
    let standard = Dialect::default().with(said).settings;
    let mut tags: Vec<TagPlan> = Vec::new();
    for (package, dialect, result) in reckoned {
        let settings = dialect.as_ref().map_or(&standard, |found| &found.settings);
        let otherwise = standard_message(project, dialect.as_ref());
        let tag = tag(project, package, settings, otherwise, result)?;
        // Packages that are linked share one, if their tags hold no name.
        if !tags.iter().any(|other| other.name == tag.name) {
            tags.push(tag);
        }
    }
    let speaks = reckoned.iter().find(|(_, dialect, _)| dialect.is_some());
    let Some((_, dialect, result)) = speaks.or(reckoned.first()) else {
        return Ok(Recording::default());
    };
    let settings = dialect.as_ref().map_or(&standard, |found| &found.settings);
    let context = context(project, settings, result);
    let is_one = reckoned
        .iter()
        .all(|(_, _, other)| other.target.new == result.target.new);
    let message = match (&settings.message, is_one) {
        (Some(message), _) => context.fill(message)?,
        (None, true) => context.fill(standard_message(project, dialect.as_ref()))?,
        (None, false) => several(reckoned),
    };
    let fill = |text: &String| context.fill(text);
    Ok(Recording {
        message,
        commit: settings.commit,
        commit_args: words(settings.commit_args.as_deref().unwrap_or_default())?,
        tag: settings.tag,
        tags,
        sign_tags: said
            .sign_tags
            .unwrap_or(settings.sign_tags || project.tags_are.signed),
        push_tag: settings.push_tag,
        moveable_tags: settings
            .moveable_tags
            .iter()
            .map(fill)
            .collect::<Result<_, _>>()?,
        allow_dirty: settings.allow_dirty,
        allow_dirty_files: settings.allow_dirty_files.clone(),
        hooks: Hooks::of(settings, &context)?,
    })
}

fn context<'c>(
    project: &'c Project<'_>,
    settings: &'c Settings,
    result: &'c Reckoned,
) -> Context<'c> {
    Context {
        surroundings: project.surroundings,
        tag_name: settings.tag_name.as_deref().unwrap_or("v{new_version}"),
        current: &result.target.current,
        written_as: &result.target.current,
        new: &result.target.new,
        parts: result.parts.as_ref().map(|(before, after)| (before, after)),
    }
}

/// The tag of one package.
fn tag(
    project: &Project<'_>,
    package: &Package,
    settings: &Settings,
    otherwise: &str,
    result: &Reckoned,
) -> Result<TagPlan, BumpError> {
    let context = context(project, settings, result);
    // What is configured for release-guard comes first; other fields than the version are bump-my-version's business.
    let name = match (&settings.tag_name, project.tag_format) {
        (Some(name), None) => context.fill(name)?,
        (name, _) => {
            let releases = project.releases(package, name.as_deref())?;
            releases
                .format
                .tag_of(package.name.as_deref(), &result.target.new)
        }
    };
    let message = settings.tag_message.as_deref();
    let message = context.fill(message.unwrap_or(otherwise))?;
    let message = Some(message).filter(|text| !text.is_empty());
    let is_needed = project.tags_are.annotated;
    Ok(TagPlan {
        message: message.or_else(|| is_needed.then(|| name.clone())),
        name,
    })
}

/// The message where none is configured: bump-my-version has one of its own.
fn standard_message<'p>(project: &Project<'p>, dialect: Option<&Dialect>) -> &'p str {
    match dialect {
        Some(_) => MESSAGE,
        None => project.message,
    }
}

/// The message of a commit that bumps several packages to different versions.
fn several(reckoned: &[(&Package, Option<Dialect>, Reckoned)]) -> String {
    let lines = reckoned.iter().map(|(package, _, result)| {
        let target = &result.target;
        format!("{} {} → {}", package.title(), target.current, target.new)
    });
    let lines: Vec<String> = lines.collect();
    match lines.as_slice() {
        [one, two] => format!("Bump versions: {one}, {two}"),
        many => format!(
            "Bump versions of {} packages\n\n{}",
            many.len(),
            many.join("\n")
        ),
    }
}

/// Cuts a text into words as a shell does.
pub(super) fn words(text: &str) -> Result<Vec<String>, BumpError> {
    // Where a shell sees a comment, Python does not.
    let words = shlex::split(&text.replace('#', NO_COMMENT));
    let words = words.ok_or_else(|| BumpError::Quotes {
        text: text.to_owned(),
    })?;
    let restored = words.into_iter().map(|word| word.replace(NO_COMMENT, "#"));
    Ok(restored.collect())
}
