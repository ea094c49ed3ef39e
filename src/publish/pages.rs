//! `publish index`: a package index in a folder, of files that are named or of all releases on GitHub, and that folder
//! committed to a branch that GitHub Pages serves.
//!
//! Not the pages themselves: those are `index`'s. With `--from-releases` everything is made anew from the list of releases
//! each time, so that whatever an interrupted run left is made good by the next.
mod branch;
mod json;
mod kept;
mod maker;

pub(super) use kept::{GH_PAGES, Kept};
pub(super) use maker::Read;

use super::material::{Material, Watching, settled};
use super::{build, is_json};
use crate::flags::Flags;
use crate::forge::Visibility;
use crate::github::{GithubError, Releases, Site};
use crate::http::{Client, Moment};
use crate::index::Directory;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::{Context as _, bail};
use branch::{Branch, Committed};
use maker::Maker;
use std::path::PathBuf;

/// How often pages are made again because somebody else pushed to their branch meanwhile.
const TRIES: usize = 5;

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
    let answer = perform(args, material.as_ref(), flags, terminal);
    settled::<GithubError>(answer, terminal)
}

/// Makes the pages, and commits them where that is asked for: again when somebody else pushed meanwhile.
fn perform(
    args: &Args,
    material: Option<&Material>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let read = Read::default();
    for _ in 0..TRIES {
        let branch = match (material, &args.branch) {
            (Some(material), Some(name)) => {
                let repository = material.repository.as_deref().with_context(|| {
                    format!("`--branch {name}` needs a git repository, and there is none here")
                })?;
                Some(Branch::of(repository, name, args.push)?)
            }
            _ => None,
        };
        let mut answer = match material {
            Some(material) if args.from_releases => {
                from_releases(args, material, branch.as_ref(), &read, terminal)?
            }
            _ => build::index(&args.dir, args.files.clone(), flags)?,
        };
        let committed = match &branch {
            Some(branch) => Some((branch, branch.commit(&args.dir)?)),
            None => None,
        };
        let line = committed
            .as_ref()
            .map(|(branch, committed)| branch.line(committed));
        let line = line.unwrap_or_default();
        match &committed {
            Some((_, Committed::Lost)) => terminal.note(line.trim_end()),
            _ if is_json(flags) => {
                let committed = committed.as_ref();
                let committed = committed.map(|(branch, committed)| (*branch, committed));
                return json(args, material, committed);
            }
            _ => {
                answer.output.push_str(&line);
                return Ok(answer);
            }
        }
    }
    bail!("{}", lost(args.branch.as_deref().unwrap_or_default()))
}

/// The index as it is now, for machines.
fn json(
    args: &Args,
    material: Option<&Material>,
    committed: Option<(&Branch<'_>, &Committed)>,
) -> anyhow::Result<Answer> {
    let site = material.and_then(|material| material.site().ok());
    let install_line = |project: &str| {
        Ok(match (committed, &site) {
            (Some((branch, _)), Some(site)) => pages_line(site, branch.host()?.as_deref(), project),
            _ => Directory::at(&args.dir).install_line(project),
        })
    };
    let output = json::document(&args.dir, committed, &install_line)?;
    Ok(Answer::text(output))
}

/// What is said when somebody else was faster each time.
fn lost(branch: &str) -> String {
    format!(
        "somebody else pushed to `{branch}` {TRIES} times meanwhile, and the pages were not pushed\nhint: run the same command again when that is over"
    )
}

fn from_releases(
    args: &Args,
    material: &Material,
    branch: Option<&Branch<'_>>,
    read: &Read,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let site = material.site()?;
    let watching = Watching::new(terminal, &format!("reading the releases of {site}"), 0);
    let watch = |moment: Moment| watching.hear(moment);
    let releases = Releases::of(site.clone(), Client::new()?, site.token(), &watch);
    if !args.copy && releases.visibility()? == Visibility::Private {
        terminal.warn(&format!("{}; `--copy` puts them beside it", private(&site)));
    }
    let list = releases.list()?;
    let maker = Maker {
        releases: &releases,
        directory: Directory::at(&args.dir),
        branch,
        near: None,
        read,
        is_copy: args.copy,
    };
    let made = maker.make(&list)?;
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
            Some(branch) => pages_line(&site, branch.host()?.as_deref(), project),
            None => maker.directory.install_line(project),
        };
        out.push_str(&format!("  install it:  {line}\n"));
    }
    Ok(Answer::text(out))
}

/// What is wrong with links to the files of a repository that not everybody may see.
fn private(site: &Site) -> String {
    format!(
        "`{site}` is private: pip cannot fetch the files of its releases, whatever the page says"
    )
}

/// The line that installs from GitHub Pages, which a branch may have served from a host of its own.
fn pages_line(site: &Site, host: Option<&str>, requirement: &str) -> String {
    let owner = site.owner.to_ascii_lowercase();
    let name = &site.name;
    let place = match host {
        Some(host) => host.to_owned(),
        None if name.eq_ignore_ascii_case(&format!("{owner}.github.io")) => {
            format!("{owner}.github.io")
        }
        None => format!("{owner}.github.io/{name}"),
    };
    format!("pip install --index-url https://{place}/simple/ {requirement}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_where_github_serves_them_from() {
        let line = |repository: &str, host: Option<&str>| {
            let (owner, name) = repository.split_once('/').unwrap();
            let url = |text| crate::http::Url::parse(text).unwrap().0;
            let site = Site {
                api: url("https://api.github.com"),
                server: url("https://github.com"),
                owner: owner.into(),
                name: name.into(),
            };
            pages_line(&site, host, "x")
        };
        for (repository, host, place) in [
            ("Octo/demo", None, "octo.github.io/demo"),
            ("octo/Octo.github.io", None, "octo.github.io"),
            ("octo/demo", Some("pkgs.octo.org"), "pkgs.octo.org"),
        ] {
            assert_eq!(
                line(repository, host),
                format!("pip install --index-url https://{place}/simple/ x")
            );
        }
    }
}
