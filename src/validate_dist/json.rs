//! The program's own facts in reports: the files.
//!
//! Not the findings: those are `report`'s.
use super::FileFacts;
use serde_json::{Map, Value, json};

/// Returns `files`, for the JSON format.
pub(super) fn facts(files: &[FileFacts]) -> Map<String, Value> {
    let mut facts = Map::new();
    facts.insert("files".into(), files.iter().map(file).collect());
    facts
}

fn file(file: &FileFacts) -> Value {
    json!({
        "path": file.path.to_string_lossy(),
        "sha256": file.sha256,
        "size": file.size,
        "kind": file.kind.name(),
        "name": file.name.as_ref().map(ToString::to_string),
        "version": file.version.as_ref().map(ToString::to_string),
        "tags": file.tags,
    })
}

/// Returns the files as a table in Markdown.
pub(super) fn summary(files: &[FileFacts]) -> String {
    let mut out = String::from("| file | size | sha256 |\n|---|---:|---|\n");
    for file in files {
        let (name, size, sha256) = (&file.file_name, file.size, &file.sha256);
        out.push_str(&format!("| `{name}` | {size} | `{sha256}` |\n"));
    }
    out
}
