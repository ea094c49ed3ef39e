//! Attestations of an upload: those that lie beside the files, and those that are made for it.
//!
//! Not what makes them; and made only when somebody has agreed to the upload, for everybody can read what was signed.
use super::site::Site;
use crate::index::{self, AttestationError, Attestations, Distribution};
use crate::publish::state::Reason;
use crate::python::Interpreter;
use crate::terminal::Terminal;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Whether attestations go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    No,
    WherePossible,
    Yes,
}

/// Leaves those out of the files that are attestations of others, as `dist/*` names them too.
pub(super) fn distributions(paths: Vec<PathBuf>) -> anyhow::Result<Vec<PathBuf>> {
    let (attestations, files): (Vec<PathBuf>, Vec<PathBuf>) = paths
        .into_iter()
        .partition(|path| index::is_attestation(path));
    let is_beside = |attestation: &Path| {
        let name = attestation.to_string_lossy();
        let is_its = |file: &PathBuf| name.starts_with(&format!("{}.", file.to_string_lossy()));
        files.iter().any(is_its)
    };
    if let Some(alone) = attestations.iter().find(|path| !is_beside(path)) {
        bail!(
            "`{}` is an attestation of none of these files\nhint: name its distribution, which lies beside it, too",
            alone.display()
        );
    }
    Ok(files)
}

/// What is wrong with those that lie beside the files and would go along.
pub(in crate::publish) fn fault(
    files: &[Distribution],
    site: &Site,
) -> anyhow::Result<Option<Reason>> {
    if site.wish() == Wish::No {
        return Ok(None);
    }
    for file in files {
        match Attestations::beside(file, site.target.is_pypi()) {
            Err(error) if error.is_refusal() => return Ok(Some(reason(&error))),
            found => found?,
        };
    }
    Ok(None)
}

/// Whether attestations go along with a file: such as lie beside it, or one that is going to be made.
pub(in crate::publish) fn go_along(file: &Distribution, site: &Site) -> bool {
    let lie_beside =
        || Attestations::beside(file, site.target.is_pypi()).is_ok_and(|found| !found.is_empty());
    let can_be_made = || {
        let can_sign = |found: Interpreter| index::can_sign(&found.path);
        index::has_signing_identity() && Interpreter::find(None).is_ok_and(can_sign)
    };
    site.wish() != Wish::No && (lie_beside() || can_be_made())
}

/// The files that are about to be sent, with their attestations: those that lie beside them, and where none says who
/// published it, a new one.
pub(super) fn attested(
    files: &[&Distribution],
    site: &Site,
    terminal: &Terminal,
) -> anyhow::Result<Vec<Distribution>> {
    let (wish, is_pypi) = (site.wish(), site.target.is_pypi());
    let mut all: Vec<Distribution> = files.iter().map(|file| (*file).clone()).collect();
    if wish == Wish::No {
        left_out(files, site, terminal);
        return Ok(all);
    }
    let mut python = None;
    for file in &mut all {
        let mut found = Attestations::beside(file, is_pypi)?;
        if !found.has_publisher() {
            if python.is_none() {
                python = Some(signer(wish, file, terminal)?);
            }
            if let Some(Some(python)) = &python {
                let working = terminal.working(&format!("signing {}", file.file_name));
                found.sign(file, python)?;
                drop(working);
                terminal.say(&format!("signed: {}", file.file_name));
            }
        }
        found.attach(file);
    }
    Ok(all)
}

/// Tells which files go to PyPI without the attestations that lie beside them.
fn left_out(files: &[&Distribution], site: &Site, terminal: &Terminal) {
    if !site.target.is_pypi() || site.target.attestations == Some(false) {
        return;
    }
    for file in files {
        if Attestations::beside(file, true).is_ok_and(|found| !found.is_empty()) {
            terminal.warn(&format!(
                "the attestations of `{}` are left out: PyPI takes them with trusted publishing only",
                file.file_name
            ));
        }
    }
}

/// The interpreter that signs; `None` where none can and none has to.
fn signer(
    wish: Wish,
    first: &Distribution,
    terminal: &Terminal,
) -> anyhow::Result<Option<PathBuf>> {
    let why_not = if !index::has_signing_identity() {
        "this job has no identity that `pypi-attestations` knows (on GitLab, `SIGSTORE_ID_TOKEN`)"
    } else {
        match Interpreter::find(None) {
            Ok(found) if index::can_sign(&found.path) => return Ok(Some(found.path)),
            _ => "`pypi-attestations` is not installed for the Python on PATH",
        }
    };
    if wish == Wish::Yes {
        bail!(
            "`attestations = true`, and `{}` cannot be signed: {why_not}\nhint: install it, or lay `{}.publish.attestation` beside the file",
            first.file_name,
            first.file_name
        );
    }
    terminal.note(&format!("no attestation is made: {why_not}"));
    Ok(None)
}

impl Site {
    fn wish(&self) -> Wish {
        let login = self.login.as_ref();
        let is_trusted = login.is_some_and(|login| login.credentials.is_trusted());
        match self.target.attestations {
            Some(true) => Wish::Yes,
            None if self.target.is_pypi() && is_trusted => Wish::WherePossible,
            _ => Wish::No,
        }
    }
}

fn reason(error: &AttestationError) -> Reason {
    let text = error.to_string();
    match text.split_once("\nhint: ") {
        Some((said, help)) => Reason::new(said, format!("nothing was uploaded: {help}")),
        None => Reason::new(text, ""),
    }
}
