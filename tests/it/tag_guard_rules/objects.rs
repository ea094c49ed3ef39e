//! What stands in the object of an annotated tag: name, message, signature.
use super::judge;

#[test]
fn the_object_of_a_tag_is_judged() {
    judge(&[
        // tag-message-empty
        (
            "git tag -am '' v1.2.3; git push origin v1.2.3",
            &["warning[tag-message-empty] the annotated tag `v1.2.3` has an empty message"],
        ),
        (
            "git tag -am 'WIP.' v1.2.3; git push origin v1.2.3",
            &[
                "warning[tag-message-empty] the annotated tag `v1.2.3` has the message `WIP.`, which says nothing",
            ],
        ),
        ("git tag -am 1.2.3 v1.2.3; git push origin v1.2.3", &[]),
        (
            "git tag -am 'Fix the tag reader' v1.2.3; git push origin v1.2.3",
            &[],
        ),
        // tag-internal-name
        (
            "git tag -am first v1.2.2a; git update-ref refs/tags/v1.2.3 refs/tags/v1.2.2a; git push origin v1.2.3",
            &["error[tag-internal-name] tag `v1.2.3` was made under another name, `v1.2.2a`"],
        ),
        (
            "git tag -am first draft; git push origin draft:refs/tags/v1.2.3",
            &["error[tag-internal-name] tag `v1.2.3` was made under another name, `draft`"],
        ),
        (
            "git tag -am 1.2.3 v1.2.3; git tag v1 v1.2.3; git push origin v1.2.3 v1",
            &[],
        ),
        // tag-unsigned
        (
            "wanted signed; git tag -am 1.2.3 v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-unsigned] tag `v1.2.3` is annotated but not signed, and `tags.signed` wants a signature",
            ],
        ),
        (
            "wanted signed; git tag v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-unsigned] tag `v1.2.3` is lightweight and so not signed, and `tags.signed` wants a signature",
            ],
        ),
        (
            "wanted verify; git tag v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-unsigned] tag `v1.2.3` is lightweight and so not signed, and `tags.verify` wants a signature",
            ],
        ),
        (
            "printf '[tags]\\nsigned = true\\nannotated = true\\n' >release-guard.toml; keep; git tag v1.2.3; git push origin v1.2.3",
            &[
                "error[tag-lightweight] tag `v1.2.3` is lightweight, and `tags.annotated` wants a message, a tagger and a date",
            ],
        ),
        // Nobody asked whether it is known.
        (
            "wanted signed; known yours; git tag -sm 1.2.3 v1.2.3; git push origin v1.2.3",
            &[],
        ),
        // tag-signature-unknown, tag-signature-bad
        (
            "wanted verify; git tag -sm 1.2.3 v1.2.3; git push origin v1.2.3",
            &[
                "warning[tag-signature-unknown] whether the SSH signature of tag `v1.2.3` holds cannot be told here: `gpg.ssh.allowedSignersFile` is not set here",
            ],
        ),
        (
            "wanted verify; known yours; git tag -sm 1.2.3 v1.2.3; git push origin v1.2.3 2>&1 | sed 's/SHA256:[^`]*/KEY/'",
            &[
                "warning[tag-signature-unknown] whether the SSH signature of tag `v1.2.3` holds cannot be told here: key `KEY` is of nobody in `gpg.ssh.allowedSignersFile`",
            ],
        ),
        (
            "wanted verify; known mine; git tag -sm 1.2.3 v1.2.3; git update-ref refs/tags/v1.2.3 $(git cat-file tag v1.2.3 | sed 's/^1.2.3$/1.2.4/' | git mktag); git push origin v1.2.3",
            &[
                "error[tag-signature-bad] the SSH signature of tag `v1.2.3` does not hold: it does not fit the tag",
            ],
        ),
        (
            "wanted verify; known mine; git tag -sm 1.2.3 v1.2.3; git push origin v1.2.3",
            &[],
        ),
        // Only releases are asked for.
        (
            "wanted verify; git tag nightly; git push origin nightly",
            &[],
        ),
    ]);
}
