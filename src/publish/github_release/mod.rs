//! `publish github-release`: a release on GitHub, as a draft until every byte of its assets was compared.
//!
//! Decides first: what belongs to the release is `assemble`'s, how it stands on GitHub and what is left to do are the
//! `steps`, which `publish` can go through one by one as well.
mod assemble;
mod json;
mod notes;
mod steps;

pub(super) use assemble::Assembled;
pub(super) use steps::Steps;

use super::frozen::Frozen;
use super::is_json;
use super::material::{Watching, ended, is_agreed, stopped};
use super::release::Release;
use super::state::State;
use super::world::World;
use crate::flags::Flags;
use crate::github::{GithubError, Published, Releases, Site, Visibility, of_tag};
use crate::http::{Client, Moment};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use colored::Colorize as _;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

const EXAMPLES: &str = "\
Examples:
  publish github-release --dry-run         says what is there and what would be done
  publish github-release v1.2.3            drafts, attaches, compares and publishes, after asking
  publish github-release --draft --yes     leaves the draft for somebody to look at
  publish github-release --notes both      the changelog's section, then GitHub's own notes
  publish github-release --notes FILE      a file, in which `{changelog}`, `{generated}`, `{files}`,
                                           `{install}`, `{version}`, `{tag}`, `{previous}` are filled in

Attached are the files of `dist/release.json`, itself, `SHA256SUMS`, and from beside them
`*.attestation` and `*.cdx.json`. The token, which has to write contents, is that of `GH_TOKEN`,
`GITHUB_TOKEN` or `gh auth login`. Running the same command again goes on where it ended.";

/// The options of `publish github-release`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The tag; the one of the CI job, of this commit, or of the declared version otherwise
    tag: Option<String>,
    /// Leave it a draft
    #[arg(long)]
    draft: bool,
    /// The notes: `changelog`, `generated` (by GitHub), `both`, or a file; the changelog's section where there is one,
    /// else the generated ones
    #[arg(long, value_name = "changelog|generated|both|FILE")]
    notes: Option<String>,
    /// Open a discussion in this category when it is published
    #[arg(long, value_name = "CATEGORY")]
    discussion: Option<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Goes to GitHub with the steps of a release that is being made.
pub(super) fn with<T>(
    release: &Rc<Release>,
    site: &Site,
    frozen: &Frozen,
    world: &World<'_>,
    work: impl FnOnce(&Assembled, &Steps<'_, '_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let assembled = Assembled::in_world(release, site.clone(), frozen, world)?;
    let size = assembled.assets.iter().map(|asset| asset.size).sum();
    let watching = Watching::new(world.terminal, "asking GitHub", size);
    let watch = |moment: Moment| watching.hear(moment);
    let releases = Releases::of(site.clone(), Client::new()?, site.token(), &watch);
    let steps = Steps::of(&assembled, &releases, None);
    let worked = work(&assembled, &steps);
    worked.map_err(|error| match error.downcast::<GithubError>() {
        Ok(error) => ended(&error, error.is_conflict()),
        Err(error) => error,
    })
}

/// The release of a tag on GitHub, published or a draft.
pub(super) fn found(
    tag: &str,
    site: &Site,
    world: &World<'_>,
) -> anyhow::Result<Option<crate::github::Release>> {
    ask(site, world, |releases| {
        Ok(of_tag(&releases.list()?, tag).cloned())
    })
}

/// Fetches files of a release into a folder, and compares the hash of each that GitHub tells.
pub(super) fn fetch(
    files: &[Published],
    site: &Site,
    folder: &Path,
    world: &World<'_>,
) -> anyhow::Result<()> {
    for file in files {
        let path = folder.join(&file.name);
        let cannot = || format!("cannot write `{}`", path.display());
        let mut to = std::fs::File::create(&path).with_context(cannot)?;
        ask(site, world, |releases| {
            releases.download(file.id, &mut |part| to.write_all(part))
        })?;
        drop(to);
        let (_, sha256) = crate::dist::digest(&path)?;
        if let Some(told) = file.sha256
            && told.to_string() != sha256
        {
            bail!(
                "`{}` came from GitHub with sha256 {sha256}, not {told}\nhint: run the same command again",
                file.name
            );
        }
    }
    Ok(())
}

/// Takes the draft of a tag away; a release that is published stays.
pub(super) fn discard(tag: &str, site: &Site, world: &World<'_>) -> anyhow::Result<()> {
    ask(site, world, |releases| {
        match of_tag(&releases.list()?, tag).filter(|found| found.draft) {
            Some(draft) => releases.discard(draft),
            None => Ok(()),
        }
    })
}

fn ask<T>(
    site: &Site,
    world: &World<'_>,
    work: impl FnOnce(&Releases<'_>) -> Result<T, GithubError>,
) -> anyhow::Result<T> {
    let watching = Watching::new(world.terminal, "asking GitHub", 0);
    let watch = |moment: Moment| watching.hear(moment);
    let releases = Releases::of(site.clone(), Client::new()?, site.token(), &watch);
    work(&releases).map_err(|error| ended(&error, error.is_conflict()))
}

/// The line that installs a release from GitHub, for whoever may see the repository.
pub(super) fn line(
    release: &Rc<Release>,
    site: &Site,
    frozen: &Frozen,
    world: &World<'_>,
) -> anyhow::Result<String> {
    with(release, site, frozen, world, |assembled, steps| {
        // A release that stands is no failure because nobody could say how to install it.
        let visibility = steps.visibility().unwrap_or(Visibility::Private);
        Ok(assembled.install_line(visibility))
    })
}

/// Makes a release on GitHub, or finishes it.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    match perform(args, flags, terminal) {
        Err(error) => match error.downcast::<GithubError>() {
            Ok(error) => stopped(
                &error,
                error.is_conflict(),
                error.is_interrupted(),
                terminal,
            ),
            Err(error) => Err(error),
        },
        answer => answer,
    }
}

