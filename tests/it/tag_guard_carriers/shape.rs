//! The shapes that a push can have. Each carries something that is to be refused, where it can.
use super::carrier::{Pushed, Template};

/// What is done before a push, and the push.
pub struct Shape {
    pub name: &'static str,
    before: &'static [&'static [&'static str]],
    push: &'static [&'static str],
}

const fn shape(
    name: &'static str,
    before: &'static [&'static [&'static str]],
    push: &'static [&'static str],
) -> Shape {
    Shape { name, before, push }
}

const COMMIT: &[&str] = &["commit", "-q", "--allow-empty", "-m", "next"];
const TAG: &[&str] = &["tag", "v9.9.9"];
const ANNOTATED: &[&str] = &["tag", "-am", "9.9.9", "v9.9.9"];
const MOVE: &[&str] = &["tag", "-f", "v1.2.2"];

/// All of them, on a clone in which `main` declares 1.2.3 and is pushed, as are `v1.2.2` and `nightly` on the commit
/// before.
pub const SHAPES: &[Shape] = &[
    shape("good tag", &[&["tag", "v1.2.3"]], &["origin", "v1.2.3"]),
    shape(
        "lightweight tag on a pushed commit",
        &[TAG],
        &["origin", "v9.9.9"],
    ),
    shape(
        "annotated tag on a pushed commit",
        &[ANNOTATED],
        &["origin", "v9.9.9"],
    ),
    shape(
        "lightweight tag with new commits",
        &[COMMIT, TAG],
        &["origin", "v9.9.9"],
    ),
    shape(
        "annotated tag with new commits",
        &[COMMIT, ANNOTATED],
        &["origin", "v9.9.9"],
    ),
    shape(
        "v1.2.2^{}:refs/tags/v9.9.9",
        &[],
        &["origin", "v1.2.2^{}:refs/tags/v9.9.9"],
    ),
    shape(
        ":/version 1.2.3:refs/tags/v9.9.9",
        &[],
        &["origin", ":/version 1.2.3:refs/tags/v9.9.9"],
    ),
    shape(
        ":/version 1.2.3:refs/heads/x",
        &[],
        &["origin", ":/version 1.2.3:refs/heads/x"],
    ),
    shape("deleted", &[], &["origin", ":v1.2.2"]),
    shape("no release tag deleted", &[], &["origin", ":nightly"]),
    shape("moved without -f", &[MOVE], &["origin", "v1.2.2"]),
    shape("moved with -f", &[MOVE], &["-f", "origin", "v1.2.2"]),
    shape(
        "moved with -f to new commits",
        &[COMMIT, MOVE],
        &["-f", "origin", "v1.2.2"],
    ),
    shape(
        "branch, not a fast-forward",
        &[&["reset", "-q", "--hard", "HEAD~"], COMMIT],
        &["origin", "main"],
    ),
    shape("up to date", &[], &["origin", "main", "v1.2.2"]),
    shape("--dry-run", &[TAG], &["--dry-run", "origin", "v9.9.9"]),
    shape("--mirror", &[TAG], &["--mirror", "origin"]),
    shape(
        "--follow-tags, new commits",
        &[COMMIT, ANNOTATED],
        &["--follow-tags", "origin", "main"],
    ),
    shape(
        "--follow-tags, branch up to date",
        &[ANNOTATED],
        &["--follow-tags", "origin", "main"],
    ),
    shape(
        "--follow-tags, lightweight",
        &[COMMIT, TAG],
        &["--follow-tags", "origin", "main"],
    ),
    shape(
        "--tags, several",
        &[COMMIT, TAG, &["tag", "v9.9.8", "HEAD~"]],
        &["--tags", "origin"],
    ),
    shape(
        "--tags, on pushed commits",
        &[TAG, &["tag", "v9.9.8"]],
        &["--tags", "origin"],
    ),
    shape(
        "branch and tag, --atomic",
        &[COMMIT, TAG],
        &["--atomic", "origin", "main", "v9.9.9"],
    ),
    shape(
        "branch and tag on another commit",
        &[TAG, COMMIT],
        &["origin", "main", "v9.9.9"],
    ),
    shape(
        "several refs",
        &[TAG, COMMIT, &["branch", "x"], &["branch", "y", "HEAD~"]],
        &["origin", "v9.9.9", "y", "x", ":nightly"],
    ),
    shape("to a URL", &[TAG], &["../remote.git", "v9.9.9"]),
    shape(
        "refs/for/main",
        &[COMMIT],
        &["origin", "HEAD:refs/for/main"],
    ),
    shape(
        "refs/for/main and a tag",
        &[COMMIT, TAG],
        &["origin", "HEAD:refs/for/main", "v9.9.9"],
    ),
];

impl Shape {
    /// What comes of it, in a few words, and all that was said.
    pub fn pushed(&self, template: &Template) -> (String, String) {
        let pushed = template.push(self.before, self.push);
        let seen = seen(&pushed);
        let rules = refused_by(&pushed);
        if seen.is_none() {
            return ("not run".into(), pushed.said);
        }
        if !rules.is_empty() {
            assert_ne!(pushed.status, 0, "{}: {}", self.name, pushed.said);
        }
        let verdict = match (rules.as_slice(), pushed.status) {
            ([], 0) => "ok".to_owned(),
            ([], _) => "ok, but git refuses".to_owned(),
            (rules, _) => rules.join(" "),
        };
        (format!("{}: {verdict}", seen.unwrap()), pushed.said)
    }
}

/// The refs that the guard saw: on stdin, else the tags that it judged; `None` when it was not run.
fn seen(pushed: &Pushed) -> Option<String> {
    let stdin = pushed.stdin.as_ref()?;
    let mut names: Vec<String> = stdin.lines().map(on_stdin).collect();
    if names.is_empty() {
        let tags = pushed.answer["tags"].as_array();
        let tags = tags.into_iter().flatten();
        names.extend(tags.map(|tag| tag["name"].as_str().unwrap().to_owned()));
    }
    names.sort();
    Some(match names.is_empty() {
        true => "nothing".into(),
        false => names.join(" "),
    })
}

/// The short name of the ref that will be on the remote, in a line that git gives the hook.
fn on_stdin(line: &str) -> String {
    let words: Vec<&str> = line.rsplitn(4, ' ').collect();
    let [_, name, local, _] = words.as_slice() else {
        panic!("{line}");
    };
    let name = ["refs/tags/", "refs/heads/", "refs/"]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(name);
    let is_deleted = local.bytes().all(|byte| byte == b'0');
    format!("{}{name}", if is_deleted { "-" } else { "" })
}

/// The rules that found an error.
fn refused_by(pushed: &Pushed) -> Vec<String> {
    let findings = pushed.answer["findings"].as_array();
    let errors = findings
        .into_iter()
        .flatten()
        .filter(|finding| finding["severity"] == "error");
    let mut rules: Vec<String> = errors
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}
