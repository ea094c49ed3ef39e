//! The expressions of GitHub's workflows, as far as ours use them: `${{ inputs.tag && format('…', inputs.tag) || … }}`.
//!
//! What it does not know fails the test.
use regex::Regex;
use serde_json::Value;

/// A text with its expressions filled in; what one is alone where the text is nothing else.
pub fn filled(text: &str, context: &Value) -> Value {
    let whole = text
        .trim()
        .strip_prefix("${{")
        .and_then(|rest| rest.strip_suffix("}}"));
    if let Some(inner) = whole.filter(|inner| !inner.contains("${{")) {
        return evaluated(inner, context);
    }
    let mut parts = text.split("${{");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (inner, behind) = part.split_once("}}").unwrap();
        out += &shown(&evaluated(inner, context));
        out += behind;
    }
    out.into()
}

/// A value as a text.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a value counts as true.
pub fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && *value != "" && *value != 0
}

fn evaluated(text: &str, context: &Value) -> Value {
    let token =
        Regex::new(r"^\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*|\|\||&&|==|!=|[!(),])\s*").unwrap();
    let (mut rest, mut tokens) = (text, Vec::new());
    while !rest.trim().is_empty() {
        let found = token.captures(rest);
        let found = found
            .unwrap_or_else(|| panic!("an expression of GitHub's that is not known: `{text}`"));
        tokens.push(found[1].to_owned());
        rest = &rest[found[0].len()..];
    }
    let mut reader = Reader {
        tokens: tokens.into_iter().peekable(),
        context,
    };
    let value = reader.either();
    assert!(
        reader.tokens.next().is_none(),
        "not read to its end: `{text}`"
    );
    value
}

struct Reader<'c> {
    tokens: std::iter::Peekable<std::vec::IntoIter<String>>,
    context: &'c Value,
}

impl Reader<'_> {
    fn is_next(&mut self, sign: &str) -> bool {
        self.tokens.next_if(|token| token == sign).is_some()
    }

    fn either(&mut self) -> Value {
        let mut value = self.both();
        while self.is_next("||") {
            let other = self.both();
            value = if is_true(&value) { value } else { other };
        }
        value
    }

    fn both(&mut self) -> Value {
        let mut value = self.compared();
        while self.is_next("&&") {
            let other = self.compared();
            value = if is_true(&value) { other } else { value };
        }
        value
    }

    fn compared(&mut self) -> Value {
        let value = self.single();
        match () {
            () if self.is_next("==") => (value == self.single()).into(),
            () if self.is_next("!=") => (value != self.single()).into(),
            () => value,
        }
    }

    fn single(&mut self) -> Value {
        let token = self.tokens.next().unwrap();
        if let Some(text) = token.strip_prefix('\'') {
            return text.strip_suffix('\'').unwrap().replace("''", "'").into();
        }
        match token.as_str() {
            "!" => (!is_true(&self.single())).into(),
            "(" => {
                let value = self.either();
                assert!(self.is_next(")"));
                value
            }
            "true" => true.into(),
            "false" => false.into(),
            name if self.is_next("(") => self.called(name),
            name => {
                let start = name.split('.').next().unwrap();
                assert!(
                    self.context.get(start).is_some(),
                    "`{name}` is not known here"
                );
                let pointer = format!("/{}", name.replace('.', "/"));
                self.context.pointer(&pointer).cloned().unwrap_or_default()
            }
        }
    }

    fn called(&mut self, name: &str) -> Value {
        let mut arguments = Vec::new();
        while !self.is_next(")") {
            arguments.push(shown(&self.either()));
            self.is_next(",");
        }
        match name {
            "fromJSON" => serde_json::from_str(&arguments[0]).unwrap(),
            "format" => {
                let values = arguments[1..].iter().enumerate();
                let fill = |text: String, (at, value): (usize, &String)| {
                    text.replace(&format!("{{{at}}}"), value)
                };
                values.fold(arguments[0].clone(), fill).into()
            }
            other => panic!("a function of GitHub's that is not known: `{other}`"),
        }
    }
}
