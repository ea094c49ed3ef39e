//! The jobs of a workflow that was started: which run, and what their steps upload.
//!
//! Not what starts it: that is `events`'s.
use super::context::Context;
use super::node;
use crate::git::{GitError, Snapshot};
use crate::source::{RepoPath, printable};
use crate::workflows::condition::{self, Holds};
use crate::workflows::job::Job;
use crate::workflows::uploader::{Seen, Variables, of_action, of_script};
use crate::workflows::yaml::Node;
use std::collections::BTreeMap;

/// GitHub itself follows ten calls.
const CALL_LIMIT: usize = 10;

/// Parts of names of secrets that indexes take.
const SECRETS: &[&str] = &[
    "PYPI",
    "TWINE_",
    "UV_PUBLISH",
    "HATCH_INDEX",
    "FLIT_PASSWORD",
    "PDM_PUBLISH",
    "MATURIN_P",
];

/// One run of a workflow.
pub(super) struct Run<'r> {
    pub(super) tree: &'r Snapshot,
    pub(super) context: &'r Context,
}

/// What a called workflow has from its caller.
#[derive(Default)]
struct Caller {
    prefix: String,
    condition: Option<String>,
    identity: bool,
    depth: usize,
}

/// Whether a job runs, and what decides that.
type Runs = (Holds, Option<String>);

