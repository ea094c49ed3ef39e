//! The statements of a module that bind a name, in order.
//!
//! Not what they bind it to: bodies of classes and functions are passed over, and values stay tokens.
use super::scan::{Kind, Statement, Token};
use super::source::{Shape, Source, whole};
use std::ops::Range;

/// Whether a statement runs whenever the module does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Always,
    Perhaps,
}

/// What a name is bound to.
pub(super) enum Bound<'t> {
    /// The value of an expression.
    Value(&'t [Token]),
    /// A name of another module.
    Imported { module: String, name: String },
    /// Something that is known only when the module runs, with what makes it so.
    Running(&'static str),
    /// Whatever another module has under that name, if it has.
    Star,
}

/// A statement that binds the name.
pub(super) struct Binding<'t> {
    pub(super) certainty: Certainty,
    pub(super) statement: Range<usize>,
    pub(super) bound: Bound<'t>,
}

/// Finds every statement that binds a name of the module.
pub(super) fn bindings<'t>(
    source: Source<'_>,
    statements: &'t [Statement],
    name: &str,
) -> Vec<Binding<'t>> {
    let finder = Finder { source, name };
    let mut found = Vec::new();
    // The indentation of a class or function whose body binds names of its own.
    let mut scope: Option<usize> = None;
    let mut in_line = false;
    for statement in statements {
        let tokens = statement.tokens.as_slice();
        if scope.is_some_and(|indent| statement.follows || statement.indent > indent) {
            continue;
        }
        scope = None;
        let bound = if let Some(defined) = finder.defined(tokens) {
            scope = Some(statement.indent);
            in_line = false;
            defined.then_some(Bound::Running("it is a class or function"))
        } else if let Some((header, body)) = finder.compound(tokens) {
            in_line = true;
            finder.header(header).or_else(|| finder.simple(body))
        } else {
            in_line &= statement.follows;
            finder.simple(tokens)
        };
        if let Some(bound) = bound {
            found.push(Binding {
                certainty: match statement.indent {
                    0 if !in_line => Certainty::Always,
                    _ => Certainty::Perhaps,
                },
                statement: whole(tokens),
                bound,
            });
        }
    }
    found
}

/// Whether code anywhere in the file may bind the name without a statement of the module's own.
pub(super) fn is_reached(source: Source<'_>, statements: &[Statement], name: &str) -> bool {
    statements.iter().any(|statement| {
        let tokens = statement.tokens.as_slice();
        let is_global = source.nth(tokens, 0) == b"global"
            && tokens
                .iter()
                .any(|token| source.text(token) == name.as_bytes());
        let reaches = tokens.windows(2).any(|pair| {
            let (first, second) = (source.nth(pair, 0), source.nth(pair, 1));
            match first {
                b"exec" | b"globals" | b"locals" | b"vars" => second == b"(",
                b"." => second == b"modules",
                _ => false,
            }
        });
        is_global || reaches
    })
}

struct Finder<'b> {
    source: Source<'b>,
    name: &'b str,
}

