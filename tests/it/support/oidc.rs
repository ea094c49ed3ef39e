//! A stand-in for GitHub's identities and for an index that trusts them, on this machine.
//!
//! It stands before the stand-in for PyPI and passes on what comes with a token that it gave and still takes.
use super::pypi::{PASSWORD, Pypi};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

/// Whom its identities are meant for.
pub const AUDIENCE: &str = "packages.test";

/// The token that a job asks for an identity with.
pub const REQUEST_TOKEN: &str = "request-secret-of-the-job";

/// How it behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// How many seconds from now its tokens end, as it tells; `None` where it does not tell.
    pub expires: Option<i64>,
    /// How many uploads a token is good for.
    pub uploads: Option<usize>,
    /// The code of its refusal to give a token.
    pub refusal: Option<&'static str>,
    /// Whether its tokens are for another project.
    pub is_of_other_project: bool,
    /// How many requests it answers with 503 before it works.
    pub failures: usize,
    /// Whom it asks identities for, instead of itself.
    pub audience: Option<&'static str>,
}

#[derive(Debug, Default)]
struct State {
    manner: Manner,
    /// The identities that were given, and whether they were taken.
    identities: Vec<(String, bool)>,
    /// The tokens that were given, and how many uploads came with them.
    tokens: Vec<(String, usize)>,
    lines: Vec<String>,
}

/// The servers; they end when dropped.
pub struct Oidc {
    port: u16,
    state: Arc<Mutex<State>>,
    is_over: Arc<AtomicBool>,
}

impl Oidc {
    /// Starts them before an index.
    pub fn start(pypi: &Pypi, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let behind = pypi.upload().replace("http://", "").replace("/legacy/", "");
        let oidc = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::default(),
            is_over: Arc::default(),
        };
        oidc.state.lock().unwrap().manner = manner;
        let (state, is_over) = (oidc.state.clone(), oidc.is_over.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                // A client that goes away is none of the server's business.
                serve(stream.unwrap(), &state, &behind).ok();
            }
        });
        oidc
    }

    /// Where forms are posted to.
    pub fn upload(&self) -> String {
        format!("http://127.0.0.1:{}/legacy/", self.port)
    }

    /// The variables of a job on GitHub that may ask for identities.
    pub fn github(&self) -> [(&'static str, String); 3] {
        let url = format!("http://127.0.0.1:{}/identity?api-version=2.0", self.port);
        [
            ("GITHUB_ACTIONS", "true".into()),
            ("ACTIONS_ID_TOKEN_REQUEST_URL", url),
            ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", REQUEST_TOKEN.into()),
        ]
    }

    /// Gives an identity, as other providers hand it over.
    pub fn identity(&self) -> String {
        identity(&mut self.state.lock().unwrap())
    }

    /// Gives one that was taken before.
    pub fn used_identity(&self) -> String {
        let mut state = self.state.lock().unwrap();
        let identity = identity(&mut state);
        state
            .identities
            .iter_mut()
            .for_each(|(_, is_used)| *is_used = true);
        identity
    }

    /// All that must be shown nowhere.
    pub fn secrets(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let given = state.identities.iter().map(|(identity, _)| identity);
        let given = given.chain(state.tokens.iter().map(|(token, _)| token));
        let mut all: Vec<String> = given.cloned().collect();
        all.push(REQUEST_TOKEN.into());
        all
    }

    /// How many uploads came with each token.
    pub fn uploads(&self) -> Vec<usize> {
        let state = self.state.lock().unwrap();
        state.tokens.iter().map(|(_, count)| *count).collect()
    }

    /// What was asked for, in order.
    pub fn lines(&self) -> Vec<String> {
        self.state.lock().unwrap().lines.clone()
    }
}

