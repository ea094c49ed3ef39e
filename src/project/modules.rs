//! The Python modules of a package in which `__version__` usually stands.
//!
//! Not what the build back-end is pointed at: `pointers` follows that, and comes first.
use super::discover::MODULES;
use super::pointers::{Reader, rebound};
use super::python::{self, Answer};
use super::toml::Toml;
use super::{Declaration, Package, ProjectError, Role, Site};
use crate::dist::ProjectName;
use crate::source::RepoPath;

/// Import packages beside the project's own that are never released under its version.
const ASIDE: [&[u8]; 14] = [
    b"docs",
    b"doc",
    b"scripts",
    b"script",
    b"tools",
    b"tool",
    b"benchmarks",
    b"benchmark",
    b"bench",
    b"tasks",
    b"ci",
    b"utils",
    b"bin",
    b"demo",
];

/// The folders that imports start from, the most likely first.
pub(super) fn roots(toml: Option<&Toml>, folder: &RepoPath) -> Vec<RepoPath> {
    let mut below: Vec<String> = Vec::new();
    if let Some(toml) = toml {
        let keys: [&[&str]; 3] = [
            &["tool", "setuptools", "package-dir", ""],
            &["tool", "setuptools", "packages", "find", "where"],
            &["tool", "pdm", "build", "package-dir"],
        ];
        for keys in keys {
            below.extend(toml.texts(keys).into_iter().map(|text| text.value));
        }
        let packages = toml
            .get(&["tool", "poetry", "packages"])
            .and_then(|item| item.as_array());
        for package in packages.into_iter().flatten() {
            let from = package
                .as_inline_table()
                .and_then(|table| table.get("from"));
            below.extend(from.and_then(|from| from.as_str()).map(str::to_owned));
        }
    }
    below.extend(["src".to_owned(), String::new()]);
    let mut roots: Vec<RepoPath> = Vec::new();
    for root in below.iter().filter_map(|below| folder.join(below)) {
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

/// Reads `__version__` in the modules of a package.
pub(super) fn read(
    reader: &Reader<'_>,
    toml: Option<&Toml>,
    package: &mut Package,
) -> Result<(), ProjectError> {
    for path in candidates(reader, toml, package)? {
        // The build writes these files where the tag is the version.
        let generated = matches!(
            path.file_name(),
            b"_version.py" | b"version.py" | b"__version__.py"
        );
        if package.versioned_by.is_some() && generated {
            continue;
        }
        let Some(file) = reader.snapshot.file(&path)? else {
            continue;
        };
        let reading = python::read(&file.bytes, "__version__");
        match reading.answer {
            Answer::Literal(literal) => {
                let place = file.place(literal.span.clone(), "");
                let known = |found: &Declaration| {
                    found.place.origin == place.origin && found.place.spot == place.spot
                };
                if package.declarations.iter().any(known) {
                    continue;
                }
                rebound(package, &file, &literal, &reading.again);
                package.declare(Declaration::new(
                    Site::PythonModule,
                    Role::Mirror,
                    literal.value,
                    place,
                ));
            }
            Answer::Tuple(python::Tuple { span, .. })
            | Answer::Computed { span, .. }
            | Answer::Derived { span }
            | Answer::Imported { span, .. } => {
                package.derived.push(file.place(span, ""));
            }
            Answer::Absent => {}
        }
    }
    Ok(())
}

/// The modules to be read.
fn candidates(
    reader: &Reader<'_>,
    toml: Option<&Toml>,
    package: &Package,
) -> Result<Vec<RepoPath>, ProjectError> {
    let roots = roots(toml, &package.folder);
    let mut folders: Vec<RepoPath> = named_folders(toml, &package.folder);
    let mut paths: Vec<RepoPath> = Vec::new();
    for root in &roots {
        if let Some(name) = package.name.as_deref() {
            for below in [
                name.replace(['-', '.'], "/"),
                name.replace('.', "/").replace('-', "_"),
            ] {
                folders.extend(root.join(&below).filter(|folder| is_import(reader, folder)));
            }
            let module = ProjectName::new(name)
                .and_then(|name| root.join(format!("{}.py", name.as_file_part())));
            if let Some(module) = module
                && reader.snapshot.has(&module)?
            {
                paths.push(module);
            }
        }
        let is_flat = *root == package.folder;
        if is_flat && !folders.is_empty() {
            break;
        }
        let direct: Vec<RepoPath> = reader.tree.imports(root).cloned().collect();
        let found = match direct.is_empty() {
            true if !is_flat => reader.tree.namespaced(root).cloned().collect(),
            _ => direct,
        };
        folders.extend(
            found
                .into_iter()
                .filter(|folder| !ASIDE.contains(&folder.file_name())),
        );
    }
    for folder in folders {
        for module in MODULES {
            if let Some(path) = folder.join(module)
                && reader.tree.has_module(&path)
                && !paths.contains(&path)
            {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

fn is_import(reader: &Reader<'_>, folder: &RepoPath) -> bool {
    folder
        .join("__init__.py")
        .is_some_and(|module| reader.tree.has_module(&module))
}

/// The folders that a back-end is told to pack.
fn named_folders(toml: Option<&Toml>, folder: &RepoPath) -> Vec<RepoPath> {
    let keys: &[&str] = &["tool", "hatch", "build", "targets", "wheel", "packages"];
    let named = toml.map(|toml| toml.texts(keys)).unwrap_or_default();
    named
        .iter()
        .filter_map(|text| folder.join(&text.value))
        .collect()
}
