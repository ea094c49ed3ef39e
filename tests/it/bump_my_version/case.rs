//! A case: a project, what happened to it before, and the arguments of a bump.
use crate::support::Scratch;
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// What every project is that says nothing else of itself.
const PROJECT: &str = "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n";

/// Commits all files, in a repository that is not tidied up while it is used.
const START: &str = "\
git init -q -b main --template=
printf '[maintenance]\\n\\tauto = false\\n[core]\\n\\tfsync = none\\n' >> .git/config
git add -A
git commit -q -m start
";

/// Each file's bytes by its path; a symlink's are where it points.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A project and what is asked of it. It is put together by [`case`] or [`tree`] and the words that follow them.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// What the case is about; no other has the same.
    pub name: &'static str,
    /// The arguments behind `bump`.
    pub args: &'static [&'static str],
    /// Variables of the environment.
    pub environment: &'static [(&'static str, &'static str)],
    config: Option<&'static str>,
    files: &'static [(&'static str, &'static str)],
    given: &'static str,
    folder: &'static str,
    has_repository: bool,
}

/// A project with this below `[tool.bumpversion]` in pyproject.toml, and files beside it. `THIS-YEAR` and `THIS-MONTH` are
/// the numbers of today's.
pub const fn case(
    name: &'static str,
    config: &'static str,
    files: &'static [(&'static str, &'static str)],
    args: &'static [&'static str],
) -> Case {
    Case {
        config: Some(config),
        ..tree(name, files, args)
    }
}

/// A project of these files; one without a pyproject.toml gets one that is only a name.
pub const fn tree(
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    args: &'static [&'static str],
) -> Case {
    Case {
        name,
        args,
        environment: &[],
        config: None,
        files,
        given: "",
        folder: "",
        has_repository: true,
    }
}

impl Case {
    /// Has this shell script run in the project when its files are committed.
    pub const fn given(self, script: &'static str) -> Self {
        Self {
            given: script,
            ..self
        }
    }

    /// Has these variables in the environment.
    pub const fn with(self, environment: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            environment,
            ..self
        }
    }

    /// Has the bump run in this folder of the project.
    pub const fn inside(self, folder: &'static str) -> Self {
        Self { folder, ..self }
    }

    /// Has no repository.
    pub const fn outside_git(self) -> Self {
        Self {
            has_repository: false,
            ..self
        }
    }

    /// Makes the project.
    pub fn make(&self) -> Scratch {
        let scratch = Scratch::new();
        let pyproject = match self.config {
            Some(config) => format!("{PROJECT}\n[tool.bumpversion]{config}"),
            None => PROJECT.to_owned(),
        };
        let says_so = |(path, _): &(&str, _)| path.ends_with("pyproject.toml");
        if !self.files.iter().any(says_so) {
            scratch.write("pyproject.toml", dated(&pyproject));
        }
        for (path, text) in self.files {
            scratch.write(path, dated(text));
        }
        if self.has_repository {
            self.commit(&scratch);
        }
        if !self.given.is_empty() {
            self.run(&scratch, self.given);
        }
        scratch
    }

    /// Commits the files. A repository that was made once is written from memory the next time.
    fn commit(&self, scratch: &Scratch) {
        static MADE: Mutex<BTreeMap<String, Files>> = Mutex::new(BTreeMap::new());
        let name = format!("{} {}", self.name, dated("THIS-YEAR THIS-MONTH"));
        let made = MADE.lock().unwrap().get(&name).cloned();
        if let Some(made) = made {
            for (path, bytes) in &made {
                scratch.write(path, bytes);
            }
            std::fs::create_dir_all(scratch.root().join(".git/refs/tags")).unwrap();
            return;
        }
        self.run(scratch, START);
        let made = files(&scratch.root(), ".git");
        MADE.lock().unwrap().insert(name, made);
    }

    fn run(&self, scratch: &Scratch, script: &str) {
        let output = scratch.run(Command::new("sh").args(["-e", "-c", script]));
        let said = crate::support::text(&output);
        assert!(output.status.success(), "{}: {said}", self.name);
    }

    /// Where the bump runs.
    pub fn folder(&self, scratch: &Scratch) -> PathBuf {
        scratch.root().join(self.folder)
    }
}

/// The files below a folder but repositories, by their paths from the root.
pub fn files(root: &Path, folder: &str) -> Files {
    let mut found = Files::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            if path.ends_with(".git") {
                continue;
            }
            if path.is_symlink() {
                let target = std::fs::read_link(&path).unwrap().into_os_string();
                found.insert(name.to_owned(), target.into_encoded_bytes());
            } else if !path.is_dir() {
                found.insert(name.to_owned(), std::fs::read(&path).unwrap());
            } else {
                folders.push(path);
            }
        }
    }
    found
}

/// The text with today's numbers in it.
fn dated(text: &str) -> String {
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    text.replace("THIS-YEAR", &now.year().to_string())
        .replace("THIS-MONTH", &now.month().to_string())
}
