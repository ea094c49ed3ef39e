//! Manifests of release-please.
use super::*;

#[test]
fn release_please_has_an_entry_for_each_folder() {
    let manifest = r#"{".": "1.2.3", "libs/a": "2.0.0-rc.1", "libs/b": "3.0.0"}"#;
    let below = "[project]\nname = 'a'\nversion = '2.0.0rc1'\n";
    for name in [
        ".release-please-manifest.json",
        "release-please-manifest.json",
    ] {
        let files = [
            (name, manifest),
            ("libs/a/pyproject.toml", below),
            ("libs/c/pyproject.toml", below),
        ];
        let packages = found(STATIC, &files);
        let places: Vec<_> = packages
            .iter()
            .map(|package| places(package).join("; "))
            .collect();
        assert_eq!(
            places,
            [
                format!("{name}:1:8 1.2.3"),
                format!("{name}:1:27 2.0.0-rc.1"),
                String::new()
            ]
        );
    }
    assert_eq!(
        shown(
            STATIC,
            &[("libs/a/.release-please-manifest.json", manifest)]
        ),
        ""
    );
}
