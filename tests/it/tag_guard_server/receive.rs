//! Pushes to a server that guards itself.
use crate::support::{Scratch, program, text};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

fn toml(version: &str) -> String {
    format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n")
}

/// A clone of a server that has `main` at 1.2.3 and `v1.2.2`, and this configuration in `main`.
fn served(config: &str) -> Scratch {
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", &toml("1.2.2")),
        ("release-guard.toml", config),
    ])
    .with_remote();
    scratch.git(&["tag", "v1.2.2"]);
    scratch.git(&["tag", "nightly"]);
    release(&scratch, "1.2.3");
    scratch.git(&["push", "-q", "origin", "main", "v1.2.2", "nightly"]);
    let hook = scratch.beside("remote.git/hooks/pre-receive");
    let text = format!(
        "#!/bin/sh\nexec '{}' --format concise pre-receive\n",
        program("tag-guard").display()
    );
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, text).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    scratch
}

/// Commits a version.
fn release(scratch: &Scratch, version: &str) {
    scratch.write("pyproject.toml", toml(version));
    scratch.git(&["commit", "-qam", version]);
}

/// Pushes past every hook of the client; returns whether the server takes it, and the rules that speak.
fn push(scratch: &Scratch, args: &[&str]) -> (bool, Vec<String>, String) {
    let (status, said) = scratch.try_git(&[&["push", "--no-verify"], args].concat());
    let found = |line: &str| {
        let (_, rest) = line.split_once(": ")?;
        let (_, rest) = rest.split_once(": ")?;
        let (rule, _) = rest.split_once("] ")?;
        Some(rule.replace("error[", ""))
    };
    let found = said.lines().filter_map(found).collect();
    (status == 0, found, said)
}

