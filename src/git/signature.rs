//! Signatures of annotated tags: whether there is one, and whether it holds.
//!
//! Not made here: the `git` command signs, with the key that its configuration names.
use super::error::GitError;
use super::repository::{Oid, Repository};
use crate::command::Output;

/// How a tag is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// With a key of OpenPGP.
    Pgp,
    /// With a key of SSH.
    Ssh,
    /// With a certificate, as gpgsm and gitsign do.
    X509,
}

/// What `git verify-tag` says of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// It is that of a key that is trusted here.
    Good,
    /// Nobody here can tell, for this reason: the key is not known, or there is nothing to check it with.
    Unknown(String),
    /// It is not that of this tag, for this reason.
    Bad(String),
}

/// The lines that begin a signature, as git knows them.
const BEGINNINGS: [(&str, Signature); 4] = [
    ("-----BEGIN PGP SIGNATURE-----", Signature::Pgp),
    ("-----BEGIN PGP MESSAGE-----", Signature::Pgp),
    ("-----BEGIN SSH SIGNATURE-----", Signature::Ssh),
    ("-----BEGIN SIGNED MESSAGE-----", Signature::X509),
];

impl Signature {
    /// What makes such signatures, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pgp => "PGP",
            Self::Ssh => "SSH",
            Self::X509 => "x509",
        }
    }

    /// Splits what a tag object says after its header into message and signature; like git, the last line that begins a
    /// signature counts.
    pub(super) fn split(text: &str) -> (&str, Option<Self>) {
        let mut found = (text, None);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let begins = |(start, _): &&(&str, Self)| line.starts_with(start);
            if let Some((_, kind)) = BEGINNINGS.iter().find(begins) {
                found = (&text[..at], Some(*kind));
            }
            at += line.len();
        }
        found
    }
}

impl Repository {
    /// Verifies the signature of a signed tag's own object, with the keys that git's configuration names.
    pub fn verify_tag(&self, object: &Oid) -> Result<Verification, GitError> {
        let output = self
            .git()
            .env("LC_ALL", "C")
            .args(["verify-tag", "--raw", object.as_str()])
            .output()?;
        Ok(said(&output))
    }
}

fn said(output: &Output) -> Verification {
    match output.status {
        Some(0) => Verification::Good,
        _ => refused(&output.said(40)),
    }
}

/// What git and the programs that it asks say of a signature that is not good. Only what is certain is called bad.
fn refused(said: &str) -> Verification {
    let told = of_gpg(said).or_else(|| of_ssh(said));
    told.unwrap_or_else(|| {
        let last = said.lines().rfind(|line| !line.trim().is_empty());
        Verification::Unknown(match last {
            Some(last) => format!("git says `{last}`"),
            None => "git does not say why".into(),
        })
    })
}

/// What gpg and gpgsm say: <https://github.com/gpg/gnupg/blob/master/doc/DETAILS>.
fn of_gpg(said: &str) -> Option<Verification> {
    let status = |word: &str| {
        let rest = |line: &str| {
            let rest = line.strip_prefix("[GNUPG:] ")?.strip_prefix(word)?;
            Some(rest.trim().split(' ').next()?.to_owned())
        };
        said.lines().find_map(rest)
    };
    if let Some(key) = status("BADSIG") {
        let reason = format!("it does not fit the tag, and names key `{key}`");
        return Some(Verification::Bad(reason));
    }
    if let Some(key) = status("REVKEYSIG") {
        return Some(Verification::Bad(format!("key `{key}` was revoked")));
    }
    if status("NODATA").is_some() {
        return Some(Verification::Bad("it is damaged".into()));
    }
    let missing = |key| format!("key `{key}` is not in the keyring here");
    let unknown = status("NO_PUBKEY").or(status("ERRSIG")).map(missing);
    let expired = || Some(format!("key `{}` has expired", status("EXPKEYSIG")?));
    unknown.or_else(expired).map(Verification::Unknown)
}

