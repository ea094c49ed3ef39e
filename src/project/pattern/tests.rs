//! What the `re` of Python 3.11 does.
use super::Mode::{Lines, MultiLine, Plain, Verbose};
use super::*;

/// What a pattern finds: all of it and its groups, `?` for one that took no part.
fn found(pattern: &str, mode: Mode, text: &str) -> Option<String> {
    let regex = compile(pattern, mode).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let captures = regex.captures(text)?;
    let groups = captures
        .iter()
        .map(|group| group.map_or("?", |group| group.as_str()));
    Some(groups.collect::<Vec<_>>().join("/"))
}

#[test]
#[rustfmt::skip]
fn patterns_find_what_they_find_for_python() {
    for (pattern, mode, text, expected) in [
        (r"(?P<major>\d+) \. (?P<minor>\d+) # two parts", Verbose, "v1.20", Some("1.20/1/20")),
        (r"a[ #]b\ c\#d", Verbose, "a b c#d", Some("a b c#d")),
        ("a # [ ( \\\n still\nb", Verbose, "ab", Some("ab")),
        ("(?-x: a ) b", Verbose, " a b", Some(" a b")),
        ("(?x) a + b {2}", Plain, "aabb", Some("aabb")),
        ("(?x: a ) b", Plain, "a b", Some("a b")),
        ("a{,2}b", Plain, "aaab", Some("aab")),
        ("a{,}", Plain, "aaa", Some("aaa")),
        ("a{}", Plain, "a{}", Some("a{}")),
        ("{ 3}", Plain, "x{ 3}", Some("{ 3}")),
        ("x{1,b}", Plain, "x{1,b}", Some("x{1,b}")),
        ("^b", Plain, "a\nb", None),
        ("^b$", MultiLine, "a\nb\nc", Some("b")),
        (r"a\Z", Plain, "a\n", None),
        (r"\Aa$.*\Z", Lines, "a\nb\n", Some("a\nb\n")),
        ("a.b", Plain, "a\nb", None),
        ("a.b", Lines, "a\nb", Some("a\nb")),
        ("(?s:a.)b", Plain, "a\nb", Some("a\nb")),
        ("(?-s:a.b)", Lines, "a\nb", None),
        ("(?-m:^b)", Lines, "a\nb", None),
        ("(?m)^b", Plain, "a\nb", Some("b")),
        ("(?i)A(?-i:B)", Plain, "aB", Some("aB")),
        ("a(?i:B)c", Plain, "abc", Some("abc")),
        ("(?#c)a(?#d)+", Plain, "aa", Some("aa")),
        (r"\w+", Plain, "-e\u{301}", Some("e")),
        (r"\w", Plain, "²", Some("²")),
        (r"(?a)\w", Plain, "é", None),
        (r"\d", Plain, "٣", Some("٣")),
        (r"(?a:\d)", Plain, "٣", None),
        (r"\s", Plain, "\x1c", Some("\x1c")),
        (r"[^\S]", Plain, "\x1c", Some("\x1c")),
        (r"[^\W\d]", Plain, "1_", Some("_")),
        (r"(?a)\b.", Plain, "é", None),
        ("[]a]+", Plain, "[a]", Some("a]")),
        ("[[a]+", Plain, "[a]", Some("[a")),
        ("[a&&b]+", Plain, "&&", Some("&&")),
        ("[!--]+", Plain, "-", Some("-")),
        ("[-a]+", Plain, "a-", Some("a-")),
        ("[a-c-e]+", Plain, "-e", Some("-e")),
        ("[#--]+", Plain, "$-", Some("$-")),
        (r"[\]\\]+", Plain, r"\]", Some(r"\]")),
        (r"[\b]", Plain, "\x08", Some("\x08")),
        ("[~^]+", Plain, "^~", Some("^~")),
        (r"\x41\u0042\U00000043\104\0", Plain, "ABCD\0", Some("ABCD\0")),
        (r"\<\_\-\/\'\>", Plain, "<_-/'>", Some("<_-/'>")),
        (r"[\x41-\103]+", Plain, "ABCD", Some("ABC")),
        ("(a)|(b)", Plain, "b", Some("b/?/b")),
        ("(?P<é>a)(?:b)(c)?", Plain, "abd", Some("ab/a/?")),
        ("(a|ab)(c|bcd)", Plain, "abcd", Some("abcd/a/bcd")),
    ] {
        assert_eq!(found(pattern, mode, text).as_deref(), expected, "{pattern} on {text}");
    }
}

