//! What `tag-guard` says of the tags it judged, beside the findings.
use super::facts::{PushedTag, Target};
use crate::flags::{Flags, Format};
use crate::git::PushedRef;
use crate::report::{Answer, Report};
use crate::terminal::Terminal;
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

/// The answer to a push without tags, which is none of a person's business: what there is to say of it is one line each.
pub(super) fn without_tags(report: Report, flags: &Flags, terminal: &Terminal) -> Answer {
    if flags.format != Format::Human {
        return report.into();
    }
    for finding in &report.findings {
        let help = finding.help.as_deref().unwrap_or_default();
        terminal.note(&format!(
            "{}; {help} [{}]",
            finding.message, finding.rule.name
        ));
    }
    Answer::default()
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
