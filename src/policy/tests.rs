use super::*;
use crate::source::SourceFile;

/// Facts for the rule below: files, in each of which it finds every `x`.
type Texts = Vec<SourceFile>;

/// A rule under the name of one that the catalogue knows, so that configuration may name it.
static RULE: [Rule<Texts>; 1] = [Rule {
    about: About {
        name: "unknown-rule",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "",
        why: "",
        fix: "",
        from: &[],
        bad: Example::Tree(&[]),
        good: Example::Tree(&[]),
    },
    check: |texts, findings| {
        for file in texts {
            for (at, _) in file.bytes.iter().enumerate().filter(|(_, b)| **b == b'x') {
                findings.push("an x").at(file.place(at..at + 1, ""));
            }
        }
    },
}];

fn config(text: &str) -> Config {
    let snapshot = Snapshot::memory([("release-guard.toml", text)]);
    Config::read(&snapshot, UnknownKeys::Refused).unwrap().0
}

/// What is left after settling: `path:line severity[rule] message`.
fn settled(configuration: &str, files: &[(&str, &str)]) -> Vec<String> {
    let flags = Flags::default();
    let policy = Policy::new(&config(configuration), &flags, Stage::Commit).unwrap();
    let files: Texts = files
        .iter()
        .map(|(path, text)| SourceFile::new(RepoPath::from(*path), text.as_bytes()))
        .collect();
    let mut findings = Findings::default();
    for file in &files {
        findings.look_at(file.clone());
    }
    policy
        .judge(&RULE, || Ok::<_, Infallible>(files), &mut findings)
        .unwrap();
    policy.settle(&mut findings);
    let shown = |finding: &Finding| {
        let at = finding
            .places
            .first()
            .map(crate::report::at)
            .unwrap_or_default();
        format!(
            "{at} {}[{}] {}",
            finding.severity, finding.rule.name, finding.message
        )
    };
    findings.found().iter().map(shown).collect()
}

#[test]
fn what_is_accepted_is_taken_away() {
    let none: [&str; 0] = [];
    let accept = "[[ignore]]\nrule = 'unknown-rule'\npath = 'docs'\nreason = 'r'\n";
    assert_eq!(settled(accept, &[("docs/a", "x"), ("b", "-")]), none);
    assert_eq!(
        settled(accept, &[("docs/a", "x"), ("b", "x")]),
        ["b:1:1 error[unknown-rule] an x"]
    );
    for line in [
        "x  # release-guard: ignore[unknown-rule] reason\n",
        "x <!-- release-guard: ignore[unknown-rule] reason -->\r\n",
        "x // release-guard: ignore[unused-ignore, unknown-rule] reason",
    ] {
        let left = settled("rules.unused-ignore = 'off'", &[("a", line)]);
        assert_eq!(left, none, "{line}");
    }
}

#[test]
fn a_comment_accepts_its_own_line_only() {
    assert_eq!(
        settled(
            "",
            &[("a", "# release-guard: ignore[unknown-rule] why\nx\n")]
        ),
        [
            "a:1:3 note[unused-ignore] `unknown-rule` is accepted in this line, where it found nothing",
            "a:2:1 error[unknown-rule] an x",
        ]
    );
}

#[test]
fn what_is_accepted_in_vain_or_without_a_reason_is_a_finding() {
    assert_eq!(
        settled("[[ignore]]\nrule = 'unknown-rule'\n", &[("a", "-")]),
        [
            "release-guard.toml:2:8 warning[ignore-without-reason] `unknown-rule` is accepted without a reason",
            "release-guard.toml:2:8 note[unused-ignore] `unknown-rule` is accepted in this project, where it found nothing",
        ]
    );
    let other_place = "[[ignore]]\nrule = 'unknown-rule'\npath = 'z'\nreason = 'r'\n";
    let other_rule = "[[ignore]]\nrule = 'unused-ignore'\nreason = 'r'\n";
    for text in [other_place, other_rule] {
        assert_eq!(settled(text, &[("a", "-")]).len(), 0, "{text}");
    }
}

