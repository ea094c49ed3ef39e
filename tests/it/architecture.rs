//! The module graph points one way: the picture in `src/lib.rs` holds for every file.
//!
//! Comments and strings are blanked first, so only code counts. A file may use the rows before its own, and its own
//! module; what would hide a direction from this test is forbidden.
use std::path::{Path, PathBuf};

/// Rows of modules that may not use each other, in the order of the picture.
type Rows = Vec<Vec<String>>;

#[test]
fn modules_use_only_the_rows_before_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(src.join("lib.rs")).unwrap();
    let rows = rows(&lib);
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(&src).unwrap().to_str().unwrap();
        wrong.extend(faults(path, &text, &rows));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reads the picture: `→` between rows, `(a | b)` for the members of one.
fn rows(lib: &str) -> Rows {
    let picture = lib.split("```").nth(1).expect("a picture in src/lib.rs");
    let picture: String = picture
        .trim_start_matches("text")
        .lines()
        .map(|line| line.trim_start_matches("//!"))
        .collect();
    picture
        .split('→')
        .map(|row| {
            row.trim_matches(|c: char| c.is_whitespace() || c == '(' || c == ')')
                .split('|')
                .map(|name| name.trim().to_owned())
                .collect()
        })
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What is wrong with one file below `src/`, each as a sentence.
fn faults(path: &str, text: &str, rows: &Rows) -> Vec<String> {
    let mut wrong = Vec::new();
    let code = code(text);
    let bare: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let squeezed = bare
        .replace(" ::", "::")
        .replace(":: ", "::")
        .replace("{ ", "{");
    let mut say = |what: &str| wrong.push(format!("src/{path}: {what}"));
    for (forbidden, why) in [
        ("super::super::", "`super::super::` hides a direction"),
        ("super::{super::", "`super::super::` hides a direction"),
        ("use crate::*", "`use crate::*` hides a direction"),
        ("#[path", "`#[path]` hides a direction"),
        ("#![path", "`#[path]` hides a direction"),
    ] {
        if squeezed.contains(forbidden) {
            say(why);
        }
    }
    if path.contains("/rules/") {
        for outside in [
            "std::fs",
            "std::env",
            "std::process",
            "std::net",
            "Repository",
            "Snapshot",
            "crate::command",
        ] {
            if without_tests(&squeezed).contains(outside) {
                say(&format!("a rule is pure; it may not use `{outside}`"));
            }
        }
    }
    if path.starts_with("bin/") {
        return wrong;
    }
    if squeezed.contains("release_guard::") {
        say("the library calls itself `crate`");
    }
    let module = path.split(['/', '.']).next().unwrap_or_default();
    let is_top = path == format!("{module}.rs") || path == format!("{module}/mod.rs");
    if is_top && without_tests(&squeezed).contains("super::") {
        say("`super::` in a top-level file is the whole crate");
    }
    if path == "lib.rs" {
        for name in words_after(&squeezed, "mod ") {
            if row_of(rows, &name).is_none() {
                say(&format!("no row of the picture owns `{name}`"));
            }
        }
        return wrong;
    }
    let Some(own) = row_of(rows, module) else {
        say("no row of the picture owns this file");
        return wrong;
    };
    for used in uses(&squeezed, "crate::") {
        match row_of(rows, &used) {
            _ if used == module => {}
            None => say(&format!("`crate::{used}` is in no row")),
            Some(row) if row >= own => say(&format!("`{module}` may not use `{used}`")),
            Some(_) => {}
        }
    }
    for used in uses(&squeezed, "pub use crate::") {
        if used != module {
            say(&format!(
                "`pub use` of `{used}`, which belongs to another row"
            ));
        }
    }
    wrong
}

fn row_of(rows: &Rows, module: &str) -> Option<usize> {
    rows.iter()
        .position(|row| row.iter().any(|name| name == module))
}

/// The first names after each `prefix`; those of a braced list one level deep.
fn uses(code: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            // Without a name it is a `*`, which is forbidden anyway.
            found.extend(Some(word(rest)).filter(|name| !name.is_empty()));
            continue;
        };
        let (mut depth, mut start) = (1, 0);
        for (end, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if (c == ',' && depth == 1) || depth == 0 {
                let name = word(list[start..end].trim());
                if !name.is_empty() {
                    found.push(name);
                }
                start = end + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn words_after(code: &str, prefix: &str) -> Vec<String> {
    code.match_indices(prefix)
        .map(|(at, _)| word(&code[at + prefix.len()..]))
        .collect()
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The code without its `mod tests { … }`.
fn without_tests(code: &str) -> String {
    let Some(start) = code.find("mod tests {") else {
        return code.to_owned();
    };
    let mut depth = 0;
    for (at, c) in code[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return code[..start].to_owned() + &code[start + at + 1..],
            '}' => depth -= 1,
            _ => {}
        }
    }
    code[..start].to_owned()
}

/// The text with comments, strings and character literals blanked.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is = |at: usize, what: &str| {
        what.chars()
            .enumerate()
            .all(|(i, c)| chars.get(at + i) == Some(&c))
    };
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = if is(at, "//") {
            (at..chars.len())
                .find(|i| chars[*i] == '\n')
                .unwrap_or(chars.len())
        } else if is(at, "/*") {
            let mut depth = 0;
            let mut i = at;
            loop {
                if is(i, "/*") {
                    depth += 1;
                    i += 2;
                } else if is(i, "*/") {
                    depth -= 1;
                    i += 2;
                } else {
                    i += 1;
                }
                if depth == 0 || i >= chars.len() {
                    break i;
                }
            }
        } else if let Some(end) = raw_string(&chars, at) {
            end
        } else if chars[at] == '"' {
            let mut i = at + 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i + 1
        } else if chars[at] == '\'' && chars.get(at + 1) == Some(&'\\') {
            (at + 3..chars.len())
                .find(|i| chars[*i] == '\'')
                .map_or(chars.len(), |i| i + 1)
        } else if chars[at] == '\'' && chars.get(at + 2) == Some(&'\'') {
            at + 3
        } else {
            out.push(chars[at]);
            at += 1;
            continue;
        };
        out.push(' ');
        at = end;
    }
    out
}

