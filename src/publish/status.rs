//! `status`: a release as the world sees it, and the one safe way on.
//!
//! Changes nothing.
use super::found::Found;
use super::merged;
use super::plan::Plan;
use super::propose;
use super::release::Commit;
use super::show::Looked;
use super::state::State;
use super::world::{Options, World};
use super::{decide, hand_over, is_json, runs};
use crate::flags::Flags;
use crate::report::Answer;
use crate::terminal::Terminal;
use serde::Serialize;
use std::time::Duration;

/// How often a release that is watched is looked at.
const EVERY: Duration = Duration::from_secs(5);

/// The options of `publish status`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tag of the release; the one that HEAD began, that was merged or is proposed, or the one that `publish` would
    /// publish otherwise
    tag: Option<String>,
    /// Look again until it is done, or somebody has to do something
    #[arg(long)]
    watch: bool,
    /// Look at this index too, as `publish --to` has it
    #[arg(long = "to", value_name = "TARGET")]
    targets: Vec<String>,
}

/// The one safe way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum WayOn {
    /// Nothing is left to do.
    Done,
    /// Somebody has to merge what is proposed.
    Merge,
    /// The same command goes on.
    RunAgain,
    /// A job that the push started is to do the rest.
    Wait,
    /// Nothing is public but the tag, and it cannot become a release.
    Retract,
    /// Something is public, and it cannot become whole.
    NextVersion,
}

impl WayOn {
    /// Judges by the states of the steps, and by what is public.
    pub(super) fn of(states: &[State], is_published: bool, is_pushed: bool) -> Self {
        let is_done = |state: &State| matches!(state, State::Done(_));
        let is_conflict = |state: &State| matches!(state, State::Conflict(_));
        match (states.iter().all(is_done), states.iter().any(is_conflict)) {
            (true, _) => Self::Done,
            (_, false) => Self::RunAgain,
            _ if is_published => Self::NextVersion,
            _ if is_pushed => Self::Retract,
            _ => Self::RunAgain,
        }
    }

    /// Whether it is worth while to look again.
    fn is_open(self) -> bool {
        matches!(self, Self::RunAgain | Self::Wait)
    }

    /// What is proposed is not done with that.
    fn after(self, plan: &Plan) -> Self {
        match plan.packages[0].commit.is_proposed() && self == Self::Done {
            true => Self::Merge,
            false => self,
        }
    }

    fn line(self, plan: &Plan, awaited: &str) -> String {
        let tag = &plan.packages[0].tag;
        match self {
            Self::Merge => match &plan.packages[0].commit {
                Commit::Proposed { branch, onto, .. } => format!(
                    "merge: when `{branch}` is merged into `{onto}`, `publish` there tags and releases it"
                ),
                _ => String::new(),
            },
            Self::Done => "done: nothing is left to do".into(),
            Self::Wait => awaited.into(),
            Self::RunAgain => format!("run again: `{}` goes on", plan.command()),
            Self::Retract => format!("retract: `publish retract {tag}` takes the tag back"),
            Self::NextVersion => {
                "next version: what is public stays as it is; mend, and release the next one".into()
            }
        }
    }
}

/// Shows a release.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let options = Options {
        targets: args.targets.clone(),
        is_dry: true,
        ..Options::default()
    };
    let world = World::open(flags, options, terminal)?;
    let mut shown = String::new();
    loop {
        let plan = plan_of(&world, args.tag.as_deref())?;
        let looked = Looked::at(&plan, &world)?;
        let found = Found::of(&plan.packages[0], &world)?;
        let (way_on, awaited) = way_on_of(&plan, &looked, &found, &world)?;
        let text = match is_json(flags) {
            true => json(&plan, &looked, &found, way_on)?,
            false => {
                let mut line = way_on.line(&plan, &awaited);
                let failed = found.seen.runs.iter().find(|run| run.has_failed());
                if let (WayOn::RunAgain, Some(run)) = (way_on, failed) {
                    line.push_str(&format!(", or `gh run rerun {} --failed` in CI", run.id));
                }
                human(&looked, &found, &line)
            }
        };
        if !(args.watch && way_on.is_open()) {
            return Ok(Answer::text(text));
        }
        if text != shown {
            terminal.say(&text);
            shown = text;
        }
        world.forget();
        if !terminal.wait(EVERY) {
            return Ok(Answer {
                interrupted: true,
                ..Answer::default()
            });
        }
    }
}

/// The plan of a tag, or of a release that has none yet: HEAD began it, it was merged, or it is proposed.
pub(super) fn plan_of(world: &World<'_>, tag: Option<&str>) -> anyhow::Result<Plan> {
    if let Some(begun) = decide::begun_release(world)?
        && tag.is_none_or(|tag| tag == begun.packages[0].tag)
    {
        return Ok(begun);
    }
    let is_asked = |plan: &Plan| tag.is_none_or(|tag| tag == plan.packages[0].tag);
    if tag.is_some_and(|tag| !world.is_tagged(tag).unwrap_or(true)) || tag.is_none() {
        if let Some(merged) = merged::plan(world)?.filter(is_asked) {
            return Ok(merged);
        }
        if let Some(proposed) = propose::standing(world, tag)? {
            return Ok(proposed);
        }
    }
    decide::of_tag(world, tag)
}

