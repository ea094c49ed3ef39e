//! What the targets share: a distribution of any bytes is read in every way, and every rule looks at it.
use release_guard::dist::{Claims, Contents, Entry, Reader, Sdist, Wheel, zip};
use release_guard::rule::{Findings, Rule};
use release_guard::validate_dist::{Declared, Library, Metadata, rules};
use std::path::Path;

/// A wheel of these bytes.
pub fn judge_wheel(bytes: Vec<u8>) {
    let path = Path::new("demo-1.0-py3-none-any.whl");
    let Ok(wheel) = Wheel::read(path, Reader::of_bytes(bytes.clone())) else {
        return;
    };
    let claims = Claims::of(&wheel);
    if let Some(metadata) = Metadata::of_wheel(&wheel) {
        judge(rules::metadata::RULES, &metadata);
    }
    if let Some(library) = Library::of_wheel(&wheel, &Declared::default()) {
        judge(rules::library::RULES, &library);
    }
    judge(rules::wheel::RULES, &wheel);
    if let Ok(contents) = Contents::of_wheel(path, Reader::of_bytes(bytes), claims, 1) {
        judge(rules::contents::RULES, &contents);
    }
}

/// A wheel that is sound but for the bytes of this file of its `.dist-info`.
pub fn judge_wheel_with(file: &str, bytes: &[u8]) {
    let metadata = "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nLicense-File: LICENSE\n\n";
    let wheel = "Wheel-Version: 1.0\nGenerator: fuzz\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
    let names = ["METADATA", "WHEEL", "entry_points.txt", "RECORD"];
    let texts = [metadata, wheel, "[console_scripts]\ndemo = demo:main\n", ""];
    let mut entries = vec![Entry::new("demo/__init__.py", "def main(): ...\n")];
    for (name, text) in names.iter().zip(texts) {
        let bytes = if *name == file {
            bytes
        } else {
            text.as_bytes()
        };
        entries.push(Entry::new(format!("demo-1.0.dist-info/{name}"), bytes));
    }
    judge_wheel(zip(&entries));
}

/// An sdist of these bytes.
pub fn judge_sdist(bytes: Vec<u8>) {
    let path = Path::new("demo-1.0.tar.gz");
    let Ok(sdist) = Sdist::read(path, Reader::of_bytes(bytes.clone())) else {
        return;
    };
    if let Some(metadata) = Metadata::of_sdist(&sdist) {
        judge(rules::metadata::RULES, &metadata);
    }
    judge(rules::sdist::RULES, &sdist);
    let contents = Contents::of_sdist(path, Reader::of_bytes(bytes));
    judge(rules::contents::RULES, &contents);
}

fn judge<F>(rules: &'static [Rule<F>], facts: &F) {
    let mut findings = Findings::default();
    for rule in rules {
        findings.run(rule, rule.about.severity, facts);
    }
}
