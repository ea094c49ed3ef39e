//! What setup.cfg, setup.py and bump-my-version's own files say about a package's version.
//!
//! setup.py is never run; only a literal in the call of `setup` is read.
use super::back_end::BackEnd;
use super::ini::Ini;
use super::pointers::{Reader, Written};
use super::python::{self, Answer};
use super::toml::Toml;
use super::{Declaration, Package, ProjectError, Role, Site, modules, places, pyproject};
use crate::git::Snapshot;
use crate::source::{Place, RepoPath};
use crate::version::Version;

/// Reads setup.cfg and setup.py of the package's folder; returns whether they make a package. Below the top, a setup.py
/// alone that hands `setup` no version is there to compile something, and is never released.
pub(super) fn read(reader: &Reader<'_>, package: &mut Package) -> Result<bool, ProjectError> {
    let configured = config(reader, package)?;
    let scripted = script(reader, package)?;
    let has_version =
        package.has_source() || package.versioned_by.is_some() || package.opaque.is_some();
    Ok(configured || scripted && (has_version || package.folder.is_top()))
}

fn config(reader: &Reader<'_>, package: &mut Package) -> Result<bool, ProjectError> {
    let Some(file) = reader.beside(&package.folder, "setup.cfg")? else {
        return Ok(false);
    };
    let ini = Ini::parse(file)?;
    let (name, version) = (ini.get("metadata", "name"), ini.get("metadata", "version"));
    if let Some(name) = name {
        let place = ini.file.place(name.span.clone(), "");
        package.manifest.get_or_insert(place);
        package.name.get_or_insert_with(|| name.value.clone());
    }
    let Some(version) = version else {
        return Ok(name.is_some());
    };
    let place = ini.file.place(version.span.clone(), "");
    package.manifest.get_or_insert_with(|| place.clone());
    let written = |raw: &str| Written {
        site: Site::SetupCfg,
        raw: raw.trim().to_owned(),
        place: place.clone(),
    };
    let free = !package.has_source() && package.versioned_by.is_none();
    if let Some(attribute) = version.value.strip_prefix("attr:") {
        if free {
            let mut roots = modules::roots(None, &package.folder);
            let configured = ini.get("options", "package_dir").and_then(|dir| {
                let below = dir
                    .value
                    .lines()
                    .find_map(|line| line.trim().strip_prefix('='))?;
                package.folder.join(below.trim())
            });
            roots.splice(0..0, configured);
            let back_end = BackEnd::of_attribute(attribute);
            reader.attribute(package, written(attribute), &roots, back_end)?;
        }
    } else if let Some(file) = version.value.strip_prefix("file:") {
        if free {
            let file = file.split(',').next().unwrap_or_default().trim();
            reader.whole_file(package, written(file), file)?;
        }
    } else {
        let role = package.next_role();
        package.declare(Declaration::new(
            Site::SetupCfg,
            role,
            version.value.clone(),
            place,
        ));
    }
    Ok(true)
}

fn script(reader: &Reader<'_>, package: &mut Package) -> Result<bool, ProjectError> {
    let Some(file) = reader.beside(&package.folder, "setup.py")? else {
        return Ok(false);
    };
    package
        .manifest
        .get_or_insert_with(|| Place::file(file.path.clone()));
    if let Answer::Literal(name) = python::setup_keyword(&file.bytes, "name") {
        package.name.get_or_insert(name.value);
    }
    let is_open = !package.has_source() && package.pointers.is_empty();
    for (keyword, tool) in [("use_scm_version", "setuptools-scm"), ("pbr", "pbr")] {
        if is_open && python::setup_has(&file.bytes, keyword) {
            package.versioned_by.get_or_insert(tool);
        }
    }
    match python::setup_version(&file.bytes) {
        Answer::Literal(literal) => {
            let place = file.place(literal.span, "");
            let role = package.next_role();
            package.declare(Declaration::new(Site::SetupPy, role, literal.value, place));
        }
        Answer::Absent if !python::setup_has(&file.bytes, "setup_requires") => {}
        _ if is_open => {
            package
                .opaque
                .get_or_insert_with(|| format!("`{}`", file.path));
        }
        _ => {}
    }
    Ok(true)
}

