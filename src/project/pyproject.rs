//! What pyproject.toml says about a package's name and version.
//!
//! Not the Python modules that it may point at: `pointers` follows those.
use super::back_end::BackEnd;
use super::pointers::{Reader, Written};
use super::toml::{Text, Toml};
use super::{Declaration, Package, ProjectError, Role, Site, Target, modules, places, tag_format};
use crate::dist::same_name;
use crate::source::{Place, RepoPath};
use crate::version::Version;

/// Reads the tables of a pyproject.toml; returns whether they make a package.
pub(super) fn read(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
) -> Result<bool, ProjectError> {
    let tables: [&[&str]; 4] = [
        &["project"],
        &["tool", "poetry"],
        &["build-system"],
        &["tool", "bumpversion"],
    ];
    let Some(table) = tables.iter().find_map(|keys| toml.get(keys)) else {
        return Ok(false);
    };
    let poetry: &[&str] = &["tool", "poetry", "version"];
    let name = toml
        .text(&["project", "name"])
        .or_else(|| toml.text(&["tool", "poetry", "name"]));
    let span = name
        .as_ref()
        .map_or_else(|| toml.span(table), |name| name.span.clone());
    package.manifest = Some(toml.file.place(span, ""));
    package.name = name.map(|name| name.value);
    package.dynamic = toml
        .texts(&["project", "dynamic"])
        .into_iter()
        .find(|entry| entry.value == "version")
        .map(|entry| toml.file.place(entry.span, ""));
    package.is_built = toml
        .get(&["tool", "poetry", "package-mode"])
        .and_then(|item| item.as_bool())
        != Some(false);
    if let Some(text) = toml.text(&["project", "version"]) {
        declare(package, toml, Site::Project, Role::Source, text);
    } else {
        package.versioned_by = versioned_by(toml);
    }
    package.tag_format = tag_format::of_tools(toml, package.name.as_deref());
    if let Some(text) = toml.text(poetry) {
        declare(package, toml, Site::Poetry, package.next_role(), text);
    }
    mirrors(toml, package);
    if !package.has_source() && package.versioned_by.is_none() {
        pointer(reader, toml, package)?;
    }
    Ok(true)
}

fn declare(package: &mut Package, toml: &Toml, site: Site, role: Role, text: Text) {
    package.declare(Declaration::by(site, role, &toml.file, text));
}

/// Versions that other tools keep in pyproject.toml (or `.bumpversion.toml`).
pub(super) fn mirrors(toml: &Toml, package: &mut Package) {
    if toml.has(&["tool", "bumpversion"]) {
        package.bumpversion = Some(toml.file.path.clone());
    }
    let provider = toml.str(&["tool", "commitizen", "version_provider"]);
    let kept: [(Site, &[&str], bool); 6] = [
        (
            Site::BumpVersion,
            &["tool", "bumpversion", "current_version"],
            true,
        ),
        (
            Site::Commitizen,
            &["tool", "commitizen", "version"],
            matches!(provider, None | Some("commitizen")),
        ),
        (Site::Tbump, &["tool", "tbump", "version", "current"], true),
        (Site::Bumpver, &["tool", "bumpver", "current_version"], true),
        (Site::Towncrier, &["tool", "towncrier", "version"], true),
        (Site::Briefcase, &["tool", "briefcase", "version"], true),
    ];
    for (site, keys, used) in kept {
        // The patterns of bumpver, and own ones of bump-my-version, allow what is no version for anybody else.
        let is_version = |text: &Text| text.value.parse::<Version>().is_ok();
        let is_own_form = match site {
            Site::Bumpver => true,
            Site::BumpVersion => toml.has(&["tool", "bumpversion", "parse"]),
            _ => false,
        };
        if used
            && let Some(text) = toml.text(keys)
            && (!is_own_form || is_version(&text))
        {
            declare(package, toml, site, Role::Mirror, text);
        }
    }
}

