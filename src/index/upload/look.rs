//! Looking at an index: how files stand in it, where its pages are, and which releases it has.
//!
//! Nothing is sent. A server that is busy is asked again, since asking does no harm.
use super::{Distribution, Presence, Remote, UploadError, backoff};
use crate::dist::{ProjectName, Sha256};
use crate::http::{Credentials, Url};
use crate::index::earlier::Releases;
use crate::index::simple::{self, Listed};
use crate::version::Version;
use std::time::Duration;

/// How often a page that cannot be had is asked for at most.
const LOOKS: u32 = 4;

/// No server is waited for any longer before a page is asked for again.
const LONGEST_LOOK: Duration = Duration::from_secs(10);

impl Remote {
    /// Tells how files of one project stand in the index, in their order; asks once.
    pub fn look(
        &self,
        project: &ProjectName,
        files: &[&Distribution],
    ) -> Result<Vec<Presence>, UploadError> {
        let listed = self.listed(project)?;
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(project.clone(), listed.clone().unwrap_or_default());
        }
        let Some(listed) = listed else {
            return Ok(vec![Presence::NoProject; files.len()]);
        };
        files
            .iter()
            .map(|file| self.presence(file, &listed))
            .collect()
    }

    /// The releases of a project that one of this version is held against, as the index showed them when it was last looked
    /// at; else it is asked.
    pub fn releases(
        &self,
        project: &ProjectName,
        version: &Version,
    ) -> Result<Releases, UploadError> {
        let seen = self.seen.lock().ok();
        if let Some(listed) = seen.as_ref().and_then(|seen| seen.get(project)) {
            return Ok(Releases::among(listed, project, version));
        }
        drop(seen);
        let listed = self.listed(project)?.unwrap_or_default();
        Ok(Releases::among(&listed, project, version))
    }

    /// The files of a project on its page; `None` when the index does not know it. A server that is busy is asked again.
    pub fn listed(&self, project: &ProjectName) -> Result<Option<Vec<Listed>>, UploadError> {
        let reader = self.reader()?;
        let page = |simple| {
            let mut attempt = 1;
            loop {
                let error = match simple::page(&self.client, simple, project, reader.as_ref()) {
                    Err(error) if attempt < LOOKS => error,
                    looked => return looked,
                };
                let UploadError::Busy { retry_after, .. } = &error else {
                    return Err(error);
                };
                let wait = backoff(attempt).max(retry_after.unwrap_or_default());
                if wait > LONGEST_LOOK {
                    return Err(error);
                }
                std::thread::sleep(wait);
                attempt += 1;
            }
        };
        let mut found = page(self.simple())?;
        if found.is_elsewhere {
            let own = || self.target.upload.below(simple::OF_DEVPI);
            found = page(self.of_devpi.get_or_init(own))?;
        }
        if self.simple().path().ends_with(simple::OF_DEVPI) {
            // A devpi shows the files of the indexes that an index is based on, too.
            let own = self.target.upload.below("");
            let is_own = |file: &Listed| file.url.path().starts_with(own.path());
            let files = found.files.map(|mut files| {
                files.retain(is_own);
                files
            });
            return Ok(files.filter(|files| !files.is_empty()));
        }
        Ok(found.files)
    }

    /// Where its pages are: what pip's `--index-url` has. A devpi's are known once it was looked at.
    pub fn simple(&self) -> &Url {
        self.of_devpi.get().unwrap_or(&self.target.simple)
    }

    pub(super) fn look_again(&self, file: &Distribution) -> Result<Presence, UploadError> {
        let found = self.look(&file.project, &[file])?;
        Ok(found.first().copied().unwrap_or(Presence::Absent))
    }

    fn presence(&self, file: &Distribution, listed: &[Listed]) -> Result<Presence, UploadError> {
        let Some(found) = listed.iter().find(|found| found.name == file.file_name) else {
            return Ok(Presence::Absent);
        };
        let here = match found.sha256 {
            Some(sha256) => sha256,
            None => self.fetch(found, &mut |_| ())?,
        };
        Ok(if here == file.sha256 {
            Presence::Same
        } else {
            Presence::Other(here)
        })
    }

    /// Hands the bytes of a file that the index shows to `to`, and returns their hash.
    pub fn fetch(&self, file: &Listed, to: &mut dyn FnMut(&[u8])) -> Result<Sha256, UploadError> {
        let mut hasher = Sha256::hasher();
        let reader = self.reader()?;
        let own = reader.filter(|_| file.url.has_origin_of(&self.target.upload));
        let mut take = |bytes: &[u8]| {
            hasher.add(bytes);
            to(bytes);
        };
        let reply = self.client.download(&file.url, own.as_ref(), &mut take)?;
        if reply.status == 200 {
            return Ok(hasher.finished());
        }
        Err(UploadError::Page {
            url: file.url.clone(),
            reason: format!("the file cannot be had ({})", reply.status),
        })
    }

    /// The credentials for looking: those for uploading, on the same origin only.
    fn reader(&self) -> Result<Option<Credentials>, UploadError> {
        let is_same = self.simple().has_origin_of(&self.target.upload);
        match self.access.as_ref().filter(|_| is_same) {
            Some(access) => Ok(access.to_look()?),
            None => Ok(None),
        }
    }
}
