//! Every kind of repository: in each, a good tag passes and a bad one is refused, at the push and by `tag-guard check`.
mod lacking;

use crate::support::{Scratch, each, program, text};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::PathBuf;
use std::process::Command;

/// A repository with a remote, in which `HEAD` declares 1.2.3.
struct Place {
    scratch: Scratch,
    /// The folder that commands are run in.
    folder: PathBuf,
    environment: Vec<(&'static str, PathBuf)>,
}

/// A kind of repository.
struct Kind {
    name: &'static str,
    make: fn() -> Place,
}

const KINDS: &[Kind] = &[
    kind("plain", || Place::of(source(&[]))),
    kind("SHA-256", || Place::of(source(&["--object-format=sha256"]))),
    kind("reftable", || Place::of(source(&["--ref-format=reftable"]))),
    kind("linked worktree", || linked(source(&[]), "project")),
    kind("SHA-256, linked worktree", || {
        linked(source(&["--object-format=sha256"]), "project")
    }),
    kind("bare", || cloned(&["--bare"])),
    kind("linked worktree of a bare one", || {
        linked(cloned(&["--bare"]).scratch, "clone")
    }),
    kind("shallow", || cloned(&["--depth=1"])),
    kind("partial", || cloned(&["--filter=blob:none"])),
    kind("partial, without trees", || cloned(&["--filter=tree:0"])),
    kind("partial, as libgit2 opens none", || {
        let place = cloned(&["--filter=blob:none"]);
        place.git(&["config", "core.repositoryFormatVersion", "1"]);
        place.git(&["config", "extensions.partialClone", "origin"]);
        place
    }),
    kind("shared objects", || cloned(&["--shared"])),
    kind("of somebody else", of_somebody_else),
    kind("detached HEAD", || {
        let place = cloned(&[]);
        place.git(&["checkout", "-q", "--detach"]);
        place
    }),
    kind("unborn branch", || {
        let place = cloned(&[]);
        place.git(&["checkout", "-q", "--orphan", "next"]);
        place
    }),
    kind("packed refs only", || {
        let place = cloned(&[]);
        place.git(&["pack-refs", "--all", "--prune"]);
        place
    }),
    kind("submodule", submodule),
    kind("GIT_DIR and GIT_WORK_TREE", || {
        let mut place = Place::of(source(&[]));
        let names = ["GIT_DIR", "GIT_WORK_TREE"];
        let paths = [place.folder.join(".git"), place.folder.clone()];
        place.environment = names.into_iter().zip(paths).collect();
        place.folder = place.scratch.beside("elsewhere");
        std::fs::create_dir(&place.folder).unwrap();
        place
    }),
];

const fn kind(name: &'static str, make: fn() -> Place) -> Kind {
    Kind { name, make }
}

impl Place {
    fn of(scratch: Scratch) -> Self {
        Self {
            folder: scratch.root(),
            scratch,
            environment: Vec::new(),
        }
    }

    /// Runs a program; returns its exit status and all it wrote.
    fn run(&self, program: &str, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(program);
        self.scratch
            .scrub(command.args(args))
            .current_dir(&self.folder);
        let output = command
            .envs(self.environment.iter().cloned())
            .output()
            .unwrap();
        (output.status.code().unwrap_or(-1), text(&output))
    }

    fn git(&self, args: &[&str]) -> String {
        let (status, said) = self.run("git", args);
        assert_eq!(status, 0, "git {args:?}: {said}");
        said.trim_end().to_owned()
    }

    fn tag_guard(&self, args: &[&str]) -> (i32, String) {
        self.run(program("tag-guard").to_str().unwrap(), args)
    }

