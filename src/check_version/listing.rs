//! The declarations as a table, as JSON and as Markdown.
//!
//! Not the findings: those are `report`'s.
use crate::project::{Package, Role};
use crate::source::{Origin, Place, Spot, line_column, printable};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A column of the table is no wider; the machine formats have all of a value.
const CELL: usize = 120;

/// One place that has to do with the version, as machine formats show it.
#[derive(Debug, Serialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<String>,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'static str>,
    role: &'static str,
    raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip)]
    written: String,
}

impl Line {
    fn new(package: &Package, place: &Place, role: Role, raw: &str) -> Self {
        let path = match &place.origin {
            Origin::File(path) => path.to_string(),
            _ => String::new(),
        };
        let at = match &place.spot {
            Spot::Text { bytes, span } => Some(line_column(bytes, span.start)),
            _ => None,
        };
        Self {
            package: package.name.clone(),
            path,
            line: at.map(|(line, _)| line),
            column: at.map(|(_, column)| column),
            site: None,
            role: role.name(),
            raw: printable(raw),
            version: None,
            written: String::new(),
        }
    }

    fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.path),
            _ => self.path.clone(),
        }
    }
}

fn lines(packages: &[Package]) -> Vec<Line> {
    let mut lines = Vec::new();
    for package in packages {
        for found in package.literals() {
            lines.push(Line {
                site: Some(found.site.name()),
                version: found.version.as_ref().ok().map(ToString::to_string),
                written: found.site.to_string(),
                ..Line::new(package, &found.place, found.role, &found.raw)
            });
        }
        for tuple in &package.tuples {
            lines.push(Line {
                site: Some("version-tuple"),
                version: tuple.version().as_ref().map(ToString::to_string),
                written: tuple.name.to_owned(),
                ..Line::new(
                    package,
                    &tuple.place,
                    Role::Mirror,
                    &first_line(&tuple.place),
                )
            });
        }
        for pointer in &package.pointers {
            lines.push(Line {
                site: Some(pointer.site.name()),
                version: package.version().map(ToString::to_string),
                written: pointer.site.to_string(),
                ..Line::new(package, &pointer.place, Role::Pointer, &pointer.raw)
            });
        }
        for place in &package.derived {
            let first = first_line(place);
            lines.push(Line::new(package, place, Role::Derived, &first));
        }
    }
    lines
}

/// What stands in a place, as far as one line of it.
fn first_line(place: &Place) -> String {
    let written = match &place.spot {
        Spot::Text { bytes, span } => bytes.get(span.clone()).unwrap_or_default(),
        _ => &[],
    };
    let text = String::from_utf8_lossy(written);
    text.lines().next().unwrap_or_default().to_owned()
}

/// The facts of the JSON format.
pub(super) fn facts(packages: &[Package]) -> Map<String, Value> {
    let mut facts = Map::new();
    facts.insert("declarations".into(), json!(lines(packages)));
    let packages: Vec<Value> = packages
        .iter()
        .map(|package| {
            json!({
                "name": package.name,
                "folder": package.folder.to_string(),
                "version": package.version().map(ToString::to_string),
                "versioned_by": package.versioned_by,
                "opaque": package.opaque,
            })
        })
        .collect();
    facts.insert("packages".into(), Value::Array(packages));
    facts
}

/// The table for people: place, role, value, and what stands there.
pub(super) fn table(packages: &[Package]) -> String {
    let lines = lines(packages);
    let width = |text: fn(&Line) -> String| {
        let widths = lines.iter().map(|line| text(line).chars().count());
        widths.max().unwrap_or(0)
    };
    let (place, role, raw) = (
        width(|line| cell(&line.place())),
        width(|line| line.role.to_owned()),
        width(|line| cell(&line.raw)),
    );
    let mut out = String::new();
    for line in &lines {
        let row = format!(
            "{:place$}  {:role$}  {:raw$}  {}",
            cell(&line.place()),
            line.role,
            cell(&line.raw),
            line.written
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
    for package in packages {
        if let Some(tool) = package.versioned_by {
            out.push_str(&format!(
                "{}: the last tag is the version ({tool})\n",
                package.title()
            ));
        } else if let Some(maker) = &package.opaque
            && package
                .declarations
                .iter()
                .all(|found| found.role != Role::Source)
        {
            out.push_str(&format!(
                "{}: the version is worked out by {maker} when the package is built; `--deep` asks for it\n",
                package.title()
            ));
        }
    }
    out
}

/// A text of the table: on one line, and no longer than a column may be.
fn cell(text: &str) -> String {
    let mut rest = text.chars();
    let mut shown: String = rest.by_ref().take(CELL).collect();
    if rest.next().is_some() {
        shown.push('…');
    }
    // A value over several lines would break the table.
    shown.replace('\n', "\\n").replace('\t', "\\t")
}

/// The table for the summary of a GitHub job.
pub(super) fn markdown(packages: &[Package]) -> String {
    let mut out = String::from("| place | role | value |\n|---|---|---|\n");
    for line in lines(packages) {
        let cell = |text: &str| text.replace('|', "\\|").replace('`', "'");
        out.push_str(&format!(
            "| `{}` | {} | `{}` |\n",
            cell(&line.place()),
            line.role,
            cell(&line.raw)
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_its_rows_whatever_stands_in_the_places() {
        let long = "9".repeat(1 << 17);
        for (value, expected) in [
            ("1.2.3".to_owned(), "1.2.3".to_owned()),
            (format!("1.{long}"), format!("1.{}…", &long[..CELL - 2])),
            ("1.2\n3".to_owned(), "1.2\\n3".to_owned()),
            ("1.2\x1b[31m".to_owned(), "1.2\\u{1b}[31m".to_owned()),
        ] {
            let source = format!("[project]\nname = 'a'\nversion = \"\"\"{value}\"\"\"\n");
            let source = source.replace('\x1b', "\\u001b");
            let snapshot = crate::git::Snapshot::memory([("pyproject.toml", &*source)]);
            let packages = crate::project::packages(&snapshot).unwrap();
            let expected = format!("pyproject.toml:3:14  source  {expected}  [project] version\n");
            assert_eq!(table(&packages), expected);
        }
    }
}
