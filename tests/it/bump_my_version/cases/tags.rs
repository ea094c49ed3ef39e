//! What is tagged: `tag`, `tag_name`, `tag_message`, `sign_tags`, `push_tag`, `moveable_tags`.
use super::super::case::{Case, case};

const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n")];

macro_rules! tag {
    ($settings:literal) => {
        concat!(
            r#"
current_version = "1.2.3"
commit = true
tag = true
files = [{ filename = "notes.txt" }]
"#,
            $settings,
            "\n"
        )
    };
}

const REMOTE: &str = "git init -q --bare ../remote.git; git remote add origin \"$(cd ../remote.git && pwd)\"; git push -q origin main";

/// Signs with whatever it is asked to.
const SIGNED: &str = r#"
printf '#!/bin/sh\ncat > /dev/null\nprintf "\\n[GNUPG:] SIG_CREATED \\n" >&2\nprintf -- "-----BEGIN PGP SIGNATURE-----\\n\\nsigned\\n-----END PGP SIGNATURE-----\\n"\n' > ../gpg
chmod +x ../gpg
git config gpg.program "$(cd .. && pwd)/gpg"
"#;

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "tag: the name and the message where none are configured",
        tag!(""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a name",
        tag!("tag_name = \"acme-{new_version}\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a name of parts",
        tag!("tag_name = \"r{new_major}.{new_minor}\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a name with a folder",
        tag!("tag_name = \"acme/v{new_version}\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a name on the command line",
        tag!(""),
        NOTES,
        &["minor", "--tag-name", "{new_version}"],
    ),
    case(
        "tag: a message",
        tag!("tag_message = \"acme {new_version} after {current_version} of {now:%Y}\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a message of lines",
        tag!("tag_message = \"\"\"acme {new_version}\n\n- {new_minor}\n\"\"\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: no message is a light tag",
        tag!("tag_message = \"\""),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: no message on the command line",
        tag!(""),
        NOTES,
        &["--tag-message", "", "minor"],
    ),
    case(
        "tag: a message on the command line",
        tag!("tag_message = \"\""),
        NOTES,
        &["--tag-message=Out: {new_version}", "minor"],
    ),
    case(
        "tag: not, said on the command line",
        tag!(""),
        NOTES,
        &["--no-tag", "minor"],
    ),
    case(
        "tag: said on the command line with the commit",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        NOTES,
        &["--tag", "--commit", "minor"],
    ),
    case(
        "tag: a message with what git knows",
        tag!(
            "tag_message = \"{new_version} {branch_name} {current_tag} {distance_to_latest_tag}\""
        ),
        NOTES,
        &["minor"],
    )
    .given("git tag v1.2.3; git commit -q --allow-empty -m more"),
    case("tag: signed", tag!("sign_tags = true"), NOTES, &["minor"]).given(SIGNED),
    case(
        "tag: signed, said on the command line",
        tag!(""),
        NOTES,
        &["minor", "--sign-tags"],
    )
    .given(SIGNED),
    case(
        "tag: not signed, said on the command line",
        tag!("sign_tags = true"),
        NOTES,
        &["minor", "--no-sign-tags"],
    ),
    case(
        "tag: pushed, and nothing else",
        tag!("push_tag = true"),
        NOTES,
        &["minor"],
    )
    .given(REMOTE),
    case(
        "tag: pushed, said on the command line",
        tag!(""),
        NOTES,
        &["minor", "--push-tag"],
    )
    .given(REMOTE),
    case(
        "tag: not pushed, said on the command line",
        tag!("push_tag = true"),
        NOTES,
        &["minor", "--no-push-tag"],
    )
    .given(REMOTE),
    case(
        "tag: pushed nowhere when there is no remote",
        tag!("push_tag = true"),
        NOTES,
        &["minor"],
    ),
    case(
        "tag: a light one is pushed",
        tag!("push_tag = true\ntag_message = \"\""),
        NOTES,
        &["patch"],
    )
    .given(REMOTE),
    case(
        "moveable: a new one",
        tag!("moveable_tags = [\"v{new_major}\"]"),
        NOTES,
        &["minor"],
    ),
    case(
        "moveable: two of them",
        tag!("moveable_tags = [\"v{new_major}\", \"latest\"]"),
        NOTES,
        &["minor"],
    )
    .given("git tag -a latest -m old"),
    case(
        "moveable: for a new major, the old one stays",
        tag!("moveable_tags = [\"v{new_major}\"]"),
        NOTES,
        &["major"],
    )
    .given("git tag v1"),
    case(
        "moveable: a new one goes to the remote, alone",
        tag!("moveable_tags = [\"v{new_major}\"]"),
        NOTES,
        &["minor"],
    )
    .given(REMOTE),
    case(
        "moveable: pushed like the tag",
        tag!("push_tag = true\nmoveable_tags = [\"v{new_major}\", \"v{new_major}.{new_minor}\"]"),
        NOTES,
        &["minor"],
    )
    .given(REMOTE),
    case(
        "moveable: not when there is no tag",
        tag!("moveable_tags = [\"v{new_major}\"]"),
        NOTES,
        &["minor", "--no-tag"],
    )
    .given(REMOTE),
    case(
        "moveable: not in a dry run",
        tag!("moveable_tags = [\"v{new_major}\"]"),
        NOTES,
        &["minor", "-n"],
    )
    .given(REMOTE),
];
