//! From the text of a configuration to `Config`: unknown keys, wrong types, and where things stand.
//!
//! Not the meaning of a key: whether a rule of that name exists is for `policy` to say.
use super::{Config, ConfigError, UnknownKeys};
use crate::catalogue::{hint, nearest};
use crate::source::{RepoPath, SourceFile, line_column};
use crate::version::Version;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use toml_edit::{Document, DocumentMut, Item, Table, TableLike, Value};

/// More unknown keys than these are no sign of a later version, but of a file that is something else.
const UNKNOWN_LIMIT: usize = 50;

/// The version of this program.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// What is deserialised: the one table under one key, so that spans and errors are the same for both kinds of files.
#[derive(serde::Deserialize)]
struct Root {
    config: Config,
}

/// Reads a configuration; `None` when a pyproject.toml has none. With it come the warnings.
pub(super) fn parse(
    file: &SourceFile,
    shown: &str,
    table: bool,
    unknown: UnknownKeys,
) -> Result<Option<(Config, Vec<String>)>, ConfigError> {
    let text = Text { file, shown };
    let source = file.text().map_err(|error| ConfigError::Read {
        path: shown.to_owned(),
        reason: format!("it is {error}"),
    })?;
    let document = Document::parse(source).map_err(|error| {
        let message = format!("this is not valid TOML: {}", error.message());
        text.invalid(error.span(), message)
    })?;
    let (found, prefix) = if table {
        let tool = document.as_item().get("tool");
        (
            tool.and_then(|tool| tool.get("release-guard")),
            "tool.release-guard",
        )
    } else {
        (Some(document.as_item()), "")
    };
    let Some(found) = found else {
        return Ok(None);
    };
    if found.as_table_like().is_none() {
        let message = format!("`{prefix}` must be a table, not {}", found.type_name());
        return Err(text.invalid(found.span(), message));
    }
    let mut warnings = text.check_required_version(found, unknown)?;
    let mut config = text.read(found, prefix, unknown, &mut warnings)?;
    text.add_places(&mut config, found);
    text.check_places(&config, found)?;
    Ok(Some((config, warnings)))
}

/// A struct that is written as a table. `serde` alone would take an array as well, and give its elements to the fields
/// in their order.
struct Tabular<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tabular<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(TableVisitor(PhantomData))
            .map(Self)
    }
}

struct TableVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TableVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Deserialises a struct from a table and from nothing else.
pub(super) fn table<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Tabular::deserialize(deserializer).map(|table| table.0)
}

/// Deserialises structs from an array of tables and from nothing else.
pub(super) fn tables<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let tables = Vec::<Tabular<T>>::deserialize(deserializer)?;
    Ok(tables.into_iter().map(|table| table.0).collect())
}

/// Deserialises structs from tables with names of the user's own, and from nothing else.
pub(super) fn named_tables<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    let tables = BTreeMap::<String, Tabular<T>>::deserialize(deserializer)?.into_iter();
    Ok(tables.map(|(name, table)| (name, table.0)).collect())
}

/// The file that is read, and how it is shown.
struct Text<'f> {
    file: &'f SourceFile,
    shown: &'f str,
}

