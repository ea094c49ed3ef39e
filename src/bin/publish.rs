//! Makes a release, step by step, and finishes one that was interrupted.
fn main() {}