#[test]
fn a_hook_warns_of_rules_that_it_does_not_know_and_ci_refuses_them() {
    let text = "rules.unused-ignor = 'off'\n";
    assert_eq!(
        settled(text, &[]),
        [
            "release-guard.toml:1:7 warning[unknown-rule] there is no rule `unused-ignor` in release-guard `0.1.0`"
        ]
    );
    let error = Policy::new(&config(text), &Flags::default(), Stage::Ci).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no rule `unused-ignor`, which release-guard.toml:1:7 names\nhint: did you mean `unused-ignore`?"
    );
    let flags = Flags {
        select: vec!["unused-ignor".into()],
        ..Flags::default()
    };
    let error = Policy::new(&Config::default(), &flags, Stage::Commit).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no rule `unused-ignor`, which `--select` names\nhint: did you mean `unused-ignore`?"
    );
}

#[test]
fn the_strongest_word_decides_the_severity() {
    let about = |name, severity| About {
        name,
        severity,
        ..RULE_ABOUT
    };
    let weigh = |about: &About, rules: &str, select: &[&str], ignore: &[&str], stage| {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let flags = Flags {
            select: owned(select),
            ignore: owned(ignore),
            ..Flags::default()
        };
        Policy::new(&config(rules), &flags, stage)
            .unwrap()
            .severity(about)
    };
    let plain = about("unused-ignore", Severity::Note);
    let off = about("unused-ignore", Severity::Off);
    let staged = about("head-tag-mismatch", Severity::Error);
    let error = "rules.unused-ignore = 'error'";
    let cases = [
        (&plain, "", &[][..], &[][..], Stage::Ci, Severity::Note),
        (&plain, error, &[], &[], Stage::Ci, Severity::Error),
        (
            &plain,
            error,
            &[],
            &["unused-ignore"],
            Stage::Ci,
            Severity::Off,
        ),
        (
            &plain,
            error,
            &["unknown-rule"],
            &[],
            Stage::Ci,
            Severity::Off,
        ),
        (
            &plain,
            "",
            &["unused-ignore"],
            &[],
            Stage::Ci,
            Severity::Note,
        ),
        (&off, "", &[], &[], Stage::Ci, Severity::Off),
        (
            &off,
            "",
            &["unused-ignore"],
            &[],
            Stage::Ci,
            Severity::Warning,
        ),
        (&staged, "", &[], &[], Stage::Commit, Severity::Off),
        (&staged, "", &[], &[], Stage::Ci, Severity::Note),
        (&staged, "", &[], &[], Stage::Tag, Severity::Error),
    ];
    for (about, rules, select, ignore, stage, expected) in cases {
        let weight = weigh(about, rules, select, ignore, stage);
        assert_eq!(
            weight, expected,
            "{} {rules} {select:?} {stage:?}",
            about.name
        );
    }
}

const RULE_ABOUT: About = About {
    name: "",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "",
    why: "",
    fix: "",
    from: &[],
    bad: Example::Tree(&[]),
    good: Example::Tree(&[]),
};

#[test]
fn facts_are_made_only_when_a_rule_is_on() {
    let policy = Policy::new(
        &config("rules.unknown-rule = 'off'"),
        &Flags::default(),
        Stage::Ci,
    );
    let judged = policy
        .unwrap()
        .judge(&RULE, || Err("made"), &mut Findings::default());
    assert_eq!(judged, Ok(()));
}

#[test]
fn every_example_is_right() {
    for rule in RULES {
        for (example, speaks) in [(&rule.about.bad, true), (&rule.about.good, false)] {
            let mut findings = Findings::default();
            findings.run(rule, Severity::Error, &facts_of(example).unwrap());
            let found = findings.found();
            assert_eq!(!found.is_empty(), speaks, "{} {found:?}", rule.about.name);
        }
    }
}
