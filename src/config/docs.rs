//! Generates `docs/configuration.md` and the JSON schema from the structs, and holds both current:
//! `SNAPSHOTS=overwrite cargo test --lib config` writes them.
use super::Config;
use serde_json::{Map, Value};
use std::path::Path;

const INTRODUCTION: &str = "# Configuration

Nothing has to be configured. What is said here stands in `[tool.release-guard]` of `pyproject.toml` (at the top, or in
`src/`), or without that prefix in `release-guard.toml` at the top, which wins. `--config FILE` reads another file.

A key that does not exist is an error with a suggestion; in a hook it is a warning, since a hook may be older than the
configuration. Editors that read JSON schemas find one in `release-guard.schema.json`.
Page and schema are generated from the types that the configuration is read into.

A finding can also be accepted where it stands, by a comment in its line:

```python
__version__ = \"1.0.0.beta1\"  # release-guard: ignore[non-canonical-version] as it is written since 2009
```
";

/// How a table is written whose name is the user's own.
const NAMED: &str = ".NAME";

/// Compares a file of `docs/` with what it must be, or writes it.
fn hold(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "docs/{name} is not what the structs say; `SNAPSHOTS=overwrite cargo test --lib config` writes it"
    );
}

fn schema() -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    schema["title"] = "release-guard".into();
    schema["description"] =
        "`[tool.release-guard]` in pyproject.toml, or release-guard.toml".into();
    without_null(&mut schema);
    schema
}

/// TOML has no null: a key that may be left out is left out.
fn without_null(schema: &mut Value) {
    if let Value::Object(map) = schema {
        if let Some(Value::Array(kinds)) = map.get("type")
            && let [kind, Value::String(null)] = kinds.as_slice()
            && null == "null"
        {
            let kind = kind.clone();
            map.insert("type".into(), kind);
        }
        if map.get("default") == Some(&Value::Null) {
            map.shift_remove("default");
        }
        map.values_mut().for_each(without_null);
    }
}

#[test]
fn the_schema_is_current() {
    let text = serde_json::to_string_pretty(&schema()).unwrap();
    hold("release-guard.schema.json", &(text + "\n"));
}

#[test]
fn the_page_is_current() {
    let schema = schema();
    let mut page = INTRODUCTION.to_owned();
    table(&mut page, &schema, &schema, "");
    hold("configuration.md", &page);
}

#[test]
fn every_key_has_an_example_that_parses() {
    let page = {
        let schema = schema();
        let mut page = String::new();
        table(&mut page, &schema, &schema, "");
        page
    };
    let keys = page.matches("\n- Type: ").count();
    let mut examples = 0;
    for block in page.split("```toml\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let snapshot = crate::git::Snapshot::memory([("pyproject.toml", text)]);
        Config::read(&snapshot, super::UnknownKeys::Refused)
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        examples += 1;
    }
    assert!(
        examples > 0 && examples == keys,
        "{examples} of {keys}\n{page}"
    );
}

/// Adds the keys of one table, the plain ones first, then the tables in it.
fn table(page: &mut String, schema: &Value, table_schema: &Value, path: &str) {
    let Some(Value::Object(properties)) = table_schema.get("properties") else {
        return;
    };
    let has_keys = |of: &Value| followed(schema, of).get("properties").is_some();
    let is_table = |of: &Value| {
        let of = followed(schema, of);
        has_keys(of) || has_keys(&of["items"]) || has_keys(&of["additionalProperties"])
    };
    for (name, _) in properties.iter().filter(|(_, of)| !is_table(of)) {
        key(page, schema, table_schema, path, name);
    }
    for (name, of) in properties.iter().filter(|(_, of)| is_table(of)) {
        let mut dotted = [path, name].concat();
        let inner = followed(schema, of);
        let (inner, brackets) = if has_keys(inner) {
            (inner, ("[", "]"))
        } else if has_keys(&inner["items"]) {
            (followed(schema, &inner["items"]), ("[[", "]]"))
        } else {
            dotted.push_str(NAMED);
            (followed(schema, &inner["additionalProperties"]), ("[", "]"))
        };
        let (open, close) = brackets;
        page.push_str(&format!(
            "\n## `{open}tool.release-guard.{dotted}{close}`\n\n{}\n",
            description(of, inner)
        ));
        table(page, schema, inner, &format!("{dotted}."));
    }
}

/// Adds one key: what it is, its type, its default, an example.
fn key(page: &mut String, schema: &Value, table: &Value, path: &str, name: &str) {
    let of = &table["properties"][name];
    let required: Vec<&str> = match table["required"].as_array() {
        Some(names) => names.iter().filter_map(Value::as_str).collect(),
        None => Vec::new(),
    };
    let level = if path.is_empty() { "##" } else { "###" };
    page.push_str(&format!(
        "\n{level} `{path}{name}`\n\n{}\n",
        description(of, of)
    ));
    page.push_str(&format!("\n- Type: {}\n", kind(schema, of)));
    page.push_str(&format!("- Default: {}\n", default(of, &required, name)));
    let example = of["examples"][0].clone();
    assert!(!example.is_null(), "`{path}{name}` has no example");
    let dotted = format!("tool.release-guard.{path}");
    let dotted = dotted.trim_end_matches('.');
    // Otherwise only tables of an array have keys that must be there.
    let open = if required.is_empty() || dotted.ends_with(NAMED) {
        format!("[{dotted}]")
    } else {
        format!("[[{dotted}]]")
    };
    page.push_str(&format!("\n```toml\n{open}\n"));
    for other in required.iter().filter(|other| **other != name) {
        let example = toml(&table["properties"][*other]["examples"][0]);
        page.push_str(&format!("{other} = {example}\n"));
    }
    page.push_str(&format!("{name} = {}\n```\n", toml(&example)));
}

fn description(of: &Value, else_of: &Value) -> String {
    let text = of.get("description").or(else_of.get("description"));
    text.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn followed<'s>(schema: &'s Value, of: &'s Value) -> &'s Value {
    let name = of["$ref"].as_str().and_then(|at| at.rsplit('/').next());
    name.map_or(of, |name| &schema["$defs"][name])
}

fn kind(schema: &Value, of: &Value) -> String {
    // What may be left out is the thing itself or null.
    let of = of["anyOf"].as_array().map_or(of, |either| &either[0]);
    let of = followed(schema, of);
    let one_of = of.get("oneOf").and_then(Value::as_array);
    if let Some(variants) = one_of {
        let names = variants
            .iter()
            .filter_map(|variant| variant["const"].as_str());
        return names
            .map(|name| format!("`\"{name}\"`"))
            .collect::<Vec<_>>()
            .join(" or ");
    }
    match of["type"].as_str().unwrap() {
        "array" => format!("array, each {}", kind(schema, &of["items"])),
        "object" => format!(
            "table, each value {}",
            kind(schema, &of["additionalProperties"])
        ),
        name => name.to_owned(),
    }
}

fn default(of: &Value, required: &[&str], name: &str) -> String {
    match of.get("default") {
        None if required.contains(&name) => "none; it must be given".into(),
        None => "none".into(),
        Some(value) => format!("`{}`", toml(value)),
    }
}

/// A value as TOML writes it.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(toml).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(map) => inline(map),
        value => value.to_string(),
    }
}

fn inline(map: &Map<String, Value>) -> String {
    let pairs: Vec<String> = map
        .iter()
        .map(|(name, value)| format!("{name} = {}", toml(value)))
        .collect();
    if pairs.is_empty() {
        "{}".into()
    } else {
        format!("{{ {} }}", pairs.join(", "))
    }
}
