//! How two wheels of one name differ: the proof that a build can be repeated, or what stands against it.
//!
//! Not which of them is better.
use crate::dist::{self, Claims, Contents, Reader};
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::Path;

/// No more members are named.
const NAMED: usize = 5;

/// How two files differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Difference {
    /// They are the same bytes.
    None,
    /// They hold the same files, packed in another way: in another order, with other times or modes.
    Packing,
    /// These members are not the same in both, or are only in one.
    Members(Vec<String>),
}

/// What a member was found to be; `None` where it cannot be read.
type Members = BTreeMap<String, Option<(u64, [u8; 32])>>;

/// Compares two wheels, byte for byte and then member by member.
pub(super) fn difference(one: &Path, other: &Path) -> anyhow::Result<Difference> {
    if dist::digest(one)? == dist::digest(other)? {
        return Ok(Difference::None);
    }
    let (one, other) = (members(one)?, members(other)?);
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    let mut names: Vec<String> = one
        .keys()
        .chain(other.keys().filter(|name| !one.contains_key(*name)))
        .filter(differs)
        .cloned()
        .collect();
    // It lists the hashes of the others, so it follows them.
    let is_record = |name: &String| name.ends_with(".dist-info/RECORD");
    if !names.iter().all(is_record) {
        names.retain(|name| !is_record(name));
    }
    names.sort();
    Ok(match names.is_empty() {
        true => Difference::Packing,
        false => Difference::Members(names),
    })
}

fn members(wheel: &Path) -> anyhow::Result<Members> {
    let cannot = || format!("cannot read `{}`", wheel.display());
    let reader = Reader::open(wheel).with_context(cannot)?;
    let contents = Contents::of_wheel(wheel, reader, Claims::default(), 1).with_context(cannot)?;
    let read = contents.members.iter().map(|member| {
        let read = member.read.as_ref().ok();
        (member.text(), read.map(|read| (read.size, read.sha256)))
    });
    Ok(read.collect())
}

impl Difference {
    /// Whether a build with another interpreter makes the same bytes.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// What is to be said of the wheel that one interpreter made and that of another one.
    pub(super) fn told(&self, one: &str, other: &str) -> String {
        match self {
            Self::None => format!("reproducible: Python {one} and {other} make the same bytes"),
            Self::Packing => format!(
                "not reproducible: Python {one} and {other} make the same files and pack them differently; that of Python \
                 {one} is kept"
            ),
            Self::Members(names) => {
                let mut named: Vec<String> = names
                    .iter()
                    .take(NAMED)
                    .map(|name| format!("`{}`", crate::source::printable(name)))
                    .collect();
                if let left @ 1.. = names.len().saturating_sub(NAMED) {
                    named.push(format!("{left} more"));
                }
                format!(
                    "not reproducible: Python {one} and {other} make different {}; the wheel of Python {one} is kept",
                    named.join(", ")
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Change;
    use crate::validate_dist::sample::sample;

    #[test]
    fn wheels_differ_by_their_members() {
        let dir = tempfile::tempdir().unwrap();
        let name = "demo-1.0-py3-none-any.whl";
        let write = |folder: &str, changes: &[Change]| {
            let folder = dir.path().join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), sample(name, changes)).unwrap();
            folder.join(name)
        };
        let one = write("one", &[]);
        let told = |changes: &[Change]| {
            let other = write("other", changes);
            difference(&one, &other).unwrap().told("3.11.7", "3.12.1")
        };
        assert_eq!(
            told(&[]),
            "reproducible: Python 3.11.7 and 3.12.1 make the same bytes"
        );
        let other = [
            Change::Write("demo/b.py", "x = 1\n"),
            Change::Write("demo/a.py", "x = 2\n"),
        ];
        assert_eq!(
            told(&other),
            "not reproducible: Python 3.11.7 and 3.12.1 make different `demo/a.py`, `demo/b.py`; the wheel of Python 3.11.7 is kept"
        );
    }
}
