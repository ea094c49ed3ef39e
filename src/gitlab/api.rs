//! GitLab's REST API: one request, its answer as JSON, and what a refusal means.
//!
//! Not what is asked for.
use super::error::GitlabError;
use super::site::{Site, Token};
use crate::http::{
    Answer, Authorization, Client, Method, Request, Upload, Url, Watch, passing, wait_for,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;
use std::time::Duration;

/// What is shown of GitLab's words, in characters.
const WORDS: usize = 500;

/// No list that is read has more pages.
const PAGES: usize = 100;

/// How often something is sent that GitLab takes too much of for now.
const TRIES: u32 = 5;

/// The wait after a limit whose answer does not tell one; limits are counted by the minute.
const USUAL_WAIT: Duration = Duration::from_secs(60);

/// No limit is waited for any longer.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// The header that every request has.
const HEADERS: [(&str, &str); 1] = [("accept", "application/json")];

/// A project's API, and whoever asks.
pub(super) struct Api<'w> {
    pub(super) site: Site,
    pub(super) watch: &'w Watch<'w>,
    client: Client,
    token: Option<Token>,
}

impl<'w> Api<'w> {
    pub(super) fn new(
        site: Site,
        client: Client,
        token: Option<Token>,
        watch: &'w Watch<'w>,
    ) -> Self {
        Self {
            site,
            watch,
            client,
            token,
        }
    }

    /// Gets something; again where there was only a bad moment.
    pub(super) fn get(&self, url: &Url) -> Result<Answer, GitlabError> {
        self.insist(Method::Get, url, self.authorization())
    }

    /// Takes something away, which does no harm when it is sent twice.
    pub(super) fn delete(&self, url: &Url) -> Result<Answer, GitlabError> {
        self.insist(Method::Delete, url, self.authorization())
    }

    /// Gets something as everybody sees it.
    pub(super) fn get_as_anybody(&self, url: &Url) -> Result<Answer, GitlabError> {
        self.insist(Method::Get, url, None)
    }

