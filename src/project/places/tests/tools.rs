//! The files of tools that bump versions.
use super::*;

#[test]
fn tools_keep_the_version_in_files_of_their_own() {
    for (path, source, expected) in [
        (
            ".cz.toml",
            "[tool.commitizen]\nversion = '1.2.3'\n",
            ".cz.toml:2:12 1.2.3",
        ),
        (
            "cz.toml",
            "[tool.commitizen]\nversion_provider = 'pep621'\nversion = '1.0'\n",
            "",
        ),
        (
            "cz.json",
            r#"{"commitizen": {"version": "1.2.3"}}"#,
            "cz.json:1:29 1.2.3",
        ),
        (
            ".cz.json",
            r#"{"commitizen": {"version_provider": "scm", "version": "1"}}"#,
            "",
        ),
        (
            ".cz.yaml",
            "commitizen:\n  version: 1.2.3\n",
            ".cz.yaml:2:12 1.2.3",
        ),
        (
            "cz.yaml",
            "commitizen:\n  version_provider: scm\n  version: 1.2.3\n",
            "",
        ),
        (
            "tbump.toml",
            "[version]\ncurrent = '1.2.3'\nregex = 'x'\n",
            "tbump.toml:2:12 1.2.3",
        ),
        (
            "bumpver.toml",
            "[bumpver]\ncurrent_version = 'v202611.1001-beta'\n",
            "bumpver.toml:2:20 v202611.1001-beta",
        ),
        (
            "bumpver.toml",
            "[bumpver]\ncurrent_version = 'release-26w47'\n",
            "",
        ),
        (
            "setup.cfg",
            "[bumpver]\ncurrent_version = \"2026.1001\"\n",
            "setup.cfg:2:20 2026.1001",
        ),
        ("setup.cfg", "[bumpver]\ncurrent_version = \"\n", ""),
        (
            "towncrier.toml",
            "[tool.towncrier]\nversion = '1.2.3'\n",
            "towncrier.toml:2:12 1.2.3",
        ),
    ] {
        assert_eq!(
            shown(STATIC, &[(path, source)]),
            expected,
            "{path} {source}"
        );
    }
    let tables = "[tool.bumpver]\ncurrent_version = '1.2.3'\n[tool.towncrier]\nversion = '1.2.3'\n[tool.briefcase]\nversion = '1.2.3'\n";
    assert_eq!(
        shown(&format!("{STATIC}{tables}"), &[]),
        "pyproject.toml:5:20 1.2.3; pyproject.toml:7:12 1.2.3; pyproject.toml:9:12 1.2.3"
    );
}