/// The way on, and what is to be waited for.
fn way_on_of(
    plan: &Plan,
    looked: &Looked<'_>,
    found: &Found,
    world: &World<'_>,
) -> anyhow::Result<(WayOn, String)> {
    let is_pushed = found.pushed().is_some();
    let is_published = found.published().next().is_some();
    let way_on = WayOn::of(looked.states(), is_published, is_pushed).after(plan);
    if way_on == WayOn::RunAgain
        && is_pushed
        && let Some(awaited) = awaited(plan, looked, found, world)?
    {
        return Ok((WayOn::Wait, awaited));
    }
    Ok((way_on, String::new()))
}

/// What is to be waited for: jobs that have not ended, or of which no run was seen yet.
fn awaited(
    plan: &Plan,
    looked: &Looked<'_>,
    found: &Found,
    world: &World<'_>,
) -> anyhow::Result<Option<String>> {
    let Some(following) = hand_over::awaited(plan, looked.states(), world)? else {
        return Ok(None);
    };
    let files = following.files();
    let runs = found.seen.runs.iter();
    let runs: Vec<_> = runs.filter(|run| files.contains(&run.file())).collect();
    let is_over = runs.iter().any(|run| run.has_ended());
    Ok((!is_over).then(|| following.awaits(!runs.is_empty())))
}

fn human(looked: &Looked<'_>, found: &Found, way_on: &str) -> String {
    let mut out = looked.human(false);
    let mut line = |what: &str, text: &str| out.push_str(&format!("  {what:<10} {text}\n"));
    for (name, sha256) in &found.built {
        line("built", &format!("{name}  sha256 {sha256}"));
    }
    for place in &found.places {
        for (name, sha256) in &place.files {
            let sha256 = sha256.as_deref().unwrap_or("not told");
            line(&place.to.name(), &format!("{name}  sha256 {sha256}"));
        }
        if let Some(who) = &place.who {
            line(&place.to.name(), who);
        }
    }
    for run in &found.seen.runs {
        line("run", &runs::line(run));
    }
    if let Some(why) = &found.seen.untold {
        line("run", &format!("not told: {why}"));
    }
    out.push_str(way_on);
    out.push('\n');
    out
}

fn json(
    plan: &Plan,
    looked: &Looked<'_>,
    found: &Found,
    way_on: WayOn,
) -> serde_json::Result<String> {
    let file = |place: &str, name: &str, sha256: Option<&str>| JsonFile {
        place: place.to_owned(),
        name: name.to_owned(),
        sha256: sha256.map(str::to_owned),
    };
    let built = found.built.iter();
    let built = built.map(|(name, sha256)| file("dist", name, Some(sha256)));
    let there = found.places.iter().flat_map(|place| {
        let files = place.files.iter();
        files.map(|(name, sha256)| file(&place.to.name(), name, sha256.as_deref()))
    });
    let release = &plan.packages[0];
    let status = JsonStatus {
        schema: "release-guard/status@1",
        name: &release.name,
        version: release.to.to_string(),
        tag: &release.tag,
        commit: found.here.as_ref().map(|tag| tag.commit.to_string()),
        remote_commit: found.pushed().map(|(_, tag)| tag.commit.to_string()),
        steps: looked.json_steps(),
        files: built.chain(there).collect(),
        runs: found.seen.json(),
        way_on,
    };
    Ok(serde_json::to_string_pretty(&status)? + "\n")
}

#[derive(Serialize)]
struct JsonStatus<'s> {
    schema: &'static str,
    name: &'s str,
    version: String,
    tag: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_commit: Option<String>,
    steps: Vec<super::show::JsonStep<'s>>,
    files: Vec<JsonFile>,
    runs: Vec<runs::JsonRun<'s>>,
    way_on: WayOn,
}

#[derive(Serialize)]
struct JsonFile {
    place: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::state::{Change, Reason};

    #[test]
    fn there_is_one_way_on() {
        let done = || State::Done(String::new());
        let todo = || State::Todo(Change::default());
        let conflict = || State::Conflict(Reason::default());
        for (states, is_published, is_pushed, way_on) in [
            (vec![done(), done()], true, true, WayOn::Done),
            (vec![done(), todo()], true, true, WayOn::RunAgain),
            (vec![conflict(), todo()], true, true, WayOn::NextVersion),
            (vec![done(), conflict()], false, true, WayOn::Retract),
            (vec![done(), conflict()], false, false, WayOn::RunAgain),
        ] {
            assert_eq!(WayOn::of(&states, is_published, is_pushed), way_on);
        }
    }
}
