//! What to add to a runner's configuration for it to run our programs.
//!
//! Not whether it is there already: that is `runner`'s.
use super::Hook;

/// The lines to add, indented.
pub(super) fn of(runner: &str, hook: Hook) -> String {
    let lines = match runner {
        "husky" => husky(hook),
        "hk" => hk(hook),
        "simple-git-hooks" => simple_git_hooks(hook),
        _ => lefthook(hook),
    };
    let lines: Vec<String> = lines.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// The commands with the arguments that git gives a hook, as a shell has them.
fn in_shell(hook: Hook) -> Vec<String> {
    let arguments = match hook {
        Hook::PreCommit => "",
        Hook::CommitMsg => " \"$1\"",
        Hook::PrePush => " \"$1\" \"$2\"",
    };
    let commands = hook.commands().iter();
    commands
        .map(|command| format!("{command}{arguments}"))
        .collect()
}

/// Husky's hooks are run by `sh -e`. What reads stdin before us would take the refs away.
fn husky(hook: Hook) -> String {
    let place = match hook {
        Hook::PrePush => ", before what reads stdin",
        Hook::PreCommit | Hook::CommitMsg => "",
    };
    let name = hook.name();
    format!("# .husky/{name}{place}\n{}", in_shell(hook).join("\n"))
}

fn lefthook(hook: Hook) -> String {
    let name = hook.name();
    if hook == Hook::PrePush {
        return format!(
            "# .lefthook/pre-push/tag-guard\nexec {}\n\n# lefthook.yml\npre-push:\n  scripts:\n    \"tag-guard\":\n      runner: sh\n      use_stdin: true",
            in_shell(hook).join("\n")
        );
    }
    let argument = match hook {
        Hook::CommitMsg => " {1}",
        Hook::PreCommit | Hook::PrePush => "",
    };
    let mut text = format!("# lefthook.yml\n{name}:\n  commands:");
    for (program, command) in hook.programs().zip(hook.commands()) {
        text.push_str(&format!("\n    {program}:\n      run: {command}{argument}"));
    }
    text
}

fn hk(hook: Hook) -> String {
    let argument = match hook {
        Hook::PreCommit => "",
        Hook::CommitMsg => " {{ commit_msg_file }}",
        Hook::PrePush => " {{ hook_args }}",
    };
    let mut text = format!(
        "// hk.pkl, in `hooks`\n[\"{}\"] {{\n  steps {{",
        hook.name()
    );
    for (program, command) in hook.programs().zip(hook.commands()) {
        text.push_str(&format!(
            "\n    [\"{program}\"] {{\n      check = \"{command}{argument}\""
        ));
        if hook == Hook::PrePush {
            text.push_str("\n      stdin = \"{{ hook_stdin }}\"");
        }
        text.push_str("\n    }");
    }
    text + "\n  }\n}"
}

fn simple_git_hooks(hook: Hook) -> String {
    let command = in_shell(hook).join(" && ").replace('"', "\\\"");
    format!(
        "// package.json; then run `npx simple-git-hooks`\n\"simple-git-hooks\": {{\n  \"{}\": \"{command}\"\n}}",
        hook.name()
    )
}
