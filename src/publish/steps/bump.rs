//! The new version in the user's files; only the version literals' bytes change.
use crate::publish::release::Release;
use crate::publish::state::State;
use crate::publish::world::World;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let changes = world.changes(release)?;
    if changes.bump.is_empty() {
        return Ok(State::Done(format!(
            "the tag is the version {}",
            release.to
        )));
    }
    super::commit::files_state(release, world, &changes.bump)
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let changes = world.changes(release)?;
    let hooks = changes.hooks();
    let root = world.repository.root();
    crate::publish::hooks::run(
        &hooks.setup,
        &hooks.setup_variables,
        root,
        None,
        world.terminal,
    )?;
    Ok(world.repository.bring_forward(&changes.bump)?)
}
