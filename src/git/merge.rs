//! A change of a file brought into another version of it, which the user may have edited.
//!
//! Not a merge of histories: three contents of one file.
use super::error::GitError;
use crate::command::Command;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What becomes of a file that the user may have changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// It has the change already.
    Same,
    /// It gets these bytes.
    To(Vec<u8>),
    /// The user changed the same lines.
    Conflict,
}

/// Brings the change from `before` to `after` into `now`.
pub(super) fn merged(now: &[u8], before: &[u8], after: &[u8]) -> Result<Merged, GitError> {
    if now == after {
        return Ok(Merged::Same);
    }
    if now == before {
        return Ok(Merged::To(after.to_vec()));
    }
    let dir = tempfile::tempdir().map_err(GitError::Temporary)?;
    for (name, bytes) in [("now", now), ("before", before), ("after", after)] {
        std::fs::write(dir.path().join(name), bytes).map_err(GitError::Temporary)?;
    }
    let output = Command::git(dir.path())
        .args(["merge-file", "-p", "-q", "now", "before", "after"])
        .output()?;
    Ok(match output.status {
        Some(0) if output.stdout == now => Merged::Same,
        Some(0) => Merged::To(output.stdout),
        _ => line_for_line(now, before, after),
    })
}

/// Replaces the changed lines themselves. Git takes an edit beside a changed line for a conflict; here the line only has
/// to be there as it was, once.
fn line_for_line(now: &[u8], before: &[u8], after: &[u8]) -> Merged {
    let [mut lines, before, after] = [now, before, after].map(lines);
    let mut changed = false;
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let DiffOp::Replace {
            old_index,
            old_len,
            new_index,
            new_len,
        } = op
        else {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            return Merged::Conflict;
        };
        let (Some(old), Some(new)) = (
            before.get(old_index..old_index + old_len),
            after.get(new_index..new_index + new_len),
        ) else {
            return Merged::Conflict;
        };
        match (
            places(&lines, old).as_slice(),
            places(&lines, new).as_slice(),
        ) {
            ([at], _) => {
                lines.splice(*at..*at + old_len, new.iter().copied());
                changed = true;
            }
            ([], [_]) => {}
            _ => return Merged::Conflict,
        }
    }
    if changed {
        Merged::To(lines.concat())
    } else {
        Merged::Same
    }
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// Where a run of lines stands in others.
fn places(lines: &[&[u8]], run: &[&[u8]]) -> Vec<usize> {
    let windows = lines.windows(run.len().max(1)).enumerate();
    windows
        .filter(|(_, window)| *window == run)
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_beside_a_changed_line_is_no_conflict_and_one_of_it_is() {
        let merge = |now: &str| merged(now.as_bytes(), b"a\nv = 1\n", b"a\nv = 2\n").unwrap();
        assert_eq!(merge("a\nv = 2\n"), Merged::Same);
        assert_eq!(
            merge("a\nv = 1\nmine\n"),
            Merged::To(b"a\nv = 2\nmine\n".into())
        );
        assert_eq!(merge("a\nv = 2\nmine\n"), Merged::Same);
        assert_eq!(merge("b\nv = 1\n"), Merged::To(b"b\nv = 2\n".into()));
        assert_eq!(merge("a\nv = 1 # mine\n"), Merged::Conflict);
        assert_eq!(merge("b\nv = 1\nv = 1\n"), Merged::Conflict);
    }
}
