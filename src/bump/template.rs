//! Texts with `{placeholders}`, and the `parse` and `serialize` of bump-my-version.
//!
//! Python's format language only as far as version texts need it: names, `{{`, `}}`, and `:02` on numbers.
use super::BumpError;
use super::dialect::Rules;
use crate::version::Version;
use regex::Regex;
use std::collections::BTreeMap;

/// How a version is taken apart where nothing is configured.
const PARSE: &str = r"(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)";

/// Names and what they stand for.
pub(super) type Values = BTreeMap<String, String>;

/// Fills a template in; a name that has no value is an error.
pub(super) fn fill(template: &str, values: &Values) -> Result<String, BumpError> {
    let refuse = |placeholder: &str| BumpError::Placeholder {
        placeholder: format!("{{{placeholder}}}"),
        template: template.to_owned(),
    };
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            out.push('{');
            rest = after;
            continue;
        }
        if let Some(after) = from.strip_prefix("}}") {
            out.push('}');
            rest = after;
            continue;
        }
        let Some((name, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}'))
        else {
            return Err(refuse(from));
        };
        let (key, format) = name.split_once(':').unwrap_or((name, ""));
        let value = values.get(key).ok_or_else(|| refuse(name))?;
        let width = format
            .strip_prefix('0')
            .map(|width| width.trim_end_matches('d'));
        match (format, width.and_then(|width| width.parse::<usize>().ok())) {
            ("", _) => out.push_str(value),
            (_, Some(width)) if width < 20 => out.push_str(&format!("{value:0>width$}")),
            _ => return Err(refuse(name)),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The values that `search`, `replace`, `message` and their like may use.
pub(super) fn values(current: &str, new: &str, from: &Version, to: &Version) -> Values {
    let mut values = Values::new();
    for (prefix, text, version) in [("current_", current, from), ("new_", new, to)] {
        values.insert(format!("{prefix}version"), text.to_owned());
        for (index, part) in ["major", "minor", "patch"].iter().enumerate() {
            values.insert(format!("{prefix}{part}"), version.part(index).to_string());
        }
    }
    values
}

/// How a project takes its version apart and writes it.
#[derive(Debug)]
pub(super) struct Form {
    parse: Regex,
    pattern: String,
    serialize: Vec<String>,
}

impl Form {
    /// Compiles the `parse` of some rules.
    pub(super) fn new(rules: &Rules) -> Result<Self, BumpError> {
        let pattern = rules.parse.clone().unwrap_or_else(|| PARSE.to_owned());
        let refuse = |reason: String| BumpError::Pattern {
            pattern: pattern.clone(),
            reason,
        };
        // The line end closes a comment that the pattern may end with.
        let parse = Regex::new(&format!("(?x)\\A(?:{pattern}\n)\\z")).map_err(|error| {
            let reason = error.to_string();
            refuse(reason.lines().last().unwrap_or_default().to_owned())
        })?;
        let serialize = if rules.serialize.is_empty() {
            vec!["{major}.{minor}.{patch}".to_owned()]
        } else {
            rules.serialize.clone()
        };
        Ok(Self {
            parse,
            pattern,
            serialize,
        })
    }

    /// Takes a version's text apart; all of it must be covered.
    pub(super) fn parts(&self, text: &str) -> Result<Values, BumpError> {
        let found = self
            .parse
            .captures(text)
            .ok_or_else(|| BumpError::PartlyParsed {
                version: text.to_owned(),
                pattern: self.pattern.clone(),
            })?;
        let names = self.parse.capture_names().flatten();
        Ok(names
            .filter_map(|name| Some((name.to_owned(), found.name(name)?.as_str().to_owned())))
            .collect())
    }

    /// Writes a version as `serialize` says: the first text that is this very version.
    pub(super) fn write(&self, version: &Version) -> Result<String, BumpError> {
        let parts = self.parts_of(version)?;
        let written = self
            .serialize
            .iter()
            .filter_map(|template| fill(template, &parts).ok())
            .find(|text| {
                text.parse::<Version>()
                    .is_ok_and(|written| written == *version)
            });
        written.ok_or_else(|| BumpError::NotWritable {
            version: version.to_string(),
            serialize: self.serialize.clone(),
        })
    }

    /// Writes as much of a version as the first `serialize` that can be filled in shows.
    pub(super) fn write_part(&self, version: &Version) -> Result<String, BumpError> {
        let parts = self.parts_of(version)?;
        self.serialize
            .iter()
            .find_map(|template| fill(template, &parts).ok())
            .ok_or_else(|| BumpError::NotWritable {
                version: version.to_string(),
                serialize: self.serialize.clone(),
            })
    }

    /// The parts of a version, in whichever of its spellings the pattern covers.
    fn parts_of(&self, version: &Version) -> Result<Values, BumpError> {
        let normal = version.to_string();
        let spellings = spellings(version);
        spellings
            .iter()
            .find_map(|text| self.parts(text).ok())
            .ok_or_else(|| BumpError::PartlyParsed {
                version: normal,
                pattern: self.pattern.clone(),
            })
    }
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
