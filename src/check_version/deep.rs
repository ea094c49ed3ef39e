//! `--deep`: the version that the real build back-end says, asked in a throw-away copy of what is looked at.
//!
//! The one part of this program that runs the project's code and may open a connection; never in a hook.
use super::copy::copy;
use crate::dist::Headers;
use crate::git::{Ground, Snapshot};
use crate::project::{Package, Toml, packages};
use crate::python::{Interpreter, built_version};
use crate::rule::Example;
use crate::source::printable;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::Context as _;
use serde_json::{Value, json};

/// A package, and the version that its build back-end says.
#[derive(Debug, Clone)]
pub struct Built {
    /// The package as its files declare it.
    pub package: Package,
    /// The version in the metadata that the back-end made.
    pub version: Version,
    /// The back-end's name.
    pub back_end: String,
}

/// Asks the back-end of each package that is built, in an environment with what it requires for that.
pub(super) fn ask(
    ground: &Ground,
    snapshot: &Snapshot,
    packages: &[Package],
    terminal: &Terminal,
) -> anyhow::Result<Vec<Built>> {
    let interpreter = Interpreter::find(None)?;
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let top = copy(ground, snapshot, &scratch.path().join("copy"))?;
    let mut all = Vec::new();
    for package in packages.iter().filter(|package| package.is_built) {
        let folder = package.folder.to_path(&top);
        let has = |name: &str| folder.join(name).is_file();
        if !has("pyproject.toml") && !has("setup.py") {
            anyhow::bail!(
                "{} has neither a `pyproject.toml` nor a `setup.py`, so nothing can build it",
                package.called()
            );
        }
        let said = built_version(&folder, &interpreter, terminal).with_context(|| {
            format!(
                "cannot tell the version that {} is built as",
                package.called()
            )
        })?;
        let version: Version = said
            .parse()
            .with_context(|| format!("{} is built as `{}`", package.called(), printable(&said)))?;
        let back_end = back_end(snapshot, package)?;
        all.push(Built {
            package: package.clone(),
            version,
            back_end,
        });
    }
    Ok(all)
}

/// What was built, one package a line, for people.
pub(super) fn lines(built: &[Built]) -> String {
    let line = |built: &Built| {
        let declared = built.package.version();
        let agreement = match declared.is_some_and(|declared| *declared == built.version) {
            true => ", as declared",
            false => "",
        };
        let called = built.package.called();
        format!(
            "{called} is built as `{}` by `{}`{agreement}\n",
            built.version, built.back_end
        )
    };
    built.iter().map(line).collect()
}

/// The back-end that a package's pyproject.toml names, else the one that is used where none is named.
fn back_end(snapshot: &Snapshot, package: &Package) -> anyhow::Result<String> {
    let file = match package.folder.join("pyproject.toml") {
        Some(path) => snapshot.file(&path)?,
        None => None,
    };
    let toml = file.map(Toml::parse).transpose()?;
    let named = toml
        .as_ref()
        .and_then(|toml| toml.str(&["build-system", "build-backend"]));
    Ok(printable(named.unwrap_or("setuptools")))
}

/// What the JSON report says of what was built.
pub(super) fn facts(built: &[Built]) -> Value {
    let fact = |built: &Built| {
        json!({
            "package": built.package.name,
            "version": built.version.to_string(),
            "back_end": built.back_end,
        })
    };
    built.iter().map(fact).collect()
}

/// Turns a rule's example into facts: the package of its tree, and the metadata that the example has in `PKG-INFO`.
pub fn facts_of_built(example: &Example) -> Option<Built> {
    let Example::Tree(tree) = example else {
        return None;
    };
    let snapshot = Snapshot::memory(tree.iter().copied());
    let package = packages(&snapshot).ok()?.into_iter().next()?;
    let metadata = Headers::parse(&snapshot.read(&"PKG-INFO".into()).ok()??);
    let mut fields = metadata.fields.iter();
    let version = fields.find(|field| field.name == "Version")?;
    Some(Built {
        version: version.value.parse().ok()?,
        back_end: back_end(&snapshot, &package).ok()?,
        package,
    })
}
