//! What is sealed is published as it is and alone, or not at all.
use super::{build, publish};
use crate::support::{Scratch, seed};

const WHEEL: &str = "dist/acme_platform-1.0.45-py3-none-any.whl";
const UPLOAD: &[&str] = &["upload", "--sealed", "--yes"];

/// How the folder comes to be another one, the exit status, and what is said.
type Case = (&'static str, fn(&Scratch), i32, &'static str);

const CASES: &[Case] = &[
    (
        "as it was built",
        |_| (),
        0,
        "added: [ROOT]/dist/acme_platform-1.0.45",
    ),
    (
        "a changed file",
        |s| s.write(WHEEL, "other"),
        1,
        "refused: `[ROOT]/dist/acme_platform-1.0.45-py3-none-any.whl` is not what was sealed: it has 5 bytes and sha256 \
         d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa, and `release.json` says",
    ),
    (
        "a missing file",
        |s| std::fs::remove_file(s.root().join(WHEEL)).unwrap(),
        1,
        "refused: `[ROOT]/dist/acme_platform-1.0.45-py3-none-any.whl` is sealed and is not there\n\
         help: nothing was built and nothing was uploaded: take the files from where they were built, `release.json` too, \
         or build again with `publish build --clean`\n",
    ),
    (
        "another file of the version",
        |s| s.write("dist/Acme.Platform-1.0.45.0-py2-none-any.whl", ""),
        1,
        "refused: `[ROOT]/dist/Acme.Platform-1.0.45.0-py2-none-any.whl` is of acme-platform 1.0.45 too, and `release.json` \
         does not name it\nhelp: take it away, or build all again",
    ),
    (
        "a file of another version",
        |s| s.write("dist/acme_platform-1.0.44-py3-none-any.whl", ""),
        0,
        "added: ",
    ),
    (
        "no list",
        |s| std::fs::remove_file(s.root().join("dist/release.json")).unwrap(),
        2,
        "error: there is no `[ROOT]/dist/release.json`, and what is sealed is never built\nhint: `publish build` makes it;",
    ),
    (
        "a list that is none",
        |s| s.write("dist/release.json", "{}"),
        2,
        "error: cannot read `[ROOT]/dist/release.json`: missing field `schema`",
    ),
    (
        "a list of another kind",
        |s| {
            let list = s.read("dist/release.json");
            s.write("dist/release.json", list.replace("release@1", "release@9"));
        },
        2,
        "it is of the kind `release-guard/release@9`, not `release-guard/release@1`",
    ),
];

#[test]
fn what_is_sealed_is_uploaded_alone_and_as_it_is() {
    let built = seed::seed();
    built.git(&["tag", "1.0.45"]);
    let (status, _, said) = build(&built, &["build"], &[]);
    assert_eq!(
        (status, &*said),
        (
            0,
            "  build      Python [PYTHON] installs `acme_platform-1.0.45-py3-none-any.whl` and imports acme_platform\n  \
             validate   2 files, 2 warnings (see `publish validate`)\n"
        )
    );
    for (name, change, expected, sentence) in CASES {
        let scratch = built.copied();
        change(&scratch);
        let (status, out, said) = publish(&scratch, UPLOAD, &[]);
        assert_eq!(status, *expected, "{name}\n{out}{said}");
        assert!(
            format!("{out}{said}").contains(sentence),
            "{name}: {sentence}\n---\n{out}{said}"
        );
    }
    let ref_of = |tag| [("GITHUB_REF", tag)];
    let (status, _, said) = publish(&built, UPLOAD, &ref_of("refs/tags/1.0.44"));
    assert_eq!(
        (status, said.lines().next()),
        (
            1,
            Some(
                "refused: what is sealed in `[ROOT]/dist` was built from the tag `1.0.45`, and this job runs for `1.0.44`"
            )
        )
    );
}

#[test]
fn a_release_of_what_is_sealed_builds_nothing() {
    let scratch = seed::seed();
    scratch.git(&["tag", "1.0.45"]);
    let sealed = ["--sealed", "--yes"];
    let (status, _, said) = build(&scratch, &sealed, &[]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("what is sealed is never built"), "{said}");
    build(&scratch, &["build"], &[]);
    let before = scratch.read("dist/release.json");
    // A job that may publish runs nothing of the project.
    let (status, out, said) = publish(
        &scratch,
        &sealed,
        &[("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "x")],
    );
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.starts_with("acme-platform 1.0.45 is released\n"),
        "{out}"
    );
    assert_eq!(scratch.read("dist/release.json"), before);

    let scratch = seed::seed();
    build(&scratch, &["build"], &[]);
    // A tag that was made after the build is that of the release, when commit and version are.
    let tagged = scratch.copied();
    tagged.git(&["tag", "1.0.45"]);
    let (status, out, said) = build(&tagged, &sealed, &[]);
    assert_eq!(status, 0, "{out}{said}");
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    scratch.git(&["tag", "1.0.45"]);
    let (status, _, said) = build(&scratch, &sealed, &[]);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains("build      refused: what is sealed in `dist` is acme-platform 1.0.45 (tag none, commit "),
        "{said}"
    );
}
