//! Hostile sdists.
use super::{Case, SDIST, case, holds, kept};
use release_guard::dist::{Ending, Entry, gzip, pax_field, tar_ending, tar_gz, tar_record};
use release_guard::rule::Change::{
    Append, Before, Behind, Endless, Further, Header, Link, Record, Remove, Truncate, Twice, Write,
    Zeros,
};
use release_guard::validate_dist::sample::sample;

const LICENSE: &str = "demo-1.0/LICENSE";

fn sdist(
    what: &'static str,
    changes: &[release_guard::rule::Change],
    rules: &'static [&'static str],
) -> Case {
    case(SDIST, what, changes, rules)
}

fn pax(key: &str, value: &[u8]) -> release_guard::rule::Change {
    Record(LICENSE, b'x', kept(pax_field(key, value)))
}

#[test]
fn what_stands_around_the_archive() {
    let other = kept(tar_ending(
        &[Entry::new("demo-1.0/evil", "x")],
        &Ending::default(),
    ));
    let sound = sample(SDIST, &[]);
    let with_header = |flags: u8, more: &[u8]| {
        let mut bytes = sound.clone();
        bytes[3] = flags;
        bytes.splice(10..10, more.iter().copied());
        bytes
    };
    let mut lying = sound.clone();
    let last = lying.len() - 1;
    lying[last] = 0x7f;
    holds(
        SDIST,
        &[
            sdist("nothing", &[], &[]),
            sdist(
                "two gzip members, the second a tar",
                &[Further(other)],
                &["gzip-trailing-data"],
            ),
            sdist(
                "two gzip members, the second zeros",
                &[Further(&[0; 1024])],
                &["gzip-multi-member (warning)"],
            ),
            sdist(
                "bytes behind gzip",
                &[Append(b"junk")],
                &["gzip-trailing-data"],
            ),
            sdist(
                "zeros behind gzip",
                &[Append(&[0; 9])],
                &["gzip-trailing-data"],
            ),
            sdist("a second tar", &[Behind(other)], &["tar-trailing-data"]),
            sdist(
                "bytes behind the end",
                &[Behind(b"junk")],
                &["tar-trailing-data"],
            ),
            sdist("zeros behind the end", &[Behind(&[0; 8192])], &[]),
            sdist("no end", &[Endless], &["tar-missing-eof (warning)"]),
            sdist(
                "cut off",
                &[Truncate(300)],
                &["member-unreadable", "tar-unreadable"],
            ),
            Case {
                what: "no gzip",
                bytes: b"not gzip".to_vec(),
                rules: &["tar-unreadable"],
            },
            Case {
                what: "gzip of nothing",
                bytes: gzip(b""),
                rules: &["tar-missing-eof (warning)", "tar-no-single-top-level"],
            },
            Case {
                what: "gzip says another size",
                bytes: lying,
                rules: &["tar-unreadable"],
            },
            Case {
                what: "gzip with a name",
                bytes: with_header(8, b"\xff\n\x1b[m.tar\0"),
                rules: &[],
            },
            Case {
                what: "gzip with a comment",
                bytes: with_header(16, b"\x01\x02\0"),
                rules: &[],
            },
            Case {
                what: "gzip with an extra field",
                bytes: with_header(4, b"\x03\0abc"),
                rules: &[],
            },
        ],
    );
}

