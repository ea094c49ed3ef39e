//! `publish github-release` and `publish gitlab-release`: a release on a forge, which nobody sees until every byte of its
//! assets was compared.
//!
//! Decides first: what belongs to the release is `assemble`'s, how it stands on the forge and what is left to do are the
//! `steps`, which `publish` can go through one by one as well. One command a forge, named as its target is: a project that
//! is mirrored has more than one, and which one is meant is not to be guessed.
mod args;
mod assemble;
mod home;
mod json;
mod notes;
mod steps;

pub(super) use args::{GithubArgs, GitlabArgs};
pub(super) use assemble::Assembled;
pub use home::Home;
pub(super) use home::Kind;
pub(super) use steps::Steps;

use super::frozen::Frozen;
use super::is_json;
use super::material::{Watching, is_agreed, settled, told};
use super::release::Release;
use super::state::State;
use super::world::World;
use crate::flags::Flags;
use crate::forge::{Forge, ForgeError, Subject, Visibility};
use crate::http::Moment;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use args::Asked;
use colored::Colorize as _;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

/// Goes to a forge with the steps of a release that is being made.
pub(super) fn with<T>(
    release: &Rc<Release>,
    home: &Home,
    frozen: &Frozen,
    world: &World<'_>,
    work: impl FnOnce(&Assembled, &Steps<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let assembled = Assembled::in_world(release, home.clone(), frozen, world)?;
    let size = assembled.assets.iter().map(|asset| asset.size).sum();
    let what = format!("asking {}", home.title());
    let watching = Watching::new(world.terminal, &what, size);
    let watch = |moment: Moment| watching.hear(moment);
    let forge = home.open(&watch)?;
    let worked = work(&assembled, &Steps::of(&assembled, &*forge, None));
    worked.map_err(told::<ForgeError>)
}

/// Asks a forge about the release of a tag, whether or not its files are here.
pub(super) fn ask<T>(
    release: &Release,
    home: &Home,
    world: &World<'_>,
    work: impl FnOnce(&dyn Forge, &Subject<'_>) -> Result<T, ForgeError>,
) -> anyhow::Result<T> {
    let what = format!("asking {}", home.title());
    let watching = Watching::new(world.terminal, &what, 0);
    let watch = |moment: Moment| watching.hear(moment);
    let forge = home.open(&watch)?;
    let subject = Subject {
        tag: &release.tag,
        project: &release.normal_name(),
        version: &release.to,
        assets: &[],
    };
    work(&*forge, &subject).map_err(|error| told::<ForgeError>(error.into()))
}

/// Fetches files of a release into a folder, and compares the hash of each that the forge tells.
pub(super) fn fetch(
    files: &[(String, Option<String>)],
    release: &Release,
    home: &Home,
    folder: &Path,
    world: &World<'_>,
) -> anyhow::Result<()> {
    for (name, told) in files {
        let path = folder.join(name);
        let cannot = || format!("cannot write `{}`", path.display());
        let mut to = std::fs::File::create(&path).with_context(cannot)?;
        ask(release, home, world, |forge, subject| {
            forge.download(subject, name, &mut |part| to.write_all(part))
        })?;
        drop(to);
        let (_, sha256) = crate::dist::digest(&path)?;
        if let Some(told) = told
            && *told != sha256
        {
            bail!(
                "`{name}` came from {} with sha256 {sha256}, not {told}\nhint: run the same command again",
                home.title()
            );
        }
    }
    Ok(())
}

/// The line that installs a release from a forge, for whoever may see the repository.
pub(super) fn line(
    release: &Rc<Release>,
    home: &Home,
    frozen: &Frozen,
    world: &World<'_>,
) -> anyhow::Result<String> {
    with(release, home, frozen, world, |assembled, steps| {
        // A release that stands is no failure because nobody could say how to install it.
        let visibility = steps.visibility().unwrap_or(Visibility::Private);
        Ok(assembled.install_line(visibility))
    })
}

/// Makes a release on a forge, or finishes it.
pub(super) fn run(
    args: impl Into<Asked>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let answer = perform(&args.into(), flags, terminal);
    settled::<ForgeError>(answer, terminal)
}

fn perform(args: &Asked, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let assembled = Assembled::of(args.kind, args.tag.as_deref(), flags, terminal)?;
    let assembled = Assembled {
        discussion: args.discussion.clone(),
        released_at: args.released_at.clone(),
        ..assembled
    };
    let home = &assembled.home;
    if !args.dry_run {
        home.need_token()?;
    } else if home.token_source().is_none() {
        terminal.note(match home {
            Home::Github(_) => "without a token drafts are not seen; `GITHUB_TOKEN` is not set",
            Home::Gitlab(_) => {
                "without a token only what is public is seen; `GITLAB_TOKEN` is not set"
            }
        });
    }
    let size = assembled.assets.iter().map(|asset| asset.size).sum();
    let watching = Watching::new(terminal, "attaching", size);
    let watch = |moment: Moment| watching.hear(moment);
    let forge = home.open(&watch)?;
    let steps = Steps::of(&assembled, &*forge, args.notes.as_deref());
    carry_out(args, &assembled, &steps, is_json(flags), terminal)
}

/// Shows how the steps stand, asks, and does them.
fn carry_out(
    args: &Asked,
    assembled: &Assembled,
    steps: &Steps<'_>,
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
        assembled.home,
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
fn finished(assembled: &Assembled, steps: &Steps<'_>, what: &str) -> anyhow::Result<Answer> {
    let release = &assembled.release;
    let found = steps.found()?;
    let page = found
        .as_ref()
        .map(|found| found.page.clone())
        .unwrap_or_default();
    let mut out = format!("{} {what}: {page}\n", assembled.title());
    if found.as_ref().is_some_and(|found| !found.is_draft) {
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
