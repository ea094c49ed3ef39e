//! What is read from every way to write a version that real packages use.
use super::*;

fn said(source: &str) -> String {
    let reading = read(source.as_bytes(), "__version__");
    let mut text = match &reading.answer {
        Answer::Literal(literal) => literal.value.clone(),
        Answer::Tuple(tuple) => {
            let shown = |part: &Part| match &part.value {
                PartValue::Number(number) => number.to_string(),
                PartValue::Text(text) => format!("'{text}'"),
            };
            let parts: Vec<String> = tuple.parts.iter().map(shown).collect();
            format!("({})", parts.join(", "))
        }
        Answer::Computed { .. } => "computed".into(),
        Answer::Imported { module, name, .. } => format!("{name} of {module}"),
        Answer::Derived { .. } => "derived".into(),
        Answer::Absent => "absent".into(),
    };
    for literal in &reading.again {
        text.push_str(" then ");
        text.push_str(&literal.value);
    }
    text
}

#[test]
fn every_form_is_its_runtime_value_or_computed() {
    for (form, source, expected) in [
        ("plain", "__version__ = \"1.2.3\"\n", "1.2.3"),
        (
            "single+comment",
            "__version__ = '1.2.3'  # release\n",
            "1.2.3",
        ),
        ("annotated", "__version__: str = \"1.2.3\"\n", "1.2.3"),
        ("Final", "__version__: Final[str] = \"1.2.3\"\n", "1.2.3"),
        (
            "multi-target",
            "__version__ = version = \"1.2.3\"\n",
            "1.2.3",
        ),
        (
            "multi-target-rev",
            "version = __version__ = \"1.2.3\"\n",
            "1.2.3",
        ),
        (
            "tuple-unpack",
            "__version__, author = \"1.2.3\", \"me\"\n",
            "computed",
        ),
        ("paren", "__version__ = (\n    \"1.2.3\"\n)\n", "1.2.3"),
        ("implicit-concat", "__version__ = \"1.2\" \".3\"\n", "1.2.3"),
        ("prefix-v", "__version__ = \"v1.2.3\"\n", "v1.2.3"),
        (
            "tuple-join",
            "__version__ = \".\".join([\"1\", \"2\", \"3\"])\n",
            "computed",
        ),
        ("fstring", "__version__ = f\"1.2.{3}\"\n", "computed"),
        (
            "conditional",
            "if True:\n    __version__ = \"1.2.3\"\n",
            "computed",
        ),
        (
            "try-metadata",
            "try:\n    __version__ = metadata.version('x')\nexcept Exception:\n    __version__ = '0.0.0'\n",
            "derived",
        ),
        (
            "twice",
            "__version__ = \"1.2.3\"\n__version__ = \"9.9.9\"\n",
            "1.2.3 then 9.9.9",
        ),
        (
            "in-docstring",
            "\"\"\"\n__version__ = '0.0.1'\n\"\"\"\n__version__ = '1.2.3'\n",
            "1.2.3",
        ),
        (
            "in-comment-above",
            "# __version__ = '0.0.1'\n__version__ = '1.2.3'\n",
            "1.2.3",
        ),
        (
            "augmented",
            "__version__ = \"1.2.3\"\n__version__ += \"+dev\"\n",
            "computed",
        ),
        ("raw", "__version__ = r\"1.2.3\"\n", "1.2.3"),
        ("bytes", "__version__ = b\"1.2.3\"\n", "computed"),
        ("triple", "__version__ = \"\"\"1.2.3\"\"\"\n", "1.2.3"),
        (
            "backslash-cont",
            "__version__ = \\\n    \"1.2.3\"\n",
            "1.2.3",
        ),
        (
            "semicolon",
            "import os; __version__ = \"1.2.3\"; x = 1\n",
            "1.2.3",
        ),
        ("no-space", "__version__=\"1.2.3\"\n", "1.2.3"),
        (
            "type-comment",
            "__version__ = \"1.2.3\"  # type: str\n",
            "1.2.3",
        ),
        ("walrus", "print(__version__ := \"1.2.3\")\n", "computed"),
        ("dict", "about = {\"__version__\": \"1.2.3\"}\n", "absent"),
        (
            "class-attr",
            "class A:\n    __version__ = \"0.0.1\"\n__version__ = \"1.2.3\"\n",
            "1.2.3",
        ),
        ("VERSION only", "VERSION = \"1.2.3\"\n", "absent"),
        (
            "CRLF+BOM",
            "\u{feff}import os\r\n__version__ = \"1.2.3\"\r\n",
            "1.2.3",
        ),
        ("escape", "__version__ = \"1\\x2e2.3\"\n", "1.2.3"),
    ] {
        assert_eq!(said(source), expected, "{form}");
    }
}

#[test]
fn what_only_looks_like_an_assignment_is_none() {
    for (source, expected) in [
        ("__version__: str\n", "absent"),
        ("__version__ == '1'\n", "absent"),
        ("f(__version__='1')\n", "absent"),
        ("x.__version__ = '1'\n", "absent"),
        ("d['a'] = '__version__ = 1'\n", "absent"),
        ("def f():\n    __version__ = '1'\n", "absent"),
        (
            "from ._version import __version__\n__version__ = __version__\n",
            "__version__ of ._version",
        ),
        (
            "from a.b import (\n  x,\n  version as __version__,\n)\n",
            "version of a.b",
        ),
        ("from a import (__version__)\n", "__version__ of a"),
        (
            "__version__ = importlib.metadata.version(__name__)\n",
            "derived",
        ),
        (
            "__version__ = '1.0+dev'\nif x:\n    __version__ += '.git'\n",
            "1.0+dev",
        ),
        ("__version__ = get_version(VERSION)\n", "computed"),
        ("__version__ = ('1', '2')\n", "('1', '2')"),
        ("__version__ = ('1').strip() + ('2')\n", "computed"),
        ("__version__ = '1' if x else '2'\n", "computed"),
        ("if x: __version__ = '1'\n", "computed"),
        ("__version__ = u'1.0'\n", "1.0"),
        ("", "absent"),
    ] {
        assert_eq!(said(source), expected, "{source}");
    }
}

