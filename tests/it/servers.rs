//! Tests that need more than Rust, Python, git and PyPI: `cargo test --features servers`.
mod debian;
mod husky;
mod nginx;
mod prism;
mod registry;
