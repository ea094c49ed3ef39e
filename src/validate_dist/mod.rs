//! `validate-dist`: would these files be accepted, and do they do what they say?
//!
//! It guards wheels and sdists as they were built. It builds nothing, unpacks nothing, and asks no index.
mod declared;
mod environments;
mod facts;
mod json;
mod judge;
mod library;
pub mod rules;
pub mod sample;
mod succession;
mod tree;

pub use declared::{Declared, DeclaredError};
pub use facts::{
    FileFacts, FileNameFacts, Kind, Metadata, Release, contents_of, file_name_of, library_of,
    metadata_of, release_of, sdist_of, wheel_of,
};
pub use library::{Installed, Library, Top, is_importable, is_stubs, module_name};
pub use succession::{Coming, Succession, check_succession, succession_of};

use crate::config::Config;
use crate::dist::ProjectName;
use crate::flags::Flags;
use crate::git::Snapshot;
use crate::policy::{Policy, Stage};
use crate::project::TagName;
use crate::report::{Answer, Report};
use crate::rule::Findings;
use crate::terminal::Terminal;
use crate::version::Version;
use judge::{check_each, never};
use std::convert::Infallible;
use std::path::{Path, PathBuf};

/// One rule tells at most this many findings of one file: more of them say nothing new.
pub const FEW: usize = 20;

/// Check wheels and sdists before an index or an installer does
#[derive(Debug, clap::Parser)]
#[command(
    name = "validate-dist",
    after_help = "Examples:\n  validate-dist\n  validate-dist dist/demo-1.0-py3-none-any.whl\n  validate-dist --tag v1.0 --tree\n\n\
                  Exit status: 0 nothing wrong, 1 something is wrong, 2 could not look."
)]
pub struct Args {
    /// Distributions, and folders of them
    #[arg(value_name = "FILE|DIR", default_value = "dist")]
    pub paths: Vec<PathBuf>,
    /// The tag that is released: the files must be of its version
    #[arg(long)]
    pub tag: Option<String>,
    /// Show what is in the files, too
    #[arg(long)]
    pub tree: bool,
}

/// What the files of a release should be.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The version that is released; `None` when any will do.
    pub version: Option<Version>,
    /// What the project says that its wheels hold.
    pub declared: Declared,
}

/// Why files could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no such file or folder.
    #[error("there is no `{}`; make the distributions first: `python -m build`", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The folder has no distributions.
    #[error("there is no distribution in `{}`; make some first: `python -m build`", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// None of the files is of the package that was asked for.
    #[error("none of the files is of the package `{package}`")]
    NotOfPackage {
        /// The package.
        package: String,
    },
    /// A file could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The tag does not end in a version.
    #[error("the tag `{tag}` does not end in a version; write one such as `v1.0.0`")]
    Tag {
        /// The tag.
        tag: String,
    },
}

/// Runs the program.
pub fn run(args: Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let root = flags.root();
    let stage = match args.tag {
        Some(_) => Stage::Tag,
        None => Stage::Ci,
    };
    let snapshot = Snapshot::work_tree(&root);
    let config = Config::open(&snapshot, flags, stage.unknown_keys(), terminal)?;
    let policy = Policy::new(&config, flags, stage)?;
    let expected = Expected {
        version: args.tag.as_deref().map(version_of_tag).transpose()?,
        declared: Declared::read(&config.dist, &snapshot)?,
    };
    let mut files = Vec::new();
    let mut is_whole = true;
    for path in &args.paths {
        let path = match &flags.root {
            Some(root) => root.join(path),
            None => path.clone(),
        };
        is_whole &= path.is_dir();
        files.extend(files_of(&path)?);
    }
    if let Some(package) = &flags.package {
        files.retain(|file| is_of(file, package));
        if files.is_empty() {
            let package = package.clone();
            return Err(CheckError::NotOfPackage { package }.into());
        }
    }
    let mut findings = Findings::default();
    let working = terminal.working("checking distributions");
    let facts = check_some(&files, &expected, is_whole, &policy, &mut findings)?;
    drop(working);
    policy.settle(&mut findings);
    let mut answer = Answer::from(Report {
        program: "validate-dist",
        looked_at: files
            .iter()
            .map(|file| file.display().to_string())
            .collect(),
        findings: findings.into_found(),
        facts: json::facts(&facts),
        summary: json::summary(&facts),
    });
    if args.tree && flags.format == crate::flags::Format::Human {
        answer.output = tree::render(&facts)?;
    }
    Ok(answer)
}

