//! The files of a release in the project's generic package registry: compared, sent, and compared again.
//!
//! What is unclear is looked at before it is sent again, because GitLab keeps two files of one name side by side. One after
//! the other: GitLab documents that files of one package are not to be sent at the same time.
use super::api::Api;
use super::error::GitlabError;
use crate::dist::Sha256;
use crate::forge::{Asset, Standing, Subject};
use crate::http::{Method, Upload, backoff, is_passing, wait_for};
use serde::Deserialize;

/// How often a file is sent at most.
const TRIES: u32 = 5;

/// A package with the files of one version.
#[derive(Debug, Clone)]
pub(super) struct Package {
    pub(super) id: u64,
    /// Its files; of those of one name the last, which is the one that GitLab hands out.
    pub(super) files: Vec<File>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    id: u64,
    name: String,
    version: Option<String>,
}

/// A file as GitLab tells it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct File {
    id: u64,
    pub(super) file_name: String,
    size: u64,
    #[serde(default)]
    file_sha256: Option<String>,
}

impl File {
    /// The hash, where GitLab tells it.
    pub(super) fn sha256(&self) -> Option<Sha256> {
        self.file_sha256.as_ref()?.parse().ok()
    }
}

impl Api<'_> {
    /// The package of a release; `None` where nothing was sent yet.
    pub(super) fn package(&self, subject: &Subject<'_>) -> Result<Option<Package>, GitlabError> {
        let version = subject.version.to_string();
        let url = self.site.at("/packages").with_query(&[
            ("package_type", "generic"),
            ("package_name", subject.project),
            ("package_version", &version),
        ]);
        let all: Vec<Listed> = self.list(&url)?;
        // The name is searched for as a part, and older ones do not look at the version.
        let mut own = all.into_iter().filter(|package| {
            package.name == subject.project && package.version.as_ref() == Some(&version)
        });
        let Some(Listed { id, .. }) = own.next() else {
            return Ok(None);
        };
        let url = self.site.at(&format!("/packages/{id}/package_files"));
        let mut all: Vec<File> = self.list(&url)?;
        all.sort_by(|a, b| (&a.file_name, b.id).cmp(&(&b.file_name, a.id)));
        all.dedup_by(|later, first| later.file_name == first.file_name);
        Ok(Some(Package { id, files: all }))
    }

    /// Takes a package away; one that is gone is none.
    pub(super) fn discard(&self, package: &Package) -> Result<(), GitlabError> {
        let url = self.site.at(&format!("/packages/{}", package.id));
        let answer = self.delete(&url)?;
        match answer.reply.status {
            200..=299 | 404 => Ok(()),
            _ => Err(self.refused(&answer)),
        }
    }

    /// Tells how assets stand in a package, in their order; asks for the bytes of those alone whose hash is not told.
    pub(super) fn standings(
        &self,
        subject: &Subject<'_>,
        package: Option<&Package>,
    ) -> Result<Vec<Standing>, GitlabError> {
        let files = package.map(|package| &*package.files).unwrap_or_default();
        let assets = subject.assets.iter();
        assets
            .map(|asset| self.standing(subject, asset, files))
            .collect()
    }

    fn standing(
        &self,
        subject: &Subject<'_>,
        asset: &Asset,
        files: &[File],
    ) -> Result<Standing, GitlabError> {
        let Some(found) = files.iter().find(|file| file.file_name == asset.name) else {
            return Ok(Standing::Missing);
        };
        let here = match found.sha256() {
            Some(sha256) => sha256,
            None if found.size != asset.size => {
                return Ok(Standing::Other {
                    id: found.id,
                    here: format!("{} bytes", found.size),
                });
            }
            None => {
                let mut hasher = Sha256::hasher();
                self.receive(&self.site.file(subject, &asset.name), &mut |bytes| {
                    hasher.add(bytes);
                    Ok(())
                })?;
                hasher.finished()
            }
        };
        Ok(match here == asset.sha256 {
            true => Standing::Same,
            false => Standing::Other {
                id: found.id,
                here: format!("sha256 {here}"),
            },
        })
    }

    /// Sends a file, and again until it is there.
    pub(super) fn put(&self, subject: &Subject<'_>, asset: &Asset) -> Result<(), GitlabError> {
        for attempt in 1..=TRIES {
            let reason = match self.put_once(subject, asset) {
                Ok(None) => return Ok(()),
                Ok(Some(reason)) => reason,
                Err(error) if error.is_unclear() => first_line(&error),
                Err(error) => return Err(error),
            };
            let said = format!("{}: {reason}", asset.name);
            if attempt < TRIES {
                wait_for(said, backoff(attempt), self.watch)?;
            }
            let package = self.package(subject)?;
            let files = package.as_ref().map(|package| &*package.files);
            match self.standing(subject, asset, files.unwrap_or_default())? {
                Standing::Same => return Ok(()),
                Standing::Missing if attempt < TRIES => {}
                standing => {
                    let found = words(&standing);
                    return Err(GitlabError::Broken {
                        name: asset.name.clone(),
                        found: format!("{found}; {reason}"),
                    });
                }
            }
        }
        Ok(())
    }

    /// Sends a file once; why it is to be looked at when that did not certainly work.
    fn put_once(
        &self,
        subject: &Subject<'_>,
        asset: &Asset,
    ) -> Result<Option<String>, GitlabError> {
        let open = || asset.open(self.watch);
        let answer = self.send(
            Method::Put,
            &self.site.file(subject, &asset.name),
            &Upload {
                media_type: "application/octet-stream",
                length: asset.size,
                open: &open,
            },
        )?;
        let status = answer.reply.status;
        match status {
            200 | 201 => Ok(None),
            400 if self.words(&answer).to_lowercase().contains("duplicate") => {
                Ok(Some("GitLab has one of this name already".into()))
            }
            status if is_passing(status) => Ok(Some(format!("GitLab answers {status}"))),
            _ => Err(self.refused(&answer)),
        }
    }
}

/// Refuses files that cannot be there, and those of which there are others.
pub(super) fn refuse(assets: &[Asset], standings: &[Standing]) -> Result<(), GitlabError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    if let Some(asset) = assets
        .iter()
        .find(|asset| !asset.name.chars().all(is_plain))
    {
        return Err(GitlabError::Name {
            name: asset.name.clone(),
        });
    }
    let mut both = assets.iter().zip(standings);
    let other = both.find_map(|(asset, standing)| match standing {
        Standing::Other { here, .. } => Some((asset, here)),
        _ => None,
    });
    match other {
        Some((asset, here)) => Err(GitlabError::Other {
            name: asset.name.clone(),
            here: here.clone(),
            given: asset.sha256,
        }),
        None => Ok(()),
    }
}

/// A standing in words.
pub(super) fn words(standing: &Standing) -> String {
    match standing {
        Standing::Same => "the same".into(),
        Standing::Missing => "it is not there".into(),
        Standing::Other { here, .. } => format!("it has {here}"),
        Standing::Half { .. } | Standing::Unknown { .. } => "its hash is not told".into(),
    }
}

/// An error without its way out.
pub(super) fn first_line(error: &GitlabError) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
