//! Fails when a tag is not that of a releasable commit.
fn main() {}