    /// Sends what must not be done twice. An answer of 5xx, or none, is the caller's to look into.
    pub(super) fn once(
        &self,
        method: Method,
        url: &Url,
        body: &Value,
    ) -> Result<Answer, GitlabError> {
        let text = body.to_string();
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(text.as_bytes())) };
        let upload = Upload {
            media_type: "application/json",
            length: text.len() as u64,
            open: &open,
        };
        self.send(method, url, &upload)
    }

    /// The same as `once` for a body that is read from where it is.
    pub(super) fn send(
        &self,
        method: Method,
        url: &Url,
        body: &Upload<'_>,
    ) -> Result<Answer, GitlabError> {
        let request = Request {
            method,
            url,
            headers: &HEADERS,
            authorization: self.authorization(),
            body: Some(body),
        };
        for _ in 1..TRIES {
            let answer = self.client.send(&request)?;
            if answer.reply.status != 429 {
                return Ok(answer);
            }
            // Too much was asked for, and nothing was done.
            let wait = answer.reply.retry_after.unwrap_or(USUAL_WAIT);
            if wait > LONGEST_WAIT {
                return Err(self.refused(&answer));
            }
            wait_for("GitLab answers 429".into(), wait, self.watch)?;
        }
        Ok(self.client.send(&request)?)
    }

    /// Gets a file and hands its bytes to `to`.
    pub(super) fn receive(
        &self,
        url: &Url,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), GitlabError> {
        let answer = self.client.receive(
            &Request {
                method: Method::Get,
                url,
                headers: &[],
                authorization: self.authorization(),
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
    ) -> Result<T, GitlabError> {
        if !good.contains(&answer.reply.status) {
            return Err(self.refused(answer));
        }
        serde_json::from_slice(&answer.reply.body).map_err(|error| GitlabError::Strange {
            url: answer.reply.url.to_string(),
            reason: format!("{error}"),
        })
    }

    /// Reads all pages of a list.
    pub(super) fn list<T: DeserializeOwned>(&self, url: &Url) -> Result<Vec<T>, GitlabError> {
        let mut all = Vec::new();
        for page in 1..=PAGES {
            let url = url.with_query(&[("per_page", "100"), ("page", &page.to_string())]);
            let answer = self.get(&url)?;
            let found: Vec<T> = self.read(&answer, &[200])?;
            all.extend(found);
            // Its address is not followed: a token goes nowhere else, whatever a page says.
            let next = answer.header("x-next-page").unwrap_or_default();
            if next.trim().is_empty() {
                break;
            }
        }
        Ok(all)
    }

    /// An answer that refuses, as an error.
    pub(super) fn refused(&self, answer: &Answer) -> GitlabError {
        let said = self.words(answer);
        let status = answer.reply.status;
        let lower = said.to_lowercase();
        let denied = |help: String| GitlabError::Denied {
            status,
            said: said.clone(),
            help,
        };
        let refused = |help: &str| GitlabError::Refused {
            status,
            said: said.clone(),
            help: help.to_owned(),
        };
        match status {
            401 => denied(self.unknown()),
            403 => denied(self.forbidden(&lower)),
            404 => denied(self.unseen(answer.reply.url.path(), &lower)),
            413 => refused(TOO_LARGE),
            400 if lower.contains("too large") => refused(TOO_LARGE),
            422 if lower.contains("ref is not specified") => {
                refused("push the tag first: `git push origin TAG`")
            }
            400 | 409 | 422 => refused(
                "look at the project's releases and packages on GitLab, then run the same command again",
            ),
            429 => GitlabError::Limited { said },
            _ => GitlabError::Unclear { status, said },
        }
    }

    /// What GitLab says, on one line and without the token.
    pub(super) fn words(&self, answer: &Answer) -> String {
        let body: Value = serde_json::from_slice(&answer.reply.body).unwrap_or_default();
        let mut said = Vec::new();
        for key in ["message", "error", "error_description"] {
            gather(&body[key], &mut said);
        }
        let line = said.join("; ");
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line: String = line.chars().take(WORDS).collect();
        match self.authorization() {
            Some(authorization) => authorization.hidden_in(&line),
            None => line,
        }
    }

    /// Whether a job asks with a token of its own.
    pub(super) fn is_job(&self) -> bool {
        self.token.as_ref().is_some_and(|token| token.is_of_job)
    }

    fn insist(
        &self,
        method: Method,
        url: &Url,
        authorization: Option<&Authorization>,
    ) -> Result<Answer, GitlabError> {
        let request = Request {
            method,
            url,
            headers: &HEADERS,
            authorization,
            body: None,
        };
        Ok(self.client.insist(&request, &passing, self.watch)?)
    }

    fn authorization(&self) -> Option<&Authorization> {
        self.token.as_ref().map(|token| &token.authorization)
    }

    fn unknown(&self) -> String {
        match &self.token {
            Some(token) if token.is_of_job => format!(
                "the token from {} is good only while its job runs, and only where the project lets jobs in: Settings > CI/CD > Job token permissions",
                token.source
            ),
            Some(token) => format!("is the token from {} whole, and not expired?", token.source),
            None => self.site.no_token(),
        }
    }

    fn forbidden(&self, said: &str) -> String {
        let Some(token) = &self.token else {
            return self.site.no_token();
        };
        let (source, site) = (&token.source, &self.site);
        if said.contains("scope") {
            return format!("the token from {source} needs the scope `api`");
        }
        if said.contains("protected") && said.contains("package") {
            return format!(
                "a rule protects the package: Settings > Packages and registries > Protected packages of `{site}` says whose role may write it"
            );
        }
        let whose = match token.is_of_job {
            true => format!("{source} may do what whoever started the pipeline may"),
            false => format!("the token from {source} may do what whoever it is of may"),
        };
        if said.contains("protected") {
            return format!(
                "the tag is protected, and {whose}: add them to those who may create it, under Settings > Repository > Protected tags of `{site}`"
            );
        }
        let jobs = match token.is_of_job {
            true => {
                "; where Settings > CI/CD > Job token permissions are fine-grained, the job needs those to write releases and packages"
            }
            false => "",
        };
        format!("{whose}, who needs the role Developer in `{site}`{jobs}")
    }

    /// Why something is not seen: GitLab answers 404 where it does not want to say no.
    fn unseen(&self, path: &str, said: &str) -> String {
        let site = &self.site;
        // The project itself was seen before, or it says that it was not.
        if path.contains("/packages") && !said.contains("project") {
            return format!(
                "the package registry of `{site}` is switched off: Settings > General > Visibility, project features, permissions"
            );
        }
        match &self.token {
            None => format!(
                "is `{site}` the right name? if the project is private, {}",
                site.no_token()
            ),
            Some(token) if token.is_of_job => format!(
                "a job's token sees its own project, and those that let its project in under Settings > CI/CD > Job token permissions: is `{site}` one of them?"
            ),
            Some(token) => format!(
                "the token from {} does not see `{site}`: the name is wrong, or the project is private and the token is not for it",
                token.source
            ),
        }
    }
}

/// The way out of a file that is too large.
const TOO_LARGE: &str = "make the file smaller, or have an administrator of that GitLab raise the limit for generic packages";

/// Gathers the texts of a message, which may be a text, a list, or a list for each field.
fn gather(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| gather(one, into)),
        Value::Object(fields) => {
            for (field, value) in fields {
                let mut own = Vec::new();
                gather(value, &mut own);
                into.extend(own.iter().map(|text| match field.as_str() {
                    "base" => text.clone(),
                    field => format!("{field} {text}"),
                }));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_is_read_in_whatever_form_it_has() {
        for (message, said) in [
            (json!("403 Forbidden"), "403 Forbidden"),
            (json!(["a", "b"]), "a; b"),
            (
                json!({"base": ["no"], "name": ["has already been taken"]}),
                "no; name has already been taken",
            ),
            (json!(null), ""),
        ] {
            let mut found = Vec::new();
            gather(&message, &mut found);
            assert_eq!(found.join("; "), said);
        }
    }
}
