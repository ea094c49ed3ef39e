//! Our readers of metadata beside those that PyPI uses: `packaging`, `email-validator` and `rfc3986`.
//!
//! Thousands of texts that are nearly right are put to both. Where we differ on purpose, `EXCEPTIONS` says so.
use crate::oracles::Dice;
use crate::support::{Scratch, tool, tools};
use release_guard::dist::{
    CoreMetadata, Document, FileName, LicenseExpression, Marker, Operand, ProjectName, Requirement,
    Specifier, addresses, check_email, check_url, is_plain_address,
};
use release_guard::rule::{Findings, Severity};
use release_guard::validate_dist::{Metadata, rules};
use std::path::Path;
use std::process::Command;

/// How many texts of each kind are compared.
const TEXTS: usize = 20_000;

/// A kind of text: seeds, what is put into them, and what we say.
struct Kind {
    name: &'static str,
    seeds: &'static [&'static str],
    pieces: &'static [&'static str],
    ours: fn(&str) -> String,
}

const REFUSED: &str = "-";

const KINDS: &[Kind] = &[
    Kind {
        name: "name",
        seeds: &["demo", "Demo.App_x", "a", "7z", "a--b__c..d"],
        pieces: &["-", "_", ".", "é", " ", "A", "0", "/", "\n"],
        ours: |text| ProjectName::new(text).map_or(REFUSED.into(), |name| name.to_string()),
    },
    Kind {
        name: "specifier",
        seeds: &[
            ">=3.9",
            ">= 3.9, <4",
            "==3.*,!=3.1.*",
            "~=1.4.2",
            "===anything",
            "==1.0+local",
            ">=1.0rc1.post2.dev3",
            "<1!2.0",
        ],
        pieces: &[
            ",", "==", ">=", "~=", "===", "<", "!=", ".*", ".", "1", "v", "a1", ".post", ".dev",
            "-", "+x", " ", "!", ";", ")", "_", "rc", "*", "é", "\t",
        ],
        ours: |text| match Specifier::parse_all(text) {
            Ok(_) => "+".into(),
            Err(_) => REFUSED.into(),
        },
    },
    Kind {
        name: "requirement",
        seeds: &[
            "demo",
            "Demo.App[a, b_c] >=1.0,<2 ; extra == 'x'",
            "demo (>=1.0)",
            "demo[]==1.*",
            "demo @ https://example.org/x.zip ; os_name == \"nt\"",
            "demo; python_version < '3.8' and (sys_platform == 'win32' or extra=='a')",
            "demo>=1;platform.machine not in 'x86 arm' or '3' in python_full_version",
            "demo ~= 1.0 ; python_implementation == 'C\\x50ython'",
        ],
        pieces: &[
            ";",
            "[",
            "]",
            "(",
            ")",
            ",",
            "@",
            "'",
            "\"",
            " ",
            "and",
            "or",
            "not",
            "in",
            "==",
            ">=",
            "===",
            "~=",
            "1",
            ".*",
            "extra",
            "os.name",
            "os_name",
            "x",
            "-",
            ".",
            "\\",
            "\\n",
            "\\x41",
            "\t",
            "implementation_name",
            "é",
            " and ",
            " or ",
            "extras",
        ],
        ours: requirement,
    },
    Kind {
        name: "license",
        seeds: &[
            "MIT",
            "mit AND (Apache-2.0 or BSD-3-Clause)",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
            "LicenseRef-Own.1 OR GPL-2.0+",
            "((MIT))",
        ],
        pieces: &[
            "(",
            ")",
            " AND ",
            " or ",
            " with ",
            "+",
            "MIT",
            " ",
            "LicenseRef-",
            "licenseref-x",
            "_",
            "-",
            "GPL-3.0",
            "LLVM-exception",
            ".",
            "and",
            "é",
        ],
        ours: |text| match LicenseExpression::parse(text) {
            Ok(expression) => expression.canonical,
            Err(_) => REFUSED.into(),
        },
    },
    Kind {
        name: "wheel",
        seeds: &[
            "demo-1.0-py3-none-any.whl",
            "Demo.App-1.0rc1-7b-cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
            "demo_app-2!1.0.post1-py2.py3-none-any.whl",
        ],
        pieces: &[
            "-", "_", ".", "1", "0", "py3", "x", "__", "é", "whl", "-1-", "none", "a",
        ],
        ours: |text| match FileName::parse(text) {
            Ok(FileName::Wheel {
                name,
                version,
                build,
                tags,
            }) => {
                let tags: Vec<String> = tags.expanded().into_iter().collect();
                let build = if build.is_some() { "True" } else { "False" };
                format!("{name}|{version}|{build}|{}", tags.join(","))
            }
            _ => REFUSED.into(),
        },
    },
    Kind {
        name: "sdist",
        seeds: &[
            "demo-1.0.tar.gz",
            "my-demo.x-2.0rc1.tar.gz",
            "demo_app-1!0.tar.gz",
        ],
        pieces: &[
            "-", "_", ".", "1", "0", "x", ".post1", ".tar", ".gz", "é", "+l",
        ],
        ours: |text| match FileName::parse(text) {
            Ok(FileName::Sdist { name, version }) => format!("{name}|{version}"),
            _ => REFUSED.into(),
        },
    },
    Kind {
        name: "metadata",
        seeds: METADATA,
        pieces: &[
            "\n",
            " ",
            ":",
            "-",
            "Summary: x\n",
            "Dynamic: Version\n",
            "Dynamic: Summary\n",
            "Import-Name: a\n",
            "Import-Name: a.class\n",
            "License-File: a/../b\n",
            "License-File: ./LICENSE\n",
            "License-Expression: MIT\n",
            "Provides-Extra: a b\n",
            "Requires-Dist: x ==\n",
            "Requires-Python: 3\n",
            "Project-URL: a, https://x.org\n",
            "Name: other\n",
            "Classifier: x\n",
            "\n\n",
            "text/x-rst; charset=utf-8",
            "é",
            "2.1",
            "2.5",
            "1.0",
            "UNKNOWN",
            "Description: x\n",
            "Keywords: a\n",
            "\t",
            "; private",
        ],
        ours: metadata,
    },
    Kind {
        name: "email",
        seeds: &[
            "a@example.org",
            "Ada L <ada.l+x@mail.example.org>",
            "\"L, Ada\" <ada@example.co>",
            "é@x.org",
            "a@b.museum (comment)",
        ],
        pieces: &[
            "@", ".", "-", "<", ">", "x", "1", "_", "--", ".test", "org", "..", "+", "b.c",
        ],
        ours: |text| match addresses(text).as_slice() {
            [one] if check_email(one).is_ok() => "sound".into(),
            [_] => REFUSED.into(),
            _ => "?".into(),
        },
    },
    Kind {
        name: "url",
        seeds: &[
            "https://example.org/a/b?c=d#e",
            "http://user@example.org:8080/",
            "https://[2001:db8::1]/x",
            "https:example.org/a%20b",
            "HTTP://EXAMPLE.org/~x;y",
            "https://127.0.0.1/",
        ],
        pieces: &[
            ":", "/", "//", "?", "#", "%", "%4", "%41", "@", " ", "[", "]", ".", "1", "80", "é",
            "<", "\\", "|", "{", "_", "*", "ftp", "\"", "^",
        ],
        ours: |text| match check_url(text) {
            Err(error) if error.is_refused() => REFUSED.into(),
            _ => "sound".into(),
        },
    },
];

