//! How other tools than bump-my-version are told to write release tags, or which tags they are told to read.
//!
//! Only forms that a [`TagFormat`] has: what is more is those tools' business, and the tags tell what comes of it.
use super::TagFormat;
use crate::project::Toml;

/// Regular expressions for tags: of setuptools-scm, of hatch-vcs, of both, and of pdm-backend.
const PATTERNS: [&[&str]; 4] = [
    &["tool", "setuptools_scm", "tag_regex"],
    &["tool", "hatch", "version", "tag-pattern"],
    &["tool", "hatch", "version", "raw-options", "tag_regex"],
    &["tool", "pdm", "version", "tag_regex"],
];

/// Arguments of `git describe`, for the same tools.
const DESCRIBES: [&[&str]; 6] = [
    &["tool", "setuptools_scm", "git_describe_command"],
    &["tool", "setuptools_scm", "scm", "git", "describe_command"],
    &[
        "tool",
        "hatch",
        "version",
        "raw-options",
        "git_describe_command",
    ],
    &[
        "tool",
        "hatch",
        "version",
        "raw-options",
        "scm",
        "git",
        "describe_command",
    ],
    &["tool", "versioningit", "vcs", "match"],
    &["tool", "pdm", "version", "tag_filter"],
];

/// The form that a pyproject.toml tells: commitizen's, else that of python-semantic-release, else that of the tool that takes
/// the version from tags. A text before the version that is the package's own name stands for any package's.
pub(in crate::project) fn of_tools(toml: &Toml, name: Option<&str>) -> Option<TagFormat> {
    let commitizen = || of_commitizen(toml.str(&["tool", "commitizen", "tag_format"])?);
    let semantic_release = || {
        toml.str(&["tool", "semantic_release", "tag_format"])?
            .parse()
            .ok()
    };
    let pattern = || PATTERNS.iter().find_map(|keys| of_pattern(toml.str(keys)?));
    let describe = || DESCRIBES.iter().find_map(|keys| of_describe(toml, keys));
    let format = commitizen()
        .or_else(semantic_release)
        .or_else(pattern)
        .or_else(describe)?;
    Some(named(format, name))
}

/// Reads commitizen's `tag_format`: `v$version`, `v${version}`, `v$major.$minor.$patch$prerelease`.
pub(in crate::project) fn of_commitizen(text: &str) -> Option<TagFormat> {
    let mut text = text.replace("${", "$").replace('}', "");
    for parts in [
        "$major.$minor.$patch$prerelease$devrelease",
        "$major.$minor.$patch$prerelease",
        "$major.$minor.$patch",
    ] {
        text = text.replace(parts, "$version");
    }
    text.replace("$version", "{version}")
        .parse()
        .ok()
        .filter(|format: &TagFormat| !format.start.contains('$') && !format.end.contains('$'))
}

/// Reads a regular expression that is a text and the group `version`: `^pkg-v(?P<version>.+)$`. A text that may be missing
/// (`^v?`) is no form.
fn of_pattern(pattern: &str) -> Option<TagFormat> {
    let (before, after) = pattern
        .split_once("(?P<version>")
        .or_else(|| pattern.split_once("(?<version>"))?;
    let start = literal(before.strip_prefix('^').unwrap_or(before))?;
    let (group, after) = after.split_at(closing(after)?);
    let end = after.strip_prefix(')')?;
    let end = literal(end.strip_suffix('$').unwrap_or(end))?;
    // A `v` that the group may have belongs to no form, and neither does what no text tells apart.
    let is_number = ["\\d", "[0-9", "[\\d", "(?:\\d", "([0-9", "(\\d"]
        .iter()
        .any(|number| group.starts_with(number));
    let is_told = !start.is_empty() && !group.contains(['v', 'V']);
    (is_number || is_told).then(|| form(&start, &end)).flatten()
}

/// The text that a part of a regular expression stands for; `None` when it stands for several.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(rest.next().filter(|c| !c.is_ascii_alphanumeric())?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => {
                return None;
            }
            other => text.push(other),
        }
    }
    Some(text)
}

/// Where a group ends whose content begins the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Reads the one pattern behind `--match` of a command, or a list of patterns with one.
fn of_describe(toml: &Toml, keys: &[&str]) -> Option<TagFormat> {
    let words: Vec<String> = toml
        .texts(keys)
        .iter()
        .flat_map(|text| text.value.split_whitespace().map(str::to_owned))
        .collect();
    let is_command = words.iter().any(|word| word == "describe");
    let mut globs: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match word.strip_prefix("--match=") {
            Some(glob) => globs.push(glob),
            None if word == "--match" => globs.extend(words.get(at + 1).map(String::as_str)),
            None if !is_command => globs.push(word),
            None => {}
        }
    }
    let [glob] = globs.as_slice() else {
        return None;
    };
    let glob = glob.trim_matches(['\'', '"']);
    let start = glob.strip_suffix('*')?;
    let start = start.strip_suffix("[0-9]").unwrap_or(start);
    // `pkg*` may be the start of a longer name.
    let is_told = start.ends_with(|c: char| !c.is_ascii_alphanumeric())
        || start
            .strip_suffix('v')
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()));
    (is_told && !start.contains(['*', '?', '[']))
        .then(|| form(start, ""))
        .flatten()
}

