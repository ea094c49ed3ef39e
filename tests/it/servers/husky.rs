//! husky and simple-git-hooks from npm, as users install them.
use crate::hooks::checkout::Checkout;
use crate::support::text;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder with the pinned packages, installed once. Their own scripts would install hooks where they are.
fn packages() -> &'static Path {
    static PACKAGES: OnceLock<PathBuf> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("npm");
        std::fs::create_dir_all(&folder).unwrap();
        let output = Command::new("npm")
            .args(["install", "--ignore-scripts", "--no-audit", "--no-fund"])
            .arg("--prefix")
            .arg(&folder)
            .args(["husky@9.1.7", "simple-git-hooks@2.14.0"])
            .output()
            .expect("these tests need `npm`");
        assert!(output.status.success(), "{}", text(&output));
        folder.join("node_modules/.bin")
    })
}

/// Installed by the runner with another hook, refused with its lines, which then do what they promise.
fn story(name: &str, set_up: fn(&Checkout, &str), lines: &str) {
    let runner = packages().join(name);
    let clone = Checkout::new();
    let install = |hook: &str| {
        set_up(&clone, hook);
        let (status, said) = clone.run_in(&clone.root(), &runner, &[]);
        assert_eq!(status, 0, "{said}");
    };
    install("echo other");
    let before = clone.listing();
    let (status, said) = clone.tag_guard(&["install"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.starts_with(&format!("error: {name} writes")), "{said}");
    assert!(said.contains(lines), "{said}");
    assert_eq!(clone.listing(), before);
    assert!(!clone.is_guarded());
    assert_eq!(clone.tag_guard(&["doctor"]).0, 1);
    install("tag-guard pre-push \"$1\" \"$2\"");
    assert!(clone.is_guarded());
    let (status, said) = clone.tag_guard(&["doctor"]);
    assert_eq!(status, 0, "{said}");
    let (status, said) = clone.tag_guard(&["install"]);
    assert_eq!(status, 0);
    assert!(
        said.starts_with(&format!("`pre-push` is guarded by {name} (")),
        "{said}"
    );
}

#[test]
fn husky_runs_the_line_that_is_printed() {
    story(
        "husky",
        |clone, hook| clone.scratch.write(".husky/pre-push", format!("{hook}\n")),
        "  tag-guard pre-push \"$1\" \"$2\"\n",
    );
}

#[test]
fn simple_git_hooks_runs_the_line_that_is_printed() {
    story(
        "simple-git-hooks",
        |clone, hook| {
            let config = serde_json::json!({ "simple-git-hooks": { "pre-push": hook } });
            clone.scratch.write("package.json", config.to_string());
        },
        "    \"pre-push\": \"tag-guard pre-push \\\"$1\\\" \\\"$2\\\"\"\n",
    );
}
