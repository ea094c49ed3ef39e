//! How much GitHub lets one ask: when it says that it is enough, and how long it wants to be left alone.
//!
//! Not the waiting itself. Source: GitHub's documentation of rate limits of the REST API.
use crate::http::{Answer, is_passing};
use std::time::Duration;

/// The wait after a secondary limit whose answer does not tell one.
const SECONDARY: Duration = Duration::from_secs(60);

/// Whether an answer says that too much was asked for; nothing was done then.
pub(super) fn is_limited(answer: &Answer) -> bool {
    let status = answer.reply.status;
    let is_used_up = || answer.header("x-ratelimit-remaining") == Some("0");
    let says_so = || {
        let text = answer.text().to_ascii_lowercase();
        text.contains("rate limit") || text.contains("abuse detection")
    };
    status == 429
        || (status == 403 && (answer.reply.retry_after.is_some() || is_used_up() || says_so()))
}

/// How long an answer asks to wait; `None` when it is one to be taken as it is.
pub(super) fn passing(answer: &Answer) -> Option<Duration> {
    if is_limited(answer) {
        return Some(wait(answer, jiff::Timestamp::now().as_second()));
    }
    is_passing(answer.reply.status).then(|| answer.reply.retry_after.unwrap_or_default())
}

/// How long a limit lasts, from this second on.
pub(super) fn wait(answer: &Answer, now: i64) -> Duration {
    if let Some(asked) = answer.reply.retry_after {
        return asked;
    }
    let reset = answer
        .header("x-ratelimit-reset")
        .and_then(|text| text.trim().parse::<i64>().ok());
    match reset.filter(|_| answer.header("x-ratelimit-remaining") == Some("0")) {
        Some(reset) => Duration::from_secs(u64::try_from(reset - now).unwrap_or(0) + 1),
        None => SECONDARY,
    }
}
