//! `validate-dist` as users run it: sound files, hostile ones, and those that real tools build.
use crate::support::{Scratch, tools};
use release_guard::dist::{Entry, tar_gz, zip};
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;
use std::process::Command;

const WHEEL: &str = "demo-1.0-py3-none-any.whl";
const SDIST: &str = "demo-1.0.tar.gz";

/// Checks a file of these bytes; returns the exit status and all that was written.
fn checked(name: &str, bytes: &[u8]) -> (i32, String) {
    let scratch = Scratch::new();
    scratch.write(&format!("dist/{name}"), bytes);
    let path = format!("dist/{name}");
    let (status, out, error) = scratch.program("validate-dist", &[&path]);
    assert!(!error.contains("panicked"), "{error}");
    (status, out + &error)
}

#[test]
fn sound_files_are_sound() {
    let scratch = Scratch::new();
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &[]));
    scratch.write(&format!("dist/{SDIST}"), sample(SDIST, &[]));
    scratch.write("dist/release.json", "{}");
    let (status, out, error) = scratch.program("validate-dist", &["--tag", "v1.0"]);
    assert_eq!(
        (status, out.as_str(), error.as_str()),
        (
            0,
            "validate-dist: nothing wrong in dist/demo-1.0-py3-none-any.whl, dist/demo-1.0.tar.gz\n",
            ""
        )
    );
}

#[test]
fn without_distributions_it_could_not_look() {
    let scratch = Scratch::new();
    assert_eq!(
        scratch.program("validate-dist", &[]),
        (
            2,
            String::new(),
            "error: there is no `dist`; make the distributions first: `python -m build`\n".into()
        )
    );
    std::fs::create_dir(scratch.root().join("dist")).unwrap();
    let (status, _, error) = scratch.program("validate-dist", &[]);
    assert_eq!(status, 2);
    assert!(
        error.contains("there is no distribution in `dist`"),
        "{error}"
    );
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &[]));
    let (status, _, error) = scratch.program("validate-dist", &["--tag", "latest"]);
    assert_eq!(status, 2);
    assert!(
        error.contains("the tag `latest` does not end in a version"),
        "{error}"
    );
}

#[test]
fn a_finding_shows_its_line() {
    let changes = [Change::Replace("METADATA", ">=3.9", ">=3.9.*")];
    let (status, out) = checked(WHEEL, &sample(WHEEL, &changes));
    assert_eq!(status, 1);
    for part in [
        "error[requires-python-invalid]: `Requires-Python: >=3.9.*` cannot be read: `.*` in `>=3.9.*` can only follow `==` and `!=`",
        "--> dist/demo-1.0-py3-none-any.whl/demo-1.0.dist-info/METADATA:7:18",
        "Requires-Python: >=3.9.*",
        "validate-dist: 1 error in dist/demo-1.0-py3-none-any.whl",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
}

#[test]
fn another_version_than_the_tags_is_found() {
    let scratch = Scratch::new();
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &[]));
    let (status, out, _) = scratch.program("validate-dist", &["--tag", "v1.1"]);
    assert_eq!(status, 1);
    assert!(out.contains("error[dist-version-vs-tag]"), "{out}");
    assert!(out.contains("warning[dist-set-incomplete]"), "{out}");
}

#[test]
fn several_files_have_one_report_with_a_line_each_in_their_order() {
    let scratch = Scratch::new();
    let names = ["a", "b", "c"].map(|folder| format!("{folder}/{WHEEL}"));
    let bytecode = [Change::Write("demo/cli.pyc", "x")];
    scratch.write(&names[0], sample(WHEEL, &bytecode));
    scratch.write(&names[1], sample(WHEEL, &[]));
    let both = [bytecode[0], Change::Remove("/RECORD")];
    scratch.write(&names[2], sample(WHEEL, &both));
    let mut args: Vec<&str> = names.iter().map(String::as_str).collect();
    args.extend(["--ignore", "dist-info-not-last"]);
    let (status, out, _) = scratch.program("validate-dist", &args);
    assert_eq!(status, 1);
    let lines = "\
a/demo-1.0-py3-none-any.whl: 1 warning
b/demo-1.0-py3-none-any.whl: nothing wrong
c/demo-1.0-py3-none-any.whl: 1 error, 1 warning
validate-dist: 1 error, 2 warnings in a/demo-1.0-py3-none-any.whl, b/demo-1.0-py3-none-any.whl, c/demo-1.0-py3-none-any.whl
";
    assert!(out.ends_with(lines), "{out}");
    let (_, out, _) = scratch.program(
        "validate-dist",
        &[&["--format", "json"], &args[..]].concat(),
    );
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let files = report["files"].as_array().unwrap();
    let paths: Vec<&str> = files
        .iter()
        .filter_map(|file| file["path"].as_str())
        .collect();
    assert_eq!(paths, &args[..3]);
    let file = files[1].as_object().unwrap();
    let keys: Vec<&String> = file.keys().collect();
    assert_eq!(
        keys,
        ["path", "sha256", "size", "kind", "name", "version", "tags"]
    );
    assert_eq!(
        (&file["kind"], &file["version"]),
        (&"wheel".into(), &"1.0".into())
    );
    assert_eq!(file["tags"], serde_json::json!(["py3-none-any"]));
    let findings = report["findings"].as_array().unwrap();
    let places: Vec<_> = findings
        .iter()
        .map(|finding| {
            (
                &finding["rule"],
                &finding["places"][0]["path"],
                &finding["places"][0]["member"],
            )
        })
        .map(|(rule, path, member)| [rule, path, member].map(|value| value.as_str().unwrap_or("-")))
        .collect();
    assert_eq!(
        places,
        [
            ["bytecode-in-wheel", args[0], "demo/cli.pyc"],
            ["record-missing", args[2], "-"],
            ["bytecode-in-wheel", args[2], "demo/cli.pyc"],
        ]
    );
}

