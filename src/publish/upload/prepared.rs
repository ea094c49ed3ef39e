//! What an upload is about to do: the files, judged and looked up in the index, and who uploads them.
//!
//! Reads only.
use super::site::Site;
use super::{Args, attested, brakes};
use crate::config::{Config, UnknownKeys};
use crate::flags::Flags;
use crate::git::{Repository, Snapshot};
use crate::http::Client;
use crate::index::{self, Distribution, Found, Login, Minting, Presence, Target, TrustError};
use crate::policy::{Policy, Stage};
use crate::publish::destination::explained;
use crate::publish::state::Reason;
use crate::publish::{build, succession};
use crate::rule::{Findings, Severity};
use crate::terminal::Terminal;
use crate::validate_dist::{Declared, Expected, FileFacts};
use anyhow::bail;
use std::path::PathBuf;
use std::rc::Rc;

/// An upload that may go ahead.
pub(super) struct Prepared {
    /// The index, and who uploads.
    pub(super) site: Site,
    /// The files, wheels first, and how they stand in the index.
    pub(super) files: Vec<(Distribution, Presence)>,
}

impl Prepared {
    /// Whether the index has every file.
    pub(super) fn is_done(&self) -> bool {
        self.files.iter().all(|(_, here)| *here == Presence::Same)
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
            keep_allowed(&mut config, &snapshot)?;
        }
        Ok(Self {
            config,
            snapshot,
            dist,
        })
    }
}

/// Another file may say more, but which indexes are allowed is the project's own to say.
pub(in crate::publish) fn keep_allowed(
    config: &mut Config,
    snapshot: &Snapshot,
) -> anyhow::Result<()> {
    let (own, _) = Config::read(snapshot, UnknownKeys::Refused)?;
    if !own.publish.indexes_allowed.is_empty() {
        config.publish.indexes_allowed = own.publish.indexes_allowed;
        config.indexes.extend(own.indexes);
    }
    Ok(())
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
    let target = Target::find(name, &ground.config, &pypirc).map_err(|error| {
        let repository = Repository::open(&flags.root()).ok();
        explained(error, repository.as_ref())
    })?;
    let named = attested::distributions(args.files.clone())?;
    let paths = build::files_or_frozen(named, args.sealed, &ground.dist)?;
    let judged = match judged(&paths, &ground, flags)? {
        Ok(judged) => judged,
        Err(reason) => return Ok(Err(reason)),
    };
    let files = read(&judged)?;
    if let Some(reason) = brakes::kept_private(&files, &target, &ground.config) {
        return Ok(Err(reason));
    }
    let site = Site::open(target, &pypirc, args.dry_run, terminal)?;
    site.need_login(args.dry_run)?;
    if let Some(reason) = attested::fault(&files, &site)? {
        return Ok(Err(reason));
    }
    let looking = terminal.working(&format!("looking at {}", site.simple()));
    let found = site.look(&files)?;
    drop(looking);
    let files: Vec<_> = files.into_iter().zip(found).collect();
    let taken = || brakes::name_to_take(&files, &site.target, &args.first_release);
    if let Some(reason) = brakes::conflict(&files).or_else(taken) {
        return Ok(Err(reason));
    }
    let policy = Policy::new(&ground.config, flags, Stage::Tag)?;
    if let Some(reason) = succession::shortfall(&site, &files, &policy)? {
        return Ok(Err(reason));
    }
    Ok(Ok(Prepared { site, files }))
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

/// Who uploads, found or asked, and why this job's identity is of no use where it could have been.
pub(super) fn login(
    target: &Target,
    pypirc: &index::Pypirc,
    client: &Client,
    only_looks: bool,
    terminal: &Terminal,
) -> anyhow::Result<(Option<Login>, Option<TrustError>)> {
    for source in index::sources(target, pypirc) {
        terminal.detail(&format!("password: {source}"));
    }
    let minting = match only_looks {
        true => Minting::Later,
        false => Minting::Now,
    };
    let (username, trust) = match index::login(target, pypirc, client, minting)? {
        Found::Login(login, trust) => {
            if let Some(error) = trust {
                told(&error, target, terminal);
            }
            return Ok((Some(login), None));
        }
        Found::Nothing { username, trust } => (username, trust),
    };
    if only_looks || !terminal.is_interactive() {
        return Ok((None, trust));
    }
    if let Some(error) = trust {
        told(&error, target, terminal);
    }
    let whose = match username.as_str() {
        "" => String::new(),
        name => format!(" of `{name}`"),
    };
    let question = format!(
        "Password or token{whose} for {} (Enter for none):",
        target.title()
    );
    let typed = terminal.ask_secret(&question).unwrap_or_default();
    let login = match typed.is_empty() {
        true => None,
        false => Some(index::typed(&username, typed)?),
    };
    Ok((login, None))
}

/// Why this job's identity is of no use. Elsewhere than on PyPI it is usual that an index knows nothing of such a thing.
fn told(error: &TrustError, target: &Target, terminal: &Terminal) {
    match target.is_pypi() || !error.is_absence() {
        true => terminal.warn(&error.to_string()),
        false => terminal.detail(&error.to_string()),
    }
}

pub(super) fn no_password(target: &Target) -> String {
    format!(
        "no password was found for {}\nhint: set `UV_PUBLISH_TOKEN` or `TWINE_PASSWORD` to a token, or write it into `.pypirc`",
        target.title()
    )
}
