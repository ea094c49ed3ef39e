//! Texts that the configuration names as places of the version.
//!
//! Not a search: what is not configured is never looked for in prose.
use super::{Declaration, Package, PatternCount, ProjectError, Role, Settings, Site, TextPlace};
use crate::git::Snapshot;
use crate::source::{RepoPath, SourceFile};
use std::ops::Range;
use std::sync::LazyLock;

/// Where the version stands in a configured text.
pub(super) const PLACEHOLDER: &str = "{version}";

/// More versions than this in one file are no places that somebody keeps up to date.
const MOST: usize = 1000;

/// No version is longer.
const LONGEST: usize = 256;

/// A version, in the form of PEP 440 or of SemVer.
static VERSION: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
    let pattern = r"^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?[a-zA-Z]+(?:[-_.]?\d+)?)*(?:\+[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*)?";
    regex::Regex::new(pattern).ok()
});

/// Adds the declarations of configured texts to their packages, and how many there are.
pub(super) fn read(
    snapshot: &Snapshot,
    settings: &Settings,
    packages: &mut [Package],
) -> Result<(), ProjectError> {
    if packages.is_empty() {
        return Ok(());
    }
    for text in &settings.places {
        let path = RepoPath::from(text.path.as_str());
        let titles: Vec<String> = packages.iter().map(Package::called).collect();
        let Some(package) = owner(packages, text, &path) else {
            return Err(ProjectError::NoOwner {
                path,
                named: text.package.clone(),
                there_is: titles.join(", "),
            });
        };
        let file = snapshot.file(&path)?;
        let spans = file.as_ref().map(|file| spans(file, &text.pattern));
        if spans.as_ref().is_some_and(|spans| spans.len() > MOST) {
            return Err(ProjectError::TooMany {
                path,
                pattern: text.pattern.clone(),
                most: MOST,
            });
        }
        package.patterns.push(PatternCount {
            path,
            pattern: text.pattern.clone(),
            wanted: text.count,
            found: spans.as_ref().map(Vec::len),
            place: text.place.clone(),
        });
        let Some(file) = file else { continue };
        for span in spans.unwrap_or_default() {
            let raw = file.bytes.get(span.clone()).unwrap_or_default();
            let raw = String::from_utf8_lossy(raw).into_owned();
            let place = file.place(span, "");
            package.declare(Declaration::in_form(
                text.form,
                Site::Configured,
                Role::Mirror,
                raw,
                place,
            ));
        }
    }
    Ok(())
}

/// The package that a text belongs to: the one that is named, else the one with the deepest folder that holds the file,
/// else the only one.
fn owner<'p>(
    packages: &'p mut [Package],
    text: &TextPlace,
    path: &RepoPath,
) -> Option<&'p mut Package> {
    if let Some(name) = &text.package {
        return packages.iter_mut().find(|package| package.is_named(name));
    }
    if let [only] = packages {
        return Some(only);
    }
    packages
        .iter_mut()
        .filter(|package| path.is_below(&package.folder))
        .max_by_key(|package| package.folder.parts().count())
}

/// The spans of the versions that stand where a text has its placeholder; those behind the first that is too many are
/// left out.
fn spans(file: &SourceFile, pattern: &str) -> Vec<Range<usize>> {
    let (Ok(text), Some((before, after)), Some(version)) =
        (file.text(), pattern.split_once(PLACEHOLDER), &*VERSION)
    else {
        return Vec::new();
    };
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(before) {
        let start = at + before.len();
        let left = text.get(..start).unwrap_or_default();
        let is_inside = before.is_empty() && left.ends_with(is_part);
        let is_taken = spans.last().is_some_and(|last| start < last.end);
        if is_inside || is_taken {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        // One that is cut off here may lose its last separator, and is too long all the same.
        let end = rest.char_indices().nth(LONGEST + 2);
        let near = rest.get(..end.map_or(rest.len(), |(end, _)| end));
        let found = version.find(near.unwrap_or_default());
        let Some(found) = found.filter(|found| found.len() <= LONGEST) else {
            continue;
        };
        let behind = rest.get(found.end()..).unwrap_or_default();
        let is_cut = after.is_empty() && behind.starts_with(char::is_alphanumeric);
        if behind.starts_with(after) && !is_cut {
            spans.push(start..start + found.end());
        }
        if spans.len() > MOST {
            break;
        }
    }
    spans
}

/// Whether a character can be part of a version or of a longer word.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_finds_whole_versions_only() {
        for (pattern, text, expected) in [
            (
                "pkg=={version}",
                "pip install pkg==1.2.3\nmy-pkg==9",
                vec!["1.2.3", "9"],
            ),
            ("rev: v{version}", "rev: v1.2.3rc1\n", vec!["1.2.3rc1"]),
            ("pkg {version}.", "This is pkg 1.2.3.", vec!["1.2.3"]),
            (
                "/{version}/",
                "a/1.2/b/1.2.post1/",
                vec!["1.2", "1.2.post1"],
            ),
            (
                "\"{version}\"",
                "{\"v\": \"1.0.0-rc.1\"}",
                vec!["1.0.0-rc.1"],
            ),
            ("{version}", "é1.2 1.3", vec!["1.3"]),
            ("x{version}", "x1.2é x1.3, x", vec!["1.3"]),
        ] {
            let file = SourceFile::new("a".into(), text.as_bytes());
            let found: Vec<_> = spans(&file, pattern)
                .into_iter()
                .map(|span| &text[span])
                .collect();
            assert_eq!(found, expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn no_text_takes_long() {
        let many = "1".repeat(1 << 20);
        let words = "a1-".repeat(1 << 14);
        for (pattern, text, expected) in [
            ("{version}", &many, 0),
            ("a{version}!", &words, 0),
            ("{version} ", &"1.2 ".repeat(1 << 20), MOST + 1),
        ] {
            let file = SourceFile::new("a".into(), text.as_bytes());
            assert_eq!(spans(&file, pattern).len(), expected, "{pattern}");
        }
    }

    #[test]
    fn a_place_is_of_the_package_around_it_or_of_the_named_one() {
        let toml = |name: &str| format!("[project]\nname = '{name}'\nversion = '1.0'\n");
        let (a, b) = (toml("a"), toml("b"));
        let files = [
            ("a/pyproject.toml", a.as_str()),
            ("b/pyproject.toml", b.as_str()),
            ("b/README.md", "b==1.0"),
            ("README.md", "b==1.0"),
        ];
        for (path, package, files, expected) in [
            ("b/README.md", None, &files[..], "b"),
            ("README.md", Some("B"), &files[..], "b"),
            ("README.md", None, &files[1..], "b"),
            (
                "README.md",
                None,
                &files[..],
                "the configured place `README.md` is in no package's folder: say with `package` whose version it has; there is `a`, `b`",
            ),
            (
                "README.md",
                Some("c"),
                &files[..],
                "the configured place `README.md` is said to be of `c`, which is no package here; there is `a`, `b`",
            ),
        ] {
            let place = TextPlace {
                path: path.into(),
                pattern: "b=={version}".into(),
                count: None,
                package: package.map(str::to_owned),
                form: crate::project::Form::Pep440,
                place: None,
            };
            let settings = Settings {
                places: vec![place],
            };
            let snapshot = Snapshot::memory(files.iter().copied());
            let found = crate::project::packages_with(&snapshot, &settings);
            let found = found.map(|packages| {
                let own = packages.into_iter().find(|own| !own.patterns.is_empty());
                own.unwrap().title()
            });
            assert_eq!(found.unwrap_or_else(|error| error.to_string()), expected);
        }
    }
}
