//! A job: its steps in a fresh folder, with the environment that GitHub sets.
use super::expression::{filled, is_true, shown};
use super::{Actions, TOKEN};
use crate::support::{program, python, tools};
use regex::Regex;
use serde_json::{Value, json};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What of a job and of a step is read; another key fails the test.
const JOB: [&str; 11] = [
    "name",
    "needs",
    "if",
    "runs-on",
    "timeout-minutes",
    "environment",
    "permissions",
    "outputs",
    "strategy",
    "defaults",
    "steps",
];
const STEP: [&str; 7] = ["name", "id", "if", "env", "run", "uses", "with"];

/// How the programs are installed.
const INSTALL: &str = r#"^python -m pip install "release-guard==\$(\w+)"$"#;

pub struct Job<'j> {
    actions: &'j Actions<'j>,
    name: &'j str,
    job: &'j Value,
    workflow: &'j Value,
    context: Value,
    /// The run's folder, and this job's.
    run: &'j Path,
    folder: PathBuf,
    path: Vec<PathBuf>,
}

impl<'j> Job<'j> {
    /// A job on a machine that has nothing yet.
    pub fn new(
        actions: &'j Actions<'j>,
        name: &'j str,
        job: &'j Value,
        workflow: &'j Value,
        run: &'j Path,
        context: &Value,
    ) -> Self {
        let unknown = job
            .as_object()
            .unwrap()
            .keys()
            .find(|key| !JOB.contains(&key.as_str()));
        assert_eq!(unknown, None, "a key of a job that is not known");
        let mut context = context.clone();
        context["steps"] = json!({});
        if let Some(matrix) = job.pointer("/strategy/matrix") {
            context["matrix"] = leg(matrix, &context);
        }
        let folder = run.join(name);
        for part in ["bin", "home", "workspace", "temp"] {
            std::fs::create_dir_all(folder.join(part)).unwrap();
        }
        let gh = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/actions/gh.sh");
        std::os::unix::fs::symlink(gh, folder.join("bin/gh")).unwrap();
        let job = Self {
            path: vec![folder.join("bin")],
            actions,
            name,
            job,
            workflow,
            context,
            run,
            folder,
        };
        job.configure_git();
        job
    }

    /// Nobody has a name here, and only whom `gh` lets may push.
    fn configure_git(&self) {
        let remote = self.actions.remote();
        let text = format!(
            "[user]\n\tuseConfigOnly = true\n[protocol \"file\"]\n\tallow = always\n\
             [url \"file://{}\"]\n\tinsteadOf = https://github.com/octo/demo\n\
             [url \"file:///nobody-may-push/\"]\n\tpushInsteadOf = https://github.com/\n",
            remote.display()
        );
        std::fs::write(self.folder.join("gitconfig"), text).unwrap();
    }

    /// Runs its steps until one fails; whether none did, and what it puts out.
    pub fn run(mut self, log: &mut String) -> (bool, Value) {
        let may_write = self.may("contents");
        self.actions
            .github
            .change(|state| state.may_push = may_write);
        for (at, step) in self.job["steps"].as_array().unwrap().iter().enumerate() {
            let unknown = step
                .as_object()
                .unwrap()
                .keys()
                .find(|key| !STEP.contains(&key.as_str()));
            assert_eq!(unknown, None, "a key of a step that is not known");
            if step.get("if").is_some_and(|condition| {
                !is_true(&filled(condition.as_str().unwrap(), &self.context))
            }) {
                continue;
            }
            let is_well = match (step["uses"].as_str(), step["run"].as_str()) {
                (Some(action), None) => self.uses(action, &step["with"]),
                (None, Some(script)) => self.script(at, script, step, log),
                _ => panic!("a step either runs or uses: {step}"),
            };
            if !is_well {
                return (false, json!({}));
            }
        }
        let mut outputs = json!({});
        for (name, value) in self.job["outputs"].as_object().into_iter().flatten() {
            outputs[name] = filled(value.as_str().unwrap(), &self.context);
        }
        (true, outputs)
    }

    fn may(&self, what: &str) -> bool {
        self.job["permissions"][what] == "write"
    }

