//! Signatures of commits and tags, made with a key of SSH as git's configuration says.
use super::{State, TEN, bump, commit, new, scratch};
use crate::support::{Scratch, text};
use release_guard::git::{NewCommit, Oid, Repository};
use std::process::Command;

/// A repository that signs with a key made for it.
fn signing() -> (Scratch, Repository, Oid) {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let key = scratch.beside("key");
    let mut keygen = Command::new("ssh-keygen");
    keygen.args([
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        "author@example.com",
        "-f",
    ]);
    let made = scratch.run(keygen.arg(&key));
    assert!(made.status.success(), "{}", text(&made));
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let signers = scratch.beside("signers");
    std::fs::write(&signers, format!("author@example.com {public}")).unwrap();
    for (key, value) in [
        ("gpg.format", "ssh"),
        ("user.signingKey", key.to_str().unwrap()),
        ("gpg.ssh.allowedSignersFile", signers.to_str().unwrap()),
    ] {
        scratch.git(&["config", key, value]);
    }
    (scratch, repository, head)
}

#[test]
fn a_commit_is_signed_when_configuration_or_arguments_say_so() {
    let args = ["-S".to_owned()];
    for (configured, args, is_signed) in [
        ("true", &[][..], true),
        ("false", &args, true),
        ("false", &[], false),
    ] {
        let (scratch, repository, head) = signing();
        scratch.git(&["config", "commit.gpgSign", configured]);
        let changes = bump();
        let new = NewCommit {
            args,
            ..new(&head, &changes)
        };
        commit(&repository, &new).unwrap();
        let (status, said) = scratch.try_git(&["verify-commit", "HEAD"]);
        assert_eq!(status == 0, is_signed, "{said}");
        let good = "Good \"git\" signature for author@example.com";
        assert_eq!(said.contains(good), is_signed, "{said}");
    }
}

#[test]
fn a_signature_that_cannot_be_made_leaves_everything_as_it_was() {
    let (scratch, repository, head) = signing();
    scratch.git(&["config", "commit.gpgSign", "true"]);
    std::fs::remove_file(scratch.beside("key")).unwrap();
    let before = State::of(&scratch);
    let error = commit(&repository, &new(&head, &bump()))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`git commit` failed with exit status"),
        "{error}"
    );
    assert!(error.contains("failed to write commit object"), "{error}");
    assert_eq!(State::of(&scratch), before);
}

#[test]
fn a_tag_is_signed_on_request() {
    let (scratch, repository, head) = signing();
    repository
        .create_signed_tag("v1", &head, "version 1\n\n# body")
        .unwrap();
    let (status, said) = scratch.try_git(&["verify-tag", "v1"]);
    assert_eq!(status, 0, "{said}");
    let message = scratch.git(&[
        "tag",
        "--list",
        "--format=%(contents:subject)|%(contents:body)",
        "v1",
    ]);
    assert_eq!(message, "version 1|# body");
    repository
        .create_tag("v2", &head, Some("version 2"))
        .unwrap();
    assert_ne!(scratch.try_git(&["verify-tag", "v2"]).0, 0);
    let error = repository
        .create_signed_tag("v1", &head, "again")
        .unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
}