/// Reads bump-my-version's files in a folder: `.bumpversion.cfg`, `.bumpversion.toml`, setup.cfg. The first that is there
/// is the one it uses, before pyproject.toml.
pub(super) fn bumpversion(
    snapshot: &Snapshot,
    folder: &RepoPath,
    package: &mut Package,
) -> Result<(), ProjectError> {
    let mut used = None;
    for name in [".bumpversion.cfg", ".bumpversion.toml", "setup.cfg"] {
        let Some(path) = folder.join(name) else {
            continue;
        };
        let Some(file) = snapshot.file(&path)? else {
            continue;
        };
        if name.ends_with(".toml") {
            let toml = Toml::parse(file)?;
            if toml.has(&["tool", "bumpversion"]) {
                used.get_or_insert(path);
                pyproject::mirrors(&toml, package);
            }
            continue;
        }
        let ini = Ini::parse(file)?;
        if ini
            .sections()
            .iter()
            .any(|section| section == "bumpversion")
        {
            used.get_or_insert(path);
        }
        if name == "setup.cfg" {
            places::tools::bumpver(&ini, package);
        }
        let has_own_form = ini.get("bumpversion", "parse").is_some();
        if let Some(version) = ini.get("bumpversion", "current_version")
            && (!has_own_form || version.value.parse::<Version>().is_ok())
        {
            let place = ini.file.place(version.span.clone(), "");
            package.declare(Declaration::new(
                Site::BumpVersion,
                Role::Mirror,
                version.value.clone(),
                place,
            ));
        }
    }
    if used.is_some() {
        package.bumpversion = used;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::git::Snapshot;
    use crate::project::packages;

    #[test]
    fn what_a_plugin_of_setuptools_supplies_is_not_missing() {
        let requires =
            |name: &str| format!("[build-system]\nrequires = ['setuptools>=61', '{name}']\n");
        let (calver, wheel) = (requires("calver>=1"), requires("wheel"));
        let dynamic = format!(
            "{}[project]\nname = 'a'\ndynamic = ['version']\n",
            requires("setuptools-git-versioning")
        );
        let script = "setup(name='a')";
        for (path, toml, script, expected) in [
            ("", None, script, Some((None, None))),
            (
                "",
                None,
                "setup(name='a', pbr=True)",
                Some((Some("pbr"), None)),
            ),
            (
                "",
                None,
                "setup(name='a', setup_requires=['x'])",
                Some((None, Some("`setup.py`"))),
            ),
            (
                "",
                Some(&calver),
                script,
                Some((None, Some("the build requirement `calver`"))),
            ),
            ("", Some(&wheel), script, Some((None, None))),
            (
                "",
                Some(&dynamic),
                "",
                Some((
                    None,
                    Some("the build requirement `setuptools-git-versioning`"),
                )),
            ),
            ("demos/", None, script, None),
            (
                "demos/",
                None,
                "setup(name='a', version=read())",
                Some((None, Some("`demos/setup.py`"))),
            ),
        ] {
            let (at_script, at_toml) = (format!("{path}setup.py"), format!("{path}pyproject.toml"));
            let toml = toml.map(|toml| (at_toml.as_str(), toml.as_str()));
            let files = toml.into_iter().chain([(at_script.as_str(), script)]);
            let found = packages(&Snapshot::memory(files)).unwrap();
            let found = found
                .first()
                .map(|package| (package.versioned_by, package.opaque.as_deref()));
            assert_eq!(found, expected, "{path} {toml:?} {script}");
        }
    }

    #[test]
    fn a_form_of_its_own_keeps_no_version_in_a_bumpversion_file() {
        for (path, source, expected) in [
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 4, 7, 0\nparse = x\n",
                0,
            ),
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 4.7.0\nparse = x\n",
                1,
            ),
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 4, 7, 0\n",
                1,
            ),
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = '4, 7, 0'\nparse = 'x'\n",
                0,
            ),
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = '4, 7, 0'\n",
                1,
            ),
        ] {
            let files = [
                ("pyproject.toml", "[project]\nname = 'a'\n"),
                (path, source),
            ];
            let found = packages(&Snapshot::memory(files)).unwrap();
            assert_eq!(found[0].declarations.len(), expected, "{path} {source}");
            assert!(found[0].bumpversion.is_some());
        }
    }
}
