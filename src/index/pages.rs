//! The pages of an index, as HTML (PEP 503, 658, 714) and JSON (PEP 691, 700).
//!
//! Pure text: nothing here opens a file. The same files make the same bytes.
use crate::dist::Sha256;
use crate::version::Version;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A file that an index has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexedFile {
    /// Its name.
    pub name: String,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// Its size in bytes.
    pub size: u64,
    /// The Pythons it is for, as its metadata says.
    pub requires_python: Option<String>,
    /// The hash of the metadata that lies beside it.
    pub metadata: Option<Sha256>,
    /// Where it is, when it does not lie beside the page.
    pub url: Option<String>,
    /// Why installers shall not choose it by themselves (PEP 592).
    pub yanked: Option<String>,
}

impl IndexedFile {
    /// Its link on the page.
    fn link(&self) -> String {
        self.url
            .clone()
            .unwrap_or_else(|| percent_encoded(&self.name))
    }
}

/// The page of one project as HTML.
pub(super) fn project_html(project: &str, files: &[IndexedFile]) -> String {
    let lines: String = files.iter().map(anchor).collect();
    page(&format!("Links for {}", escaped(project)), &lines)
}

/// The page of all projects as HTML.
pub(super) fn root_html(projects: &[String]) -> String {
    let lines: String = projects
        .iter()
        .map(|project| {
            format!(
                "    <a href=\"{}/\">{}</a><br>\n",
                percent_encoded(project),
                escaped(project)
            )
        })
        .collect();
    page("Simple index", &lines)
}

/// The page of one project as JSON.
pub(super) fn project_json(project: &str, files: &[IndexedFile]) -> String {
    let versions: BTreeSet<Version> = files
        .iter()
        .filter_map(|file| version_of(project, &file.name))
        .collect();
    let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
    let files: Vec<Value> = files.iter().map(file_json).collect();
    pretty(&json!({
        "meta": {"api-version": "1.1"},
        "name": project,
        "versions": versions,
        "files": files,
    }))
}

/// The page of all projects as JSON.
pub(super) fn root_json(projects: &[String]) -> String {
    let projects: Vec<Value> = projects.iter().map(|name| json!({"name": name})).collect();
    pretty(&json!({"meta": {"api-version": "1.1"}, "projects": projects}))
}

/// Whether a file's name is that of a wheel or an sdist of a project.
pub(super) fn is_of_project(project: &str, file: &str) -> bool {
    !file
        .chars()
        .any(|c| c.is_control() || matches!(c, '/' | '\\'))
        && versions_in(project, file)
            .any(|version| version.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a name is spelled as indexes spell it, and so can be a folder's.
pub(super) fn is_normalised(project: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    project.starts_with(is_plain)
        && project.ends_with(is_plain)
        && !project.contains("--")
        && project.chars().all(|c| is_plain(c) || c == '-')
}

/// The version that a distribution's name tells.
fn version_of(project: &str, file: &str) -> Option<Version> {
    versions_in(project, file).find_map(|version| version.parse().ok())
}

/// What follows the project's name in a distribution's. An old sdist's name may hold hyphens of its own, so there can
/// be more than one reading.
fn versions_in<'f>(project: &str, file: &'f str) -> impl Iterator<Item = &'f str> {
    let (stem, is_wheel) = match file.strip_suffix(".whl") {
        Some(stem) => (stem, true),
        None => {
            let endings = [".tar.gz", ".zip"];
            let stem = endings.iter().find_map(|ending| file.strip_suffix(ending));
            (stem.unwrap_or_default(), false)
        }
    };
    let end = move |rest: &'f str| {
        if is_wheel {
            rest.split('-').next()
        } else {
            Some(rest)
        }
    };
    stem.match_indices('-')
        .filter_map(move |(at, _)| Some((stem.get(..at)?, stem.get(at + 1..)?)))
        .filter(move |(name, _)| normalised(name) == project)
        .filter_map(move |(_, rest)| end(rest))
}

