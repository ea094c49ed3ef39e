//! Pull requests: found by the branch that they are of, opened, changed, closed.
//!
//! Not their merging: that is for people.
use super::api::Api;
use super::error::GithubError;
use super::site::{Site, Token};
use crate::http::{Client, Method, Watch, backoff, is_passing, one_line, wait_for};
use serde::Deserialize;
use serde_json::{Value, json};

/// How often one is opened at most where no answer tells whether it was.
const TRIES: u32 = 4;

/// What opening one needs.
const WAY_IN: &str = "the token needs `pull-requests: write` (in a workflow, under `permissions:`), and for a job's own token \
                      the repository must allow it under Settings, Actions, General: \"Allow GitHub Actions to create and \
                      approve pull requests\"";

/// The pull requests of a repository, and whoever asks for them.
pub struct Pulls<'w> {
    pub(super) api: Api<'w>,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pull {
    /// Its number.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub body: Option<String>,
    /// Its page in a browser.
    pub html_url: String,
    state: String,
    #[serde(default)]
    merged_at: Option<String>,
}

impl Pull {
    /// Whether it waits to be merged.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Whether it was merged.
    pub fn is_merged(&self) -> bool {
        self.merged_at.is_some()
    }
}

/// What a pull request is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// Its body.
    pub body: String,
}

impl<'w> Pulls<'w> {
    /// Those of a repository.
    pub fn of(site: Site, client: Client, token: Option<Token>, watch: &'w Watch<'w>) -> Self {
        Self {
            api: Api::new(site, client, token, watch),
        }
    }

    /// The open one of a branch of the repository into another one, else the one that was made last; `None` when there was
    /// never one.
    pub fn find(&self, branch: &str, onto: &str) -> Result<Option<Pull>, GithubError> {
        let head = format!("{}:{branch}", self.api.site.owner);
        let asked = [
            ("head", head.as_str()),
            ("base", onto),
            ("state", "all"),
            ("sort", "created"),
            ("direction", "desc"),
        ];
        let url = self.api.site.at("/pulls").with_query(&asked);
        let found: Vec<Pull> = self.api.list(&url).map_err(way_in)?;
        let open = found.iter().find(|pull| pull.is_open());
        Ok(open.or(found.first()).cloned())
    }

    /// Opens one. Where no answer tells whether it was opened it is looked for before it is opened again.
    pub fn open(&self, branch: &str, onto: &str, text: &Text) -> Result<Pull, GithubError> {
        let url = self.api.site.at("/pulls");
        let body = json!({"head": branch, "base": onto, "title": text.title, "body": text.body});
        for attempt in 1..=TRIES {
            let reason = match self.api.once(Method::Post, &url, Some(&body)) {
                Ok(answer) if is_passing(answer.reply.status) => {
                    format!("GitHub answers {}", answer.reply.status)
                }
                Ok(answer) => return self.api.read(&answer, &[201]).map_err(way_in),
                Err(GithubError::Http(error)) if error.may_pass() => one_line(&error),
                Err(error) => return Err(error),
            };
            wait_for(reason, backoff(attempt), self.api.watch)?;
            if let Some(found) = self.find(branch, onto)?.filter(Pull::is_open) {
                return Ok(found);
            }
        }
        Err(GithubError::Unclear {
            status: 502,
            said: "the pull request was not opened".into(),
        })
    }

    /// Has one say something else.
    pub fn change(&self, pull: &Pull, text: &Text) -> Result<(), GithubError> {
        let body = json!({"title": text.title, "body": text.body});
        self.patch(pull, &body).map(|_| ())
    }

    /// Opens one again that was closed; `false` where GitHub does not, as when its branch was replaced meanwhile.
    pub fn reopen(&self, pull: &Pull) -> Result<bool, GithubError> {
        match self.patch(pull, &json!({"state": "open"})) {
            Ok(found) => Ok(found.is_open()),
            Err(GithubError::Refused { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Closes one.
    pub fn close(&self, pull: &Pull) -> Result<(), GithubError> {
        self.patch(pull, &json!({"state": "closed"})).map(|_| ())
    }

    fn patch(&self, pull: &Pull, body: &Value) -> Result<Pull, GithubError> {
        let url = self.api.site.at(&format!("/pulls/{}", pull.number));
        let answer = self.api.ask(Method::Patch, &url, Some(body))?;
        self.api.read(&answer, &[200]).map_err(way_in)
    }
}

/// Whoever may not do something with pull requests is told what that needs.
fn way_in(error: GithubError) -> GithubError {
    match error {
        GithubError::Denied {
            status: status @ (403 | 404),
            said,
            ..
        } => GithubError::NoPull {
            status,
            said,
            help: WAY_IN,
        },
        error => error,
    }
}