/// What ssh-keygen says, and git where it has no keys for it.
fn of_ssh(said: &str) -> Option<Verification> {
    if said.contains("incorrect signature") {
        return Some(Verification::Bad("it does not fit the tag".into()));
    }
    if said.contains("invalid format") {
        return Some(Verification::Bad("it is damaged".into()));
    }
    let reason = if said.contains("gpg.ssh.allowedSignersFile needs to be configured") {
        "`gpg.ssh.allowedSignersFile` is not set here".into()
    } else if said.contains("No principal matched") {
        let mut words = said.split_whitespace();
        let key = words.rfind(|word| word.starts_with("SHA256:"));
        let key = key.map_or("its key".into(), |key| format!("key `{key}`"));
        format!("{key} is of nobody in `gpg.ssh.allowedSignersFile`")
    } else {
        return None;
    };
    Some(Verification::Unknown(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_where_the_last_signature_begins() {
        for (text, message, kind) in [
            ("1.2.3\n", "1.2.3\n", None),
            (
                "1.2.3\n-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n",
                "1.2.3\n",
                Some(Signature::Ssh),
            ),
            ("-----BEGIN PGP SIGNATURE-----\n", "", Some(Signature::Pgp)),
            (
                "a\n-----BEGIN SIGNED MESSAGE-----\n",
                "a\n",
                Some(Signature::X509),
            ),
            (
                "a\n-----BEGIN PGP SIGNATURE-----\nb\n-----BEGIN SSH SIGNATURE-----\n",
                "a\n-----BEGIN PGP SIGNATURE-----\nb\n",
                Some(Signature::Ssh),
            ),
            (
                "see -----BEGIN PGP SIGNATURE-----\n",
                "see -----BEGIN PGP SIGNATURE-----\n",
                None,
            ),
        ] {
            assert_eq!(Signature::split(text), (message, kind), "{text}");
        }
    }

    #[test]
    fn what_is_not_certainly_bad_is_unknown() {
        for (said, expected) in [
            (
                "[GNUPG:] BADSIG 0123 A. Author <a@example.com>\n",
                "bad: it does not fit the tag, and names key `0123`",
            ),
            (
                "[GNUPG:] REVKEYSIG 0123 A. Author\n",
                "bad: key `0123` was revoked",
            ),
            ("[GNUPG:] NODATA 4\n", "bad: it is damaged"),
            (
                "Signature verification failed: incorrect signature\nNo principal matched.\n",
                "bad: it does not fit the tag",
            ),
            (
                "sig_verify: sshsig_armor: invalid format\nNo principal matched.\n",
                "bad: it is damaged",
            ),
            (
                "[GNUPG:] ERRSIG 0123 22 8 00 1 9 -\n[GNUPG:] NO_PUBKEY 0123\n",
                "unknown: key `0123` is not in the keyring here",
            ),
            (
                "[GNUPG:] EXPKEYSIG 0123 A. Author\n",
                "unknown: key `0123` has expired",
            ),
            (
                "Good \"git\" signature with ED25519 key SHA256:abc\nNo principal matched.\n",
                "unknown: key `SHA256:abc` is of nobody in `gpg.ssh.allowedSignersFile`",
            ),
            (
                "error: gpg.ssh.allowedSignersFile needs to be configured and exist for ssh signature verification\n",
                "unknown: `gpg.ssh.allowedSignersFile` is not set here",
            ),
            (
                "error: cannot run gpg: No such file or directory\n",
                "unknown: git says `error: cannot run gpg: No such file or directory`",
            ),
            ("", "unknown: git does not say why"),
        ] {
            let told = match refused(said) {
                Verification::Good => "good".into(),
                Verification::Unknown(reason) => format!("unknown: {reason}"),
                Verification::Bad(reason) => format!("bad: {reason}"),
            };
            assert_eq!(told, expected);
        }
    }
}
