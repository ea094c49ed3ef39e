//! Our hook script: the text of `hooks/`, with what only this machine knows, and read again.
//!
//! Not where it is written: that is `file`'s.
use super::Hook;
use crate::dist::Sha256;
use std::path::{Path, PathBuf};

/// A hook file of ours.
#[derive(Debug, Clone)]
pub(super) struct Own {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The folder whose programs it runs.
    pub(super) programs: PathBuf,
    /// Whether it is as it was written.
    pub(super) is_intact: bool,
    /// How many folders were made for it.
    pub(super) folders: usize,
}

fn template(hook: Hook) -> &'static str {
    match hook {
        Hook::PreCommit => include_str!("../../hooks/pre-commit"),
        Hook::CommitMsg => include_str!("../../hooks/commit-msg"),
        Hook::PrePush => include_str!("../../hooks/pre-push"),
    }
}

/// The start of the line by which our file is known.
fn marker(hook: Hook) -> String {
    format!("# release-guard: {} v", hook.name())
}

/// Our script with the folder of our programs written into it, and its own checksum, by which it is known to be as it was
/// written.
pub(super) fn script(hook: Hook, programs: &Path, folders: usize) -> String {
    let quoted = programs.to_string_lossy().replace('\'', "'\\''");
    let text = template(hook).replacen("programs=''", &format!("programs='{quoted}'"), 1);
    let line = format!("{}2", marker(hook));
    let sum = checksum(&text, hook);
    text.replacen(
        &line,
        &format!("{line} checksum={sum} folders={folders}"),
        1,
    )
}

/// The checksum of all lines but the one that holds it, whatever the line ends.
fn checksum(text: &str, hook: Hook) -> String {
    let marker = marker(hook);
    let lines = text.lines().filter(|line| !line.starts_with(&marker));
    let lines = lines.map(|line| format!("{}\n", line.trim_end_matches('\r')));
    let sum = Sha256::of(lines.collect::<String>().as_bytes());
    sum.to_string().chars().take(16).collect()
}

/// Reads a hook file; `None` when it is not ours.
pub(super) fn read(path: PathBuf, text: &str, hook: Hook) -> Option<Own> {
    let marker = marker(hook);
    let line = text
        .lines()
        .take(3)
        .find(|line| line.starts_with(&marker))?;
    let value = |name: &str| line.split(' ').find_map(|word| word.strip_prefix(name));
    let programs = text
        .lines()
        .find_map(|line| line.strip_prefix("programs='")?.strip_suffix('\''));
    Some(Own {
        path,
        programs: programs.unwrap_or_default().replace("'\\''", "'").into(),
        is_intact: value("checksum=").is_none_or(|sum| sum == checksum(text, hook)),
        folders: value("folders=")
            .and_then(|count| count.parse().ok())
            .unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_carry_their_marker_and_one_place_for_the_programs() {
        for hook in Hook::ALL {
            let text = template(hook);
            assert!(text.starts_with("#!/bin/sh\n# release-guard: "), "{hook:?}");
            assert!(text.contains(&format!("{}2\n", marker(hook))), "{hook:?}");
            assert_eq!(text.matches("programs=''").count(), 1, "{hook:?}");
            let text = script(hook, Path::new("/it's here"), 0);
            assert!(text.contains("programs='/it'\\''s here'\n"), "{hook:?}");
        }
    }

    #[test]
    fn a_script_is_known_and_known_to_be_unchanged() {
        for hook in Hook::ALL {
            let text = script(hook, Path::new("/it's here"), 2);
            let own = read(PathBuf::from("x"), &text, hook).unwrap();
            assert_eq!(own.programs, Path::new("/it's here"));
            assert_eq!((own.is_intact, own.folders), (true, 2));
            let other = text.replace('\n', "\r\n");
            assert!(read(PathBuf::from("x"), &other, hook).unwrap().is_intact);
            let edited = format!("{text}npm test\n");
            assert!(!read(PathBuf::from("x"), &edited, hook).unwrap().is_intact);
            assert!(read(PathBuf::from("x"), "#!/bin/sh\n", hook).is_none());
        }
    }
}
