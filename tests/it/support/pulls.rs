//! The part of the stand-in for GitHub that has to do with commits: pull requests that are really merged in a bare
//! repository, what branches ask for, and commits that GitHub makes.
use super::github::{State, TIME, refuse, repository, user};
use super::http::{Asked, Said};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a pull request is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Merge,
    Squash,
    /// Squashed, with nothing of the commit's message.
    SquashAnew,
    Rebase,
}

#[derive(Debug, Clone)]
pub struct Pull {
    pub number: u64,
    pub title: String,
    pub body: String,
    pub head: String,
    pub base: String,
    pub is_open: bool,
    pub is_merged: bool,
    /// What the branch was at when it was closed.
    left_at: String,
}

/// What the stand-in knows beside the bare repository.
#[derive(Debug, Default)]
pub struct Pulls {
    pub remote: PathBuf,
    pub all: Vec<Pull>,
    /// The types of the rules that `main` has.
    pub rules: Vec<&'static str>,
    /// Whether the protection of `main` asks for reviews.
    pub wants_reviews: bool,
    /// What GitHub says instead of making a commit.
    pub makes_no_commit: Option<&'static str>,
    /// Adds a byte to every file of a commit that it makes.
    pub spoils_commits: bool,
    /// Answers as where jobs may not open pull requests.
    pub opens_none: bool,
}

impl Pulls {
    fn git(&self, args: &[&str], input: &[u8]) -> Option<String> {
        git(&self.remote, args, input, &[])
    }

    /// What a branch is at.
    pub fn tip(&self, branch: &str) -> Option<String> {
        let name = format!("refs/heads/{branch}");
        self.git(&["rev-parse", "--verify", "--quiet", &name], b"")
    }

    /// Closes a pull request.
    pub fn close(&mut self, number: u64) {
        let tip = self.tip(&self.of(number).head.clone()).unwrap_or_default();
        let pull = self.of_mut(number);
        (pull.is_open, pull.left_at) = (false, tip);
    }

    pub fn of(&self, number: u64) -> &Pull {
        self.all.iter().find(|pull| pull.number == number).unwrap()
    }

    fn of_mut(&mut self, number: u64) -> &mut Pull {
        let mut all = self.all.iter_mut();
        all.find(|pull| pull.number == number).unwrap()
    }

    /// Merges a pull request; whether that could be done.
    pub fn merge(&mut self, number: u64, way: Way) -> bool {
        let pull = self.of(number).clone();
        let [onto, tip] = [&pull.base, &pull.head].map(|branch| self.tip(branch).unwrap());
        let mut asked = vec!["merge-tree", "--write-tree"];
        let parent = format!("{tip}^");
        let picked = format!("--merge-base={parent}");
        if way == Way::Rebase {
            asked.push(&picked);
        }
        let Some(tree) = self.git(&[&asked[..], &[&onto, &tip]].concat(), b"") else {
            return false;
        };
        let own = self.git(&["show", "-s", "--format=%B", &tip], b"").unwrap();
        let title = format!("{} (#{number})", pull.title);
        let body = own.split_once('\n').map_or("", |(_, body)| body).trim();
        let message = match way {
            Way::Merge => format!("Merge pull request #{number} from octo/{}", pull.head),
            Way::Squash => format!("{title}\n\n{body}"),
            Way::SquashAnew => title,
            Way::Rebase => own,
        };
        let mut made = vec!["commit-tree", "-p", &onto];
        if way == Way::Merge {
            made.extend(["-p", &tip]);
        }
        made.extend(["-F", "-", &tree]);
        let commit = self.git(&made, message.as_bytes()).unwrap();
        let name = format!("refs/heads/{}", pull.base);
        self.git(&["update-ref", &name, &commit], b"").unwrap();
        self.close(number);
        self.of_mut(number).is_merged = true;
        true
    }
}

fn git(dir: &Path, args: &[&str], input: &[u8], env: &[(&str, &str)]) -> Option<String> {
    let mut child = Command::new("git")
        .arg("--git-dir")
        .arg(dir)
        .args(args)
        .envs(env.iter().copied())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_NAME", "octo")
        .env("GIT_AUTHOR_EMAIL", "octo@example.com")
        .env("GIT_COMMITTER_NAME", "GitHub")
        .env("GIT_COMMITTER_EMAIL", "noreply@github.com")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    output.status.success().then(|| text.trim().to_owned())
}

