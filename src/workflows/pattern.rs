//! The patterns by which GitHub filters tags and branches.
//!
//! Not those of a shell: `?` and `+` say how often the character before them stands.
use regex::Regex;

/// Whether a list of patterns takes a name; a later pattern that begins with `!` takes it away again.
pub(super) fn is_taken(patterns: &[&str], name: &str) -> bool {
    patterns
        .iter()
        .fold(false, |taken, pattern| match pattern.strip_prefix('!') {
            Some(pattern) => taken && !fits(pattern, name),
            None => taken || fits(pattern, name),
        })
}

/// Whether one pattern fits a whole name; one that is none fits nothing.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    Regex::new(&expression(pattern)).is_ok_and(|regex| regex.is_match(name))
}

fn expression(pattern: &str) -> String {
    let mut out = String::from("^(?s:");
    let mut chars = pattern.chars().peekable();
    let mut is_class = false;
    while let Some(c) = chars.next() {
        match c {
            ']' if is_class => {
                is_class = false;
                out.push(']');
            }
            '-' if is_class => out.push('-'),
            '[' if !is_class && chars.peek().is_some() => {
                is_class = true;
                out.push('[');
            }
            '*' if !is_class && chars.peek() == Some(&'*') => {
                chars.next();
                out.push_str(".*");
            }
            '*' if !is_class => out.push_str("[^/]*"),
            '?' | '+' if !is_class && out.len() > "^(?s:".len() => out.push(c),
            '\\' => {
                if let Some(c) = chars.next() {
                    out.push_str(&regex::escape(&c.to_string()));
                }
            }
            c => out.push_str(&regex::escape(&c.to_string())),
        }
    }
    out + ")$"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_github_reads_them() {
        for (pattern, name, expected) in [
            ("v*", "v1.2.4", true),
            ("v*", "v/1", false),
            ("**", "a/b", true),
            ("*", "1.2.4", true),
            ("v[0-9]+.[0-9]+.[0-9]+", "v1.12.4", true),
            ("v[0-9]+.[0-9]+.[0-9]+", "v1.2.4rc1", false),
            ("v[12].[0-9]*", "v2.0.1", true),
            ("**[0-9]+.[0-9]+.[0-9]+*", "acme-v1.2.4", true),
            ("v?1.0", "1.0", true),
            ("v1.0", "v1x0", false),
            (r"v\*", "v*", true),
            ("[", "[", true),
            ("+", "+", true),
            ("[z-a]", "z", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
        assert!(is_taken(&["v*", "!v*rc*"], "v1.2.4"));
        assert!(!is_taken(&["v*", "!v*rc*"], "v1.2.4rc1"));
        assert!(is_taken(&["v*", "!v*rc*", "v1*rc1"], "v1.2.4rc1"));
    }
}
