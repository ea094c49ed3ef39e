//! `[tool.bumpversion]`: a value of another type than the key has is refused, with its place.
//!
//! Not what the keys mean.
use super::{Dialect, FileName, FileRules, PartRules, Rules, Settings};
use crate::bump::BumpError;
use crate::project::{ProjectError, Toml};
use std::collections::BTreeMap;
use toml_edit::{Item, TableLike, Value};

/// Reads the table; `None` where there is none.
pub(super) fn read(toml: &Toml) -> Result<Option<Dialect>, BumpError> {
    let Some(item) = toml.get(&["tool", "bumpversion"]) else {
        return Ok(None);
    };
    let table = Table::of(toml, item, "`[tool.bumpversion]`")?;
    let mut dialect = Dialect {
        path: Some(toml.file.path.clone()),
        current: table.text("current_version")?,
        current_place: toml
            .text(&["tool", "bumpversion", "current_version"])
            .map(|text| toml.file.place(text.span, "")),
        common: table.rules()?,
        parts: BTreeMap::new(),
        files: Vec::new(),
        settings: table.settings()?,
    };
    for entry in table.tables("files")? {
        dialect.files.push(entry.file()?);
    }
    if let Some(parts) = table.get("parts") {
        let parts = Table::of(toml, parts, "`parts`")?;
        for (name, item) in parts.table.iter() {
            let part = Table::of(toml, item, "a part")?;
            dialect.parts.insert(name.to_owned(), part.part()?);
        }
    }
    Ok(Some(dialect))
}

/// One table of the file.
struct Table<'t> {
    toml: &'t Toml,
    table: &'t dyn TableLike,
}

impl<'t> Table<'t> {
    fn of(toml: &'t Toml, item: &'t Item, name: &str) -> Result<Self, BumpError> {
        match item.as_table_like() {
            Some(table) => Ok(Self { toml, table }),
            None => Err(refused(toml, item, &format!("{name} must be a table"))),
        }
    }

    fn get(&self, key: &str) -> Option<&'t Item> {
        self.table.get(key)
    }

    fn refuse(&self, key: &str, item: &Item, what: &str) -> BumpError {
        refused(self.toml, item, &format!("`{key}` must be {what}"))
    }

    fn text(&self, key: &str) -> Result<Option<String>, BumpError> {
        let Some(item) = self.get(key) else {
            return Ok(None);
        };
        match item.as_value().and_then(scalar) {
            Some(text) => Ok(Some(text)),
            None => Err(self.refuse(key, item, "a text")),
        }
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, BumpError> {
        let Some(item) = self.get(key) else {
            return Ok(Vec::new());
        };
        let texts = match item.as_value() {
            Some(Value::Array(array)) => array.iter().map(scalar).collect(),
            Some(value) => scalar(value).map(|text| vec![text]),
            None => None,
        };
        texts.ok_or_else(|| self.refuse(key, item, "a list of texts"))
    }

    fn truth(&self, key: &str) -> Result<Option<bool>, BumpError> {
        let Some(item) = self.get(key) else {
            return Ok(None);
        };
        let truth = item.as_bool().or(match item.as_integer() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        });
        let truth = truth.or_else(|| super::ini::truth(item.as_str()?));
        match truth {
            Some(truth) => Ok(Some(truth)),
            None => Err(self.refuse(key, item, "`true` or `false`")),
        }
    }

    fn tables(&self, key: &str) -> Result<Vec<Self>, BumpError> {
        let toml = self.toml;
        let Some(item) = self.get(key) else {
            return Ok(Vec::new());
        };
        let tables = match item {
            Item::ArrayOfTables(tables) => Some(
                tables
                    .iter()
                    .map(|table| Self { toml, table })
                    .collect::<Vec<_>>(),
            ),
            Item::Value(Value::Array(array)) => array
                .iter()
                .map(|value| {
                    let table = value.as_inline_table()?;
                    Some(Self { toml, table })
                })
                .collect(),
            _ => None,
        };
        tables.ok_or_else(|| self.refuse(key, item, "a list of tables"))
    }

    fn rules(&self) -> Result<Rules, BumpError> {
        let serialize = self.texts("serialize")?;
        if let (Some(item), true) = (self.get("serialize"), serialize.is_empty()) {
            return Err(self.refuse("serialize", item, "a list of at least one text"));
        }
        let missing = self.truth("ignore_missing_file")?;
        Ok(Rules {
            parse: self.text("parse")?,
            serialize,
            search: self.text("search")?,
            replace: self.text("replace")?,
            regex: self.truth("regex")?,
            may_lack_version: self.truth("ignore_missing_version")?,
            may_be_missing: missing.or(self.truth("ignore_missing_files")?),
        })
    }

    fn settings(&self) -> Result<Settings, BumpError> {
        let truth = |key| Ok::<_, BumpError>(self.truth(key)?.unwrap_or(false));
        Ok(Settings {
            message: self.text("message")?,
            tag_name: self.text("tag_name")?,
            tag_message: self.text("tag_message")?,
            moveable_tags: self.texts("moveable_tags")?,
            commit_args: self.text("commit_args")?,
            commit: truth("commit")?,
            tag: truth("tag")?,
            sign_tags: truth("sign_tags")?,
            push_tag: truth("push_tag")?,
            allow_dirty: self.truth("allow_dirty")?,
            allow_dirty_files: self.texts("allow_dirty_files")?,
            setup_hooks: self.texts("setup_hooks")?,
            pre_commit_hooks: self.texts("pre_commit_hooks")?,
            post_commit_hooks: self.texts("post_commit_hooks")?,
            allow_shell_hooks: truth("allow_shell_hooks")?,
        })
    }

    fn file(&self) -> Result<FileRules, BumpError> {
        let included = self.texts("include_bumps")?;
        let glob = self.text("glob")?;
        Ok(FileRules {
            name: match glob {
                Some(glob) => FileName::Glob(glob, self.texts("glob_exclude")?),
                None => FileName::Path(self.text("filename")?.unwrap_or_default()),
            },
            key_path: self.text("key_path")?,
            rules: self.rules()?,
            included: self.get("include_bumps").map(|_| included),
            excluded: self.texts("exclude_bumps")?,
        })
    }

    fn part(&self) -> Result<PartRules, BumpError> {
        Ok(PartRules {
            values: self.texts("values")?,
            optional: self.text("optional_value")?,
            first: self.text("first_value")?,
            is_independent: self.truth("independent")?.unwrap_or(false),
            always_grows: self.truth("always_increment")?,
            calver: self.text("calver_format")?,
            depends_on: self.text("depends_on")?,
        })
    }
}

fn refused(toml: &Toml, item: &Item, reason: &str) -> BumpError {
    ProjectError::syntax(&toml.file, toml.span(item), reason).into()
}

/// A value that can be said as one text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Boolean(truth) => Some(truth.value().to_string()),
        _ => None,
    }
}
