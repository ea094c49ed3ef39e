//! Damaged texts, the same ones each time: whatever stands in a file of a distribution, reading it ends and tells.
use crate::oracles::Dice;
use release_guard::dist::{
    CoreMetadata, Document, EntryPoints, FileName, LicenseExpression, Record, Requirement,
    Specifier, WheelFile, addresses, check_email, check_url,
};
use release_guard::rule::{Findings, Severity};
use release_guard::validate_dist::{FileNameFacts, Metadata, rules};
use std::path::Path;

/// How many texts each reader gets.
const TEXTS: usize = 1_500;

fn document(bytes: &[u8]) -> Document {
    Document {
        archive: Path::new("demo-1.0-py3-none-any.whl").into(),
        name: "demo-1.0.dist-info/METADATA".into(),
        bytes: bytes.into(),
    }
}

/// Runs every rule about metadata, and shows what each finds, so that places are computed, too.
fn judge_metadata(bytes: &[u8]) {
    for is_wheel in [true, false] {
        let facts = Metadata {
            core: CoreMetadata::new(document(bytes)),
            file_name: FileName::parse("demo-1.0-py3-none-any.whl").ok(),
            is_wheel,
            missing_license_files: vec!["x/LICENSE".into()],
            top_levels: is_wheel.then(|| ["demo".to_owned()].into()),
            are_tables_old: is_wheel,
        };
        let mut findings = Findings::default();
        for rule in rules::metadata::RULES {
            findings.run(rule, Severity::Error, &facts);
        }
        for finding in findings.found() {
            assert!(!finding.places.is_empty() && finding.help.is_some());
        }
        for field in &facts.core.headers.fields {
            assert!(bytes.get(field.span.clone()).is_some());
            assert!(bytes.get(field.value_span.clone()).is_some());
            assert!(bytes.get(field.exact_span.clone()).is_some());
        }
        assert!(bytes.get(facts.core.headers.body.clone()).is_some());
    }
}

fn judge_file_name(text: &str) {
    let facts = FileNameFacts::new(Path::new(text));
    let mut findings = Findings::default();
    for rule in rules::file_name::RULES {
        findings.run(rule, Severity::Error, &facts);
    }
    if let Ok(name) = FileName::parse(text) {
        // What is written is read as the same.
        assert_eq!(
            FileName::parse(&name.to_string()).as_ref(),
            Ok(&name),
            "{text}"
        );
    }
}

type Reader = fn(&[u8]);

/// Each reader with a text that it takes.
const READERS: &[(&str, Reader)] = &[
    (
        "Metadata-Version: 2.5\nName: demo\nVersion: 1.0\nSummary: A demo\n  more\nAuthor-email: Ada <ada@x.org>\n\
         License-Expression: MIT OR (GPL-2.0 WITH LLVM-exception)\nLicense-File: LICENSE\nImport-Name: demo\n\
         Requires-Python: >=3.9,<4\nRequires-Dist: other[a]>=1; extra == 'x' and (os_name != \"nt\")\n\
         Provides-Extra: x\nProject-URL: Home, https://x.org\nClassifier: Programming Language :: Python :: 3.8\n\
         Dynamic: Summary\nKeywords: a b c\nDescription-Content-Type: text/markdown\n\n# demo\n",
        judge_metadata,
    ),
    (
        "demo_app-1!1.0rc1.post2+l-7b-py2.py3-none-any.whl",
        |bytes| judge_file_name(&text(bytes)),
    ),
    ("demo-app-1.0-1.tar.gz", |bytes| {
        judge_file_name(&text(bytes))
    }),
    (
        "demo[a, b] (>=1.0,<2) ; extra == 'x\\x41' or not_x not in \"y\"",
        |bytes| {
            drop(Requirement::parse(&text(bytes)));
        },
    ),
    (">=3.9, !=3.10.*, ~=1.2, ===x, <1!2+l", |bytes| {
        for specifier in Specifier::parse_all(&text(bytes)).unwrap_or_default() {
            specifier.may_match(3, 9);
        }
    }),
    (
        "mit and (apache-2.0+ or licenseref-X) with LLVM-exception",
        |bytes| {
            if let Ok(read) = LicenseExpression::parse(&text(bytes)) {
                let again = LicenseExpression::parse(&read.canonical).unwrap();
                assert_eq!(again.canonical, read.canonical);
            }
        },
    ),
    ("\"A, B\" <a@x.org>, b@y.org (c), d", |bytes| {
        for address in addresses(&text(bytes)) {
            drop(check_email(&address));
        }
    }),
    ("https://user@[::1]:80/a%20b?c#d", |bytes| {
        drop(check_url(&text(bytes)))
    }),
    (
        "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        |bytes| {
            drop(WheelFile::new(document(bytes)));
        },
    ),
    (
        "demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n\"a\"\"b\",,\n",
        |bytes| {
            drop(Record::new(document(bytes)));
        },
    ),
    (
        "[console_scripts]\ndemo = demo.cli:main [x]\n# c\n[a.b]\nc: d\n  e\n",
        |bytes| {
            drop(EntryPoints::new(document(bytes)));
        },
    ),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn damaged_texts_are_read_to_their_end() {
    let pieces: &[&[u8]] = &[
        b"\0",
        b"\r",
        b"\n",
        b"\r\n",
        b"\n ",
        b"\xff",
        b"\xc3",
        "é".as_bytes(),
        "\u{2028}".as_bytes(),
        b":",
        b";",
        b",",
        b"\"",
        b"'",
        b"(",
        b")",
        b"[",
        b"]",
        b"@",
        b"%",
        b"\\",
        b"\\u",
        b"\\",
        b"-",
        b"..",
        b"=",
        b"  ",
        b"99999999999999999999999",
    ];
    let mut dice = Dice(2026);
    for (seed, read) in READERS {
        read(seed.as_bytes());
        read(b"");
        for _ in 0..TEXTS {
            let mut bytes = seed.as_bytes().to_vec();
            for _ in 0..=dice.roll(8) {
                let at = dice.roll(bytes.len() + 1);
                let end = (at + dice.roll(12)).min(bytes.len());
                match dice.roll(5) {
                    0 => drop(bytes.drain(at..end)),
                    1 => bytes.truncate(at),
                    2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                    3 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
                    _ => {
                        let piece = pieces[dice.roll(pieces.len())];
                        drop(bytes.splice(at..end, piece.iter().copied()));
                    }
                }
            }
            read(&bytes);
        }
    }
}

#[test]
fn long_texts_take_no_longer_than_they_are() {
    let begun = std::time::Instant::now();
    let many = |line: &str| line.repeat(5_000);
    judge_metadata(many("Requires-Dist: a[b]; extra == 'c'\n").as_bytes());
    judge_metadata(many("Classifier: nothing\n").as_bytes());
    judge_metadata(many("License-File: a\nProvides-Extra: b\nImport-Name: c\n").as_bytes());
    judge_metadata(many(" x\n").as_bytes());
    judge_metadata(format!("Name: {}\n", many("a-")).as_bytes());
    judge_metadata(format!("License-Expression: {}\n", many("LicenseRef-a OR ")).as_bytes());
    judge_metadata(format!("Author-email: {}\n", many("a@b.org, ")).as_bytes());
    judge_metadata(format!("Requires-Dist: a; {}\n", many("(")).as_bytes());
    judge_metadata(format!("Requires-Python: {}\n", many(">=1,")).as_bytes());
    let taken = begun.elapsed();
    assert!(taken.as_secs() < 60, "{taken:?}");
}
