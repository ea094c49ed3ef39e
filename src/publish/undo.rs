//! `abort` and `retract`: what of a release can still be undone is undone, and what cannot is said.
//!
//! Nothing that is public is touched: a file in an index stays for ever.
use super::destination::{Destination, LOCAL};
use super::forge_release::Home;
use super::found::{Found, Tagged};
use super::propose::{self, Open};
use super::pull_request::{self, Forge};
use super::release::{Commit, Release};
use super::state::Reason;
use super::status::plan_of;
use super::world::{Options, World};
use super::{decide, go, runs};
use crate::flags::Flags;
use crate::git::Oid;
use crate::github::{Pull, Site};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use std::rc::Rc;

/// The options of `publish abort` and `publish retract`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tag of the release
    tag: Option<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Look at this index too, as `publish --to` has it
    #[arg(long = "to", value_name = "TARGET")]
    targets: Vec<String>,
}

/// One thing that is undone.
enum Undo {
    /// What a forge has of it that is not published, in words.
    Unpublished(Home, String),
    /// The pull request.
    Pull(Site, Pull),
    /// The branch of a proposal on the remote, which must still be at this.
    Branch(String, String, Oid),
    /// The tag on the remote, which must still be this.
    RemoteTag(String, Tagged),
    /// The tag here, which must still be this.
    Tag(Tagged),
    /// The release commit, which is checked out.
    Commit(Oid, Oid),
    /// The files that were built.
    Built,
    /// What the local index has.
    Local(Vec<String>),
    /// The index of the releases on GitHub, which shows files of a release that is none.
    Page(Site),
}

/// Undoes a release that was begun and not pushed.
pub(super) fn abort(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let world = open(args, flags, terminal)?;
    let begun = decide::begun_release(&world)?;
    if begun.is_none() || args.tag.is_some() {
        let proposals = propose::open(&world, args.tag.as_deref())?;
        if !proposals.is_empty() {
            return withdraw(&proposals, args, &world);
        }
    }
    let plan = match (&args.tag, begun) {
        (None, None) if world.head()?.tag.is_none() => {
            return Ok(Answer::text(
                "no release is begun here; there is nothing to abort\n",
            ));
        }
        _ => plan_of(&world, args.tag.as_deref())?,
    };
    let release = &plan.packages[0];
    let found = Found::of(release, &world)?;
    if let Some(reason) = burnt(&found) {
        return Ok(refuse(reason, terminal));
    }
    if let Some((remote, _)) = found.pushed() {
        let reason = Reason::new(
            format!("the tag `{}` is on `{remote}` already", release.tag),
            format!("`publish retract {}` takes it back there", release.tag),
        );
        return Ok(refuse(reason, terminal));
    }
    let mut undos = here(&found, &world)?;
    if let Some(commit) = own_commit(release, &world)? {
        if let Some(place) = pushed_as(&commit.0, &world)? {
            let text = format!(
                "the release commit {} is on `{place}` already",
                commit.0.short()
            );
            let help = "`git revert` it there, or release the next version";
            return Ok(refuse(Reason::new(text, help), terminal));
        }
        undos.push(Undo::Commit(commit.0, commit.1));
    }
    carry_out(&undos, release, args, &world, "aborted")
}

/// Takes a proposal back, as long as its branch holds nothing of anybody else's.
fn withdraw(proposals: &[Open], args: &Args, world: &World<'_>) -> anyhow::Result<Answer> {
    let [own] = proposals else {
        let tags: Vec<String> = proposals
            .iter()
            .map(|own| format!("`{}`", own.tag))
            .collect();
        bail!(
            "several releases are proposed; say which one: `publish abort TAG`, with TAG one of {}",
            tags.join(", ")
        );
    };
    let Some(release) = propose::release_of(world, own)? else {
        bail!("`{}` is no tag of this package", own.tag);
    };
    let (release, remote) = (Rc::new(release), world.remote()?.unwrap_or_default());
    let standing = world.proposed(&release)?;
    if let Some(reason) = standing.of_others(&release, &remote) {
        return Ok(refuse(reason, world.terminal));
    }
    let mut undos = Vec::new();
    if let Forge::Github(site) = Forge::of(world) {
        let pull = pull_request::find(&release, &site, world)?;
        let pull = pull.filter(Pull::is_open);
        undos.extend(pull.map(|pull| Undo::Pull(*site, pull)));
    }
    // The second one is left over where GitHub was to make the commit, and that was cut off.
    for branch in [own.branch.clone(), release.aside()] {
        let tip = world.on_remote(&format!("refs/heads/{branch}"))?;
        undos.extend(tip.map(|tip| Undo::Branch(remote.clone(), branch, tip)));
    }
    carry_out(&undos, &release, args, world, "no longer proposed")
}