fn perform(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let assembled = Assembled::of(
        args.tag.as_deref(),
        args.discussion.clone(),
        flags,
        terminal,
    )?;
    let token = assembled.site.token();
    if token.is_none() && !args.dry_run {
        return Err(GithubError::NoToken(assembled.site.to_string()).into());
    }
    if token.is_none() {
        terminal.note("without a token drafts are not seen; `GITHUB_TOKEN` is not set");
    }
    let size = assembled.assets.iter().map(|asset| asset.size).sum();
    let watching = Watching::new(terminal, "attaching", size);
    let watch = |moment: Moment| watching.hear(moment);
    let releases = Releases::of(assembled.site.clone(), Client::new()?, token, &watch);
    let steps = Steps::of(&assembled, &releases, args.notes.as_deref());
    carry_out(args, &assembled, &steps, is_json(flags), terminal)
}

/// Shows how the steps stand, asks, and does them.
fn carry_out(
    args: &Args,
    assembled: &Assembled,
    steps: &Steps<'_, '_>,
    is_json: bool,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let states = steps.check(args.draft)?;
    let plan = shown(assembled, &states);
    let is_refused = states
        .iter()
        .any(|(_, state)| matches!(state, State::Conflict(_)));
    if args.dry_run || is_refused {
        if !args.dry_run {
            terminal.say(plan.trim_end());
        }
        return Ok(Answer {
            refused: is_refused,
            output: match (is_json, args.dry_run) {
                (true, _) => json::document(assembled, steps, &states)?,
                (false, true) => plan,
                (false, false) => String::new(),
            },
            ..Answer::default()
        });
    }
    terminal.say(plan.trim_end());
    let is_done = |(_, state): &(_, State)| matches!(state, State::Done(_));
    let is_complete = states.iter().all(is_done);
    if !is_complete {
        if !is_agreed(args.yes, Some(&assembled.release.tag), terminal)? {
            return Ok(Answer::default());
        }
        steps.draft()?;
        steps.assets(&|asset| terminal.say(&format!("attached: {}", asset.name)))?;
        if !args.draft {
            steps.publish()?;
        }
    }
    let what = match (is_complete, args.draft) {
        (true, _) => "is there already; there is nothing to do",
        (false, true) => "is drafted",
        (false, false) => "is released",
    };
    let answer = finished(assembled, steps, what)?;
    Ok(match is_json {
        true => Answer {
            output: json::document(assembled, steps, &steps.check(args.draft)?)?,
            ..answer
        },
        false => answer,
    })
}

/// The steps with their states, a line each.
fn shown(assembled: &Assembled, states: &[(&'static str, State)]) -> String {
    let release = &assembled.release;
    let mut out = format!(
        "{} as a release of `{}`, tag {} of commit {}\n",
        assembled.title(),
        assembled.site,
        release.tag,
        assembled.commit.short()
    );
    for (name, state) in states {
        let (word, text) = match state {
            State::Done(evidence) => ("done".green(), evidence),
            State::Todo(change) => ("to do".yellow(), &change.summary),
            State::Waiting(what) => ("waits".normal(), what),
            State::Conflict(reason) => ("refused".red().bold(), &reason.text),
        };
        out.push_str(&format!("  {name:<8} {word}: {text}\n"));
        if let State::Conflict(reason) = state
            && let Some(help) = &reason.help
        {
            out.push_str(&format!("  {:<8} {} {help}\n", "", "help:".cyan().bold()));
        }
    }
    out
}

/// The last lines: where the release is, and how to install it.
fn finished(assembled: &Assembled, steps: &Steps<'_, '_>, what: &str) -> anyhow::Result<Answer> {
    let release = &assembled.release;
    let found = steps.release()?;
    let page = found
        .as_ref()
        .map(|found| found.html_url.clone())
        .unwrap_or_default();
    let mut out = format!("{} {what}: {page}\n", assembled.title());
    if found.as_ref().is_some_and(|found| !found.draft) {
        // A release that stands is no failure because nobody could say how to install it.
        let visibility = steps.visibility().unwrap_or(Visibility::Private);
        out.push_str(&format!(
            "  install it:  {}\n",
            assembled.install_line(visibility)
        ));
    }
    Ok(Answer {
        output: out,
        github_output: vec![
            ("version", release.to.to_string()),
            ("tag", release.tag.clone()),
            ("prerelease", release.to.is_prerelease().to_string()),
        ],
        ..Answer::default()
    })
}
