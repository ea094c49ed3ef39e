//! Trusted publishing: a job's identity is exchanged for a token of the index, which lasts for minutes.
//!
//! Not the choice between this and a password: that is `credentials`'s. Source of the exchange:
//! <https://docs.pypi.org/trusted-publishers/internals/>.
mod claims;
mod error;
mod google;
mod identity;

pub use error::TrustError;

use super::target::Target;
use crate::http::{self, Client, HttpError, Method, Request, Secret, Upload, Url};
use crate::terminal;
use claims::Claims;
use error::Refusal;
use identity::Identity;
use serde_json::{Value, json};
use std::io::Read;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// How long a token lasts where the index does not say: PyPI's do.
const LIFE: Duration = Duration::from_secs(900);

/// A file that takes longer than this to send may find its token expired, so no file is begun with less.
const RESERVE: Duration = Duration::from_secs(5 * 60);

/// A token with less than this is as good as expired.
const MOMENT: Duration = Duration::from_secs(1);

/// A token that is refused when it is younger than this was not refused for its age.
const YOUNG: Duration = Duration::from_secs(60);

/// How often a step is tried.
const TRIES: u32 = 3;

/// What a job's identity is for where it is for something else: an index that asks for one of these could use it there.
const FOREIGN: [&str; 5] = [
    "sigstore",
    "sts.amazonaws.com",
    "api://azureadtokenexchange",
    "https://github.com/",
    "iam.googleapis.com/",
];

/// An index that takes this job's identity, and the token that it gave last.
#[derive(Debug)]
pub(super) struct Trusted {
    client: Client,
    identity: Identity,
    audience: String,
    mint: Url,
    held: Mutex<Option<Minted>>,
}

/// A token that an index gave.
#[derive(Debug, Clone)]
struct Minted {
    token: Secret,
    made: SystemTime,
    until: SystemTime,
    /// Whether the index took a file with it.
    is_proven: bool,
    claims: Claims,
}

/// Tells what this job's identity is known from; `None` where it has none.
pub(super) fn identity() -> Result<Option<&'static str>, TrustError> {
    Ok(Identity::here()?.map(|identity| identity.name()))
}

/// Whether this job has an identity that the Python packages of Sigstore find by themselves.
pub fn has_signing_identity() -> bool {
    Identity::here().is_ok_and(|found| found.is_some_and(|identity| identity.may_sign()))
}

impl Trusted {
    /// Asks an index whether it takes identities; `None` where there is none to show.
    pub(super) fn offered(target: &Target, client: &Client) -> Result<Option<Self>, TrustError> {
        let Some(identity) = Identity::here()? else {
            return Ok(None);
        };
        Ok(Some(Self {
            audience: audience(target, client)?,
            mint: target.upload.at("/_/oidc/mint-token"),
            client: client.clone(),
            identity,
            held: Mutex::default(),
        }))
    }

