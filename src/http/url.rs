//! Addresses of servers: `https`, or `http` on this machine.
//!
//! Not every address there is: what could not be sent a secret safely is refused here.
use super::secret::{Credentials, Secret};
use std::fmt;
use std::str::FromStr as _;

/// The address of something on a server, without credentials and fragment.
///
/// `https://HOST[:PORT]/PATH[?QUERY]`, or `http://` where the host is `localhost`, `127.x.x.x` or `[::1]`. `Display`
/// leaves the query out, because some servers put a signature there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url {
    is_secure: bool,
    host: String,
    port: u16,
    path: String,
    query: Option<String>,
}

/// Why a text is no address that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It is not written as an address.
    #[error("`{shown}` is not an address such as `https://example.org/legacy/`")]
    NotAnAddress {
        /// The text, without what may be a secret.
        shown: String,
    },
    /// It would be sent in clear text.
    #[error(
        "`{shown}` is not encrypted\nhint: write `https://…`; `http://` is only for this machine itself"
    )]
    NotEncrypted {
        /// The text, without what may be a secret.
        shown: String,
    },
}

impl Url {
    /// Reads an address, and the credentials that stand in it.
    pub fn parse(text: &str) -> Result<(Self, Option<Credentials>), UrlError> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(UrlError::NotAnAddress { shown: shown(text) });
        };
        let wrong = || UrlError::NotAnAddress { shown: shown(text) };
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(wrong()),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (user, authority) = match authority.rsplit_once('@') {
            Some((user, authority)) => (Some(user), authority),
            None => (None, authority),
        };
        let (host, port) = host_and_port(authority, is_secure).ok_or_else(wrong)?;
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (rest, None),
        };
        let url = Self {
            is_secure,
            host: host.to_ascii_lowercase(),
            port,
            path: without_dots(path),
            query,
        };
        if ureq::http::Uri::from_str(&url.whole()).is_err() {
            return Err(wrong());
        }
        if !is_secure && !url.is_loopback() {
            return Err(UrlError::NotEncrypted { shown: shown(text) });
        }
        Ok((url, user.map(credentials)))
    }

    /// The address that a server's `Location`, or a link on a page of this address, names.
    pub fn join(&self, link: &str) -> Result<Self, UrlError> {
        let link = link.trim();
        let start = link.find(['/', '?', '#']).unwrap_or(link.len());
        let has_scheme = link.get(..start).is_some_and(|begin| begin.contains(':'));
        let origin = self.origin();
        let folder = &self.path[..self.path.rfind('/').map_or(0, |at| at + 1)];
        let whole = if has_scheme {
            link.to_owned()
        } else if let Some(rest) = link.strip_prefix("//") {
            let scheme = if self.is_secure { "https" } else { "http" };
            format!("{scheme}://{rest}")
        } else if link.starts_with('/') {
            format!("{origin}{link}")
        } else if link.starts_with(['?', '#']) || link.is_empty() {
            format!("{origin}{}{link}", self.path)
        } else {
            format!("{origin}{folder}{link}")
        };
        Self::parse(&whole).map(|(url, _)| url)
    }

    /// This address with a path added to its own.
    pub fn below(&self, path: &str) -> Self {
        Self {
            path: format!("{}/{path}", self.path.trim_end_matches('/')),
            query: None,
            ..self.clone()
        }
    }

    /// Another path, which begins with `/`, on the same server.
    pub fn at(&self, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            query: None,
            ..self.clone()
        }
    }

    /// This address with more in its query.
    pub fn with_query(&self, pairs: &[(&str, &str)]) -> Self {
        let own = self.query.clone().filter(|query| !query.is_empty());
        let added = pairs
            .iter()
            .map(|(key, value)| format!("{}={}", encoded(key, ""), encoded(value, "")));
        let all: Vec<String> = own.into_iter().chain(added).collect();
        Self {
            query: Some(all.join("&")),
            ..self.clone()
        }
    }

    /// The host's name or address.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path, which begins with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether another address has the same scheme, host and port: only there may a secret go too.
    pub fn has_origin_of(&self, other: &Self) -> bool {
        (self.is_secure, &self.host, self.port) == (other.is_secure, &other.host, other.port)
    }

    /// Whether it is on this machine itself.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<std::net::IpAddr>();
        bare == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// The address as it is asked for, with its query.
    pub(super) fn whole(&self) -> String {
        let query = self.query.as_ref().map(|query| format!("?{query}"));
        format!(
            "{}{}{}",
            self.origin(),
            self.path,
            query.unwrap_or_default()
        )
    }

    fn origin(&self) -> String {
        let (scheme, usual) = if self.is_secure {
            ("https", 443)
        } else {
            ("http", 80)
        };
        if self.port == usual {
            format!("{scheme}://{}", self.host)
        } else {
            format!("{scheme}://{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

fn host_and_port(authority: &str, is_secure: bool) -> Option<(&str, u16)> {
    let usual = if is_secure { 443 } else { 80 };
    let split = match authority.rfind(':') {
        Some(at) if !authority.get(at..)?.contains(']') => Some(authority.split_at(at)),
        _ => None,
    };
    let (host, port) = match split {
        Some((host, port)) => (host, port.get(1..)?.parse().ok()?),
        None => (authority, usual),
    };
    (!host.is_empty()).then_some((host, port))
}

/// A path without `.` and `..`, which begins with `/`.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    for (at, part) in all.iter().enumerate() {
        let is_last = at + 1 == all.len();
        match *part {
            "." | ".." => {
                if *part == ".." {
                    parts.pop();
                }
                if is_last {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

fn credentials(user: &str) -> Credentials {
    let (username, password) = user.split_once(':').unwrap_or((user, ""));
    Credentials {
        username: decoded(username),
        password: Secret::new(decoded(password)),
    }
}

/// Writes bytes as a URL has them: only unreserved characters and those that are kept stay, so it is safe in HTML and in a
/// shell as well where nothing else is kept than `/`.
pub fn encoded(bytes: impl AsRef<[u8]>, kept: &str) -> String {
    let mut out = String::new();
    for byte in bytes.as_ref() {
        let is_unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        match is_unreserved || kept.as_bytes().contains(byte) {
            true => out.push(char::from(*byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Reads a text as a URL has it, with its percent signs.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, more @ ..] = rest {
        let hex = more.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) if *byte == b'%' => {
                bytes.push(value);
                rest = more.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*byte);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text that may be an address, without what may be a secret in it.
fn shown(text: &str) -> String {
    let bare = text.split(['?', '#']).next().unwrap_or_default();
    match (bare.split_once("://"), bare.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://[hidden]@{host}"),
        (None, Some((_, host))) => format!("[hidden]@{host}"),
        _ => bare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Url::parse(text).map_or_else(|error| error.to_string(), |(url, _)| url.whole())
    }

    #[test]
    fn only_what_is_encrypted_or_on_this_machine_is_an_address() {
        for (text, whole) in [
            (
                "https://Upload.PyPI.org/legacy/",
                "https://upload.pypi.org/legacy/",
            ),
            ("https://a.org:443", "https://a.org/"),
            ("https://a.org:8443/x?y=1#z", "https://a.org:8443/x?y=1"),
            ("http://127.0.0.1:80/a/../b/./c/", "http://127.0.0.1/b/c/"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
            ("http://localhost/", "http://localhost/"),
        ] {
            assert_eq!(read(text), whole);
        }
        for text in [
            "http://a.org/",
            "http://127.0.0.1.a.org/",
            "http://localhost.a.org",
        ] {
            assert!(read(text).contains("is not encrypted"), "{text}");
        }
        for text in [
            "",
            "a",
            "ftp://a/",
            "https://",
            "https:///x",
            "https://a:x/",
            "https://a b/",
        ] {
            assert!(
                read(text).contains("is not an address"),
                "{text}: {}",
                read(text)
            );
        }
        assert!(!read("http://u:secret@a.org/?token=secret").contains("secret"));
        assert!(!read("u:secret@a.org").contains("secret"));
    }

    #[test]
    fn credentials_stand_apart() {
        let (url, credentials) = Url::parse("https://me:a%2Fb%@a.org/x?signed=1").unwrap();
        assert_eq!(url.to_string(), "https://a.org/x");
        let credentials = credentials.unwrap();
        assert_eq!(credentials.username, "me");
        assert_eq!(credentials.password.reveal(), "a/b%");
    }

    #[test]
    fn links_are_followed_from_a_page() {
        let (page, _) = Url::parse("https://a.org:8443/simple/demo/?x").unwrap();
        for (link, whole) in [
            (
                "demo-1.whl#sha256=1",
                "https://a.org:8443/simple/demo/demo-1.whl",
            ),
            ("../../files/x", "https://a.org:8443/files/x"),
            ("/files/x?y", "https://a.org:8443/files/x?y"),
            ("//b.org/x", "https://b.org/x"),
            ("https://c.org/x", "https://c.org/x"),
            ("", "https://a.org:8443/simple/demo/"),
        ] {
            assert_eq!(page.join(link).unwrap().whole(), whole, "{link}");
        }
        assert!(page.join("http://a.org/").is_err());
        assert!(page.has_origin_of(&page.join("/x").unwrap()));
        assert!(!page.has_origin_of(&page.join("https://a.org/").unwrap()));
        assert_eq!(
            page.below("x/").to_string(),
            "https://a.org:8443/simple/demo/x/"
        );
    }
}
