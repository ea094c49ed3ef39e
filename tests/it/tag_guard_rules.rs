//! Each rule on tags, with real git: a push that breaks it, and one that almost does.
mod names;
mod objects;
mod push;
mod tree;

use crate::support::{Scratch, each, text};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A project at 1.2.3, whose release before was 1.2.2, with a remote that has its branch, and a hook that judges pushes.
const BASE: &str = r#"
git init -q -b main
cat >.git/hooks/pre-push <<'END'
#!/bin/sh
exec tag-guard --format concise pre-push "$@"
END
chmod +x .git/hooks/pre-push
project 1.2.2; commit 1.2.2; git tag v1.2.2
project 1.2.3; commit 1.2.3
git clone -q --bare . ../remote.git
git remote add origin ../remote.git
git fetch -q
git -C ../remote.git tag -d v1.2.2 >/dev/null
"#;

/// What is done often: a version or the want of one is written, everything is committed, and pushed.
const WORDS: &str = r#"
project() { printf '[project]\nname = "pkg"\nversion = "%s"\n' "$1" >pyproject.toml; }
dynamic() { printf '[build-system]\nrequires = ["setuptools-scm"]\n\n[project]\nname = "pkg"\ndynamic = ["version"]\n\n[tool.setuptools_scm]\n' >pyproject.toml; }
commit() { git add -A; git commit -q --no-verify -m "$1"; }
keep() { commit kept; git push -q --no-verify origin main; }
"#;

/// Keys of two people, of whom git signs with one and knows the one that is named.
const KEYS: &str = r#"
ssh-keygen -q -t ed25519 -N '' -C me -f ../mine
ssh-keygen -q -t ed25519 -N '' -C you -f ../yours
git config gpg.format ssh
git config user.signingKey "$PWD/../mine"
known() { printf 'author@example.com %s\n' "$(cat "../$1.pub")" >../signers; git config gpg.ssh.allowedSignersFile "$PWD/../signers"; }
wanted() { printf '[tags]\n%s = true\n' "$1" >release-guard.toml; keep; }
"#;

/// What is done by `sh`, the last thing of it a push or a judgement, and what is found: severity, rule and message.
type Case<'c> = (&'c str, &'c [&'c str]);

/// Makes the project, a copy of one that is made once.
fn project() -> Scratch {
    static MADE: OnceLock<Scratch> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let scratch = Scratch::new();
        let made = sh(&scratch, BASE);
        assert!(made.status.success(), "{}", text(&made));
        scratch
    });
    let scratch = Scratch::new();
    let from = [made.root(), made.beside("remote.git")];
    let mut copy = Command::new("cp");
    copy.arg("-R").args(from).arg(scratch.beside(""));
    let copied = scratch.run(&mut copy);
    assert!(copied.status.success(), "{}", text(&copied));
    scratch
}

fn sh(scratch: &Scratch, script: &str) -> Output {
    let script = format!("set -e\n{WORDS}{}\n{script}", keys(script));
    scratch.run(Command::new("sh").args(["-c", &script]))
}

/// What the programs find in a script, one line each, and all that was said.
fn found(scratch: &Scratch, script: &str) -> (Vec<String>, String) {
    let output = sh(scratch, script);
    let said = scratch.redact(text(&output).as_bytes());
    let finding = |line: &str| {
        let starts = ["error[", "warning[", "note["].iter();
        let at = starts.filter_map(|start| line.find(start)).min()?;
        Some(line[at..].to_owned())
    };
    let found: Vec<String> = said.lines().filter_map(finding).collect();
    let fails = found.iter().any(|line| line.starts_with("error["));
    assert_eq!(output.status.success(), !fails, "{script}\n{said}");
    (found, said)
}

fn keys(script: &str) -> &'static str {
    match script.contains("known ") || script.contains("wanted ") {
        true => KEYS,
        false => "",
    }
}

fn judge(cases: &[Case<'_>]) {
    let wrong = each(cases, |(script, expected)| {
        let (found, said) = found(&project(), script);
        (found != *expected).then(|| format!("{script}\nis {found:#?}\nnot {expected:#?}\n{said}"))
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

/// A repository of two packages, whose tags name them.
const TWO: &str = "
git tag -d v1.2.2 >/dev/null; git rm -q pyproject.toml
for name in core api; do mkdir $name; printf '[project]\\nname = \"%s\"\\nversion = \"1.0\"\\n' $name >$name/pyproject.toml; done
keep; git tag core-v1.0; git tag api-v1.0";
