//! The places where a password may be, in the order in which they are looked at.
//!
//! Not a place that asks somebody, and none is written to.
use super::access::TOKEN;
use super::{CredentialsError, Pypirc, netrc};
use crate::command::{Command, find};
use crate::environment::{self, variable};
use crate::http::{Secret, Url};
use crate::index::target::Target;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a keyring may take: it may ask the user to be unlocked.
const KEYRING: Duration = Duration::from_secs(120);

/// The user's name that goes with the token that GitLab gives each job for its own registry.
const JOB: &str = "gitlab-ci-token";

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Address,
    UvToken,
    UvPassword,
    TwinePassword,
    Pypirc,
    JobToken,
    Trusted,
    Keyring,
    Netrc,
    Terminal,
}

/// All places, the first one first.
pub(super) const ORDER: [Place; 10] = [
    Place::Address,
    Place::UvToken,
    Place::UvPassword,
    Place::TwinePassword,
    Place::Pypirc,
    Place::JobToken,
    Place::Trusted,
    Place::Keyring,
    Place::Netrc,
    Place::Terminal,
];

/// User name and password.
pub(super) type Pair = (String, Secret);

/// For whom a password is looked for.
pub(super) struct Wanted<'w> {
    pub(super) target: &'w Target,
    pypirc: (Option<&'w str>, Option<Secret>),
    /// The user's name, where something tells it.
    pub(super) user: Option<String>,
}

impl<'w> Wanted<'w> {
    pub(super) fn new(target: &'w Target, pypirc: &'w Pypirc) -> Self {
        let pypirc = pypirc.login(target.name.as_deref(), &target.upload);
        let in_address = target.in_address.as_ref();
        let user = in_address
            .map(|credentials| credentials.username.clone())
            .filter(|name| !name.is_empty())
            .or_else(|| variable("UV_PUBLISH_USERNAME"))
            .or_else(|| variable("TWINE_USERNAME"))
            .or_else(|| target.username.clone())
            .or_else(|| pypirc.0.map(str::to_owned))
            .or_else(|| target.is_pypi().then(|| TOKEN.to_owned()));
        Self {
            target,
            pypirc,
            user,
        }
    }

    fn with_user(&self, password: Secret) -> Pair {
        let user = self.user.clone();
        (user.unwrap_or_else(|| user_of(&password)), password)
    }
}

impl Place {
    /// How it is shown.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Address => "the index's address",
            Self::UvToken => "`UV_PUBLISH_TOKEN`",
            Self::UvPassword => "`UV_PUBLISH_PASSWORD`",
            Self::TwinePassword => "`TWINE_PASSWORD`",
            Self::Pypirc => "`.pypirc`",
            Self::JobToken => "`CI_JOB_TOKEN`",
            Self::Trusted => "trusted publishing",
            Self::Keyring => "`keyring`",
            Self::Netrc => "`.netrc`",
            Self::Terminal => "the terminal",
        }
    }

    /// User name and password that are written there; `None` too for the places where none is written.
    pub(super) fn written(self, wanted: &Wanted<'_>) -> Result<Option<Pair>, CredentialsError> {
        match self {
            Self::Netrc => of_netrc(wanted),
            place => Ok(place.told(wanted)),
        }
    }

    /// What variables, the address and `.pypirc`, which was read before, tell.
    fn told(self, wanted: &Wanted<'_>) -> Option<Pair> {
        let of_variable = |name: &str| variable(name).map(Secret::new);
        let password = match self {
            Self::Address => {
                let in_address = wanted.target.in_address.as_ref()?;
                let password = in_address.password.clone();
                (!password.reveal().is_empty()).then_some(password)
            }
            Self::UvToken if wanted.target.in_address.is_some() => None,
            Self::UvToken => {
                return of_variable("UV_PUBLISH_TOKEN").map(|token| (TOKEN.into(), token));
            }
            Self::UvPassword => of_variable("UV_PUBLISH_PASSWORD"),
            Self::TwinePassword => of_variable("TWINE_PASSWORD"),
            Self::Pypirc => wanted.pypirc.1.clone(),
            Self::JobToken => return job_token(&wanted.target.upload, &variable),
            Self::Netrc | Self::Trusted | Self::Keyring | Self::Terminal => None,
        };
        password.map(|password| wanted.with_user(password))
    }
}

/// What the `keyring` command has for the index, where it is installed.
pub(super) fn keyring(wanted: &Wanted<'_>) -> Option<Pair> {
    let user = wanted.user.clone()?;
    let output = Command::new(find("keyring")?)
        .args(["get", &wanted.target.upload.to_string(), &user])
        .limit(KEYRING)
        .output()
        .ok()?;
    let password = output.text();
    let is_there = output.status == Some(0) && !password.is_empty();
    is_there.then(|| (user, Secret::new(password)))
}

/// The token that GitLab gives a job, for GitLab's own registry: it would let any other server act as the job there.
fn job_token(upload: &Url, variable: &dyn Fn(&str) -> Option<String>) -> Option<Pair> {
    let token = variable("CI_JOB_TOKEN")?;
    let server = variable("CI_API_V4_URL")
        .or_else(|| variable("CI_SERVER_URL"))
        .or_else(|| variable("CI_SERVER_HOST").map(|host| format!("https://{host}/")))?;
    let (server, _) = Url::parse(&server).ok()?;
    server
        .has_origin_of(upload)
        .then(|| (JOB.to_owned(), Secret::new(token)))
}

fn of_netrc(wanted: &Wanted<'_>) -> Result<Option<Pair>, CredentialsError> {
    let name = if cfg!(windows) { "_netrc" } else { ".netrc" };
    let named = environment::variable("NETRC").map(PathBuf::from);
    let Some(path) = named.or_else(|| Some(home()?.join(name))) else {
        return Ok(None);
    };
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let reason = error.to_string();
            return Err(CredentialsError::Read { path, reason });
        }
    };
    let found = netrc::login(&String::from_utf8_lossy(&text), wanted.target.upload.host());
    let user = |own: String| wanted.user.clone().unwrap_or(own);
    Ok(found.map(|found| (user(found.username), found.password)))
}

/// The user's name where none is told: PyPI's tokens say what they are.
pub(super) fn user_of(password: &Secret) -> String {
    match password.reveal().starts_with("pypi-") {
        true => TOKEN.into(),
        false => String::new(),
    }
}

/// The user's home folder.
pub(super) fn home() -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    environment::variable(name).map(|home| Path::new(&home).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_token_goes_to_its_own_server_only() {
        let token = ("CI_JOB_TOKEN", "secret");
        let api = ("CI_API_V4_URL", "https://git.acme.org/api/v4");
        let packages = "https://git.acme.org/api/v4/projects/1/packages/pypi";
        for (variables, upload, is_told) in [
            (&[token, api][..], packages, true),
            (&[token, ("CI_SERVER_HOST", "git.acme.org")], packages, true),
            (&[token, api], "https://git.acme.org:8443/api/v4/", false),
            (
                &[token, api],
                "https://git.acme.org.evil.org/api/v4/",
                false,
            ),
            (&[token, api], "https://upload.pypi.org/legacy/", false),
            (&[token], packages, false),
            (&[api], packages, false),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(own, _)| *own == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let (url, _) = Url::parse(upload).unwrap();
            let found = job_token(&url, &variable);
            let expected = is_told.then(|| ("gitlab-ci-token".to_owned(), Secret::new("secret")));
            assert_eq!(found, expected, "{variables:?} {upload}");
        }
    }
}
