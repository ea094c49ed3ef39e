//! The extra fields of a zip member that change what it is: large sizes, and a second name.
//!
//! Other extra fields, such as time stamps, are nobody's business.
use super::bytes::{u16_at, u32_at, u64_at};
use super::zip_flaw::ZipFlaw;

const LARGE: u16 = 0x0001;
const UNICODE_PATH: u16 = 0x7075;

/// The sizes of a header, the large ones taken where the small ones say so.
pub(super) struct Numbers {
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// How many numbers the extra field has to have, and whether they are a local header's.
    wanted: usize,
    is_local: bool,
    method: u16,
}

impl Numbers {
    pub(super) fn of_local(fixed: &[u8], extra: &[u8]) -> Self {
        let small = [22, 18].map(|at| u32_at(fixed, at).unwrap_or(0));
        Self::new(&small, u16_at(fixed, 8).unwrap_or(0), true, extra)
    }

    pub(super) fn of_entry(fixed: &[u8], extra: &[u8]) -> Self {
        let small = [24, 20, 42].map(|at| u32_at(fixed, at).unwrap_or(0));
        Self::new(&small, u16_at(fixed, 10).unwrap_or(0), false, extra)
    }

    /// The small numbers are the inflated size, the size in the archive and, of an entry, the offset.
    fn new(small: &[u32], method: u16, is_local: bool, extra: &[u8]) -> Self {
        let large = fields(extra).find(|(kind, _)| *kind == LARGE);
        let large = large.map(|(_, body)| body).unwrap_or_default();
        let mut wanted = 0;
        let mut number = |at: usize| {
            let small = small.get(at).copied().unwrap_or(0);
            if small != u32::MAX {
                return u64::from(small);
            }
            wanted += 1;
            u64_at(large, 8 * (wanted - 1)).unwrap_or(u64::MAX)
        };
        let (size, compressed, _) = (number(0), number(1), number(2));
        Self {
            compressed,
            size,
            wanted,
            is_local,
            method,
        }
    }
}

/// Notes extra fields that two readers could take differently.
pub(super) fn check_extra(name: &[u8], extra: &[u8], numbers: &Numbers, flaws: &mut Vec<ZipFlaw>) {
    let large: Vec<&[u8]> = bodies(extra, LARGE);
    let problem = match large.as_slice() {
        [] if numbers.wanted > 0 => Some("it is missing, and a size says that it is there"),
        [] => None,
        [body] => large_problem(body.len(), numbers),
        _ => Some("it is there twice"),
    };
    let paths = bodies(extra, UNICODE_PATH);
    let problem = problem.or((paths.len() > 1).then_some("a second name is there twice"));
    if let Some(problem) = problem {
        let name = name.into();
        ZipFlaw::Zip64Extra { name, problem }.note(flaws);
    }
    // A version byte and the CRC-32 of the first name stand before the second one.
    let second = paths.first().and_then(|body| body.get(5..));
    if let Some(other) = second.filter(|other| *other != name) {
        ZipFlaw::SecondName {
            name: name.into(),
            other: other.into(),
        }
        .note(flaws);
    }
}

fn large_problem(length: usize, numbers: &Numbers) -> Option<&'static str> {
    match length {
        0 | 8 | 16 | 24 | 28 if length < 8 * numbers.wanted => {
            Some("it has fewer numbers than are left out before it")
        }
        8 if numbers.is_local && numbers.method != 0 => {
            Some("it has one size, and the member is not stored")
        }
        0 | 8 | 16 | 24 | 28 => None,
        _ => Some("it has a length that no number of sizes has"),
    }
}

fn bodies(extra: &[u8], kind: u16) -> Vec<&[u8]> {
    let of_kind = fields(extra).filter(|(found, _)| *found == kind);
    of_kind.map(|(_, body)| body).take(2).collect()
}

/// The fields by their kind; what is cut off at the end is left out.
fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        let body = extra.get(4..4 + length)?;
        extra = extra.get(4 + length..)?;
        Some((kind, body))
    })
}
