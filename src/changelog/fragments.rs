//! Whether a project keeps its entries in fragments, one file a change, that a tool collects at release.
//!
//! Not their content: the tool that collects them knows it.
use crate::git::{GitError, Snapshot};
use crate::source::RepoPath;

/// Returns the tool that collects fragments in a folder, or at the top: `towncrier`, `scriv`, `changie` or `reno`.
pub fn fragments(snapshot: &Snapshot, folder: &RepoPath) -> Result<Option<&'static str>, GitError> {
    let files = [
        ("towncrier.toml", "towncrier"),
        (".changie.yaml", "changie"),
        (".changie.yml", "changie"),
        ("changelog.d/scriv.ini", "scriv"),
        ("reno.yaml", "reno"),
        ("releasenotes/config.yaml", "reno"),
    ];
    for folder in [folder, &RepoPath::top()] {
        for (name, tool) in files {
            if let Some(path) = folder.join(name)
                && snapshot.has(&path)?
            {
                return Ok(Some(tool));
            }
        }
        let tables = [
            ("pyproject.toml", "[tool.towncrier", "towncrier"),
            ("pyproject.toml", "[tool.scriv", "scriv"),
            ("setup.cfg", "[tool.scriv", "scriv"),
            ("setup.cfg", "[scriv", "scriv"),
            ("tox.ini", "[scriv", "scriv"),
        ];
        for (name, table, tool) in tables {
            let Some(path) = folder.join(name) else {
                continue;
            };
            let bytes = snapshot.read(&path)?.unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            let opens = |line: &str| {
                let rest = line
                    .trim_start()
                    .strip_prefix('[')
                    .unwrap_or_default()
                    .trim_start_matches('[');
                rest.starts_with(table.trim_start_matches('['))
                    && rest
                        .get(table.len() - 1..)
                        .is_some_and(|rest| rest.starts_with([']', '.']))
            };
            if text.lines().any(opens) {
                return Ok(Some(tool));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragment_tools_are_known_by_their_configuration() {
        for (path, text, tool) in [
            (
                "pyproject.toml",
                "[tool.towncrier]\nname = \"a\"\n",
                Some("towncrier"),
            ),
            (
                "pyproject.toml",
                "[[tool.towncrier.type]]\n",
                Some("towncrier"),
            ),
            ("pyproject.toml", "# [tool.towncrier]\n", None),
            ("pyproject.toml", "[tool.towncriers]\n", None),
            (".changie.yaml", "", Some("changie")),
            ("setup.cfg", "[scriv]\n", Some("scriv")),
            ("setup.cfg", "[metadata]\n", None),
        ] {
            let snapshot = Snapshot::memory([(path, text)]);
            assert_eq!(
                fragments(&snapshot, &RepoPath::top()).unwrap(),
                tool,
                "{path} {text}"
            );
        }
    }
}
