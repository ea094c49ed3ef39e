//! Times as Python's `datetime` writes them.
//!
//! Not `date`'s options: no field widths, and names of days and months are English ones, as in the locale that Python
//! starts with.
use super::Refusal;
use jiff::civil::{DateTime, Weekday};

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bump) struct Moment {
    /// What clock and calendar show.
    pub(in crate::bump) at: DateTime,
    /// Where they show it.
    pub(in crate::bump) zone: Zone,
}

/// What is said about the zone of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bump) enum Zone {
    /// Nothing: it is the local one.
    Local,
    /// It is that of Greenwich.
    Utc,
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
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// What a directive stands for.
enum Part {
    Text(String),
    /// A number, its width, and what fills it up.
    Number(i64, usize, char),
    /// Other directives.
    Directives(&'static str),
}

impl Moment {
    /// Writes the time by the directives of `strftime`; without any, in the form of ISO 8601 with a blank.
    pub(in crate::bump) fn write(&self, spec: &str) -> Result<String, Refusal> {
        if spec.is_empty() {
            let fraction = match self.microsecond() {
                0 => "",
                _ => ".%f",
            };
            let zone = match self.zone {
                Zone::Local => "",
                Zone::Utc => "+00:00",
            };
            return self.write(&format!("%F %T{fraction}{zone}"));
        }
        let mut written = String::new();
        let mut rest = spec;
        while let Some((before, behind)) = rest.split_once('%') {
            written.push_str(before);
            let code = behind.trim_start_matches(['-', '_', '0', '^']);
            let flags = behind.strip_suffix(code).unwrap_or_default();
            let mut characters = code.chars();
            let directive = characters.next();
            rest = characters.as_str();
            let part = directive.map(|directive| (directive, self.part(directive)));
            match part {
                Some((_, Some(part))) => written.push_str(&self.flagged(part, flags)?),
                Some((directive @ ('s' | 'E' | 'O' | '#' | '+' | '1'..='9'), None)) => {
                    return Err(Refusal::Unsupported(format!(
                        "the directive `%{flags}{directive}` depends on the machine"
                    )));
                }
                // What is no directive stays as it is.
                other => {
                    written.extend(['%']);
                    written.push_str(flags);
                    written.extend(other.map(|(directive, _)| directive));
                }
            }
        }
        written.push_str(rest);
        Ok(written)
    }

    fn flagged(&self, part: Part, flags: &str) -> Result<String, Refusal> {
        let last = flags.chars().rev().find(|flag| *flag != '^');
        let text = match part {
            Part::Text(text) => text,
            Part::Directives(directives) => self.write(directives)?,
            Part::Number(number, width, fill) => match last {
                Some('-') => number.to_string(),
                Some('_') => format!("{number:>width$}"),
                Some('0') => format!("{number:0>width$}"),
                _ if fill == '0' => format!("{number:0>width$}"),
                _ => format!("{number:>width$}"),
            },
        };
        Ok(if flags.contains('^') {
            text.to_uppercase()
        } else {
            text
        })
    }

    fn microsecond(&self) -> i64 {
        i64::from(self.at.subsec_nanosecond()) / 1000
    }

    /// What a directive stands for; `None` when it is none.
    fn part(&self, directive: char) -> Option<Part> {
        self.date_part(directive)
            .or_else(|| self.clock_part(directive))
            .or(match directive {
                'n' => Some(Part::Text("\n".into())),
                't' => Some(Part::Text("\t".into())),
                '%' => Some(Part::Text("%".into())),
                'F' => Some(Part::Directives("%Y-%m-%d")),
                'D' | 'x' => Some(Part::Directives("%m/%d/%y")),
                'T' | 'X' => Some(Part::Directives("%H:%M:%S")),
                'R' => Some(Part::Directives("%H:%M")),
                'r' => Some(Part::Directives("%I:%M:%S %p")),
                'c' => Some(Part::Directives("%a %b %e %H:%M:%S %Y")),
                _ => None,
            })
    }

    fn date_part(&self, directive: char) -> Option<Part> {
        let date = self.at.date();
        let iso = date.iso_week_date();
        let year = i64::from(date.year());
        let day_of_week = date.weekday().to_sunday_zero_offset();
        let day_name = name(&DAYS, day_of_week);
        let month_name = name(&MONTHS, date.month() - 1);
        let short = |name: &str| Part::Text(name.chars().take(3).collect());
        let two = |number: i64| Part::Number(number, 2, '0');
        Some(match directive {
            'Y' => Part::Number(year, 1, '0'),
            'C' => two(year / 100),
            'y' => two(year % 100),
            'm' => two(i64::from(date.month())),
            'd' => two(i64::from(date.day())),
            'e' => Part::Number(i64::from(date.day()), 2, ' '),
            'j' => Part::Number(i64::from(date.day_of_year()), 3, '0'),
            'G' => Part::Number(i64::from(iso.year()), 1, '0'),
            'g' => two(i64::from(iso.year()) % 100),
            'V' => two(i64::from(iso.week())),
            'U' => two(self.week(Weekday::Sunday)),
            'W' => two(self.week(Weekday::Monday)),
            'u' if day_of_week == 0 => Part::Number(7, 1, '0'),
            'u' | 'w' => Part::Number(i64::from(day_of_week), 1, '0'),
            'A' => Part::Text(day_name.into()),
            'a' => short(day_name),
            'B' => Part::Text(month_name.into()),
            'b' | 'h' => short(month_name),
            _ => return None,
        })
    }

    fn clock_part(&self, directive: char) -> Option<Part> {
        let hour = i64::from(self.at.hour());
        let on_dial = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = if hour < 12 { "AM" } else { "PM" };
        let (offset, zone) = match self.zone {
            Zone::Local => ("", ""),
            Zone::Utc => ("+0000", "UTC"),
        };
        let two = |number: i64| Part::Number(number, 2, '0');
        Some(match directive {
            'H' => two(hour),
            'I' => two(on_dial),
            'k' => Part::Number(hour, 2, ' '),
            'l' => Part::Number(on_dial, 2, ' '),
            'M' => two(i64::from(self.at.minute())),
            'S' => two(i64::from(self.at.second())),
            'f' => Part::Text(format!("{:06}", self.microsecond())),
            'p' => Part::Text(half.into()),
            'P' => Part::Text(half.to_lowercase()),
            'z' => Part::Text(offset.into()),
            'Z' => Part::Text(zone.into()),
            _ => return None,
        })
    }

    /// The week of the year, where the first one begins on the first such day; 0 before it.
    fn week(&self, first: Weekday) -> i64 {
        let since = i64::from(self.at.date().weekday().since(first));
        (i64::from(self.at.date().day_of_year()) + 6 - since) / 7
    }
}

fn name(names: &[&'static str], index: i8) -> &'static str {
    let index = usize::try_from(index).ok();
    index
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or_default()
}
