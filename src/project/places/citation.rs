//! What CITATION.cff, codemeta.json and .zenodo.json say about the version.
//!
//! Not authors, licences or identifiers.
use crate::project::json::Json;
use crate::project::pointers::Reader;
use crate::project::{Package, ProjectError, Site, yaml};

/// Reads the citation files of the package's folder.
pub(super) fn read(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    if let Some(file) = super::file(reader, package, "CITATION.cff")? {
        let text = yaml::scalar(&file, "version");
        let found = text.and_then(|text| super::version(package, Site::Citation, &file, text));
        package.declarations.extend(found);
        package.cited_on = yaml::scalar(&file, "date-released")
            .map(|date| (date.value, file.place(date.span, "")));
    }
    let files: [(&str, Site, &[&str]); 2] = [
        (
            "codemeta.json",
            Site::Codemeta,
            &["version", "softwareVersion"],
        ),
        (".zenodo.json", Site::Zenodo, &["version"]),
    ];
    for (name, site, keys) in files {
        let Some(file) = super::file(reader, package, name)? else {
            continue;
        };
        let json = Json::new(file).checked()?;
        for text in keys.iter().filter_map(|key| json.text(&[key])) {
            let found = super::version(package, site, &json.file, text);
            package.declarations.extend(found);
        }
    }
    Ok(())
}
