//! Requests to a registry: blobs and manifests to and fro, with a token where one is wanted.
//!
//! Not what they mean. Everything here is told by its digest, so that asking twice does no harm.
use super::access::{Challenge, challenge};
use super::credentials::Login;
use super::error::OciError;
use super::layout::{INDEX, MANIFEST};
use super::registry::Registry;
use crate::dist::Sha256;
use crate::http::{
    Answer, Authorization, Client, HttpError, Method, Request, Secret, Upload, Url, Watch, passing,
};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read;

/// What is shown of a server's words, in characters.
const WORDS: usize = 300;

/// A registry, and whoever asks it.
pub(super) struct Transfer<'w> {
    pub(super) registry: Registry,
    client: Client,
    login: Option<Login>,
    watch: &'w Watch<'w>,
    /// What each repository wants to be told.
    told: RefCell<HashMap<String, Authorization>>,
}

/// A request to a repository.
struct Asked<'a, 'u> {
    method: Method,
    url: &'a Url,
    headers: &'a [(&'a str, &'a str)],
    body: Option<&'a Upload<'u>>,
}

impl<'w> Transfer<'w> {
    pub(super) fn new(
        registry: Registry,
        client: Client,
        login: Option<Login>,
        watch: &'w Watch<'w>,
    ) -> Self {
        Self {
            registry,
            client,
            login,
            watch,
            told: RefCell::default(),
        }
    }

    pub(super) fn watch(&self) -> &'w Watch<'w> {
        self.watch
    }

    /// Returns a manifest or an index with its media type; `None` when there is none.
    pub(super) fn manifest(
        &self,
        repository: &str,
        reference: &str,
    ) -> Result<Option<(String, Vec<u8>)>, OciError> {
        let url = self
            .registry
            .at(repository, &format!("manifests/{reference}"));
        let accept = format!(
            "{INDEX}, {MANIFEST}, application/vnd.docker.distribution.manifest.v2+json, */*;q=0.1"
        );
        let answer = self.ask(
            repository,
            &Asked {
                method: Method::Get,
                url: &url,
                headers: &[("accept", &accept)],
                body: None,
            },
        )?;
        match answer.reply.status {
            200 => {}
            404 => return Ok(None),
            _ => return Err(self.refused(&url, &answer)),
        }
        let bytes = answer.reply.body;
        if let Some(hash) = reference.strip_prefix("sha256:")
            && Sha256::of(&bytes).to_string() != hash
        {
            let reason = format!("it has other bytes than `{reference}` names");
            return Err(strange(&url, reason));
        }
        Ok(Some((answer.reply.media_type, bytes)))
    }

