//! What the environment tells a program: whether git or a hook runner started it, and which tag CI runs for.
//!
//! Not what a child process is given: that is `command`'s. A variable that is empty counts as not set.

/// Returns a variable; `None` when it is not set, empty, or no text.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a variable is set, to text or to other bytes.
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Whether a git hook is being run: git says where its index is, and pre-commit and prek that it is they.
pub fn is_hook() -> bool {
    is_set("GIT_INDEX_FILE") || is_set("PRE_COMMIT")
}

/// The tag that GitHub or GitLab runs a job for.
pub fn tag_of_ci() -> Option<String> {
    variable("GITHUB_REF")
        .and_then(|name| name.strip_prefix("refs/tags/").map(str::to_owned))
        .or_else(|| variable("CI_COMMIT_TAG"))
}

/// Whether this job can get an OIDC identity that indexes take instead of a password, and by which variable it can.
///
/// Only where somebody gave it to this very job: CircleCI, Buildkite and Google give one to every job and machine.
pub fn can_mint_oidc() -> Option<&'static str> {
    let of_this_job = [
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "BITBUCKET_STEP_OIDC_TOKEN",
        "RELEASE_GUARD_OIDC_COMMAND",
        "GOOGLE_SERVICE_ACCOUNT_NAME",
    ];
    let set = of_this_job.into_iter().find(|name| is_set(name));
    set.or_else(|| {
        let has_token = std::env::vars_os().any(|(name, value)| {
            name.to_string_lossy().ends_with("_ID_TOKEN") && !value.is_empty()
        });
        (is_set("GITLAB_CI") && has_token).then_some("*_ID_TOKEN")
    })
}
