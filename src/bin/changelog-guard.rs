//! Fails when the changelog does not tell what is released.
fn main() {}
