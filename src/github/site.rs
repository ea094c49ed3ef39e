//! Which GitHub, which repository there, and who asks: from the variables of a job, else from the remote's address.
//!
//! Nothing is asked over the network.
use super::error::GithubError;
use crate::command::{Command, find};
use crate::environment::variable;
use crate::forge::host_and_path;
use crate::http::{Secret, Url, UrlError};
use std::fmt;

/// GitHub's own host.
const GITHUB: &str = "github.com";

/// Hosts that are certainly no GitHub.
const OTHERS: [&str; 4] = ["gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht"];

/// A repository on GitHub, or on a GitHub Enterprise server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Where its REST API is.
    pub api: Url,
    /// Where its pages are, as a browser sees them.
    pub server: Url,
    /// The owner: a user or an organisation.
    pub owner: String,
    /// The repository's name.
    pub name: String,
}

/// A token, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// It.
    pub secret: Secret,
    /// Where.
    pub source: String,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

impl Site {
    /// The repository that a job runs for (`GITHUB_REPOSITORY`), else the one at a remote's address.
    pub fn find(remote: Option<&str>) -> Result<Self, GithubError> {
        let server = variable("GITHUB_SERVER_URL");
        let api = variable("GITHUB_API_URL");
        Self::of(
            variable("GITHUB_REPOSITORY").as_deref(),
            remote,
            server.as_deref(),
            api.as_deref(),
        )
    }

