//! The notes of a release: a section's body as Markdown.
//!
//! Not who they are told to, and no rendering to HTML.
use super::{Changelog, Format, Section, pattern};
use crate::version::Version;
use regex::{Captures, Regex};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?"));
static ROLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r":[A-Za-z][A-Za-z0-9_:.+-]*:`([^`<>]+?)(?:\s*<[^`<>]*>)?`"));
static RST_LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"`([^`<>]+?)\s*<([^`<>]+)>`_{1,2}"));
static RST_NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"`([^`<>]+)`_{1,2}"));
static RST_TARGET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^\.\. _`?([^`:\r\n]+)`?:[ \t]+(\S+://\S+)"));
static RST_CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"``([^`]+)``"));

impl Changelog {
    /// The body of a version's section as Markdown, without blank lines round it, followed by the link definitions it
    /// uses; `None` when there is no section of this version. Line ends are single line feeds.
    pub fn notes(&self, version: &Version) -> Option<String> {
        self.section(version).map(|section| self.notes_of(section))
    }

    /// The body of the section of what is not released yet, as [`Changelog::notes`] gives it.
    pub fn unreleased_notes(&self) -> Option<String> {
        self.unreleased().map(|section| self.notes_of(section))
    }

    fn notes_of(&self, section: &Section) -> String {
        let (before, after) = match &section.date_line {
            Some(line) => (section.body.start..line.start, line.end..section.body.end),
            None => (section.body.start..section.body.start, section.body.clone()),
        };
        let parts = match self.format {
            Format::Markdown => [before, after].map(|span| self.markdown(&span)),
            Format::Rst => [before, after].map(|span| self.converted(&span)),
        };
        let text = parts.concat().replace("\r\n", "\n");
        let mut text = text.trim_matches('\n').trim_end().to_owned();
        if self.format == Format::Markdown {
            let definitions = self.definitions_used(&text);
            if !definitions.is_empty() {
                text = format!("{text}\n\n{}", definitions.join("\n"));
            }
        }
        text
    }

    /// The text of a span without the link definitions in it.
    fn markdown(&self, span: &Range<usize>) -> String {
        let mut text = String::new();
        let mut from = span.start;
        for link in self
            .links
            .iter()
            .filter(|link| span.contains(&link.line.start))
        {
            text.push_str(&self.lossy(from..link.line.start));
            from = link.line.end;
        }
        text.push_str(&self.lossy(from..span.end));
        text
    }

    fn lossy(&self, span: Range<usize>) -> String {
        String::from_utf8_lossy(self.file.bytes.get(span).unwrap_or_default()).into_owned()
    }

    fn definitions_used(&self, text: &str) -> Vec<String> {
        let mut used: Vec<String> = Vec::new();
        for found in REFERENCE.captures_iter(text) {
            let group = |index| {
                found
                    .get(index)
                    .map(|part| part.as_str())
                    .filter(|part| !part.is_empty())
            };
            let Some(link) = group(2).or(group(1)).and_then(|label| self.link(label)) else {
                continue;
            };
            let definition = self.text(&link.line).trim().to_owned();
            if !used.contains(&definition) {
                used.push(definition);
            }
        }
        used
    }

    /// The text of a span of reStructuredText as Markdown: headings, roles, links and code; the rest stays as it is.
    fn converted(&self, span: &Range<usize>) -> String {
        let whole = self.lossy(0..self.file.bytes.len());
        let targets: HashMap<String, &str> = RST_TARGET
            .captures_iter(&whole)
            .filter_map(|found| {
                Some((
                    found.get(1)?.as_str().to_lowercase(),
                    found.get(2)?.as_str(),
                ))
            })
            .collect();
        let inline = |text: &str| inline(text, &targets);
        let mut text = String::new();
        let mut from = span.start;
        for (heading, title) in self
            .inner
            .iter()
            .filter(|(heading, _)| span.contains(&heading.start))
        {
            text.push_str(&inline(&self.lossy(from..heading.start)));
            text.push_str(&format!("### {}\n", inline(&self.lossy(title.clone()))));
            from = heading.end;
        }
        text.push_str(&inline(&self.lossy(from..span.end)));
        text
    }
}

/// Inline markup as Markdown; a link by name gets the address that the file gives the name.
fn inline(text: &str, targets: &HashMap<String, &str>) -> String {
    let text = RST_LINK.replace_all(text, "[$1]($2)");
    let text = ROLE.replace_all(&text, "`$1`");
    let text = RST_NAMED.replace_all(&text, |found: &Captures<'_>| {
        let name = found.get(1).map(|name| name.as_str()).unwrap_or_default();
        let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
        match targets.get(&words.to_lowercase()) {
            Some(url) => format!("[{words}]({url})"),
            None => words,
        }
    });
    RST_CODE.replace_all(&text, "`$1`").into_owned()
}
