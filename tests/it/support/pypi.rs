//! A stand-in for PyPI on this machine: stricter than any server that can be installed, and it fails when told to.
//!
//! It takes what PyPI's upload API takes, and shows what it took on the pages of the simple API. What it was sent is kept.
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use release_guard::dist::{FileName, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The password that it takes.
pub const PASSWORD: &str = "pypi-secret/of+tests";

/// What goes wrong with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection ends before the form is read.
    CutBefore,
    /// The connection ends in the middle of the form.
    CutMidway,
    /// The file is stored and the connection ends.
    CutAfter,
    /// The file is stored and the answer is 503.
    ErrorAfter,
    /// Nothing is stored and the answer is 503, with the password in its text.
    Error,
    /// Nothing is stored, the answer is 429 and asks to wait two seconds.
    TooMany,
    /// The same, until a moment that is told as a date: two seconds from then.
    TooManyUntil,
    /// The same, for an hour.
    TooManyForLong,
    /// The answer sends elsewhere: another place on this server that takes the same.
    Moved,
    /// The answer sends to another server.
    MovedAway,
    /// The password is not known.
    Denied,
    /// Whoever uploads is killed before the form is read.
    KillBefore,
    /// Whoever uploads is killed when half of the form is read.
    KillMid,
    /// The file is stored, and whoever uploads is killed.
    KillAfter,
}

/// How its pages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// JSON with hashes.
    Json,
    /// HTML with hashes.
    Html,
    /// HTML without hashes.
    Bare,
}

/// A form: each part's name, file name and content, in order.
pub type Form = Vec<(String, Option<String>, Vec<u8>)>;

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    attested: Vec<String>,
    faults: VecDeque<Fault>,
    page_faults: VecDeque<u16>,
    forms: Vec<Form>,
    heads: Vec<String>,
    victim: Option<u32>,
}

impl State {
    fn kill(&mut self) {
        let victim = self.victim.take().expect("a process to kill").to_string();
        let killed = Command::new("kill").args(["-KILL", &victim]).status();
        assert!(killed.unwrap().success());
    }
}

/// The server; it ends when dropped.
pub struct Pypi {
    port: u16,
    pages: Pages,
    state: Arc<Mutex<State>>,
    is_over: Arc<AtomicBool>,
}

impl Pypi {
    /// Starts one on a free port.
    pub fn start(pages: Pages) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let pypi = Self {
            port: listener.local_addr().unwrap().port(),
            pages,
            state: Arc::default(),
            is_over: Arc::default(),
        };
        let (state, is_over) = (pypi.state.clone(), pypi.is_over.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                // A client that goes away is none of the server's business.
                serve(stream.unwrap(), &state, pages).ok();
            }
        });
        pypi
    }

    /// Where forms are posted to.
    pub fn upload(&self) -> String {
        format!("http://127.0.0.1:{}/legacy/", self.port)
    }

    /// The same with a login in it.
    pub fn upload_as(&self, user: &str) -> String {
        let password = PASSWORD.replace('/', "%2F");
        format!("http://{user}:{password}@127.0.0.1:{}/legacy/", self.port)
    }

    /// Where its pages are.
    pub fn simple(&self) -> String {
        format!("http://127.0.0.1:{}/simple/", self.port)
    }

    /// Makes the next uploads go wrong, one after the other.
    pub fn fail(&self, faults: &[Fault]) {
        self.state.lock().unwrap().faults.extend(faults);
    }

    /// Names the process that faults kill.
    pub fn victim(&self, process: u32) {
        self.state.lock().unwrap().victim = Some(process);
    }

    /// Answers the next requests for pages with these statuses.
    pub fn fail_pages(&self, statuses: &[u16]) {
        self.state.lock().unwrap().page_faults.extend(statuses);
    }

    /// Puts a file there.
    pub fn store(&self, name: &str, bytes: &[u8]) {
        let mut state = self.state.lock().unwrap();
        state.files.insert(name.into(), bytes.into());
    }

    /// Its files.
    pub fn stored(&self) -> Vec<(String, Vec<u8>)> {
        let state = self.state.lock().unwrap();
        let files = state.files.iter();
        files
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    }

    /// Shows attestations of a file.
    pub fn attest(&self, name: &str) {
        self.state.lock().unwrap().attested.push(name.into());
    }

    /// The names of its files.
    pub fn files(&self) -> Vec<String> {
        self.state.lock().unwrap().files.keys().cloned().collect()
    }

    /// The forms that arrived whole, in order.
    pub fn forms(&self) -> Vec<Form> {
        self.state.lock().unwrap().forms.clone()
    }

    /// The heads of all requests, in order.
    pub fn heads(&self) -> Vec<String> {
        self.state.lock().unwrap().heads.clone()
    }
}

