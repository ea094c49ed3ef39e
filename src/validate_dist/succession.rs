//! A release beside the one before it on an index: what the rules of a succession look at.
//!
//! Not the asking: whoever uploads has looked at the index and hands over what it saw.
use super::judge::never;
use super::rules;
use crate::dist::{FileName, ProjectName};
use crate::index::Releases;
use crate::policy::Policy;
use crate::rule::{Example, Findings};
use crate::version::Version;
use std::path::PathBuf;

/// A file that is about to be published.
#[derive(Debug, Clone)]
pub struct Coming {
    /// Where it is.
    pub path: PathBuf,
    /// What its name says.
    pub name: FileName,
    /// Whether attestations go along with it.
    pub has_attestation: bool,
}

/// The files of one release that are about to be published, beside what the index has.
#[derive(Debug, Clone)]
pub struct Succession {
    /// The project.
    pub project: ProjectName,
    /// The release.
    pub version: Version,
    /// The files.
    pub files: Vec<Coming>,
    /// What `Requires-Python` says; empty where it says nothing.
    pub requires_python: String,
    /// What the index has.
    pub releases: Releases,
}

/// Judges releases beside the ones before them.
pub fn check_succession(all: Vec<Succession>, policy: &Policy, findings: &mut Findings) {
    for one in all {
        never(policy.judge(rules::succession::RULES, || Ok(one), findings));
    }
}

/// The succession of an example: files in `dist/`, and the index's page of `demo` in `simple/demo/index.json`.
pub fn succession_of(example: &Example) -> Option<Succession> {
    let Example::Tree(tree) = example else {
        return None;
    };
    let text = |path: &str| {
        tree.iter()
            .find_map(|(own, text)| (*own == path).then_some(*text))
    };
    let names = tree
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("dist/"));
    let files: Vec<Coming> = names
        .filter_map(|name| {
            Some(Coming {
                path: name.into(),
                name: FileName::parse(name).ok()?,
                has_attestation: text(&format!("dist/{name}.publish.attestation")).is_some(),
            })
        })
        .collect();
    let first = &files.first()?.name;
    let (project, version) = (first.name().clone(), first.version().clone());
    let page = text("simple/demo/index.json")?;
    Some(Succession {
        releases: Releases::of_page(page.as_bytes(), &project, &version)?,
        project,
        version,
        files,
        requires_python: String::new(),
    })
}
