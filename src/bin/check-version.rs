//! Fails when the versions that a Python project declares disagree.
fn main() {}
