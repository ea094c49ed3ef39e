//! Crates.
use super::*;

#[test]
fn a_crate_of_the_same_name_repeats_the_version() {
    let lock = "version = 4\n\n[[package]]\nname = \"my_pkg\"\nversion = \"9.0.0\"\nsource = \"registry+x\"\n\n[[package]]\nname = \"my_pkg\"\nversion = \"1.2.2\"\ndependencies = [\n \"a\",\n]\n";
    let own = "[package]\nname = \"my_pkg\"\nversion = \"1.2.3\"\n";
    let inherits = "[package]\nname = \"my_pkg\"\nversion.workspace = true\n";
    let root = "[workspace.package]\nversion = \"1.2.3\"\n";
    let told = "[workspace]\nmembers = []\n[package]\nname = \"my_pkg\"\nversion = { workspace = true }\n[workspace.package]\nversion = \"1.2.3\"\n";
    let maturin = |toml: &str, path: &str| {
        format!(
            "{toml}[build-system]\nbuild-backend = 'maturin'\n[tool.maturin]\nmanifest-path = '{path}'\n"
        )
    };
    let elsewhere = maturin(STATIC, "rust/py/Cargo.toml");
    let source = maturin(DYNAMIC, "rust/py/Cargo.toml");
    let usual = format!("{DYNAMIC}[build-system]\nbuild-backend = 'maturin'\n");
    for (toml, files, expected) in [
        (
            STATIC,
            &[("Cargo.toml", own), ("Cargo.lock", lock)][..],
            "Cargo.toml:3:12 1.2.3; Cargo.lock:10:12 1.2.2 lock",
        ),
        (STATIC, &[("Cargo.toml", told)], "Cargo.toml:7:12 1.2.3"),
        (
            STATIC,
            &[(
                "Cargo.toml",
                "[package]\nname = \"other\"\nversion = \"1.0.0\"\n",
            )],
            "",
        ),
        (
            STATIC,
            &[(
                "Cargo.toml",
                "[package]\nname = \"my-pkg\"\nversion = \"0.0.0\"\n",
            )],
            "",
        ),
        (
            STATIC,
            &[("Cargo.toml", "[package]\nname = \"my-pkg\"\n")],
            "",
        ),
        (
            STATIC,
            &[(
                "Cargo.toml",
                "[package]\nname = \"my-pkg\"\nversion = \"0.1.0\"\n",
            )],
            "",
        ),
        (STATIC, &[("Cargo.toml", "no TOML")], ""),
        (STATIC, &[("crates/a/Cargo.toml", own)], ""),
        (
            &elsewhere,
            &[
                ("rust/py/Cargo.toml", own),
                ("Cargo.toml", root),
                ("Cargo.lock", lock),
            ],
            "rust/py/Cargo.toml:3:12 1.2.3; Cargo.lock:10:12 1.2.2 lock",
        ),
        (
            &elsewhere,
            &[(
                "rust/py/Cargo.toml",
                "[package]\nname = \"my-pkg-rust\"\nversion = \"0.1.0\"\n",
            )],
            "",
        ),
        (
            &source,
            &[
                ("rust/py/Cargo.toml", inherits),
                ("rust/Cargo.toml", "[package]\n"),
                ("Cargo.toml", root),
                ("Cargo.lock", lock),
            ],
            "Cargo.toml:2:12 1.2.3 source; Cargo.lock:10:12 1.2.2 lock",
        ),
        (
            &source,
            &[
                (
                    "rust/py/Cargo.toml",
                    "[package]\nname = \"x\"\nworkspace = \"../all\"\nversion.workspace = true\n",
                ),
                ("rust/all/Cargo.toml", root),
            ],
            "rust/all/Cargo.toml:2:12 1.2.3 source",
        ),
        (
            &source,
            &[("rust/py/Cargo.toml", inherits)],
            "maturin, from `rust/py/Cargo.toml`",
        ),
        (
            &usual,
            &[("rust/Cargo.toml", own), ("src/my_pkg/__init__.py", "")],
            "rust/Cargo.toml:3:12 1.2.3 source",
        ),
        (
            &usual,
            &[("rust/Cargo.toml", own), ("Cargo.toml", own)],
            "Cargo.toml:3:12 1.2.3 source",
        ),
        (&source, &[], "maturin, from `rust/py/Cargo.toml`"),
    ] {
        assert_eq!(shown(toml, files), expected, "{files:?}");
    }
}