impl Text<'_> {
    fn location(&self, span: &Range<usize>) -> String {
        let (line, column) = line_column(&self.file.bytes, span.start);
        format!("{}:{line}:{column}", self.shown)
    }

    fn invalid(&self, span: Option<Range<usize>>, message: String) -> ConfigError {
        let span = span.unwrap_or_default();
        ConfigError::Invalid {
            location: self.location(&span),
            message,
            place: Box::new(self.file.place(span, "")),
        }
    }

    /// Looks at `required-version` before anything else, since it explains everything else.
    fn check_required_version(
        &self,
        found: &Item,
        unknown: UnknownKeys,
    ) -> Result<Vec<String>, ConfigError> {
        let Some((item, required)) = found
            .get("required-version")
            .and_then(|item| Some((item, item.as_str()?)))
        else {
            return Ok(Vec::new());
        };
        let version: Version = required.parse().map_err(|error| {
            let message =
                format!("`required-version` is `{required}`, which is no version: {error}");
            self.invalid(item.span(), message)
        })?;
        if OWN.parse::<Version>().is_ok_and(|own| own >= version) {
            return Ok(Vec::new());
        }
        let message =
            format!("`required-version` is `{required}`, and this is release-guard `{OWN}`");
        match unknown {
            UnknownKeys::Refused => Err(self.invalid(
                item.span(),
                message + "\nhint: install a later release-guard, or lower `required-version`",
            )),
            UnknownKeys::Warned => {
                let location = self.location(&item.span().unwrap_or_default());
                Ok(vec![format!("{location}: {message}")])
            }
        }
    }

    /// Deserialises the table; unknown keys are taken out one after the other where they are only warned of.
    fn read(
        &self,
        found: &Item,
        prefix: &str,
        unknown: UnknownKeys,
        warnings: &mut Vec<String>,
    ) -> Result<Config, ConfigError> {
        let mut root = Table::new();
        root.insert("config", found.clone());
        for _ in 0..=UNKNOWN_LIMIT {
            let document = DocumentMut::from(root.clone());
            let error = match toml_edit::de::from_document::<Root>(document) {
                Ok(root) => return Ok(root.config),
                Err(error) => error,
            };
            let span = error.span().unwrap_or_default();
            let mut path = Vec::new();
            let Some(key) = error
                .message()
                .starts_with("unknown field ")
                .then(|| take_key(&mut root, &span, &mut path))
                .flatten()
            else {
                let message = sentence(error.message(), &key_at(&root, &span), prefix);
                return Err(self.invalid(Some(span), message));
            };
            let table = dotted(&path, prefix);
            let mut message = format!("unknown key `{key}`");
            if !table.is_empty() {
                message.push_str(&format!(" in `[{table}]`"));
            }
            let known = expected(error.message());
            let suggestion = nearest(&key, known.iter().map(String::as_str));
            if unknown == UnknownKeys::Refused {
                return Err(self.invalid(Some(span), message + &hint(suggestion)));
            }
            let location = self.location(&span);
            let meant = suggestion
                .map(|name| format!("; did you mean `{name}`?"))
                .unwrap_or_default();
            warnings.push(format!(
                "{location}: {message} is left out by this release-guard, version `{OWN}`{meant}"
            ));
        }
        let message = format!("more than {UNKNOWN_LIMIT} keys are unknown");
        Err(self.invalid(found.span(), message))
    }

    /// Remembers where rules are named, so that a finding about one can point there.
    fn add_places(&self, config: &mut Config, found: &Item) {
        if let Some(rules) = found.get("rules").and_then(Item::as_table_like) {
            for (name, _) in rules.iter() {
                if let Some(span) = rules.key(name).and_then(|key| key.span()) {
                    let place = self.file.place(span, "");
                    config.rule_places.insert(name.to_owned(), place);
                }
            }
        }
        for (ignore, span) in config.ignore.iter_mut().zip(spans(found, "ignore", "rule")) {
            ignore.place = span.map(|span| self.file.place(span, ""));
        }
        for (text, span) in config
            .places
            .iter_mut()
            .zip(spans(found, "places", "pattern"))
        {
            text.place = span.map(|span| self.file.place(span, ""));
        }
    }

    /// Refuses configured places that could never be found.
    fn check_places(&self, config: &Config, found: &Item) -> Result<(), ConfigError> {
        for (text, span) in config.places.iter().zip(spans(found, "places", "pattern")) {
            let versions = text.pattern.matches("{version}").count();
            let message = if versions != 1 {
                format!(
                    "the pattern `{}` has `{{version}}` {versions} times; it stands once where the version stands",
                    text.pattern
                )
            } else if RepoPath::new(&text.path).is_none_or(|path| path.is_top()) {
                format!(
                    "`{}` is no path of a file below the top of the project",
                    text.path
                )
            } else if text.count == Some(0) {
                "`count` is `0`; leave the place out, or say how many times the text is there"
                    .into()
            } else {
                continue;
            };
            return Err(self.invalid(span, message));
        }
        Ok(())
    }
}

