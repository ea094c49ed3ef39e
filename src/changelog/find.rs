//! Where a project keeps its changelog.
//!
//! Not what stands in it, and not fragments: those are `read`'s and `fragments`'s.
use super::Changelog;
use crate::git::{EntryKind, GitError, Next, Snapshot};
use crate::source::{Place, RepoPath, SourceFile};

/// The names of changelogs in lower case, without ending, the likeliest first.
const NAMES: &[&str] = &[
    "changelog",
    "changes",
    "history",
    "news",
    "release-notes",
    "release_notes",
    "releasenotes",
    "releases",
    "whatsnew",
];

/// Their endings, the likeliest first.
const ENDINGS: &[&str] = &["md", "rst", "txt", "markdown", ""];

/// Folders of documentation, and how deep they are looked through.
const DOCUMENTATION: &[&[u8]] = &[b"docs", b"doc"];
const DEPTH: usize = 4;

/// Finds the changelog of the package in `folder`: `configured` (a path below the top) and nothing else when it is
/// given; else what `[project.urls]` or a changelog tool's configuration in pyproject.toml name; else a file of a usual
/// name, in the folder or its documentation; and then the same at the top. A file that only includes another one leads
/// to that one. A file with versions is preferred to one without.
pub fn find(
    snapshot: &Snapshot,
    folder: &RepoPath,
    configured: Option<&str>,
) -> Result<Option<SourceFile>, GitError> {
    if let Some(configured) = configured {
        return RepoPath::new(configured).map_or(Ok(None), |path| snapshot.file(&path));
    }
    let top = RepoPath::top();
    let folders = if folder.is_top() {
        vec![&top]
    } else {
        vec![folder, &top]
    };
    let mut fallback = None;
    for folder in folders {
        let ways: [Way; 3] = [named, beside, documented];
        for places in ways {
            for path in places(snapshot, folder)? {
                let Some(file) = followed(snapshot, &path)? else {
                    continue;
                };
                if !Changelog::parse(file.clone()).sections().is_empty() {
                    return Ok(Some(file));
                }
                fallback = fallback.or(Some(file));
            }
        }
    }
    Ok(fallback)
}

/// A way to find paths that may be a folder's changelog, the likeliest first.
type Way = fn(&Snapshot, &RepoPath) -> Result<Vec<RepoPath>, GitError>;

/// The paths that pyproject.toml names.
fn named(snapshot: &Snapshot, folder: &RepoPath) -> Result<Vec<RepoPath>, GitError> {
    let declared = declared(snapshot, folder)?;
    Ok(declared.into_iter().map(|(path, _)| path).collect())
}

/// Returns the first changelog that is promised but not there, and where it is promised: by `configured`, or by the
/// pyproject.toml in `folder` or at the top.
pub fn promised(
    snapshot: &Snapshot,
    folder: &RepoPath,
    configured: Option<&str>,
) -> Result<Option<(RepoPath, Place)>, GitError> {
    if let Some(configured) = configured {
        let Some(path) = RepoPath::new(configured) else {
            return Ok(None);
        };
        for name in ["release-guard.toml", "pyproject.toml"] {
            let Some(file) = snapshot.file(&name.into())? else {
                continue;
            };
            if let Some(at) = file.text().ok().and_then(|text| text.find(configured)) {
                return Ok(Some((path, file.place(at..at + configured.len(), ""))));
            }
        }
        return Ok(Some((path.clone(), Place::file(path))));
    }
    for folder in [folder, &RepoPath::top()] {
        for (path, place) in declared(snapshot, folder)? {
            if !snapshot.has(&path)? {
                return Ok(Some((path, place)));
            }
        }
    }
    Ok(None)
}

