//! Our own workflows, run: from what somebody does on GitHub to the tag, the files on PyPI, and the release.
//!
//! Each ends with the state of the world and with what was printed.
use crate::support::actions::{Actions, Run};
use crate::support::pypi::Fault;
use crate::support::{Scratch, seed, text};
use release_guard::validate_dist::sample::sample;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const BEFORE: &str = "acme_platform-1.0.45.tar.gz";
const RELEASED: [&str; 3] = [
    BEFORE,
    "acme_platform-1.0.46-py3-none-any.whl",
    "acme_platform-1.0.46.tar.gz",
];

/// The seed project with our workflows, whose releases go to PyPI.
fn project() -> Scratch {
    let scratch = seed::seed();
    for file in ["build.yml", "publish.yml", "release.yml"] {
        let path = format!(".github/workflows/{file}");
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        scratch.write(&path, std::fs::read(own).unwrap());
    }
    scratch.write("release-guard.toml", "[publish]\ntargets = [\"pypi\"]\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "Workflows"]);
    scratch.git(&["push", "-q", "--no-verify", "origin", "main"]);
    scratch
}

/// GitHub and PyPI, which knows the project already.
fn actions(scratch: &Scratch) -> Actions<'_> {
    let actions = Actions::of(scratch);
    actions.pypi.store(BEFORE, &sample(BEFORE, &[]));
    actions
}

/// Writes version and changelog, tags, and pushes, all by hand.
fn push_by_hand(scratch: &Scratch) {
    let (status, out, said) = scratch.program("publish", &["bump", "patch"]);
    assert_eq!(status, 0, "{out}{said}");
    let (status, out, said) = scratch.program("changelog-guard", &["roll", "1.0.46"]);
    assert_eq!(status, 0, "{out}{said}");
    scratch.git(&["commit", "-qam", "Release 1.0.46"]);
    scratch.git(&["tag", "1.0.46"]);
    scratch.git(&["push", "-q", "--atomic", "origin", "main", "1.0.46"]);
}

/// What there is in the end: tags on the remote, files on PyPI, releases on GitHub with the number of their assets.
fn world(actions: &Actions<'_>) -> Value {
    json!({"tags": actions.tags(), "pypi": actions.pypi.files(), "releases": actions.releases()})
}

/// How the jobs of a run ended; all that it printed is shown where it was another way.
fn ends(run: &Run, expected: &str) {
    assert_eq!(run.ended(), expected, "{}", run.log);
}

fn only(mut runs: Vec<Run>) -> Run {
    assert_eq!(runs.len(), 1, "{runs:?}");
    runs.remove(0)
}

#[test]
fn a_dispatch_bumps_tags_and_publishes_and_rehearsed_it_changes_nothing() {
    let scratch = project();
    let actions = actions(&scratch);
    let main = scratch.git(&["ls-remote", "origin"]);
    let inputs = json!({"bump_type": "patch", "dry_run": true});
    let run = actions.dispatch("release.yml", "refs/heads/main", inputs);
    ends(
        &run,
        "release.yml at refs/heads/main: bump success, publish skipped",
    );
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r###"
## bump: Name who commits
## bump: Say what would be done
acme-platform 1.0.45 → 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  done: acme-platform 1.0.45 → 1.0.46 with Python [VERSION]
  bump       to do: `src/acme_platform/__init__.py`, `src/pyproject.toml`
    --- a/src/acme_platform/__init__.py
    +++ b/src/acme_platform/__init__.py
    @@ -1,3 +1,3 @@
     """A platform."""
     
    -__version__ = "1.0.45"
    +__version__ = "1.0.46"
    --- a/src/pyproject.toml
    +++ b/src/pyproject.toml
    @@ -5,10 +5,10 @@
     
     [project]
     name = "acme-platform"
    -version = "1.0.45"
    +version = "1.0.46"
     
     [tool.bumpversion]
    -current_version = "1.0.45"
    +current_version = "1.0.46"
     tag_name = "{new_version}"
     
     [[tool.bumpversion.files]]
  changelog  to do: `src/CHANGELOG.md`
    --- a/src/CHANGELOG.md
    +++ b/src/CHANGELOG.md
    @@ -2,6 +2,8 @@
     
     ## [Unreleased]
     
    +## [1.0.46] - 2026-11-27
    +
     ### Fixed
     
     - Stacks are torn down in order.
  commit     to do: `Bump version: 1.0.45 → 1.0.46` on `main`
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes
  tag        to do: `1.0.46` on the release commit
  push       to do: `main` and `1.0.46` to `origin`, together
  pushing 1.0.46 starts publish.yml, job upload, which uploads to PyPI; environment pypi
  the upload to `pypi` is left to publish.yml; `--upload-here` uploads from here, too
  note: this is GitHub Actions: what is pushed with its `GITHUB_TOKEN` starts no workflow; start it after the push by `gh workflow run publish.yml --ref 1.0.46`

"###]]
    );
    assert_eq!(run.started.len(), 0);
    assert_eq!(scratch.git(&["ls-remote", "origin"]), main);
    assert_eq!(
        world(&actions),
        json!({"tags": [], "pypi": [BEFORE], "releases": []})
    );

    let run = actions.dispatch(
        "release.yml",
        "refs/heads/main",
        json!({"bump_type": "patch"}),
    );
    ends(
        &run,
        "release.yml at refs/heads/main: bump success, publish success",
    );
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r#"
## bump: Name who commits
## bump: Bump, commit, build, validate, tag, push
acme-platform 1.0.45 → 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  done: acme-platform 1.0.45 → 1.0.46 with Python [VERSION]
  bump       to do: `src/acme_platform/__init__.py`, `src/pyproject.toml`
  changelog  to do: `src/CHANGELOG.md`
  commit     to do: `Bump version: 1.0.45 → 1.0.46` on `main`
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes
  tag        to do: `1.0.46` on the release commit
  push       to do: `main` and `1.0.46` to `origin`, together
  pushing 1.0.46 starts publish.yml, job upload, which uploads to PyPI; environment pypi
  the upload to `pypi` is left to publish.yml; `--upload-here` uploads from here, too
  note: this is GitHub Actions: what is pushed with its `GITHUB_TOKEN` starts no workflow; start it after the push by `gh workflow run publish.yml --ref 1.0.46`

