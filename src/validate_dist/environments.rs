//! Where wheels can be installed: interpreters and platforms, without what moves with time.
//!
//! Not which wheel an installer takes. The oldest glibc and macOS that a wheel runs on are left aside: raising them is no
//! other than raising `Requires-Python`, and so is leaving out an interpreter that it no longer allows.
use crate::dist::{Specifier, Tags};
use std::collections::BTreeSet;
use std::fmt;

/// An interpreter on a platform, for which there was a wheel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Environment {
    python: Python,
    /// A family and an architecture, such as `macosx arm64`; `any` for all.
    platform: String,
}

/// An interpreter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Python {
    /// `cp`, `pp`, or `py` for every one.
    kind: String,
    major: u64,
    /// `None` for all of the major version.
    minor: Option<u64>,
    is_free_threaded: bool,
    /// Whether the later ones are meant as well: the stable ABI.
    and_later: bool,
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Python { kind, major, .. } = &self.python;
        let minor = self.python.minor.map(|minor| minor.to_string());
        let threads = if self.python.is_free_threaded {
            "t"
        } else {
            ""
        };
        let later = if self.python.and_later {
            " and later"
        } else {
            ""
        };
        let minor = minor.unwrap_or_default();
        write!(
            f,
            "`{kind}{major}{minor}{threads}`{later} on `{}`",
            self.platform
        )
    }
}

/// Where wheels of the first tags could be installed, and none of the second can. Interpreters that `Requires-Python` rules
/// out are not missed.
pub(super) fn lost(
    before: &[&Tags],
    now: &[&Tags],
    requires_python: &[Specifier],
) -> BTreeSet<Environment> {
    let allows = |major, minor| {
        let series = |specifier: &Specifier| specifier.may_match(major, minor);
        requires_python.iter().all(series)
    };
    let mut lost = BTreeSet::new();
    for environment in before.iter().flat_map(|tags| environments(tags)) {
        let mut wanted = environment.clone();
        if let Some(minor) = wanted.python.minor {
            let mut minors = minor..minor + if wanted.python.and_later { 100 } else { 1 };
            match minors.find(|minor| allows(wanted.python.major, *minor)) {
                Some(first) => wanted.python.minor = Some(first),
                None => continue,
            }
        } else if wanted.python.major == 2 && !allows(2, 7) {
            continue;
        }
        let is_served = |tags: &&&Tags| environments(tags).iter().any(|own| own.serves(&wanted));
        if !now.iter().any(|tags| is_served(&tags)) {
            lost.insert(environment);
        }
    }
    lost
}

/// Where a wheel of these tags can be installed.
fn environments(tags: &Tags) -> BTreeSet<Environment> {
    let mut all = BTreeSet::new();
    let pythons = tags.python.iter().filter_map(|tag| python(tag));
    for python in pythons {
        for abi in &tags.abi {
            let python = Python {
                is_free_threaded: python.kind == "cp"
                    && abi.starts_with("cp")
                    && abi.ends_with('t'),
                and_later: abi.starts_with("abi"),
                ..python.clone()
            };
            for platform in tags.platform.iter().flat_map(|tag| platforms(tag)) {
                let python = python.clone();
                all.insert(Environment { python, platform });
            }
        }
    }
    all
}

impl Environment {
    /// Whether what can be installed here can be installed there.
    fn serves(&self, there: &Self) -> bool {
        let (own, other) = (&self.python, &there.python);
        let is_version = match (own.minor, other.minor) {
            (None, _) => true,
            (Some(own_minor), Some(minor)) if own.and_later || own.kind == "py" => {
                own_minor <= minor
            }
            (Some(own_minor), Some(minor)) => own_minor == minor && !other.and_later,
            (Some(_), None) => own.kind == "py",
        };
        let is_kind = own.kind == "py"
            || (own.kind == other.kind && own.is_free_threaded == other.is_free_threaded);
        let is_platform = self.platform == "any" || self.platform == there.platform;
        is_kind && own.major == other.major && is_version && is_platform
    }
}

/// Reads a tag such as `cp312` or `py3`.
fn python(tag: &str) -> Option<Python> {
    let at = tag.find(|c: char| c.is_ascii_digit())?;
    let (kind, digits) = tag.split_at(at);
    let (major, minor) = digits.split_at(1);
    Some(Python {
        kind: kind.to_owned(),
        major: major.parse().ok()?,
        minor: match minor {
            "" => None,
            minor => Some(minor.trim_start_matches('_').parse().ok()?),
        },
        is_free_threaded: false,
        and_later: false,
    })
}

