//! Fails when a wheel or sdist would be refused by an index or break an installer.
use std::process::ExitCode;

fn main() -> ExitCode {
    release_guard::cli::main(release_guard::validate_dist::run)
}
