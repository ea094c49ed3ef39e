//! The tag of a release is what configuration wants a tag to be.
use super::RELEASE;
use crate::support::{Scratch, seed, text, tools};
use std::process::Command;

/// Lets git sign with a key that it knows.
fn sign(scratch: &Scratch) {
    let script = "ssh-keygen -q -t ed25519 -N '' -C me -f ../key
        printf 'author@example.com %s' \"$(cat ../key.pub)\" >../signers
        git config gpg.format ssh
        git config user.signingKey \"$PWD/../key\"
        git config gpg.ssh.allowedSignersFile \"$PWD/../signers\"";
    let made = scratch.run(Command::new("sh").args(["-ec", script]));
    assert!(made.status.success(), "{}", text(&made));
}

#[test]
fn a_release_tag_is_signed_where_the_guard_wants_a_signature() {
    tools();
    let scratch = seed::seed();
    sign(&scratch);
    scratch.write(
        "release-guard.toml",
        "[tags]\nannotated = true\nverify = true\n",
    );
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "sign"]);
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    let (status, said) = scratch.try_git(&["verify-tag", "1.0.46"]);
    assert_eq!(status, 0, "{said}");
    // A bump makes the same kind of tag, though its configuration asks for a lightweight one.
    let bump = ["bump", "patch", "--tag", "--commit", "--tag-message", ""];
    let (status, out, said) = scratch.program("publish", &bump);
    assert_eq!(status, 0, "{out}{said}");
    let (status, said) = scratch.try_git(&["verify-tag", "1.0.47"]);
    assert_eq!(status, 0, "{said}");
    scratch.git(&["reset", "-q", "--hard", "1.0.46"]);
    // Running it again judges the tag that is there.
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
}
