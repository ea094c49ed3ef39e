//! Between PEP 440 and SemVer 2.0, for the files that hold a SemVer version (Cargo.toml, package.json).
//!
//! Not a SemVer parser: the `semver` crate is one.
use super::{Phase, Version};

/// Why a version has no counterpart in the other scheme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{version}` has no form in {scheme}: {reason}")]
pub struct NoSemver {
    /// The version.
    pub version: String,
    /// The other scheme.
    pub scheme: &'static str,
    /// Why.
    pub reason: &'static str,
}

impl Version {
    /// Returns the SemVer form: `1.2rc1` is `1.2.0-rc.1`.
    ///
    /// Epochs, post-releases and more than three numbers have none: SemVer would order them wrongly or not at all.
    pub fn to_semver(&self) -> Result<semver::Version, NoSemver> {
        let refuse = |reason| NoSemver {
            version: self.to_string(),
            scheme: "SemVer",
            reason,
        };
        if self.epoch != 0 {
            return Err(refuse("SemVer has no epoch"));
        }
        if self.release.len() > 3 {
            return Err(refuse("SemVer has three numbers"));
        }
        if self.post.is_some() {
            return Err(refuse("SemVer has no post-release"));
        }
        let mut pre = Vec::new();
        if let Some((phase, number)) = self.pre {
            let word = match phase {
                Phase::Alpha => "alpha",
                Phase::Beta => "beta",
                Phase::Candidate => "rc",
            };
            pre.push(format!("{word}.{number}"));
        }
        if let Some(number) = self.dev {
            pre.push(format!("dev.{number}"));
        }
        let mut version = semver::Version::new(self.part(0), self.part(1), self.part(2));
        let text = |parts: Vec<String>| parts.join(".");
        let local = self
            .to_string()
            .split_once('+')
            .map(|(_, local)| local.to_owned());
        version.pre =
            semver::Prerelease::new(&text(pre)).map_err(|_| refuse("its pre-release part"))?;
        version.build = semver::BuildMetadata::new(&local.unwrap_or_default())
            .map_err(|_| refuse("its local part"))?;
        Ok(version)
    }
}

/// Returns the PEP 440 form of a SemVer version: `1.2.0-rc.1` is `1.2.0rc1`.
pub fn from_semver(version: &semver::Version) -> Result<Version, NoSemver> {
    let refuse = |reason| NoSemver {
        version: version.to_string(),
        scheme: "PEP 440",
        reason,
    };
    let parts: Vec<&str> = version
        .pre
        .split('.')
        .filter(|part| !part.is_empty())
        .collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if parts
        .iter()
        .skip(1)
        .collect::<Vec<_>>()
        .windows(2)
        .any(|pair| is_number(pair[0]) && is_number(pair[1]))
    {
        return Err(refuse("PEP 440 has one number behind a phase"));
    }
    let text = if version.pre.is_empty() {
        format!("{}.{}.{}", version.major, version.minor, version.patch)
    } else {
        format!(
            "{}.{}.{}-{}",
            version.major, version.minor, version.patch, version.pre
        )
    };
    let local = if version.build.is_empty() {
        String::new()
    } else {
        format!("+{}", version.build)
    };
    let parsed: Version = (text + &local).parse().map_err(|_| {
        refuse("its pre-release part is none of alpha, beta, rc, dev with one number")
    })?;
    // `1.0.0-1` would be read as a post-release, which sorts after the release instead of before it.
    if parsed.post.is_some() {
        return Err(refuse(
            "its pre-release part would be read as a post-release",
        ));
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pre_releases_convert_both_ways() {
        for (pep440, semver) in [
            ("1.2.0", "1.2.0"),
            ("1.2.3a1", "1.2.3-alpha.1"),
            ("1.2.3b0", "1.2.3-beta.0"),
            ("1.2.3rc2", "1.2.3-rc.2"),
            ("1.2.3.dev4", "1.2.3-dev.4"),
            ("1.2.3rc1.dev2", "1.2.3-rc.1.dev.2"),
            ("1.2.3+local.5", "1.2.3+local.5"),
        ] {
            let version: Version = pep440.parse().unwrap();
            assert_eq!(version.to_semver().unwrap().to_string(), semver);
            assert_eq!(
                from_semver(&semver.parse().unwrap()).unwrap().to_string(),
                pep440
            );
        }
        let short: Version = "1.2".parse().unwrap();
        assert_eq!(short.to_semver().unwrap().to_string(), "1.2.0");
    }

    #[test]
    fn what_has_no_counterpart_is_refused() {
        for pep440 in ["1!2.0", "1.2.3.4", "1.0.post1"] {
            assert!(
                pep440.parse::<Version>().unwrap().to_semver().is_err(),
                "{pep440}"
            );
        }
        for semver in [
            "1.0.0-1",
            "1.0.0-alpha.1.2",
            "1.0.0-SNAPSHOT",
            "1.0.0-post.1",
        ] {
            assert!(from_semver(&semver.parse().unwrap()).is_err(), "{semver}");
        }
    }
}
