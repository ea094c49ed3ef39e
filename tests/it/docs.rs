//! `docs/rules.md` is what the rules say: `SNAPSHOTS=overwrite cargo test --test it docs` writes it.
use crate::rules::{Registered, all_rules};
use release_guard::policy;
use release_guard::project::Site;
use release_guard::rule::{Change, Example, Files};
use release_guard::source::printable;
use release_guard::tag_guard;
use std::path::Path;

const INTRODUCTION: &str = "# Rules

What the five programs find. `--explain RULE` prints a section of this page, and finds it by a peer's code too;
`--list-rules` lists a program's rules. How to weigh and to accept findings: [configuration](configuration.md).
The page is generated from the rules, whose examples are also their tests.

**error** fails, **warning** fails with `--strict`, **note** never fails, **off** runs only with `--select`.
`--select` and `--ignore` take a rule's name, its group (`--select wheel,library`), or where it comes from
(`--ignore W002`, `--select check-wheel-contents`).

## What runs when

These rules weigh differently at different stages; all others weigh the same wherever their program runs. A rule with
`–` does not run.

| Rule | commit | push of a tag | CI | tag check, publish |
|---|---|---|---|---|
";

#[test]
fn the_rules_page_is_current() {
    let page = page(&all_rules());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &page).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(
        found == page,
        "docs/rules.md is not what the rules say; `SNAPSHOTS=overwrite cargo test --test it docs` writes it"
    );
}

#[test]
fn the_catalogue_knows_every_rule_of_the_page() {
    let names: Vec<&str> = all_rules().iter().map(|rule| rule.about.name).collect();
    let known: Vec<&str> = release_guard::catalogue::names().collect();
    assert_eq!(known, names);
}

#[test]
fn the_page_of_places_names_every_kind() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/versions.md");
    let page = std::fs::read_to_string(path).unwrap();
    let kinds = Site::ALL
        .iter()
        .map(|site| format!("| `{}` |", site.name()));
    let missing: Vec<String> = kinds.filter(|cell| !page.contains(cell)).collect();
    assert_eq!(missing, [""; 0]);
}

fn page(rules: &[Registered]) -> String {
    let mut page = INTRODUCTION.to_owned();
    for row in policy::ROWS {
        if !rules.iter().any(|rule| rule.about.name == row.rule) {
            continue;
        }
        let cells = [row.commit, row.push, row.ci, row.tag].map(|severity| match severity.name() {
            "off" => "–",
            name => name,
        });
        page.push_str(&format!("| `{}` | {} |\n", row.rule, cells.join(" | ")));
    }
    let mut program = "";
    for rule in rules {
        if rule.program != program {
            program = rule.program;
            page.push_str(&format!("\n## {program}\n"));
        }
        page.push_str(&section(rule));
    }
    page
}

fn section(rule: &Registered) -> String {
    let about = rule.about;
    let mut line = format!("`{}` · since {}", about.severity, about.since);
    if let Some(group) = rule.group {
        line.push_str(&format!(" · group `{group}`"));
    }
    if !about.from.is_empty() {
        let from: Vec<String> = about.from.iter().map(|from| format!("`{from}`")).collect();
        line.push_str(&format!(" · from {}", from.join(", ")));
    }
    format!(
        "\n### `{}`\n\n{}\n\n{line}\n\n**Why.** {}\n\n**Fix.** {}\n\n**Bad.**\n{}\n**Good.**\n{}",
        about.name,
        about.summary,
        sentence(about.why),
        sentence(about.fix),
        example(&about.bad),
        example(&about.good)
    )
}

/// A text with the full stop that a page wants.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn example(example: &Example) -> String {
    match example {
        Example::Tree(files) => tree(files),
        Example::Untracked {
            tree: files,
            untracked,
        } => format!(
            "{}\nFiles that git does not record:\n{}",
            tree(files),
            tree(untracked)
        ),
        Example::Commit {
            message,
            head,
            staged,
        } => format!(
            "\nThe commit before:\n{}\nWhat is staged:\n{}\nThe message:\n{}",
            tree(head),
            tree(staged),
            block("text", message)
        ),
        Example::Push {
            refs,
            tree: files,
            tags,
        } => {
            let pushed = match refs {
                [] => "\nNothing: pre-commit or prek runs the guard.\n".into(),
                refs => block("text", &refs.join("\n")),
            };
            let mut text = format!("\nWhat git says is pushed:\n{pushed}{}", objects(refs));
            text.push_str(&format!("\nThe pushed commit:\n{}", tree(files)));
            if !tags.is_empty() {
                let tags: Vec<String> = tags.iter().map(|tag| format!("`{tag}`")).collect();
                text.push_str(&format!(
                    "\nTags on the commit before: {}\n",
                    tags.join(", ")
                ));
            }
            text
        }
        Example::Dist { name, changes: [] } => {
            format!("\nA sound `{}`\n", shown(name))
        }
        Example::Dist { name, changes } => {
            let mut text = format!("\nA sound `{}`, in which\n\n", shown(name));
            let lines = changes.iter().map(|change| format!("- {}\n", told(change)));
            text.extend(lines);
            text
        }
    }
}

