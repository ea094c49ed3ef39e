//! The members that a workspace names, and the folders that it leaves out.
//!
//! Not the packages that a walk finds by itself: a name counts where the walk would pass by.
use super::discover::{Tree, is_foreign, visit};
use super::{ProjectError, Toml};
use crate::git::{EntryKind, Next, Snapshot};
use crate::source::RepoPath;

/// Brings the folders of a walk in line with the workspace at the top, or directly below a top that is no project.
pub(super) fn apply(snapshot: &Snapshot, tree: &mut Tree) -> Result<(), ProjectError> {
    let depth = match tree.is_project(&RepoPath::top()) {
        true => 0,
        false => 1,
    };
    let is_near = |folder: &&RepoPath| folder.parts().count() <= depth;
    let roots: Vec<RepoPath> = tree.folders().filter(is_near).cloned().collect();
    for root in roots {
        let path = root.join("pyproject.toml").unwrap_or_default();
        let file = snapshot.file(&path)?;
        // Most projects have none, and a file is parsed later anyway.
        let Some(file) = file.filter(|file| holds(&file.bytes, b"workspace")) else {
            continue;
        };
        let workspace = Workspace::read(root, &Toml::parse(file)?);
        tree.folders.retain(|folder| !workspace.excludes(folder));
        workspace.add(snapshot, tree)?;
    }
    Ok(())
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// A workspace of uv or hatch.
struct Workspace {
    root: RepoPath,
    members: Vec<String>,
    excluded: Vec<String>,
}

impl Workspace {
    fn read(root: RepoPath, toml: &Toml) -> Self {
        let texts = |keys: &[&str]| toml.texts(keys).into_iter().map(|text| text.value);
        let mut members: Vec<String> = texts(&["tool", "uv", "workspace", "members"]).collect();
        members.extend(texts(&["tool", "hatch", "workspace", "members"]));
        let environments = toml
            .get(&["tool", "hatch", "envs"])
            .and_then(|item| item.as_table_like());
        for (name, _) in environments.into_iter().flat_map(|table| table.iter()) {
            let keys = ["tool", "hatch", "envs", name, "workspace", "members"];
            members.extend(texts(&keys));
        }
        Self {
            root,
            members,
            excluded: texts(&["tool", "uv", "workspace", "exclude"]).collect(),
        }
    }

    fn excludes(&self, folder: &RepoPath) -> bool {
        *folder != self.root && self.is_fully(&self.excluded, folder)
    }

    fn names(&self, folder: &RepoPath) -> bool {
        self.is_fully(&self.members, folder) && !self.excludes(folder)
    }

    fn is_fully(&self, patterns: &[String], folder: &RepoPath) -> bool {
        let mut patterns = patterns.iter();
        patterns.any(|pattern| reach(pattern, &self.root, folder) == Some(Reach::Whole))
    }

    /// Adds the members that the walk passed by, each with what is below it.
    fn add(&self, snapshot: &Snapshot, tree: &mut Tree) -> Result<(), ProjectError> {
        let mut member: Option<RepoPath> = None;
        snapshot.walk(&mut |entry| {
            if member
                .as_ref()
                .is_some_and(|member| entry.path.is_below(member))
            {
                if entry.kind == EntryKind::Folder && is_foreign(snapshot, entry.path) {
                    return Next::Over;
                }
                visit(tree, &entry);
                return Next::Into;
            }
            if entry.kind != EntryKind::Folder {
                return Next::Into;
            }
            let manifest = || entry.path.join("pyproject.toml").unwrap_or_default();
            if self.names(entry.path) && snapshot.has(&manifest()).unwrap_or(false) {
                if tree.is_project(entry.path) {
                    return Next::Over;
                }
                tree.members.insert(entry.path.clone());
                member = Some(entry.path.clone());
                return Next::Into;
            }
            match self.root.is_below(entry.path) || self.leads(snapshot, entry.path) {
                true => Next::Into,
                false => Next::Over,
            }
        })?;
        Ok(())
    }

    /// Whether a member may lie below a folder. Into a folder that holds no projects of this repository only its own name
    /// leads, never a wildcard.
    fn leads(&self, snapshot: &Snapshot, folder: &RepoPath) -> bool {
        self.members
            .iter()
            .any(|pattern| match reach(pattern, &self.root, folder) {
                Some(Reach::Literal) => true,
                Some(Reach::Wild) => !is_foreign(snapshot, folder),
                Some(Reach::Whole) => pattern.ends_with("**") && !is_foreign(snapshot, folder),
                None => false,
            })
    }
}

/// How far a pattern agrees with a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It is the folder.
    Whole,
    /// It goes on below the folder, whose name it has.
    Literal,
    /// It goes on below the folder, which a wildcard stands for.
    Wild,
}

