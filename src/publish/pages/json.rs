//! A package index in a folder for machines: `release-guard/index@1`.
use super::branch::{Branch, Committed};
use crate::index::{Directory, IndexedFile};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    folder: String,
    projects: Vec<Project>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<JsonBranch>,
}

#[derive(Serialize)]
struct Project {
    name: String,
    files: Vec<File>,
    install: String,
}

#[derive(Serialize)]
struct File {
    name: String,
    size: u64,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    requires_python: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yanked: Option<String>,
}

#[derive(Serialize)]
struct JsonBranch {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    state: &'static str,
}

/// Writes an index as it is now, and what became of the branch it was committed to.
pub(super) fn document(
    folder: &Path,
    branch: Option<(&Branch<'_>, &Committed)>,
    install_line: &dyn Fn(&str) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let directory = Directory::at(folder);
    let mut projects = Vec::new();
    for name in directory.projects()? {
        projects.push(Project {
            files: directory.said(&name)?.into_iter().map(file).collect(),
            install: install_line(&name)?,
            name,
        });
    }
    projects.retain(|project| !project.files.is_empty());
    let document = Document {
        schema: "release-guard/index@1",
        folder: folder.display().to_string(),
        projects,
        branch: branch.map(|(branch, committed)| {
            let (state, commit) = match committed {
                Committed::Nothing => ("unchanged", branch.tip.as_ref()),
                Committed::Here(commit) => ("committed", Some(commit)),
                Committed::Pushed(commit) => ("pushed", Some(commit)),
                Committed::Lost => ("lost", None),
            };
            JsonBranch {
                name: branch.name.clone(),
                remote: branch.remote.clone(),
                commit: commit.map(ToString::to_string),
                state,
            }
        }),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn file(file: IndexedFile) -> File {
    File {
        name: file.name,
        size: file.size,
        sha256: file.sha256.to_string(),
        requires_python: file.requires_python,
        url: file.url,
        yanked: file.yanked,
    }
}
