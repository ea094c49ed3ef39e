//! The parts of a version as bump-my-version grows them: numbers, lists of values, dates.
//!
//! Not what a part means: whether the version that comes of it is later is judged by `plan`.
use super::BumpError;
use super::calver;
use super::dialect::PartRules;
use super::format::{Template, Value};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The parts of one version by name; what is not written has no text.
pub(super) type Reading = BTreeMap<String, String>;

/// All parts of a version, in the order of `parse`.
#[derive(Debug)]
pub(super) struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    name: String,
    growth: Growth,
    /// What need not be written.
    optional: Option<String>,
    /// What a part before this one puts it back to.
    first: String,
    is_independent: bool,
    always_grows: bool,
    depends_on: Option<String>,
}

#[derive(Debug)]
enum Growth {
    Number,
    Values(Vec<String>),
    /// What the date says today.
    Date(String),
}

impl Parts {
    /// The parts of these names, as they are configured, on a day.
    pub(super) fn new(
        names: &[String],
        rules: &BTreeMap<String, PartRules>,
        today: Date,
    ) -> Result<Self, BumpError> {
        let standard = PartRules::default();
        let part = |name: &String| Part::new(name, rules.get(name).unwrap_or(&standard), today);
        Ok(Self(names.iter().map(part).collect::<Result<_, _>>()?))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|part| part.name.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }

    /// Completes what `parse` found: a part that is not written has its optional value, a date today's.
    pub(super) fn read(&self, found: &BTreeMap<String, String>) -> Reading {
        let value = |part: &Part| {
            let written = found.get(&part.name).filter(|text| !text.is_empty());
            let otherwise = part.optional.as_ref().unwrap_or(&part.first);
            (part.name.clone(), written.unwrap_or(otherwise).clone())
        };
        self.0.iter().map(value).collect()
    }

    /// The names of the parts that have to be written.
    pub(super) fn required<'p>(&'p self, reading: &'p Reading) -> impl Iterator<Item = &'p str> {
        let is_required = |part: &&Part| reading.get(&part.name) != part.optional.as_ref();
        self.0
            .iter()
            .filter(is_required)
            .map(|part| part.name.as_str())
    }

    /// Grows a part, or sets it to a value, and puts the parts behind it back to their first values. Parts that always
    /// grow do so too.
    pub(super) fn bump(
        &self,
        before: &Reading,
        name: &str,
        to: Option<&str>,
    ) -> Result<Reading, BumpError> {
        let mut after = before.clone();
        let mut reset = BTreeSet::new();
        for part in self.0.iter().filter(|part| part.always_grows) {
            let grown = part.grown(before)?;
            if before.get(&part.name) != Some(&grown) {
                reset.extend(self.dependents(&part.name));
            }
            after.insert(part.name.clone(), grown);
        }
        let wanted = self.0.iter().find(|part| part.name == name);
        let part = wanted.ok_or_else(|| self.unknown(name))?;
        if !reset.contains(name) {
            let value = match to {
                Some(value) => part.accepted(value)?,
                None => part.grown(before)?,
            };
            after.insert(name.to_owned(), value);
            reset.extend(self.dependents(name));
        }
        for part in &self.0 {
            if reset.contains(part.name.as_str()) && !part.is_independent && !part.always_grows {
                after.insert(part.name.clone(), part.first.clone());
            }
        }
        Ok(after)
    }

    /// Why a word names no part.
    pub(super) fn unknown(&self, name: &str) -> BumpError {
        BumpError::NoPart {
            part: name.to_owned(),
            parts: self.names().map(str::to_owned).collect(),
        }
    }

    /// The parts that follow a part: each depends on the one it names, else on the one before it.
    fn dependents(&self, name: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut names = self.0.first().map_or("", |part| part.name.as_str());
        let mut edges = Vec::new();
        for part in self.0.iter().skip(1).filter(|part| !part.is_independent) {
            edges.push((
                part.depends_on.as_deref().unwrap_or(names),
                part.name.as_str(),
            ));
            names = &part.name;
        }
        let mut open = vec![name];
        while let Some(next) = open.pop() {
            for (_, to) in edges.iter().filter(|(from, _)| *from == next) {
                if found.insert(*to) {
                    open.push(to);
                }
            }
        }
        found
    }
}

