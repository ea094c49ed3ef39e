use super::*;
use crate::report::Report;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::{RepoPath, SourceFile};
use anyhow::Context as _;

/// Cannot do without a file.
#[derive(Debug, clap::Parser)]
#[command(name = "demo")]
struct Demo {
    file: String,
}

fn argv(line: &str) -> Vec<OsString> {
    line.split(' ').map(OsString::from).collect()
}

#[test]
fn what_needs_no_run_needs_no_arguments() {
    for (line, asked) in [
        ("demo --list-rules", true),
        ("demo --explain unused-ignore", true),
        ("demo --completions bash", true),
        ("demo", false),
        ("demo --strict", false),
        ("demo --list-rules --what", false),
        ("demo --completions what", false),
    ] {
        let error = parse::<Demo>(&argv(line)).unwrap_err();
        assert_eq!(
            asked_alone::<Demo>(&argv(line), &error).is_some(),
            asked,
            "{line}"
        );
        assert_eq!(error.exit_code(), 2, "{line}");
    }
    let (demo, _) = parse::<Demo>(&argv("demo x --list-rules")).unwrap();
    assert_eq!(demo.file, "x");
    for line in ["demo --help", "demo -h", "demo --version"] {
        assert_eq!(
            parse::<Demo>(&argv(line)).unwrap_err().exit_code(),
            0,
            "{line}"
        );
    }
}

#[test]
fn the_options_make_a_sound_command_line() {
    command::<Demo>().debug_assert();
    let help = command::<Demo>().render_help().to_string();
    assert!(help.starts_with("Cannot do without a file\n"), "{help}");
}

#[test]
fn output_that_is_lost_is_an_error_unless_nobody_reads_it() {
    struct Refuses(std::io::ErrorKind);
    impl Write for Refuses {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(self.0.into())
        }
    }
    for (kind, status) in [
        (std::io::ErrorKind::BrokenPipe, 1),
        (std::io::ErrorKind::StorageFull, 2),
    ] {
        let said = Said {
            out: "x".into(),
            error: String::new(),
            status: 1,
        };
        let mut errors = Vec::new();
        assert_eq!(write(said, &mut Refuses(kind), &mut errors), status);
        assert_eq!(errors.is_empty(), status == 1);
    }
}

#[test]
fn options_are_answered_without_a_run() {
    colored::control::set_override(false);
    let ask = |line: &str| {
        let (_, flags) = parse::<Demo>(&argv(line)).unwrap();
        said::<Demo>(&flags, || anyhow::bail!("it ran"))
    };
    let listed = ask("demo x --list-rules");
    assert_eq!(listed.status, 0);
    assert!(listed.out.contains("\nunused-ignore "), "{}", listed.out);
    assert!(
        ask("demo x --explain unused-ignore")
            .out
            .starts_with("unused-ignore\n")
    );
    assert!(ask("demo x --completions bash").out.contains("demo"));
    let unknown = ask("demo x --explain unused-ignor");
    assert_eq!(
        unknown,
        Said {
            out: String::new(),
            error: "error: there is no rule `unused-ignor`\nhint: did you mean `unused-ignore`?\n"
                .into(),
            status: 2,
        }
    );
    assert_eq!(ask("demo x").error, "error: it ran\n");
}

#[test]
fn the_exit_status_tells_what_happened() {
    static RULES: [Rule<Severity>; 1] = [Rule {
        about: About {
            name: "demo",
            severity: Severity::Error,
            since: "0.1.0",
            summary: "",
            why: "",
            fix: "",
            from: &[],
            bad: Example::Tree(&[]),
            good: Example::Tree(&[]),
        },
        check: |_, findings| {
            findings.push("found");
        },
    }];
    let found = |severity| {
        let mut findings = Findings::default();
        findings.run(&RULES[0], severity, &severity);
        Answer::from(Report {
            program: "demo",
            findings: findings.into_found(),
            ..Report::default()
        })
    };
    let cases = [
        (Answer::default(), "", 0),
        (found(Severity::Error), "", 1),
        (found(Severity::Warning), "", 0),
        (found(Severity::Warning), "--strict", 1),
        (found(Severity::Note), "--strict", 0),
        (found(Severity::Error), "--exit-zero", 0),
        (
            Answer {
                refused: true,
                ..Answer::default()
            },
            "",
            1,
        ),
        (
            Answer {
                interrupted: true,
                ..found(Severity::Error)
            },
            "--exit-zero",
            130,
        ),
    ];
    for (answer, option, status) in cases {
        let line = format!("demo x {option}");
        let (_, flags) = parse::<Demo>(&argv(line.trim())).unwrap();
        assert_eq!(
            finished(&answer, &flags).status,
            status,
            "{option} {answer:?}"
        );
    }
}

#[test]
fn an_error_says_its_causes_once_and_the_way_out_last() {
    colored::control::set_override(false);
    let error = Err::<(), _>(anyhow::anyhow!("refused\u{1b}\nhint: open it"))
        .context("cannot read `x`\nhint: look there")
        .unwrap_err();
    assert_eq!(
        sentence(&error),
        "error: cannot read `x`\n  caused by: refused\\u{1b}\nhint: look there\nhint: open it\n"
    );
    let repeated = Err::<(), _>(anyhow::anyhow!("no such file"))
        .context("cannot read `x`: no such file")
        .unwrap_err();
    assert_eq!(
        sentence(&repeated),
        "error: cannot read `x`: no such file\n"
    );
}

#[test]
fn an_error_of_the_configuration_is_drawn() {
    colored::control::set_override(false);
    let file = SourceFile::new(RepoPath::from("release-guard.toml"), &b"tag = 1\n"[..]);
    let error = ConfigError::Invalid {
        location: "release-guard.toml:1:1".into(),
        message: "unknown key `tag`\nhint: did you mean `tags`?".into(),
        place: Box::new(file.place(0..3, "")),
    };
    snapbox::assert_data_eq!(
        sentence(&error.into()),
        snapbox::str![[r#"
error: unknown key `tag`
 --> release-guard.toml:1:1
  |
1 | tag = 1
  | ^^^
hint: did you mean `tags`?

"#]]
    );
}

#[test]
fn a_value_cannot_set_another_name() {
    let values = [("version", "1.0\nadmin=1".to_owned())];
    assert_eq!(output_lines(&values), "version=1.0\n");
}
