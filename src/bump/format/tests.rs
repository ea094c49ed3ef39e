//! What Python 3.11 writes, and bump-my-version's `VersionComponent` for a part.
use super::*;

fn filled(template: &str, value: &Value) -> Result<String, FormatError> {
    Template::parse(template)?.fill(&|name| (name == "x").then(|| value.clone()))
}

fn written(template: &str, value: &Value) -> String {
    filled(template, value).unwrap_or_else(|error| panic!("{template}: {error}"))
}

fn refused(template: &str, value: &Value) -> String {
    filled(template, value).unwrap_err().to_string()
}

#[test]
fn labels_are_the_names() {
    for (template, expected) in [
        ("", vec![]),
        ("{{x}}", vec![]),
        (
            "{major}.{minor}-{$CI}{#}{;}",
            vec!["major", "minor", "$CI", "#", ";"],
        ),
        ("{}{0}{now:%Y:%m}{a!s}", vec!["0", "now", "a"]),
        ("{a.b}{a[}:!]}{a:{b}}", vec!["a.b", "a[}:!]", "a"]),
        ("{ a }{{{b}}}{a}", vec![" a ", "b", "a"]),
    ] {
        let template = Template::parse(template).unwrap();
        assert_eq!(template.labels().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn braces_must_match() {
    for (template, expected) in [
        (
            "a}b",
            "a single `}` in `a}b` is neither text nor a placeholder; `}}` stands for the brace itself",
        ),
        (
            "a{",
            "a single `{` in `a{` is neither text nor a placeholder; `{{` stands for the brace itself",
        ),
        (
            "{{x}",
            "a single `}` in `{{x}` is neither text nor a placeholder; `}}` stands for the brace itself",
        ),
        (
            "{x}{y",
            "the placeholder `{y` in `{x}{y` is not closed with a `}`",
        ),
        (
            "{x:{y}",
            "the placeholder `{x:{y}` in `{x:{y}` is not closed with a `}`",
        ),
        (
            "{x!",
            "the placeholder `{x!` in `{x!` is not closed with a `}`",
        ),
        (
            "{x[}",
            "the placeholder `{x[}` in `{x[}` is not closed with a `}`",
        ),
        (
            "{x{y}}",
            "the placeholder `{x{y}}` in `{x{y}}` has a `{` in its name",
        ),
        (
            "{x!s5}",
            "the placeholder `{x!s5}` in `{x!s5}` goes on after its conversion, where only a `:` may follow",
        ),
    ] {
        assert_eq!(Template::parse(template).unwrap_err().to_string(), expected);
    }
}

#[test]
fn texts_are_padded_and_cut() {
    for (template, expected) in [
        ("{{{x}}} {x!s:>3}", "{ab}  ab"),
        ("{x:5}|", "ab   |"),
        ("{x:05}", "ab000"),
        ("{x:>05}", "000ab"),
        ("{x:*^7.1s}", "***a***"),
        ("{x:é>4}", "ééab"),
        ("{x:<<4}", "ab<<"),
    ] {
        assert_eq!(
            written(template, &Value::Text("ab".into())),
            expected,
            "{template}"
        );
    }
}

#[test]
fn parts_are_numbers_where_python_reads_one() {
    for (part, spec, expected) in [
        ("5", "02", "05"),
        // A leading zero is lost: what is written is the number.
        ("06", "", "6"),
        ("06", "02d", "06"),
        (" 1_0 ", "", "10"),
        ("-5", "03", "-05"),
        ("+5", "+", "+5"),
        ("-0", "", "0"),
        ("123456789012345678901", ",", "123,456,789,012,345,678,901"),
        ("18446744073709551616", "#x", "0x10000000000000000"),
        // No number, so the format does not count.
        ("rc", "02", "rc"),
        ("rc", "nonsense", "rc"),
        ("1__0", "5", "1__0"),
        ("", "5", ""),
    ] {
        let template = format!("{{x:{spec}}}");
        assert_eq!(
            written(&template, &Value::Part(part.into())),
            expected,
            "{part} {spec}"
        );
    }
}

#[test]
fn numbers_are_written_in_every_way() {
    for (number, spec, expected) in [
        (1234, "", "1234"),
        (1234, "08,", "0,001,234"),
        (1234, "07,d", "001,234"),
        (-1234, "*=+8", "-***1234"),
        (1234, "_b", "100_1101_0010"),
        (255, "#010x", "0x000000ff"),
        (255, "#X", "0XFF"),
        (8, "o", "10"),
        (97, "03c", "00a"),
        (5, " n", " 5"),
        (5, "<3", "5  "),
        (5, "^04", "0500"),
        (i64::MIN, "", "-9223372036854775808"),
    ] {
        let template = format!("{{x:{spec}}}");
        assert_eq!(
            written(&template, &Value::Number(number)),
            expected,
            "{number} {spec}"
        );
    }
}

#[test]
fn moments_are_written_by_strftime() {
    let at = |at: &str, zone| {
        Value::Moment(Moment {
            at: at.parse().unwrap(),
            zone,
        })
    };
    let now = at("2024-02-03T14:05:06.00012", Zone::Local);
    for (template, expected) in [
        ("{x}", "2024-02-03 14:05:06.000120"),
        ("{x!s:.10}", "2024-02-03"),
        ("{x:%Y-%m-%d}", "2024-02-03"),
        ("{x:%-d.%-m.%y, %H:%M}", "3.2.24, 14:05"),
        ("{x:%A, %B %e at %I %p}", "Saturday, February  3 at 02 PM"),
        ("{x:%^a %_H%f%z%Z}", "SAT 14000120"),
        ("{x:%j %U %W %V %G %g %u %w}", "034 04 05 05 2024 24 6 6"),
        (
            "{x:%c|%x|%X|%r}",
            "Sat Feb  3 14:05:06 2024|02/03/24|14:05:06|02:05:06 PM",
        ),
        ("{x:week %q, 100%%, 5%}", "week %q, 100%, 5%"),
    ] {
        assert_eq!(written(template, &now), expected, "{template}");
    }
    let utc = at("2024-12-30T00:00:00", Zone::Utc);
    assert_eq!(written("{x}", &utc), "2024-12-30 00:00:00+00:00");
    assert_eq!(written("{x:%z %Z %G-%V %U}", &utc), "+0000 UTC 2025-01 52");
}

#[test]
fn truth_and_nothing_have_names() {
    assert_eq!(written("{x}", &Value::Truth(true)), "True");
    assert_eq!(written("{x!s:>6}", &Value::Truth(false)), " False");
    assert_eq!(written("{x:02}", &Value::Truth(true)), "01");
    assert_eq!(written("{x} {x!s:_^6}", &Value::Nothing), "None _None_");
}

#[test]
fn what_cannot_be_written_is_named() {
    let text = Value::Text("ab".into());
    let number = Value::Number(5);
    let moment = Value::Moment(Moment {
        at: jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0),
        zone: Zone::Local,
    });
    for (template, value, expected) in [
        (
            "v{y:2}",
            &text,
            "`{y:2}` in `v{y:2}` is not a placeholder that is known here",
        ),
        (
            "{}",
            &text,
            "`{}` in `{}` is not supported: a value has a name here, not a position",
        ),
        (
            "{0}",
            &text,
            "`{0}` in `{0}` is not supported: a value has a name here, not a position",
        ),
        (
            "{x.y}",
            &text,
            "`{x.y}` in `{x.y}` is not supported: a value has no attributes or entries such as `.y`",
        ),
        (
            "{x[0]}",
            &text,
            "`{x[0]}` in `{x[0]}` is not supported: a value has no attributes or entries such as `[0]`",
        ),
        (
            "{x!r}",
            &text,
            "`{x!r}` in `{x!r}` is not supported: the conversion `!r` is Python's own",
        ),
        (
            "{x!q}",
            &text,
            "`{x!q}` in `{x!q}` cannot be written: `!q` is no conversion",
        ),
        (
            "{x!s}",
            &Value::Part("5".into()),
            "`{x!s}` in `{x!s}` is not supported: the conversion `!s` of a version's part is Python's own",
        ),
        (
            "{x:{y}}",
            &text,
            "`{x:{y}}` in `{x:{y}}` is not supported: a format cannot have placeholders of its own",
        ),
        (
            "{x:%Y}",
            &text,
            "`{x:%Y}` in `{x:%Y}` cannot be written: `%Y` is no format for a text",
        ),
        (
            "{x:+5}",
            &text,
            "`{x:+5}` in `{x:+5}` cannot be written: `+5` is a format for numbers",
        ),
        (
            "{x:d}",
            &text,
            "`{x:d}` in `{x:d}` cannot be written: `d` is no type of a text",
        ),
        (
            "{x:5.}",
            &text,
            "`{x:5.}` in `{x:5.}` cannot be written: `5.` has a `.` without a number behind it",
        ),
        (
            "{x:.1f}",
            &number,
            "`{x:.1f}` in `{x:.1f}` is not supported: `f` in `.1f` is for numbers with a fraction",
        ),
        (
            "{x:.1}",
            &number,
            "`{x:.1}` in `{x:.1}` cannot be written: `.1` has a precision, and a whole number has none",
        ),
        (
            "{x:s}",
            &number,
            "`{x:s}` in `{x:s}` cannot be written: `s` is no type of a whole number",
        ),
        (
            "{x:,x}",
            &number,
            "`{x:,x}` in `{x:,x}` cannot be written: `,x` groups what has no groups of digits",
        ),
        (
            "{x:99999}",
            &number,
            "`{x:99999}` in `{x:99999}` is not supported: `99999` is longer than 10000 characters",
        ),
        (
            "{x:%s}",
            &moment,
            "`{x:%s}` in `{x:%s}` is not supported: the directive `%s` depends on the machine",
        ),
        (
            "{x:5}",
            &Value::Nothing,
            "`{x:5}` in `{x:5}` cannot be written: `5` is no format for a value that is not there",
        ),
    ] {
        assert_eq!(refused(template, value), expected);
    }
}
