//! The versions by which packages of one repository require each other: they move with what they name.
//!
//! Not the dependencies on other projects: no bump touches those.
use super::{BumpError, Bumped};
use crate::dist::{ProjectName, Requirement};
use crate::edit::Edit;
use crate::git::Snapshot;
use crate::project::{Package, ProjectError, Text, Toml};
use crate::version::Version;
use std::collections::BTreeMap;
use std::ops::Range;
use toml_edit::Item;

/// Arrays of requirements, by their keys.
const ARRAYS: [&[&str]; 4] = [
    &["project", "dependencies"],
    &["build-system", "requires"],
    &["tool", "uv", "dev-dependencies"],
    &["tool", "uv", "constraint-dependencies"],
];

/// Tables whose values are arrays of requirements.
const TABLES: [&[&str]; 2] = [
    &["project", "optional-dependencies"],
    &["dependency-groups"],
];

/// Returns the splices of the requirements that name exactly the version before: `==` everywhere, since nothing else is
/// installed beside it any more; `>=`, `~=` and Poetry's `^` in what is bumped itself.
pub(super) fn edits(
    snapshot: &Snapshot,
    packages: &[Package],
    bumped: &[Bumped],
) -> Result<Vec<Edit>, BumpError> {
    let named = |bumped: &Bumped| {
        let name = bumped.name.as_deref().and_then(ProjectName::new)?;
        Some((
            name.as_str().to_owned(),
            (bumped.target.from.clone(), bumped.target.to.clone()),
        ))
    };
    let moved: Moved = bumped.iter().filter_map(named).collect();
    let mut edits = Vec::new();
    for package in packages {
        let Some(path) = package.folder.join("pyproject.toml") else {
            continue;
        };
        let Some(file) = snapshot.file(&path).map_err(ProjectError::from)? else {
            continue;
        };
        let toml = Toml::parse(file)?;
        let is_bumped = bumped.iter().any(|one| one.folder == package.folder);
        for text in requirements(&toml) {
            for (span, to) in clauses(&text.value, &moved, is_bumped) {
                edits.push(splice(&toml, &text, span, &to)?);
            }
        }
        for (name, text) in poetry(&toml) {
            let name = ProjectName::new(&name).map(|name| name.as_str().to_owned());
            let versions = name.and_then(|name| moved.get(&name));
            if let Some((from, to)) = versions {
                for (span, to) in compared(&text.value, 0, from, to, is_bumped) {
                    edits.push(splice(&toml, &text, span, &to)?);
                }
            }
        }
    }
    Ok(edits)
}

/// The versions before and after, by the names of projects.
type Moved = BTreeMap<String, (Version, Version)>;

fn splice(toml: &Toml, text: &Text, span: Range<usize>, to: &Version) -> Result<Edit, BumpError> {
    let written = toml.file.bytes.get(text.span.clone());
    if written != Some(text.value.as_bytes()) {
        return Err(BumpError::Escaped {
            raw: text.value.clone(),
            place: Box::new(toml.file.place(text.span.clone(), "")),
        });
    }
    Ok(Edit {
        path: toml.file.path.clone(),
        span: text.span.start + span.start..text.span.start + span.end,
        replacement: to.to_string().into(),
    })
}

/// The requirements of a pyproject.toml.
fn requirements(toml: &Toml) -> Vec<Text> {
    let mut texts: Vec<Text> = ARRAYS.iter().flat_map(|keys| toml.texts(keys)).collect();
    for keys in TABLES {
        let table = toml.get(keys).and_then(Item::as_table_like);
        for (name, _) in table.into_iter().flat_map(|table| table.iter()) {
            texts.extend(toml.texts(&[keys, &[name]].concat()));
        }
    }
    texts
}

