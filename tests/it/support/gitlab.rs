//! A stand-in for GitLab on this machine: a project's package registry and its releases, which fails when told to.
//!
//! It has no drafts, keeps two files of one name side by side, lets a job's token list tags but not look at the project,
//! refuses in GitLab's words and order, and its lists have pages.
use super::http::{Asked, Said, Server};
use release_guard::dist::Sha256;
use release_guard::http::decoded;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The token of a job that may do what a developer may.
pub const JOB: &str = "glcbt-secret/of+tests";

/// The token that a developer made.
pub const MADE: &str = "glpat-secret/of+tests";

/// What goes wrong with a request that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is done, and the connection is cut.
    CutAfter,
    /// Nothing is done, and the connection is cut.
    CutBefore,
    /// Nothing is done, and the answer is 502.
    Busy,
    /// Nothing is done, because too much is asked for; a second later it is not.
    Limited,
}

#[derive(Debug, Clone)]
pub struct File {
    pub id: u64,
    pub name: String,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone)]
pub struct Release {
    pub tag: String,
    pub fields: Value,
    pub links: Vec<Value>,
}

#[derive(Debug, Default)]
pub struct State {
    pub releases: Vec<Release>,
    /// The generic packages: their names and versions, with their files.
    pub packages: BTreeMap<(String, String), Vec<File>>,
    /// The tags, each with its commit.
    pub tags: BTreeMap<String, String>,
    pub is_private: bool,
    /// What whoever asks may not do, as GitLab says it: a path's part, a status, a message.
    pub refuses: Vec<(&'static str, u16, Value)>,
    pub hides_hashes: bool,
    pub faults: VecDeque<Fault>,
    /// The requests that came, in order.
    pub asked: Vec<String>,
    /// The request at which the server stops for ever, and whether it is carried out.
    pub stop: Option<(usize, bool)>,
    pub page: usize,
    last: u64,
}

/// The server; it ends when dropped.
pub struct Gitlab {
    pub server: Server,
    pub state: Arc<Mutex<State>>,
    has_stopped: Arc<AtomicBool>,
}

impl Gitlab {
    /// Starts one with the project `octo/sub/demo`, in which a tag is of a commit.
    pub fn start(tag: &str, commit: &str) -> Self {
        let state = Arc::new(Mutex::new(State {
            tags: [(tag.to_owned(), commit.to_owned())].into(),
            page: 100,
            ..State::default()
        }));
        let has_stopped: Arc<AtomicBool> = Arc::default();
        let (own, flag) = (state.clone(), has_stopped.clone());
        let server = Server::start(move |_, asked| serve(asked, &own, &flag));
        Self {
            server,
            state,
            has_stopped,
        }
    }

    /// Whether it came to the request at which it stops.
    pub fn has_stopped(&self) -> bool {
        self.has_stopped.load(Ordering::SeqCst)
    }

    /// Goes on answering.
    pub fn go_on(&self) {
        self.state.lock().unwrap().stop = None;
        self.has_stopped.store(false, Ordering::SeqCst);
    }

    /// Takes the list of requests, which starts anew.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }
}

fn serve(asked: &Asked, state: &Mutex<State>, has_stopped: &AtomicBool) -> Option<Said> {
    let mut state = state.lock().unwrap();
    state.asked.push(format!("{} {}", asked.method, asked.path));
    let stop = state.stop.filter(|(at, _)| *at == state.asked.len());
    let said = match stop {
        Some((_, false)) => None,
        _ => faulty(asked, &mut state),
    };
    drop(state);
    if stop.is_some() {
        has_stopped.store(true, Ordering::SeqCst);
        while has_stopped.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        return None;
    }
    said
}

fn faulty(asked: &Asked, state: &mut State) -> Option<Said> {
    if asked.method == "GET" {
        return Some(answer(asked, state));
    }
    match state.faults.pop_front() {
        Some(Fault::CutBefore) => None,
        Some(Fault::CutAfter) => {
            answer(asked, state);
            None
        }
        Some(Fault::Busy) => Some(Said::status(502)),
        Some(Fault::Limited) => Some(Said::status(429).with("retry-after", "1")),
        None => Some(answer(asked, state)),
    }
}

fn answer(asked: &Asked, state: &mut State) -> Said {
    let is_job = asked.header("job-token") == Some(JOB);
    let is_made = asked.header("authorization") == Some(&format!("Bearer {MADE}"));
    let is_named = ["job-token", "authorization"]
        .iter()
        .any(|name| asked.header(name).is_some());
    if is_named && !is_job && !is_made {
        return refuse(401, "401 Unauthorized");
    }
    let path = asked
        .path
        .strip_prefix("/api/v4/projects/octo%2Fsub%2Fdemo");
    let Some(path) = path.filter(|_| is_job || is_made || !state.is_private) else {
        return refuse(404, "404 Project Not Found");
    };
    if asked.method != "GET" && !is_job && !is_made {
        return refuse(401, "401 Unauthorized");
    }
    let mut refused = state.refuses.iter();
    let told = format!("{} {path}", asked.method);
    if let Some((_, status, said)) = refused.find(|(part, ..)| told.contains(part)) {
        return Said::json(*status, said);
    }
    let parts: Vec<String> = path.split('/').skip(1).map(decoded).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("GET", []) if is_job => refuse(404, "404 Project Not Found"),
        ("GET", []) => Said::json(
            200,
            &json!({"id": 7, "path_with_namespace": "octo/sub/demo"}),
        ),
        ("GET", ["repository", "tags"]) => {
            let wanted = asked.value("search").unwrap().trim_start_matches('^');
            let found = state.tags.iter().filter(|(tag, _)| tag.starts_with(wanted));
            let all = found.map(|(tag, commit)| json!({"name": tag, "commit": {"id": commit}}));
            paged(asked, all.collect(), state.page)
        }
        (_, ["packages", rest @ ..]) => packages(asked, rest, state),
        ("GET", ["releases"]) => {
            let all = state.releases.iter().map(|release| shown(release, state));
            paged(asked, all.collect(), state.page)
        }
        ("POST", ["releases"]) => create(&asked.json(), state),
        (method, ["releases", tag, rest @ ..]) => of_release(method, tag, rest, asked, state),
        _ => refuse(404, "404 Not Found"),
    }
}

