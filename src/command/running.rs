//! A program that runs: how long it may, what is kept of what it writes, and its end after Ctrl-C.
//!
//! Not how it is started.
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a program that runs on after Ctrl-C is waited for. A terminal sends Ctrl-C to it too; quick ones just end.
const GRACE: Duration = Duration::from_secs(5);

/// Set once by `stop`.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// From now on a program is given a few seconds to end; then it is killed.
pub fn stop() {
    STOPPING.store(true, Ordering::SeqCst);
}

/// The most that is kept of each of a program's output streams, in bytes; of more, the last part is kept.
const OUTPUT_LIMIT: usize = 16 << 20;

/// Whether programs that run are to be ended.
pub(super) fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Collects what a program writes, the last part of it when it is much.
pub(super) fn keep_last(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..count]);
            if kept.len() > 2 * OUTPUT_LIMIT {
                kept.drain(..kept.len() - OUTPUT_LIMIT);
            }
        }
        kept
    })
}

/// Waits for a program's end and returns its exit status; `None` when it runs longer than it may.
pub(super) fn ended(child: &mut std::process::Child, limit: Duration) -> Option<Option<i32>> {
    let started = Instant::now();
    let mut stopping: Option<Instant> = None;
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.code()),
            Ok(None) if started.elapsed() < limit => {}
            _ => return None,
        }
        if is_stopping() && stopping.get_or_insert_with(Instant::now).elapsed() > GRACE {
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
