//! Groups: what follows a parenthesis, and what names a group.
use super::escape::Alphabet;
use super::translate::{Group, Last, Open, Translator};
use super::{Feature, PatternError, invalid};

/// Python's flags, by their letters.
const FLAGS: &str = "aiLmsux";

/// Reads what follows a parenthesis that was just read.
pub(super) fn open(translator: &mut Translator) -> Result<(), PatternError> {
    let start = translator.tokens.position() - 1;
    if !translator.tokens.take('?') {
        return capture(translator, None);
    }
    let kind = translator.tokens.next().ok_or_else(unfinished)?;
    let kind = kind.text();
    match kind.as_str() {
        "P" => return named(translator, start),
        "#" => {
            let comment = translator.tokens.take_until(')');
            return comment
                .map(|_| ())
                .ok_or_else(|| invalid("a comment `(?#` is not closed"));
        }
        ":" => enter(translator, "(?:", None),
        "=" | "!" => look(translator, Feature::LookAhead, start),
        "<" => match translator.tokens.peek_plain() {
            Some('=' | '!') => {
                translator.tokens.next();
                look(translator, Feature::LookBehind, start);
            }
            _ => return Err(unknown(translator, start)),
        },
        ">" => look(translator, Feature::AtomicGroup, start),
        "(" => return conditional(translator, start),
        flag if flag == "-" || FLAGS.contains(flag) => return flags(translator, flag, start),
        _ => return Err(unknown(translator, start)),
    }
    Ok(())
}

/// Leaves the group that a parenthesis closes.
pub(super) fn close(translator: &mut Translator) -> Result<(), PatternError> {
    let open = translator.open.pop();
    let open = open.ok_or_else(|| invalid("a `)` closes nothing"))?;
    let number = open.number.and_then(|number| number.checked_sub(1));
    if let Some(group) = number.and_then(|index| translator.groups.get_mut(index)) {
        group.is_closed = true;
    }
    translator.flags = open.flags;
    translator.item(")");
    Ok(())
}

/// Refers to a group by its number, which is written in some way.
pub(super) fn refer(
    translator: &mut Translator,
    number: usize,
    written: &str,
) -> Result<(), PatternError> {
    let group = number
        .checked_sub(1)
        .and_then(|index| translator.groups.get(index));
    match group {
        Some(group) if group.is_closed => {
            translator.miss(Feature::BackReference, written.to_owned());
            translator.item("");
            Ok(())
        }
        Some(_) => Err(invalid(format!(
            "`{written}` refers to the group it stands in"
        ))),
        None => Err(invalid(format!(
            "`{written}` refers to a group that is not there"
        ))),
    }
}

fn unfinished() -> PatternError {
    invalid("the pattern ends within `(?`")
}

/// Refuses a group of no known kind.
fn unknown(translator: &mut Translator, start: usize) -> PatternError {
    translator.tokens.next();
    let written = translator.tokens.text_since(start);
    invalid(format!("`{written}` begins no known kind of group"))
}

fn enter(translator: &mut Translator, text: &str, number: Option<usize>) {
    translator.text.push_str(text);
    translator.open.push(Open {
        flags: translator.flags,
        number,
        choices: None,
    });
    translator.last = Last::Nothing;
}

/// Enters a group that our engine has not.
fn look(translator: &mut Translator, feature: Feature, start: usize) {
    let written = translator.tokens.text_since(start);
    translator.miss(feature, written);
    enter(translator, "(?:", None);
}

fn capture(translator: &mut Translator, name: Option<String>) -> Result<(), PatternError> {
    if let Some(name) = &name
        && number_of(translator, name).is_some()
    {
        return Err(invalid(format!("two groups are named `{name}`")));
    }
    let text = match &name {
        Some(name) => format!("(?P<{name}>"),
        None => "(".to_owned(),
    };
    translator.groups.push(Group {
        name,
        is_closed: false,
    });
    let number = translator.groups.len();
    enter(translator, &text, Some(number));
    Ok(())
}

fn number_of(translator: &Translator, name: &str) -> Option<usize> {
    let is_it = |group: &Group| group.name.as_deref() == Some(name);
    translator
        .groups
        .iter()
        .position(is_it)
        .map(|index| index + 1)
}