    /// Puts the hook where git looks for it.
    fn guard(&self) {
        let asked = ["rev-parse", "--path-format=absolute", "--git-path", "hooks"];
        let hook = PathBuf::from(self.git(&asked)).join("pre-push");
        let text = include_str!("../../hooks/pre-push");
        std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
        std::fs::write(&hook, text).unwrap();
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn toml(version: &str) -> String {
    format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n")
}

/// A project at 1.2.3 whose last release was 1.2.2, and its remote.
fn source(init: &[&str]) -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&[&["init", "-q", "-b", "main"], init].concat());
    scratch.git(
        &[
            &["init", "-q", "--bare", "-b", "main"],
            init,
            &["../remote.git"],
        ]
        .concat(),
    );
    for version in ["1.2.2", "1.2.3"] {
        scratch.write("pyproject.toml", toml(version));
        scratch.git(&["add", "-A"]);
        scratch.git(&["commit", "-qm", version]);
    }
    scratch.git(&["tag", "-am", "1.2.2", "v1.2.2", "HEAD~"]);
    let remote = scratch.beside("remote.git");
    scratch.git(&["remote", "add", "origin", remote.to_str().unwrap()]);
    scratch.git(&["push", "-q", "origin", "main", "v1.2.2"]);
    scratch.git(&[
        "-C",
        "../remote.git",
        "config",
        "uploadpack.allowFilter",
        "true",
    ]);
    scratch
}

/// A clone of the remote, in `clone`.
fn cloned(args: &[&str]) -> Place {
    let scratch = source(&[]);
    let url = match args.contains(&"--shared") {
        true => scratch.beside("remote.git").to_str().unwrap().to_owned(),
        false => format!("file://{}", scratch.beside("remote.git").display()),
    };
    scratch.git(&[&["clone", "-q"], args, &[&url, "../clone"]].concat());
    Place {
        folder: scratch.beside("clone"),
        ..Place::of(scratch)
    }
}

/// A linked worktree of the repository in a folder.
fn linked(scratch: Scratch, of: &str) -> Place {
    let of = format!("../{of}");
    scratch.git(&[
        "-C", &of, "worktree", "add", "-q", "-b", "side", "../tree", "main",
    ]);
    Place {
        folder: scratch.beside("tree"),
        ..Place::of(scratch)
    }
}

/// Git answers as if the folder belonged to another user; so does libgit2 when it really does.
fn of_somebody_else() -> Place {
    let mut place = Place::of(source(&[]));
    let trusted = place.scratch.beside("trusted");
    std::fs::write(&trusted, "[safe]\n\tdirectory = *\n").unwrap();
    for folder in [place.folder.clone(), place.folder.join(".git")] {
        chown(folder, Some(12345), None).ok();
    }
    place.environment = vec![
        ("GIT_CONFIG_GLOBAL", trusted),
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1".into()),
    ];
    place
}

fn submodule() -> Place {
    let scratch = source(&[]);
    scratch.git(&["init", "-q", "../above"]);
    let add = [
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
    ];
    let remote = scratch.beside("remote.git");
    scratch.git(
        &[
            &["-C", "../above"],
            &add[..],
            &[remote.to_str().unwrap(), "below"],
        ]
        .concat(),
    );
    Place {
        folder: scratch.beside("above/below"),
        ..Place::of(scratch)
    }
}

#[test]
fn a_good_tag_passes_and_a_bad_one_is_refused_in_each() {
    let found = each(KINDS, |kind| {
        let place = (kind.make)();
        place.guard();
        place.git(&["tag", "-am", "1.2.3", "v1.2.3", "main"]);
        place.git(&["tag", "v9.9.9", "main"]);
        ["v1.2.3", "v9.9.9"].map(|tag| {
            let checked = place.tag_guard(&["check", tag]);
            [place.run("git", &["push", "origin", tag]), checked]
        })
    });
    for (kind, [good, bad]) in KINDS.iter().zip(found) {
        let name = kind.name;
        for (status, said) in good {
            assert_eq!(status, 0, "{name}: {said}");
            assert!(!said.contains("warning["), "{name}: {said}");
        }
        for (status, said) in bad {
            assert_eq!(status, 1, "{name}: {said}");
            let errors: Vec<&str> = said
                .lines()
                .filter(|line| line.starts_with("error["))
                .collect();
            assert!(
                matches!(errors[..], [error] if error.starts_with("error[tag-version-mismatch]")),
                "{name}: {said}"
            );
        }
    }
}

#[test]
fn a_bare_repository_is_checked_by_its_path() {
    let place = cloned(&["--bare"]);
    place.git(&["tag", "v9.9.9", "main"]);
    for (tag, expected) in [("v1.2.2", 0), ("v9.9.9", 1)] {
        let args = ["--root", "../clone", "check", tag];
        let (status, out, error) = place.scratch.program("tag-guard", &args);
        assert_eq!(status, expected, "{out}{error}");
    }
    // A hook is installed where there is a working tree.
    let (status, out, error) = place
        .scratch
        .program("tag-guard", &["--root", "../clone", "install"]);
    assert_eq!(status, 2, "{out}");
    assert_eq!(
        error,
        "error: `[SCRATCH]/clone/` is a bare repository; it has no files to look at\n"
    );
}

#[test]
fn a_shallow_clone_says_what_is_not_judged_and_how_to_get_it() {
    let place = cloned(&["--depth=1"]);
    place.git(&["tag", "v1.2.3"]);
    let outputs = place.scratch.beside("outputs");
    let mut command = Command::new(program("tag-guard"));
    place.scratch.scrub(command.args(["check", "v1.2.3"]));
    command
        .current_dir(&place.folder)
        .env("GITHUB_OUTPUT", &outputs);
    let output = command.output().unwrap();
    let said = text(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let hint = "`git fetch --unshallow --tags` (`fetch-depth: 0` of actions/checkout) brings them";
    assert!(said.contains(hint), "{said}");
    assert_eq!(
        std::fs::read_to_string(outputs).unwrap(),
        "version=1.2.3\ntag=v1.2.3\nprerelease=false\n"
    );
}
