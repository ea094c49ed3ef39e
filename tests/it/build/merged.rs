//! What several jobs built of one commit becomes one set, or it is said what stands against that.
use super::{build, publish, seed_with};
use crate::support::Scratch;
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;

const PYPROJECT: &str = "[project]\nname = \"demo\"\nversion = \"1.0\"\n\n[tool.release-guard.publish]\nbuild = \"external\"\n\
                         expected-wheels = [\"*-manylinux*_x86_64\", \"*-win_amd64\"]\n";

const PLATFORMS: [&str; 6] = [
    "manylinux_2_28_x86_64",
    "manylinux_2_28_aarch64",
    "musllinux_1_2_x86_64",
    "macosx_11_0_arm64",
    "win_amd64",
    "win_arm64",
];

fn put(scratch: &Scratch, folder: &str, name: &str, changes: &[Change]) {
    scratch.write(&format!("{folder}/{name}"), sample(name, changes));
}

/// A project whose jobs left 30 wheels and an sdist in `dist/`, each job's in a folder of its own.
fn jobs() -> Scratch {
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", PYPROJECT),
        (".gitignore", "/dist/\n/other/\n"),
    ]);
    scratch.git(&["tag", "v1.0"]);
    put(&scratch, "dist/sdist", "demo-1.0.tar.gz", &[]);
    for platform in PLATFORMS {
        for python in 39..44 {
            let python = if python == 39 {
                "cp39".into()
            } else {
                format!("cp3{}", python - 30)
            };
            let name = format!("demo-1.0-{python}-{python}-{platform}.whl");
            put(&scratch, &format!("dist/wheels-{platform}"), &name, &[]);
        }
    }
    let folder = "dist/wheels-win_amd64";
    let (status, _, said) = publish(
        &scratch,
        &["build", "--merge", folder, "--out", folder],
        &[],
    );
    // One job alone has not all that is expected.
    assert_eq!(status, 1, "{said}");
    scratch
}

#[test]
fn the_files_of_many_jobs_become_one_release() {
    let scratch = jobs();
    let (status, out, said) = publish(&scratch, &["--yes"], &[]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        said.contains("  build      to do: puts 31 files from 7 folders together in `dist`\n"),
        "{said}"
    );
    let list: serde_json::Value = serde_json::from_str(&scratch.read("dist/release.json")).unwrap();
    assert_eq!(list["tag"], "v1.0");
    assert_eq!(list["commit"], scratch.git(&["rev-parse", "HEAD"]));
    assert_eq!(list["files"].as_array().unwrap().len(), 31);
    let (status, out, _) = publish(&scratch, &["--yes"], &[]);
    assert_eq!(
        (status, out.lines().next()),
        (
            0,
            Some("demo 1.0 is released already; there is nothing to do")
        )
    );
}

#[test]
fn files_are_put_together_by_hand_too() {
    let scratch = jobs();
    let merge = |folders: &[&str]| {
        let args = [&["build", "--out", "other", "--merge"], folders].concat();
        let (status, out, said) = publish(&scratch, &args, &[]);
        (status, out.lines().count(), said)
    };
    let folders = [
        "dist/sdist",
        "dist/wheels-win_amd64",
        "dist/wheels-manylinux_2_28_x86_64",
    ];
    let (status, lines, said) = merge(&folders);
    assert_eq!((status, lines), (0, 11), "{said}");
    assert!(
        said.contains("  build      11 files from 3 folders, put together in `other`\n"),
        "{said}"
    );
    // What is there already stays, and nothing else takes its name.
    let (status, lines, said) = merge(&["dist/wheels-win_arm64"]);
    assert_eq!((status, lines), (0, 16), "{said}");
    put(
        &scratch,
        "dist/again",
        "demo-1.0.tar.gz",
        &[Change::Write("demo/b.py", "")],
    );
    let (status, _, said) = merge(&["dist/again"]);
    assert_eq!(status, 1);
    assert!(
        said.starts_with(
            "refused: there are two different `demo-1.0.tar.gz`: `other/demo-1.0.tar.gz` with"
        ),
        "{said}"
    );
    let (status, _, said) = merge(&["nowhere"]);
    assert_eq!(
        (status, &*said),
        (2, "error: there is no folder `nowhere`\n")
    );
}

