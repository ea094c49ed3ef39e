//! What names say: which tags mean a release, which branches releases are made from, which patterns a name fits.
//!
//! Not the reading of a version from a tag: that is `project`'s.
use crate::project::Package;
use crate::version::Version;

/// Branch names that releases are made from, beside the default branch; `N` stands for digits, `*` for anything.
const USUAL_BRANCHES: &[&str] = &[
    "main",
    "master",
    "trunk",
    "N.x",
    "N.N.x",
    "vN*",
    "maint/*",
    "stable/*",
    "release/*",
    "releases/*",
];

/// Whether two versions belong to one release line: the same epoch and the same first two numbers.
pub(super) fn same_line(one: &Version, other: &Version) -> bool {
    one.epoch == other.epoch && one.part(0) == other.part(0) && one.part(1) == other.part(1)
}

/// Whether a tag's name looks as if a release was meant: numbers with dots, at the start or behind `v`, a word like
/// `release`, or the name of a package.
pub(super) fn looks_like_release(name: &str, packages: &[Package]) -> bool {
    let Some(dot) = name.match_indices('.').map(|(at, _)| at).find(|at| {
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        digit(name.as_bytes().get(at.wrapping_sub(1))) && digit(name.as_bytes().get(at + 1))
    }) else {
        return false;
    };
    let numbers = |c: char| c.is_ascii_digit() || c == '.';
    let head = name
        .get(..dot)
        .unwrap_or_default()
        .trim_end_matches(numbers);
    let head = head.trim_end_matches(['v', 'V']).trim_end_matches(numbers);
    let head = head.trim_end_matches(['-', '_', '/', '@']);
    let words = ["", "release", "releases", "rel", "version", "ver", "r"];
    words.contains(&head.to_ascii_lowercase().as_str())
        || packages.iter().any(|package| package.is_called(head))
}

/// Whether a branch's name is one that releases are made from.
pub fn is_release_branch(name: &str) -> bool {
    USUAL_BRANCHES.iter().any(|glob| fits(glob, name))
}

/// Whether a name fits a pattern, in which `*` stands for any characters and `N` for one or more digits.
fn fits(pattern: &str, name: &str) -> bool {
    let Some(first) = pattern.chars().next() else {
        return name.is_empty();
    };
    let rest = pattern.get(first.len_utf8()..).unwrap_or_default();
    let tails = || name.char_indices().map(|(at, _)| at).chain([name.len()]);
    let tail = |at: usize| name.get(at..).unwrap_or_default();
    match first {
        '*' => tails().any(|at| fits(rest, tail(at))),
        'N' => {
            let run = name.bytes().take_while(u8::is_ascii_digit).count();
            (1..=run).any(|at| fits(rest, tail(at)))
        }
        _ => name
            .strip_prefix(first)
            .is_some_and(|name| fits(rest, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn release_branches_are_known_by_their_names() {
        for name in [
            "main",
            "2.x",
            "1.12.x",
            "v3",
            "v3.1",
            "maint/1.0",
            "release/1.0",
        ] {
            assert!(is_release_branch(name), "{name}");
        }
        for name in ["fix-1", "x.x", "feature/main", "vendor", "mainline"] {
            assert!(!is_release_branch(name), "{name}");
        }
    }

    #[test]
    fn names_that_mean_a_release_are_told_from_others() {
        for name in [
            "v1.2",
            "1.2.3",
            "v.0.6.5",
            "4v0.21.6",
            "release-1.0",
            "V1.0",
            "rel/1.0",
        ] {
            assert!(looks_like_release(name, &[]), "{name}");
        }
        for name in [
            "v1",
            "latest",
            "newack",
            "test-tag3",
            "backup-2024.01.02",
            "a.b",
            "list",
        ] {
            assert!(!looks_like_release(name, &[]), "{name}");
        }
    }
}
