//! `[tool.release-guard.publish]`: where distributions are built, tried, and where they go.
//!
//! Not the indexes themselves: those are `indexes`.
use serde::Deserialize;

/// How a release is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Publish {
    /// Where distributions go; `local` (a directory index in `.release-guard/simple`) when left out. By name: an index,
    /// `github-release`, `gitlab-release`, `pages-index` (an index of the releases on GitHub, for GitHub Pages), `ghcr`.
    #[cfg_attr(test, schemars(example = ["testpypi", "pypi"]))]
    pub targets: Vec<String>,
    /// The branch that the target `pages-index` keeps its index on; `gh-pages` when left out.
    #[cfg_attr(test, schemars(example = &"pages"))]
    pub pages_branch: Option<String>,
    /// The only indexes that may be uploaded to, by name or by the address for uploads; when left out, any may. No option,
    /// no variable and no `.pypirc` adds to them.
    #[cfg_attr(test, schemars(example = ["testpypi", "https://pypi.example.org/legacy/"]))]
    pub indexes_allowed: Vec<String>,
    /// The Pythons to build with, by version or path; the first on PATH when left out. With several, the wheel is built with
    /// each of them, installed, imported, and compared.
    #[cfg_attr(test, schemars(example = ["3.11", "3.12"]))]
    pub python: Vec<String>,
    /// Where distributions are built: `here`, when left out, or `external` when other jobs build them, on other platforms.
    /// Then the step `build` waits until what they made lies in `dist/`, and puts it together.
    #[cfg_attr(test, schemars(example = &"external"))]
    pub build: Building,
    /// The wheels without which what other jobs built is not complete: names without `.whl`, in which `*` stands for any
    /// characters.
    #[cfg_attr(test, schemars(example = ["*-manylinux*_x86_64", "*-macosx_*_arm64", "*-win_amd64"]))]
    pub expected_wheels: Vec<String>,
    /// What is tried with a wheel after it was built, in a fresh environment: to `import` it, when left out, only to
    /// `install` it, or nothing (`off`).
    #[cfg_attr(test, schemars(example = &"install"))]
    pub smoke_test: SmokeTest,
    /// The modules that are imported then; the wheel's top-level packages and modules when left out.
    #[cfg_attr(test, schemars(example = ["acme", "acme.cli"]))]
    pub imports: Vec<String>,
    /// Whether an index is shown the identity of the CI job instead of a password: `auto` where no password is found first,
    /// `always`, or `never`. An index may say otherwise for itself. When left out: `auto`.
    #[cfg_attr(test, schemars(example = &"always"))]
    pub trusted_publishing: Option<TrustedPublishing>,
    /// Whether attestations (PEP 740) go along with the files. When left out: to PyPI and TestPyPI those that lie beside
    /// the files, and new ones where `pypi_attestations` is installed and the job has an identity.
    #[cfg_attr(test, schemars(example = false))]
    pub attestations: Option<bool>,
    /// Who makes the commit of a release that is proposed by pull request: `git`, or `github`, which signs it. When left
    /// out: GitHub in a job of GitHub Actions where git does not sign commits, else git.
    #[cfg_attr(test, schemars(example = &"git"))]
    pub commit_by: Option<CommitBy>,
}

/// Who makes the commit of a release that is proposed by pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CommitBy {
    /// Git, on this machine.
    Git,
    /// GitHub, by its API.
    Github,
}

/// Whether an index is shown the identity of the CI job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TrustedPublishing {
    /// It is, where no password is found first.
    #[default]
    Auto,
    /// It is, and no password is used.
    Always,
    /// It is not.
    Never,
}

/// Where distributions are built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Building {
    /// Where the release is made.
    #[default]
    Here,
    /// By other jobs.
    External,
}

/// What is tried with a wheel after it was built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SmokeTest {
    /// It is installed and imported.
    #[default]
    Import,
    /// It is installed.
    Install,
    /// Nothing.
    Off,
}