/// Compares a pattern, counted from `root`, with a folder; `None` when it does not lead there. `**` stands for any folders,
/// and `*` and `?` for characters of a name; sets in brackets are not read.
fn reach(pattern: &str, root: &RepoPath, folder: &RepoPath) -> Option<Reach> {
    let mut names = folder.parts();
    if !root.parts().all(|part| names.next() == Some(part)) {
        return None;
    }
    let names: Vec<&[u8]> = names.collect();
    let parts = pattern.split('/').filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<&[u8]> = parts.map(str::as_bytes).collect();
    let agrees = |parts: &[&[u8]]| fits(parts, &names, &|part| *part == b"**", &is_name);
    if names.is_empty() || parts.is_empty() {
        return None;
    }
    let is_literal = |part: &&[u8]| !part.iter().any(|byte| b"*?".contains(byte));
    let above = (1..parts.len()).filter_map(|end| parts.get(..end));
    let mut above = above.filter(|parts| agrees(parts)).peekable();
    match above.peek() {
        Some(parts) if parts.iter().all(is_literal) => Some(Reach::Literal),
        _ if agrees(&parts) => Some(Reach::Whole),
        Some(parts) if parts.last().is_some_and(is_literal) => Some(Reach::Literal),
        Some(_) => Some(Reach::Wild),
        None => None,
    }
}

/// Whether a name fits a part of a pattern.
fn is_name(part: &&[u8], name: &&[u8]) -> bool {
    let is_same = |wanted: &u8, byte: &u8| *wanted == b'?' || wanted == byte;
    fits(part, name, &|byte| *byte == b'*', &is_same)
}

/// Whether a text fits a pattern in which some elements stand for any run of elements.
fn fits<P, T>(
    pattern: &[P],
    text: &[T],
    is_any: &dyn Fn(&P) -> bool,
    is_same: &dyn Fn(&P, &T) -> bool,
) -> bool {
    let (mut at, mut in_text) = (0, 0);
    // Only the last run has to be tried again with another length, so that no pattern takes long.
    let mut run: Option<(usize, usize)> = None;
    while let Some(element) = text.get(in_text) {
        match pattern.get(at) {
            Some(part) if is_any(part) => {
                at += 1;
                run = Some((at, in_text));
            }
            Some(part) if is_same(part, element) => {
                at += 1;
                in_text += 1;
            }
            _ => {
                let Some((behind, end)) = run else {
                    return false;
                };
                (at, in_text) = (behind, end + 1);
                run = Some((behind, end + 1));
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_compared_part_by_part() {
        use Reach::{Literal, Whole, Wild};
        for (pattern, folder, expected) in [
            ("packages/*", "packages/a", Some(Whole)),
            ("packages/*", "packages", Some(Literal)),
            ("packages/*", "packages/a/b", None),
            ("./examples/x/", "examples", Some(Literal)),
            ("*/x", "examples", Some(Wild)),
            ("libs/**", "libs/a/b", Some(Whole)),
            ("libs/**", "libs", Some(Literal)),
            ("libs/**/py", "libs/a/py", Some(Whole)),
            ("libs/**/py", "libs/py", Some(Whole)),
            ("libs/**/py", "libs/a/b", Some(Wild)),
            ("lib-?", "lib-b", Some(Whole)),
            ("lib-?", "lib-", None),
            ("*a*a*a*b", "aaaaaaaaaaaaaaaa", None),
            ("", "a", None),
        ] {
            assert_eq!(
                reach(pattern, &RepoPath::top(), &folder.into()),
                expected,
                "{pattern} {folder}"
            );
            let below = format!("python/{folder}");
            assert_eq!(
                reach(pattern, &"python".into(), &below.as_str().into()),
                expected
            );
            assert_eq!(reach(pattern, &"python".into(), &folder.into()), None);
        }
    }
}