/// The tool that takes the version from the last tag.
fn versioned_by(toml: &Toml) -> Option<&'static str> {
    let is_dynamic = toml
        .texts(&["project", "dynamic"])
        .iter()
        .any(|entry| entry.value == "version");
    let source = |keys: &[&str]| toml.str(keys).unwrap_or_default().to_owned();
    match source(&["tool", "hatch", "version", "source"]).as_str() {
        "vcs" => return Some("hatch-vcs"),
        "uv-dynamic-versioning" => return Some("uv-dynamic-versioning"),
        "versioningit" => return Some("versioningit"),
        _ => {}
    }
    if source(&["tool", "pdm", "version", "source"]) == "scm" {
        return Some("pdm");
    }
    let provider = source(&["tool", "scikit-build", "metadata", "version", "provider"]);
    if provider == "scikit_build_core.metadata.setuptools_scm" {
        return Some("setuptools-scm");
    }
    let required: Vec<String> = toml
        .texts(&["build-system", "requires"])
        .iter()
        .map(|text| requirement_name(&text.value))
        .collect();
    let requires = |name: &str| required.iter().any(|required| same_name(required, name));
    let poetry: &[&str] = &["tool", "poetry-dynamic-versioning"];
    let enabled = toml
        .get(&["tool", "poetry-dynamic-versioning", "enable"])
        .and_then(|item| item.as_bool());
    if toml.has(poetry)
        && enabled != Some(false)
        && (enabled.is_some() || requires("poetry-dynamic-versioning"))
    {
        return Some("poetry-dynamic-versioning");
    }
    let pointed = toml.has(&["tool", "setuptools", "dynamic", "version"]);
    let free = !pointed && (is_dynamic || !toml.has(&["project"]));
    let scm = toml.has(&["tool", "setuptools_scm"]) || (requires("setuptools-scm") && is_dynamic);
    let others: [(&str, &'static str); 2] = [
        ("versioningit", "versioningit"),
        ("versioneer", "versioneer"),
    ];
    if free && scm {
        return Some("setuptools-scm");
    }
    others
        .into_iter()
        .find(|(table, _)| free && toml.has(&["tool", table]))
        .map(|(_, tool)| tool)
}

/// Build requirements of setuptools that supply no version.
const NO_PLUGINS: [&str; 19] = [
    "setuptools",
    "wheel",
    "pip",
    "build",
    "packaging",
    "cython",
    "numpy",
    "oldest-supported-numpy",
    "pybind11",
    "cffi",
    "setuptools-rust",
    "scikit-build",
    "cmake",
    "ninja",
    "mypy",
    "toml",
    "tomli",
    "jinja2",
    "typing-extensions",
];

/// What setuptools is left with where no file says the version: any other build requirement may be its plugin for that.
pub(super) fn plugin(toml: &Toml, package: &mut Package) {
    let back_end = toml.str(&["build-system", "build-backend"]);
    let is_setuptools = back_end.is_none_or(|name| name.starts_with("setuptools."));
    let is_supplied = package.has_source()
        || !package.pointers.is_empty()
        || package.versioned_by.is_some()
        || package.opaque.is_some();
    let is_asked = package.dynamic.is_some() || !toml.has(&["project"]);
    if !is_setuptools || is_supplied || !is_asked {
        return;
    }
    let required = toml.texts(&["build-system", "requires"]);
    package.opaque = required
        .iter()
        .map(|text| requirement_name(&text.value))
        .find(|name| !NO_PLUGINS.iter().any(|known| same_name(name, known)))
        .map(|name| format!("the build requirement `{name}`"));
}

/// The project name at the start of a requirement.
fn requirement_name(requirement: &str) -> String {
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    requirement.get(..end).unwrap_or_default().to_owned()
}

