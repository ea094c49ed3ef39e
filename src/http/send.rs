//! Any request: with a method, headers, a token, and a body that is read when it is sent.
//!
//! Not what an answer means, and nothing is sent twice: see `patience` for that.
use super::secret::Authorization;
use super::{
    BUFFER, Client, HttpError, REDIRECTS, Reply, Upload, Url, endless, headed, link, reply,
};
use std::io::Read;
use ureq::http::{self, Response};
use ureq::{Body, SendBody};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To have it.
    Get,
    /// To know of it.
    Head,
    /// To add to it.
    Post,
    /// To put it there.
    Put,
    /// To change it.
    Patch,
    /// To take it away.
    Delete,
}

/// A request.
pub struct Request<'r, 'u> {
    /// What is asked for.
    pub method: Method,
    /// Of what.
    pub url: &'r Url,
    /// More headers; not the authorization, and not those of the body.
    pub headers: &'r [(&'r str, &'r str)],
    /// Who asks; told to the address's own origin only.
    pub authorization: Option<&'r Authorization>,
    /// What is sent along.
    pub body: Option<&'r Upload<'u>>,
}

/// An answer with its headers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status, body, and where it came from.
    pub reply: Reply,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// Returns a header's first value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns all values of a header.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.reply.body).into_owned()
    }
}

impl Method {
    fn of_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Head => http::Method::HEAD,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }

    fn only_looks(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

impl Client {
    /// Sends a request and keeps the answer in memory. What only looks follows redirects; what changes something follows
    /// those that keep the method, within the same origin.
    pub fn send(&self, request: &Request<'_, '_>) -> Result<Answer, HttpError> {
        let (url, mut response) = self.sent(request)?;
        let headers = headers(&response);
        let hidden = request.authorization.map(Authorization::credentials);
        let reply = match request.method {
            Method::Head => headed(url, &response),
            _ => reply(url, &mut response, hidden.as_ref())?,
        };
        Ok(Answer { reply, headers })
    }

    /// Gets something and hands its bytes to `to`; the answer has no body, but for a refusal's.
    pub fn receive(
        &self,
        request: &Request<'_, '_>,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<Answer, HttpError> {
        let (url, mut response) = self.sent(request)?;
        let headers = headers(&response);
        let hidden = request.authorization.map(Authorization::credentials);
        if !response.status().is_success() {
            let reply = reply(url, &mut response, hidden.as_ref())?;
            return Ok(Answer { reply, headers });
        }
        let head = headed(url.clone(), &response);
        let mut reader = response.body_mut().as_reader();
        let mut buffer = vec![0; BUFFER];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    let part = buffer.get(..count).unwrap_or_default();
                    to(part).map_err(|error| HttpError::Cut {
                        url: url.clone(),
                        reason: format!("what it sends cannot be kept: {error}"),
                    })?;
                }
                Err(error) => return Err(HttpError::of(&url, &error.into(), hidden.as_ref())),
            }
        }
        Ok(Answer {
            reply: head,
            headers,
        })
    }

    /// Sends a request, and sends it on where a redirect may be followed.
    fn sent(&self, request: &Request<'_, '_>) -> Result<(Url, Response<Body>), HttpError> {
        let mut url = request.url.clone();
        for _ in 0..=REDIRECTS {
            let response = self.sent_once(request, &url)?;
            let Some(link) = link(&response) else {
                return Ok((url, response));
            };
            let next = url.join(&link)?;
            let keeps_method = matches!(response.status().as_u16(), 307 | 308);
            let may_follow = keeps_method && url.has_origin_of(&next);
            if !(request.method.only_looks() || may_follow) {
                return Err(HttpError::Redirected {
                    url,
                    reason: format!("to `{next}`\nhint: has it moved? then name the new address"),
                });
            }
            url = next;
        }
        Err(endless(url))
    }

    fn sent_once(&self, request: &Request<'_, '_>, url: &Url) -> Result<Response<Body>, HttpError> {
        let own = request
            .authorization
            .filter(|_| url.has_origin_of(request.url));
        let hidden = request.authorization.map(Authorization::credentials);
        let failed = |error: ureq::Error| HttpError::of(url, &error, hidden.as_ref());
        let mut built = http::Request::builder()
            .method(request.method.of_http())
            .uri(url.whole());
        for (name, value) in request.headers {
            built = built.header(*name, *value);
        }
        if let Some((name, value)) = own.map(Authorization::header) {
            built = built.header(name, value);
        }
        let agent = self.agent(url);
        let answered = match request.body {
            Some(upload) => {
                let mut body = (upload.open)().map_err(|error| HttpError::Unreached {
                    url: url.clone(),
                    reason: format!("what is to be sent cannot be read: {error}"),
                })?;
                let built = built
                    .header("content-type", upload.media_type)
                    .header("content-length", upload.length)
                    .body(SendBody::from_reader(&mut body));
                agent.run(built.map_err(|error| failed(error.into()))?)
            }
            None => {
                let built = built.body(()).map_err(|error| failed(error.into()))?;
                let config = agent.configure_request(built);
                // A look has no large body to be judged first.
                let config = config
                    .timeout_per_read(Some(self.limits.still))
                    .timeout_recv_response(Some(self.limits.still));
                agent.run(config.build())
            }
        };
        answered.map_err(failed)
    }
}

fn headers(response: &Response<Body>) -> Vec<(String, String)> {
    let all = response.headers().iter();
    all.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    })
    .collect()
}
