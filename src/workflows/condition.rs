//! The `if` of a job, step or rule, for GitHub and for GitLab: whether it holds, as far as a tree and a tag tell.
//!
//! Not the whole of either language: what is not known makes the answer `Maybe`, never a wrong one.
use regex::Regex;

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    No,
    Maybe,
    Yes,
}

/// A value, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Null,
    Truth(Holds),
    Unknown,
    /// Whatever it is compared with: the repository and its owner are those that the workflow was written for.
    AsWanted,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    Pattern(String),
    Name(String),
    Sign(&'static str),
}

/// Decides a condition; `find` tells what a name such as `github.ref` or `$CI_COMMIT_TAG` has.
pub(super) fn decide(text: &str, find: &dyn Fn(&str) -> Value) -> Holds {
    let text = text.trim();
    let inner = text
        .strip_prefix("${{")
        .and_then(|text| text.strip_suffix("}}"));
    let Some(tokens) = tokens(inner.unwrap_or(text)) else {
        return Holds::Maybe;
    };
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        depth: 0,
        find,
    };
    let value = reader.either();
    match value {
        Some(value) if reader.at == tokens.len() => value.holds(),
        _ => Holds::Maybe,
    }
}

impl Value {
    fn holds(&self) -> Holds {
        match self {
            Self::Text(text) if text.is_empty() || text == "false" => Holds::No,
            Self::Text(_) | Self::AsWanted => Holds::Yes,
            Self::Null => Holds::No,
            Self::Truth(holds) => *holds,
            Self::Unknown => Holds::Maybe,
        }
    }
}

impl Holds {
    fn of(truth: bool) -> Self {
        if truth { Self::Yes } else { Self::No }
    }

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

const SIGNS: [&str; 11] = ["==", "!=", "=~", "!~", "&&", "||", "(", ")", "!", ",", "*"];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_pattern = first == '/';
        if matches!(first, '\'' | '"') || is_pattern {
            let (inner, behind) = rest.get(1..)?.split_once(first)?;
            out.push(match is_pattern {
                true => Token::Pattern(inner.to_owned()),
                false => Token::Text(inner.to_owned()),
            });
            rest = behind;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            out.push(Token::Sign(sign));
            rest = rest.get(sign.len()..)?;
        } else {
            let is_part = |c: char| c.is_alphanumeric() || "_-.$[]{}*'".contains(c);
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            out.push(Token::Name(rest.get(..end)?.to_owned()));
            rest = rest.get(end..)?;
        }
        rest = rest.trim_start();
    }
    Some(out)
}

struct Reader<'r> {
    tokens: &'r [Token],
    at: usize,
    depth: usize,
    find: &'r dyn Fn(&str) -> Value,
}

impl Reader<'_> {
    fn is_next(&mut self, sign: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.at), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn either(&mut self) -> Option<Value> {
        let mut value = self.both()?;
        while self.is_next("||") {
            let other = self.both()?.holds();
            value = Value::Truth(value.holds().max(other));
        }
        Some(value)
    }

    fn both(&mut self) -> Option<Value> {
        let mut value = self.compared()?;
        while self.is_next("&&") {
            let other = self.compared()?.holds();
            value = Value::Truth(value.holds().min(other));
        }
        Some(value)
    }

    fn compared(&mut self) -> Option<Value> {
        let left = self.single()?;
        for sign in ["==", "!="] {
            if self.is_next(sign) {
                let same = is_same(&left, &self.single()?);
                let holds = if sign == "==" { same } else { same.not() };
                return Some(Value::Truth(holds));
            }
        }
        for sign in ["=~", "!~"] {
            if self.is_next(sign) {
                let Some(Token::Pattern(pattern)) = self.tokens.get(self.at) else {
                    return None;
                };
                self.at += 1;
                let fits = match (&left, Regex::new(pattern)) {
                    (Value::Text(text), Ok(pattern)) => Holds::of(pattern.is_match(text)),
                    (Value::Null, _) => Holds::No,
                    _ => Holds::Maybe,
                };
                let holds = if sign == "=~" { fits } else { fits.not() };
                return Some(Value::Truth(holds));
            }
        }
        Some(left)
    }

    fn single(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > 200 {
            return None;
        }
        if self.is_next("!") {
            return Some(Value::Truth(self.single()?.holds().not()));
        }
        if self.is_next("(") {
            let value = self.either()?;
            return self.is_next(")").then_some(value);
        }
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        match token {
            Token::Text(text) => Some(Value::Text(text.clone())),
            Token::Name(name) if self.is_next("(") => {
                let mut arguments = Vec::new();
                while !self.is_next(")") {
                    arguments.push(self.either()?);
                    self.is_next(",");
                }
                // What a part of the answer is, as in `fromJson(x).y`, nobody knows before.
                if let Some(Token::Name(part)) = self.tokens.get(self.at)
                    && part.starts_with(['.', '['])
                {
                    self.at += 1;
                    return Some(Value::Unknown);
                }
                Some(Value::Truth(called(name, &arguments)))
            }
            Token::Name(name) => Some(match name.as_str() {
                "true" => Value::Truth(Holds::Yes),
                "false" => Value::Truth(Holds::No),
                "null" => Value::Null,
                name => (self.find)(name),
            }),
            Token::Pattern(_) | Token::Sign(_) => None,
        }
    }
}

