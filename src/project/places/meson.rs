//! The version of `project()` in meson.build.
//!
//! Not a Meson interpreter: what is neither a literal nor a file is known only to Meson.
use crate::project::pointers::{Reader, Written};
use crate::project::toml::{Text, Toml};
use crate::project::{Declaration, Package, ProjectError, Role, Site};
use crate::source::{Place, SourceFile};
use std::ops::Range;

/// What the keyword `version` is given.
#[derive(Debug, PartialEq, Eq)]
enum Given {
    /// A string.
    Literal(Range<usize>),
    /// The path of a file that holds the version.
    File(Range<usize>),
    /// Something else.
    Other,
}

/// Reads the version that meson-python takes; `place` is where pyproject.toml says that it does.
pub(in crate::project) fn source(
    reader: &Reader<'_>,
    package: &mut Package,
    place: Place,
) -> Result<(), ProjectError> {
    let file = super::file(reader, package, "meson.build")?;
    let call = file.as_ref().and_then(project);
    let given = call.map(|call| call.version);
    match (file, given) {
        (Some(file), Some(Given::Literal(span))) => {
            let text = text(&file, span);
            package.declare(Declaration::by(Site::Meson, Role::Source, &file, text));
            Ok(())
        }
        (Some(file), Some(Given::File(span))) => {
            let path = text(&file, span).value;
            let written = Written {
                site: Site::Project,
                raw: path.clone(),
                place,
            };
            reader.whole_file(package, written, &path)
        }
        _ => {
            package.opaque = Some("the build back-end `mesonpy`".into());
            Ok(())
        }
    }
}

/// Reads the literal that repeats the version where meson-python builds a project of the same name.
pub(super) fn mirror(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
) -> Result<(), ProjectError> {
    if toml.str(&["build-system", "build-backend"]) != Some("mesonpy") {
        return Ok(());
    }
    let Some(file) = super::file(reader, package, "meson.build")? else {
        return Ok(());
    };
    if let Some(Call {
        name: Some(name),
        version: Given::Literal(span),
    }) = project(&file)
        && super::is_name_of(package, &text(&file, name).value)
        && let Some(found) = super::version(package, Site::Meson, &file, text(&file, span))
    {
        package.declare(found);
    }
    Ok(())
}

fn text(file: &SourceFile, span: Range<usize>) -> Text {
    let bytes = file.bytes.get(span.clone()).unwrap_or_default();
    Text {
        value: String::from_utf8_lossy(bytes).into_owned(),
        span,
    }
}

/// The call of `project()`.
#[derive(Debug, PartialEq, Eq)]
struct Call {
    name: Option<Range<usize>>,
    version: Given,
}

/// A word, a string without its quotes, or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Text(Range<usize>),
    Sign(char),
}

/// Finds the first call of `project()`; `None` where there is none or it has no version.
fn project(file: &SourceFile) -> Option<Call> {
    let tokens = tokens(file.text().ok()?);
    let is_call = |pair: &[Token<'_>]| pair == [Token::Word("project"), Token::Sign('(')];
    let open = tokens.windows(2).position(is_call)?;
    let inside = tokens.get(open + 2..)?;
    let name = match inside.first() {
        Some(Token::Text(span)) => Some(span.clone()),
        _ => None,
    };
    let mut depth = 1_usize;
    for (at, token) in inside.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Word("version") if depth == 1 => {
                let version = match inside.get(at + 1..)? {
                    [Token::Sign(':'), value @ ..] => given(value),
                    _ => continue,
                };
                return Some(Call { name, version });
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    None
}

fn given(value: &[Token<'_>]) -> Given {
    match value {
        [Token::Text(span), Token::Sign(',' | ')'), ..] => Given::Literal(span.clone()),
        [
            Token::Word("files"),
            Token::Sign('('),
            Token::Text(span),
            Token::Sign(')'),
            Token::Sign(',' | ')'),
            ..,
        ] => Given::File(span.clone()),
        _ => Given::Other,
    }
}

/// Splits a text into tokens. A string with escapes or in three quotes is a sign: nobody writes a version so.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        at += match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '\'' if rest.starts_with("'''") => {
                tokens.push(Token::Sign('\''));
                let inner = rest.get(3..).unwrap_or_default();
                inner.find("'''").map_or(rest.len(), |end| end + 6)
            }
            '\'' => {
                let inner = rest.get(1..).unwrap_or_default();
                let end = string_end(inner);
                let is_plain = !inner.get(..end).unwrap_or_default().contains('\\');
                tokens.push(match is_plain {
                    true => Token::Text(at + 1..at + 1 + end),
                    false => Token::Sign('\''),
                });
                end + 2
            }
            c if is_word(c) => {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest.get(..end).unwrap_or_default()));
                end
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(Token::Sign(c));
                }
                c.len_utf8()
            }
        };
    }
    tokens
}

/// Where a string in quotes ends.
fn string_end(inner: &str) -> usize {
    let mut is_escaped = false;
    let end = inner.find(|c| {
        let ends = c == '\'' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.unwrap_or(inner.len())
}
