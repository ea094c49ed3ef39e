#!/usr/bin/env python3
"""Writes the reference tables of this folder anew, from packages of the package index.

    python3 -m venv venv
    venv/bin/pip install trove-classifiers packaging stdlib-list
    venv/bin/python src/dist/tables/refresh.py

Then look at `git diff`, and run `cargo test --lib dist::tables`. `--check` writes nothing and fails when a table is not
what the installed packages say. The platform tags of `platform.rs` come from no package: they are PyPI's, by hand.
"""
import importlib.metadata
import pathlib
import sys

import stdlib_list
from packaging.licenses import _spdx
from packaging.utils import canonicalize_name
from trove_classifiers import classifiers, deprecated_classifiers

FOLDER = pathlib.Path(__file__).parent


def lines(rows):
    return "".join(f"{row}\n" for row in rows)


def spdx(table):
    """An identifier a line, ordered without regard to case; a tab follows one that is deprecated."""
    rows = sorted(table.values(), key=lambda row: row["id"].lower())
    return lines(row["id"] + "\t" * row["deprecated"] for row in rows)


def stdlib():
    """Every module of every Python, spelled as a project is: the names that PyPI gives to no new project."""
    versions = stdlib_list.short_versions
    names = {name for version in versions for name in stdlib_list.stdlib_list(version)}
    return lines(sorted({canonicalize_name(name.strip("-_.")) for name in names}))


def sources():
    trove = importlib.metadata.version("trove-classifiers")
    year, month, day = (int(part) for part in trove.split(".")[:3])
    return f"""\
//! What the tables were made from. Not to be edited: `refresh.py` writes it.

/// The day of the classifiers, which change most often.
pub const AS_OF: &str = "{year:04}-{month:02}-{day:02}";

/// The release of SPDX's list of licenses.
pub const SPDX: &str = "{_spdx.VERSION}";

/// The packages that were read.
pub const PACKAGES: &[&str] = &[
    "packaging {importlib.metadata.version("packaging")}",
    "stdlib-list {importlib.metadata.version("stdlib-list")}",
    "trove-classifiers {trove}",
];
"""


TABLES = {
    "classifiers.txt": lambda: lines(sorted(classifiers)),
    # The old one, and those that stand for it now, with tabs between them.
    "deprecated_classifiers.txt": lambda: lines(
        "\t".join([old, *new]) for old, new in sorted(deprecated_classifiers.items())
    ),
    "licenses.txt": lambda: spdx(_spdx.LICENSES),
    "exceptions.txt": lambda: spdx(_spdx.EXCEPTIONS),
    "stdlib.txt": stdlib,
    "sources.rs": sources,
}


def main():
    stale = []
    for name, table in TABLES.items():
        path, text = FOLDER / name, table()
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            stale.append(name)
    sys.exit(f"not what the installed packages say: {', '.join(stale)}" if stale else 0)


if __name__ == "__main__":
    main()
