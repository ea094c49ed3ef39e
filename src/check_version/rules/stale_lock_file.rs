//! `stale-lock-file`
use super::Declarations;
use crate::project::{Declaration, Site};
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Origin;

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
    let stale: Vec<_> = facts
        .package
        .locks
        .iter()
        .filter_map(|lock| {
            let declared = facts.package.locked(lock)?;
            let version = declared.version.as_ref().ok()?;
            (!lock.says(version)).then_some((lock, declared, version))
        })
        .collect();
    // A file may have the version more than once.
    for same in stale.chunk_by(|(one, ..), (other, ..)| one.place.origin == other.place.origin) {
        let Some((first, declared, version)) = same.first() else {
            continue;
        };
        let finding = findings.push(format!(
            "{} has `{}` for {}, which declares `{}`",
            file(first),
            first.raw,
            facts.package.called(),
            declared.raw
        ));
        for found in same.iter().map(|(lock, ..)| lock).chain([declared]) {
            let label = format!("`{}` here", found.raw);
            finding.at(found.place.clone().labelled(label));
        }
        finding.help(format!(
            "run `{}`, and commit the file together with the version",
            command(first.site)
        ));
        for (lock, ..) in same {
            if let Ok(text) = lock.spelling(version)
                && let Some(edit) = lock.rewrite(&text)
            {
                finding.fix(edit);
            }
        }
    }
}

/// The name of a lock file.
fn file(lock: &Declaration) -> String {
    match &lock.place.origin {
        Origin::File(path) => String::from_utf8_lossy(path.file_name()).into_owned(),
        _ => lock.site.to_string(),
    }
}

/// What brings a lock file up to date.
fn command(site: Site) -> &'static str {
    match site {
        Site::CargoLock => "cargo update --workspace",
        Site::PackageLock => "npm install --package-lock-only",
        _ => "uv lock",
    }
}