impl Finder<'_> {
    fn is_name(&self, token: &Token) -> bool {
        token.kind == Kind::Name && self.source.text(token) == self.name.as_bytes()
    }

    /// Whether a class or function defines the name; `None` for another statement.
    fn defined(&self, tokens: &[Token]) -> Option<bool> {
        let at = match self.source.nth(tokens, 0) {
            b"class" | b"def" => 1,
            b"async" => 2,
            b"@" => return Some(false),
            _ => return None,
        };
        Some(tokens.get(at).is_some_and(|token| self.is_name(token)))
    }

    /// Cuts a compound statement behind the colon of its header.
    fn compound<'t>(&self, tokens: &'t [Token]) -> Option<(&'t [Token], &'t [Token])> {
        let is_compound = match self.source.nth(tokens, 0) {
            b"if" | b"elif" | b"else" | b"try" | b"except" | b"finally" | b"with" | b"for"
            | b"while" => true,
            // These two are keywords only before a value.
            b"match" | b"case" => !matches!(
                self.source.nth(tokens, 1),
                b"" | b"=" | b":" | b"." | b"," | b")"
            ),
            _ => false,
        };
        if !is_compound {
            return None;
        }
        let (mut depth, mut lambdas) = (0_usize, 0_usize);
        let colon = tokens.iter().position(|token| {
            match self.source.text(token) {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => depth = depth.saturating_sub(1),
                b"lambda" if depth == 0 => lambdas += 1,
                b":" if depth == 0 && lambdas > 0 => lambdas -= 1,
                b":" => return depth == 0,
                _ => {}
            }
            false
        })?;
        let (header, body) = tokens.split_at_checked(colon)?;
        Some((header, body.get(1..).unwrap_or_default()))
    }

    /// What the header of a compound statement binds the name to.
    fn header<'t>(&self, tokens: &'t [Token]) -> Option<Bound<'t>> {
        let position = |word: &[u8]| {
            tokens
                .iter()
                .position(|token| self.source.text(token) == word)
        };
        let stored = match self.source.nth(tokens, 0) {
            b"for" => self.stores(tokens.get(1..position(b"in")?)?),
            b"case" => tokens.iter().any(|token| self.is_name(token)),
            b"with" | b"except" => tokens
                .split(|token| self.source.text(token) == b"as")
                .skip(1)
                .any(|target| self.stores(target)),
            _ => false,
        };
        if stored {
            return Some(Bound::Running("it is the target of a compound statement"));
        }
        self.walrus(tokens)
    }

    /// What a simple statement binds the name to; `None` when it does not.
    fn simple<'t>(&self, tokens: &'t [Token]) -> Option<Bound<'t>> {
        let rest = tokens.get(1..).unwrap_or_default();
        match self.source.nth(tokens, 0) {
            b"from" => return self.imported(tokens),
            b"import" => {
                let bound = |item: &&[Token]| match item {
                    [.., word, last] if self.source.text(word) == b"as" => self.is_name(last),
                    [first, ..] => self.is_name(first),
                    [] => false,
                };
                let found = self.source.split(rest, b",").iter().any(bound);
                return found.then_some(Bound::Running("it is a module"));
            }
            b"del" => {
                return self
                    .stores(rest)
                    .then_some(Bound::Running("it is deleted after it is assigned"));
            }
            b"type" if rest.first().is_some_and(|token| self.is_name(token)) => {
                return Some(Bound::Running("it is a type"));
            }
            _ => {}
        }
        self.assigned(tokens).or_else(|| self.walrus(tokens))
    }

    fn assigned<'t>(&self, tokens: &'t [Token]) -> Option<Bound<'t>> {
        let sign = self.source.nth(tokens, 1);
        if tokens.first().is_some_and(|first| self.is_name(first))
            && sign.len() > 1
            && sign.ends_with(b"=")
            && !matches!(sign, b"==" | b"!=" | b"<=" | b">=" | b":=")
        {
            return Some(Bound::Running("it is changed after it is assigned"));
        }
        let parts = self.source.split(tokens, b"=");
        let (value, targets) = parts.split_last()?;
        let mut found = false;
        for target in targets {
            // What follows a colon is an annotation.
            let target = self.source.split(target, b":").first().copied()?;
            match self.source.shape(target) {
                Shape::One([only]) if self.is_name(only) => found = true,
                _ if self.stores(target) => {
                    return Some(Bound::Running("it is assigned together with other names"));
                }
                _ => {}
            }
        }
        let is_itself = matches!(value, [only] if self.is_name(only));
        (found && !is_itself).then_some(Bound::Value(value))
    }

    /// Whether the name is among targets, and not part of one, as in `name.x`, `x[name]` or `f(name)`.
    fn stores(&self, target: &[Token]) -> bool {
        let mut within = 0_usize;
        for (at, token) in target.iter().enumerate() {
            let before = at
                .checked_sub(1)
                .map_or(b"".as_slice(), |before| self.source.nth(target, before));
            let starts = matches!(before, b"" | b"," | b"(" | b"[" | b"*");
            match self.source.text(token) {
                b"(" | b"[" | b"{" if within > 0 || !starts => within += 1,
                b")" | b"]" | b"}" => within = within.saturating_sub(1),
                _ if within == 0 && starts && self.is_name(token) => {
                    if matches!(self.source.nth(target, at + 1), b"" | b"," | b")" | b"]") {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    fn walrus<'t>(&self, tokens: &'t [Token]) -> Option<Bound<'t>> {
        let found = tokens.windows(2).any(|pair| {
            pair.first().is_some_and(|first| self.is_name(first))
                && self.source.nth(pair, 1) == b":="
        });
        found.then_some(Bound::Running("it is assigned inside an expression"))
    }

    fn imported<'t>(&self, tokens: &'t [Token]) -> Option<Bound<'t>> {
        let at = tokens
            .iter()
            .position(|token| self.source.text(token) == b"import")?;
        let names = tokens.get(at + 1..)?;
        if self.source.nth(names, 0) == b"*" {
            return Some(Bound::Star);
        }
        let names = self.source.inside(names, b"(", b")").unwrap_or(names);
        let text = |tokens: &[Token]| -> String {
            let words = tokens.iter().map(|token| self.source.text(token));
            String::from_utf8_lossy(&words.collect::<Vec<_>>().concat()).into_owned()
        };
        self.source.split(names, b",").into_iter().find_map(|item| {
            let bound = item.last().is_some_and(|last| self.is_name(last));
            bound.then(|| Bound::Imported {
                module: text(tokens.get(1..at).unwrap_or_default()),
                name: text(item.get(..1).unwrap_or_default()),
            })
        })
    }
}
