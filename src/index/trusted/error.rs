//! Why an index gave no token for a job's identity, as sentences with the way out.
//!
//! Not a retry, and no identity is ever shown: only what it says of the job.
use super::claims::Claims;
use crate::http::{HttpError, Reply, Secret, Url, is_passing};
use crate::source::printable;
use serde_json::Value;
use std::fmt;

/// Why an index gave no token.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// GitHub gives the job no identity.
    #[error(
        "this job has no identity to show to an index: GitHub gives it none\nhint: give the job that uploads `permissions: id-token: write`, and every workflow that calls it as well; a pull request from a fork never gets it"
    )]
    NoPermission,
    /// GitLab was not asked for an identity.
    #[error(
        "this job has no identity to show to an index: `{variable}` is not set\nhint: add `id_tokens: {{ {variable}: {{ aud: {audience} }} }}` to the job"
    )]
    NoGitlabToken {
        /// The variable that would have it.
        variable: String,
        /// Whom it would be meant for.
        audience: String,
    },
    /// There is no identity, and nothing else may be used.
    #[error(
        "this job has no identity to show to an index, and `trusted-publishing = \"always\"` allows no password\nhint: upload from GitHub Actions, GitLab CI/CD or Google Cloud, or name a command that prints an identity in `RELEASE_GUARD_OIDC_COMMAND`"
    )]
    NoIdentity,
    /// Whoever gives identities gave none.
    #[error("{provider} gives this job no identity: {reason}")]
    Identity {
        /// Who.
        provider: &'static str,
        /// Why.
        reason: String,
    },
    /// The index takes no identities.
    #[error("the index offers no trusted publishing: `{url}`: {reason}")]
    NotOffered {
        /// What was asked for.
        url: Url,
        /// What it says.
        reason: String,
    },
    /// The index asks for an identity that it could use elsewhere.
    #[error(
        "`{url}` asks for an identity that is meant for `{audience}`, and could use it there in this job's name; it gets none\nhint: is it the index that you mean? then upload with a password, and `trusted-publishing = \"never\"`"
    )]
    Foreign {
        /// What was asked for.
        url: Url,
        /// Whom it would be meant for.
        audience: String,
    },
    /// A server cannot say now.
    #[error("`{url}` answers {status}\nhint: run this again later")]
    Busy {
        /// What was asked for.
        url: Url,
        /// The status.
        status: u16,
    },
    /// The index does not take the identity.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The token ran out, and there is no other identity.
    #[error(
        "the index's token has run out, and {provider} gives a job only one identity\nhint: run the job again; what the index has is not sent again"
    )]
    Expired {
        /// Who gives identities.
        provider: &'static str,
    },
    /// There was no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
}

impl TrustError {
    /// Whether the same may succeed a little later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Http(error) => error.may_pass(),
            Self::Busy { .. } => true,
            Self::Refused(refusal) => is_passing(refusal.status),
            _ => false,
        }
    }

    /// Whether it only says that there is nothing of the kind here.
    pub fn is_absence(&self) -> bool {
        matches!(
            self,
            Self::NoPermission | Self::NoGitlabToken { .. } | Self::NotOffered { .. }
        )
    }
}

/// What an index says of an identity that it does not take.
#[derive(Debug)]
pub struct Refusal {
    url: Url,
    status: u16,
    /// Code and description of each error.
    errors: Vec<(String, String)>,
    provider: &'static str,
    claims: Claims,
}

