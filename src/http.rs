//! HTTP: one client for what speaks to servers, with time limits, proxies, certificates, and no way out for secrets.
//!
//! Not a server's dialect, and no retrying: whoever asks knows whether asking twice does harm. Nothing here is reached
//! by the hooks' programs.
mod error;
mod patience;
mod secret;
mod send;
mod url;

pub use error::HttpError;
pub use patience::{
    Moment, Passing, Watch, Watched, backoff, is_passing, one_line, passing, pause as wait_for,
};
pub use secret::{Authorization, Credentials, Secret};
pub use send::{Answer, Method, Request};
pub use url::{Url, UrlError, decoded, encoded};

use crate::environment;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;
use ureq::http::{Response, StatusCode};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, SendBody};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a connection may stand still while something is sent or received.
const STILL: Duration = Duration::from_secs(60);

/// How long a server may think about what it was sent: an index looks into a large file before it answers.
const ANSWER: Duration = Duration::from_secs(15 * 60);

/// No page that is kept in memory is longer, in bytes.
const PAGE_LIMIT: u64 = 64 << 20;

/// More redirects than these go in a circle.
const REDIRECTS: usize = 5;

/// The length of the buffers that are sent and received, in bytes.
const BUFFER: usize = 64 << 10;

/// The variables that name a file with the certificates to trust, the first one that is set.
const CERTIFICATES: [&str; 4] = [
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "TWINE_CERT",
];

/// A client with its connections.
#[derive(Debug, Clone)]
pub struct Client {
    outside: Agent,
    /// For this machine itself: a proxy's `localhost` is another machine's.
    inside: Agent,
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Where the answer came from in the end.
    pub url: Url,
    /// The status.
    pub status: u16,
    /// The media type, in lower case and without parameters.
    pub media_type: String,
    /// How long the server asks to wait before the next request.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

/// What is posted.
pub struct Upload<'u> {
    /// The media type, with its parameters.
    pub media_type: &'u str,
    /// Its length in bytes.
    pub length: u64,
    /// Opens it at its beginning; once for each address it is sent to.
    pub open: &'u dyn Fn() -> std::io::Result<Box<dyn Read + 'u>>,
}

impl Client {
    /// A client as the environment asks for it: `HTTPS_PROXY`, `NO_PROXY`, and the certificates to trust.
    pub fn new() -> Result<Self, HttpError> {
        let roots = match certificates()? {
            Some(roots) => roots,
            None => RootCerts::PlatformVerifier,
        };
        let agent = |proxy| {
            Agent::config_builder()
                .user_agent(concat!("release-guard/", env!("CARGO_PKG_VERSION")))
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .proxy(proxy)
                .tls_config(TlsConfig::builder().root_certs(roots.clone()).build())
                .timeout_resolve(Some(CONNECT))
                .timeout_connect(Some(CONNECT))
                .timeout_send_request(Some(STILL))
                .timeout_per_write(Some(STILL))
                .timeout_recv_response(Some(ANSWER))
                .output_buffer_size(BUFFER)
                .input_buffer_size(BUFFER)
                .build()
                .new_agent()
        };
        Ok(Self {
            outside: agent(Proxy::try_from_env()),
            inside: agent(None),
        })
    }

    /// Gets a page. Redirects are followed; credentials go to the page's own origin only.
    pub fn get(
        &self,
        url: &Url,
        accept: &str,
        credentials: Option<&Credentials>,
    ) -> Result<Reply, HttpError> {
        let (url, mut response) = self.followed(url, accept, credentials)?;
        reply(url, &mut response, credentials)
    }

