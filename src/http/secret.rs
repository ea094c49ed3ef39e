//! Secrets that are told to servers, in a type that shows nothing of them.
//!
//! Not where they come from.
use super::url::encoded;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fmt;

/// What stands in the place of a secret.
const HIDDEN: &str = "[hidden]";

/// A password or token. `Debug` and `Display` hide it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// A user's name and password, for HTTP's basic authentication (RFC 7617).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub username: String,
    /// The password.
    pub password: Secret,
}

impl Credentials {
    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> String {
        format!("Basic {}", self.encoded())
    }

    /// Takes every form of the password out of a text that a server or a library wrote.
    pub fn hidden_in(&self, text: &str) -> String {
        let password = self.password.reveal();
        let quoted = encoded(password, "");
        [self.encoded().as_str(), password, &quoted]
            .iter()
            .filter(|form| !form.is_empty())
            .fold(text.to_owned(), |text, form| text.replace(form, HIDDEN))
    }

    fn encoded(&self) -> String {
        BASE64_STANDARD.encode(format!("{}:{}", self.username, self.password.reveal()))
    }
}

/// How a request says who sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// By name and password.
    Basic(Credentials),
    /// By a token (RFC 6750).
    Bearer(Secret),
    /// By a token in a header of the server's own.
    Header(&'static str, Secret),
}

impl Authorization {
    /// The header that says it, and its value.
    pub(super) fn header(&self) -> (&'static str, String) {
        match self {
            Self::Basic(credentials) => ("authorization", credentials.header()),
            Self::Bearer(token) => ("authorization", format!("Bearer {}", token.reveal())),
            Self::Header(name, token) => (name, token.reveal().to_owned()),
        }
    }

    /// The same as credentials, which know how to hide themselves.
    pub(super) fn credentials(&self) -> Credentials {
        match self {
            Self::Basic(credentials) => credentials.clone(),
            Self::Bearer(token) | Self::Header(_, token) => Credentials {
                username: String::new(),
                password: token.clone(),
            },
        }
    }

    /// Takes every form of the secret out of a text that a server wrote.
    pub fn hidden_in(&self, text: &str) -> String {
        self.credentials().hidden_in(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_shown() {
        let credentials = Credentials {
            username: "__token__".into(),
            password: Secret::new("pypi-a/b"),
        };
        assert_eq!(
            format!("{credentials:?} {}", credentials.password),
            "Credentials { username: \"__token__\", password: [hidden] } [hidden]"
        );
        let said = format!("{} pypi-a/b pypi-a%2Fb", credentials.header());
        assert_eq!(
            credentials.hidden_in(&said),
            "Basic [hidden] [hidden] [hidden]"
        );
    }
}
