//! The formats of texts and whole numbers: fill, alignment, sign, width, grouping, precision and type.
//!
//! Not those of numbers with a fraction, which no template has.
//!
//! Source: <https://docs.python.org/3.11/library/string.html#format-specification-mini-language>.
use super::Refusal;
use super::integer::Integer;

/// What a format is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
}

/// A format that makes sense for its kind of value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spec {
    fill: char,
    align: char,
    sign: Option<char>,
    has_prefix: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    style: Option<char>,
}

/// Nobody pads a version to more, and a slip of the finger must not fill the memory.
const MOST: usize = 10_000;

impl Spec {
    /// Reads a format.
    pub(super) fn parse(text: &str, kind: Kind) -> Result<Self, Refusal> {
        let (spec, negative_zero) = read(text, kind)?;
        let refuse = |reason: String| Err(Refusal::Format(reason));
        if negative_zero {
            return refuse(format!("`z` in `{text}` is for numbers with a fraction"));
        }
        let style = spec.style;
        if let Some(style @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) = style
            && kind == Kind::Number
        {
            return Err(Refusal::Unsupported(format!(
                "`{style}` in `{text}` is for numbers with a fraction"
            )));
        }
        let known = match kind {
            Kind::Text => matches!(style, None | Some('s')),
            Kind::Number => matches!(style, None | Some('d' | 'n' | 'b' | 'o' | 'x' | 'X' | 'c')),
        };
        if !known {
            let style = style.map(String::from).unwrap_or_default();
            return refuse(format!("`{style}` is no type of {}", kind.noun()));
        }
        let may_group = match spec.grouping {
            None => true,
            Some(_) if kind == Kind::Text => false,
            Some('_') => !matches!(style, Some('n' | 'c')),
            Some(_) => matches!(style, None | Some('d')),
        };
        if !may_group {
            return refuse(format!("`{text}` groups what has no groups of digits"));
        }
        let for_numbers = spec.sign.is_some() || spec.has_prefix || spec.align == '=';
        if kind == Kind::Text && for_numbers {
            return refuse(format!("`{text}` is a format for numbers"));
        }
        if kind == Kind::Number && spec.precision.is_some() {
            return refuse(format!(
                "`{text}` has a precision, and a whole number has none"
            ));
        }
        if style == Some('c') && (spec.sign.is_some() || spec.has_prefix) {
            return refuse(format!("`{text}` gives a character a sign or a prefix"));
        }
        Ok(spec)
    }

    /// Writes a text.
    pub(super) fn text(&self, text: &str) -> Result<String, Refusal> {
        let most = self.precision.unwrap_or(usize::MAX);
        let shown: String = text.chars().take(most).collect();
        Ok(self.pad("", &shown))
    }

    /// Writes a number.
    pub(super) fn number(&self, number: &Integer) -> Result<String, Refusal> {
        let (base, prefix) = match self.style {
            Some('b') => (2, "0b"),
            Some('o') => (8, "0o"),
            Some('x') => (16, "0x"),
            Some('X') => (16, "0X"),
            _ => (10, ""),
        };
        let mut lead = match self.sign {
            _ if number.is_negative => "-".to_owned(),
            Some(sign @ ('+' | ' ')) => sign.to_string(),
            _ => String::new(),
        };
        if self.has_prefix {
            lead.push_str(prefix);
        }
        let mut digits = number.digits(base);
        if self.style == Some('X') {
            digits.make_ascii_uppercase();
        }
        if self.style == Some('c') {
            lead.clear();
            let character = number.character();
            digits = character
                .ok_or_else(|| Refusal::Format(format!("`{digits}` is no character")))?
                .to_string();
        }
        if self.fill == '0' && self.align == '=' {
            digits = self.zeros(digits, lead.len(), base);
        }
        Ok(self.pad(&lead, &self.grouped(&digits, base)))
    }

    /// Puts zeros before the digits until they fill the width, with the signs that will group them.
    fn zeros(&self, digits: String, lead: usize, base: u32) -> String {
        let size = self.group_size(base);
        let mut length = digits.chars().count();
        let short = |length: usize| lead + length + (length.max(1) - 1) / size < self.width;
        let missing = (0..).take_while(|more| short(length + more)).count();
        length += missing;
        format!("{digits:0>length$}")
    }

