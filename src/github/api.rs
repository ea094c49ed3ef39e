//! GitHub's REST API: one request, its answer as JSON, and what a refusal means.
//!
//! Not what is asked for.
use super::error::GithubError;
use super::limit;
use super::site::{Site, Token};
use crate::http::{Answer, Authorization, Client, Method, Request, Upload, Url, Watch, wait_for};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;
use std::time::Duration;

/// What is shown of GitHub's words, in characters.
const WORDS: usize = 500;

/// No list that is read has more pages: GitHub shows 10,000 releases at most.
const PAGES: usize = 100;

/// How often something is sent that GitHub takes too much of for now.
const TRIES: u32 = 5;

/// No limit is waited for any longer.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// The headers that every request has.
const HEADERS: [(&str, &str); 2] = [
    ("accept", "application/vnd.github+json"),
    ("x-github-api-version", "2022-11-28"),
];

/// A repository's API, and whoever asks.
pub(super) struct Api<'w> {
    pub(super) site: Site,
    pub(super) watch: &'w Watch<'w>,
    client: Client,
    token: Option<Token>,
    authorization: Option<Authorization>,
}

impl<'w> Api<'w> {
    pub(super) fn new(
        site: Site,
        client: Client,
        token: Option<Token>,
        watch: &'w Watch<'w>,
    ) -> Self {
        let authorization = token
            .as_ref()
            .map(|token| Authorization::Bearer(token.secret.clone()));
        Self {
            site,
            watch,
            client,
            token,
            authorization,
        }
    }

    /// Sends what does no harm when it is sent twice.
    pub(super) fn ask(
        &self,
        method: Method,
        url: &Url,
        body: Option<&Value>,
    ) -> Result<Answer, GithubError> {
        self.with_body(method, url, body, |request| {
            Ok(self.client.insist(request, &limit::passing, self.watch)?)
        })
        .and_then(|answer| self.unlimited(answer))
    }

    /// Asks once, and does not wait for a better moment.
    pub(super) fn glance(&self, url: &Url) -> Result<Answer, GithubError> {
        self.with_body(Method::Get, url, None, |request| {
            Ok(self.client.send(request)?)
        })
    }

    /// Sends what must not be done twice: again only where GitHub says that it did nothing. An answer of 5xx, or none, is
    /// the caller's to look into.
    pub(super) fn once(
        &self,
        method: Method,
        url: &Url,
        body: Option<&Value>,
    ) -> Result<Answer, GithubError> {
        self.with_body(method, url, body, |request| self.send_once(request))
    }

    /// The same as `once` for a body that is read from where it is.
    pub(super) fn upload(&self, url: &Url, upload: &Upload<'_>) -> Result<Answer, GithubError> {
        self.send_once(&Request {
            method: Method::Post,
            url,
            headers: &HEADERS,
            authorization: self.authorization.as_ref(),
            body: Some(upload),
        })
    }

    /// Gets a file and hands its bytes to `to`.
    pub(super) fn receive(
        &self,
        url: &Url,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), GithubError> {
        let headers = [("accept", "application/octet-stream"), HEADERS[1]];
        let answer = self.client.receive(
            &Request {
                method: Method::Get,
                url,
                headers: &headers,
                authorization: self.authorization.as_ref().filter(|_| self.is_own(url)),
                body: None,
            },
            to,
        )?;
        match answer.reply.status {
            200 => Ok(()),
            _ => Err(self.refused(&answer)),
        }
    }