/// Answers what has to do with commits; `None` for anything else.
pub fn answer(asked: &Asked, parts: &[&str], state: &mut State, base: &str) -> Option<Said> {
    for at in 0..state.pulls.all.len() {
        let pull = state.pulls.all[at].clone();
        if pull.is_open && state.pulls.tip(&pull.head).is_none() {
            state.pulls.close(pull.number);
        }
    }
    Some(match (asked.method.as_str(), parts) {
        ("GET", ["pulls"]) => {
            let (head, onto) = (asked.value("head")?, asked.value("base")?);
            let fits = |pull: &&Pull| format!("octo:{}", pull.head) == head && pull.base == onto;
            let found = state.pulls.all.iter().rev().filter(fits);
            let told: Vec<Value> = found.map(|pull| told(pull, state, base, false)).collect();
            Said::json(200, &told.into())
        }
        ("POST", ["pulls"]) => open(&asked.json(), state, base),
        ("PATCH", ["pulls", number]) => change(number.parse().ok()?, &asked.json(), state, base),
        ("GET", ["rules", "branches", branch]) => {
            let all = state.pulls.rules.iter().filter(|_| *branch == "main");
            let rules = all.map(|kind| rule(kind));
            Said::json(200, &rules.collect::<Vec<_>>().into())
        }
        ("GET", ["branches", _, "protection"]) => match state.pulls.wants_reviews {
            true => {
                let url = format!("{base}/repos/octo/demo/branches/main/protection");
                let reviews = json!({"url": url, "dismiss_stale_reviews": false, "require_code_owner_reviews": false});
                Said::json(
                    200,
                    &json!({"url": url, "required_pull_request_reviews": reviews}),
                )
            }
            false => refuse(404, "Branch not protected"),
        },
        _ => return None,
    })
}

fn rule(kind: &str) -> Value {
    let mut rule = json!({"type": kind, "ruleset_source_type": "Repository", "ruleset_source": "octo/demo", "ruleset_id": 1});
    if kind == "pull_request" {
        rule["parameters"] = json!({
            "dismiss_stale_reviews_on_push": false, "require_code_owner_review": false, "require_last_push_approval": false,
            "required_approving_review_count": 1, "required_review_thread_resolution": false,
        });
    }
    rule
}

fn open(body: &Value, state: &mut State, base: &str) -> Said {
    let text = |key: &str| body[key].as_str().unwrap().to_owned();
    let pulls = &mut state.pulls;
    if pulls.opens_none {
        return refuse(
            403,
            "GitHub Actions is not permitted to create or approve pull requests.",
        );
    }
    let (head, onto) = (text("head"), text("base"));
    let between = format!("{onto}..{head}");
    let count = pulls.git(&["rev-list", "--count", &between], b"");
    let is_same = |pull: &Pull| pull.is_open && pull.head == head && pull.base == onto;
    if count.is_none_or(|count| count == "0") || pulls.all.iter().any(is_same) {
        return refuse(422, "Validation Failed");
    }
    let pull = Pull {
        number: pulls.all.len() as u64 + 1,
        title: text("title"),
        body: text("body"),
        head,
        base: onto,
        is_open: true,
        is_merged: false,
        left_at: String::new(),
    };
    pulls.all.push(pull.clone());
    Said::json(201, &told(&pull, state, base, true))
}

fn change(number: u64, body: &Value, state: &mut State, base: &str) -> Said {
    let pulls = &mut state.pulls;
    let pull = pulls.of(number).clone();
    match body["state"].as_str() {
        Some("closed") => pulls.close(number),
        Some("open") if !pull.is_open => {
            let is_there = pulls.tip(&pull.head).is_some_and(|tip| tip == pull.left_at);
            if pull.is_merged || !is_there {
                return refuse(
                    422,
                    "state cannot be changed. The branch was force-pushed or recreated.",
                );
            }
            pulls.of_mut(number).is_open = true;
        }
        _ => {}
    }
    let pull = pulls.of_mut(number);
    if let Some(title) = body["title"].as_str() {
        pull.title = title.into();
    }
    if let Some(body) = body["body"].as_str() {
        pull.body = body.replace('\n', "\r\n");
    }
    let pull = pull.clone();
    Said::json(200, &told(&pull, state, base, true))
}

