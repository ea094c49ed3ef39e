//! What the rules of `check-version` look at.
//!
//! Not where versions are found: that is `project`'s.
use crate::edit::Edit;
use crate::git::Snapshot;
use crate::project::{Declaration, Package, TagName, locked_version, packages};
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
        Some((name.to_owned(), TagName::guess(name)?.version.ok()?))
    });
    Some(Declarations {
        locked: locked_version(&package, &snapshot).ok()?,
        package,
        release: tag.as_ref().map(|(_, version)| version.clone()),
        tag,
    })
}
