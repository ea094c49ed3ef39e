//! The Python modules of a package in which `__version__` usually stands.
//!
//! Not what the build back-end is pointed at: `pointers` follows that, and comes first.
use super::discover::MODULES;
use super::pointers::{Reader, rebound};
use super::python::{self, Answer, PartValue};
use super::toml::Toml;
use super::{Declaration, Package, ProjectError, Role, Site, TwoReadings, VersionTuple};
use crate::dist::ProjectName;
use crate::source::{RepoPath, SourceFile};
use crate::version::Version;

/// Names to which tuples are bound that spell the version.
const TUPLES: [&str; 5] = [
    "version_info",
    "__version_info__",
    "VERSION",
    "version_tuple",
    "__version_tuple__",
];

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
        read_tuples(package, &file);
        read_version(package, &file);
    }
    Ok(())
}

/// Reads `__version__` of a module, and in a module for nothing else `VERSION` where that is a version.
fn read_version(package: &mut Package, file: &SourceFile) {
    let mut reading = python::read(&file.bytes, "__version__");
    let is_for_it = file.path.file_name() != b"__init__.py";
    if reading.answer == Answer::Absent && is_for_it {
        let other = python::read(&file.bytes, "VERSION");
        let is_version = |value: &str| value.parse::<Version>().is_ok();
        if matches!(&other.answer, Answer::Literal(literal) if is_version(&literal.value)) {
            reading = other;
        }
    }
    match reading.answer {
        Answer::Literal(literal) => {
            let place = file.place(literal.span.clone(), "");
            // What the build reads there is another value, and told as that.
            let read = |found: &TwoReadings| found.at_run_time.1.origin == place.origin;
            if package.knows(&place) || package.readings.iter().any(read) {
                return;
            }
            rebound(package, file, &literal, &reading.again);
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

/// Reads the tuples of a module that spell the version.
fn read_tuples(package: &mut Package, file: &SourceFile) {
    for name in TUPLES {
        if !contains(&file.bytes, name.as_bytes()) {
            continue;
        }
        let Answer::Tuple(tuple) = python::read(&file.bytes, name).answer else {
            continue;
        };
        let parts = tuple.parts.iter().map(|part| {
            let text = match &part.value {
                PartValue::Number(number) => number.to_string(),
                PartValue::Text(text) => text.clone(),
            };
            (text, file.place(part.span.clone(), ""))
        });
        if tuple.parts.len() > 1 && matches!(tuple.parts[0].value, PartValue::Number(_)) {
            package.tuples.push(VersionTuple {
                name,
                parts: parts.collect(),
                place: file.place(tuple.span.clone(), ""),
            });
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|found| found == part)
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
