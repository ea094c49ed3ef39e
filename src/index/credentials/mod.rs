//! Who uploads: user name and password for an index, from the first place that has a password.
//!
//! Not the asking itself, and nothing is kept. The order, which the documentation tells too: the index's address,
//! `UV_PUBLISH_TOKEN`, `UV_PUBLISH_PASSWORD`, `TWINE_PASSWORD`, `.pypirc`, `keyring`, `.netrc`, and whoever is there.
mod netrc;
mod pypirc;

pub use pypirc::{Pypirc, PypircError};

use super::target::Target;
use crate::command::{Command, find};
use crate::environment;
use crate::http::{Credentials, Secret};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The user's name that goes with a token.
const TOKEN: &str = "__token__";

/// How long a keyring may take: it may ask the user to be unlocked.
const KEYRING: Duration = Duration::from_secs(120);

/// User name and password, and where the password was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// They.
    pub credentials: Credentials,
    /// Where.
    pub source: String,
}

/// What the places know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A login.
    Login(Login),
    /// No password, for this user; the name is empty when that is not known either.
    Nothing {
        /// The user's name.
        username: String,
    },
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
pub fn login(target: &Target, pypirc: &Pypirc) -> Result<Found, CredentialsError> {
    let variable = environment::variable;
    let (pypirc_user, pypirc_password) = pypirc.login(target.name.as_deref(), &target.upload);
    let in_address = target.in_address.as_ref();
    let user = in_address
        .map(|credentials| credentials.username.clone())
        .filter(|name| !name.is_empty())
        .or_else(|| variable("UV_PUBLISH_USERNAME"))
        .or_else(|| variable("TWINE_USERNAME"))
        .or_else(|| target.username.clone())
        .or_else(|| pypirc_user.map(str::to_owned))
        .or_else(|| target.is_pypi().then(|| TOKEN.to_owned()));
    let in_address = in_address
        .map(|credentials| credentials.password.clone())
        .filter(|password| !password.reveal().is_empty());
    let of_variable = |name: &str| variable(name).map(Secret::new);
    let mut places = [
        ("the index's address", in_address),
        ("`UV_PUBLISH_PASSWORD`", of_variable("UV_PUBLISH_PASSWORD")),
        ("`TWINE_PASSWORD`", of_variable("TWINE_PASSWORD")),
        ("`.pypirc`", pypirc_password),
    ]
    .into_iter()
    .filter_map(|(place, password)| Some((place, password?)));
    let token = of_variable("UV_PUBLISH_TOKEN").filter(|_| target.in_address.is_none());
    let found = if let Some(token) = token {
        Some(("`UV_PUBLISH_TOKEN`", TOKEN.to_owned(), token))
    } else if let Some((place, password)) = places.next() {
        let user = user.clone().unwrap_or_else(|| user_of(&password));
        Some((place, user, password))
    } else {
        elsewhere(target, user.as_deref())
    };
    let Some((place, username, password)) = found else {
        return Ok(Found::Nothing {
            username: user.unwrap_or_default(),
        });
    };
    checked(Login {
        credentials: Credentials { username, password },
        source: place.to_owned(),
    })
    .map(Found::Login)
}

/// The login that somebody typed.
pub fn typed(username: &str, password: String) -> Result<Login, CredentialsError> {
    let password = Secret::new(password);
    let username = match username {
        "" => user_of(&password),
        name => name.to_owned(),
    };
    checked(Login {
        credentials: Credentials { username, password },
        source: "the terminal".into(),
    })
}

/// What a keyring or `.netrc` knows.
fn elsewhere(target: &Target, user: Option<&str>) -> Option<(&'static str, String, Secret)> {
    if let Some(password) = user.and_then(|user| keyring(&target.upload.to_string(), user)) {
        return Some(("`keyring`", user.unwrap_or_default().to_owned(), password));
    }
    let path = match environment::variable("NETRC") {
        Some(path) => PathBuf::from(path),
        None => home()?.join(if cfg!(windows) { "_netrc" } else { ".netrc" }),
    };
    let text = std::fs::read_to_string(path).ok()?;
    let found = netrc::login(&text, target.upload.host())?;
    let named = user.map(str::to_owned);
    Some(("`.netrc`", named.unwrap_or(found.username), found.password))
}

/// What the `keyring` command has for an address and a user, where it is installed.
fn keyring(address: &str, user: &str) -> Option<Secret> {
    let output = Command::new(find("keyring")?)
        .args(["get", address, user])
        .limit(KEYRING)
        .output()
        .ok()?;
    let password = output.text();
    (output.status == Some(0) && !password.is_empty()).then(|| Secret::new(password))
}

/// The user's name where none is told: PyPI's tokens say what they are.
fn user_of(password: &Secret) -> String {
    match password.reveal().starts_with("pypi-") {
        true => TOKEN.into(),
        false => String::new(),
    }
}

fn checked(login: Login) -> Result<Login, CredentialsError> {
    let password = login.credentials.password.reveal();
    let fault = if password.is_empty() {
        "is empty"
    } else if password.contains(char::is_control) {
        "holds a control character"
    } else {
        return Ok(login);
    };
    Err(CredentialsError::Unusable {
        origin: login.source,
        fault,
    })
}

fn home() -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    environment::variable(name).map(|home| Path::new(&home).to_owned())
}
