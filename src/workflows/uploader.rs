//! What uploads distributions: the tools and actions that are known to, and where they do it.
//!
//! Not a shell: a script is looked at command by command, and variables have what the workflow says they have.
use super::index::Index;
use super::yaml::Node;

/// An upload to an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Where to.
    pub to: Index,
    /// The tool or action that does it.
    pub by: String,
}

/// What a step does, as far as uploads go.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) uploads: Vec<Upload>,
    /// What is called that could do anything.
    pub(super) unknown: Vec<String>,
}

/// The variables of a step, the innermost first.
pub(super) struct Variables<'v>(pub(super) Vec<&'v Node>);

impl Variables<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|node| node.get_text(name))
    }
}

/// A tool that uploads by a sub-command.
struct Tool {
    name: &'static str,
    task: &'static [&'static str],
    options: &'static [&'static str],
    variables: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "twine",
        task: &["upload"],
        options: &["--repository-url", "--repository", "-r"],
        variables: &["TWINE_REPOSITORY_URL", "TWINE_REPOSITORY"],
    },
    Tool {
        name: "uv",
        task: &["publish"],
        options: &["--publish-url", "--index"],
        variables: &["UV_PUBLISH_URL", "UV_PUBLISH_INDEX"],
    },
    Tool {
        name: "hatch",
        task: &["publish"],
        options: &["--repo", "-r"],
        variables: &["HATCH_INDEX_REPO"],
    },
    Tool {
        name: "poetry",
        task: &["publish"],
        options: &["--repository", "-r"],
        variables: &[],
    },
    Tool {
        name: "flit",
        task: &["publish"],
        options: &["--repository"],
        variables: &["FLIT_INDEX_URL"],
    },
    Tool {
        name: "pdm",
        task: &["publish"],
        options: &["--repository", "-r"],
        variables: &["PDM_PUBLISH_REPO"],
    },
    Tool {
        name: "maturin",
        task: &["upload", "publish"],
        options: &["--repository-url", "--repository", "-r"],
        variables: &["MATURIN_REPOSITORY_URL", "MATURIN_REPOSITORY"],
    },
    Tool {
        name: "rye",
        task: &["publish"],
        options: &["--repository-url", "--repository"],
        variables: &[],
    },
    Tool {
        name: "setup.py",
        task: &["upload"],
        options: &["--repository", "-r"],
        variables: &[],
    },
];

/// Tasks of our own `publish` after which nothing is on an index.
const OWN_HARMLESS: &[&str] = &[
    "rehearse",
    "plan",
    "bump",
    "build",
    "validate",
    "status",
    "abort",
    "retract",
    "index",
    "github-release",
    "gitlab-release",
    "oci",
    "init",
    "demo",
    "help",
];

/// Programs that only speak of what follows them.
const SPEAKERS: &[&str] = &[
    "echo", "printf", "cat", "grep", "git", "pip", "pip3", "which", "test", "[", "[[", "gh", "npm",
    "cargo", "docker",
];

/// Programs that run what the repository tells them.
const RUNNERS: &[&str] = &[
    "make", "just", "task", "tox", "nox", "invoke", "inv", "doit",
];

/// Looks at a script; `read` gives the text of a file of the repository.
pub(super) fn of_script(
    script: &str,
    variables: &Variables<'_>,
    read: &dyn Fn(&str) -> Option<String>,
    seen: &mut Seen,
) {
    let joined = script
        .replace("\\\n", " ")
        .replace("\\\r\n", " ")
        .replace("`\n", " ");
    for line in joined.lines() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let commands = line.split([';', '|', '&']);
        for command in commands.filter(|command| !command.trim().is_empty()) {
            let words = shlex::split(command)
                .unwrap_or_else(|| command.split_whitespace().map(str::to_owned).collect());
            of_command(&words, variables, read, seen);
        }
    }
}

fn of_command(
    words: &[String],
    variables: &Variables<'_>,
    read: &dyn Fn(&str) -> Option<String>,
    seen: &mut Seen,
) {
    let is_before = |word: &String| {
        let is_set = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        let lead = [
            "sudo", "env", "exec", "time", "then", "do", "else", "if", "!", "(", "{",
        ];
        is_set || lead.contains(&word.as_str())
    };
    let begin = words.iter().take_while(|word| is_before(word)).count();
    let (set, words) = words.split_at(begin);
    let Some(first) = words.first().map(|word| base(word)) else {
        return;
    };
    let is_dry = |word: &String| matches!(word.as_str(), "--dry-run" | "--help");
    if SPEAKERS.contains(&first) || words.iter().any(is_dry) {
        return;
    }
    let found = words.iter().enumerate().find_map(|(at, word)| {
        let tool = TOOLS.iter().find(|tool| tool.name == base(word))?;
        let rest = words.get(at + 1..)?;
        let task = rest.iter().position(|word| !word.starts_with('-'))?;
        let is_task = tool.task.contains(&rest.get(task)?.as_str());
        // Of an old `setup.py`, the tasks stand in a row.
        let is_task = is_task || (tool.name == "setup.py" && rest.iter().any(|w| w == "upload"));
        is_task.then_some((tool, rest))
    });
    if let Some((tool, rest)) = found {
        seen.uploads.push(Upload {
            to: index_of(tool, rest, set, variables),
            by: format!("{} {}", tool.name, tool.task.first().unwrap_or(&"")),
        });
        return;
    }
    if own(words, variables, seen) {
        return;
    }
    let script = match first {
        "bash" | "sh" | "python" | "python3" => words.get(1),
        _ => words.first(),
    };
    let script = script.filter(|word| word.contains('/') || first != base(word));
    if let Some(text) = script.and_then(|path| read(path.trim_start_matches("./"))) {
        let name = script.map_or(first, String::as_str).to_owned();
        let none = |_: &str| None;
        let before = seen.uploads.len();
        of_script(&text, variables, &none, seen);
        if seen.uploads.len() == before {
            seen.unknown.push(name);
        }
    } else if RUNNERS.contains(&first) {
        seen.unknown
            .push(words.iter().take(2).cloned().collect::<Vec<_>>().join(" "));
    }
}

