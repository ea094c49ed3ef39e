//! What a bump was about to do, in the git directory, until it is done: the next run takes back what was half written, or
//! makes the tag that is missing.
//!
//! Never a proof: what is said here is compared with the files and the commit.
use super::{Scene, record, show};
use crate::bump::{Bump, TagPlan};
use crate::edit;
use crate::git::{Oid, Repository};
use crate::report::Answer;
use crate::source::RepoPath;
use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// A bump that was not finished.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Interrupted {
    /// The words that asked for it.
    said: String,
    /// The commit it began at.
    head: Option<String>,
    /// Whether it was to commit.
    commits: bool,
    /// The version it was to write.
    version: String,
    tags: Vec<(String, Option<String>)>,
    /// Whether the tags were to be signed.
    signs: bool,
    files: Vec<Change>,
}

/// A file as it was and as it was to be.
#[derive(Debug, Serialize, Deserialize)]
struct Change {
    path: String,
    before: String,
    after: String,
}

/// The note of a bump that is going on.
#[derive(Debug)]
pub(super) struct Begun(PathBuf);

impl Begun {
    /// Takes the note away: the bump is done, or everything is as it was.
    pub(super) fn end(self) {
        // One that stays is compared with what is there, and found to be over.
        std::fs::remove_file(&self.0).ok();
    }
}

/// What is left to do after an earlier run.
#[derive(Debug)]
pub(super) enum Settled {
    /// Nothing: it is finished.
    Finished(Box<Answer>),
    /// The bump of HEAD, whose files may be written in part.
    OnHead,
    /// The bump of the files as they are.
    OnFiles,
}

impl Interrupted {
    fn path(repository: &Repository) -> PathBuf {
        repository.git_dir().join("release-guard").join("bump.json")
    }

    /// Reads what an earlier run has left; `None` when it left nothing, or nothing that can be read.
    pub(super) fn read(repository: &Repository) -> anyhow::Result<Option<Self>> {
        let path = Self::path(repository);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        }
    }

    /// Notes what is about to be done, on disk before this returns.
    pub(super) fn begin(
        repository: &Repository,
        said: String,
        head: Option<&Oid>,
        planned: &Bump,
        commits: bool,
    ) -> anyhow::Result<Begun> {
        let path = Self::path(repository);
        let encoded = |bytes: &[u8]| STANDARD.encode(bytes);
        let note = Self {
            said,
            head: head.map(Oid::to_string),
            commits,
            version: show::versions(planned),
            tags: match planned.recording.tag {
                true => {
                    let tags = planned.recording.tags.iter();
                    tags.map(|tag| (tag.name.clone(), tag.message.clone()))
                        .collect()
                }
                false => Vec::new(),
            },
            signs: planned.recording.sign_tags,
            files: planned
                .changes
                .iter()
                .map(|change| Change {
                    path: encoded(change.path.as_bytes()),
                    before: encoded(&change.before),
                    after: encoded(&change.after),
                })
                .collect(),
        };
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            edit::replace(&path, &serde_json::to_vec(&note)?)
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(Begun(path))
    }

    /// The files that are as they were to be, each from that to what it was.
    fn written(&self, scene: &Scene<'_>) -> Vec<edit::FileChange> {
        let decoded = |text: &str| STANDARD.decode(text).ok();
        let files = self.files.iter().filter_map(|file| {
            let path = RepoPath::new(decoded(&file.path)?)?;
            let after: Arc<[u8]> = decoded(&file.after)?.into();
            let found = std::fs::read(path.to_path(&scene.top)).ok()?;
            (*found == *after).then_some(edit::FileChange {
                path,
                before: after,
                after: decoded(&file.before)?.into(),
            })
        });
        files.collect()
    }
}

impl Scene<'_> {
    /// Settles what an earlier run has left: finishes it, or takes back what it wrote so that this one can begin anew.
    pub(super) fn settle(&self, left: Interrupted) -> anyhow::Result<Settled> {
        let Some(repository) = &self.repository else {
            return Ok(Settled::OnFiles);
        };
        let note = Begun(Interrupted::path(repository));
        let is_same = left.said == self.args.said();
        if left.head.as_deref() == self.head.as_ref().map(Oid::as_str) {
            let written = left.written(self);
            if !is_same && left.commits && !written.is_empty() {
                bail!(
                    "the bump {} was interrupted here\nhint: finish it with `publish bump {}`, or take it back with `git restore --staged --worktree` on its files and remove `{}`",
                    left.version,
                    left.said,
                    Interrupted::path(repository).display()
                );
            }
            // With all of its files written it was done but for the note.
            if !left.commits && !written.is_empty() && written.len() < left.files.len() {
                edit::write_all(&self.top, &written)?;
                self.terminal.note(&format!(
                    "the bump {} was interrupted here; it is taken back and begun anew",
                    left.version
                ));
            }
            return Ok(match left.commits {
                true => Settled::OnHead,
                false => Settled::OnFiles,
            });
        }
        let head = repository.commit("HEAD")?;
        let is_ours = left.commits
            && left.head.as_deref() == repository.commit("HEAD^").ok().as_ref().map(Oid::as_str)
            && self.holds(repository, &head, &left)?;
        let missing: Vec<TagPlan> = left
            .tags
            .iter()
            .map(|(name, message)| TagPlan {
                name: name.clone(),
                message: message.clone(),
            })
            .filter(|tag| {
                let name = format!("refs/tags/{}", tag.name);
                repository.reference(&name).ok().flatten().is_none()
            })
            .collect();
        if !is_ours || missing.is_empty() || !is_same {
            note.end();
            return Ok(Settled::OnFiles);
        }
        for tag in &missing {
            record::make(repository, &head, tag, left.signs)?;
        }
        note.end();
        let names: Vec<String> = missing
            .iter()
            .map(|tag| format!("`{}`", tag.name))
            .collect();
        Ok(Settled::Finished(Box::new(Answer::text(format!(
            "{} was committed by a bump that was interrupted; it is tagged {} now\n",
            left.version,
            names.join(", ")
        )))))
    }

    /// Whether a commit has the files as they were to be.
    fn holds(
        &self,
        repository: &std::rc::Rc<Repository>,
        commit: &Oid,
        left: &Interrupted,
    ) -> anyhow::Result<bool> {
        let snapshot = crate::git::Snapshot::commit(repository.clone(), commit.as_str())?;
        for file in &left.files {
            let path = STANDARD.decode(&file.path).ok().and_then(RepoPath::new);
            let (Some(path), Ok(after)) = (path, STANDARD.decode(&file.after)) else {
                return Ok(false);
            };
            if snapshot.read(&path)?.as_deref() != Some(&after[..]) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
