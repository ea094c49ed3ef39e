//! All tests that need more than one module, in one binary.
#![expect(
    clippy::disallowed_methods,
    reason = "tests start programs as users do"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    unreachable_pub,
    reason = "nothing can reach into a test binary; `pub` says what modules offer each other"
)]
mod support;

mod architecture;
mod archives;
mod as_hook_source;
mod attestations;
mod back_ends;
mod build;
mod bump;
mod bump_my_version;
mod changelog_guard;
mod check_version;
mod check_version_git;
mod cli;
mod deep;
mod docs;
mod fix;
mod git;
mod github;
mod gitlab;
mod hooks;
mod index;
mod index_states;
mod metadata_oracles;
mod mutations;
mod oci;
mod oracles;
mod pages;
mod publish;
mod python;
mod real_projects;
mod report;
mod repositories;
mod rules;
#[cfg(feature = "servers")]
mod servers;
mod tag_guard;
mod tag_guard_carriers;
mod tag_guard_kinds;
mod tag_guard_offline;
mod tag_guard_rules;
mod tag_guard_server;
mod trusted;
mod upload;
mod upload_network;
mod upload_peers;
mod uv_version;
mod validate_dist;
mod wheel_contents;
mod workflows;