impl Part {
    fn new(name: &str, rules: &PartRules, today: Date) -> Result<Self, BumpError> {
        let refuse = |reason: String| BumpError::Part {
            part: name.to_owned(),
            reason,
        };
        let text = |own: &Option<String>| own.clone().filter(|text| !text.is_empty());
        let always_grows = rules.always_grows.unwrap_or(rules.calver.is_some());
        let (growth, optional, first) = if let Some(one) = rules.values.first() {
            let first = text(&rules.first).unwrap_or_else(|| one.clone());
            let optional = rules.optional.clone().unwrap_or_else(|| one.clone());
            for (key, value) in [("optional_value", &optional), ("first_value", &first)] {
                if !rules.values.contains(value) {
                    return Err(refuse(format!(
                        "its `{key}` `{value}` is not among its values"
                    )));
                }
            }
            (Growth::Values(rules.values.clone()), Some(optional), first)
        } else if let Some(format) = &rules.calver {
            let date = dated(format, today)?;
            (Growth::Date(date.clone()), None, date)
        } else {
            let first = text(&rules.first).unwrap_or_else(|| "0".into());
            if number(&first).is_none() {
                return Err(refuse(format!("its `first_value` `{first}` has no digit")));
            }
            let optional = text(&rules.optional).unwrap_or_else(|| first.clone());
            (Growth::Number, Some(optional), first)
        };
        Ok(Self {
            name: name.to_owned(),
            growth,
            optional,
            first,
            is_independent: rules.is_independent,
            always_grows,
            depends_on: rules.depends_on.clone(),
        })
    }

    /// The value that comes after the one of a version.
    fn grown(&self, before: &Reading) -> Result<String, BumpError> {
        let value = before.get(&self.name).map_or("", String::as_str);
        match &self.growth {
            Growth::Date(date) => Ok(date.clone()),
            Growth::Values(values) => {
                let at = values.iter().position(|own| own == value);
                let next = at.and_then(|at| values.get(at + 1));
                next.cloned().ok_or_else(|| match at {
                    Some(_) => self.refuse(format!(
                        "`{value}` is the last of its values, so that nothing comes after it"
                    )),
                    None => self.refuse(format!("`{value}` is not among its values")),
                })
            }
            Growth::Number => {
                let (before, found, behind) = self.numbered(value)?;
                let next = found.checked_add(1);
                let next =
                    next.ok_or_else(|| self.refuse(format!("`{value}` is too large to grow")))?;
                Ok(format!("{before}{next}{behind}"))
            }
        }
    }

    /// A value that it is set to.
    fn accepted(&self, value: &str) -> Result<String, BumpError> {
        match &self.growth {
            Growth::Date(_) => Err(self.refuse("its value is the date's".into())),
            Growth::Values(values) if !values.iter().any(|own| own == value) => {
                Err(self.refuse(format!("`{value}` is not among its values")))
            }
            Growth::Values(_) => Ok(value.to_owned()),
            Growth::Number => self.numbered(value).map(|_| value.to_owned()),
        }
    }

    /// The first number of a value and what stands around it.
    fn numbered<'v>(&self, value: &'v str) -> Result<(&'v str, i64, &'v str), BumpError> {
        let found = number(value);
        let found =
            found.ok_or_else(|| self.refuse(format!("`{value}` has no digit that could grow")))?;
        match number(&self.first) {
            Some((_, first, _)) if found.1 < first => Err(self.refuse(format!(
                "`{value}` is lower than its first value `{}`",
                self.first
            ))),
            _ => Ok(found),
        }
    }

    fn refuse(&self, reason: String) -> BumpError {
        BumpError::Part {
            part: self.name.clone(),
            reason,
        }
    }
}

/// Cuts a text at its first number, a minus included.
fn number(text: &str) -> Option<(&str, i64, &str)> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at(digit);
    let start = match before.strip_suffix('-') {
        Some(shorter) => shorter.len(),
        None => before.len(),
    };
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .map_or(text.len(), |end| digit + end);
    let value = text.get(start..end)?.parse().ok()?;
    Some((text.get(..start)?, value, text.get(end..)?))
}

