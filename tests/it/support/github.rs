//! A stand-in for GitHub on this machine: releases and assets with their state, and it fails when told to.
//!
//! Drafts are shown only to who may write and never by tag, digests are told, names are rewritten, immutable releases
//! refuse, lists have pages.
use super::http::{Asked, Said, Server};
use super::pulls::{self, Pulls};
use release_guard::dist::Sha256;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The token that may do everything.
pub const TOKEN: &str = "ghs_secret/of+tests";

/// What goes wrong with a request that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is done, and the connection is cut.
    CutAfter,
    /// Nothing is done, and the connection is cut.
    CutBefore,
    /// An upload leaves an empty asset, and the answer is 502.
    Starter,
    /// Nothing is done: a secondary limit, which asks to wait a second.
    Secondary,
    /// Nothing is done: all requests of this hour are used up, and the next hour is far.
    UsedUp,
}

#[derive(Debug, Clone)]
pub struct Asset {
    pub id: u64,
    pub name: String,
    pub label: Option<String>,
    pub is_whole: bool,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone)]
pub struct Release {
    pub id: u64,
    pub tag: String,
    pub fields: Value,
    pub is_draft: bool,
    pub is_immutable: bool,
    pub assets: Vec<Asset>,
}

/// A run of a workflow, on the commit of the tag that is asked for.
#[derive(Debug, Clone)]
pub struct Run {
    pub file: &'static str,
    pub status: &'static str,
    pub conclusion: Option<&'static str>,
    /// Its jobs, each with how it ended.
    pub jobs: Vec<(&'static str, &'static str)>,
}