/// Follows what the build back-end is told about where the version is.
fn pointer(reader: &Reader<'_>, toml: &Toml, package: &mut Package) -> Result<(), ProjectError> {
    let written = |site: Site, text: &Text| Written {
        site,
        raw: text.value.clone(),
        place: toml.file.place(text.span.clone(), ""),
    };
    let back_end = toml
        .str(&["build-system", "build-backend"])
        .unwrap_or_default();
    let roots = modules::roots(Some(toml), &package.folder);
    let setuptools: &[&str] = &["tool", "setuptools", "dynamic", "version"];
    if let Some(text) = toml.text(&[setuptools, &["attr"]].concat()) {
        let back_end = BackEnd::of_attribute(&text.value);
        reader.attribute(package, written(Site::Project, &text), &roots, back_end)?;
        forgive_mapped_folders(toml, package);
        return Ok(());
    }
    if let Some(text) = toml.texts(&[setuptools, &["file"]].concat()).first() {
        return reader.whole_file(package, written(Site::Project, text), &text.value);
    }
    let source = toml.text(&["tool", "hatch", "version", "source"]);
    if let Some(source) = source.filter(|source| source.value == "nodejs") {
        return places::node::source(reader, toml, package, source);
    }
    if let Some((text, back_end)) = pattern(toml, package) {
        return reader.file(
            package,
            written(Site::Project, &text),
            &text.value,
            &back_end,
        );
    }
    if package.opaque.is_some() {
        return Ok(());
    }
    let Some(dynamic) = package.dynamic.clone() else {
        // maturin takes the whole of `[project]` from Cargo.toml where there is none.
        return if back_end == "maturin" && !toml.has(&["project"]) {
            places::cargo::source(reader, toml, package)
        } else {
            Ok(())
        };
    };
    match back_end.split('.').next().unwrap_or_default() {
        "flit_core" | "flit" => flit(reader, toml, package, dynamic, &roots),
        "maturin" => places::cargo::source(reader, toml, package),
        "mesonpy" => places::meson::source(reader, package, dynamic),
        // setuptools may still find it in setup.cfg or setup.py.
        "setuptools" | "" => Ok(()),
        other => {
            package.opaque = Some(format!("the build back-end `{other}`"));
            Ok(())
        }
    }
}

/// The file that a back-end is told to search; a way of its own that needs to be run makes the package opaque.
fn pattern(toml: &Toml, package: &mut Package) -> Option<(Text, BackEnd)> {
    let text = |keys: &[&str]| toml.text(keys).map(|text| text.value);
    let scikit: &[&str] = &["tool", "scikit-build", "metadata", "version"];
    if let Some(provider) = text(&[scikit, &["provider"]].concat()) {
        let key = |name: &'static str| [scikit, &[name]].concat();
        if provider != "scikit_build_core.metadata.regex" {
            package.opaque = Some(format!("the provider `{provider}` of scikit-build-core"));
            return None;
        }
        let back_end = BackEnd::ScikitBuild {
            regex: text(&key("regex")),
            result: text(&key("result")),
            remove: text(&key("remove")),
        };
        return Some((toml.text(&key("input"))?, back_end));
    }
    for (tool, named, usual) in [("hatch", "regex", "regex"), ("pdm", "file", "")] {
        let key = |name: &'static str| ["tool", tool, "version", name];
        if !toml.has(&["tool", tool, "version"]) {
            continue;
        }
        let source = toml.str(&key("source")).unwrap_or(usual);
        let Some(path) = toml.text(&key("path")).filter(|_| source == named) else {
            package.opaque = Some(format!("`[tool.{tool}.version]` with source `{source}`"));
            return None;
        };
        let pattern = text(&key("pattern"));
        let back_end = match tool {
            "hatch" => BackEnd::Hatch { pattern },
            _ => BackEnd::Pdm { pattern },
        };
        return Some((path, back_end));
    }
    None
}

/// A module that `package-dir` puts in a folder of another name is found by the build, if not here.
fn forgive_mapped_folders(toml: &Toml, package: &mut Package) {
    let table = toml.get(&["tool", "setuptools", "package-dir"]);
    let is_mapped = table
        .and_then(|item| item.as_table_like())
        .is_some_and(|table| table.iter().any(|(name, _)| !name.is_empty()));
    if let Some(pointer) = package.pointers.last_mut()
        && let Target::Missing(path) = &pointer.target
        && is_mapped
    {
        pointer.target = Target::Computed(path.clone());
    }
}

/// flit takes `__version__` of the project's module.
fn flit(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
    place: Place,
    roots: &[RepoPath],
) -> Result<(), ProjectError> {
    let module = toml
        .str(&["tool", "flit", "module", "name"])
        .map(str::to_owned)
        .or_else(|| package.name.as_ref().map(|name| name.replace('-', "_")))
        .unwrap_or_default();
    let written = Written {
        site: Site::Project,
        raw: format!("{module}.__version__"),
        place,
    };
    reader.attribute(package, written, roots, BackEnd::Flit)
}