    /// Gets a file and hands its bytes to `to`; the reply has no body, but for a refusal's.
    pub fn download(
        &self,
        url: &Url,
        credentials: Option<&Credentials>,
        to: &mut dyn FnMut(&[u8]),
    ) -> Result<Reply, HttpError> {
        let (url, mut response) = self.followed(url, "*/*", credentials)?;
        if response.status() != StatusCode::OK {
            return reply(url, &mut response, credentials);
        }
        let mut reader = response.body_mut().as_reader();
        let mut buffer = vec![0; BUFFER];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => to(buffer.get(..count).unwrap_or_default()),
                Err(error) => return Err(HttpError::of(&url, &error.into(), credentials)),
            }
        }
        Ok(headed(url, &response))
    }

    /// Posts something. Only a redirect that keeps the method, within the same origin, is followed.
    pub fn post(
        &self,
        url: &Url,
        accept: &str,
        upload: &Upload<'_>,
        credentials: Option<&Credentials>,
    ) -> Result<Reply, HttpError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            let mut body = (upload.open)().map_err(|error| HttpError::Unreached {
                url: url.clone(),
                reason: format!("what is to be sent cannot be read: {error}"),
            })?;
            let mut request = self
                .agent(&url)
                .post(url.whole())
                .header("accept", accept)
                .header("content-type", upload.media_type)
                .header("content-length", upload.length);
            if let Some(credentials) = credentials {
                request = request.header("authorization", credentials.header());
            }
            let mut response = request
                .send(SendBody::from_reader(&mut body))
                .map_err(|error| HttpError::of(&url, &error, credentials))?;
            let Some(link) = link(&response) else {
                return reply(url, &mut response, credentials);
            };
            let keeps_method = matches!(response.status().as_u16(), 307 | 308);
            let next = url.join(&link)?;
            if !keeps_method || !url.has_origin_of(&next) {
                return Err(HttpError::Redirected {
                    url,
                    reason: format!("to `{next}`\nhint: if that is where uploads go, name it"),
                });
            }
            url = next;
        }
        Err(endless(url))
    }

    fn followed(
        &self,
        url: &Url,
        accept: &str,
        credentials: Option<&Credentials>,
    ) -> Result<(Url, Response<Body>), HttpError> {
        let (origin, mut url) = (url, url.clone());
        for _ in 0..=REDIRECTS {
            let own = credentials.filter(|_| url.has_origin_of(origin));
            let mut request = self
                .agent(&url)
                .get(url.whole())
                .header("accept", accept)
                .header("cache-control", "no-cache")
                .config()
                .timeout_per_read(Some(STILL))
                .timeout_recv_response(Some(STILL))
                .build();
            if let Some(own) = own {
                request = request.header("authorization", own.header());
            }
            let response = request
                .call()
                .map_err(|error| HttpError::of(&url, &error, credentials))?;
            match link(&response) {
                Some(link) => url = url.join(&link)?,
                None => return Ok((url, response)),
            }
        }
        Err(endless(url))
    }

    fn agent(&self, url: &Url) -> &Agent {
        if url.is_loopback() {
            &self.inside
        } else {
            &self.outside
        }
    }
}

fn endless(url: Url) -> HttpError {
    HttpError::Redirected {
        url,
        reason: "in a circle".into(),
    }
}

/// Where an answer sends to, when it does.
fn link(response: &Response<Body>) -> Option<String> {
    let sends = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    header(response, "location").filter(|_| sends)
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn reply(
    url: Url,
    response: &mut Response<Body>,
    credentials: Option<&Credentials>,
) -> Result<Reply, HttpError> {
    let body = response
        .body_mut()
        .with_config()
        .limit(PAGE_LIMIT)
        .read_to_vec()
        .map_err(|error| HttpError::of(&url, &error, credentials))?;
    Ok(Reply {
        body,
        ..headed(url, response)
    })
}

/// A reply without its body.
fn headed(url: Url, response: &Response<Body>) -> Reply {
    let media_type = header(response, "content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default();
    Reply {
        url,
        status: response.status().as_u16(),
        media_type: media_type.trim().to_ascii_lowercase(),
        retry_after: header(response, "retry-after").and_then(|value| wait(&value)),
        body: Vec::new(),
    }
}

/// Reads `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
fn wait(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let seconds = date.as_second() - jiff::Timestamp::now().as_second();
    u64::try_from(seconds).ok().map(Duration::from_secs)
}

/// The certificates that the environment names, instead of the machine's own.
fn certificates() -> Result<Option<RootCerts>, HttpError> {
    let named = CERTIFICATES
        .into_iter()
        .find_map(|variable| Some((variable, environment::variable(variable)?)));
    let Some((variable, path)) = named else {
        return Ok(None);
    };
    let path = PathBuf::from(path);
    let refuse = |reason: String| HttpError::Certificates {
        variable,
        path: path.clone(),
        reason,
    };
    let text = std::fs::read(&path).map_err(|error| refuse(error.to_string()))?;
    let mut roots = Vec::new();
    for item in parse_pem(&text) {
        if let PemItem::Certificate(root) = item.map_err(|error| refuse(error.to_string()))? {
            roots.push(root);
        }
    }
    if roots.is_empty() {
        return Err(refuse("it holds none in PEM form".into()));
    }
    Ok(Some(RootCerts::from(roots)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(wait(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), None);
        assert!(wait("Fri, 21 Oct 2050 07:28:00 GMT") > Some(Duration::from_secs(1)));
    }
}
