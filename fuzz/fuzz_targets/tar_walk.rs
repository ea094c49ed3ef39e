//! An sdist whose tar archive is of any bytes, and one whose gzip file is: both readings and all rules.
#![no_main]
use libfuzzer_sys::fuzz_target;
use release_guard::dist::{Contents, Reader, Sdist, gzip};
use release_guard::rule::Findings;
use release_guard::validate_dist::rules;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    look(gzip(bytes));
    look(bytes.to_vec());
});

fn look(bytes: Vec<u8>) {
    let path = Path::new("demo-1.0.tar.gz");
    let Ok(sdist) = Sdist::read(path, Reader::of_bytes(bytes.clone())) else {
        return;
    };
    let mut findings = Findings::default();
    for rule in rules::sdist::RULES {
        findings.run(rule, rule.about.severity, &sdist);
    }
    let contents = Contents::of_sdist(path, Reader::of_bytes(bytes));
    for rule in rules::contents::RULES {
        findings.run(rule, rule.about.severity, &contents);
    }
}
