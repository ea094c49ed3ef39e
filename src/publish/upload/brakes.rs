//! What stops an upload that could not be taken back: another file of the name, a name that is new, a private project, a
//! release that is too old for another file.
//!
//! Not what is wrong with the files themselves: that is `validate_dist`'s.
use crate::config::Config;
use crate::dist::ProjectName;
use crate::index::{Distribution, Listed, Presence, Target};
use crate::publish::state::Reason;
use jiff::Timestamp;

/// So many days PyPI takes files for a release.
const WINDOW: i64 = 14;

/// A project that asks not to be uploaded goes nowhere but to an index that the configuration names.
pub(in crate::publish) fn kept_private(
    files: &[Distribution],
    target: &Target,
    config: &Config,
) -> Option<Reason> {
    let private = files
        .iter()
        .find_map(|file| Some((file, file.private.as_ref()?)));
    let (file, classifier) = private?;
    let text = format!(
        "`{}` has the classifier `{classifier}`, and was to go to {}",
        file.file_name,
        target.title()
    );
    if target.is_pypi() {
        let help = "take the classifier out and build again, if it is to be public after all";
        return Some(Reason::new(text, help));
    }
    let help = "name the index in `indexes-allowed` of `[tool.release-guard.publish]`, if it is a private one";
    (!target.is_allowed_by_name(config)).then(|| Reason::new(text, help))
}

/// The index has other bytes under the name of a file.
pub(in crate::publish) fn conflict(files: &[(Distribution, Presence)]) -> Option<Reason> {
    let lines: Vec<String> = files
        .iter()
        .filter_map(|(file, here)| match here {
            Presence::Other(here) => Some(format!(
                "the index has another `{}`: it has sha256 {here}, and this one has {}",
                file.file_name, file.sha256
            )),
            _ => None,
        })
        .collect();
    let help = "nothing was uploaded: release another version; a file that was published is never replaced";
    (!lines.is_empty()).then(|| Reason::new(lines.join("\n"), help))
}

/// A name on PyPI is taken for ever, by whoever uploads first: a slip of the pen there cannot be taken back.
pub(in crate::publish) fn name_to_take(
    files: &[(Distribution, Presence)],
    target: &Target,
    first_releases: &[String],
) -> Option<Reason> {
    let unknown = files
        .iter()
        .filter(|(_, here)| *here == Presence::NoProject);
    let mut projects = unknown.map(|(file, _)| &file.project);
    projects.find_map(|project| is_new(project, target, first_releases))
}

/// The same for a name that an index does not know.
pub(in crate::publish) fn is_new(
    project: &ProjectName,
    target: &Target,
    first_releases: &[String],
) -> Option<Reason> {
    let same = |name: &String| crate::dist::same_name(name, project.as_str());
    if !target.is_pypi() || first_releases.iter().any(same) {
        return None;
    }
    Some(Reason::new(
        format!(
            "there is no project `{project}` on {} yet; this upload would take the name for ever",
            target.title()
        ),
        format!("if that is meant, add `--first-release {project}`"),
    ))
}

/// PyPI takes no more files for a release whose first one is older than two weeks.
pub(in crate::publish) fn too_late<'l>(
    listed: impl Iterator<Item = &'l Listed>,
    missing: usize,
    now: Timestamp,
) -> Option<Reason> {
    let first = listed.filter_map(|file| file.uploaded).min()?;
    let days = now.duration_since(first).as_hours() / 24;
    (days >= WINDOW).then(|| {
        Reason::new(
            format!(
                "{missing} files are missing, and the release was begun {days} days ago: PyPI takes none after {WINDOW} days"
            ),
            "release the next version with all files",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Pypirc;
    use crate::validate_dist::sample::sample;

    #[test]
    fn a_name_on_pypi_is_taken_only_when_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("de_mo-1.0-py3-none-any.whl");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        std::fs::write(&path, sample(name, &[])).unwrap();
        let taken = |index: &str, first: &[&str], here: Presence| {
            let target = Target::find(index, &Config::default(), &Pypirc::none()).unwrap();
            let first: Vec<String> = first.iter().map(|name| (*name).to_owned()).collect();
            let files = [(Distribution::read(&path).unwrap(), here)];
            name_to_take(&files, &target, &first).map(|reason| reason.help.unwrap_or_default())
        };
        let help = Some("if that is meant, add `--first-release de-mo`".to_owned());
        let none = Presence::NoProject;
        assert_eq!(taken("pypi", &[], none), help);
        assert_eq!(
            taken("https://test.pypi.org/legacy/", &["demo"], none),
            help
        );
        assert_eq!(taken("testpypi", &["other", "De.Mo"], none), None);
        assert_eq!(taken("pypi", &[], Presence::Absent), None);
        assert_eq!(taken("https://example.org/", &[], none), None);
    }

    #[test]
    fn a_release_takes_files_for_two_weeks() {
        let listed = |uploaded: Option<&str>| Listed {
            name: "demo-1.0.tar.gz".into(),
            sha256: None,
            url: crate::http::Url::parse("https://example.org/").unwrap().0,
            uploaded: uploaded.map(|time| time.parse().unwrap()),
            is_yanked: false,
            has_provenance: false,
        };
        let told = |times: [Option<&str>; 2], now: &str| {
            let files = times.map(listed);
            let reason = too_late(files.iter(), 1, now.parse().unwrap());
            reason.map(|reason| reason.text)
        };
        let first = Some("2026-01-01T00:00:00.5Z");
        let second = Some("2026-01-10T00:00:00Z");
        assert_eq!(told([None, None], "2026-06-01T00:00:00Z"), None);
        assert_eq!(told([second, first], "2026-01-15T00:00:00Z"), None);
        assert_eq!(
            told([second, first], "2026-01-15T00:00:01Z").unwrap(),
            "1 files are missing, and the release was begun 14 days ago: PyPI takes none after 14 days"
        );
    }
}
