//! Which places speak of a package, and which do not. One table, in a file of its own, for each kind of place.
mod cargo;
mod citation;
mod generated;
mod meson;
mod node;
mod pin;
mod release_please;
mod sphinx;
mod tools;
mod workspace;

use crate::git::Snapshot;
use crate::project::{Extent, Package, Role, Site, packages, whereabouts};
use crate::source::Spot;
use std::sync::Arc;

type Files<'f> = &'f [(&'f str, &'f str)];

const STATIC: &str = "[project]\nname = 'My.Pkg'\nversion = '1.2.3'\n";
const DYNAMIC: &str = "[project]\nname = 'my-pkg'\ndynamic = ['version']\n";

/// The packages of a pyproject.toml and other files.
fn found(toml: &str, files: Files<'_>) -> Vec<Package> {
    let top = [("pyproject.toml", toml)];
    let files = top.into_iter().chain(files.iter().copied());
    packages(&Snapshot::memory(files)).unwrap()
}

/// Shows the places of the top package beside `[project]`: `path:line:column value`, and what is special about them.
fn shown(toml: &str, files: Files<'_>) -> String {
    let packages = found(toml, files);
    let mut shown = places(&packages[0]);
    shown.extend(packages[0].opaque.clone());
    shown.join("; ")
}

fn places(package: &Package) -> Vec<String> {
    let declared = package.declarations.iter().map(|found| (found, ""));
    let locked = package.locks.iter().map(|found| (found, " lock"));
    let all = declared.chain(locked);
    all.filter(|(found, _)| found.site != Site::Project)
        .map(|(found, kind)| {
            let Spot::Text { bytes, span } = &found.place.spot else {
                panic!("a declaration has a span");
            };
            assert_eq!(String::from_utf8_lossy(&bytes[span.clone()]), found.raw);
            let place = whereabouts(&found.place).replace('`', "");
            let place = place.replace(", line ", ":").replace(", column ", ":");
            let role = match found.role {
                Role::Source => " source",
                _ => "",
            };
            let extent = match found.extent {
                Extent::Beginning => " beginning",
                Extent::Whole => "",
            };
            format!("{place} {}{role}{extent}{kind}", found.raw)
        })
        .collect()
}

#[test]
fn the_top_speaks_of_the_only_package_below_it() {
    let crates = "[package]\nname = 'my-pkg'\nversion = '1.2.3'\n";
    let citation = "version: 1.2.3\n";
    let bumpversion = "[tool.bumpversion]\ncurrent_version = '1.2.3'\n";
    for (folder, expected) in [
        (
            "src",
            "pyproject.toml:2:20 1.2.3; Cargo.toml:3:12 1.2.3; CITATION.cff:1:10 1.2.3",
        ),
        ("python", "pyproject.toml:2:20 1.2.3; Cargo.toml:3:12 1.2.3"),
    ] {
        let below = format!("{folder}/pyproject.toml");
        let found = found(
            bumpversion,
            &[
                ("Cargo.toml", crates),
                ("CITATION.cff", citation),
                (&below, STATIC),
            ],
        );
        assert_eq!(found.len(), 1);
        assert_eq!(places(&found[0]).join("; "), expected);
    }
}

#[test]
fn half_a_file_stops_nobody() {
    let toml = format!(
        "{DYNAMIC}[build-system]\nbuild-backend = 'mesonpy'\n[tool.uv.workspace]\nmembers = ['a/**']\n"
    );
    for (path, source) in [
        (
            "package.json",
            r#"{"name": "my-pkg", "\u0076ersion": "1.2.3", "a": [{}]}"#,
        ),
        (
            "codemeta.json",
            "\u{feff}{\"a\": [1, \"é\"], \"version\": \"1.2.3\"}",
        ),
        (
            "CITATION.cff",
            "\u{feff}---\n'version': \"1.2.3\" # é\na:\n  - b\n",
        ),
        ("cz.yaml", "commitizen:\n  version: '1.2.3'\n"),
        (
            "meson.build",
            "project('é', '''a''', version: files('VERSION'), x: [])",
        ),
        ("meson.build", "project('é\\'', version: '1.2.3') # é"),
        (
            "setup.py",
            "setup(install_requires=['my-pkg==1.2.3', \"é\"], # é\n)",
        ),
        ("setup.cfg", "[bumpver]\ncurrent_version = '1.2.3'\n"),
        ("docs/conf.py", "version = '1.2'\nrelease = '1.2.3'\n"),
        (
            "Cargo.toml",
            "[package]\nname = 'my-pkg'\nversion.workspace = true\n",
        ),
    ] {
        for end in 0..source.len() {
            let half: Arc<[u8]> = source.as_bytes()[..end].into();
            let top: Arc<[u8]> = toml.as_bytes().into();
            let files = [(path.into(), half), ("pyproject.toml".into(), top)];
            // Either there are packages or there is a sentence; a panic is neither.
            let _ = packages(&Snapshot::files(files)).map_err(|error| error.to_string());
        }
    }
}
