mod roll;

use super::*;
use crate::source::{RepoPath, line_column};
use std::fmt::Write as _;

fn parsed(path: &str, text: &str) -> Changelog {
    Changelog::parse(SourceFile::new(RepoPath::from(path), text.as_bytes()))
}

/// The newest released version with its date and line, and whether something unreleased stands in the file.
fn newest(path: &str, text: &str) -> String {
    let changelog = parsed(path, text);
    let mut out = String::new();
    if changelog.unreleased().is_some() {
        out.push_str("unreleased, ");
    }
    let Some((section, version)) = changelog.released().next() else {
        return format!("{out}nothing");
    };
    let line = line_column(text.as_bytes(), section.title.start).0;
    let date = section
        .date
        .as_ref()
        .and_then(|dated| dated.day)
        .map_or("no date".into(), |day| day.to_string());
    write!(
        out,
        "{version}, {date}, line {line}, {} released",
        changelog.released().count()
    )
    .unwrap();
    out
}

const STYLES: &[(&str, &str, &str, &str)] = &[
    (
        "keep a changelog",
        "CHANGELOG.md",
        "# Changelog\n\nAll of it.\n\n## [Unreleased]\n\n### Added\n\n- A\n\n## [1.1.0] - 2026-01-02\n\n- B\n\n## [1.0.0] - 2025-01-02\n\n- C\n\n[Unreleased]: https://example.org/compare/v1.1.0...HEAD\n[1.1.0]: https://example.org/compare/v1.0.0...v1.1.0\n",
        "unreleased, 1.1.0, 2026-01-02, line 11, 2 released",
    ),
    (
        "date in brackets",
        "CHANGELOG.md",
        "# Log\n\n## 1.1.0 (2026-01-02)\n\n- B\n\n## 1.0.0 (2025-01-02)\n",
        "1.1.0, 2026-01-02, line 3, 2 released",
    ),
    (
        "word and v",
        "CHANGELOG.md",
        "## Release v2.28.2 (2026-08-18)\n\n- x\n\nRelease v2.28.1 (2026-08-17)\n---\n\n- y\n",
        "2.28.2, 2026-08-18, line 1, 2 released",
    ),
    (
        "link and attributes",
        "h.md",
        "# H\n\n## Unreleased\n\n## [1.18.0](https://example.org/h-v1.18.0) - 2026-08-11 ## {: #h-v1.18.0 }\n\n***Changed:***\n\n- x\n",
        "unreleased, 1.18.0, 2026-08-11, line 5, 1 released",
    ),
    (
        "setext, in development",
        "CHANGELOG.md",
        "v3.4.0 (in development)\n-----------------------\n- x\n\nv3.3.0 (2026-01-02)\n-------------------\n- y\n",
        "unreleased, 3.3.0, 2026-01-02, line 5, 1 released",
    ),
    (
        "versions are the first level",
        "CHANGELOG.md",
        "4.6.2 - 2026-08-10\n==================\n\n### Fixes\n- x\n\n4.6.1 - 2026-08-01\n==================\n",
        "4.6.2, 2026-08-10, line 1, 2 released",
    ),
    (
        "first level, unreleased with a version",
        "CHANGELOG.md",
        "# v0.20.0 (Unreleased)\n\n- x\n\n# v0.19.1 (2025-03-10)\n",
        "unreleased, 0.19.1, 2025-03-10, line 5, 1 released",
    ),
    (
        "released on the next line",
        "CHANGELOG.md",
        "# Changelog\n\n## 0.16.4\n\nReleased on 2026-08-20.\n\n### Bug fixes\n\n- x\n",
        "0.16.4, 2026-08-20, line 3, 1 released",
    ),
    (
        "long date on the next line, HEAD",
        "CHANGELOG.md",
        "## HEAD\n\n## 6.8.1\n\nReleased August 15, 2026\n\n- x\n",
        "unreleased, 6.8.1, 2026-08-15, line 3, 1 released",
    ),
    (
        "unreleased in the body",
        "CHANGES.md",
        "# Changes\n\n## Version 8.5.0\n\nUnreleased\n\n- x\n\n## Version 8.4.1\n\nReleased 2026-06-24\n\n- y\n",
        "unreleased, 8.4.1, 2026-06-24, line 9, 1 released",
    ),
    (
        "no dates, template sections",
        "CHANGES.md",
        "# Change Log\n\n## Unreleased\n\n### Highlights\n\n<!-- Include any especially major changes -->\n\n## 26.5.1\n\n### Stable style\n\n- x\n",
        "unreleased, 26.5.1, no date, line 9, 1 released",
    ),
    (
        "ordinal date",
        "CHANGELOG.md",
        "## [UNRELEASED]\n\n## 0.28.1 (6th December, 2024)\n\n* x\n",
        "unreleased, 0.28.1, 2024-12-06, line 3, 1 released",
    ),
    (
        "pre-release in PEP 440's form",
        "HISTORY.md",
        "# Release\n\n## v2.14.0b1 (2026-08-06)\n\n* x\n\n## v2.13.0 (2026-07-01)\n",
        "2.14.0b1, 2026-08-06, line 3, 2 released",
    ),
    (
        "front matter, latest changes",
        "docs/release-notes.md",
        "---\nhide:\n  - navigation\n---\n\n# Release Notes\n\n## Latest Changes\n\n* x\n\n## 0.141.1 (2026-07-29)\n",
        "unreleased, 0.141.1, 2026-07-29, line 12, 1 released",
    ),
    (
        "dev heading",
        "HISTORY.md",
        "Release History\n===============\n\ndev\n---\n\n- \\[Short description of non-trivial change.\\]\n\n2.34.2 (2026-05-14)\n-------------------\n",
        "unreleased, 2.34.2, 2026-05-14, line 9, 1 released",
    ),
    (
        "fenced code and comments",
        "CHANGELOG.md",
        "# C\n\n```\n## 9.0.0\n```\n<!--\n## 8.0.0\n-->\n## 1.0.0\n~~~md\n## 7.0.0\n~~~\n",
        "1.0.0, no date, line 9, 1 released",
    ),
    (
        "patch releases one level below",
        "CHANGELOG.md",
        "# [2.0.0](https://example.org) (2026-02-02)\n\n## [1.0.1](https://example.org) (2026-01-02)\n\n### Bug Fixes\n\n* x\n\n# [1.0.0](https://example.org) (2026-01-01)\n",
        "2.0.0, 2026-02-02, line 1, 3 released",
    ),
    (
        "over- and underline, blank before title",
        "CHANGELOG.rst",
        "#########\nChangelog\n#########\n\n####################\n 1.5.0 (2026-04-30)\n####################\n\n********\nFeatures\n********\n\n- x\n\n####################\n 1.4.0 (2026-01-30)\n####################\n",
        "1.5.0, 2026-04-30, line 6, 2 released",
    ),
    (
        "project's name",
        "docs/changelog.rst",
        "twine 7.0.0 (2026-07-27)\n------------------------\n\nFeatures\n^^^^^^^^\n\n- x\n\ntwine 6.0.0 (2026-01-27)\n------------------------\n",
        "7.0.0, 2026-07-27, line 1, 2 released",
    ),
    (
        "word, no date",
        "doc/history.rst",
        "Release History\n===============\n\nVersion 4.0\n-----------\n\n- x\n\nVersion 3.12\n------------\n",
        "4.0, no date, line 4, 2 released",
    ),
    (
        "emphasised unreleased",
        "CHANGELOG.rst",
        "Changelog\n---------\n\n*unreleased*\n~~~~~~~~~~~~\n\n26.3 - 2026-08-03\n~~~~~~~~~~~~~~~~~\n\nFeatures:\n\n* x\n",
        "unreleased, 26.3, 2026-08-03, line 7, 1 released",
    ),
    (
        "zest.releaser",
        "CHANGES.txt",
        "Changelog\n=========\n\n0.52 (unreleased)\n-----------------\n\n- Nothing changed yet.\n\n0.51 (2026-01-02)\n-----------------\n\n- x\n",
        "unreleased, 0.51, 2026-01-02, line 9, 1 released",
    ),
    (
        "em dash",
        "CHANGES.rst",
        "Unreleased\n----------\n\nNo changes.\n\n.. _changes_7-15-4:\n\nVersion 7.15.4 — 2026-08-06\n---------------------------\n\n- x\n",
        "unreleased, 7.15.4, 2026-08-06, line 8, 1 released",
    ),
    (
        "field list",
        "Changelog.rst",
        "================\n Change history\n================\n\n.. contents::\n\n.. _version-5.6.2:\n\n5.6.2\n=====\n\n:release-date: 2026-01-04\n:release-by: A. Author\n\nWhat's Changed\n~~~~~~~~~~~~~~\n\n- x\n",
        "5.6.2, 2026-01-04, line 9, 1 released",
    ),
    (
        "longer underline, towncrier marker",
        "NEWS.rst",
        "Changelog\n=========\n\n.. towncrier release notes start\n\n2.7.0 (2026-05-07)\n========================\n\nFeatures\n--------\n\n- x\n\n2.6.0 (2026-04-07)\n========================\n",
        "2.7.0, 2026-05-07, line 6, 2 released",
    ),
    (
        "suffix in inner headings",
        "docs/changelog.rst",
        "#########\nChangelog\n#########\n\n.. towncrier-draft-entries::\n\n**********************\n v4.58.0 (2026-07-21)\n**********************\n\nFeatures - 4.58.0\n=================\n\n- x\n\nBug fixes - 4.58.0\n==================\n\n- y\n",
        "4.58.0, 2026-07-21, line 8, 1 released",
    ),
    (
        "short underline",
        "Changelog.rst",
        "Changelog\n---------\n\n6.11.0\n------\n\n* x\n\n6.10.0 (2026-01-02)\n-----------\n",
        "6.11.0, no date, line 4, 2 released",
    ),
    (
        "to be determined",
        "CHANGES.rst",
        "Changelog\n=========\n\n3.0.0 (tbd)\n-----------\n\n- x\n\n2.4.1 (2026-01-02)\n------------------\n",
        "unreleased, 2.4.1, 2026-01-02, line 9, 1 released",
    ),
    (
        "byte order mark and CRLF",
        "CHANGELOG.md",
        "\u{feff}# C\r\n\r\n## [1.0] - 2026-01-02\r\n\r\n- x\r\n",
        "1.0, 2026-01-02, line 3, 1 released",
    ),
    (
        "somebody else's versions",
        "CHANGELOG.md",
        "# C\n\n## 3.0 - 2026-01-02\n\n### Python 3.8\n\n### Python 3.9\n\n## 2.0 - 2025-01-02\n\n## 1.0 - 2024-01-02\n\n## Python 2.7\n",
        "3.0, 2026-01-02, line 3, 3 released",
    ),
    (
        "no ending",
        "NEWS",
        "# News\n\n## 1.0\n\n- x\n",
        "1.0, no date, line 3, 1 released",
    ),
    (
        "bold lines",
        "news.rst",
        "Notes\n=====\n\n**UNRELEASED**\n\n- x\n\n**1.1 (2026-01-02)**\n\n- y\n\n**1.0 (2025-01-02)**\n\n- z\n",
        "unreleased, 1.1, 2026-01-02, line 8, 2 released",
    ),
    (
        "a version again below itself",
        "HISTORY.md",
        "## v1.1 (2026-01-02)\n\n### Highlights\n\n- x\n\n### v1.1 (2026-01-02) Changes\n\n- y\n",
        "1.1, 2026-01-02, line 1, 1 released",
    ),
    (
        "nothing yet",
        "CHANGELOG.md",
        "# Changelog\n\nSoon.\n",
        "nothing",
    ),
    (
        "only unreleased",
        "CHANGELOG.md",
        "# Changelog\n\n## Unreleased\n\n- x\n",
        "unreleased, nothing",
    ),
];