/// The spans that stand for the tables of an array: each that of one of its keys, or of an inline table.
fn spans(found: &Item, array: &str, key: &str) -> Vec<Option<Range<usize>>> {
    match found.get(array) {
        Some(Item::ArrayOfTables(tables)) => tables
            .iter()
            .map(|table| table.get(key).and_then(Item::span))
            .collect(),
        Some(Item::Value(Value::Array(values))) => values.iter().map(Value::span).collect(),
        _ => Vec::new(),
    }
}

/// A path of keys as TOML writes it, below what the file's own table is called; `config` is our own first key.
fn dotted(path: &[String], prefix: &str) -> String {
    let below = path.iter().skip(1).map(String::as_str);
    let parts: Vec<&str> = std::iter::once(prefix)
        .filter(|prefix| !prefix.is_empty())
        .chain(below)
        .collect();
    parts.join(".")
}

/// Takes the key of this span out of a table or a table in it; returns its name, and leaves the way to it in `path`.
fn take_key(
    table: &mut dyn TableLike,
    span: &Range<usize>,
    path: &mut Vec<String>,
) -> Option<String> {
    let is_it = |name: &str| table.key(name).and_then(|key| key.span()).as_ref() == Some(span);
    let own = table.iter().map(|(name, _)| name).find(|name| is_it(name));
    if let Some(name) = own.map(str::to_owned) {
        table.remove(&name);
        return Some(name);
    }
    for (key, child) in table.iter_mut() {
        path.push(key.get().to_owned());
        let found = match child {
            Item::ArrayOfTables(tables) => tables
                .iter_mut()
                .find_map(|table| take_key(table, span, path)),
            Item::Value(Value::Array(values)) => values
                .iter_mut()
                .filter_map(Value::as_inline_table_mut)
                .find_map(|table| take_key(table, span, path)),
            child => child
                .as_table_like_mut()
                .and_then(|table| take_key(table, span, path)),
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

/// Returns the path of the deepest key whose value, or which itself, begins at or holds the span.
fn key_at(table: &dyn TableLike, span: &Range<usize>) -> Vec<String> {
    let holds = |outer: Option<Range<usize>>| {
        outer.is_some_and(|outer| outer.start <= span.start && span.end <= outer.end)
    };
    for (name, child) in table.iter() {
        let below = match child {
            Item::ArrayOfTables(tables) => tables
                .iter()
                .map(|table| key_at(table, span))
                .find(|path| !path.is_empty()),
            Item::Value(Value::Array(values)) => values
                .iter()
                .filter_map(Value::as_inline_table)
                .map(|table| key_at(table, span))
                .find(|path| !path.is_empty()),
            child => child.as_table_like().map(|table| key_at(table, span)),
        };
        let below = below.unwrap_or_default();
        if !below.is_empty()
            || holds(child.span())
            || holds(table.key(name).and_then(|key| key.span()))
        {
            return std::iter::once(name.to_owned()).chain(below).collect();
        }
    }
    Vec::new()
}

/// The names that serde says it expected.
fn expected(message: &str) -> Vec<String> {
    let (_, names) = message.rsplit_once("`, expected ").unwrap_or_default();
    names
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Says what serde says, in the words of TOML and with the key.
fn sentence(message: &str, path: &[String], prefix: &str) -> String {
    let key = dotted(path, prefix);
    let key = if key.is_empty() {
        "this"
    } else {
        &format!("`{key}`")
    };
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("{key} lacks the key {field}");
    }
    if let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let wanted = match wanted {
            "a sequence" => "an array",
            "a map" => "a table",
            wanted => wanted,
        };
        let found = match found {
            "sequence" => "an array",
            "map" => "a table",
            found => found,
        };
        return format!("{key} must be {wanted}, not {found}");
    }
    if let Some((found, wanted)) = message
        .strip_prefix("unknown variant ")
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let names = expected(message);
        let meant = nearest(found.trim_matches('`'), names.iter().map(String::as_str));
        return format!("{key} must be {wanted}, not {found}{}", hint(meant));
    }
    format!("{key}: {message}")
}