    /// Where the identity is from.
    pub(super) fn provider(&self) -> &'static str {
        self.identity.name()
    }

    /// A token that lasts for the next file.
    pub(super) fn token(&self) -> Result<Secret, TrustError> {
        self.lasting(RESERVE)
    }

    /// A token that lasts for a look.
    pub(super) fn token_to_look(&self) -> Result<Secret, TrustError> {
        self.lasting(MOMENT)
    }

    fn lasting(&self, reserve: Duration) -> Result<Secret, TrustError> {
        let mut held = self.held();
        let now = SystemTime::now();
        if let Some(minted) = held.as_ref() {
            let left = minted.until.duration_since(now).unwrap_or_default();
            let reserve = match self.identity.is_renewable() {
                true => reserve,
                false => MOMENT,
            };
            if left >= reserve {
                return Ok(minted.token.clone());
            }
            if !self.identity.is_renewable() {
                return Err(TrustError::Expired {
                    provider: self.provider(),
                });
            }
        }
        let minted = match (self.minted(), held.take()) {
            // One that still lasts for a while is better than none.
            (Err(_), Some(minted)) if minted.until > now => minted,
            (minted, _) => minted?,
        };
        Ok(held.insert(minted).token.clone())
    }

    /// Another token for one that was refused, where the first may only have been too old.
    pub(super) fn renewed(&self) -> Result<Option<Secret>, TrustError> {
        let mut held = self.held();
        let is_old = |minted: &Minted| {
            let age = SystemTime::now().duration_since(minted.made);
            minted.is_proven || age.is_ok_and(|age| age >= YOUNG)
        };
        if !self.identity.is_renewable() || !held.as_ref().is_some_and(is_old) {
            return Ok(None);
        }
        let minted = held.insert(self.minted()?);
        Ok(Some(minted.token.clone()))
    }

    /// Notes that the index took a file with the token.
    pub(super) fn proven(&self) {
        if let Some(minted) = self.held().as_mut() {
            minted.is_proven = true;
        }
    }

    /// The token that was given last.
    pub(super) fn last(&self) -> Option<Secret> {
        self.held().as_ref().map(|minted| minted.token.clone())
    }

    /// What the token that was given last is for, in a line.
    pub(super) fn publisher(&self) -> Option<String> {
        self.held().as_ref().map(|minted| minted.claims.publisher())
    }

    fn held(&self) -> MutexGuard<'_, Option<Minted>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Exchanges a new identity for a token. An identity is taken once, so each try gets its own.
    fn minted(&self) -> Result<Minted, TrustError> {
        let mut attempt = 1;
        loop {
            let identity = patient(|| self.identity.token(&self.audience, &self.client))?;
            terminal::mask(identity.reveal());
            match self.exchanged(&identity) {
                Err(error) if attempt < TRIES && self.may_try_again(&error) => {
                    std::thread::sleep(http::backoff(attempt));
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    fn may_try_again(&self, error: &TrustError) -> bool {
        let was_sent = !matches!(error, TrustError::Http(HttpError::Unreached { .. }));
        error.may_pass() && (self.identity.is_renewable() || !was_sent)
    }

    fn exchanged(&self, identity: &Secret) -> Result<Minted, TrustError> {
        let made = SystemTime::now();
        let body = json!({ "token": identity.reveal() }).to_string();
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(body.as_bytes())) };
        let answer = self.client.send(&Request {
            method: Method::Post,
            url: &self.mint,
            headers: &[("accept", "application/json")],
            authorization: None,
            body: Some(&Upload {
                media_type: "application/json",
                length: body.len() as u64,
                open: &open,
            }),
        })?;
        let claims = Claims::of(identity);
        let value: Option<Value> = serde_json::from_slice(&answer.reply.body).ok();
        let token = value.as_ref().and_then(|value| value["token"].as_str());
        let token = token.filter(|token| is_token(token));
        match (answer.reply.status, token) {
            (200..=299, Some(token)) => {
                terminal::mask(token);
                let expires = value.as_ref().and_then(|value| value["expires"].as_u64());
                let expires = expires.map(|at| SystemTime::UNIX_EPOCH + Duration::from_secs(at));
                // One that is over before it began is told by a clock that does not agree with this one.
                let expires = expires.filter(|expires| *expires > made);
                Ok(Minted {
                    token: Secret::new(token),
                    made,
                    until: expires.unwrap_or(made + LIFE),
                    is_proven: false,
                    claims,
                })
            }
            _ => Err(TrustError::Refused(Box::new(Refusal::of(
                &answer.reply,
                value.as_ref(),
                self.identity.name(),
                claims,
                identity,
            )))),
        }
    }
}

/// Asks an index whom the identity that it takes must be meant for.
fn audience(target: &Target, client: &Client) -> Result<String, TrustError> {
    let url = target.upload.at("/_/oidc/audience");
    let not_offered = |reason: String| TrustError::NotOffered {
        url: url.clone(),
        reason,
    };
    let answer = patient(|| {
        let answer = client.send(&Request {
            method: Method::Get,
            url: &url,
            headers: &[("accept", "application/json")],
            authorization: None,
            body: None,
        })?;
        match http::is_passing(answer.reply.status) {
            true => Err(TrustError::Busy {
                url: url.clone(),
                status: answer.reply.status,
            }),
            false => Ok(answer),
        }
    });
    let answer = answer.map_err(|error| match target.is_pypi() {
        true => error,
        // Elsewhere a server may answer in any way what it knows nothing of.
        false => {
            let said = error.to_string();
            not_offered(said.lines().next().unwrap_or_default().to_owned())
        }
    })?;
    if answer.reply.status != 200 {
        return Err(not_offered(format!("it answers {}", answer.reply.status)));
    }
    let value: Option<Value> = serde_json::from_slice(&answer.reply.body).ok();
    let audience = value.as_ref().and_then(|value| value["audience"].as_str());
    let Some(audience) = audience.filter(|audience| is_token(audience)) else {
        return Err(not_offered("its answer names no audience".into()));
    };
    if is_foreign(audience, target.is_pypi()) {
        return Err(TrustError::Foreign {
            url,
            audience: audience.to_owned(),
        });
    }
    Ok(audience.to_owned())
}

/// Whether an index asks for an identity that it could use elsewhere in this job's name.
fn is_foreign(audience: &str, is_pypi: bool) -> bool {
    let audience = audience.to_lowercase();
    match audience.as_str() {
        "pypi" | "testpypi" => !is_pypi,
        _ => FOREIGN.iter().any(|other| audience.contains(other)),
    }
}

/// Whether a text can be a token or a name: printable, and without white space.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Does what does no harm when it is done twice, again when it fails for a moment.
fn patient<T>(mut work: impl FnMut() -> Result<T, TrustError>) -> Result<T, TrustError> {
    let mut attempt = 1;
    loop {
        match work() {
            Err(error) if attempt < TRIES && error.may_pass() => {
                std::thread::sleep(http::backoff(attempt));
                attempt += 1;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_not_given_away_for_use_elsewhere() {
        for (audience, is_pypi, expected) in [
            ("pypi", true, false),
            ("testpypi", true, false),
            ("pypi", false, true),
            ("PyPI", false, true),
            ("packages.example.org", false, false),
            ("sts.amazonaws.com", false, true),
            ("sigstore", true, true),
            ("https://github.com/acme", false, true),
        ] {
            assert_eq!(is_foreign(audience, is_pypi), expected, "{audience}");
        }
    }
}
