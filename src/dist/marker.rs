//! Environment markers such as `python_version < "3.12" and extra == "x"` (PEP 508), as `packaging` reads them.
//!
//! Not whether one holds: that depends on the interpreter.

/// No marker has more parentheses within each other.
const DEPTH: usize = 200;

/// The variables and the older spellings of them, each with the name it goes by.
const VARIABLES: &[(&str, &str)] = &[
    ("python_version", "python_version"),
    ("python_full_version", "python_full_version"),
    ("os_name", "os_name"),
    ("os.name", "os_name"),
    ("sys_platform", "sys_platform"),
    ("sys.platform", "sys_platform"),
    ("platform_release", "platform_release"),
    ("platform_system", "platform_system"),
    ("platform_version", "platform_version"),
    ("platform.version", "platform_version"),
    ("platform_machine", "platform_machine"),
    ("platform.machine", "platform_machine"),
    ("platform_python_implementation", IMPLEMENTATION),
    ("platform.python_implementation", IMPLEMENTATION),
    ("python_implementation", IMPLEMENTATION),
    ("implementation_name", "implementation_name"),
    ("implementation_version", "implementation_version"),
    ("extra", "extra"),
    ("extras", "extras"),
    ("dependency_groups", "dependency_groups"),
];

const IMPLEMENTATION: &str = "platform_python_implementation";

/// Operators, those first that begin with another one.
const OPERATORS: &[&str] = &["===", "==", "~=", "!=", "<=", ">=", "<", ">"];

/// A marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// One comparison.
    Comparison {
        /// What stands before the operator.
        left: Operand,
        /// An operator of versions, `in`, or `not in`.
        operator: &'static str,
        /// What stands behind it.
        right: Operand,
    },
    /// Several parts; `and` binds them closer than `or`.
    Group {
        /// The parts; at least one.
        parts: Vec<Marker>,
        /// What stands between them: `and` or `or`, one fewer than there are parts.
        joints: Vec<&'static str>,
    },
}

/// A side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A variable of the environment.
    Variable(&'static str),
    /// A text between quotation marks, without them.
    Text(String),
}

/// Why a text is not a marker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkerError {
    /// Neither a variable nor a quoted text stands where one should.
    #[error("`{rest}` in the marker begins with neither a variable nor a quoted text")]
    Operand {
        /// What stands there.
        rest: String,
    },
    /// A quoted text has escapes that mean nothing, or a line break.
    #[error("the quoted text `{text}` in the marker cannot be read")]
    Text {
        /// The text with its quotation marks.
        text: String,
    },
    /// No operator stands where one should.
    #[error("`{rest}` in the marker does not begin with an operator")]
    Operator {
        /// What stands there.
        rest: String,
    },
    /// A parenthesis is not closed.
    #[error("a parenthesis in the marker is not closed before `{rest}`")]
    Unclosed {
        /// What stands there.
        rest: String,
    },
    /// Something stands behind the marker.
    #[error("`{rest}` behind the marker is neither `and` nor `or`")]
    Rest {
        /// What stands there.
        rest: String,
    },
    /// Parentheses are nested too deep.
    #[error("the marker has more than {DEPTH} parentheses within each other")]
    TooDeep,
}

impl Marker {
    /// Reads a marker.
    pub fn parse(text: &str) -> Result<Self, MarkerError> {
        let mut at = Cursor { rest: text };
        let marker = at.marker(0)?;
        match at.rest {
            "" => Ok(marker),
            rest => Err(MarkerError::Rest { rest: rest.into() }),
        }
    }

    /// The texts that `extra` is compared with.
    pub fn extras(&self) -> Vec<&str> {
        match self {
            Self::Comparison { left, right, .. } => match (left, right) {
                (Operand::Variable("extra"), Operand::Text(text))
                | (Operand::Text(text), Operand::Variable("extra")) => vec![text],
                _ => Vec::new(),
            },
            Self::Group { parts, .. } => parts.iter().flat_map(Self::extras).collect(),
        }
    }
}

struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn marker(&mut self, depth: usize) -> Result<Marker, MarkerError> {
        let mut parts = vec![self.part(depth)?];
        let mut joints = Vec::new();
        while let Some(joint) = self.word("and").or_else(|| self.word("or")) {
            joints.push(joint);
            parts.push(self.part(depth)?);
        }
        Ok(Marker::Group { parts, joints })
    }

    fn part(&mut self, depth: usize) -> Result<Marker, MarkerError> {
        self.skip_space();
        let marker = if self.take("(") {
            if depth >= DEPTH {
                return Err(MarkerError::TooDeep);
            }
            let inner = self.marker(depth + 1)?;
            if !self.take(")") {
                return Err(MarkerError::Unclosed { rest: self.owned() });
            }
            inner
        } else {
            let left = self.operand()?;
            let operator = self.operator()?;
            let right = self.operand()?;
            Marker::Comparison {
                left,
                operator,
                right,
            }
        };
        self.skip_space();
        Ok(marker)
    }

    fn operand(&mut self) -> Result<Operand, MarkerError> {
        let named = VARIABLES
            .iter()
            .find_map(|(spelling, name)| self.word(spelling).map(|_| *name));
        if let Some(name) = named {
            self.skip_space();
            return Ok(Operand::Variable(name));
        }
        let refuse = || MarkerError::Operand { rest: self.owned() };
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or_else(refuse)?;
        let inner = self.rest.get(1..).unwrap_or_default();
        let (text, rest) = inner.split_once(quote).ok_or_else(refuse)?;
        let text = unescaped(text).ok_or_else(|| MarkerError::Text {
            text: format!("{quote}{text}{quote}"),
        })?;
        self.rest = rest;
        self.skip_space();
        Ok(Operand::Text(text))
    }

    fn operator(&mut self) -> Result<&'static str, MarkerError> {
        let before = self.rest;
        let found = if self.word("in").is_some() {
            Some("in")
        } else if self.word("not").is_some() {
            let has_space = self.rest.starts_with([' ', '\t']);
            self.skip_space();
            self.word("in").filter(|_| has_space).map(|_| "not in")
        } else {
            OPERATORS
                .iter()
                .copied()
                .find(|operator| self.take(operator))
        };
        self.skip_space();
        found.ok_or_else(|| MarkerError::Operator {
            rest: before.to_owned(),
        })
    }

    /// Takes a word that no letter, digit or `_` follows.
    fn word(&mut self, word: &'static str) -> Option<&'static str> {
        let rest = self.rest.strip_prefix(word)?;
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if goes_on {
            return None;
        }
        self.rest = rest;
        Some(word)
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn owned(&self) -> String {
        self.rest.to_owned()
    }
}

/// What a Python string literal of this content means; `None` when it is none. Characters by name are left as they are.
fn unescaped(text: &str) -> Option<String> {
    if text.contains(['\n', '\r', '\0']) {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let kind = after.chars().next()?;
        let after = after.get(kind.len_utf8()..)?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let (code, after) = after.split_at_checked(digits)?;
        rest = after;
        match kind {
            'x' | 'u' | 'U' => {
                if !code.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return None;
                }
                let code = u32::from_str_radix(code, 16).ok()?;
                let is_half = (0xd800..0xe000).contains(&code);
                out.push(if is_half {
                    '\u{fffd}'
                } else {
                    char::from_u32(code)?
                });
            }
            '0'..='7' => {
                let more = rest
                    .bytes()
                    .take(2)
                    .take_while(|b| matches!(b, b'0'..=b'7'))
                    .count();
                let (digits, after) = rest.split_at_checked(more)?;
                rest = after;
                let code = u32::from_str_radix(&format!("{kind}{digits}"), 8).ok()?;
                out.push(char::from_u32(code)?);
            }
            '\\' | '\'' | '"' => out.push(kind),
            'a' => out.push('\u{7}'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'v' => out.push('\u{b}'),
            'N' if !rest.starts_with('{') || !rest.contains('}') => return None,
            _ => {
                out.push('\\');
                out.push(kind);
            }
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_and_their_extras() {
        for (text, extras) in [
            ("python_version < '3.12'", &[][..]),
            ("extra == 'x'", &["x"]),
            ("'x' == extra and os.name=='nt'", &["x"]),
            (
                "(extra=='a' or extra == \"b\")and'3'in python_version",
                &["a", "b"],
            ),
            ("sys_platform not  in 'win32'", &[]),
            ("python_implementation == 'Py\\x50y'", &[]),
        ] {
            assert_eq!(Marker::parse(text).unwrap().extras(), extras, "{text}");
        }
    }

    #[test]
    fn why_it_is_no_marker() {
        let deep = "(".repeat(300) + "os_name == 'a'" + &")".repeat(300);
        for (text, message) in [
            (
                "",
                "`` in the marker begins with neither a variable nor a quoted text",
            ),
            (
                "python >= '3'",
                "`python >= '3'` in the marker begins with neither a variable nor a quoted text",
            ),
            (
                "os_name",
                "`` in the marker does not begin with an operator",
            ),
            (
                "os_name not'x'",
                "`not'x'` in the marker does not begin with an operator",
            ),
            (
                "os_name == x",
                "`x` in the marker begins with neither a variable nor a quoted text",
            ),
            (
                "os_name == 'x",
                "`'x` in the marker begins with neither a variable nor a quoted text",
            ),
            (
                "os_name == '\\x0'",
                "the quoted text `'\\x0'` in the marker cannot be read",
            ),
            (
                "os_name == 'x' xor",
                "`xor` behind the marker is neither `and` nor `or`",
            ),
            (
                "(os_name == 'x'",
                "a parenthesis in the marker is not closed before ``",
            ),
            (
                deep.as_str(),
                "the marker has more than 200 parentheses within each other",
            ),
        ] {
            assert_eq!(Marker::parse(text).unwrap_err().to_string(), message);
        }
    }
}
