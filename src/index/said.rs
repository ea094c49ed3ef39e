//! What a page that was made earlier says of its files, so that nothing has to be read or fetched twice.
//!
//! Only the pages of this program are read, `index.json`; what is odd in one is left out.
use super::pages::IndexedFile;
use serde_json::Value;

/// The files of a project's JSON page; none when it is no such page.
pub(super) fn said(page: &[u8]) -> Vec<IndexedFile> {
    let page: Value = serde_json::from_slice(page).unwrap_or_default();
    let files = page["files"].as_array().into_iter().flatten();
    files.filter_map(file).collect()
}

fn file(file: &Value) -> Option<IndexedFile> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(IndexedFile {
        name: text(&file["filename"])?,
        sha256: file["hashes"]["sha256"].as_str()?.parse().ok()?,
        size: file["size"].as_u64()?,
        requires_python: text(&file["requires-python"]),
        metadata: file["core-metadata"]["sha256"]
            .as_str()
            .and_then(|hash| hash.parse().ok()),
        url: text(&file["url"]).filter(|url| url.contains("://")),
        yanked: match &file["yanked"] {
            Value::String(reason) => Some(reason.clone()),
            Value::Bool(true) => Some(String::new()),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Sha256;
    use crate::index::pages::project_json;

    #[test]
    fn a_page_is_read_as_it_was_made() {
        let files = [
            IndexedFile {
                name: "a-1.tar.gz".into(),
                sha256: Sha256::of(b"abc"),
                size: 3,
                requires_python: Some(">=3.8".into()),
                metadata: Some(Sha256::of(b"m")),
                url: Some("https://a.org/a-1.tar.gz".into()),
                yanked: Some("broken".into()),
            },
            IndexedFile {
                name: "a-2.tar.gz".into(),
                sha256: Sha256::of(b""),
                size: 0,
                requires_python: None,
                metadata: None,
                url: None,
                yanked: None,
            },
        ];
        let page = project_json("a", &files);
        assert_eq!(said(page.as_bytes()), files);
        assert_eq!(said(b"<html>"), []);
    }
}
