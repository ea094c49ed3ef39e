//! entry_points.txt: groups in brackets, and `name = module:object` below them.
//!
//! Not whether the objects exist: that is for `validate_dist`'s rules.
use super::Document;
use std::collections::BTreeSet;
use std::ops::Range;

/// No wheel has more entry points; of a hostile one, no more are kept.
const LIMIT: usize = 10_000;

/// One entry point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPoint {
    /// The group, such as `console_scripts`.
    pub group: String,
    /// The name.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// Where its line stands, in bytes.
    pub span: Range<usize>,
}

/// What an entry point names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object<'v> {
    /// The module, with dots.
    pub module: &'v str,
    /// The object in it; empty when the module itself is meant.
    pub attribute: &'v str,
}

/// What an entry_points.txt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPoints {
    /// Where it was read.
    pub document: Document,
    /// The entry points, in order.
    pub all: Vec<EntryPoint>,
    /// What is not as it should be: where in bytes, and what.
    pub problems: Vec<(Range<usize>, String)>,
}

impl EntryPoint {
    /// Whether installers make a command of it.
    pub fn is_script(&self) -> bool {
        matches!(self.group.as_str(), "console_scripts" | "gui_scripts")
    }

    /// What it names; `None` when the value is not `module`, `module:object` or one of them with `[extras]`.
    pub fn object(&self) -> Option<Object<'_>> {
        let bare = match self.value.split_once('[') {
            Some((bare, extras)) if extras.trim_end().ends_with(']') => bare,
            Some(_) => return None,
            None => &self.value,
        };
        let (module, attribute) = match bare.split_once(':') {
            Some((_, "")) => return None,
            Some((module, attribute)) => (module.trim(), attribute.trim()),
            None => (bare.trim(), ""),
        };
        let is_dotted = |text: &str| text.split('.').all(is_identifier);
        let sound = is_dotted(module) && (attribute.is_empty() || is_dotted(attribute));
        sound.then_some(Object { module, attribute })
    }
}

/// Whether Python takes this for a name; keywords are not told apart.
fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

impl EntryPoints {
    /// Reads an entry_points.txt, as far as it can be read.
    pub fn new(document: Document) -> Self {
        let bytes = document.bytes.clone();
        let mut read = Self {
            document,
            all: Vec::new(),
            problems: Vec::new(),
        };
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                read.problems
                    .push((at..at + 1, "this byte is not UTF-8".into()));
                return read;
            }
        };
        let (mut groups, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut group: Option<String> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let content = line.trim();
            if read.all.len() + read.problems.len() >= LIMIT {
                let message = format!("only the first {LIMIT} entry points are looked at");
                read.problems.push((start..at, message));
                return read;
            }
            if content.is_empty() || content.starts_with(['#', ';']) {
                continue;
            }
            let span = start..start + line.trim_end().len();
            if line.starts_with([' ', '\t']) && group.is_some() && !read.all.is_empty() {
                read.continue_with(content, span);
            } else if let Some(name) = content.strip_prefix('[') {
                let name = name.strip_suffix(']').unwrap_or(name).to_owned();
                if !content.ends_with(']') {
                    read.problems.push((span, "a bracket is not closed".into()));
                } else if !groups.insert(name.clone()) {
                    read.problems
                        .push((span, format!("the group `{name}` stands twice")));
                }
                group = Some(name);
            } else {
                read.option(group.as_deref(), content, span, &mut seen);
            }
        }
        read
    }

    fn continue_with(&mut self, content: &str, span: Range<usize>) {
        if let Some(last) = self.all.last_mut() {
            last.value.push_str(content);
            last.span.end = span.end;
        }
    }

    fn option(
        &mut self,
        group: Option<&str>,
        content: &str,
        span: Range<usize>,
        seen: &mut BTreeSet<(String, String)>,
    ) {
        let Some(group) = group else {
            let message = "this line stands before the first `[group]`";
            self.problems.push((span, message.into()));
            return;
        };
        let Some((name, value)) = content.split_once('=') else {
            let message = "this line is not `name = module:object`";
            self.problems.push((span, message.into()));
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        if !seen.insert((group.to_owned(), name.to_owned())) {
            let message = format!("`{name}` stands twice in the group `{group}`");
            self.problems.push((span.clone(), message));
        }
        self.all.push(EntryPoint {
            group: group.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
            span,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> EntryPoints {
        EntryPoints::new(Document {
            archive: std::path::Path::new("x").into(),
            name: "entry_points.txt".into(),
            bytes: text.as_bytes().into(),
        })
    }

    #[test]
    fn entry_points_and_what_they_name() {
        let read = read("# c\n[console_scripts]\na = p.q:main.run [x]\n\n[g]\nb=p\n");
        assert_eq!(read.problems, []);
        assert_eq!(
            read.all[0].object(),
            Some(Object {
                module: "p.q",
                attribute: "main.run"
            })
        );
        assert!(read.all[0].is_script());
        assert_eq!(read.all[1].object().unwrap().module, "p");
    }

    #[test]
    fn what_is_no_entry_point() {
        for (text, message) in [
            ("a = b\n", "this line stands before the first `[group]`"),
            ("[g\n", "a bracket is not closed"),
            ("[g]\na: b\n", "this line is not `name = module:object`"),
            ("[g]\na=b\na=c\n", "`a` stands twice in the group `g`"),
            ("[g]\n[g]\n", "the group `g` stands twice"),
        ] {
            assert_eq!(read(text).problems[0].1, message);
        }
        for value in ["a-b:c", "a:", ":b", "a..b:c", "a:b[x", "1a:b"] {
            assert_eq!(read(&format!("[g]\nx = {value}\n")).all[0].object(), None);
        }
    }
}
