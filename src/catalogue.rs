//! The rules' documentation, embedded: `--explain`, `--list-rules`, and the names that configuration may use.
//!
//! `docs/rules.md` is generated from the rules and held current by a test, so this knows every rule of every program
//! without depending on one. It knows what a rule is called and why it is there, not how it is checked.
use crate::flags::Flags;
use std::sync::LazyLock;

/// The page as it is shipped.
const PAGE: &str = include_str!("../docs/rules.md");

/// What is explained beside rules: its name, the page, and the heading there.
const TOPICS: [(&str, &str, &str); 1] = [("release", CI, "Three ways to a release")];
const CI: &str = include_str!("../docs/ci.md");

/// The heading of the rules that belong to no program alone.
pub const EVERY_PROGRAM: &str = "every program";

static ENTRIES: LazyLock<Vec<Entry<'static>>> = LazyLock::new(|| entries(PAGE));

/// What the page says of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry<'p> {
    program: &'p str,
    name: &'p str,
    severity: &'p str,
    /// The rules that look at the same facts; empty where a program has one group only.
    group: &'p str,
    from: Vec<&'p str>,
    summary: &'p str,
    section: &'p str,
}

/// Why a rule cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// There is no such rule.
    #[error("there is no rule `{name}`{}", hint(suggestion.as_deref()))]
    UnknownRule {
        /// The name.
        name: String,
        /// A rule of a similar name.
        suggestion: Option<String>,
    },
}

/// The line that an error ends with when there is a way out: `hint: did you mean …?` on a line of its own.
pub fn hint(suggestion: Option<&str>) -> String {
    suggestion
        .map(|name| format!("\nhint: did you mean `{name}`?"))
        .unwrap_or_default()
}

/// Answers `--explain` and `--list-rules` of a program; `None` when neither was asked.
pub fn asked(program: &str, flags: &Flags) -> Option<Result<String, CatalogueError>> {
    if let Some(name) = &flags.explain {
        return Some(explain(&ENTRIES, name));
    }
    flags.list_rules.then(|| Ok(list(&ENTRIES, program)))
}

/// The names of all rules of all programs, in the order of the page.
pub fn names() -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().map(|entry| entry.name)
}

/// Returns a rule's own name for its name or a peer's code; `None` when there is no such rule, or when the code stands
/// for several.
pub fn canonical(name: &str) -> Option<&'static str> {
    match named(&ENTRIES, name).as_slice() {
        [entry] => Some(entry.name),
        _ => None,
    }
}

/// Returns the own names of all rules that a word stands for: the rule of this name, else the rules of this group, else
/// those that come from a peer's rule, a peer, or a specification of this name. None when it stands for nothing.
pub fn chosen(word: &str) -> Vec<&'static str> {
    let in_group = ENTRIES
        .iter()
        .filter(|entry| !word.is_empty() && entry.group == word);
    let of_group: Vec<_> = in_group.map(|entry| entry.name).collect();
    if of_group.is_empty() {
        return named(&ENTRIES, word)
            .iter()
            .map(|entry| entry.name)
            .collect();
    }
    of_group
}

/// Returns the rule that somebody who wrote `name` may have meant.
pub fn similar(name: &str) -> Option<&'static str> {
    nearest(name, names())
}

/// Returns the rule or group of rules that somebody who wrote `word` may have meant.
pub fn similar_choice(word: &str) -> Option<&'static str> {
    let groups = ENTRIES.iter().map(|entry| entry.group);
    nearest(
        word,
        names().chain(groups.filter(|group| !group.is_empty())),
    )
}

/// Returns the candidate that is a slip of the pen away from `word`: at most a third of its letters differ.
pub fn nearest<'c>(word: &str, among: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Longer words are no slip, and comparing them would take time that an attacker chooses.
    if word.chars().count() > 64 {
        return None;
    }
    let word = word.to_lowercase().replace('_', "-");
    among
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (rows[i][j] + usize::from(x != y))
                .min(rows[i][j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last()
        .and_then(|row| row.last())
        .copied()
        .unwrap_or_default()
}

/// The rule of this name, else all rules that come from a peer's rule of this name.
fn named<'e, 'p>(entries: &'e [Entry<'p>], name: &str) -> Vec<&'e Entry<'p>> {
    let name = name.trim();
    let own: Vec<_> = entries.iter().filter(|entry| entry.name == name).collect();
    if !own.is_empty() {
        return own;
    }
    let is_from = |entry: &&Entry<'p>| {
        let same = |from: &&str| from.eq_ignore_ascii_case(name);
        entry.from.iter().any(same)
    };
    entries.iter().filter(is_from).collect()
}

