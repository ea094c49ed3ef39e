//! Programs that run before and after: `setup_hooks`, `pre_commit_hooks`, `post_commit_hooks`.
use super::super::case::{Case, case};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

/// Writes down what it is told.
const TOLD: (&str, &str) = (
    "told.sh",
    "env | grep ^BVHOOK_ | grep -v NOW= | LC_ALL=C sort > \"told-$1.txt\"\n",
);

const FILES: &[(&str, &str)] = &[
    NOTE,
    TOLD,
    (
        "lock.sh",
        "sed 's/^acme/locked/' notes.txt > acme.lock\ngit add acme.lock\n",
    ),
    ("args.sh", "printf '<%s>\\n' \"$@\" >> args.txt\n"),
    ("more.sh", "echo more >> notes.txt\n"),
    ("acme.lock", "locked 1.2.3\n"),
];

macro_rules! hooks {
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

/// The cases.
pub const CASES: &[Case] = &[
    case("hook: what setup is told", hooks!("setup_hooks = [\"sh told.sh setup\"]"), FILES, &["minor"]).given("git tag v1.2.3"),
    case("hook: what is told before the commit", hooks!("pre_commit_hooks = [\"sh told.sh before\"]"), FILES, &["minor"]).given("git tag v1.2.3"),
    case("hook: what is told after the commit", hooks!("post_commit_hooks = [\"sh told.sh after\"]"), FILES, &["minor"]).given("git tag v1.2.3; git checkout -q --detach"),
    case(
        "hook: what all are told on a branch with commits behind the tag",
        hooks!("setup_hooks = [\"sh told.sh setup\"]\npre_commit_hooks = [\"sh told.sh before\"]\npost_commit_hooks = [\"sh told.sh after\"]\ntag_name = \"r{new_version}\""),
        FILES,
        &["minor"],
    )
    .given("git tag r1.2.3; git commit -q --allow-empty -m more; git checkout -q -b Some/Branch"),
    case(
        "hook: what all are told without a commit",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\nsetup_hooks = [\"sh told.sh setup\"]\npre_commit_hooks = [\"sh told.sh before\"]\npost_commit_hooks = [\"sh told.sh after\"]\n",
        FILES,
        &["minor", "--allow-dirty"],
    )
    .given("git tag v1.2.3; echo more >> args.sh"),
    case("hook: a lock file goes into the commit", hooks!("pre_commit_hooks = [\"sh lock.sh\"]"), FILES, &["minor"]),
    case("hook: a new file goes into the commit", hooks!("pre_commit_hooks = [\"cp notes.txt new.txt\", \"git add new.txt\"]"), FILES, &["minor"]),
    case("hook: a file that is not added does not", hooks!("pre_commit_hooks = [\"cp notes.txt acme.lock\"]"), FILES, &["minor"]),
    case("hook: a configured file is changed once more", hooks!("pre_commit_hooks = [\"sh more.sh\"]"), FILES, &["minor"]),
    case(
        "hook: versions in its words",
        hooks!("setup_hooks = [\"sh args.sh {current_version} {current_major} {new_version}\"]\npre_commit_hooks = [\"sh args.sh {current_version} v{new_version} {new_minor} {new_part} {{new_patch}}\"]\npost_commit_hooks = [\"sh args.sh '{new_version}' \\\"to {new_version}\\\" {now} {tag}\"]"),
        FILES,
        &["minor"],
    ),
    case(
        "hook: words in quotes",
        hooks!("pre_commit_hooks = [\"sh args.sh 'two words' \\\"it is\\\" a\\\\ b '' *.txt ~ # {x}\"]"),
        FILES,
        &["minor"],
    ),
    case("hook: one after the other", hooks!("post_commit_hooks = [\"sh args.sh one\", \"sh args.sh two\", \"git branch made-by-hook\"]"), FILES, &["minor"]),
    case("hook: after the commit it sees the commit", hooks!("post_commit_hooks = [\"git branch after v1.3.0\", \"git checkout -q -b on-top\"]"), FILES, &["minor"]),
    case("hook: none runs in a dry run", hooks!("setup_hooks = [\"sh args.sh\"]\npre_commit_hooks = [\"false\"]\npost_commit_hooks = [\"no-such-program\"]"), FILES, &["--dry-run", "minor"]),
    case(
        "hook: a shell where one is allowed",
        hooks!("allow_shell_hooks = true\npre_commit_hooks = [\"cat notes.txt | tr a-z A-Z > loud.txt && git add loud.txt\"]\npost_commit_hooks = [\"sh args.sh $BVHOOK_NEW_VERSION {new_version} '$HOME'\"]"),
        FILES,
        &["minor"],
    ),
    case(
        "hook: no shell is needed where one is allowed",
        hooks!("allow_shell_hooks = true\npre_commit_hooks = [\"sh args.sh {new_version} *.txt\"]"),
        FILES,
        &["minor"],
    ),
    case("hook: setup runs when there is nothing to do", hooks!("setup_hooks = [\"sh args.sh setup\"]\npre_commit_hooks = [\"sh args.sh before\"]"), FILES, &["--new-version", "1.2.3"]),
    case("hook: what it is told of parts", r#"
current_version = "1.2.3-rc1"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<pre_label>[a-z]+)(?P<n>\d+))?'
serialize = ["{major}.{minor}.{patch}-{pre_label}{n}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
pre_commit_hooks = ["sh told.sh before"]

[tool.bumpversion.parts.pre_label]
values = ["rc", "final"]
optional_value = "final"
"#, &[("notes.txt", "1.2.3-rc1\n"), TOLD], &["pre_label"]).given("git tag v1.2.3-rc1"),
    case(
        "hook: it runs where the bump does",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\npre_commit_hooks = [\"sh args.sh here\"]\n",
        &[NOTE, ("below/args.sh", "pwd | sed 's/.*project//' > args.txt\n")],
        &["minor"],
    )
    .inside("below"),
];
