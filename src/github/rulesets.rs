//! What a branch asks for: whether changes come into it by pull request only.
//!
//! Not who may pass that by: GitHub does not tell.
use super::error::GithubError;
use super::pulls::Pulls;
use crate::http::{Method, encoded};
use serde_json::Value;

impl Pulls<'_> {
    /// Whether changes come into a branch by pull request only: a rule says so, or its protection, which only those are
    /// told who may administer the repository.
    pub fn wants_pull_request(&self, branch: &str) -> Result<bool, GithubError> {
        let name = encoded(branch, "");
        let ask = |part: String| {
            let url = self.api.site.at(&part);
            let answer = self.api.once(Method::Get, &url, None)?;
            // What this token is not told is as if it were not there.
            match answer.reply.status {
                403 | 404 => Ok(Value::Null),
                _ => self.api.read::<Value>(&answer, &[200]),
            }
        };
        let rules = ask(format!("/rules/branches/{name}"))?;
        let mut rules = rules.as_array().into_iter().flatten();
        if rules.any(|rule| rule["type"] == "pull_request") {
            return Ok(true);
        }
        let protection = ask(format!("/branches/{name}/protection"))?;
        Ok(protection["required_pull_request_reviews"].is_object())
    }
}
