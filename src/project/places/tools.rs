//! Versions that commitizen, tbump, bumpver and towncrier keep in files of their own.
//!
//! Not pyproject.toml: `pyproject` reads what they keep there.
use crate::project::json::Json;
use crate::project::pointers::Reader;
use crate::project::tag_format::of_commitizen;
use crate::project::toml::{Text, Toml};
use crate::project::{Ini, Package, ProjectError, Site, yaml};
use crate::source::SourceFile;

/// Reads the tools' files in the package's folder.
pub(super) fn read(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    let files: [(&str, Site, &[&str]); 3] = [
        ("tbump.toml", Site::Tbump, &["version", "current"]),
        (
            "bumpver.toml",
            Site::Bumpver,
            &["bumpver", "current_version"],
        ),
        (
            "towncrier.toml",
            Site::Towncrier,
            &["tool", "towncrier", "version"],
        ),
    ];
    for (name, site, keys) in files {
        if let Some(file) = super::file(reader, package, name)? {
            let toml = Toml::parse(file)?;
            declare(package, site, &toml.file, toml.text(keys));
        }
    }
    commitizen(reader, package)
}

/// Reads `current_version` in the section `[bumpver]` of setup.cfg, which may stand in quotes.
pub(in crate::project) fn bumpver(ini: &Ini, package: &mut Package) {
    let Some(entry) = ini.get("bumpver", "current_version") else {
        return;
    };
    let value = entry.value.as_str();
    let inner = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let width = usize::from(inner.is_some());
    let text = Text {
        value: inner.unwrap_or(value).to_owned(),
        span: entry.span.start + width..entry.span.end - width,
    };
    declare(package, Site::Bumpver, &ini.file, Some(text));
}

/// Reads commitizen's files, as far as commitizen itself keeps the version.
fn commitizen(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    for name in [
        ".cz.toml", "cz.toml", ".cz.json", "cz.json", ".cz.yaml", "cz.yaml",
    ] {
        let Some(file) = super::file(reader, package, name)? else {
            continue;
        };
        let keys = ["version_provider", "version", "tag_format"];
        let (file, [provider, version, tag_format]) = if name.ends_with("toml") {
            let toml = Toml::parse(file)?;
            let texts = keys.map(|key| toml.text(&["tool", "commitizen", key]));
            (toml.file, texts)
        } else if name.ends_with("json") {
            let json = Json::new(file).checked()?;
            let texts = keys.map(|key| json.text(&["commitizen", key]));
            (json.file, texts)
        } else {
            let texts = keys.map(|key| yaml::scalar_below(&file, "commitizen", key));
            (file, texts)
        };
        if package.tag_format.is_none() {
            package.tag_format = tag_format.and_then(|text| of_commitizen(&text.value));
        }
        if provider.is_none_or(|provider| provider.value == "commitizen") {
            declare(package, Site::Commitizen, &file, version);
        }
    }
    Ok(())
}

/// Declares a value that is a version. The patterns of bumpver allow what PEP 440 does not.
fn declare(package: &mut Package, site: Site, file: &SourceFile, text: Option<Text>) {
    let found = text.and_then(|text| super::version(package, site, file, text));
    if let Some(found) = found {
        package.declare(found);
    }
}
