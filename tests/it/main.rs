//! All tests that need more than one module, in one binary.
#![expect(
    clippy::disallowed_methods,
    reason = "tests start programs as users do"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(missing_docs, reason = "tests are read, not called")]
mod support;

mod check_version;
mod smoke;
