//! The name of a tag beside its version, the other tags, and branches.
use super::judge;

#[test]
fn names_are_compared_with_versions_tags_and_branches() {
    judge(&[
        ("git tag v1.2.3; git push origin v1.2.3", &[]),
        // tag-not-normalized
        (
            "git tag v01.2.3; git push origin v01.2.3",
            &[
                "warning[tag-not-normalized] tag `v01.2.3` has `01.2.3` where the version stands, whose normal form is `1.2.3`",
            ],
        ),
        (
            "dynamic; keep; git tag v1.2.3-beta0; git push origin v1.2.3-beta0",
            &[
                "warning[tag-not-normalized] tag `v1.2.3-beta0` has `1.2.3-beta0` where the version stands, whose normal form is `1.2.3b0`",
            ],
        ),
        (
            "project 1.2.3-beta0; keep; git tag v1.2.3-beta0; git push origin v1.2.3-beta0",
            &[
                "warning[non-canonical-version] `1.2.3-beta0` is written `1.2.3b0` in its normal form",
            ],
        ),
        (
            "dynamic; keep; git tag v2026.01.04; git commit -q --allow-empty -m n; git tag v2026.01.05; git push origin main v2026.01.05",
            &[],
        ),
        // tag-case-collision; the right name goes through, whatever slip was made before.
        (
            "git tag 1.2.3; git tag v1.2.3; git push origin v1.2.3",
            &["warning[tag-case-collision] tags `v1.2.3` and `1.2.3` differ only in the `v`"],
        ),
        (
            "git tag 1.2.3; git tag v1.2.3; git push origin 1.2.3",
            &["error[tag-case-collision] tags `1.2.3` and `v1.2.3` differ only in the `v`"],
        ),
        (
            "project 1.2.3rc1; keep; git tag v1.2.3RC1; git tag v1.2.3rc1; git push origin v1.2.3RC1",
            &["error[tag-case-collision] tags `v1.2.3RC1` and `v1.2.3rc1` differ only in case"],
        ),
        (
            "git tag 1.2.30; git tag v1.2.3; git push origin v1.2.3",
            &[],
        ),
        (
            "git tag 1.2.3; git push origin 1.2.3",
            &[
                "error[tag-name] tag `1.2.3` is not written as this project's release tags are, `v{version}`",
            ],
        ),
        // tag-branch-collision
        (
            "git branch v1.2.3; git tag v1.2.3; git push origin refs/tags/v1.2.3",
            &[
                "warning[tag-branch-collision] tag `v1.2.3` has the name of a branch, `refs/heads/v1.2.3`",
            ],
        ),
        (
            "git push -q --no-verify origin main:refs/heads/v1.2.3; git tag v1.2.3; git push origin refs/tags/v1.2.3",
            &[
                "warning[tag-branch-collision] tag `v1.2.3` has the name of a branch, `refs/remotes/origin/v1.2.3`",
            ],
        ),
        (
            "git tag v1.2.3; git push origin main:refs/heads/v1.2.3 refs/tags/v1.2.3",
            &[
                "warning[tag-branch-collision] tag `v1.2.3` has the name of a branch, `refs/heads/v1.2.3`",
            ],
        ),
        (
            "git branch v1.2; git tag v1.2.3; git push origin v1.2.3",
            &[],
        ),
        // tag-version-gap
        (
            "dynamic; keep; git tag v1.4.9; git push origin v1.4.9",
            &[
                "warning[tag-version-gap] tag `v1.4.9` says `1.4.9`, which leaves out `1.3.0` after `1.2.2`",
            ],
        ),
        (
            "project 1.2.4; keep; git tag v1.2.4; git push origin v1.2.4",
            &[
                "warning[tag-version-gap] tag `v1.2.4` says `1.2.4`, which leaves out `1.2.3` after `1.2.2`",
            ],
        ),
        (
            "git tag v1.2.5; git push origin v1.2.5",
            &[
                "error[tag-version-mismatch] tag `v1.2.5` says `1.2.5`, and the tagged commit declares `1.2.3` for `pkg`",
            ],
        ),
        ("dynamic; keep; git tag v1.3.0; git push origin v1.3.0", &[]),
        (
            "dynamic; keep; git tag v2.0.0rc1; git push origin v2.0.0rc1",
            &[],
        ),
        (
            "dynamic; keep; git tag v1.2.0 HEAD~2; git tag v1.2.4; git push origin v1.2.4",
            &[],
        ),
        (
            "dynamic; keep; git tag v2024.1 HEAD~1; git tag v2024.12; git push origin v2024.12",
            &[],
        ),
    ]);
}

#[test]
fn a_version_that_is_taken_from_tags_is_that_of_the_tag() {
    judge(&[
        (
            "dynamic; keep; git tag v1.2.3rc1; git tag v1.2.3rc2; test $(git describe --tags) = v1.2.3rc1; git push origin v1.2.3rc2",
            &[
                "note[tag-dynamic-version] tag `v1.2.3rc2` says `1.2.3rc2`, and setuptools-scm would build `pkg` as `1.2.3rc1`, from tag `v1.2.3rc1` on the same commit",
            ],
        ),
        (
            "dynamic; keep; git tag v1; git tag v1.2.3; test $(git describe --tags) = v1; git push origin v1.2.3",
            &[
                "note[tag-dynamic-version] tag `v1.2.3` says `1.2.3`, and setuptools-scm would build `pkg` as `1`, from tag `v1` on the same commit",
            ],
        ),
        (
            "dynamic; keep; git tag v1.2.3rc1; git tag -am 1.2.3 v1.2.3rc2; test $(git describe --tags) = v1.2.3rc2; git push origin v1.2.3rc2",
            &[],
        ),
        (
            "dynamic; keep; git tag v1.2.3rc1; git tag v1.2.3; test $(git describe --tags) = v1.2.3; git push origin v1.2.3",
            &[],
        ),
        (
            "project 1.2.3rc2; keep; git tag v1.2.3rc1; git tag v1.2.3rc2; git push origin v1.2.3rc2",
            &[],
        ),
    ]);
}
