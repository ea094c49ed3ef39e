//! Compare links: those between the tags of two releases, and how a roll brings them up to date.
//!
//! Not other links: those stay as they are.
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

impl Compare<'_> {
    /// The same link between two other tags.
    pub(super) fn between(&self, from: &str, to: &str) -> String {
        format!("{}{from}{}{to}", self.base, self.dots)
    }
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
        match (open, model) {
            (Some(open), model) => self.links_from_open(open, model, written),
            (None, Some((link, _))) => self.link_like(link, model, written).into_iter().collect(),
            (None, None) => Vec::new(),
        }
    }

    /// The line that defines the new version's link, in the manner of another definition.
    fn definition(
        &self,
        like: &Link,
        model: Option<(&Link, bool)>,
        written: Written<'_>,
        url: &str,
    ) -> String {
        let line = self.text(&like.line);
        let indent = line
            .get(..line.len() - line.trim_start().len())
            .unwrap_or_default();
        let prefix = if model.is_some_and(|(_, has_v)| has_v) {
            "v"
        } else {
            ""
        };
        format!(
            "{indent}[{prefix}{}]: {url}{}",
            written.version,
            self.line_end(&like.line)
        )
    }

    /// Moves the link of what is unreleased on to the new tag, and puts the new version's link below it.
    fn links_from_open(
        &self,
        open: &Link,
        model: Option<(&Link, bool)>,
        written: Written<'_>,
    ) -> Vec<Edit> {
        let url = self.text(&open.url);
        let mut edits = Vec::new();
        let new = match compare(url) {
            Some(parts) => {
                edits.push(self.splice(open.url.clone(), parts.between(written.new_tag, parts.to)));
                parts.between(written.previous_tag.unwrap_or(parts.from), written.new_tag)
            }
            None => match forge(url) {
                Some(forge) => format!("{forge}/releases/tag/{}", written.new_tag),
                None => return edits,
            },
        };
        let line = self.definition(open, model, written, &new);
        edits.push(self.insert_line(open.line.end, &line, open));
        edits
    }

    /// Puts the new version's link above that of the last version, and like it.
    fn link_like(
        &self,
        link: &Link,
        model: Option<(&Link, bool)>,
        written: Written<'_>,
    ) -> Option<Edit> {
        let url = self.text(&link.url);
        let new = match compare(url) {
            Some(parts) => parts.between(written.previous_tag.unwrap_or(parts.to), written.new_tag),
            None => format!("{}/{}", url.rsplit_once('/')?.0, written.new_tag),
        };
        let at = link.line.start;
        Some(self.splice(at..at, self.definition(link, model, written, &new)))
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
