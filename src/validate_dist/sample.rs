//! A sound wheel or sdist in memory, changed as an example of a rule says.
//!
//! Not a build: no project is behind it.
use crate::dist::{self, Ending, Entry, Tags, gzip, tar_ending, tar_record, zip_ending};
use crate::rule::Change;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Returns the bytes of a sound distribution of this file name with these changes.
///
/// It is a wheel when the name ends in `.whl`, else an sdist. Name and version are taken from the file name as they stand.
pub fn sample(file_name: &str, changes: &[Change]) -> Vec<u8> {
    let is_wheel = file_name.ends_with(".whl");
    let (mut entries, record) = if is_wheel {
        wheel(file_name)
    } else {
        (sdist(file_name), String::new())
    };
    let is_of_record =
        |change: &&Change| is_wheel && named(change).is_some_and(|n| n.ends_with("RECORD"));
    for change in changes.iter().filter(|change| !is_of_record(change)) {
        apply(change, &mut entries);
    }
    if is_wheel {
        let rows: String = entries.iter().map(row).collect();
        let rows = format!("{rows}{record},,\n");
        entries.push(Entry::new(record, rows));
        for change in changes.iter().filter(is_of_record) {
            apply(change, &mut entries);
        }
    }
    let ending = ending(changes);
    let mut bytes = if is_wheel {
        zip_ending(&entries, &ending)
    } else {
        gzip(&tar_ending(&entries, &ending))
    };
    for change in changes {
        match change {
            Change::Append(more) => bytes.extend_from_slice(more),
            Change::Prepend(before) => bytes = [before, bytes.as_slice()].concat(),
            Change::Truncate(length) => bytes.truncate(*length),
            Change::Further(inflated) => bytes.extend(gzip(inflated)),
            Change::Zeros(count) => bytes.extend(gzip(&vec![0; 1 << 20]).repeat(*count)),
            _ => {}
        }
    }
    bytes
}

fn named(change: &Change) -> Option<&'static str> {
    match change {
        Change::Write(name, _)
        | Change::Remove(name)
        | Change::Replace(name, _, _)
        | Change::Twice(name)
        | Change::Claim(name, _)
        | Change::Pack(name, _)
        | Change::Link(name, _)
        | Change::Header(name, ..)
        | Change::Listed(name, ..)
        | Change::Extra(name, _)
        | Change::Before(name, _)
        | Change::Record(name, ..)
        | Change::Unlist(name) => Some(name),
        Change::Append(_)
        | Change::Prepend(_)
        | Change::Truncate(_)
        | Change::End(..)
        | Change::Behind(_)
        | Change::Endless
        | Change::Further(_)
        | Change::Zeros(_)
        | Change::Configure(_) => None,
    }
}

fn ending(changes: &[Change]) -> Ending {
    let mut ending = Ending {
        behind: Some(Vec::new()),
        ..Ending::default()
    };
    for change in changes {
        match change {
            Change::End(at, bytes) => ending.end.push((*at, bytes.to_vec())),
            Change::Behind(bytes) => {
                ending.before_end = bytes.to_vec();
                ending.behind = Some(bytes.to_vec());
            }
            Change::Endless => ending.behind = None,
            _ => {}
        }
    }
    ending
}

/// Applies a change to the member of exactly its name, else to the first one whose name ends so.
fn apply(change: &Change, entries: &mut Vec<Entry>) {
    let Some(name) = named(change) else { return };
    let exact = entries
        .iter()
        .position(|entry| entry.name == name.as_bytes());
    let at = exact.or_else(|| {
        let ends = |entry: &Entry| entry.name.ends_with(name.as_bytes());
        entries.iter().position(ends)
    });
    let found = at.and_then(|at| entries.get_mut(at));
    match (change, found) {
        (Change::Write(_, text), found) => match found.filter(|_| exact.is_some()) {
            Some(entry) => entry.bytes = (*text).into(),
            None => entries.push(Entry::new(name, *text)),
        },
        (Change::Link(_, target), _) => entries.push(Entry {
            is_link: true,
            ..Entry::new(name, *target)
        }),
        (Change::Replace(_, from, to), Some(entry)) => {
            let text = String::from_utf8_lossy(&entry.bytes).replacen(from, to, 1);
            entry.bytes = text.into_bytes();
        }
        (Change::Claim(_, size), Some(entry)) => entry.claimed = Some(*size),
        (Change::Pack(_, method), Some(entry)) => entry.method = Some(*method),
        (Change::Header(_, at, bytes), Some(entry)) => entry.header.push((*at, bytes.to_vec())),
        (Change::Listed(_, at, bytes), Some(entry)) => entry.listed.push((*at, bytes.to_vec())),
        (Change::Extra(_, bytes), Some(entry)) => entry.extra = bytes.to_vec(),
        (Change::Before(_, bytes), Some(entry)) => entry.before = bytes.to_vec(),
        (Change::Record(name, kind, body), Some(entry)) => {
            entry.before.extend(tar_record(name, *kind, body));
        }
        (Change::Unlist(_), Some(entry)) => entry.is_unlisted = true,
        (Change::Twice(_), Some(entry)) => {
            let again = entry.clone();
            entries.push(again);
        }
        (Change::Remove(_), Some(_)) => {
            if let Some(at) = at {
                entries.remove(at);
            }
        }
        _ => {}
    }
}

