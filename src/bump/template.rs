//! The names that a bump's texts may use: versions, their parts, and what surrounds the bump.
//!
//! Not the format language: `format` is.
use super::BumpError;
use super::format::{Template, Value};
use super::parts::Reading;
use super::surroundings::Surroundings;

/// What the texts of a bump may name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'c> {
    pub(super) surroundings: &'c Surroundings,
    /// How the project's tags are written, with `{new_version}`.
    pub(super) tag_name: &'c str,
    /// The version before, as this text's rules write it.
    pub(super) current: &'c str,
    /// The version before, as the project writes it.
    pub(super) written_as: &'c str,
    /// The version after, as this text's rules write it.
    pub(super) new: &'c str,
    /// The parts before and after; `None` where the project has none.
    pub(super) parts: Option<(&'c Reading, &'c Reading)>,
}

impl<'c> Context<'c> {
    /// The same with other texts for the two versions.
    pub(super) fn with<'d>(&self, current: &'d str, new: &'d str) -> Context<'d>
    where
        'c: 'd,
    {
        Context {
            current,
            new,
            ..*self
        }
    }

    pub(super) fn with_current<'d>(&self, current: &'d str) -> Context<'d>
    where
        'c: 'd,
    {
        Context { current, ..*self }
    }

    /// What a name stands for.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        match name {
            "current_version" => return Some(Value::Text(self.current.to_owned())),
            "new_version" => return Some(Value::Text(self.new.to_owned())),
            _ => {}
        }
        let part = |prefix: &str, which: fn((&'c Reading, &'c Reading)) -> &'c Reading| {
            let reading = which(self.parts?);
            reading.get(name.strip_prefix(prefix)?).cloned()
        };
        part("current_", |(before, _)| before)
            .or_else(|| part("new_", |(_, after)| after))
            .map(Value::Text)
            .or_else(|| self.surroundings.value(name, self.tag_name))
    }

    /// Fills a text in.
    pub(super) fn fill(&self, text: &str) -> Result<String, BumpError> {
        Ok(Template::parse(text)?.fill(&|name| self.value(name))?)
    }

    /// Fills a regular expression in: what stands for a placeholder is meant as it is.
    pub(super) fn fill_escaped(&self, text: &str) -> Result<String, BumpError> {
        let template = Template::parse(text)?;
        Ok(template.fill_with(&|name| self.value(name), &regex::escape)?)
    }
}
