//! `publish upload`: built distributions into the local index, or to an index elsewhere.
//!
//! Decides first: every file is judged and looked up in the index before the first byte goes out, and whoever is there is
//! asked. What is sent, and how often, is `index`'s.
mod prepared;
mod show;

use super::decide::Refused;
use super::state::Reason;
use super::{build, go};
use crate::environment;
use crate::flags::Flags;
use crate::index::{Event, Presence, UploadError, Uploaded};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{anyhow, bail};
use prepared::Prepared;
use std::ops::ControlFlow;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  publish upload                                     into the local index, `.release-guard/simple`
  publish upload --index testpypi                    to TestPyPI, after asking
  publish upload --index pypi --yes dist/*           to PyPI, without asking
  publish upload --index https://pypi.example.org/   to any index with PyPI's upload API

The password is the first one that is found: in the index's address, `UV_PUBLISH_TOKEN`, `UV_PUBLISH_PASSWORD`,
`TWINE_PASSWORD`, `.pypirc`, the `keyring` command, `.netrc`; then it is asked for.
Running the same command again goes on where it ended: what the index has is never sent again.";

/// The options of `publish upload`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The distributions; those of `dist/release.json` otherwise
    files: Vec<PathBuf>,
    /// Upload to this index: `pypi`, `testpypi`, one of `[tool.release-guard.indexes]` or `.pypirc`, or its address;
    /// else the one of `UV_PUBLISH_URL`, `TWINE_REPOSITORY_URL` or `TWINE_REPOSITORY`, else the local index
    #[arg(long, value_name = "NAME|URL")]
    index: Option<String>,
    /// Upload exactly the files of `dist/release.json`: none may be missing or changed, and no other one of this version
    /// may lie beside them
    #[arg(long, conflicts_with = "files")]
    sealed: bool,
    /// Take this project's name on PyPI or TestPyPI by uploading its first release
    #[arg(long, value_name = "NAME")]
    first_release: Vec<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be uploaded, and upload nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Uploads distributions.
pub(super) fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let variables = ["UV_PUBLISH_URL", "TWINE_REPOSITORY_URL", "TWINE_REPOSITORY"];
    let named = variables.into_iter().find_map(environment::variable);
    let Some(index) = args.index.clone().or(named) else {
        return build::upload(
            args.files,
            args.sealed,
            args.yes,
            args.dry_run,
            flags,
            terminal,
        );
    };
    let prepared = match prepared::prepare(&index, &args, flags, terminal)? {
        Ok(prepared) => prepared,
        Err(reason) => {
            terminal.say(&format!("refused: {}", reason.text));
            return Ok(go::refused(reason, terminal));
        }
    };
    let plan = show::plan(&prepared);
    if args.dry_run {
        return Ok(Answer::text(plan));
    }
    terminal.say(plan.trim_end());
    if prepared.is_done() {
        return Ok(Answer::text(show::there(
            &prepared,
            "is there already; there is nothing to do",
        )));
    }
    if !args.yes {
        match terminal.ask("Go ahead?") {
            Some(true) => {}
            Some(false) => {
                terminal.say("nothing was uploaded");
                return Ok(Answer::default());
            }
            None => {
                bail!("nobody is here to be asked; add `--yes` to go ahead, or `--dry-run` to look")
            }
        }
    }
    send(&prepared, terminal)
}

/// Uploads what is missing. A file that is refused does not keep the others back.
fn send(prepared: &Prepared, terminal: &Terminal) -> anyhow::Result<Answer> {
    let mut errors: Vec<UploadError> = Vec::new();
    let mut left = 0;
    for (file, _) in prepared
        .files
        .iter()
        .filter(|(_, here)| *here != Presence::Same)
    {
        if errors.iter().any(UploadError::is_general) {
            left += 1;
            continue;
        }
        match send_one(prepared, file, terminal) {
            Ok(Uploaded::Now) => terminal.say(&format!("uploaded: {}", file.file_name)),
            Ok(Uploaded::Before) => terminal.say(&format!("there already: {}", file.file_name)),
            Err(UploadError::Interrupted) => {
                terminal.say("interrupted; run the same command again to go on");
                return Ok(Answer {
                    interrupted: true,
                    ..Answer::default()
                });
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        if let Some(note) = prepared.unseen() {
            terminal.note(&note);
        }
        return Ok(Answer::text(show::there(prepared, "is uploaded")));
    }
    if left > 0 {
        terminal.say(&format!("{left} more were not tried"));
    }
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let text = text.join("\n");
    if !errors.iter().any(UploadError::is_refusal) {
        return Err(anyhow!(text));
    }
    let (hints, said): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("hint: "));
    let mut hints: Vec<&str> = hints
        .iter()
        .map(|hint| hint.trim_start_matches("hint: "))
        .collect();
    hints.dedup();
    let mut reason = Reason::new(said.join("\n"), hints.join("\n"));
    reason.help = reason.help.filter(|help| !help.is_empty());
    Err(Refused(reason).into())
}

fn send_one(
    prepared: &Prepared,
    file: &crate::index::Distribution,
    terminal: &Terminal,
) -> Result<Uploaded, UploadError> {
    let working = terminal.working(&format!("uploading {}", file.file_name));
    let watch = |event: Event| {
        match event {
            Event::Sent { done, all } => {
                let part = done.saturating_mul(100) / all.max(1);
                working.say(&format!("uploading {} {part}%", file.file_name));
            }
            Event::Unclear { reason, wait } => terminal.note(&format!(
                "{}: {reason}; looking again in {} s",
                file.file_name,
                wait.as_secs().max(1)
            )),
            Event::Waiting => {}
        }
        match terminal.is_interrupted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    prepared.remote.upload(file, &watch)
}
