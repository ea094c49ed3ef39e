//! The releases of a project on an index, as far as a new one is held against them: what is there of it already, and the
//! release before it.
//!
//! Not what must not be missing: that is for `validate_dist`'s rules.
use super::simple::{Listed, of_json};
use crate::dist::{FileName, ProjectName};
use crate::http::Url;
use crate::version::Version;
use std::collections::BTreeMap;

/// A file that an index has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What its name says.
    pub name: FileName,
    /// Whether the index shows attestations of it (PEP 740).
    pub has_provenance: bool,
}

/// An earlier release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its version.
    pub version: Version,
    /// Its files, without those that were yanked.
    pub files: Vec<Published>,
}

/// What a new release is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases {
    /// The files that the index has of the release itself.
    pub own: Vec<Published>,
    /// The newest release before it: a final one where it is final itself and there is one.
    pub earlier: Option<Earlier>,
}

impl Releases {
    /// The releases that a project's page in JSON (PEP 691) shows; `None` when it is no such page.
    pub fn of_page(body: &[u8], project: &ProjectName, version: &Version) -> Option<Self> {
        let (page, _) = Url::parse("http://localhost/simple/").ok()?;
        Some(Self::among(&of_json(&page, body)?, project, version))
    }

    /// The releases among the files of a page.
    pub(super) fn among(listed: &[Listed], project: &ProjectName, version: &Version) -> Self {
        let mut releases: BTreeMap<Version, Vec<Published>> = BTreeMap::new();
        for file in listed.iter().filter(|file| !file.is_yanked) {
            if let Ok(name) = FileName::parse(&file.name)
                && name.name() == project
            {
                let has_provenance = file.has_provenance;
                let files = releases.entry(name.version().clone()).or_default();
                files.push(Published {
                    name,
                    has_provenance,
                });
            }
        }
        let own = releases.remove(version).unwrap_or_default();
        let before = || releases.range(..version).rev();
        let is_final = |(version, _): &(&Version, &Vec<Published>)| !version.is_prerelease();
        let last_final = before().find(is_final).filter(|_| !version.is_prerelease());
        let earlier = last_final.or_else(|| before().next());
        Self {
            own,
            earlier: earlier.map(|(version, files)| Earlier {
                version: version.clone(),
                files: files.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_release_before_is_found() {
        let names = [
            ("demo-0.8.tar.gz", ""),
            ("demo-0.9.tar.gz", ""),
            (
                "demo-0.9-py3-none-any.whl",
                ", \"provenance\": \"https://a.org/p\"",
            ),
            ("demo-1.0rc1.tar.gz", ""),
            ("demo-1.1.tar.gz", ", \"yanked\": true"),
            ("demo-2.0.tar.gz", ""),
            ("demo-more-0.9.5.tar.gz", ""),
            ("readme.txt", ""),
        ];
        let files: Vec<String> = names
            .iter()
            .map(|(name, more)| format!("{{\"filename\": \"{name}\", \"url\": \"{name}\"{more}}}"))
            .collect();
        let page = format!("{{\"files\": [{}]}}", files.join(","));
        let project = ProjectName::new("demo").unwrap();
        let told = |version: &str| {
            let version = version.parse().unwrap();
            let found = Releases::of_page(page.as_bytes(), &project, &version).unwrap();
            let earlier = found.earlier.map(|earlier| {
                let provenance = earlier.files.iter().filter(|file| file.has_provenance);
                format!(
                    "{} {} {}",
                    earlier.version,
                    earlier.files.len(),
                    provenance.count()
                )
            });
            (found.own.len(), earlier.unwrap_or_default())
        };
        assert_eq!(told("0.8"), (1, String::new()));
        assert_eq!(told("0.9.1"), (0, "0.9 2 1".into()));
        assert_eq!(told("1.0"), (0, "0.9 2 1".into()));
        assert_eq!(told("1.0rc2"), (0, "1.0rc1 1 0".into()));
        assert_eq!(told("1.2"), (0, "0.9 2 1".into()));
        assert_eq!(told("3.0"), (0, "2.0 1 0".into()));
    }
}
