//! The repository itself: who may see it, and whether GitHub serves pages of it.
//!
//! Not its releases: those are `releases`'s.
use super::api::Api;
use super::error::GithubError;
use super::releases::Releases;
use super::site::Site;
use crate::forge::Visibility;
use crate::http::{Client, Method};
use serde_json::Value;

/// Who may see a repository, as far as one question tells: with the token that is at hand, else as anybody.
pub fn visibility(site: Site) -> Option<Visibility> {
    let watch = |_| std::ops::ControlFlow::Continue(());
    let token = site.token();
    let api = Api::new(site, Client::new().ok()?, token, &watch);
    let answer = api.glance(&api.site.at("")).ok()?;
    if answer.reply.status != 200 {
        return None;
    }
    let repository: Value = api.read(&answer, &[200]).ok()?;
    Some(seen_by(&repository))
}

impl Releases<'_> {
    /// Who may see the repository.
    pub fn visibility(&self) -> Result<Visibility, GithubError> {
        Ok(seen_by(&self.repository()?))
    }

    /// Whether GitHub serves pages of the repository.
    pub fn has_pages(&self) -> Result<bool, GithubError> {
        Ok(self.repository()?["has_pages"] == true)
    }

    /// What GitHub tells of the repository. It is an error when it is not seen.
    pub(super) fn repository(&self) -> Result<Value, GithubError> {
        let answer = self.api.ask(Method::Get, &self.api.site.at(""), None)?;
        self.api.read(&answer, &[200])
    }
}

/// Who may see a repository, as GitHub tells it; what it does not tell is private.
fn seen_by(repository: &Value) -> Visibility {
    match repository["private"].as_bool() {
        Some(false) => Visibility::Public,
        _ => Visibility::Private,
    }
}
