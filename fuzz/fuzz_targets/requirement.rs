//! Texts of any characters as requirement, specifiers, marker, version, and licence expression.
#![no_main]
use release_guard::dist::{LicenseExpression, Marker, Requirement, Specifier};

libfuzzer_sys::fuzz_target!(|text: &str| {
    _ = Requirement::parse(text);
    _ = Specifier::parse_all(text);
    _ = Marker::parse(text);
    _ = text.parse::<release_guard::version::Version>();
    _ = LicenseExpression::parse(text);
});
