//! What belongs to a release on a forge: its tag and commit, its files, and where it goes.
//!
//! Reads only, and nothing over the network.
use super::home::{Home, Kind};
use crate::changelog::{self, Changelog};
use crate::flags::Flags;
use crate::forge::{Asset, Subject, Visibility};
use crate::git::{Oid, Snapshot};
use crate::project::TagName;
use crate::publish::decide;
use crate::publish::frozen::{self, Frozen};
use crate::publish::material::{Material, remote_of};
use crate::publish::release::Release;
use crate::publish::world::{Options, World};
use crate::terminal::Terminal;
use crate::version::Version;
use crate::{github, gitlab};
use anyhow::{Context as _, bail};
use std::path::Path;
use std::rc::Rc;

/// The endings of what is attached from beside the distributions: PEP 740's attestations, and CycloneDX.
const BESIDE: [&str; 2] = [".attestation", ".cdx.json"];

/// A release, with all that belongs to it.
pub(in crate::publish) struct Assembled {
    /// What is released.
    pub(in crate::publish) release: Rc<Release>,
    /// The tagged commit.
    pub(super) commit: Oid,
    /// Where it goes.
    pub(in crate::publish) home: Home,
    /// Its files, wheels first.
    pub(in crate::publish) assets: Vec<Asset>,
    /// The category of the discussion about it.
    pub(super) discussion: Option<String>,
    /// The section of the changelog and the changelog's path, in the tagged commit.
    pub(super) changelog: Option<(String, String)>,
    /// The time from which on it counts as released.
    pub(super) released_at: Option<String>,
    /// The project's normalised name.
    pub(super) project: String,
}

impl Assembled {
    /// The release of a tag, whose files must have been built.
    pub(in crate::publish) fn of(
        kind: Kind,
        tag: Option<&str>,
        flags: &Flags,
        terminal: &Terminal,
    ) -> anyhow::Result<Self> {
        let world = World::open(flags, Options::default(), terminal)?;
        let plan = decide::of_tag(&world, tag)?;
        let release = plan
            .packages
            .first()
            .context("nothing is released")?
            .clone();
        let material = Material::open(flags, terminal)?;
        let remote = material.repository.as_deref().and_then(remote_of);
        let home = Home::find(kind, remote.as_deref())?;
        let Some(frozen) = world.frozen(&release)? else {
            bail!(
                "`{}` does not hold the files of `{}` as they were built\nhint: `publish {1} --until build` makes them",
                world.dist().display(),
                release.tag
            );
        };
        let files = frozen.paths(&world.dist());
        material.judge(&files, flags)?;
        Self::in_world(&release, home, &frozen, &world)
    }

    /// The release that is being made, whose files were built and judged.
    pub(in crate::publish) fn in_world(
        release: &Rc<Release>,
        home: Home,
        frozen: &Frozen,
        world: &World<'_>,
    ) -> anyhow::Result<Self> {
        let commit = world
            .release_commit(release)?
            .context("the release commit is not made yet")?;
        Ok(Self {
            changelog: section(world, release, &commit)?,
            assets: assets(&world.dist(), frozen)?,
            release: release.clone(),
            commit,
            home,
            discussion: None,
            released_at: None,
            project: release.normal_name(),
        })
    }

    /// The release's title.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.release.name, self.release.to)
    }

    /// The version that a tag of the same package names.
    pub(super) fn version_of(&self, tag: &str) -> Option<Version> {
        let own = TagName::guess(&self.release.tag)?;
        let read = TagName::guess(tag)?;
        read.version.ok().filter(|_| read.name == own.name)
    }

    /// What is asked of a forge.
    pub(super) fn subject(&self) -> Subject<'_> {
        Subject {
            tag: &self.release.tag,
            project: &self.project,
            version: &self.release.to,
            assets: &self.assets,
        }
    }

    /// The line that installs the release for whoever may see it.
    pub(in crate::publish) fn install_line(&self, visibility: Visibility) -> String {
        let wheels = self.assets.iter();
        let wheels: Vec<&Asset> = wheels
            .filter(|asset| asset.name.ends_with(".whl"))
            .collect();
        match &self.home {
            Home::Github(site) => self.on_github(site, visibility, &wheels),
            Home::Gitlab(site) => self.on_gitlab(site, visibility, &wheels),
        }
    }

    fn on_github(&self, site: &github::Site, visibility: Visibility, wheels: &[&Asset]) -> String {
        let (project, tag, to) = (&self.project, &self.release.tag, &self.release.to);
        let page = site.page();
        match (visibility, wheels) {
            (Visibility::Private, _) => format!(
                "gh release download {tag} -R {site} -p '*.whl' -D wheels && pip install --find-links wheels {project}=={to}"
            ),
            (Visibility::Public, [wheel]) => format!(
                "pip install \"{project} @ {page}/releases/download/{}/{}#sha256={}\"",
                crate::http::encoded(tag, "/"),
                crate::http::encoded(&wheel.name, ""),
                wheel.sha256
            ),
            (Visibility::Public, _) => format!(
                "pip install -f {page}/releases/expanded_assets/{} {project}=={to}",
                crate::http::encoded(tag, "/")
            ),
        }
    }

    fn on_gitlab(&self, site: &gitlab::Site, visibility: Visibility, wheels: &[&Asset]) -> String {
        let (project, tag, to) = (&self.project, &self.release.tag, &self.release.to);
        match (visibility, wheels) {
            (Visibility::Public, [wheel]) => format!(
                "pip install \"{project} @ {}#sha256={}\"",
                site.file(&self.subject(), &wheel.name),
                wheel.sha256
            ),
            _ => format!(
                "glab release download {tag} -R {} -n '*.whl' -D wheels && pip install --find-links wheels {project}=={to}",
                site.page()
            ),
        }
    }
}

/// The section of the version in the changelog of the tagged commit.
fn section(
    world: &World<'_>,
    release: &Release,
    commit: &Oid,
) -> anyhow::Result<Option<(String, String)>> {
    let snapshot = Snapshot::commit(world.repository.clone(), commit.as_str())?;
    let configured = world.config.changelog.path.as_deref();
    let Some(file) = changelog::find(&snapshot, &release.folder, configured)? else {
        return Ok(None);
    };
    let path = file.path.to_string();
    let notes = Changelog::parse(file).notes(&release.to);
    Ok(notes
        .filter(|notes| !notes.trim().is_empty())
        .map(|notes| (notes, path)))
}

/// The distributions, their hashes, and what lies beside them.
fn assets(dist: &Path, frozen: &Frozen) -> anyhow::Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for path in frozen.paths(dist) {
        assets.push(Asset::of_file(&path)?);
    }
    let sums: String = assets
        .iter()
        .map(|asset| format!("{}  {}\n", asset.sha256, asset.name))
        .collect();
    assets.push(Asset::of_text("SHA256SUMS", sums));
    assets.push(Asset::of_file(&dist.join(frozen::NAME))?);
    let mut beside = Vec::new();
    let listing =
        std::fs::read_dir(dist).with_context(|| format!("cannot read `{}`", dist.display()))?;
    for entry in listing.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_of_a_file = || frozen.files.iter().any(|file| name.starts_with(&file.name));
        let is_wanted = BESIDE.iter().any(|end| name.ends_with(end));
        if is_wanted && (name.ends_with(".cdx.json") || is_of_a_file()) && entry.path().is_file() {
            beside.push(entry.path());
        }
    }
    beside.sort();
    for path in beside {
        assets.push(Asset::of_file(&path)?);
    }
    Ok(assets)
}
