//! The one thing a program may speak through while it runs: talk, progress and questions on stderr, and Ctrl-C.
//!
//! Not for results: those are returned, and `cli` prints them to stdout.
use crate::source::printable;
use colored::Colorize as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a wait goes on before it is asked whether it shall.
const TICK: Duration = Duration::from_millis(100);

/// How much is said while a program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    /// Only results.
    Quiet,
    /// What a person wants to know.
    Normal,
    /// Every command too.
    Verbose,
}

/// The person in front of the program, or the log it runs into.
#[derive(Debug)]
pub struct Terminal {
    volume: Volume,
    interactive: bool,
    interrupted: Arc<AtomicBool>,
}

/// What was chosen out of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// This item, counted from 0.
    Item(usize),
    /// None of them.
    Neither,
    /// The input ended without an answer.
    Ended,
}

/// A piece of work that is going on; cleared from a terminal when dropped.
#[derive(Debug)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Says how far the work is.
    pub fn say(&self, what: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what.to_owned());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Terminal {
    /// The terminal of this process. Somebody is there to be asked when stdin and stderr are both a terminal.
    pub fn new(volume: Volume) -> Self {
        Self {
            volume,
            interactive: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            interrupted: Arc::default(),
        }
    }

    /// From now on Ctrl-C (and SIGTERM) is remembered instead of ending the process at once; a second one ends it.
    pub fn catch_interrupts(&self) {
        let interrupted = self.interrupted.clone();
        let said = ctrlc::set_handler(move || {
            if interrupted.swap(true, Ordering::SeqCst) {
                end_at_once();
            }
            crate::command::stop();
        });
        if let Err(error) = said {
            self.note(&format!("Ctrl-C ends this program at once: {error}"));
        }
    }

    /// Whether Ctrl-C was pressed since `catch_interrupts`.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }

    /// Waits, unless Ctrl-C is pressed.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let end = Instant::now() + time;
        while Instant::now() < end && !self.is_interrupted() {
            std::thread::sleep(TICK.min(end.saturating_duration_since(Instant::now())));
        }
        !self.is_interrupted()
    }

    /// Whether somebody is there to be asked.
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Says a line, unless quiet.
    pub fn say(&self, line: &str) {
        if self.volume > Volume::Quiet {
            tell(line);
        }
    }

    /// Says a line only when asked to say more.
    pub fn detail(&self, line: &str) {
        if self.volume >= Volume::Verbose {
            tell(printable(line).dimmed());
        }
    }

    /// Says something worth knowing that is no fault, unless quiet.
    pub fn note(&self, line: &str) {
        if self.volume > Volume::Quiet {
            tell(format_args!("{}{line}", "note: ".cyan().bold()));
        }
    }

    /// Says that something is odd, however quiet.
    pub fn warn(&self, line: &str) {
        tell(format_args!("{}{line}", "warning: ".yellow().bold()));
    }

    /// Shows that work goes on: a moving line on a terminal, nothing elsewhere.
    pub fn working(&self, what: &str) -> Progress {
        if self.volume == Volume::Quiet || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(Some(bar))
    }

    /// Asks a question that is answered by `y` or `n`; anything else is no. `None` when nobody is there to be asked.
    pub fn ask(&self, question: &str) -> Option<bool> {
        if !self.interactive {
            return None;
        }
        write!(std::io::stderr(), "{question} [y/N] ").ok();
        std::io::stderr().flush().ok();
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok();
        Some(matches!(
            answer.trim().to_ascii_lowercase().as_str(),
            "y" | "yes"
        ))
    }

    /// Asks for a secret, which is not shown while it is typed; `None` when nobody is there to be asked.
    pub fn ask_secret(&self, question: &str) -> Option<String> {
        if !self.interactive {
            return None;
        }
        write!(std::io::stderr(), "{} ", printable(question)).ok();
        std::io::stderr().flush().ok();
        rpassword::read_password().ok()
    }

    /// Asks for one of the items, by number; an empty line is none of them, and anything else is asked again. `None` when
    /// nobody is there to be asked.
    pub fn choose(&self, question: &str, items: &[String]) -> Option<Choice> {
        if !self.interactive {
            return None;
        }
        tell(printable(question));
        for (index, item) in items.iter().enumerate() {
            tell(format_args!("  {}  {}", index + 1, printable(item)));
        }
        loop {
            write!(std::io::stderr(), "number, or Enter for none: ").ok();
            std::io::stderr().flush().ok();
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer).ok();
            if let Some(choice) = choice(&answer, items.len()) {
                return Some(choice);
            }
        }
    }
}

/// Has GitHub Actions take a secret out of the job's log, should anything ever write it there; elsewhere says nothing.
pub fn mask(secret: &str) {
    if crate::environment::is_set("GITHUB_ACTIONS") {
        tell(format_args!("::add-mask::{}", secret.replace('%', "%25")));
    }
}

/// Reads the answer to a list of so many items; `None` when it is not one.
fn choice(answer: &str, items: usize) -> Option<Choice> {
    match answer.trim() {
        "" if answer.is_empty() => Some(Choice::Ended),
        "" => Some(Choice::Neither),
        number => {
            let index = number.parse::<usize>().ok()?.checked_sub(1)?;
            (index < items).then_some(Choice::Item(index))
        }
    }
}

/// Writes a line to stderr. Where nobody reads it any more, the work goes on all the same.
fn tell(line: impl std::fmt::Display) {
    writeln!(std::io::stderr(), "{line}").ok();
}

#[expect(
    clippy::exit,
    reason = "a second Ctrl-C must end the process from the handler's thread"
)]
fn end_at_once() -> ! {
    std::process::exit(130)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_chosen_by_its_number() {
        for (answer, expected) in [
            ("1\n", Some(Choice::Item(0))),
            (" 2 \r\n", Some(Choice::Item(1))),
            ("3\n", None),
            ("0\n", None),
            ("1.2.0\n", None),
            ("-1\n", None),
            ("\n", Some(Choice::Neither)),
            ("", Some(Choice::Ended)),
        ] {
            assert_eq!(choice(answer, 2), expected, "{answer:?}");
        }
    }
}
