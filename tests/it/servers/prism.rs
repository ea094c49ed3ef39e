//! What is said to GitHub, and what the stand-in answers, by GitHub's own description of its API: Prism stands between the
//! two, and lets nothing pass that is otherwise.
use super::debian::{Running, free_port};
use crate::github::{publish, tagged, told, with_token};
use crate::publish::proposed;
use crate::support::github::{Github, Run};
use crate::support::text;
use crate::upload::{SDIST, WHEEL};
use release_guard::validate_dist::sample::sample;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Takes the paths of releases out of the description: the whole needs a minute to be read.
const CUT: &str = "
const fs = require('fs');
const whole = JSON.parse(fs.readFileSync('node_modules/@octokit/openapi/generated/api.github.com.json'));
const start = '/repos/{owner}/{repo}';
const wanted = ['', '/git/ref/{ref}', '/git/tags/{tag_sha}', '/actions/runs', '/actions/runs/{run_id}/jobs',
  '/pulls', '/pulls/{pull_number}', '/rules/branches/{branch}', '/branches/{branch}/protection'];
const paths = Object.keys(whole.paths).filter(path =>
  path.startsWith(start + '/releases') || wanted.some(end => path === start + end));
const cut = {openapi: whole.openapi, info: whole.info, paths: {}, components: {}};
for (const path of paths) cut.paths[path] = whole.paths[path];
const seen = new Set();
const follow = (value) => {
  if (Array.isArray(value)) return value.forEach(follow);
  if (!value || typeof value !== 'object') return;
  if (typeof value.$ref === 'string' && !seen.has(value.$ref)) {
    seen.add(value.$ref);
    const [, , kind, name] = value.$ref.split('/');
    (cut.components[kind] ||= {})[name] = whole.components[kind][name];
    follow(whole.components[kind][name]);
  }
  Object.entries(value).forEach(([key, inner]) => key === '$ref' || follow(inner));
};
follow(cut.paths);
fs.writeFileSync('releases.json', JSON.stringify(cut));
console.log(paths.length);
";

/// The folder with the pinned packages and the description of releases.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prism");
        std::fs::create_dir_all(&folder).unwrap();
        let run = |command: &mut Command| {
            let output = command
                .current_dir(&folder)
                .output()
                .expect("these tests need `npm` and `node`");
            assert!(output.status.success(), "{}", text(&output));
        };
        if !folder.join("node_modules/.bin/prism").is_file() {
            let npm = [
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefix",
                ".",
            ];
            run(Command::new("npm")
                .args(npm)
                .args(["@octokit/openapi@23.0.2", "@stoplight/prism-cli@5.14.2"]));
        }
        run(Command::new("node").args(["-e", CUT]));
        folder
    })
}

/// Prism in front of a stand-in, and its address.
fn between(github: &Github) -> (Running, String) {
    let port = free_port();
    let mut prism = Command::new(folder().join("node_modules/.bin/prism"));
    prism.args([
        "proxy",
        "--errors",
        "-h",
        "127.0.0.1",
        "-p",
        &port.to_string(),
    ]);
    prism
        .arg(folder().join("releases.json"))
        .arg(github.server.url());
    prism.stdout(Stdio::null()).stderr(Stdio::null());
    let running = Running::start(&mut prism, port, Duration::from_secs(120));
    let url = format!("http://127.0.0.1:{port}");
    github.change(|state| state.base.clone_from(&url));
    (running, url)
}

