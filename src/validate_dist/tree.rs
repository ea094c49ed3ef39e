//! What `--tree` shows: the members of each file with their sizes, and who the file says it is.
//!
//! Not a judgement: it shows what is there.
use super::{CheckError, FileFacts, Kind};
use crate::dist::{CoreMetadata, Document, EntryPoints, Headers, Sdist, Wheel};
use crate::source::printable;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The fields that a person wants to see.
const SHOWN: &[&str] = &[
    "Name",
    "Version",
    "Summary",
    "Requires-Python",
    "License-Expression",
    "License",
    "Requires-Dist",
];

/// No more members and fields are shown of one file.
const LIMIT: usize = 10_000;

/// Deeper paths are not shown.
const DEPTH: usize = 64;

/// A folder: its folders and files by name, with the size of each file.
#[derive(Default)]
struct Folder {
    folders: BTreeMap<String, Folder>,
    files: BTreeMap<String, u64>,
}

/// Shows the files, one below the other.
pub(super) fn render(files: &[FileFacts]) -> Result<String, CheckError> {
    let mut out = String::new();
    for file in files {
        let read = |source| CheckError::Read {
            path: file.path.clone(),
            source,
        };
        let name = printable(&file.path.display().to_string());
        line(&mut out, &format!("{name} ({})", size(file.size)));
        match file.kind {
            Kind::Wheel => of_wheel(&mut out, &Wheel::open(&file.path).map_err(read)?),
            Kind::Sdist => of_sdist(&mut out, &Sdist::open(&file.path).map_err(read)?),
            Kind::Other => {}
        }
        out.push('\n');
    }
    Ok(out)
}

fn of_wheel(out: &mut String, wheel: &Wheel) {
    let mut top = Folder::default();
    for member in wheel.members.files().take(LIMIT) {
        top.add(&member.text(), member.size);
    }
    top.show(out, "");
    let tops: Vec<String> = wheel.top_levels().into_iter().take(LIMIT).collect();
    line(
        out,
        &format!("  top level: {}", printable(&tops.join(", "))),
    );
    if let Ok(entry_points) = &wheel.entry_points {
        show_entry_points(out, entry_points);
    }
    if let Ok(metadata) = &wheel.metadata {
        show_metadata(out, metadata);
    }
}

fn of_sdist(out: &mut String, sdist: &Sdist) {
    let mut top = Folder::default();
    let files = sdist
        .members
        .iter()
        .filter(|member| !member.name.ends_with(b"/"));
    for member in files.take(LIMIT) {
        top.add(&member.text(), member.size);
    }
    top.show(out, "");
    if let Ok(metadata) = &sdist.pkg_info {
        show_metadata(out, metadata);
    }
}

fn show_entry_points(out: &mut String, entry_points: &EntryPoints) {
    for entry in entry_points.all.iter().take(LIMIT) {
        let text = format!("  {}: {} = {}", entry.group, entry.name, entry.value);
        line(out, &printable(&text));
    }
}

fn show_metadata(out: &mut String, document: &Document) {
    let headers: Headers = CoreMetadata::new(document.clone()).headers;
    for name in SHOWN {
        for field in headers.all(name).take(LIMIT) {
            let value = field.value.lines().next().unwrap_or_default();
            line(out, &format!("  {name}: {}", printable(value)));
        }
    }
}

impl Folder {
    fn add(&mut self, path: &str, size: u64) {
        let mut folder = self;
        let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
        // A path of thousands of folders is a trick, and showing it would take as many nested calls.
        for _ in 0..DEPTH {
            let Some(part) = parts.next() else { return };
            if parts.peek().is_none() {
                folder.files.insert(part.to_owned(), size);
                return;
            }
            folder = folder.folders.entry(part.to_owned()).or_default();
        }
    }

    fn size(&self) -> u64 {
        let below = self.folders.values().map(Self::size);
        let all = self.files.values().copied().chain(below);
        all.fold(0, u64::saturating_add)
    }

    fn show(&self, out: &mut String, indent: &str) {
        let mut left = self.folders.len() + self.files.len();
        let mut marks = || {
            left = left.saturating_sub(1);
            match left {
                0 => ("└── ", "    "),
                _ => ("├── ", "│   "),
            }
        };
        for (name, folder) in &self.folders {
            let (mark, below) = marks();
            let text = format!("{name}/ ({})", size(folder.size()));
            line(out, &format!("{indent}{mark}{}", printable(&text)));
            folder.show(out, &format!("{indent}{below}"));
        }
        for (name, bytes) in &self.files {
            let text = format!("{name} ({})", size(*bytes));
            line(out, &format!("{indent}{}{}", marks().0, printable(&text)));
        }
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{text}");
}

/// A size as a person reads it.
fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{:.1} {name}", bytes as f64 / *unit as f64),
        None => format!("{bytes} bytes"),
    }
}
