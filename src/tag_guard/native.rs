//! The carriers of the guard: native hooks, and what a framework tells of a push.
//!
//! Not how a hook is put beside others: that is `hooks`'s.
use crate::environment::{is_set, variable};
use crate::flags::Flags;
use crate::git::{Oid, PushedRef, Repository, open};
use crate::hooks::{self, Hook, State};
use crate::report::Answer;
use anyhow::Context as _;

/// Installs hooks that run the programs beside this one.
pub(super) fn install(hooks: &[Hook], flags: &Flags) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    let program = std::env::current_exe().context("cannot find this program's own path")?;
    let folder = program.parent().context("this program has no folder")?;
    let mut text = String::new();
    for hook in hooks {
        text.push_str(&format!(
            "{}\n",
            hooks::install(&repository, *hook, folder)?
        ));
    }
    Ok(Answer::text(text))
}

/// Takes hooks away.
pub(super) fn uninstall(hooks: &[Hook], flags: &Flags) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    let mut text = String::new();
    for hook in hooks {
        let done = hooks::uninstall(&repository, *hook)?;
        text.push_str(&format!("{}: {done}\n", hook.name()));
    }
    Ok(Answer::text(text))
}

/// Says which hooks guard. Refused, with status 1, when the one that sees tags does not.
pub(super) fn doctor(flags: &Flags) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    let mut text = String::new();
    let mut refused = false;
    for hook in Hook::ALL {
        let state = hooks::state(&repository, hook)?;
        let name = hook.name();
        refused |= hook == Hook::PrePush && !matches!(state, State::Live(_));
        text.push_str(&match state {
            State::Live(file) => format!("{name}: guarded by `{}`\n", file.display()),
            State::NotExecutable(file) => format!(
                "{name}: `{}` is not run, because it or the hook that runs it is missing or not executable; run `tag-guard install --hook {name}`\n",
                file.display()
            ),
            State::Foreign(file) => format!(
                "{name}: not guarded; `{}` is another hook; `tag-guard install --hook {name}` adds ours beside it\n",
                file.display()
            ),
            State::Absent => {
                format!("{name}: not guarded; `tag-guard install --hook {name}` does that\n")
            }
        });
    }
    Ok(Answer {
        output: text,
        refused,
        ..Answer::default()
    })
}

/// Whether pre-commit or prek runs this as one of their hooks, not as the hook that was there before them: that one gets
/// all refs.
pub(super) fn is_framework_hook() -> bool {
    is_set("PRE_COMMIT") && !is_set("PRE_COMMIT_RUNNING_LEGACY") && !is_set("PREK_RUNNING_LEGACY")
}

/// Whether the native hook sees the pushes of this clone.
pub(super) fn is_guarded(repository: &Repository) -> bool {
    matches!(hooks::state(repository, Hook::PrePush), Ok(State::Live(_)))
}

/// The refs of a push as far as pre-commit and prek tell: the first ref with new commits, and the tags on those commits.
pub(super) fn framework_refs(repository: &Repository) -> anyhow::Result<Vec<PushedRef>> {
    let object = |name: &str| variable(name).and_then(|text| Oid::new(&text));
    let local_ref = variable("PRE_COMMIT_LOCAL_BRANCH").unwrap_or_default();
    let remote_ref = variable("PRE_COMMIT_REMOTE_BRANCH").unwrap_or_default();
    let from = object("PRE_COMMIT_FROM_REF");
    // The first push of a root commit tells no objects.
    let to = match object("PRE_COMMIT_TO_REF") {
        Some(to) => Some(to),
        None if local_ref.is_empty() => None,
        None => repository.reference(&local_ref)?,
    };
    let Some(to) = to else { return Ok(Vec::new()) };
    let mut refs = Vec::new();
    // Where an annotated tag is moved, what stands before the new commits is the old tag.
    let old = match &from {
        Some(from) => repository.tag_object(from)?.map(|_| from.clone()),
        None => None,
    };
    if !remote_ref.is_empty() {
        let is_tag = remote_ref.starts_with("refs/tags/");
        refs.push(PushedRef {
            local_ref,
            local: Some(to.clone()),
            remote_ref: remote_ref.clone(),
            remote: old.filter(|_| is_tag),
        });
    }
    let tip = repository.commit(to.as_str())?;
    let base = from.and_then(|from| repository.commit(from.as_str()).ok());
    for tag in repository.tags_between(base.as_ref(), &tip)? {
        let pushed = PushedRef::new_tag(&tag.name, tag.object);
        if pushed.remote_ref != remote_ref {
            refs.push(pushed);
        }
    }
    Ok(refs)
}