fn form(start: &str, end: &str) -> Option<TagFormat> {
    format!("{start}{{version}}{end}").parse().ok()
}

/// The form with the package's own name as the field that it is, so that the packages of one repository have one form.
fn named(format: TagFormat, name: Option<&str>) -> TagFormat {
    let rest = name.and_then(|name| format.start.strip_prefix(name));
    match (&format.between, rest) {
        (None, Some(rest)) if rest.starts_with(['-', '/', '@', '_']) => TagFormat {
            start: String::new(),
            between: Some(rest.to_owned()),
            ..format
        },
        _ => format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn other_tools_tell_the_form_of_tags() {
        for (table, expected) in [
            ("commitizen.tag_format = '$version'", "{version}"),
            ("commitizen.tag_format = 'v$version'", "v{version}"),
            ("commitizen.tag_format = 'v${version}'", "v{version}"),
            (
                "commitizen.tag_format = 'v$major.$minor.$patch$prerelease'",
                "v{version}",
            ),
            (
                "commitizen.tag_format = 'core-v${major}.${minor}.${patch}${prerelease}'",
                "{name}-v{version}",
            ),
            (
                "commitizen.tag_format = '$major-$minor-$patch$prerelease'",
                "none",
            ),
            ("commitizen.version = '1.0'", "none"),
            (
                "semantic_release.tag_format = 'core/v{version}'",
                "{name}/v{version}",
            ),
            (
                "semantic_release.tag_format = 'other-{version}'",
                "other-{version}",
            ),
            (
                "setuptools_scm.tag_regex = '^v(?P<version>\\d+\\.\\d+)$'",
                "v{version}",
            ),
            (
                "setuptools_scm.tag_regex = '^release\\-(?P<version>[^+]+)$'",
                "release-{version}",
            ),
            (
                "setuptools_scm.tag_regex = '^core-(?P<version>.+)'",
                "{name}-{version}",
            ),
            (
                "setuptools_scm.tag_regex = '(?P<version>\\d+(?:\\.\\d+)*)$'",
                "{version}",
            ),
            (
                "setuptools_scm.tag_regex = '^(?P<prefix>v)?(?P<version>[^\\+]+)(?P<suffix>.*)?$'",
                "none",
            ),
            (
                "setuptools_scm.tag_regex = '^v?(?P<version>\\d.*)$'",
                "none",
            ),
            ("setuptools_scm.tag_regex = '^(?P<version>.+)$'", "none"),
            (
                "setuptools_scm.tag_regex = '^core-(?P<version>[vV]?\\d.*)$'",
                "none",
            ),
            (
                "hatch.version.tag-pattern = '^core@(?P<version>.*)$'",
                "{name}@{version}",
            ),
            (
                "hatch.version.raw-options.tag_regex = '^v(?P<version>.*)$'",
                "v{version}",
            ),
            (
                "setuptools_scm.git_describe_command = 'git describe --tags --match core-v*'",
                "{name}-v{version}",
            ),
            (
                "setuptools_scm.git_describe_command = ['git', 'describe', '--match', 'v[0-9]*']",
                "v{version}",
            ),
            (
                "setuptools_scm.git_describe_command = ['git', 'describe', '--match=core-*']",
                "{name}-{version}",
            ),
            (
                "setuptools_scm.git_describe_command = 'git describe --tags --match *[0-9]*'",
                "none",
            ),
            (
                "setuptools_scm.git_describe_command = 'git describe --tags --match core*'",
                "none",
            ),
            (
                "setuptools_scm.git_describe_command = 'git describe --tags'",
                "none",
            ),
            ("versioningit.vcs.match = ['v*']", "v{version}"),
            ("versioningit.vcs.match = ['v*', 'r*']", "none"),
            // Whatever stands first in the file, the tool that makes tags comes before those that read them.
            (
                "setuptools_scm.tag_regex = '^r(?P<version>\\d.*)$'\ncommitizen.tag_format = 'v$version'",
                "v{version}",
            ),
        ] {
            let source = format!("[tool]\n{table}\n");
            let file = SourceFile::new("pyproject.toml".into(), source.as_bytes());
            let told = of_tools(&Toml::parse(file).unwrap(), Some("core"));
            let told = told.map_or("none".into(), |format| format.to_string());
            assert_eq!(told, expected, "{table}");
        }
    }
}