#[test]
fn rules_are_chosen_by_name_group_and_peer() {
    let scratch = Scratch::new();
    let changes = [
        Change::Write("demo/cli.pyc", "x"),
        Change::Write("tests/x.py", ""),
        Change::Write("demo/.env", "y"),
    ];
    scratch.write(WHEEL, sample(WHEEL, &changes));
    let rules = |args: &[&str]| {
        let args = [&["--format", "concise", WHEEL], args].concat();
        let (status, out, error) = scratch.program("validate-dist", &args);
        assert!(status < 2, "{error}");
        let name = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        let mut found: Vec<String> = out.lines().filter_map(name).collect();
        found.sort();
        (status, found.join(" "))
    };
    let says = |status, found: &str| (status, found.to_owned());
    assert_eq!(
        rules(&["--ignore", "dist-info-not-last"]),
        says(
            1,
            "bytecode-in-wheel secret-in-dist top-level-common-name top-level-multiple"
        )
    );
    assert_eq!(rules(&["--select", "W001"]), says(0, "bytecode-in-wheel"));
    assert_eq!(
        rules(&["--select", "W001", "--strict"]),
        says(1, "bytecode-in-wheel")
    );
    assert_eq!(
        rules(&["--select", "library"]),
        says(0, "top-level-common-name top-level-multiple")
    );
    assert_eq!(
        rules(&["--select", "library,contents", "--ignore", "W009"]),
        says(1, "secret-in-dist top-level-common-name")
    );
    assert_eq!(
        rules(&["--select", "check-wheel-contents", "--ignore", "library"]),
        says(0, "bytecode-in-wheel")
    );
    let (status, _, error) = scratch.program("validate-dist", &["--select", "libary", WHEEL]);
    assert_eq!(status, 2);
    assert!(error.contains("did you mean `library`?"), "{error}");
}

#[test]
fn what_the_project_declares_must_be_there() {
    let scratch = Scratch::new();
    scratch.write(
        "pyproject.toml",
        "[tool.release-guard.dist]\npackage = [\"demo\"]\n",
    );
    scratch.write(WHEEL, sample(WHEEL, &[]));
    let (status, _, error) = scratch.program("validate-dist", &[WHEEL]);
    assert_eq!(
        (status, error.as_str()),
        (
            2,
            "error: `package` of `[tool.release-guard.dist]` names `demo`, and the project has no such file or folder\n"
        )
    );
    scratch.write("demo/__init__.py", "");
    scratch.write("demo/cli.py", "");
    let (status, out, error) = scratch.program("validate-dist", &["--strict", WHEEL]);
    assert_eq!(status, 0, "{out}{error}");
}

#[test]
fn a_wheel_of_many_members_is_judged_the_same_every_time() {
    let modules: Vec<(String, String)> = (0..200)
        .map(|at| (format!("demo/m{at}.py"), format!("# {at}\n").repeat(2000)))
        .collect();
    let mut entries = vec![Entry::new("demo/__init__.py", "")];
    entries.extend(
        modules
            .iter()
            .map(|(name, text)| Entry::new(name.as_str(), text.as_str())),
    );
    let rows: String = modules
        .iter()
        .map(|(name, _)| format!("{name},sha256=AAAA,1\n"))
        .collect();
    let info = "demo-1.0.dist-info";
    entries.push(Entry::new(format!("{info}/RECORD"), rows));
    let scratch = Scratch::new();
    scratch.write(WHEEL, zip(&entries));
    let args = ["--format", "json", "--select", "contents", WHEEL];
    let first = scratch.program("validate-dist", &args);
    assert!(
        first.1.contains("record-hash") && first.1.contains("record-size"),
        "{}",
        first.1
    );
    for _ in 0..5 {
        assert_eq!(scratch.program("validate-dist", &args), first);
    }
}

