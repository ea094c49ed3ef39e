//! Finds a version in the text of a file that a project names, without touching what only looks like it.
//!
//! Not the rewriting of a declaration that `project` found: that knows its span already.
use super::BumpError;
use super::dialect::Rules;
use super::template::{Values, fill};
use crate::edit::Edit;
use crate::source::SourceFile;
use crate::version::{Version, VersionError};
use std::ops::Range;

/// Files in which a version behind a comparison is a dependency's.
const PINNED: [&[u8]; 4] = [b".toml", b".cfg", b".txt", b".lock"];

/// Returns the splices of one file entry; none is an error unless its rules allow that.
pub(super) fn edits(
    file: &SourceFile,
    rules: &Rules,
    values: &Values,
) -> Result<Vec<Edit>, BumpError> {
    let search = rules.search.as_deref().unwrap_or("{current_version}");
    let replace = rules.replace.as_deref().unwrap_or("{new_version}");
    if rules.regex == Some(true) {
        return Err(BumpError::Regex {
            path: file.path.clone(),
            search: search.to_owned(),
        });
    }
    let text = file
        .text()
        .map_err(|error| crate::project::ProjectError::syntax(file, 0..0, error))?;
    let (mut wanted, mut becomes) = (fill(search, values)?, fill(replace, values)?);
    if text.contains("\r\n") && !wanted.contains('\r') {
        [wanted, becomes] = [wanted, becomes].map(|text| text.replace('\n', "\r\n"));
    }
    let current = values.get("current_version").map_or("", String::as_str);
    let new = values.get("new_version").map_or("", String::as_str);
    let only_version = search.replace("{current_version}", "{new_version}") == replace;
    let bare = search == "{current_version}";
    let mut edits = Vec::new();
    for hit in hits(text, &wanted) {
        let versions: Vec<Range<usize>> = hits(&wanted, current)
            .map(|inner| hit.start + inner.start..hit.start + inner.end)
            .collect();
        if !versions.iter().all(|span| is_token(text, span)) || (bare && is_pin(file, text, &hit)) {
            continue;
        }
        let edit = |span: Range<usize>, replacement: &str| Edit {
            path: file.path.clone(),
            span,
            replacement: replacement.into(),
        };
        if only_version && !versions.is_empty() {
            edits.extend(versions.into_iter().map(|span| edit(span, new)));
        } else {
            edits.push(edit(hit, &becomes));
        }
    }
    if edits.is_empty() && rules.may_lack_version != Some(true) {
        return Err(BumpError::NotFound {
            path: file.path.clone(),
            search: wanted,
        });
    }
    Ok(edits)
}

/// The spans at which a text stands in another, none overlapping.
fn hits<'t>(text: &'t str, wanted: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let found = (!wanted.is_empty()).then(|| text.match_indices(wanted));
    found
        .into_iter()
        .flatten()
        .map(|(at, found)| at..at + found.len())
}

/// Whether the version at a span is a whole one: no part of a longer version, number or word.
fn is_token(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let here = text.get(span.clone()).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let mut last = before.chars().rev();
    let previous = match last.next() {
        // `v1.2.3` is the version, `rev1.2.3` is not.
        Some('v' | 'V') => last.next(),
        other => other,
    };
    if previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '!')) {
        return false;
    }
    let end = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '!')))
        .unwrap_or(after.len());
    let following = after.get(..end).unwrap_or_default();
    if following.starts_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    let longest = format!("{here}{following}");
    match longest.parse::<Version>() {
        Ok(_) => following.is_empty(),
        // In `1.2.3-blue`, `b` is no pre-release but the start of a word.
        Err(VersionError::Rest { valid, rest }) => {
            valid.len() <= here.len() || rest.starts_with(char::is_alphabetic)
        }
        Err(_) => true,
    }
}

/// Whether a hit stands behind a comparison in a file that lists dependencies.
fn is_pin(file: &SourceFile, text: &str, hit: &Range<usize>) -> bool {
    let listed = PINNED
        .iter()
        .any(|end| file.path.file_name().ends_with(end));
    let before = text.get(..hit.start).unwrap_or_default().trim_end();
    let operators = ["==", ">=", "<=", "~=", "!=", "^", "~", ">", "<"];
    listed && operators.iter().any(|operator| before.ends_with(operator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_a_whole_version() {
        for (text, expected) in [
            ("1.2.3", true),
            ("v1.2.3", true),
            ("pkg-1.2.3.tar.gz", true),
            ("badge/1.2.3-blue.svg", true),
            ("Version 1.2.3.", true),
            ("é1.2.3", false),
            ("11.2.3", false),
            ("1.2.30", false),
            ("0.1.2.3", false),
            ("1.2.3.4", false),
            ("1.2.3rc1", false),
            ("1.2.3.post1", false),
            ("1.2.3-1", false),
            ("1.2.3+local", false),
            ("1!1.2.3", false),
        ] {
            let at = text.find("1.2.3").unwrap();
            assert_eq!(is_token(text, &(at..at + 5)), expected, "{text}");
        }
    }
}
