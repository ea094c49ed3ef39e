//! Uploading to an index elsewhere: looked at first, sent, and after every unclear answer looked at again.
//!
//! Not a plan, and nobody is asked: whoever calls has agreed. A file is never sent twice without a look in between, so
//! an upload that was cut off, or done by somebody else meanwhile, ends well.
mod answer;
mod dialect;
mod error;
mod form;
mod look;

pub use error::UploadError;
pub use form::Distribution;

use super::credentials::Access;
use super::simple::Listed;
use super::target::Target;
use crate::dist::{ProjectName, Sha256};
use crate::http::{self, Client, Credentials, Reply, Url};
use answer::{meaning, refusal, words};
use dialect::Meaning;
use form::Form;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// What is asked for when a form is posted: words are easier read out of JSON than out of a page.
const ACCEPT: &str = "application/json, text/plain;q=0.8, text/html;q=0.7";

/// How often a file is sent at most.
const TRIES: u32 = 5;

/// The wait before the second try; it doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// No server is waited for any longer.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 60);

/// How long a wait goes on before it is asked whether it shall.
const TICK: Duration = Duration::from_millis(100);

/// What goes on while a file is uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// So many bytes of so many were handed to the connection.
    Sent {
        /// Those handed over.
        done: u64,
        /// All of them.
        all: u64,
    },
    /// A try came to nothing that is certain; after a wait the index is looked at again.
    Unclear {
        /// What it came to.
        reason: String,
        /// How long is waited.
        wait: Duration,
    },
    /// A wait goes on.
    Waiting,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uploaded {
    /// It was sent, and the index took it.
    Now,
    /// The index had the same bytes under this name.
    Before,
}

/// How a file stands in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is not there, and its project is not known.
    NoProject,
    /// It is not there.
    Absent,
    /// It is there with the same bytes.
    Same,
    /// Other bytes have its name.
    Other(Sha256),
}

/// An index elsewhere, and whoever asks it.
#[derive(Debug)]
pub struct Remote {
    target: Target,
    client: Client,
    access: Option<Access>,
    /// Where the pages are when it is a devpi, and nobody has said so.
    of_devpi: OnceLock<Url>,
    /// What it showed when it was last looked at.
    seen: Mutex<BTreeMap<ProjectName, Vec<Listed>>>,
}

impl Remote {
    /// An index and its user.
    pub fn new(target: Target, client: Client, access: Option<Access>) -> Self {
        Self {
            target,
            client,
            access,
            of_devpi: OnceLock::new(),
            seen: Mutex::default(),
        }
    }

    /// Uploads a file that was not there when it was last looked for.
    pub fn upload(
        &self,
        file: &Distribution,
        watch: &dyn Fn(Event) -> ControlFlow<()>,
    ) -> Result<Uploaded, UploadError> {
        let mut unclear = match self.send(file, watch)? {
            Sent::Settled(uploaded) => return Ok(uploaded),
            Sent::Unclear(unclear) => unclear,
        };
        for attempt in 1..=TRIES {
            let is_last = attempt == TRIES;
            let wait = backoff(attempt).max(unclear.retry_after.unwrap_or_default());
            if wait > LONGEST_WAIT {
                unclear
                    .reason
                    .push_str("; it asks to wait longer than ten minutes");
                break;
            }
            let reason = unclear.reason.clone();
            pause(Event::Unclear { reason, wait }, wait, watch)?;
            match self.look_again(file) {
                Ok(Presence::Same) => return Ok(Uploaded::Now),
                Ok(Presence::Other(here)) => return Err(other(file, here)),
                Ok(_) if is_last => break,
                Ok(_) => match self.send(file, watch)? {
                    Sent::Settled(uploaded) => return Ok(uploaded),
                    Sent::Unclear(again) => unclear = again,
                },
                // Nothing is sent without a look.
                Err(error) if error.may_pass() => unclear.reason = one_line(&error),
                Err(error) => return Err(error),
            }
        }
        Err(UploadError::Unknown {
            file: file.file_name.clone(),
            reason: unclear.reason,
        })
    }

    /// Posts a file's form; once more where a token that was good before is refused, which stores nothing.
    fn post(
        &self,
        file: &Distribution,
        watch: &dyn Fn(Event) -> ControlFlow<()>,
    ) -> Result<Reply, UploadError> {
        let Some(access) = &self.access else {
            return self.post_as(file, None, watch);
        };
        let mut reply = self.post_as(file, Some(&access.credentials()?), watch)?;
        if matches!(reply.status, 401 | 403)
            && let Some(renewed) = access.renewed()?
        {
            reply = self.post_as(file, Some(&renewed), watch)?;
        }
        if matches!(reply.status, 200..=299) {
            access.proven();
        }
        Ok(reply)
    }