#[test]
fn members_and_links() {
    let chain = [
        Link("demo-1.0/a", "b"),
        Link("demo-1.0/b", "a"),
        Link("demo-1.0/c", "c"),
    ];
    holds(
        SDIST,
        &[
            sdist(
                "a member twice",
                &[Twice("PKG-INFO")],
                &["tar-duplicate-member"],
            ),
            sdist(
                "case",
                &[Write("demo-1.0/pkg-info", "")],
                &["tar-case-collision"],
            ),
            sdist(
                "leads out",
                &[Write("demo-1.0/../../evil", "")],
                &["tar-path-traversal"],
            ),
            sdist(
                "absolute",
                &[Write("/etc/evil", "")],
                &["tar-absolute-path", "tar-no-single-top-level"],
            ),
            sdist(
                "backslash",
                &[Write("demo-1.0\\evil", "")],
                &["tar-backslash", "tar-no-single-top-level"],
            ),
            sdist(
                "link inside",
                &[Link("demo-1.0/src/l", "../LICENSE")],
                &["tar-symlink (warning)"],
            ),
            sdist(
                "link outside",
                &[Link("demo-1.0/l", "../../x")],
                &["tar-link-outside", "tar-symlink (warning)"],
            ),
            sdist(
                "absolute link",
                &[Link("demo-1.0/l", "/etc")],
                &["tar-link-outside", "tar-symlink (warning)"],
            ),
            sdist(
                "written below a link",
                &[Link("demo-1.0/l", "src"), Write("demo-1.0/l/a.py", "")],
                &[
                    "tar-case-collision",
                    "tar-symlink (warning)",
                    "tar-symlink-then-write",
                ],
            ),
            sdist("a loop of links", &chain, &["tar-symlink (warning)"]),
            sdist(
                "hard link inside",
                &[
                    Write("demo-1.0/l", ""),
                    Header("demo-1.0/l", 156, b"1demo-1.0/LICENSE"),
                ],
                &["tar-hardlink"],
            ),
            sdist(
                "hard link outside",
                &[
                    Write("demo-1.0/l", ""),
                    Header("demo-1.0/l", 156, b"1/etc/passwd"),
                ],
                &["tar-hardlink", "tar-link-outside"],
            ),
            sdist(
                "character device",
                &[Write("demo-1.0/l", ""), Header("demo-1.0/l", 156, b"3")],
                &["tar-special-file"],
            ),
            sdist(
                "block device",
                &[Write("demo-1.0/l", ""), Header("demo-1.0/l", 156, b"4")],
                &["tar-special-file"],
            ),
            sdist(
                "pipe",
                &[Write("demo-1.0/l", ""), Header("demo-1.0/l", 156, b"6")],
                &["tar-special-file"],
            ),
            sdist(
                "contiguous",
                &[Write("demo-1.0/l", "x"), Header("demo-1.0/l", 156, b"7")],
                &["tar-special-file"],
            ),
            sdist(
                "unknown type",
                &[Write("demo-1.0/l", ""), Header("demo-1.0/l", 156, b"Z")],
                &["tar-special-file"],
            ),
            sdist(
                "a second top",
                &[Write("other/a", "")],
                &["tar-no-single-top-level"],
            ),
            sdist(
                "the top is a file too",
                &[Write("demo-1.0", "x")],
                &["tar-case-collision"],
            ),
            sdist(
                "no PKG-INFO",
                &[Remove("PKG-INFO")],
                &["tar-missing-pkg-info"],
            ),
            sdist(
                "PKG-INFO is a link",
                &[Remove("PKG-INFO"), Link("demo-1.0/PKG-INFO", "LICENSE")],
                &["tar-missing-pkg-info", "tar-symlink (warning)"],
            ),
            sdist(
                "newline",
                &[Write("demo-1.0/a\nb", "")],
                &["tar-name-control-char"],
            ),
            sdist(
                "not UTF-8",
                &[Write("demo-1.0/l", ""), Header("demo-1.0/l", 9, b"\xff")],
                &["tar-name-not-utf8"],
            ),
            sdist(
                "con",
                &[Write("demo-1.0/con.txt", "")],
                &["tar-windows-reserved"],
            ),
            sdist(
                "setuid",
                &[Header(LICENSE, 100, b"0004755\0")],
                &["tar-suspicious-mode (warning)"],
            ),
            sdist(
                "mode 0",
                &[Header(LICENSE, 100, b"0000000\0")],
                &["tar-suspicious-mode (warning)"],
            ),
            sdist(
                "writable by all",
                &[Header(LICENSE, 100, b"0000666\0")],
                &["tar-suspicious-mode (warning)"],
            ),
            sdist(
                "a name of 100 bytes",
                &[
                    Write("demo-1.0/l", ""),
                    Header("demo-1.0/l", 9, &[b'a'; 91]),
                ],
                &[],
            ),
            sdist(
                "a prefix that leads out",
                &[Write("l", ""), Header("l", 345, b"demo-1.0/../..")],
                &["tar-path-traversal"],
            ),
        ],
    );
}

