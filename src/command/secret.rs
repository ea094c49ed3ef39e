//! Which variables are kept from programs that run the project's code.
//!
//! Not a search for secrets in files: that is `dist`'s.
use super::GIT_VARIABLES;

/// Whether a variable holds a credential, could mint one, or points at another repository or environment.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let prefixes = [
        "TWINE_",
        "UV_PUBLISH_",
        "ACTIONS_ID_TOKEN_",
        "ACTIONS_RUNTIME_",
        "AWS_",
        "AZURE_",
        "GOOGLE_",
        "HATCH_INDEX_",
        "FLIT_",
        "POETRY_PYPI_",
        "POETRY_HTTP_BASIC_",
        "PDM_PUBLISH_",
        "CARGO_REGISTRY_",
        "GH_",
        "CI_JOB_",
        "CI_DEPLOY_",
    ];
    let endings = [
        "TOKEN",
        "_PASSWORD",
        "_PASSWD",
        "_SECRET",
        "_API_KEY",
        "_ACCESS_KEY",
        "_PRIVATE_KEY",
        "_CREDENTIALS",
    ];
    prefixes.iter().any(|prefix| name.starts_with(prefix))
        || endings.iter().any(|ending| name.ends_with(ending))
        || GIT_VARIABLES.contains(&name.as_str())
        || ["PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SSH_AUTH_SOCK"].contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_do_not_reach_the_project_s_code() {
        for name in [
            "TWINE_PASSWORD",
            "GITHUB_TOKEN",
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            "UV_PUBLISH_TOKEN",
            "my_secret_token",
            "GIT_DIR",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["PATH", "HOME", "PIP_INDEX_URL", "SOURCE_DATE_EPOCH", "CC"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