    fn post_as(
        &self,
        file: &Distribution,
        credentials: Option<&Credentials>,
        watch: &dyn Fn(Event) -> ControlFlow<()>,
    ) -> Result<Reply, UploadError> {
        let form = Form::new(file);
        let stopped = Cell::new(false);
        let open = || -> std::io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(Watched {
                from: form.open()?,
                done: 0,
                all: form.length(),
                watch,
                stopped: &stopped,
            }))
        };
        let upload = http::Upload {
            media_type: &form.media_type,
            length: form.length(),
            open: &open,
        };
        let posted = self
            .client
            .post(&self.target.upload, ACCEPT, &upload, credentials);
        if stopped.get() {
            return Err(UploadError::Interrupted);
        }
        Ok(posted?)
    }

    /// Sends a file once.
    fn send(
        &self,
        file: &Distribution,
        watch: &dyn Fn(Event) -> ControlFlow<()>,
    ) -> Result<Sent, UploadError> {
        let reply = match self.post(file, watch) {
            Ok(reply) => reply,
            Err(error) if error.may_pass() => {
                return Ok(Sent::Unclear(Unclear {
                    reason: one_line(&error),
                    retry_after: None,
                }));
            }
            Err(error) => return Err(error),
        };
        match meaning(&reply) {
            Meaning::Taken => Ok(Sent::Settled(Uploaded::Now)),
            Meaning::Later => Ok(Sent::Unclear(Unclear {
                reason: format!(
                    "it answered {}: {}",
                    reply.status,
                    self.hidden(&words(&reply))
                ),
                retry_after: reply.retry_after,
            })),
            Meaning::Exists => match self.look_again(file)? {
                Presence::Same => Ok(Sent::Settled(Uploaded::Before)),
                Presence::Other(here) => Err(other(file, here)),
                Presence::Absent | Presence::NoProject => Err(self.refusal(file, &reply)),
            },
            Meaning::Denied | Meaning::Refused => Err(self.refusal(file, &reply)),
        }
    }

    fn refusal(&self, file: &Distribution, reply: &Reply) -> UploadError {
        let mut error = refusal(&file.file_name, reply, |text| self.hidden(text));
        let way_in = self
            .access
            .as_ref()
            .map(|access| access.way_in(file.project.as_str()));
        if let (UploadError::Denied { help, .. }, Some(Some(way_in))) = (&mut error, way_in) {
            *help = way_in;
        }
        error
    }

    fn hidden(&self, text: &str) -> String {
        match self.access.as_ref().and_then(Access::last) {
            Some(credentials) => credentials.hidden_in(text),
            None => text.to_owned(),
        }
    }
}

/// What one sending came to.
enum Sent {
    Settled(Uploaded),
    Unclear(Unclear),
}

/// A sending of which nobody knows whether it did anything.
struct Unclear {
    reason: String,
    retry_after: Option<Duration>,
}

/// A form on its way, told to whoever watches.
struct Watched<'w, R> {
    from: R,
    done: u64,
    all: u64,
    watch: &'w dyn Fn(Event) -> ControlFlow<()>,
    stopped: &'w Cell<bool>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let event = Event::Sent {
            done: self.done,
            all: self.all,
        };
        if (self.watch)(event).is_break() {
            self.stopped.set(true);
            return Err(std::io::Error::other("interrupted"));
        }
        let count = self.from.read(into)?;
        self.done += count as u64;
        Ok(count)
    }
}

fn other(file: &Distribution, here: Sha256) -> UploadError {
    UploadError::OtherContent {
        file: file.file_name.clone(),
        here,
        given: file.sha256,
    }
}

/// Waits; as long as it is watched.
fn pause(
    first: Event,
    wait: Duration,
    watch: &dyn Fn(Event) -> ControlFlow<()>,
) -> Result<(), UploadError> {
    let end = std::time::Instant::now() + wait;
    let mut event = first;
    while watch(event).is_continue() {
        let left = end.saturating_duration_since(std::time::Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(TICK));
        event = Event::Waiting;
    }
    Err(UploadError::Interrupted)
}

/// The wait before a try: it doubles, and no two machines wait exactly as long.
fn backoff(attempt: u32) -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let odd = now.map_or(0, |now| u64::from(now.subsec_micros()) % 250);
    FIRST_WAIT * 2_u32.pow(attempt - 1) + Duration::from_millis(odd)
}

/// An error without its way out, for a line of its own.
fn one_line(error: &UploadError) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
