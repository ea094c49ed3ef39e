//! The notes of a release: a small template, filled, and cut to what a forge takes.
//!
//! Pure: where changelog and generated notes come from is the caller's.

/// What can stand in a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// `{changelog}`: the version's section.
    pub changelog: String,
    /// `{generated}`: what the forge makes of merged pull requests.
    pub generated: String,
    /// `{version}`.
    pub version: String,
    /// `{tag}`.
    pub tag: String,
    /// `{previous}`: the tag of the release before.
    pub previous: String,
    /// `{files}`: a table of the files with their hashes.
    pub files: String,
    /// `{install}`: the line that installs the release.
    pub install: String,
}

/// Whether a template has a place for something.
pub fn wants(template: &str, part: &str) -> bool {
    template.contains(&format!("{{{part}}}"))
}

/// Fills a template; braces round other words stay as they are, and so do those in what is filled in.
pub fn fill(template: &str, parts: &Parts) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let word = from
            .get(1..)
            .and_then(|from| from.split('}').next())
            .unwrap_or_default();
        match part(parts, word).filter(|_| {
            from.get(1 + word.len()..)
                .is_some_and(|end| end.starts_with('}'))
        }) {
            Some(text) => {
                out.push_str(text);
                rest = &from[word.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn part<'p>(parts: &'p Parts, word: &str) -> Option<&'p str> {
    Some(match word {
        "changelog" => &parts.changelog,
        "generated" => &parts.generated,
        "version" => &parts.version,
        "tag" => &parts.tag,
        "previous" => &parts.previous,
        "files" => &parts.files,
        "install" => &parts.install,
        _ => return None,
    })
}

/// Cuts notes to a limit in characters at the end of a line, and says where the rest is.
pub fn cut(notes: &str, limit: usize, rest: &str) -> String {
    if notes.chars().count() <= limit {
        return notes.to_owned();
    }
    let end = format!("\n\n… the rest is in {rest}");
    let room = limit.saturating_sub(end.chars().count());
    let mut kept: String = notes.chars().take(room).collect();
    if let Some(at) = kept.rfind('\n') {
        kept.truncate(at);
    }
    // A fence that is left open would swallow the link.
    if kept
        .lines()
        .filter(|line| line.trim_start().starts_with("```"))
        .count()
        % 2
        == 1
        && let Some(at) = kept.rfind("```")
    {
        kept.truncate(at);
    }
    format!("{}{end}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_once() {
        let parts = Parts {
            changelog: "- uses {tag}".into(),
            tag: "v1".into(),
            ..Parts::default()
        };
        assert_eq!(
            fill("{tag}: {changelog}\n{generated}", &parts),
            "v1: - uses {tag}"
        );
        assert_eq!(fill("{ {other} {tag {tag}", &parts), "{ {other} {tag v1");
        assert!(wants("x {generated}", "generated"));
        assert!(!wants("generated", "generated"));
    }

    #[test]
    fn long_notes_are_cut_at_a_line() {
        let notes = "é one\ntwo\n```\nthree\n```\n".repeat(10);
        assert_eq!(cut(&notes, 250, "x"), notes);
        let short = cut(&notes, 70, "https://a");
        assert_eq!(
            short,
            "é one\ntwo\n```\nthree\n```\né one\ntwo\n\n… the rest is in https://a"
        );
        assert!(short.chars().count() <= 70);
    }
}
