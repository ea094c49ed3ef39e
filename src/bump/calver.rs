//! Versions that are dates: the codes that CalVer templates are made of, and the next version by such a template.
//!
//! Not how a project that is configured for bump-my-version writes one: its `serialize` says that.
//!
//! Source of the codes: <https://calver.org>.
use super::format::{Moment, Zone};
use crate::version::Version;
use jiff::civil::Date;

/// Why a template is none, or has no next version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalverError {
    /// A part is no code.
    #[error(
        "`{part}` in `{template}` is no CalVer code; there are {}",
        numeric_codes()
    )]
    Unknown {
        /// The part.
        part: String,
        /// The template.
        template: String,
    },
    /// A part is a plain number.
    #[error(
        "`{part}` in `{template}` never changes; every part is a code such as `YYYY` or `INC0`"
    )]
    Number {
        /// The part.
        part: String,
        /// The template.
        template: String,
    },
    /// A part is the name of a month.
    #[error(
        "`MMM` in `{template}` is a month's name, and a version is made of numbers; `MM` is its number"
    )]
    MonthName {
        /// The template.
        template: String,
    },
    /// It begins with something else than a year.
    #[error(
        "`{template}` does not begin with a year such as `YYYY`, so its versions would not grow"
    )]
    NoYear {
        /// The template.
        template: String,
    },
    /// A count is followed by something.
    #[error(
        "`{part}` in `{template}` counts the versions of one date, so it must be the last part"
    )]
    CountNotLast {
        /// The part.
        part: String,
        /// The template.
        template: String,
    },
    /// There is one for the date.
    #[error(
        "`{template}` makes `{next}` on {date}, and the version is `{current}` already; `{template}.INC0` would allow a second one"
    )]
    Exists {
        /// The template.
        template: String,
        /// The date.
        date: Date,
        /// The version now.
        current: String,
        /// The version of the date.
        next: String,
    },
    /// The next version would not come later.
    #[error(
        "`{template}` makes `{next}` on {date}, which is not later than the version now, `{current}`"
    )]
    NotLater {
        /// The template.
        template: String,
        /// The date.
        date: Date,
        /// The version now.
        current: String,
        /// The version of the date.
        next: String,
    },
}

/// A CalVer template, such as `YYYY.MM.INC0`: parts between dots, the first one a year.
///
/// The parts are codes of the date, and at the end there may be `INC0` or `INC1`, which counts the versions of one date
/// from 0 or 1. Codes with zeros before (`0M`) mean the same numbers as those without, since the normal form of a version
/// has no such zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calver {
    text: String,
    codes: Vec<&'static str>,
    /// Where the count begins; `None` when nothing is counted.
    count_from: Option<u64>,
}

/// The codes of a date, and the directives of `strftime` that write them; without any, `text` knows better.
static CODES: [(&str, &str); 20] = [
    ("YYYY", "%Y"),
    ("YY", ""),
    ("0Y", ""),
    ("MMM", "%b"),
    ("MM", "%-m"),
    ("0M", "%m"),
    ("DD", "%-d"),
    ("0D", "%d"),
    ("JJJ", "%-j"),
    ("00J", "%j"),
    ("Q", ""),
    ("WW", "%-W"),
    ("0W", "%W"),
    ("UU", "%-U"),
    ("0U", "%U"),
    ("VV", "%-V"),
    ("0V", "%V"),
    ("GGGG", "%G"),
    ("GG", "%-g"),
    ("0G", "%g"),
];

const YEARS: [&str; 6] = ["YYYY", "YY", "0Y", "GGGG", "GG", "0G"];

/// Writes a date by one code; `None` when there is no such code.
pub(super) fn text(code: &str, date: Date) -> Option<String> {
    let (_, directives) = CODES.iter().find(|(known, _)| *known == code)?;
    // The year since 2000, so that 2106 is 106; the century before has two digits.
    let short_year = match date.year() {
        year @ 2000.. => year - 2000,
        year => year.rem_euclid(100),
    };
    match code {
        "YY" => Some(short_year.to_string()),
        "0Y" => Some(format!("{short_year:02}")),
        "Q" => Some(((date.month() - 1) / 3 + 1).to_string()),
        _ => {
            let moment = Moment {
                at: date.at(0, 0, 0, 0),
                zone: Zone::Local,
            };
            moment.write(directives).ok()
        }
    }
}

