//! The identity of a job: what its CI says, signed, of which job of which repository it is.
//!
//! Not what an index makes of it. Source: the providers' pages on OpenID Connect. A command is taken from the environment
//! only: in the project's configuration, anybody's pull request could name one.
use super::error::TrustError;
use super::google::Google;
use crate::command::{Command, CommandError, find};
use crate::environment;
use crate::http::{self, Authorization, Client, Method, Request, Secret, Url};
use serde_json::Value;
use std::time::Duration;

/// The variable with a command that prints an identity.
const COMMAND: &str = "RELEASE_GUARD_OIDC_COMMAND";

/// The same for people.
const SHOWN: &str = "`RELEASE_GUARD_OIDC_COMMAND`";

/// How long a command may take to print it.
const LIMIT: Duration = Duration::from_secs(60);

/// Where a job's identity is from.
#[derive(Debug)]
pub(super) enum Identity {
    /// GitHub Actions: asked for at an address, with a token that is for that alone.
    GitHub {
        /// The address.
        url: Url,
        /// The token.
        token: Secret,
    },
    /// GitLab: a variable for each audience.
    GitLab,
    /// Google Cloud.
    Google(Google),
    /// A command that prints it; `{audience}` stands in its words.
    Command {
        /// Its words.
        words: Vec<String>,
        /// Whose it is.
        name: &'static str,
    },
}

impl Identity {
    /// Finds the identity of this job.
    pub(super) fn here() -> Result<Option<Self>, TrustError> {
        Self::of(&environment::variable)
    }

    fn of(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>, TrustError> {
        if let Some(command) = variable(COMMAND) {
            let words = shlex::split(&command).filter(|words| !words.is_empty());
            let words = words.ok_or_else(|| TrustError::Identity {
                provider: SHOWN,
                reason: "it is not a command; are its quotes closed?".into(),
            })?;
            return Ok(Some(Self::Command { words, name: SHOWN }));
        }
        if variable("GITHUB_ACTIONS").is_some() {
            return github(variable).map(Some);
        }
        if variable("GITLAB_CI").is_some() {
            return Ok(Some(Self::GitLab));
        }
        let printed = |name, words: &[&str]| Self::Command {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            name,
        };
        if variable("BUILDKITE").is_some() && find("buildkite-agent").is_some() {
            let words = [
                "buildkite-agent",
                "oidc",
                "request-token",
                "--audience",
                "{audience}",
            ];
            return Ok(Some(printed("Buildkite", &words)));
        }
        if variable("CIRCLECI").is_some() && find("circleci").is_some() {
            let claims = "{\"aud\":\"{audience}\"}";
            let words = ["circleci", "run", "oidc", "get", "--claims", claims];
            return Ok(Some(printed("CircleCI", &words)));
        }
        Ok(Google::here(variable).map(Self::Google))
    }

    /// Whose it is, for people.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::GitHub { .. } => "GitHub Actions",
            Self::GitLab => "GitLab CI/CD",
            Self::Google(_) => "Google Cloud",
            Self::Command { name, .. } => name,
        }
    }

    /// Whether there is a new one each time: an index takes each only once, and GitLab gives a job one.
    pub(super) fn is_renewable(&self) -> bool {
        !matches!(self, Self::GitLab)
    }

    /// Whether programs that know nothing of this one find it, too.
    pub(super) fn may_sign(&self) -> bool {
        match self {
            Self::GitLab => environment::is_set("SIGSTORE_ID_TOKEN"),
            Self::Command { name, .. } => *name != SHOWN,
            Self::GitHub { .. } | Self::Google(_) => true,
        }
    }

    /// A new identity that is meant for an audience.
    pub(super) fn token(&self, audience: &str, client: &Client) -> Result<Secret, TrustError> {
        let token = match self {
            Self::GitHub { url, token } => self.of_github(url, token, audience, client)?,
            Self::GitLab => of_gitlab(audience)?,
            Self::Google(google) => google.token(audience, client)?,
            Self::Command { words, name } => printed(words, name, audience)?,
        };
        let parts = token.reveal().split('.').count();
        let is_whole = parts == 3 && super::is_token(token.reveal());
        is_whole
            .then_some(token)
            .ok_or_else(|| self.wrong("what it gave is no JSON web token".into()))
    }

    fn of_github(
        &self,
        url: &Url,
        token: &Secret,
        audience: &str,
        client: &Client,
    ) -> Result<Secret, TrustError> {
        let authorization = Authorization::Bearer(token.clone());
        let url = url.with_query(&[("audience", audience)]);
        let answer = client.send(&Request {
            method: Method::Get,
            url: &url,
            headers: &[("accept", "application/json")],
            authorization: Some(&authorization),
            body: None,
        })?;
        let status = answer.reply.status;
        if http::is_passing(status) {
            return Err(TrustError::Busy { url, status });
        }
        let value: Option<Value> = serde_json::from_slice(&answer.reply.body).ok();
        let token = value.as_ref().and_then(|value| value["value"].as_str());
        match token.filter(|_| status == 200) {
            Some(token) => Ok(Secret::new(token)),
            None => Err(self.wrong(format!("`{url}` answers {status} without one"))),
        }
    }

    fn wrong(&self, reason: String) -> TrustError {
        TrustError::Identity {
            provider: self.name(),
            reason,
        }
    }
}

