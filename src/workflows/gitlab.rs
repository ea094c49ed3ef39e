//! The pipeline of GitLab: which of its jobs run for a tag, and what they upload.
//!
//! Files of other projects, templates and components are not fetched.
use super::Pushed;
use super::condition::{Holds, Value, decide};
use super::job::{Event, Job, Start, Started};
use super::uploader::{Seen, Variables, of_script};
use super::yaml::{self, Node};
use crate::git::{GitError, Snapshot};
use crate::source::{RepoPath, printable};
use regex::Regex;

const FILE: &str = ".gitlab-ci.yml";
const DEPTH_LIMIT: usize = 8;

/// Keys at the top that are no jobs.
const NO_JOBS: &[&str] = &[
    "stages",
    "variables",
    "workflow",
    "include",
    "default",
    "image",
    "services",
    "before_script",
    "after_script",
    "cache",
    "spec",
];

/// Adds what a push starts.
pub(super) fn read(
    tree: &Snapshot,
    pushed: Pushed<'_>,
    started: &mut Started,
) -> Result<(), GitError> {
    let mut all = Vec::new();
    include(tree, FILE, 0, &mut all, started)?;
    if all.is_empty() {
        return Ok(());
    }
    let pipeline = Node::Map(all);
    let branch = pushed.branch.map(|branch| Event::Branch(branch.to_owned()));
    for event in std::iter::once(Event::Tag).chain(branch) {
        let (tag, branch) = match &event {
            Event::Branch(branch) => (None, Some(branch.as_str())),
            _ => (Some(pushed.tag), None),
        };
        let run = Run {
            tree,
            pipeline: &pipeline,
            tag,
            branch,
        };
        let rules = pipeline.get("workflow").and_then(|own| own.get("rules"));
        let (holds, condition) = match rules {
            Some(rules) => run.rules(rules, &Node::nothing()),
            None => (Holds::Yes, None),
        };
        if holds == Holds::No {
            continue;
        }
        let mut jobs = run.jobs();
        for job in &mut jobs {
            job.condition = job.condition.take().or_else(|| condition.clone());
        }
        if event == Event::Tag || !jobs.is_empty() {
            started.starts.push(Start {
                file: FILE.into(),
                event,
                jobs,
            });
        }
    }
    Ok(())
}

/// Reads a file and those that it includes from the same repository; what includes counts more than what is included.
fn include(
    tree: &Snapshot,
    file: &str,
    depth: usize,
    all: &mut Vec<(String, Node)>,
    started: &mut Started,
) -> Result<(), GitError> {
    let path = RepoPath::new(file.trim_start_matches('/'));
    let Some(path) = path.filter(|_| depth < DEPTH_LIMIT) else {
        return Ok(());
    };
    let Some(bytes) = tree.read(&path)? else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(&bytes);
    let node = match yaml::parse(&text) {
        Ok(node) => node,
        Err(why) => {
            started.unread.push((path.to_string(), why));
            return Ok(());
        }
    };
    for (key, value) in node.entries() {
        if !all.iter().any(|(known, _)| known == key) {
            all.push((key.clone(), value.clone()));
        }
    }
    let Some(included) = node.get("include") else {
        return Ok(());
    };
    let items = match included.items() {
        [] => std::slice::from_ref(included),
        items => items,
    };
    for item in items {
        let local = item.get("local").map(Node::texts).unwrap_or_default();
        let plain = item.text().filter(|text| !text.contains("://"));
        for file in local.into_iter().chain(plain) {
            include(tree, file, depth + 1, all, started)?;
        }
    }
    Ok(())
}

/// One pipeline: of a tag or of a branch.
struct Run<'r> {
    tree: &'r Snapshot,
    pipeline: &'r Node,
    tag: Option<&'r str>,
    branch: Option<&'r str>,
}

type Runs = (Holds, Option<String>);