impl Drop for Oidc {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes it up.
        TcpStream::connect(("127.0.0.1", self.port)).ok();
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>, behind: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let length = header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut state = state.lock().unwrap();
    let line = head.lines().next().unwrap().replace(" HTTP/1.1", "");
    state.lines.push(line.clone());
    if state.manner.failures > 0 {
        state.manner.failures -= 1;
        return stream.write_all(&answer(503, &json!({"message": "later"})));
    }
    let authorization = header("authorization").unwrap_or_default();
    let said = match line.as_str() {
        "GET /_/oidc/audience" => answer(
            200,
            &json!({ "audience": state.manner.audience.unwrap_or(AUDIENCE) }),
        ),
        "GET /identity?api-version=2.0&audience=packages.test" => {
            match authorization == format!("Bearer {REQUEST_TOKEN}") {
                true => answer(200, &json!({ "value": identity(&mut state) })),
                false => answer(401, &json!({"message": "unauthorized"})),
            }
        }
        "POST /_/oidc/mint-token" => mint(&body, &mut state),
        "POST /legacy/" => match taken(&authorization, &mut state) {
            Ok(()) => passed_on(&head, &body, behind)?,
            Err(said) => answer(403, &json!({ "message": said })),
        },
        _ => passed_on(&head, &body, behind)?,
    };
    stream.write_all(&said)
}

/// A new identity of the job.
fn identity(state: &mut State) -> String {
    let workflow = "acme/demo/.github/workflows/publish.yml@refs/tags/v1.0";
    let claims = json!({
        "sub": "repo:acme/demo:ref:refs/tags/v1.0", "aud": AUDIENCE, "repository": "acme/demo",
        "repository_owner": "acme", "repository_owner_id": "7", "ref": "refs/tags/v1.0",
        "workflow_ref": workflow, "job_workflow_ref": workflow, "jti": state.identities.len(),
    });
    let [head, claims, signature] =
        ["{}", &claims.to_string(), "signed"].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
    let identity = format!("{head}.{claims}.{signature}");
    state.identities.push((identity.clone(), false));
    identity
}

fn mint(body: &[u8], state: &mut State) -> Vec<u8> {
    let value: Value = serde_json::from_slice(body).unwrap();
    let refuse = |code: &str| {
        let errors = json!([{"code": code, "description": "no"}]);
        answer(
            422,
            &json!({"message": "Token request failed", "errors": errors}),
        )
    };
    let given = value["token"].as_str().unwrap_or_default();
    let Some(found) = state.identities.iter_mut().find(|(own, _)| own == given) else {
        return refuse("invalid-token");
    };
    if std::mem::replace(&mut found.1, true) {
        return refuse("invalid-reuse-token");
    }
    if let Some(code) = state.manner.refusal {
        return refuse(code);
    }
    let token = format!("pypi-minted-{}", state.tokens.len());
    state.tokens.push((token.clone(), 0));
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let expires = state
        .manner
        .expires
        .map(|seconds| now.cast_signed() + seconds);
    answer(
        200,
        &json!({"success": true, "token": token, "expires": expires}),
    )
}

/// Whether an upload may be passed on.
fn taken(authorization: &str, state: &mut State) -> Result<(), &'static str> {
    let most = state.manner.uploads.unwrap_or(usize::MAX);
    let is_of_other = state.manner.is_of_other_project;
    let invalid = "Invalid or non-existent authentication information.";
    let found = state.tokens.iter_mut().find(|(token, _)| {
        authorization
            == format!(
                "Basic {}",
                BASE64_STANDARD.encode(format!("__token__:{token}"))
            )
    });
    let (_, count) = found.ok_or(invalid)?;
    if *count == most {
        return Err(invalid);
    }
    if is_of_other {
        return Err("The user isn't allowed to upload to project 'demo'.");
    }
    *count += 1;
    Ok(())
}

/// Has the index behind answer, which knows one password.
fn passed_on(head: &str, body: &[u8], behind: &str) -> std::io::Result<Vec<u8>> {
    let basic = BASE64_STANDARD.encode(format!("__token__:{PASSWORD}"));
    let lines = head.trim_end().lines().map(|line| {
        match line.to_lowercase().starts_with("authorization:") {
            true => format!("authorization: Basic {basic}\r\n"),
            false => format!("{line}\r\n"),
        }
    });
    let head: String = lines.collect();
    let mut stream = TcpStream::connect(behind)?;
    stream.write_all(&[head.as_bytes(), b"\r\n", body].concat())?;
    let mut said = Vec::new();
    stream.read_to_end(&mut said)?;
    Ok(said)
}

fn answer(status: u16, value: &Value) -> Vec<u8> {
    let body = value.to_string();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
