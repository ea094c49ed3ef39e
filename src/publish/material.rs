//! What `oci` and `github-release` work on: the project's repository, its configuration, its built files; and whether
//! somebody agreed.
//!
//! Reads only.
use super::decide::Refused;
use super::go::is_asked_by_ci;
use super::state::Reason;
use super::{build, frozen::Frozen};
use crate::config::{Config, UnknownKeys};
use crate::flags::Flags;
use crate::forge::ForgeError;
use crate::git::{Repository, Snapshot};
use crate::github::{GithubError, Site};
use crate::http::Moment;
use crate::oci::OciError;
use crate::policy::{Policy, Stage};
use crate::report::Answer;
use crate::rule::{Findings, Severity};
use crate::terminal::{Progress, Terminal};
use crate::validate_dist::{Declared, Expected};
use anyhow::bail;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The project that is released from. A job that only has the files may be outside a repository.
pub(super) struct Material {
    pub(super) repository: Option<Rc<Repository>>,
    pub(super) config: Config,
    snapshot: Snapshot,
    /// The folder of the distributions.
    pub(super) dist: PathBuf,
}

impl Material {
    /// Of the commit that is checked out; outside a repository, of the folder.
    pub(super) fn open(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Self> {
        let root = flags.root();
        let repository = Repository::open(&root).ok().map(Rc::new);
        let top = repository
            .as_ref()
            .map_or(root.as_path(), |repository| repository.root());
        let dist = top.join("dist");
        let head = match &repository {
            Some(repository) => repository.head()?,
            None => None,
        };
        let snapshot = match (&repository, head) {
            (Some(repository), Some(head)) => Snapshot::commit(repository.clone(), head.as_str())?,
            _ => Snapshot::work_tree(&root),
        };
        let config = Config::open(&snapshot, flags, UnknownKeys::Refused, terminal)?;
        Ok(Self {
            repository,
            config,
            snapshot,
            dist,
        })
    }

    /// These files, or else those of `release.json`.
    pub(super) fn files(&self, named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
        build::files_or_frozen(named.to_vec(), false, &self.dist)
    }

    /// What `release.json` says.
    pub(super) fn frozen(&self) -> Option<Frozen> {
        Frozen::read(&self.dist)
    }

    /// Refuses files that must not be published.
    pub(super) fn judge(&self, files: &[PathBuf], flags: &Flags) -> anyhow::Result<()> {
        let policy = Policy::new(&self.config, flags, Stage::Tag)?;
        let expected = Expected {
            version: None,
            declared: Declared::read(&self.config.dist, &self.snapshot)?,
        };
        let mut findings = Findings::default();
        crate::validate_dist::check(files, &expected, &policy, &mut findings)?;
        policy.settle(&mut findings);
        findings.retain(|finding| finding.severity == Severity::Error);
        if findings.found().is_empty() {
            return Ok(());
        }
        Err(Refused(Reason {
            text: "these distributions must not be published as they are".into(),
            help: Some(
                "nothing was sent: mend the project, build again, and run this again".into(),
            ),
            findings: findings.into_found(),
        })
        .into())
    }

    /// The repository on GitHub.
    pub(super) fn site(&self) -> Result<Site, GithubError> {
        Site::find(self.repository.as_deref().and_then(remote_of).as_deref())
    }

    /// When a commit was made (RFC 3339).
    pub(super) fn time_of(&self, commit: &str) -> Option<String> {
        time_of(self.repository.as_ref()?, commit)
    }
}

/// When a commit was made (RFC 3339).
pub(super) fn time_of(repository: &Repository, commit: &str) -> Option<String> {
    let asked = ["show", "-s", "--format=%ct", commit];
    let answer = repository.git().args(asked).run().ok()?;
    let seconds = answer.text().trim().parse().ok()?;
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

/// The address of the remote that is pushed to.
pub(super) fn remote_of(repository: &Repository) -> Option<String> {
    let name = repository.default_remote().ok()??;
    let asked = ["remote", "get-url", "--", &name];
    Some(repository.git().args(asked).run().ok()?.text())
}

/// Whether it shall go ahead: told beforehand, by a job for the tag, or by whoever is there.
pub(super) fn is_agreed(yes: bool, tag: Option<&str>, terminal: &Terminal) -> anyhow::Result<bool> {
    if yes || is_asked_by_ci(tag.unwrap_or_default()) {
        return Ok(true);
    }
    match terminal.ask("Go ahead?") {
        Some(true) => Ok(true),
        Some(false) => {
            terminal.say("nothing was done");
            Ok(false)
        }
        None => {
            bail!("nobody is here to be asked; add `--yes` to go ahead, or `--dry-run` to look")
        }
    }
}

/// Work with a server as it is watched: waits are told, bytes are counted, and Ctrl-C ends it.
pub(super) struct Watching<'t> {
    terminal: &'t Terminal,
    progress: Progress,
    what: String,
    all: u64,
    sent: AtomicU64,
}

impl<'t> Watching<'t> {
    /// Watches the sending of so many bytes.
    pub(super) fn new(terminal: &'t Terminal, what: &str, all: u64) -> Self {
        Self {
            terminal,
            progress: terminal.working(what),
            what: what.to_owned(),
            all,
            sent: AtomicU64::new(0),
        }
    }

