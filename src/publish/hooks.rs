//! The commands that a project wants run around a bump's commit.
//!
//! Not git's own hooks: git runs those.
use crate::bump::Hook;
use crate::command::{self, Command};
use crate::environment;
use crate::terminal::Terminal;
use anyhow::bail;
use std::path::Path;
use std::time::Duration;

/// How long one command may take.
const LIMIT: Duration = Duration::from_secs(3600);

/// Refuses a command whose program is not there, before anything is written.
pub(super) fn check(hook: &Hook, folder: &Path) -> anyhow::Result<()> {
    let program = hook.words.first().map(Path::new).unwrap_or(Path::new(""));
    let is_path = program.components().count() > 1;
    let is_there = match is_path {
        true => folder.join(program).is_file(),
        false => program
            .to_str()
            .is_some_and(|name| command::find(name).is_some()),
    };
    if !is_there {
        bail!(
            "the hook `{}` cannot run: there is no program `{}`{}",
            hook.text,
            program.display(),
            if is_path { "" } else { " on PATH" }
        );
    }
    Ok(())
}

/// Runs commands one after the other, up to the first that fails; `index` is where their `git add` goes.
pub(super) fn run(
    hooks: &[Hook],
    variables: &[(String, String)],
    folder: &Path,
    index: Option<&Path>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    for hook in hooks {
        terminal.detail(&format!("  running `{}`", hook.text));
        let Some((program, args)) = hook.words.split_first() else {
            continue;
        };
        let mut command = Command::new(program)
            .args(args)
            .dir(folder)
            .limit(LIMIT)
            .scrubbed();
        // A command that pushes needs the user's keys.
        if let Some(agent) = environment::variable("SSH_AUTH_SOCK") {
            command = command.env("SSH_AUTH_SOCK", agent);
        }
        for (name, value) in variables {
            command = command.env(name, value);
        }
        if let Some(index) = index {
            command = command.env("GIT_INDEX_FILE", index);
        }
        let output = command.output()?;
        if output.status != Some(0) {
            let said = output.said(40);
            let said = said.lines().map(|line| format!("\n  {line}"));
            bail!(
                "the hook `{}` failed{}{}",
                hook.text,
                output.status.map_or(String::new(), |status| format!(
                    " with exit status {status}"
                )),
                said.collect::<String>()
            );
        }
    }
    Ok(())
}
