//! Hook runners that write the hook files themselves: lefthook, husky, hk and simple-git-hooks; and whether one runs our
//! programs already.
//!
//! Not pre-commit and prek, which run the hook that they find beside their own. What to add for a runner is in `snippet`.
use super::{Hook, file};
use std::path::{Path, PathBuf};

/// A runner that writes a hook file of this repository.
#[derive(Debug)]
pub(super) struct Runner {
    /// Its name.
    pub(super) name: &'static str,
    /// Whether it runs ours.
    pub(super) carries: Carries,
}

/// Whether a runner runs our programs, as far as its configuration tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Carries {
    /// It does not.
    Nothing,
    /// It does, but some pushes are not seen; says why.
    Blind(String),
    /// It does; says where that is written.
    All(String),
}

/// Finds the runner that a hook file, or the folder of all, is of.
pub(super) fn of(root: &Path, folder: &Path, hook: Hook, text: Option<&str>) -> Option<Runner> {
    let text = text.unwrap_or_default();
    if let Some(file) = husky(folder, hook) {
        let carries = match read(&file) {
            Some(text) if calls(&text, hook) => Carries::All(shown(root, &file)),
            _ => Carries::Nothing,
        };
        return Some(Runner {
            name: "husky",
            carries,
        });
    }
    let (name, carries) = if text.contains("call_lefthook") {
        ("lefthook", lefthook(root, hook))
    } else if text.contains("${HK:-1}") && text.contains("hk run") {
        ("hk", hk(root, hook))
    } else if text.contains("SKIP_SIMPLE_GIT_HOOKS") {
        let carries = match calls(text, hook) {
            true => Carries::All("package.json".into()),
            false => Carries::Nothing,
        };
        ("simple-git-hooks", carries)
    } else {
        return None;
    };
    Some(Runner { name, carries })
}

/// The file in which husky's user writes a hook. Husky 9 points `core.hooksPath` to `.husky/_`, earlier ones to `.husky`.
fn husky(folder: &Path, hook: Hook) -> Option<PathBuf> {
    let is_nine = folder.ends_with(".husky/_")
        || (folder.ends_with("_") && read(&folder.join("h")).is_some_and(|h| h.contains("husky")));
    match (is_nine, folder.parent()) {
        (true, Some(parent)) => Some(parent.join(hook.name())),
        _ if folder.ends_with(".husky") => Some(folder.join(hook.name())),
        _ => None,
    }
}

/// Whether a script or a configuration runs our program for a hook.
pub(super) fn calls(text: &str, hook: Hook) -> bool {
    let is_comment = |line: &str| line.starts_with('#') || line.starts_with("//");
    let lines = || text.lines().filter(|line| !is_comment(line.trim_start()));
    let mut commands = hook.commands().iter();
    commands.all(|command| lines().any(|line| line_calls(line, command)))
}

/// Whether a line holds a program as a word of its own, and behind it what it is to do.
fn line_calls(line: &str, command: &str) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let (program, does) = command.split_once(' ').unwrap_or((command, ""));
    line.match_indices(program).any(|(start, _)| {
        let rest = &line[start + program.len()..];
        let is_word = !line[..start].ends_with(is_inside) && !rest.starts_with(is_inside);
        // A hook looks at what is staged without being told.
        is_word && (does.starts_with("--") || rest.contains(does))
    })
}

fn hk(root: &Path, hook: Hook) -> Carries {
    let names = ["hk.pkl", ".config/hk.pkl", "hk.local.pkl"];
    for file in names.map(|name| root.join(name)) {
        match read(&file) {
            Some(text) if !calls(&text, hook) => {}
            Some(text) if hook == Hook::PrePush && !text.contains("hook_stdin") => {
                return Carries::Blind(
                    "what is there runs without `stdin = \"{{ hook_stdin }}\"`, so no ref reaches it"
                        .into(),
                );
            }
            Some(_) => return Carries::All(shown(root, &file)),
            None => {}
        }
    }
    Carries::Nothing
}

fn lefthook(root: &Path, hook: Hook) -> Carries {
    let mut found = Carries::Nothing;
    for stem in ["lefthook", ".lefthook", ".config/lefthook"] {
        for end in ["", "-local"] {
            for kind in ["yml", "yaml", "toml", "json", "jsonc"] {
                let file = root.join(format!("{stem}{end}.{kind}"));
                let Some(text) = read(&file) else { continue };
                let carries = match (hook, kind) {
                    (Hook::PrePush, "yml" | "yaml") => lefthook_pushes(root, &file, &text),
                    (Hook::PrePush, _) if !script(root) => Carries::Nothing,
                    (Hook::PrePush, _) if text.contains("use_stdin") => {
                        Carries::All(shown(root, &file))
                    }
                    (Hook::PrePush, _) => Carries::Nothing,
                    _ if calls(&text, hook) => Carries::All(shown(root, &file)),
                    _ => Carries::Nothing,
                };
                match carries {
                    Carries::All(_) => return carries,
                    Carries::Blind(_) => found = carries,
                    Carries::Nothing => {}
                }
            }
        }
    }
    found
}