/// What is done before a push, the push, and the rules that speak; the push is taken where none of them finds an error.
type Case = (
    &'static str,
    &'static [&'static [&'static str]],
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn the_server_takes_good_pushes_and_refuses_bad_ones() {
    let cases: &[Case] = &[
        ("good", &[&["tag", "v1.2.3"]], &["v1.2.3"], &[]),
        (
            "annotated",
            &[&["tag", "-am", "m", "v1.2.3"]],
            &["v1.2.3"],
            &[],
        ),
        (
            "another version",
            &[&["tag", "v9.9.9"]],
            &["v9.9.9"],
            &["tag-version-mismatch"],
        ),
        (
            "in new commits",
            &[
                &["commit", "-q", "--allow-empty", "-m", "n"],
                &["tag", "-am", "m", "v9.9.9"],
            ],
            &["--atomic", "main", "v9.9.9"],
            &["tag-version-mismatch"],
        ),
        (
            "branch and tag in one push",
            &[
                &["commit", "-q", "--allow-empty", "-m", "n"],
                &["tag", "v1.2.3"],
            ],
            &["main", "v1.2.3"],
            &[],
        ),
        (
            "on no branch",
            &[
                &["commit", "-q", "--allow-empty", "-m", "n"],
                &["tag", "v1.2.3"],
            ],
            &["v1.2.3"],
            &["warning[tag-off-branch"],
        ),
        (
            "on a branch that the push replaces",
            &[
                &["tag", "v1.2.3"],
                &["commit", "-q", "--amend", "-m", "other"],
            ],
            &["-f", "main", "v1.2.3"],
            &["warning[tag-off-branch"],
        ),
        ("deleted", &[], &[":v1.2.2"], &["tag-deleted"]),
        (
            "moved",
            &[&["tag", "-f", "v1.2.2"]],
            &["-f", "v1.2.2"],
            &["tag-moved", "tag-version-mismatch"],
        ),
        (
            "a tree",
            &[&["tag", "v1.2.3", "HEAD^{tree}"]],
            &["v1.2.3"],
            &["tag-not-commit"],
        ),
        ("no release", &[&["tag", "x"]], &["x"], &[]),
        ("no release, deleted", &[], &[":nightly"], &[]),
        (
            "no release, moved",
            &[&["tag", "-f", "nightly"]],
            &["-f", "nightly"],
            &[],
        ),
        ("a branch", &[&["branch", "x"]], &["x"], &[]),
        // Only GitHub and GitLab start nothing for so many.
        (
            "many",
            &[
                &["tag", "v1.2.3"],
                &["tag", "a"],
                &["tag", "b"],
                &["tag", "c"],
            ],
            &["--tags"],
            &[],
        ),
        ("a mirror", &[], &["--mirror"], &["tag-mirror-push"]),
    ];
    let template = served("");
    let said = crate::support::each(cases, |(_, before, args, _)| {
        let scratch = template.copied();
        scratch.git(&["remote", "set-url", "origin", "../remote.git"]);
        for args in *before {
            scratch.git(args);
        }
        let all: Vec<&str> = args
            .iter()
            .copied()
            .filter(|arg| arg.starts_with('-'))
            .collect();
        let refs: Vec<&str> = args
            .iter()
            .copied()
            .filter(|arg| !arg.starts_with('-'))
            .collect();
        let result = push(&scratch, &[&all[..], &["origin"], &refs].concat());
        let left = scratch.git(&["-C", "../remote.git", "for-each-ref"]);
        (result, left)
    });
    let before = template.git(&["-C", "../remote.git", "for-each-ref"]);
    for ((what, _, _, expected), ((is_taken, mut rules, said), left)) in cases.iter().zip(said) {
        rules.sort();
        rules.dedup();
        assert_eq!(rules, *expected, "{what}: {said}");
        let is_good = expected.iter().all(|rule| rule.starts_with("warning["));
        assert_eq!(is_taken, is_good, "{what}: {said}");
        // All or nothing: where one ref is refused, none is written.
        assert_eq!(left == before, !is_taken, "{what}: {said}\n{left}");
    }
}

#[test]
fn an_older_line_goes_on_while_a_newer_one_is_there() {
    let scratch = served("");
    scratch.git(&["tag", "v1.2.3"]);
    assert!(push(&scratch, &["origin", "v1.2.3"]).0);
    let fork = scratch.git(&["rev-parse", "HEAD"]);
    for version in ["1.2.8", "2.0.0"] {
        release(&scratch, version);
        let tag = format!("v{version}");
        if version == "1.2.8" {
            scratch.git(&["branch", "1.2.x"]);
        }
        scratch.git(&["tag", &tag]);
        let (is_taken, _, said) = push(&scratch, &["origin", "main", &tag]);
        assert!(is_taken, "{said}");
    }
    scratch.git(&["checkout", "-q", "1.2.x"]);
    release(&scratch, "1.2.9");
    scratch.git(&["tag", "v1.2.9"]);
    let (is_taken, _, said) = push(&scratch, &["origin", "1.2.x", "v1.2.9"]);
    assert!(is_taken, "{said}");
    // Backwards within its line.
    scratch.git(&["checkout", "-q", "-B", "1.2.x", "v1.2.9"]);
    release(&scratch, "1.2.4");
    scratch.git(&["tag", "v1.2.4"]);
    let (is_taken, rules, said) = push(&scratch, &["origin", "1.2.x", "v1.2.4"]);
    assert_eq!(
        (is_taken, rules),
        (false, vec!["tag-not-monotonic".to_owned()]),
        "{said}"
    );
    // A branch of no usual name warns, and stops nobody.
    scratch.git(&["checkout", "-q", "-b", "somewhere", &fork]);
    release(&scratch, "3.0.0");
    scratch.git(&["tag", "v3.0.0"]);
    let (is_taken, rules, said) = push(&scratch, &["origin", "somewhere", "v3.0.0"]);
    assert_eq!(
        (is_taken, rules),
        (true, vec!["warning[tag-off-branch".to_owned()]),
        "{said}"
    );
}

#[test]
fn the_configuration_is_that_of_the_servers_default_branch() {
    // A pushed tree that switches everything off, and accepts the rest in a comment, switches nothing off.
    let scratch = served("");
    scratch.write(
        "release-guard.toml",
        "[rules]\ntag-version-mismatch = \"off\"\ntag-moved = \"off\"\n[tags]\nfloating = [\"v*\"]\n",
    );
    let accepted = "# release-guard: ignore[tag-version-mismatch, version-mismatch] no\n";
    scratch.write(
        "pyproject.toml",
        toml("1.2.3").replace("\"1.2.3\"\n", &format!("\"1.2.3\"  {accepted}")),
    );
    scratch.git(&["commit", "-qam", "all off"]);
    scratch.git(&["tag", "v9.9.9"]);
    let (is_taken, rules, said) = push(&scratch, &["origin", "main", "v9.9.9"]);
    assert!(!is_taken, "{said}");
    assert_eq!(rules, ["tag-version-mismatch"], "{said}");
    scratch.git(&["tag", "-f", "v1.2.2"]);
    let (is_taken, rules, said) = push(&scratch, &["-f", "origin", "main", "v1.2.2"]);
    assert!(
        !is_taken && rules.contains(&"tag-moved".to_owned()),
        "{said}"
    );
    // The same configuration once it is there.
    let (is_taken, _, said) = push(&scratch, &["origin", "main"]);
    assert!(is_taken, "{said}");
    let (is_taken, _, said) = push(&scratch, &["origin", "v9.9.9"]);
    assert!(is_taken, "{said}");
}

#[test]
fn floating_tags_of_that_configuration_may_move() {
    let scratch = served("[tags]\nfloating = [\"v1\", \"latest\"]\n");
    scratch.git(&["tag", "v1", "HEAD~"]);
    scratch.git(&["tag", "v1.2.3"]);
    assert!(push(&scratch, &["origin", "v1", "v1.2.3"]).0);
    scratch.git(&["tag", "-f", "v1"]);
    let (is_taken, _, said) = push(&scratch, &["-f", "origin", "v1"]);
    assert!(is_taken, "{said}");
    let (is_taken, _, said) = push(&scratch, &["origin", ":v1"]);
    assert!(is_taken, "{said}");
    let (is_taken, rules, said) = push(&scratch, &["origin", ":v1.2.3"]);
    assert_eq!(
        (is_taken, rules),
        (false, vec!["tag-deleted".to_owned()]),
        "{said}"
    );
}

#[test]
fn a_new_server_takes_its_first_push() {
    let scratch = served("");
    let hook = std::fs::read_to_string(scratch.beside("remote.git/hooks/pre-receive")).unwrap();
    // Where the repository is named, what is pushed is in quarantine all the same.
    let hook = hook.replace(" pre-receive", " --root . pre-receive");
    scratch.git(&["init", "-q", "--bare", "-b", "main", "../new.git"]);
    let file = scratch.beside("new.git/hooks/pre-receive");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, hook).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    scratch.git(&["tag", "v1.2.3"]);
    let (is_taken, _, said) = push(&scratch, &["../new.git", "main", "v1.2.3"]);
    assert!(is_taken, "{said}");
    scratch.git(&["tag", "v9.9.9"]);
    let (is_taken, rules, said) = push(&scratch, &["../new.git", "v9.9.9"]);
    assert_eq!(
        (is_taken, rules),
        (false, vec!["tag-version-mismatch".to_owned()]),
        "{said}"
    );
}

/// Runs `pre-receive` by hand in the bare repository, with lines on stdin.
fn told(scratch: &Scratch, args: &[&str], lines: &str) -> (Option<i32>, String) {
    let stdin = scratch.beside("stdin");
    std::fs::write(&stdin, lines).unwrap();
    let mut command = Command::new(program("tag-guard"));
    scratch.scrub(command.args(args).arg("pre-receive"));
    let output = command
        .current_dir(scratch.beside("remote.git"))
        .stdin(Stdio::from(std::fs::File::open(stdin).unwrap()))
        .output()
        .unwrap();
    (output.status.code(), text(&output))
}

#[test]
fn broken_lines_are_refused_with_a_sentence() {
    let scratch = served("");
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let zero = "0".repeat(40);
    let form = "not `<old object> <new object> <ref>`";
    for (lines, line, text) in [
        ("nonsense\n".to_owned(), 1, "nonsense".to_owned()),
        (format!("{zero} {head}\n"), 1, format!("{zero} {head}")),
        (format!("{zero} {head} \n"), 1, format!("{zero} {head} ")),
        (
            format!("{zero} {head} refs/heads/x\n{zero} abc refs/tags/v1\n"),
            2,
            format!("{zero} abc refs/tags/v1"),
        ),
        // As a pre-push hook is told it.
        (
            format!("refs/tags/v1 {head} refs/tags/v1 {zero}\n"),
            1,
            format!("refs/tags/v1 {head} refs/tags/v1 {zero}"),
        ),
    ] {
        let (status, said) = told(&scratch, &[], &lines);
        let sentence = format!("error: line {line} of the pushed refs is `{text}`, {form}\n");
        assert_eq!((status, said.as_str()), (Some(2), sentence.as_str()));
    }
    // Nothing to do is no error, and neither is a last line that does not end.
    assert_eq!(told(&scratch, &[], "").0, Some(0));
    let line = format!("{zero} {head} refs/tags/v1.2.3");
    for args in [&[][..], &["--root", "."]] {
        let (status, said) = told(&scratch, args, &line);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains("tag v1.2.3"), "{said}");
    }
    // An object that is not there is no reason to let its tag pass.
    let gone = "1".repeat(40);
    let (status, said) = told(&scratch, &[], &format!("{zero} {gone} refs/tags/v1.2.3\n"));
    assert_eq!(status, Some(2), "{said}");
    assert!(said.starts_with("error: "), "{said}");
    // More than is read is never taken for all.
    let mut lines = format!("{zero} {head} refs/heads/x\n").repeat((16 << 20) / 90);
    lines.push_str(&format!("{zero} {head} refs/tags/v9.9.9\n"));
    let (status, said) = told(&scratch, &[], &lines);
    assert_ne!(status, Some(0), "{said}");
    while lines.len() < 16 << 20 {
        lines.insert_str(0, &format!("{zero} {head} refs/heads/x\n"));
    }
    let (status, said) = told(&scratch, &[], &lines);
    assert_ne!(status, Some(0), "{said}");
}