fn row(entry: &Entry) -> String {
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&entry.bytes));
    let name = String::from_utf8_lossy(&entry.name);
    format!("{name},sha256={digest},{}\n", entry.bytes.len())
}

/// The members of a sound wheel but RECORD, and the name of that.
fn wheel(file_name: &str) -> (Vec<Entry>, String) {
    let stem = file_name.strip_suffix(".whl").unwrap_or(file_name);
    let parts: Vec<&str> = stem.split('-').collect();
    let part = |at: usize, otherwise| parts.get(at).copied().unwrap_or(otherwise);
    let (name, version) = (part(0, "demo"), part(1, "1.0"));
    let tags = parts
        .get(parts.len().saturating_sub(3)..)
        .unwrap_or_default();
    let tags: String = Tags::parse(&tags.join("-"))
        .map(|tags| tags.expanded())
        .unwrap_or_default()
        .iter()
        .map(|tag| format!("Tag: {tag}\n"))
        .collect();
    let info = format!("{name}-{version}.dist-info");
    let entries = vec![
        Entry::new(format!("{name}/__init__.py"), "\"\"\"A demo.\"\"\"\n"),
        Entry::new(format!("{name}/cli.py"), "def main():\n    return 0\n"),
        Entry::new(format!("{info}/METADATA"), metadata(name, version)),
        Entry::new(
            format!("{info}/WHEEL"),
            format!("Wheel-Version: 1.0\nGenerator: sample\nRoot-Is-Purelib: true\n{tags}"),
        ),
        Entry::new(
            format!("{info}/entry_points.txt"),
            format!("[console_scripts]\n{name} = {name}.cli:main\n"),
        ),
        Entry::new(format!("{info}/licenses/LICENSE"), "Do what you like.\n"),
    ];
    (entries, format!("{info}/RECORD"))
}

fn sdist(file_name: &str) -> Vec<Entry> {
    let stem = file_name.strip_suffix(".tar.gz").unwrap_or(file_name);
    let (name, version) = stem.rsplit_once('-').unwrap_or(("demo", "1.0"));
    let name = name.to_ascii_lowercase().replace(['-', '.'], "_");
    let top = format!("{name}-{version}");
    let project = format!("[project]\nname = \"{name}\"\nversion = \"{version}\"\n");
    vec![
        Entry::new(format!("{top}/pyproject.toml"), project),
        Entry::new(
            format!("{top}/src/{name}/__init__.py"),
            "\"\"\"A demo.\"\"\"\n",
        ),
        Entry::new(format!("{top}/LICENSE"), "Do what you like.\n"),
        Entry::new(format!("{top}/PKG-INFO"), metadata(&name, version)),
    ]
}

fn metadata(name: &str, version: &str) -> String {
    format!(
        "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nSummary: A demo for tests\nLicense-Expression: MIT\n\
         License-File: LICENSE\nRequires-Python: >=3.9\nProject-URL: Homepage, https://example.org/demo\n\
         Description-Content-Type: text/markdown\n\n# demo\n"
    )
}

/// Returns size and digest of bytes in memory.
pub(super) fn digest(bytes: &[u8]) -> (u64, String) {
    (bytes.len() as u64, dist::Sha256::of(bytes).to_string())
}
