//! The kinds of places in which a version can stand.
//!
//! Not how each is read: every kind has a reader of its own.
use std::fmt;

/// A kind of place where a version can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// `[project] version` in pyproject.toml.
    Project,
    /// `[tool.poetry] version` in pyproject.toml.
    Poetry,
    /// `current_version` of bump-my-version.
    BumpVersion,
    /// `version` of commitizen, in pyproject.toml or a file of its own.
    Commitizen,
    /// `current` of tbump, in pyproject.toml or tbump.toml.
    Tbump,
    /// `current_version` of bumpver, in pyproject.toml, bumpver.toml or setup.cfg.
    Bumpver,
    /// `[tool.towncrier] version` in pyproject.toml.
    Towncrier,
    /// `[tool.briefcase] version` in pyproject.toml.
    Briefcase,
    /// The package's entry in a manifest of release-please.
    ReleasePlease,
    /// `[metadata] version` in setup.cfg.
    SetupCfg,
    /// The `version` that setup.py hands to `setup`.
    SetupPy,
    /// A requirement in setup.py that pins the project itself.
    SetupPyPin,
    /// `[package] version` in Cargo.toml, in SemVer form.
    Cargo,
    /// The `version` of `project()` in meson.build.
    Meson,
    /// `version` in package.json, jsr.json or deno.json, in SemVer form.
    PackageJson,
    /// `__version__` in a Python module.
    PythonModule,
    /// A file that holds nothing but the version, or one in which a configured pattern finds it.
    VersionFile,
    /// `release` in the configuration of Sphinx, and `version`, which is its beginning.
    Sphinx,
    /// `version` in CITATION.cff.
    Citation,
    /// `version` or `softwareVersion` in codemeta.json.
    Codemeta,
    /// `version` in .zenodo.json.
    Zenodo,
    /// A text that the configuration of release-guard names.
    Configured,
    /// The package's own entry in uv.lock.
    UvLock,
    /// The crate's own entry in Cargo.lock.
    CargoLock,
    /// The package's own entry in package-lock.json or npm-shrinkwrap.json.
    PackageLock,
}

/// How versions are written in a kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As PEP 440 says.
    Pep440,
    /// As SemVer 2.0 says.
    SemVer,
}

impl Site {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::Project,
        Self::Poetry,
        Self::BumpVersion,
        Self::Commitizen,
        Self::Tbump,
        Self::Bumpver,
        Self::Towncrier,
        Self::Briefcase,
        Self::ReleasePlease,
        Self::SetupCfg,
        Self::SetupPy,
        Self::SetupPyPin,
        Self::Cargo,
        Self::Meson,
        Self::PackageJson,
        Self::PythonModule,
        Self::VersionFile,
        Self::Sphinx,
        Self::Citation,
        Self::Codemeta,
        Self::Zenodo,
        Self::Configured,
        Self::UvLock,
        Self::CargoLock,
        Self::PackageLock,
    ];

    /// The name in machine formats and on the command line.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// How versions are written there.
    pub fn form(self) -> Form {
        match self {
            Self::Cargo
            | Self::CargoLock
            | Self::PackageJson
            | Self::PackageLock
            | Self::ReleasePlease => Form::SemVer,
            _ => Form::Pep440,
        }
    }

    /// Whether it tells people how to cite the project, and nothing is built from it.
    pub fn is_citation(self) -> bool {
        matches!(self, Self::Citation | Self::Codemeta | Self::Zenodo)
    }

    /// The name in machine formats, and the name in a sentence.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Project => ("project", "[project] version"),
            Self::Poetry => ("poetry", "[tool.poetry] version"),
            Self::BumpVersion => ("bumpversion", "current_version"),
            Self::Commitizen => ("commitizen", "[tool.commitizen] version"),
            Self::Tbump => ("tbump", "[tool.tbump.version] current"),
            Self::Bumpver => ("bumpver", "[tool.bumpver] current_version"),
            Self::Towncrier => ("towncrier", "[tool.towncrier] version"),
            Self::Briefcase => ("briefcase", "[tool.briefcase] version"),
            Self::ReleasePlease => ("release-please", "release-please manifest"),
            Self::SetupCfg => ("setup-cfg", "[metadata] version"),
            Self::SetupPy => ("setup-py", "setup(version=…)"),
            Self::SetupPyPin => ("setup-py-pin", "pinned requirement"),
            Self::Cargo => ("cargo", "[package] version"),
            Self::Meson => ("meson", "project(version: …)"),
            Self::PackageJson => ("package-json", "\"version\""),
            Self::PythonModule => ("python-module", "__version__"),
            Self::VersionFile => ("version-file", "version file"),
            Self::Sphinx => ("sphinx", "Sphinx configuration"),
            Self::Citation => ("citation", "version:"),
            Self::Codemeta => ("codemeta", "\"version\""),
            Self::Zenodo => ("zenodo", "\"version\""),
            Self::Configured => ("configured", "configured place"),
            Self::UvLock => ("uv-lock", "[[package]] version"),
            Self::CargoLock => ("cargo-lock", "[[package]] version"),
            Self::PackageLock => ("package-lock", "\"version\""),
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> =
            Site::ALL.iter().map(|site| site.name()).collect();
        assert_eq!(names.len(), Site::ALL.len());
        assert!(Site::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