    fn of(
        repository: Option<&str>,
        remote: Option<&str>,
        server: Option<&str>,
        api: Option<&str>,
    ) -> Result<Self, GithubError> {
        let remote = remote.and_then(host_and_path);
        let path = repository
            .or(remote.map(|(_, path)| path))
            .ok_or(GithubError::NoRepository)?;
        let (owner, name) = owner_and_name(path).ok_or_else(|| GithubError::Repository {
            given: path.to_owned(),
        })?;
        let server = match (server, remote) {
            (Some(server), _) => server.to_owned(),
            (None, Some((host, _))) if repository.is_none() => {
                format!("https://{}", host_of_github(host)?)
            }
            _ => format!("https://{GITHUB}"),
        };
        let wrong = |variable: &'static str| {
            move |source: UrlError| GithubError::Address { variable, source }
        };
        let (server, _) = Url::parse(&server).map_err(wrong("GITHUB_SERVER_URL"))?;
        let api = match api {
            Some(api) => Url::parse(api).map_err(wrong("GITHUB_API_URL"))?.0,
            None if server.host() == GITHUB => {
                Url::parse("https://api.github.com")
                    .map_err(wrong("GITHUB_API_URL"))?
                    .0
            }
            // GitHub Enterprise Cloud with data residency.
            None if server.host().ends_with(".ghe.com") => {
                let api = format!("https://api.{}", server.host());
                Url::parse(&api).map_err(wrong("GITHUB_SERVER_URL"))?.0
            }
            None => server.at("/api/v3"),
        };
        Ok(Self {
            api,
            server,
            owner: owner.to_owned(),
            name: name.to_owned(),
        })
    }

    /// A token for it: one of the variables that `gh` and jobs have, else the one that `gh` keeps.
    pub fn token(&self) -> Option<Token> {
        let own = variable("GITHUB_SERVER_URL")
            .and_then(|server| Url::parse(&server).ok())
            .is_some_and(|(server, _)| server.host() == self.server.host());
        let is_public = self.server.host() == GITHUB;
        // A token for github.com is not told to a company's server.
        let mut names = Vec::new();
        if !is_public {
            names.extend(["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]);
        }
        if is_public || own {
            names.extend(["GH_TOKEN", "GITHUB_TOKEN"]);
        }
        let of_variable = |name: &str| Some((variable(name)?, format!("`{name}`")));
        let (secret, source) = names
            .into_iter()
            .find_map(of_variable)
            .or_else(|| self.of_gh())?;
        Some(Token {
            secret: Secret::new(secret.trim()),
            source,
        })
    }

    fn of_gh(&self) -> Option<(String, String)> {
        let output = Command::new(find("gh")?)
            .args(["auth", "token", "--hostname", self.server.host()])
            .output()
            .ok()?;
        let token = output.text();
        (output.status == Some(0) && !token.is_empty()).then(|| (token, "`gh auth token`".into()))
    }

    /// The address of a part of its API: `/repos/OWNER/NAME/…`.
    pub(super) fn at(&self, part: &str) -> Url {
        self.api
            .below(&format!("repos/{}/{}{part}", self.owner, self.name))
    }

    /// The address of its GraphQL API.
    pub(super) fn graphql(&self) -> Url {
        match self.api.path().trim_end_matches('/').strip_suffix("/v3") {
            Some(api) => self.api.at(&format!("{api}/graphql")),
            None => self.api.below("graphql"),
        }
    }

    /// Its page in a browser.
    pub fn page(&self) -> Url {
        self.server.at(&format!("/{}/{}", self.owner, self.name))
    }
}

/// The host of a remote, when it may be a GitHub.
fn host_of_github(host: &str) -> Result<&str, GithubError> {
    // GitHub answers SSH on this host where port 22 is closed.
    let host = if host == "ssh.github.com" {
        GITHUB
    } else {
        host
    };
    let may_be = host == GITHUB
        || host
            .split(['.', '-'])
            .any(|part| part == "github" || part == "ghe");
    if OTHERS.contains(&host) || !may_be {
        return Err(GithubError::NotGithub {
            host: host.to_owned(),
        });
    }
    Ok(host)
}

fn owner_and_name(path: &str) -> Option<(&str, &str)> {
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let (owner, name) = path.split_once('/')?;
    let is_plain = |text: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !text.is_empty() && text.chars().all(good) && !matches!(text, "." | "..")
    };
    (is_plain(owner) && is_plain(name)).then_some((owner, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_found_by_its_remote() {
        for (remote, found) in [
            (
                "git@github.com:octo/demo.git",
                "https://api.github.com/repos/octo/demo/x https://github.com/octo/demo",
            ),
            (
                "https://me:secret@github.com/octo/demo",
                "https://api.github.com/repos/octo/demo/x https://github.com/octo/demo",
            ),
            (
                "ssh://git@ssh.github.com:443/octo/demo.git",
                "https://api.github.com/repos/octo/demo/x https://github.com/octo/demo",
            ),
            (
                "https://github.corp.org/a/b/",
                "https://github.corp.org/api/v3/repos/a/b/x https://github.corp.org/a/b",
            ),
            (
                "git@octo.ghe.com:a/b.git",
                "https://api.octo.ghe.com/repos/a/b/x https://octo.ghe.com/a/b",
            ),
            (
                "git@gitlab.com:a/b.git",
                "the remote is on `gitlab.com`, which is not known to be a GitHub",
            ),
            (
                "https://git.corp.org/a/b.git",
                "the remote is on `git.corp.org`, which is not known to be a GitHub",
            ),
            (
                "https://github.com/octo",
                "`octo` is not `OWNER/NAME` of a repository on GitHub",
            ),
            (
                "https://github.com/a/b/c",
                "`a/b/c` is not `OWNER/NAME` of a repository on GitHub",
            ),
            (
                "/srv/git/demo.git",
                "it is not known which repository on GitHub this is",
            ),
            (
                "file:///srv/demo.git",
                "it is not known which repository on GitHub this is",
            ),
        ] {
            let said = match Site::of(None, Some(remote), None, None) {
                Ok(site) => format!("{} {}", site.at("/x"), site.page()),
                Err(error) => error.to_string().lines().next().unwrap().to_owned(),
            };
            assert!(said.starts_with(found), "{remote}: {said}");
        }
    }

    #[test]
    fn a_job_s_variables_come_first() {
        let site = Site::of(
            Some("o/r"),
            Some("git@gitlab.com:a/b.git"),
            Some("https://ghe.corp.org"),
            Some("http://127.0.0.1:8080"),
        );
        let site = site.unwrap();
        assert_eq!(site.at("").to_string(), "http://127.0.0.1:8080/repos/o/r");
        assert_eq!(site.page().to_string(), "https://ghe.corp.org/o/r");
        let site = Site::of(Some("o/r"), None, None, None).unwrap();
        assert_eq!(site.api.to_string(), "https://api.github.com/");
    }
}
