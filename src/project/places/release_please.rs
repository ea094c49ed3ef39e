//! The package's entry in the manifest of release-please.
//!
//! Not its configuration: the manifest alone holds versions.
use crate::project::json::Json;
use crate::project::pointers::Reader;
use crate::project::{Package, ProjectError, Site};
use crate::source::RepoPath;

/// Reads the entry whose key is the package's folder.
pub(super) fn read(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    for name in [
        ".release-please-manifest.json",
        "release-please-manifest.json",
    ] {
        let path = RepoPath::from(name);
        if !reader.tree.has_place(&path) {
            continue;
        }
        let Some(file) = reader.snapshot.file(&path)? else {
            continue;
        };
        let json = Json::new(file).checked()?;
        let folder = match package.folder.is_top() {
            true => ".".to_owned(),
            false => String::from_utf8_lossy(package.folder.as_bytes()).into_owned(),
        };
        let text = json.text(&[&folder]);
        let found =
            text.and_then(|text| super::mirror(package, Site::ReleasePlease, &json.file, text));
        package.declarations.extend(found);
    }
    Ok(())
}