    /// Reads an answer of one of these statuses as JSON; anything else is a refusal.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        answer: &Answer,
        good: &[u16],
    ) -> Result<T, GithubError> {
        if !good.contains(&answer.reply.status) {
            return Err(self.refused(answer));
        }
        serde_json::from_slice(&answer.reply.body).map_err(|error| GithubError::Strange {
            url: answer.reply.url.to_string(),
            reason: format!("{error}"),
        })
    }

    /// Reads all pages of a list.
    pub(super) fn list<T: DeserializeOwned>(&self, url: &Url) -> Result<Vec<T>, GithubError> {
        let mut all = Vec::new();
        for page in 1..=PAGES {
            let url = url.with_query(&[("per_page", "100"), ("page", &page.to_string())]);
            let answer = self.ask(Method::Get, &url, None)?;
            let found: Vec<T> = self.read(&answer, &[200])?;
            all.extend(found);
            if !has_next(&answer) {
                break;
            }
        }
        Ok(all)
    }

    /// An answer that refuses, as an error. What a 404 means is asked for.
    pub(super) fn refused(&self, answer: &Answer) -> GithubError {
        let said = self.words(answer);
        let status = answer.reply.status;
        match status {
            _ if limit::is_limited(answer) => limited(answer, said),
            401 => GithubError::Denied {
                status,
                said,
                help: match &self.token {
                    Some(token) => {
                        format!("is the token from {} whole, and not expired?", token.source)
                    }
                    None => self.no_token(),
                },
            },
            403 => GithubError::Denied {
                status,
                help: self.forbidden(&said),
                said,
            },
            404 => GithubError::Denied {
                status,
                said,
                help: self.unseen(),
            },
            422 => GithubError::Refused {
                status,
                help: way_out(&said).to_owned(),
                said,
            },
            _ => GithubError::Unclear { status, said },
        }
    }

    /// What GitHub says, on one line and without the token.
    pub(super) fn words(&self, answer: &Answer) -> String {
        let body: Value = serde_json::from_slice(&answer.reply.body).unwrap_or_default();
        let mut said: Vec<String> = body["message"]
            .as_str()
            .map(str::to_owned)
            .into_iter()
            .collect();
        for error in body["errors"].as_array().into_iter().flatten() {
            let code = [&error["field"], &error["code"]].map(Value::as_str);
            match (error.as_str().or(error["message"].as_str()), code) {
                (Some(message), _) => said.push(message.to_owned()),
                (None, [Some(field), Some(code)]) => said.push(format!("{field} {code}")),
                (None, [_, Some(code)]) => said.push(code.to_owned()),
                _ => {}
            }
        }
        let text = said.join("; ");
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let line: String = line.chars().take(WORDS).collect();
        match &self.authorization {
            Some(authorization) => authorization.hidden_in(&line),
            None => line,
        }
    }

    fn with_body(
        &self,
        method: Method,
        url: &Url,
        body: Option<&Value>,
        send: impl Fn(&Request<'_, '_>) -> Result<Answer, GithubError>,
    ) -> Result<Answer, GithubError> {
        let text = body.map(ToString::to_string).unwrap_or_default();
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(text.as_bytes())) };
        let upload = Upload {
            media_type: "application/json",
            length: text.len() as u64,
            open: &open,
        };
        send(&Request {
            method,
            url,
            headers: &HEADERS,
            authorization: self.authorization.as_ref(),
            body: body.map(|_| &upload),
        })
    }

    /// Sends a request until GitHub does not say that it is too much.
    fn send_once(&self, request: &Request<'_, '_>) -> Result<Answer, GithubError> {
        for _ in 1..TRIES {
            let answer = self.client.send(request)?;
            if !limit::is_limited(&answer) {
                return Ok(answer);
            }
            let wait = limit::wait(&answer, jiff::Timestamp::now().as_second());
            if wait > LONGEST_WAIT {
                return Err(limited(&answer, self.words(&answer)));
            }
            let reason = format!(
                "GitHub answers {}: {}",
                answer.reply.status,
                self.words(&answer)
            );
            wait_for(reason, wait.max(Duration::from_secs(1)), self.watch)?;
        }
        self.unlimited(self.client.send(request)?)
    }

    fn unlimited(&self, answer: Answer) -> Result<Answer, GithubError> {
        match limit::is_limited(&answer) {
            true => Err(limited(&answer, self.words(&answer))),
            false => Ok(answer),
        }
    }

    /// Whether an address is one of this GitHub's API.
    fn is_own(&self, url: &Url) -> bool {
        url.has_origin_of(&self.site.api)
    }

    fn no_token(&self) -> String {
        format!(
            "set `GITHUB_TOKEN` to a token that may write the contents of `{}`, or log in with `gh auth login`",
            self.site
        )
    }

    fn forbidden(&self, said: &str) -> String {
        let Some(token) = &self.token else {
            return self.no_token();
        };
        if said.to_lowercase().contains("sso") || said.to_lowercase().contains("saml") {
            return format!(
                "allow the token from {} for the organisation `{}` (SSO)",
                token.source, self.site.owner
            );
        }
        format!(
            "the token from {} must be allowed to write the contents of `{}`: in a workflow `permissions: contents: write`, else the scope `repo` or `Contents: read and write`",
            token.source, self.site
        )
    }

    /// Why something is not seen: GitHub answers 404 where it does not want to say no.
    fn unseen(&self) -> String {
        let Some(token) = &self.token else {
            return format!(
                "is `{}` the right name? if the repository is private, {}",
                self.site,
                self.no_token()
            );
        };
        let seen = self.ask(Method::Get, &self.site.at(""), None).ok();
        let repository = seen.filter(|answer| answer.reply.status == 200);
        let Some(repository) = repository else {
            return format!(
                "the token from {} does not see `{}`: the name is wrong, or the repository is private and the token is not for it",
                token.source, self.site
            );
        };
        let repository: Value = serde_json::from_slice(&repository.reply.body).unwrap_or_default();
        match repository["permissions"]["push"].as_bool() {
            Some(false) => self.forbidden(""),
            _ => format!(
                "the token from {} sees `{}`, so either what was asked for is not there, or the tagged commit changes `.github/workflows/`, and then a token needs the right to do that too, which a job's own `GITHUB_TOKEN` never has: push the tag first, by hand or with another token",
                token.source, self.site
            ),
        }
    }
}

/// The way out of a refusal that is known by its words.
fn way_out(said: &str) -> &'static str {
    let said = said.to_lowercase();
    let known = [
        (
            "immutable release",
            "release another version; an immutable release takes no more files, and its tag is never free again",
        ),
        (
            "was used by an immutable",
            "release another version; the tag of an immutable release is never free again",
        ),
        (
            "discussion",
            "create that category of discussions on GitHub, or leave `--discussion` out",
        ),
        (
            "already_exists",
            "run the same command again, which looks at what is there",
        ),
        ("target_commitish", "push the commit first: `git push`"),
        (
            "body is too long",
            "shorten the notes: GitHub takes 125,000 characters",
        ),
    ];
    let found = known.iter().find(|(words, _)| said.contains(words));
    found.map_or(
        "look at it on GitHub, then run the same command again",
        |(_, help)| help,
    )
}

fn limited(answer: &Answer, said: String) -> GithubError {
    let now = jiff::Timestamp::now();
    let wait = limit::wait(answer, now.as_second());
    let until = jiff::SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok());
    GithubError::Limited {
        until: match until {
            Some(until) => format!("until {}", until.strftime("%H:%M UTC")),
            None => "for now".into(),
        },
        said,
    }
}

/// Whether a list has another page. Its address is not followed: a token goes nowhere else, whatever a page says.
fn has_next(answer: &Answer) -> bool {
    let links = answer.header("link").unwrap_or_default();
    links.split(',').any(|link| link.contains("rel=\"next\""))
}
