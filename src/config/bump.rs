//! `[tool.release-guard.bump]`: how versions are counted.
//!
//! Not the counting: that is the `bump` of the subjects.
use serde::Deserialize;

/// How versions are counted, in a project without a configuration of bump-my-version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bump {
    /// What `major`, `minor` and `patch` make of a pre-release of that very level: by `increment` the version beyond it
    /// (`1.2.3rc1` to `1.2.4`), by `finalize` the version it leads to (`1.2.3`).
    #[cfg_attr(test, schemars(example = &"finalize"))]
    pub pre_release_bump: PreReleaseBump,
    /// The first number of pre-releases and development releases: `1.3.0rc1`, or with 0 `1.3.0rc0`.
    #[cfg_attr(test, schemars(example = 0))]
    pub first_pre_release: u64,
    /// The form of versions that are dates, for the kind `calver`: parts between dots, of which the first is a year
    /// (`YYYY`, `YY`) and the others `MM`, `DD`, `WW` and their like; `INC0` or `INC1` at the end counts the versions of
    /// one date. Source: <https://calver.org>.
    #[cfg_attr(test, schemars(example = &"YYYY.MM.INC0"))]
    pub calver: Option<String>,
}

impl Default for Bump {
    fn default() -> Self {
        Self {
            pre_release_bump: PreReleaseBump::default(),
            first_pre_release: 1,
            calver: None,
        }
    }
}

/// What a level makes of a pre-release of that level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PreReleaseBump {
    /// The version beyond it.
    #[default]
    Increment,
    /// The version it leads to.
    Finalize,
}
