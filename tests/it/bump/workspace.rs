//! Several packages of one repository: alone, together, linked; their lock file and what they require of each other.
use crate::support::Scratch;

fn member(name: &str, version: &str, more: &str) -> String {
    format!("[project]\nname = \"{name}\"\nversion = \"{version}\"\n{more}")
}

/// A workspace of uv with two packages, of which one requires the other.
fn workspace(config: &str) -> Scratch {
    let lock = |name: &str, version: &str| {
        format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = {{ editable = \"packages/{name}\" }}\n"
        )
    };
    Scratch::with_commit(&[
        (
            "pyproject.toml",
            &format!("[tool.uv.workspace]\nmembers = [\"packages/*\"]\n{config}"),
        ),
        ("packages/core/pyproject.toml", &member("core", "1.2.3", "")),
        (
            "packages/core/core/__init__.py",
            "__version__ = \"1.2.3\"\n",
        ),
        (
            "packages/cli/pyproject.toml",
            &member(
                "cli",
                "0.4.0",
                "dependencies = [\"core>=1.2.3\", \"click==1.2.3\"]\n[project.optional-dependencies]\npinned = [\"core==1.2.3\"]\n",
            ),
        ),
        (
            "uv.lock",
            &format!(
                "version = 1\n{}{}",
                lock("cli", "0.4.0"),
                lock("core", "1.2.3")
            ),
        ),
    ])
}

fn changed(scratch: &Scratch) -> String {
    let diff = scratch.git(&["diff", "-U0"]);
    let lines = diff.lines().filter(|line| line.starts_with('+'));
    let lines = lines.map(|line| line.trim_start_matches("+++ b/"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_package_is_bumped_as_it_is_said() {
    let scratch = workspace("");
    let (status, out, said) = scratch.program("publish", &["bump", "core=minor", "cli=patch"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        out,
        "core 1.2.3 → 1.3.0, cli 0.4.0 → 0.4.1 in packages/cli/pyproject.toml, packages/core/core/__init__.py, packages/core/pyproject.toml, uv.lock\n"
    );
    assert_eq!(
        changed(&scratch),
        "packages/cli/pyproject.toml\n+version = \"0.4.1\"\n+dependencies = [\"core>=1.3.0\", \"click==1.2.3\"]\n+pinned = [\"core==1.3.0\"]\n\
         packages/core/core/__init__.py\n+__version__ = \"1.3.0\"\n\
         packages/core/pyproject.toml\n+version = \"1.3.0\"\n\
         uv.lock\n+version = \"0.4.1\"\n+version = \"1.3.0\""
    );
}

#[test]
fn one_alone_moves_only_what_would_not_install_any_more() {
    let scratch = workspace("");
    let (status, _, said) = scratch.program("publish", &["bump", "minor", "--package", "core"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        changed(&scratch),
        "packages/cli/pyproject.toml\n+pinned = [\"core==1.3.0\"]\n\
         packages/core/core/__init__.py\n+__version__ = \"1.3.0\"\n\
         packages/core/pyproject.toml\n+version = \"1.3.0\"\n\
         uv.lock\n+version = \"1.3.0\""
    );
}

#[test]
fn linked_packages_get_one_version() {
    let scratch = workspace("[tool.release-guard]\nlinked = [[\"*\"]]\n");
    let (status, out, said) = scratch.program("publish", &["bump", "2.0.0", "--commit", "--tag"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        out.starts_with("cli 0.4.0 → 2.0.0, core 1.2.3 → 2.0.0 in "),
        "{out}"
    );
    assert_eq!(
        scratch.git(&["log", "-1", "--format=%s"]),
        "Bump version: 0.4.0 → 2.0.0"
    );
    assert_eq!(scratch.git(&["tag", "--list"]), "v2.0.0");
    let (status, out, _) = scratch.program("check-version", &["--rev", "HEAD"]);
    assert_eq!(status, 0, "{out}");
}

#[test]
fn a_package_has_to_be_named_where_there_are_several() {
    let scratch = workspace("");
    let (status, _, said) = scratch.program("publish", &["bump", "patch"]);
    assert_eq!(status, 2);
    assert_eq!(
        said,
        "error: there are several packages: `cli`, `core`\nhint: say which one with `--package NAME`, or what becomes of each: `publish bump NAME=minor OTHER=patch`\n"
    );
}
