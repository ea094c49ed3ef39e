//! Why a server gave no answer, as sentences without secrets.
//!
//! Not an answer that refuses: that is an answer.
use super::secret::Credentials;
use super::url::{Url, UrlError};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Why a server gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The server was not reached; nothing was sent.
    #[error("cannot reach `{url}`: {reason}")]
    Unreached {
        /// What was asked for.
        url: Url,
        /// Why, with the way out in a line `hint: …`.
        reason: String,
    },
    /// It was reached, and whether it did what was asked is not known.
    #[error("`{url}` gave no whole answer: {reason}")]
    Cut {
        /// What was asked for.
        url: Url,
        /// Why.
        reason: String,
    },
    /// It sends elsewhere, to where the request must not follow.
    #[error("`{url}` sends elsewhere: {reason}")]
    Redirected {
        /// What was asked for.
        url: Url,
        /// Where to, and the way out.
        reason: String,
    },
    /// Whoever is there does not want to wait any longer.
    #[error("interrupted")]
    Interrupted,
    /// A certificate of its own was asked for and cannot be used.
    #[error("cannot use the certificates of `{}`, which `{variable}` names: {reason}", path.display())]
    Certificates {
        /// The variable.
        variable: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// An address is none.
    #[error(transparent)]
    Url(#[from] UrlError),
}

impl HttpError {
    /// Makes one of what the library says.
    pub(super) fn of(url: &Url, error: &ureq::Error, credentials: Option<&Credentials>) -> Self {
        use ureq::Error as E;
        let url = url.clone();
        let said = |text: String| match credentials {
            Some(credentials) => credentials.hidden_in(&text),
            None => text,
        };
        let unreached = |reason: String| Self::Unreached {
            url: url.clone(),
            reason: said(reason),
        };
        if let E::Io(error) = error
            && let Some(reason) = before_sending(error)
        {
            return unreached(reason);
        }
        match error {
            _ if is_unknown_host(error) => unreached(format!(
                "the name `{}` is not known\nhint: is it written right, and is the network there?",
                url.host()
            )),
            E::ConnectionFailed => unreached("the connection failed".into()),
            E::InvalidProxyUrl => {
                unreached("the proxy that the environment names is no address".into())
            }
            E::ConnectProxyFailed(reason) => unreached(format!("the proxy refused: {reason}")),
            E::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                unreached("it did not answer in time".into())
            }
            E::Tls(reason) => unreached(untrusted(reason)),
            E::Rustls(error) => unreached(untrusted(&error.to_string())),
            other => Self::Cut {
                reason: match other {
                    E::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
                        "the connection was cut".into()
                    }
                    E::Timeout(_) => "it took too long".into(),
                    other => said(other.to_string()),
                },
                url,
            },
        }
    }

    /// Whether the same may succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Cut { .. } => true,
            Self::Unreached { reason, .. } => !reason.contains("certificate"),
            Self::Redirected { .. }
            | Self::Interrupted
            | Self::Certificates { .. }
            | Self::Url(_) => false,
        }
    }
}

/// Whether a host's name could not be looked up. The resolver has no error kind of its own.
fn is_unknown_host(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound => true,
        ureq::Error::Io(error) => error.to_string().starts_with("failed to lookup address"),
        _ => false,
    }
}

/// Why there is no connection, when that is what an error of it says.
fn before_sending(error: &std::io::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::ConnectionRefused => Some(
            "the connection was refused\nhint: is the port right, and does the server run?".into(),
        ),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => Some(error.to_string()),
        _ => is_of_tls(error).then(|| untrusted(&error.to_string())),
    }
}

/// Whether an error of the connection is one of its encryption.
fn is_of_tls(error: &std::io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.to_string().contains("certificate"))
}

fn untrusted(reason: &str) -> String {
    format!(
        "the connection cannot be trusted: {reason}\nhint: where a company's proxy signs, name its \
         certificate in `SSL_CERT_FILE`"
    )
}
