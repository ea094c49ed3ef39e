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