impl Calver {
    /// Reads a template.
    pub(super) fn parse(template: &str) -> Result<Self, CalverError> {
        let text = template.to_owned();
        let mut codes = Vec::new();
        let mut count_from = None;
        let parts: Vec<&str> = template.split('.').collect();
        for (index, part) in parts.iter().enumerate() {
            if let Some(start) = count(part) {
                if index + 1 < parts.len() {
                    return Err(CalverError::CountNotLast {
                        part: (*part).to_owned(),
                        template: text,
                    });
                }
                count_from = Some(start);
            } else {
                codes.push(code(part, template)?);
            }
        }
        if !codes.first().is_some_and(|first| YEARS.contains(first)) {
            return Err(CalverError::NoYear { template: text });
        }
        Ok(Self {
            text,
            codes,
            count_from,
        })
    }

    /// The version after another one, on a date.
    ///
    /// What is now a pre-release becomes final: after `2026.11.0rc1` comes `2026.11.0` as long as it is November.
    pub(super) fn next(&self, current: &Version, today: Date) -> Result<Version, CalverError> {
        let mut release: Vec<u64> = self
            .codes
            .iter()
            .filter_map(|code| text(code, today)?.parse().ok())
            .collect();
        if let Some(start) = self.count_from {
            let at = release.len();
            let is_same_date = (0..at).all(|index| current.part(index) == release[index]);
            let step = u64::from(!current.is_prerelease());
            release.push(match is_same_date {
                true => current.part(at).saturating_add(step).max(start),
                false => start,
            });
        }
        let next = Version::of_release(current.epoch, release);
        if next > *current {
            return Ok(next);
        }
        let (template, date) = (self.text.clone(), today);
        let is_same = next == current.base() && self.count_from.is_none();
        let (current, next) = (current.to_string(), next.to_string());
        Err(match is_same {
            true => CalverError::Exists {
                template,
                date,
                current,
                next,
            },
            false => CalverError::NotLater {
                template,
                date,
                current,
                next,
            },
        })
    }
}

fn count(part: &str) -> Option<u64> {
    match part {
        "INC0" => Some(0),
        "INC1" => Some(1),
        _ => None,
    }
}

fn code(part: &str, template: &str) -> Result<&'static str, CalverError> {
    let template = template.to_owned();
    if part == "MMM" {
        return Err(CalverError::MonthName { template });
    }
    if let Some((known, _)) = CODES.iter().find(|(known, _)| *known == part) {
        return Ok(known);
    }
    let part = part.to_owned();
    let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    Err(match is_number {
        true => CalverError::Number { part, template },
        false => CalverError::Unknown { part, template },
    })
}

