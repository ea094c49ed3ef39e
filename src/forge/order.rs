//! The order of releases by their versions.
use super::VersionOf;
use crate::version::Version;

/// The tag of the release before a version: the highest one below it, a final one where the version is final.
pub fn previous<'t>(
    tags: impl Iterator<Item = &'t str>,
    version: &Version,
    version_of: &VersionOf<'_>,
) -> Option<String> {
    let before = tags
        .filter_map(|tag| Some((version_of(tag)?, tag)))
        .filter(|(other, _)| {
            other < version && (version.is_prerelease() || !other.is_prerelease())
        });
    before.max().map(|(_, tag)| tag.to_owned())
}
