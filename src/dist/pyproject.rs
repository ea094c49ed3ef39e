//! The pyproject.toml of an sdist, as far as a build depends on it: PEP 518, 621 and 735.
//!
//! Not the versions it declares in all their forms: that is `project`'s. Nothing is taken from the tables of tools but the
//! files that they name.
use super::{Defect, Document};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml_edit::{Item, TableLike, Value};

/// The keys of `[project]`. Source: the specification of pyproject.toml.
const KEYS: &[&str] = &[
    "authors",
    "classifiers",
    "dependencies",
    "description",
    "dynamic",
    "entry-points",
    "gui-scripts",
    "import-names",
    "import-namespaces",
    "keywords",
    "license",
    "license-files",
    "maintainers",
    "name",
    "optional-dependencies",
    "readme",
    "requires-python",
    "scripts",
    "urls",
    "version",
];

/// A pyproject.toml.
#[derive(Debug, Clone)]
pub struct Pyproject {
    /// Where it was read.
    pub document: Document,
    /// What it says, or why it cannot be read.
    parsed: Result<toml_edit::Document<String>, Defect>,
}

/// A file that a pyproject.toml names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// The path from the top of the sdist.
    pub path: String,
    /// The key that names it, with dots.
    pub key: &'static str,
    /// Where it is named, in bytes.
    pub span: Range<usize>,
}

impl Pyproject {
    /// Reads a pyproject.toml.
    pub fn new(document: Document) -> Self {
        let whole = 0..document.bytes.len();
        let parsed = match std::str::from_utf8(&document.bytes) {
            Ok(text) => toml_edit::Document::parse(text.to_owned()).map_err(|error| Defect {
                message: format!("this is not valid TOML: {}", error.message()),
                span: error.span().unwrap_or(whole),
            }),
            Err(error) => Err(Defect {
                message: "this byte is not UTF-8".into(),
                span: error.valid_up_to()..error.valid_up_to() + 1,
            }),
        };
        Self { document, parsed }
    }

    /// The text at a path of keys, and where it stands.
    pub fn text_at(&self, keys: &[&str]) -> Option<(&str, Range<usize>)> {
        let item = self.item(keys)?;
        Some((item.as_str()?, span(item)))
    }

    /// What keeps a build from using it.
    pub fn problems(&self) -> Vec<Defect> {
        if let Err(defect) = &self.parsed {
            return vec![defect.clone()];
        }
        let mut out = Vec::new();
        if let Some(item) = self.item(&["build-system"]) {
            let is_there = item.get("requires").is_some_and(Item::is_array);
            if !is_there {
                out.push(defect(item, "`[build-system]` has no array `requires`"));
            }
        }
        if let Some(item) = self.item(&["project"]) {
            match item.as_table_like() {
                Some(project) => project_problems(item, project, &mut out),
                None => out.push(defect(item, "`project` is not a table")),
            }
        }
        if let Some(groups) = self
            .item(&["dependency-groups"])
            .and_then(Item::as_table_like)
        {
            group_problems(groups, &mut out);
        }
        out
    }

    /// The files and folders that it names, those with wildcards and those outside the sdist left out.
    pub fn files(&self) -> Vec<NamedFile> {
        let mut out = Vec::new();
        let mut name = |key, item: Option<&Item>| {
            let Some(item) = item else { return };
            let texts: Vec<(&str, Range<usize>)> = match (item.as_str(), item.as_array()) {
                (Some(text), _) => vec![(text, span(item))],
                (None, Some(array)) => {
                    let text = |value: &'_ Value| value.span().unwrap_or_default();
                    array
                        .iter()
                        .filter_map(|value| Some((value.as_str()?, text(value))))
                        .collect()
                }
                (None, None) => return,
            };
            for (text, span) in texts {
                let path = text.trim_start_matches("./").trim_end_matches('/');
                let is_plain = !path.is_empty()
                    && path != "."
                    && !path.contains(['*', '?', '[', '{'])
                    && !path.starts_with(['/', '.']);
                if is_plain {
                    out.push(NamedFile {
                        path: path.to_owned(),
                        key,
                        span,
                    });
                }
            }
        };
        name(
            "build-system.backend-path",
            self.item(&["build-system", "backend-path"]),
        );
        let readme = self.item(&["project", "readme"]);
        let inner =
            |item: Option<&'_ Item>| item.is_some_and(|item| item.as_table_like().is_some());
        match inner(readme) {
            true => name(
                "project.readme.file",
                self.item(&["project", "readme", "file"]),
            ),
            false => name("project.readme", readme),
        }
        name(
            "project.license.file",
            self.item(&["project", "license", "file"]),
        );
        name(
            "project.license-files",
            self.item(&["project", "license-files"]),
        );
        name(
            "tool.hatch.version.path",
            self.item(&["tool", "hatch", "version", "path"]),
        );
        name(
            "tool.setuptools.dynamic.version.file",
            self.item(&["tool", "setuptools", "dynamic", "version", "file"]),
        );
        name(
            "tool.setuptools.dynamic.readme.file",
            self.item(&["tool", "setuptools", "dynamic", "readme", "file"]),
        );
        name(
            "tool.setuptools.dynamic.dependencies.file",
            self.item(&["tool", "setuptools", "dynamic", "dependencies", "file"]),
        );
        name(
            "tool.pdm.version.path",
            self.item(&["tool", "pdm", "version", "path"]),
        );
        out
    }

    fn item(&self, keys: &[&str]) -> Option<&Item> {
        let document = self.parsed.as_ref().ok()?;
        keys.iter()
            .try_fold(document.as_item(), |item, key| item.get(key))
    }
}

