//! What is said when a release has come to its end: what is there now, how it goes on, and how to install it.
//!
//! Changes nothing.
use super::destination::Destination;
use super::hand_over::Following;
use super::plan::Plan;
use super::pull_request::{self, Forge};
use super::release::{Commit, Release};
use super::runs::{self, Ending};
use super::show::Looked;
use super::steps;
use super::world::World;
use super::{Go, go, is_json};
use crate::flags::Flags;
use crate::report::Answer;

/// When the last step was done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ended {
    /// In this run.
    Now,
    /// In an earlier one.
    Before,
}

/// Follows what the push started, and says what is there now. For machines, that is the plan as it stands now.
pub(super) fn finished(
    plan: &Plan,
    following: &Following,
    world: &World<'_>,
    asked: &Go,
    flags: &Flags,
    ended: Ended,
) -> anyhow::Result<Answer> {
    let files = following.files();
    let tag = &plan.packages[0].tag;
    let ending = match files.is_empty() || asked.no_follow || asked.until.is_some() {
        true => None,
        false => world
            .tag_on_remote(tag)?
            .and_then(|tagged| runs::follow(&files, tag, tagged.commit.as_str(), world)),
    };
    world.forget();
    let output = match is_json(flags) {
        true => Looked::at(plan, world)?.json(following)?,
        false => last_lines(plan, following, ending.as_ref(), world, ended)?,
    };
    let answer = go::answer(plan, output);
    Ok(match ending {
        Some(Ending::Failed(failed)) => {
            let help = runs::way_out(&failed, tag);
            world.terminal.say(&format!("help: {help}"));
            Answer {
                refused: true,
                ..answer
            }
        }
        Some(Ending::Interrupted) => Answer {
            interrupted: true,
            ..answer
        },
        _ => answer,
    })
}

/// The last lines of a release: what is there now, and how to install it.
fn last_lines(
    plan: &Plan,
    following: &Following,
    ending: Option<&Ending>,
    world: &World<'_>,
    ended: Ended,
) -> anyhow::Result<String> {
    let release = &plan.packages[0];
    if release.commit.is_proposed() {
        return proposed(release, world);
    }
    let what = match (ended, following.left.is_empty()) {
        (Ended::Now, true) => "is released",
        (Ended::Now, false) => "is tagged and pushed",
        (Ended::Before, true) => "is released already; there is nothing to do",
        (Ended::Before, false) => "is tagged and pushed already; there is nothing to do here",
    };
    let mut out = format!("{} {} {what}\n", release.name, release.to);
    let is_uploaded =
        |to: &&Destination| !following.left.contains(*to) || matches!(ending, Some(Ending::Well));
    for destination in world.destinations.iter().filter(is_uploaded) {
        let line = match destination {
            Destination::Local => world.index()?.install_line(&release.normal_name()),
            Destination::Registry(registry) => {
                super::oci::install_line(registry, &release.normal_name(), &release.to.to_string())
            }
            Destination::Forge(home) => match world.frozen(release)? {
                Some(frozen) => super::forge_release::line(release, home, &frozen, world)?,
                None => continue,
            },
            Destination::Pages(site) => {
                let requirement = format!("{}=={}", release.normal_name(), release.to);
                match super::steps::kept(site, world).install_line(&requirement)? {
                    Some(line) => line,
                    None => continue,
                }
            }
            Destination::Index(target) => super::upload::install_line(
                &*world.site(target)?,
                &release.normal_name(),
                &release.to,
            ),
        };
        out.push_str(&format!("  install it:  {line}\n"));
    }
    let has_files = |to: &Destination| {
        Ok(match to {
            Destination::Forge(home) => steps::on_forge(release, home, world)?.is_published,
            Destination::Pages(site) => {
                let looked = steps::kept(site, world).look(&release.tag)?;
                looked.is_some_and(|(is_right, _)| is_right)
            }
            _ => !steps::files_in(release, to, world)?.is_empty(),
        })
    };
    out.push_str(&following.after(ending, has_files)?);
    if !world.pushes() && plan.steps.len() > 5 {
        out.push_str("  nothing was pushed; `--push` does that\n");
    }
    Ok(out)
}

/// The last lines of a proposal: where it is, and how it goes on.
fn proposed(release: &Release, world: &World<'_>) -> anyhow::Result<String> {
    let Commit::Proposed { branch, onto, .. } = &release.commit else {
        return Ok(String::new());
    };
    let title = format!("{} {}", release.name, release.to);
    let at = match Forge::of(world) {
        Forge::Github(site) => match pull_request::find(release, &site, world)? {
            Some(pull) => format!("{title} is proposed: {}\n", pull.html_url),
            None => format!("{title} is on `{branch}`, and no pull request is opened yet\n"),
        },
        Forge::Gitlab => format!("{title} is on `{branch}`; the push asked for a merge request\n"),
        Forge::Other => {
            format!("{title} is on `{branch}`; open the pull request of it into `{onto}` by hand\n")
        }
    };
    Ok(format!(
        "{at}  when it is merged, `publish` on `{onto}` tags and releases it\n"
    ))
}