there is no way back from the push (a tag that others have is never moved)
  preflight  done: acme-platform 1.0.45 → 1.0.46 with Python [VERSION]
  bump       done: `src/acme_platform/__init__.py`, `src/pyproject.toml`
  changelog  done: `src/CHANGELOG.md`
  commit     done: commit [OBJECT]
  build      Python [VERSION] installs `acme_platform-1.0.46-py3-none-any.whl` and imports acme_platform
  build      done: `acme_platform-1.0.46-py3-none-any.whl`, `acme_platform-1.0.46.tar.gz`
  validate   done: 2 files, 2 warnings (see `publish validate`)
  tag        done: `1.0.46` on commit [OBJECT]
  push       done: `main` and `1.0.46` to `origin`, together
## publish: Dispatch

"#]]
    );
    let run = only(run.started);
    ends(
        &run,
        "publish.yml at refs/tags/1.0.46: build success, upload success, github-release success",
    );
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r###"
## build: Find the tag
acme-platform 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  done: acme-platform 1.0.46 with Python [VERSION]
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes
  tag        done: `1.0.46` on commit [OBJECT]
## build: The tag is that of a releasable commit
tag-guard: nothing wrong in tag 1.0.46 ([OBJECT])
## build: Build what is tagged, and judge it
acme-platform 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  done: acme-platform 1.0.46 with Python [VERSION]
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes

  preflight  done: acme-platform 1.0.46 with Python [VERSION]
  build      Python [VERSION] installs `acme_platform-1.0.46-py3-none-any.whl` and imports acme_platform
  build      done: `acme_platform-1.0.46-py3-none-any.whl`, `acme_platform-1.0.46.tar.gz`
  validate   done: 2 files, 2 warnings (see `publish validate`)
## upload: Upload what is sealed
to `pypi` (https://upload.pypi.org/legacy/) as `__token__`, with the password from trusted publishing (GitHub Actions)
  upload  acme_platform-1.0.46-py3-none-any.whl  [SIZE]
  upload  acme_platform-1.0.46.tar.gz  [SIZE]
note: no attestation is made: `pypi-attestations` is not installed for the Python on PATH
uploaded: acme_platform-1.0.46-py3-none-any.whl
uploaded: acme_platform-1.0.46.tar.gz
acme-platform 1.0.46 is uploaded
  install it:  pip install acme-platform==1.0.46
## github-release: Draft with all assets, compare, publish
acme-platform 1.0.46 as a release of `octo/demo`, tag 1.0.46 of commit [OBJECT]
  draft    to do: a draft `acme-platform 1.0.46`, notes from `src/CHANGELOG.md`
  assets   to do: `acme_platform-1.0.46-py3-none-any.whl`, `acme_platform-1.0.46.tar.gz`, `SHA256SUMS`, `release.json`
  publish  to do: as the latest release
attached: SHA256SUMS
attached: acme_platform-1.0.46-py3-none-any.whl
attached: acme_platform-1.0.46.tar.gz
attached: release.json
acme-platform 1.0.46 is released: https://github.com/octo/demo/releases/tag/1.0.46
  install it:  pip install "acme-platform @ https://github.com/octo/demo/releases/download/1.0.46/acme_platform-1.0.46-py3-none-any.whl#sha256=[SHA256]"

"###]]
    );
    assert!(
        run.summary
            .starts_with("### tag-guard\n\nNothing wrong in tag 1.0.46 ("),
        "{}",
        run.summary
    );
    assert_eq!(actions.oidc.uploads(), [2]);
    assert_eq!(
        world(&actions),
        json!({"tags": ["1.0.46"], "pypi": RELEASED, "releases": [["1.0.46", 4]]})
    );
}

