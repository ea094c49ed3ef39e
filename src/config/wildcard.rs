//! Patterns of the configuration, in which `*` stands for any characters.
//!
//! Not paths: whether a pattern covers what lies in a folder is for `policy` to say.

/// Whether a pattern, in which `*` stands for any bytes, is the whole of a text.
pub fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let mut parts = pattern.split(|byte| *byte == b'*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&[u8]> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let Some(at) = rest.windows(part.len()).position(|found| found == part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_one_wildcard() {
        for (pattern, text, expected) in [
            ("v*", "v1", true),
            ("v*", "1", false),
            ("latest", "latest", true),
            ("latest", "latest-1", false),
            ("*-N", "x-N", true),
            ("*-N", "x-1", false),
            ("a*b*a", "aba", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("", "x", false),
        ] {
            let found = matches(pattern.as_bytes(), text.as_bytes());
            assert_eq!(found, expected, "{pattern} {text}");
        }
    }
}