fn numeric_codes() -> String {
    let codes = CODES.iter().map(|(code, _)| *code);
    let all = codes.filter(|code| *code != "MMM").chain(["INC0", "INC1"]);
    all.map(|code| format!("`{code}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_are_written_as_python_writes_them() {
        // YYYY YY 0Y MMM MM 0M DD 0D JJJ 00J Q WW 0W UU 0U VV 0V GGGG GG 0G, by bump-my-version's `get_datetime_info`
        for (day, expected) in [
            (
                date(2026, 11, 3),
                "2026 26 26 Nov 11 11 3 03 307 307 4 44 44 44 44 45 45 2026 26 26",
            ),
            (
                date(2024, 12, 30),
                "2024 24 24 Dec 12 12 30 30 365 365 4 53 53 52 52 1 01 2025 25 25",
            ),
            (
                date(2023, 1, 1),
                "2023 23 23 Jan 1 01 1 01 1 001 1 0 00 1 01 52 52 2022 22 22",
            ),
            (
                date(2021, 1, 3),
                "2021 21 21 Jan 1 01 3 03 3 003 1 0 00 1 01 53 53 2020 20 20",
            ),
            (
                date(2106, 6, 5),
                "2106 106 106 Jun 6 06 5 05 156 156 2 22 22 22 22 22 22 2106 6 06",
            ),
            (
                date(1999, 12, 31),
                "1999 99 99 Dec 12 12 31 31 365 365 4 52 52 52 52 52 52 1999 99 99",
            ),
            (
                date(2000, 2, 29),
                "2000 0 00 Feb 2 02 29 29 60 060 1 9 09 9 09 9 09 2000 0 00",
            ),
            (
                date(2005, 1, 1),
                "2005 5 05 Jan 1 01 1 01 1 001 1 0 00 0 00 53 53 2004 4 04",
            ),
        ] {
            let all = CODES.iter().map(|(code, _)| text(code, day).unwrap());
            assert_eq!(all.collect::<Vec<_>>().join(" "), expected, "{day}");
        }
        assert_eq!(text("INC0", date(2026, 1, 1)), None);
        assert_eq!(text("yyyy", date(2026, 1, 1)), None);
    }

    #[test]
    fn the_next_version_is_that_of_the_date() {
        let november = date(2026, 11, 3);
        for (template, current, expected) in [
            ("YYYY.MM.INC0", "2026.10.4", "2026.11.0"),
            ("YYYY.0M.INC0", "2026.11.0", "2026.11.1"),
            ("YYYY.MM.INC1", "2026.10", "2026.11.1"),
            ("YYYY.MM.INC1", "2026.11", "2026.11.1"),
            ("YYYY.MM.INC1", "2026.11.1", "2026.11.2"),
            ("YYYY.MM.INC0", "2026.11.1.post2", "2026.11.2"),
            ("YYYY.MM.INC0", "2026.11.0+local.1", "2026.11.1"),
            ("YYYY.INC0", "2026.7", "2026.8"),
            ("0Y.MM", "26.10.7", "26.11"),
            ("GGGG.0V.DD", "2026.44.9", "2026.45.3"),
            ("YYYY.MM.DD", "2026.11.2.post1", "2026.11.3"),
            ("YYYY.MM.DD", "1!2026.11.2", "1!2026.11.3"),
            ("YY.Q.INC0", "1.2.3", "26.4.0"),
            // A pre-release becomes final.
            ("YYYY.MM.INC0", "2026.11.0rc1", "2026.11.0"),
            ("YYYY.MM.INC0", "2026.11.3.dev4", "2026.11.3"),
            ("YYYY.MM.INC1", "2026.11rc1", "2026.11.1"),
            ("YYYY.MM.INC0", "2026.10.3rc1", "2026.11.0"),
            ("YYYY.MM.DD", "2026.11.3a1", "2026.11.3"),
        ] {
            let calver = Calver::parse(template).unwrap();
            let next = calver.next(&current.parse().unwrap(), november).unwrap();
            assert_eq!(next.to_string(), expected, "{template} after {current}");
        }
    }

    #[test]
    fn a_version_never_goes_back() {
        for (template, current, expected) in [
            (
                "YYYY.MM.DD",
                "2026.11.3",
                "`YYYY.MM.DD` makes `2026.11.3` on 2026-11-03, and the version is `2026.11.3` already; `YYYY.MM.DD.INC0` would allow a second one",
            ),
            (
                "YYYY.MM",
                "2026.11.0.post1",
                "`YYYY.MM` makes `2026.11` on 2026-11-03, and the version is `2026.11.0.post1` already; `YYYY.MM.INC0` would allow a second one",
            ),
            (
                "YY.MM.INC0",
                "2026.11.0",
                "`YY.MM.INC0` makes `26.11.0` on 2026-11-03, which is not later than the version now, `2026.11.0`",
            ),
            (
                "YYYY.MM.INC0",
                "2026.12.1rc1",
                "`YYYY.MM.INC0` makes `2026.11.0` on 2026-11-03, which is not later than the version now, `2026.12.1rc1`",
            ),
            (
                "YYYY.INC0",
                "2026.18446744073709551615",
                "`YYYY.INC0` makes `2026.18446744073709551615` on 2026-11-03, which is not later than the version now, `2026.18446744073709551615`",
            ),
        ] {
            let calver = Calver::parse(template).unwrap();
            let next = calver.next(&current.parse().unwrap(), date(2026, 11, 3));
            assert_eq!(next.unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn templates_that_make_no_sense_are_refused() {
        let codes = "`YYYY`, `YY`, `0Y`, `MM`, `0M`, `DD`, `0D`, `JJJ`, `00J`, `Q`, `WW`, `0W`, `UU`, `0U`, `VV`, `0V`, `GGGG`, `GG`, `0G`, `INC0`, `INC1`";
        for (template, expected) in [
            ("YYYY.mm", format!("`mm` in `YYYY.mm` is no CalVer code; there are {codes}")),
            ("YYYY..MM", format!("`` in `YYYY..MM` is no CalVer code; there are {codes}")),
            ("", format!("`` in `` is no CalVer code; there are {codes}")),
            (
                "YYYY.1",
                "`1` in `YYYY.1` never changes; every part is a code such as `YYYY` or `INC0`".into(),
            ),
            (
                "YYYY.MMM",
                "`MMM` in `YYYY.MMM` is a month's name, and a version is made of numbers; `MM` is its number".into(),
            ),
            (
                "MM.YYYY",
                "`MM.YYYY` does not begin with a year such as `YYYY`, so its versions would not grow".into(),
            ),
            ("INC0", "`INC0` does not begin with a year such as `YYYY`, so its versions would not grow".into()),
            (
                "YYYY.INC0.MM",
                "`INC0` in `YYYY.INC0.MM` counts the versions of one date, so it must be the last part".into(),
            ),
        ] {
            assert_eq!(Calver::parse(template).unwrap_err().to_string(), expected);
        }
    }
}
