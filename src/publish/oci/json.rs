//! Distributions in an OCI registry for machines: `release-guard/oci@1`.
use super::{Place, install_line, releases};
use crate::oci::{Packages, Presence};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    registry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'d str>,
    files: Vec<File<'d>>,
    packages: Vec<Package>,
}

#[derive(Serialize)]
struct File<'d> {
    name: &'d str,
    size: u64,
    sha256: String,
    reference: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256_there: Option<String>,
}

#[derive(Serialize)]
struct Package {
    name: String,
    version: String,
    reference: String,
    install: String,
}

/// Writes how files stand in a registry.
pub(super) fn document(
    place: &Place,
    packages: &Packages<'_>,
    states: &[Presence],
) -> serde_json::Result<String> {
    let files = place.files.iter().zip(states).map(|(file, state)| {
        let (state, other) = match state {
            Presence::Absent => ("absent", None),
            Presence::Same => ("same", None),
            Presence::Other(here) => ("other", Some(here.to_string())),
        };
        File {
            name: &file.file_name,
            size: file.size,
            sha256: file.sha256.to_string(),
            reference: packages.reference(file),
            state,
            sha256_there: other,
        }
    });
    let told = releases(place, packages).into_iter();
    let document = Document {
        schema: "release-guard/oci@1",
        registry: place.registry.to_string(),
        user: place
            .login
            .as_ref()
            .map(|login| login.credentials.username.as_str()),
        files: files.collect(),
        packages: told
            .map(|(name, version, reference)| Package {
                install: install_line(&place.registry, &name, &version),
                name,
                version,
                reference,
            })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
