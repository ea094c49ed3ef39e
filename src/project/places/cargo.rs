//! The version of the crate that a package is built from, and its entry in Cargo.lock.
//!
//! Not cargo: of a workspace only the version that its members inherit is read.
use crate::project::pointers::Reader;
use crate::project::toml::{Text, Toml};
use crate::project::{Declaration, Package, ProjectError, Role, Site};
use crate::source::{RepoPath, SourceFile};

/// Reads the crate whose version maturin takes.
pub(in crate::project) fn source(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
) -> Result<(), ProjectError> {
    let path = manifest(reader, Some(toml), package);
    if let Some(cargo) = parsed(reader, path.as_ref())? {
        declare(reader, &cargo, Role::Source, package)?;
    }
    if !package.has_source() {
        let path = path.unwrap_or_else(|| "Cargo.toml".into());
        package.opaque = Some(format!("maturin, from `{path}`"));
    }
    Ok(())
}

/// Reads the crate of the same name that repeats the version.
pub(super) fn mirror(
    reader: &Reader<'_>,
    toml: Option<&Toml>,
    package: &mut Package,
) -> Result<(), ProjectError> {
    let is_known = |found: &Declaration| found.site == Site::Cargo;
    if package.declarations.iter().any(is_known) {
        return Ok(());
    }
    let Some(path) = manifest(reader, toml, package) else {
        return Ok(());
    };
    // Whose crate it is, is not known before it can be read.
    let Some(cargo) = parsed(reader, Some(&path)).ok().flatten() else {
        return Ok(());
    };
    let name = cargo.str(&["package", "name"]).unwrap_or_default();
    if super::is_name_of(package, name) {
        declare(reader, &cargo, Role::Mirror, package)?;
    }
    Ok(())
}

/// The manifest that maturin takes: the one that it is told of, `rust/Cargo.toml` beside Python sources in a folder of their
/// own, else that of the package's folder; `None` where there is none.
fn manifest(reader: &Reader<'_>, toml: Option<&Toml>, package: &Package) -> Option<RepoPath> {
    let told = |key| toml.and_then(|toml| toml.str(&["tool", "maturin", key]));
    if let Some(told) = told("manifest-path") {
        return package.folder.join(told);
    }
    let name = package.name.as_deref().unwrap_or_default();
    let module = format!("src/{}/__init__.py", name.replace('-', "_"));
    let module = package.folder.join(module);
    let is_apart = told("python-source").is_some()
        || module.is_some_and(|module| reader.tree.has_module(&module));
    let names = ["rust/Cargo.toml", "Cargo.toml"];
    let paths = names.iter().skip(usize::from(!is_apart));
    paths
        .filter_map(|name| package.folder.join(name))
        .find(|path| reader.tree.has_place(path))
}

fn parsed(reader: &Reader<'_>, path: Option<&RepoPath>) -> Result<Option<Toml>, ProjectError> {
    let Some(path) = path else { return Ok(None) };
    let file = reader.snapshot.file(path)?;
    file.map(Toml::parse).transpose()
}

/// Declares the version of a crate, its own or that of its workspace, and the entry of Cargo.lock.
fn declare(
    reader: &Reader<'_>,
    cargo: &Toml,
    role: Role,
    package: &mut Package,
) -> Result<(), ProjectError> {
    let root = workspace(reader, cargo)?;
    let root = root.as_ref().unwrap_or(cargo);
    let inherits = cargo
        .get(&["package", "version", "workspace"])
        .and_then(|item| item.as_bool())
        == Some(true);
    let (toml, keys): (&Toml, &[&str]) = match inherits {
        true => (root, &["workspace", "package", "version"]),
        false => (cargo, &["package", "version"]),
    };
    let Some(text) = toml.text(keys) else {
        return Ok(());
    };
    let found = match role {
        Role::Source => Some(Declaration::by(Site::Cargo, role, &toml.file, text)),
        _ => super::mirror(package, Site::Cargo, &toml.file, text),
    };
    let Some(found) = found else { return Ok(()) };
    package.declare(found);
    let name = cargo.str(&["package", "name"]).unwrap_or_default();
    let folder = root.file.path.parent().unwrap_or_default();
    if let Some(lock) = reader.beside(&folder, "Cargo.lock")?
        && let Some(text) = locked(&lock, name)
    {
        let found = Declaration::by(Site::CargoLock, Role::Mirror, &lock, text);
        package.locks.push(found);
    }
    Ok(())
}

/// The root of the workspace that a crate belongs to, as cargo finds it; `None` where the crate's own manifest is the root
/// or there is none.
fn workspace(reader: &Reader<'_>, cargo: &Toml) -> Result<Option<Toml>, ProjectError> {
    if cargo.has(&["workspace"]) {
        return Ok(None);
    }
    let mut folder = cargo.file.path.parent().unwrap_or_default();
    if let Some(told) = cargo.str(&["package", "workspace"]) {
        let path = folder.join(told).and_then(|root| root.join("Cargo.toml"));
        return parsed(reader, path.as_ref());
    }
    while let Some(parent) = folder.parent() {
        let path = parent.join("Cargo.toml");
        if let Some(toml) = parsed(reader, path.as_ref())?
            && toml.has(&["workspace"])
        {
            return Ok(Some(toml));
        }
        folder = parent;
    }
    Ok(None)
}

/// The version of the entry of this name that has no source: the repository's own crate. cargo writes the file in one fixed
/// shape, and it can be long.
fn locked(file: &SourceFile, name: &str) -> Option<Text> {
    let text = file.text().ok()?;
    let is_own = |entry: &str| {
        let mut lines = entry.lines();
        let named = |line: &str| {
            let value = line.strip_prefix("name = \"");
            value.and_then(|value| value.strip_suffix('"')) == Some(name)
        };
        lines.any(named) && !entry.lines().any(|line| line.starts_with("source = "))
    };
    let mut start = 0;
    for entry in text.split_inclusive("[[package]]") {
        if is_own(entry) {
            const KEY: &str = "\nversion = \"";
            let from = entry.find(KEY)? + KEY.len();
            let value = entry.get(from..)?.split('"').next()?;
            return Some(Text {
                value: value.to_owned(),
                span: start + from..start + from + value.len(),
            });
        }
        start += entry.len();
    }
    None
}
