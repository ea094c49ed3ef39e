//! What the file name of a distribution says.
//!
//! Not whether what is inside agrees with it.
use super::ProjectName;
use crate::version::{Version, VersionError};
use std::collections::BTreeSet;
use std::fmt;

/// The file name of a distribution, in parts. `Display` writes the one spelling that indexes take.
///
/// A wheel's is `{name}-{version}[-{build}]-{python}-{abi}-{platform}.whl` (PEP 427), an sdist's
/// `{name}-{version}.tar.gz` (PEP 625).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileName {
    /// A built distribution.
    Wheel {
        /// The project.
        name: ProjectName,
        /// The version.
        version: Version,
        /// The build tag, which begins with a digit.
        build: Option<String>,
        /// Where it can be installed.
        tags: Tags,
    },
    /// A source distribution.
    Sdist {
        /// The project.
        name: ProjectName,
        /// The version.
        version: Version,
    },
}

/// The compatibility tags of a wheel (PEP 425): a set a part, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    /// The interpreters, such as `py3` or `cp312`.
    pub python: Vec<String>,
    /// The binary interfaces, such as `none` or `abi3`.
    pub abi: Vec<String>,
    /// The platforms, such as `any`.
    pub platform: Vec<String>,
}

/// Why a file name is not that of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileNameError {
    /// It ends in neither `.whl` nor `.tar.gz`.
    #[error("it ends in neither `.whl` nor `.tar.gz`")]
    Extension,
    /// A wheel's name does not have five or six parts.
    #[error("it has {count} parts between dashes, and a wheel's name has 5 or 6")]
    Parts {
        /// How many it has.
        count: usize,
    },
    /// An sdist's name has no version.
    #[error("it is not `name-version.tar.gz`")]
    NoVersion,
    /// The project's name is not one.
    #[error("`{name}` is not a project name")]
    Name {
        /// The part that should be one.
        name: String,
    },
    /// The version is not one.
    #[error("`{version}` is not a version: {error}")]
    Version {
        /// The part that should be one.
        version: String,
        /// Why it is not.
        error: VersionError,
    },
    /// The build tag does not begin with a digit.
    #[error("the build tag `{build}` does not begin with a digit")]
    Build {
        /// The part that should be one.
        build: String,
    },
    /// A tag is empty or has characters that tags do not have.
    #[error("`{tags}` are not tags `python-abi-platform`")]
    Tags {
        /// The parts that should be tags.
        tags: String,
    },
}

impl FileName {
    /// Reads a file name; any spelling of name and version is taken.
    pub fn parse(file_name: &str) -> Result<Self, FileNameError> {
        if let Some(stem) = file_name.strip_suffix(".whl") {
            wheel(stem)
        } else if let Some(stem) = file_name.strip_suffix(".tar.gz") {
            sdist(stem)
        } else {
            Err(FileNameError::Extension)
        }
    }

    /// The project.
    pub fn name(&self) -> &ProjectName {
        match self {
            Self::Wheel { name, .. } | Self::Sdist { name, .. } => name,
        }
    }

    /// The version.
    pub fn version(&self) -> &Version {
        match self {
            Self::Wheel { version, .. } | Self::Sdist { version, .. } => version,
        }
    }

    /// The tags of a wheel.
    pub fn tags(&self) -> Option<&Tags> {
        match self {
            Self::Wheel { tags, .. } => Some(tags),
            Self::Sdist { .. } => None,
        }
    }

    /// Whether it is a wheel.
    pub fn is_wheel(&self) -> bool {
        matches!(self, Self::Wheel { .. })
    }
}

impl Tags {
    /// Every combination, such as `py2-none-any` and `py3-none-any` of `py2.py3-none-any`.
    ///
    /// At most 10,000: no installer knows that many.
    pub fn expanded(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for python in &self.python {
            for abi in &self.abi {
                for platform in &self.platform {
                    if all.len() >= 10_000 {
                        return all;
                    }
                    all.insert(format!("{python}-{abi}-{platform}"));
                }
            }
        }
        all
    }

    /// Reads `python-abi-platform`; `None` when it is not that, or when an interpreter begins with a digit.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(set);
        let tags = Self {
            python: parts.next()??,
            abi: parts.next()??,
            platform: parts.next()??,
        };
        let is_name = |tag: &String| !tag.starts_with(|first: char| first.is_ascii_digit());
        (parts.next().is_none() && tags.python.iter().all(is_name)).then_some(tags)
    }
}

/// The members of a compressed tag set; `None` when one is empty or no tag.
fn set(text: &str) -> Option<Vec<String>> {
    let is_tag = |tag: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        !tag.is_empty() && tag.bytes().all(known)
    };
    let tags: Vec<String> = text.split('.').map(str::to_owned).collect();
    tags.iter().all(|tag| is_tag(tag)).then_some(tags)
}

