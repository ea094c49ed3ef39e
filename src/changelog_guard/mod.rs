//! `changelog-guard`: fails when the changelog does not tell what is released.
//!
//! Not a style checker: it speaks of what is wrong or missing, and leaves a project alone that never kept a changelog.
mod args;
mod facts;
mod judge;
mod message;
mod push;
mod rules;
mod write;

pub use args::{Action, Args};
pub use facts::{
    AtRelease, Lint, Message, Raised, facts_at_release, facts_of_lint, facts_of_message,
};
pub use judge::{CheckError, check};
pub use message::Trailer;
pub use rules::{LINT, MESSAGE, RELEASE};

use crate::config::{Config, UnknownKeys};
use crate::flags::Flags;
use crate::git::{GitError, Repository, Snapshot};
use crate::policy::{Policy, Stage};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::path::PathBuf;
use std::rc::Rc;

/// The program's name in reports.
const PROGRAM: &str = "changelog-guard";

/// Runs the program.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    match args.action.unwrap_or(Action::Lint) {
        Action::Lint => judge::lint(flags, terminal),
        Action::CommitMsg { file } => message::judge(&file, flags, terminal),
        Action::PrePush { .. } => push::judge(flags, terminal),
        Action::Check { tag } => push::check_tag(tag, flags, terminal),
        Action::Notes { version } => write::notes(&version, flags, terminal),
        Action::Roll {
            version,
            date,
            dry_run,
        } => write::roll(&version, date, dry_run, flags, terminal),
    }
}

/// Where a program works: the repository where there is one, and the folder that is its top.
struct Ground {
    repository: Option<Rc<Repository>>,
    top: PathBuf,
    in_hook: bool,
}

impl Ground {
    /// The repository that a hook runs for, else the one that `--root` or the current folder lies in, else that folder.
    fn find(flags: &Flags) -> anyhow::Result<Self> {
        let set = |name| std::env::var_os(name).is_some();
        let in_hook = flags.root.is_none() && (set("GIT_INDEX_FILE") || set("PRE_COMMIT"));
        let opened = if in_hook {
            Repository::open_from_environment()
        } else {
            Repository::open(&flags.root())
        };
        match opened {
            Ok(repository) => Ok(Self {
                top: repository.root().to_owned(),
                repository: Some(Rc::new(repository)),
                in_hook,
            }),
            Err(GitError::NotARepository(_)) if !in_hook => Ok(Self {
                repository: None,
                top: flags.root(),
                in_hook,
            }),
            Err(error) => Err(error).context("cannot open the git repository"),
        }
    }

    fn repository(&self) -> anyhow::Result<&Rc<Repository>> {
        self.repository
            .as_ref()
            .ok_or_else(|| GitError::NotARepository(self.top.clone()).into())
    }
}

/// The configuration of a snapshot and the policy that follows from it.
fn policy_of(
    snapshot: &Snapshot,
    flags: &Flags,
    stage: Stage,
    terminal: &Terminal,
) -> anyhow::Result<(Config, Policy)> {
    let unknown = match stage {
        Stage::Commit | Stage::Push => UnknownKeys::Warned,
        Stage::Ci | Stage::Tag => UnknownKeys::Refused,
    };
    let (config, warnings) = Config::of(snapshot, flags, unknown)?;
    for warning in warnings {
        terminal.warn(&warning);
    }
    let policy = Policy::new(&config, flags, stage)?;
    Ok((config, policy))
}

/// The answer that reports findings.
fn answer(
    looked_at: Vec<String>,
    facts: serde_json::Map<String, serde_json::Value>,
    policy: &Policy,
    mut findings: Findings,
) -> Answer {
    policy.settle(&mut findings);
    Report {
        program: PROGRAM,
        looked_at,
        findings: findings.into_found(),
        facts,
        summary: String::new(),
    }
    .into()
}
