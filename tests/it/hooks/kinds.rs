//! Eight kinds of repository: what `install` does in each, what the hook then sees, and `uninstall`, byte for byte.
use super::checkout::Checkout;
use super::write_hook;
use crate::support::tool;

/// A kind of repository.
struct Kind {
    name: &'static str,
    set_up: fn(&mut Checkout),
    /// What `install` says; its status is 2 where the last line of it is `refused`.
    says: &'static str,
    /// Whether `install` closes the gap.
    closes: bool,
    /// Adds what `install` prints, where it is the user who has to.
    mend: Option<fn(&Checkout)>,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "none",
        set_up: |_| {},
        says: "installed `[ROOT]/.git/hooks/pre-push`\n",
        closes: true,
        mend: None,
    },
    Kind {
        name: "own hook",
        set_up: |clone| write_hook(&clone.hooks().join("pre-push"), "#!/bin/sh\ncat >&2\n"),
        says: "installed `[ROOT]/.git/hooks/pre-push`; the hook that was there is run first, as `[ROOT]/.git/hooks/pre-push.before-release-guard`\n",
        closes: true,
        mend: None,
    },
    Kind {
        name: "pre-commit",
        set_up: |clone| framework(clone, "pre-commit"),
        says: "installed `[ROOT]/.git/hooks/pre-push.legacy`\n",
        closes: true,
        mend: None,
    },
    Kind {
        name: "prek",
        set_up: |clone| framework(clone, "prek"),
        says: "installed `[ROOT]/.git/hooks/pre-push.legacy`\n",
        closes: true,
        mend: None,
    },
    Kind {
        name: "lefthook",
        set_up: |clone| {
            clone.scratch.write("lefthook.yml", LEFTHOOK);
            let (status, said) = clone.run_in(&clone.root(), &tool("lefthook"), &["install"]);
            assert_eq!(status, 0, "{said}");
        },
        says: "\
error: lefthook writes the `pre-push` hook of this repository, so nothing was written; add this to its configuration instead:
  # .lefthook/pre-push/tag-guard
  exec tag-guard pre-push \"$1\" \"$2\"
  \n  # lefthook.yml
  pre-push:
    scripts:
      \"tag-guard\":
        runner: sh
        use_stdin: true
",
        closes: false,
        mend: Some(|clone| {
            let script = "exec tag-guard pre-push \"$1\" \"$2\"\n";
            clone.scratch.write(".lefthook/pre-push/tag-guard", script);
            let text = format!(
                "{LEFTHOOK}  scripts:\n    \"tag-guard\":\n      runner: sh\n      use_stdin: true\n"
            );
            clone.scratch.write("lefthook.yml", text);
        }),
    },
    Kind {
        name: "husky",
        set_up: husky,
        says: "\
error: husky writes the `pre-push` hook of this repository, so nothing was written; add this to its configuration instead:
  # .husky/pre-push, before what reads stdin
  tag-guard pre-push \"$1\" \"$2\"
",
        closes: false,
        mend: Some(|clone| {
            let text = "tag-guard pre-push \"$1\" \"$2\"\n";
            clone.scratch.write(".husky/pre-push", text);
        }),
    },
    Kind {
        name: "hooksPath local",
        set_up: |clone| {
            clone.scratch.git(&["config", "core.hooksPath", "tools/hooks"]);
        },
        says: "\
installed `[ROOT]/tools/hooks/pre-push`
  it lies in your working tree; do not commit `tools/hooks/pre-push`, which names a folder of this machine
",
        closes: true,
        mend: None,
    },
    Kind {
        name: "hooksPath global",
        set_up: |clone| {
            let folder = clone.scratch.beside("hooks");
            write_hook(&folder.join("pre-push"), "#!/bin/sh\n");
            clone.set_global(&format!("[core]\n\thooksPath = {}\n", folder.display()));
        },
        says: "\
error: `core.hooksPath` is set to `[SCRATCH]/hooks` for all your repositories, so git looks for hooks nowhere else
hint: add the line `tag-guard pre-push \"$@\"` to `[SCRATCH]/hooks/pre-push`; or use git 2.54 or later, for which `tag-guard install` puts a hook beside that folder
",
        closes: false,
        mend: Some(|clone| {
            let file = clone.scratch.beside("hooks").join("pre-push");
            write_hook(&file, "#!/bin/sh\ntag-guard pre-push \"$@\"\n");
        }),
    },
];

