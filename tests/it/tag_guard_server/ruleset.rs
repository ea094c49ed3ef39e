//! The policy on tags as GitHub has it.
use crate::support::Scratch;
use serde_json::Value;

const TOML: &str = "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n";

/// A project with these files and tags.
fn project(files: &[(&str, &str)], tags: &[&str]) -> Scratch {
    let scratch = Scratch::with_commit(&[&[("pyproject.toml", TOML)], files].concat());
    for tag in tags {
        scratch.git(&["tag", tag]);
    }
    scratch
}

fn printed(scratch: &Scratch, args: &[&str]) -> (String, String) {
    let (status, out, error) = scratch.program("tag-guard", &[&["ruleset"], args].concat());
    assert_eq!(status, 0, "{out}{error}");
    (out, error)
}

/// What a ruleset covers, and what it leaves out.
fn covered(scratch: &Scratch) -> String {
    let ruleset: Value = serde_json::from_str(&printed(scratch, &[]).0).unwrap();
    let names = &ruleset["conditions"]["ref_name"];
    let list = |key: &str| {
        let names = names[key].as_array().unwrap();
        let names = names.iter().map(|name| name.as_str().unwrap());
        names.collect::<Vec<_>>().join(" ")
    };
    format!("{} but {}", list("include"), list("exclude"))
}

#[test]
fn nobody_may_move_or_delete_release_tags() {
    let scratch = project(
        &[(
            "release-guard.toml",
            "[tags]\nfloating = [\"v1\", \"*-latest\"]\n",
        )],
        &["v1.2.2"],
    );
    let (out, error) = printed(&scratch, &[]);
    assert_eq!(
        out,
        r#"{
  "name": "Release tags stay what they are",
  "target": "tag",
  "enforcement": "active",
  "bypass_actors": [],
  "conditions": {
    "ref_name": {
      "include": [
        "refs/tags/v[0-9]*"
      ],
      "exclude": [
        "refs/tags/v1",
        "refs/tags/*-latest"
      ]
    }
  },
  "rules": [
    {
      "type": "update"
    },
    {
      "type": "deletion"
    }
  ]
}
"#
    );
    assert!(error.contains("gh api --method POST"), "{error}");
}

#[test]
fn only_the_release_app_may_make_them() {
    let scratch = project(&[], &["v1.2.2"]);
    let (out, error) = printed(&scratch, &["--release-app", "12345"]);
    assert_eq!(
        out,
        r#"{
  "name": "Release tags are made by the release app",
  "target": "tag",
  "enforcement": "active",
  "bypass_actors": [
    {
      "actor_id": 12345,
      "actor_type": "Integration",
      "bypass_mode": "always"
    }
  ],
  "conditions": {
    "ref_name": {
      "include": [
        "refs/tags/v[0-9]*"
      ],
      "exclude": []
    }
  },
  "rules": [
    {
      "type": "creation"
    }
  ]
}
"#
    );
    assert_eq!(error, "");
}

#[test]
fn the_form_of_tags_is_the_projects_own() {
    let told =
        "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\ntag_name = \"rel-{new_version}\"\n";
    for (files, tags, expected) in [
        (&[][..], &[][..], "refs/tags/v[0-9]*"),
        (&[], &["1.2.0", "1.2.1", "1.2.2"], "refs/tags/[0-9]*"),
        (
            &[],
            &["pkg-v1.2.0", "pkg-v1.2.1", "pkg-v1.2.2"],
            "refs/tags/*-v[0-9]*",
        ),
        (
            &[],
            &["pkg/v1.2.0", "pkg/v1.2.1", "pkg/v1.2.2"],
            "refs/tags/*/v[0-9]*",
        ),
        (
            &[],
            &["rel_1_2_0", "rel_1_2_1", "rel_1_2_2"],
            "refs/tags/rel_[0-9]*",
        ),
        (
            &[(".bumpversion.toml", told)],
            &["v1.2.2"],
            "refs/tags/rel-[0-9]*",
        ),
        (
            &[("release-guard.toml", "tag-format = \"r{version}-final\"\n")],
            &["v1.2.2"],
            "refs/tags/r[0-9]*-final",
        ),
    ] {
        let scratch = project(files, tags);
        assert_eq!(covered(&scratch), format!("{expected} but "), "{tags:?}");
    }
}

#[test]
fn there_is_one_for_a_repository_without_a_commit_and_for_a_server() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q"]);
    assert_eq!(covered(&scratch), "refs/tags/v[0-9]* but ");
    let scratch = project(&[], &["1.2.0", "1.2.1", "1.2.2"]).with_remote();
    scratch.git(&["push", "-q", "--tags", "origin"]);
    let (out, _) = printed(&scratch, &["--root", "../remote.git"]);
    assert!(out.contains("\"refs/tags/[0-9]*\""), "{out}");
}
