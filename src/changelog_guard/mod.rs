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

use crate::config::Config;
use crate::flags::Flags;
use crate::git::Snapshot;
use crate::policy::{Policy, Stage};
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;

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

/// The configuration of a snapshot and the policy that follows from it.
fn policy_of(
    snapshot: &Snapshot,
    flags: &Flags,
    stage: Stage,
    terminal: &Terminal,
) -> anyhow::Result<(Config, Policy)> {
    let config = Config::open(snapshot, flags, stage.unknown_keys(), terminal)?;
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
