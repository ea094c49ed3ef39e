//! Scratch projects and the tools that tests need beside Rust, Python and git.
pub mod actions;
pub mod devpi;
pub mod github;
pub mod gitlab;
pub mod http;
pub mod oidc;
pub mod pulls;
pub mod pypi;
pub mod running;
pub mod seed;
mod tools;

pub use tools::{environment, python, tool, tools};

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::thread::{available_parallelism, scope};

/// A folder of its own, with a home of its own, gone when dropped.
pub struct Scratch {
    dir: tempfile::TempDir,
}

impl Scratch {
    /// An empty folder.
    pub fn new() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("release-guard-test-")
            .tempdir()
            .unwrap();
        std::fs::create_dir(dir.path().join("home")).unwrap();
        std::fs::create_dir(dir.path().join("project")).unwrap();
        Self { dir }
    }

    /// A git repository with these files committed on `main`.
    pub fn with_commit(files: &[(&str, &str)]) -> Self {
        let scratch = Self::new();
        scratch.git(&["init", "-q", "-b", "main"]);
        for (path, text) in files {
            scratch.write(path, text);
        }
        scratch.git(&["add", "-A"]);
        scratch.git(&["commit", "-q", "--no-verify", "-m", "start"]);
        scratch
    }

    /// Another one with everything that is in this one.
    pub fn copied(&self) -> Self {
        let dir = tempfile::Builder::new()
            .prefix("release-guard-test-")
            .tempdir()
            .unwrap();
        let mut command = Command::new("cp");
        command.arg("-a").arg(self.dir.path().join("."));
        assert!(command.arg(dir.path()).status().unwrap().success());
        Self { dir }
    }

    /// Adds a bare repository as `origin` and pushes `main` to it.
    pub fn with_remote(self) -> Self {
        let remote = self.dir.path().join("remote.git");
        self.git(&[
            "init",
            "-q",
            "--bare",
            "-b",
            "main",
            remote.to_str().unwrap(),
        ]);
        self.git(&["remote", "add", "origin", remote.to_str().unwrap()]);
        self.git(&["push", "-q", "--no-verify", "-u", "origin", "main"]);
        self
    }

    /// The project's folder.
    pub fn root(&self) -> PathBuf {
        self.dir.path().join("project")
    }

    /// A folder beside the project's.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file of the project.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Runs git and returns what it wrote to stdout; it must succeed.
    pub fn git(&self, args: &[&str]) -> String {
        let output = self.run(Command::new("git").args(args));
        assert!(output.status.success(), "git {args:?}: {}", text(&output));
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// Runs git and returns its exit status with all it wrote.
    pub fn try_git(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(Command::new("git").args(args));
        (output.status.code().unwrap_or(-1), text(&output))
    }

    /// Runs a program in the project's folder with this scratch's environment.
    pub fn run(&self, command: &mut Command) -> Output {
        self.scrub(command).output().unwrap()
    }

    /// One of our programs with arguments; returns its exit status with stdout and stderr.
    pub fn program(&self, name: &str, args: &[&str]) -> (i32, String, String) {
        let output = self.run(Command::new(program(name)).args(args));
        let [out, error] = [output.stdout, output.stderr].map(|bytes| self.redact(&bytes));
        (output.status.code().unwrap_or(-1), out, error)
    }

    /// Replaces this scratch's own paths by `[ROOT]` and `[SCRATCH]`.
    pub fn redact(&self, bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes)
            .replace(self.root().to_str().unwrap(), "[ROOT]")
            .replace(self.dir.path().to_str().unwrap(), "[SCRATCH]")
    }

    /// Gives a command a clean environment: own home, no user configuration of git, fixed identity and dates, UTC; our
    /// programs and the pinned tools first on PATH.
    pub fn scrub<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let kept = ["PIP_", "SSL_", "RUSTUP_", "CARGO_HOME"]
                .iter()
                .any(|kept| text.starts_with(kept))
                || text.ends_with("_CA_BUNDLE")
                || [
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "TMPDIR",
                    "LANG",
                ]
                .contains(&&*text);
            if !kept {
                command.env_remove(&name);
            }
        }
        let programs = program("publish").parent().unwrap().to_owned();
        let mut path = vec![programs];
        path.extend(tools::made().map(|tools| tools.join("bin")));
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        command
            .current_dir(self.root())
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("HOME", self.dir.path().join("home"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_NAME", "A. Author")
            .env("GIT_AUTHOR_EMAIL", "author@example.com")
            .env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
            .env("GIT_COMMITTER_NAME", "A. Author")
            .env("GIT_COMMITTER_EMAIL", "author@example.com")
            .env("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z")
            .env("TZ", "UTC")
            .env("NO_COLOR", "1")
    }
}

/// The path of one of our programs as cargo built it for these tests.
pub fn program(name: &str) -> PathBuf {
    let path = match name {
        "check-version" => env!("CARGO_BIN_EXE_check-version"),
        "validate-dist" => env!("CARGO_BIN_EXE_validate-dist"),
        "changelog-guard" => env!("CARGO_BIN_EXE_changelog-guard"),
        "tag-guard" => env!("CARGO_BIN_EXE_tag-guard"),
        "publish" => env!("CARGO_BIN_EXE_publish"),
        other => panic!("no program `{other}`"),
    };
    Path::new(path).to_owned()
}

/// All that a program wrote.
pub fn text(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&all).into_owned()
}

/// The library that ends a program at a point of its work, to be preloaded; compiled once.
pub fn killer() -> &'static Path {
    static KILLER: OnceLock<PathBuf> = OnceLock::new();
    KILLER.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kill.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/kill.c");
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .output()
            .expect("this test needs `cc`, as libgit2 does");
        assert!(made.status.success(), "{}", text(&made));
        library
    })
}

/// Does the work on every item, on all processors, and returns what came of it in their order.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = available_parallelism().map_or(1, usize::from);
    let work = &work;
    let share = |worker: usize| items.iter().enumerate().skip(worker).step_by(workers);
    let mut done: Vec<(usize, R)> = scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|worker| {
                let work_on = move |(at, item)| (at, work(item));
                scope.spawn(move || share(worker).map(work_on).collect::<Vec<_>>())
            })
            .collect();
        running
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