    /// What an action does, with the options that ours give it.
    fn uses(&mut self, action: &str, with: &Value) -> bool {
        let option = |name: &str| {
            with.get(name)
                .map(|value| shown(&filled(&shown(value), &self.context)))
        };
        let workspace = self.folder.join("workspace");
        match action.split('@').next().unwrap() {
            "actions/checkout" => {
                assert_eq!(option("persist-credentials").as_deref(), Some("false"));
                let git_ref =
                    option("ref").unwrap_or_else(|| shown(&self.context["github"]["ref"]));
                self.check_out(
                    &git_ref,
                    option("fetch-depth").is_some_and(|depth| depth == "0"),
                );
            }
            "actions/setup-python" => {
                assert!(option("python-version").is_some());
                self.path.push(tools().join("bin"));
            }
            "actions/upload-artifact" => {
                let (name, path) = (option("name").unwrap(), option("path").unwrap());
                let kept = self.run.join("artifacts").join(name);
                assert!(!kept.exists(), "an artifact is never replaced");
                assert!(
                    copy(&workspace.join(path), &kept) > 0,
                    "there is nothing to upload"
                );
            }
            "actions/download-artifact" => {
                let kept = self.run.join("artifacts").join(option("name").unwrap());
                copy(&kept, &workspace.join(option("path").unwrap()));
            }
            other => panic!("an action that is not known: `{other}`"),
        }
        true
    }

    /// Fetches a ref as the action does: that one alone, or everything.
    fn check_out(&self, git_ref: &str, everything: bool) {
        let full = match git_ref.starts_with("refs/") {
            true => git_ref.to_owned(),
            false => format!("refs/heads/{git_ref}"),
        };
        let branch = full.strip_prefix("refs/heads/");
        let here = match branch {
            Some(branch) => format!("refs/remotes/origin/{branch}"),
            None => full.replace("refs/pull/", "refs/remotes/pull/"),
        };
        let one = format!("+{full}:{here}");
        self.git(&["init", "-q", "-b", "none"]);
        self.git(&["remote", "add", "origin", "https://github.com/octo/demo"]);
        let fetch = ["fetch", "-q", "--no-tags", "origin", &one];
        match everything {
            true => self.git(
                &[
                    &fetch[..],
                    &[
                        "+refs/heads/*:refs/remotes/origin/*",
                        "+refs/tags/*:refs/tags/*",
                    ],
                ]
                .concat(),
            ),
            false => self.git(&[&fetch[..], &["--depth=1"]].concat()),
        }
        match branch {
            Some(branch) => self.git(&["checkout", "-q", "-B", branch, &here]),
            None => self.git(&["checkout", "-q", "--detach", &here]),
        }
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        let output = self.surround(git.args(args)).output().unwrap();
        assert!(
            output.status.success(),
            "{args:?}: {}",
            crate::support::text(&output)
        );
    }

    /// Runs a script as GitHub does; whether it succeeded.
    fn script(&mut self, at: usize, script: &str, step: &Value, log: &mut String) -> bool {
        let output = self.folder.join(format!("output-{at}"));
        let said = self.folder.join(format!("said-{at}"));
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        self.surround(&mut bash).env("GITHUB_OUTPUT", &output);
        for variables in [&self.workflow["env"], &step["env"]] {
            for (name, value) in variables.as_object().into_iter().flatten() {
                bash.env(name, shown(&filled(&shown(value), &self.context)));
            }
        }
        if let Some(found) = Regex::new(INSTALL).unwrap().captures(script.trim()) {
            let version = bash
                .get_envs()
                .find(|(name, _)| *name == &found[1])
                .unwrap()
                .1;
            assert_eq!(version.unwrap(), env!("CARGO_PKG_VERSION"));
            self.path
                .push(program("publish").parent().unwrap().to_owned());
            return true;
        }
        if let Some(folder) = self.job.pointer("/defaults/run/working-directory") {
            let folder = shown(&filled(folder.as_str().unwrap(), &self.context));
            bash.current_dir(self.folder.join("workspace").join(folder));
        }
        let file = File::create(&said).unwrap();
        let status = bash
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .status()
            .unwrap();
        let title = shown(step.get("name").unwrap());
        *log += &format!(
            "## {}: {title}\n{}",
            self.name,
            self.shown(&std::fs::read(&said).unwrap())
        );
        self.note(step, &std::fs::read_to_string(&output).unwrap_or_default());
        if !status.success() {
            *log += &format!(
                "Error: Process completed with exit code {}.\n",
                status.code().unwrap()
            );
        }
        status.success()
    }

