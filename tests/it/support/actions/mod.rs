//! A stand-in for GitHub Actions on this machine: runs the jobs of a workflow as GitHub's runner does, as far as ours need.
//!
//! Workflows are read from the remote at the ref that starts them, and `run:` goes to bash as it stands. What `uses:` does
//! is in a table (`job`); what is not known, be it a key, an action or a function, fails the test. Replaced is what cannot
//! be had here: the installation of release-guard, which gives the programs of this build, and `gh` (`gh.sh`). PyPI is
//! reached under its own name, through a proxy that leads to the stand-in.
mod expression;
mod job;

use super::github::{Github, TOKEN};
use super::oidc::{Manner, Oidc};
use super::pypi::{Pages, Pypi};
use super::running::Running;
use super::{Scratch, environment, python, tools};
use expression::{filled, is_true};
use job::Job;
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::PathBuf;
use std::process::Command;

/// What reads the workflows, and judges ours in another test.
pub const CHECKERS: &str = "zizmor==1.32.0\ncheck-jsonschema==0.39.0\n";

/// A file of YAML 1.2 as JSON.
const TO_JSON: &str = "import json, ruamel.yaml, sys; json.dump(ruamel.yaml.YAML(typ='safe', pure=True).load(sys.stdin), sys.stdout)";

/// GitHub Actions for a project, whose remote is `octo/demo`, and all that its jobs talk to.
pub struct Actions<'s> {
    pub scratch: &'s Scratch,
    pub github: Github,
    pub pypi: Pypi,
    pub oidc: Oidc,
    proxy: u16,
    _front: Running,
    runs: Cell<usize>,
}

/// What starts a run.
#[derive(Debug, Clone)]
pub struct Cause {
    event: &'static str,
    git_ref: String,
    inputs: Value,
}

/// A run of a workflow that is over.
#[derive(Debug)]
pub struct Run {
    /// The file and the ref.
    pub title: String,
    /// How each job ended: `success`, `failure` or `skipped`.
    pub jobs: Vec<(String, &'static str)>,
    /// What the steps printed, each behind `## JOB: STEP`.
    pub log: String,
    /// What stands on the run's page.
    pub summary: String,
    /// What each job put out.
    pub outputs: Value,
    /// The files that it keeps.
    pub artifacts: Vec<String>,
    /// The runs that its jobs asked for.
    pub started: Vec<Run>,
}

impl Run {
    /// How its jobs ended, in a line.
    pub fn ended(&self) -> String {
        let jobs: Vec<String> = self
            .jobs
            .iter()
            .map(|(name, how)| format!("{name} {how}"))
            .collect();
        format!("{}: {}", self.title, jobs.join(", "))
    }
}

impl<'s> Actions<'s> {
    /// Sets it up for a project with a remote.
    pub fn of(scratch: &'s Scratch) -> Self {
        tools();
        let pypi = Pypi::start(Pages::Json);
        let oidc = Oidc::start(&pypi, Manner::default());
        let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/tls");
        let behind = oidc
            .upload()
            .replace("http://127.0.0.1:", "")
            .replace("/legacy/", "");
        let mut front = Command::new(python());
        front.args([
            format!("{files}/front.py"),
            format!("{files}/server.pem"),
            behind,
        ]);
        let (front, proxy) = Running::told(&mut front, scratch);
        Self {
            github: Github::start("none", "0000000"),
            proxy,
            _front: front,
            runs: Cell::new(0),
            scratch,
            pypi,
            oidc,
        }
    }

    /// Somebody dispatches a workflow.
    pub fn dispatch(&self, file: &str, git_ref: &str, inputs: Value) -> Run {
        let cause = Cause {
            event: "workflow_dispatch",
            git_ref: git_ref.into(),
            inputs,
        };
        self.run(file, &cause)
    }

