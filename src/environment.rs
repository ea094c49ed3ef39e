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

/// The variable by which this job could get an identity token (OIDC), and with it the right to publish; `None` in any other
/// job. GitLab lets a project name its tokens: what is usual is known, and what ends like it stands for the rest.
pub fn can_mint_oidc() -> Option<&'static str> {
    let known = [
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "BITBUCKET_STEP_OIDC_TOKEN",
        "CIRCLE_OIDC_TOKEN",
        "CIRCLE_OIDC_TOKEN_V2",
        "PYPI_ID_TOKEN",
        "TESTPYPI_ID_TOKEN",
        "SIGSTORE_ID_TOKEN",
    ];
    let is_named = |name: &std::ffi::OsStr| name.to_string_lossy().ends_with("_ID_TOKEN");
    known.into_iter().find(|name| is_set(name)).or_else(|| {
        let is_there = is_set("GITLAB_CI")
            && std::env::vars_os().any(|(name, value)| is_named(&name) && !value.is_empty());
        is_there.then_some("*_ID_TOKEN")
    })
}

/// The tag that GitHub or GitLab runs a job for.
pub fn tag_of_ci() -> Option<String> {
    variable("GITHUB_REF")
        .and_then(|name| name.strip_prefix("refs/tags/").map(str::to_owned))
        .or_else(|| variable("CI_COMMIT_TAG"))
}