/// What pyproject.toml names: the files of tools, and the `Changelog` address where it leads into the repository.
fn declared(snapshot: &Snapshot, folder: &RepoPath) -> Result<Vec<(RepoPath, Place)>, GitError> {
    let Some(file) = folder
        .join("pyproject.toml")
        .map(|path| snapshot.file(&path))
        .transpose()?
        .flatten()
    else {
        return Ok(Vec::new());
    };
    // A pyproject.toml that does not parse is for others to speak of.
    let Some(document) = file
        .text()
        .ok()
        .and_then(|text| toml_edit::Document::parse(text.to_owned()).ok())
    else {
        return Ok(Vec::new());
    };
    let table = |path: &[&str]| {
        path.iter().try_fold(document.as_item(), |item, key| {
            item.as_table_like()?.get(key)
        })
    };
    let place = |item: &toml_edit::Item| file.place(item.span().unwrap_or(0..0), "");
    let mut found = Vec::new();
    for keys in [
        ["tool", "towncrier", "filename"],
        ["tool", "commitizen", "changelog_file"],
    ] {
        if let Some((path, item)) = table(&keys).and_then(|item| Some((item.as_str()?, item))) {
            found.extend(folder.join(path).map(|path| (path, place(item))));
        }
    }
    for urls in [
        table(&["project", "urls"]),
        table(&["tool", "poetry", "urls"]),
    ] {
        let urls = urls.and_then(|item| item.as_table_like());
        for (label, url) in urls.iter().flat_map(|urls| urls.iter()) {
            if let Some(path) = url
                .as_str()
                .filter(|_| is_changelog(label))
                .and_then(path_of_url)
            {
                found.extend(RepoPath::new(path).map(|path| (path, place(url))));
            }
        }
    }
    Ok(found)
}

/// Whether a label of `[project.urls]` stands for the changelog.
fn is_changelog(label: &str) -> bool {
    let label: String = label
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    [
        "changelog",
        "changes",
        "releasenotes",
        "history",
        "whatsnew",
        "news",
    ]
    .contains(&label.as_str())
}

/// The path in the repository that a forge's address shows: what follows `/blob/<branch>/`.
fn path_of_url(url: &str) -> Option<&str> {
    let mark = ["/blob/", "/-/blob/", "/tree/", "/src/branch/"]
        .into_iter()
        .find(|mark| url.contains(mark))?;
    let (_, rest) = url.split_once(mark)?;
    let (_, path) = rest.split_once('/')?;
    let path = path.split(['#', '?']).next()?;
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    name.contains('.').then_some(path)
}

