//! Makes a release, step by step, and finishes one that was interrupted.
fn main() -> std::process::ExitCode {
    release_guard::cli::publish()
}
