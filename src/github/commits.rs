//! Commits that GitHub makes itself, and therefore signs.
//!
//! Not git's: the caller compares what came of it. Speaks the GraphQL API, the only one that makes such commits.
use super::error::GithubError;
use super::pulls::Pulls;
use crate::http::Method;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// A commit that is to be made.
#[derive(Debug, Clone)]
pub struct NewCommit<'c> {
    /// The branch it is made on.
    pub branch: &'c str,
    /// The commit that the branch is at.
    pub parent: &'c str,
    /// Its whole message.
    pub message: &'c str,
    /// The files that differ from the parent's: paths from the top, and content, or `None` for one that is taken out.
    pub files: &'c [(String, Option<Vec<u8>>)],
}

const MUTATION: &str = "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";

impl Pulls<'_> {
    /// Has GitHub make a commit, whose name is returned.
    pub fn commit(&self, new: &NewCommit<'_>) -> Result<String, GithubError> {
        let site = &self.api.site;
        let (headline, body) = new.message.split_once('\n').unwrap_or((new.message, ""));
        let added = new.files.iter().filter_map(|(path, content)| {
            let content = BASE64_STANDARD.encode(content.as_ref()?);
            Some(json!({"path": path, "contents": content}))
        });
        let gone = new.files.iter().filter(|(_, content)| content.is_none());
        let input = json!({
            "branch": {"repositoryNameWithOwner": site.to_string(), "branchName": new.branch},
            "expectedHeadOid": new.parent,
            "message": {"headline": headline, "body": body.trim()},
            "fileChanges": {
                "additions": added.collect::<Vec<Value>>(),
                "deletions": gone.map(|(path, _)| json!({"path": path})).collect::<Vec<Value>>(),
            },
        });
        let asked = json!({"query": MUTATION, "variables": {"input": input}});
        let answer = self.api.once(Method::Post, &site.graphql(), Some(&asked))?;
        if matches!(answer.reply.status, 403 | 404) {
            return Err(GithubError::NoCommit {
                said: self.api.words(&answer),
            });
        }
        let told: Value = self.api.read(&answer, &[200])?;
        match told["data"]["createCommitOnBranch"]["commit"]["oid"].as_str() {
            Some(oid) => Ok(oid.to_owned()),
            None => Err(GithubError::NoCommit {
                said: self.api.words(&answer),
            }),
        }
    }
}