#[test]
fn a_dollar_takes_the_last_line_feed_along() {
    // To Python the line feed is no part of the match; the groups are the same.
    assert_eq!(found("(a)$", Plain, "a\n").as_deref(), Some("a\n/a"));
    assert_eq!(found("(a)$", Verbose, "a\nb"), None);
    assert_eq!(found("(a)$", MultiLine, "a\n").as_deref(), Some("a/a"));
}

#[test]
fn groups_are_numbered_and_named_as_in_python() {
    let regex = compile(
        r"(?P<a>.)(?:.)(.)(?P<b>(?i:.))(?#(?P<c>)[(](?x: ( \( ) )",
        Lines,
    )
    .unwrap();
    let names: Vec<_> = regex.capture_names().collect();
    assert_eq!(names, [None, Some("a"), None, Some("b"), None]);
}

#[test]
fn a_translation_can_be_surrounded() {
    let text = translate("(?i)a # b\n|c # d", Verbose).unwrap();
    let regex = Regex::new(&format!(r"\A(?:{text})\z")).unwrap();
    assert!(regex.is_match("A") && regex.is_match("C") && !regex.is_match("ac"));
}

#[test]
#[rustfmt::skip]
fn what_only_python_can_do_is_named() {
    for (pattern, expected) in [
        (r"\d+(?!\d)", "the look-ahead `(?!` is not supported"),
        ("(?=a)*", "the look-ahead `(?=` is not supported"),
        ("(?<!a)b", "the look-behind `(?<!` is not supported"),
        ("(?<=a)b", "the look-behind `(?<=` is not supported"),
        (r#"(['"])a\1"#, r"the back-reference `\1` is not supported"),
        ("(?P<q>a)(?P=q)", "the back-reference `(?P=q)` is not supported"),
        ("(a)?(?(1)b|c)", "the conditional `(?(1)` is not supported"),
        ("(?P<a>a)?(?(a)b)", "the conditional `(?(a)` is not supported"),
        ("(?>a*)b", "the atomic group `(?>` is not supported"),
        ("a++(?=b)", "the possessive repeat `++` is not supported"),
        ("a{2,}+", "the possessive repeat `{2,}+` is not supported"),
        (r"[a-\N{EM DASH}]", r"the character name `\N{EM DASH}` is not supported"),
        (r"\ud800", r"the surrogate `\ud800` is not supported"),
        (&"(".repeat(999), "a `(` is not closed"),
        (&("(".repeat(999) + &")".repeat(999)), "it is too long, repeats too much, or is nested too deeply"),
    ] {
        assert_eq!(compile(pattern, Lines).unwrap_err().to_string(), expected, "{pattern}");
    }
}

#[test]
#[rustfmt::skip]
fn what_python_refuses_is_refused_for_a_reason() {
    for (pattern, expected) in [
        ("a\\", r"a `\` at the end escapes nothing"),
        ("[", "a `[` is not closed"),
        ("[]", "a `[` is not closed"),
        ("[a-", "a `[` is not closed"),
        ("[c-a]", "`c-a` is no range of characters"),
        (r"[a-\d]", r"`a-\d` is no range of characters"),
        ("(a", "a `(` is not closed"),
        ("a)", "a `)` closes nothing"),
        ("(?#a", "a comment `(?#` is not closed"),
        ("(?", "the pattern ends within `(?`"),
        ("(?<n>a)", "`(?<n` begins no known kind of group"),
        ("(?P>a)", "`(?P>` begins no known kind of group"),
        ("(?P<1>a)", "`1` is no name for a group"),
        ("(?P<a", "the name of a group lacks its `>`"),
        ("(?P<a>)(?P<a>)", "two groups are named `a`"),
        ("*a", "`*` has nothing to repeat"),
        ("(|+)", "`+` has nothing to repeat"),
        ("^{2}", "`{2}` has nothing to repeat"),
        ("a*{2}", "`{2}` repeats what is repeated already"),
        ("a{3,2}", "`{3,2}` ends before it begins"),
        ("a{99999999999}", "`99999999999` is too often to repeat"),
        (r"\d\q", r"`\q` is no escape"),
        (r"[\Z]", r"`\Z` is no escape"),
        (r"\x4", r"`\x4` is no character; `\x` needs 2 hexadecimal digits"),
        (r"\400", r"`\400` is beyond `\377`"),
        (r"\N", r"`\N` lacks a name in braces"),
        (r"(a)\2(?=b)", r"`\2` refers to a group that is not there"),
        (r"(a\1)", r"`\1` refers to the group it stands in"),
        ("(?P=a)", "there is no group `a`"),
        ("(?(2)a)(b)", "there is no group 2"),
        ("(?(0)a)", "`0` is no number of a group"),
        ("(a)(?(1)a|b|c)", "a conditional has more than two choices"),
        ("a(?i)b", "`(?i)` is not at the beginning"),
        ("(?iz)a", "`(?iz` has an unknown flag"),
        ("(?L)a", "`(?L)` has the flag `L`, which is for bytes"),
        ("(?au:a)", "`(?au:` has both `a` and `u`"),
        ("(?i-:a)", "`(?i-:` has no flag behind its `-`"),
        ("(?i-i:a)", "`(?i-i:` turns the same on and off"),
        ("(?-a:a)", "`(?-a:` turns off what cannot be turned off"),
    ] {
        let error = compile(pattern, Plain).unwrap_err();
        assert!(matches!(error, PatternError::Invalid { .. }), "{pattern}");
        assert_eq!(error.to_string(), expected, "{pattern}");
    }
}

#[test]
#[rustfmt::skip]
fn replacements_are_written_as_by_python() {
    let regex = compile("(a)(?P<n>b)?", Lines).unwrap();
    for (template, expected) in [
        ("", "[] []"),
        (r"<\1|\2|\g<n>|\g<1>|\g<0>>", "[<a|b|b|a|ab>] [<a|||a|a>]"),
        (r"\g<01>0", "[a0] [a0]"),
        (r"\18", r"NoGroup \18"),
        (r"\n\t\\\a", "[\n\t\\\x07] [\n\t\\\x07]"),
        (r"\101\0\07\012", "[A\0\x07\n] [A\0\x07\n]"),
        // A backslash that escapes nothing stays.
        (r"1\.2\-3\é", r"[1\.2\-3\é] [1\.2\-3\é]"),
        ("$1 & {n}", "[$1 & {n}] [$1 & {n}]"),
    ] {
        let Ok(replacement) = Replacement::parse(template, &regex) else {
            assert_eq!(expected, format!("NoGroup {template}"));
            continue;
        };
        let replaced = regex.replace_all("[ab] [a]", |captures: &regex::Captures<'_>| {
            replacement.expand(captures)
        });
        assert_eq!(replaced, expected, "{template}");
    }
}

#[test]
fn replacements_that_mean_nothing_are_refused() {
    let regex = compile("(a)(?P<n>b)?", Lines).unwrap();
    for (template, expected) in [
        (r"a\d", r"`\d` is no escape"),
        (r"\x41", r"`\x` is no escape"),
        (r"\400", r"`\400` is no escape"),
        ("a\\", r"`\` is not finished"),
        (r"\g", r"`\g` is not finished"),
        (r"\g<1", r"`\g` is not finished"),
        (r"\3", r"`\3` refers to a group that the pattern has not"),
        (r"\18", r"`\18` refers to a group that the pattern has not"),
        (
            r"\g<m>",
            r"`\g<m>` refers to a group that the pattern has not",
        ),
        (
            r"\g<>",
            r"`\g<>` refers to a group that the pattern has not",
        ),
    ] {
        let error = Replacement::parse(template, &regex).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