fn span(item: &Item) -> Range<usize> {
    item.span().unwrap_or_default()
}

fn defect(item: &Item, message: impl Into<String>) -> Defect {
    Defect {
        message: message.into(),
        span: span(item),
    }
}

fn project_problems(item: &Item, project: &dyn TableLike, out: &mut Vec<Defect>) {
    let dynamic: Vec<&str> = project
        .get("dynamic")
        .and_then(Item::as_array)
        .map(|array| array.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if !project.get("name").is_some_and(Item::is_str) {
        out.push(defect(item, "`[project]` has no text `name`"));
    }
    if project.get("version").is_none() && !dynamic.contains(&"version") {
        out.push(defect(
            item,
            "`[project]` has neither `version` nor `version` in `dynamic`",
        ));
    }
    for (key, value) in project.iter() {
        let kind = value.type_name();
        let fits = match key {
            "name" | "version" | "description" | "requires-python" => value.is_str(),
            "dependencies" | "classifiers" | "keywords" | "dynamic" | "authors" | "maintainers" => {
                value.is_array()
            }
            "license-files" | "import-names" | "import-namespaces" => {
                value.is_array() || value.as_table_like().is_some()
            }
            "scripts" | "gui-scripts" | "entry-points" | "urls" | "optional-dependencies" => {
                value.as_table_like().is_some()
            }
            "readme" | "license" => value.is_str() || value.as_table_like().is_some(),
            _ => true,
        };
        match () {
            () if !KEYS.contains(&key) => {
                out.push(defect(value, format!("`[project]` has no key `{key}`")))
            }
            () if dynamic.contains(&key) => {
                out.push(defect(
                    value,
                    format!("`{key}` stands in `[project]`, and in `dynamic`, too"),
                ));
            }
            () if !fits => out.push(defect(
                value,
                format!("`{key}` of `[project]` cannot be a {kind}"),
            )),
            () => {}
        }
    }
    if dynamic.contains(&"name") {
        out.push(defect(item, "`name` cannot be in `dynamic`"));
    }
}

/// Groups that include one that is not there, or themselves. Their names are compared as those of projects.
fn group_problems(groups: &dyn TableLike, out: &mut Vec<Defect>) {
    let normal = |name: &str| name.to_ascii_lowercase().replace(['_', '.'], "-");
    let mut includes: BTreeMap<String, Vec<(String, Range<usize>)>> = BTreeMap::new();
    for (name, item) in groups.iter() {
        let array = item
            .as_array()
            .map(|array| array.iter().collect())
            .unwrap_or_default();
        let included = |value: &Value| {
            let name = value.as_inline_table()?.get("include-group")?.as_str()?;
            Some((normal(name), value.span().unwrap_or_default()))
        };
        let array: Vec<&Value> = array;
        includes.insert(
            normal(name),
            array.into_iter().filter_map(included).collect(),
        );
    }
    for (name, all) in &includes {
        for (included, span) in all {
            let message = match () {
                () if !includes.contains_key(included) => {
                    format!("the group `{name}` includes `{included}`, which is not there")
                }
                () if leads_to(&includes, included, name) => {
                    format!("the group `{name}` includes itself by `{included}`")
                }
                () => continue,
            };
            out.push(Defect {
                message,
                span: span.clone(),
            });
        }
    }
}

fn leads_to(
    includes: &BTreeMap<String, Vec<(String, Range<usize>)>>,
    from: &str,
    to: &str,
) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(name) = next.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            let all = includes.get(name).into_iter().flatten();
            next.extend(all.map(|(name, _)| name.as_str()));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Pyproject {
        Pyproject::new(Document {
            archive: std::path::Path::new("x").into(),
            name: "pyproject.toml".into(),
            bytes: text.as_bytes().into(),
        })
    }

    #[test]
    fn what_keeps_a_build_from_using_it() {
        for (text, message) in [
            ("[project]\nname = \"a\"\nversion = \"1\"\n", ""),
            ("[build-system]\nrequires = []\n", ""),
            ("[tool.x]\n", ""),
            (
                "[build-system]\n",
                "`[build-system]` has no array `requires`",
            ),
            (
                "[project]\nversion = \"1\"\n",
                "`[project]` has no text `name`",
            ),
            (
                "[project]\nname = \"a\"\n",
                "`[project]` has neither `version` nor `version` in `dynamic`",
            ),
            (
                "[project]\nname = \"a\"\nversion = \"1\"\ndependencies = \"b\"\n",
                "`dependencies` of `[project]` cannot be a string",
            ),
            (
                "[project]\nname = \"a\"\nversion = \"1\"\nrequires = []\n",
                "`[project]` has no key `requires`",
            ),
            (
                "[dependency-groups]\na = [{include-group = \"b\"}]\n",
                "the group `a` includes `b`, which is not there",
            ),
            (
                "[dependency-groups]\nA = [{include-group = \"a\"}]\n",
                "the group `a` includes itself by `a`",
            ),
            (
                "[project",
                "this is not valid TOML: unclosed table, expected `]`",
            ),
        ] {
            let found = read(text).problems();
            let found = found.first().map(|found| found.message.as_str());
            assert_eq!(found.unwrap_or_default(), message, "{text}");
        }
    }

    #[test]
    fn files_that_are_named() {
        let text = "[build-system]\nrequires = []\nbackend-path = [\".\", \"_build\"]\n\
            [project]\nreadme = {file = \"README.md\"}\nlicense-files = [\"LICEN*\", \"COPYING\"]\n";
        let files: Vec<String> = read(text)
            .files()
            .into_iter()
            .map(|named| named.path)
            .collect();
        assert_eq!(files, ["_build", "README.md", "COPYING"]);
    }
}
