//! Putting distributions into a registry: looked at first, sent, and looked at again.
//!
//! Not a plan, and nobody is asked: whoever calls has agreed. The index of a version is written once, after all that it
//! names is there, so that a release is seen whole or not at all.
pub use super::layout::About;

use super::artifact::Artifact;
use super::credentials::Login;
use super::error::OciError;
use super::layout::{self, EMPTY, INDEX, Index, MANIFEST};
use super::registry::Registry;
use super::transfer::Transfer;
use crate::dist::Sha256;
use crate::http::{Client, Upload, Watch, Watched};
use std::collections::BTreeMap;
use std::io::Read;

/// How often an index is written again because somebody else wrote it too.
const ATTEMPTS: usize = 5;

/// How a file stands in a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is not there.
    Absent,
    /// It is there with the same bytes.
    Same,
    /// Other bytes have its place.
    Other(Sha256),
}

/// The packages of an owner in a registry, and whoever asks for them.
pub struct Packages<'w> {
    transfer: Transfer<'w>,
    about: About,
}

impl<'w> Packages<'w> {
    /// Those of a registry.
    pub fn of(
        registry: Registry,
        client: Client,
        login: Option<Login>,
        about: About,
        watch: &'w Watch<'w>,
    ) -> Self {
        Self {
            transfer: Transfer::new(registry, client, login, watch),
            about,
        }
    }

    /// Tells how files stand in the registry, in their order; changes nothing.
    pub fn check(&self, files: &[Artifact]) -> Result<Vec<Presence>, OciError> {
        let mut found = vec![Presence::Absent; files.len()];
        for ((repository, tag), group) in self.groups(files) {
            let Some(index) = self.index(&repository, &tag)? else {
                continue;
            };
            for at in group {
                if let (Some(file), Some(place)) = (files.get(at), found.get_mut(at)) {
                    *place = self.presence(&repository, &index, file)?;
                }
            }
        }
        Ok(found)
    }

    /// Puts the files there that are missing; those that are there with the same bytes are done, and one with other bytes
    /// stops everything before anything is sent.
    pub fn run(&self, files: &[Artifact]) -> Result<(), OciError> {
        for (file, here) in files.iter().zip(self.check(files)?) {
            if let Presence::Other(here) = here {
                return Err(self.other(file, here));
            }
        }
        for ((repository, tag), group) in self.groups(files) {
            let group: Vec<&Artifact> = group.into_iter().filter_map(|at| files.get(at)).collect();
            self.put(&repository, &tag, &group)?;
        }
        Ok(())
    }

    /// The tag of a file as a person would name it.
    pub fn reference(&self, file: &Artifact) -> String {
        let repository = self.transfer.registry.repository(&file.project);
        self.shown(&repository, &file.tag)
    }

    fn put(&self, repository: &str, tag: &str, files: &[&Artifact]) -> Result<(), OciError> {
        for _ in 0..ATTEMPTS {
            let mut index = match self.index(repository, tag)? {
                Some(index) => index,
                None => match files.first() {
                    Some(first) => Index::new(first, &self.about),
                    None => return Ok(()),
                },
            };
            let mut is_new = false;
            for file in files {
                match self.presence(repository, &index, file)? {
                    Presence::Same => {}
                    Presence::Other(here) => return Err(self.other(file, here)),
                    Presence::Absent => {
                        let manifest = self.put_file(repository, file)?;
                        index.add(file, &manifest, &self.about);
                        is_new = true;
                    }
                }
            }
            if !is_new {
                return Ok(());
            }
            // Nothing in the specification keeps two from writing at once, so it is looked at again.
            self.transfer
                .put_manifest(repository, tag, INDEX, &index.bytes())?;
        }
        match self.check_all(repository, tag, files)? {
            true => Ok(()),
            false => Err(OciError::Busy {
                reference: self.shown(repository, tag),
            }),
        }
    }

    /// Puts a file and its manifest there, and returns the manifest; neither has a tag yet.
    fn put_file(&self, repository: &str, file: &Artifact) -> Result<Vec<u8>, OciError> {
        let transfer = &self.transfer;
        let digest = layout::digest(file.sha256);
        if !transfer.has_blob(repository, &digest)? {
            let watch = transfer.watch();
            let open = || -> std::io::Result<Box<dyn Read + '_>> {
                let from = std::fs::File::open(&file.path)?;
                Ok(Box::new(Watched { from, watch }))
            };
            transfer.put_blob(
                repository,
                &digest,
                &Upload {
                    media_type: "application/octet-stream",
                    length: file.size,
                    open: &open,
                },
            )?;
        }
        let empty = layout::digest(Sha256::of(EMPTY));
        if !transfer.has_blob(repository, &empty)? {
            let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(EMPTY)) };
            transfer.put_blob(
                repository,
                &empty,
                &Upload {
                    media_type: "application/octet-stream",
                    length: EMPTY.len() as u64,
                    open: &open,
                },
            )?;
        }
        let manifest = layout::manifest(file, &self.about);
        let digest = layout::digest(Sha256::of(&manifest));
        transfer.put_manifest(repository, &digest, MANIFEST, &manifest)?;
        Ok(manifest)
    }

    fn check_all(
        &self,
        repository: &str,
        tag: &str,
        files: &[&Artifact],
    ) -> Result<bool, OciError> {
        let Some(index) = self.index(repository, tag)? else {
            return Ok(false);
        };
        for file in files {
            if self.presence(repository, &index, file)? != Presence::Same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn index(&self, repository: &str, tag: &str) -> Result<Option<Index>, OciError> {
        let Some((media_type, bytes)) = self.transfer.manifest(repository, tag)? else {
            return Ok(None);
        };
        let foreign = |found| OciError::Foreign {
            reference: self.shown(repository, tag),
            found,
        };
        Index::read(&media_type, &bytes).map(Some).map_err(foreign)
    }

    fn presence(
        &self,
        repository: &str,
        index: &Index,
        file: &Artifact,
    ) -> Result<Presence, OciError> {
        let Some(entry) = index.entry(file) else {
            return Ok(Presence::Absent);
        };
        let here = match entry.sha256 {
            Some(here) => Some(here),
            None => {
                let manifest = self.transfer.manifest(repository, &entry.manifest)?;
                manifest.and_then(|(_, bytes)| layout::file_of(&bytes))
            }
        };
        Ok(match here {
            None => Presence::Absent,
            Some(here) if here == file.sha256 => Presence::Same,
            Some(here) => Presence::Other(here),
        })
    }

    /// The places of the files by repository and tag.
    fn groups(&self, files: &[Artifact]) -> BTreeMap<(String, String), Vec<usize>> {
        let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, file) in files.iter().enumerate() {
            let repository = self.transfer.registry.repository(&file.project);
            groups
                .entry((repository, file.tag.clone()))
                .or_default()
                .push(at);
        }
        groups
    }

    fn other(&self, file: &Artifact, here: Sha256) -> OciError {
        OciError::Other {
            reference: self.reference(file),
            file: file.file_name.clone(),
            here,
            given: file.sha256,
        }
    }

    fn shown(&self, repository: &str, tag: &str) -> String {
        format!("{}/{repository}:{tag}", self.transfer.registry.host())
    }
}
