//! What both do alike, by subject.
mod acceptance;
mod arguments;
mod calendar;
mod commits;
mod current;
mod environment;
mod files;
mod formats;
mod hooks;
mod parse;
mod parts;
mod search;
mod serialize;
mod tags;

use super::case::Case;

/// The tables by subject.
pub const SUBJECTS: &[(&str, &[Case])] = &[
    ("acceptance", acceptance::CASES),
    ("parse", parse::CASES),
    ("serialize", serialize::CASES),
    ("search and replace", search::CASES),
    ("files", files::CASES),
    ("parts", parts::CASES),
    ("calendar", calendar::CASES),
    ("commits", commits::CASES),
    ("tags", tags::CASES),
    ("formats", formats::CASES),
    ("arguments", arguments::CASES),
    ("environment", environment::CASES),
    ("hooks", hooks::CASES),
    ("current version", current::CASES),
];

/// All of them.
pub fn all() -> Vec<Case> {
    let tables = SUBJECTS.iter().map(|(_, cases)| *cases);
    tables.collect::<Vec<_>>().concat()
}
