//! The carriers of the guard: native hooks, and what a framework tells of a push.
//!
//! Not how a hook is put beside others: that is `hooks`'s.
use crate::environment::{is_set, variable};
use crate::flags::Flags;
use crate::git::{Oid, PushedRef, Repository, open};
use crate::hooks::{self, Hook, HookError, State};
use crate::report::Answer;
use anyhow::Context as _;

/// Installs hooks that run the programs beside this one: all of them, or none when one cannot be.
pub(super) fn install(hooks: &[Hook], flags: &Flags) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    let program = std::env::current_exe().context("cannot find this program's own path")?;
    let folder = program.parent().context("this program has no folder")?;
    let plans = hooks
        .iter()
        .map(|hook| hooks::plan(&repository, *hook, folder));
    let (plans, refused): (Vec<_>, Vec<_>) = plans.partition(Result::is_ok);
    all_or_none(refused, "")?;
    let mut text = String::new();
    for plan in plans.into_iter().flatten() {
        text.push_str(&format!("{}\n", plan.carry_out()?));
    }
    Ok(Answer::text(text))
}

/// Takes hooks away, as many as can be.
pub(super) fn uninstall(hooks: &[Hook], flags: &Flags) -> anyhow::Result<Answer> {
    let repository = open(flags)?;
    let mut text = String::new();
    let mut refused = Vec::new();
    for hook in hooks {
        match hooks::uninstall(&repository, *hook) {
            Ok(done) => text.push_str(&format!("{}: {done}\n", hook.name())),
            refusal => refused.push(refusal),
        }
    }
    all_or_none(refused, &text)?;
    Ok(Answer::text(text))
}

/// Fails with everything that was refused, and what was done all the same.
fn all_or_none<T>(refused: Vec<Result<T, HookError>>, done: &str) -> anyhow::Result<()> {
    let mut said: Vec<String> = Vec::new();
    for error in refused.into_iter().filter_map(Result::err) {
        let error = error.to_string();
        if !said.contains(&error) {
            said.push(error);
        }
    }
    anyhow::ensure!(said.is_empty(), "{}\n{}", said.join("\n"), done.trim_end());
    Ok(())
}

/// Whether pre-commit or prek runs this as one of their hooks, not as the hook that was there before them: that one gets
/// all refs.
pub(super) fn is_framework_hook() -> bool {
    is_set("PRE_COMMIT") && !is_set("PRE_COMMIT_RUNNING_LEGACY") && !is_set("PREK_RUNNING_LEGACY")
}

/// Whether the native hook sees the pushes of this clone.
pub(super) fn is_guarded(repository: &Repository) -> bool {
    matches!(
        hooks::state(repository, Hook::PrePush),
        Ok(State::Live { .. })
    )
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