    /// What a step put out, for the steps below it.
    fn note(&mut self, step: &Value, output: &str) {
        let Some(id) = step["id"].as_str() else {
            return;
        };
        let mut outputs = json!({});
        for line in output.lines() {
            let (name, value) = line.split_once('=').unwrap();
            outputs[name] = value.into();
        }
        self.context["steps"][id] = json!({"outputs": outputs});
    }

    /// What is shown of what a step printed: nothing that is secret, and GitHub takes the lines for itself that say what is.
    fn shown(&self, said: &[u8]) -> String {
        let said = self.actions.scratch.redact(said);
        let lines = said.lines();
        let mut lines: Vec<&str> = lines
            .filter(|line| !line.starts_with("::add-mask::"))
            .collect();
        // These are uploaded side by side.
        let is_asset = |line: &str| line.starts_with("attached: ");
        let together = |one: &&str, next: &&str| is_asset(one) && is_asset(next);
        lines.chunk_by_mut(together).for_each(<[_]>::sort);
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        for secret in self
            .actions
            .oidc
            .secrets()
            .iter()
            .map(String::as_str)
            .chain([TOKEN])
        {
            assert!(!lines.contains(secret), "{lines}");
        }
        let lines = lines.replace(&self.actions.github.server.url(), "[GITHUB]");
        let known = [
            (r"\b[0-9a-f]{64}\b", "[SHA256]"),
            (r"\b[0-9a-f]{7}\b", "[OBJECT]"),
            (r"Python [0-9.]+", "Python [VERSION]"),
            (r"\b[0-9.]+ (bytes|B|KiB)", "[SIZE]"),
        ];
        known.iter().fold(lines, |lines, (pattern, name)| {
            let pattern = Regex::new(pattern).unwrap();
            pattern.replace_all(&lines, *name).into_owned()
        })
    }

    /// Gives a command the environment of a step.
    fn surround<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let workspace = self.folder.join("workspace");
        let text = |name: &str| shown(&self.context["github"][name]);
        let machine = std::env::var_os("PATH").unwrap();
        let path = self
            .path
            .iter()
            .cloned()
            .chain(std::env::split_paths(&machine));
        self.actions.at_home(command).current_dir(&workspace);
        for name in ["NAME", "EMAIL"] {
            command
                .env_remove(format!("GIT_AUTHOR_{name}"))
                .env_remove(format!("GIT_COMMITTER_{name}"));
        }
        let may = ["contents", "actions"]
            .into_iter()
            .filter(|what| self.may(what));
        command
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("HOME", self.folder.join("home"))
            .env("GIT_CONFIG_GLOBAL", self.folder.join("gitconfig"))
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_REPOSITORY_OWNER", "octo")
            .env("GITHUB_EVENT_NAME", text("event_name"))
            .env("GITHUB_REF", text("ref"))
            .env("GITHUB_REF_NAME", text("ref_name"))
            .env("GITHUB_SHA", text("sha"))
            .env("GITHUB_WORKFLOW", text("workflow"))
            .env("GITHUB_JOB", self.name)
            .env("GITHUB_RUN_ID", "1")
            .env("GITHUB_WORKSPACE", &workspace)
            .env("GITHUB_STEP_SUMMARY", self.run.join("summary"))
            .env("RUNNER_TEMP", self.folder.join("temp"))
            .env("STAND_IN_MAY", may.collect::<Vec<_>>().join(" "))
            .env(
                "STAND_IN_REMOTE",
                format!("file://{}", self.actions.remote().display()),
            )
            .env("STAND_IN_DISPATCHED", self.run.join("dispatched"));
        if self.may("id-token") {
            command.envs(self.actions.oidc.github());
        }
        command
    }
}

/// The first job of a matrix, with the Python that is here.
fn leg(matrix: &Value, context: &Value) -> Value {
    let pythons = filled(matrix["python"].as_str().unwrap(), context);
    assert_eq!(
        (matrix.as_object().unwrap().len(), &pythons),
        (1, &json!(["3.11", "3.12"]))
    );
    let version = "import sys; print('%d.%d' % sys.version_info[:2])";
    let output = Command::new(python())
        .args(["-c", version])
        .output()
        .unwrap();
    json!({"python": String::from_utf8(output.stdout).unwrap().trim()})
}

/// Copies the files of a folder that are not hidden; how many there were.
fn copy(from: &Path, to: &Path) -> usize {
    std::fs::create_dir_all(to).unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_name().to_str().unwrap().starts_with('.') {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            count += 1;
        }
    }
    count
}