#[test]
fn a_release_waits_for_the_other_jobs_and_a_rehearsal_does_not() {
    let external = "[tool.release-guard.publish]\nbuild = \"external\"\n\n[tool.bumpversion]";
    let scratch = seed_with("src/pyproject.toml", "[tool.bumpversion]", external);
    let (status, out, said) = build(&scratch, &["rehearse", "minor"], &[]);
    assert_eq!(status, 0, "{out}{said}");
    for again in ["begins", "goes on"] {
        let (status, out, said) = build(&scratch, &["release", "patch", "--yes"], &[]);
        assert_eq!(status, 2, "{again} {out}{said}");
        assert!(
            said.contains("build      failed: other jobs build the distributions"),
            "{said}"
        );
        assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "3");
    }
    for name in [
        "acme_platform-1.0.46-cp312-cp312-win_amd64.whl",
        "acme_platform-1.0.46.tar.gz",
    ] {
        put(&scratch, "dist/jobs", name, &[]);
    }
    let (status, out, said) = build(&scratch, &["release", "patch", "--yes"], &[]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with("acme-platform 1.0.46 is released\n"),
        "{out}"
    );
}

/// What is done to the folders, the exit status, and what is said.
type Case = (&'static str, fn(&Scratch), i32, &'static str);

const CASES: &[Case] = &[
    (
        "nothing there",
        |s| std::fs::remove_dir_all(s.root().join("dist")).unwrap(),
        2,
        "other jobs build the distributions (`build = \"external\"`); put what they made into `dist`, each job's in a folder \
         of its own, and run this again",
    ),
    (
        "a job that is missing",
        |s| std::fs::remove_dir_all(s.root().join("dist/wheels-win_amd64")).unwrap(),
        1,
        "build      refused: of 26 files from 6 folders there is no wheel that is called `*-win_amd64`\n             help: wait \
         for the job that builds it and fetch what it made",
    ),
    (
        "two of one name",
        |s| {
            put(
                s,
                "dist/again",
                "demo-1.0.tar.gz",
                &[Change::Write("demo/b.py", "")],
            )
        },
        1,
        "there are two different `demo-1.0.tar.gz`: `[ROOT]/dist/again/demo-1.0.tar.gz` with sha256 ",
    ),
    (
        "the same twice",
        |s| put(s, "dist/again", "demo-1.0.tar.gz", &[]),
        0,
        "puts 31 files from 8 folders together",
    ),
    (
        "another version",
        |s| put(s, "dist/old", "demo-0.9.tar.gz", &[]),
        1,
        "`[ROOT]/dist/old/demo-0.9.tar.gz` is of demo 0.9, and demo 1.0 is to be put together",
    ),
    (
        "another project",
        |s| put(s, "dist/old", "other-1.0.tar.gz", &[]),
        1,
        "is of other 1.0, and demo 1.0 is to be put together",
    ),
    (
        "no sdist",
        |s| std::fs::remove_dir_all(s.root().join("dist/sdist")).unwrap(),
        0,
        "there is no sdist among them; where no wheel fits, the project cannot be installed",
    ),
    (
        "a list of another commit",
        |s| {
            s.write("dist/sdist/release.json", LIST);
        },
        1,
        "`[ROOT]/dist/sdist/release.json` is of commit 0123456, and commit ",
    ),
    (
        "a list of other bytes",
        |s| {
            let head = s.git(&["rev-parse", "HEAD"]);
            s.write("dist/sdist/release.json", LIST.replace("0123456789", &head));
        },
        1,
        "names `demo-1.0.tar.gz` with sha256 00, and that file is missing or has other bytes\n",
    ),
];

const LIST: &str = r#"{"schema": "release-guard/release@1", "tag": null, "commit": "0123456789", "name": "demo", "version": "1.0",
 "files": [{"name": "demo-1.0.tar.gz", "size": 1, "sha256": "00"}]}"#;

#[test]
fn what_does_not_belong_together_is_told() {
    let all = jobs();
    for (name, change, expected, sentence) in CASES {
        let scratch = all.copied();
        change(&scratch);
        let (status, out, said) = publish(&scratch, &["--yes", "--until", "build"], &[]);
        assert_eq!(status, *expected, "{name}\n{out}{said}");
        assert!(said.contains(sentence), "{name}: {sentence}\n---\n{said}");
    }
}
