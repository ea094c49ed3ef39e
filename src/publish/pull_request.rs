//! Where a proposal is looked at: the pull request on GitHub, what it says, and what other servers offer.
//!
//! Not the branch that it is of: that is `proposal`'s.
use super::hand_over::hand_over;
use super::material::{Watching, ended, remote_of};
use super::release::{Commit, Release};
use super::steps::StepName;
use super::world::World;
use super::{decide, destination::Destination};
use crate::changelog::Changelog;
use crate::forge::cut;
use crate::git::Snapshot;
use crate::github::{GithubError, Pull, Pulls, Site, Text};
use crate::gitlab;
use crate::http::{Client, Moment};
use std::rc::Rc;

/// What is ours in the text of a pull request; what somebody writes before or behind it stays.
const MARKS: [&str; 2] = ["<!-- release-guard -->", "<!-- /release-guard -->"];

/// The length of a changelog's section in a pull request, which GitHub gives 65,536 characters at most.
const LONGEST: usize = 50_000;

/// What serves the repository.
#[derive(Debug)]
pub(super) enum Forge {
    /// GitHub, or a GitHub Enterprise server.
    Github(Box<Site>),
    /// GitLab, which opens merge requests when it is pushed to.
    Gitlab,
    /// Something else, where a person opens what there is.
    Other,
}

impl Forge {
    /// The one of the remote that is pushed to.
    pub(super) fn of(world: &World<'_>) -> Self {
        match world.github() {
            Ok(site) => Self::Github(Box::new(site)),
            Err(_) if gitlab::Site::find(remote_of(&world.repository).as_deref()).is_ok() => {
                Self::Gitlab
            }
            Err(_) => Self::Other,
        }
    }
}

/// Asks GitHub, and has the wait shown.
pub(super) fn ask<T>(
    site: &Site,
    world: &World<'_>,
    work: impl FnOnce(&Pulls<'_>) -> Result<T, GithubError>,
) -> anyhow::Result<T> {
    let watching = Watching::new(world.terminal, "asking GitHub", 0);
    let watch = |moment: Moment| watching.hear(moment);
    let pulls = Pulls::of(site.clone(), Client::new()?, site.token(), &watch);
    work(&pulls).map_err(|error| ended(&error))
}

/// Whether a branch takes changes by pull request only, as far as GitHub can be asked and tells.
pub(super) fn is_wanted(site: &Site, branch: &str, world: &World<'_>) -> bool {
    if site.token().is_none() {
        return false;
    }
    let told = ask(site, world, |pulls| pulls.wants_pull_request(branch));
    told.unwrap_or_else(|error| {
        let said = format!("GitHub does not tell whether `{branch}` takes pushes: {error:#}");
        world.terminal.detail(&said);
        false
    })
}

/// The pull request of a proposal: the open one, else the last one.
pub(super) fn find(
    release: &Release,
    site: &Site,
    world: &World<'_>,
) -> anyhow::Result<Option<Pull>> {
    let Commit::Proposed { branch, onto, .. } = &release.commit else {
        return Ok(None);
    };
    ask(site, world, |pulls| pulls.find(branch, onto))
}

/// What the pull request is to say, beside what is there.
pub(super) fn text(
    release: &Release,
    before: Option<&Pull>,
    world: &World<'_>,
) -> anyhow::Result<Text> {
    let Commit::Proposed { onto, message, .. } = &release.commit else {
        return Ok(Text {
            title: release.title(),
            body: String::new(),
        });
    };
    let mut own = format!("**{}**\n", release.title());
    if let Some(notes) = notes(release, world)? {
        let notes = cut(&notes, LONGEST, "the changelog");
        own.push_str(&format!("\n{}\n", notes.trim()));
    }
    own.push_str(&format!(
        "\n---\n\nWhen this is merged, in whichever way, `publish` on `{onto}` tags the commit that came of it `{}`, and goes on:\n\n",
        release.tag
    ));
    own.push_str(&after(release, world)?);
    own.push_str(&format!(
        "\nThe branch is made anew, upon what `{onto}` is then, by `publish release {} --via pr`; `publish abort {}` takes it back.\n",
        release.written, release.tag
    ));
    let earlier = before.and_then(|pull| pull.body.as_deref());
    Ok(Text {
        title: message.lines().next().unwrap_or_default().to_owned(),
        body: within(&earlier.unwrap_or_default().replace("\r\n", "\n"), &own),
    })
}

/// Puts our own part in the place of the earlier one; in front where there is none.
fn within(earlier: &str, own: &str) -> String {
    let [start, end] = MARKS;
    let own = format!("{start}\n{}\n{end}", own.trim_end());
    let parts = earlier.split_once(start);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    match parts {
        Some((before, after)) => format!("{before}{own}{after}"),
        None if earlier.trim().is_empty() => own,
        None => format!("{own}\n\n{earlier}"),
    }
}

/// Whether two texts are the same as GitHub keeps them.
pub(super) fn is_same(pull: &Pull, text: &Text) -> bool {
    let normal = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let body = pull.body.as_deref().unwrap_or_default();
    pull.title.trim() == text.title.trim() && normal(body) == normal(&text.body)
}

/// The section of the changelog, as it is to be.
fn notes(release: &Release, world: &World<'_>) -> anyhow::Result<Option<String>> {
    let base = Snapshot::commit(world.repository.clone(), release.base.as_str())?;
    let changes = world.changes(release)?;
    let planned = base.with(&changes.together(), "what is proposed");
    let log = world.log(release, &planned)?.map(Changelog::parse);
    Ok(log.and_then(|log| log.notes(&release.to)))
}

/// What `publish` does after the merge, as a list.
fn after(release: &Release, world: &World<'_>) -> anyhow::Result<String> {
    let merged = Release {
        request: None,
        commit: Commit::Merged,
        ..release.clone()
    };
    let mut plan = decide::of_made(world, Rc::new(merged));
    let following = hand_over(&mut plan, world, false)?;
    let mut out = String::new();
    for step in &plan.steps {
        let to = step.action.destination().map(Destination::name);
        let line = match (step.name, to) {
            (StepName::Preflight, _) => continue,
            (StepName::Upload, Some(to)) => format!("upload to `{to}`"),
            (name, Some(to)) => format!("{name}: `{to}`"),
            (name, _) => name.to_string(),
        };
        out.push_str(&format!("- {line}\n"));
    }
    for line in following.human().lines() {
        out.push_str(&format!("- {}\n", line.trim()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_round_our_part_stays() {
        let first = within("", "one\n");
        assert_eq!(
            first,
            "<!-- release-guard -->\none\n<!-- /release-guard -->"
        );
        let edited = format!("Hold this.\n\n{first}\n\nShip it.\n");
        assert_eq!(
            within(&edited, "two"),
            "Hold this.\n\n<!-- release-guard -->\ntwo\n<!-- /release-guard -->\n\nShip it.\n"
        );
        assert_eq!(
            within("Rewritten.", "two"),
            "<!-- release-guard -->\ntwo\n<!-- /release-guard -->\n\nRewritten."
        );
    }
}
