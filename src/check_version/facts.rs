//! What the rules of `check-version` look at.
use crate::edit::Edit;
use crate::git::Snapshot;
use crate::project::{Declaration, Package, locked_version, packages};
use crate::rule::Example;
use crate::source::{Origin, Spot};
use crate::version::Version;

/// One package with all of its declared versions, and the release it is judged for.
#[derive(Debug, Clone)]
pub struct Declarations {
    /// The package.
    pub package: Package,
    /// Its own entry in uv.lock; `None` when there is none.
    pub locked: Option<Declaration>,
    /// The version that is being released; `None` when nothing is.
    pub release: Option<Version>,
    /// The tag that the package is compared with, and its version; `None` when another guard does that.
    pub tag: Option<(String, Version)>,
}

impl Declarations {
    /// The declarations that are versions; none where the tag is the version.
    pub fn versions(&self) -> impl Iterator<Item = (&Declaration, &Version)> {
        let declarations = match self.package.versioned_by {
            Some(_) => &[],
            None => self.package.declarations.as_slice(),
        };
        declarations
            .iter()
            .filter_map(|found| Some((found, found.version.as_ref().ok()?)))
    }
}

/// Returns the splice that writes `text` in place of a declaration; `None` when it is written with escapes.
pub(super) fn rewrite(declaration: &Declaration, text: &str) -> Option<Edit> {
    let (Origin::File(path), Spot::Text { bytes, span }) =
        (&declaration.place.origin, &declaration.place.spot)
    else {
        return None;
    };
    (bytes.get(span.clone())? == declaration.raw.as_bytes()).then(|| Edit {
        path: path.clone(),
        span: span.clone(),
        replacement: text.into(),
    })
}

/// Finds the version in a tag's name: the longest rest of it that is one and begins a word (`v1.2`, `pkg-v1.2`, `pkg/1.2`).
pub(super) fn version_in(tag: &str) -> Option<Version> {
    let mut previous = None;
    for (at, c) in tag.char_indices() {
        let begins = !previous.is_some_and(|c: char| c.is_alphanumeric() || c == '.');
        previous = Some(c);
        if begins
            && (c.is_ascii_digit() || matches!(c, 'v' | 'V'))
            && let Some(version) = tag.get(at..).and_then(|rest| rest.parse().ok())
        {
            return Some(version);
        }
    }
    None
}

/// Turns a rule's example into facts: the first package of its tree, and the tag of its last ref; `None` when it is no
/// example of this program's, or holds no package.
pub fn facts_of(example: &Example) -> Option<Declarations> {
    let (tree, refs) = match example {
        Example::Tree(tree) => (*tree, &[][..]),
        Example::Push { refs, tree, .. } => (*tree, *refs),
        _ => return None,
    };
    let snapshot = Snapshot::memory(tree.iter().copied());
    let package = packages(&snapshot).ok()?.into_iter().next()?;
    let tag = refs.last().and_then(|line| {
        let name = line.split(' ').next()?.strip_prefix("refs/tags/")?;
        Some((name.to_owned(), version_in(name)?))
    });
    Some(Declarations {
        locked: locked_version(&package, &snapshot).ok()?,
        package,
        release: tag.as_ref().map(|(_, version)| version.clone()),
        tag,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_with_its_version() {
        for (tag, expected) in [
            ("v1.2.3", Some("1.2.3")),
            ("1.2.3rc1", Some("1.2.3rc1")),
            ("release-1.2", Some("1.2")),
            ("my-pkg-2-v1.2.3", Some("1.2.3")),
            ("pkg/v1.0", Some("1.0")),
            ("pkg@1.0", Some("1.0")),
            ("latest", None),
            ("py3", None),
        ] {
            let found = version_in(tag).map(|version| version.to_string());
            assert_eq!(found.as_deref(), expected, "{tag}");
        }
    }
}
