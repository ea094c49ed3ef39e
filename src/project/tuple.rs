//! What a tuple in a module says of the version, and how another version is written into it.
//!
//! Not how it is found: that is for the reader of modules.
use super::declaration::{VersionTuple, splice};
use crate::edit::Edit;
use crate::version::{Phase, Version};

/// What a word behind the numbers means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Final,
    Pre(Phase),
    Post,
    Dev,
}

impl Word {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "" | "final" | "release" => Self::Final,
            "a" | "alpha" => Self::Pre(Phase::Alpha),
            "b" | "beta" => Self::Pre(Phase::Beta),
            "c" | "rc" | "candidate" => Self::Pre(Phase::Candidate),
            "post" => Self::Post,
            "dev" => Self::Dev,
            _ => return None,
        })
    }

    /// The number that a version has with this word; `None` where it does not have the word.
    fn number(self, version: &Version) -> Option<u64> {
        match self {
            Self::Final => None,
            Self::Pre(phase) => version
                .pre
                .filter(|(own, _)| *own == phase)
                .map(|(_, number)| number),
            Self::Post => version.post,
            Self::Dev => version.dev,
        }
    }
}

/// A word, the part it stands in, and its number with the part that this stands in: the word's own in `rc1`.
#[derive(Debug, Clone)]
struct Suffix {
    word: Word,
    text: String,
    at: usize,
    number: Option<(u64, usize)>,
}

/// The release numbers, which come first, and the words behind them.
#[derive(Debug, Clone)]
struct Parts {
    release: Vec<u64>,
    suffixes: Vec<Suffix>,
}

impl VersionTuple {
    /// Returns the version that it spells; `None` where that is not certain.
    pub fn version(&self) -> Option<Version> {
        let parts = self.read()?;
        let mut version = Version::of_release(0, parts.release);
        for suffix in &parts.suffixes {
            let number = suffix.number.map_or(0, |(number, _)| number);
            match suffix.word {
                Word::Final => {}
                Word::Pre(phase) => version.pre = Some((phase, number)),
                Word::Post => version.post = Some(number),
                Word::Dev => version.dev = Some(number),
            }
        }
        Some(version)
    }

    /// Whether it begins with a number, as every version does.
    pub fn is_numbered(&self) -> bool {
        let first = self.parts.first();
        first.is_some_and(|(text, _)| text.parse::<u64>().is_ok())
    }

    /// Whether it says this version, as far as it can: one of numbers alone says the release only.
    pub fn says(&self, version: &Version) -> bool {
        let Some(parts) = self.read() else {
            return false;
        };
        let mut numbers = parts.release.iter().enumerate();
        numbers.all(|(index, number)| version.part(index) == *number)
            && (parts.suffixes.is_empty() || parts.has_words_of(version))
            && parts.suffixes.iter().all(|suffix| {
                match (suffix.word.number(version), suffix.number) {
                    (Some(wanted), Some((number, _))) => wanted == number,
                    _ => true,
                }
            })
    }

    /// Returns the splices of its numbers that make it say this version; `None` when it would need other words, or a part
    /// is not written as it is.
    pub fn rewrite(&self, version: &Version) -> Option<Vec<Edit>> {
        let parts = self.read()?;
        if !parts.suffixes.is_empty() && !parts.has_words_of(version) {
            return None;
        }
        let release = parts.release.len();
        let mut texts: Vec<(usize, String)> = (0..release)
            .map(|index| (index, version.part(index).to_string()))
            .collect();
        for suffix in &parts.suffixes {
            if let (Some(wanted), Some((_, at))) = (suffix.word.number(version), suffix.number) {
                let word = if at == suffix.at { &*suffix.text } else { "" };
                texts.push((at, format!("{word}{wanted}")));
            }
        }
        let changed = texts
            .into_iter()
            .filter_map(|(at, text)| Some((self.parts.get(at)?, text)))
            .filter(|((raw, _), text)| raw != text);
        changed
            .map(|((raw, place), text)| splice(place, raw, &text))
            .collect()
    }

    fn read(&self) -> Option<Parts> {
        let mut release = Vec::new();
        let mut suffixes: Vec<Suffix> = Vec::new();
        for (at, (raw, _)) in self.parts.iter().enumerate() {
            if let Ok(number) = raw.parse::<u64>() {
                match suffixes.last_mut() {
                    None => release.push(number),
                    Some(suffix) if suffix.number.is_none() => suffix.number = Some((number, at)),
                    Some(suffix) if suffix.word == Word::Final => {}
                    Some(_) => return None,
                }
                continue;
            }
            let text = raw.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = raw.get(text.len()..).unwrap_or_default();
            let name = text.trim_matches(['.', '-', '_']).to_ascii_lowercase();
            suffixes.push(Suffix {
                word: Word::read(&name)?,
                text: text.to_owned(),
                at,
                number: digits.parse().ok().map(|number| (number, at)),
            });
        }
        (!release.is_empty()).then_some(Parts { release, suffixes })
    }
}