/// A date as a format of codes writes it, such as `{YYYY}.{0M}`.
fn dated(format: &str, today: Date) -> Result<String, BumpError> {
    let value = |code: &str| calver::text(code, today).map(Value::Text);
    Ok(Template::parse(format)?.fill(&value)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(rules: &[(&str, PartRules)]) -> BTreeMap<String, PartRules> {
        let owned = rules
            .iter()
            .map(|(name, rules)| ((*name).to_owned(), rules.clone()));
        owned.collect()
    }

    /// The values of parts, `,` between them, after a bump of one, or what is said.
    fn bumped(all: &Parts, from: &str, name: &str, to: Option<&str>) -> String {
        let names = all.names().map(str::to_owned);
        let found = names.zip(from.split(',').map(str::to_owned)).collect();
        match all.bump(&all.read(&found), name, to) {
            Ok(after) => {
                let values: Vec<&str> = all.names().map(|name| after[name].as_str()).collect();
                values.join(",")
            }
            Err(error) => error.to_string(),
        }
    }

    fn parts(names: &[&str], configured: &[(&str, PartRules)]) -> Parts {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Parts::new(&names, &rules(configured), jiff::civil::date(2026, 11, 26)).unwrap()
    }

    #[test]
    fn a_part_grows_and_those_behind_it_begin_anew() {
        let release = PartRules {
            values: ["dev", "rc", "final"].map(str::to_owned).into(),
            optional: Some("final".into()),
            ..PartRules::default()
        };
        let build = PartRules {
            first: Some("r1".into()),
            ..PartRules::default()
        };
        let all = parts(
            &["major", "minor", "release", "build"],
            &[("release", release), ("build", build)],
        );
        for (from, name, to, expected) in [
            ("1,2,final,r3", "major", None, "2,0,dev,r1"),
            ("1,2,final,r3", "build", None, "1,2,final,r4"),
            ("1,2,,r3-001", "build", None, "1,2,final,r4-001"),
            ("1,2,rc,r3", "release", None, "1,2,final,r1"),
            ("1,2,rc,r3", "minor", Some("7"), "1,7,dev,r1"),
            (
                "1,2,final,r3",
                "release",
                None,
                "the part `release` cannot be bumped: `final` is the last of its values, so that nothing comes after it",
            ),
            (
                "1,2,rc,r3",
                "release",
                Some("x"),
                "the part `release` cannot be bumped: `x` is not among its values",
            ),
            (
                "1,2,rc,r0",
                "build",
                None,
                "the part `build` cannot be bumped: `r0` is lower than its first value `r1`",
            ),
            (
                "1,2,rc,r0",
                "patch",
                None,
                "`patch` is no part of the version; there are `major`, `minor`, `release`, `build`",
            ),
        ] {
            assert_eq!(bumped(&all, from, name, to), expected);
        }
    }

    #[test]
    fn dates_grow_with_every_bump() {
        let date = PartRules {
            calver: Some("{YYYY}.{0M}".into()),
            ..PartRules::default()
        };
        let all = parts(&["release", "patch"], &[("release", date)]);
        for (from, name, expected) in [
            ("2026.10,4", "patch", "2026.11,0"),
            ("2026.10,4", "release", "2026.11,0"),
            ("2026.11,4", "patch", "2026.11,5"),
        ] {
            assert_eq!(bumped(&all, from, name, None), expected);
        }
    }

    #[test]
    fn what_depends_on_another_part_follows_that_one() {
        let on = |name: &str| PartRules {
            depends_on: Some(name.into()),
            ..PartRules::default()
        };
        let alone = PartRules {
            is_independent: true,
            ..PartRules::default()
        };
        let counter = PartRules {
            always_grows: Some(true),
            ..PartRules::default()
        };
        let all = parts(
            &["major", "minor", "dev", "build", "count"],
            &[("dev", on("major")), ("build", alone), ("count", counter)],
        );
        assert_eq!(bumped(&all, "1,2,3,4,5", "minor", None), "1,3,3,4,6");
        assert_eq!(bumped(&all, "1,2,3,4,5", "major", None), "2,0,0,4,6");
        let counter = PartRules {
            always_grows: Some(true),
            ..PartRules::default()
        };
        let all = parts(&["major", "count", "patch"], &[("count", counter)]);
        assert_eq!(bumped(&all, "1,2,3", "patch", None), "1,3,0");
    }
}
