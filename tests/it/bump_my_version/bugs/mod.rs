//! The bugs of bump-my-version, each with what it does and what ours does.
mod config;
mod git;
mod needless;
mod text;
mod version;

use super::fact::Bug;

/// All of them.
pub fn all() -> Vec<Bug> {
    [
        config::BUGS,
        git::BUGS,
        needless::BUGS,
        text::BUGS,
        version::BUGS,
    ]
    .concat()
}