#[test]
fn pax_and_gnu() {
    let long = [b"demo-1.0/".as_slice(), &[b'a'; 200]].concat();
    let long_name = |kind| {
        Before(
            LICENSE,
            kept([tar_record("././@LongLink", kind, &long), pad_free()].concat()),
        )
    };
    holds(
        SDIST,
        &[
            sdist(
                "path that leads out",
                &[pax("path", b"../../evil")],
                &[
                    "tar-no-single-top-level",
                    "tar-path-traversal",
                    "tar-pax-override",
                ],
            ),
            sdist("size", &[pax("size", b"3")], &["tar-pax-override"]),
            sdist("the same size", &[pax("size", b"18")], &[]),
            sdist(
                "global path",
                &[Record(LICENSE, b'g', b"10 path=a\n")],
                &["tar-pax-global"],
            ),
            sdist(
                "global comment",
                &[Record(LICENSE, b'g', b"13 comment=a\n")],
                &[],
            ),
            sdist(
                "linkpath of a file",
                &[pax("linkpath", b"a")],
                &["tar-pax-override"],
            ),
            sdist(
                "empty path",
                &[pax("path", b"")],
                &[
                    "tar-no-single-top-level",
                    "tar-name-control-char",
                    "tar-pax-override",
                ],
            ),
            sdist(
                "the character set",
                &[pax("hdrcharset", b"BINARY")],
                &["tar-pax-override"],
            ),
            sdist(
                "the character set UTF-8",
                &[pax("hdrcharset", b"ISO-IR 10646 2000 UTF-8")],
                &[],
            ),
            sdist(
                "a field twice",
                &[pax("mtime", b"1"), pax("mtime", b"2")],
                &["tar-pax-override"],
            ),
            sdist(
                "a record one too long",
                &[Record(LICENSE, b'x', b"28 path=demo-1.0/LICENSE\n")],
                &["tar-pax-override"],
            ),
            sdist(
                "NUL in a path",
                &[pax("path", b"demo-1.0/LICENSE\0")],
                &[
                    "license-file-missing",
                    "tar-name-control-char",
                    "tar-pax-override",
                ],
            ),
            sdist(
                "newline in a path",
                &[pax("path", b"demo-1.0/LICENSE\nb")],
                &["tar-pax-override", "tar-unreadable"],
            ),
            sdist("newline in a comment", &[pax("comment", b"a\nb")], &[]),
            sdist(
                "long pax name",
                &[
                    Write("demo-1.0/l", ""),
                    Header("demo-1.0/l", 9, &[b'a'; 91]),
                    Record("demo-1.0/l", b'x', kept(pax_field("path", &long))),
                ],
                &[],
            ),
            sdist(
                "long GNU name",
                &[
                    Write("demo-1.0/l", ""),
                    Record("demo-1.0/l", b'L', kept(long.clone())),
                ],
                &["tar-gnu-format (note)"],
            ),
            sdist(
                "long GNU name and pax",
                &[
                    Write("demo-1.0/l", ""),
                    Record("demo-1.0/l", b'L', kept(long.clone())),
                    Record("demo-1.0/l", b'x', kept(pax_field("mtime", b"1"))),
                ],
                &["tar-gnu-format (note)"],
            ),
            sdist(
                "GNU name of 1 GiB",
                &[Before(LICENSE, kept(giant()))],
                &["tar-unreadable"],
            ),
            sdist(
                "pax sparse 1.0",
                &[pax("GNU.sparse.major", b"1")],
                &["tar-sparse"],
            ),
            sdist("GNU sparse", &[Header(LICENSE, 156, b"S")], &["tar-sparse"]),
            sdist(
                "negative time",
                &[Header(LICENSE, 136, &[0xff; 12])],
                &["tar-numeric-field"],
            ),
            sdist(
                "binary size",
                &[Header(LICENSE, 124, b"\x80\0\0\0\0\0\0\0\0\0\0\x12")],
                &["tar-numeric-field"],
            ),
            sdist(
                "size of no digits",
                &[Header(LICENSE, 124, b"0000000008z\0")],
                &["tar-numeric-field", "tar-unreadable"],
            ),
            sdist(
                "mode of no digits",
                &[Header(LICENSE, 100, b"000064x\0")],
                &["tar-numeric-field", "tar-suspicious-mode (warning)"],
            ),
            Case {
                what: "wrong checksum",
                bytes: broken(),
                rules: &["tar-unreadable"],
            },
            case(
                SDIST,
                "a record of a link",
                &[long_name(b'K')],
                &["tar-gnu-format (note)"],
            ),
        ],
    );
}

fn pad_free() -> Vec<u8> {
    Vec::new()
}

/// A header that announces a name of 1 GiB.
fn giant() -> Vec<u8> {
    let mut record = tar_record("././@LongLink", b'L', b"");
    record[124..136].copy_from_slice(b"10000000000\0");
    record[148..156].copy_from_slice(b"        ");
    let sum: u32 = record.iter().map(|byte| u32::from(*byte)).sum();
    record[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    record
}

fn broken() -> Vec<u8> {
    let mut tar = tar_ending(&[Entry::new("demo-1.0/a", "")], &Ending::default());
    tar[0] = b'D';
    gzip(&tar)
}

#[test]
fn bombs() {
    let many: Vec<Entry> = (0..66_000)
        .map(|at| Entry::new(format!("demo-1.0/{at}"), ""))
        .collect();
    holds(
        SDIST,
        &[
            sdist(
                "zeros",
                &[Zeros(70)],
                &["gzip-multi-member (warning)", "tar-bomb"],
            ),
            Case {
                what: "many members",
                bytes: tar_gz(&many),
                rules: &["tar-bomb"],
            },
        ],
    );
}
