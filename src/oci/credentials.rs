//! User name and password for a registry, from where `docker`, `podman` and CI jobs keep them.
//!
//! Nothing is kept, and nobody is asked. The order, which the documentation tells too: GitHub's token for `ghcr.io`,
//! GitLab's job login for its own registry, then the files of podman and docker with the helpers that they name.
use super::error::OciError;
use super::registry::Registry;
use crate::command::{Command, find};
use crate::environment::variable;
use crate::http::{Credentials, Secret};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a helper may take: it may ask the user to unlock something.
const HELPER: Duration = Duration::from_secs(120);

/// Docker Hub's key in the files.
const HUB: &str = "https://index.docker.io/v1/";

/// User name and password, and where they were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// They.
    pub credentials: Credentials,
    /// Where.
    pub source: String,
}

/// Finds the login for a registry; `None` for nobody in particular.
pub fn login(registry: &Registry) -> Result<Option<Login>, OciError> {
    let found = |username: String, password: String, source: &str| {
        Some(Login {
            credentials: Credentials {
                username,
                password: Secret::new(password),
            },
            source: source.to_owned(),
        })
    };
    if registry.is_github() {
        for name in ["GH_TOKEN", "GITHUB_TOKEN"] {
            if let Some(token) = variable(name) {
                // The registry looks at the token only, but wants some name.
                let user = variable("GITHUB_ACTOR").unwrap_or_else(|| "token".into());
                return Ok(found(user, token, &format!("`{name}`")));
            }
        }
    }
    if variable("CI_REGISTRY").is_some_and(|host| host == registry.host())
        && let (Some(user), Some(password)) = (
            variable("CI_REGISTRY_USER"),
            variable("CI_REGISTRY_PASSWORD"),
        )
    {
        return Ok(found(user, password, "`CI_REGISTRY_PASSWORD`"));
    }
    for path in files() {
        if let Some(login) = in_file(&path, registry.host())? {
            return Ok(Some(login));
        }
    }
    Ok(None)
}

/// The files with logins, podman's and skopeo's first.
fn files() -> Vec<PathBuf> {
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let docker = variable("DOCKER_CONFIG")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&home?).join(".docker")));
    [
        variable("REGISTRY_AUTH_FILE").map(PathBuf::from),
        variable("XDG_RUNTIME_DIR").map(|dir| Path::new(&dir).join("containers/auth.json")),
        docker.map(|dir| dir.join("config.json")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn in_file(path: &Path, host: &str) -> Result<Option<Login>, OciError> {
    let wrong = |reason: String| OciError::Logins {
        path: path.to_owned(),
        reason,
    };
    let text = match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| wrong(error.to_string()))?,
    };
    // What the parser quotes may be a secret.
    let file: Value = serde_json::from_slice(&text)
        .map_err(|error| wrong(format!("it is not JSON (line {})", error.line())))?;
    let key = if host == "docker.io" { HUB } else { host };
    if let Some(helper) = helper(&file, key) {
        return Ok(from_helper(helper, key));
    }
    let Some(entry) = file["auths"]
        .get(key)
        .or_else(|| file["auths"].get(format!("https://{key}")))
    else {
        return Ok(None);
    };
    let Some(encoded) = entry["auth"].as_str().filter(|encoded| !encoded.is_empty()) else {
        return Ok(None);
    };
    let decoded = BASE64_STANDARD.decode(encoded.trim()).ok();
    let plain = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    let (user, password) = plain
        .as_deref()
        .and_then(|plain| plain.split_once(':'))
        .ok_or_else(|| {
            wrong(format!(
                "what it has for `{key}` is not a name and a password"
            ))
        })?;
    Ok(Some(Login {
        credentials: Credentials {
            username: user.to_owned(),
            password: Secret::new(password.trim_end_matches('\0')),
        },
        source: format!("`{}`", path.display()),
    }))
}

/// The program that keeps the login of a host.
fn helper<'f>(file: &'f Value, key: &str) -> Option<&'f str> {
    let own = file["credHelpers"].get(key).and_then(Value::as_str);
    let all = || file["credsStore"].as_str();
    let is_plain = |name: &&str| !name.contains(['/', '\\']);
    own.or_else(all)
        .filter(|name| !name.is_empty())
        .filter(is_plain)
}

fn from_helper(helper: &str, key: &str) -> Option<Login> {
    let program = format!("docker-credential-{helper}");
    let output = Command::new(find(&program)?)
        .arg("get")
        .input(key)
        .limit(HELPER)
        .output()
        .ok()?;
    if output.status != Some(0) {
        return None;
    }
    let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
    let [user, password] = ["Username", "Secret"].map(|name| answer[name].as_str());
    // This name stands for a token of another kind, which only docker's own service exchanges.
    let user = user.filter(|user| *user != "<token>")?;
    Some(Login {
        credentials: Credentials {
            username: user.to_owned(),
            password: Secret::new(password?),
        },
        source: format!("`{program}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_read_from_docker_s_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.json");
        let told = |text: &str, host: &str| {
            std::fs::write(&path, text).unwrap();
            match in_file(&path, host) {
                Ok(Some(login)) => {
                    let Credentials { username, password } = &login.credentials;
                    format!("{username} {}", password.reveal())
                }
                Ok(None) => "nothing".into(),
                Err(error) => error.to_string().replace(path.to_str().unwrap(), "FILE"),
            }
        };
        let auths = r#"{"auths": {"ghcr.io": {"auth": "bWU6cHc6eA=="}, "b.org": {"auth": "c2VjcmV0"}, "c.org": {}}}"#;
        assert_eq!(told(auths, "ghcr.io"), "me pw:x");
        assert_eq!(told(auths, "c.org"), "nothing");
        assert_eq!(told(auths, "d.org"), "nothing");
        assert_eq!(
            told(auths, "b.org"),
            "cannot read the logins of `FILE`: what it has for `b.org` is not a name and a password"
        );
        assert_eq!(
            told("secret", "a"),
            "cannot read the logins of `FILE`: it is not JSON (line 1)"
        );
        assert_eq!(told(r#"{"credsStore": "there-is-none"}"#, "a"), "nothing");
        assert_eq!(told(r#"{"auths": []}"#, "a"), "nothing");
    }
}
