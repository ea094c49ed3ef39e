//! What the tables were made from. Not to be edited: `refresh.py` writes it.

/// The day of the classifiers, which change most often.
pub const AS_OF: &str = "2026-09-21";

/// The release of SPDX's list of licenses.
pub const SPDX: &str = "3.27.0";

/// The packages that were read.
pub const PACKAGES: &[&str] = &[
    "packaging 26.3",
    "stdlib-list 0.12.0",
    "trove-classifiers 2026.9.21.13",
];