/// Files of a usual name directly in a folder.
fn beside(snapshot: &Snapshot, folder: &RepoPath) -> Result<Vec<RepoPath>, GitError> {
    let mut found = Vec::new();
    snapshot.walk(&mut |entry| {
        if entry.kind == EntryKind::Folder {
            return if folder.is_below(entry.path) {
                Next::Into
            } else {
                Next::Over
            };
        }
        if entry.path.parent().as_ref() == Some(folder) {
            found.extend(rank(entry.path.file_name()).map(|rank| (rank, entry.path.clone())));
        }
        Next::Into
    })?;
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// Files of a usual name in the documentation of a folder, the nearest first.
fn documented(snapshot: &Snapshot, folder: &RepoPath) -> Result<Vec<RepoPath>, GitError> {
    let depth = folder.parts().count();
    let mut found = Vec::new();
    snapshot.walk(&mut |entry| {
        if entry.kind == EntryKind::Folder && folder.is_below(entry.path) {
            return Next::Into;
        }
        let mut below = entry.path.parts().skip(depth);
        let documents = entry.path.is_below(folder)
            && below
                .next()
                .is_some_and(|first| DOCUMENTATION.contains(&first));
        let deep = below.count();
        if entry.kind == EntryKind::Folder {
            return if documents && deep < DEPTH {
                Next::Into
            } else {
                Next::Over
            };
        }
        if documents && let Some(rank) = rank(entry.path.file_name()) {
            found.push((deep, rank, entry.path.clone()));
        }
        Next::Into
    })?;
    found.sort();
    Ok(found.into_iter().map(|(_, _, path)| path).collect())
}

/// How likely a file of this name is the changelog; smaller is likelier.
fn rank(name: &[u8]) -> Option<(usize, usize)> {
    let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let stem = NAMES.iter().position(|known| *known == stem)?;
    let ending = ENDINGS.iter().position(|known| *known == ending)?;
    Some((stem, ending))
}

/// The file, or the one that it includes when it has no version of its own; one step and no further.
fn followed(snapshot: &Snapshot, path: &RepoPath) -> Result<Option<SourceFile>, GitError> {
    let Some(file) = snapshot.file(path)? else {
        return Ok(None);
    };
    let Some(target) = file.text().ok().and_then(included) else {
        return Ok(Some(file));
    };
    if !Changelog::parse(file.clone()).sections().is_empty() {
        return Ok(Some(file));
    }
    let beside = path.parent().and_then(|folder| folder.join(target));
    for place in [beside, RepoPath::new(target)].into_iter().flatten() {
        if place != *path
            && let Some(file) = snapshot.file(&place)?
        {
            return Ok(Some(file));
        }
    }
    Ok(Some(file))
}

/// The file that a text includes.
fn included(text: &str) -> Option<&str> {
    let marks = [
        ".. include::",
        "{include}",
        "--8<--",
        "{% include-markdown",
        "{% include",
        ".. mdinclude::",
    ];
    text.lines().find_map(|line| {
        let mark = marks.iter().find(|mark| line.contains(**mark))?;
        let (_, rest) = line.split_once(mark)?;
        let target = rest
            .split_whitespace()
            .next()?
            .trim_matches(['"', '\'', '`']);
        (!target.is_empty()).then_some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)], folder: &str) -> String {
        let snapshot = Snapshot::memory(files.iter().copied());
        let file = find(&snapshot, &RepoPath::from(folder), None).unwrap();
        file.map_or("-".into(), |file| file.path.to_string())
    }

    #[test]
    fn a_changelog_is_found_where_projects_keep_it() {
        let log = "1.0\n===\n";
        let md = "## 1.0\n";
        let urls =
            "[project.urls]\nChangelog = \"https://github.com/o/r/blob/main/meta/log.md#top\"\n";
        for (files, folder, expected) in [
            (
                &[("CHANGES.rst", log), ("README.md", md)][..],
                "",
                "CHANGES.rst",
            ),
            (
                &[("HISTORY.md", md), ("Changelog.md", md)],
                "",
                "Changelog.md",
            ),
            (&[("NEWS", log)], "", "NEWS"),
            (&[("docs/changelog.rst", log)], "", "docs/changelog.rst"),
            (
                &[("docs/en/docs/release-notes.md", md)],
                "",
                "docs/en/docs/release-notes.md",
            ),
            (
                &[
                    ("doc/en/changelog.rst", log),
                    ("CHANGELOG.rst", "See https://example.org\n"),
                ],
                "",
                "doc/en/changelog.rst",
            ),
            (
                &[("a/CHANGELOG.md", md), ("CHANGELOG.md", md)],
                "a",
                "a/CHANGELOG.md",
            ),
            (&[("a/x.py", ""), ("CHANGELOG.md", md)], "a", "CHANGELOG.md"),
            (
                &[
                    ("docs/changelog.md", "```{include} ../NOTES.md\n```\n"),
                    ("NOTES.md", md),
                ],
                "",
                "NOTES.md",
            ),
            (
                &[("meta/log.md", md), ("pyproject.toml", urls)],
                "",
                "meta/log.md",
            ),
            (&[("CHANGELOG.md", "# Changelog\n")], "", "CHANGELOG.md"),
            (&[("src/changelog.md", md), ("README.md", md)], "", "-"),
        ] {
            assert_eq!(found(files, folder), expected, "{files:?}");
        }
    }
}