fn explain(entries: &[Entry<'_>], name: &str) -> Result<String, CatalogueError> {
    let found = named(entries, name);
    if let (true, Some(text)) = (found.is_empty(), topic(name)) {
        return Ok(text);
    }
    if found.is_empty() {
        let topics = TOPICS.iter().map(|(name, ..)| *name);
        let names = entries.iter().map(|entry| entry.name).chain(topics);
        return Err(CatalogueError::UnknownRule {
            name: name.to_owned(),
            suggestion: nearest(name, names).map(str::to_owned),
        });
    }
    let sections: Vec<String> = found.iter().map(|entry| plain(entry.section)).collect();
    Ok(sections.join("\n"))
}

/// What is explained beside rules, by its name.
fn topic(name: &str) -> Option<String> {
    let (_, page, heading) = TOPICS.iter().find(|(own, ..)| *own == name.trim())?;
    let (_, behind) = page.split_once(&format!("\n## {heading}\n"))?;
    let section = behind.split("\n## ").next()?;
    Some(plain(&format!("## {heading}\n{section}")))
}

/// A program's rules, one a line: name, severity, group if there are some, summary.
fn list(entries: &[Entry<'_>], program: &str) -> String {
    let own: Vec<_> = entries
        .iter()
        .filter(|entry| entry.program == program || entry.program == EVERY_PROGRAM)
        .collect();
    let width = own.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let groups = own.iter().map(|entry| entry.group.len()).max().unwrap_or(0);
    let gap = if groups == 0 { 0 } else { groups + 2 };
    own.iter()
        .map(|entry| {
            format!(
                "{:width$}  {:7}  {:gap$}{}\n",
                entry.name, entry.severity, entry.group, entry.summary
            )
        })
        .collect()
}

/// A section as plain text: headings and emphasis bare, examples indented.
fn plain(section: &str) -> String {
    let mut out = String::new();
    let mut fence = None;
    for line in section.lines() {
        match (fence, fence_of(line)) {
            (None, Some(length)) => fence = Some(length),
            (Some(open), Some(length)) if length >= open => fence = None,
            (Some(_), _) => out.push_str(&format!("{}\n", format!("    {line}").trim_end())),
            (None, None) => {
                let line = match line.strip_prefix("### ").or(line.strip_prefix("## ")) {
                    Some(name) => name.trim_matches('`').to_owned(),
                    None => line.replace("**", ""),
                };
                out.push_str(&format!("{line}\n"));
            }
        }
    }
    out.trim_end().to_owned() + "\n"
}

/// How many backticks a line begins with when it opens or closes a code block.
fn fence_of(line: &str) -> Option<usize> {
    let length = line.bytes().take_while(|byte| *byte == b'`').count();
    (length >= 3).then_some(length)
}

/// Reads the page: a `##` heading a program, a `###` heading a rule, below it the summary, and a line
/// `` `severity` · since … · group `…` · from `…`, `…` ``. Headings inside code blocks are examples.
fn entries(page: &str) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let (mut program, mut fence, mut at) = ("", None, 0);
    let mut start = None;
    for line in page.split_inclusive('\n') {
        let here = at;
        at += line.len();
        let line = line.trim_end();
        fence = match (fence, fence_of(line)) {
            (None, opened) => opened,
            (Some(open), Some(length)) if length >= open && line.len() == length => None,
            (open, _) => open,
        };
        if fence.is_some() {
            continue;
        }
        let rule = line.strip_prefix("### ");
        let heading = line.strip_prefix("## ");
        if rule.is_some() || heading.is_some() {
            close(&mut found, page, start.take(), here);
        }
        if let Some(name) = rule {
            start = Some(here);
            found.push(Entry {
                program,
                name: name.trim_matches('`'),
                severity: "",
                group: "",
                from: Vec::new(),
                summary: "",
                section: "",
            });
        } else if let Some(name) = heading {
            program = name;
        } else if let (Some(entry), Some(_)) = (found.last_mut(), start) {
            if entry.summary.is_empty() {
                entry.summary = line;
            } else if entry.severity.is_empty() && line.starts_with('`') {
                entry.severity = line.split('`').nth(1).unwrap_or_default();
                for part in line.split(" · ") {
                    match part.split_once(' ') {
                        Some(("group", names)) => entry.group = names.trim_matches('`'),
                        Some(("from", names)) => {
                            entry.from = names.split('`').skip(1).step_by(2).collect()
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    close(&mut found, page, start, page.len());
    found
}

/// Gives the last entry its section.
fn close<'p>(found: &mut [Entry<'p>], page: &'p str, start: Option<usize>, end: usize) {
    if let (Some(entry), Some(start)) = (found.last_mut(), start) {
        entry.section = page.get(start..end).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use snapbox::{IntoData as _, assert_data_eq, str};

    const SMALL: &str = "# Rules\n\nAll of them.\n\n## check-version\n\n### `version-mismatch`\n\nversions disagree\n\n\
        `error` · since 0.1.0 · from `PEP 440`, `W001`\n\n**Why.** pip.\n\n**Fix.** Say `1.0`.\n\n\
        Bad:\n\n````md\n## x\n### `no-rule`\n```\n````\n\n## every program\n\n### `unused-ignore`\n\nnothing matched\n\n\
        `note` · since 0.1.0\n";

    #[test]
    fn the_page_is_read_back() {
        let all = entries(SMALL);
        let names: Vec<_> = all
            .iter()
            .map(|e| (e.program, e.name, e.severity))
            .collect();
        assert_eq!(
            names,
            [
                ("check-version", "version-mismatch", "error"),
                ("every program", "unused-ignore", "note")
            ]
        );
        assert_eq!(all[0].from, ["PEP 440", "W001"]);
    }

    #[test]
    fn a_rule_is_explained_by_its_name_or_a_peers() {
        let all = entries(SMALL);
        let text = explain(&all, "w001").unwrap();
        assert_eq!(text, explain(&all, "version-mismatch").unwrap());
        assert_data_eq!(
            text,
            str![[r#"
version-mismatch

versions disagree

`error` · since 0.1.0 · from `PEP 440`, `W001`

Why. pip.

Fix. Say `1.0`.

Bad:

    ## x
    ### `no-rule`
    ```

"#]]
            .raw()
        );
        let error = explain(&all, "version-mismach").unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no rule `version-mismach`\nhint: did you mean `version-mismatch`?"
        );
    }

    #[test]
    fn a_word_stands_for_a_rule_or_for_all_of_a_group() {
        assert_eq!(chosen("W001"), ["bytecode-in-wheel"]);
        assert_eq!(chosen("bytecode-in-wheel"), ["bytecode-in-wheel"]);
        assert!(chosen("library").contains(&"top-level-init"));
        assert!(!chosen("library").contains(&"record-missing"));
        assert!(chosen("check-wheel-contents").contains(&"top-level-init"));
        assert_eq!(chosen(""), [""; 0]);
        assert_eq!(chosen("nothing"), [""; 0]);
        assert_eq!(similar_choice("libary"), Some("library"));
        let is_both = |entry: &&Entry<'_>| ENTRIES.iter().any(|other| other.group == entry.name);
        let both: Vec<_> = ENTRIES
            .iter()
            .filter(is_both)
            .map(|entry| entry.name)
            .collect();
        assert_eq!(both, [""; 0], "a group has the name of a rule");
    }

    #[test]
    fn a_program_lists_its_own_rules_and_those_of_all() {
        assert_eq!(
            list(&entries(SMALL), "check-version"),
            "version-mismatch  error    versions disagree\nunused-ignore     note     nothing matched\n"
        );
        assert_eq!(
            list(&entries(SMALL), "publish"),
            "unused-ignore  note     nothing matched\n"
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let names = ["tag-format", "tags", "rules"];
        for (word, expected) in [
            ("tag-fromat", Some("tag-format")),
            ("tag_format", Some("tag-format")),
            ("Rule", Some("rules")),
            ("tag", Some("tags")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(1 << 20), names), None);
    }
}
