//! `publish index`: a package index in a folder, of files that are named or of all releases on GitHub, and that folder
//! committed to a branch that GitHub Pages serves.
//!
//! Not the pages themselves: those are `index`'s. With `--from-releases` everything is made anew from the list of releases
//! each time, so that whatever an interrupted run left is made good by the next.
mod branch;

use super::build;
use super::material::{Material, Watching, stopped};
use crate::dist::{self, FileName, Sha256};
use crate::flags::Flags;
use crate::forge::Visibility;
use crate::github::{GithubError, Published, Release, Releases};
use crate::http::{Client, Moment};
use crate::index::{Directory, FileFacts, IndexedFile};
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  publish index DIR                              of the files below `dist/`, into DIR
  publish index DIR dist/*.whl                   of these files
  publish index DIR --from-releases              of all releases on GitHub, where the files stay
  publish index DIR --from-releases --copy       with a copy of every file beside the pages
  publish index DIR --from-releases --branch gh-pages --push
                                                 with the pages on a branch for GitHub Pages

A release whose title has `[YANKED] reason` in it is shown as yanked. `--branch` touches neither
what is checked out nor what is staged.";

/// The options of `publish index`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The index's folder; made when it is not there
    dir: PathBuf,
    /// The distributions; those below `dist/` otherwise
    files: Vec<PathBuf>,
    /// Make all pages anew from the releases on GitHub, with links to their files
    #[arg(long, conflicts_with = "files")]
    from_releases: bool,
    /// Put a copy of every file beside the pages, with its metadata
    #[arg(long, requires = "from_releases")]
    copy: bool,
    /// Commit the pages to this branch, such as `gh-pages`
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Push that branch
    #[arg(long, requires = "branch")]
    push: bool,
}

/// Makes a package index.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let material = match args.from_releases || args.branch.is_some() {
        true => Some(Material::open(flags, terminal)?),
        false => None,
    };
    let branch = match (&material, &args.branch) {
        (Some(material), Some(name)) => Some(branch::Branch::of(material, name, args.push)?),
        _ => None,
    };
    let mut answer = match &material {
        Some(material) if args.from_releases => {
            match from_releases(args, material, branch.as_ref(), terminal) {
                Err(error) => match error.downcast::<GithubError>() {
                    Ok(error) => {
                        return stopped(
                            &error,
                            error.is_conflict(),
                            error.is_interrupted(),
                            terminal,
                        );
                    }
                    Err(error) => return Err(error),
                },
                answer => answer?,
            }
        }
        _ => build::index(&args.dir, args.files.clone(), flags)?,
    };
    if let Some(branch) = branch {
        answer.output.push_str(&branch.commit(&args.dir)?);
    }
    Ok(answer)
}

/// The files of releases as an index has them, by project.
type Site = BTreeMap<String, Vec<IndexedFile>>;

fn from_releases(
    args: &Args,
    material: &Material,
    branch: Option<&branch::Branch<'_>>,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let site = material.site()?;
    let watching = Watching::new(terminal, &format!("reading the releases of {site}"), 0);
    let watch = |moment: Moment| watching.hear(moment);
    let releases = Releases::of(site.clone(), Client::new()?, site.token(), &watch);
    if !args.copy && releases.visibility()? == Visibility::Private {
        terminal.warn(&format!(
            "`{site}` is private: pip cannot fetch the files of its releases, whatever the page says; `--copy` puts them beside it"
        ));
    }
    let list = releases.list()?;
    let maker = Maker {
        releases: &releases,
        directory: Directory::at(&args.dir),
        branch,
        is_copy: args.copy,
    };
    let origin = format!("{}/releases/download/", site.page());
    let made = maker.site(&list)?;
    maker.directory.make(&made, &origin)?;
    let mut out = String::new();
    for (project, files) in &made {
        let count = match files.len() {
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        out.push_str(&format!("{project}: {count}\n"));
    }
    if made.is_empty() {
        out.push_str(&format!("no release of `{site}` has a wheel or an sdist\n"));
    }
    if let Some(project) = made.keys().next() {
        let line = match branch {
            Some(_) => pages_line(&site.owner, &site.name, project),
            None => maker.directory.install_line(project),
        };
        out.push_str(&format!("  install it:  {line}\n"));
    }
    Ok(Answer::text(out))
}

/// The line that installs from GitHub Pages.
fn pages_line(owner: &str, name: &str, project: &str) -> String {
    let owner = owner.to_ascii_lowercase();
    let path = match name.eq_ignore_ascii_case(&format!("{owner}.github.io")) {
        true => String::new(),
        false => format!("{name}/"),
    };
    format!("pip install --index-url https://{owner}.github.io/{path}simple/ {project}")
}

/// What makes the pages of releases.
struct Maker<'m, 'w> {
    releases: &'m Releases<'w>,
    directory: Directory,
    branch: Option<&'m branch::Branch<'m>>,
    is_copy: bool,
}

impl Maker<'_, '_> {
    fn site(&self, list: &[Release]) -> anyhow::Result<Site> {
        let mut site = Site::new();
        for release in list.iter().filter(|release| !release.draft) {
            let yanked = yanked(release.name.as_deref().unwrap_or_default());
            let files = release.files();
            for file in &files {
                let Ok(name) = FileName::parse(&file.name) else {
                    continue;
                };
                let project = name.name().to_string();
                let known = site.entry(project.clone()).or_default();
                // Of two releases with a file of one name the later one counts, which is listed first.
                if known.iter().any(|known| known.name == file.name) {
                    continue;
                }
                let sidecar = format!("{}.metadata", file.name);
                let sidecar = files.iter().find(|other| other.name == sidecar);
                let mut indexed = self.file(&project, file, sidecar).with_context(|| {
                    format!("cannot read `{}` of `{}`", file.name, release.tag_name)
                })?;
                indexed.yanked.clone_from(&yanked);
                known.push(indexed);
            }
        }
        site.retain(|_, files| !files.is_empty());
        Ok(site)
    }

    /// A file as the page tells it. What a page said before of the same bytes is not read again.
    fn file(
        &self,
        project: &str,
        file: &Published,
        sidecar: Option<&Published>,
    ) -> anyhow::Result<IndexedFile> {
        let link = |sha256, python, metadata| self.entry(file, sha256, python, metadata);
        if self.is_copy {
            if let Some(sha256) = file.sha256
                && self.directory.find(project, &file.name)? == Some(sha256)
                && self
                    .directory
                    .said(project)?
                    .iter()
                    .any(|said| said.name == file.name)
            {
                return Ok(link(sha256, None, None));
            }
            let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
            let (path, facts) = self.fetched(project, file, folder.path())?;
            let sha256 = facts.sha256.parse().ok().context("it has no hash")?;
            self.directory.put(&path, &facts)?;
            return Ok(link(sha256, None, None));
        }
        let metadata = sidecar
            .and_then(|sidecar| sidecar.sha256)
            .filter(|_| file.name.ends_with(".whl"));
        if let Some(sha256) = file.sha256
            && let Some(known) = self.known(project, &file.name, sha256)?
        {
            return Ok(link(sha256, known.requires_python, metadata));
        }
        if let (Some(sha256), Some(sidecar)) = (file.sha256, sidecar) {
            let mut bytes = Vec::new();
            self.releases
                .download(sidecar.id, &mut |part| bytes.write_all(part))?;
            let python = requires_python(&bytes);
            return Ok(link(sha256, python, metadata));
        }
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let (_, facts) = self.fetched(project, file, folder.path())?;
        let sha256 = facts.sha256.parse().ok().context("it has no hash")?;
        Ok(link(sha256, facts.requires_python, metadata))
    }

    /// What the page has of a file.
    fn entry(
        &self,
        file: &Published,
        sha256: Sha256,
        requires_python: Option<String>,
        metadata: Option<Sha256>,
    ) -> IndexedFile {
        IndexedFile {
            name: file.name.clone(),
            sha256,
            size: file.size,
            requires_python,
            metadata,
            url: Some(file.url.clone()).filter(|_| !self.is_copy),
            yanked: None,
        }
    }

    /// What an earlier page says of a file, in the folder or on the branch.
    fn known(
        &self,
        project: &str,
        name: &str,
        sha256: Sha256,
    ) -> anyhow::Result<Option<IndexedFile>> {
        let is_it = |file: &IndexedFile| file.name == name && file.sha256 == sha256;
        let here = self.directory.said(project)?.into_iter().find(is_it);
        Ok(match (here, self.branch) {
            (None, Some(branch)) => branch.said(project)?.into_iter().find(is_it),
            (here, _) => here,
        })
    }

    /// Fetches a file into a folder, compares its hash where that is told, and reads what it says of itself.
    fn fetched(
        &self,
        project: &str,
        file: &Published,
        folder: &Path,
    ) -> anyhow::Result<(PathBuf, FileFacts)> {
        let path = folder.join(&file.name);
        let mut to = std::fs::File::create(&path).context("cannot write a temporary file")?;
        self.releases
            .download(file.id, &mut |part| to.write_all(part))?;
        drop(to);
        let (size, sha256) = dist::digest(&path)?;
        if let Some(told) = file.sha256
            && told.to_string() != sha256
        {
            bail!(
                "it has sha256 {sha256}, and GitHub tells {told}\nhint: run the same command again"
            );
        }
        let metadata = dist::core_metadata(&path)?;
        let facts = FileFacts {
            project: project.to_owned(),
            requires_python: requires_python(&metadata),
            metadata: Some(metadata),
            sha256,
            size,
        };
        Ok((path, facts))
    }
}

fn requires_python(metadata: &[u8]) -> Option<String> {
    dist::Headers::parse(metadata)
        .value("Requires-Python")
        .map(str::to_owned)
}

/// Why a release is yanked, as its title tells it.
fn yanked(title: &str) -> Option<String> {
    let at = title.to_ascii_uppercase().find("[YANKED]")?;
    Some(
        title
            .get(at + "[YANKED]".len()..)
            .unwrap_or_default()
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_that_a_release_is_yanked() {
        for (title, reason) in [
            ("demo 1.0", None),
            ("demo 1.0 [YANKED]", Some("")),
            ("1.0 [yanked] loses data", Some("loses data")),
            ("é [Yanked] é", Some("é")),
        ] {
            assert_eq!(yanked(title).as_deref(), reason);
        }
    }

    #[test]
    fn a_repository_of_pages_has_no_folder() {
        assert_eq!(
            pages_line("Octo", "demo", "x"),
            "pip install --index-url https://octo.github.io/demo/simple/ x"
        );
        assert_eq!(
            pages_line("octo", "Octo.github.io", "x"),
            "pip install --index-url https://octo.github.io/simple/ x"
        );
    }
}