/// Whether lefthook's script for pushes, as our snippet has it, calls us.
fn script(root: &Path) -> bool {
    let file = root.join(".lefthook/pre-push/tag-guard");
    read(&file).is_some_and(|text| calls(&text, Hook::PrePush))
}

/// Whether lefthook's `pre-push` runs us as a script with the refs on stdin. A command is skipped when there are no new
/// files to push, which is when a tag on a pushed commit is pushed (lefthook 2.2).
fn lefthook_pushes(root: &Path, file: &Path, text: &str) -> Carries {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !matches!(line.trim_start().as_bytes().first(), None | Some(b'#')))
        .skip_while(|line| !line.starts_with("pre-push:"))
        .skip(1)
        .take_while(|line| line.starts_with([' ', '-', '\t']))
        .collect();
    let is_script = |line: &&&str| {
        let key = line.trim_start().trim_start_matches("- ");
        let key = key.strip_prefix("script:").unwrap_or(key);
        let name = key.trim().trim_end_matches(':').trim_matches(['"', '\'']);
        name == "tag-guard" && !key.starts_with("name:")
    };
    let at = lines.iter().position(|line| is_script(&line));
    let is_run = calls(&lines.join("\n"), Hook::PrePush);
    match at {
        Some(at) if !is_run && script(root) => {
            let has_stdin = item(&lines, at)
                .iter()
                .any(|line| line.contains("use_stdin: true"));
            if has_stdin {
                Carries::All(shown(root, file))
            } else {
                Carries::Blind(
                    "what is there runs without `use_stdin: true`, so no ref reaches it".into(),
                )
            }
        }
        _ if is_run => Carries::Blind(
            "what is there runs as a command, which lefthook skips when no new files are pushed: a tag on a pushed commit is not seen"
                .into(),
        ),
        _ => Carries::Nothing,
    }
}

/// The lines of the item that a line begins or belongs to.
fn item<'l>(lines: &'l [&'l str], at: usize) -> &'l [&'l str] {
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let own = depth(lines[at]);
    // A name with its settings below it, or one setting of a list's item among others.
    let is_name = lines[at].trim_end().ends_with(':');
    let is_start = |line: &str| line.trim_start().starts_with("- ");
    let mut start = at;
    while !is_name && start > 0 && !is_start(lines[start]) && depth(lines[start - 1]) == own {
        start -= 1;
    }
    let is_beyond =
        |line: &str| depth(line) < own || (depth(line) == own && (is_name || is_start(line)));
    let end = lines[at + 1..].iter().position(|line| is_beyond(line));
    &lines[start..end.map_or(lines.len(), |count| at + 1 + count)]
}

fn read(file: &Path) -> Option<String> {
    file::content(file).ok().flatten()
}

fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root)
        .unwrap_or(file)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_a_word_in_a_line_that_is_no_comment() {
        for (text, is_call) in [
            ("tag-guard pre-push \"$1\" \"$2\"", true),
            (
                "npm test && /opt/bin/tag-guard --quiet pre-push \"$@\"",
                true,
            ),
            ("# tag-guard pre-push", false),
            ("// tag-guard pre-push", false),
            ("my-tag-guard pre-push", false),
            ("tag-guard.sh pre-push", false),
            ("tag-guard check", false),
        ] {
            assert_eq!(calls(text, Hook::PrePush), is_call, "{text}");
        }
    }

    #[test]
    fn lefthook_sees_every_tag_in_a_script_with_stdin_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".lefthook/pre-push");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("tag-guard"), "exec tag-guard pre-push \"$@\"\n").unwrap();
        let of = |text: &str| lefthook_pushes(root.path(), &root.path().join("lefthook.yml"), text);
        let scripts = "pre-push:\n  scripts:\n    \"tag-guard\":\n      runner: sh\n";
        let jobs = "pre-push:\n  jobs:\n    - name: a\n      use_stdin: true\n      run: b\n    - script: tag-guard\n      runner: sh\n";
        for (text, sees) in [
            (format!("{scripts}      use_stdin: true\n"), Some(true)),
            (scripts.to_owned(), Some(false)),
            (format!("{scripts}    other:\n      use_stdin: true\n"), Some(false)),
            (format!("{jobs}      use_stdin: true\n"), Some(true)),
            (jobs.to_owned(), Some(false)),
            (
                "pre-push:\n  commands:\n    tag-guard:\n      run: tag-guard pre-push {1}\n      use_stdin: true\n".into(),
                Some(false),
            ),
            ("pre-commit:\n  scripts:\n    tag-guard:\n      use_stdin: true\n".into(), None),
            ("pre-push:\n  scripts:\n    # tag-guard:\n".into(), None),
        ] {
            let sees_found = match of(&text) {
                Carries::All(_) => Some(true),
                Carries::Blind(_) => Some(false),
                Carries::Nothing => None,
            };
            assert_eq!(sees_found, sees, "{text}");
        }
    }
}
