//! The tree that a tag stands for: its changelog, what it says of tags, and the working tree made from it.
use super::{TWO, found, judge, project};

#[test]
fn the_working_tree_is_compared_where_the_tag_is_checked_out() {
    judge(&[
        (
            "git tag v1.2.3; project 1.2.4; tag-guard check --format concise v1.2.3",
            &[
                "warning[tag-dirty-tree] the working tree has version `1.2.4`, and the commit of tag `v1.2.3`, which is checked out, has `1.2.3`",
            ],
        ),
        (
            "git tag v1.2.3; echo '[tool.ruff]' >>pyproject.toml; tag-guard check --format concise v1.2.3",
            &[],
        ),
        (
            "git tag v1.2.3; git commit -q --allow-empty -m next; project 1.2.4; tag-guard check --format concise v1.2.3",
            &[],
        ),
        ("git tag v1.2.3; project 1.2.4; git push origin v1.2.3", &[]),
        (
            "git tag v1.2.3; echo broken >pyproject.toml; tag-guard check --format concise v1.2.3",
            &[],
        ),
    ]);
}

/// Writes a changelog, commits and pushes the tag of 1.2.3.
fn noted(changelog: &str) -> String {
    format!(
        "cat >CHANGELOG.md <<'END'\n{changelog}END\nkeep; git tag v1.2.3; git push origin v1.2.3"
    )
}

#[test]
fn the_changelog_is_judged_in_the_tagged_tree() {
    judge(&[
        (
            &noted("## 1.2.3 - 2026-01-02\n\n- A\n\n## 1.2.2 - 2026-01-01\n\n- B\n"),
            &[],
        ),
        (
            &noted("## Unreleased\n\n- A\n\n## 1.2.2 - 2026-01-01\n\n- B\n"),
            &[
                "error[release-section-missing] `CHANGELOG.md` has no section for version `1.2.3`; its newest one is `1.2.2`",
            ],
        ),
        (
            &noted("## 1.2.3 - 2026-01-02\n\n### Added\n\n## 1.2.2 - 2026-01-01\n\n- B\n"),
            &[
                "error[release-section-empty] the section of version `1.2.3` in `CHANGELOG.md` says nothing",
            ],
        ),
        (
            &noted("## 1.2.2\n\n- B\n\n## 1.2.3\n\n- A\n\n## 1.2.1\n\n- C\n"),
            &[
                "error[version-order] version `1.2.2` stands above `1.2.3`, which is higher",
                "error[release-not-top] the section of version `1.2.3` stands below that of `1.2.2`",
            ],
        ),
        (
            &noted(
                "## 1.2.3\n\n- A\n\n## 1.2.2 - 2026-01-01\n\n- B\n\n## 1.2.1 - 2026-01-01\n\n- C\n\n## 1.2.0 - 2026-01-01\n\n- D\n\n## 1.1.0 - 2026-01-01\n\n- E\n",
            ),
            &[
                "warning[date-missing] version `1.2.3` has no date, and `4` of `5` versions have one",
            ],
        ),
        (
            &noted("## 1.2.3 - 2026-02-30\n\n- A\n"),
            &[
                "error[date-invalid] `2026-02-30` in the heading `1.2.3 - 2026-02-30` is on no calendar",
            ],
        ),
        (
            &noted("## 1.3.0 - 2026-01-03\n\n- B\n\n## 1.2.3 - 2026-01-02\n\n- A\n"),
            &[
                "error[newer-than-version] version `1.3.0` is dated `2026-01-03`, and the declared version is `1.2.3`",
            ],
        ),
        (
            &noted("## 1.2.3 - 2026-01-02\n\n<<<<<<< HEAD\n- A\n=======\n- B\n>>>>>>> topic\n"),
            &[
                "error[conflict-marker] `CHANGELOG.md` holds an unresolved merge, from `<<<<<<< HEAD` to `>>>>>>> topic`",
            ],
        ),
    ]);
    let (found, said) = found(&project(), &noted("## 1.2.3 - 2999-01-02\n\n- A\n"));
    let [only] = found.as_slice() else {
        panic!("{said}")
    };
    assert!(
        only.starts_with(
            "error[date-future] version `1.2.3` is dated `2999-01-02`, and today is `"
        ),
        "{only}"
    );
}

#[test]
fn other_tools_tell_how_tags_are_written() {
    judge(&[
        (
            "printf '[tool.commitizen]\\ntag_format = \"$version\"\\n' >>pyproject.toml; keep; git tag v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-name] tag `v1.2.3` is not written as this project's release tags are, `{version}`",
            ],
        ),
        (
            "printf '[tool.commitizen]\\ntag_format = \"$version\"\\n' >>pyproject.toml; keep; git tag 1.2.3; git push origin 1.2.3",
            &[],
        ),
        (
            "printf 'commitizen:\\n  tag_format: $version\\n' >.cz.yaml; keep; git tag 1.2.3; git push origin 1.2.3",
            &[],
        ),
        (
            "printf '[tool.semantic_release]\\ntag_format = \"pkg-v{version}\"\\n' >>pyproject.toml; keep; git tag pkg-v1.2.3; git push origin pkg-v1.2.3",
            &[],
        ),
        (
            "dynamic; printf 'tag_regex = \"^rel-(?P<version>.+)$\"\\n' >>pyproject.toml; keep; git tag v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-name] tag `v1.2.3` is not written as this project's release tags are, `rel-{version}`",
            ],
        ),
        // Without any word, the tags tell.
        (
            "git tag -d v1.2.2 >/dev/null; git tag rel_1_2_2 HEAD~1; git tag rel_1_2_3; git push origin rel_1_2_3",
            &[],
        ),
        (
            "git tag -d v1.2.2 >/dev/null; git tag rel_1_2_2 HEAD~1; git tag rel_1.2.3; git push origin rel_1.2.3",
            &[
                "error[tag-name] tag `rel_1.2.3` is not written as this project's release tags are, `rel_{version_underscored}`",
            ],
        ),
    ]);
}

#[test]
fn packages_of_one_repository_tell_it_each_for_itself() {
    let each = "for name in core api; do printf '[build-system]\\nrequires = [\"setuptools-scm\"]\\n\\n[project]\\nname = \"%s\"\\ndynamic = [\"version\"]\\n\\n[tool.setuptools_scm]\\ntag_regex = \"^%s-(?P<version>.+)$\"\\n' $name $name >$name/pyproject.toml; done; keep";
    let judged = |script: &str| -> String { format!("{TWO}\n{each}\n{script}") };
    judge(&[
        (
            &judged("git tag api-1.1; git tag core-7.0; git push origin api-1.1 core-7.0"),
            &[],
        ),
        (
            &judged("git tag api@1.1; git push origin api@1.1"),
            &[
                "error[tag-name] tag `api@1.1` is not written as this project's release tags are, `{name}-{version}`",
            ],
        ),
    ]);
}
