//! Fails when a tag is not that of a releasable commit.
fn main() -> std::process::ExitCode {
    release_guard::cli::main(release_guard::tag_guard::run)
}
