//! What we say that build back-ends read, beside what they read; and what we say that programs see, beside what they see.
use crate::support::{Scratch, text, tool};
use release_guard::project::back_end::{BackEnd, Outcome};
use release_guard::project::python::read;
use std::collections::HashMap;
use std::process::Command;

const HATCH: &str =
    r#"^(?:__version__|VERSION)\s*(?::\s*\w+)?\s*=\s*(['"])(?P<version>[^'"\n]+)\1"#;
const PDM: &str = r#"__version__.*?=[\s(]*["'](\d[^"']*)["']"#;
const REGEX: &str =
    r#"(?i)^(?P<name>__version__|VERSION)[ \t]*=[ \t]*["'](?P<major>\d+)\.(?P<rest>[^"']+)["']"#;
const RESULT: &str = "{major}.{2}";
const REMOVE: &str = r"[a-z]+\d*$";

/// Asks each back-end's own reader about every file named, and the interpreter what the module binds when it runs.
const SCRIPT: &str = r#"
import contextlib, io, pathlib, runpy, sys, types, warnings
from importlib.util import spec_from_file_location
from flit_core.common import get_docstring_and_version_via_ast
from hatchling.version.source.regex import RegexSource
from pdm.backend.hooks.version import DynamicVersionBuildHook
from scikit_build_core.metadata.regex import dynamic_metadata
from setuptools.config import expand

warnings.simplefilter('ignore')
hatch_pattern, pdm_pattern, regex, result, remove, *paths = sys.argv[1:]

def setuptools(path):
    module = expand.StaticModule('module', spec_from_file_location('module', path))
    try:
        value = getattr(module, '__version__')
    except AttributeError:
        return None
    return expand.version(expand._static.attempt_conversion(value))

def flit(path):
    version = get_docstring_and_version_via_ast(types.SimpleNamespace(version_files=[path]))[1]
    if version and not isinstance(version, str):
        raise TypeError(version)
    return version or None

def hatch(path, **config):
    return RegexSource(str(path.parent), {'path': path.name, **config}).get_version_data()['version']

def pdm(path, pattern=None):
    context = types.SimpleNamespace(root=path.parent)
    return str(DynamicVersionBuildHook().resolve_version_from_file(context, path.name, pattern))

def scikit(path, **settings):
    return dynamic_metadata('version', {'input': str(path), **settings})

def run(path):
    value = runpy.run_path(str(path))['__version__']
    return value if isinstance(value, str) else None

readers = {
    'setuptools': setuptools,
    'flit': flit,
    'hatch': hatch,
    'hatch with a pattern': lambda path: hatch(path, pattern=hatch_pattern),
    'pdm': pdm,
    'pdm with a pattern': lambda path: pdm(path, pdm_pattern),
    'scikit-build-core': scikit,
    'scikit-build-core with a pattern': lambda path: scikit(path, regex=regex, result=result, remove=remove),
    'run time': run,
}
for path in map(pathlib.Path, paths):
    for name, reader in readers.items():
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                value = reader(path)
            answer = 'runs' if value is None else 'reads ' + ascii(value)
        except Exception:
            answer = 'fails'
        print(path.stem, name, answer, sep='\t')
"#;

