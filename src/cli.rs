//! From argv to exit status, the same for all five programs.
//!
//! Not what a program does: that is its `run`. Nothing else prints a result or decides about colour.
use crate::catalogue;
use crate::config::ConfigError;
use crate::flags::{Color, Flags, Format};
use crate::report::{Answer, draw_error};
use crate::source::printable;
use crate::terminal::Terminal;
use clap::error::ErrorKind;
use clap::{ArgMatches, Command, FromArgMatches as _, Parser};
use colored::Colorize as _;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;

/// What is left to say when a program has ended.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    out: String,
    error: String,
    status: u8,
}

/// Runs `publish`, or the program whose name this one was started by: `publish demo` links to its own file where the
/// other programs are not installed.
pub fn publish() -> ExitCode {
    let own = std::env::args_os().next().unwrap_or_default();
    match std::path::Path::new(&own)
        .file_stem()
        .and_then(std::ffi::OsStr::to_str)
    {
        Some("check-version") => main(crate::check_version::run),
        Some("validate-dist") => main(crate::validate_dist::run),
        Some("changelog-guard") => main(crate::changelog_guard::run),
        Some("tag-guard") => main(crate::tag_guard::run),
        _ => main(crate::publish::run),
    }
}

/// Runs a program: 0 clean or done, 1 something is wrong with the release, 2 could not look or could not do, 130
/// interrupted.
pub fn main<A: Parser + clap::Args>(
    run: fn(A, &Flags, &Terminal) -> anyhow::Result<Answer>,
) -> ExitCode {
    let argv: Vec<OsString> = std::env::args_os().collect();
    let said = match parse::<A>(&argv) {
        Ok((args, flags)) => {
            decide_colour(flags.color);
            said::<A>(&flags, || run(args, &flags, &Terminal::new(flags.volume())))
        }
        Err(error) => match asked_alone::<A>(&argv, &error) {
            Some(flags) => {
                decide_colour(flags.color);
                said::<A>(&flags, || Ok(Answer::default()))
            }
            None => {
                error.print().ok();
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            }
        },
    };
    ExitCode::from(write(said, &mut std::io::stdout(), &mut std::io::stderr()))
}

/// Writes what is to be said and returns the exit status. A reader that has gone is no fault: the status still tells.
/// A disk that is full is one, since whoever reads the file would take a part for the whole.
fn write(mut said: Said, out: &mut impl Write, errors: &mut impl Write) -> u8 {
    let written = out
        .write_all(said.out.as_bytes())
        .and_then(|()| out.flush());
    if let Err(error) = written
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        let error = anyhow::anyhow!("cannot write to the standard output: {error}");
        said.error.push_str(&sentence(&error));
        said.status = 2;
    }
    // Nobody is left to be told that the errors could not be written.
    errors.write_all(said.error.as_bytes()).ok();
    said.status
}

/// The program's command line with the options that all share.
fn command<A: Parser + clap::Args>() -> Command {
    let own = A::command();
    let (about, long_about) = (own.get_about().cloned(), own.get_long_about().cloned());
    // What `Flags` says of itself would stand where the program's purpose belongs.
    <Flags as clap::Args>::augment_args(own)
        .about(about.clone().unwrap_or_default())
        .long_about(long_about.or(about).unwrap_or_default())
        .version(env!("CARGO_PKG_VERSION"))
}

fn parse<A: Parser + clap::Args>(argv: &[OsString]) -> Result<(A, Flags), clap::Error> {
    let mut command = command::<A>();
    let matches = command.try_get_matches_from_mut(argv)?;
    let both = |matches: &ArgMatches| {
        Ok((
            A::from_arg_matches(matches)?,
            Flags::from_arg_matches(matches)?,
        ))
    };
    both(&matches).map_err(|error: clap::Error| error.format(&mut command))
}