impl Run<'_> {
    /// The jobs that upload, or may.
    pub(super) fn jobs(&self, workflow: &Node) -> Result<Vec<Job>, GitError> {
        let mut out = Vec::new();
        self.add(workflow, &Caller::default(), &mut out)?;
        Ok(out)
    }

    fn add(&self, workflow: &Node, caller: &Caller, out: &mut Vec<Job>) -> Result<(), GitError> {
        let mut known = BTreeMap::new();
        let jobs = workflow.get("jobs").map_or(&[][..], Node::entries);
        for (name, job) in jobs {
            let (holds, condition) = self.runs(jobs, name, &mut known);
            if holds == Holds::No {
                continue;
            }
            let own = Caller {
                prefix: format!("{}{}", caller.prefix, printable(name)),
                condition: caller.condition.clone().or(condition),
                identity: has_identity(job)
                    .or_else(|| has_identity(workflow))
                    .unwrap_or(caller.identity),
                depth: caller.depth,
            };
            match job.get_text("uses") {
                Some(uses) => self.call(uses, job, own, out)?,
                None => out.extend(self.job(workflow, job, own)?),
            }
        }
        Ok(())
    }

    /// Whether a job runs: by its `if`, and by the jobs that it needs.
    fn runs(
        &self,
        jobs: &[(String, Node)],
        name: &str,
        known: &mut BTreeMap<String, Runs>,
    ) -> Runs {
        if let Some(runs) = known.get(name) {
            return runs.clone();
        }
        // A circle is none that GitHub would run.
        known.insert(name.to_owned(), (Holds::No, None));
        let Some((_, job)) = jobs.iter().find(|(own, _)| own == name) else {
            return (Holds::No, None);
        };
        let text = job.get_text("if").unwrap_or_default();
        let mut runs = self.decide(text);
        let is_anyway = ["always()", "cancelled()", "failure()"]
            .iter()
            .any(|own| text.contains(own));
        for need in job.get("needs").map(Node::texts).unwrap_or_default() {
            let (holds, condition) = self.runs(jobs, need, known);
            if holds < runs.0 && !is_anyway {
                runs = (holds, condition);
            }
        }
        known.insert(name.to_owned(), runs.clone());
        runs
    }

    fn decide(&self, text: &str) -> Runs {
        if text.is_empty() {
            return (Holds::Yes, None);
        }
        let holds = condition::decide(text, &|name| self.context.find(name));
        let inner = text.trim().trim_start_matches("${{").trim_end_matches("}}");
        let words: Vec<&str> = inner.split_whitespace().collect();
        let said = (holds == Holds::Maybe).then(|| format!("`{}`", printable(&words.join(" "))));
        (holds, said)
    }

    /// A job that calls a workflow.
    fn call(
        &self,
        uses: &str,
        job: &Node,
        own: Caller,
        out: &mut Vec<Job>,
    ) -> Result<(), GitError> {
        let local = uses.strip_prefix("./").or_else(|| uses.strip_prefix("$/"));
        let path = local.and_then(RepoPath::new);
        let read = match path {
            Some(path) if own.depth < CALL_LIMIT => node(self.tree, &path)?,
            _ => None,
        };
        if let Some(Ok(called)) = read {
            let nothing = Node::nothing();
            let on = called.get("on").and_then(|on| on.get("workflow_call"));
            let inputs = on.and_then(|on| on.get("inputs")).unwrap_or(&nothing);
            let with = job.get("with").unwrap_or(&nothing);
            let context = self.context.called(with, inputs);
            let run = Run {
                tree: self.tree,
                context: &context,
            };
            let caller = Caller {
                prefix: format!("{} / ", own.prefix),
                depth: own.depth + 1,
                ..own
            };
            return run.add(&called, &caller, out);
        }
        if own.identity || job.get("secrets").is_some() {
            out.push(Job {
                name: own.prefix,
                uploads: Vec::new(),
                may: Some(format!("it calls `{}`", printable(uses))),
                condition: own.condition,
                environment: None,
                is_called_with_identity: own.identity,
            });
        }
        Ok(())
    }

    /// A job of steps; `None` where it uploads nothing.
    fn job(&self, workflow: &Node, job: &Node, own: Caller) -> Result<Option<Job>, GitError> {
        let mut seen = Seen::default();
        let mut condition = None;
        let outer = [job.get("env"), workflow.get("env")].into_iter().flatten();
        let outer: Vec<Node> = outer.map(|env| self.context.filled_map(env)).collect();
        let outer: Vec<&Node> = outer.iter().collect();
        for step in job.get("steps").map_or(&[][..], Node::items) {
            let (holds, decides) = self.decide(step.get_text("if").unwrap_or_default());
            if holds == Holds::No {
                continue;
            }
            let before = seen.uploads.len();
            self.step(step, &outer, &mut seen, 0)?;
            if seen.uploads.len() > before {
                condition = condition.or(decides);
            }
        }
        let environment = job
            .get("environment")
            .and_then(|own| own.text().or_else(|| own.get_text("name")));
        let environment = environment.map(|name| printable(&self.context.filled(name)));
        let environment = environment.filter(|name| !name.is_empty());
        let may = match seen.uploads.is_empty() {
            true => why_it_may(job, environment.as_deref(), own.identity, &seen),
            false => None,
        };
        let is_called = own.depth > 0;
        let attests = own.identity && is_called;
        Ok((may.is_some() || !seen.uploads.is_empty()).then_some(Job {
            name: own.prefix,
            uploads: seen.uploads,
            may,
            condition: own.condition.or(condition),
            environment,
            is_called_with_identity: attests,
        }))
    }

    fn step(
        &self,
        step: &Node,
        outer: &[&Node],
        seen: &mut Seen,
        depth: usize,
    ) -> Result<(), GitError> {
        let nothing = Node::nothing();
        let own = step.get("env").map(|env| self.context.filled_map(env));
        let variables: Vec<&Node> = own.iter().chain(outer.iter().copied()).collect();
        if let Some(script) = step.get_text("run") {
            let read = |path: &str| {
                let bytes = self.tree.read(&RepoPath::new(path)?).ok()??;
                std::str::from_utf8(&bytes).ok().map(str::to_owned)
            };
            of_script(
                &self.context.filled(script),
                &Variables(variables),
                &read,
                seen,
            );
            return Ok(());
        }
        let Some(uses) = step.get_text("uses") else {
            return Ok(());
        };
        let with = step.get("with").unwrap_or(&nothing);
        let Some(folder) = uses.strip_prefix("./").or_else(|| uses.strip_prefix("$/")) else {
            let with = self.context.filled_map(with);
            of_action(uses, &with, &Variables(variables), seen);
            return Ok(());
        };
        for name in ["action.yml", "action.yaml"] {
            let path = RepoPath::new(folder.trim_end_matches('/')).and_then(|path| path.join(name));
            let Some(path) = path.filter(|_| depth < CALL_LIMIT) else {
                continue;
            };
            let Some(Ok(action)) = node(self.tree, &path)? else {
                continue;
            };
            let inputs = action.get("inputs").unwrap_or(&nothing);
            let context = self.context.called(with, inputs);
            let run = Run {
                tree: self.tree,
                context: &context,
            };
            let steps = action.get("runs").and_then(|runs| runs.get("steps"));
            for step in steps.map_or(&[][..], Node::items) {
                run.step(step, &variables, seen, depth + 1)?;
            }
            return Ok(());
        }
        seen.unknown.push(uses.to_owned());
        Ok(())
    }
}

/// Whether a job can show its identity; `None` where nothing is said.
fn has_identity(node: &Node) -> Option<bool> {
    let permissions = node.get("permissions")?;
    Some(match permissions.text() {
        Some(text) => text == "write-all",
        None => permissions.get_text("id-token") == Some("write"),
    })
}

/// Why a job of which no upload is known may publish all the same.
fn why_it_may(
    job: &Node,
    environment: Option<&str>,
    identity: bool,
    seen: &Seen,
) -> Option<String> {
    let unknown = seen.unknown.first().map(|own| printable(own));
    if let (true, Some(unknown)) = (identity, &unknown) {
        return Some(format!("it has `id-token: write` and calls `{unknown}`"));
    }
    if environment.is_some_and(|name| name.to_ascii_lowercase().contains("pypi")) {
        return Some("its environment is named after an index".into());
    }
    let is_secret = |text: &str| {
        let text = text.to_ascii_uppercase();
        text.contains("SECRETS.") && SECRETS.iter().any(|part| text.contains(part))
    };
    job.any(&is_secret).then(|| match unknown {
        Some(unknown) => format!("it has a secret of an index and calls `{unknown}`"),
        None => "it has a secret of an index".into(),
    })
}