#[test]
fn the_styles_of_real_projects_are_understood() {
    for (name, path, text, expected) in STYLES {
        assert_eq!(newest(path, text), *expected, "{name}");
    }
}

#[test]
fn hostile_files_are_read_too() {
    for text in [
        "",
        "#",
        "##",
        "=\n=",
        "<!--",
        "```",
        "---\n",
        "\u{feff}",
        "[a]:",
        "[",
        "## [",
        "## 1.0 {",
        "..\n \n",
        "=====\n=====\n=====\n",
        "<<<<<<< a\n",
    ] {
        for path in ["C.md", "C.rst", "C"] {
            parsed(path, text);
        }
    }
    let bytes = [
        b'#', b'#', b' ', 0xff, 0xfe, b'\n', 0, b'#', b' ', b'1', b'.', b'0', b'\n',
    ];
    Changelog::parse(SourceFile::new("C.md".into(), &bytes[..]));
}

#[test]
fn a_file_that_only_leads_elsewhere_is_told_from_a_changelog() {
    for (text, is_pointer) in [
        ("See https://example.org/changes\n", true),
        (
            "=====\nMOVED\n=====\n\nPlease see:\n\n* Online: https://example.org/\n* `here </doc/>`_\n",
            true,
        ),
        (
            "# Changelog\n\n- Fixed https://example.org/issues/1\n",
            false,
        ),
    ] {
        assert_eq!(parsed("C.rst", text).is_pointer(), is_pointer, "{text}");
    }
}

