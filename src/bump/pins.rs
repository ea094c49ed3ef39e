//! Where a file names versions of other projects: dependencies that happen to have the version that is searched.
//!
//! Not the dependencies among the packages of one repository: `floors` moves those.
use crate::dist::{ProjectName, same_name};
use crate::project::Toml;
use crate::source::SourceFile;
use std::ops::Range;
use toml_edit::{Item, TableLike, Value};

/// Tables and arrays of TOML files that hold dependencies, by their keys.
const DEPENDENCIES: [&str; 13] = [
    "build-dependencies",
    "build-requires",
    "constraint-dependencies",
    "constraints",
    "dependencies",
    "dependency-groups",
    "dev-dependencies",
    "extras",
    "install_requires",
    "optional-dependencies",
    "override-dependencies",
    "requires",
    "requires-python",
];

/// Objects of JSON files that hold dependencies, by their keys.
const OBJECTS: [&str; 9] = [
    "bundledDependencies",
    "dependencies",
    "devDependencies",
    "engines",
    "optionalDependencies",
    "overrides",
    "packages",
    "peerDependencies",
    "resolutions",
];

/// Files in which a version behind a comparison is a dependency's.
const LISTS: [&[u8]; 4] = [b".toml", b".cfg", b".txt", b".lock"];

/// Where a file names versions of other projects.
#[derive(Debug, Default)]
pub(super) struct Pins {
    spans: Vec<Range<usize>>,
    text: String,
    is_list: bool,
    own: Vec<String>,
}

impl Pins {
    /// Those of a file; `own` are the projects whose version is meant.
    pub(super) fn of(file: &SourceFile, own: &[String]) -> Self {
        let name = file.path.file_name();
        let text = file.text().unwrap_or_default();
        let mut pins = Self {
            spans: Vec::new(),
            text: text.to_owned(),
            is_list: LISTS.iter().any(|end| name.ends_with(end)),
            own: own.to_vec(),
        };
        if name.ends_with(b".toml") || name.ends_with(b".lock") {
            if let Ok(toml) = Toml::parse(file.clone())
                && let Some(top) = toml.get(&[]).and_then(Item::as_table_like)
            {
                pins.table(&toml, top, false);
            }
        } else if name.ends_with(b".json") {
            pins.objects();
        }
        pins
    }

    /// Whether a span lies in what is said of another project.
    pub(super) fn has(&self, span: &Range<usize>) -> bool {
        let is_inside = |pin: &Range<usize>| pin.start <= span.start && span.end <= pin.end;
        self.spans.iter().any(is_inside) || (self.is_list && self.is_compared(span.start))
    }

    /// Whether a comparison stands before an offset, of another project.
    fn is_compared(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
        let operators = ["==", ">=", "<=", "~=", "!=", "^", "~", ">", "<"];
        let is_compared = operators.iter().any(|operator| line.ends_with(operator));
        is_compared && !self.is_own(line)
    }

    /// Whether the requirement at the end of a text is one of an own project: `demo[extra] >=`, `demo>=1,<`.
    fn is_own(&self, text: &str) -> bool {
        let comparison = |c: char| "=<>~!^,.*+ ".contains(c) || c.is_ascii_digit();
        let name = text.trim_end_matches(comparison);
        let name = match name.strip_suffix(']') {
            Some(inside) => inside.rsplit_once('[').map_or(inside, |(name, _)| name),
            None => name,
        };
        let in_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        // A name may end with a digit.
        let rest = text.get(name.len()..).unwrap_or_default();
        let digits = rest.chars().take_while(|c| in_name(*c)).count();
        let name = text.get(..name.len() + digits).unwrap_or_default();
        let start = name.rfind(|c| !in_name(c)).map_or(0, |at| at + 1);
        let name = name.get(start..).unwrap_or_default();
        let is_own = |own: &String| same_name(own, name);
        ProjectName::new(name).is_some() && self.own.iter().any(is_own)
    }

