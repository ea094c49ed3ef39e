//! A wheel of any bytes: both readings, all members inflated, all rules.
#![no_main]
use libfuzzer_sys::fuzz_target;
use release_guard::dist::{Contents, Reader, Wheel};
use release_guard::rule::Findings;
use release_guard::validate_dist::rules;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let path = Path::new("demo-1.0-py3-none-any.whl");
    let Ok(wheel) = Wheel::read(path, Reader::of_bytes(bytes)) else {
        return;
    };
    let mut findings = Findings::default();
    for rule in rules::wheel::RULES {
        findings.run(rule, rule.about.severity, &wheel);
    }
    if let Ok(contents) = Contents::of_wheel(path, Reader::of_bytes(bytes), wheel.record.ok()) {
        for rule in rules::contents::RULES {
            findings.run(rule, rule.about.severity, &contents);
        }
    }
});