    /// Somebody pushed a tag: what it starts.
    pub fn tag_pushed(&self, tag: &str) -> Vec<Run> {
        let cause = Cause {
            event: "push",
            git_ref: format!("refs/tags/{tag}"),
            inputs: Value::Null,
        };
        let fits = |pattern: &Value| {
            let test = ["-c", "[[ $1 == $2 ]]", "-", tag, pattern.as_str().unwrap()];
            Command::new("bash").args(test).status().unwrap().success()
        };
        let files = self.scratch.git(&[
            "ls-tree",
            "--name-only",
            &cause.git_ref,
            ".github/workflows/",
        ]);
        let files = files.lines().map(|path| path.rsplit('/').next().unwrap());
        let is_started = |file: &&str| {
            let workflow = self.workflow(file, &cause.git_ref);
            let patterns = workflow.pointer("/on/push/tags").and_then(Value::as_array);
            patterns.is_some_and(|patterns| patterns.iter().any(fits))
        };
        files
            .filter(is_started)
            .map(|file| self.run(file, &cause))
            .collect()
    }

    /// Somebody opens a pull request with the commit that is checked out, which merges cleanly.
    pub fn pull_request(&self, file: &str) -> Run {
        let git_ref = "refs/pull/1/merge";
        self.scratch.git(&[
            "push",
            "-q",
            "--no-verify",
            "origin",
            &format!("HEAD:{git_ref}"),
        ]);
        let cause = Cause {
            event: "pull_request",
            git_ref: git_ref.into(),
            inputs: Value::Null,
        };
        assert!(
            self.workflow(file, git_ref)["on"]
                .get(cause.event)
                .is_some()
        );
        self.run(file, &cause)
    }

    /// Gives a command the environment of a person with a clone of the project, who reaches the same servers.
    pub fn at_home<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        self.reachable(self.scratch.scrub(command))
    }