impl Drop for Pypi {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes it up.
        TcpStream::connect(("127.0.0.1", self.port)).ok();
        let _ = self.pages;
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>, pages: Pages) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let mut state = state.lock().unwrap();
    state.heads.push(head.clone());
    let mut words = head.split(' ');
    let answer = match (words.next(), words.next()) {
        (Some("GET"), Some(path)) => match state.page_faults.pop_front() {
            Some(status) => refuse(status, "no page for now"),
            None => get(path, &state, pages),
        },
        (Some("POST"), Some("/legacy/" | "/moved/")) => {
            match post(&head, &mut reader, &mut state)? {
                Some(answer) => answer,
                None => return stream.shutdown(std::net::Shutdown::Both),
            }
        }
        _ => refuse(404, "Not Found"),
    };
    let mut stream = stream;
    stream.write_all(&answer)?;
    stream.flush()
}

fn get(path: &str, state: &State, pages: Pages) -> Vec<u8> {
    if let Some(name) = path.strip_prefix("/files/") {
        return match state.files.get(name) {
            Some(bytes) => answer("200 OK", "application/octet-stream", bytes),
            None => refuse(404, "Not Found"),
        };
    }
    let project = path.trim_start_matches("/simple/").trim_matches('/');
    let found: Vec<(&String, &Vec<u8>)> = state
        .files
        .iter()
        .filter(|(name, _)| FileName::parse(name).is_ok_and(|name| name.name().as_str() == project))
        .collect();
    if found.is_empty() {
        return refuse(404, "Not Found");
    }
    if pages == Pages::Json {
        let files: Vec<_> = found
            .iter()
            .map(|(name, bytes)| {
                let hash = Sha256::of(bytes).to_string();
                let provenance = state.attested.contains(name).then(|| format!("/provenance/{name}"));
                serde_json::json!({"filename": name, "url": format!("/files/{name}"), "hashes": {"sha256": hash}, "provenance": provenance})
            })
            .collect();
        let page = serde_json::json!({"meta": {"api-version": "1.1"}, "files": files}).to_string();
        return answer(
            "200 OK",
            "application/vnd.pypi.simple.v1+json",
            page.as_bytes(),
        );
    }
    let links: String = found
        .iter()
        .map(|(name, bytes)| match pages {
            Pages::Html => format!(
                "<a href=\"/files/{name}#sha256={}\">{name}</a>\n",
                Sha256::of(bytes)
            ),
            _ => format!("<a href=\"../../files/{name}\">{name}</a>\n"),
        })
        .collect();
    answer("200 OK", "text/html", links.as_bytes())
}

/// Reads a form and stores its file; `None` when the connection is to be cut.
fn post(
    head: &str,
    reader: &mut BufReader<TcpStream>,
    state: &mut State,
) -> std::io::Result<Option<Vec<u8>>> {
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let fault = state.faults.pop_front();
    if fault == Some(Fault::CutBefore) {
        return Ok(None);
    }
    let Some(length) = header("content-length") else {
        return Ok(Some(refuse(411, "Length Required")));
    };
    let mut body = vec![0; length.parse().unwrap()];
    if fault == Some(Fault::KillBefore) {
        state.kill();
        return Ok(None);
    }
    if matches!(fault, Some(Fault::KillMid | Fault::CutMidway)) {
        let half = body.len() / 2;
        reader.read_exact(&mut body[..half])?;
        if fault == Some(Fault::KillMid) {
            state.kill();
        }
        return Ok(None);
    }
    reader.read_exact(&mut body)?;
    let elsewhere = match fault {
        Some(Fault::Moved) => Some("/moved/"),
        Some(Fault::MovedAway) => Some("http://localhost:1/legacy/"),
        _ => None,
    };
    if let Some(to) = elsewhere {
        let text = format!(
            "HTTP/1.1 308 Moved\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        return Ok(Some(text.into_bytes()));
    }
    if fault == Some(Fault::Error) {
        return Ok(Some(refuse(503, &format!("no backend for {PASSWORD}"))));
    }
    if let Some(when) = retry_after(fault) {
        let header = format!("retry-after: {when}\r\n");
        return Ok(Some(answer_with("429 Too Many", &header, b"slowly")));
    }
    let basic = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("__token__:{PASSWORD}"))
    );
    if fault == Some(Fault::Denied) || header("authorization") != Some(basic) {
        return Ok(Some(refuse(
            403,
            "Invalid or non-existent authentication information.",
        )));
    }
    let kind = header("content-type").unwrap_or_default();
    let boundary = kind.split("boundary=").nth(1).unwrap_or_default();
    let form = parts(&body, boundary);
    state.forms.push(form.clone());
    let stored = store(&form, &mut state.files);
    Ok(match (stored, fault) {
        (Err((status, said)), _) => Some(refuse(status, &said)),
        (Ok(()), Some(Fault::CutAfter)) => None,
        (Ok(()), Some(Fault::KillAfter)) => {
            state.kill();
            None
        }
        (Ok(()), Some(Fault::ErrorAfter)) => Some(refuse(503, "first byte timeout")),
        (Ok(()), _) => Some(answer("200 OK", "text/plain", b"")),
    })
}

