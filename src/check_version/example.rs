//! The facts of a rule's example, made in memory, without a repository.
//!
//! Not used on real projects: their facts are gathered by `gather`.
use super::facts::{Declarations, Tagged};
use super::gather;
use crate::config::{Config, UnknownKeys};
use crate::git::Snapshot;
use crate::project::{TagName, packages_with};
use crate::rule::Example;
use crate::source::RepoPath;

/// Turns a rule's example into facts: the first package of its tree, and the tag of its last ref; `None` when it is no
/// example of this program's, or holds no package.
pub fn facts_of(example: &Example) -> Option<Declarations> {
    let (tree, refs, tags) = match example {
        Example::Tree(tree) | Example::Untracked { tree, .. } => (*tree, &[][..], &[][..]),
        Example::Push { refs, tree, tags } => (*tree, *refs, *tags),
        _ => return None,
    };
    let snapshot = Snapshot::memory(tree.iter().copied());
    let (config, _) = Config::read(&snapshot, UnknownKeys::Refused).ok()?;
    let all = packages_with(&snapshot, &config.versions()).ok()?;
    let package = all.first()?;
    let tag = refs.last().and_then(|line| {
        let name = line.split(' ').next()?.strip_prefix("refs/tags/")?;
        Some((name.to_owned(), TagName::guess(name)?.version.ok()?))
    });
    let is_outrun = |tagged: &Tagged| package.version().is_some_and(|own| *own < tagged.1);
    let untracked = match example {
        Example::Untracked { untracked, .. } => *untracked,
        _ => &[],
    };
    Some(Declarations {
        release: tag.as_ref().map(|(_, version)| version.clone()),
        tags: tag.into_iter().collect(),
        outrun_by: tags
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), TagName::guess(name)?.version.ok()?)))
            .find(is_outrun),
        untracked: untracked
            .iter()
            .map(|(path, _)| RepoPath::from(*path))
            .collect(),
        recorded: gather::there(package),
        released_on: gather::released_on(&snapshot, package, &config).ok()?,
        groups: gather::groups(package, &all, &all, &config.linked),
        package: package.clone(),
    })
}
