//! Which GitLab, which project there, and who asks: from the variables of a job, else from the remote's address.
//!
//! Nothing is asked over the network.
use super::error::GitlabError;
use crate::command::{Command, find};
use crate::environment::variable;
use crate::forge::{Subject, host_and_path};
use crate::http::{Authorization, Secret, Url, encoded};
use std::fmt;

/// GitLab's own host.
const GITLAB: &str = "gitlab.com";

/// The variables with a token that somebody made.
const TOKENS: [&str; 2] = ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"];

/// A project on GitLab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Where its REST API is.
    pub api: Url,
    /// Where its pages are, as a browser sees them.
    pub server: Url,
    /// The project: its groups and its name, with `/` between them.
    pub path: String,
}

/// A token, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// How it is shown to GitLab.
    pub(super) authorization: Authorization,
    /// Where it was found.
    pub source: String,
    /// Whether it is a job's own.
    pub(super) is_of_job: bool,
}

/// What variables there are.
type Variables<'v> = dyn Fn(&str) -> Option<String> + 'v;

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

impl Site {
    /// The project that a job runs for (`CI_PROJECT_PATH`), else the one at a remote's address.
    pub fn find(remote: Option<&str>) -> Result<Self, GitlabError> {
        Self::of(remote, &variable)
    }

    fn of(remote: Option<&str>, told: &Variables<'_>) -> Result<Self, GitlabError> {
        let job = told("CI_PROJECT_PATH");
        let remote = remote.and_then(host_and_path);
        let given = job
            .as_deref()
            .or(remote.map(|(_, path)| path))
            .ok_or(GitlabError::NoProject)?;
        let path = project_path(given).ok_or_else(|| GitlabError::Project {
            given: given.to_owned(),
        })?;
        let wrong = |variable| move |source| GitlabError::Address { variable, source };
        let of_job = match told("CI_SERVER_URL") {
            Some(url) => Some(Url::parse(&url).map_err(wrong("CI_SERVER_URL"))?.0),
            None => None,
        };
        let named = match told("GITLAB_HOST") {
            Some(text) => Some(named(&text).map_err(wrong("GITLAB_HOST"))?),
            None => None,
        };
        let is_at = |url: &Url| remote.is_some_and(|(host, _)| url.host() == host);
        let server = match (job.is_some(), of_job, named) {
            (true, Some(server), _) | (true, None, Some(server)) => server,
            (_, Some(server), _) | (_, _, Some(server)) if is_at(&server) => server,
            (true, None, None) => plain(GITLAB).map_err(wrong("CI_SERVER_URL"))?,
            _ => {
                let (host, _) = remote.ok_or(GitlabError::NoProject)?;
                let host = host_of_gitlab(host)?;
                plain(host).map_err(wrong("GITLAB_HOST"))?
            }
        };
        let api = match told("CI_API_V4_URL") {
            Some(api) => Some(Url::parse(&api).map_err(wrong("CI_API_V4_URL"))?.0),
            None => None,
        };
        let api = api.filter(|api| api.host() == server.host());
        Ok(Self {
            api: api.unwrap_or_else(|| server.below("api/v4")),
            server,
            path: path.to_owned(),
        })
    }

    /// A token for it: one that somebody made, a job's own, else the one that `glab` keeps.
    pub fn token(&self) -> Option<Token> {
        self.told_token(&variable).or_else(|| self.of_glab())
    }

    /// One of the variables. A token for one GitLab is not told to another.
    fn told_token(&self, told: &Variables<'_>) -> Option<Token> {
        let is_own = |name: &str| {
            let url = told(name).and_then(|text| named(&text).ok());
            url.is_some_and(|url| url.has_origin_of(&self.server) || url.has_origin_of(&self.api))
        };
        let is_in_job = is_own("CI_API_V4_URL") || is_own("CI_SERVER_URL");
        let is_usual = told("GITLAB_HOST").is_none() && self.server.host() == GITLAB;
        if is_in_job || is_own("GITLAB_HOST") || is_usual {
            let made = TOKENS
                .into_iter()
                .find_map(|name| Some((name, told(name)?)));
            if let Some((name, token)) = made {
                return Some(Token {
                    authorization: Authorization::Bearer(Secret::new(token.trim())),
                    source: format!("`{name}`"),
                    is_of_job: false,
                });
            }
        }
        let token = told("CI_JOB_TOKEN").filter(|_| is_in_job)?;
        Some(Token {
            authorization: Authorization::Header("job-token", Secret::new(token.trim())),
            source: "`CI_JOB_TOKEN`".into(),
            is_of_job: true,
        })
    }

    fn of_glab(&self) -> Option<Token> {
        let output = Command::new(find("glab")?)
            .args(["config", "get", "token", "--host", self.server.host()])
            .output()
            .ok()?;
        let token = output.text();
        (output.status == Some(0) && !token.is_empty()).then(|| Token {
            authorization: Authorization::Bearer(Secret::new(token)),
            source: "`glab config get token`".into(),
            is_of_job: false,
        })
    }

    /// How somebody gets to write there.
    pub fn no_token(&self) -> String {
        let host = match self.server.host() {
            GITLAB => String::new(),
            host => format!(" and `GITLAB_HOST={host}`"),
        };
        format!(
            "set `GITLAB_TOKEN` to a token of `{self}` with the scope `api`{host}, or log in with `glab auth login`; in a job `CI_JOB_TOKEN` is there already"
        )
    }

    /// The address of a part of its API: `/projects/GROUP%2FPROJECT/…`.
    pub(super) fn at(&self, part: &str) -> Url {
        let path = encoded(&self.path, "");
        self.api.below(&format!("projects/{path}{part}"))
    }

