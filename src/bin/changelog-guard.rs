//! Fails when the changelog does not tell what is released.
fn main() -> std::process::ExitCode {
    release_guard::cli::main(release_guard::changelog_guard::run)
}
