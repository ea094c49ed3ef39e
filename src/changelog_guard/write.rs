//! Release notes, and the roll of what is unreleased into a version.
//!
//! Not a judgement: nothing here has a finding.
use super::judge::{folders, read, today};
use crate::changelog::Changelog;
use crate::config::{Config, UnknownKeys};
use crate::edit::{apply, unified_diff, write_all};
use crate::flags::Flags;
use crate::git::Ground;
use crate::project::TagFormat;
use crate::report::Answer;
use crate::source::RepoPath;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::Context as _;
use jiff::civil::Date;

/// The changelog of the working tree, and the tag format that is configured.
fn changelog(
    ground: &Ground,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<(Changelog, Config)> {
    let snapshot = ground.work_tree()?;
    let config = Config::open(&snapshot, flags, UnknownKeys::Refused, terminal)?;
    let mut found: Vec<Changelog> = Vec::new();
    for folder in folders(&snapshot, flags)? {
        let changelog = read(&snapshot, &folder, config.changelog.path.as_deref())?;
        let is_new = |other: &Changelog| {
            found
                .iter()
                .all(|known| known.file().path != other.file().path)
        };
        if let Some(changelog) = changelog.filter(is_new) {
            found.push(changelog);
        }
    }
    match found.len() {
        0 => anyhow::bail!("there is no changelog in `{}`", ground.top().display()),
        1 => found
            .pop()
            .map(|changelog| (changelog, config))
            .context("there is no changelog"),
        _ => {
            let paths: Vec<String> = found
                .iter()
                .map(|found| format!("`{}`", found.file().path))
                .collect();
            anyhow::bail!(
                "there are several changelogs, {}; choose one with `--package`",
                paths.join(", ")
            )
        }
    }
}

fn version(text: &str) -> anyhow::Result<Version> {
    text.parse()
        .with_context(|| format!("`{text}` is not a version"))
}

/// Prints the section of a version.
pub(super) fn notes(asked: &str, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let (changelog, _) = changelog(&Ground::find(flags)?, flags, terminal)?;
    let notes = if asked.eq_ignore_ascii_case("unreleased") {
        changelog.unreleased_notes()
    } else {
        changelog.notes(&version(asked)?)
    };
    match notes {
        Some(notes) => Ok(Answer::text(format!("{notes}\n"))),
        None => anyhow::bail!("`{}` has no section for `{asked}`", changelog.file().path),
    }
}

/// Rolls the changelog, or shows how.
pub(super) fn roll(
    asked: &str,
    date: Option<Date>,
    dry_run: bool,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let ground = Ground::find(flags)?;
    let (changelog, config) = changelog(&ground, flags, terminal)?;
    let version = version(asked)?;
    let tags = Tags::learned(&ground, &changelog, &config)?;
    let edits = changelog.roll(
        &version,
        date.unwrap_or_else(today),
        tags.previous.as_deref(),
        &tags.of(&version),
    )?;
    let path = &changelog.file().path;
    if edits.is_empty() {
        terminal.say(&format!(
            "`{path}` has its section for `{version}` already; nothing to do"
        ));
        return Ok(Answer::default());
    }
    if changelog.unreleased_is_empty() {
        terminal.warn(&format!(
            "nothing is unreleased in `{path}`; the section for `{version}` is empty"
        ));
    }
    let changes = apply(&edits, |asked: &RepoPath| {
        (asked == path).then(|| changelog.file().bytes.clone())
    })?;
    if dry_run {
        return Ok(Answer::text(
            changes.iter().map(unified_diff).collect::<String>(),
        ));
    }
    write_all(ground.top(), &changes)?;
    terminal.say(&format!("`{path}`: what was unreleased is `{version}` now"));
    Ok(Answer::default())
}

/// How this project writes its tags, as far as links need it.
struct Tags {
    format: String,
    previous: Option<String>,
}

impl Tags {
    /// The configured format; else that of the last version's tag, in the links or in git; else `v{version}`.
    fn learned(ground: &Ground, changelog: &Changelog, config: &Config) -> anyhow::Result<Self> {
        let mut tags = Self {
            format: config
                .tag_format
                .clone()
                .unwrap_or_else(|| "v{version}".into()),
            previous: None,
        };
        let Some((_, last)) = changelog.released().next() else {
            return Ok(tags);
        };
        let name = last.to_string();
        if let Some(tag) = changelog.linked_tag(last) {
            tags.previous = Some(tag.to_owned());
        } else {
            for tag in [tags.of(last), name.clone()] {
                if ground.tagged(&tag)?.is_some() {
                    tags.previous = Some(tag);
                    break;
                }
            }
        }
        if let Some(previous) = tags
            .previous
            .as_ref()
            .filter(|previous| config.tag_format.is_none() && previous.contains(&name))
        {
            tags.format = previous.replace(&name, "{version}");
        }
        Ok(tags)
    }

    fn of(&self, version: &Version) -> String {
        match self.format.parse::<TagFormat>() {
            Ok(format) if !format.has_name() => format.tag(None, version),
            _ => self.format.replace("{version}", &version.to_string()),
        }
    }
}
