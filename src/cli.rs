//! From argv to exit status, the same for all five programs.
#![expect(clippy::print_stderr, reason = "the one place that prints results")]
use crate::flags::{Color, Flags};
use crate::report::Answer;
use crate::terminal::Terminal;
use clap::{FromArgMatches as _, Parser};
use colored::Colorize as _;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

/// Runs a program: 0 clean or done, 1 something is wrong with the release, 2 could not look or could not do, 130
/// interrupted.
pub fn main<A: Parser + clap::Args>(
    run: fn(A, &Flags, &Terminal) -> anyhow::Result<Answer>,
) -> ExitCode {
    let mut command =
        <Flags as clap::Args>::augment_args(A::command()).version(env!("CARGO_PKG_VERSION"));
    let matches = match command.try_get_matches_from_mut(std::env::args_os()) {
        Ok(matches) => matches,
        Err(error) => {
            error.print().ok();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let (args, flags) = match (
        A::from_arg_matches(&matches),
        Flags::from_arg_matches(&matches),
    ) {
        (Ok(args), Ok(flags)) => (args, flags),
        (Err(error), _) | (_, Err(error)) => {
            error.format(&mut command).print().ok();
            return ExitCode::from(2);
        }
    };
    decide_colour(flags.color);
    if let Some(shell) = flags.completions {
        let name = command.get_name().to_owned();
        clap_complete::generate(shell, &mut command, name, &mut std::io::stdout());
        return ExitCode::SUCCESS;
    }
    let program = command.get_name().to_owned();
    let answered = match crate::catalogue::asked(&program, &flags) {
        Some(Ok(text)) => Ok(Answer::text(text)),
        Some(Err(error)) => Err(error.into()),
        None => run(args, &flags, &Terminal::new(flags.volume())),
    };
    match answered {
        Ok(answer) => finish(&answer, &flags),
        Err(error) => {
            eprint!("{}", sentence(&error));
            ExitCode::from(2)
        }
    }
}

/// Prints an answer and returns its exit status.
fn finish(answer: &Answer, flags: &Flags) -> ExitCode {
    let mut out = answer.output.clone();
    let mut wrong = answer.refused;
    if let Some(report) = &answer.report {
        let count = report.count();
        wrong |= count.errors > 0 || (flags.strict && count.warnings > 0);
        out.push_str(&report.render(flags.format));
        if flags.format == crate::flags::Format::Github {
            append("GITHUB_STEP_SUMMARY", &report.step_summary());
        }
    }
    let lines: String = answer
        .github_output
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect();
    append("GITHUB_OUTPUT", &lines);
    let mut stdout = std::io::stdout().lock();
    if stdout
        .write_all(out.as_bytes())
        .and_then(|()| stdout.flush())
        .is_err()
    {
        // The reader has gone; the exit status still tells.
    }
    match (answer.interrupted, wrong && !flags.exit_zero) {
        (true, _) => ExitCode::from(130),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// Appends text to the file that a variable names, as GitHub's runner asks for.
fn append(variable: &str, text: &str) {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty() && !text.is_empty())
    else {
        return;
    };
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        eprintln!("warning: cannot write to `{variable}`: {error}");
    }
}

/// An error as its sentence, its causes, and a hint.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = format!("{} {error}\n", "error:".red().bold());
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !said.contains(&cause) {
            text.push_str(&format!("  {} {cause}\n", "caused by:".bold()));
            said = cause;
        }
    }
    text
}

/// Decides once whether colour is used; `colored` alone would look at stdout even for what goes to stderr.
fn decide_colour(color: Color) {
    let set =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let on = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("CLICOLOR_FORCE") || set("FORCE_COLOR") => true,
        Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        Color::Auto => std::io::stdout().is_terminal() && std::io::stderr().is_terminal(),
    };
    colored::control::set_override(on);
}
