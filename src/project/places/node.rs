//! The version in package.json, jsr.json and deno.json, and the own entries of npm's lock files.
//!
//! Not the packages of an npm workspace: only the manifest of the Python package's own folder is read.
use crate::project::json::Json;
use crate::project::pointers::Reader;
use crate::project::toml::{Text, Toml};
use crate::project::{Declaration, Package, Pointer, ProjectError, Role, Site, Target};
use crate::source::RepoPath;

/// Follows `source = "nodejs"` of hatch-nodejs-version.
pub(in crate::project) fn source(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
    written: Text,
) -> Result<(), ProjectError> {
    let told = toml.text(&["tool", "hatch", "version", "path"]);
    let raw = told.as_ref().map_or("package.json", |text| &text.value);
    let path = package.folder.join(raw).unwrap_or_default();
    let target = match reader.snapshot.file(&path)? {
        None => Target::Missing(path),
        Some(file) => {
            let json = Json::new(file).checked()?;
            match json.text(&["version"]) {
                None => Target::Absent {
                    path,
                    wanted: "version".into(),
                },
                Some(text) => {
                    let (site, role) = (Site::PackageJson, Role::Source);
                    package.declare(Declaration::by(site, role, &json.file, text));
                    locks(reader, package, &path)?;
                    Target::Found(path)
                }
            }
        }
    };
    let raw = raw.to_owned();
    let span = told.unwrap_or(written).span;
    package.pointers.push(Pointer {
        site: Site::Project,
        raw,
        place: toml.file.place(span, ""),
        target,
    });
    Ok(())
}

/// Reads the manifests of the package's folder that have the project's name.
pub(super) fn mirrors(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    for name in ["package.json", "jsr.json", "deno.json"] {
        let Some(file) = super::file(reader, package, name)? else {
            continue;
        };
        let json = Json::new(file);
        let named = json.text(&["name"]).map(|text| text.value);
        // A private package is never published, so that nobody keeps its version.
        if !named.is_some_and(|name| super::is_name_of(package, &name))
            || json.is_true(&["private"])
        {
            continue;
        }
        let json = match name {
            "package.json" => json.checked()?,
            // Deno allows comments.
            _ => match json.checked() {
                Ok(json) => json,
                Err(_) => continue,
            },
        };
        let path = json.file.path.clone();
        let is_known = |found: &Declaration| found.place.origin == json.file.place(0..0, "").origin;
        if package.declarations.iter().any(is_known) {
            continue;
        }
        let text = json.text(&["version"]);
        if let Some(found) =
            text.and_then(|text| super::mirror(package, Site::PackageJson, &json.file, text))
        {
            package.declare(found);
            if name == "package.json" {
                locks(reader, package, &path)?;
            }
        }
    }
    Ok(())
}

/// Adds the entries that npm's lock files beside a package.json have for it.
fn locks(
    reader: &Reader<'_>,
    package: &mut Package,
    manifest: &RepoPath,
) -> Result<(), ProjectError> {
    let folder = manifest.parent().unwrap_or_default();
    for name in ["package-lock.json", "npm-shrinkwrap.json"] {
        let file = reader.beside(&folder, name)?;
        let Some(json) = file.map(|file| Json::new(file).checked()).transpose()? else {
            continue;
        };
        let keys: [&[&str]; 2] = [&["version"], &["packages", "", "version"]];
        for text in keys.iter().filter_map(|keys| json.text(keys)) {
            let (site, role) = (Site::PackageLock, Role::Mirror);
            let found = Declaration::by(site, role, &json.file, text);
            package.locks.push(found);
        }
    }
    Ok(())
}
