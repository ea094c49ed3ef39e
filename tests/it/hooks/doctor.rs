//! The proof: a real push of tags to a scratch repository, which the hook answers, and which leaves no trace.
use super::checkout::Checkout;
use super::write_hook;
use crate::support::tool;
use std::os::unix::fs::PermissionsExt;

/// What `doctor` says of pushes, which are not guarded.
fn blind(clone: &Checkout) -> String {
    let (status, said) = clone.tag_guard(&["doctor"]);
    assert_eq!(status, 1, "{said}");
    let start = said.find("pre-push: not guarded: ").expect("a verdict");
    said[start..].to_owned()
}

#[test]
fn the_whole_answer() {
    let clone = Checkout::new();
    clone.tag_guard(&["install", "--hook", "pre-push"]);
    let (status, said) = clone.tag_guard(&["doctor"]);
    let (out, error) = said.split_at(said.find("pushing ").unwrap());
    assert_eq!(status, 0);
    assert_eq!(
        out,
        "\
pre-commit: not guarded: there is no hook
  help: run `tag-guard install --hook pre-commit`
commit-msg: not guarded: there is no hook
  help: run `tag-guard install --hook commit-msg`
pre-push: guarded by `[ROOT]/.git/hooks/pre-push`; all 3 tags of a scratch push arrived
"
    );
    assert_eq!(
        error,
        "pushing 3 tags to a scratch repository, as a dry run: the pre-push hooks of this clone run once\n"
    );
    let (_, said) = clone.tag_guard(&["doctor", "--quiet", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(json["hooks"][0]["guarded"], false);
    let proof = serde_json::json!({"answered": true, "tags_seen": 3, "tags_pushed": 3});
    assert_eq!(json["hooks"][2]["proof"], proof);
    assert_eq!(json["hooks"][2]["hook"], "pre-push");
}

#[test]
fn nothing_is_left_behind_and_a_hook_of_yours_runs_once() {
    let clone = Checkout::new();
    let count = clone.scratch.beside("count");
    let text = format!("#!/bin/sh\necho \"$@\" >> '{}'\n", count.display());
    write_hook(&clone.hooks().join("pre-push"), &text);
    for settings in [
        ["push.recurseSubmodules", "on-demand"],
        ["push.pushOption", "x"],
        ["push.followTags", "true"],
        ["protocol.file.allow", "never"],
    ] {
        clone.scratch.git(&["config", settings[0], settings[1]]);
    }
    let temporary = clone.scratch.beside("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let before = clone.everything();
    let mut command = std::process::Command::new(crate::support::program("tag-guard"));
    clone.scratch.scrub(command.arg("doctor"));
    let output = command.env("TMPDIR", &temporary).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&count).unwrap().lines().count(), 1);
    assert_eq!(clone.everything(), before);
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    // Behind ours it is not even asked.
    clone.tag_guard(&["install"]);
    let before = clone.everything();
    assert_eq!(clone.tag_guard(&["doctor"]).0, 0);
    assert_eq!(std::fs::read_to_string(&count).unwrap().lines().count(), 1);
    assert_eq!(clone.everything(), before);
    // The variable of the proof lets no other push through.
    clone.scratch.git(&["config", "--remove-section", "push"]);
    clone
        .scratch
        .git(&["config", "--remove-section", "protocol.file"]);
    clone.scratch.git(&["tag", "v9.9.9"]);
    let mut command = std::process::Command::new("git");
    clone
        .scratch
        .scrub(command.args(["push", "origin", "v9.9.9"]));
    let output = command.env("RELEASE_GUARD_PROBE", &count).output().unwrap();
    let said = crate::support::text(&output);
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    assert_eq!(std::fs::read_to_string(&count).unwrap().lines().count(), 2);
}

#[test]
fn it_is_proven_before_the_first_commit_too() {
    let scratch = crate::support::Scratch::new();
    scratch.git(&["init", "-q"]);
    assert_eq!(scratch.program("tag-guard", &["install"]).0, 0);
    assert_eq!(scratch.program("tag-guard", &["doctor"]).0, 0);
    let sha256 = crate::support::Scratch::new();
    sha256.git(&["init", "-q", "--object-format=sha256"]);
    assert_eq!(sha256.program("tag-guard", &["install"]).0, 0);
    let (status, out, error) = sha256.program("tag-guard", &["doctor"]);
    assert_eq!(status, 0, "{out}{error}");
}

#[test]
fn under_pre_commit_alone_tags_are_hidden() {
    for name in ["pre-commit", "prek"] {
        let (scratch, tool) = super::framework(name);
        super::run(&scratch, &tool, &["install", "-t", "pre-push"]);
        let clone = Checkout::of(scratch);
        let expected = format!(
            "pre-push: not guarded: {name} hides tag pushes: a tag on a pushed commit is not seen\n  help: run `tag-guard install`\n"
        );
        assert!(blind(&clone).starts_with(&expected), "{}", blind(&clone));
    }
}

#[test]
fn under_lefthook_stdin_and_a_script_are_needed() {
    let clone = Checkout::new();
    let script = "exec tag-guard pre-push \"$1\" \"$2\"\n";
    clone.scratch.write(".lefthook/pre-push/tag-guard", script);
    for (config, why) in [
        (
            "pre-push:\n  scripts:\n    tag-guard:\n      runner: sh\n",
            "what is there runs without `use_stdin: true`, so no ref reaches it",
        ),
        (
            "pre-push:\n  commands:\n    tag-guard:\n      run: tag-guard pre-push {1} {2}\n      use_stdin: true\n",
            "what is there runs as a command, which lefthook skips when no new files are pushed: a tag on a pushed commit is not seen",
        ),
    ] {
        clone.scratch.write("lefthook.yml", config);
        let (status, said) = clone.run_in(&clone.root(), &tool("lefthook"), &["install"]);
        assert_eq!(status, 0, "{said}");
        // The reason is the runner's own doing, not what this program thinks of it.
        assert!(
            !clone.is_guarded(),
            "lefthook shows such a tag now: {config}"
        );
        let expected = format!("pre-push: not guarded: lefthook runs the hook, and {why}\n");
        assert!(blind(&clone).starts_with(&expected), "{}", blind(&clone));
        let (status, said) = clone.tag_guard(&["install"]);
        assert_eq!(status, 2);
        assert!(
            said.ends_with(&format!("use_stdin: true\n{why}\n")),
            "{said}"
        );
    }
}

#[test]
fn what_hides_the_refs_is_named() {
    let clone = Checkout::new();
    let hook = clone.hooks().join("pre-push");
    let mode = |file: &std::path::Path, mode| {
        std::fs::set_permissions(file, PermissionsExt::from_mode(mode)).unwrap();
    };
    // Somebody's own hook reads the refs before it calls us.
    write_hook(
        &hook,
        "#!/bin/sh\ncat >/dev/null\ntag-guard pre-push \"$@\"\n",
    );
    let said = blind(&clone);
    assert!(
        said.starts_with("pre-push: not guarded: your own hook `[ROOT]/.git/hooks/pre-push` ran, and no ref of a scratch push arrived on stdin\n"),
        "{said}"
    );
    // It refuses before it calls us.
    write_hook(
        &hook,
        "#!/bin/sh\necho no >&2; exit 1\ntag-guard pre-push \"$@\"\n",
    );
    let said = blind(&clone);
    assert!(
        said.contains("another hook refused a scratch push: no"),
        "{said}"
    );
    // It shows one ref.
    write_hook(&hook, "#!/bin/sh\nhead -1 | tag-guard pre-push \"$@\"\n");
    let said = blind(&clone);
    assert!(
        said.contains("only 1 of 3 tags of a scratch push arrived"),
        "{said}"
    );
    mode(&hook, 0o644);
    assert!(blind(&clone).contains("is not executable"));
    std::fs::remove_file(&hook).unwrap();

    clone.tag_guard(&["install"]);
    mode(&hook, 0o644);
    let expected = "pre-push: not guarded: `[ROOT]/.git/hooks/pre-push` is not executable, so it is not run\n  help: run `tag-guard install`\n";
    assert!(blind(&clone).starts_with(expected));
    clone.tag_guard(&["install"]);
    assert_eq!(clone.tag_guard(&["doctor"]).0, 0);

    // The folder that git looked into is another one now.
    clone
        .scratch
        .git(&["config", "core.hooksPath", "elsewhere"]);
    let said = blind(&clone);
    assert!(
        said.starts_with("pre-push: not guarded: `core.hooksPath` is `elsewhere`, so git does not look into `[ROOT]/.git/hooks`, where our hook is\n"),
        "{said}"
    );
}

#[test]
fn a_hook_whose_program_is_gone_is_named() {
    let clone = Checkout::new();
    clone.tag_guard(&["install"]);
    let hook = clone.hooks().join("pre-push");
    let program = crate::support::program("tag-guard");
    let folder = program.parent().unwrap().to_str().unwrap();
    let text = std::fs::read_to_string(&hook).unwrap();
    write_hook(&hook, &text.replace(folder, "/gone"));
    let mut command = std::process::Command::new(&program);
    clone.scratch.scrub(command.arg("doctor"));
    let output = command.env("PATH", "/usr/bin:/bin").output().unwrap();
    let said = clone.scratch.redact(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let expected = "pre-push: not guarded: `[ROOT]/.git/hooks/pre-push` finds `tag-guard` neither in `/gone` nor on PATH, so nothing was pushed; a scratch push was refused: ";
    assert!(said.contains(expected), "{said}");
}
