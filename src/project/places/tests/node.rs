//! Manifests of Node and Deno.
use super::*;

#[test]
fn a_manifest_of_node_or_deno_counts_by_its_name() {
    let own = r#"{"name": "@me/my_pkg", "version": "1.2.3-rc.1"}"#;
    let lock = r#"{"name": "my-pkg", "version": "1.2.2", "packages": {"": {"version": "1.2.1"}, "node_modules/a": {"version": "3.0.0"}}}"#;
    let hatch = |path: &str| format!("{DYNAMIC}[tool.hatch.version]\nsource = 'nodejs'\n{path}");
    let (usual, told) = (hatch(""), hatch("path = 'ui/package.json'\n"));
    for (toml, files, expected) in [
        (
            STATIC,
            &[("package.json", own), ("package-lock.json", lock)][..],
            "package.json:1:36 1.2.3-rc.1; package-lock.json:1:32 1.2.2 lock; package-lock.json:1:70 1.2.1 lock",
        ),
        (
            STATIC,
            &[("jsr.json", own), ("deno.json", own)],
            "jsr.json:1:36 1.2.3-rc.1; deno.json:1:36 1.2.3-rc.1",
        ),
        (
            STATIC,
            &[
                (
                    "package.json",
                    r#"{"name": "my-pkg-ui", "version": "1.0.0"}"#,
                ),
                ("package-lock.json", lock),
            ],
            "",
        ),
        (
            STATIC,
            &[(
                "package.json",
                r#"{"name": "my-pkg", "private": true, "version": "1.0.0"}"#,
            )],
            "",
        ),
        (
            STATIC,
            &[(
                "package.json",
                r#"{"name": "my-pkg", "version": "0.0.0-development"}"#,
            )],
            "",
        ),
        (
            STATIC,
            &[("package.json", r#"{"name": "my-pkg", "workspaces": ["a"]}"#)],
            "",
        ),
        (STATIC, &[("package.json", r#"{"version": "1.0.0"}"#)], ""),
        (STATIC, &[("package.json", "{no JSON")], ""),
        (STATIC, &[("ui/package.json", own)], ""),
        (
            STATIC,
            &[(
                "deno.json",
                "{\"name\": \"my-pkg\", // a comment\n\"version\": \"1.0.0\"}",
            )],
            "",
        ),
        (
            &usual,
            &[(
                "package.json",
                r#"{"name": "ui", "private": true, "version": "1.2.3"}"#,
            )],
            "package.json:1:45 1.2.3 source",
        ),
        (
            &told,
            &[("ui/package.json", own), ("ui/npm-shrinkwrap.json", lock)],
            "ui/package.json:1:36 1.2.3-rc.1 source; ui/npm-shrinkwrap.json:1:32 1.2.2 lock; ui/npm-shrinkwrap.json:1:70 1.2.1 lock",
        ),
    ] {
        assert_eq!(shown(toml, files), expected, "{files:?}");
    }
    let initial = [("package.json", r#"{"name": "my-pkg", "version": "1.0.0"}"#)];
    assert_eq!(shown(STATIC, &initial), "package.json:1:32 1.0.0");
    assert_eq!(shown(&STATIC.replace("1.2.3", "2.0.0"), &initial), "");
    let broken = Snapshot::memory([
        ("pyproject.toml", STATIC),
        ("package.json", "{\"name\": \"my-pkg\",\n}"),
    ]);
    let error = packages(&broken).unwrap_err().to_string();
    assert_eq!(
        error,
        "`package.json`, line 2, column 1: key must be a string"
    );
}