    /// Takes in what goes on.
    pub(super) fn hear(&self, moment: Moment) -> ControlFlow<()> {
        match moment {
            Moment::Sent(count) => {
                let sent = self.sent.fetch_add(count, Ordering::Relaxed) + count;
                let part = sent.saturating_mul(100) / self.all.max(1);
                self.progress
                    .say(&format!("{} {}%", self.what, part.min(100)));
            }
            Moment::Wait { reason, wait } => self.terminal.note(&format!(
                "{reason}; trying again in {} s",
                wait.as_secs().max(1)
            )),
            Moment::Waiting => {}
        }
        match self.terminal.is_interrupted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// A length as people read it.
pub(super) fn length(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1 << 20)),
    }
}

/// An error of a server's: a conflict is a person's to settle.
pub(super) trait ServerError: std::error::Error + Send + Sync + 'static {
    /// Whether something is there that is not as it was meant.
    fn is_conflict(&self) -> bool;
    /// Whether whoever is there stopped it.
    fn is_interrupted(&self) -> bool;
}

impl ServerError for ForgeError {
    fn is_conflict(&self) -> bool {
        self.is_conflict()
    }
    fn is_interrupted(&self) -> bool {
        self.is_interrupted()
    }
}

impl ServerError for GithubError {
    fn is_conflict(&self) -> bool {
        self.is_conflict()
    }
    fn is_interrupted(&self) -> bool {
        self.is_interrupted()
    }
}

impl ServerError for OciError {
    fn is_conflict(&self) -> bool {
        self.is_conflict()
    }
    fn is_interrupted(&self) -> bool {
        self.is_interrupted()
    }
}

/// How a program ends that a server, or whoever is there, may have stopped.
pub(super) fn settled<E: ServerError>(
    answer: anyhow::Result<Answer>,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let error = match answer {
        Err(error) => error.downcast::<E>()?,
        answer => return answer,
    };
    if error.is_interrupted() {
        terminal.say("interrupted; run the same command again to go on");
        return Ok(Answer {
            interrupted: true,
            ..Answer::default()
        });
    }
    Err(ended(&error))
}

/// An error as a program ends with it; one of this server's that is a conflict is refused.
pub(super) fn told<E: ServerError>(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<E>() {
        Ok(error) => ended(&error),
        Err(error) => error,
    }
}

/// An error of a server's as a program ends with it: a conflict is refused, with the way out behind `help:`.
pub(super) fn ended(error: &impl ServerError) -> anyhow::Error {
    let said = error.to_string();
    if !error.is_conflict() {
        return anyhow::anyhow!(said);
    }
    let (text, hint) = said.split_once("\nhint: ").unwrap_or((&said, ""));
    Refused(Reason {
        text: text.to_owned(),
        help: Some(hint.to_owned()).filter(|hint| !hint.is_empty()),
        findings: Vec::new(),
    })
    .into()
}