/// Reads what follows `(?P`.
fn named(translator: &mut Translator, start: usize) -> Result<(), PatternError> {
    if translator.tokens.take('<') {
        let name = name(translator, '>')?;
        return capture(translator, Some(name));
    }
    if translator.tokens.take('=') {
        let name = name(translator, ')')?;
        let number = number_of(translator, &name)
            .ok_or_else(|| invalid(format!("there is no group `{name}`")))?;
        let written = translator.tokens.text_since(start);
        return refer(translator, number, &written);
    }
    Err(unknown(translator, start))
}

fn name(translator: &mut Translator, end: char) -> Result<String, PatternError> {
    let name = until(translator, end)?;
    if is_identifier(&name) {
        Ok(name)
    } else {
        Err(invalid(format!("`{name}` is no name for a group")))
    }
}

fn until(translator: &mut Translator, end: char) -> Result<String, PatternError> {
    let name = translator.tokens.take_until(end);
    name.ok_or_else(|| invalid(format!("the name of a group lacks its `{end}`")))
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_numeric())
        && !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Reads what follows `(?(`: a group by name or number.
fn conditional(translator: &mut Translator, start: usize) -> Result<(), PatternError> {
    let condition = until(translator, ')')?;
    let number = if is_identifier(&condition) {
        number_of(translator, &condition)
            .ok_or_else(|| invalid(format!("there is no group `{condition}`")))?
    } else {
        let number = condition.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| invalid(format!("`{condition}` is no number of a group")))?
    };
    translator.conditions.push(number);
    look(translator, Feature::Conditional, start);
    if let Some(open) = translator.open.last_mut() {
        open.choices = Some(1);
    }
    Ok(())
}

/// Reads flags, the first of which was just read: for the whole pattern, or for a group.
fn flags(translator: &mut Translator, first: &str, start: usize) -> Result<(), PatternError> {
    let is_flag = |c: char| FLAGS.contains(c);
    let mut on = String::new();
    let mut ends_with = first.to_owned();
    if first != "-" {
        on = first.to_owned() + &translator.tokens.take_while(usize::MAX, is_flag);
        ends_with = translator.tokens.next().ok_or_else(unfinished)?.text();
    }
    let mut off = String::new();
    if ends_with == "-" {
        off = translator.tokens.take_while(usize::MAX, is_flag);
        ends_with = translator.tokens.next().ok_or_else(unfinished)?.text();
    }
    let written = translator.tokens.text_since(start);
    let refuse = |why: &str| Err(invalid(format!("`{written}` {why}")));
    if on.contains('L') || off.contains('L') {
        return refuse("has the flag `L`, which is for bytes");
    }
    if on.contains('a') && on.contains('u') {
        return refuse("has both `a` and `u`");
    }
    match ends_with.as_str() {
        ")" if first != "-" && !written.contains('-') => {
            if translator.last != Last::Start || !translator.open.is_empty() {
                return refuse("is not at the beginning");
            }
            set(translator, &on, true);
            let ignores_case = if on.contains('i') { "(?i)" } else { "" };
            translator.text.push_str(ignores_case);
            Ok(())
        }
        ":" if written.ends_with("-:") => refuse("has no flag behind its `-`"),
        ":" if off.contains(['a', 'u']) => refuse("turns off what cannot be turned off"),
        ":" if off.contains(|c| on.contains(c)) => refuse("turns the same on and off"),
        ":" => {
            let case = match (on.contains('i'), off.contains('i')) {
                (true, _) => "(?i:",
                (_, true) => "(?-i:",
                _ => "(?:",
            };
            enter(translator, case, None);
            set(translator, &on, true);
            set(translator, &off, false);
            Ok(())
        }
        _ => refuse("has an unknown flag"),
    }
}

fn set(translator: &mut Translator, letters: &str, to: bool) {
    let flags = &mut translator.flags;
    for letter in letters.chars() {
        match letter {
            'm' => flags.is_multi_line = to,
            's' => flags.dot_is_all = to,
            'x' => flags.is_verbose = to,
            'a' => flags.alphabet = Alphabet::Ascii,
            'u' => flags.alphabet = Alphabet::Unicode,
            _ => {}
        }
    }
}