/// The end of a raw string that begins here.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| chars[before]);
    if chars[at] != 'r' || before.is_some_and(|c| (c.is_alphanumeric() && c != 'b') || c == '_') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let mut i = at + 2 + hashes;
    while i < chars.len() {
        let closes =
            chars[i] == '"' && chars[i + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
        if closes {
            return Some(i + 1 + hashes);
        }
        i += 1;
    }
    Some(chars.len())
}

#[test]
fn the_picture_is_read() {
    let rows = rows("//! ```text\n//! source → edit\n//!   → (a | b) → bin/*\n//! ```\n");
    let expected = [vec!["source"], vec!["edit"], vec!["a", "b"], vec!["bin/*"]];
    assert_eq!(rows, expected);
}

#[test]
fn everything_forbidden_is_found() {
    let rows = rows("```text\n source → edit → (a | b) → cli\n```");
    let cases = [
        ("edit.rs", "use crate::source::X;", ""),
        ("edit.rs", "use crate::edit::{X, Y};", ""),
        (
            "edit.rs",
            "use crate::{source::X, a::{Y, source}};",
            "`edit` may not use `a`",
        ),
        (
            "a/mod.rs",
            "fn f() { crate::b::g() }",
            "`a` may not use `b`",
        ),
        ("a/x.rs", "use crate :: cli ::X;", "`a` may not use `cli`"),
        (
            "a/x.rs",
            "use crate::{\n    cli,\n};",
            "`a` may not use `cli`",
        ),
        (
            "a/x.rs",
            "use crate::other::X;",
            "`crate::other` is in no row",
        ),
        ("c.rs", "", "no row of the picture owns this file"),
        (
            "lib.rs",
            "pub mod edit;\npub mod c;",
            "no row of the picture owns `c`",
        ),
        (
            "a/x.rs",
            "use super::super::b;",
            "`super::super::` hides a direction",
        ),
        (
            "a/x.rs",
            "use super::{super::b};",
            "`super::super::` hides a direction",
        ),
        (
            "a/mod.rs",
            "use super::b;",
            "`super::` in a top-level file is the whole crate",
        ),
        (
            "edit.rs",
            "mod tests {} fn f() { super::g() }",
            "`super::` in a top-level file is the whole crate",
        ),
        (
            "edit.rs",
            "#[cfg(test)] mod tests { use super::*; fn f() {} }",
            "",
        ),
        (
            "a/rules/x.rs",
            "fn check() { std::fs::read(\"x\") }",
            "a rule is pure; it may not use `std::fs`",
        ),
        ("a/x.rs", "use super::Y;", ""),
        (
            "a/x.rs",
            "use crate::*;",
            "`use crate::*` hides a direction",
        ),
        (
            "a/x.rs",
            "#[path = \"b.rs\"] mod x;",
            "`#[path]` hides a direction",
        ),
        (
            "a/x.rs",
            "use release_guard::b;",
            "the library calls itself `crate`",
        ),
        ("bin/a.rs", "fn main() { release_guard::cli::main() }", ""),
        (
            "a/mod.rs",
            "pub use crate::source::X;",
            "`pub use` of `source`, which belongs to another row",
        ),
        ("a/mod.rs", "pub use crate::a::x::X;", ""),
        (
            "edit.rs",
            "// crate::a\n/* crate::a /* */ crate::a */ /// crate::cli",
            "",
        ),
        (
            "edit.rs",
            r####"const A: &str = "crate::a \" crate::a"; const B: &str = r#"" crate::a"#;"####,
            "",
        ),
        (
            "edit.rs",
            "fn f<'a>(c: char) -> bool { c == '\"' } use crate::a::X; const C: char = '\"';",
            "`edit` may not use `a`",
        ),
        (
            "edit.rs",
            "const C: char = '\\''; use crate::a::X;",
            "`edit` may not use `a`",
        ),
    ];
    for (path, text, expected) in cases {
        let expected = match expected {
            "" => Vec::new(),
            what => vec![format!("src/{path}: {what}")],
        };
        assert_eq!(faults(path, text, &rows), expected, "{path}: {text}");
    }
}
