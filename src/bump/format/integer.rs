//! Whole numbers of any size, as far as they are read and written.
//!
//! Not arithmetic: a version's part may be longer than what our numbers hold, and is only ever written again.

/// Python reads no longer texts than this as numbers.
const MOST_DIGITS: usize = 4300;

/// A whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Integer {
    pub(super) is_negative: bool,
    /// In decimal, without leading zeros.
    digits: String,
}

impl From<i64> for Integer {
    fn from(number: i64) -> Self {
        Self {
            is_negative: number < 0,
            digits: number.unsigned_abs().to_string(),
        }
    }
}

impl Integer {
    /// Reads a number as Python's `int` does: white space around it, a sign, and single underscores between digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_space = |c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c);
        let text = text.trim_matches(is_space);
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let groups: Vec<&str> = unsigned.split('_').collect();
        let are_digits =
            |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
        let digits = groups.concat();
        if !groups.iter().all(are_digits) || digits.len() > MOST_DIGITS {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        Some(Self {
            is_negative: text.starts_with('-') && !significant.is_empty(),
            digits: if significant.is_empty() {
                "0"
            } else {
                significant
            }
            .to_owned(),
        })
    }

    /// Its digits without a sign, in a base from 2 to 16, in lower case.
    pub(super) fn digits(&self, base: u32) -> String {
        if base == 10 {
            return self.digits.clone();
        }
        let mut decimal: Vec<u32> = self.digits.chars().filter_map(|c| c.to_digit(10)).collect();
        let mut written = Vec::new();
        while !decimal.is_empty() {
            let mut rest = 0;
            for digit in &mut decimal {
                let value = rest * 10 + *digit;
                (*digit, rest) = (value / base, value % base);
            }
            written.extend(char::from_digit(rest, base));
            let zeros = decimal.iter().take_while(|digit| **digit == 0).count();
            decimal.drain(..zeros);
        }
        written.into_iter().rev().collect()
    }

    /// The character of this number.
    pub(super) fn character(&self) -> Option<char> {
        let number: u32 = self.digits.parse().ok()?;
        char::from_u32(number).filter(|_| !self.is_negative)
    }
}
