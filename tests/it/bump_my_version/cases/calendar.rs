//! Versions that are dates: `calver_format`.
use super::super::case::{Case, case};

const OLD: &[(&str, &str)] = &[("notes.txt", "acme 20.1\n")];

/// A date in this format in front of a count; the first is what it takes, at this version.
macro_rules! date {
    ($version:literal, $pattern:literal, $format:literal) => {
        concat!(
            "\ncurrent_version = \"",
            $version,
            "\"\nparse = '(?P<date>",
            $pattern,
            r#")(\.(?P<count>\d+))?'
serialize = ["{date}.{count}", "{date}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.date]
calver_format = ""#,
            $format,
            "\"\n"
        )
    };
}

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "calendar: year and month",
        date!("20.1", r"\d+\.\d+", "{YY}.{MM}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: year and month with zero",
        date!("20.1", r"\d+\.\d+", "{0Y}.{0M}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: the whole year",
        date!("20.1", r"\d+\.\d+", "{YYYY}.{MM}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: year, month and day",
        date!("20.1", r"\d+\.\d+", "{YYYY}.{MM}.{DD}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: all with zeros",
        date!("20.1", r"\d+\.\d+", "{YYYY}.{0M}.{0D}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: in one number",
        date!("20.1", r"\d+\.\d+", "{YYYY}{0M}{0D}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: day of the year",
        date!("20.1", r"\d+\.\d+", "{YYYY}.{JJJ}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: day of the year with zeros",
        date!("20.1", r"\d+\.\d+", "{YYYY}.{00J}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: quarter",
        date!("20.1", r"\d+\.\d+", "{YY}.{Q}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: week from Monday",
        date!("20.1", r"\d+\.\d+", "{YY}.{WW}.{0W}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: week from Sunday",
        date!("20.1", r"\d+\.\d+", "{YY}.{UU}.{0U}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: week of the standard",
        date!("20.1", r"\d+\.\d+", "{GGGG}.{VV}.{0V}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: year of the standard",
        date!("20.1", r"\d+\.\d+", "{GG}.{0G}"),
        OLD,
        &["date"],
    ),
    case(
        "calendar: a count in an old month begins again",
        date!("2020.1.7", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}"),
        &[("notes.txt", "acme 2020.1.7\n")],
        &["count"],
    ),
    case(
        "calendar: a count in this month goes on",
        date!("THIS-YEAR.THIS-MONTH.7", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}"),
        &[("notes.txt", "acme THIS-YEAR.THIS-MONTH.7\n")],
        &["count"],
    ),
    case(
        "calendar: a count begins in this month",
        date!("THIS-YEAR.THIS-MONTH", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}"),
        &[("notes.txt", "acme THIS-YEAR.THIS-MONTH\n")],
        &["count"],
    ),
    case(
        "calendar: this month is the version already",
        date!("THIS-YEAR.THIS-MONTH", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}"),
        &[("notes.txt", "acme THIS-YEAR.THIS-MONTH\n")],
        &["date"],
    ),
    case(
        "calendar: this month with a count is asked for",
        date!("2020.1.7", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}"),
        &[("notes.txt", "acme 2020.1.7\n")],
        &["date"],
    ),
    case(
        "calendar: committed and tagged",
        concat!(
            "\ncommit = true\ntag = true",
            date!("2020.1.7", r"[0-9]{4}\.[0-9]+", "{YYYY}.{MM}")
        ),
        &[("notes.txt", "acme 2020.1.7\n")],
        &["count"],
    ),
    case(
        "calendar: two dates in a version",
        r#"
current_version = "2020.3.7"
parse = '(?P<year>\d{4})\.(?P<month>\d+)\.(?P<count>\d+)'
serialize = ["{year}.{month}.{count}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts]
year = { calver_format = "{YYYY}" }
month = { calver_format = "{MM}" }
count = { first_value = 1 }
"#,
        &[("notes.txt", "acme 2020.3.7\n")],
        &["count"],
    ),
    case(
        "calendar: a date that does not go on by itself",
        r#"
current_version = "2020.7"
parse = '(?P<year>\d{4})\.(?P<count>\d+)'
serialize = ["{year}.{count}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.year]
calver_format = "{YYYY}"
always_increment = false
"#,
        &[("notes.txt", "acme 2020.7\n")],
        &["count"],
    ),
    case(
        "calendar: a date behind a number",
        r#"
current_version = "3.20200101"
parse = '(?P<major>\d+)\.(?P<date>\d{8})'
serialize = ["{major}.{date}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.date]
calver_format = "{YYYY}{0M}{0D}"
"#,
        &[("notes.txt", "acme 3.20200101\n")],
        &["major"],
    ),
];
