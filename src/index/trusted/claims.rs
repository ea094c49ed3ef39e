//! What an identity says of the job that it was given to.
//!
//! Not verified: the index does that. Read only to tell a person what has to match.
use crate::http::Secret;
use crate::source::printable;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

/// The claims that indexes compare with a publisher, of all providers, in the order they are shown.
const COMPARED: [&str; 15] = [
    "iss",
    "sub",
    "repository",
    "repository_owner",
    "repository_owner_id",
    "workflow_ref",
    "job_workflow_ref",
    "ref",
    "environment",
    "project_path",
    "namespace_path",
    "namespace_id",
    "ci_config_ref_uri",
    "ref_path",
    "email",
];

/// The claims of an identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Claims(Value);

impl Claims {
    /// Reads the middle part of a JSON web token (RFC 7519); without any claim where it cannot be read.
    pub(super) fn of(identity: &Secret) -> Self {
        let payload = identity.reveal().split('.').nth(1).unwrap_or_default();
        let payload = payload.trim_end_matches('=');
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
        Self(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// A claim, made harmless.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(printable(text)),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The claims that are compared, a line each.
    pub(super) fn lines(&self) -> String {
        COMPARED
            .iter()
            .filter_map(|name| Some(format!("\n  {name}: {}", self.get(name)?)))
            .collect()
    }

    /// The publisher that would match, in the words of an index's form.
    pub(super) fn publisher(&self) -> String {
        let after = |claim: &str| self.get(claim).map(|value| file_name(&value));
        let repository = self.get("repository");
        let name = repository.as_deref().and_then(|name| name.split_once('/'));
        let parts = [
            ("owner", name.map(|(owner, _)| owner.to_owned())),
            ("repository", name.map(|(_, name)| name.to_owned())),
            ("workflow", after("job_workflow_ref")),
            ("project", self.get("project_path")),
            ("CI file", after("ci_config_ref_uri")),
            ("environment", self.get("environment")),
            ("email", self.get("email")),
        ];
        let mut said: Vec<String> = parts
            .into_iter()
            .filter_map(|(what, value)| Some(format!("{what} `{}`", value?)))
            .collect();
        if said.is_empty() {
            said.extend(self.get("sub").map(|sub| format!("subject `{sub}`")));
        } else if self.get("environment").is_none() && self.get("email").is_none() {
            said.push("no environment".into());
        }
        said.join(", ")
    }

    /// The workflow that runs the job and the one that was started, where they are two.
    pub(super) fn called_workflow(&self) -> Option<(String, String)> {
        let called = self.get("job_workflow_ref")?;
        let caller = self.get("workflow_ref")?;
        (called != caller).then_some((called, caller))
    }
}

/// The file's name in `acme/demo/.github/workflows/publish.yml@refs/tags/v1`.
fn file_name(reference: &str) -> String {
    let path = reference.split('@').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: &Value) -> Claims {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        Claims::of(&Secret::new(format!("e30.{payload}.c2ln")))
    }

    #[test]
    fn what_a_publisher_must_say_is_told_in_its_form_s_words() {
        let own = ".github/workflows/publish.yml@refs/tags/v1";
        let github = json!({
            "sub": "repo:acme/demo:ref:refs/tags/v1", "repository": "acme/demo", "repository_owner": "acme",
            "repository_owner_id": 7, "workflow_ref": format!("acme/demo/{own}"),
            "job_workflow_ref": format!("acme/demo/{own}"), "jti": "secret"
        });
        let read = claims(&github);
        assert_eq!(
            read.publisher(),
            "owner `acme`, repository `demo`, workflow `publish.yml`, no environment"
        );
        assert_eq!(
            read.lines(),
            format!(
                "\n  sub: repo:acme/demo:ref:refs/tags/v1\n  repository: acme/demo\n  repository_owner: acme\n  repository_owner_id: 7\n  workflow_ref: acme/demo/{own}\n  job_workflow_ref: acme/demo/{own}"
            )
        );
        assert_eq!(read.called_workflow(), None);
        let gitlab = json!({
            "project_path": "acme/demo", "ci_config_ref_uri": "gitlab.com/acme/demo//.gitlab-ci.yml@refs/tags/v1",
            "environment": "re\u{1b}lease"
        });
        assert_eq!(
            claims(&gitlab).publisher(),
            "project `acme/demo`, CI file `.gitlab-ci.yml`, environment `re\\u{1b}lease`"
        );
        let google = json!({"sub": "1", "email": "up@acme.iam.gserviceaccount.com"});
        assert_eq!(
            claims(&google).publisher(),
            "email `up@acme.iam.gserviceaccount.com`"
        );
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for text in ["", "a", "a.b.c", "a.bnVsbA.c", "a.WzFd.c"] {
            let read = Claims::of(&Secret::new(text));
            assert_eq!((read.lines(), read.publisher()), Default::default());
        }
    }
}