#[test]
fn a_tag_pushed_by_hand_publishes_and_a_dispatch_finishes_what_failed() {
    let scratch = project();
    let actions = actions(&scratch);
    push_by_hand(&scratch);
    actions.pypi.fail(&[Fault::Denied]);
    let run = only(actions.tag_pushed("1.0.46"));
    ends(
        &run,
        "publish.yml at refs/tags/1.0.46: build success, upload failure, github-release skipped",
    );
    let (_, upload) = run.log.split_once("## upload: ").unwrap();
    snapbox::assert_data_eq!(
        upload,
        snapbox::str![[r#"
Upload what is sealed
to `pypi` (https://upload.pypi.org/legacy/) as `__token__`, with the password from trusted publishing (GitHub Actions)
  upload  acme_platform-1.0.46-py3-none-any.whl  [SIZE]
  upload  acme_platform-1.0.46.tar.gz  [SIZE]
note: no attestation is made: `pypi-attestations` is not installed for the Python on PATH
1 more were not tried
error: the index does not let you upload `acme_platform-1.0.46-py3-none-any.whl` (403): Invalid or non-existent authentication information.
hint: the token is for the publisher of this job (owner `acme`, repository `demo`, workflow `publish.yml`, no environment); is it added to the project `acme-platform` on the index?
Error: Process completed with exit code 2.

"#]]
    );
    assert_eq!(
        world(&actions),
        json!({"tags": ["1.0.46"], "pypi": [BEFORE], "releases": []})
    );

    let run = actions.dispatch("publish.yml", "refs/heads/main", json!({}));
    ends(
        &run,
        "publish.yml at refs/heads/main: build success, upload success, github-release success",
    );
    let (found, _) = run.log.split_once("## build: The tag").unwrap();
    snapbox::assert_data_eq!(
        found,
        snapbox::str![[r#"
## build: Find the tag
acme-platform 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  done: acme-platform 1.0.46 with Python [VERSION]
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes
  tag        done: `1.0.46` on commit [OBJECT]

"#]]
    );
    assert_eq!(
        world(&actions),
        json!({"tags": ["1.0.46"], "pypi": RELEASED, "releases": [["1.0.46", 4]]})
    );
}

#[test]
fn a_tag_of_another_version_publishes_nothing_and_is_taken_back() {
    let scratch = project();
    let actions = actions(&scratch);
    let run = actions.dispatch("publish.yml", "refs/heads/main", json!({}));
    ends(
        &run,
        "publish.yml at refs/heads/main: build failure, upload skipped, github-release skipped",
    );
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r#"
## build: Find the tag
error: the declared version 1.0.45 has no tag `1.0.45`; `publish release patch` makes the next release, `git tag 1.0.45` one of this commit
Error: Process completed with exit code 2.

"#]]
    );

    scratch.git(&["tag", "1.0.46"]);
    scratch.git(&["push", "-q", "--no-verify", "origin", "1.0.46"]);
    let run = only(actions.tag_pushed("1.0.46"));
    ends(
        &run,
        "publish.yml at refs/tags/1.0.46: build failure, upload skipped, github-release skipped",
    );
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r###"
## build: Find the tag
acme-platform 1.0.46 as tag 1.0.46, from commit [OBJECT]
  preflight  refused: commit [OBJECT] must not be tagged `1.0.46`
             help: where nothing of it is public, take the tag back with `publish retract 1.0.46`; then mend the project, commit, and release the next version
  build      to do: sdist and wheel of acme-platform 1.0.46, into `dist`
  validate   waits: judges what `build` makes
  tag        done: `1.0.46` on commit [OBJECT]
error[tag-version-mismatch]: tag `1.0.46` says `1.0.46`, and the tagged commit declares `1.0.45` for `acme-platform`
  --> src/pyproject.toml:8:12
   |
 8 | version = "1.0.45"
   |            ^^^^^^
   |
  ::: src/pyproject.toml:11:20
   |
11 | current_version = "1.0.45"
   |                    ------
   |
  ::: src/acme_platform/__init__.py:3:16
   |
 3 | __version__ = "1.0.45"
   |                ------
  ::: refs/tags/1.0.46
   = help: delete the tag with `git tag -d 1.0.46`; then bump the version to `1.0.46` and tag that commit, or tag this one `1.0.45`

publish: 1 error
## build: The tag is that of a releasable commit
::error file=src/pyproject.toml,line=8,endLine=8,col=12,title=tag-version-mismatch::tag `1.0.46` says `1.0.46`, and the tagged commit declares `1.0.45` for `acme-platform`%0Asee also src/pyproject.toml:11:20%0Asee also src/acme_platform/__init__.py:3:16%0Asee also refs/tags/1.0.46%0Ahelp: delete the tag with `git tag -d 1.0.46`; then bump the version to `1.0.46` and tag that commit, or tag this one `1.0.45`
tag-guard: 1 error in tag 1.0.46 ([OBJECT])
::error::the tag is refused; where nothing of it is public, take it back by: publish retract 1.0.46
Error: Process completed with exit code 1.

"###]]
    );
    assert_eq!(
        world(&actions),
        json!({"tags": ["1.0.46"], "pypi": [BEFORE], "releases": []})
    );

    let mut retract = Command::new("publish");
    let output = actions
        .at_home(retract.args(["retract", "1.0.46", "--yes"]))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(
        world(&actions),
        json!({"tags": [], "pypi": [BEFORE], "releases": []})
    );
}

#[test]
fn a_pull_request_is_built_and_judged() {
    let scratch = project();
    let actions = actions(&scratch);
    let run = actions.pull_request("build.yml");
    ends(&run, "build.yml at refs/pull/1/merge: build success");
    snapbox::assert_data_eq!(
        run.log,
        snapbox::str![[r###"
## build: The declared versions agree
check-version: nothing wrong in the working tree
## build: Build
  build      Python [VERSION] installs `acme_platform-1.0.45-py3-none-any.whl` and imports acme_platform
  validate   2 files, 2 warnings (see `publish validate`)
[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl
[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz
[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl ([SIZE])
├── acme_platform/ ([SIZE])
│   ├── models/ ([SIZE])
│   │   └── __init__.py ([SIZE])
│   └── __init__.py ([SIZE])
└── acme_platform-1.0.45.dist-info/ ([SIZE])
    ├── METADATA ([SIZE])
    ├── RECORD ([SIZE])
    └── WHEEL ([SIZE])
  top level: acme_platform
  Name: acme-platform
  Version: 1.0.45
  Summary: A project of the tests

[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz ([SIZE])
└── acme_platform-1.0.45/ ([SIZE])
    ├── acme_platform/ ([SIZE])
    │   ├── models/ ([SIZE])
    │   │   └── __init__.py ([SIZE])
    │   └── __init__.py ([SIZE])
    ├── PKG-INFO ([SIZE])
    ├── backend.py ([SIZE])
    └── pyproject.toml ([SIZE])
  Name: acme-platform
  Version: 1.0.45
  Summary: A project of the tests

## build: Validate
::warning file=[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl,title=license-missing::acme_platform-1.0.45.dist-info/METADATA: `acme_platform-1.0.45.dist-info/METADATA` does not say under which license the project is%0Ahelp: write `license = "MIT"`, or the license it has, in `pyproject.toml`
::notice file=[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl,title=requires-python-missing::acme_platform-1.0.45.dist-info/METADATA: `acme_platform-1.0.45.dist-info/METADATA` has no `Requires-Python`%0Ahelp: set `requires-python = ">=3.9"` in `pyproject.toml`
::warning file=[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz,title=license-missing::acme_platform-1.0.45/PKG-INFO: `acme_platform-1.0.45/PKG-INFO` does not say under which license the project is%0Ahelp: write `license = "MIT"`, or the license it has, in `pyproject.toml`
::notice file=[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz,title=requires-python-missing::acme_platform-1.0.45/PKG-INFO: `acme_platform-1.0.45/PKG-INFO` has no `Requires-Python`%0Ahelp: set `requires-python = ">=3.9"` in `pyproject.toml`
[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl: 1 warning, 1 note
[SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz: 1 warning, 1 note
validate-dist: 2 warnings, 2 notes in [SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45-py3-none-any.whl, [SCRATCH]/runs/1/build/workspace/dist/acme_platform-1.0.45.tar.gz

"###]]
    );
    let told = "| warning | `license-missing` | ";
    assert_eq!(run.summary.matches(told).count(), 2, "{}", run.summary);
    assert_eq!(
        run.artifacts,
        [
            "dist-py3.11/acme_platform-1.0.45-py3-none-any.whl",
            "dist-py3.11/acme_platform-1.0.45.tar.gz",
            "dist-py3.11/release.json"
        ]
    );
    assert_eq!(
        run.outputs,
        json!({"build": {"outputs": {"version": "1.0.45"}}})
    );
    assert_eq!(
        world(&actions),
        json!({"tags": [], "pypi": [BEFORE], "releases": []})
    );
}