/// Ways to write a version, by name.
const FORMS: &[(&str, &[u8])] = &[
    ("plain", b"__version__ = \"1.2.3\"\n"),
    ("single+comment", b"__version__ = '1.2.3'  # release\n"),
    ("annotated", b"__version__: str = \"1.2.3\"\n"),
    ("Final", b"from typing import Final\n__version__: Final[str] = \"1.2.3\"\n"),
    ("multi-target", b"__version__ = version = \"1.2.3\"\n"),
    ("multi-target-rev", b"version = __version__ = \"1.2.3\"\n"),
    ("tuple-unpack", b"__version__, author = \"1.2.3\", \"me\"\n"),
    ("paren", b"__version__ = (\n    \"1.2.3\"\n)\n"),
    ("implicit-concat", b"__version__ = \"1.2\" \".3\"\n"),
    ("prefix-v", b"__version__ = \"v1.2.3\"\n"),
    ("tuple-join", b"__version__ = \".\".join([\"1\", \"2\", \"3\"])\n"),
    ("fstring", b"__version__ = f\"1.2.{3}\"\n"),
    ("conditional", b"if True:\n    __version__ = \"1.2.3\"\n"),
    ("try-metadata", b"from importlib import metadata\ntry:\n    __version__ = metadata.version('no-such')\nexcept Exception:\n    __version__ = '0.0.0'\n"),
    ("twice", b"__version__ = \"1.2.3\"\n__version__ = \"9.9.9\"\n"),
    ("in-docstring", b"\"\"\"\n__version__ = '0.0.1'\n\"\"\"\n__version__ = '1.2.3'\n"),
    ("in-comment-above", b"# __version__ = '0.0.1'\n__version__ = '1.2.3'\n"),
    ("augmented", b"__version__ = \"1.2.3\"\n__version__ += \"+dev\"\n"),
    ("raw", b"__version__ = r\"1.2.3\"\n"),
    ("bytes", b"__version__ = b\"1.2.3\"\n"),
    ("triple", b"__version__ = \"\"\"1.2.3\"\"\"\n"),
    ("backslash-cont", b"__version__ = \\\n    \"1.2.3\"\n"),
    ("semicolon", b"import os; __version__ = \"1.2.3\"; x = 1\n"),
    ("no-space", b"__version__=\"1.2.3\"\n"),
    ("type-comment", b"__version__ = \"1.2.3\"  # type: str\n"),
    ("walrus", b"print(__version__ := \"1.2.3\")\n"),
    ("dict", b"about = {\"__version__\": \"1.2.3\"}\n"),
    ("class-attr", b"class A:\n    __version__ = \"0.0.1\"\n__version__ = \"1.2.3\"\n"),
    ("VERSION only", b"VERSION = \"1.2.3\"\n"),
    ("CRLF+BOM", b"\xef\xbb\xbf__version__ = \"1.2.3\"\r\n"),
    ("escape", b"__version__ = \"1\\x2e2.3\"\n"),
    ("BOM and a line", b"\xef\xbb\xbfimport os\r\n__version__ = \"1.2.3\"\r\n"),
    ("CRLF", b"import os\r\n__version__ = '1.2.3'\r\n"),
    ("CR", b"import os\r__version__ = '1.2.3'\r"),
    ("CRLF in triple", b"__version__ = '''1.2.3\r\n'''\r\n"),
    ("comments between", b"__version__ = (  # one\n    # two\n    '1.2'  # three\n    '.3'\n)\n"),
    ("tabs", b"__version__\t=\t'1.2.3'\n"),
    ("deleted", b"__version__ = '1.2.3'\ndel __version__\n"),
    ("deleted among others", b"a = __version__ = '1.2.3'\ndel (a, __version__)\n"),
    ("global in a function", b"__version__ = '1.2.3'\ndef f():\n    global __version__\n    __version__ = '9.9.9'\nf()\n"),
    ("globals", b"__version__ = '1.2.3'\nglobals()['__version__'] = '9.9.9'\n"),
    ("local of a function", b"def f():\n    __version__ = '9.9.9'\n__version__ = '1.2.3'\n"),
    ("match", b"__version__ = '1.2.3'\nmatch 1:\n    case 1: __version__ = '9.9.9'\n"),
    ("captured by match", b"__version__ = '1.2.3'\nmatch '9.9.9':\n    case __version__: pass\n"),
    ("nested conditions", b"__version__ = '1.2.3'\nif True:\n    if True:\n        __version__ = '9.9.9'\n"),
    ("condition in a line", b"__version__ = '1.2.3'\nif True: a = 1; __version__ = '9.9.9'\n"),
    ("condition before", b"if True:\n    __version__ = '9.9.9'\n__version__ = '1.2.3'\n"),
    ("condition with annotation", b"__version__ = '1.2.3'\nif True: __version__: str = '9.9.9'\n"),
    ("class in a line", b"class A: a = 1; __version__ = '9.9.9'\n"),
    ("Final alone", b"from typing import Final\n__version__: Final = '1.2.3'\n"),
    ("annotation only", b"__version__: str\n__version__ = '1.2.3'\n"),
    ("annotated target in brackets", b"(__version__): str = '1.2.3'\n"),
    ("target in brackets", b"(__version__) = '1.2.3'\n"),
    ("walrus in a condition", b"__version__ = '1.2.3'\nif __version__ := '9.9.9': pass\n"),
    ("star import after", b"__version__ = '1.2.3'\nfrom os import *\n"),
    ("star import before", b"from os import *\n__version__ = '1.2.3'\n"),
    ("import after", b"__version__ = '1.2.3'\nfrom platform import __version__\n"),
    ("module after", b"__version__ = '1.2.3'\nimport os as __version__\n"),
    ("loop", b"__version__ = '1.2.3'\nfor a, __version__ in [(1, '9.9.9')]: pass\n"),
    ("with", b"__version__ = '1.2.3'\nfrom contextlib import nullcontext\nwith nullcontext('9.9.9') as __version__: pass\n"),
    ("function after", b"__version__ = '1.2.3'\ndef __version__(): pass\n"),
    ("attribute and name", b"class A: pass\n__version__ = '1.2.3'\nA.x, __version__ = 1, '9.9.9'\n"),
    ("list", b"__version__ = [1, 2, 3]\n"),
    ("tuple", b"__version__ = (1, 2, \"3rc1\")\n"),
    ("bare tuple", b"__version__ = 1, 2, 3\n"),
    ("tuple of one", b"__version__ = '1.2.3',\n"),
    ("empty tuple", b"__version__ = ()\n"),
    ("mixed tuple", b"__version__ = 1, None, 1.50, True\n"),
    ("tuple, then string", b"__version__ = (1, 2)\n__version__ = '1.2.3'\n"),
    ("call, then string", b"__version__ = str(1)\n__version__ = '1.2.3'\n"),
    ("whole number", b"__version__ = 0x10\n"),
    ("number", b"__version__ = 1.10\n"),
    ("zero", b"__version__ = 0\n"),
    ("None", b"__version__ = None\n"),
    ("True", b"__version__ = True\n"),
    ("empty", b"__version__ = ''\n"),
    ("sum", b"__version__ = '1.2' + '.3'\n"),
    ("conditional expression", b"__version__ = '1.2.3' if True else '9.9.9'\n"),
    ("VERSION and __version__", b"VERSION = '1.2.3'\n__version__ = VERSION\n"),
    ("VERSION first", b"VERSION = '9.9.9'\n__version__ = '1.2.3'\n"),
    ("lower case", b"version = '1.2.3'\n__Version__ = '9.9.9'\n"),
    ("unicode escapes", b"__version__ = '1\\u002e2\\U0000002E3\\56\\\n4'\n"),
    ("unknown escape", b"__version__ = '1.2\\.3'\n"),
    ("prefix u", b"__version__ = u'1.2.3'\n"),
    ("raw with backslash", b"__version__ = r'1\\x2e2'\n"),
    ("Latin-1", b"# -*- coding: latin-1 -*-\n# \xe9\n__version__ = '1.2.3+\xe9'\n"),
    ("another encoding", b"# vim: set fileencoding=cp1252 :\n# \xe9\n__version__ = '1.2.3'\n"),
    ("encoding on line three", b"#\n#\n# coding: latin-1\n__version__ = '1.2.3'  # \xe9\n"),
    ("no encoding", b"# \xe9\n__version__ = '1.2.3'\n"),
    ("no encoding in a string", b"__version__ = '1.2.3'\nauthor = '\xe9'\n"),
    ("NUL", b"__version__ = '1.2.3'\n\0"),
    ("form feed", b"import os\n\x0c__version__ = '1.2.3'\n"),
    ("separator", b"__version__\x1f= '1.2.3'\n"),
    ("other quote inside", b"__version__ = \"1.2'3\"\n"),
    ("never closed for patterns", b"__version__ = ('1.2.3',\n   'x')[0]\n"),
    ("v alone", b"__version__ = 'v'\n"),
    ("indented", b"try:\n    pass\nfinally:\n    __version__ = '1.2.3'\n"),
    ("pre-release", b"__version__ = 'V1.2-RC.3'\n"),
    ("white space", b"__version__ = ' 1.2.3 '\n"),
    ("nothing", b""),
];