#[derive(Debug)]
pub struct State {
    /// The runs of each tag, as they are seen by each look at them; the last look stays.
    pub runs: VecDeque<Vec<Run>>,
    pub releases: Vec<Release>,
    /// The tags, each with the kind and the id of its object.
    pub tags: BTreeMap<String, (&'static str, String)>,
    /// The bare repository in which tags are looked up, too.
    pub remote: Option<PathBuf>,
    /// What annotated tags are of.
    pub objects: BTreeMap<String, String>,
    pub is_private: bool,
    pub may_push: bool,
    pub makes_immutable: bool,
    pub pulls: Pulls,
    pub tells_digests: bool,
    /// Answers 404 to whoever would make a release, as for a commit that changes workflows.
    pub wants_workflow_rights: bool,
    pub faults: VecDeque<Fault>,
    /// The requests, in order.
    pub asked: Vec<String>,
    /// The request at which the server stops for ever, and whether it is carried out.
    pub stop: Option<(usize, bool)>,
    pub page: usize,
    /// What files of these names are, where a proxy in between spoils them on their way.
    pub spoiled: BTreeMap<String, Vec<u8>>,
    /// Where the server is, as others see it.
    pub base: String,
    last: u64,
}

/// The server; it ends when dropped.
pub struct Github {
    pub server: Server,
    pub state: Arc<Mutex<State>>,
    has_stopped: Arc<AtomicBool>,
}

impl Github {
    /// Starts one with the repository `octo/demo`, in which a tag is of a commit.
    pub fn start(tag: &str, commit: &str) -> Self {
        let state = Arc::new(Mutex::new(State {
            runs: VecDeque::new(),
            releases: Vec::new(),
            tags: [(tag.to_owned(), ("commit", commit.to_owned()))].into(),
            remote: None,
            objects: BTreeMap::new(),
            is_private: false,
            may_push: true,
            makes_immutable: false,
            pulls: Pulls::default(),
            tells_digests: true,
            wants_workflow_rights: false,
            faults: VecDeque::new(),
            asked: Vec::new(),
            stop: None,
            page: 100,
            spoiled: BTreeMap::new(),
            base: String::new(),
            last: 0,
        }));
        let has_stopped: Arc<AtomicBool> = Arc::default();
        let (own, flag) = (state.clone(), has_stopped.clone());
        let server = Server::start(move |_, asked| serve(asked, &own, &flag));
        state.lock().unwrap().base = server.url();
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

impl State {
    /// The kind and the id of a tag's object, or of its commit where it was pushed.
    fn tag(&self, name: &str) -> Option<(&'static str, String)> {
        if let Some(tag) = self.tags.get(name) {
            return Some(tag.clone());
        }
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(self.remote.as_ref()?);
        git.args(["rev-parse", "-q", "--verify"]);
        let answer = git.arg(format!("refs/tags/{name}^{{}}")).output().unwrap();
        let commit = String::from_utf8(answer.stdout).unwrap();
        answer
            .status
            .success()
            .then(|| ("commit", commit.trim().to_owned()))
    }

    /// Puts a published release with these files there.
    pub fn publish(&mut self, tag: &str, title: &str, files: &[(&str, Vec<u8>)]) {
        let first = 1000 * (self.last + 1);
        let release = self.add(tag, false);
        release.fields["name"] = json!(title);
        for (id, (name, bytes)) in (first..).zip(files) {
            release.assets.push(Asset {
                id,
                name: (*name).into(),
                label: None,
                is_whole: true,
                bytes: bytes.clone(),
            });
        }
    }

    /// Puts a release there.
    pub fn add(&mut self, tag: &str, is_draft: bool) -> &mut Release {
        self.last += 1;
        self.releases.push(Release {
            id: self.last,
            tag: tag.into(),
            fields: json!({"name": tag, "body": "by hand", "prerelease": false}),
            is_draft,
            is_immutable: false,
            assets: Vec::new(),
        });
        self.releases.last_mut().unwrap()
    }
}

fn serve(asked: &Asked, state: &Mutex<State>, has_stopped: &AtomicBool) -> Option<Said> {
    let mut state = state.lock().unwrap();
    let base = state.base.trim_end_matches('/').to_owned();
    state.asked.push(format!("{} {}", asked.method, asked.path));
    let stop = state.stop.filter(|(at, _)| *at == state.asked.len());
    let said = match stop {
        Some((_, false)) => None,
        _ => faulty(asked, &mut state, &base),
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

fn faulty(asked: &Asked, state: &mut State, base: &str) -> Option<Said> {
    if asked.method == "GET" {
        return Some(answer(asked, state, base));
    }
    let is_upload = asked.path.ends_with("/assets");
    let fault = match state.faults.front() {
        Some(Fault::Starter) if !is_upload => None,
        _ => state.faults.pop_front(),
    };
    match fault {
        Some(Fault::CutBefore) => None,
        Some(Fault::CutAfter) => {
            answer(asked, state, base);
            None
        }
        Some(Fault::Secondary) => {
            let text = "You have exceeded a secondary rate limit. Please wait.";
            Some(refuse(403, text).with("retry-after", "1"))
        }
        Some(Fault::UsedUp) => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let reset = (now.unwrap().as_secs() + 3600).to_string();
            let said = refuse(403, "API rate limit exceeded for installation ID 1.");
            Some(
                said.with("x-ratelimit-remaining", "0")
                    .with("x-ratelimit-reset", &reset),
            )
        }
        Some(Fault::Starter) => {
            answer(asked, state, base);
            let asset = state
                .releases
                .iter_mut()
                .flat_map(|release| &mut release.assets);
            let asset = asset.max_by_key(|asset| asset.id).unwrap();
            (asset.is_whole, asset.bytes) = (false, Vec::new());
            Some(refuse(502, "Bad Gateway"))
        }
        None => Some(answer(asked, state, base)),
    }
}

fn answer(asked: &Asked, state: &mut State, base: &str) -> Said {
    let who = asked.header("authorization");
    if who.is_some_and(|who| who != format!("Bearer {TOKEN}")) {
        return refuse(401, "Bad credentials");
    }
    let sees_drafts = who.is_some() && state.may_push;
    if let Some(file) = asked.path.strip_prefix("/octo/demo/releases/download/") {
        return downloaded(file, state);
    }
    if asked.path == "/graphql" && who.is_some() {
        return pulls::graphql(asked, state);
    }
    let path = asked.path.strip_prefix("/repos/octo/demo");
    let Some(path) = path.filter(|_| who.is_some() || !state.is_private) else {
        return refuse(404, "Not Found");
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    if asked.method != "GET" && who.is_none() {
        return refuse(401, "Requires authentication");
    }
    if asked.method != "GET" && !state.may_push {
        return refuse(403, "Resource not accessible by integration");
    }
    if let Some(said) = pulls::answer(asked, &parts, state, base) {
        return said;
    }
    match (asked.method.as_str(), parts.as_slice()) {
        ("GET", []) => Said::json(200, &repository(state, base)),
        ("GET", ["git", "ref", name]) => {
            let name = release_guard::http::decoded(name);
            match state.tag(name.trim_start_matches("tags/")) {
                Some((kind, sha)) => Said::json(200, &reference(base, &name, kind, &sha)),
                None => refuse(404, "Not Found"),
            }
        }
        ("GET", ["git", "tags", sha]) => {
            Said::json(200, &tag_object(base, sha, &state.objects[*sha]))
        }
        ("GET", ["actions", "runs"]) => {
            let tag = asked.value("branch").unwrap().to_owned();
            let commit = state.tag(&tag).unwrap().1;
            let commit = state.objects.get(&commit).unwrap_or(&commit).clone();
            let seen = match state.runs.len() {
                0 | 1 => state.runs.front().cloned(),
                _ => state.runs.pop_front(),
            };
            let runs = seen.unwrap_or_default();
            let all = (1..).zip(&runs);
            let all: Vec<Value> = all
                .map(|(id, run)| run_json(id, run, &tag, &commit, state, base))
                .collect();
            Said::json(
                200,
                &json!({"total_count": all.len(), "workflow_runs": all}),
            )
        }
        ("GET", ["actions", "runs", id, "jobs"]) => {
            let run = &state.runs[0][id.parse::<usize>().unwrap() - 1];
            let jobs: Vec<Value> = (1..)
                .zip(&run.jobs)
                .map(|(at, job)| job_json(at, job, base))
                .collect();
            Said::json(200, &json!({"total_count": jobs.len(), "jobs": jobs}))
        }
        ("GET", ["releases"]) => {
            let seen = state
                .releases
                .iter()
                .rev()
                .filter(|release| sees_drafts || !release.is_draft);
            let all = seen
                .map(|release| release_json(release, state, base))
                .collect();
            paged(asked, all, state.page, base)
        }
        ("GET", ["releases", "tags", tag]) => {
            let found = state
                .releases
                .iter()
                .find(|release| !release.is_draft && release.tag == *tag);
            found.map_or(refuse(404, "Not Found"), |release| {
                Said::json(200, &release_json(release, state, base))
            })
        }
        ("POST", ["releases"]) => create(&asked.json(), state, base),
        ("POST", ["releases", "generate-notes"]) => {
            let since = asked.json()["previous_tag_name"]
                .as_str()
                .unwrap_or("the start")
                .to_owned();
            let body = format!("## What's Changed\r\n* since {since}\r\n");
            Said::json(200, &json!({"name": "x", "body": body}))
        }
        ("GET", ["releases", "assets", id]) => {
            let all = state.releases.iter().flat_map(|release| &release.assets);
            match all.into_iter().find(|asset| asset.id.to_string() == *id) {
                Some(asset) => Said {
                    body: asset.bytes.clone(),
                    ..Said::status(200).with("content-type", "application/octet-stream")
                },
                None => refuse(404, "Not Found"),
            }
        }
        ("DELETE", ["releases", "assets", id]) => {
            for release in &mut state.releases {
                release.assets.retain(|asset| asset.id.to_string() != *id);
            }
            Said::status(204)
        }
        (method, ["releases", id, rest @ ..]) => {
            let Some(at) = state
                .releases
                .iter()
                .position(|release| release.id.to_string() == *id)
            else {
                return refuse(404, "Not Found");
            };
            of_release(method, rest, asked, state, at, base)
        }
        _ => refuse(404, "Not Found"),
    }
}

/// What a browser gets, which never has a token.
fn downloaded(file: &str, state: &State) -> Said {
    let (tag, name) = file.split_once('/').unwrap();
    let shown = |release: &&Release| !release.is_draft && !state.is_private && release.tag == tag;
    let assets = state
        .releases
        .iter()
        .filter(shown)
        .flat_map(|release| &release.assets);
    match assets.into_iter().find(|asset| asset.name == name) {
        Some(asset) => Said {
            body: asset.bytes.clone(),
            ..Said::status(200).with("content-type", "application/octet-stream")
        },
        None => refuse(404, "Not Found"),
    }
}

fn of_release(
    method: &str,
    rest: &[&str],
    asked: &Asked,
    state: &mut State,
    at: usize,
    base: &str,
) -> Said {
    match (method, rest) {
        ("GET", []) => Said::json(200, &release_json(&state.releases[at], state, base)),
        ("DELETE", []) => {
            state.releases.remove(at);
            Said::status(204)
        }
        ("PATCH", []) => {
            let is_immutable = state.makes_immutable;
            let release = &mut state.releases[at];
            let body = asked.json();
            for (key, value) in body.as_object().unwrap() {
                match key.as_str() {
                    "draft" if release.is_immutable && value == true => {
                        return refuse(422, "state cannot be changed when release is immutable");
                    }
                    "draft" => {
                        release.is_draft = value == true;
                        release.is_immutable = is_immutable && !release.is_draft;
                    }
                    "tag_name" => release.tag = value.as_str().unwrap().into(),
                    "discussion_category_name" if value != "Announcements" => {
                        return refuse(422, "Discussion category not found");
                    }
                    key => release.fields[key] = value.clone(),
                }
            }
            Said::json(200, &release_json(&state.releases[at], state, base))
        }
        ("GET", ["assets"]) => {
            let release = &state.releases[at];
            let all = release
                .assets
                .iter()
                .map(|asset| asset_json(asset, release, state, base));
            paged(asked, all.collect(), state.page, base)
        }
        ("POST", ["assets"]) => upload(asked, state, at, base),
        _ => refuse(404, "Not Found"),
    }
}

fn create(body: &Value, state: &mut State, base: &str) -> Said {
    if state.wants_workflow_rights {
        return refuse(404, "Not Found");
    }
    let tag = body["tag_name"].as_str().unwrap();
    if state
        .releases
        .iter()
        .any(|release| !release.is_draft && release.tag == tag)
    {
        return invalid("Release", "tag_name");
    }
    let is_draft = body["draft"] == true;
    let release = state.add(tag, is_draft);
    for key in ["name", "body", "prerelease", "target_commitish"] {
        release.fields[key] = body[key].clone();
    }
    let release = release.clone();
    Said::json(201, &release_json(&release, state, base))
}

fn upload(asked: &Asked, state: &mut State, at: usize, base: &str) -> Said {
    let name = asked.value("name").unwrap();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
    let name: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '.' })
        .collect();
    if state.releases[at].is_immutable {
        return refuse(422, "Cannot upload assets to an immutable release.");
    }
    if state.releases[at]
        .assets
        .iter()
        .any(|asset| asset.name == name)
    {
        return invalid("ReleaseAsset", "name");
    }
    state.last += 1;
    let bytes = state.spoiled.get(&name).unwrap_or(&asked.body).clone();
    let asset = Asset {
        id: state.last,
        name,
        label: asked.value("label").map(str::to_owned),
        is_whole: true,
        bytes,
    };
    state.releases[at].assets.push(asset.clone());
    Said::json(201, &asset_json(&asset, &state.releases[at], state, base))
}

fn paged(asked: &Asked, all: Vec<Value>, most: usize, base: &str) -> Said {
    let number = |name: &str, usual| {
        asked
            .value(name)
            .map_or(usual, |text| text.parse().unwrap())
    };
    let (size, page): (usize, usize) = (number("per_page", 30).min(most), number("page", 1));
    let shown: Vec<Value> = all
        .iter()
        .skip(size * (page - 1))
        .take(size)
        .cloned()
        .collect();
    let said = Said::json(200, &shown.into());
    match all.len() > size * page {
        true => said.with(
            "link",
            &format!(
                "<{base}{}?page={}>; rel=\"next\", <{base}>; rel=\"last\"",
                asked.path,
                page + 1
            ),
        ),
        false => said,
    }
}

pub fn refuse(status: u16, message: &str) -> Said {
    Said::json(
        status,
        &json!({"message": message, "documentation_url": "https://docs.github.com/rest"}),
    )
}

fn invalid(resource: &str, field: &str) -> Said {
    let error = json!({"resource": resource, "code": "already_exists", "field": field});
    Said::json(
        422,
        &json!({"message": "Validation Failed", "errors": [error], "documentation_url": "https://docs.github.com/rest"}),
    )
}

pub const TIME: &str = "2026-01-02T03:04:05Z";

pub fn user(base: &str) -> Value {
    let mut user = json!({"login": "octo", "id": 1, "node_id": "U", "gravatar_id": "", "type": "User", "site_admin": false});
    for key in [
        "avatar",
        "events",
        "followers",
        "following",
        "gists",
        "html",
        "organizations",
        "received_events",
        "repos",
        "starred",
        "subscriptions",
    ] {
        user[format!("{key}_url")] = json!(format!("{base}/octo/{key}"));
    }
    user["url"] = json!(format!("{base}/users/octo"));
    user
}

fn release_json(release: &Release, state: &State, base: &str) -> Value {
    let here = format!("{base}/repos/octo/demo/releases/{}", release.id);
    let (tag, kind) = (
        &release.tag,
        if release.is_draft {
            "untagged-1"
        } else {
            release.tag.as_str()
        },
    );
    let assets: Vec<Value> = release
        .assets
        .iter()
        .map(|asset| asset_json(asset, release, state, base))
        .collect();
    let mut told = json!({
        "url": here, "assets_url": format!("{here}/assets"), "upload_url": format!("{here}/assets{{?name,label}}"),
        "html_url": format!("https://github.com/octo/demo/releases/tag/{kind}"),
        "id": release.id, "node_id": "R", "tag_name": tag, "target_commitish": "main", "draft": release.is_draft,
        "immutable": release.is_immutable, "created_at": TIME, "author": user(base), "assets": assets,
        "published_at": if release.is_draft { Value::Null } else { json!(TIME) },
        "tarball_url": format!("{here}/tarball"), "zipball_url": format!("{here}/zipball"),
    });
    for key in ["name", "body", "prerelease", "target_commitish"] {
        if let Some(value) = release.fields.get(key) {
            told[key] = value.clone();
        }
    }
    told
}

fn asset_json(asset: &Asset, release: &Release, state: &State, base: &str) -> Value {
    let digest = format!("sha256:{}", Sha256::of(&asset.bytes));
    json!({
        "url": format!("{base}/repos/octo/demo/releases/assets/{}", asset.id), "id": asset.id, "node_id": "A",
        "name": asset.name, "label": asset.label, "state": if asset.is_whole { "uploaded" } else { "starter" },
        "size": asset.bytes.len(), "digest": Some(digest).filter(|_| state.tells_digests && asset.is_whole),
        "content_type": "application/octet-stream", "download_count": 0, "created_at": TIME, "updated_at": TIME,
        "uploader": user(base),
        "browser_download_url": format!("{base}/octo/demo/releases/download/{}/{}", release.tag, asset.name),
    })
}

fn run_json(id: u64, run: &Run, tag: &str, commit: &str, state: &State, base: &str) -> Value {
    let here = format!("{base}/repos/octo/demo/actions/runs/{id}");
    let person = json!({"name": "octo", "email": "octo@example.com"});
    let mut told = json!({
        "id": id, "node_id": "W", "name": "Publish", "run_number": 1, "run_attempt": 1, "event": "push", "display_title": "Publish",
        "head_branch": tag, "head_sha": commit, "path": format!(".github/workflows/{}", run.file), "workflow_id": 1,
        "status": run.status, "conclusion": run.conclusion, "check_suite_id": 1, "check_suite_node_id": "C", "pull_requests": [],
        "created_at": TIME, "updated_at": TIME, "run_started_at": TIME, "url": here,
        "html_url": format!("https://github.com/octo/demo/actions/runs/{id}"), "previous_attempt_url": null,
        "actor": user(base), "triggering_actor": user(base), "repository": repository(state, base), "head_repository": repository(state, base),
        "head_commit": {"id": commit, "tree_id": commit, "message": "Release", "timestamp": TIME, "author": person, "committer": person},
        "workflow_url": format!("{base}/repos/octo/demo/actions/workflows/1"),
    });
    for key in [
        "jobs",
        "logs",
        "check_suite",
        "artifacts",
        "cancel",
        "rerun",
    ] {
        told[format!("{key}_url")] = json!(format!("{here}/{key}"));
    }
    told
}

fn job_json(id: u64, (name, conclusion): &(&str, &str), base: &str) -> Value {
    let here = format!("{base}/repos/octo/demo/actions/jobs/{id}");
    json!({
        "id": id, "run_id": 1, "run_url": here, "node_id": "J", "head_sha": "1", "url": here, "html_url": here,
        "status": "completed", "conclusion": conclusion, "created_at": TIME, "started_at": TIME, "completed_at": TIME, "name": name,
        "check_run_url": here, "labels": [], "runner_id": null, "runner_name": null, "runner_group_id": null, "runner_group_name": null,
        "workflow_name": "Publish", "head_branch": "v1.0",
    })
}

fn reference(base: &str, name: &str, kind: &str, sha: &str) -> Value {
    let url = format!("{base}/repos/octo/demo/git/refs/{name}");
    json!({"ref": format!("refs/{name}"), "node_id": "T", "url": url, "object": {"type": kind, "sha": sha, "url": url}})
}

fn tag_object(base: &str, sha: &str, commit: &str) -> Value {
    let url = format!("{base}/repos/octo/demo/git/tags/{sha}");
    json!({
        "sha": sha, "node_id": "T", "url": url, "tag": "v1.0", "message": "Release",
        "tagger": {"date": TIME, "email": "a@example.com", "name": "A"},
        "object": {"type": "commit", "sha": commit, "url": url},
    })
}

pub fn repository(state: &State, base: &str) -> Value {
    let mut told = json!({
        "id": 1, "node_id": "D", "name": "demo", "full_name": "octo/demo", "owner": user(base), "private": state.is_private,
        "description": null, "fork": false, "default_branch": "main", "homepage": null, "language": null, "mirror_url": null,
        "license": null, "has_issues": true, "has_projects": true, "has_wiki": true, "has_pages": false, "has_discussions": true, "has_downloads": true,
        "archived": false, "disabled": false, "pushed_at": TIME, "created_at": TIME, "updated_at": TIME,
        "permissions": {"admin": false, "pull": true, "push": state.may_push},
    });
    for key in [
        "archive",
        "assignees",
        "blobs",
        "branches",
        "collaborators",
        "comments",
        "commits",
        "compare",
        "contents",
        "contributors",
        "deployments",
        "downloads",
        "events",
        "forks",
        "git_commits",
        "git_refs",
        "git_tags",
        "hooks",
        "html",
        "issue_comment",
        "issue_events",
        "issues",
        "keys",
        "labels",
        "languages",
        "merges",
        "milestones",
        "notifications",
        "pulls",
        "releases",
        "stargazers",
        "statuses",
        "subscribers",
        "subscription",
        "tags",
        "teams",
        "trees",
        "clone",
        "git",
        "ssh",
        "svn",
    ] {
        told[format!("{key}_url")] = json!(format!("{base}/{key}"));
    }
    told["url"] = json!(format!("{base}/repos/octo/demo"));
    for key in [
        "forks",
        "forks_count",
        "open_issues",
        "open_issues_count",
        "size",
        "stargazers_count",
        "watchers",
        "watchers_count",
        "network_count",
        "subscribers_count",
    ] {
        told[key] = json!(0);
    }
    told
}