#[test]
fn the_tree_shows_what_is_in_it() {
    let scratch = Scratch::new();
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &[]));
    let path = format!("dist/{WHEEL}");
    let (status, out, _) = scratch.program("validate-dist", &["--tree", &path]);
    assert_eq!(status, 0);
    let (first, rest) = out.split_once('\n').unwrap();
    assert!(
        first.starts_with("dist/demo-1.0-py3-none-any.whl (1."),
        "{first}"
    );
    assert_eq!(
        rest,
        "\
├── demo/ (39 bytes)
│   ├── __init__.py (14 bytes)
│   └── cli.py (25 bytes)
└── demo-1.0.dist-info/ (878 bytes)
    ├── licenses/ (18 bytes)
    │   └── LICENSE (18 bytes)
    ├── METADATA (237 bytes)
    ├── RECORD (507 bytes)
    ├── WHEEL (77 bytes)
    └── entry_points.txt (39 bytes)
  top level: demo
  console_scripts: demo = demo.cli:main
  Name: demo
  Version: 1.0
  Summary: A demo for tests
  Requires-Python: >=3.9
  License-Expression: MIT

validate-dist: nothing wrong in dist/demo-1.0-py3-none-any.whl
"
    );
}

#[test]
fn hostile_files_are_findings_and_nothing_worse() {
    let sound = [(WHEEL, sample(WHEEL, &[])), (SDIST, sample(SDIST, &[]))];
    let mut noise = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |length: usize| -> Vec<u8> {
        let mut next = || {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            noise as u8
        };
        (0..length).map(|_| next()).collect()
    };
    for (name, bytes) in &sound {
        let mut cases = vec![Vec::new(), b"not an archive".to_vec(), random(4096)];
        for part in 1..16 {
            cases.push(bytes[..bytes.len() * part / 16].to_vec());
        }
        for case in cases {
            let (status, out) = checked(name, &case);
            assert_eq!(status, 1, "{} bytes: {out}", case.len());
            assert!(out.contains("error["), "{out}");
        }
        // One damaged byte may be harmless, such as one of a time stamp: only a crash is wrong.
        for at in (0..bytes.len()).step_by(bytes.len() / 24) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let (status, out) = checked(name, &damaged);
            assert!(status == 0 || status == 1, "byte {at}: {out}");
        }
    }
}

#[test]
fn bombs_and_names_that_lead_out_are_told() {
    let zeros = vec![0; 70 << 20];
    let evil = |name: &str| Entry::new(name, "x");
    for (name, bytes, rule) in [
        (
            WHEEL,
            zip(&[Entry::new("demo/zeros", zeros.clone())]),
            "zip-bomb",
        ),
        (
            SDIST,
            tar_gz(&[Entry::new("demo-1.0/zeros", zeros)]),
            "tar-bomb",
        ),
        (WHEEL, zip(&[evil("a"), evil("a")]), "zip-duplicate-name"),
        (WHEEL, zip(&[evil("../a")]), "archive-path-traversal"),
        (WHEEL, zip(&[evil("C:\\a")]), "archive-absolute-path"),
        (SDIST, tar_gz(&[evil("/etc/a")]), "tar-absolute-path"),
        (WHEEL, zip(&[]), "dist-info-missing"),
        (SDIST, tar_gz(&[]), "tar-no-single-top-level"),
    ] {
        let (status, out) = checked(name, &bytes);
        assert_eq!(status, 1, "{rule}");
        assert!(out.contains(&format!("error[{rule}]")), "{rule}\n{out}");
    }
}

#[test]
fn what_hatchling_builds_has_no_errors() {
    let scratch = Scratch::new();
    scratch.write(
        "pyproject.toml",
        "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n\n\
         [project]\nname = \"Real.Demo\"\nversion = \"1.2.3\"\ndescription = \"A demo\"\n\
         readme = \"README.md\"\nrequires-python = \">=3.9\"\nlicense = \"MIT\"\n\
         dependencies = [\"packaging >=20; python_version < '3.12'\"]\n\n\
         [project.scripts]\nreal-demo = \"real_demo.cli:main\"\n",
    );
    scratch.write("README.md", "# demo\n");
    scratch.write("LICENSE", "MIT\n");
    scratch.write("src/real_demo/__init__.py", "");
    scratch.write("src/real_demo/cli.py", "def main(): ...\n");
    let output = scratch.run(Command::new(tools().join("bin/python")).args([
        "-m",
        "build",
        "--no-isolation",
        "-q",
    ]));
    assert!(output.status.success(), "{}", crate::support::text(&output));
    let (status, out, error) = scratch.program("validate-dist", &["--tag", "v1.2.3", "--strict"]);
    assert_eq!(status, 0, "{out}{error}");
    let (status, out, _) = scratch.program("validate-dist", &["--tree"]);
    assert_eq!(status, 0);
    assert!(
        out.contains("console_scripts: real-demo = real_demo.cli:main"),
        "{out}"
    );
}
