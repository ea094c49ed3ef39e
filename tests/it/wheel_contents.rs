//! The rules about a wheel's library beside check-wheel-contents: one table of what it says and what we say.
use crate::support::{Scratch, tool, tools};
use release_guard::catalogue;
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const WHEEL: &str = "demo-1.0-py3-none-any.whl";

/// A wheel, and what is said of it.
struct Case {
    /// What is changed in a sound wheel.
    changes: &'static [Change],
    /// What the project says in `[tool.release-guard.dist]`; check-wheel-contents gets it as options.
    said: &'static [(&'static str, &'static [&'static str])],
    /// The codes that check-wheel-contents gives; `invalid` where it refuses to look.
    theirs: &'static str,
    /// The codes that our rules come from; of rules without a code the names of errors.
    ours: &'static str,
    /// Why that is not the same.
    because: &'static str,
}

const fn same(changes: &'static [Change], both: &'static str) -> Case {
    said(changes, &[], both)
}

const fn said(
    changes: &'static [Change],
    said: &'static [(&'static str, &'static [&'static str])],
    both: &'static str,
) -> Case {
    Case {
        changes,
        said,
        theirs: both,
        ours: both,
        because: "",
    }
}

const fn differs(
    changes: &'static [Change],
    theirs: &'static str,
    ours: &'static str,
    because: &'static str,
) -> Case {
    Case {
        changes,
        said: &[],
        theirs,
        ours,
        because,
    }
}

use Change::{Remove, Replace, Write};

const CODING: &str = "# -*- coding: utf-8 -*-\n";
const DEMO: (&str, &[&str]) = ("package", &["src/demo"]);
const REFUSED: &str = "it refuses to look, and we say why in a rule of our own";

static CASES: &[Case] = &[
    same(&[], ""),
    same(
        &[Write("demo/__pycache__/cli.cpython-312.pyc", "x")],
        "W001",
    ),
    same(&[Write("demo/cli.pyo", "x")], "W001"),
    differs(
        &[Write("demo/__pycache__/notes.txt", "x")],
        "",
        "W001",
        "nothing in `__pycache__` belongs into a wheel",
    ),
    same(
        &[Write("demo/cli2.py", "def main():\n    return 0\n")],
        "W002",
    ),
    same(&[Write("demo/a.py", ""), Write("demo/b.py", "")], ""),
    same(&[Write("demo/a.py", "\n"), Write("demo/b.py", "\n")], ""),
    same(
        &[Write("demo/a.py", CODING), Write("demo/b.py", CODING)],
        "",
    ),
    differs(
        &[Write("demo/LICENSE", "Do what you like.\n")],
        "W002",
        "",
        "a licence in the package and in `.dist-info` is no copy by mistake",
    ),
    same(&[Write("README.txt", "x")], "W003 W009"),
    same(&[Write("py.typed", "")], "W003 W009"),
    same(&[Write("demo.pth", "demo/vendored\n")], ""),
    same(&[Write(".pth", "x")], "W003 W009"),
    same(&[Write("demo/two-words.py", "x")], "W004"),
    same(&[Write("demo/class/x.py", "x")], "W004"),
    same(&[Write("demo/1st.so.py", "x")], "W004"),
    same(&[Write("demo-data/x.py", "x")], "W004 W009"),
    same(
        &[Write("demo/two-words.pyi", "x"), Write("demo/py.typed", "")],
        "",
    ),
    same(&[Write("tests/test_demo.py", "x")], "W005 W009"),
    same(&[Write("test", "x")], "W003 W005 W009"),
    same(&[Write(".venv/x.py", "x")], "W004 W005 W009"),
    differs(
        &[Write("utils/__init__.py", "x")],
        "W009",
        "W005 W009",
        "more names are known to be in many projects",
    ),
    same(&[Write("__init__.py", "")], "W006"),
    same(
        &[
            Remove("demo/__init__.py"),
            Remove("demo/cli.py"),
            Remove("entry_points.txt"),
        ],
        "W007 W008",
    ),
    same(
        &[
            Remove("demo/__init__.py"),
            Remove("demo/cli.py"),
            Remove("entry_points.txt"),
            Write("demo-1.0.data/data/share/x", "x"),
        ],
        "W007",
    ),
    same(&[Write("other/__init__.py", "x")], "W009"),
    same(&[Write("_other/__init__.py", "x")], ""),
    same(
        &[Write("demo-1.0.data/platlib/other/__init__.py", "x")],
        "W009",
    ),
    same(&[Write("extras/notes.txt", "x")], "W009 W010"),
    same(&[Write("demo-stubs/__init__.pyi", "x")], "W009"),
    same(&[Write("class-stubs/__init__.pyi", "x")], "W009 W010"),
    said(&[], &[("toplevel", &["demo/"])], ""),
    said(&[], &[("toplevel", &["demo", "gone"])], "W201"),
    said(
        &[Write("other.py", "x")],
        &[("toplevel", &["demo"])],
        "W202",
    ),
    said(&[Write("demo.pth", "x\n")], &[("toplevel", &["demo"])], ""),
    said(
        &[Write("tests/test_demo.py", "x")],
        &[("toplevel", &["demo", "tests"])],
        "",
    ),
    said(&[], &[DEMO], ""),
    said(
        &[
            Remove("demo/cli.py"),
            Replace("entry_points.txt", "demo.cli", "demo"),
        ],
        &[DEMO],
        "W101",
    ),
    said(&[Write("demo/extra.py", "x")], &[DEMO], "W102"),
    said(&[Write("other.py", "x")], &[DEMO], "W102"),
    said(&[], &[("src-dir", &["src"])], ""),
    said(&[], &[DEMO, ("package-omit", &["cli.py"])], "W101 W102"),
    said(&[], &[DEMO, ("package-omit", &["*/cli.*", "x"])], "W102"),
    differs(
        &[
            Write("tests/x.py", "x"),
            Replace("/RECORD", "tests/x.py,", "demo/y.py,"),
        ],
        "",
        "W005 W009 record-extra record-incomplete",
        "it looks at RECORD alone, and we look at the members",
    ),
    differs(
        &[Write("demo/_x.cpython-312-x86_64-linux-gnu.so", "x")],
        "",
        "purelib-with-extension",
        "it does not look for built modules in a pure wheel",
    ),
    differs(
        &[Write("demo-1.0.data/purelib/x.py", "x")],
        "invalid",
        "W009 data-dir-scheme",
        REFUSED,
    ),
    differs(
        &[Write("demo-2.0.data/scripts/x", "#!python\n")],
        "invalid",
        "data-dir-name",
        REFUSED,
    ),
    differs(
        &[Replace("/RECORD", "demo/cli.py,", "demo//cli.py,")],
        "invalid",
        "record-extra record-incomplete record-path",
        REFUSED,
    ),
    differs(&[Remove("/RECORD")], "invalid", "record-missing", REFUSED),
    differs(
        &[Replace("/WHEEL", "Purelib: true", "Purelib: maybe")],
        "invalid",
        "wheel-root-is-purelib",
        REFUSED,
    ),
];