/// When to come again.
fn retry_after(fault: Option<Fault>) -> Option<String> {
    match fault? {
        Fault::TooMany => Some("2".into()),
        Fault::TooManyForLong => Some("3600".into()),
        Fault::TooManyUntil => {
            let then = jiff::Timestamp::now() + std::time::Duration::from_secs(2);
            let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
            Some(printer.timestamp_to_rfc9110_string(&then).unwrap())
        }
        _ => None,
    }
}

/// The parts of a form.
fn parts(body: &[u8], boundary: &str) -> Form {
    let separator = format!("--{boundary}").into_bytes();
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| find(rest, &separator)) {
        starts.push(at + found);
        at += found + separator.len();
    }
    let mut form = Vec::new();
    for pair in starts.windows(2) {
        let part = &body[pair[0] + separator.len() + 2..pair[1] - 2];
        let end = find(part, b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&part[..end]).into_owned();
        let value = |key: &str| {
            let rest = head.split(&format!("; {key}=\"")).nth(1)?;
            Some(rest.split('"').next()?.to_owned())
        };
        form.push((
            value("name").unwrap(),
            value("filename"),
            part[end + 4..].to_vec(),
        ));
    }
    form
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// Judges a form as PyPI does and stores its file.
fn store(form: &Form, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), (u16, String)> {
    let wrong = |said: &str| Err((400, said.to_owned()));
    let often = [
        "platform",
        "supported_platform",
        "classifiers",
        "requires",
        "provides",
        "obsoletes",
        "requires_dist",
        "provides_dist",
        "obsoletes_dist",
        "requires_external",
        "provides_extra",
        "dynamic",
        "project_urls",
        "license_file",
        "import_names",
        "import_namespaces",
    ];
    let all = |name: &str| {
        form.iter()
            .filter(|(of, ..)| of == name)
            .collect::<Vec<_>>()
    };
    for (name, ..) in form {
        if !often.contains(&name.as_str()) && all(name).len() > 1 {
            return wrong(&format!("{name}: Should not be a tuple."));
        }
    }
    let text = |name: &str| {
        all(name)
            .first()
            .map(|part| String::from_utf8(part.2.clone()).unwrap())
    };
    if text(":action").as_deref() != Some("file_upload")
        || text("protocol_version").as_deref() != Some("1")
    {
        return wrong("Unknown protocol version.");
    }
    let [(_, Some(file), bytes)] = all("content")[..] else {
        return wrong("Upload payload does not have a file.");
    };
    if text("sha256_digest") != Some(Sha256::of(bytes).to_string()) {
        return wrong(
            "The digest supplied does not match a digest calculated from the uploaded file.",
        );
    }
    let Ok(parsed) = FileName::parse(file) else {
        return wrong("Invalid file name.");
    };
    let (kind, python) = match parsed.tags() {
        Some(tags) => ("bdist_wheel", tags.python.join(".")),
        None => ("sdist", "source".to_owned()),
    };
    if text("filetype").as_deref() != Some(kind) || text("pyversion") != Some(python) {
        return wrong("Use a known file type.");
    }
    let has_name = text("name")
        .is_some_and(|name| release_guard::dist::same_name(&name, parsed.name().as_str()));
    if !has_name
        || text("version") != Some(parsed.version().to_string())
        || text("metadata_version").is_none()
    {
        return wrong("Start filename for 'x' with 'x'.");
    }
    match files.get(file) {
        Some(here) if here == bytes => Ok(()),
        Some(_) => wrong(&format!(
            "File already exists ('{file}', with blake2_256 hash '…')."
        )),
        None => {
            files.insert(file.clone(), bytes.clone());
            Ok(())
        }
    }
}

fn refuse(status: u16, said: &str) -> Vec<u8> {
    answer(&format!("{status} {said}"), "text/plain", said.as_bytes())
}

fn answer(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    answer_with(status, &format!("content-type: {kind}\r\n"), body)
}

fn answer_with(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