/// What core metadata says in its `Requires-Python`; the description is not looked at.
pub(super) fn requires_python(metadata: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(metadata);
    text.lines()
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_once(':'))
        .find(|(field, _)| field.eq_ignore_ascii_case("requires-python"))
        .map(|(_, value)| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// What a project's JSON page said of the Pythons its files are for; nothing when it is no such page.
pub(super) fn requires_python_said(page: &[u8]) -> BTreeMap<(String, Sha256), String> {
    let page: Value = serde_json::from_slice(page).unwrap_or_default();
    let files = page.get("files").and_then(Value::as_array);
    files
        .into_iter()
        .flatten()
        .filter_map(|file| {
            let name = file.get("filename")?.as_str()?.to_owned();
            let hash = file.get("hashes")?.get("sha256")?.as_str()?.parse().ok()?;
            let python = file.get("requires-python")?.as_str()?.to_owned();
            Some(((name, hash), python))
        })
        .collect()
}

/// A project's name as indexes spell it (PEP 503).
fn normalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if !matches!(c, '-' | '_' | '.') {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

fn anchor(file: &IndexedFile) -> String {
    let mut attributes = String::new();
    if let Some(python) = &file.requires_python {
        attributes.push_str(&format!(" data-requires-python=\"{}\"", escaped(python)));
    }
    if let Some(hash) = &file.metadata {
        // The second one is for installers from before PEP 714.
        attributes.push_str(&format!(
            " data-core-metadata=\"sha256={hash}\" data-dist-info-metadata=\"sha256={hash}\""
        ));
    }
    if let Some(reason) = &file.yanked {
        attributes.push_str(&format!(" data-yanked=\"{}\"", escaped(reason)));
    }
    format!(
        "    <a href=\"{}#sha256={}\"{attributes}>{}</a><br>\n",
        escaped(&file.link()),
        file.sha256,
        escaped(&file.name)
    )
}

fn file_json(file: &IndexedFile) -> Value {
    let mut value = json!({
        "filename": file.name,
        "url": file.link(),
        "hashes": {"sha256": file.sha256.to_string()},
        "size": file.size,
    });
    if let Some(python) = &file.requires_python {
        value["requires-python"] = json!(python);
    }
    if let Some(hash) = &file.metadata {
        value["core-metadata"] = json!({"sha256": hash.to_string()});
    }
    if let Some(reason) = &file.yanked {
        // An empty text would be no: `true` is a yank without a reason.
        value["yanked"] = match reason.as_str() {
            "" => json!(true),
            reason => json!(reason),
        };
    }
    value
}

fn page(title: &str, lines: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\">\n    \
         <meta name=\"pypi:repository-version\" content=\"1.1\">\n    <title>{title}</title>\n  </head>\n  \
         <body>\n    <h1>{title}</h1>\n{lines}  </body>\n</html>\n"
    )
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Text that HTML shows as it is, in an attribute too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A path as a URL has it.
pub(super) fn percent_encoded(path: impl AsRef<[u8]>) -> String {
    crate::http::encoded(path, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, requires_python: Option<&str>, metadata: bool) -> IndexedFile {
        IndexedFile {
            name: name.into(),
            sha256: Sha256::of(b"abc"),
            size: 3,
            requires_python: requires_python.map(Into::into),
            metadata: metadata.then(|| Sha256::of(b"")),
            url: None,
            yanked: None,
        }
    }

    #[test]
    fn a_project_s_page_is_escaped_and_tells_all() {
        let html = project_html(
            "a-b",
            &[
                file("a_b-1!2+x.1-py3-none-any.whl", Some(">=3.8,<4"), true),
                file("a_b-1.tar.gz", None, false),
            ],
        );
        let lines: Vec<&str> = html.lines().filter(|line| line.contains("<a ")).collect();
        assert_eq!(
            lines,
            [
                "    <a href=\"a_b-1%212%2Bx.1-py3-none-any.whl#sha256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\" \
                 data-requires-python=\"&gt;=3.8,&lt;4\" \
                 data-core-metadata=\"sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\" \
                 data-dist-info-metadata=\"sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\">\
                 a_b-1!2+x.1-py3-none-any.whl</a><br>",
                "    <a href=\"a_b-1.tar.gz#sha256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\">a_b-1.tar.gz</a><br>",
            ]
        );
    }

    #[test]
    fn a_file_elsewhere_is_linked_and_a_yanked_one_says_why() {
        let elsewhere = IndexedFile {
            url: Some("https://a.org/x?a=1&b=2".into()),
            yanked: Some("\"bad\"".into()),
            ..file("a-1.tar.gz", None, false)
        };
        let html = project_html("a", std::slice::from_ref(&elsewhere));
        assert!(html.contains(
            "href=\"https://a.org/x?a=1&amp;b=2#sha256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\" \
             data-yanked=\"&quot;bad&quot;\">a-1.tar.gz</a>"
        ));
        let json: Value = serde_json::from_str(&project_json("a", &[elsewhere])).unwrap();
        assert_eq!(json["files"][0]["url"], "https://a.org/x?a=1&b=2");
        assert_eq!(json["files"][0]["yanked"], "\"bad\"");
    }

    #[test]
    fn json_lists_versions_in_their_order() {
        let json: Value = serde_json::from_str(&project_json(
            "a-b",
            &[
                file("a-b-1.10.tar.gz", Some(">=3.8"), false),
                file("a_b-1.9-py3-none-any.whl", None, true),
                file("other-3.tar.gz", None, false),
            ],
        ))
        .unwrap();
        assert_eq!(json["meta"]["api-version"], "1.1");
        assert_eq!(json["versions"], json!(["1.9", "1.10"]));
        assert_eq!(json["files"][0]["requires-python"], ">=3.8");
        assert_eq!(json["files"][0]["core-metadata"], Value::Null);
        assert_eq!(json["files"][1]["size"], 3);
        assert!(json["files"][1]["core-metadata"]["sha256"].is_string());
    }

    #[test]
    fn a_file_s_name_tells_project_and_version() {
        for (project, name, version) in [
            ("a-b", "a_b-1.0-py3-none-any.whl", Some("1.0")),
            ("a-b", "A.B-1.0+x_1-1-py3-none-any.whl", Some("1.0+x.1")),
            ("a-b", "a-b-1.0.tar.gz", Some("1.0")),
            ("a-b", "a_b-1.0-1.zip", Some("1.0.post1")),
            ("a", "a-b-1.0.tar.gz", None),
            ("a-b", "a_b-1.0.tar.gz.metadata", None),
            ("a-b", "a_b.whl", None),
            ("a-b", "index.html", None),
            ("a-b", ".adding-x", None),
        ] {
            let read = version_of(project, name).map(|version| version.to_string());
            assert_eq!(read.as_deref(), version, "{name}");
            assert_eq!(is_of_project(project, name), version.is_some(), "{name}");
        }
        assert!(!is_of_project("a", "a-1/../../b.whl"));
        assert!(!is_of_project("a", "a-1\n.whl"));
    }

    #[test]
    fn a_folder_s_name_is_a_normalised_name() {
        for (name, good) in [
            ("a-b2", true),
            ("a", true),
            ("", false),
            ("..", false),
            ("A", false),
            ("a--b", false),
            ("-a", false),
            ("a/b", false),
            ("a_b", false),
        ] {
            assert_eq!(is_normalised(name), good, "{name}");
        }
    }

    #[test]
    fn requires_python_is_read_from_the_head_of_metadata() {
        for (metadata, said) in [
            ("Name: a\nrequires-python:  >=3.8 \n\nx", Some(">=3.8")),
            ("Name: a\n\nRequires-Python: >=3.8", None),
            ("Requires-Python:\n", None),
            ("", None),
        ] {
            assert_eq!(requires_python(metadata.as_bytes()).as_deref(), said);
        }
    }

    #[test]
    fn names_are_normalised() {
        for (name, spelled) in [("A.B__c-", "a-b-c-"), ("x", "x"), ("Ä", "Ä")] {
            assert_eq!(normalised(name), spelled);
        }
    }
}
