//! What an upload is about to do: the files, judged and looked up in the index, and who uploads them.
//!
//! Reads only.
use super::Args;
use crate::config::{Config, UnknownKeys};
use crate::flags::Flags;
use crate::git::{Repository, Snapshot};
use crate::index::{self, Distribution, Found, Login, Presence, Remote, Target};
use crate::policy::{Policy, Stage};
use crate::publish::state::Reason;
use crate::publish::{build, succession};
use crate::rule::{Findings, Severity};
use crate::terminal::Terminal;
use crate::validate_dist::{Declared, Expected, FileFacts};
use anyhow::bail;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

/// An upload that may go ahead.
pub(super) struct Prepared {
    /// The index.
    pub(super) target: Target,
    /// The index, to be asked.
    pub(super) remote: Remote,
    /// Who uploads; `None` for nobody in particular.
    pub(super) login: Option<Login>,
    /// The files, wheels first, and how they stand in the index.
    pub(super) files: Vec<(Distribution, Presence)>,
}

impl Prepared {
    /// Whether the index has every file.
    pub(super) fn is_done(&self) -> bool {
        self.files.iter().all(|(_, here)| *here == Presence::Same)
    }

    /// What is odd after a whole upload: the pages do not show the files, so they may be the wrong ones. PyPI's are known,
    /// and come late.
    pub(super) fn unseen(&self) -> Option<String> {
        if self.target.is_pypi() {
            return None;
        }
        let files = || self.files.iter().map(|(file, _)| file);
        let project = &files().next()?.project;
        let own: Vec<_> = files().filter(|file| file.project == *project).collect();
        let found = self.remote.look(project, &own).unwrap_or_default();
        let is_seen = !found.is_empty() && found.iter().all(|here| *here == Presence::Same);
        (!is_seen).then(|| {
            format!(
                "`{}` does not show `{project}` as it was uploaded; say in `[tool.release-guard.indexes]` where pip \
                 installs from (`simple`): only there can be seen what a cut connection left",
                self.target.simple
            )
        })
    }
}

/// The project that is released from: its configuration, and where its distributions are.
struct Ground {
    config: Config,
    snapshot: Snapshot,
    dist: PathBuf,
}

impl Ground {
    /// The commit that is checked out; outside a repository, where a job only has the files, the folder.
    fn open(flags: &Flags, terminal: &Terminal) -> anyhow::Result<Self> {
        let root = flags.root();
        let repository = Repository::open(&root).ok().map(Rc::new);
        let dist = match &repository {
            Some(repository) => repository.root().join("dist"),
            None => root.join("dist"),
        };
        let head = match &repository {
            Some(repository) => repository.head()?.map(|head| (repository, head)),
            None => None,
        };
        let snapshot = match head {
            Some((repository, head)) => Snapshot::commit(repository.clone(), head.as_str())?,
            None => Snapshot::work_tree(&root),
        };
        let mut config = Config::open(&snapshot, flags, UnknownKeys::Refused, terminal)?;
        if flags.config.is_some() {
            // Another file may say more, but which indexes are allowed is the project's own to say.
            let (own, _) = Config::read(&snapshot, UnknownKeys::Refused)?;
            if !own.publish.indexes_allowed.is_empty() {
                config.publish.indexes_allowed = own.publish.indexes_allowed;
                config.indexes.extend(own.indexes);
            }
        }
        Ok(Self {
            config,
            snapshot,
            dist,
        })
    }
}