const METADATA: &[&str] = &[
    "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nSummary: A demo\nLicense-Expression: MIT\nLicense-File: LICENSE\n\
     Requires-Python: >=3.9\nRequires-Dist: other>=1; extra == 'x'\nProvides-Extra: x\nDynamic: Keywords\n\
     Project-URL: Homepage, https://example.org\nDescription-Content-Type: text/markdown\n\n# demo\n",
    "Metadata-Version: 2.5\nName: Demo.App\nVersion: 1.0rc1\nImport-Name: demo\nImport-Name: demo._x; private\n\
     Import-Namespace: spam\nDescription-Content-Type: text/x-rst; charset=UTF-8\n\nbody",
    "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nAuthor: A\nClassifier: B\nClassifier: C\nPlatform: any\n\
     Keywords: a,b\nLicense: some\n  text\n        \n  more\n",
    "Metadata-Version: 1.1\nName: demo\nVersion: 1.0\nHome-page: x\nRequires: y\n",
];

/// What we refuse and the reference takes, or the other way round, each with its reason.
const EXCEPTIONS: &[(&str, &str, Differs)] = &[
    (
        "requirement",
        "a name or extra that ends in `_` is none by the specification, and `packaging` looks no closer",
        |text, ours, _| ours == REFUSED && text.contains('_'),
    ),
    (
        "wheel",
        "letters other than ASCII: no installer knows such a tag, and PyPI takes no such name",
        |text, ours, _| ours == REFUSED && !text.is_ascii(),
    ),
    (
        "wheel",
        "names that are none by the specification of core metadata, which PyPI looks at apart from the file name",
        |text, ours, _| {
            let name = text.split('-').next().unwrap_or_default();
            ours == REFUSED && ProjectName::new(name).is_none()
        },
    ),
    (
        "wheel",
        "two underscores in the name are for a rule of their own, `wheel-filename-name`",
        |text, _, theirs| {
            theirs == REFUSED && text.split('-').next().unwrap_or_default().contains("__")
        },
    ),
    (
        "sdist",
        "`packaging` takes any name before the last dash, and knows no version with one in it",
        |text, ours, _| {
            let (name, version) = text.rsplit_once('-').unwrap_or_default();
            let is_odd = ProjectName::new(name).is_none() || text.ends_with(".zip");
            (ours == REFUSED && is_odd)
                || (ours != REFUSED && (name.contains('-') || version.is_empty()))
        },
    ),
    (
        "metadata",
        "after a line that is no header Python's reader takes all for the description; we tell",
        |_, ours, _| ours == "- metadata-parse",
    ),
    (
        "metadata",
        "`packaging` refuses `License-File` before metadata 2.4; PyPI takes it, and most files have it",
        |text, ours, _| ours == "sound" && text.contains("License-File"),
    ),
    (
        "metadata",
        "PyPI refuses a label that is missing or long, and `Dynamic: Dynamic`; `packaging` does not",
        |_, ours, _| ours == "- project-url-label" || ours == "- dynamic-invalid",
    ),
    (
        "email",
        "readers differ in what they make of unusual forms, so these weigh no more than a warning",
        |text, _, _| !is_plain_address(text),
    ),
];