fn wheel(stem: &str) -> Result<FileName, FileNameError> {
    let parts: Vec<&str> = stem.split('-').collect();
    let (name, version, build, tags) = match parts.as_slice() {
        [name, version, tags @ ..] if tags.len() == 3 => (name, version, None, tags),
        [name, version, build, tags @ ..] if tags.len() == 3 => (name, version, Some(*build), tags),
        parts => return Err(FileNameError::Parts { count: parts.len() }),
    };
    let name = project_name(name)?;
    let version = parse_version(version)?;
    if let Some(build) = build
        && !build.starts_with(|first: char| first.is_ascii_digit())
    {
        return Err(FileNameError::Build {
            build: build.to_owned(),
        });
    }
    let tags = tags.join("-");
    let tags = Tags::parse(&tags).ok_or(FileNameError::Tags { tags })?;
    Ok(FileName::Wheel {
        name,
        version,
        build: build.map(str::to_owned),
        tags,
    })
}

/// Takes the first dash whose rest is a version, since old names of sdists have dashes on both sides of it.
fn sdist(stem: &str) -> Result<FileName, FileNameError> {
    let splits = stem.match_indices('-').filter_map(|(at, _)| {
        let (name, rest) = stem.split_at_checked(at)?;
        Some((name, rest.strip_prefix('-')?))
    });
    let mut last = None;
    for (name, rest) in splits {
        last = Some(rest);
        if let Ok(version) = rest.parse() {
            return Ok(FileName::Sdist {
                name: project_name(name)?,
                version,
            });
        }
    }
    Err(match last {
        Some(rest) => parse_version(rest)
            .err()
            .unwrap_or(FileNameError::NoVersion),
        None => FileNameError::NoVersion,
    })
}

fn project_name(name: &str) -> Result<ProjectName, FileNameError> {
    ProjectName::new(name).ok_or_else(|| FileNameError::Name {
        name: name.to_owned(),
    })
}

fn parse_version(version: &str) -> Result<Version, FileNameError> {
    version.parse().map_err(|error| FileNameError::Version {
        version: version.to_owned(),
        error,
    })
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}-{}-{}",
            self.python.join("."),
            self.abi.join("."),
            self.platform.join(".")
        )
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.name().as_file_part(), self.version())?;
        match self {
            Self::Sdist { .. } => f.write_str(".tar.gz"),
            Self::Wheel { build, tags, .. } => {
                if let Some(build) = build {
                    write!(f, "-{build}")?;
                }
                write!(f, "-{tags}.whl")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_and_their_one_spelling() {
        for (name, expected) in [
            ("demo-1.0-py3-none-any.whl", "demo-1.0-py3-none-any.whl"),
            ("Demo.X-1.0-py3-none-any.whl", "demo_x-1.0-py3-none-any.whl"),
            (
                "demo-1.0-7b-cp312-abi3-a_b.c.whl",
                "demo-1.0-7b-cp312-abi3-a_b.c.whl",
            ),
            ("my-demo-1.0.tar.gz", "my_demo-1.0.tar.gz"),
            ("demo-1.0-1.tar.gz", "demo-1.0.post1.tar.gz"),
            ("demo-2-1.0.tar.gz", "demo_2-1.0.tar.gz"),
        ] {
            assert_eq!(
                FileName::parse(name).map(|name| name.to_string()),
                Ok(expected.to_owned())
            );
        }
    }

    #[test]
    fn why_it_is_no_file_name() {
        for (name, expected) in [
            ("demo-1.0.zip", "it ends in neither `.whl` nor `.tar.gz`"),
            (
                "demo-1.0.whl",
                "it has 2 parts between dashes, and a wheel's name has 5 or 6",
            ),
            ("demo.tar.gz", "it is not `name-version.tar.gz`"),
            ("_-1.0-py3-none-any.whl", "`_` is not a project name"),
            (
                "demo-1.0-x-py3-none-any.whl",
                "the build tag `x` does not begin with a digit",
            ),
            (
                "demo-1.0-py3..py2-none-any.whl",
                "`py3..py2-none-any` are not tags `python-abi-platform`",
            ),
            (
                "demo-x-py3-none-any.whl",
                "`x` is not a version: it does not begin with a number",
            ),
            (
                "demo-x.tar.gz",
                "`x` is not a version: it does not begin with a number",
            ),
        ] {
            assert_eq!(FileName::parse(name).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn compressed_tags_are_expanded() {
        let tags = Tags::parse("py2.py3-none-any").unwrap();
        assert_eq!(
            tags.expanded().into_iter().collect::<Vec<_>>(),
            ["py2-none-any", "py3-none-any"]
        );
    }
}
