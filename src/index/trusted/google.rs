//! The identity of a job on Google Cloud: that of its machine, or of a service account that the machine may act as.
//!
//! Not for a machine elsewhere: keys in files are no identity of a job.
use super::error::TrustError;
use crate::http::{self, Answer, Authorization, Client, Method, Request, Secret, Upload, Url};
use serde_json::{Value, json};
use std::io::Read;

/// What the machine's maker is called where there is a metadata server of Google's.
const MAKERS: [&str; 2] = ["Google", "Google Compute Engine"];

/// The machine's own account, on its metadata server.
const ACCOUNT: &str = "/computeMetadata/v1/instance/service-accounts/default";

/// Where Google gives identities of other accounts.
const IMPERSONATION: &str = "https://iamcredentials.googleapis.com/";

/// An account of Google Cloud.
#[derive(Debug)]
pub(super) struct Google {
    metadata: Url,
    impersonation: Url,
    /// The account to act as.
    name: Option<String>,
}

impl Google {
    /// Finds the account of this machine.
    pub(super) fn here(variable: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let name = variable("GOOGLE_SERVICE_ACCOUNT_NAME");
        // Google's own libraries look at this variable too.
        let host = variable("GCE_METADATA_HOST");
        let told = host.and_then(|host| Url::parse(&format!("http://{host}/")).ok());
        let product = || std::fs::read_to_string("/sys/class/dmi/id/product_name");
        let is_google = || product().is_ok_and(|product| MAKERS.contains(&product.trim()));
        if name.is_none() && told.is_none() && !is_google() {
            return None;
        }
        let metadata = told.map_or_else(|| Url::of_metadata_server("/"), |(url, _)| url);
        let impersonation = Url::parse(IMPERSONATION).ok()?.0;
        Some(Self {
            metadata,
            impersonation,
            name,
        })
    }

    /// A new identity that is meant for an audience.
    pub(super) fn token(&self, audience: &str, client: &Client) -> Result<Secret, TrustError> {
        let Some(name) = &self.name else {
            let url = self.metadata.at(&format!("{ACCOUNT}/identity"));
            let url = url.with_query(&[("audience", audience), ("format", "full")]);
            let answer = self.asked(&url, client)?;
            return Ok(Secret::new(answer.text().trim()));
        };
        let scope = "https://www.googleapis.com/auth/cloud-platform";
        let url = self.metadata.at(&format!("{ACCOUNT}/token"));
        let answer = self.asked(&url.with_query(&[("scopes", scope)]), client)?;
        let access = field(&answer, "access_token")
            .ok_or_else(|| wrong(format!("`{url}` gives no access token")))?;
        let name = http::encoded(name, "@");
        let path = format!("/v1/projects/-/serviceAccounts/{name}:generateIdToken");
        let url = self.impersonation.at(&path);
        let body = json!({"audience": audience, "includeEmail": true}).to_string();
        let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(body.as_bytes())) };
        let authorization = Authorization::Bearer(access);
        let answer = settled(client.send(&Request {
            method: Method::Post,
            url: &url,
            headers: &[("accept", "application/json")],
            authorization: Some(&authorization),
            body: Some(&Upload {
                media_type: "application/json",
                length: body.len() as u64,
                open: &open,
            }),
        })?)?;
        field(&answer, "token").ok_or_else(|| wrong(format!("`{url}` gives none")))
    }

    fn asked(&self, url: &Url, client: &Client) -> Result<Answer, TrustError> {
        settled(client.send(&Request {
            method: Method::Get,
            url,
            headers: &[("metadata-flavor", "Google")],
            authorization: None,
            body: None,
        })?)
    }
}

/// An answer that says what was asked for.
fn settled(answer: Answer) -> Result<Answer, TrustError> {
    let (url, status) = (answer.reply.url.clone(), answer.reply.status);
    match status {
        200 => Ok(answer),
        status if http::is_passing(status) => Err(TrustError::Busy { url, status }),
        403 => Err(wrong(format!(
            "`{url}` answers 403\nhint: the machine's account needs the role `Service Account OpenID Connect Identity Token Creator` on the account of `GOOGLE_SERVICE_ACCOUNT_NAME`"
        ))),
        status => Err(wrong(format!("`{url}` answers {status}"))),
    }
}

fn field(answer: &Answer, name: &str) -> Option<Secret> {
    let value: Value = serde_json::from_slice(&answer.reply.body).ok()?;
    Some(Secret::new(value[name].as_str()?))
}

fn wrong(reason: String) -> TrustError {
    TrustError::Identity {
        provider: "Google Cloud",
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;

    /// Answers as many requests as there are bodies, one after the other, and returns what was asked.
    fn server(bodies: &'static [&'static str]) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let served = std::thread::spawn(move || {
            let serve = |body: &&str| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut asked = String::new();
                while !asked.ends_with("\r\n\r\n") {
                    reader.read_line(&mut asked).unwrap();
                }
                let length = asked
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "));
                let mut sent = vec![0; length.map_or(0, |length| length.parse().unwrap())];
                reader.read_exact(&mut sent).unwrap();
                let length = body.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
                )
                .unwrap();
                let kept = |line: &&str| {
                    let name = line.split(':').next().unwrap_or_default();
                    line.ends_with("HTTP/1.1")
                        || ["metadata-flavor", "authorization"].contains(&name)
                };
                let kept: Vec<&str> = asked.lines().filter(kept).collect();
                format!("{} {}", kept.join(" "), String::from_utf8_lossy(&sent))
            };
            bodies.iter().map(serve).collect()
        });
        (host, served)
    }

    #[test]
    fn the_machine_s_own_identity_is_asked_of_its_metadata_server() {
        let (host, served) = server(&["a.b.c\n"]);
        let variable = |name: &str| (name == "GCE_METADATA_HOST").then(|| host.clone());
        let google = Google::here(&variable).unwrap();
        let token = google.token("pypi", &Client::new().unwrap()).unwrap();
        assert_eq!(token.reveal(), "a.b.c");
        assert_eq!(
            served.join().unwrap(),
            [
                "GET /computeMetadata/v1/instance/service-accounts/default/identity?audience=pypi&format=full HTTP/1.1 metadata-flavor: Google "
            ]
        );
    }

    #[test]
    fn another_account_s_identity_is_asked_with_the_machine_s_token() {
        let (host, served) = server(&["{\"access_token\": \"ya29\"}", "{\"token\": \"a.b.c\"}"]);
        let url = Url::parse(&format!("http://{host}/")).unwrap().0;
        let google = Google {
            metadata: url.clone(),
            impersonation: url,
            name: Some("up@acme.iam".into()),
        };
        let token = google.token("pypi", &Client::new().unwrap()).unwrap();
        assert_eq!(token.reveal(), "a.b.c");
        assert_eq!(
            served.join().unwrap(),
            [
                "GET /computeMetadata/v1/instance/service-accounts/default/token?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform HTTP/1.1 metadata-flavor: Google ",
                "POST /v1/projects/-/serviceAccounts/up@acme.iam:generateIdToken HTTP/1.1 authorization: Bearer ya29 {\"audience\":\"pypi\",\"includeEmail\":true}"
            ]
        );
    }
}
