//! A release on a forge for machines: `release-guard/github-release@1`, `release-guard/gitlab-release@1`.
use super::{Assembled, Home, Steps};
use crate::forge::{Standing, Visibility};
use crate::publish::state::State;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    repository: String,
    name: &'d str,
    version: String,
    tag: &'d str,
    commit: &'d str,
    prerelease: bool,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'d str>,
    immutable: bool,
    steps: Vec<Step<'d>>,
    assets: Vec<JsonAsset<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    install: Option<String>,
}

#[derive(Serialize)]
struct Step<'d> {
    name: &'static str,
    state: &'static str,
    detail: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
}

#[derive(Serialize)]
struct JsonAsset<'d> {
    name: &'d str,
    size: u64,
    sha256: String,
    state: &'static str,
}

/// Writes a release as it stands on its forge.
pub(super) fn document(
    assembled: &Assembled,
    steps: &Steps<'_>,
    states: &[(&'static str, State)],
) -> anyhow::Result<String> {
    let release = &assembled.release;
    let found = steps.found()?;
    let standings = steps.standings()?;
    let assets = assembled.assets.iter().zip(&standings);
    let is_published = found.as_ref().is_some_and(|found| !found.is_draft);
    let document = Document {
        schema: match assembled.home {
            Home::Github(_) => "release-guard/github-release@1",
            Home::Gitlab(_) => "release-guard/gitlab-release@1",
        },
        repository: assembled.home.to_string(),
        name: &release.name,
        version: release.to.to_string(),
        tag: &release.tag,
        commit: assembled.commit.as_str(),
        prerelease: release.to.is_prerelease(),
        state: match &found {
            None => "absent",
            Some(found) if found.is_draft => "draft",
            Some(_) => "published",
        },
        url: found.as_ref().map(|found| found.page.as_str()),
        immutable: found.as_ref().is_some_and(|found| found.is_immutable),
        steps: states
            .iter()
            .map(|(name, state)| step(name, state))
            .collect(),
        assets: assets
            .map(|(asset, standing)| JsonAsset {
                name: &asset.name,
                size: asset.size,
                sha256: asset.sha256.to_string(),
                state: word(standing),
            })
            .collect(),
        install: is_published.then(|| {
            // A release that stands is no failure because nobody could say how to install it.
            let visibility = steps.visibility().unwrap_or(Visibility::Private);
            assembled.install_line(visibility)
        }),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn step<'d>(name: &'static str, state: &'d State) -> Step<'d> {
    let (word, detail) = match state {
        State::Done(evidence) => ("done", evidence),
        State::Todo(change) => ("todo", &change.summary),
        State::Waiting(what) => ("waiting", what),
        State::Conflict(reason) => ("conflict", &reason.text),
    };
    Step {
        name,
        state: word,
        detail,
        help: match state {
            State::Conflict(reason) => reason.help.as_deref(),
            _ => None,
        },
    }
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Same => "same",
        Standing::Missing => "missing",
        Standing::Half { .. } => "half",
        Standing::Other { .. } => "other",
        Standing::Unknown { .. } => "unknown",
    }
}
