//! Commit and tag of a bump.
//!
//! Not the files: `commit_changes` brings them forward, and puts them back when anything here fails.
use super::interrupted::Interrupted;
use super::{Scene, show};
use crate::bump::{Bump, Recording, TagPlan};
use crate::git::{NewCommit, Oid, Repository, Snapshot};
use crate::publish::decide::Refused;
use crate::publish::state::Reason;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::rc::Rc;
use std::time::Duration;

/// The remote that tags are pushed to, as bump-my-version does.
const REMOTE: &str = "origin";

impl Scene<'_> {
    /// Commits a bump of HEAD, and tags it when that is asked for: all of it, or nothing.
    pub(super) fn commit(
        &self,
        repository: &Rc<Repository>,
        head: &Oid,
        planned: &Bump,
    ) -> anyhow::Result<Answer> {
        let recording = &planned.recording;
        free_on_remote(repository, recording, self.terminal)?;
        if let Some(path) = repository.cannot_advance(&planned.changes)?.first() {
            return Err(Refused(Reason::new(
                format!("`{path}` has uncommitted changes in the lines that hold the version"),
                "commit or stash them, then run this again",
            ))
            .into());
        }
        let said = self.args.said();
        let note = Interrupted::begin(repository, said, Some(head), planned, true)?;
        let first = planned.packages.first().map(|package| &package.target);
        let version = |text: Option<&String>| text.cloned().unwrap_or_default();
        let env = [
            (
                "BUMPVERSION_CURRENT_VERSION".to_owned(),
                version(first.map(|target| &target.current)),
            ),
            (
                "BUMPVERSION_NEW_VERSION".to_owned(),
                version(first.map(|target| &target.new)),
            ),
        ];
        let new = NewCommit {
            parent: head,
            changes: &planned.changes,
            message: &recording.message,
            args: &recording.commit_args,
            env: &env,
        };
        let made = repository.commit_changes::<anyhow::Error>(
            &new,
            |draft| {
                let variables = &recording.hooks.variables;
                let pre_commit = &recording.hooks.pre_commit;
                self.run_hooks(pre_commit, variables, Some(draft.index()))
            },
            |commit| {
                self.read_again(repository, commit, planned)?;
                match recording.tag {
                    true => make_all(repository, commit, recording),
                    false => Ok(()),
                }
            },
        );
        note.end();
        let commit = made.context("nothing was changed")?;
        if recording.tag {
            publish_tags(repository, &commit, recording)?;
        }
        show::notes(planned, self.terminal);
        self.after(planned)?;
        Ok(show::done(
            planned,
            Some(&commit),
            recording.tag,
            self.flags,
        ))
    }

    /// Reads the commit: every package that was bumped declares its new version in it, everywhere.
    fn read_again(
        &self,
        repository: &Rc<Repository>,
        commit: &Oid,
        planned: &Bump,
    ) -> anyhow::Result<()> {
        let snapshot = Snapshot::commit(repository.clone(), commit.as_str())?;
        crate::bump::verify(&snapshot, &self.config.versions(), planned).map_err(|error| {
            anyhow::Error::from(error).context("a hook changed what was to be committed")
        })
    }
}

/// Looks whether the remote has the tags already: a warning where it does not answer, since nothing is pushed there.
fn free_on_remote(
    repository: &Repository,
    recording: &Recording,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let Some(remote) = repository.default_remote()?.filter(|_| recording.tag) else {
        return Ok(());
    };
    let names: Vec<String> = recording
        .tags
        .iter()
        .map(|tag| format!("refs/tags/{}", tag.name))
        .collect();
    let asked = repository
        .git()
        .limit(Duration::from_secs(15))
        .args(["ls-remote", "--quiet", "--tags", "--", &remote])
        .args(&names)
        .run();
    let answer = match asked {
        Ok(answer) => answer.text(),
        Err(_) => {
            terminal.warn(&format!(
                "`{remote}` does not answer, so it is not known whether it has the tag already"
            ));
            return Ok(());
        }
    };
    let taken = names.iter().find(|name| {
        answer
            .lines()
            .any(|line| line.ends_with(&format!("\t{name}")))
    });
    match taken.and_then(|name| name.strip_prefix("refs/tags/")) {
        Some(name) => Err(Refused(Reason::new(
            format!("the tag `{name}` exists already on `{remote}`; nothing was changed"),
            format!("get it with `git fetch {remote} tag {name}`, and bump to another version"),
        ))
        .into()),
        None => Ok(()),
    }
}

/// Makes the tags on a commit that was there already: of a project whose version is its tag.
pub(super) fn tag(
    repository: &Repository,
    commit: &Oid,
    recording: &Recording,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    free_on_remote(repository, recording, terminal)?;
    make_all(repository, commit, recording)?;
    publish_tags(repository, commit, recording)
}

/// Makes one tag.
pub(super) fn make(
    repository: &Repository,
    commit: &Oid,
    tag: &TagPlan,
    sign: bool,
) -> anyhow::Result<()> {
    let message = tag.message.as_deref();
    let made = match sign {
        // A signature needs a message.
        true => repository.create_signed_tag(&tag.name, commit, message.unwrap_or(&tag.name)),
        false => repository.create_tag(&tag.name, commit, message),
    };
    made.with_context(|| format!("cannot make the tag `{}`", tag.name))
}

/// Makes all tags, or none.
fn make_all(repository: &Repository, commit: &Oid, recording: &Recording) -> anyhow::Result<()> {
    for (done, tag) in recording.tags.iter().enumerate() {
        let made = make(repository, commit, tag, recording.sign_tags);
        if made.is_err() {
            for tag in recording.tags.iter().take(done) {
                repository
                    .git()
                    .args(["tag", "--delete", &tag.name])
                    .output()?;
            }
            return made;
        }
    }
    Ok(())
}

/// Pushes the tags where that is asked for, and moves the tags that stand for the latest release of a line.
fn publish_tags(
    repository: &Repository,
    commit: &Oid,
    recording: &Recording,
) -> anyhow::Result<()> {
    let remotes = repository.git().arg("remote").run()?.text();
    let has_remote = remotes.lines().any(|name| name == REMOTE);
    if recording.push_tag && has_remote {
        let refs: Vec<String> = recording
            .tags
            .iter()
            .map(|tag| format!("refs/tags/{0}:refs/tags/{0}", tag.name))
            .collect();
        let pushed = repository.push(REMOTE, &refs);
        pushed.context("the bump is made and tagged here; pushing the tag failed")?;
    }
    for name in &recording.moveable_tags {
        repository.move_tag(name, commit)?;
        if has_remote {
            let full = format!("refs/tags/{name}");
            let refs = repository.remote_refs(REMOTE)?;
            let old = refs.into_iter().find(|(found, _)| *found == full);
            repository
                .push_moved_tag(REMOTE, name, old.map(|(_, oid)| oid).as_ref())
                .with_context(|| {
                    format!("the bump is made; moving `{name}` on `{REMOTE}` failed")
                })?;
        }
    }
    Ok(())
}
