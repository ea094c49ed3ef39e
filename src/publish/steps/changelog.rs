//! Unreleased becomes the dated section of the version, in the user's changelog.
use crate::publish::release::Release;
use crate::publish::state::State;
use crate::publish::world::World;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let changes = world.changes(release)?;
    if changes.changelog.is_empty() {
        return Ok(State::Done("nothing to roll".into()));
    }
    super::commit::files_state(release, world, &changes.changelog)
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let changes = world.changes(release)?;
    Ok(world.repository.bring_forward(&changes.changelog)?)
}