/// GitHub's mutation `createCommitOnBranch`.
pub fn graphql(asked: &Asked, state: &State) -> Said {
    let pulls = &state.pulls;
    let input = &asked.json()["variables"]["input"];
    let failed = |kind: &str, message: &str| {
        Said::json(
            200,
            &json!({"data": {"createCommitOnBranch": null}, "errors": [{"type": kind, "message": message}]}),
        )
    };
    if let Some(said) = pulls.makes_no_commit {
        return failed("FORBIDDEN", said);
    }
    let branch = input["branch"]["branchName"].as_str().unwrap();
    let expected = input["expectedHeadOid"].as_str().unwrap();
    if pulls.tip(branch).as_deref() != Some(expected) {
        return failed("STALE_DATA", "Expected branch to point to another commit");
    }
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let env = [("GIT_INDEX_FILE", index.to_str().unwrap())];
    let git = |args: &[&str], input: &[u8]| git(&pulls.remote, args, input, &env).unwrap();
    git(&["read-tree", expected], b"");
    for file in input["fileChanges"]["additions"].as_array().unwrap() {
        let mut bytes = BASE64_STANDARD
            .decode(file["contents"].as_str().unwrap())
            .unwrap();
        bytes.extend(pulls.spoils_commits.then_some(b'\n'));
        let blob = git(&["hash-object", "-w", "--stdin"], &bytes);
        let entry = format!("100644,{blob},{}", file["path"].as_str().unwrap());
        git(&["update-index", "--add", "--cacheinfo", &entry], b"");
    }
    let tree = git(&["write-tree"], b"");
    let [headline, body] = ["headline", "body"].map(|key| input["message"][key].as_str().unwrap());
    let message = format!("{headline}\n\n{body}\n");
    let commit = git(
        &["commit-tree", "-p", expected, "-F", "-", &tree],
        message.as_bytes(),
    );
    git(
        &[
            "update-ref",
            &format!("refs/heads/{branch}"),
            &commit,
            expected,
        ],
        b"",
    );
    Said::json(
        200,
        &json!({"data": {"createCommitOnBranch": {"commit": {"oid": commit}}}}),
    )
}

fn told(pull: &Pull, state: &State, base: &str, is_whole: bool) -> Value {
    let here = format!("{base}/repos/octo/demo/pulls/{}", pull.number);
    let end = |branch: &str| {
        json!({
            "label": format!("octo:{branch}"), "ref": branch, "sha": state.pulls.tip(branch).unwrap_or_default(),
            "user": user(base), "repo": repository(state, base),
        })
    };
    let time = |is_so: bool| if is_so { json!(TIME) } else { Value::Null };
    let mut told = json!({
        "url": here, "id": pull.number, "node_id": "P", "number": pull.number, "title": pull.title, "body": pull.body,
        "html_url": format!("https://github.com/octo/demo/pull/{}", pull.number),
        "diff_url": here, "patch_url": here, "issue_url": here, "commits_url": here, "review_comments_url": here,
        "review_comment_url": here, "comments_url": here, "statuses_url": here,
        "state": if pull.is_open { "open" } else { "closed" }, "locked": false, "user": user(base), "labels": [],
        "milestone": null, "assignee": null, "author_association": "OWNER", "auto_merge": null, "draft": false,
        "created_at": TIME, "updated_at": TIME, "closed_at": time(!pull.is_open), "merged_at": time(pull.is_merged),
        "merge_commit_sha": null, "head": end(&pull.head), "base": end(&pull.base), "_links": {},
    });
    let link = json!({"href": here});
    for name in [
        "self",
        "html",
        "issue",
        "comments",
        "review_comments",
        "review_comment",
        "commits",
        "statuses",
    ] {
        told["_links"][name] = link.clone();
    }
    if is_whole {
        for name in [
            "additions",
            "changed_files",
            "comments",
            "commits",
            "deletions",
            "review_comments",
        ] {
            told[name] = json!(0);
        }
        told["maintainer_can_modify"] = json!(false);
        told["mergeable"] = Value::Null;
        told["mergeable_state"] = json!("unknown");
        told["merged"] = json!(pull.is_merged);
        told["merged_by"] = Value::Null;
    }
    told
}