#[test]
fn every_request_and_every_answer_is_as_github_describes_them() {
    let scratch = tagged().with_remote();
    scratch.git(&["push", "-q", "origin", "v1.0"]);
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    let github = Github::start("v1.0", &commit);
    github.change(|state| {
        state.tags = [("v1.0".to_owned(), ("tag", "8".repeat(40)))].into();
        // Prism takes every body for text.
        state.spoiled = [WHEEL, SDIST]
            .map(|name| (name.to_owned(), sample(name, &[])))
            .into();
        state.objects = [("8".repeat(40), commit)].into();
        state.publish(
            "v0.9",
            "demo 0.9",
            &[("demo-0.9-py3-none-any.whl", b"x".to_vec())],
        );
    });
    let (_prism, url) = between(&github);
    // What is not as described is refused here, or this test would show nothing.
    let asked = Command::new("node")
        .args(["-e", "fetch(process.argv[1], {method: 'POST', headers: {'content-type': 'application/json'}, body: '{\"tag_name\": \"v1\", \"draft\": \"yes\"}'}).then(answer => console.log(answer.status))"])
        .arg(format!("{url}/repos/octo/demo/releases"))
        .output()
        .unwrap();
    assert_eq!(text(&asked).trim(), "422");
    let (status, out, said) = publish(&scratch, &url, &["--yes", "--draft", "--notes", "both"]);
    assert_eq!(status, 0, "{out}{said}");
    github.change(|state| {
        let assets = &mut state.releases[1].assets;
        let other = assets.iter_mut().find(|asset| asset.name == SDIST).unwrap();
        other.bytes = b"other".to_vec();
    });
    let (status, out, said) = publish(&scratch, &url, &["--yes", "--discussion", "Announcements"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(out.starts_with("demo 1.0 is released: "), "{out}");
    let runs = Run {
        file: "publish.yml",
        status: "completed",
        conclusion: Some("failure"),
        jobs: vec![("upload", "failure")],
    };
    github.change(|state| state.runs = [vec![runs]].into());
    let mut status = with_token(&scratch, &url, &["status", "v1.0", "--format", "json"]);
    let (_, out, said) = told(&scratch, &mut status);
    assert!(
        out.contains("\"failed_jobs\": [\n        \"upload\""),
        "{out}{said}"
    );
    let mut asked = github.asked();
    for line in &mut asked {
        *line = line
            .split('/')
            .map(|part| {
                if part.parse::<u64>().is_ok() {
                    "N"
                } else {
                    part
                }
            })
            .collect::<Vec<_>>()
            .join("/");
    }
    asked.sort();
    asked.dedup();
    let repository = "/repos/octo/demo";
    let tag = "8".repeat(40);
    assert_eq!(
        asked,
        [
            format!("DELETE {repository}/releases/assets/N"),
            format!("GET {repository}"),
            format!("GET {repository}/actions/runs"),
            format!("GET {repository}/actions/runs/N/jobs"),
            format!("GET {repository}/git/ref/tags%2Fv1.0"),
            format!("GET {repository}/git/tags/{tag}"),
            format!("GET {repository}/releases"),
            format!("GET {repository}/releases/N"),
            format!("GET {repository}/releases/N/assets"),
            format!("PATCH {repository}/releases/N"),
            format!("POST {repository}/releases"),
            format!("POST {repository}/releases/N/assets"),
            format!("POST {repository}/releases/generate-notes"),
        ]
    );
}

#[test]
fn pull_requests_are_asked_for_as_github_describes_them() {
    let (scratch, github) = proposed::project();
    let (_prism, url) = between(&github);
    let mut publish = |args: &[&str]| {
        let (status, out, said) = told(&scratch, &mut with_token(&scratch, &url, args));
        assert_eq!(status, 0, "{out}{said}");
        out
    };
    publish(&["release", "patch", "--push", "--dry-run"]);
    github.change(|state| state.pulls.wants_reviews = true);
    publish(&["release", "patch", "--push", "--dry-run"]);
    github.change(|state| state.pulls.rules = vec!["pull_request"]);
    let proposal = ["release", "patch", "--push", "--yes"];
    publish(&proposal);
    github.change(|state| state.pulls.close(1));
    publish(&proposal);
    let out = publish(&["abort", "--yes"]);
    assert_eq!(out, "acme-platform 1.0.46 is no longer proposed\n");
    let mut asked = github.asked();
    asked.sort();
    asked.dedup();
    let repository = "/repos/octo/demo";
    assert_eq!(
        asked,
        [
            format!("GET {repository}/branches/main/protection"),
            format!("GET {repository}/pulls"),
            format!("GET {repository}/rules/branches/main"),
            format!("PATCH {repository}/pulls/1"),
            format!("POST {repository}/pulls"),
        ]
    );
}
