//! An index elsewhere, whoever uploads there, and what became of it: looked at, sent to, waited for.
//!
//! Nobody is asked whether it shall: whoever calls has agreed.
use crate::dist::{ProjectName, Sha256};
use crate::http::Url;
use crate::index::{
    Distribution, Event, Listed, Login, Presence, Pypirc, Releases, Remote, Target, TrustError,
    UploadError, Uploaded,
};
use crate::publish::decide::Refused;
use crate::publish::state::Reason;
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::{Context as _, anyhow, bail};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// So long PyPI is waited for until its pages show what it took; they come from caches.
const PYPI_SHOWS: Duration = Duration::from_secs(5 * 60);

/// So long any other index is: some have no pages at all.
const OTHERS_SHOW: Duration = Duration::from_secs(10);

/// The longest wait between two looks.
const LONGEST: Duration = Duration::from_secs(15);

/// How long a wait goes on before it is asked whether it shall.
const TICK: Duration = Duration::from_millis(100);

/// An index that is uploaded to.
#[derive(Debug)]
pub(in crate::publish) struct Site {
    /// Which one.
    pub(in crate::publish) target: Target,
    /// Who uploads; `None` for nobody in particular.
    pub(in crate::publish) login: Option<Login>,
    /// Why the identity of this job is of no use, where it has one.
    trust: RefCell<Option<TrustError>>,
    remote: Remote,
    /// What it said that it took: its pages may come later.
    taken: RefCell<BTreeSet<(String, Sha256)>>,
}

/// How a sending ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish) enum Sending {
    /// The index has every file.
    Whole,
    /// Ctrl-C was pressed.
    Interrupted,
}

impl Site {
    /// The index with whoever uploads there: found, or asked where somebody is there and more is done than to look.
    pub(in crate::publish) fn open(
        target: Target,
        pypirc: &Pypirc,
        only_looks: bool,
        terminal: &Terminal,
    ) -> anyhow::Result<Self> {
        let client = target.client()?;
        let (login, trust) =
            super::prepared::login(&target, pypirc, &client, only_looks, terminal)?;
        let access = login.as_ref().map(|login| login.credentials.clone());
        Ok(Self {
            remote: Remote::new(target.clone(), client, access),
            target,
            login,
            trust: RefCell::new(trust),
            taken: RefCell::default(),
        })
    }

    /// Who uploads, and where the password was found; never the password.
    pub(in crate::publish) fn who(&self) -> Option<String> {
        let login = self.login.as_ref()?;
        Some(format!(
            "as `{}`, with the password from {}",
            login.credentials.username, login.source
        ))
    }

    /// PyPI takes nothing from nobody: without a password there must be nothing to do but to look.
    pub(in crate::publish) fn need_login(&self, only_looks: bool) -> anyhow::Result<()> {
        if self.login.is_some() || only_looks {
            return Ok(());
        }
        let trust = self.trust.take();
        let is_odd = |error: &&TrustError| self.target.is_pypi() || !error.is_absence();
        if let Some(error) = trust.as_ref().filter(is_odd) {
            let nothing = format!("no password was found for {}", self.target.title());
            return Err(anyhow!("{error}").context(nothing));
        }
        match self.target.is_pypi() {
            true => bail!(super::prepared::no_password(&self.target)),
            false => Ok(()),
        }
    }

    /// Where its pages are.
    pub(in crate::publish) fn simple(&self) -> &Url {
        self.remote.simple()
    }

    /// What the index shows of a project; `None` when it does not know it.
    pub(in crate::publish) fn listed(
        &self,
        project: &ProjectName,
    ) -> anyhow::Result<Option<Vec<Listed>>> {
        Ok(self.remote.listed(project)?)
    }

    /// The releases of a project that one of this version is held against.
    pub(in crate::publish) fn releases(
        &self,
        project: &ProjectName,
        version: &Version,
    ) -> anyhow::Result<Releases> {
        Ok(self.remote.releases(project, version)?)
    }

    /// Fetches a file that the index shows into a folder; its bytes must be those that the page tells.
    pub(in crate::publish) fn fetch(
        &self,
        file: &Listed,
        folder: &Path,
    ) -> anyhow::Result<PathBuf> {
        let path = folder.join(&file.name);
        let cannot = || format!("cannot write `{}`", path.display());
        let mut to = std::fs::File::create(&path).with_context(cannot)?;
        let mut written = Ok(());
        let sha256 = self.remote.fetch(file, &mut |bytes| {
            if written.is_ok() {
                written = to.write_all(bytes);
            }
        })?;
        written.with_context(cannot)?;
        if file.sha256.is_some_and(|told| told != sha256) {
            bail!("`{}` is not what the page of the index tells", file.url);
        }
        Ok(path)
    }