const LEFTHOOK: &str = "pre-push:\n  commands:\n    other:\n      run: echo other\n";

fn framework(clone: &Checkout, name: &str) {
    clone
        .scratch
        .write(".pre-commit-config.yaml", "repos: []\n");
    let args = ["install", "-t", "pre-push"];
    let (status, said) = clone.run_in(&clone.root(), &tool(name), &args);
    assert_eq!(status, 0, "{said}");
}

/// What husky 9 writes, for which npm is needed: `core.hooksPath`, and a hook of every name that runs the user's.
fn husky(clone: &mut Checkout) {
    clone.scratch.git(&["config", "core.hooksPath", ".husky/_"]);
    let folder = clone.root().join(".husky/_");
    write_hook(
        &folder.join("h"),
        "#!/usr/bin/env sh\n# husky\ns=$(dirname \"$(dirname \"$0\")\")/$(basename \"$0\")\n[ ! -f \"$s\" ] && exit 0\nsh -e \"$s\" \"$@\"\n",
    );
    for hook in ["pre-commit", "commit-msg", "pre-push"] {
        let text = "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"";
        write_hook(&folder.join(hook), text);
    }
    clone.scratch.write(".husky/pre-push", "echo other\n");
}

/// One kind, from the first look to the last: guarded in the end, and without a trace after that.
fn story(kind: &Kind, is_new_git: bool) {
    let name = kind.name;
    let mut clone = Checkout::new();
    (kind.set_up)(&mut clone);
    if is_new_git {
        clone.set_new_git();
    }
    assert!(!clone.is_guarded(), "{name}");
    assert_eq!(clone.tag_guard(&["doctor"]).0, 1, "{name}");
    let before = clone.listing();
    let (status, said) = clone.tag_guard(&["install"]);
    let closes = kind.closes || is_new_git;
    if is_new_git {
        let section = "installed `hook.release-guard-pre-push` in `[ROOT]/.git/config`\n";
        assert_eq!((status, said.as_str()), (0, section), "{name}");
    } else {
        let expected = (if closes { 0 } else { 2 }, kind.says);
        assert_eq!((status, said.as_str()), expected, "{name}");
    }
    assert_eq!(clone.is_guarded(), closes, "{name}");
    let (status, said) = clone.tag_guard(&["doctor"]);
    assert_eq!(status, i32::from(!closes), "{name}: {said}");
    let proof = "all 3 tags of a scratch push arrived";
    assert_eq!(said.contains(proof), closes, "{name}: {said}");
    let installed = clone.listing();
    if closes {
        assert_eq!(clone.tag_guard(&["install"]).0, 0, "{name}");
    }
    assert_eq!(clone.listing(), installed, "{name}: not repeatable");
    assert_eq!(clone.tag_guard(&["uninstall"]).0, 0, "{name}");
    assert_eq!(clone.listing(), before, "{name}: not as it was");
    assert!(!clone.is_guarded(), "{name}");
    // Where the user has to add the lines, they do what they promise, and are found.
    if let Some(mend) = kind.mend {
        mend(&clone);
        assert!(clone.is_guarded(), "{name}");
        let before = clone.listing();
        let (status, said) = clone.tag_guard(&["install"]);
        assert_eq!(status, 0, "{name}: {said}");
        assert!(said.contains("is guarded by"), "{name}: {said}");
        let (status, said) = clone.tag_guard(&["doctor"]);
        assert_eq!(status, 0, "{name}: {said}");
        assert_eq!(clone.listing(), before, "{name}");
    }
}

#[test]
fn eight_kinds_of_repository_are_guarded_and_left_as_they_were() {
    for kind in KINDS {
        story(kind, false);
    }
}

#[test]
fn with_git_2_54_no_file_of_anybody_is_touched_in_any_of_them() {
    for kind in KINDS {
        story(kind, true);
    }
}
