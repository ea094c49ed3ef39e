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
    /// It was reached, and may be somebody else; nothing was sent.
    #[error("cannot trust `{url}`: {reason}")]
    Untrusted {
        /// What was asked for.
        url: Url,
        /// Why, with the way out.
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
    /// A proxy was asked for and cannot be used. What names it may hold a password, so it is not shown.
    #[error(
        "cannot use the proxy that `{variable}` names: {reason}\nhint: write `http://HOST:PORT`, or take the variable away"
    )]
    Proxy {
        /// The variable.
        variable: &'static str,
        /// Why.
        reason: &'static str,
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
        if let Some(reason) = untrusted(error) {
            let reason = said(reason);
            return Self::Untrusted { url, reason };
        }
        if let E::Io(error) = error
            && let Some(reason) = before_sending(error)
        {
            return unreached(reason);
        }
        match error {
            _ if is_unknown_host(error) => unreached(unknown_host(url.host(), error)),
            E::ConnectionFailed => unreached("the connection failed".into()),
            E::InvalidProxyUrl => {
                unreached("the proxy that the environment names is no address".into())
            }
            E::ConnectProxyFailed(reason) => unreached(format!("the proxy refused: {reason}")),
            E::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => unreached(
                "no connection came about in time\nhint: is the address right, and does a proxy or a firewall stand between?"
                    .into(),
            ),
            other => Self::Cut {
                reason: said(while_sending(other)),
                url,
            },
        }
    }

    /// The address that was asked last, where there is one.
    pub fn url(&self) -> Option<&Url> {
        match self {
            Self::Unreached { url, .. }
            | Self::Untrusted { url, .. }
            | Self::Cut { url, .. }
            | Self::Redirected { url, .. } => Some(url),
            Self::Certificates { .. } | Self::Proxy { .. } | Self::Interrupted | Self::Url(_) => {
                None
            }
        }
    }

    /// Whether the same may succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Cut { .. } => true,
            Self::Unreached { .. } => true,
            Self::Untrusted { .. }
            | Self::Redirected { .. }
            | Self::Interrupted
            | Self::Proxy { .. }
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

/// A name that there is not, or that cannot be asked for.
fn unknown_host(host: &str, error: &ureq::Error) -> String {
    match error.to_string().contains("Temporary failure") {
        true => format!("the name `{host}` cannot be looked up now\nhint: is the network there?"),
        false => format!(
            "the name `{host}` is not known\nhint: is it written right, and is the network there?"
        ),
    }
}

/// Why there is no connection, when that is what an error of it says.
fn before_sending(error: &std::io::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::ConnectionRefused => Some(
            "the connection was refused\nhint: is the port right, and does the server run?".into(),
        ),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Some("there is no way to it\nhint: is the network there?".into())
        }
        _ => None,
    }
}

/// What broke off after the connection had come about.
fn while_sending(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => match error.kind() {
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => "the connection was cut".into(),
            _ => error.to_string(),
        },
        ureq::Error::Timeout(ureq::Timeout::RecvResponse) => "no answer came in time".into(),
        ureq::Error::Timeout(_) => "the connection stood still for too long".into(),
        other => other.to_string(),
    }
}

/// Why a server is not trusted, when that is what an error says. An error of the connection may hold one of TLS.
fn untrusted(error: &ureq::Error) -> Option<String> {
    let text = match error {
        ureq::Error::Rustls(error) => error.to_string(),
        ureq::Error::Tls(reason) => (*reason).to_owned(),
        ureq::Error::Io(error) if error.get_ref().is_some() => error.to_string(),
        _ => return None,
    };
    let known = [
        (
            "UnknownIssuer",
            "nobody who is trusted has signed its certificate",
            "where a company or the server itself signs, name the certificate in `SSL_CERT_FILE`, or as `ca-cert` of the index",
        ),
        (
            "xpired",
            "its certificate is out of date",
            "is this machine's clock right? else the server's keeper has to renew it",
        ),
        (
            "not valid for name",
            "its certificate is for another name",
            "write the name that the certificate has",
        ),
        (
            "certificate",
            "its certificate is not as it should be",
            "name another one in `SSL_CERT_FILE`, or as `ca-cert` of the index",
        ),
        (
            "corrupt message",
            "it does not speak TLS",
            "is the port right? `http://` is only for this machine itself",
        ),
        (
            "alert",
            "it ends the TLS handshake",
            "does it speak TLS 1.2 or 1.3, and want a client's certificate? that is not given",
        ),
    ];
    let (_, why, hint) = known.iter().find(|(words, ..)| text.contains(words))?;
    Some(format!("{why} ({text})\nhint: {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_a_sentence_with_the_way_out() {
        let io = |text: &str| ureq::Error::Io(std::io::Error::other(text.to_owned()));
        for (error, expected) in [
            (
                ureq::Error::Timeout(ureq::Timeout::Connect),
                "cannot reach `https://a.org/`: no connection came about in time\nhint: is the address right, and does a proxy or a firewall stand between?",
            ),
            (
                ureq::Error::Timeout(ureq::Timeout::RecvResponse),
                "`https://a.org/` gave no whole answer: no answer came in time",
            ),
            (
                ureq::Error::Timeout(ureq::Timeout::PerWrite),
                "`https://a.org/` gave no whole answer: the connection stood still for too long",
            ),
            (
                ureq::Error::Io(ErrorKind::NetworkUnreachable.into()),
                "cannot reach `https://a.org/`: there is no way to it\nhint: is the network there?",
            ),
            (
                io("failed to lookup address information: Temporary failure in name resolution"),
                "cannot reach `https://a.org/`: the name `a.org` cannot be looked up now\nhint: is the network there?",
            ),
            (
                ureq::Error::Io(ErrorKind::BrokenPipe.into()),
                "`https://a.org/` gave no whole answer: the connection was cut",
            ),
            (
                io("invalid peer certificate: Expired"),
                "cannot trust `https://a.org/`: its certificate is out of date (invalid peer certificate: Expired)\nhint: is this machine's clock right? else the server's keeper has to renew it",
            ),
            (
                io("received corrupt message of type InvalidContentType"),
                "cannot trust `https://a.org/`: it does not speak TLS (received corrupt message of type InvalidContentType)\nhint: is the port right? `http://` is only for this machine itself",
            ),
        ] {
            let (url, _) = Url::parse("https://a.org/?signed").unwrap();
            let said = HttpError::of(&url, &error, None);
            assert_eq!(said.to_string(), expected);
            assert_eq!(said.may_pass(), !expected.contains("trust"), "{expected}");
        }
    }
}
