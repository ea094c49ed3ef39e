//! Which variables are kept from programs that run the project's code.
//!
//! Not a search for secrets in files: that is `dist`'s. A variable with a password for a package index stays where pip and
//! uv look for one (`PIP_INDEX_URL`): without it, nothing that the build requires could be had.
use super::GIT_VARIABLES;

/// Names that begin like this: a service's own, credentials or not, and the ways to speak to the later steps of a CI job.
const PREFIXES: &[&str] = &[
    "ACTIONS_CACHE_",
    "ACTIONS_ID_TOKEN_",
    "ACTIONS_RESULTS_",
    "ACTIONS_RUNTIME_",
    "AWS_",
    "AZURE_",
    "CARGO_REGISTRY_",
    "CI_DEPLOY_",
    "CI_JOB_",
    "CI_REGISTRY_",
    "FLIT_",
    "GH_",
    "GOOGLE_",
    "HATCH_INDEX_",
    "MATURIN_PYPI_",
    "PDM_PUBLISH_",
    "POETRY_HTTP_BASIC_",
    "POETRY_PYPI_",
    "TWINE_",
    "UV_PUBLISH_",
];

/// Parts between underscores that say what a variable holds.
const PARTS: &[&str] = &[
    "CREDENTIAL",
    "CREDENTIALS",
    "OIDC",
    "PASSPHRASE",
    "PAT",
    "SECRET",
    "SECRETS",
    "TOKEN",
    "TOKENS",
];

const ENDINGS: &[&str] = &[
    "TOKEN",
    "PASSWD",
    "_PWD",
    "_PASS",
    "_API_KEY",
    "_ACCESS_KEY",
    "_PRIVATE_KEY",
    "_SIGNING_KEY",
    "_SSH_KEY",
    "_AUTH",
    "_AUTH_CONFIG",
];

/// What leads to keys, to another interpreter or environment, or to the later steps of a job.
const NAMES: &[&str] = &[
    "GITHUB_ENV",
    "GITHUB_OUTPUT",
    "GITHUB_PATH",
    "GITHUB_STATE",
    "GITHUB_STEP_SUMMARY",
    "GPG_AGENT_INFO",
    "NETRC",
    "PYTHONHOME",
    "PYTHONPATH",
    "SSH_AGENT_PID",
    "SSH_AUTH_SOCK",
    "VIRTUAL_ENV",
];

/// Whether a variable holds a credential, could mint one, or points at another repository or environment.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || name.split('_').any(|part| PARTS.contains(&part))
        || name.contains("PASSWORD")
        || name.contains("SECRET")
        || GIT_VARIABLES.contains(&name.as_str())
        || NAMES.contains(&name.as_str())
        || (has_password(value) && !is_for_installers(&name))
}

/// Whether an address with a name and a password in it stands in a value: `postgres://user:word@host/`.
fn has_password(value: &str) -> bool {
    value.match_indices("://").any(|(at, _)| {
        let rest = &value[at + 3..];
        let host = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
        host.rsplit_once('@')
            .is_some_and(|(user, _)| user.contains(':'))
    })
}

/// Whether pip or uv need it to install anything at all.
fn is_for_installers(name: &str) -> bool {
    name.starts_with("PIP_") || name.starts_with("UV_") || name.ends_with("_PROXY")
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
            "CIRCLE_OIDC_TOKEN_V2",
            "SYSTEM_ACCESSTOKEN",
            "PYPI_ID_TOKEN",
            "UV_PUBLISH_TOKEN",
            "UV_INDEX_INTERNAL_PASSWORD",
            "PGPASSWORD",
            "AWS_SESSION_TOKEN",
            "CI_JOB_JWT",
            "DOCKER_AUTH_CONFIG",
            "GITHUB_ENV",
            "SSH_AUTH_SOCK",
            "my_secret_token",
            "GIT_DIR",
        ] {
            assert!(is_secret(name, "x"), "{name}");
        }
        for name in [
            "PATH",
            "HOME",
            "PWD",
            "OLDPWD",
            "PIP_INDEX_URL",
            "SOURCE_DATE_EPOCH",
            "CC",
            "GITHUB_REF",
            "TOKENIZERS_PARALLELISM",
            "COMPASS_HOME",
        ] {
            assert!(!is_secret(name, "x"), "{name}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_one() {
        let address = "postgres://me:word@db.example.org/x";
        assert!(is_secret("DATABASE_URL", address));
        assert!(!is_secret("PIP_EXTRA_INDEX_URL", address));
        assert!(!is_secret("https_proxy", address));
        for plain in [
            "https://example.org/a:b@c",
            "ssh://git@example.org/x",
            "a@b:c",
        ] {
            assert!(!is_secret("ADDRESS", plain), "{plain}");
        }
    }
}
