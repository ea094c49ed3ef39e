//! Which registry is meant, and whose packages there.
//!
//! Not who asks it: that is `credentials`'s.
use super::error::OciError;
use crate::http::Url;
use std::fmt;

/// A registry and an owner in it: `HOST[:PORT]/OWNER[/…]`, as `docker` and `skopeo` write it.
///
/// Encrypted, except on this machine itself. An `https://` before it is allowed; the owner is taken in lower case, as
/// registries want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// As it is written in front of a repository's name.
    host: String,
    api: Url,
    owner: String,
}

impl Registry {
    /// Reads the name of a registry with an owner.
    pub fn parse(text: &str) -> Result<Self, OciError> {
        let wrong = |reason: &str| OciError::Registry {
            given: text.rsplit('@').next().unwrap_or_default().to_owned(),
            reason: reason.to_owned(),
        };
        let (scheme, bare) = match text.trim().split_once("://") {
            Some((scheme, bare)) => (Some(scheme), bare),
            None => (None, text.trim()),
        };
        let (host, owner) = bare
            .trim_end_matches('/')
            .split_once('/')
            .unwrap_or((bare, ""));
        if bare.contains('@') {
            return Err(wrong(
                "a password has no place in it; log in with `docker login`",
            ));
        }
        if owner.is_empty() {
            return Err(wrong("it has no `/OWNER`"));
        }
        let owner = owner.to_ascii_lowercase();
        if !owner.split('/').all(is_component) {
            return Err(wrong(&format!(
                "`{owner}` is no name there: letters and digits, with `.`, `_` or `-` between them"
            )));
        }
        // Docker Hub's registry has another name than its images.
        let server = if host == "docker.io" {
            "registry-1.docker.io"
        } else {
            host
        };
        let is_here =
            Url::parse(&format!("https://{server}/")).is_ok_and(|(url, _)| url.is_loopback());
        let scheme = scheme.unwrap_or(if is_here { "http" } else { "https" });
        let (api, _) = Url::parse(&format!("{scheme}://{server}/v2/"))
            .map_err(|error| wrong(error.to_string().lines().next().unwrap_or_default()))?;
        Ok(Self {
            host: host.to_ascii_lowercase(),
            api,
            owner,
        })
    }

    /// The host, with its port, as logins are kept for it.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is GitHub's.
    pub fn is_github(&self) -> bool {
        self.host == "ghcr.io"
    }

    /// Whether it is on this machine, where only a PyOCI of one's own sees it.
    pub fn is_here(&self) -> bool {
        self.api.is_loopback()
    }

    /// The address of a part of a repository.
    pub(super) fn at(&self, repository: &str, part: &str) -> Url {
        self.api.below(&format!("{repository}/{part}"))
    }

    /// The repository of a project: PyOCI takes its normalised name with `_` for `-`.
    pub(super) fn repository(&self, project: &crate::dist::ProjectName) -> String {
        format!("{}/{}", self.owner, project.as_file_part())
    }
}

impl fmt::Display for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.host, self.owner)
    }
}

/// Whether a text is a part of a repository's name, by the distribution specification.
fn is_component(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators = text.split(is_plain).filter(|between| !between.is_empty());
    text.starts_with(is_plain)
        && text.ends_with(is_plain)
        && separators.into_iter().all(|between| {
            matches!(between, "." | "_" | "__") || between.bytes().all(|byte| byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_is_host_and_owner() {
        for (text, at) in [
            (
                "ghcr.io/Octo-Org",
                "https://ghcr.io/v2/octo-org/demo_pkg/tags/list",
            ),
            (
                "https://ghcr.io/a/b/",
                "https://ghcr.io/v2/a/b/demo_pkg/tags/list",
            ),
            (
                "127.0.0.1:5000/a",
                "http://127.0.0.1:5000/v2/a/demo_pkg/tags/list",
            ),
            (
                "localhost:5000/a",
                "http://localhost:5000/v2/a/demo_pkg/tags/list",
            ),
            (
                "docker.io/a",
                "https://registry-1.docker.io/v2/a/demo_pkg/tags/list",
            ),
        ] {
            let registry = Registry::parse(text).unwrap();
            let project = crate::dist::ProjectName::new("Demo.pkg").unwrap();
            let url = registry.at(&registry.repository(&project), "tags/list");
            assert_eq!(url.to_string(), at);
        }
        for (text, reason) in [
            ("ghcr.io", "it has no `/OWNER`"),
            ("ghcr.io/", "it has no `/OWNER`"),
            ("ghcr.io/a b", "`a b` is no name there"),
            ("ghcr.io/-a", "`-a` is no name there"),
            ("ghcr.io/a//b", "`a//b` is no name there"),
            ("http://ghcr.io/a", "is not encrypted"),
            ("me:secret@ghcr.io/a", "a password has no place in it"),
        ] {
            let said = Registry::parse(text).unwrap_err().to_string();
            assert!(said.contains(reason), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
