//! Stand-in until the translator is merged.
use regex::{Captures, Regex};
/// Mode.
#[derive(Debug, Clone, Copy)]
pub enum Mode {
    /// v
    Verbose,
    /// l
    Lines,
}
/// Compiles.
pub fn compile(pattern: &str, mode: Mode) -> Result<Regex, regex::Error> {
    match mode {
        Mode::Verbose => Regex::new(&format!("(?x){pattern}\n")),
        Mode::Lines => Regex::new(&format!("(?ms){pattern}")),
    }
}
/// Replacement.
#[derive(Debug)]
pub struct Replacement(String);
impl Replacement {
    /// p
    pub fn parse(text: &str) -> Result<Self, regex::Error> {
        Ok(Self(text.replace("\\1", "${1}").replace("\\2", "${2}")))
    }
    /// e
    pub fn expand(&self, found: &Captures<'_>) -> String {
        let mut out = String::new();
        found.expand(&self.0, &mut out);
        out
    }
}
