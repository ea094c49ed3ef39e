//! Fails when a wheel or sdist would be refused by an index or break an installer.
fn main() {}
