//! Names of members, as an installer would take them for paths.
//!
//! Not whether a name is a good one.

/// Whether a member of this name would be written outside the folder that its archive is unpacked in: `..`, an absolute
/// path, or a drive, with slashes of either kind.
pub fn leads_out(name: &[u8]) -> bool {
    let mut parts = name.split(|byte| matches!(byte, b'/' | b'\\'));
    let has_drive = name.get(1) == Some(&b':') && name.first().is_some_and(u8::is_ascii_alphabetic);
    has_drive
        || name.starts_with(b"/")
        || name.starts_with(b"\\")
        || parts.any(|part| part == b"..")
}
