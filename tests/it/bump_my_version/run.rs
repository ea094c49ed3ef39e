//! Cases run through the real tool and through ours, and what is there afterwards.
use super::case::{Case, Files, files};
use crate::support::{Scratch, each, program, text, tool, tools};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const DRIVER: &str = include_str!("driver.py");

/// Shows commits with their trees, references, the state of index and work tree, and the remote's references.
const SHOW: &str = r#"
test -d .git || exit 0
refs='%(refname) is a %(objecttype) by %(taggername) of "%(*contents:subject)": %(contents:subject)%0a%(contents:body)%(contents:signature)'
git log --topo-order --format='commit by %an <%ae>%n%B' --raw --no-abbrev --no-renames --root HEAD --branches
git for-each-ref --format="$refs"
read -r head < .git/HEAD
case $head in (ref:*) echo "$head";; (*) echo "no branch";; esac
git status --porcelain --untracked-files=all
test ! -d ../remote.git || git --git-dir=../remote.git for-each-ref --format="remote $refs"
"#;

/// A project as it is at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The files.
    pub files: Files,
    /// What git says.
    pub git: String,
}

/// What came of a case.
pub struct Outcome {
    /// The case.
    pub case: Case,
    /// The exit status.
    pub status: i32,
    /// All that was said.
    pub said: String,
    /// The project after.
    pub after: State,
    /// The project itself, while it is there.
    pub scratch: Option<Scratch>,
}

impl State {
    /// What differs: this state's lines with `-`, the other's with `+`.
    pub fn diff(&self, other: &Self) -> String {
        let paths: BTreeSet<&String> = self.files.keys().chain(other.files.keys()).collect();
        let mut out = String::new();
        for path in paths {
            let [one, two] = [self, other].map(|state| state.files.get(path));
            if one != two {
                let [one, two] = [one, two].map(|bytes| shown(bytes.map_or(&[], Vec::as_slice)));
                out += &lines(path, &one, &two);
            }
        }
        if self.git != other.git {
            out += &lines("git", &self.git, &other.git);
        }
        out
    }

    /// Looks at a project.
    pub fn of(scratch: &Scratch) -> Self {
        let output = scratch.run(Command::new("sh").args(["-c", SHOW]));
        Self {
            files: files(&scratch.root(), ""),
            git: scratch.redact(&output.stdout),
        }
    }
}

fn lines(what: &str, one: &str, two: &str) -> String {
    TextDiff::from_lines(one, two)
        .unified_diff()
        .context_radius(1)
        .header(&format!("{what} a"), &format!("{what} b"))
        .to_string()
}

/// The text with its carriage returns in sight.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\r', "\\r")
}

/// What the real tool makes of each case, in one process of it.
pub fn theirs(cases: &[Case]) -> Vec<Outcome> {
    tools();
    let made = each(cases, Case::make);
    let asked: Vec<_> = cases
        .iter()
        .zip(&made)
        .map(|(case, scratch)| {
            let environment: BTreeMap<_, _> = case.environment.iter().copied().collect();
            serde_json::json!({
                "folder": case.folder(scratch),
                "home": scratch.beside("home"),
                "args": case.args,
                "environment": environment,
            })
        })
        .collect();
    let driver = Scratch::new();
    driver.write("driver.py", DRIVER);
    driver.write("cases.json", serde_json::to_vec(&asked).unwrap());
    let output = driver.run(Command::new(tool("python")).args(["driver.py", "cases.json"]));
    assert!(output.status.success(), "{}", text(&output));
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), cases.len(), "{answers}");
    let after = each(&made, State::of);
    let found = cases.iter().zip(answers.lines()).zip(made).zip(after);
    found
        .map(|(((case, answer), scratch), after)| {
            let (status, said): (i32, String) = serde_json::from_str(answer).unwrap();
            Outcome {
                case: *case,
                status,
                said: scratch.redact(said.as_bytes()),
                after,
                scratch: Some(scratch),
            }
        })
        .collect()
}

/// What the real tool makes of each case, started anew each time.
pub fn theirs_alone(cases: &[Case]) -> Vec<Outcome> {
    tools();
    each(cases, |case| {
        alone(case, Command::new(tool("bump-my-version")))
    })
}

/// What ours makes of each case.
pub fn ours(cases: &[Case]) -> Vec<Outcome> {
    tools();
    each(cases, |case| alone(case, Command::new(program("publish"))))
}

fn alone(case: &Case, mut command: Command) -> Outcome {
    let scratch = case.make();
    let output = scratch
        .scrub(command.arg("bump").args(case.args))
        .current_dir(case.folder(&scratch))
        .envs(case.environment.iter().copied())
        .output()
        .unwrap();
    Outcome {
        case: *case,
        status: output.status.code().unwrap_or(-1),
        said: scratch.redact(text(&output).as_bytes()),
        after: State::of(&scratch),
        scratch: Some(scratch),
    }
}
