//! An upload in words: what would be done, and what was.
//!
//! Nothing here is done.
use super::prepared::Prepared;
use super::site::Site;
use crate::index::Presence;
use crate::publish::material::length;
use crate::version::Version;
use serde::Serialize;
use std::collections::BTreeSet;

/// What would be uploaded, where to, and as whom.
pub(super) fn plan(prepared: &Prepared) -> String {
    let whom = match prepared.site.who() {
        Some(who) => who,
        None if prepared.site.target.is_pypi() => {
            "with a password that is still to be given".into()
        }
        None => "without a password".into(),
    };
    let mut out = format!("to {} {whom}\n", prepared.site.target.title());
    for (file, here) in &prepared.files {
        let (word, more) = match here {
            Presence::Same => ("there", "  with the same sha256"),
            _ => ("upload", ""),
        };
        out.push_str(&format!(
            "  {word:<6}  {}  {}{more}\n",
            file.file_name,
            length(file.size)
        ));
    }
    out
}

/// The releases whose files are in the index now, and how to install them.
pub(super) fn there(prepared: &Prepared, what: &str) -> String {
    let releases: BTreeSet<_> = prepared
        .files
        .iter()
        .map(|(file, _)| (&file.project, &file.version))
        .collect();
    let mut out = String::new();
    for (project, version) in releases {
        let line = install_line(&prepared.site, project.as_str(), version);
        out.push_str(&format!(
            "{project} {version} {what}\n  install it:  {line}\n"
        ));
    }
    out
}

/// The same for machines: `release-guard/upload@1`.
pub(super) fn json(prepared: &Prepared) -> serde_json::Result<String> {
    let target = &prepared.site.target;
    let files = prepared.files.iter().map(|(file, here)| JsonFile {
        name: &file.file_name,
        size: file.size,
        sha256: file.sha256.to_string(),
        state: match here {
            Presence::Same => "there",
            _ => "missing",
        },
    });
    let upload = JsonUpload {
        schema: "release-guard/upload@1",
        index: target.name.as_deref(),
        upload: target.upload.to_string(),
        simple: prepared.site.simple().to_string(),
        files: files.collect(),
    };
    Ok(serde_json::to_string_pretty(&upload)? + "\n")
}

#[derive(Serialize)]
struct JsonUpload<'u> {
    schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<&'u str>,
    upload: String,
    simple: String,
    files: Vec<JsonFile<'u>>,
}

#[derive(Serialize)]
struct JsonFile<'u> {
    name: &'u str,
    size: u64,
    sha256: String,
    state: &'static str,
}

/// The command that installs a version from an index.
pub(in crate::publish) fn install_line(site: &Site, project: &str, version: &Version) -> String {
    let from = match site.target.upload.host() {
        "upload.pypi.org" => String::new(),
        _ => format!("--index-url {} ", site.simple()),
    };
    format!("pip install {from}{project}=={version}")
}
