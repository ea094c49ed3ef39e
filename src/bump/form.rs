//! How a project takes its version apart and writes it: `parse` and `serialize` of bump-my-version.
//!
//! Not how the parts grow.
use super::BumpError;
use super::dialect::{PartRules, Rules};
use super::error::refused;
use super::format::{Template, Value};
use super::parts::{Parts, Reading};
use crate::project::pattern::{Mode, compile};
use crate::version::Version;
use jiff::civil::Date;
use regex::Regex;
use std::collections::BTreeMap;

/// How a project takes its version apart and writes it.
#[derive(Debug)]
pub(super) struct Form {
    parse: Regex,
    pattern: String,
    serialize: Vec<String>,
    pub(super) parts: Parts,
}

/// The formats in which a version is written.
#[derive(Debug)]
pub(super) struct Writing<'p> {
    formats: Vec<Template>,
    serialize: &'p [String],
    parts: &'p Parts,
}

impl Form {
    /// Compiles what the rules say, on a day.
    pub(super) fn new(
        rules: &Rules,
        parts: &BTreeMap<String, PartRules>,
        today: Date,
    ) -> Result<Self, BumpError> {
        let parse = pattern(rules)?;
        let pattern = rules.parse().to_owned();
        let names = parse.capture_names().flatten().map(str::to_owned);
        let names: Vec<String> = names.collect();
        if names.is_empty() {
            return Err(BumpError::Pattern {
                pattern,
                reason: "it names no part; write `(?P<major>…)`".into(),
            });
        }
        Ok(Self {
            parts: Parts::new(&names, parts, today)?,
            serialize: rules.serialize(),
            parse,
            pattern,
        })
    }

    /// Writes a version in its own formats.
    pub(super) fn write(
        &self,
        reading: &Reading,
        others: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<String, BumpError> {
        self.writing(&self.serialize)?.write(reading, others)
    }

    /// The same parts in other formats.
    pub(super) fn writing<'f>(&'f self, serialize: &'f [String]) -> Result<Writing<'f>, BumpError> {
        let formats = serialize.iter().map(|text| Template::parse(text));
        Ok(Writing {
            formats: formats.collect::<Result<_, _>>()?,
            serialize,
            parts: &self.parts,
        })
    }

    /// Takes a version's text apart; all of it must be covered, or a part of it would be lost.
    pub(super) fn read(&self, text: &str) -> Result<Reading, BumpError> {
        let found = self.parse.captures(text).filter(|found| {
            let whole = found.get(0);
            whole.is_some_and(|whole| whole.range() == (0..text.len()))
        });
        let found = found.ok_or_else(|| BumpError::PartlyParsed {
            version: text.to_owned(),
            pattern: self.pattern.clone(),
        })?;
        let named = self.parse.capture_names().flatten();
        let named =
            named.filter_map(|name| Some((name.to_owned(), found.name(name)?.as_str().to_owned())));
        Ok(self.parts.read(&named.collect()))
    }

    /// Takes a version apart in whichever of its spellings the pattern covers and `serialize` writes.
    pub(super) fn read_version(
        &self,
        version: &Version,
        others: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Reading, BumpError> {
        let mut readings = spellings(version)
            .into_iter()
            .filter_map(|text| self.read(&text).ok());
        let is_it = |reading: &Reading| {
            let written = self.write(reading, others);
            written.is_ok_and(|text| {
                text.parse()
                    .is_ok_and(|written: Version| written == *version)
            })
        };
        let first = readings.next().ok_or_else(|| BumpError::PartlyParsed {
            version: version.to_string(),
            pattern: self.pattern.clone(),
        })?;
        if is_it(&first) {
            return Ok(first);
        }
        readings.find(is_it).ok_or_else(|| BumpError::NotWritable {
            version: version.to_string(),
            serialize: self.serialize.clone(),
        })
    }
}

impl Writing<'_> {
    /// Writes a version by the format that can be filled in, shows every part that has to be written, and has the fewest
    /// placeholders; of two the first. Where none shows every part, the others come in.
    pub(super) fn write(
        &self,
        reading: &Reading,
        others: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<String, BumpError> {
        let value = |name: &str| match reading.get(name) {
            Some(value) => Some(Value::Part(value.clone())),
            None => others(name),
        };
        let rank = |template: &Template| {
            let labels: Vec<&str> = template.labels().collect();
            let lacks = self
                .parts
                .required(reading)
                .any(|part| !labels.contains(&part));
            let mut distinct = labels.clone();
            distinct.sort_unstable();
            distinct.dedup();
            (lacks, distinct.len())
        };
        let can_be_filled =
            |template: &Template| template.labels().all(|label| value(label).is_some());
        let chosen = self
            .formats
            .iter()
            .filter(|template| can_be_filled(template))
            .min_by_key(|template| rank(template));
        let chosen = chosen.ok_or_else(|| BumpError::NoFormat {
            serialize: self.serialize.to_vec(),
        })?;
        Ok(chosen.fill(&value)?)
    }
}

/// Compiles the `parse` of some rules.
pub(super) fn pattern(rules: &Rules) -> Result<Regex, BumpError> {
    let pattern = rules.parse();
    compile(pattern, Mode::Verbose).map_err(|error| BumpError::Pattern {
        pattern: pattern.to_owned(),
        reason: refused(&error),
    })
}

/// The spellings that projects use for one version, the normal form first.
fn spellings(version: &Version) -> Vec<String> {
    let mut all = vec![version.to_string()];
    let base = version.base().to_string();
    if let Some((phase, number)) = version
        .pre
        .filter(|_| version.post.is_none() && version.dev.is_none())
    {
        let long = match phase.to_string().as_str() {
            "a" => "alpha",
            "b" => "beta",
            _ => "rc",
        };
        for word in [phase.to_string().as_str(), long] {
            for (before, between) in [
                ("-", "."),
                ("-", ""),
                (".", ""),
                (".", "."),
                ("", "."),
                ("", ""),
            ] {
                all.push(format!("{base}{before}{word}{between}{number}"));
            }
        }
    }
    if let Some(number) = version
        .dev
        .filter(|_| version.post.is_none() && version.pre.is_none())
    {
        for (before, between) in [("-", "."), ("-", ""), ("", "")] {
            all.push(format!("{base}{before}dev{between}{number}"));
        }
    }
    all
}