type Differs = fn(text: &str, ours: &str, theirs: &str) -> bool;

fn requirement(text: &str) -> String {
    let Ok(read) = Requirement::parse(text) else {
        return REFUSED.into();
    };
    let extras: Vec<&str> = read.extras.iter().map(ProjectName::as_str).collect();
    format!(
        "{}|{}|{}|{}",
        read.name,
        extras.join(","),
        read.url.unwrap_or_default(),
        read.condition.as_ref().map(marker).unwrap_or_default()
    )
}

/// A marker as the script writes it.
fn marker(marker: &Marker) -> String {
    let operand = |operand: &Operand| match operand {
        Operand::Variable(name) => (*name).to_owned(),
        Operand::Text(text) => {
            let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            format!("'{hex}")
        }
    };
    match marker {
        Marker::Comparison {
            left,
            operator,
            right,
        } => {
            let operator = operator.replace(' ', "_");
            format!("({} {operator} {})", operand(left), operand(right))
        }
        Marker::Group { parts, joints } => {
            let mut words = vec![self::marker(&parts[0])];
            for (joint, part) in joints.iter().zip(&parts[1..]) {
                words.push((*joint).to_owned());
                words.push(self::marker(part));
            }
            format!("[{}]", words.join(" "))
        }
    }
}

/// The rules that `packaging` has, too.
const SHARED: &[&str] = &[
    "metadata-parse",
    "metadata-unknown-field",
    "metadata-duplicate-field",
    "metadata-version-unsupported",
    "metadata-field-too-new",
    "metadata-required-field",
    "metadata-version-mismatch",
    "project-name-invalid",
    "summary-multiline",
    "project-url-label",
    "requires-dist-invalid",
    "requires-python-invalid",
    "provides-extra-invalid",
    "description-content-type",
    "license-expression-invalid",
    "license-file-path",
    "dynamic-invalid",
    "import-name-invalid",
];