    fn group_size(&self, base: u32) -> usize {
        match self.grouping {
            None => usize::MAX,
            Some(_) if base == 10 => 3,
            Some(_) => 4,
        }
    }

    fn grouped(&self, digits: &str, base: u32) -> String {
        let Some(separator) = self.grouping else {
            return digits.to_owned();
        };
        let size = self.group_size(base);
        let count = digits.chars().count();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (count - index).is_multiple_of(size) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Fills up to the width: on one side or both, or between sign and digits.
    fn pad(&self, lead: &str, text: &str) -> String {
        let missing = self
            .width
            .saturating_sub(lead.chars().count() + text.chars().count());
        let (before, between, after) = match self.align {
            '<' => (0, 0, missing),
            '^' => (missing / 2, 0, missing - missing / 2),
            '=' => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let fill = |count| self.fill.to_string().repeat(count);
        format!(
            "{}{lead}{}{text}{}",
            fill(before),
            fill(between),
            fill(after)
        )
    }
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a whole number",
        }
    }
}

/// What is left of a format.
struct Cursor<'s>(&'s str);

impl Cursor<'_> {
    fn take(&mut self, wanted: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|c| wanted.contains(c))?;
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(first)
    }

    /// Reads what fills up, which only stands before an alignment.
    fn fill(&mut self) -> Option<char> {
        let mut characters = self.0.chars();
        let (first, second) = (characters.next()?, characters.next()?);
        if !ALIGNS.contains(&second) {
            return None;
        }
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(first)
    }

    /// Reads a precision behind its dot; `None` when there is no dot.
    fn precision(&mut self, text: &str) -> Result<Option<usize>, Refusal> {
        if self.take(&['.']).is_none() {
            return Ok(None);
        }
        let number = self.number()?;
        number.map(Some).ok_or_else(|| {
            Refusal::Format(format!("`{text}` has a `.` without a number behind it"))
        })
    }

    /// Reads a number; `None` when there is none.
    fn number(&mut self) -> Result<Option<usize>, Refusal> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        let (digits, rest) = self.0.split_at(self.0.len() - rest.len());
        self.0 = rest;
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits.parse().ok().filter(|number| *number <= MOST);
        number.map(Some).ok_or_else(|| {
            Refusal::Unsupported(format!("`{digits}` is longer than {MOST} characters"))
        })
    }
}

const ALIGNS: [char; 4] = ['<', '>', '=', '^'];

/// Reads a format by its syntax alone, and whether it has a `z`.
fn read(text: &str, kind: Kind) -> Result<(Spec, bool), Refusal> {
    let mut rest = Cursor(text);
    let fill = rest.fill();
    let align = rest.take(&ALIGNS);
    let sign = rest.take(&[' ', '+', '-']);
    let negative_zero = rest.take(&['z']).is_some();
    let has_prefix = rest.take(&['#']).is_some();
    let zero = match fill {
        None => rest.take(&['0']),
        Some(_) => None,
    };
    let width = rest.number()?.unwrap_or(0);
    let grouping = rest.take(&[',', '_']);
    if grouping.is_some() && rest.take(&[',', '_']).is_some() {
        let reason = format!("`{text}` groups digits in two ways");
        return Err(Refusal::Format(reason));
    }
    let precision = rest.precision(text)?;
    let mut last = rest.0.chars();
    let style = last.next();
    if last.next().is_some() {
        let reason = format!("`{text}` is no format for {}", kind.noun());
        return Err(Refusal::Format(reason));
    }
    let default = match kind {
        Kind::Text => '<',
        Kind::Number if zero.is_some() => '=',
        Kind::Number => '>',
    };
    let spec = Spec {
        fill: fill.or(zero).unwrap_or(' '),
        align: align.unwrap_or(default),
        sign,
        has_prefix,
        width,
        grouping,
        precision,
        style,
    };
    Ok((spec, negative_zero))
}
