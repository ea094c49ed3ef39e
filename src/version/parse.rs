//! The grammar of PEP 440, every spelling it allows.
//!
//! Not the order of versions: that is the type's own.
use super::{Local, Phase, Version};

/// Why a text is not a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// It does not begin with a number.
    #[error("it does not begin with a number")]
    NoRelease,
    /// It is a version up to a point.
    #[error("`{rest}` after `{valid}` is not part of a version (PEP 440)")]
    Rest {
        /// The part that is a version.
        valid: String,
        /// What follows it.
        rest: String,
    },
    /// A number is too large to be compared.
    #[error("the number `{0}` is too large")]
    TooLarge(String),
}

pub(super) fn parse(text: &str) -> Result<Version, VersionError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(VersionError::Empty);
    }
    let lower = text.to_ascii_lowercase();
    let mut at = Cursor {
        text: &lower,
        at: 0,
    };
    at.take_any(&["v"]);
    let mut version = Version::of_release(0, vec![at.number()?.ok_or(VersionError::NoRelease)?]);
    if at.take_any(&["!"]).is_some() {
        version.epoch = version.release[0];
        version.release = vec![at.number()?.ok_or(VersionError::NoRelease)?];
    }
    while let Some(part) = at.attempt(|at| {
        Ok(at
            .take_any(&["."])
            .and(Some(()))
            .map(|()| at.number())
            .transpose()?
            .flatten())
    })? {
        version.release.push(part);
    }
    version.pre = at.attempt(Cursor::pre)?;
    version.post = at.attempt(Cursor::post)?;
    version.dev = at.attempt(|at| {
        at.separator();
        if at.take_any(&["dev"]).is_none() {
            return Ok(None);
        }
        at.trailing_number().map(Some)
    })?;
    if at.attempt(|at| at.local(&mut version.local))?.is_none() {
        version.local.clear();
    }
    if at.at < lower.len() {
        return Err(VersionError::Rest {
            valid: text[..at.at].to_owned(),
            rest: text[at.at..].to_owned(),
        });
    }
    Ok(version)
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    /// Steps back when `part` does not find what it looks for.
    fn attempt<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<Option<T>, VersionError>,
    ) -> Result<Option<T>, VersionError> {
        let start = self.at;
        let found = part(self)?;
        if found.is_none() {
            self.at = start;
        }
        Ok(found)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let word = words.iter().find(|word| self.rest().starts_with(**word))?;
        self.at += word.len();
        Some(word)
    }

    fn separator(&mut self) -> bool {
        self.take_any(&[".", "-", "_"]).is_some()
    }

    fn number(&mut self) -> Result<Option<u64>, VersionError> {
        let length = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let digits = &self.rest()[..length];
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits
            .parse()
            .map_err(|_| VersionError::TooLarge(digits.to_owned()))?;
        self.at += length;
        Ok(Some(number))
    }

    /// A number behind an optional separator; none is 0, and the separator may stand alone.
    fn trailing_number(&mut self) -> Result<u64, VersionError> {
        self.separator();
        Ok(self.number()?.unwrap_or(0))
    }

    fn pre(&mut self) -> Result<Option<(Phase, u64)>, VersionError> {
        self.separator();
        let words = ["alpha", "a", "beta", "b", "preview", "pre", "rc", "c"];
        let phase = match self.take_any(&words) {
            None => return Ok(None),
            Some("alpha" | "a") => Phase::Alpha,
            Some("beta" | "b") => Phase::Beta,
            Some(_) => Phase::Candidate,
        };
        Ok(Some((phase, self.trailing_number()?)))
    }

    fn post(&mut self) -> Result<Option<u64>, VersionError> {
        // `1.0-1` is `1.0.post1`; only a dash and only with a number.
        let implicit = self.attempt(|at| {
            if at.take_any(&["-"]).is_none() {
                return Ok(None);
            }
            at.number()
        })?;
        if implicit.is_some() {
            return Ok(implicit);
        }
        self.separator();
        if self.take_any(&["post", "rev", "r"]).is_none() {
            return Ok(None);
        }
        self.trailing_number().map(Some)
    }

    fn local(&mut self, parts: &mut Vec<Local>) -> Result<Option<()>, VersionError> {
        if self.take_any(&["+"]).is_none() {
            return Ok(None);
        }
        loop {
            let length = self
                .rest()
                .bytes()
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            let word = self.rest()[..length].to_owned();
            if word.is_empty() {
                return Ok(None);
            }
            self.at += length;
            parts.push(if word.bytes().all(|byte| byte.is_ascii_digit()) {
                let number = word.parse().map_err(|_| VersionError::TooLarge(word))?;
                Local::Number(number)
            } else {
                Local::Word(word)
            });
            let next = self.rest().as_bytes().get(1);
            let goes_on = self.rest().starts_with(['.', '-', '_'])
                && next.is_some_and(u8::is_ascii_alphanumeric);
            if !goes_on {
                return Ok(Some(()));
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        match text.parse::<Version>() {
            Ok(version) => version.to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn every_spelling_has_one_normal_form() {
        for (text, expected) in [
            ("1.0.0-rc.1", "1.0.0rc1"),
            ("1.0.0-dev", "1.0.0.dev0"),
            ("1.0-1", "1.0.post1"),
            ("01.02.03", "1.2.3"),
            ("2024.01.05", "2024.1.5"),
            ("1!2.0", "1!2.0"),
            ("1.0.0+Ubuntu-1", "1.0.0+ubuntu.1"),
            ("1.0.0c1", "1.0.0rc1"),
            (" v1.0 ", "1.0"),
            ("1.0.0.RC1", "1.0.0rc1"),
            ("1.0_preview_3", "1.0rc3"),
            ("1.0alpha", "1.0a0"),
            ("1.0.rev.2", "1.0.post2"),
            ("1.0post-2.dev3+a_b.4", "1.0.post2.dev3+a.b.4"),
            ("1.0a1-2", "1.0a1.post2"),
            ("1.0+01", "1.0+1"),
            ("1.0rc-", "1.0rc0"),
            ("1.0a.post_.dev", "1.0a0.post0.dev0"),
            ("", "error: it is empty"),
            ("final", "error: it does not begin with a number"),
            (
                "1.0.0-alpha.1.2",
                "error: `.2` after `1.0.0-alpha.1` is not part of a version (PEP 440)",
            ),
            (
                "1.0.0-SNAPSHOT",
                "error: `-SNAPSHOT` after `1.0.0` is not part of a version (PEP 440)",
            ),
            (
                "1.6+",
                "error: `+` after `1.6` is not part of a version (PEP 440)",
            ),
            (
                "1.2.4final1",
                "error: `final1` after `1.2.4` is not part of a version (PEP 440)",
            ),
            (
                "1.0é",
                "error: `é` after `1.0` is not part of a version (PEP 440)",
            ),
            (
                "99999999999999999999",
                "error: the number `99999999999999999999` is too large",
            ),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    #[test]
    fn order_is_that_of_the_specification() {
        let ascending = [
            "1.dev0",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+5",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "1!0.1",
        ];
        for pair in ascending.windows(2) {
            let [low, high] = [pair[0], pair[1]].map(|text| text.parse::<Version>().unwrap());
            assert!(low < high, "{low} < {high}");
        }
        assert_eq!("1.0".parse::<Version>(), "1.0.0".parse());
    }
}
