//! Patterns of file names, as bump-my-version's `glob` and `glob_exclude` have them.
//!
//! Not the walk over the files, and not the wildcards of our own configuration: those know one `*`.
mod engine;
mod parse;

use crate::source::RepoPath;
use engine::{Purpose, compile};
use parse::{Token, alternatives};
use regex::Regex;

/// A pattern of file names, read as the library wcmatch 12 reads it for bump-my-version.
///
/// `*` and `?` stand for characters of one name, `[a-z]`, `[!a]` and `[[:digit:]]` for one of a set, `**` as a whole level
/// for any number of folders, `@(a|b)` for one of the choices, `?(a)`, `*(a)` and `+(a)` for as many of them as in a regular
/// expression, `|` outside of a group separates whole patterns, and `\` takes the meaning from the next character.
///
/// As a pattern of what to find, nothing but a dot in the pattern stands for the dot that a hidden name begins with, and
/// `**` does not enter hidden folders. As one of what to leave out, it is laid on the whole path with no such regard, and
/// on the path as it was found: `src/*.py` does not leave out what `./src/*.py` finds.
#[derive(Debug, Clone)]
pub(super) struct Glob {
    alternatives: Vec<Alternative>,
}

/// One of the patterns between `|`.
#[derive(Debug, Clone)]
struct Alternative {
    /// The folder that is named without wildcards, from the top.
    folder: RepoPath,
    /// That folder as the pattern writes it, with a slash behind it unless it is empty.
    spelled: String,
    /// What the path below that folder looks like; hidden names are marked.
    below: Regex,
    /// What a path looks like that is left out; names of dots are marked.
    left_out: Regex,
}

/// Why a pattern of file names cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GlobError {
    /// A group that stands for everything else.
    #[error(
        "`!(` in `{pattern}` stands for all names but some, which is not supported; list what to leave out instead"
    )]
    Inverse {
        /// The pattern.
        pattern: String,
    },
    /// It begins with a slash.
    #[error("`{pattern}` begins with a slash, but files are looked for in the repository")]
    Absolute {
        /// The pattern.
        pattern: String,
    },
    /// It leads out of the repository.
    #[error("`{pattern}` leads out of the repository")]
    Outside {
        /// The pattern.
        pattern: String,
    },
    /// It goes up behind a wildcard.
    #[error("`..` behind a wildcard in `{pattern}` is not supported")]
    Up {
        /// The pattern.
        pattern: String,
    },
    /// It is too much.
    #[error("`{pattern}` is too long or nested too deeply")]
    TooLarge {
        /// The pattern.
        pattern: String,
    },
}

impl Glob {
    /// Reads a pattern of paths that count from a folder.
    pub(super) fn parse(pattern: &str, folder: &RepoPath) -> Result<Self, GlobError> {
        let mut read = Vec::new();
        for tokens in alternatives(pattern)? {
            read.extend(Alternative::new(&tokens, folder, pattern)?);
        }
        Ok(Self { alternatives: read })
    }

    /// Whether it finds a file that none of the exclusions leaves out.
    pub(super) fn finds(&self, path: &RepoPath, exclusions: &[Self]) -> bool {
        self.alternatives.iter().any(|alternative| {
            let found = alternative.found(path);
            found.is_some_and(|found| {
                let found = Purpose::LeaveOut.marked(&found);
                let mut left_out = exclusions.iter().flat_map(|glob| &glob.alternatives);
                !left_out.any(|exclusion| exclusion.left_out.is_match(&found))
            })
        })
    }

    /// The folders below which all files lie that it can find.
    pub(super) fn folders(&self) -> impl Iterator<Item = &RepoPath> {
        self.alternatives
            .iter()
            .map(|alternative| &alternative.folder)
    }
}

impl Alternative {
    /// Reads the levels of a path; `None` when they can only be a folder, which is never found.
    fn new(tokens: &[Token], folder: &RepoPath, pattern: &str) -> Result<Option<Self>, GlobError> {
        let pattern = || pattern.to_owned();
        let too_large = |_| GlobError::TooLarge { pattern: pattern() };
        if tokens.first() == Some(&Token::Slash) {
            return Err(GlobError::Absolute { pattern: pattern() });
        }
        let all: Vec<&[Token]> = tokens.split(|token| *token == Token::Slash).collect();
        let levels: Vec<&[Token]> = all
            .iter()
            .filter(|level| !level.is_empty())
            .copied()
            .collect();
        let ends_with_slash = all.last().is_some_and(|last| last.is_empty());
        let Some((last, folders)) = levels.split_last().filter(|_| !ends_with_slash) else {
            return Ok(None);
        };
        let mut below: &[&[Token]] = folders;
        let (mut folder, mut spelled) = (folder.clone(), String::new());
        while let Some((level, rest)) = below.split_first()
            && let Some(name) = name(level)
        {
            let joined = folder.join(&name);
            folder = joined.ok_or_else(|| GlobError::Outside { pattern: pattern() })?;
            spelled.push_str(&name);
            spelled.push('/');
            below = rest;
        }
        let is_named = |level: &[Token], wanted: &str| name(level).as_deref() == Some(wanted);
        if below.iter().any(|level| is_named(level, "..")) {
            return Err(GlobError::Up { pattern: pattern() });
        }
        if is_named(last, ".") || is_named(last, "..") {
            return Ok(None);
        }
        let mut below = below.to_vec();
        below.retain(|level| !is_named(level, "."));
        below.push(last);
        Ok(Some(Self {
            folder,
            spelled,
            below: compile(&below, Purpose::Find).map_err(too_large)?,
            left_out: compile(&levels, Purpose::LeaveOut).map_err(too_large)?,
        }))
    }

    /// The path as a walk by the pattern spells it, if it finds it.
    fn found(&self, path: &RepoPath) -> Option<String> {
        if !path.is_below(&self.folder) {
            return None;
        }
        let depth = self.folder.parts().count();
        let names: Vec<_> = path
            .parts()
            .skip(depth)
            .map(String::from_utf8_lossy)
            .collect();
        let below = names.join("/");
        let is_found = self.below.is_match(&Purpose::Find.marked(&below));
        is_found.then(|| format!("{}{below}", self.spelled))
    }
}

/// The name that a level stands for, if it has no wildcards.
fn name(level: &[Token]) -> Option<String> {
    let character = |token: &Token| match token {
        Token::Character(c) => Some(*c),
        _ => None,
    };
    level.iter().map(character).collect()
}

#[cfg(test)]
mod tests;
