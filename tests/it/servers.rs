//! Tests that need more than Rust, Python, git and PyPI: `cargo test --features servers`.
mod husky;
