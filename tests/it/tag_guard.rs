//! Every shape a push can have, with real git and the native hook; and `tag-guard check`.
use crate::support::{Scratch, program};
use std::process::Command;

const PROJECT: (&str, &str) = (
    "pyproject.toml",
    "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n",
);

/// A project at 1.2.3 whose last release was 1.2.2, all of it pushed, with the hook in place.
fn guarded() -> Scratch {
    let scratch = Scratch::with_commit(&[(
        "pyproject.toml",
        "[project]\nname = \"pkg\"\nversion = \"1.2.2\"\n",
    )])
    .with_remote();
    scratch.git(&["tag", "v1.2.2"]);
    scratch.git(&["tag", "nightly"]);
    scratch.write(PROJECT.0, PROJECT.1);
    scratch.git(&["commit", "-qam", "1.2.3"]);
    scratch.git(&["push", "-q", "origin", "main", "v1.2.2", "nightly"]);
    let (status, out, error) = scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 0, "{out}{error}");
    scratch
}

/// What is done before a push, the push, and the rules that speak; none: it goes through.
type Shape = (
    &'static [&'static [&'static str]],
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn every_shape_of_a_push_is_judged() {
    let shapes: &[Shape] = &[
        // The most common release push: the commit is there already.
        (&[&["tag", "v1.2.3"]], &["origin", "v1.2.3"], &[]),
        (
            &[&["tag", "-am", "1.2.3", "v1.2.3"]],
            &["origin", "v1.2.3"],
            &[],
        ),
        (
            &[&["tag", "v1.2.4"]],
            &["origin", "v1.2.4"],
            &["tag-version-mismatch"],
        ),
        (
            &[&["tag", "-am", "m", "v1.2.4"]],
            &["--dry-run", "origin", "v1.2.4"],
            &["tag-version-mismatch"],
        ),
        (&[&["tag", "1.2.3"]], &["origin", "1.2.3"], &["tag-name"]),
        (
            &[&["tag", "v.1.2.3"]],
            &["origin", "v.1.2.3"],
            &["tag-not-pep440"],
        ),
        (
            &[&["tag", "v{new_version}"]],
            &["origin", "v{new_version}"],
            &["tag-unexpanded-template"],
        ),
        (&[], &["origin", ":v1.2.2"], &["tag-deleted"]),
        // The short names that users of a GitHub action want.
        (
            &[&["tag", "v1.2.3"], &["tag", "v1.2"]],
            &["origin", "v1.2.3", "v1.2"],
            &[],
        ),
        (
            &[&["tag", "v1.2"]],
            &["origin", "v1.2"],
            &["tag-version-mismatch", "tag-not-monotonic"],
        ),
        (&[], &["origin", ":nightly"], &[]),
        (
            &[&["tag", "-f", "nightly"]],
            &["-f", "origin", "nightly"],
            &[],
        ),
        (
            &[&["tag", "-f", "v1.2.2"]],
            &["-f", "origin", "v1.2.2"],
            &["tag-version-mismatch", "tag-moved"],
        ),
        (
            &[&["tag", "-f", "v1.2.2"]],
            &["origin", "v1.2.2"],
            &["tag-version-mismatch", "tag-moved"],
        ),
        (
            &[&["tag", "v1.2.3", "HEAD^{tree}"]],
            &["origin", "v1.2.3"],
            &["tag-not-commit"],
        ),
        // Something that is no ref, pushed to a tag: a warning only.
        (&[&["tag", "x"]], &["origin", "x^{}:refs/tags/v1.2.3"], &[]),
        // Branch and tag together, in one line each; and the tag alone on a commit that no branch has.
        (
            &[
                &["commit", "-q", "--allow-empty", "-m", "n"],
                &["tag", "v1.2.3"],
            ],
            &["--atomic", "origin", "main", "v1.2.3"],
            &[],
        ),
        (
            &[
                &["commit", "-q", "--allow-empty", "-m", "n"],
                &["tag", "-am", "m", "v1.2.4"],
            ],
            &["--follow-tags", "origin", "main"],
            &["tag-version-mismatch"],
        ),
        (
            &[&["tag", "-am", "m", "v1.2.4"]],
            &["--follow-tags", "origin", "main"],
            &["tag-version-mismatch"],
        ),
        (
            &[
                &["tag", "v1.2.3"],
                &["tag", "a"],
                &["tag", "b"],
                &["tag", "c"],
            ],
            &["--tags", "origin"],
            &["tag-ci-trigger"],
        ),
        (&[], &["--mirror", "origin"], &["tag-mirror-push"]),
        // Nothing to say about these.
        (&[], &["origin", "main"], &[]),
        (&[&["branch", "x"]], &["origin", "x"], &[]),
        (
            &[],
            &["origin", ":/1.2.3:refs/heads/with space in the source"],
            &[],
        ),
        (&[], &["origin", "HEAD:refs/for/main"], &[]),
    ];
    for (before, push, rules) in shapes {
        let scratch = guarded();
        for args in *before {
            scratch.git(args);
        }
        let push: Vec<&str> = push
            .iter()
            .map(|word| {
                word.strip_suffix("/with space in the source")
                    .map_or(*word, |_| ":/1.2.3:refs/heads/x")
            })
            .collect();
        let (status, said) = scratch.try_git(&[&["push"], &push[..]].concat());
        let found: Vec<&str> = said
            .lines()
            .filter_map(|line| line.strip_prefix("error[")?.split(']').next())
            .collect();
        assert_eq!(found, *rules, "push {push:?}: {said}");
        assert_eq!(status != 0, !rules.is_empty(), "push {push:?}: {said}");
    }
}

#[test]
fn a_tag_on_a_commit_that_no_branch_has_is_told() {
    let scratch = guarded();
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "n"]);
    scratch.git(&["tag", "v1.2.3"]);
    let (_, said) = scratch.try_git(&["push", "origin", "v1.2.3"]);
    assert!(said.contains("[tag-off-branch]"), "{said}");
    assert!(
        said.contains("tag `v1.2.3` is on a commit that no branch of the remote has"),
        "{said}"
    );
}

