//! Which tags of a repository are kept when a push is judged: there can be very many.
//!
//! Not a list: the refs that are kept are in `Context`'s.
use crate::git::{NamedRef, PushedRef, Sieve};
use std::collections::BTreeSet;

/// Of more tags than these, only those of the highest versions tell how a project writes its tags.
const MANY: usize = 1_000;

/// How many of the highest versions do.
const HIGHEST: usize = 16;

/// So few ways to begin are tried one after the other.
const FEW: usize = 8;

/// So many candidates are gathered before all but the highest are dropped.
const GATHERED: usize = 512;

/// Keeps the tags that begin as pushed ones do, and remembers which ones tell how tags are written.
#[derive(Debug)]
pub(super) struct TagSieve {
    /// How pushed tags begin, sorted: none of these begins as another one does.
    starts: Vec<Start>,
    count: usize,
    telling: Vec<Telling>,
    /// How many of these hold; the others are there to be written over.
    held: usize,
    least: u128,
    with_capitals: Vec<String>,
}

/// How a name can begin.
#[derive(Debug)]
struct Start {
    text: String,
    /// Its first bytes, and which bits of them hold: most names differ there, which is seen without a call.
    first: u64,
    mask: u64,
}

/// A tag that may tell how tags are written.
#[derive(Debug)]
struct Telling {
    numbers: u128,
    name: String,
    object: String,
}

impl Sieve for TagSieve {
    fn keeps(&mut self, folder: usize, name: &str, object: &str) -> bool {
        if folder > 0 {
            return true;
        }
        self.count += 1;
        let numbers = numbers(name);
        if numbers >= self.least {
            self.hold(numbers, name, object);
            if self.count > MANY && self.held >= GATHERED {
                self.drop_lower();
            }
        }
        if has_capitals(name) {
            self.with_capitals.push(name.to_owned());
        }
        let first = first_bytes(name.bytes());
        let begins =
            |start: &Start| first & start.mask == start.first && name.starts_with(&start.text);
        if self.starts.len() <= FEW {
            return self.starts.iter().any(begins);
        }
        let behind = self.starts.partition_point(|start| &*start.text <= name);
        let before = behind.checked_sub(1).and_then(|at| self.starts.get(at));
        before.is_some_and(begins)
    }
}

impl TagSieve {
    /// A sieve for a push of these refs.
    pub(super) fn of(refs: &[PushedRef]) -> Self {
        let tags = refs.iter().filter_map(PushedRef::tag);
        let all: BTreeSet<String> = tags.flat_map(starts).collect();
        let mut starts: Vec<String> = Vec::new();
        // In this order, what begins as another one does comes behind it.
        for start in all {
            let last = starts.last();
            if !last.is_some_and(|last| start.starts_with(last.as_str())) {
                starts.push(start);
            }
        }
        let start = |text: String| {
            let used = text.bytes().map(|_| u8::MAX);
            Start {
                first: first_bytes(text.bytes()),
                mask: first_bytes(used),
                text,
            }
        };
        Self {
            starts: starts.into_iter().map(start).collect(),
            count: 0,
            telling: Vec::new(),
            held: 0,
            least: 0,
            with_capitals: Vec::new(),
        }
    }

    /// The same with the telling tags in order, when all are through.
    pub(super) fn done(mut self) -> Self {
        let mut seen = BTreeSet::new();
        self.telling.truncate(self.held);
        // A ref that is packed can have a file, too, which comes later and holds.
        self.telling.reverse();
        self.telling.retain(|tag| seen.insert(tag.name.clone()));
        self.held = self.telling.len();
        if self.count > MANY {
            self.drop_lower();
        }
        self.telling.truncate(self.held);
        let key = |tag: &Telling| std::cmp::Reverse(tag.numbers);
        self.telling.sort_by_key(key);
        self
    }

    /// Holds a tag in the place of one that was dropped, where there is one: this is done for very many.
    fn hold(&mut self, numbers: u128, name: &str, object: &str) {
        match self.telling.get_mut(self.held) {
            Some(dropped) => {
                dropped.numbers = numbers;
                for (text, new) in [(&mut dropped.name, name), (&mut dropped.object, object)] {
                    text.clear();
                    text.push_str(new);
                }
            }
            None => self.telling.push(Telling {
                numbers,
                name: name.to_owned(),
                object: object.to_owned(),
            }),
        }
        self.held += 1;
    }

    /// The tags that tell how a project writes its tags, the highest first: all, or, of very many, the highest.
    pub(super) fn telling(&self) -> impl Iterator<Item = NamedRef<'_>> {
        self.telling.iter().map(|tag| NamedRef {
            name: &tag.name,
            object: &tag.object,
            peeled: None,
            is_loose: true,
        })
    }

    /// The names that have capital letters.
    pub(super) fn with_capitals(&self) -> &[String] {
        &self.with_capitals
    }

    fn drop_lower(&mut self) {
        let key = |tag: &Telling| std::cmp::Reverse(tag.numbers);
        if let Some(held) = self.telling.get_mut(..self.held)
            && held.len() > HIGHEST
        {
            let (_, last, _) = held.select_nth_unstable_by_key(HIGHEST - 1, key);
            self.least = last.numbers;
            self.held = HIGHEST;
        }
    }
}