#[test]
fn setup_is_read_from_its_call_alone() {
    let said = |source: &str| match setup_version(source.as_bytes()) {
        Answer::Literal(literal) => {
            assert_eq!(source[literal.span.clone()], literal.value);
            literal.value
        }
        Answer::Computed { .. } => "computed".into(),
        Answer::Absent => "absent".into(),
        other => format!("{other:?}"),
    };
    for (source, expected) in [
        (
            "from setuptools import setup\nsetup(name='a', version='1.0')\n",
            "1.0",
        ),
        ("setuptools.setup(\n  version=\"1.0\",\n)\n", "1.0"),
        (
            "if __name__ == '__main__':\n    setup(version='1.0')\n",
            "1.0",
        ),
        ("setup(version=get_version())\n", "computed"),
        ("setup(**options)\n", "computed"),
        ("setup(a=dict(version='2.0'), name='x')\n", "absent"),
        ("setup()\n", "absent"),
        ("# setup(version='1.0')\n", "absent"),
    ] {
        assert_eq!(said(source), expected, "{source}");
    }
}

#[test]
fn only_one_literal_without_escapes_can_be_spliced() {
    for (source, value, span) in [
        ("__version__ = '1.2'\n", "1.2", "1.2"),
        ("__version__ = ('1.2')\n", "1.2", "1.2"),
        ("__version__ = r'1\\x'\n", "1\\x", "1\\x"),
        ("__version__ = '1\\x2e2'\n", "1.2", "'1\\x2e2'"),
        ("__version__ = '1\\u002e\\62'\n", "1.2", "'1\\u002e\\62'"),
        ("__version__ = '1.' \\\n '2'\n", "1.2", "'1.' \\\n '2'"),
        ("__version__ = ('1.' '2')\n", "1.2", "('1.' '2')"),
        ("__version__ = '''1\r\n'''\n", "1\n", "'''1\r\n'''"),
    ] {
        let Answer::Literal(literal) = read(source.as_bytes(), "__version__").answer else {
            panic!("{source} is a literal");
        };
        assert_eq!(
            (literal.value.as_str(), &source[literal.span]),
            (value, span)
        );
    }
}

#[test]
fn strings_that_only_python_knows_are_computed() {
    for source in [
        "'\\N{DOT}'",
        "b'1' '2'",
        "f'1'",
        "'\\ud800'",
        "'\\x2'",
        "'1' + '2'",
        "'1",
    ] {
        assert_eq!(
            said(&format!("__version__ = {source}\n")),
            "computed",
            "{source}"
        );
    }
}

#[test]
fn a_tuple_holds_strings_and_whole_numbers_alone() {
    for (source, expected) in [
        ("(1, 2, 3, 'rc', 1)", "(1, 2, 3, 'rc', 1)"),
        ("1, 2, 3", "(1, 2, 3)"),
        ("[1, 0x10, 1_0]", "(1, 16, 10)"),
        ("((1), ('a' 'b'),)", "(1, 'ab')"),
        ("()", "()"),
        ("(1, x)", "computed"),
        ("(1, (2, 3))", "computed"),
        ("(1, -2)", "computed"),
        ("(1.0, None)", "computed"),
        ("{1, 2}", "computed"),
        ("(1, 99999999999999999999)", "computed"),
    ] {
        assert_eq!(
            said(&format!("__version__ = {source}\n")),
            expected,
            "{source}"
        );
    }
}

#[test]
fn the_running_program_sees_the_last_literal_that_nothing_changes() {
    for (after, expected) in [
        ("", Some("1")),
        ("__version__ = '2'", Some("2")),
        ("if x: __version__ = '3'\n__version__ = '2'", Some("2")),
        ("if x:\n    __version__ = '2'", None),
        ("if x: pass; __version__ = '2'", None),
        ("__version__ += '2'", None),
        ("del __version__", None),
        ("from x import *", None),
        ("try: import x as __version__\nexcept: pass", None),
        ("def f():\n    global __version__", None),
        ("vars().update(x)", None),
        ("f(__version__='2', x=[__version__ for a in b])", Some("1")),
        ("x.__version__ = d[__version__] = '2'", Some("1")),
        ("f = lambda __version__='2': 0", Some("1")),
        ("class A: __version__ = '2'; x = 3", Some("1")),
        ("match = {1: __version__}", Some("1")),
        ("__version__ = __version__", Some("1")),
    ] {
        let source = format!("__version__ = '1'\n{after}\n");
        let seen = read(source.as_bytes(), "__version__").at_run_time;
        assert_eq!(
            seen.as_ref().map(|seen| seen.value.as_str()),
            expected,
            "{after}"
        );
    }
}

#[test]
fn hostile_files_are_read_to_their_end() {
    for piece in [
        "(",
        "[",
        "a=",
        "a as ",
        "\\",
        "{'",
        "f'{",
        "x:",
        "lambda:",
        "__version__,",
        "with a as ",
    ] {
        let long = piece.repeat(100_000);
        read(long.as_bytes(), "__version__");
        read(format!("__version__ = {long}").as_bytes(), "__version__");
    }
}