fn metadata(text: &str) -> String {
    let facts = Metadata {
        core: CoreMetadata::new(Document {
            archive: Path::new("demo-1.0-py3-none-any.whl").into(),
            name: "demo-1.0.dist-info/METADATA".into(),
            bytes: text.as_bytes().into(),
        }),
        file_name: None,
        is_wheel: true,
        missing_license_files: Vec::new(),
        top_levels: None,
        are_tables_old: false,
    };
    let mut findings = Findings::default();
    for rule in rules::metadata::RULES {
        if SHARED.contains(&rule.about.name) {
            findings.run(rule, Severity::Error, &facts);
        }
    }
    let mut errors = findings.found().iter();
    match errors.find(|finding| finding.severity == Severity::Error) {
        Some(finding) => format!("- {}", finding.rule.name),
        None => "sound".into(),
    }
}

/// A seed with up to four changes.
fn text(dice: &mut Dice, kind: &Kind) -> String {
    let mut chars: Vec<char> = dice.pick(kind.seeds).chars().collect();
    for _ in 0..dice.roll(5) {
        let at = dice.roll(chars.len() + 1);
        let end = (at + dice.roll(4)).min(chars.len());
        match dice.roll(4) {
            0 => drop(chars.drain(at..end)),
            1 => drop(chars.splice(at..end, dice.pick(kind.pieces).chars())),
            2 => drop(chars.splice(at..at, dice.pick(kind.pieces).chars())),
            _ => {
                // At a place where a part begins, so that more stays sound.
                let starts: Vec<usize> = (0..chars.len()).filter(|at| chars[*at] == '\n').collect();
                let at = match starts.len() {
                    0 => at,
                    count => starts[dice.roll(count)] + 1,
                };
                drop(chars.splice(at..at, dice.pick(kind.pieces).chars()));
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn what_pypis_own_readers_say_is_what_we_say() {
    tools();
    let scratch = Scratch::new();
    let mut dice = Dice(508);
    let mut input = String::new();
    let mut texts = Vec::new();
    for kind in KINDS {
        for _ in 0..TEXTS {
            let text = text(&mut dice, kind);
            let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            input += &format!("{}\t{hex}\n", kind.name);
            texts.push((kind, text));
        }
    }
    scratch.write("texts.txt", input);
    scratch.write("answer.py", include_str!("support/packaging.py"));
    let python = tool("python");
    let output = scratch.run(Command::new(python).args(["-X", "utf8", "answer.py", "texts.txt"]));
    assert!(output.status.success(), "{}", crate::support::text(&output));
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> = answers.lines().collect();
    assert_eq!(answers.len(), texts.len());
    let mut wrong = Vec::new();
    let mut table = String::new();
    for kind in KINDS {
        let (mut sound, mut excepted, mut differ) = (0, 0, 0);
        for ((_, text), theirs) in texts
            .iter()
            .zip(&answers)
            .filter(|((of, _), _)| of.name == kind.name)
        {
            let ours = (kind.ours)(text);
            sound += usize::from(*theirs != REFUSED);
            let both_refuse = ours.starts_with('-') && *theirs == REFUSED;
            let both_take = ours == "+" && *theirs != REFUSED;
            if ours == *theirs || both_refuse || both_take {
                continue;
            }
            let mut exceptions = EXCEPTIONS.iter().filter(|(of, ..)| *of == kind.name);
            if exceptions.any(|(_, _, differs)| differs(text, &ours, theirs)) {
                excepted += 1;
                continue;
            }
            differ += 1;
            if differ <= 8 {
                wrong.push(format!("{}: {text:?}: {ours}, theirs {theirs}", kind.name));
            }
        }
        table += &format!(
            "{}: {TEXTS} texts, {sound} sound, {excepted} excepted, {differ} differ\n",
            kind.name
        );
        let few = TEXTS / 20;
        if !(few..TEXTS - few).contains(&sound) {
            wrong.push(format!(
                "{}: {sound} of {TEXTS} are sound: too few of one kind",
                kind.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{table}{}", wrong.join("\n"));
}

#[test]
fn the_reference_tables_are_what_their_sources_say() {
    tools();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dist/tables/refresh.py");
    let output = Scratch::new().run(Command::new(tool("python")).arg(script).arg("--check"));
    assert!(output.status.success(), "{}", crate::support::text(&output));
}
