//! The address of a remote as git has it: the host, and the path there.

/// Host and path of a remote's address: `https://…`, `ssh://…`, or `git@HOST:PATH`.
pub fn host_and_path(remote: &str) -> Option<(&str, &str)> {
    let (authority, path) = match remote.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?,
        None => remote
            .split_once(':')
            .filter(|(host, _)| !host.contains('/'))?,
    };
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    Some((host, path)).filter(|(host, _)| host.len() > 1)
}