fn github(variable: &dyn Fn(&str) -> Option<String>) -> Result<Identity, TrustError> {
    let all =
        variable("ACTIONS_ID_TOKEN_REQUEST_URL").zip(variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    let (url, token) = all.ok_or(TrustError::NoPermission)?;
    let url = Url::parse(&url).map_err(|error| TrustError::Identity {
        provider: "GitHub Actions",
        reason: format!("`ACTIONS_ID_TOKEN_REQUEST_URL`: {error}"),
    })?;
    Ok(Identity::GitHub {
        url: url.0,
        token: Secret::new(token),
    })
}

fn of_gitlab(audience: &str) -> Result<Secret, TrustError> {
    let variable = gitlab_variable(audience);
    environment::variable(&variable)
        .map(Secret::new)
        .ok_or_else(|| TrustError::NoGitlabToken {
            variable,
            audience: audience.to_owned(),
        })
}

/// The variable that GitLab's users give the identity for an audience in: `PYPI_ID_TOKEN`.
fn gitlab_variable(audience: &str) -> String {
    let name = audience.to_ascii_uppercase();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("_{}_ID_TOKEN", &name[1..]),
        false => format!("{name}_ID_TOKEN"),
    }
}

/// What a command prints. What it says when it fails is shown only as far as it goes to stderr: the other may be a secret.
fn printed(words: &[String], provider: &'static str, audience: &str) -> Result<Secret, TrustError> {
    let mut words = words
        .iter()
        .map(|word| word.replace("{audience}", audience));
    let program = words.next().unwrap_or_default();
    let wrong = |reason: String| TrustError::Identity { provider, reason };
    let ran = Command::new(&program).args(words).limit(LIMIT).output();
    let output = ran.map_err(|error| match error {
        CommandError::Missing { .. } => wrong(format!("`{program}` was not found; is it on PATH?")),
        CommandError::TimedOut { .. } => wrong(format!("`{program}` takes longer than a minute")),
        _ => wrong(format!("`{program}` could not be run")),
    })?;
    match output.status {
        Some(0) => Ok(Secret::new(output.text())),
        status => {
            let said = String::from_utf8_lossy(&output.stderr);
            let last = said.lines().rfind(|line| !line.trim().is_empty());
            let said = last.map(|line| format!(": {}", crate::source::printable(line.trim())));
            let status = status.map_or("by a signal".into(), |status| format!("with {status}"));
            let said = said.unwrap_or_default();
            Err(wrong(format!("`{program}` ended {status}{said}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> String {
        let variable = |name: &str| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        match Identity::of(&variable) {
            Ok(identity) => identity.map_or("none".into(), |found| found.name().into()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_identity_is_found_where_the_job_runs() {
        let request = "ACTIONS_ID_TOKEN_REQUEST_URL";
        let token = ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t");
        let github = ("GITHUB_ACTIONS", "true");
        let ours = (COMMAND, "print-token --for {audience}");
        for (variables, expected) in [
            (
                &[github, (request, "https://a.org/?v=1"), token][..],
                "GitHub Actions",
            ),
            (&[("GITLAB_CI", "true")], "GitLab CI/CD"),
            (&[("GOOGLE_SERVICE_ACCOUNT_NAME", "a@b")], "Google Cloud"),
            (&[github, ours], SHOWN),
            (
                &[github, (request, "https://a.org/")],
                "this job has no identity to show to an index: GitHub gives it none\nhint: give the job that uploads `permissions: id-token: write`, and every workflow that calls it as well; a pull request from a fork never gets it",
            ),
            (
                &[github, (request, "http://a.org/"), token],
                "GitHub Actions gives this job no identity: `ACTIONS_ID_TOKEN_REQUEST_URL`: `http://a.org/` is not encrypted\nhint: write `https://…`; `http://` is only for this machine itself",
            ),
            (
                &[(COMMAND, "a 'b")],
                "`RELEASE_GUARD_OIDC_COMMAND` gives this job no identity: it is not a command; are its quotes closed?",
            ),
        ] {
            assert_eq!(found(variables), expected);
        }
    }

    #[test]
    fn gitlab_s_variable_is_named_after_the_audience() {
        for (audience, expected) in [
            ("pypi", "PYPI_ID_TOKEN"),
            ("https://a-b.org", "HTTPS___A_B_ORG_ID_TOKEN"),
            ("1a", "_A_ID_TOKEN"),
        ] {
            assert_eq!(gitlab_variable(audience), expected);
        }
    }

    #[test]
    fn a_command_prints_an_identity_or_says_why_not() {
        let said = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            match printed(&words, "test", "pypi") {
                Ok(token) => token.reveal().to_owned(),
                Err(error) => error.to_string(),
            }
        };
        assert_eq!(said(&["echo", "for-{audience}"]), "for-pypi");
        assert_eq!(
            said(&["sh", "-c", "echo secret; echo no session >&2; exit 3"]),
            "test gives this job no identity: `sh` ended with 3: no session"
        );
        assert_eq!(
            said(&["no-such-program"]),
            "test gives this job no identity: `no-such-program` was not found; is it on PATH?"
        );
    }
}
