//! Who uploads: user name and password for an index, from the first place that has a password.
//!
//! Not the asking itself, and nothing is kept. The order is that of `place`, which the documentation tells too.
mod access;
mod netrc;
mod place;
mod pypirc;

pub use access::Access;
pub use pypirc::{Pypirc, PypircError};

use super::target::Target;
use super::trusted::{self, TrustError, Trusted};
use crate::command::find;
use crate::config::TrustedPublishing;
use crate::http::{Client, Credentials, Secret};
use place::{ORDER, Pair, Place, Wanted, home, keyring, user_of};
use std::fmt;
use std::path::PathBuf;

/// A user of an index, and where the password was found.
#[derive(Debug, Clone)]
pub struct Login {
    /// The user.
    pub credentials: Access,
    /// Where.
    pub source: String,
}

/// What the places know.
#[derive(Debug)]
pub enum Found {
    /// A login, and why the job's own identity was not enough, where it was tried.
    Login(Login, Option<TrustError>),
    /// No password.
    Nothing {
        /// The user's name; empty when it is not known either.
        username: String,
        /// Why the index does not take the job's own identity.
        trust: Option<TrustError>,
    },
}

/// Whether an index is asked for a token now, or only whether it would give one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minting {
    /// It gives one, so that it is known before anything goes out that it does.
    Now,
    /// It only says whether it gives any.
    Later,
}

/// A place where a password may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// How it is shown.
    pub place: String,
    /// What it has.
    pub state: SourceState,
}

/// What a place has for an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceState {
    /// The password that an upload uses, unless one that is asked before has one.
    Wins,
    /// A password that is not used, because another one is.
    Has,
    /// None.
    Nothing,
    /// It is asked only when it is needed.
    Asked,
    /// The configuration switches it off.
    Off,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has = match self.state {
            SourceState::Wins => "used",
            SourceState::Has => "not used, since an earlier one is",
            SourceState::Nothing => "nothing for this index",
            SourceState::Asked => "asked where nothing before it has a password",
            SourceState::Off => "switched off",
        };
        write!(f, "{}: {has}", self.place)
    }
}

/// Why there is no login.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A password holds what no password holds.
    #[error("the password from {origin} {fault}; was it cut, or pasted with a line end?")]
    Unusable {
        /// Where it was found.
        origin: String,
        /// What is wrong.
        fault: &'static str,
    },
    /// Nothing but the job's identity may be used, and the index gives no token for it.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

/// Reads the user's `.pypirc`; one that says nothing when there is none.
pub fn pypirc() -> Result<Pypirc, CredentialsError> {
    let Some(path) = home().map(|home| home.join(".pypirc")) else {
        return Ok(Pypirc::none());
    };
    let wrong = |reason: String| CredentialsError::Read {
        path: path.clone(),
        reason,
    };
    match std::fs::read(&path) {
        Ok(text) => Pypirc::of(text).map_err(|error| wrong(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Pypirc::none()),
        Err(error) => Err(wrong(error.to_string())),
    }
}

/// Finds the login for an index without asking anybody.
pub fn login(
    target: &Target,
    pypirc: &Pypirc,
    client: &Client,
    minting: Minting,
) -> Result<Found, CredentialsError> {
    if target.trusted_publishing == TrustedPublishing::Always {
        let access = of_identity(target, client, minting)?.ok_or(TrustError::NoIdentity)?;
        return Ok(Found::Login(access, None));
    }
    let wanted = Wanted::new(target, pypirc);
    let mut trust = None;
    for place in ORDER {
        let pair = match place {
            Place::Trusted if target.trusted_publishing == TrustedPublishing::Never => None,
            Place::Trusted => match of_identity(target, client, minting) {
                Ok(Some(login)) => return Ok(Found::Login(login, None)),
                Ok(None) => None,
                Err(error) => {
                    trust = Some(error);
                    None
                }
            },
            Place::Keyring => keyring(&wanted),
            place => place.written(&wanted)?,
        };
        if let Some(pair) = pair {
            return Ok(Found::Login(checked(pair, place.name())?, trust));
        }
    }
    Ok(Found::Nothing {
        username: wanted.user.unwrap_or_default(),
        trust,
    })
}

/// Tells all places and what each has for an index, in their order. Reads only: no server and no keyring is asked.
pub fn sources(target: &Target, pypirc: &Pypirc) -> Vec<Source> {
    let wanted = Wanted::new(target, pypirc);
    let is_only_trusted = target.trusted_publishing == TrustedPublishing::Always;
    let provider = trusted::identity().ok().flatten();
    let mut is_won = false;
    let mut state = |place: Place| {
        let has = match place {
            Place::Trusted if target.trusted_publishing == TrustedPublishing::Never => {
                return SourceState::Off;
            }
            Place::Trusted => provider.is_some(),
            _ if is_only_trusted => return SourceState::Off,
            Place::Keyring if find("keyring").is_some() => return SourceState::Asked,
            Place::Terminal => return SourceState::Asked,
            place => place.written(&wanted).is_ok_and(|found| found.is_some()),
        };
        if !has {
            return SourceState::Nothing;
        }
        match std::mem::replace(&mut is_won, true) {
            false => SourceState::Wins,
            true => SourceState::Has,
        }
    };
    ORDER
        .into_iter()
        .map(|place| Source {
            state: state(place),
            place: match (place, provider) {
                (Place::Trusted, Some(provider)) => trusted_name(provider),
                _ => place.name().to_owned(),
            },
        })
        .collect()
}

/// The login that somebody typed.
pub fn typed(username: &str, password: String) -> Result<Login, CredentialsError> {
    let password = Secret::new(password);
    let username = match username {
        "" => user_of(&password),
        name => name.to_owned(),
    };
    checked((username, password), Place::Terminal.name())
}

/// The login by this job's identity; `None` where it has none.
fn of_identity(
    target: &Target,
    client: &Client,
    minting: Minting,
) -> Result<Option<Login>, TrustError> {
    let Some(trusted) = Trusted::offered(target, client)? else {
        return Ok(None);
    };
    if minting == Minting::Now {
        trusted.token()?;
    }
    Ok(Some(Login {
        source: trusted_name(trusted.provider()),
        credentials: Access::trusted(trusted),
    }))
}

fn trusted_name(provider: &str) -> String {
    format!("{} ({provider})", Place::Trusted.name())
}

fn checked(pair: Pair, origin: &str) -> Result<Login, CredentialsError> {
    let (username, password) = pair;
    let text = password.reveal();
    let fault = if text.is_empty() {
        "is empty"
    } else if text.contains(char::is_control) {
        "holds a control character"
    } else {
        return Ok(Login {
            credentials: Credentials { username, password }.into(),
            source: origin.to_owned(),
        });
    };
    Err(CredentialsError::Unusable {
        origin: origin.to_owned(),
        fault,
    })
}