#[test]
fn what_a_tag_is_not_judged_for_is_said() {
    let scratch = guarded();
    let (status, out, _) = scratch.program("tag-guard", &["check", "nightly"]);
    assert_eq!(status, 0, "{out}");
    let form = "which is no release tag of the form `v{version}`";
    assert!(out.contains(form), "{out}");
    // One cause, one error: the source agrees with the tag, and a mirror does not.
    scratch.write(
        PROJECT.0,
        format!(
            "{}[tool.bumpversion]\ncurrent_version = \"1.2.2\"\n",
            PROJECT.1
        ),
    );
    scratch.git(&["commit", "-qam", "mirror"]);
    scratch.git(&["tag", "v1.2.3"]);
    scratch.git(&["push", "-q", "--no-verify", "origin", "main"]);
    let (status, out, _) = scratch.program("tag-guard", &["check", "v1.2.3"]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("error[version-mismatch]"), "{out}");
    assert!(out.contains("tag-guard: 1 error in tag v1.2.3"), "{out}");
    // Nobody is sent to a tag that would be refused too.
    scratch.write(PROJECT.0, PROJECT.1.replace("1.2.3", "1.2.4.dev0"));
    scratch.git(&["commit", "-qam", "next"]);
    scratch.git(&["tag", "v1.2.4"]);
    let (_, out, _) = scratch.program("tag-guard", &["check", "v1.2.4"]);
    assert!(!out.contains("tag this one"), "{out}");
}

#[test]
fn a_push_by_url_is_judged_too() {
    let scratch = guarded();
    let url = scratch.beside("remote.git");
    scratch.git(&["tag", "v1.2.4"]);
    let (status, said) = scratch.try_git(&["push", url.to_str().unwrap(), "v1.2.4"]);
    assert_eq!(status, 1);
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    assert!(!said.contains("tag-off-branch"), "{said}");
}

#[test]
fn release_lines_and_backports_are_told_apart() {
    let scratch = guarded();
    scratch.git(&["tag", "v1.2.3"]);
    scratch.git(&["push", "-q", "origin", "v1.2.3"]);
    let release = |version: &str| {
        scratch.write(
            PROJECT.0,
            format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n"),
        );
        scratch.git(&["commit", "-qam", version]);
        let branch = scratch.git(&["branch", "--show-current"]);
        scratch.git(&["tag", &format!("v{version}")]);
        scratch.try_git(&["push", "origin", &branch, &format!("v{version}")])
    };
    assert_eq!(release("1.3.0").0, 0);
    scratch.git(&["checkout", "-q", "-b", "1.2.x", "v1.2.3"]);
    let (status, said) = release("1.2.4");
    assert_eq!(status, 0, "{said}");
    let (status, said) = release("1.2.4rc1");
    assert_eq!(status, 1);
    assert!(said.contains("error[tag-prerelease-after-final]"), "{said}");
    let (status, said) = release("1.2.1");
    assert_eq!(status, 1);
    assert!(said.contains("error[tag-not-monotonic]"), "{said}");
    // A tag that was forgotten on an older commit.
    scratch.write(
        PROJECT.0,
        "[project]\nname = \"pkg\"\nversion = \"1.2.5\"\n",
    );
    scratch.git(&["commit", "-qam", "1.2.5"]);
    let forgotten = scratch.git(&["rev-parse", "HEAD"]);
    assert_eq!(release("1.2.6").0, 0);
    scratch.git(&["tag", "v1.2.5", &forgotten]);
    let (status, said) = scratch.try_git(&["push", "origin", "v1.2.5"]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn a_sha_256_repository_is_guarded() {
    let scratch = Scratch::new();
    let remote = scratch.beside("remote.git");
    let remote = remote.to_str().unwrap();
    scratch.git(&["init", "-q", "-b", "main", "--object-format=sha256"]);
    scratch.git(&["init", "-q", "--bare", "--object-format=sha256", remote]);
    scratch.git(&["remote", "add", "origin", remote]);
    scratch.write(PROJECT.0, PROJECT.1);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "start"]);
    assert_eq!(scratch.program("tag-guard", &["install"]).0, 0);
    scratch.git(&["push", "-q", "origin", "main"]);
    scratch.git(&["tag", "v1.2.3"]);
    assert_eq!(scratch.try_git(&["push", "-q", "origin", "v1.2.3"]).0, 0);
    let (status, said) = scratch.try_git(&["push", "origin", ":v1.2.3"]);
    assert_eq!(status, 1);
    assert!(said.contains("error[tag-deleted]"), "{said}");
}