/// Takes a tag back that was pushed and never became a release.
pub(super) fn retract(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let world = open(args, flags, terminal)?;
    let Some(tag) = &args.tag else {
        bail!("say which tag: `publish retract TAG`");
    };
    let plan = decide::of_tag(&world, Some(tag))?;
    let release = &plan.packages[0];
    let found = Found::of(release, &world)?;
    if let Some(reason) = burnt(&found) {
        return Ok(refuse(reason, terminal));
    }
    if let Some(run) = found.seen.unfinished() {
        let text = format!("a workflow of the tag has not ended: {}", runs::line(run));
        let help = format!(
            "wait for it, or `gh run cancel {}`; then run this again",
            run.id
        );
        return Ok(refuse(Reason::new(text, help), terminal));
    }
    let is_registry = |to: &Destination| matches!(to, Destination::Registry(_));
    if found.built.is_empty() && world.destinations.iter().any(is_registry) {
        let text = "without the files that were built it cannot be told what the registry has of the release";
        let help = format!("`publish {tag} --until build` makes them again");
        return Ok(refuse(Reason::new(text, help), terminal));
    }
    // A draft loses its tag with that, so it goes first.
    let unpublished = found.unpublished.iter().cloned();
    let mut undos: Vec<Undo> = unpublished
        .map(|(home, what)| Undo::Unpublished(home, what))
        .collect();
    if let Some((remote, tagged)) = found.pushed() {
        if found
            .here
            .as_ref()
            .is_some_and(|here| here.commit != tagged.commit)
        {
            let text = format!(
                "the tag `{tag}` is on commit {} on `{remote}`, and on another one here",
                tagged.commit.short()
            );
            let help = format!(
                "`git fetch {remote} tag {tag} --force` brings the other one here; then look at it"
            );
            return Ok(refuse(Reason::new(text, help), terminal));
        }
        undos.push(Undo::RemoteTag(remote.to_owned(), tagged.clone()));
    }
    undos.extend(here(&found, &world)?);
    let shown = found.places.iter().filter(|place| !place.files.is_empty());
    undos.extend(shown.filter_map(|place| match &place.to {
        Destination::Pages(site) => Some(Undo::Page((**site).clone())),
        _ => None,
    }));
    carry_out(&undos, release, args, &world, "retracted")
}

fn open<'t>(args: &Args, flags: &Flags, terminal: &'t Terminal) -> anyhow::Result<World<'t>> {
    let options = Options {
        targets: args.targets.clone(),
        is_dry: true,
        ..Options::default()
    };
    World::open(flags, options, terminal)
}

fn refuse(reason: Reason, terminal: &Terminal) -> Answer {
    terminal.say(&format!("refused: {}", reason.text));
    go::refused(reason, terminal)
}

/// Why nothing can be undone any more: files are public.
fn burnt(found: &Found) -> Option<Reason> {
    found.published().next()?;
    let release = &found.release;
    let is_pypi = |place: &super::found::Place| match &place.to {
        Destination::Index(target) => target.is_pypi(),
        _ => false,
    };
    let yank = match found.published().any(is_pypi) {
        true => format!(
            "yank it at https://pypi.org/manage/project/{}/release/{}/ if nobody shall install it, and ",
            release.normal_name(),
            release.to
        ),
        false => String::new(),
    };
    Some(Reason::new(
        format!(
            "{} {} is burnt: it is public on {}",
            release.name,
            release.to,
            found.where_published()
        ),
        format!("{yank}release the next version with `publish release patch`"),
    ))
}

/// What of a release is on this machine.
fn here(found: &Found, world: &World<'_>) -> anyhow::Result<Vec<Undo>> {
    let mut undos = Vec::new();
    let index = world.index()?;
    let names = super::steps::files_of(&index, &found.release)?;
    if !names.is_empty() {
        undos.push(Undo::Local(names));
    }
    undos.extend(found.here.clone().map(Undo::Tag));
    if !found.built.is_empty() {
        undos.push(Undo::Built);
    }
    Ok(undos)
}