/// How the names begin that a tag can be compared with: up to its first number, as it is and in lower case, with and
/// without a `v` before that.
fn starts(tag: &str) -> BTreeSet<String> {
    let mut starts = BTreeSet::new();
    for name in [tag.to_owned(), tag.to_ascii_lowercase()] {
        let is_digit = |c: char| c.is_ascii_digit();
        let number = name.find(is_digit).unwrap_or(name.len());
        let (word, rest) = name.split_at(number);
        let digits: String = rest.chars().take_while(|c| is_digit(*c)).collect();
        let plain = word.strip_suffix(['v', 'V']).unwrap_or(word);
        for word in [word, plain] {
            starts.insert(format!("{word}{digits}"));
            starts.insert(format!("{word}v{digits}"));
        }
    }
    starts
}

/// The first eight bytes as a number, with zeros behind fewer.
fn first_bytes(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut first = [0; 8];
    for (place, byte) in first.iter_mut().zip(bytes) {
        *place = byte;
    }
    u64::from_be_bytes(first)
}

/// Whether a name differs from itself in lower case.
fn has_capitals(name: &str) -> bool {
    // All are looked at, which takes less than to stop at the first.
    let is_capital = |byte: u8| byte.is_ascii_uppercase();
    name.bytes().fold(false, |any, byte| any | is_capital(byte))
}

/// The first four numbers in a name that stand behind one another with dots between, as one that compares as they do.
fn numbers(name: &str) -> u128 {
    let (mut all, mut number) = (0, 0_u32);
    let mut left = 4_u32;
    let bytes = name.as_bytes().iter();
    for byte in bytes.skip_while(|byte| !byte.is_ascii_digit()) {
        match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte - b'0');
                number = number.saturating_mul(10).saturating_add(digit);
            }
            b'.' | b'_' if left > 1 => {
                all = all << 32 | u128::from(number);
                (number, left) = (0, left - 1);
            }
            _ => break,
        }
    }
    (all << 32 | u128::from(number)) << (32 * (left - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(names: &[&str]) -> TagSieve {
        let object = crate::git::Oid::new(&"1".repeat(40)).unwrap();
        let refs = names
            .iter()
            .map(|name| PushedRef::new_tag(name, object.clone()));
        TagSieve::of(&refs.collect::<Vec<_>>())
    }

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        let packed = |four: [u32; 4]| four.iter().fold(0, |all, one| all << 32 | u128::from(*one));
        assert_eq!(numbers("v1.20.3"), packed([1, 20, 3, 0]));
        assert_eq!(numbers("1.2.3.4.5"), packed([1, 2, 3, 4]));
        assert_eq!(numbers("pkg-v2024.5rc1"), packed([2024, 5, 0, 0]));
        assert_eq!(numbers("rel_2_0_52"), packed([2, 0, 52, 0]));
        assert_eq!(numbers("99999999999.1"), packed([u32::MAX, 1, 0, 0]));
        assert_eq!(numbers("nightly"), 0);
    }

    #[test]
    fn what_begins_as_a_pushed_tag_does_is_kept() {
        let mut sieve = pushed(&["v1.2.3", "Core-1.0", "v12.0"]);
        for name in [
            "v1.2.2",
            "1.2.3",
            "v1",
            "v10.0",
            "core-v1.5",
            "Core-1.1",
            "v12.1",
        ] {
            assert!(sieve.keeps(0, name, ""), "{name}");
        }
        for name in ["v2.0", "nightly", "cor-1.0", "cli-v1.0", "v", ""] {
            assert!(!sieve.keeps(0, name, ""), "{name}");
        }
        assert!(sieve.keeps(1, "main", ""));
        assert_eq!(sieve.with_capitals(), ["Core-1.1"]);
    }

    #[test]
    fn of_very_many_the_highest_tell() {
        let mut sieve = pushed(&[]);
        for number in 0..5_000 {
            sieve.keeps(0, &format!("v0.{number}"), "");
        }
        let sieve = sieve.done();
        let names: Vec<_> = sieve.telling().map(|tag| tag.name.to_owned()).collect();
        assert_eq!(
            (names.len(), &*names[0], &*names[15]),
            (16, "v0.4999", "v0.4984")
        );
        let mut sieve = pushed(&[]);
        for name in ["v0.1", "v0.10", "v0.9", "v0.1"] {
            sieve.keeps(0, name, "");
        }
        let sieve = sieve.done();
        let names: Vec<_> = sieve.telling().map(|tag| tag.name.to_owned()).collect();
        assert_eq!(names, ["v0.10", "v0.9", "v0.1"]);
    }
}
