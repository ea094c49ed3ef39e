//! A push as a whole, and who tells of it.
use super::{TWO, found, judge, project};
use crate::support::seed::seed;

#[test]
fn a_push_is_judged_as_a_whole() {
    let two = |push: &str| -> String { format!("{TWO}\n{push}") };
    judge(&[
        (
            "git tag v1.2.3; git push origin v1.2.2 v1.2.3",
            &[
                "warning[tag-multiple-releases] this push has `2` releases of this project: `v1.2.2`, `v1.2.3`",
            ],
        ),
        (
            "git tag v1.2.3; git tag v1.2; git tag v1; git push origin v1.2.3 v1.2 v1",
            &[],
        ),
        (&two("git push origin core-v1.0 api-v1.0"), &[]),
        (
            &two(
                "git tag api-v0.9; git push --no-verify -q origin core-v1.0; git push origin core-v1.0 api-v1.0 api-v0.9",
            ),
            &[
                "error[tag-version-mismatch] tag `api-v0.9` says `0.9`, and the tagged commit declares `1.0` for `api`",
                "warning[tag-multiple-releases] this push has `2` releases of `api`: `api-v0.9`, `api-v1.0`",
            ],
        ),
        (
            "git tag v1.2.3; git tag a; git tag b; git push origin v1.2.2 v1.2.3 a b",
            &[
                "error[tag-ci-trigger] this push has `4` tags, and GitHub starts no workflow for more than `3` at once",
            ],
        ),
    ]);
}

/// What pre-commit and prek tell a hook of a push of `main`.
const FRAMEWORK: &str = "export PRE_COMMIT=1 PRE_COMMIT_REMOTE_NAME=origin PRE_COMMIT_LOCAL_BRANCH=refs/heads/main \
PRE_COMMIT_REMOTE_BRANCH=refs/heads/main PRE_COMMIT_FROM_REF=$(git rev-parse HEAD~1) PRE_COMMIT_TO_REF=$(git rev-parse HEAD)";

#[test]
fn a_carrier_that_hides_tags_is_told_in_one_line() {
    let under = |script: &str| -> String { format!("{FRAMEWORK}\n{script}") };
    let note = "note[tag-carrier-blind] pre-commit and prek hide most tag pushes from hooks";
    judge(&[
        (
            &under("rm .git/hooks/pre-push; tag-guard --format concise pre-push </dev/null"),
            &[note],
        ),
        (
            &under(
                "rm .git/hooks/pre-push; git tag v1.2.3; tag-guard --strict --format concise pre-push </dev/null",
            ),
            &[note],
        ),
        (
            &under(
                "rm .git/hooks/pre-push; tag-guard install >/dev/null; tag-guard --format concise pre-push </dev/null",
            ),
            &[],
        ),
        (
            &under(
                "rm .git/hooks/pre-push; printf '[rules]\\ntag-carrier-blind = \"error\"\\n' >release-guard.toml; keep; tag-guard --format concise pre-push </dev/null",
            ),
            &[note],
        ),
        ("tag-guard --format concise pre-push </dev/null", &[]),
    ]);
    let scratch = project();
    let (_, said) = found(
        &scratch,
        &under("rm .git/hooks/pre-push; tag-guard pre-push </dev/null"),
    );
    assert_eq!(
        said,
        "note: pre-commit and prek hide most tag pushes from hooks; run `tag-guard install` to guard them all [tag-carrier-blind]\n"
    );
}

#[test]
fn no_rule_speaks_on_the_usual_release_push() {
    let scratch = seed();
    assert_eq!(scratch.program("tag-guard", &["install"]).0, 0);
    scratch.git(&["tag", "-am", "1.0.45", "1.0.45"]);
    scratch.git(&["tag", "v1", "1.0.45^{commit}"]);
    let pushed = ["push", "--atomic", "origin", "main", "1.0.45", "v1"];
    let (status, said) = scratch.try_git(&pushed);
    assert_eq!(status, 0, "{said}");
    assert!(
        !said.contains("warning") && !said.contains("note"),
        "{said}"
    );
    let (status, out, _) = scratch.program("tag-guard", &["check", "1.0.45"]);
    assert_eq!(status, 0, "{out}");
    assert!(
        out.starts_with("tag-guard: nothing wrong in tag 1.0.45"),
        "{out}"
    );
}