/// What the names of objects in a push stand for, where that does not explain itself.
fn objects(refs: &[&str]) -> String {
    let words = |line: &&str| -> Vec<String> { line.split(' ').map(str::to_owned).collect() };
    let used: Vec<String> = refs.iter().flat_map(words).collect();
    let told: Vec<String> = tag_guard::OBJECTS
        .iter()
        .filter(|(name, _)| !["HEAD", "OLD"].contains(name))
        .filter(|(name, _)| used.iter().any(|used| used == name))
        .map(|(name, what)| format!("`{name}` is {what}"))
        .collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("\n{}.\n", told.join("; ")),
    }
}

fn tree(files: &Files) -> String {
    if files.is_empty() {
        return "\nNo files.\n".into();
    }
    let file = |(path, text): &(&str, &str)| {
        let language = match path.rsplit('.').next().unwrap_or_default() {
            "py" => "python",
            "toml" | "lock" => "toml",
            "md" => "markdown",
            "rst" => "rst",
            "cfg" | "ini" => "ini",
            "json" => "json",
            _ => "text",
        };
        format!("\n`{}`\n{}", shown(path), block(language, text))
    };
    files.iter().map(file).collect()
}

fn told(change: &Change) -> String {
    let bytes = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => format!("`{}`", shown(text)),
        Err(_) => format!("{} bytes", bytes.len()),
    };
    match change {
        Change::Write(name, text) => format!("`{}` is {}", shown(name), bytes(text.as_bytes())),
        Change::Remove(name) => format!("`{}` is missing", shown(name)),
        Change::Replace(name, before, after) => format!(
            "in `{}`, `{}` is `{}`",
            shown(name),
            shown(before),
            shown(after)
        ),
        Change::Append(text) => format!("{} follow the end", bytes(text)),
        Change::Prepend(text) => format!("{} stand before the start", bytes(text)),
        Change::Twice(name) => format!("`{}` stands in the archive twice", shown(name)),
        Change::Claim(name, size) => {
            format!("the archive says that `{}` has {size} bytes", shown(name))
        }
        Change::Pack(name, method) => format!("`{}` is packed by method {method}", shown(name)),
        Change::Link(name, target) => format!("`{}` is a link to `{}`", shown(name), shown(target)),
        Change::Configure(text) => format!(
            "the project, which has `src/demo/__init__.py` and `src/demo/cli.py`, says `{}` in `[tool.release-guard.dist]`",
            shown(text)
        ),
        Change::Truncate(length) => format!("only the first {length} bytes are left"),
        Change::Header(name, at, changed) => format!(
            "the header of `{}` has `{}` from byte {at} on",
            shown(name),
            changed.escape_ascii()
        ),
        Change::Listed(name, at, changed) => format!(
            "the entry of `{}` in the central directory has `{}` from byte {at} on",
            shown(name),
            changed.escape_ascii()
        ),
        Change::Extra(name, field) => format!(
            "`{}` has the extra field `{}`",
            shown(name),
            field.escape_ascii()
        ),
        Change::Before(name, before) => format!(
            "`{}` stands before the header of `{}`",
            before.escape_ascii(),
            shown(name)
        ),
        Change::Record(name, kind, body) => format!(
            "a record of type `{}` with `{}` stands before `{}`",
            char::from(*kind),
            body.escape_ascii(),
            shown(name)
        ),
        Change::Unlist(name) => format!("the central directory leaves `{}` out", shown(name)),
        Change::End(at, changed) => format!(
            "the end record has `{}` from byte {at} on",
            changed.escape_ascii()
        ),
        Change::Behind(behind) => {
            format!("`{}` stands at the archive's end", behind.escape_ascii())
        }
        Change::Endless => "the two blocks of zeros at the end are missing".into(),
        Change::Further(inflated) => format!(
            "a further gzip member of {} bytes follows the end",
            inflated.len()
        ),
        Change::Zeros(count) => {
            format!("{count} gzip members of 1 MiB of zeros follow the end")
        }
    }
}

/// A short text in one line, cut where it is longer than an example needs.
fn shown(text: &str) -> String {
    let line = printable(text).replace('\n', "\\n").replace('`', "'");
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// A code block whose fence is longer than any in the text.
fn block(language: &str, text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    let text = printable(text);
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("\n{fence}{language}\n{text}{end}{fence}\n")
}