/// The platforms of a tag, without the versions in it.
fn platforms(tag: &str) -> Vec<String> {
    // What is built for one distribution of Linux only has glibc, too, as a rule.
    let families = [
        ("manylinux", "linux"),
        ("linux", "linux"),
        ("musllinux", "musllinux"),
        ("macosx", "macosx"),
        ("ios", "ios"),
        ("android", "android"),
    ];
    let found = families
        .iter()
        .find_map(|(prefix, family)| Some((family, tag.strip_prefix(prefix)?)));
    let Some((family, rest)) = found else {
        return vec![tag.to_owned()];
    };
    let rest = rest.split('_');
    let parts: Vec<&str> = rest
        .skip_while(|part| part.chars().all(|c| c.is_ascii_digit()))
        .collect();
    let both = ["x86_64".to_owned(), "arm64".to_owned()];
    let architectures = match parts.join("_") {
        all if all == "universal2" => both.to_vec(),
        one => vec![one],
    };
    let named = architectures.iter().map(|one| format!("{family} {one}"));
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is lost from the wheels of the first tags to those of the second.
    fn told(before: &str, now: &str, requires_python: &str) -> String {
        let tags = |text: &str| -> Vec<Tags> {
            text.split_whitespace()
                .map(|tag| Tags::parse(tag).unwrap())
                .collect()
        };
        let (before, now) = (tags(before), tags(now));
        let requires_python = Specifier::parse_all(requires_python).unwrap();
        let (before, now): (Vec<_>, Vec<_>) = (before.iter().collect(), now.iter().collect());
        let lost = lost(&before, &now, &requires_python);
        let lost: Vec<String> = lost.iter().map(ToString::to_string).collect();
        lost.join(", ")
    }

    #[test]
    fn what_cannot_be_installed_any_more_is_lost() {
        let linux = "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64";
        for (before, now, requires_python, expected) in [
            (linux, "cp312-cp312-manylinux_2_28_x86_64", "", ""),
            (
                linux,
                "cp312-cp312-musllinux_1_2_x86_64",
                "",
                "`cp312` on `linux x86_64`",
            ),
            (linux, "", "", "`cp312` on `linux x86_64`"),
            (linux, "cp313-cp313-manylinux_2_28_x86_64", ">=3.13", ""),
            (
                linux,
                "cp313-cp313-manylinux_2_28_x86_64",
                ">=3.12",
                "`cp312` on `linux x86_64`",
            ),
            (linux, "cp312-cp312-linux_x86_64", "", ""),
            (linux, "py3-none-any", "", ""),
            (linux, "cp310-abi3-manylinux_2_28_x86_64", "", ""),
            ("cp38-abi3-win_amd64", "cp310-abi3-win_amd64", ">=3.10", ""),
            (
                "cp38-abi3-win_amd64",
                "cp310-abi3-win_amd64",
                ">=3.9",
                "`cp38` and later on `win_amd64`",
            ),
            (
                "cp38-abi3-win_amd64",
                "cp38-cp38-win_amd64",
                "",
                "`cp38` and later on `win_amd64`",
            ),
            (
                "cp313-cp313t-win_amd64",
                "cp313-cp313-win_amd64",
                "",
                "`cp313t` on `win_amd64`",
            ),
            (
                "cp312-cp312-macosx_10_9_universal2",
                "cp312-cp312-macosx_11_0_arm64",
                "",
                "`cp312` on `macosx x86_64`",
            ),
            (
                "cp312-cp312-macosx_11_0_arm64",
                "cp312-cp312-macosx_11_0_universal2",
                "",
                "",
            ),
            ("py2.py3-none-any", "py3-none-any", ">=3.9", ""),
            ("py2.py3-none-any", "py3-none-any", "", "`py2` on `any`"),
            (
                "py3-none-any",
                "cp312-cp312-win_amd64",
                "",
                "`py3` on `any`",
            ),
            ("py3-none-win_amd64", "py38-none-any", "", ""),
            (
                "pp310-pypy310_pp73-win_amd64",
                "cp310-cp310-win_amd64",
                "",
                "`pp310` on `win_amd64`",
            ),
        ] {
            assert_eq!(
                told(before, now, requires_python),
                expected,
                "{before} → {now}"
            );
        }
    }
}