impl Refusal {
    /// Reads an answer; the identity is taken out of the server's words.
    pub(super) fn of(
        reply: &Reply,
        value: Option<&Value>,
        provider: &'static str,
        claims: Claims,
        identity: &Secret,
    ) -> Self {
        let said = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            let text: String = text.replace(identity.reveal(), "[hidden]");
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            printable(&line).chars().take(300).collect::<String>()
        };
        let all = value.and_then(|value| value["errors"].as_array());
        let errors = all.into_iter().flatten();
        let errors = errors.map(|error| (said(&error["code"]), said(&error["description"])));
        Self {
            url: reply.url.clone(),
            status: reply.status,
            errors: errors.collect(),
            provider,
            claims,
        }
    }

    fn way_out(&self, code: &str) -> String {
        match code {
            "not-enabled" => {
                "the index has switched it off for now; try again later, or upload with a token in `UV_PUBLISH_TOKEN`".into()
            }
            "invalid-payload" => {
                "the index expects another request; is the address the one for uploads?".into()
            }
            "invalid-token" => {
                "the index trusts no identities of this issuer, or this one is too old: PyPI knows those of github.com, gitlab.com, Google and ActiveState, not of servers of your own".into()
            }
            "invalid-publisher" => self.no_publisher(),
            "invalid-pending-publisher" => {
                "the project exists by now; add the publisher to the project itself, under its settings on the index, and run this again".into()
            }
            "invalid-reuse-token" => {
                "an identity is taken once; run the job again, which gets another one".into()
            }
            _ if is_passing(self.status) => "run this again later".into(),
            _ => String::new(),
        }
    }

    fn no_publisher(&self) -> String {
        let mut help = match self.claims.publisher().as_str() {
            "" => "add this job as a trusted publisher to the project, on the index".into(),
            publisher => format!(
                "add a trusted publisher to the project, on the index, that says exactly: {publisher}; where the project does not exist yet, add it as a pending one to your account"
            ),
        };
        if let Some((called, caller)) = self.claims.called_workflow() {
            help.push_str(&format!(
                "\nhint: the job stands in a reusable workflow, `{called}`, which PyPI does not take as a publisher; move the job that uploads into `{caller}`"
            ));
        }
        help
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<String> = self
            .errors
            .iter()
            .map(|(code, text)| format!("`{code}`: {text}"))
            .collect();
        let said = match said.is_empty() {
            true => "it does not say why".to_owned(),
            false => said.join("; "),
        };
        let (url, status) = (&self.url, self.status);
        write!(f, "`{url}` gives this job no token ({status}): {said}")?;
        let lines = self.claims.lines();
        if !lines.is_empty() {
            let who = self.provider;
            write!(
                f,
                "\nwhat {who} says of this job, which has to match a publisher:{lines}"
            )?;
        }
        let codes = self.errors.iter().map(|(code, _)| code.as_str());
        let codes: Vec<&str> = match self.errors.is_empty() {
            true => vec![""],
            false => codes.collect(),
        };
        for code in codes {
            let help = self.way_out(code);
            if !help.is_empty() {
                write!(f, "\nhint: {help}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use serde_json::json;

    fn refusal(status: u16, body: &Value, claims: &Value) -> String {
        let identity = format!(
            "e30.{}.c2ln",
            BASE64_URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let identity = Secret::new(identity);
        let body = body.to_string().replace("IDENTITY", identity.reveal());
        let reply = Reply {
            url: Url::parse("https://a.org/_/oidc/mint-token").unwrap().0,
            status,
            media_type: "application/json".into(),
            headers: Vec::new(),
            retry_after: None,
            body: Vec::new(),
        };
        let value = serde_json::from_str(&body).ok();
        let claims = Claims::of(&identity);
        Refusal::of(&reply, value.as_ref(), "GitHub Actions", claims, &identity).to_string()
    }

    #[test]
    fn a_refusal_says_what_has_to_match_and_the_way_out() {
        let claims = json!({
            "sub": "repo:acme/demo:environment:pypi", "repository": "acme/demo", "environment": "pypi",
            "workflow_ref": "acme/demo/.github/workflows/release.yml@refs/tags/v1",
            "job_workflow_ref": "acme/shared/.github/workflows/upload.yml@refs/heads/main"
        });
        let body = json!({"message": "Token request failed", "errors": [
            {"code": "invalid-publisher", "description": "valid token, but no corresponding publisher (IDENTITY)"}]});
        assert_eq!(
            refusal(422, &body, &claims),
            "\
`https://a.org/_/oidc/mint-token` gives this job no token (422): `invalid-publisher`: valid token, but no corresponding publisher ([hidden])
what GitHub Actions says of this job, which has to match a publisher:
  sub: repo:acme/demo:environment:pypi
  repository: acme/demo
  workflow_ref: acme/demo/.github/workflows/release.yml@refs/tags/v1
  job_workflow_ref: acme/shared/.github/workflows/upload.yml@refs/heads/main
  environment: pypi
hint: add a trusted publisher to the project, on the index, that says exactly: owner `acme`, repository `demo`, workflow `upload.yml`, environment `pypi`; where the project does not exist yet, add it as a pending one to your account
hint: the job stands in a reusable workflow, `acme/shared/.github/workflows/upload.yml@refs/heads/main`, which PyPI does not take as a publisher; move the job that uploads into `acme/demo/.github/workflows/release.yml@refs/tags/v1`"
        );
    }

    #[test]
    fn each_code_has_its_way_out() {
        for (code, help) in [
            ("not-enabled", "the index has switched it off for now"),
            ("invalid-payload", "the index expects another request"),
            (
                "invalid-token",
                "the index trusts no identities of this issuer",
            ),
            ("invalid-publisher", "add this job as a trusted publisher"),
            ("invalid-pending-publisher", "the project exists by now"),
            ("invalid-reuse-token", "an identity is taken once"),
        ] {
            let body = json!({"errors": [{"code": code, "description": "no"}]});
            let said = refusal(422, &body, &json!(null));
            assert!(
                said.contains(&format!("(422): `{code}`: no\nhint: {help}")),
                "{said}"
            );
        }
        assert_eq!(
            refusal(400, &json!([]), &json!(null)),
            "`https://a.org/_/oidc/mint-token` gives this job no token (400): it does not say why"
        );
    }
}
