//! What both do alike: a table a subject.
mod acceptance;
mod acceptance_parts;
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

/// All of them.
pub fn all() -> Vec<Case> {
    [
        acceptance::CASES,
        acceptance_parts::CASES,
        parse::CASES,
        serialize::CASES,
        search::CASES,
        files::CASES,
        parts::CASES,
        calendar::CASES,
        commits::CASES,
        tags::CASES,
        formats::CASES,
        arguments::CASES,
        environment::CASES,
        hooks::CASES,
        current::CASES,
    ]
    .concat()
}