/// The words of a column, sorted.
fn words(text: &str) -> BTreeSet<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The codes of check-wheel-contents by the names of our rules.
fn codes() -> BTreeMap<&'static str, String> {
    let all = [
        "001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "101", "102", "201",
        "202",
    ];
    let code = |digits: &str| {
        let code = format!("W{digits}");
        let [rule] = catalogue::chosen(&code)[..] else {
            panic!("{code} does not stand for one rule");
        };
        (rule, code)
    };
    all.map(code).into_iter().collect()
}

fn theirs(case: &Case, scratch: &Scratch) -> BTreeSet<String> {
    let mut command = Command::new(tool("check-wheel-contents"));
    command.arg("--no-config");
    for (key, values) in case.said {
        match *key {
            "package" | "src-dir" => {
                let each = values
                    .iter()
                    .flat_map(|value| [format!("--{key}"), (*value).to_owned()]);
                command.args(each);
            }
            _ => {
                command.args([format!("--{key}"), values.join(",")]);
            }
        }
    }
    let output = scratch.run(command.arg(WHEEL));
    let text = crate::support::text(&output);
    assert!(!text.contains("Traceback"), "{text}");
    let found = |line: &str| {
        let rest = line.strip_prefix(WHEEL)?.strip_prefix(": ")?;
        let word = rest.split(':').next()?;
        match word {
            "invalid wheel" => Some("invalid".to_owned()),
            "OK" => None,
            code => Some(code.to_owned()),
        }
    };
    text.lines().filter_map(found).collect()
}

fn ours(case: &Case, scratch: &Scratch, codes: &BTreeMap<&str, String>) -> BTreeSet<String> {
    let said: String = case
        .said
        .iter()
        .map(|(key, values)| format!("{key} = {values:?}\n"))
        .collect();
    scratch.write(
        "pyproject.toml",
        format!("[tool.release-guard.dist]\n{said}"),
    );
    let (_, out, error) = scratch.program("validate-dist", &["--format", "json", WHEEL]);
    let report: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
    let found = |finding: &serde_json::Value| {
        let rule = finding["rule"].as_str().unwrap();
        let is_error = finding["severity"] == "error";
        match codes.get(rule) {
            Some(code) => Some(code.clone()),
            None => is_error.then(|| rule.to_owned()),
        }
    };
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(found)
        .collect()
}

#[test]
fn wheels_are_judged_as_check_wheel_contents_judges_them() {
    tools();
    let codes = codes();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for case in CASES {
        let scratch = Scratch::new();
        scratch.write("src/demo/__init__.py", "");
        scratch.write("src/demo/cli.py", "");
        scratch.write("src/demo/__pycache__/cli.cpython-312.pyc", "");
        scratch.write(WHEEL, sample(WHEEL, case.changes));
        let shown = format!("{:?} {:?}", case.changes, case.said);
        let (theirs, ours) = (theirs(case, &scratch), ours(case, &scratch, &codes));
        if theirs != words(case.theirs) {
            wrong.push(format!(
                "{shown}\n  check-wheel-contents says {theirs:?}, expected {}",
                case.theirs
            ));
        }
        if ours != words(case.ours) {
            wrong.push(format!(
                "{shown}\n  we say {ours:?}, expected {}",
                case.ours
            ));
        }
        if (case.theirs == case.ours) != case.because.is_empty() {
            wrong.push(format!(
                "{shown}\n  a difference has a reason, and a reason a difference"
            ));
        }
        seen.extend(theirs.intersection(&ours).cloned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all: BTreeSet<String> = codes.into_values().collect();
    assert_eq!(seen, all, "codes on which both agree at least once");
}