/// Checks the files of a release, all that belong to it.
pub fn check(
    files: &[PathBuf],
    expected: &Expected,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<FileFacts>, CheckError> {
    check_some(files, expected, true, policy, findings)
}

/// Shows what is in distributions: their members with sizes, and who they say they are.
pub fn tree_of(files: &[FileFacts]) -> Result<String, CheckError> {
    tree::render(files)
}

/// The version that a tag such as `v1.0`, `demo-1.0` or `refs/tags/demo/v1.0` ends in.
fn version_of_tag(tag: &str) -> Result<Version, CheckError> {
    let found = TagName::guess(tag).and_then(|found| found.version.ok());
    found.ok_or_else(|| CheckError::Tag {
        tag: tag.to_owned(),
    })
}

fn check_some(
    files: &[PathBuf],
    expected: &Expected,
    is_whole: bool,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<FileFacts>, CheckError> {
    let mut facts = Vec::new();
    for checked in check_each(files, expected, policy) {
        let (file, found) = checked?;
        findings.append(found);
        facts.push(file);
    }
    let release = || {
        Ok::<_, Infallible>(Release {
            files: facts.clone(),
            expected: expected.version.clone(),
            is_whole,
        })
    };
    never(policy.judge(rules::release::RULES, release, findings));
    Ok(facts)
}

/// The distributions of a folder by name, or the file itself.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, CheckError> {
    if !path.exists() {
        return Err(CheckError::Missing {
            path: path.to_owned(),
        });
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let read = |source| CheckError::Read {
        path: path.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(read)? {
        let file = entry.map_err(read)?.path();
        if file.is_file() && looks_like_a_distribution(&file) {
            files.push(file);
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(CheckError::Empty {
            path: path.to_owned(),
        }),
        false => Ok(files),
    }
}

/// Whether an upload client would take the file for a distribution, rightly or not. Others in the folder, such as
/// `release.json` and checksums, are nobody's business.
fn looks_like_a_distribution(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let ends = [
        ".whl", ".gz", ".tgz", ".zip", ".egg", ".bz2", ".xz", ".exe", ".msi", ".rpm", ".tar",
    ];
    !name.starts_with('.') && ends.iter().any(|end| name.ends_with(end))
}

fn is_of(file: &Path, package: &str) -> bool {
    let facts = FileNameFacts::new(file);
    let name = facts.parsed.ok().map(|parsed| parsed.name().clone());
    name.is_some() && name == ProjectName::new(package)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Example, Rule};

    /// Runs every rule of a slice on its own examples.
    fn holds<F>(rules: &'static [Rule<F>], facts_of: fn(&Example) -> Option<F>) {
        for rule in rules {
            let name = rule.about.name;
            let find = |example: &Example| {
                let facts = facts_of(example).unwrap_or_else(|| panic!("{name}: no facts"));
                let mut findings = Findings::default();
                findings.run(rule, rule.about.severity, &facts);
                findings.into_found()
            };
            let found = find(&rule.about.bad);
            assert!(!found.is_empty(), "{name} is silent on its bad example");
            for finding in &found {
                assert!(!finding.places.is_empty(), "{name} names no place");
                assert!(finding.help.is_some(), "{name} tells no way out");
            }
            let found = find(&rule.about.good);
            assert!(
                found.is_empty(),
                "{name} speaks on its good example: {found:?}"
            );
        }
    }

    #[test]
    fn every_rule_holds_on_its_examples() {
        holds(rules::file_name::RULES, file_name_of);
        holds(rules::wheel::RULES, wheel_of);
        holds(rules::library::RULES, library_of);
        holds(rules::sdist::RULES, sdist_of);
        holds(rules::metadata::RULES, metadata_of);
        holds(rules::contents::RULES, contents_of);
        holds(rules::release::RULES, release_of);
        holds(rules::succession::RULES, succession_of);
    }

    #[test]
    fn sound_samples_have_no_findings() {
        let dir = tempfile::tempdir().unwrap();
        let names = ["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz"];
        let files = names.map(|name| {
            let path = dir.path().join(name);
            std::fs::write(&path, sample::sample(name, &[])).unwrap();
            path
        });
        let mut findings = Findings::default();
        let policy = Policy::standard(Stage::Tag);
        let expected = Expected {
            version: "1.0".parse().ok(),
            ..Expected::default()
        };
        let facts = check(&files, &expected, &policy, &mut findings).unwrap();
        assert_eq!(format!("{:?}", findings.into_found()), "[]");
        assert_eq!(facts[0].tags, ["py3-none-any"]);
        assert_eq!(facts[1].kind, Kind::Sdist);
    }
}