fn is_same(left: &Value, right: &Value) -> Holds {
    match (left, right) {
        (Value::AsWanted, _) | (_, Value::AsWanted) => Holds::Yes,
        (Value::Unknown, _) | (_, Value::Unknown) => Holds::Maybe,
        (Value::Text(left), Value::Text(right)) => Holds::of(left.eq_ignore_ascii_case(right)),
        (Value::Null, Value::Null) => Holds::Yes,
        (Value::Null, Value::Text(text)) | (Value::Text(text), Value::Null) => {
            Holds::of(text.is_empty())
        }
        (Value::Truth(left), Value::Truth(right)) => match (left, right) {
            (Holds::Maybe, _) | (_, Holds::Maybe) => Holds::Maybe,
            (left, right) => Holds::of(left == right),
        },
        (Value::Truth(_), _) | (_, Value::Truth(_)) => Holds::Maybe,
    }
}

/// What a function answers.
fn called(name: &str, arguments: &[Value]) -> Holds {
    let lower = |text: &String| text.to_ascii_lowercase();
    match (name.to_ascii_lowercase().as_str(), arguments) {
        ("success" | "always", _) => Holds::Yes,
        ("failure" | "cancelled", _) => Holds::No,
        ("startswith", [Value::Text(text), Value::Text(part)]) => {
            Holds::of(lower(text).starts_with(&lower(part)))
        }
        ("endswith", [Value::Text(text), Value::Text(part)]) => {
            Holds::of(lower(text).ends_with(&lower(part)))
        }
        ("contains", [Value::Text(text), Value::Text(part)]) => {
            Holds::of(lower(text).contains(&lower(part)))
        }
        ("startswith" | "endswith" | "contains", [Value::Null, Value::Text(_)]) => Holds::No,
        _ => Holds::Maybe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_decided_as_far_as_they_are_known() {
        let find = |name: &str| match name {
            "github.ref" | "$CI_COMMIT_TAG" => Value::Text("refs/tags/v1.2.4".into()),
            "github.repository" => Value::AsWanted,
            "$CI_COMMIT_BRANCH" => Value::Null,
            _ => Value::Unknown,
        };
        for (condition, expected) in [
            ("startsWith(github.ref, 'refs/tags/')", Holds::Yes),
            ("${{ startsWith(github.ref, 'refs/tags/v2') }}", Holds::No),
            ("github.ref == 'refs/heads/main'", Holds::No),
            (
                "github.repository == 'acme/demo' && contains(github.ref, 'v1')",
                Holds::Yes,
            ),
            (
                "!contains(github.ref, 'rc') && needs.a.outputs.b == 'true'",
                Holds::Maybe,
            ),
            (
                "github.ref == 'x' && needs.a.outputs.b == 'true'",
                Holds::No,
            ),
            ("always() && (failure() || inputs.x)", Holds::Maybe),
            ("$CI_COMMIT_TAG", Holds::Yes),
            (
                "$CI_COMMIT_TAG =~ /v\\d+/ && $CI_COMMIT_BRANCH == null",
                Holds::Yes,
            ),
            ("$CI_COMMIT_TAG !~ /v\\d+/", Holds::No),
            ("$CI_COMMIT_BRANCH", Holds::No),
            ("github.ref ==", Holds::Maybe),
            ("((((", Holds::Maybe),
            ("'open", Holds::Maybe),
        ] {
            assert_eq!(decide(condition, &find), expected, "{condition}");
        }
    }
}
