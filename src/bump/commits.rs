//! What the commits since the last release ask for, as Conventional Commits say it.
//!
//! Source: <https://www.conventionalcommits.org/en/v1.0.0/>. Commits of another form ask for nothing.
use super::Level;

/// The level that one commit's message asks for; `None` for a message that asks for no release.
///
/// `feat` asks for a minor release; `fix`, `perf` and `refactor` for a patch; a `!` before the colon, or a footer
/// `BREAKING CHANGE:`, for a major one.
pub(super) fn level(message: &str) -> Option<Level> {
    let title = message.lines().next().unwrap_or_default();
    let (kind, _) = title.split_once(": ")?;
    let (kind, breaks) = match kind.strip_suffix('!') {
        Some(kind) => (kind, true),
        None => (kind, false),
    };
    let word = match kind.split_once('(') {
        Some((word, scope)) if scope.ends_with(')') => word,
        Some(_) => return None,
        None => kind,
    };
    if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let footers = ["BREAKING CHANGE: ", "BREAKING-CHANGE: "];
    let is_footer = |line: &str| footers.iter().any(|footer| line.starts_with(footer));
    if breaks || message.lines().skip(1).any(is_footer) {
        return Some(Level::Major);
    }
    match word.to_lowercase().as_str() {
        "feat" | "feature" => Some(Level::Minor),
        "fix" | "perf" | "refactor" => Some(Level::Patch),
        _ => None,
    }
}

/// The highest level that messages ask for, and the title of the first message that asks for it.
pub(super) fn highest<'m>(messages: impl IntoIterator<Item = &'m str>) -> Option<(Level, &'m str)> {
    let mut highest: Option<(Level, &str)> = None;
    for message in messages {
        let Some(level) = level(message) else {
            continue;
        };
        // `Major` is the first of them.
        if highest.is_none_or(|(known, _)| (level as u8) < known as u8) {
            highest = Some((level, message.lines().next().unwrap_or_default()));
        }
    }
    highest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_ask_for_levels() {
        for (message, expected) in [
            ("feat: a", Some(Level::Minor)),
            ("feat(cli): a", Some(Level::Minor)),
            ("fix: a", Some(Level::Patch)),
            ("Fix(x): a", Some(Level::Patch)),
            ("perf: a", Some(Level::Patch)),
            ("docs: a", None),
            ("chore!: a", Some(Level::Major)),
            ("feat(x)!: a", Some(Level::Major)),
            ("fix: a\n\nmore\n\nBREAKING CHANGE: b", Some(Level::Major)),
            (
                "fix: a\n\nBREAKING CHANGE without a colon",
                Some(Level::Patch),
            ),
            ("feat:a", None),
            ("feat (x: a", None),
            ("Merge branch 'feat: a'", None),
            ("", None),
        ] {
            assert_eq!(level(message), expected, "{message}");
        }
        let all = ["fix: one", "docs: two", "feat: three\n\nbody", "feat: four"];
        assert_eq!(highest(all), Some((Level::Minor, "feat: three")));
        assert_eq!(highest(["docs: one"]), None);
    }
}