fn back_ends() -> Vec<(&'static str, BackEnd)> {
    let some = |text: &str| Some(text.to_owned());
    vec![
        (
            "setuptools",
            BackEnd::Setuptools {
                attribute: "__version__".into(),
            },
        ),
        ("flit", BackEnd::Flit),
        ("hatch", BackEnd::Hatch { pattern: None }),
        (
            "hatch with a pattern",
            BackEnd::Hatch {
                pattern: some(HATCH),
            },
        ),
        ("pdm", BackEnd::Pdm { pattern: None }),
        ("pdm with a pattern", BackEnd::Pdm { pattern: some(PDM) }),
        (
            "scikit-build-core",
            BackEnd::ScikitBuild {
                regex: None,
                result: None,
                remove: None,
            },
        ),
        (
            "scikit-build-core with a pattern",
            BackEnd::ScikitBuild {
                regex: some(REGEX),
                result: some(RESULT),
                remove: some(REMOVE),
            },
        ),
    ]
}

/// How many forms stand behind each form, one at a time.
const BEHIND: usize = 6;

/// Every form, and every form with others behind it.
fn programs() -> Vec<(String, Vec<u8>)> {
    let mut programs = Vec::new();
    for (at, (form, source)) in FORMS.iter().enumerate() {
        programs.push(((*form).to_owned(), source.to_vec()));
        for (next, after) in FORMS.iter().cycle().skip(at * 5 + 1).take(BEHIND) {
            programs.push((format!("{form}, {next}"), [*source, *after].concat()));
        }
    }
    programs
}

