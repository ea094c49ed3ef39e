//! `demo`: a scratch project that meets a refused commit, a refused tag, a release, and an installation.
//!
//! A story told with real commands: what is printed is what they print.
mod project;

use crate::command::{Command, Output};
use crate::hooks;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use colored::Colorize as _;
use std::path::{Path, PathBuf};

/// Tells the story in a folder.
pub(super) fn run(dir: Option<&Path>, terminal: &Terminal) -> anyhow::Result<Answer> {
    let story = Story::begin(dir, terminal)?;
    story.set_up()?;
    story.refused_commit()?;
    story.refused_tag()?;
    story.release()?;
    let version = story.install()?;
    terminal.say("");
    terminal.say(&format!(
        "The project stays in {} for you to play with:",
        story.project.display()
    ));
    story.told("publish release minor --dry-run");
    Ok(Answer::text(format!(
        "{} {version} is released and installed\n",
        project::NAME
    )))
}

struct Story<'t> {
    dir: PathBuf,
    project: PathBuf,
    programs: PathBuf,
    terminal: &'t Terminal,
}

impl<'t> Story<'t> {
    fn begin(dir: Option<&Path>, terminal: &'t Terminal) -> anyhow::Result<Self> {
        let dir = match dir {
            Some(dir) => {
                std::fs::create_dir_all(dir)
                    .with_context(|| format!("cannot make `{}`", dir.display()))?;
                if std::fs::read_dir(dir)?.next().is_some() {
                    bail!("`{}` is not empty; name a new folder", dir.display());
                }
                dir.canonicalize()?
            }
            None => tempfile::Builder::new()
                .prefix("release-guard-demo-")
                .tempdir()
                .context("cannot make a temporary folder")?
                .keep(),
        };
        Ok(Self {
            project: dir.join("project"),
            programs: programs(&dir)?,
            dir,
            terminal,
        })
    }

