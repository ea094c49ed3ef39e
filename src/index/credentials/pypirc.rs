//! `.pypirc`, where upload clients have always kept addresses and passwords.
//!
//! Not a place that this program writes to. Read as twine reads it: without interpolation, so that `%` is a character.
use crate::http::{Certificates, Secret, Url};
use crate::project::Ini;
use crate::source::{RepoPath, SourceFile};

/// The sections that need no address.
const KNOWN: [(&str, &str); 2] = [
    ("pypi", "https://upload.pypi.org/legacy/"),
    ("testpypi", "https://test.pypi.org/legacy/"),
];

/// What the file says.
#[derive(Debug)]
pub struct Pypirc(Option<Ini>);

/// Why the file cannot be used. What is wrong in it is not shown, since passwords stand there.
#[derive(Debug, thiserror::Error)]
#[error("it is not written as `[section]` and `key = value`")]
pub struct PypircError;

impl Pypirc {
    /// A file that says nothing.
    pub fn none() -> Self {
        Self(None)
    }

    /// Reads the text of the file.
    pub fn of(text: impl Into<Vec<u8>>) -> Result<Self, PypircError> {
        let file = SourceFile::new(RepoPath::default(), text.into());
        Ini::parse(file)
            .map(|ini| Self(Some(ini)))
            .map_err(|_| PypircError)
    }

    /// The address of the index of a name.
    pub fn address(&self, name: &str) -> Option<&str> {
        self.value(name, "repository")
    }

    /// The names of the indexes that it knows.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let servers = self.value("distutils", "index-servers").unwrap_or_default();
        servers.split_whitespace()
    }

    /// The certificates to trust at the index of a name.
    pub(in crate::index) fn certificates(&self, name: &str) -> Option<Certificates> {
        let path = self.value(name, "ca_cert")?.into();
        let named_by = "ca_cert";
        Some(Certificates { named_by, path })
    }

    /// User name and password for an index, by its name, else by its address.
    pub(super) fn login(&self, name: Option<&str>, url: &Url) -> (Option<&str>, Option<Secret>) {
        // A section whose address is another one, or none, has no password for this server, whatever its name.
        let has_address = |name: &&str| {
            let known = || KNOWN.iter().find(|(known, _)| known == name);
            let address = self
                .address(name)
                .or_else(|| known().map(|(_, address)| *address));
            let address = address.and_then(|address| Url::parse(address).ok());
            address.is_some_and(|(address, _)| address == *url)
        };
        let Some(section) = name.into_iter().chain(self.names()).find(has_address) else {
            return (None, None);
        };
        let value = |key| {
            self.value(section, key)
                .or_else(|| self.value("server-login", key))
        };
        (value("username"), value("password").map(Secret::new))
    }

    fn value(&self, section: &str, key: &str) -> Option<&str> {
        let value = &self.0.as_ref()?.get(section, key)?.value;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_found_by_name_and_by_address() {
        let pypirc = Pypirc::of(
            "[distutils]\nindex-servers =\n    pypi\n    corp\n\n[pypi]\npassword: pypi-%x=1\n\n\
             [corp]\nrepository = https://c.org/up/\nusername = me\n\n[server-login]\nusername = old\n",
        )
        .unwrap();
        let login = |name, url| {
            let (url, _) = Url::parse(url).unwrap();
            let (user, password) = pypirc.login(name, &url);
            let password = password.map(|password| password.reveal().to_owned());
            (
                user.unwrap_or("-").to_owned(),
                password.unwrap_or("-".into()),
            )
        };
        let told = |user: &str, password: &str| (user.to_owned(), password.to_owned());
        let pypi = "https://upload.pypi.org/legacy/";
        assert_eq!(login(Some("pypi"), pypi), told("old", "pypi-%x=1"));
        assert_eq!(login(None, "https://c.org/up/"), told("me", "-"));
        assert_eq!(login(Some("corp"), "https://other.org/"), told("-", "-"));
        assert_eq!(login(None, "https://c.org/"), told("-", "-"));
        assert!(Pypirc::of("password = x\n[a").is_err());
    }
}