impl Parts {
    /// Whether its words are those of a version; one that is said to be final has no other word.
    fn has_words_of(&self, version: &Version) -> bool {
        let has = |word: Word| self.suffixes.iter().any(|suffix| suffix.word == word);
        let is_final = self
            .suffixes
            .iter()
            .all(|suffix| suffix.word == Word::Final);
        let post = version.post.is_some() == has(Word::Post) || is_final;
        let pre = [Phase::Alpha, Phase::Beta, Phase::Candidate]
            .into_iter()
            .all(|phase| version.pre.is_some_and(|(own, _)| own == phase) == has(Word::Pre(phase)));
        pre && post && version.dev.is_some() == has(Word::Dev)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::source::SourceFile;

    /// Reads `(1, 2, "rc", 1)` into its parts.
    fn tuple(source: &str) -> VersionTuple {
        let file = SourceFile::new("a.py".into(), source.as_bytes());
        let mut parts = Vec::new();
        let mut at = 1;
        for part in source[1..source.len() - 1].split(", ") {
            let quotes = usize::from(part.starts_with('"'));
            let span = at + quotes..at + part.len() - quotes;
            parts.push((source[span.clone()].to_owned(), file.place(span, "")));
            at += part.len() + 2;
        }
        VersionTuple {
            name: "version_info",
            parts,
            place: file.place(0..source.len(), ""),
        }
    }

    #[test]
    fn a_tuple_says_a_version_as_far_as_it_can() {
        for (source, version, expected) in [
            ("(1, 2, 3)", "1.2.3", true),
            ("(1, 2, 3)", "1.2.4", false),
            ("(1, 2, 0)", "1.2", true),
            ("(1, 2)", "1.2.3", true),
            ("(1, 2, 3)", "1.2.3rc1", true),
            ("(1, 2, 3, 0, 0)", "1.2.3", true),
            (r#"("1", "2", "3")"#, "1.2.3", true),
            (r#"(1, 2, 3, "rc", 1)"#, "1.2.3rc1", true),
            (r#"(1, 2, 3, "candidate", 1)"#, "1.2.3rc1", true),
            (r#"(1, 2, 3, "rc", 1)"#, "1.2.3rc2", false),
            (r#"(1, 2, 3, "rc", 1)"#, "1.2.3", false),
            (r#"(1, 2, 3, "rc1")"#, "1.2.3rc1", true),
            (r#"(1, 2, 3, "beta", 0)"#, "1.2.3a0", false),
            (r#"(1, 2, 3, "final", 0)"#, "1.2.3", true),
            (r#"(1, 2, 3, "final", 0)"#, "1.2.3.post1", true),
            (r#"(1, 2, 3, "final", 0)"#, "1.2.3rc1", false),
            (r#"(1, 2, 3, "")"#, "1.2.3", true),
            (r#"(1, 2, 3, "dev")"#, "1.2.3.dev4", true),
            (r#"(1, 2, 3, ".post1")"#, "1.2.3.post1", true),
            (r#"(1, 2, 3, "SNAPSHOT")"#, "1.2.3", false),
        ] {
            let tuple = tuple(source);
            let version = version.parse().unwrap();
            assert_eq!(tuple.says(&version), expected, "{source} {version}");
        }
        for source in [r#"(1, 2, "x")"#, r#"("a", "b")"#, r#"(1, "rc", 1, 2)"#] {
            assert_eq!(tuple(source).version(), None, "{source}");
        }
    }

    #[test]
    fn numbers_are_rewritten_where_the_shape_stays() {
        for (source, version, expected) in [
            ("(1, 2, 3)", "1.10.0", Some("(1, 10, 0)")),
            ("(1, 2, 3)", "1.3.0rc1", Some("(1, 3, 0)")),
            (r#"("1", "2")"#, "2.0", Some(r#"("2", "0")"#)),
            (
                r#"(1, 2, 3, "rc", 1)"#,
                "1.2.3rc12",
                Some(r#"(1, 2, 3, "rc", 12)"#),
            ),
            (
                r#"(1, 2, 3, ".dev1")"#,
                "1.2.4.dev0",
                Some(r#"(1, 2, 4, ".dev0")"#),
            ),
            (
                r#"(1, 2, 3, "final", 0)"#,
                "2.0.0",
                Some(r#"(2, 0, 0, "final", 0)"#),
            ),
            (r#"(1, 2, 3, "rc", 1)"#, "1.2.3", None),
            (r#"(1, 2, 3, "final", 0)"#, "1.2.4a1", None),
            (r#"(1, 2, 3, "x")"#, "1.2.4", None),
        ] {
            let edits = tuple(source).rewrite(&version.parse().unwrap());
            let written = edits.map(|edits| {
                let changes = apply(&edits, |_| Some(source.as_bytes().into())).unwrap();
                let after = changes.first().map(|change| change.after.to_vec());
                String::from_utf8(after.unwrap_or_else(|| source.into())).unwrap()
            });
            assert_eq!(written.as_deref(), expected, "{source} to {version}");
        }
    }
}