    /// A project with a remote, and the hooks.
    fn set_up(&self) -> anyhow::Result<()> {
        self.chapter("A project with a version in two files, a changelog, and a remote");
        for (path, text) in project::FILES {
            let path = self.project.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&self.project))?;
            std::fs::write(&path, text)?;
            self.terminal.say(&format!(
                "    {}",
                path.strip_prefix(&self.dir).unwrap_or(&path).display()
            ));
        }
        let remote = self.dir.join("remote.git");
        let remote = remote.to_string_lossy();
        self.quietly(&["init", "--quiet", "--template=", "--initial-branch=main"])?;
        self.quietly(&[
            "init",
            "--quiet",
            "--template=",
            "--bare",
            "--initial-branch=main",
            &remote,
        ])?;
        let hooks = self.project.join(".git").join("hooks");
        for (key, value) in [
            ("user.name", "Demo"),
            ("user.email", "demo@example.com"),
            ("commit.gpgsign", "false"),
            ("tag.gpgsign", "false"),
            // A hooks folder of the user's own configuration is left alone.
            ("core.hooksPath", &*hooks.to_string_lossy()),
        ] {
            self.quietly(&["config", key, value])?;
        }
        self.quietly(&["add", "--all"])?;
        self.quietly(&["commit", "--quiet", "--message", "Start"])?;
        self.quietly(&["tag", "1.0.45"])?;
        self.quietly(&["remote", "add", "origin", &remote])?;
        self.quietly(&[
            "push",
            "--quiet",
            "--set-upstream",
            "origin",
            "main",
            "1.0.45",
        ])?;
        self.chapter("The hooks are installed");
        self.told("tag-guard install --hook all");
        let repository = crate::git::Repository::open(&self.project)?;
        for hook in hooks::Hook::ALL {
            let done = hooks::install(&repository, hook, &self.programs)?;
            self.terminal.say(&format!("    {done}"));
        }
        Ok(())
    }

    /// Somebody changes one of the two versions.
    fn refused_commit(&self) -> anyhow::Result<()> {
        self.chapter("Somebody changes one version and forgets the other: the commit is refused");
        let init = self.project.join(project::MODULE);
        let text = std::fs::read_to_string(&init)?;
        std::fs::write(&init, text.replace("1.0.45", "1.0.46"))?;
        let output = self.git(&["commit", "--all", "--message", "Release 1.0.46"])?;
        self.expect_refusal(&output, "commit")?;
        std::fs::write(&init, text)?;
        Ok(())
    }

    /// Somebody pushes a tag that no file knows of.
    fn refused_tag(&self) -> anyhow::Result<()> {
        self.chapter("Somebody tags a version that no file declares: the push is refused");
        self.quietly(&["tag", "2.0.0"])?;
        self.told("git tag 2.0.0");
        let output = self.git(&["push", "origin", "2.0.0"])?;
        self.expect_refusal(&output, "push")?;
        self.told("git tag --delete 2.0.0");
        self.quietly(&["tag", "--delete", "2.0.0"])?;
        Ok(())
    }

    /// The release, by one command.
    fn release(&self) -> anyhow::Result<()> {
        self.chapter("One command makes the release: bump, changelog, commit, build, validate, tag, push, upload");
        self.told("publish release patch --push --yes");
        let output = {
            let _progress = self.terminal.working("releasing");
            Command::new(self.programs.join("publish"))
                .args([
                    "--color",
                    if colored::control::SHOULD_COLORIZE.should_colorize() {
                        "always"
                    } else {
                        "never"
                    },
                ])
                .args(["release", "patch", "--push", "--yes"])
                .dir(&self.project)
                // What is built is the demo's own, and nothing of it is the business of the job that shows it.
                .scrubbed()
                .output()?
        };
        self.show(&output);
        if output.status != Some(0) {
            bail!("the release did not succeed; what it said stands above");
        }
        Ok(())
    }

    /// The package comes back out of the index.
    fn install(&self) -> anyhow::Result<String> {
        self.chapter("And anybody can install it from the index");
        let index = crate::index::Directory::ignored(&self.project.join(".release-guard"));
        self.told(&index.install_line(project::NAME));
        let _progress = self.terminal.working("installing");
        let interpreter = crate::python::Interpreter::find(None)?;
        let venv = crate::python::Venv::quick(&self.dir.join("venv"), &interpreter)?;
        venv.install(["--index-url", &index.url(), project::NAME])?;
        let code = format!("import {0}; print({0}.__version__)", project::IMPORT);
        self.told(&format!("python -c \"{code}\""));
        let version = venv.run(["-c", &code])?.text();
        self.terminal.say(&format!("    {version}"));
        Ok(version)
    }

    fn chapter(&self, title: &str) {
        self.terminal.say("");
        self.terminal
            .say(&format!("{} {}", "::".cyan().bold(), title.bold()));
    }

    /// Shows a command as one would type it.
    fn told(&self, command: &str) {
        self.terminal.say(&format!("  {} {command}", "$".dimmed()));
    }

    fn show(&self, output: &Output) {
        let text = [&output.stderr[..], &output.stdout[..]].concat();
        for line in String::from_utf8_lossy(&text).lines() {
            self.terminal.say(&format!("    {line}"));
        }
    }

    fn expect_refusal(&self, output: &Output, what: &str) -> anyhow::Result<()> {
        self.show(output);
        if output.status == Some(0) {
            bail!(
                "the {what} went through, although it should have been refused; is git running hooks at all?"
            );
        }
        Ok(())
    }

    fn git(&self, args: &[&str]) -> anyhow::Result<Output> {
        self.told(&Command::new("git").args(args).shown());
        Ok(self.git_command(args).output()?)
    }

    fn quietly(&self, args: &[&str]) -> anyhow::Result<()> {
        self.git_command(args).run()?;
        Ok(())
    }

    fn git_command(&self, args: &[&str]) -> Command {
        let color = if colored::control::SHOULD_COLORIZE.should_colorize() {
            "1"
        } else {
            "0"
        };
        Command::git(&self.project)
            .args(args)
            .env("CLICOLOR_FORCE", color)
    }
}

/// A folder with all five programs: the one this program lies in, or links to it in the demo's own folder, since it
/// answers to the others' names too.
fn programs(dir: &Path) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("cannot find this program's own file")?;
    let beside = own.parent().unwrap_or(Path::new("/")).to_owned();
    let names = [
        "check-version",
        "validate-dist",
        "changelog-guard",
        "tag-guard",
        "publish",
    ];
    let ending = std::env::consts::EXE_SUFFIX;
    if names
        .iter()
        .all(|name| beside.join(format!("{name}{ending}")).is_file())
    {
        return Ok(beside);
    }
    let bin = dir.join("bin");
    std::fs::create_dir_all(&bin)?;
    for name in names {
        let to = bin.join(format!("{name}{ending}"));
        #[cfg(unix)]
        std::os::unix::fs::symlink(&own, &to)?;
        #[cfg(not(unix))]
        std::fs::copy(&own, &to).map(drop)?;
    }
    Ok(bin)
}
