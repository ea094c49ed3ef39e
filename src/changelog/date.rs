//! Dates as people write them in changelogs, and written again in the same form.
//!
//! Not whether a date makes sense: that is for `changelog_guard`'s rules.
use super::pattern;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// Year, month and day in numbers, with this sign between them: `2026-01-02`.
    YearFirst(char),
    /// Day, month and year in numbers, with this sign between them: `02.01.2026`.
    DayFirst(char),
    /// Month, day and year in numbers, with this sign between them: `01/02/2026`.
    MonthFirst(char),
    /// In words: `January 2, 2026`, `2nd Jan 2026`.
    Words {
        /// Whether the day comes before the month.
        day_first: bool,
        /// Whether the day is written `2nd`.
        ordinal: bool,
        /// Whether the month is written `Jan`.
        short: bool,
        /// Whether a comma stands before the year.
        comma: bool,
    },
}

/// A date where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// Where it is written, in bytes of the file.
    pub span: Range<usize>,
    /// The day; `None` when the calendar has no such day.
    pub day: Option<Date>,
    /// How it is written.
    pub form: DateForm,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^0-9A-Za-z])(?P<all>(?P<a>[0-9]{4})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P<t>[-/.])(?P<c>[0-9]{1,2}))(?:$|[^0-9A-Za-z])",
    )
});
static YEAR_LAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^0-9A-Za-z])(?P<all>(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P<t>[-/.])(?P<c>[0-9]{4}))(?:$|[^0-9A-Za-z])",
    )
});
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^0-9A-Za-z])(?P<all>(?:(?P<before>[0-9]{1,2})(?P<th>st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?:\s+(?P<after>[0-9]{1,2})(?P<th2>st|nd|rd|th)?)?(?P<comma>,)?\s+(?P<year>[0-9]{4}))(?:$|[^0-9A-Za-z])",
    )
});

/// Finds the first date of a text; its span is that in the text.
pub(super) fn find(text: &str) -> Option<Dated> {
    if let Some(found) = YEAR_FIRST.captures(text) {
        let separator = separator(&found)?;
        return dated(&found, ["a", "b", "c"], DateForm::YearFirst(separator));
    }
    if let Some(found) = YEAR_LAST.captures(text) {
        let separator = separator(&found)?;
        let day_first = dated(&found, ["c", "b", "a"], DateForm::DayFirst(separator));
        let month_first = dated(&found, ["c", "a", "b"], DateForm::MonthFirst(separator));
        let is_day =
            |found: &Option<Dated>| found.as_ref().is_some_and(|found| found.day.is_some());
        // Slashes are American and other signs are not, unless the calendar says that they cannot be.
        return match separator {
            '/' if is_day(&month_first) || !is_day(&day_first) => month_first,
            _ if is_day(&month_first) && !is_day(&day_first) => month_first,
            _ => day_first,
        };
    }
    words(text)
}

fn separator(found: &Captures<'_>) -> Option<char> {
    let [first, second] = ["s", "t"].map(|group| found.name(group).map(|part| part.as_str()));
    first.filter(|_| first == second)?.chars().next()
}

fn dated(found: &Captures<'_>, groups: [&str; 3], form: DateForm) -> Option<Dated> {
    let [year, month, day] = groups.map(|group| {
        found
            .name(group)
            .and_then(|part| part.as_str().parse::<i16>().ok())
    });
    Some(Dated {
        span: found.name("all")?.range(),
        day: calendar_day(year?, month?, day?),
        form,
    })
}

fn calendar_day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn words(text: &str) -> Option<Dated> {
    let found = WORDS.captures(text)?;
    let has = |name| found.name(name).is_some();
    let name = found.name("month")?.as_str().to_ascii_lowercase();
    let start = name.get(..3)?;
    let month = MONTHS
        .iter()
        .position(|month| month.to_ascii_lowercase().starts_with(start))?;
    // `June 2021` names no day; its first one stands for it.
    let day = found
        .name("before")
        .or(found.name("after"))
        .map_or(Ok(1), |day| day.as_str().parse());
    let year = found.name("year")?.as_str().parse().ok()?;
    Some(Dated {
        span: found.name("all")?.range(),
        day: calendar_day(year, i16::try_from(month).ok()? + 1, day.ok()?),
        form: DateForm::Words {
            day_first: has("before"),
            ordinal: has("th") || has("th2"),
            short: MONTHS
                .get(month)
                .is_some_and(|month| month.len() > name.len()),
            comma: has("comma"),
        },
    })
}

impl DateForm {
    /// Writes a date in this form.
    pub fn write(self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            Self::YearFirst(sign) => format!("{year:04}{sign}{month:02}{sign}{day:02}"),
            Self::DayFirst(sign) => format!("{day:02}{sign}{month:02}{sign}{year:04}"),
            Self::MonthFirst(sign) => format!("{month:02}{sign}{day:02}{sign}{year:04}"),
            Self::Words {
                day_first,
                ordinal,
                short,
                comma,
            } => {
                let index = usize::try_from(month - 1).unwrap_or(0);
                let name = MONTHS.get(index).copied().unwrap_or_default();
                let name = if short {
                    name.get(..3).unwrap_or(name)
                } else {
                    name
                };
                let day = if ordinal {
                    format!("{day}{}", ending(day))
                } else {
                    day.to_string()
                };
                let comma = if comma { "," } else { "" };
                if day_first {
                    format!("{day} {name}{comma} {year}")
                } else {
                    format!("{name} {day}{comma} {year}")
                }
            }
        }
    }
}

fn ending(day: i8) -> &'static str {
    match day {
        11..=13 => "th",
        _ if day % 10 == 1 => "st",
        _ if day % 10 == 2 => "nd",
        _ if day % 10 == 3 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written_again() {
        for (text, day) in [
            ("2026-01-02", "2026-01-02"),
            ("2026/01/02", "2026-01-02"),
            ("31.12.2025", "2025-12-31"),
            ("12/31/2025", "2025-12-31"),
            ("13/01/2025", "2025-01-13"),
            ("07-26-2016", "2016-07-26"),
            ("August 15, 2026", "2026-08-15"),
            ("6th December, 2024", "2024-12-06"),
            ("22 Sep 2026", "2026-09-22"),
            ("3rd May 2026", "2026-05-03"),
        ] {
            let found = find(&format!("on ({text})")).unwrap();
            assert_eq!(found.span, 4..4 + text.len(), "{text}");
            assert_eq!(found.day.unwrap().to_string(), day, "{text}");
            assert_eq!(found.form.write(found.day.unwrap()), text);
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_a_date_without_a_day() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "February 30, 2026",
            "45.01.2026",
        ] {
            assert_eq!(find(text).unwrap().day, None, "{text}");
        }
        for text in ["1.2.0", "maybe 2026", "2026-01", "march on"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
