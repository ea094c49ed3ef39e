//! A distribution as a registry has it: the parts of its name, its hash, and the links that its metadata tells.
//!
//! Not the JSON that is made of it: that is `layout`'s.
use super::error::OciError;
use crate::dist::{self, FileName, Headers, ProjectName, Sha256};
use crate::version::Version;
use std::path::{Path, PathBuf};

/// A tag of a registry is not longer.
const TAG_LIMIT: usize = 128;

/// A wheel or an sdist that can be put into a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The file.
    pub path: PathBuf,
    /// Its name.
    pub file_name: String,
    /// The project.
    pub project: ProjectName,
    /// The version.
    pub version: Version,
    /// The length in bytes.
    pub size: u64,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// The project's links, by their labels.
    pub project_urls: Vec<(String, String)>,
    /// The licence expression.
    pub license: Option<String>,
    /// The version as a tag.
    pub(super) tag: String,
    /// What stands behind project and version in the file's name: `py3-none-any.whl`, `.tar.gz`.
    pub(super) kind: String,
}

impl Artifact {
    /// Reads a wheel or an sdist.
    pub fn read(path: &Path) -> Result<Self, OciError> {
        let wrong = |source| OciError::File {
            path: path.to_owned(),
            source,
        };
        let unfit = |reason: String| OciError::Unfit {
            path: path.to_owned(),
            reason,
        };
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let name =
            FileName::parse(&file_name).map_err(|error| wrong(dist::DistError::Name(error)))?;
        let version = name.version().clone();
        let tag = tag(&version).map_err(unfit)?;
        let kind = kind(&file_name).ok_or_else(|| {
            unfit("PyOCI serves wheels (`.whl`) and sdists that end in `.tar.gz`".into())
        })?;
        let metadata = dist::core_metadata(path).map_err(wrong)?;
        let headers = Headers::parse(&metadata);
        let (size, sha256) = dist::digest(path).map_err(wrong)?;
        let sha256 = sha256
            .parse()
            .map_err(|()| unfit("it has no hash".into()))?;
        let urls = headers.all("Project-URL").filter_map(|field| {
            let value = field.value.to_string();
            let (label, url) = value.split_once(',')?;
            Some((label.trim().to_owned(), url.trim().to_owned()))
        });
        Ok(Self {
            path: path.to_owned(),
            project: name.name().clone(),
            version,
            size,
            sha256,
            project_urls: urls.collect(),
            license: headers.value("License-Expression").map(str::to_owned),
            tag,
            kind: kind.to_owned(),
            file_name: file_name.into_owned(),
        })
    }
}

/// The tag of a version: PyOCI writes `-` for `+`, which no tag may have.
fn tag(version: &Version) -> Result<String, String> {
    let tag = version.to_string().replace('+', "-");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if tag.len() > TAG_LIMIT || !tag.chars().all(is_plain) {
        return Err(format!(
            "the version `{version}` cannot be written as a tag: those have letters, digits, `.`, `_` and `-`, and no epoch"
        ));
    }
    Ok(tag)
}

/// What stands behind project and version in a file's name.
fn kind(file_name: &str) -> Option<&str> {
    if file_name.ends_with(".whl") {
        return file_name.splitn(3, '-').nth(2);
    }
    file_name.ends_with(".tar.gz").then_some(".tar.gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_tag() {
        let of = |text: &str| tag(&text.parse().unwrap());
        assert_eq!(of("1.0+Linux.1"), Ok("1.0-linux.1".into()));
        assert_eq!(of("1.0rc1.post2.dev3"), Ok("1.0rc1.post2.dev3".into()));
        assert!(of("1!2").unwrap_err().contains("no epoch"));
        assert!(of(&format!("1.{}", "0.".repeat(70) + "0")).is_err());
    }

    #[test]
    fn a_file_s_name_tells_its_kind() {
        assert_eq!(
            kind("a_b-1.0-1-cp311-abi3-linux_x86_64.whl"),
            Some("1-cp311-abi3-linux_x86_64.whl")
        );
        assert_eq!(kind("a-b-1.0.tar.gz"), Some(".tar.gz"));
        assert_eq!(kind("a-b-1.0.zip"), None);
    }
}
