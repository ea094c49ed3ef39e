//! Good archives with random damage: whatever comes, nothing panics and nothing takes long.
//!
//! `MUTATIONS=100000 cargo test --release --test it archives::mutated` looks longer than a plain run does.
use super::{LIMIT, SDIST, WHEEL, told};
use release_guard::dist::{Ending, Entry, gzip, tar_ending};
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;

/// Numbers that headers have trouble with.
const ODD: &[&[u8]] = &[
    &[0xff; 8],
    &[0; 8],
    &[0x80],
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"PK\x06\x07",
    b"\x01\0\x10\0",
    b"../",
    b"ustar\x0000",
    b"ustar  \0",
    b"77777777777\0",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let odd = ODD[self.below(ODD.len())];
            match self.below(5) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = self.below(256) as u8,
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let end = (at + odd.len()).min(bytes.len());
                    bytes[at..end].copy_from_slice(&odd[..end - at]);
                }
                _ => drop(bytes.splice(at..at, odd.iter().copied())),
            }
        }
    }
}

#[test]
fn damage_is_never_a_crash() {
    let count = std::env::var("MUTATIONS").ok();
    let count = count.map_or(400, |count| count.parse().unwrap());
    let mut record = Entry::new("demo-1.0/b", "x");
    record.before = release_guard::dist::tar_record("p", b'x', b"19 path=demo-1.0/b\n");
    let ending = Ending {
        behind: Some(Vec::new()),
        ..Ending::default()
    };
    let tar = tar_ending(
        &[Entry::new("demo-1.0/PKG-INFO", "Name: demo\n"), record],
        &ending,
    );
    let wheel = sample(WHEEL, &[Change::Extra("demo/cli.py", b"\x01\0\0\0")]);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for _ in 0..count {
        for (file, sound, is_packed) in [
            (WHEEL, &wheel, false),
            (SDIST, &tar, true),
            (SDIST, &sample(SDIST, &[]), false),
        ] {
            let mut bytes = sound.clone();
            chance.damage(&mut bytes);
            let bytes = if is_packed { gzip(&bytes) } else { bytes };
            let (_, time) = told(file, &bytes);
            assert!(time < LIMIT, "{file}: {time:?}");
        }
    }
}
