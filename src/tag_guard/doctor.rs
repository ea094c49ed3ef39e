//! `tag-guard doctor`: which hooks guard, and the proof that the one for pushes sees tags.
//!
//! Not how either is found out: that is `hooks`'s.
use crate::flags::{Flags, Format};
use crate::git::open;
use crate::hooks::{self, Heard, Hook, State};
use crate::report::{Answer, Report};
use crate::terminal::Terminal;
use serde_json::{Map, Value, json};

/// Says which hooks guard. Refused, with status 1, unless a push of tags is proven to be seen.
pub(super) fn doctor(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    terminal.say(
        "pushing 3 tags to a scratch repository, as a dry run: the pre-push hooks of this clone run once",
    );
    let heard = hooks::prove(&repository)?;
    let mut text = String::new();
    let mut facts = Vec::new();
    let mut is_proven = false;
    for hook in Hook::ALL {
        let state = hooks::state(&repository, hook)?;
        let said = match hook {
            Hook::PrePush => of_pushes(state, &heard),
            Hook::PreCommit | Hook::CommitMsg => Said::of(state),
        };
        is_proven |= hook == Hook::PrePush && said.guarded;
        text.push_str(&said.text(hook));
        facts.push(said.fact(hook, &heard));
    }
    if flags.format != Format::Json {
        return Ok(Answer {
            output: text,
            refused: !is_proven,
            ..Answer::default()
        });
    }
    let mut report = Report {
        program: "tag-guard",
        ..Report::default()
    };
    report.facts.insert("hooks".into(), facts.into());
    Ok(Answer {
        report: Some(report),
        refused: !is_proven,
        ..Answer::default()
    })
}

/// What there is to say of a hook.
struct Said {
    guarded: bool,
    /// By what it is guarded, or why it is not.
    what: String,
    mend: Option<String>,
}

impl Said {
    fn of(state: State) -> Self {
        match state {
            State::Live { by } => Self {
                guarded: true,
                what: by,
                mend: None,
            },
            State::Dead { why, mend } => Self {
                guarded: false,
                what: why,
                mend: Some(mend),
            },
        }
    }

    fn text(&self, hook: Hook) -> String {
        let word = match self.guarded {
            true => "guarded by",
            false => "not guarded:",
        };
        let mut text = format!("{}: {word} {}\n", hook.name(), self.what);
        if let Some(mend) = &self.mend {
            text.push_str(&format!("  help: {mend}\n"));
        }
        text
    }

    fn fact(&self, hook: Hook, heard: &Heard) -> Value {
        let mut fact = Map::new();
        fact.insert("hook".into(), hook.name().into());
        fact.insert("guarded".into(), self.guarded.into());
        let key = if self.guarded { "by" } else { "why" };
        fact.insert(key.into(), self.what.clone().into());
        if let Some(mend) = &self.mend {
            fact.insert("help".into(), mend.clone().into());
        }
        if hook == Hook::PrePush {
            let (answered, seen) = match heard {
                Heard::All(seen) | Heard::Part { seen, .. } => (true, *seen),
                Heard::NoRefs => (true, 0),
                Heard::Nothing | Heard::Refused { .. } => (false, 0),
            };
            let proof =
                json!({ "answered": answered, "tags_seen": seen, "tags_pushed": hooks::PUSHED });
            fact.insert("proof".into(), proof);
        }
        fact.into()
    }
}

/// What the files tell of the hook for pushes, and what it saw of one.
fn of_pushes(state: State, heard: &Heard) -> Said {
    let not = |what: String, mend: &str| Said {
        guarded: false,
        what,
        mend: Some(mend.to_owned()),
    };
    match (heard, state) {
        // What a runner hides at other times is not proven by this one.
        (Heard::Refused { said }, State::Dead { why, mend }) => {
            not(format!("{why}; a scratch push was refused: {said}"), &mend)
        }
        (_, State::Dead { why, mend }) => not(why, &mend),
        (Heard::All(seen), State::Live { by }) => Said {
            guarded: true,
            what: format!("{by}; all {seen} tags of a scratch push arrived"),
            mend: None,
        },
        (Heard::Part { seen, of }, State::Live { by }) => not(
            format!("{by} ran, and only {seen} of {of} tags of a scratch push arrived"),
            "let the runner hand on the whole stdin",
        ),
        (Heard::NoRefs, State::Live { by }) => not(
            format!("{by} ran, and no ref of a scratch push arrived on stdin"),
            "let the runner hand on stdin, and nothing read it before `tag-guard`",
        ),
        (Heard::Refused { said }, State::Live { by }) => not(
            format!("{by} is not proven: another hook refused a scratch push: {said}"),
            "mend that hook, and run `tag-guard doctor` again",
        ),
        (Heard::Nothing, State::Live { by }) => not(
            format!("{by} is there, and did not run for a scratch push"),
            "run `git push --dry-run` with `GIT_TRACE=1` to see what git runs instead",
        ),
    }
}