    /// Leads a command to the stand-ins.
    fn reachable<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let authority = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/support/tls/authority.pem"
        );
        command
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.proxy))
            .env("NO_PROXY", "127.0.0.1")
            .env("SSL_CERT_FILE", authority)
            .env("GITHUB_API_URL", self.github.server.url())
            .env("GITHUB_SERVER_URL", "https://github.com")
            .env("GITHUB_REPOSITORY", "octo/demo")
    }

    /// The tags of the remote.
    pub fn tags(&self) -> Vec<String> {
        let tags = self.tag_objects().into_iter();
        tags.map(|[tag, ..]| tag).collect()
    }

    /// The tags of the remote, each with its object, and what an annotated one is of.
    fn tag_objects(&self) -> Vec<[String; 3]> {
        let remote = self.remote();
        let format = "--format=%(refname:short),%(objectname),%(*objectname)";
        let refs = self
            .scratch
            .git(&["-C", remote.to_str().unwrap(), "tag", format]);
        let line = |line: &str| {
            line.split(',')
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .try_into()
                .unwrap()
        };
        refs.lines().map(line).collect()
    }

    /// The published releases of GitHub, with the number of their assets.
    pub fn releases(&self) -> Vec<(String, usize)> {
        self.github.change(|state| {
            let public = state.releases.iter().filter(|release| !release.is_draft);
            public
                .map(|release| (release.tag.clone(), release.assets.len()))
                .collect()
        })
    }

    fn remote(&self) -> PathBuf {
        self.scratch.beside("remote.git")
    }

    /// A workflow as it is on the remote at a ref.
    fn workflow(&self, file: &str, git_ref: &str) -> Value {
        let text = self.remote();
        let path = format!("{git_ref}:.github/workflows/{file}");
        let text = self
            .scratch
            .git(&["-C", text.to_str().unwrap(), "show", &path]);
        let folder = self.scratch.beside("workflow.yml");
        std::fs::write(&folder, text).unwrap();
        let mut reader =
            Command::new(environment("workflow-checkers", CHECKERS).join("bin/python"));
        reader
            .args(["-c", TO_JSON])
            .stdin(std::fs::File::open(folder).unwrap());
        let read = self.scratch.run(&mut reader);
        serde_json::from_slice(&read.stdout).unwrap_or_else(|_| panic!("{}", super::text(&read)))
    }

    fn run(&self, file: &str, cause: &Cause) -> Run {
        let workflow = self.workflow(file, &cause.git_ref);
        let on = workflow["on"].get(cause.event);
        let on = on.unwrap_or_else(|| panic!("{file} is not started by {}", cause.event));
        self.runs.set(self.runs.get() + 1);
        let folder = self
            .scratch
            .beside("runs")
            .join(self.runs.get().to_string());
        std::fs::create_dir_all(&folder).unwrap();
        // GitHub knows what was pushed.
        self.github.change(|state| {
            for [tag, object, commit] in self.tag_objects() {
                let kind = if commit.is_empty() { "commit" } else { "tag" };
                state.objects.insert(object.clone(), commit);
                state.tags.insert(tag, (kind, object));
            }
        });
        let inputs = given(&on["inputs"], &cause.inputs);
        let mut context = self.context(file, cause, inputs);
        let mut run = Run {
            title: format!("{file} at {}", cause.git_ref),
            jobs: Vec::new(),
            log: String::new(),
            summary: String::new(),
            outputs: Value::Null,
            artifacts: Vec::new(),
            started: Vec::new(),
        };
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            let conclusion = self.job(name, job, &workflow, &folder, &mut context, &mut run);
            run.jobs.push((name.clone(), conclusion));
        }
        run.summary = std::fs::read_to_string(folder.join("summary")).unwrap_or_default();
        run.outputs = context["needs"].take();
        run.artifacts = kept(&folder.join("artifacts"));
        if let Ok(asked) = std::fs::read_to_string(folder.join("dispatched")) {
            run.started.push(self.asked(&asked));
        }
        run
    }

    /// What `github` and `inputs` have in expressions.
    fn context(&self, file: &str, cause: &Cause, inputs: Value) -> Value {
        let remote = self.remote();
        let commit = format!("{}^{{commit}}", cause.git_ref);
        let sha = self
            .scratch
            .git(&["-C", remote.to_str().unwrap(), "rev-parse", &commit]);
        let short = cause.git_ref.splitn(3, '/').nth(2).unwrap();
        let github = json!({
            "workflow": file, "event_name": cause.event, "ref": cause.git_ref, "ref_name": short, "sha": sha,
            "repository": "octo/demo", "token": TOKEN, "event": {"repository": {"default_branch": "main"}},
        });
        json!({"github": github, "inputs": inputs, "needs": {}})
    }

    /// Runs a job that nothing keeps from it, and notes what it puts out.
    fn job(
        &self,
        name: &str,
        job: &Value,
        workflow: &Value,
        folder: &std::path::Path,
        context: &mut Value,
        run: &mut Run,
    ) -> &'static str {
        let needs = match &job["needs"] {
            Value::Array(names) => names.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let is_met = |need: &Value| {
            let found = run.jobs.iter().find(|(own, _)| need == own);
            found
                .unwrap_or_else(|| panic!("`{name}` needs {need}, which stands below it"))
                .1
                == "success"
        };
        let condition = job["if"].as_str().unwrap_or("true");
        let wraps = |text: &str| {
            if text.contains("${{") {
                text.to_owned()
            } else {
                format!("${{{{ {text} }}}}")
            }
        };
        if !needs.iter().all(is_met) || !is_true(&filled(&wraps(condition), context)) {
            return "skipped";
        }
        let job = Job::new(self, name, job, workflow, folder, context);
        let (is_well, outputs) = job.run(&mut run.log);
        context["needs"][name] = json!({"outputs": outputs});
        if is_well { "success" } else { "failure" }
    }

    /// The run that `gh workflow run` asked for, by its arguments.
    fn asked(&self, arguments: &str) -> Run {
        let arguments: Vec<&str> = arguments.lines().collect();
        let ["publish.yml", "--ref", git_ref, "-f", input] = arguments[..] else {
            panic!("{arguments:?}");
        };
        let (name, value) = input.split_once('=').unwrap();
        self.dispatch("publish.yml", git_ref, json!({ name: value }))
    }
}

/// The files of artifacts, as `ARTIFACT/FILE`.
fn kept(artifacts: &std::path::Path) -> Vec<String> {
    let entries = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let files = entries(artifacts)
        .into_iter()
        .flat_map(|folder| entries(&folder));
    files
        .map(|path| {
            path.strip_prefix(artifacts)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// The inputs of a run: those that are given, which have to be declared, and what the others have otherwise.
fn given(declared: &Value, given: &Value) -> Value {
    let mut inputs = json!({});
    for (name, about) in declared.as_object().into_iter().flatten() {
        inputs[name] = about.get("default").cloned().unwrap_or_default();
    }
    for (name, value) in given.as_object().into_iter().flatten() {
        assert!(inputs.get(name).is_some(), "there is no input `{name}`");
        inputs[name] = value.clone();
    }
    inputs
}