/// What the real ones say, by program and reader.
fn answers(programs: &[(String, Vec<u8>)]) -> HashMap<(usize, String), String> {
    let scratch = Scratch::new();
    scratch.write("answer.py", SCRIPT);
    for (at, (_, source)) in programs.iter().enumerate() {
        scratch.write(&format!("{at}.py"), source);
    }
    let output = scratch.run(
        Command::new(tool("python"))
            .args(["-X", "utf8", "answer.py", HATCH, PDM, REGEX, RESULT, REMOVE])
            .args((0..programs.len()).map(|at| format!("{at}.py"))),
    );
    assert!(output.status.success(), "{}", text(&output));
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| {
            let [form, reader, answer] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            (
                (form.parse().unwrap(), reader.to_owned()),
                answer.to_owned(),
            )
        })
        .collect()
}

/// A value as Python's `ascii` shows it, as far as versions go.
fn reads(value: &str) -> String {
    let quote = if value.contains('\'') && !value.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut shown = String::new();
    for c in value.chars() {
        match c {
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            c if c == quote => shown.extend(['\\', c]),
            c if c.is_ascii() => shown.push(c),
            c => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
        }
    }
    format!("reads {quote}{shown}{quote}")
}

#[test]
fn every_form_is_read_as_each_back_end_reads_it() {
    let programs = programs();
    let answers = answers(&programs);
    let mut wrong = Vec::new();
    for (at, (form, source)) in programs.iter().enumerate() {
        for (reader, back_end) in back_ends() {
            let ours = match back_end.read(source) {
                Outcome::Reads { value, .. } => reads(&value),
                Outcome::Runs => "runs".to_owned(),
                Outcome::Fails => "fails".to_owned(),
                Outcome::Unknown { why } => format!("unknown: {why}"),
            };
            let theirs = &answers[&(at, reader.to_owned())];
            if ours != *theirs {
                wrong.push(format!("{form}: {reader} {theirs}, ours {ours}"));
            }
        }
        let theirs = &answers[&(at, "run time".to_owned())];
        if let Some(literal) = read(source, "__version__").at_run_time
            && reads(&literal.value) != *theirs
        {
            wrong.push(format!(
                "{form}: the program {theirs}, ours {}",
                literal.value
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_program_sees_is_known_of_every_form_but_these() {
    let unknown: Vec<&str> = FORMS
        .iter()
        .filter(|(_, source)| read(source, "__version__").at_run_time.is_none())
        .map(|(form, _)| *form)
        .collect();
    // Nothing here is one literal that stays.
    assert_eq!(
        unknown,
        [
            "tuple-unpack",
            "tuple-join",
            "fstring",
            "conditional",
            "try-metadata",
            "augmented",
            "bytes",
            "walrus",
            "dict",
            "VERSION only",
            "deleted",
            "deleted among others",
            "global in a function",
            "globals",
            "match",
            "captured by match",
            "nested conditions",
            "condition in a line",
            "condition with annotation",
            "class in a line",
            "walrus in a condition",
            "star import after",
            "import after",
            "module after",
            "loop",
            "with",
            "function after",
            "attribute and name",
            "list",
            "tuple",
            "bare tuple",
            "tuple of one",
            "empty tuple",
            "mixed tuple",
            "whole number",
            "number",
            "zero",
            "None",
            "True",
            "sum",
            "conditional expression",
            "VERSION and __version__",
            "lower case",
            "no encoding in a string",
            "NUL",
            "separator",
            "never closed for patterns",
            "indented",
            "nothing",
        ]
    );
}