fn packages(asked: &Asked, rest: &[&str], state: &mut State) -> Said {
    let id_of = |at: usize| (at as u64 + 1) * 10;
    let at = |id: &str| (0..).map(id_of).position(|own| own.to_string() == id);
    match (asked.method.as_str(), rest) {
        ("GET", []) => {
            let part = asked.value("package_name").unwrap();
            let all = state.packages.keys().enumerate();
            let found = all.filter(|(_, (name, _))| name.contains(part));
            let all = found.map(|(at, (name, version))| {
                json!({"id": id_of(at), "name": name, "version": version, "package_type": "generic"})
            });
            paged(asked, all.collect(), state.page)
        }
        ("GET", [id, "package_files"]) => {
            let files = state.packages.values().nth(at(id).unwrap()).unwrap();
            let hash = |file: &File| match state.hides_hashes {
                true => Value::Null,
                false => json!(Sha256::of(&file.bytes).to_string()),
            };
            let all = files.iter().map(|file| {
                json!({"id": file.id, "file_name": file.name, "size": file.bytes.len(), "file_sha256": hash(file)})
            });
            paged(asked, all.collect(), state.page)
        }
        ("PUT", ["generic", name, version, file]) => {
            state.last += 1;
            let file = File {
                id: state.last,
                name: (*file).into(),
                bytes: asked.body.clone(),
            };
            let key = ((*name).into(), (*version).into());
            state.packages.entry(key).or_default().push(file);
            Said::json(201, &json!({"message": "201 Created"}))
        }
        ("GET", ["generic", name, version, file]) => {
            let files = &state.packages[&((*name).into(), (*version).into())];
            let found = files.iter().rfind(|own| own.name == *file).unwrap();
            Said {
                body: found.bytes.clone(),
                ..Said::status(200)
            }
        }
        ("DELETE", [id]) => {
            let key = state.packages.keys().nth(at(id).unwrap()).unwrap().clone();
            state.packages.remove(&key);
            Said::status(204)
        }
        _ => refuse(404, "404 Not Found"),
    }
}

fn create(body: &Value, state: &mut State) -> Said {
    let tag = body["tag_name"].as_str().unwrap();
    if state.releases.iter().any(|release| release.tag == tag) {
        return refuse(409, "Release already exists");
    }
    if !state.tags.contains_key(tag) {
        return refuse(422, "Ref is not specified");
    }
    let mut fields = json!({"released_at": "2026-01-02T03:04:05.000Z"});
    for key in ["name", "description", "released_at"] {
        if !body[key].is_null() {
            fields[key] = body[key].clone();
        }
    }
    let release = Release {
        tag: tag.into(),
        fields,
        links: body["assets"]["links"].as_array().unwrap().clone(),
    };
    state.releases.push(release.clone());
    Said::json(201, &shown(&release, state))
}

fn of_release(method: &str, tag: &str, rest: &[&str], asked: &Asked, state: &mut State) -> Said {
    let mut all = state.releases.iter_mut();
    let Some(release) = all.find(|release| release.tag == tag) else {
        return refuse(404, "404 Not Found");
    };
    match (method, rest) {
        ("GET", []) => {
            let release = release.clone();
            Said::json(200, &shown(&release, state))
        }
        ("PUT", []) => {
            for (key, value) in asked.json().as_object().unwrap() {
                release.fields[key] = value.clone();
            }
            let release = release.clone();
            Said::json(200, &shown(&release, state))
        }
        ("POST", ["assets", "links"]) => {
            let link = asked.json();
            if release.links.iter().any(|own| own["name"] == link["name"]) {
                let said = json!({"message": {"name": ["has already been taken"]}});
                return Said::json(400, &said);
            }
            release.links.push(link.clone());
            Said::json(201, &link)
        }
        _ => refuse(404, "404 Not Found"),
    }
}

fn shown(release: &Release, state: &State) -> Value {
    let mut shown = release.fields.clone();
    let time = shown["released_at"].as_str().unwrap();
    shown["upcoming_release"] = json!(time > "2029");
    shown["tag_name"] = json!(release.tag);
    shown["commit"] = json!({"id": state.tags.get(&release.tag)});
    shown["assets"] = json!({"count": 4 + release.links.len(), "links": release.links});
    shown
}

fn paged(asked: &Asked, all: Vec<Value>, most: usize) -> Said {
    let number = |name: &str| asked.value(name).unwrap().parse::<usize>().unwrap();
    let (size, page) = (number("per_page").min(most), number("page"));
    let shown: Vec<Value> = all
        .iter()
        .skip(size * (page - 1))
        .take(size)
        .cloned()
        .collect();
    let next = match all.len() > size * page {
        true => (page + 1).to_string(),
        false => String::new(),
    };
    Said::json(200, &shown.into()).with("x-next-page", &next)
}

fn refuse(status: u16, message: &str) -> Said {
    Said::json(status, &json!({"message": message}))
}
