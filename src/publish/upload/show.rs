//! An upload in words: what would be done, and what was.
//!
//! Nothing here is done.
use super::prepared::Prepared;
use crate::index::Presence;
use std::collections::BTreeSet;

/// What would be uploaded, where to, and as whom.
pub(super) fn plan(prepared: &Prepared) -> String {
    let whom = match &prepared.login {
        Some(login) => format!(
            "as `{}`, with the password from {}",
            login.credentials.username, login.source
        ),
        None if prepared.target.is_pypi() => "with a password that is still to be given".into(),
        None => "without a password".into(),
    };
    let mut out = format!("to {} {whom}\n", prepared.target.title());
    for (file, here) in &prepared.files {
        let (word, more) = match here {
            Presence::Same => ("there", "  with the same sha256"),
            _ => ("upload", ""),
        };
        out.push_str(&format!(
            "  {word:<6}  {}  {}{more}\n",
            file.file_name,
            length(file.size)
        ));
    }
    out
}

/// The releases whose files are in the index now, and how to install them.
pub(super) fn there(prepared: &Prepared, what: &str) -> String {
    let releases: BTreeSet<_> = prepared
        .files
        .iter()
        .map(|(file, _)| (&file.project, &file.version))
        .collect();
    let mut out = String::new();
    for (project, version) in releases {
        let from = match prepared.target.upload.host() {
            "upload.pypi.org" => String::new(),
            _ => format!("--index-url {} ", prepared.target.simple),
        };
        out.push_str(&format!(
            "{project} {version} {what}\n  install it:  pip install {from}{project}=={version}\n"
        ));
    }
    out
}

fn length(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1 << 20)),
    }
}
