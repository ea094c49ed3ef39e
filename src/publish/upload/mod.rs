//! `publish upload`: built distributions into the local index, or to an index elsewhere.
//!
//! Decides first: every file is judged and looked up in the index before the first byte goes out, and whoever is there is
//! asked. What is sent, and how often, is `index`'s.
mod attested;
mod brakes;
mod prepared;
mod show;
mod site;

pub(super) use attested::{fault as attestation_fault, go_along};
pub(super) use brakes::{conflict, is_new, kept_private, name_to_take, too_late};
pub(super) use prepared::keep_allowed;
pub(super) use show::install_line;
pub(super) use site::{Sending, Site};

use super::{build, go, is_json};
use crate::environment;
use crate::flags::Flags;
use crate::index::{Distribution, Presence};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::bail;
use prepared::Prepared;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  publish upload                                     into the local index, `.release-guard/simple`
  publish upload --index testpypi                    to TestPyPI, after asking
  publish upload --index pypi --yes dist/*           to PyPI, without asking
  publish upload --index https://pypi.example.org/   to any index with PyPI's upload API

The password is the first one that is found: in the index's address, `UV_PUBLISH_TOKEN`, `UV_PUBLISH_PASSWORD`,
`TWINE_PASSWORD`, `.pypirc`, `CI_JOB_TOKEN` for GitLab's own registry, a token for the CI job's identity (trusted
publishing), the `keyring` command, `.netrc`; then it is asked for. `-v` tells what each place has.
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
            attested::distributions(args.files)?,
            args.sealed,
            args.yes,
            args.dry_run,
            flags,
            terminal,
        );
    };
    let mut prepared = match prepared::prepare(&index, &args, flags, terminal)? {
        Ok(prepared) => prepared,
        Err(reason) => {
            terminal.say(&format!("refused: {}", reason.text));
            return Ok(go::refused(reason, terminal));
        }
    };
    let plan = show::plan(&prepared);
    if args.dry_run {
        return Ok(Answer::text(match is_json(flags) {
            true => show::json(&prepared)?,
            false => plan,
        }));
    }
    terminal.say(plan.trim_end());
    if prepared.is_done() {
        let said = "is there already; there is nothing to do";
        return answer(&prepared, said, flags);
    }
    if !(args.yes || is_asked_by_ci(&prepared)) {
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
    send(&mut prepared, flags, terminal)
}

/// In CI an upload goes ahead unasked only where the job runs for the tag of what is uploaded, or somebody dispatched it.
fn is_asked_by_ci(prepared: &Prepared) -> bool {
    let tag = environment::tag_of_ci().unwrap_or_default();
    let is_of_tag = |file: &Distribution| {
        let before = tag.strip_suffix(&file.version.to_string());
        before.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
    };
    let is_tagged = prepared.files.iter().all(|(file, _)| is_of_tag(file));
    go::is_asked_by_ci(if is_tagged { &tag } else { "" })
}

/// What is in the index now.
fn answer(prepared: &Prepared, what: &str, flags: &Flags) -> anyhow::Result<Answer> {
    Ok(Answer::text(match is_json(flags) {
        true => show::json(prepared)?,
        false => show::there(prepared, what),
    }))
}

/// Uploads what is missing, and waits until the index shows it.
fn send(prepared: &mut Prepared, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let missing = prepared.files.iter();
    let missing = missing.filter(|(_, here)| *here != Presence::Same);
    let missing: Vec<_> = missing.map(|(file, _)| file).collect();
    let site = &prepared.site;
    let sending = site.send(&missing, terminal)?;
    if sending == Sending::Interrupted {
        terminal.say("interrupted; run the same command again to go on");
        return Ok(Answer {
            interrupted: true,
            ..Answer::default()
        });
    }
    let files: Vec<_> = prepared
        .files
        .iter()
        .map(|(file, _)| file.clone())
        .collect();
    if !site.wait(&files, terminal)?
        && let Some(note) = site.unseen(&files)
    {
        terminal.note(&note);
    }
    for (_, here) in &mut prepared.files {
        *here = Presence::Same;
    }
    answer(prepared, "is uploaded", flags)
}
