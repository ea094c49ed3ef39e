//! `publish oci`: built distributions into an OCI registry, `ghcr.io` where nothing else is said.
//!
//! Decides first: every file is judged and looked up before the first byte goes out. What is sent is `oci`'s.
mod json;

use super::frozen::Frozen;
use super::is_json;
use super::material::{self, Material, Watching, ended, is_agreed, length, settled};
use super::world::World;
use crate::flags::Flags;
use crate::http::{Client, Moment};
use crate::oci::{self, About, Artifact, Login, OciError, Packages, Presence, Registry};
use crate::report::Answer;
use crate::terminal::Terminal;
use std::collections::BTreeSet;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  publish oci                                  to `ghcr.io/OWNER`, the repository's owner on GitHub
  publish oci --dry-run                        says what would be sent, and what is there
  publish oci --registry ghcr.io/octo-org --yes dist/*
  publish oci --registry registry.example.org/python

The login is `GITHUB_TOKEN` for `ghcr.io`, else that of `docker login` or `podman login`.
pip installs from there through PyOCI:
  pip install --index-url https://USER:TOKEN@pyoci.com/ghcr.io/OWNER/ NAME";

/// The options of `publish oci`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The distributions; those of `dist/release.json` otherwise
    files: Vec<PathBuf>,
    /// The registry and the owner in it; `ghcr.io` and the owner of the repository on GitHub otherwise
    #[arg(long, value_name = "HOST/OWNER")]
    registry: Option<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be sent, and send nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Where files go, and what is said of them.
struct Place {
    registry: Registry,
    login: Option<Login>,
    about: About,
    files: Vec<Artifact>,
    tag: Option<String>,
}

/// Puts distributions into a registry.
pub(super) fn run(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Answer> {
    let place = place(args, flags, terminal)?;
    let size = place.files.iter().map(|file| file.size).sum();
    let watching = Watching::new(terminal, &format!("sending to {}", place.registry), size);
    let watch = |moment: Moment| watching.hear(moment);
    let client = Client::new()?;
    let packages = Packages::of(
        place.registry.clone(),
        client,
        place.login.clone(),
        place.about.clone(),
        &watch,
    );
    let answer = carry_out(args, &place, &packages, is_json(flags), terminal);
    settled::<OciError>(answer, terminal)
}

/// Shows what would be sent, asks, and sends it.
fn carry_out(
    args: &Args,
    place: &Place,
    packages: &Packages<'_>,
    is_json: bool,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let states = packages.check(&place.files)?;
    let plan = plan(place, packages, &states);
    let has_other = states
        .iter()
        .any(|state| matches!(state, Presence::Other(_)));
    if args.dry_run {
        let output = match is_json {
            true => json::document(place, packages, &states)?,
            false => plan,
        };
        return Ok(Answer {
            refused: has_other,
            ..Answer::text(output)
        });
    }
    terminal.say(plan.trim_end());
    let is_complete = states.iter().all(|state| *state == Presence::Same);
    if !is_complete {
        // With other files there, `run` sends nothing and says why.
        if !has_other && !is_agreed(args.yes, place.tag.as_deref(), terminal)? {
            return Ok(Answer::default());
        }
        packages.run(&place.files)?;
    }
    if is_json {
        let states = packages.check(&place.files)?;
        return Ok(Answer::text(json::document(place, packages, &states)?));
    }
    let what = match is_complete {
        true => "is there already; there is nothing to do",
        false => "is there now",
    };
    Ok(Answer::text(there(place, packages, what)))
}

/// Goes to a registry with the files of a release that is being made.
pub(super) fn with<T>(
    registry: &Registry,
    frozen: &Frozen,
    world: &World<'_>,
    work: impl FnOnce(&Packages<'_>, &[Artifact]) -> Result<T, OciError>,
) -> anyhow::Result<T> {
    let told = |error: OciError| ended(&error);
    let mut files = Vec::new();
    for path in frozen.paths(&world.dist()) {
        files.push(Artifact::read(&path).map_err(told)?);
    }
    let size = files.iter().map(|file| file.size).sum();
    let watching = Watching::new(world.terminal, &format!("asking {registry}"), size);
    let watch = |moment: Moment| watching.hear(moment);
    let site = world.github().ok();
    let about = About {
        source: site.map(|site| site.page().to_string()),
        created: material::time_of(&world.repository, &frozen.commit),
        revision: Some(frozen.commit.clone()),
    };
    let login = oci::login(registry).map_err(told)?;
    let packages = Packages::of(registry.clone(), Client::new()?, login, about, &watch);
    work(&packages, &files).map_err(told)
}

fn place(args: &Args, flags: &Flags, terminal: &Terminal) -> anyhow::Result<Place> {
    let material = Material::open(flags, terminal)?;
    let site = material.site();
    let registry = match (&args.registry, &site) {
        (Some(text), _) => Registry::parse(text)?,
        (None, Ok(site)) => Registry::parse(&format!("ghcr.io/{}", site.owner))?,
        (None, Err(error)) => {
            let said = error.to_string();
            let reason = said.lines().next().unwrap_or_default();
            anyhow::bail!("no registry is named, and {reason}\nhint: add `--registry HOST/OWNER`")
        }
    };
    let paths = material.files(&args.files)?;
    material.judge(&paths, flags)?;
    let mut files = Vec::new();
    for path in &paths {
        files.push(Artifact::read(path).map_err(|error| ended(&error))?);
    }
    let frozen = material.frozen();
    let revision = frozen.as_ref().map(|frozen| frozen.commit.clone());
    Ok(Place {
        login: oci::login(&registry)?,
        about: About {
            source: site.ok().map(|site| site.page().to_string()),
            created: revision
                .as_deref()
                .and_then(|commit| material.time_of(commit)),
            revision,
        },
        registry,
        files,
        tag: frozen.and_then(|frozen| frozen.tag),
    })
}

/// What would be sent, where to, and as whom.
fn plan(place: &Place, packages: &Packages<'_>, states: &[Presence]) -> String {
    let whom = match &place.login {
        Some(login) => format!(
            "as `{}`, with the password from {}",
            login.credentials.username, login.source
        ),
        None => "without a password".into(),
    };
    let mut out = format!("to `{}` {whom}\n", place.registry);
    for (file, state) in place.files.iter().zip(states) {
        let (word, more) = match state {
            Presence::Absent => ("send", String::new()),
            Presence::Same => ("there", ", with the same sha256".to_owned()),
            Presence::Other(here) => ("other", format!(", with sha256 {here}")),
        };
        out.push_str(&format!(
            "  {word:<6}  {}  {}  {}{more}\n",
            file.file_name,
            length(file.size),
            packages.reference(file)
        ));
    }
    out
}

/// The releases that are in the registry now, and how to install them.
fn there(place: &Place, packages: &Packages<'_>, what: &str) -> String {
    let mut out = String::new();
    for (project, version, reference) in releases(place, packages) {
        out.push_str(&format!(
            "{project} {version} {what}: {reference}\n  install it:  {}\n",
            install_line(&place.registry, &project, &version)
        ));
    }
    out
}

/// The releases that files are of: project, version, and what they are called in the registry.
fn releases(place: &Place, packages: &Packages<'_>) -> BTreeSet<(String, String, String)> {
    let of = |file: &Artifact| {
        let project = file.project.as_str().to_owned();
        (project, file.version.to_string(), packages.reference(file))
    };
    place.files.iter().map(of).collect()
}

/// The line that installs a package through PyOCI; the login may be left out where the package is public.
pub(super) fn install_line(registry: &Registry, project: &str, version: &str) -> String {
    let server = match registry.is_here() {
        true => "http://PYOCI",
        false => "https://USER:TOKEN@pyoci.com",
    };
    format!("pip install --index-url {server}/{registry}/ {project}=={version}")
}
