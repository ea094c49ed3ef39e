//! Plain and quoted scalars of a YAML file, with their spans.
//!
//! Not a YAML parser: block scalars, flow collections, anchors, tags, aliases and escapes are not read.
use super::toml::Text;
use crate::source::SourceFile;

/// Returns the scalar of a key at the top level of the first document.
pub(super) fn scalar(file: &SourceFile, key: &str) -> Option<Text> {
    in_block(file, None, key)
}

/// Returns the scalar of a key directly below a key at the top level.
pub(super) fn scalar_below(file: &SourceFile, section: &str, key: &str) -> Option<Text> {
    in_block(file, Some(section), key)
}

fn in_block(file: &SourceFile, section: Option<&str>, key: &str) -> Option<Text> {
    let text = file.text().ok()?;
    let mut found = None;
    let mut at = 0;
    let mut has_begun = false;
    let (mut is_inside, mut depth) = (section.is_none(), section.is_none().then_some(0));
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        let unmarked = line.trim_start_matches('\u{feff}');
        let start = start + line.len() - unmarked.len();
        let line = unmarked.trim_end();
        let body = line.trim_start();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        if has_begun && matches!(line, "---" | "...") {
            break;
        }
        has_begun = true;
        let indent = line.len() - body.len();
        if indent == 0
            && let Some(section) = section
        {
            is_inside = value_of(body, section) == Some("");
            depth = None;
            continue;
        }
        if !is_inside || indent != *depth.get_or_insert(indent) {
            continue;
        }
        if let Some(value) = value_of(body, key) {
            // A deeper line goes on with the value.
            let goes_on = lines.peek().is_some_and(|next| {
                let body = next.trim();
                let deeper = next.len() - next.trim_start().len() > indent;
                deeper && !body.is_empty() && !body.starts_with('#')
            });
            let offset = start + line.len() - value.len();
            found = plain(value).filter(|_| !goes_on).map(|(from, value)| Text {
                span: offset + from..offset + from + value.len(),
                value: value.to_owned(),
            });
        }
    }
    found
}

/// What stands behind `key:` on a line.
fn value_of<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        line.strip_prefix(quote)?
            .strip_prefix(key)?
            .strip_prefix(quote)
    });
    let behind = quoted.or_else(|| line.strip_prefix(key))?;
    let value = behind.trim_start().strip_prefix(':')?;
    let is_apart = value.is_empty() || value.starts_with([' ', '\t']);
    let value = value.trim_start();
    // Nothing but a comment is nothing.
    let value = if value.starts_with('#') { "" } else { value };
    is_apart.then_some(value)
}

/// The text of a scalar on one line, and where in `value` it starts; `None` for what is no plain or simply quoted scalar.
fn plain(value: &str) -> Option<(usize, &str)> {
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (inner, behind) = value.get(1..)?.split_once(quote)?;
        let behind_it = behind.trim_start();
        let is_end = behind_it.is_empty() || (behind_it.starts_with('#') && behind_it != behind);
        return (is_end && !inner.contains('\\')).then_some((1, inner));
    }
    let end = value
        .find(" #")
        .or_else(|| value.find("\t#"))
        .unwrap_or(value.len());
    let text = value.get(..end)?.trim_end();
    let is_special = text.starts_with([
        '|', '>', '&', '*', '!', '%', '@', '`', '{', '[', '#', '?', ',',
    ]) || text.contains(": ");
    (!is_special && !text.is_empty()).then_some((0, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_have_their_exact_spans() {
        for (source, expected) in [
            ("version: 1.2.3\n", Some("1.2.3")),
            ("\u{feff}version: '1.2.3' # now\r\n", Some("1.2.3")),
            (
                "---\ncff-version: 1.2.0\n\"version\" : \"1.2.3\"\t# x\n",
                Some("1.2.3"),
            ),
            (
                "a:\n  version: 1\n- version: 2\nversion: 1.10 # 2\n# end",
                Some("1.10"),
            ),
            ("version: 1\n...\nversion: 2\n", Some("1")),
            ("version: 1\n---\nversion: 2\n", Some("1")),
            ("version: 1\nversion: 2\n", Some("2")),
            ("version:\n  1.2.3\n", None),
            ("version: 1.2\n  3\n", None),
            ("version: |\n  1.2.3\n", None),
            ("version: &v 1.2.3\n", None),
            ("version: \"1.\\x32\"\n", None),
            ("version: '1''2'\n", None),
            ("version: '1'#\n", None),
            ("version:1.2.3\n", None),
            ("text: |\n  version: 1\n", None),
            ("version: # none\n", None),
            ("versions: 1\n", None),
        ] {
            let file = SourceFile::new("a.yaml".into(), source.as_bytes());
            let text = scalar(&file, "version");
            assert_eq!(
                text.as_ref().map(|text| &source[text.span.clone()]),
                expected,
                "{source}"
            );
            assert_eq!(
                text.as_ref().map(|text| text.value.as_str()),
                expected,
                "{source}"
            );
        }
    }

    #[test]
    fn a_key_below_another_one_is_found() {
        for (source, expected) in [
            ("commitizen:\n  name: x\n  version: 1.2.3\n", Some("1.2.3")),
            ("commitizen: # x\n\n    version: '1'\n", Some("1")),
            ("commitizen:\n  other:\n    version: 1\n", None),
            ("other:\n  version: 1\ncommitizen:\n  name: x\n", None),
            ("commitizen: {version: 1}\n", None),
        ] {
            let file = SourceFile::new("a.yaml".into(), source.as_bytes());
            let text = scalar_below(&file, "commitizen", "version");
            assert_eq!(text.map(|text| &source[text.span]), expected, "{source}");
        }
    }
}
