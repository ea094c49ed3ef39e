//! What git tells a pre-push hook on stdin: one line a ref.
//!
//! Not told there, and so not known: whether the push is forced, atomic, or only a dry run.
use super::repository::Oid;
use std::io::{IsTerminal as _, Read as _};

/// More than git ever writes for a push that a person makes, in bytes.
const STDIN_LIMIT: u64 = 16 << 20;

/// One ref of a push. Judged by its name on the remote; its content is that of the local object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedRef {
    /// What was pushed, as git names it: a full ref name, `(delete)`, or any other expression (`v2^{}`).
    pub local_ref: String,
    /// The object that is pushed; `None` when the ref is deleted.
    pub local: Option<Oid>,
    /// The full name of the ref on the remote.
    pub remote_ref: String,
    /// The object that the remote has there now; `None` when it has none.
    pub remote: Option<Oid>,
}

/// Why it is not known what is pushed.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// Stdin could not be read.
    #[error("cannot read the pushed refs from stdin: {0}")]
    Read(std::io::Error),
    /// More was told than is read.
    #[error("more than {} MiB of pushed refs are on stdin; push fewer at once", STDIN_LIMIT >> 20)]
    Long,
    /// A line is not one that git gives the hook.
    #[error("line {line} of the pushed refs is `{text}`, not `{form}`")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The line as it was read.
        text: String,
        /// How it should be.
        form: &'static str,
    },
}

impl PushedRef {
    /// The tag's name on the remote; `None` when the ref is no tag.
    pub fn tag(&self) -> Option<&str> {
        self.remote_ref.strip_prefix("refs/tags/")
    }

    /// The branch's name on the remote; `None` when the ref is no branch.
    pub fn branch(&self) -> Option<&str> {
        self.remote_ref.strip_prefix("refs/heads/")
    }

    /// A tag that is about to be made on an object, where nothing has its name yet.
    pub fn new_tag(name: &str, object: Oid) -> Self {
        let full = format!("refs/tags/{name}");
        Self {
            local_ref: full.clone(),
            local: Some(object),
            remote_ref: full,
            remote: None,
        }
    }
}

/// Reads what git tells a pre-push hook on stdin; nothing from a terminal, where nobody would know what to type.
pub fn refs_on_stdin() -> Result<Vec<PushedRef>, PushError> {
    pushed_refs(&stdin()?)
}

/// Reads what git tells a server's pre-receive hook on stdin; nothing from a terminal.
pub fn received_on_stdin() -> Result<Vec<PushedRef>, PushError> {
    received_refs(&stdin()?)
}

fn stdin() -> Result<Vec<u8>, PushError> {
    let mut text = Vec::new();
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let mut stdin = stdin.lock().take(STDIN_LIMIT + 1);
        stdin.read_to_end(&mut text).map_err(PushError::Read)?;
    }
    // What was left behind could be the one bad tag.
    if u64::try_from(text.len()).is_ok_and(|length| length > STDIN_LIMIT) {
        return Err(PushError::Long);
    }
    Ok(text)
}

/// Reads the lines that git gives a pre-push hook. A line is split from the right, since what stands first may hold
/// spaces; an object name of zeros, however long, is none.
pub fn pushed_refs(stdin: &[u8]) -> Result<Vec<PushedRef>, PushError> {
    const FORM: &str = "<local ref> <object> <remote ref> <object>";
    each_line(stdin, FORM, parsed)
}

/// Reads the lines that git gives a server's pre-receive hook: `<old object> <new object> <ref>`.
pub fn received_refs(stdin: &[u8]) -> Result<Vec<PushedRef>, PushError> {
    each_line(stdin, "<old object> <new object> <ref>", |line| {
        let mut words = line.splitn(3, ' ');
        let remote = some(Oid::new(words.next()?)?);
        let local = some(Oid::new(words.next()?)?);
        let name = words.next()?.to_owned();
        name.starts_with("refs/").then_some(PushedRef {
            local_ref: name.clone(),
            local,
            remote_ref: name,
            remote,
        })
    })
}

fn each_line(
    stdin: &[u8],
    form: &'static str,
    read: fn(&str) -> Option<PushedRef>,
) -> Result<Vec<PushedRef>, PushError> {
    let text = String::from_utf8_lossy(stdin);
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            read(line.trim_end_matches('\r')).ok_or_else(|| PushError::Line {
                line: at + 1,
                text: line.to_owned(),
                form,
            })
        })
        .collect()
}

/// Zeros stand for no object.
fn some(oid: Oid) -> Option<Oid> {
    (!oid.is_zero()).then_some(oid)
}

fn parsed(line: &str) -> Option<PushedRef> {
    let mut words = line.rsplitn(4, ' ');
    let remote = Oid::new(words.next()?)?;
    let remote_ref = words.next()?.to_owned();
    let local = Oid::new(words.next()?)?;
    let local_ref = words.next()?.to_owned();
    Some(PushedRef {
        local_ref,
        local: some(local),
        remote_ref,
        remote: some(remote),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_told_the_old_object_first() {
        let [a, b] = ["a".repeat(40), "b".repeat(40)];
        let zero = "0".repeat(40);
        let text =
            format!("{zero} {a} refs/tags/v1\n{a} {b} refs/tags/v2\n{b} {zero} refs/tags/v3\n");
        let refs = received_refs(text.as_bytes()).unwrap();
        let told: Vec<_> = refs
            .iter()
            .map(|pushed| {
                (
                    pushed.tag(),
                    pushed.remote.is_some(),
                    pushed.local.is_some(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some("v1"), false, true),
                (Some("v2"), true, true),
                (Some("v3"), true, false)
            ]
        );
        assert_eq!(
            received_refs(b"nonsense\n").unwrap_err().to_string(),
            "line 1 of the pushed refs is `nonsense`, not `<old object> <new object> <ref>`"
        );
    }

    #[test]
    fn lines_are_split_from_the_right_and_zeros_are_none() {
        let [a, b] = ["a".repeat(40), "b".repeat(64)];
        let [zero, long_zero] = ["0".repeat(40), "0".repeat(64)];
        for (line, local_ref, local, remote_ref, remote) in [
            (
                format!("refs/tags/v1 {a} refs/tags/v1 {zero}"),
                "refs/tags/v1",
                Some(&a),
                "refs/tags/v1",
                None,
            ),
            (
                format!("(delete) {long_zero} refs/tags/v1 {b}"),
                "(delete)",
                None,
                "refs/tags/v1",
                Some(&b),
            ),
            (
                format!(":/fix the thing {a} refs/heads/x {a}"),
                ":/fix the thing",
                Some(&a),
                "refs/heads/x",
                Some(&a),
            ),
        ] {
            let [pushed] = &pushed_refs(format!("{line}\n").as_bytes()).unwrap()[..] else {
                panic!("{line}");
            };
            assert_eq!(pushed.local_ref, local_ref);
            assert_eq!(pushed.local.as_ref().map(Oid::as_str), local.map(|s| &**s));
            assert_eq!(pushed.remote_ref, remote_ref);
            assert_eq!(
                pushed.remote.as_ref().map(Oid::as_str),
                remote.map(|s| &**s)
            );
        }
        assert_eq!(pushed_refs(b"").unwrap(), []);
        assert_eq!(
            pushed_refs(b"refs/tags/v1 abc refs/tags/v1 0\n")
                .unwrap_err()
                .to_string(),
            "line 1 of the pushed refs is `refs/tags/v1 abc refs/tags/v1 0`, not `<local ref> <object> <remote ref> <object>`"
        );
    }
}
