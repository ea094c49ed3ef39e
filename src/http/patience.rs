//! Asking again where that does no harm: what a server's bad moment is, and how long it is given.
//!
//! Not for what may have been done without an answer: whoever sends that looks first.
use super::send::{Answer, Request};
use super::{Client, HttpError};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How often a request is sent at most.
const TRIES: u32 = 5;

/// How often a server that is not reached at all is called at most: it may be the name that is wrong.
const CALLS: u32 = 3;

/// The wait before the second try; it doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// No server is waited for any longer.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// How long a wait goes on before it is asked whether it shall.
const TICK: Duration = Duration::from_millis(100);

/// What goes on between requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// So many more bytes were sent.
    Sent(u64),
    /// Something failed for now; after a wait it is tried again.
    Wait {
        /// What failed.
        reason: String,
        /// How long is waited.
        wait: Duration,
    },
    /// A wait goes on.
    Waiting,
}

/// Whoever watches, and may end it.
pub type Watch<'w> = dyn Fn(Moment) -> ControlFlow<()> + Sync + 'w;

/// How a server's answer asks for another try; `None` when it is one to be taken as it is.
pub type Passing<'p> = dyn Fn(&Answer) -> Option<Duration> + Sync + 'p;

impl Client {
    /// Sends a request that does no harm when it is sent twice, until there is an answer that is more than a bad moment's.
    pub fn insist(
        &self,
        request: &Request<'_, '_>,
        passing: &Passing<'_>,
        watch: &Watch<'_>,
    ) -> Result<Answer, HttpError> {
        let mut attempt = 1;
        loop {
            let sent = self.send(request);
            if watch(Moment::Waiting).is_break() {
                return Err(HttpError::Interrupted);
            }
            let (reason, asked) = match &sent {
                Ok(answer) => match passing(answer) {
                    None => return sent,
                    Some(asked) => (format!("it answered {}", answer.reply.status), asked),
                },
                Err(error) if error.may_pass() => (one_line(error), Duration::ZERO),
                Err(_) => return sent,
            };
            let wait = backoff(attempt).max(asked);
            let tries = if matches!(sent, Err(HttpError::Unreached { .. })) {
                CALLS
            } else {
                TRIES
            };
            if attempt >= tries || wait > LONGEST_WAIT {
                return sent;
            }
            pause(reason, wait, watch)?;
            attempt += 1;
        }
    }
}

/// Whether a status is that of a bad moment.
pub fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// The bad moments that every server has, and what it asks for then.
pub fn passing(answer: &Answer) -> Option<Duration> {
    is_passing(answer.reply.status).then(|| answer.reply.retry_after.unwrap_or_default())
}

/// Waits, as long as whoever watches agrees.
pub fn pause(reason: String, wait: Duration, watch: &Watch<'_>) -> Result<(), HttpError> {
    let end = Instant::now() + wait;
    let mut moment = Moment::Wait { reason, wait };
    while watch(moment).is_continue() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(TICK));
        moment = Moment::Waiting;
    }
    Err(HttpError::Interrupted)
}

/// The wait before a try: it doubles, and no two machines wait exactly as long.
pub fn backoff(attempt: u32) -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let odd = now.map_or(0, |now| u64::from(now.subsec_micros()) % 250);
    FIRST_WAIT * 2_u32.saturating_pow(attempt.saturating_sub(1)) + Duration::from_millis(odd)
}

/// An error without its way out, for a line of its own.
pub fn one_line(error: &HttpError) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

/// What is sent, told to whoever watches while it is read.
pub struct Watched<'w, R> {
    /// What is sent.
    pub from: R,
    /// Whoever watches.
    pub watch: &'w Watch<'w>,
}

impl<R: std::io::Read> std::io::Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.from.read(into)?;
        match (self.watch)(Moment::Sent(count as u64)) {
            ControlFlow::Continue(()) => Ok(count),
            ControlFlow::Break(()) => Err(std::io::Error::other("interrupted")),
        }
    }
}
