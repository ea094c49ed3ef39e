//! Who uploads, as a server is told: a password that was found, or a token that is made when it is needed.
//!
//! Not where a password comes from.
use crate::http::{Credentials, Secret};
use crate::index::trusted::{TrustError, Trusted};
use std::sync::Arc;

/// The user's name that goes with a token.
pub(super) const TOKEN: &str = "__token__";

/// A user of an index. Asked before each file, since a token may run out in between.
#[derive(Debug, Clone)]
pub struct Access {
    /// The user's name.
    pub username: String,
    password: Password,
}

#[derive(Debug, Clone)]
enum Password {
    Known(Secret),
    Minted(Arc<Trusted>),
}

impl From<Credentials> for Access {
    fn from(credentials: Credentials) -> Self {
        Self {
            username: credentials.username,
            password: Password::Known(credentials.password),
        }
    }
}

impl Access {
    pub(super) fn trusted(trusted: Trusted) -> Self {
        Self {
            username: TOKEN.to_owned(),
            password: Password::Minted(Arc::new(trusted)),
        }
    }

    /// Whether it is the job's own identity.
    pub fn is_trusted(&self) -> bool {
        matches!(self.password, Password::Minted(_))
    }

    /// User name and password for the next file.
    pub(in crate::index) fn credentials(&self) -> Result<Credentials, TrustError> {
        let password = match &self.password {
            Password::Known(password) => password.clone(),
            Password::Minted(trusted) => trusted.token()?,
        };
        Ok(self.with(password))
    }

    /// User name and password for a look, where the index was told some already: looking alone is no reason to ask for a
    /// token.
    pub(in crate::index) fn to_look(&self) -> Result<Option<Credentials>, TrustError> {
        match &self.password {
            Password::Minted(trusted) if trusted.last().is_some() => {
                Ok(Some(self.with(trusted.token_to_look()?)))
            }
            _ => Ok(self.last()),
        }
    }

    /// Others in the place of those that the index refused; `None` where they cannot have been too old.
    pub(in crate::index) fn renewed(&self) -> Result<Option<Credentials>, TrustError> {
        match &self.password {
            Password::Known(_) => Ok(None),
            Password::Minted(trusted) => {
                let token = trusted.renewed()?;
                Ok(token.map(|token| self.with(token)))
            }
        }
    }

    /// Those that the index was told last, if it was told any.
    pub(in crate::index) fn last(&self) -> Option<Credentials> {
        match &self.password {
            Password::Known(password) => Some(self.with(password.clone())),
            Password::Minted(trusted) => trusted.last().map(|token| self.with(token)),
        }
    }

    /// Notes that the index took a file.
    pub(in crate::index) fn proven(&self) {
        if let Password::Minted(trusted) = &self.password {
            trusted.proven();
        }
    }

    /// The way out where the index knows the token, and does not take a project's file with it.
    pub(in crate::index) fn way_in(&self, project: &str) -> Option<String> {
        let Password::Minted(trusted) = &self.password else {
            return None;
        };
        let publisher = trusted.publisher().filter(|text| !text.is_empty())?;
        Some(format!(
            "the token is for the publisher of this job ({publisher}); is it added to the project `{project}` on the index?"
        ))
    }

    fn with(&self, password: Secret) -> Credentials {
        Credentials {
            username: self.username.clone(),
            password,
        }
    }
}