#[test]
fn floating_tags_are_configured() {
    let scratch = guarded();
    scratch.write(
        "release-guard.toml",
        "[tags]\nfloating = [\"v1\"]\nannotated = true\n",
    );
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "floating"]);
    scratch.git(&["tag", "v1"]);
    assert_eq!(
        scratch.try_git(&["push", "-q", "origin", "main", "v1"]).0,
        0
    );
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "next"]);
    scratch.git(&["tag", "-f", "v1"]);
    let (status, said) = scratch.try_git(&["push", "-qf", "origin", "main", "v1"]);
    assert_eq!(status, 0, "{said}");
    scratch.git(&["tag", "v1.2.3"]);
    let (status, said) = scratch.try_git(&["push", "origin", "v1.2.3"]);
    assert_eq!(status, 1);
    assert!(said.contains("error[tag-lightweight]"), "{said}");
}

#[test]
fn a_tag_is_checked_by_name_by_the_ci_and_at_head() {
    let scratch = guarded();
    scratch.git(&["tag", "v1.2.3"]);
    for (args, variable) in [
        (&["check", "v1.2.3"][..], None),
        (&["check", "refs/tags/v1.2.3"], None),
        (&["check"], None),
        (&["check"], Some(("GITHUB_REF", "refs/tags/v1.2.3"))),
        (&["check"], Some(("CI_COMMIT_TAG", "v1.2.3"))),
    ] {
        let outputs = scratch.beside("outputs");
        std::fs::remove_file(&outputs).ok();
        let mut command = Command::new(program("tag-guard"));
        scratch.scrub(command.args(args));
        command.env("GITHUB_OUTPUT", &outputs);
        if let Some((name, value)) = variable {
            command.env(name, value);
        }
        let output = command.output().unwrap();
        let said = crate::support::text(&output);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?} {variable:?}: {said}"
        );
        assert_eq!(
            std::fs::read_to_string(outputs).unwrap(),
            "version=1.2.3\ntag=v1.2.3\nprerelease=false\n"
        );
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let scratch = guarded();
    let (status, _, error) = scratch.program("tag-guard", &[]);
    assert_eq!(status, 2);
    assert!(
        error.starts_with("error: say what is to be done\n"),
        "{error}"
    );
    assert!(error.contains("pre-push"), "{error}");
    let (status, _, error) = scratch.program("tag-guard", &["check", "v7"]);
    assert_eq!(
        (status, error.as_str()),
        (
            2,
            "error: there is no tag `v7` here; fetch it with `git fetch --tags`\n"
        )
    );
    let (status, _, error) = scratch.program("tag-guard", &["check"]);
    assert_eq!(status, 2);
    assert!(error.contains("name one: `tag-guard check TAG`"), "{error}");
    let mut command = Command::new("sh");
    let line = format!(
        "echo nonsense | '{}' pre-push origin url",
        program("tag-guard").display()
    );
    let output = scratch.run(command.args(["-c", &line]));
    assert_eq!(output.status.code(), Some(2));
    let said = crate::support::text(&output);
    assert!(
        said.contains("line 1 of the pushed refs is `nonsense`"),
        "{said}"
    );
}

#[test]
fn a_pushed_tag_says_which_job_it_starts() {
    let scratch = guarded();
    let workflow = "on: {push: {tags: ['v*']}}\njobs:\n  upload:\n    environment: pypi\n    steps: [{run: twine upload dist/*}]\n";
    scratch.write(".github/workflows/publish.yml", workflow);
    scratch.write(".github/workflows/broken.yml", "on: [\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "workflows"]);
    scratch.git(&["tag", "v1.2.3"]);
    let line =
        "pushing v1.2.3 starts publish.yml, job upload, which uploads to PyPI; environment pypi";
    let (status, said) = scratch.try_git(&["push", "origin", "main", "v1.2.3"]);
    assert_eq!((status, said.matches(line).count()), (0, 1), "{said}");
    // What is refused starts nothing.
    scratch.git(&["tag", "v1.2.4"]);
    let (status, said) = scratch.try_git(&["push", "origin", "v1.2.4"]);
    assert_eq!((status, said.contains(" starts ")), (1, false), "{said}");
}
