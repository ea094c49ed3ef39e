//! What the rules say, on their examples and on facts made by hand.
use super::{Declarations, RULES};
use crate::check_version::facts_of;
use crate::edit::apply;
use crate::project::{
    Declaration, Form, GeneratedFile, Package, PatternCount, Role, Site, TwoReadings, VersionTuple,
};
use crate::rule::{Example, Finding, Findings, Severity};
use crate::source::{Origin, Place, SourceFile};

/// Runs all rules.
fn found(facts: &Declarations) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in RULES {
        findings.run(rule, Severity::Error, facts);
    }
    findings.into_found()
}

/// What the rules say, each finding as `rule: message; help`.
fn said(facts: &Declarations) -> Vec<String> {
    let told = |finding: Finding| {
        let help = finding.help.unwrap_or_default();
        format!("{}: {}; {help}", finding.rule.name, finding.message)
    };
    found(facts).into_iter().map(told).collect()
}

#[test]
fn every_rule_speaks_on_its_bad_example_and_is_silent_on_its_good_one() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let name = rule.about.name;
        let bad = found(&facts_of(&rule.about.bad).unwrap());
        if bad.is_empty() || bad.iter().any(|finding| finding.rule.name != name) {
            wrong.push(format!("{name}: {bad:?}"));
        }
        if bad.iter().any(|finding| finding.places.is_empty()) {
            wrong.push(format!("{name} says no place"));
        }
        let good = said(&facts_of(&rule.about.good).unwrap());
        wrong.extend(good.iter().map(|good| format!("{name}, good: {good}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The place of the only line of a file, without its line end.
fn line(path: &str, text: &str) -> Place {
    let file = SourceFile::new(path.into(), text.as_bytes());
    file.place(0..text.len(), "")
}

fn declared(site: Site, role: Role, raw: &str) -> Declaration {
    Declaration::new(site, role, raw, line(site.name(), raw))
}

fn facts(declarations: impl IntoIterator<Item = Declaration>) -> Declarations {
    Declarations {
        package: Package {
            name: Some("pkg".into()),
            is_built: true,
            declarations: declarations.into_iter().collect(),
            ..Package::default()
        },
        ..Declarations::default()
    }
}

/// What the rules say of a source and a mirror, without the name of the only rule that speaks, and what the fix writes.
fn of_mirror(source: &str, mirror: Declaration, rule: &str) -> (String, Option<String>) {
    let before = mirror.raw.clone();
    let facts = facts([declared(Site::Project, Role::Source, source), mirror]);
    let (said, found) = (said(&facts), found(&facts));
    let fixed = found.first().and_then(|finding| {
        let changes = apply(&finding.edits, |_| Some(before.as_bytes().into())).unwrap();
        let after = changes.first()?.after.to_vec();
        Some(String::from_utf8(after).unwrap())
    });
    let own = said.iter().map(|said| {
        let own = said.strip_prefix(&format!("{rule}: "));
        own.unwrap_or_else(|| panic!("not {rule}: {said}"))
    });
    (own.collect::<Vec<_>>().join("\n"), fixed)
}

#[test]
fn a_semver_mirror_says_the_version_as_well_as_semver_can() {
    for (source, raw, expected, fixed) in [
        ("1.2.0rc1", "1.2.0-rc.1", "", None),
        ("1.2.0rc1", "1.2.0-rc1", "", None),
        ("1.2", "1.2.0", "", None),
        ("1.2.0", "0.0.0", "", None),
        ("1.2.0.post1", "1.2.0", "", None),
        ("1.2.0.post1", "1.2.0-post.1", "", None),
        (
            "1.2.0",
            "1.1.0",
            "`1.1.0` in `cargo`, line 1, column 1 is not `1.2.0`, the version of `pkg`; write `1.2.0`",
            Some("1.2.0"),
        ),
        (
            "1.2.0rc1",
            "1.2.0rc1",
            "`1.2.0rc1` in `cargo`, line 1, column 1 is not a SemVer version; it is to say `1.2.0rc1`, the version of `pkg`; write `1.2.0-rc.1`",
            Some("1.2.0-rc.1"),
        ),
        (
            "1.2.0",
            "next",
            "`next` in `cargo`, line 1, column 1 is not a SemVer version; it is to say `1.2.0`, the version of `pkg`; write `1.2.0`",
            Some("1.2.0"),
        ),
        (
            "1.2.0.post1",
            "1.1.0",
            "`1.1.0` in `cargo`, line 1, column 1 does not have the numbers of `1.2.0.post1`, the version of `pkg`; `1.2.0.post1` has no form in SemVer: SemVer has no post-release; write its numbers, `1.2.0`",
            None,
        ),
    ] {
        let mirror = declared(Site::Cargo, Role::Mirror, raw);
        let (said, written) = of_mirror(source, mirror, "semver-mirror-mismatch");
        assert_eq!(said, expected, "{source} {raw}");
        assert_eq!(written.as_deref(), fixed, "{source} {raw}");
    }
}

#[test]
fn a_source_in_semver_form_is_compared_with_the_program() {
    let source = |raw| declared(Site::Cargo, Role::Source, raw);
    let module = |raw| declared(Site::PythonModule, Role::Mirror, raw);
    for (source, module, expected) in [
        (source("1.2.0-rc.1"), module("1.2.0rc1"), &[][..]),
        (
            source("1.2.0"),
            module("1.1.0"),
            &[
                "version-mismatch: the versions of `pkg` disagree: `1.2.0` in `cargo`, line 1, column 1, but `1.1.0` in `python-module`, line 1, column 1; write `1.2.0` in every place, as `check-version --fix --to 1.2.0` does: `[package] version` is what the package is built with",
            ],
        ),
        (
            source("1.2.0rc1"),
            module("1.2.0rc1"),
            &[
                "semver-mirror-mismatch: `1.2.0rc1` in `cargo`, line 1, column 1 is not a SemVer version; write `1.2.0-rc.1`",
            ],
        ),
    ] {
        assert_eq!(said(&facts([source, module])), expected);
    }
}

#[test]
fn a_citation_names_the_release() {
    for (source, raw, expected) in [
        ("1.2.0", "v1.2", ""),
        ("1.2.0.dev1", "1.1.0", ""),
        ("1.2.0", "unknown", ""),
        (
            "1.2.0",
            "1.1.0",
            "the citation names version `1.1.0`, but `pkg` is `1.2.0`; write `1.2.0`",
        ),
        (
            "1.2.0rc1",
            "1.3.0",
            "the citation names version `1.3.0`, but `pkg` is `1.2.0rc1`; write `1.2.0rc1`",
        ),
    ] {
        let mirror = declared(Site::Citation, Role::Mirror, raw);
        let (said, fixed) = of_mirror(source, mirror, "stale-citation");
        assert_eq!(said, expected, "{source} {raw}");
        assert_eq!(fixed.is_some(), !expected.is_empty());
    }
    let mut facts = facts([declared(Site::Project, Role::Source, "1.2.0")]);
    facts.package.cited_on = Some(("2026-01-02".into(), line("CITATION.cff", "2026-01-02")));
    for (day, expected) in [
        ((2026, 1, 2), &[][..]),
        (
            (2026, 1, 3),
            &[
                "stale-citation: the citation says that `1.2.0` was released on `2026-01-02`, but the changelog says `2026-01-03`; write `2026-01-03`",
            ],
        ),
    ] {
        let (year, month, day) = day;
        let day = jiff::civil::date(year, month, day);
        facts.released_on = Some((day, line("CHANGELOG.md", "## 1.2.0 - 2026-01-03")));
        assert_eq!(said(&facts), expected);
    }
}

#[test]
fn a_tuple_is_compared_with_the_version() {
    let text = "(1, 1, 0)";
    let file = SourceFile::new("pkg.py".into(), text.as_bytes());
    let part = |at: usize| (text[at..=at].to_owned(), file.place(at..at + 1, ""));
    let tuple = VersionTuple {
        name: "version_info",
        parts: vec![part(1), part(4), part(7)],
        place: file.place(0..text.len(), ""),
    };
    for (source, expected) in [
        ("1.1", &[][..]),
        (
            "1.2.0",
            &[
                "version-tuple-mismatch: `version_info` is `(1, 1, 0)`, but `pkg` is `1.2.0`; write the numbers of `1.2.0`",
            ],
        ),
    ] {
        let mut facts = facts([declared(Site::Project, Role::Source, source)]);
        facts.package.tuples.push(tuple.clone());
        assert_eq!(said(&facts), expected);
    }
}

#[test]
fn the_build_and_the_program_read_one_version() {
    let mut facts = facts([]);
    facts.package.readings.push(TwoReadings {
        back_end: "hatchling".into(),
        built: ("1.2".into(), line("pkg.py", "1.2")),
        at_run_time: ("1.2.0".into(), line("pkg.py", "'1.2' '.0'")),
    });
    facts.package.is_built = false;
    assert_eq!(
        said(&facts),
        [
            "backend-reads-other-version: `hatchling` reads `1.2` in `pkg.py`, line 1, column 1, but the running program sees `1.2.0`; write `__version__ = \"1.2.0\"`, plainly and once"
        ]
    );
}

#[test]
fn a_configured_place_is_there_as_often_as_it_should_be() {
    for (wanted, found, expected) in [
        (None, Some(3), &[][..]),
        (Some(2), Some(2), &[]),
        (
            None,
            None,
            &[
                "pattern-count-mismatch: `v{version}` should be in `README.md`, but there is no such file; add the file, or take the place out of the configuration",
            ],
        ),
        (
            None,
            Some(0),
            &[
                "pattern-count-mismatch: `v{version}` should be in `README.md` at least once, but is not there; write the version into `README.md`, or configure the text that holds it",
            ],
        ),
        (
            Some(2),
            Some(1),
            &[
                "pattern-count-mismatch: `v{version}` should be in `README.md` `2` times, but is there once; mend `README.md`, or set `count` to `1`",
            ],
        ),
    ] {
        let mut facts = facts([declared(Site::Project, Role::Source, "1.2.0")]);
        facts.package.patterns.push(PatternCount {
            path: "README.md".into(),
            pattern: "v{version}".into(),
            wanted,
            found,
            place: None,
        });
        assert_eq!(said(&facts), expected, "{wanted:?} {found:?}");
    }
}

#[test]
fn where_the_tag_is_the_version_only_what_python_reads_is_in_the_way() {
    let mut facts = facts([
        declared(Site::PackageJson, Role::Mirror, "1.1.0"),
        declared(Site::Citation, Role::Mirror, "1.1.0"),
        declared(Site::Sphinx, Role::Mirror, "1.1"),
        declared(Site::BumpVersion, Role::Mirror, "1.1.0"),
    ]);
    facts.package.versioned_by = Some("setuptools-scm");
    assert_eq!(said(&facts), [""; 0]);
    facts.recorded.push(GeneratedFile {
        path: "pkg/_version.py".into(),
        place: line("pyproject.toml", "version_file"),
        is_there: true,
    });
    assert_eq!(
        said(&facts),
        [
            "tracked-generated-version-file: `pkg/_version.py` is written by every build, but git records it; run `git rm --cached pkg/_version.py`, and add the file to `.gitignore`"
        ]
    );
}

#[test]
fn a_mismatch_of_many_places_names_two_and_counts_the_rest() {
    let configured = |raw| {
        Declaration::in_form(
            Form::Pep440,
            Site::Configured,
            Role::Mirror,
            raw,
            line(raw, raw),
        )
    };
    let mut facts = facts(["1.2", "1.2.1", "1.1", "1.1.0", "1.0"].map(configured));
    facts.package.opaque = Some("`setup.py`".into());
    assert_eq!(
        said(&facts)[0],
        "version-mismatch: the versions of `pkg` disagree: `1.2` in `1.2`, line 1, column 1, but `1.2.1` in `1.2.1`, line 1, column 1; 3 other places do not say `1.2` either; write the same version in every place, as `check-version --fix --to VERSION` does; the build takes it from `setup.py`"
    );
}

#[test]
fn one_fitting_tag_on_a_commit_is_enough() {
    let tag = |name: &str, version: &str| (name.to_owned(), version.parse().unwrap());
    let mut facts = facts([
        declared(Site::Project, Role::Source, "1.2.0"),
        declared(Site::Sphinx, Role::Mirror, "1.2").of_beginning(),
    ]);
    facts.tags = vec![tag("v1.3.0", "1.3.0"), tag("v1.2.0", "1.2")];
    assert_eq!(said(&facts), [""; 0]);
    facts.tags.pop();
    assert_eq!(
        said(&facts),
        [
            "head-tag-mismatch: the tag `v1.3.0` is of version `1.3.0`, but `pkg` declares `1.2.0`; tag the commit that declares `1.3.0`, or bump the version to it first"
        ]
    );
}

#[test]
fn one_fault_is_told_once_and_where_it_is() {
    const NODE: &str = "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.hatch.version]\nsource = \"nodejs\"\n";
    for (tree, expected, places) in [
        (
            &[
                ("pyproject.toml", NODE),
                ("package.json", r#"{"name": "pkg", "version": "1.2.0"}"#),
                (
                    "package-lock.json",
                    r#"{"version": "1.1.0", "packages": {"": {"version": "1.1.0"}}}"#,
                ),
            ][..],
            "package-lock.json has `1.1.0` for `pkg`, which declares `1.2.0`",
            &["package-lock.json", "package-lock.json", "package.json"][..],
        ),
        (
            &[
                ("pyproject.toml", NODE),
                ("package.json", r#"{"name": "pkg"}"#),
            ],
            "the version should be in `package.json`, but it has no `version`",
            &["pyproject.toml", "package.json"],
        ),
        (
            &[("pyproject.toml", NODE)],
            "the version should be in `package.json`, but there is no such file",
            &["pyproject.toml"],
        ),
        (
            &[
                ("release-guard.toml", "linked = [[\"*\"]]\n"),
                (
                    "a/pyproject.toml",
                    "[project]\nname = \"a\"\nversion = \"1\"\n",
                ),
                (
                    "b/pyproject.toml",
                    "[project]\nname = \"b\"\nversion = \"2\"\n",
                ),
                (
                    "c/pyproject.toml",
                    "[project]\nname = \"c\"\nversion = \"1\"\n",
                ),
            ],
            "`a` and `b` are linked, but declare different versions: `1` in `a/pyproject.toml`, line 3, column 12, and `2` in `b/pyproject.toml`, line 3, column 12",
            &["b/pyproject.toml", "a/pyproject.toml", "c/pyproject.toml"],
        ),
    ] {
        let found = found(&facts_of(&Example::Tree(tree)).unwrap());
        let said: Vec<&str> = found.iter().map(|finding| &*finding.message).collect();
        assert_eq!(said, [expected]);
        let shown = found.iter().flat_map(|finding| &finding.places);
        let shown: Vec<String> = shown
            .map(|place| match &place.origin {
                Origin::File(path) => path.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, places, "{expected}");
    }
}
