//! Compare links: those between the tags of two releases, and how a roll brings them up to date.
use super::roll::Written;
use super::{Changelog, Format, Kind, Link, Section};
use crate::edit::Edit;
use crate::version::Version;

/// A compare link in its parts.
pub(super) struct Compare<'u> {
    pub(super) base: &'u str,
    pub(super) from: &'u str,
    pub(super) dots: &'static str,
    pub(super) to: &'u str,
}

pub(super) fn compare(url: &str) -> Option<Compare<'_>> {
    let at = url.find("/compare/")? + "/compare/".len();
    let (base, range) = (url.get(..at)?, url.get(at..)?);
    let dots = if range.contains("...") { "..." } else { ".." };
    let (from, to) = range.split_once(dots)?;
    (!from.is_empty() && !to.is_empty()).then_some(Compare {
        base,
        from,
        dots,
        to,
    })
}

/// The address of the repository that a link leads into.
fn forge(url: &str) -> Option<&str> {
    ["/commits/", "/tree/", "/releases"]
        .iter()
        .find_map(|mark| url.split_once(mark))
        .map(|(base, _)| base)
}

impl Changelog {
    /// Brings compare links up to date: that of what is unreleased begins at the new tag, and the new version has one.
    pub(super) fn roll_links(&self, section: &Section, written: Written<'_>) -> Vec<Edit> {
        let title = self.text(&section.title).trim_matches(['[', ']']);
        let open = self.link("unreleased").or_else(|| self.link(title));
        let model = self.model().and_then(|model| self.link_of(model));
        let label = written.version.to_string();
        if self.format != Format::Markdown || self.link(&label).is_some() {
            return Vec::new();
        }
        let definition = |link: &Link, url: &str| {
            let line = self.text(&link.line);
            let indent = line
                .get(..line.len() - line.trim_start().len())
                .unwrap_or_default();
            let prefix = if model.is_some_and(|(model, v)| v && model.label.starts_with('v')) {
                "v"
            } else {
                ""
            };
            format!(
                "{indent}[{prefix}{label}]: {url}{}",
                self.line_end(&link.line)
            )
        };
        if let Some(open) = open {
            let url = self.text(&open.url);
            let mut edits = Vec::new();
            let new = match compare(url) {
                Some(parts) => {
                    edits.push(self.splice(
                        open.url.clone(),
                        format!(
                            "{}{}{}{}",
                            parts.base, written.new_tag, parts.dots, parts.to
                        ),
                    ));
                    format!(
                        "{}{}{}{}",
                        parts.base,
                        written.previous_tag.unwrap_or(parts.from),
                        parts.dots,
                        written.new_tag
                    )
                }
                None => match forge(url) {
                    Some(forge) => format!("{forge}/releases/tag/{}", written.new_tag),
                    None => return edits,
                },
            };
            edits.push(self.insert_line(open.line.end, &definition(open, &new), open));
            return edits;
        }
        let Some((model, _)) = model else {
            return Vec::new();
        };
        let url = self.text(&model.url);
        let new = match compare(url) {
            Some(parts) => format!(
                "{}{}{}{}",
                parts.base,
                written.previous_tag.unwrap_or(parts.to),
                parts.dots,
                written.new_tag
            ),
            None => match url.rsplit_once('/') {
                Some((base, _)) => format!("{base}/{}", written.new_tag),
                None => return Vec::new(),
            },
        };
        let at = model.line.start;
        vec![self.splice(at..at, definition(model, &new))]
    }

    /// Puts a line where another one ends, which may be the end of a file without a line end.
    fn insert_line(&self, at: usize, line: &str, after: &Link) -> Edit {
        let end = self.line_end(&after.line);
        if self.text(&after.line).ends_with('\n') {
            self.splice(at..at, line)
        } else {
            self.splice(at..at, format!("{end}{}", line.trim_end()))
        }
    }

    /// The link definition of a version's section, and whether it is labelled with `v`.
    fn link_of(&self, section: &Section) -> Option<(&Link, bool)> {
        let Kind::Version { raw, .. } = &section.kind else {
            return None;
        };
        let bare = self.link(raw).map(|link| (link, false));
        bare.or_else(|| self.link(&format!("v{raw}")).map(|link| (link, true)))
    }

    /// The tag that the links give a version; `None` when none does.
    pub fn linked_tag(&self, version: &Version) -> Option<&str> {
        let (link, _) = self.link_of(self.section(version)?)?;
        let url = self.text(&link.url);
        compare(url)
            .map(|parts| parts.to)
            .or_else(|| url.rsplit_once("/tag/").map(|(_, tag)| tag))
    }
}
