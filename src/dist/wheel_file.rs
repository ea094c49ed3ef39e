//! The WHEEL file: how a wheel is to be unpacked.
//!
//! Not the wheel itself: that is `wheel`'s.
use super::{Document, Headers};

/// What a WHEEL file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WheelFile {
    /// Where it was read.
    pub document: Document,
    /// What it says.
    pub headers: Headers,
}

impl WheelFile {
    /// Reads a WHEEL file, as far as it can be read.
    pub fn new(document: Document) -> Self {
        let headers = Headers::parse(&document.bytes);
        Self { document, headers }
    }

    /// The version of the wheel format as two numbers; `None` when it is not that.
    pub fn wheel_version(&self) -> Option<(u32, u32)> {
        let (major, minor) = self.headers.value("Wheel-Version")?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    }

    /// Whether the wheel holds nothing that depends on a platform; `None` when it does not say so clearly.
    pub fn is_purelib(&self) -> Option<bool> {
        match self.headers.value("Root-Is-Purelib")? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The tags, as written.
    pub fn tags(&self) -> Vec<&str> {
        let all = self.headers.all("Tag");
        all.map(|field| field.value.as_str()).collect()
    }
}
