//! What the rules of `check-version` look at.
//!
//! Not where versions are found: that is `project`'s.
use crate::git::Snapshot;
use crate::project::{Declaration, Form, Package, TagName, packages};
use crate::rule::Example;
use crate::version::Version;

/// One package with all of its declared versions, and the release it is judged for.
#[derive(Debug, Clone)]
pub struct Declarations {
    /// The package.
    pub package: Package,
    /// The version that is being released; `None` when nothing is.
    pub release: Option<Version>,
    /// The tag that the package is compared with, and its version; `None` when another guard does that.
    pub tag: Option<(String, Version)>,
}

impl Declarations {
    /// The declarations that are versions in the form of PEP 440; none where the tag is the version. Citations are left out.
    pub fn versions(&self) -> impl Iterator<Item = (&Declaration, &Version)> {
        let declarations = match self.package.versioned_by {
            Some(_) => &[],
            None => self.package.declarations.as_slice(),
        };
        declarations
            .iter()
            .filter(|found| found.form == Form::Pep440 && !found.site.is_citation())
            .filter_map(|found| Some((found, found.version.as_ref().ok()?)))
    }
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
        package,
        release: tag.as_ref().map(|(_, version)| version.clone()),
        tag,
    })
}