    /// How files stand in the index, in their order; each project is asked for once.
    pub(in crate::publish) fn look(&self, files: &[Distribution]) -> anyhow::Result<Vec<Presence>> {
        let mut projects: BTreeMap<_, Vec<&Distribution>> = BTreeMap::new();
        for file in files {
            projects.entry(&file.project).or_default().push(file);
        }
        let mut found = BTreeMap::new();
        for (project, files) in projects {
            let here = self.remote.look(project, &files)?;
            found.extend(files.iter().map(|file| &file.file_name).zip(here));
        }
        let of = |file: &Distribution| found.get(&file.file_name).copied();
        Ok(files
            .iter()
            .map(|file| of(file).unwrap_or(Presence::Absent))
            .collect())
    }

    /// Whether the index said in this run that it took a file.
    pub(in crate::publish) fn has_taken(&self, file: &Distribution) -> bool {
        let known = (file.file_name.clone(), file.sha256);
        self.taken.borrow().contains(&known)
    }

    /// Uploads files that are missing. One that is refused does not keep the others back; all that went wrong is told.
    pub(in crate::publish) fn send(
        &self,
        files: &[&Distribution],
        terminal: &Terminal,
    ) -> anyhow::Result<Sending> {
        let mut errors: Vec<UploadError> = Vec::new();
        let mut left = 0;
        for file in &super::attested::attested(files, self, terminal)? {
            if errors.iter().any(UploadError::is_general) {
                left += 1;
                continue;
            }
            match self.send_one(file, terminal) {
                Ok(uploaded) => {
                    let known = (file.file_name.clone(), file.sha256);
                    self.taken.borrow_mut().insert(known);
                    let word = match uploaded {
                        Uploaded::Now => "uploaded",
                        Uploaded::Before => "there already",
                    };
                    terminal.say(&format!("{word}: {}", file.file_name));
                }
                Err(UploadError::Interrupted) => return Ok(Sending::Interrupted),
                Err(error) => errors.push(error),
            }
        }
        if left > 0 {
            terminal.say(&format!("{left} more were not tried"));
        }
        match errors.is_empty() {
            true => Ok(Sending::Whole),
            false => Err(told(&errors)),
        }
    }

    fn send_one(&self, file: &Distribution, terminal: &Terminal) -> Result<Uploaded, UploadError> {
        let working = terminal.working(&format!("uploading {}", file.file_name));
        let watch = |event: Event| {
            match event {
                Event::Sent { done, all } => {
                    let part = done.saturating_mul(100) / all.max(1);
                    working.say(&format!("uploading {} {part}%", file.file_name));
                }
                Event::Unclear { reason, wait } => terminal.note(&format!(
                    "{}: {reason}; looking again in {} s",
                    file.file_name,
                    wait.as_secs().max(1)
                )),
                Event::Waiting => {}
            }
            match terminal.is_interrupted() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        self.remote.upload(file, &watch)
    }

    /// Waits until the pages show files that were taken; whether they do.
    pub(in crate::publish) fn wait(
        &self,
        files: &[Distribution],
        terminal: &Terminal,
    ) -> anyhow::Result<bool> {
        let limit = match self.target.is_pypi() {
            true => PYPI_SHOWS,
            false => OTHERS_SHOW,
        };
        let end = Instant::now() + limit;
        let mut pause = Duration::from_millis(500);
        let mut working = None;
        loop {
            // What it said counts, whether its pages can be had or not.
            let here = self.look(files).unwrap_or_default();
            if here.len() == files.len() && here.iter().all(|here| *here == Presence::Same) {
                return Ok(true);
            }
            let both = files.iter().zip(here);
            let both: Vec<_> = both.map(|(file, here)| (file.clone(), here)).collect();
            if let Some(reason) = super::brakes::conflict(&both) {
                return Err(Refused(reason).into());
            }
            let what = || format!("waiting until {} shows it", self.simple());
            working.get_or_insert_with(|| terminal.working(&what()));
            let next = Instant::now() + pause;
            while Instant::now() < next {
                if terminal.is_interrupted() || Instant::now() >= end {
                    return Ok(false);
                }
                std::thread::sleep(TICK);
            }
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// What is odd when the pages never showed what was taken: they may be the wrong ones. PyPI's are known, and come late.
    pub(in crate::publish) fn unseen(&self, files: &[Distribution]) -> Option<String> {
        let project = &files.first()?.project;
        Some(match self.target.is_pypi() {
            true => format!(
                "`{}` does not show `{project}` as it was uploaded yet; it comes within minutes",
                self.simple()
            ),
            false => format!(
                "`{}` does not show `{project}` as it was uploaded; say in `[tool.release-guard.indexes]` where pip \
                 installs from (`simple`): only there can be seen what a cut connection left",
                self.simple()
            ),
        })
    }
}

/// What went wrong with files: refused, when a person has to change something.
fn told(errors: &[UploadError]) -> anyhow::Error {
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let text = text.join("\n");
    if !errors.iter().any(UploadError::is_refusal) {
        return anyhow!(text);
    }
    let (hints, said): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("hint: "));
    let mut hints: Vec<&str> = hints
        .iter()
        .map(|hint| hint.trim_start_matches("hint: "))
        .collect();
    hints.dedup();
    let mut reason = Reason::new(said.join("\n"), hints.join("\n"));
    reason.help = reason.help.filter(|help| !help.is_empty());
    Refused(reason).into()
}
