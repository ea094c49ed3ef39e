use super::parsed;
use crate::edit;
use crate::source::RepoPath;
use std::sync::Arc;

fn rolled(path: &str, text: &str, version: &str, previous: Option<&str>) -> String {
    let changelog = parsed(path, text);
    let tag = format!("v{version}");
    let date = "2026-03-04".parse().unwrap();
    let edits = match changelog.roll(&version.parse().unwrap(), date, previous, &tag) {
        Ok(edits) => edits,
        Err(error) => return format!("error: {error}"),
    };
    let read = |_: &RepoPath| Some(Arc::from(text.as_bytes()));
    let changes = edit::apply(&edits, read).unwrap();
    changes.first().map_or("nothing".into(), |change| {
        String::from_utf8(change.after.to_vec()).unwrap()
    })
}

#[test]
fn a_roll_follows_the_file_s_own_style() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "C.md",
            "# C\n\n## [Unreleased]\n\n### Added\n\n- x\n\n## [1.0.0] - 2026-01-02\n\n- y\n\n[Unreleased]: https://h/o/r/compare/v1.0.0...HEAD\n[1.0.0]: https://h/o/r/releases/tag/v1.0.0\n",
            "# C\n\n## [Unreleased]\n\n## [1.1.0] - 2026-03-04\n\n### Added\n\n- x\n\n## [1.0.0] - 2026-01-02\n\n- y\n\n[Unreleased]: https://h/o/r/compare/v1.1.0...HEAD\n[1.1.0]: https://h/o/r/compare/v1.0.0...v1.1.0\n[1.0.0]: https://h/o/r/releases/tag/v1.0.0\n",
        ),
        (
            "C.md",
            "## Unreleased\r\n\r\n- x\r\n\r\n## v1.0.0 (2026-01-02)\r\n\r\n- y\r\n",
            "## Unreleased\r\n\r\n## v1.1.0 (2026-03-04)\r\n\r\n- x\r\n\r\n## v1.0.0 (2026-01-02)\r\n\r\n- y\r\n",
        ),
        (
            "C.rst",
            "N\n=\n\n**UNRELEASED**\n\n- x\n\n**1.0.0 (2026-01-02)**\n\n- y\n",
            "N\n=\n\n**UNRELEASED**\n\n**1.1.0 (2026-03-04)**\n\n- x\n\n**1.0.0 (2026-01-02)**\n\n- y\n",
        ),
        (
            "C.md",
            "# C\n\n## [Unreleased]\n\n- x\n",
            "# C\n\n## [Unreleased]\n\n## [1.1.0] - 2026-03-04\n\n- x\n",
        ),
        (
            "C.md",
            "## Unreleased",
            "## Unreleased\n\n## 1.1.0 (2026-03-04)\n",
        ),
        (
            "C.md",
            "## Unreleased\n- x\n\n## 1.0.0\n\nReleased August 5, 2025\n\n- y\n",
            "## Unreleased\n\n## 1.1.0\n\nReleased March 4, 2026\n- x\n\n## 1.0.0\n\nReleased August 5, 2025\n\n- y\n",
        ),
        (
            "C.md",
            "## Unreleased\n\n- x\n\n## [1.0.0](https://h/o/r/compare/v0.9.0...v1.0.0) - 2026-01-02\n",
            "## Unreleased\n\n## [1.1.0](https://h/o/r/compare/v1.0.0...v1.1.0) - 2026-03-04\n\n- x\n\n## [1.0.0](https://h/o/r/compare/v0.9.0...v1.0.0) - 2026-01-02\n",
        ),
        (
            "C.md",
            "## Unreleased ##\n\n- x\n\n## 1.0.0 ## {: #v1.0.0 }\n",
            "## Unreleased ##\n\n## 1.1.0 ## {: #v1.1.0 }\n\n- x\n\n## 1.0.0 ## {: #v1.0.0 }\n",
        ),
        (
            "C.rst",
            "Changes\n=======\n\n1.1.0 (unreleased)\n------------------\n\n- x\n\n1.0.0 (2026-01-02)\n------------------\n\n- y\n",
            "Changes\n=======\n\n1.1.0 (2026-03-04)\n------------------\n\n- x\n\n1.0.0 (2026-01-02)\n------------------\n\n- y\n",
        ),
        (
            "C.rst",
            "Unreleased\n----------\n\n- x\n\n1.0 — 2026-01-02\n----------------\n",
            "Unreleased\n----------\n\n1.1.0 — 2026-03-04\n------------------\n\n- x\n\n1.0 — 2026-01-02\n----------------\n",
        ),
        (
            "C.rst",
            "============\n Unreleased\n============\n\n- x\n\n=======\n 1.0.0\n=======\n\n- y\n",
            "============\n Unreleased\n============\n\n=======\n 1.1.0\n=======\n\n- x\n\n=======\n 1.0.0\n=======\n\n- y\n",
        ),
        (
            "C.rst",
            "Version 1.1.0\n-------------\n\nUnreleased\n\n- x\n\nVersion 1.0.0\n-------------\n\nReleased 2026-01-02\n",
            "Version 1.1.0\n-------------\n\nReleased 2026-03-04\n\n- x\n\nVersion 1.0.0\n-------------\n\nReleased 2026-01-02\n",
        ),
        (
            "C.md",
            "## Unreleased\n\n## 1.1.0 (2026-03-04)\n\n- x\n",
            "nothing",
        ),
        (
            "C.md",
            "## 1.0.0\n",
            "error: `C.md` has no `Unreleased` section that could become `1.1.0`",
        ),
        (
            "C.md",
            "# C\n",
            "error: no heading of `C.md` is a version or `Unreleased`",
        ),
    ];
    for (path, before, after) in cases {
        assert_eq!(
            rolled(path, before, "1.1.0", Some("v1.0.0")),
            *after,
            "{before}"
        );
        assert!(
            after.starts_with("error")
                || *after == "nothing"
                || rolled(path, after, "1.1.0", None) == "nothing",
            "{after}"
        );
    }
}