impl Run<'_> {
    fn jobs(&self) -> Vec<Job> {
        let entries = self.pipeline.entries().iter();
        let named = entries.filter(|(name, node)| {
            !name.starts_with('.')
                && !NO_JOBS.contains(&name.as_str())
                && !node.entries().is_empty()
        });
        named
            .filter_map(|(name, node)| self.job(name, &self.whole(node, 0)))
            .collect()
    }

    /// A job with what it extends.
    fn whole(&self, job: &Node, depth: usize) -> Node {
        let mut own = job.entries().to_vec();
        let extended = job.get("extends").map(Node::texts).unwrap_or_default();
        for name in extended.iter().rev().filter(|_| depth < DEPTH_LIMIT) {
            let Some(base) = self.pipeline.get(name) else {
                continue;
            };
            for (key, value) in self.whole(base, depth + 1).entries() {
                if !own.iter().any(|(known, _)| known == key) {
                    own.push((key.clone(), value.clone()));
                }
            }
        }
        Node::Map(own)
    }

    fn job(&self, name: &str, job: &Node) -> Option<Job> {
        let (holds, condition) = self.runs(job);
        if holds == Holds::No {
            return None;
        }
        let read = |path: &str| {
            let bytes = self.tree.read(&RepoPath::new(path)?).ok()??;
            std::str::from_utf8(&bytes).ok().map(str::to_owned)
        };
        let variables = [job.get("variables"), self.pipeline.get("variables")];
        let variables = Variables(variables.into_iter().flatten().collect());
        let mut seen = Seen::default();
        for key in ["before_script", "script", "after_script"] {
            let script = job.get(key).map(Node::texts).unwrap_or_default().join("\n");
            of_script(&script, &variables, &read, &mut seen);
        }
        let environment = job.get("environment");
        let environment = environment.and_then(|own| own.text().or_else(|| own.get_text("name")));
        let may = self.why_it_may(job, environment, &seen);
        (may.is_some() || !seen.uploads.is_empty()).then(|| Job {
            name: printable(name),
            uploads: seen.uploads,
            may,
            condition,
            environment: environment.map(printable),
            is_called_with_identity: false,
        })
    }

    fn why_it_may(&self, job: &Node, environment: Option<&str>, seen: &Seen) -> Option<String> {
        if !seen.uploads.is_empty() {
            return None;
        }
        if let (Some(_), Some(unknown)) = (job.get("id_tokens"), seen.unknown.first()) {
            return Some(format!(
                "it has an identity token and calls `{}`",
                printable(unknown)
            ));
        }
        let is_pypi = |name: &str| name.to_ascii_lowercase().contains("pypi");
        environment
            .is_some_and(is_pypi)
            .then(|| "its environment is named after an index".into())
    }

    fn runs(&self, job: &Node) -> Runs {
        if let Some(rules) = job.get("rules") {
            return self.rules(rules, job);
        }
        let by_name = match (job.get("only"), job.get("except")) {
            (Some(only), _) if !self.is_meant(only) => Holds::No,
            (_, Some(except)) if self.is_meant(except) => Holds::No,
            _ => Holds::Yes,
        };
        match (by_name, job.get_text("when")) {
            (Holds::Yes, when) => started_by(when),
            (holds, _) => (holds, None),
        }
    }

    /// The first rule that holds decides; one that may hold leaves the answer open.
    fn rules(&self, rules: &Node, job: &Node) -> Runs {
        let mut maybe = None;
        for rule in rules.items() {
            let text = rule.get_text("if").unwrap_or_default();
            let mut holds = match text {
                "" => Holds::Yes,
                text => decide(text, &|name| self.find(name, job)),
            };
            let has_more = rule.get("changes").is_some() || rule.get("exists").is_some();
            if has_more && holds == Holds::Yes {
                holds = Holds::Maybe;
            }
            let when = rule.get_text("when").or_else(|| job.get_text("when"));
            match holds {
                Holds::Yes if maybe.is_none() => return started_by(when),
                Holds::Yes => return (Holds::Maybe, maybe),
                Holds::Maybe if when != Some("never") || maybe.is_none() => {
                    let said = match text {
                        "" => "`changes` or `exists` of its rules holds".to_owned(),
                        text => format!("`{}`", printable(text)),
                    };
                    let not = if when == Some("never") { "not " } else { "" };
                    maybe = Some(format!("{not}{said}"));
                }
                _ => {}
            }
        }
        match maybe {
            Some(maybe) => (Holds::Maybe, Some(maybe)),
            None => (Holds::No, None),
        }
    }

    /// Whether `only` or `except` names this pipeline.
    fn is_meant(&self, node: &Node) -> bool {
        let refs = node.get("refs").unwrap_or(node);
        let name = self.tag.or(self.branch).unwrap_or_default();
        refs.texts().iter().any(|item| match *item {
            "tags" => self.tag.is_some(),
            "branches" => self.branch.is_some(),
            "pushes" => true,
            item => match item
                .strip_prefix('/')
                .and_then(|item| item.rsplit_once('/'))
            {
                Some((pattern, _)) => Regex::new(pattern).is_ok_and(|own| own.is_match(name)),
                None => item == name,
            },
        })
    }

    fn find(&self, name: &str, job: &Node) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        let name = name.trim_start_matches('$').trim_matches(['{', '}']);
        match name {
            "CI_COMMIT_TAG" => self.tag.map_or(Value::Null, text),
            "CI_COMMIT_BRANCH" => self.branch.map_or(Value::Null, text),
            "CI_COMMIT_REF_NAME" => text(self.tag.or(self.branch).unwrap_or_default()),
            // Releases are made from there.
            "CI_DEFAULT_BRANCH" => text(self.branch.unwrap_or("the default branch")),
            "CI_PIPELINE_SOURCE" => text("push"),
            "CI_PROJECT_PATH" | "CI_PROJECT_NAMESPACE" => Value::AsWanted,
            name if name.starts_with("CI_MERGE_REQUEST_") => Value::Null,
            name => {
                let variables = [job.get("variables"), self.pipeline.get("variables")];
                let mut said = variables.into_iter().flatten();
                let said = said.find_map(|own| own.get_text(name));
                said.map_or(Value::Unknown, text)
            }
        }
    }
}

fn started_by(when: Option<&str>) -> Runs {
    match when {
        Some("never") => (Holds::No, None),
        Some("manual") => (Holds::Maybe, Some("somebody starts it by hand".into())),
        _ => (Holds::Yes, None),
    }
}
