//! `stale-lock-file`
use super::Declarations;
use crate::project::{Declaration, Site};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "stale-lock-file",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A lock file has another version of the package than the package declares",
        why: "An installation that insists on the lock file (`uv sync --locked`) fails at the release commit, and any other one changes the file.",
        fix: "Bring the lock file up to date (`uv lock`) and commit it together with the version.",
        from: &["uv lock --check"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "uv.lock",
                "version = 1\n\n[[package]]\nname = \"pkg\"\nversion = \"1.1.0\"\nsource = { editable = \".\" }\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "uv.lock",
                "version = 1\n\n[[package]]\nname = \"pkg\"\nversion = \"1.2.0\"\nsource = { editable = \".\" }\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let stale = |lock: &&Declaration| {
        let declared = facts.package.locked(lock);
        let version = declared.and_then(|declared| declared.version.as_ref().ok());
        version.is_some_and(|version| !lock.says(version))
    };
    let stale: Vec<&Declaration> = facts.package.locks.iter().filter(stale).collect();
    // npm writes the version twice, and stale is the file.
    for locks in stale.chunk_by(|one, other| one.place.origin == other.place.origin) {
        let Some(lock) = locks.first() else { continue };
        let Some(declared) = facts.package.locked(lock) else {
            continue;
        };
        let (file, command) = tool(lock.site);
        let finding = findings.push(format!(
            "{file} has `{}` for {}, which declares `{}`",
            lock.raw,
            facts.package.called(),
            declared.raw
        ));
        for found in locks.iter().copied().chain([declared]) {
            let label = format!("`{}` here", found.raw);
            finding.at(found.place.clone().labelled(label));
        }
        finding.help(format!(
            "run `{command}`, and commit the file together with the version"
        ));
        for lock in locks {
            if let Ok(version) = &declared.version
                && let Ok(text) = lock.spelling(version)
                && let Some(edit) = lock.rewrite(&text)
            {
                finding.fix(edit);
            }
        }
    }
}

/// The name of a lock file, and what brings it up to date.
fn tool(site: Site) -> (&'static str, &'static str) {
    match site {
        Site::CargoLock => ("Cargo.lock", "cargo update --workspace"),
        Site::PackageLock => ("package-lock.json", "npm install --package-lock-only"),
        _ => ("uv.lock", "uv lock"),
    }
}
