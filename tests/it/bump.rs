//! `publish bump` as it is used: what it writes, commits and tags, and what it says when it cannot.
mod kill;
mod kinds;
mod obstacles;
mod workspace;
