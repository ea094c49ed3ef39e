//! Assets of a release: compared, sent at most four at a time, and compared again.
//!
//! What is unclear is looked at before it is sent again. In a draft, what is half there or other is sent anew; what is
//! published is never replaced.
use super::error::GithubError;
use super::release::{Listed, Release};
use super::releases::{Releases, is_unclear};
use crate::dist::Sha256;
use crate::forge::{Asset, Standing};
use crate::http::{Method, Upload, Url, backoff, is_passing, wait_for};
use serde_json::Value;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many assets are on their way at the same time.
const AT_ONCE: usize = 4;

/// How often an asset is sent at most.
const TRIES: u32 = 5;

impl Releases<'_> {
    /// Takes a draft away; one that is gone is none.
    pub fn discard(&self, draft: &Release) -> Result<(), GithubError> {
        let url = self.api.site.at(&format!("/releases/{}", draft.id));
        let answer = self.api.ask(Method::Delete, &url, None)?;
        match answer.reply.status {
            204 | 404 => Ok(()),
            _ => self.api.read::<Value>(&answer, &[204]).map(drop),
        }
    }

    /// Tells how assets stand in a release, in their order; asks for the list once, and for the bytes of those alone whose
    /// hash GitHub does not tell.
    pub fn compare(
        &self,
        release: &Release,
        assets: &[Asset],
    ) -> Result<Vec<Standing>, GithubError> {
        let listed = self.listed(release)?;
        assets
            .iter()
            .map(|asset| self.settled(asset, asset.standing(&listed)))
            .collect()
    }

    /// Attaches the assets that are missing by what [`Releases::compare`] found, and compares every one of them when all are
    /// there. `told` hears of each one that was sent.
    pub fn attach(
        &self,
        release: &Release,
        assets: &[Asset],
        standings: Vec<Standing>,
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), GithubError> {
        refuse(release, assets, &standings)?;
        let both = assets.iter().zip(standings);
        let missing: Vec<(&Asset, Standing)> = both
            .filter(|(_, standing)| *standing != Standing::Same)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.send_all(release, &missing, told)?;
        for (asset, standing) in assets.iter().zip(self.compare(release, assets)?) {
            if standing != Standing::Same {
                return Err(GithubError::Broken {
                    name: asset.name.clone(),
                    found: words(&standing),
                });
            }
        }
        Ok(())
    }

    /// Hands the bytes of an asset to `to`.
    pub fn download(
        &self,
        id: u64,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), GithubError> {
        let url = self.api.site.at(&format!("/releases/assets/{id}"));
        self.api.receive(&url, to)
    }

    fn send_all(
        &self,
        release: &Release,
        missing: &[(&Asset, Standing)],
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), GithubError> {
        let next = AtomicUsize::new(0);
        let failed: Mutex<Option<GithubError>> = Mutex::new(None);
        let has_failed = || failed.lock().is_ok_and(|failed| failed.is_some());
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(missing.len()) {
                scope.spawn(|| {
                    while let Some((asset, standing)) =
                        missing.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        if has_failed() {
                            break;
                        }
                        match self.send(release, asset, standing) {
                            Ok(()) => told(asset),
                            Err(error) => {
                                if let Ok(mut failed) = failed.lock() {
                                    failed.get_or_insert(error);
                                }
                            }
                        }
                    }
                });
            }
        });
        match failed.into_inner() {
            Ok(Some(error)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Sends an asset, and again until it is there.
    fn send(
        &self,
        release: &Release,
        asset: &Asset,
        standing: &Standing,
    ) -> Result<(), GithubError> {
        let mut standing = standing.clone();
        for attempt in 1..=TRIES {
            if let Standing::Half { id } | Standing::Other { id, .. } | Standing::Unknown { id } =
                standing
            {
                self.delete(id)?;
            }
            let reason = match self.post(release, asset) {
                Ok(None) => return Ok(()),
                Ok(Some(reason)) => reason,
                Err(error) if is_unclear(&error) => error
                    .to_string()
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                Err(error) => return Err(error),
            };
            if attempt < TRIES {
                wait_for(
                    format!("{}: {reason}", asset.name),
                    backoff(attempt),
                    self.api.watch,
                )?;
            }
            let listed = self.listed(release)?;
            standing = self.settled(asset, asset.standing(&listed))?;
            match standing {
                Standing::Same => return Ok(()),
                // Somebody else published it meanwhile, with another file.
                Standing::Other { .. } if !release.draft => return Err(other(asset, &standing)),
                _ if attempt == TRIES => {
                    return Err(GithubError::Broken {
                        name: asset.name.clone(),
                        found: format!("{}; {reason}", words(&standing)),
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Posts an asset once; why it is to be looked at when that did not certainly work.
    fn post(&self, release: &Release, asset: &Asset) -> Result<Option<String>, GithubError> {
        let open = || asset.open(self.api.watch);
        let answer = self.api.upload(
            &self.place(release, asset)?,
            &Upload {
                media_type: "application/octet-stream",
                length: asset.size,
                open: &open,
            },
        )?;
        let said = self.api.words(&answer);
        match answer.reply.status {
            201 => {
                let there: Listed = self.api.read(&answer, &[201])?;
                let standing = asset.standing(&[there]);
                let is_good = matches!(standing, Standing::Same | Standing::Unknown { .. });
                Ok((!is_good).then(|| words(&standing)))
            }
            422 if said.contains("already_exists") => {
                Ok(Some("GitHub has one of this name already".into()))
            }
            status if is_passing(status) => Ok(Some(format!("GitHub answers {status}"))),
            _ => Err(self.api.refused(&answer)),
        }
    }

    /// Where an asset is posted to.
    fn place(&self, release: &Release, asset: &Asset) -> Result<Url, GithubError> {
        let strange = |reason: String| GithubError::Strange {
            url: self.api.site.at("/releases").to_string(),
            reason,
        };
        let bare = release.upload_url.split('{').next().unwrap_or_default();
        let (url, _) = Url::parse(bare).map_err(|error| strange(error.to_string()))?;
        // Uploads go to a host of their own; the token is told to GitHub's hosts alone.
        let (api, host) = (self.api.site.api.host(), url.host());
        let bare = |host: &str| host.trim_start_matches("api.").to_owned();
        let is_own = url.has_origin_of(&self.api.site.api)
            || (!self.api.site.api.is_loopback()
                && !url.is_loopback()
                && (host == bare(api) || host.ends_with(&format!(".{}", bare(api)))));
        if !is_own {
            return Err(strange(format!("uploads would go to `{host}`")));
        }
        let mut query = vec![("name", asset.name.as_str())];
        if !asset.has_plain_name() {
            query.push(("label", &asset.name));
        }
        Ok(url.with_query(&query))
    }

    fn delete(&self, id: u64) -> Result<(), GithubError> {
        let url = self.api.site.at(&format!("/releases/assets/{id}"));
        let answer = self.api.ask(Method::Delete, &url, None)?;
        match answer.reply.status {
            // It may have gone by an earlier try.
            200..=299 | 404 => Ok(()),
            _ => Err(self.api.refused(&answer)),
        }
    }

    fn listed(&self, release: &Release) -> Result<Vec<Listed>, GithubError> {
        self.api.list(
            &self
                .api
                .site
                .at(&format!("/releases/{}/assets", release.id)),
        )
    }

    /// Hashes the bytes of an asset whose hash is not told.
    fn settled(&self, asset: &Asset, standing: Standing) -> Result<Standing, GithubError> {
        let Standing::Unknown { id } = standing else {
            return Ok(standing);
        };
        let mut hasher = Sha256::hasher();
        self.download(id, &mut |bytes| {
            hasher.add(bytes);
            Ok(())
        })?;
        let here = hasher.finished();
        Ok(match here == asset.sha256 {
            true => Standing::Same,
            false => Standing::Other {
                id,
                here: format!("sha256 {here}"),
            },
        })
    }
}

/// Refuses to change what is published.
pub(super) fn refuse(
    release: &Release,
    assets: &[Asset],
    standings: &[Standing],
) -> Result<(), GithubError> {
    let both = || assets.iter().zip(standings);
    if release.draft {
        return Ok(());
    }
    if let Some((asset, standing)) =
        both().find(|(_, standing)| matches!(standing, Standing::Other { .. }))
    {
        return Err(other(asset, standing));
    }
    let missing: Vec<String> = both()
        .filter(|(_, standing)| **standing != Standing::Same)
        .map(|(asset, _)| format!("`{}`", asset.name))
        .collect();
    if release.immutable && !missing.is_empty() {
        return Err(GithubError::Immutable {
            tag: release.tag_name.clone(),
            missing: missing.join(", "),
        });
    }
    Ok(())
}

fn other(asset: &Asset, standing: &Standing) -> GithubError {
    GithubError::Other {
        name: asset.name.clone(),
        here: match standing {
            Standing::Other { here, .. } => here.clone(),
            standing => words(standing),
        },
        given: asset.sha256,
    }
}

fn words(standing: &Standing) -> String {
    match standing {
        Standing::Same => "the same".into(),
        Standing::Missing => "it is not there".into(),
        Standing::Half { .. } => "only a part of it is there".into(),
        Standing::Other { here, .. } => format!("it has {here}"),
        Standing::Unknown { .. } => "its hash is not told".into(),
    }
}