/// The release commit and its parent, when it is checked out.
fn own_commit(release: &Release, world: &World<'_>) -> anyhow::Result<Option<(Oid, Oid)>> {
    let head = world.head()?;
    let is_own = head.tag.as_deref() == Some(&*release.tag);
    let is_made = matches!(release.commit, Commit::Made { .. }) || release.base == head.oid;
    Ok(head
        .parent
        .filter(|_| is_own && is_made)
        .map(|parent| (head.oid, parent)))
}

/// The branch of a remote that has a commit, as far as is known here.
fn pushed_as(commit: &Oid, world: &World<'_>) -> anyhow::Result<Option<String>> {
    let refs = world.repository.refs_with(commit, "refs/remotes/")?;
    let short = |name: String| name.trim_start_matches("refs/remotes/").to_owned();
    Ok(refs.into_iter().next().map(short))
}

fn carry_out(
    undos: &[Undo],
    release: &Rc<Release>,
    args: &Args,
    world: &World<'_>,
    done: &str,
) -> anyhow::Result<Answer> {
    let terminal = world.terminal;
    if undos.is_empty() {
        let tag = &release.tag;
        return Ok(Answer::text(format!(
            "nothing is left of `{tag}` that could be undone\n"
        )));
    }
    let lines: String = undos
        .iter()
        .map(|undo| format!("  {}\n", undo.line(release)))
        .collect();
    if args.dry_run {
        return Ok(Answer::text(lines));
    }
    terminal.say(lines.trim_end());
    if !args.yes {
        match terminal.ask("Go ahead?") {
            Some(true) => {}
            Some(false) => {
                terminal.say("nothing was undone");
                return Ok(Answer::default());
            }
            None => {
                bail!("nobody is here to be asked; add `--yes` to go ahead, or `--dry-run` to look")
            }
        }
    }
    // The longest way first: what is still here after an error can be undone by doing it again.
    let _lock = super::journal::lock(&world.repository)?;
    for undo in undos {
        undo.run(release, world)
            .with_context(|| format!("cannot go on: {}", undo.line(release)))?;
    }
    Ok(Answer::text(format!(
        "{} {} is {done}\n",
        release.name, release.to
    )))
}

impl Undo {
    fn line(&self, release: &Release) -> String {
        let tag = &release.tag;
        match self {
            Self::Unpublished(_, what) => format!("delete {what}"),
            Self::Pull(site, pull) => {
                format!("close the pull request #{} of `{site}`", pull.number)
            }
            Self::Branch(remote, branch, tip) => format!(
                "delete the branch `{branch}` on `{remote}`, which is at {}",
                tip.short()
            ),
            Self::RemoteTag(remote, tagged) => {
                format!(
                    "delete the tag `{tag}` on `{remote}`, which is on commit {}",
                    tagged.commit.short()
                )
            }
            Self::Tag(tagged) => format!(
                "delete the tag `{tag}` here, which is on commit {}",
                tagged.commit.short()
            ),
            Self::Commit(commit, parent) => {
                format!(
                    "take the release commit {} back to {}; unfinished work stays",
                    commit.short(),
                    parent.short()
                )
            }
            Self::Built => "remove the files that were built".into(),
            Self::Page(_) => {
                format!("make the index of the releases on GitHub again, without `{tag}`")
            }
            Self::Local(names) => format!("take {} files out of the {LOCAL} index", names.len()),
        }
    }

    fn run(&self, release: &Rc<Release>, world: &World<'_>) -> anyhow::Result<()> {
        let repository = &world.repository;
        match self {
            Self::Unpublished(home, _) => super::steps::discard(release, home, world),
            Self::Pull(site, pull) => pull_request::ask(site, world, |pulls| pulls.close(pull)),
            Self::Branch(remote, branch, tip) => {
                Ok(repository.delete_remote_branch(remote, branch, tip)?)
            }
            Self::RemoteTag(remote, tagged) => {
                Ok(repository.delete_remote_tag(remote, &release.tag, &tagged.object)?)
            }
            Self::Tag(tagged) => Ok(repository.delete_tag(&release.tag, &tagged.object)?),
            Self::Commit(commit, parent) => Ok(repository.uncommit(commit, parent)?),
            Self::Built => {
                let Some(frozen) = world.frozen(release)? else {
                    return Ok(());
                };
                Ok(frozen.remove(&world.dist())?)
            }
            Self::Page(site) => super::steps::kept(site, world).make_right(None),
            Self::Local(names) => Ok(world.index()?.remove(&release.normal_name(), names)?),
        }
    }
}
