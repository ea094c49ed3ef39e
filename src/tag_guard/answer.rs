//! What `tag-guard` says of the tags it judged, beside the findings.
use super::facts::{PushedTag, Target};
use crate::git::PushedRef;
use crate::report::Report;
use crate::version::Version;
use serde_json::json;

/// What was looked at; a tag that releases nothing passes unread, and says so.
pub(super) fn looked_at(pushed: &PushedRef, tag: &PushedTag) -> String {
    let name = pushed.tag().unwrap_or(&pushed.remote_ref);
    match &pushed.local {
        Some(object) if tag.is_release => format!("tag {name} ({})", object.short()),
        Some(object) => format!(
            "tag {name} ({}), which is no release tag of the form `{}`",
            object.short(),
            tag.format
        ),
        None => format!("the deletion of tag {name}"),
    }
}

/// What JSON says of a judged tag.
pub(super) fn described(tag: &PushedTag) -> serde_json::Value {
    let version = tag.version();
    let commit = match &tag.target {
        Target::Commit(commit) => Some(commit.as_str()),
        _ => None,
    };
    json!({
        "name": tag.name,
        "version": version.map(ToString::to_string),
        "prerelease": version.map(Version::is_prerelease),
        "commit": commit,
    })
}

/// What a workflow's next steps want to know, where one tag was judged.
pub(super) fn outputs(report: &Report) -> Vec<(&'static str, String)> {
    let tags = report.facts.get("tags").and_then(|tags| tags.as_array());
    let Some([tag]) = tags.map(Vec::as_slice) else {
        return Vec::new();
    };
    let text = |key: &str| Some(tag.get(key)?.as_str()?.to_owned());
    let mut lines = Vec::new();
    if let Some(version) = text("version") {
        lines.push(("version", version));
    }
    lines.extend(text("name").map(|name| ("tag", name)));
    if let Some(prerelease) = tag.get("prerelease").and_then(|value| value.as_bool()) {
        lines.push(("prerelease", prerelease.to_string()));
    }
    lines
}