    /// Where a file of a release is in the package registry.
    pub fn file(&self, subject: &Subject<'_>, name: &str) -> Url {
        let version = subject.version.to_string();
        let parts = [subject.project, &version, name].map(|part| encoded(part, "+"));
        self.at(&format!("/packages/generic/{}", parts.join("/")))
    }

    /// Its page in a browser.
    pub fn page(&self) -> Url {
        self.server.below(&self.path)
    }
}

/// A server by its host, or by its address.
fn named(text: &str) -> Result<Url, crate::http::UrlError> {
    match text.contains("://") {
        true => Ok(Url::parse(text)?.0),
        false => plain(text),
    }
}

fn plain(host: &str) -> Result<Url, crate::http::UrlError> {
    Ok(Url::parse(&format!("https://{host}"))?.0)
}

/// The host of a remote, when it may be a GitLab.
fn host_of_gitlab(host: &str) -> Result<&str, GitlabError> {
    // GitLab answers SSH on this host where port 22 is closed.
    let host = if host == "altssh.gitlab.com" {
        GITLAB
    } else {
        host
    };
    match host.split(['.', '-']).any(|part| part == "gitlab") {
        true => Ok(host),
        false => Err(GitlabError::NotGitlab {
            host: host.to_owned(),
        }),
    }
}

/// A project's groups and name, with `/` between them.
fn project_path(path: &str) -> Option<&str> {
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_plain = |text: &str| {
        let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        !text.is_empty() && text.chars().all(good) && !matches!(text, "." | "..")
    };
    (path.contains('/') && path.split('/').all(is_plain)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(remote: Option<&str>, variables: &[(&str, &str)]) -> Result<Site, GitlabError> {
        Site::of(remote, &|name: &str| value(variables, name))
    }

    fn value(variables: &[(&str, &str)], name: &str) -> Option<String> {
        let found = variables.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn a_project_is_found_by_its_remote_or_by_its_job() {
        let job = [
            ("CI_PROJECT_PATH", "a/b"),
            ("CI_SERVER_URL", "https://git.corp.org/gitlab"),
            ("CI_API_V4_URL", "https://git.corp.org/gitlab/api/v4"),
        ];
        for (remote, variables, found) in [
            (
                Some("git@gitlab.com:octo/sub/demo.git"),
                &[][..],
                "https://gitlab.com/api/v4/projects/octo%2Fsub%2Fdemo/x https://gitlab.com/octo/sub/demo",
            ),
            (
                Some("ssh://git@altssh.gitlab.com:443/octo/demo.git"),
                &[],
                "https://gitlab.com/api/v4/projects/octo%2Fdemo/x https://gitlab.com/octo/demo",
            ),
            (
                Some("https://me:secret@gitlab.corp.org/a/b"),
                &[],
                "https://gitlab.corp.org/api/v4/projects/a%2Fb/x https://gitlab.corp.org/a/b",
            ),
            (
                Some("git@git.corp.org:a/b.git"),
                &[("GITLAB_HOST", "git.corp.org")],
                "https://git.corp.org/api/v4/projects/a%2Fb/x https://git.corp.org/a/b",
            ),
            (
                Some("git@github.com:o/mirror.git"),
                &job,
                "https://git.corp.org/gitlab/api/v4/projects/a%2Fb/x https://git.corp.org/gitlab/a/b",
            ),
            (
                Some("git@github.com:a/b.git"),
                &[],
                "the remote is on `github.com`, which is not known to be a GitLab",
            ),
            (
                Some("https://gitlab.com/octo"),
                &[],
                "`octo` is not `GROUP/PROJECT` of a project on GitLab",
            ),
            (
                Some("/srv/demo.git"),
                &[],
                "it is not known which project on GitLab this is",
            ),
        ] {
            let said = match of(remote, variables) {
                Ok(site) => format!("{} {}", site.at("/x"), site.page()),
                Err(error) => error.to_string().lines().next().unwrap().to_owned(),
            };
            assert!(said.starts_with(found), "{remote:?}: {said}");
        }
    }

    #[test]
    fn a_token_is_told_to_its_own_gitlab_only() {
        let (made, job) = (("GITLAB_TOKEN", "made"), ("CI_JOB_TOKEN", "job"));
        let host = ("GITLAB_HOST", "gitlab.corp.org");
        let server = ("CI_SERVER_URL", "https://gitlab.corp.org");
        for (remote, variables, source) in [
            (
                "git@gitlab.com:a/b.git",
                &[made, job][..],
                Some("`GITLAB_TOKEN`"),
            ),
            ("git@gitlab.com:a/b.git", &[made, host], None),
            ("git@gitlab.corp.org:a/b.git", &[made, job], None),
            (
                "git@gitlab.corp.org:a/b.git",
                &[made, host],
                Some("`GITLAB_TOKEN`"),
            ),
            (
                "git@gitlab.corp.org:a/b.git",
                &[job, server],
                Some("`CI_JOB_TOKEN`"),
            ),
            (
                "git@gitlab.corp.org:a/b.git",
                &[made, job, server],
                Some("`GITLAB_TOKEN`"),
            ),
            ("git@gitlab.com:a/b.git", &[job, server], None),
        ] {
            let site = of(Some(remote), variables).unwrap();
            let token = site.told_token(&|name: &str| value(variables, name));
            let found = token.map(|token| token.source);
            assert_eq!(found.as_deref(), source, "{remote} {variables:?}");
        }
    }
}