    fn table(&mut self, toml: &Toml, table: &dyn TableLike, is_listed: bool) {
        for (key, item) in table.iter() {
            let is_listed = is_listed || DEPENDENCIES.contains(&key);
            match item {
                Item::ArrayOfTables(tables) => {
                    for table in tables {
                        self.table(toml, table, is_listed);
                    }
                }
                Item::Value(value) => {
                    let is_own = self.own.iter().any(|own| same_name(own, key));
                    self.value(toml, value, is_listed && !is_own);
                }
                item => {
                    if let Some(table) = item.as_table_like() {
                        self.table(toml, table, is_listed);
                    }
                }
            }
        }
    }

    fn value(&mut self, toml: &Toml, value: &Value, is_listed: bool) {
        match value {
            Value::Array(array) => {
                for value in array {
                    self.value(toml, value, is_listed);
                }
            }
            Value::InlineTable(table) => self.table(toml, table, is_listed),
            value if is_listed => {
                let text = value.as_str().unwrap_or_default();
                let comparison = ["==", ">=", "~="];
                let own = comparison.iter().any(|operator| {
                    text.split_once(operator)
                        .is_some_and(|(before, _)| self.is_own(&format!("{before}{operator}")))
                });
                if !own && let Some(span) = value.span() {
                    self.spans.push(toml.in_file(span));
                }
            }
            _ => {}
        }
    }

    /// The objects of a JSON text that hold dependencies.
    fn objects(&mut self) {
        for key in OBJECTS {
            let quoted = format!("\"{key}\"");
            for (at, found) in self.text.match_indices(&quoted) {
                let behind = at + found.len();
                let rest = self.text.get(behind..).unwrap_or_default();
                let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
                if let Some(value) = value.filter(|value| value.starts_with(['{', '['])) {
                    let start = self.text.len() - value.len();
                    self.spans.push(start..start + nested(value));
                }
            }
        }
    }
}

/// The length of a JSON value that begins with a bracket.
fn nested(text: &str) -> usize {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' => in_text = !in_text,
            '{' | '[' if !in_text => depth += 1,
            '}' | ']' if !in_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hits of `1.2.3` in a text that are no pins, each with what stands around it.
    fn free(path: &str, text: &str) -> Vec<String> {
        let file = SourceFile::new(path.into(), text.as_bytes());
        let pins = Pins::of(&file, &["demo".to_owned(), "demo-2".to_owned()]);
        text.match_indices("1.2.3")
            .map(|(at, found)| at..at + found.len())
            .filter(|span| !pins.has(span))
            .map(|span| text[..span.start].rsplit('\n').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn versions_of_others_are_pins() {
        let toml = "\u{feff}[project]\nversion = \"1.2.3\"\ndependencies = [\n  \"a==1.2.3\",\n  \"demo[x]>=1.2.3\",\n  \"demo-2 ~= 1.2.3\",\n]\n\
            [project.optional-dependencies]\nall = ['b (1.2.3)']\n[tool.poetry.dependencies]\nc = \"1.2.3\"\nd = { version = \"1.2.3\" }\n\
            [[tool.x.dependencies]]\nversion = '1.2.3'\n[tool.y]\nversion = '1.2.3'\nneeds = 'e<1.2.3'\n";
        assert_eq!(
            free("pyproject.toml", toml),
            [
                "version = \"",
                "  \"demo[x]>=",
                "  \"demo-2 ~= ",
                "version = '",
            ]
        );
        let json = r#"{"version": "1.2.3", "dependencies": {"a": "1.2.3", "b": {"c}": "1.2.3"}}, "x": "1.2.3"}"#;
        assert_eq!(free("package.json", json).len(), 2);
        let list =
            "a==1.2.3\ndemo==1.2.3\n# 1.2.3\n--hash 1.2.3\nb>=1.0,<1.2.3\ndemo>=1.0,<1.2.3\n";
        assert_eq!(
            free("requirements.txt", list),
            ["demo==", "# ", "--hash ", "demo>=1.0,<"]
        );
        assert_eq!(free("README.md", "pip install a==1.2.3\n").len(), 1);
    }
}