#[test]
fn entries_are_items_and_paragraphs() {
    let text = "## 1.0\n\nReleased 2026-01-02\n\nA summary\nof two lines.\n\n### Added\n\n- one\n  more\n- two\n\n  ```\n  code\n  ```\n\n**Fixed:**\n\n* three\n  * inner\n\n<!-- hidden -->\n\n---\n\n[a]: b\n";
    let changelog = parsed("C.md", text);
    let entries: Vec<&str> = changelog.sections()[0]
        .entries
        .iter()
        .map(|entry| changelog.text(&entry.span))
        .collect();
    assert_eq!(
        entries,
        [
            "A summary\nof two lines.",
            "- one\n  more",
            "- two\n\n  ```\n  code\n  ```",
            "* three\n  * inner"
        ]
    );
}

#[test]
fn notes_are_the_body_with_the_links_it_uses() {
    let text = "## [1.1] - 2026-01-02\r\n\r\n### Added\r\n\r\n- See [#1] and [the guide][guide].\r\n\r\n## 1.0\r\n\r\n[#1]: https://example.org/1\r\n[guide]: https://example.org/g\r\n[1.1]: https://example.org/c\r\n";
    let changelog = parsed("C.md", text);
    assert_eq!(
        changelog.notes(&"1.1".parse().unwrap()).unwrap(),
        "### Added\n\n- See [#1] and [the guide][guide].\n\n[#1]: https://example.org/1\n[guide]: https://example.org/g"
    );
    assert_eq!(changelog.notes(&"1.0".parse().unwrap()).unwrap(), "");
    assert_eq!(changelog.notes(&"9.9".parse().unwrap()), None);
    let text = "1.1\n===\n\n:release-date: 2026-01-02\n\nAdded\n-----\n\n- ``x`` by :func:`run`, `here <https://example.org>`_.\n- `Issue 7`_, `nowhere`_.\n\n.. _issue 7: https://example.org/7\n";
    let notes = parsed("C.rst", text)
        .notes(&"1.1".parse().unwrap())
        .unwrap();
    assert_eq!(
        notes,
        "### Added\n\n- `x` by `run`, [here](https://example.org).\n- [Issue 7](https://example.org/7), nowhere."
    );
}
