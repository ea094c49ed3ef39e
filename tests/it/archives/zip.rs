//! Hostile wheels.
use super::{Case, WHEEL, case, holds, kept};
use release_guard::dist::{Entry, zip};
use release_guard::rule::Change::{
    Append, Before, Behind, Claim, End, Extra, Header, Link, Listed, Pack, Prepend, Truncate,
    Twice, Unlist, Write,
};
use release_guard::validate_dist::sample::sample;

const CLI: &str = "demo/cli.py";

fn wheel(
    what: &'static str,
    changes: &[release_guard::rule::Change],
    rules: &'static [&'static str],
) -> Case {
    case(WHEEL, what, changes, rules)
}

#[test]
fn what_stands_around_the_members() {
    let other = kept(zip(&[Entry::new("other.py", "x")]));
    let sound = sample(WHEEL, &[]);
    let mut shifted = sound.clone();
    let end = shifted.len() - 22;
    // The offsets are mended for the bytes in front, as a self-extracting archive has them.
    let fixed = {
        let entries: Vec<u8> = sample(WHEEL, &[Before("demo/__init__.py", b"#!/bin/sh\n")]);
        entries
    };
    shifted.truncate(end - 10);
    let inside = [&((other.len() as u16).to_le_bytes())[..], other].concat();
    holds(
        WHEEL,
        &[
            wheel("nothing", &[], &[]),
            wheel(
                "02 trailing bytes",
                &[Append(b"junk")],
                &["zip-trailing-data"],
            ),
            wheel(
                "03 trailing zeros",
                &[Append(&[0; 99])],
                &["zip-trailing-data"],
            ),
            wheel(
                "04 prefix, offsets as they were",
                &[Prepend(b"#!/bin/sh\n")],
                &["zip-prefix-data"],
            ),
            Case {
                what: "05 prefix, offsets mended",
                bytes: fixed,
                rules: &["zip-prefix-data"],
            },
            wheel(
                "06 comment",
                &[End(20, b"\x05\0hello")],
                &["zip-eocd-comment (warning)"],
            ),
            wheel(
                "06 comment with a signature",
                &[End(20, b"\x04\0PK\x05\x06")],
                &["zip-comment-structure", "zip-eocd-comment (warning)"],
            ),
            wheel(
                "07 two archives",
                &[Prepend(other)],
                &["zip-lfh-without-cd", "zip-multiple-eocd"],
            ),
            wheel(
                "08 an archive in the comment",
                &[End(20, kept(inside))],
                &[
                    "dist-info-missing",
                    "zip-lfh-without-cd",
                    "zip-multiple-eocd",
                ],
            ),
            wheel("34 gap", &[Before(CLI, b"hidden")], &["zip-unknown-record"]),
            wheel(
                "gap before the end",
                &[Behind(b"hidden")],
                &["zip-unknown-record"],
            ),
            wheel("44 cut off", &[Truncate(700)], &["zip-unreadable"]),
            wheel(
                "a second end record",
                &[Behind(&[
                    b'P', b'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                ])],
                &["zip-multiple-eocd"],
            ),
            wheel(
                "31 comment of a member",
                &[Listed(CLI, 32, b"\x02\0"), Listed(CLI, 57, b"hi")],
                &["zip-entry-comment"],
            ),
        ],
    );
}

#[test]
fn two_headers_of_a_member() {
    holds(
        WHEEL,
        &[
            wheel(
                "01 a name twice",
                &[Twice(CLI)],
                &["record-path", "zip-duplicate-name"],
            ),
            wheel(
                "09 name",
                &[Header(CLI, 30, b"DEMO")],
                &["zip-name-mismatch"],
            ),
            wheel(
                "10 size",
                &[Header(CLI, 22, b"\x01")],
                &["zip-size-mismatch"],
            ),
            wheel(
                "10 packed size",
                &[Header(CLI, 18, b"\x01")],
                &["zip-size-mismatch"],
            ),
            wheel(
                "11 crc",
                &[Header(CLI, 14, b"\0\0\0\0")],
                &["zip-crc-mismatch-headers"],
            ),
            wheel(
                "12 crc in both",
                &[Header(CLI, 14, b"\0\0\0\0"), Listed(CLI, 16, b"\0\0\0\0")],
                &["zip-bad-crc"],
            ),
            wheel("13 size in both", &[Claim(CLI, 7)], &["zip-bad-size"]),
            wheel(
                "14 a member that is not listed",
                &[Unlist(CLI)],
                &[
                    "entry-points-target-missing",
                    "record-extra",
                    "zip-lfh-without-cd",
                ],
            ),
            wheel(
                "15 two entries, one header",
                &[Listed(CLI, 42, b"\0\0\0\0")],
                &[
                    "zip-bad-size",
                    "zip-lfh-without-cd",
                    "zip-overlapping-entries",
                    "zip-name-mismatch",
                    "zip-crc-mismatch-headers",
                    "zip-size-mismatch",
                ],
            ),
            wheel(
                "an entry that leads nowhere",
                &[Listed(CLI, 42, b"\x01\0\0\0")],
                &[
                    "member-unreadable",
                    "zip-cd-without-lfh",
                    "zip-lfh-without-cd",
                ],
            ),
            wheel(
                "43 method",
                &[Header(CLI, 8, b"\0")],
                &["zip-method-mismatch"],
            ),
            wheel(
                "flags",
                &[Header(CLI, 6, b"\x02\x08")],
                &["zip-flags-mismatch"],
            ),
            wheel(
                "28 data descriptor",
                &[Header(CLI, 6, b"\x08\x08"), Listed(CLI, 8, b"\x08\x08")],
                &["zip-data-descriptor"],
            ),
            wheel(
                "30 encrypted",
                &[Header(CLI, 6, b"\x01\x08"), Listed(CLI, 8, b"\x01\x08")],
                &["member-unreadable", "zip-encrypted"],
            ),
            wheel(
                "26 lzma",
                &[Pack(CLI, 14)],
                &["member-unreadable", "zip-compression-method"],
            ),
            wheel(
                "27 bzip2",
                &[Pack(CLI, 12)],
                &["member-unreadable", "zip-compression-method"],
            ),
        ],
    );
}

#[test]
fn the_records_at_the_end() {
    holds(
        WHEEL,
        &[
            wheel(
                "32 too few members",
                &[End(8, b"\x05\0\x05\0")],
                &["zip-eocd-counts", "zip-parser-differential"],
            ),
            wheel(
                "33 too many members",
                &[End(8, b"\x09\0\x09\0")],
                &["zip-eocd-counts", "zip-parser-differential"],
            ),
            wheel(
                "fewer on this disk",
                &[End(8, b"\x05\0")],
                &["zip-eocd-counts", "zip-parser-differential"],
            ),
            wheel(
                "another disk",
                &[End(4, b"\x01\0")],
                &["zip-multi-disk", "zip-parser-differential"],
            ),
            wheel(
                "directory elsewhere",
                &[End(16, b"\x01\0\0\0")],
                &["zip-eocd-counts", "zip-parser-differential"],
            ),
            wheel(
                "2^63 members",
                &[Behind(kept(large_end(1 << 63, 44, &[])))],
                &["zip-unreadable"],
            ),
            wheel(
                "a locator alone",
                &[Behind(b"PK\x06\x07\0\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0")],
                &["zip64-locator"],
            ),
            Case {
                what: "45 sound ZIP64 end",
                bytes: with_large_end(44, &[]),
                rules: &[],
            },
            Case {
                what: "46 extensible data",
                bytes: with_large_end(48, b"more"),
                rules: &["zip64-extensible-data"],
            },
        ],
    );
}

/// A large end record and its locator, which leads to byte 0.
fn large_end(count: u64, length: u64, more: &[u8]) -> Vec<u8> {
    let mut out = b"PK\x06\x06".to_vec();
    out.extend(length.to_le_bytes());
    out.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [count, count, 0, 0] {
        out.extend(number.to_le_bytes());
    }
    out.extend(more);
    out.extend(b"PK\x06\x07\0\0\0\0");
    out.extend(0_u64.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out
}

/// A sound wheel with a large end record that says what the small one says.
fn with_large_end(length: u64, more: &[u8]) -> Vec<u8> {
    let sound = sample(WHEEL, &[]);
    let (members, end) = sound.split_at(sound.len() - 22);
    let long = |at: usize| u64::from(u32::from_le_bytes(end[at..at + 4].try_into().unwrap()));
    let mut out = members.to_vec();
    let place = out.len() as u64;
    let mut large = large_end(u64::from(end[10]), length, more);
    large[40..48].copy_from_slice(&long(12).to_le_bytes());
    large[48..56].copy_from_slice(&long(16).to_le_bytes());
    let locator = large.len() - 12;
    large[locator..locator + 8].copy_from_slice(&place.to_le_bytes());
    out.extend(large);
    out.extend(end);
    out
}

#[test]
fn extra_fields() {
    let unicode = |name: &[u8]| {
        let length = (5 + name.len()) as u16;
        kept(
            [
                b"\x75\x70",
                &length.to_le_bytes()[..],
                b"\x01\0\0\0\0",
                name,
            ]
            .concat(),
        )
    };
    let large = b"\x01\0\0\0";
    holds(
        WHEEL,
        &[
            wheel(
                "35 second name",
                &[Extra(CLI, unicode(b"evil"))],
                &["zip-unicode-path-extra"],
            ),
            wheel(
                "second name, the same",
                &[Extra(CLI, unicode(CLI.as_bytes()))],
                &[],
            ),
            wheel(
                "36 twice",
                &[Extra(CLI, kept(large.repeat(2)))],
                &["zip64-extra"],
            ),
            wheel(
                "second name twice",
                &[Extra(CLI, kept(unicode(CLI.as_bytes()).repeat(2)))],
                &["zip64-extra"],
            ),
            wheel(
                "odd length",
                &[Extra(CLI, b"\x01\0\x04\0abcd")],
                &["zip64-extra"],
            ),
            wheel(
                "one size, deflated",
                &[Extra(CLI, b"\x01\0\x08\0abcdefgh")],
                &["zip64-extra"],
            ),
            wheel("a time stamp", &[Extra(CLI, b"UT\x05\0\x01\0\0\0\0")], &[]),
            wheel(
                "sizes of 2^63",
                &[
                    Extra(CLI, b"\x01\0\x10\0\0\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\x80"),
                    Header(CLI, 18, &[0xff; 8]),
                    Listed(CLI, 20, &[0xff; 8]),
                ],
                &["zip-bomb", "zip-overlapping-entries"],
            ),
            wheel(
                "sizes without the field",
                &[Header(CLI, 18, &[0xff; 8]), Listed(CLI, 20, &[0xff; 8])],
                &[
                    "zip-bomb",
                    "zip-overlapping-entries",
                    "zip64-extra",
                    "zip-size-mismatch",
                ],
            ),
            wheel(
                "an extra field that runs over the data",
                &[Header(CLI, 28, b"\xff\0")],
                &["member-unreadable", "zip-overlapping-entries"],
            ),
        ],
    );
}

#[test]
fn names() {
    holds(
        WHEEL,
        &[
            wheel(
                "16 leads out",
                &[Write("../../x.py", "")],
                &["archive-path-traversal", "record-path"],
            ),
            wheel(
                "17 absolute",
                &[Write("/etc/x.py", "")],
                &["archive-absolute-path", "record-path"],
            ),
            wheel(
                "18 backslash",
                &[Write("demo\\b.py", "")],
                &["archive-backslash", "record-path"],
            ),
            wheel(
                "21 drive",
                &[Write("C:/x.py", "")],
                &["archive-absolute-path"],
            ),
            wheel(
                "share",
                &[Write("\\\\host\\x.py", "")],
                &["archive-absolute-path", "archive-backslash", "record-path"],
            ),
            wheel(
                "19 NUL",
                &[Write("demo/a\0b.py", "")],
                &["zip-name-control-char"],
            ),
            wheel(
                "20 newline",
                &[Header(CLI, 30, b"d\nmo"), Listed(CLI, 46, b"d\nmo")],
                &[
                    "entry-points-target-missing",
                    "record-extra",
                    "record-incomplete",
                    "zip-name-control-char",
                ],
            ),
            wheel(
                "22 not UTF-8",
                &[Header(CLI, 30, b"d\xffmo"), Listed(CLI, 46, b"d\xffmo")],
                &[
                    "entry-points-target-missing",
                    "record-extra",
                    "record-incomplete",
                    "zip-name-not-utf8",
                ],
            ),
            wheel(
                "not marked as UTF-8",
                &[
                    Write("demo/\u{e9}.py", ""),
                    Header("demo/\u{e9}.py", 6, b"\0\0"),
                    Listed("demo/\u{e9}.py", 8, b"\0\0"),
                ],
                &["zip-name-utf8-flag (warning)"],
            ),
            wheel(
                "bidi",
                &[Write("demo/\u{202e}a.py", "")],
                &["zip-name-control-char"],
            ),
            wheel(
                "23 case",
                &[Write("demo/CLI.py", "")],
                &["archive-case-collision"],
            ),
            wheel(
                "24 NFC and NFD",
                &[Write("demo/\u{e9}.py", ""), Write("demo/e\u{301}.py", "")],
                &["archive-case-collision"],
            ),
            wheel(
                "38 file and folder",
                &[Write("demo/a", ""), Write("demo/a/b.py", "")],
                &["archive-case-collision"],
            ),
            wheel(
                "39 con",
                &[Write("demo/con.py", "")],
                &["archive-windows-reserved"],
            ),
            wheel(
                "40 ./",
                &[Write("demo/./a.py", "")],
                &["archive-non-canonical-path (warning)", "record-path"],
            ),
            wheel(
                "41 //",
                &[Write("demo//a.py", "")],
                &["archive-non-canonical-path (warning)", "record-path"],
            ),
            wheel(
                "42 dot and space",
                &[Write("demo/a. ", "")],
                &["archive-non-canonical-path (warning)"],
            ),
            wheel(
                "25 link",
                &[Link("demo/link.py", "cli.py")],
                &["zip-symlink"],
            ),
            wheel(
                "a pipe",
                &[Listed(CLI, 40, b"\xb6\x11")],
                &["zip-special-file"],
            ),
            wheel(
                "37 folder with data",
                &[Write("demo/data/", "x")],
                &["record-path", "zip-directory-with-data"],
            ),
            wheel(
                "no date",
                &[Header(CLI, 12, b"\0\0"), Listed(CLI, 14, b"\0\0")],
                &["zip-timestamps (note)"],
            ),
        ],
    );
}

#[test]
fn bombs() {
    let zeros = zip(&[Entry::new("demo/zeros", vec![0; 70 << 20])]);
    // All entries lead to one kernel, or each member's data is the rest of the archive.
    let mut overlapping = Vec::new();
    for at in 0..200 {
        let mut entry = Entry::new(format!("demo/{at}.py"), "x");
        entry.listed = vec![(20, vec![0xff, 0, 0, 0]), (24, vec![0, 0, 0, 0x01])];
        entry.header = vec![(18, vec![0xff, 0, 0, 0, 0, 0, 0, 0x01])];
        overlapping.push(entry);
    }
    let many: Vec<Entry> = (0..65_600)
        .map(|at| Entry::new(format!("{at:05}"), ""))
        .collect();
    holds(
        WHEEL,
        &[
            Case {
                what: "29 zeros",
                bytes: zeros,
                rules: &["dist-info-missing", "zip-bomb"],
            },
            Case {
                what: "overlapping",
                bytes: zip(&overlapping),
                rules: &["dist-info-missing", "zip-bomb", "zip-overlapping-entries"],
            },
            Case {
                what: "more members than can be counted",
                bytes: zip(&many),
                rules: &["zip-unreadable"],
            },
            wheel(
                "a whole archive in a member",
                &[Write(
                    "demo/data.zip",
                    "PK\u{3}\u{4}PK\u{5}\u{6}PK\u{1}\u{2}",
                )],
                &[],
            ),
        ],
    );
}