/// Whether a command is our own `publish`, and then what it uploads.
fn own(words: &[String], variables: &Variables<'_>, seen: &mut Seen) -> bool {
    let Some(at) = words.iter().position(|word| base(word) == "publish") else {
        return false;
    };
    let before = words.get(..at).unwrap_or_default();
    if !before.is_empty() && !before.iter().any(|word| base(word) == "release-guard") {
        return false;
    }
    let rest = words.get(at + 1..).unwrap_or_default();
    let task = rest.iter().find(|word| !word.starts_with('-'));
    let is_harmless = task.is_some_and(|task| OWN_HARMLESS.contains(&task.as_str()));
    let ends_before = |word: &&String| word.starts_with("--until") || *word == "-n";
    if is_harmless || rest.iter().any(|word| ends_before(&word)) {
        return true;
    }
    let mut to = values(rest, "--to");
    to.extend(values(rest, "--index"));
    let to: Vec<Index> = match to.is_empty() {
        // What is uploaded without a name goes into the local index.
        true if task.is_some_and(|task| task == "upload") => Vec::new(),
        true => vec![Index::Configured],
        false => to
            .iter()
            .filter(|to| **to != "local")
            .map(|to| resolved(to, variables))
            .collect(),
    };
    seen.uploads.extend(to.into_iter().map(|to| Upload {
        to,
        by: "publish".into(),
    }));
    true
}

/// Where a tool uploads to: by its options, its variables, else PyPI.
fn index_of(tool: &Tool, words: &[String], set: &[String], variables: &Variables<'_>) -> Index {
    let options = tool.options.iter();
    let mut said = options.flat_map(|option| values(words, option));
    if let Some(said) = said.next() {
        return resolved(said, variables);
    }
    for name in tool.variables {
        let here = set
            .iter()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        if let Some(said) = here.or_else(|| variables.get(name)) {
            return resolved(said, variables);
        }
    }
    Index::PyPi
}

/// The index of a text that may be one variable.
fn resolved(text: &str, variables: &Variables<'_>) -> Index {
    let name = text.trim_start_matches('$').trim_matches(['{', '}']);
    match text.starts_with('$').then(|| variables.get(name)).flatten() {
        Some(text) => Index::of(text),
        None => Index::of(text),
    }
}

/// The values of an option, in any of the spellings.
fn values<'w>(words: &'w [String], option: &str) -> Vec<&'w str> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word == option {
            found.extend(words.get(at + 1).map(String::as_str));
        } else if let Some(value) = word
            .strip_prefix(option)
            .and_then(|rest| rest.strip_prefix('='))
        {
            found.push(value);
        }
    }
    found
}

/// The name of a program: without its folder, its version, its ending.
fn base(word: &str) -> &str {
    let word = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let word = word.strip_suffix(".exe").unwrap_or(word);
    let end = word
        .find(['@', '=', '<', '>', '~', '['])
        .unwrap_or(word.len());
    word.get(..end)
        .filter(|word| !word.is_empty())
        .unwrap_or(word)
}

/// Owners whose actions make, carry or sign files and upload to no index.
const HARMLESS: &[&str] = &[
    "actions/",
    "github/",
    "docker/",
    "aws-actions/",
    "google-github-actions/auth",
    "azure/",
    "sigstore/",
    "codecov/",
    "astral-sh/",
    "softprops/",
    "ncipollo/",
    "pre-commit/",
    "dtolnay/",
    "swatinem/",
    "hynek/build-and-inspect-python-package",
    "pypa/cibuildwheel",
    "zizmorcore/",
    "step-security/harden-runner",
    "slsa-framework/",
];

/// Looks at an action of another repository.
pub(super) fn of_action(uses: &str, with: &Node, variables: &Variables<'_>, seen: &mut Seen) {
    let name = uses
        .split('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let said = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| with.get_text(key));
        found.map_or(Index::PyPi, Index::of)
    };
    let to = match name.as_str() {
        "pypa/gh-action-pypi-publish" => said(&["repository-url", "repository_url"]),
        "jrubics/poetry-publish" => said(&["repository_url", "repository_name"]),
        "casperdcl/deploy-pypi" => said(&["url"]),
        "etils-actions/pypi-auto-publish" => Index::PyPi,
        "pyo3/maturin-action" | "messense/maturin-action" => {
            let command = with.get_text("command").unwrap_or("build");
            let words = shlex::split(with.get_text("args").unwrap_or_default()).unwrap_or_default();
            let tool = TOOLS.iter().find(|tool| tool.name == "maturin");
            let Some(tool) = tool.filter(|tool| tool.task.contains(&command)) else {
                return;
            };
            index_of(tool, &words, &[], variables)
        }
        name if HARMLESS.iter().any(|own| name.starts_with(own)) => return,
        _ => {
            seen.unknown
                .push(uses.split('@').next().unwrap_or_default().to_owned());
            return;
        }
    };
    seen.uploads.push(Upload {
        to,
        by: uses.split('@').next().unwrap_or_default().to_owned(),
    });
}