/// Prepares an upload; the reason where a person has to change something first.
pub(super) fn prepare(
    name: &str,
    args: &Args,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Result<Prepared, Reason>> {
    let ground = Ground::open(flags, terminal)?;
    let pypirc = index::pypirc()?;
    let target = Target::find(name, &ground.config, &pypirc)?;
    let paths = match args.files.is_empty() {
        true => build::frozen_files(&ground.dist)?,
        false => args.files.clone(),
    };
    let judged = match judged(&paths, &ground, flags)? {
        Ok(judged) => judged,
        Err(reason) => return Ok(Err(reason)),
    };
    let files = read(&judged)?;
    if let Some(reason) = kept_private(&files, &target, &ground.config) {
        return Ok(Err(reason));
    }
    let login = login(&target, &pypirc, args, terminal)?;
    let credentials = login.as_ref().map(|login| login.credentials.clone());
    let remote = Remote::new(target.clone(), target.client()?, credentials);
    let looking = terminal.working(&format!("looking at {}", target.simple));
    let found = look(&remote, &files)?;
    drop(looking);
    let files: Vec<_> = files.into_iter().zip(found).collect();
    if let Some(reason) = conflict(&files).or_else(|| name_to_take(&files, &target, args)) {
        return Ok(Err(reason));
    }
    if let Some(reason) = succession::shortfall(&remote, &files, &ground.config, flags)? {
        return Ok(Err(reason));
    }
    Ok(Ok(Prepared {
        target,
        remote,
        login,
        files,
    }))
}

/// The judged files, wheels first. Their bytes were hashed when they were judged.
fn read(judged: &[FileFacts]) -> anyhow::Result<Vec<Distribution>> {
    let mut files = Vec::new();
    for file in judged {
        files.push(match file.sha256.parse() {
            Ok(sha256) => Distribution::hashed(&file.path, sha256, file.size)?,
            Err(()) => Distribution::read(&file.path)?,
        });
    }
    files.sort_by_key(|file| (!file.is_wheel(), file.file_name.clone()));
    if let Some(twice) = files
        .windows(2)
        .find(|two| two[0].file_name == two[1].file_name)
    {
        bail!("`{}` is named twice", twice[0].file_name);
    }
    Ok(files)
}

/// What the files are, or what keeps them from being published at all.
fn judged(
    paths: &[PathBuf],
    ground: &Ground,
    flags: &Flags,
) -> anyhow::Result<Result<Vec<FileFacts>, Reason>> {
    let policy = Policy::new(&ground.config, flags, Stage::Tag)?;
    let expected = Expected {
        version: None,
        declared: Declared::read(&ground.config.dist, &ground.snapshot)?,
    };
    let mut findings = Findings::default();
    let files = crate::validate_dist::check(paths, &expected, &policy, &mut findings)?;
    policy.settle(&mut findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.found().is_empty() {
        return Ok(Ok(files));
    }
    Ok(Err(Reason {
        text: "these distributions must not be uploaded as they are".into(),
        help: Some(
            "nothing was uploaded: mend the project, build again, and run this again".into(),
        ),
        findings: findings.into_found(),
    }))
}

fn kept_private(files: &[Distribution], target: &Target, config: &Config) -> Option<Reason> {
    let private = files
        .iter()
        .find_map(|file| Some((file, file.private.as_ref()?)));
    let (file, classifier) = private?;
    let text = format!(
        "`{}` has the classifier `{classifier}`, and was to go to {}",
        file.file_name,
        target.title()
    );
    if target.is_pypi() {
        let help = "take the classifier out and build again, if it is to be public after all";
        return Some(Reason::new(text, help));
    }
    let help = "name the index in `indexes-allowed` of `[tool.release-guard.publish]`, if it is a private one";
    (!target.is_allowed_by_name(config)).then(|| Reason::new(text, help))
}

/// Who uploads. PyPI takes nothing from nobody; other indexes may.
fn login(
    target: &Target,
    pypirc: &index::Pypirc,
    args: &Args,
    terminal: &Terminal,
) -> anyhow::Result<Option<Login>> {
    let username = match index::login(target, pypirc)? {
        Found::Login(login) => return Ok(Some(login)),
        Found::Nothing { username } => username,
    };
    if args.dry_run {
        return Ok(None);
    }
    let whose = match username.as_str() {
        "" => String::new(),
        name => format!(" of `{name}`"),
    };
    let question = format!(
        "Password or token{whose} for {} (Enter for none):",
        target.title()
    );
    match terminal.ask_secret(&question) {
        Some(password) if !password.is_empty() => Ok(Some(index::typed(&username, password)?)),
        _ if target.is_pypi() => bail!(
            "no password was found for {}\nhint: set `UV_PUBLISH_TOKEN` or `TWINE_PASSWORD` to a token, or write it into `.pypirc`",
            target.title()
        ),
        _ => Ok(None),
    }
}

/// How the files stand in the index, in their order; each project is asked for once.
fn look(remote: &Remote, files: &[Distribution]) -> anyhow::Result<Vec<Presence>> {
    let mut projects: BTreeMap<_, Vec<&Distribution>> = BTreeMap::new();
    for file in files {
        projects.entry(&file.project).or_default().push(file);
    }
    let mut found = BTreeMap::new();
    for (project, files) in projects {
        let here = remote.look(project, &files)?;
        found.extend(files.iter().map(|file| &file.file_name).zip(here));
    }
    let of = |file: &Distribution| found.get(&file.file_name).copied();
    Ok(files
        .iter()
        .map(|file| of(file).unwrap_or(Presence::Absent))
        .collect())
}

fn conflict(files: &[(Distribution, Presence)]) -> Option<Reason> {
    let lines: Vec<String> = files
        .iter()
        .filter_map(|(file, here)| match here {
            Presence::Other(here) => Some(format!(
                "the index has another `{}`: it has sha256 {here}, and this one has {}",
                file.file_name, file.sha256
            )),
            _ => None,
        })
        .collect();
    let help = "nothing was uploaded: release another version; a file that was published is never replaced";
    (!lines.is_empty()).then(|| Reason::new(lines.join("\n"), help))
}

/// A name on PyPI is taken for ever, by whoever uploads first: a slip of the pen there cannot be taken back.
fn name_to_take(
    files: &[(Distribution, Presence)],
    target: &Target,
    args: &Args,
) -> Option<Reason> {
    if !target.is_pypi() {
        return None;
    }
    let agreed = |file: &Distribution| {
        let same = |name: &String| crate::dist::same_name(name, file.project.as_str());
        args.first_release.iter().any(same)
    };
    let (file, _) = files
        .iter()
        .find(|(file, here)| *here == Presence::NoProject && !agreed(file))?;
    Some(Reason::new(
        format!(
            "there is no project `{}` on {} yet; this upload would take the name for ever",
            file.project,
            target.title()
        ),
        format!("if that is meant, add `--first-release {}`", file.project),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Pypirc;
    use crate::validate_dist::sample::sample;

    #[test]
    fn a_name_on_pypi_is_taken_only_when_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("de_mo-1.0-py3-none-any.whl");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        std::fs::write(&path, sample(name, &[])).unwrap();
        let taken = |index: &str, first: &[&str], here: Presence| {
            let target = Target::find(index, &Config::default(), &Pypirc::none()).unwrap();
            let args = Args {
                first_release: first.iter().map(|name| (*name).to_owned()).collect(),
                ..Args::default()
            };
            let files = [(Distribution::read(&path).unwrap(), here)];
            name_to_take(&files, &target, &args).map(|reason| reason.help.unwrap_or_default())
        };
        let help = Some("if that is meant, add `--first-release de-mo`".to_owned());
        let none = Presence::NoProject;
        assert_eq!(taken("pypi", &[], none), help);
        assert_eq!(
            taken("https://test.pypi.org/legacy/", &["demo"], none),
            help
        );
        assert_eq!(taken("testpypi", &["other", "De.Mo"], none), None);
        assert_eq!(taken("pypi", &[], Presence::Absent), None);
        assert_eq!(taken("https://example.org/", &[], none), None);
    }
}