    /// Puts a manifest or an index there.
    pub(super) fn put_manifest(
        &self,
        repository: &str,
        reference: &str,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<(), OciError> {
        let url = self
            .registry
            .at(repository, &format!("manifests/{reference}"));
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(bytes)) };
        let body = Upload {
            media_type,
            length: bytes.len() as u64,
            open: &open,
        };
        let answer = self.ask(
            repository,
            &Asked {
                method: Method::Put,
                url: &url,
                headers: &[],
                body: Some(&body),
            },
        )?;
        match answer.reply.status {
            200..=202 => Ok(()),
            _ => Err(self.refused(&url, &answer)),
        }
    }

    /// Whether a blob is there.
    pub(super) fn has_blob(&self, repository: &str, digest: &str) -> Result<bool, OciError> {
        let url = self.registry.at(repository, &format!("blobs/{digest}"));
        let answer = self.ask(
            repository,
            &Asked {
                method: Method::Head,
                url: &url,
                headers: &[],
                body: None,
            },
        )?;
        match answer.reply.status {
            200 => Ok(true),
            404 => Ok(false),
            _ => Err(self.refused(&url, &answer)),
        }
    }

    /// Sends a blob in one piece: a place for it is asked for first.
    pub(super) fn put_blob(
        &self,
        repository: &str,
        digest: &str,
        body: &Upload<'_>,
    ) -> Result<(), OciError> {
        let url = self.registry.at(repository, "blobs/uploads/");
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(std::io::empty())) };
        let nothing = Upload {
            media_type: "application/octet-stream",
            length: 0,
            open: &open,
        };
        let answer = self.ask(
            repository,
            &Asked {
                method: Method::Post,
                url: &url,
                headers: &[],
                body: Some(&nothing),
            },
        )?;
        let place = match answer.reply.status {
            // The place's address holds what the registry knows of this upload.
            202 => answer.header("location").map(|link| url.join(link)),
            _ => return Err(self.refused(&url, &answer)),
        };
        let Some(place) = place else {
            let reason = "it names no place for the blob".into();
            return Err(strange(&url, reason));
        };
        let place = place
            .map_err(HttpError::from)?
            .with_query(&[("digest", digest)]);
        let answer = self.ask(
            repository,
            &Asked {
                method: Method::Put,
                url: &place,
                headers: &[],
                body: Some(body),
            },
        )?;
        match answer.reply.status {
            // A try before this one may have come through.
            200..=202 => Ok(()),
            404 if self.has_blob(repository, digest)? => Ok(()),
            _ => Err(self.refused(&place, &answer)),
        }
    }

    /// Asks, and once more with what the registry wants to be told.
    fn ask(&self, repository: &str, asked: &Asked<'_, '_>) -> Result<Answer, OciError> {
        let own = self.told.borrow().get(repository).cloned();
        let answer = self.send(asked, own.as_ref())?;
        if answer.reply.status != 401 {
            return Ok(answer);
        }
        let authorization = match challenge(answer.all("www-authenticate")) {
            Some(Challenge::Bearer { realm, service }) => {
                self.token(asked.url, repository, &realm, service.as_deref())?
            }
            Some(Challenge::Basic) => self
                .basic()
                .ok_or_else(|| self.refused(asked.url, &answer))?,
            None => return Err(self.refused(asked.url, &answer)),
        };
        self.told
            .borrow_mut()
            .insert(repository.to_owned(), authorization.clone());
        let answer = self.send(asked, Some(&authorization))?;
        match answer.reply.status {
            401 | 403 => Err(self.refused(asked.url, &answer)),
            _ => Ok(answer),
        }
    }

    fn send(
        &self,
        asked: &Asked<'_, '_>,
        authorization: Option<&Authorization>,
    ) -> Result<Answer, OciError> {
        // The place for a blob may be on another server, which is told nothing.
        let is_own = asked.url.has_origin_of(&self.registry.at("", ""));
        let request = Request {
            method: asked.method,
            url: asked.url,
            headers: asked.headers,
            authorization: authorization.filter(|_| is_own),
            body: asked.body,
        };
        Ok(self.client.insist(&request, &passing, self.watch)?)
    }

    fn basic(&self) -> Option<Authorization> {
        let login = self.login.as_ref()?;
        Some(Authorization::Basic(login.credentials.clone()))
    }

    /// Asks the token server for a token for a repository.
    fn token(
        &self,
        asked: &Url,
        repository: &str,
        realm: &str,
        service: Option<&str>,
    ) -> Result<Authorization, OciError> {
        let realm = asked.join(realm).map_err(HttpError::from)?;
        let may = if self.login.is_some() {
            "pull,push"
        } else {
            "pull"
        };
        let scope = format!("repository:{repository}:{may}");
        let mut query: Vec<(&str, &str)> = Vec::new();
        query.extend(service.map(|service| ("service", service)));
        query.push(("scope", &scope));
        let url = realm.with_query(&query);
        let own = self.basic();
        let request = Request {
            method: Method::Get,
            url: &url,
            headers: &[("accept", "application/json")],
            authorization: own.as_ref(),
            body: None,
        };
        let answer = self.client.insist(&request, &passing, self.watch)?;
        if answer.reply.status != 200 {
            return Err(self.refused(&url, &answer));
        }
        let body: Value = serde_json::from_slice(&answer.reply.body).unwrap_or_default();
        let token = ["token", "access_token"]
            .into_iter()
            .find_map(|key| body[key].as_str());
        let Some(token) = token.filter(|token| is_token(token)) else {
            let reason = "its token server gives no token".into();
            return Err(strange(&url, reason));
        };
        Ok(Authorization::Bearer(Secret::new(token)))
    }

    /// An answer that refuses, as an error.
    fn refused(&self, url: &Url, answer: &Answer) -> OciError {
        let said = match &self.login {
            Some(login) => login.credentials.hidden_in(&words(answer)),
            None => words(answer),
        };
        let (url, status) = (url.to_string(), answer.reply.status);
        if !matches!(status, 401 | 403) {
            return OciError::Refused { url, status, said };
        }
        let help = match (&self.login, self.registry.is_github()) {
            (None, true) => "set `GITHUB_TOKEN` to a token that may write packages (in a workflow: `permissions: packages: write`)".to_owned(),
            (None, false) => format!("log in with `docker login {}` or `skopeo login {0}`", self.registry.host()),
            (Some(login), true) => format!(
                "{} needs the right to write packages (`permissions: packages: write`, or the scope `write:packages`), and an existing package has to give this repository access (its settings, Manage Actions access)",
                login.source
            ),
            (Some(login), false) => format!(
                "is the login from {} for this registry, and may `{}` write there?",
                login.source, login.credentials.username
            ),
        };
        OciError::Denied { url, said, help }
    }
}

fn strange(url: &Url, reason: String) -> OciError {
    OciError::Strange {
        url: url.to_string(),
        reason,
    }
}

/// Whether a text can stand in a header.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a registry's answer says, on one line.
fn words(answer: &Answer) -> String {
    let body: Value = serde_json::from_slice(&answer.reply.body).unwrap_or_default();
    let errors = body["errors"].as_array().into_iter().flatten();
    let said: Vec<String> = errors
        .filter_map(|error| {
            let texts = ["code", "message"].map(|key| error[key].as_str());
            let texts: Vec<&str> = texts
                .into_iter()
                .flatten()
                .filter(|text| !text.is_empty())
                .collect();
            (!texts.is_empty()).then(|| texts.join(": "))
        })
        .collect();
    let text = match said.is_empty() {
        true => format!("it answers {}", answer.reply.status),
        false => said.join("; "),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(WORDS).collect()
}