/// The dependencies in Poetry's tables: names and what is said of their versions.
fn poetry(toml: &Toml) -> Vec<(String, Text)> {
    let mut tables = vec![vec!["tool", "poetry", "dependencies"]];
    let groups = toml
        .get(&["tool", "poetry", "group"])
        .and_then(Item::as_table_like);
    for (group, _) in groups.into_iter().flat_map(|table| table.iter()) {
        tables.push(vec!["tool", "poetry", "group", group, "dependencies"]);
    }
    let mut found = Vec::new();
    for keys in tables {
        let table = toml.get(&keys).and_then(Item::as_table_like);
        for (name, _) in table.into_iter().flat_map(|table| table.iter()) {
            let plain = [&keys[..], &[name]].concat();
            let text = toml.text(&plain);
            let text = text.or_else(|| toml.text(&[&plain[..], &["version"]].concat()));
            found.extend(text.map(|text| (name.to_owned(), text)));
        }
    }
    found
}

/// The versions in a requirement that move: spans and what stands there afterwards.
fn clauses(text: &str, moved: &Moved, is_bumped: bool) -> Vec<(Range<usize>, Version)> {
    let Ok(requirement) = Requirement::parse(text) else {
        return Vec::new();
    };
    let Some((from, to)) = moved.get(requirement.name.as_str()) else {
        return Vec::new();
    };
    let start = text.find(requirement.specifiers).unwrap_or_default();
    compared(requirement.specifiers, start, from, to, is_bumped)
}

/// The versions that are compared with in specifiers that begin at an offset.
fn compared(
    specifiers: &str,
    start: usize,
    from: &Version,
    to: &Version,
    is_bumped: bool,
) -> Vec<(Range<usize>, Version)> {
    let mut found = Vec::new();
    let mut at = start;
    for clause in specifiers.split(',') {
        let raw = clause.trim_start_matches([' ', '=', '>', '~', '^']);
        let operator = clause.get(..clause.len() - raw.len()).unwrap_or_default();
        let version = raw.trim_end();
        let is_it = version
            .parse::<Version>()
            .is_ok_and(|version| version == *from);
        let moves = match operator.trim() {
            "==" | "===" | "" | "=" => true,
            ">=" | "^" => is_bumped,
            // `~=1.2` is another promise than `~=1.2.0`.
            "~=" | "~" => is_bumped && version.matches('.').count() + 1 == to.release.len(),
            _ => false,
        };
        if is_it && moves {
            let start = at + operator.len();
            found.push((start..start + version.len(), to.clone()));
        }
        at += clause.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_the_version_before_moves() {
        let moved = |text: &str, is_bumped: bool| {
            let versions = ("1.2.3".parse().unwrap(), "1.3.0".parse().unwrap());
            let moved = Moved::from([("my-core".to_owned(), versions)]);
            let mut text = text.to_owned();
            for (span, to) in clauses(&text.clone(), &moved, is_bumped).into_iter().rev() {
                text.replace_range(span, &to.to_string());
            }
            text
        };
        for (text, alone, together) in [
            ("my_core==1.2.3", "my_core==1.3.0", "my_core==1.3.0"),
            (
                "My.Core[x] >= 1.2.3 , <2 ; python_version < '3'",
                "=",
                "My.Core[x] >= 1.3.0 , <2 ; python_version < '3'",
            ),
            ("my-core~=1.2.3", "=", "my-core~=1.3.0"),
            ("my-core~=1.2", "=", "="),
            ("my-core>=1.2.30", "=", "="),
            ("my-core!=1.2.3", "=", "="),
            (
                "my-core (==1.2.3)",
                "my-core (==1.3.0)",
                "my-core (==1.3.0)",
            ),
            ("other==1.2.3", "=", "="),
            ("my-core", "=", "="),
        ] {
            let or = |expected: &str| {
                if expected == "=" {
                    text.to_owned()
                } else {
                    expected.to_owned()
                }
            };
            assert_eq!(moved(text, false), or(alone));
            assert_eq!(moved(text, true), or(together));
        }
    }
}