/// The options of a command line that lacks an argument, when they ask for something that needs none: `--explain`,
/// `--list-rules`, `--completions`.
fn asked_alone<A: Parser + clap::Args>(argv: &[OsString], error: &clap::Error) -> Option<Flags> {
    let lacks = matches!(
        error.kind(),
        ErrorKind::MissingRequiredArgument
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if !lacks {
        return None;
    }
    let mut command = command::<A>().ignore_errors(true);
    let matches = command.try_get_matches_from_mut(argv).ok()?;
    let flags = Flags::from_arg_matches(&matches).ok()?;
    let asked = flags.explain.is_some() || flags.list_rules || flags.completions.is_some();
    asked.then_some(flags)
}

/// What a program says in the end: to one of the options that need no run, or with its answer.
fn said<A: Parser + clap::Args>(
    flags: &Flags,
    run: impl FnOnce() -> anyhow::Result<Answer>,
) -> Said {
    let mut command = command::<A>();
    let program = command.get_name().to_owned();
    if let Some(shell) = flags.completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, program, &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        return finished(&Answer::text(script), flags);
    }
    let answered = match catalogue::asked(&program, flags) {
        Some(asked) => asked.map(Answer::text).map_err(anyhow::Error::from),
        None => run(),
    };
    match answered {
        Ok(answer) => finished(&answer, flags),
        Err(error) => Said {
            out: String::new(),
            error: sentence(&error),
            status: 2,
        },
    }
}

/// An answer as text and exit status; what GitHub's runner asked for is written on the way.
fn finished(answer: &Answer, flags: &Flags) -> Said {
    let mut out = answer.output.clone();
    let mut error = String::new();
    let mut wrong = answer.refused;
    if let Some(report) = &answer.report {
        let count = report.count();
        wrong |= count.errors > 0 || (flags.strict && count.warnings > 0);
        // A hook that found nothing has nothing to say.
        if !(flags.quiet && flags.format == Format::Human && report.findings.is_empty()) {
            out.push_str(&report.render(flags.format));
        }
        if flags.format == Format::Github {
            error.push_str(&append("GITHUB_STEP_SUMMARY", &report.step_summary()));
        }
    }
    let lines = output_lines(&answer.github_output);
    error.push_str(&append("GITHUB_OUTPUT", &lines));
    let status = match (answer.interrupted, wrong && !flags.exit_zero) {
        (true, _) => 130,
        (false, true) => 1,
        (false, false) => 0,
    };
    Said { out, error, status }
}

/// Lines `name=value` for the runner. A value with a line break could set other names, so it ends there.
fn output_lines(values: &[(&'static str, String)]) -> String {
    values
        .iter()
        .map(|(name, value)| {
            let value = value.split(['\r', '\n']).next().unwrap_or_default();
            format!("{name}={value}\n")
        })
        .collect()
}

/// Appends text to the file that a variable names, as GitHub's runner asks for; returns a warning when it cannot.
fn append(variable: &str, text: &str) -> String {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty() && !text.is_empty())
    else {
        return String::new();
    };
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => String::new(),
        Err(error) => format!(
            "{} cannot write `{}`, which `{variable}` names: {error}\n",
            "warning:".yellow().bold(),
            printable(&path.to_string_lossy())
        ),
    }
}

/// An error as its sentence, its causes, and the way out. A line of any of them that begins with `hint: ` is the way
/// out, and comes last.
fn sentence(error: &anyhow::Error) -> String {
    let mut hints: Vec<String> = Vec::new();
    let mut apart = |text: &str| {
        let (hint, said): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("hint: "));
        for hint in hint {
            let hint = printable(hint.trim_start_matches("hint: "));
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        said.join("\n")
    };
    let mut said = error.to_string();
    let shown = apart(&said);
    let first = error.chain().next();
    let mut text = match first.and_then(|first| first.downcast_ref::<ConfigError>()) {
        Some(ConfigError::Invalid { message, place, .. }) => draw_error(&apart(message), place),
        _ => format!("{} {}\n", "error:".red().bold(), printable(&shown)),
    };
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !said.contains(&cause) {
            let shown = apart(&cause);
            text.push_str(&format!(
                "  {} {}\n",
                "caused by:".bold(),
                printable(&shown)
            ));
            said = cause;
        }
    }
    for hint in hints {
        text.push_str(&format!("{} {hint}\n", "hint:".cyan().bold()));
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

#[cfg(test)]
mod tests;
