//! Which version a package gets, and how it is written.
//!
//! The one place where a result is held to be a version, and later than what was before.
use super::calver::Calver;
use super::commits;
use super::dialect::Dialect;
use super::form::Form;
use super::parts::Reading;
use super::releases::Releases;
use super::template::Context;
use super::{BumpError, Kind, Level, Overrides, Project, Request, Wanted, next};
use crate::project::{Declaration, Package};
use crate::source::RepoPath;
use crate::version::Version;

/// Which version a package gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The version before; for a package that takes its version from tags that of the last one.
    pub from: Version,
    /// The version after, which is later.
    pub to: Version,
    /// The version before, as it is written.
    pub current: String,
    /// The version after, as it is written.
    pub new: String,
    /// What a person should know of how it came about.
    pub notes: Vec<String>,
}

/// A target, and what a configuration of bump-my-version makes of it.
#[derive(Debug)]
pub(super) struct Reckoned {
    pub(super) target: Target,
    pub(super) form: Option<Form>,
    /// The parts before and after.
    pub(super) parts: Option<(Reading, Reading)>,
    /// The part that was named.
    pub(super) part: Option<String>,
    /// Whether the version stays as it is.
    pub(super) is_same: bool,
}

/// Reckons what a request makes of a package's version.
pub(super) fn reckon(
    project: &Project<'_>,
    package: &Package,
    dialect: Option<&Dialect>,
    request: Option<&Request>,
    said: &Overrides,
) -> Result<Reckoned, BumpError> {
    let tag_name = dialect.and_then(|dialect| dialect.settings.tag_name.as_deref());
    let releases = project.releases(package, tag_name)?;
    let current = current(package, dialect, &releases)?;
    let Some(current) = current else {
        let given = said.new_version.as_deref().map(Request::of);
        return first(package, given.as_ref().or(request));
    };
    let from: Version = current.parse().map_err(|error| {
        let mut literals = package.literals();
        match literals.find(|found| found.raw == current) {
            Some(declaration) => not_a_version(declaration),
            None => BumpError::NoVersionText {
                text: current.clone(),
                error,
            },
        }
    })?;
    let today = project.surroundings.now.date();
    let Some(dialect) = dialect else {
        let given = said.new_version.as_deref().map(Request::of);
        let request = given.as_ref().or(request).ok_or(BumpError::NothingAsked)?;
        let (to, notes) = kind(project, package, &from, &releases, request)?;
        releases.admits(&to)?;
        let target = Target {
            new: to.to_string(),
            from,
            to,
            current,
            notes,
        };
        return Ok(Reckoned::plain(target));
    };
    let form = Form::new(&dialect.common, &dialect.parts, today)?;
    let before = form.read(&current)?;
    let context = Context {
        surroundings: project.surroundings,
        tag_name: tag_name.unwrap_or("v{new_version}"),
        current: &current,
        written_as: &current,
        new: "",
        parts: None,
    };
    let others = |name: &str| context.value(name).filter(|_| name != "new_version");
    let part = request.filter(|request| form.parts.has(request.word()));
    if let (Some(request), None, true) = (request, part, said.new_version.is_some())
        && request.wanted().is_err()
    {
        return Err(form.parts.unknown(request.word()));
    }
    let mut notes = Vec::new();
    let after = match (&said.new_version, request) {
        (Some(text), _) => form.read(text)?,
        (None, None) => return Err(BumpError::NothingAsked),
        (None, Some(request)) => match part {
            Some(part) => form.parts.bump(&before, part.word(), said.to.as_deref())?,
            None if said.to.is_some() => {
                return Err(form.parts.unknown(request.word()));
            }
            None => {
                let level = asked_level(project, package, &releases, request, &from)?;
                let word = level.as_ref().map(|(level, _)| level.to_string());
                notes.extend(level.as_ref().map(|(_, why)| why.clone()));
                match word.filter(|word| form.parts.has(word)) {
                    Some(word) => form.parts.bump(&before, &word, None)?,
                    None => {
                        let known = |error| match error {
                            BumpError::Kind(_) => form.parts.unknown(request.word()),
                            error => error,
                        };
                        let (to, _) =
                            kind(project, package, &from, &releases, request).map_err(known)?;
                        form.read_version(&to, &others)?
                    }
                }
            }
        },
    };
    let new = form.write(&after, &others)?;
    let to: Version = new.parse().map_err(|error| BumpError::NoVersionText {
        text: new.clone(),
        error,
    })?;
    let is_same = new == current;
    if !is_same {
        if to <= from {
            return Err(BumpError::NotLater {
                from: current,
                to: new,
            });
        }
        releases.admits(&to)?;
    }
    Ok(Reckoned {
        target: Target {
            from,
            to,
            current,
            new,
            notes,
        },
        form: Some(form),
        parts: Some((before, after)),
        part: part.map(|part| part.word().to_owned()),
        is_same,
    })
}

impl Reckoned {
    fn plain(target: Target) -> Self {
        Self {
            target,
            form: None,
            parts: None,
            part: None,
            is_same: false,
        }
    }
}

/// The first version of a package that takes its version from tags and has none.
fn first(package: &Package, request: Option<&Request>) -> Result<Reckoned, BumpError> {
    let refuse = || BumpError::NoRelease {
        package: package.called(),
        tool: package.versioned_by.unwrap_or("the tag"),
    };
    match request.ok_or(BumpError::NothingAsked)?.wanted()? {
        Wanted::Kind(Kind::Exactly(to)) => Ok(Reckoned::plain(Target {
            from: Version::of_release(0, vec![0]),
            current: "0".into(),
            new: to.to_string(),
            to,
            notes: vec!["it is the first release".into()],
        })),
        _ => Err(refuse()),
    }
}

/// The version before, as it is written: the one that is said or configured, else the declared one, else the last tag's.
/// `None` for a package that takes its version from tags and has none yet.
fn current(
    package: &Package,
    dialect: Option<&Dialect>,
    releases: &Releases<'_>,
) -> Result<Option<String>, BumpError> {
    if let Some(current) = dialect.and_then(|dialect| dialect.current.clone()) {
        return Ok(Some(current));
    }
    let released = || -> Result<Option<String>, BumpError> {
        let latest = releases.latest(None)?;
        let read = latest.and_then(|(tag, _)| releases.format.read(&tag.name));
        Ok(read.map(|read| read.raw))
    };
    if package.versioned_by.is_some() {
        return released();
    }
    let declared = package
        .literals()
        .find(|found| !found.site.is_citation() && found.version.is_ok());
    if let Some(declared) = declared {
        return Ok(Some(declared.raw.trim_start_matches(['v', 'V']).to_owned()));
    }
    if let Some(broken) = package.literals().find(|found| found.version.is_err()) {
        return Err(not_a_version(broken));
    }
    let released = match dialect {
        Some(_) => released()?,
        None => None,
    };
    match released {
        Some(current) => Ok(Some(current)),
        None => Err(BumpError::NoVersion {
            package: package.called(),
        }),
    }
}

/// Why a declaration is no version.
pub(super) fn not_a_version(declaration: &Declaration) -> BumpError {
    match &declaration.version {
        Err(error) => BumpError::NotAVersion {
            raw: declaration.raw.clone(),
            place: Box::new(declaration.place.clone()),
            error: error.clone(),
        },
        Ok(version) => BumpError::NoVersion {
            package: version.to_string(),
        },
    }
}

/// The level that is asked for by its name or by the commits since the last release; `None` for any other request.
fn asked_level(
    project: &Project<'_>,
    package: &Package,
    releases: &Releases<'_>,
    request: &Request,
    from: &Version,
) -> Result<Option<(Level, String)>, BumpError> {
    match request.wanted() {
        Ok(Wanted::Auto) => auto(project, package, releases, from).map(Some),
        _ => Ok(None),
    }
}

/// What a request means where it names no part.
fn kind(
    project: &Project<'_>,
    package: &Package,
    from: &Version,
    releases: &Releases<'_>,
    request: &Request,
) -> Result<(Version, Vec<String>), BumpError> {
    let counting = project.counts.pre_releases;
    match request.wanted()? {
        Wanted::Auto => {
            let (level, why) = auto(project, package, releases, from)?;
            let to = next(from, &Kind::Level(level), counting)?;
            Ok((to, vec![why]))
        }
        Wanted::Calver => {
            let form = project.counts.calver.as_deref();
            let form = Calver::parse(form.ok_or(BumpError::NoCalver)?)?;
            let utc = jiff::tz::TimeZone::UTC;
            let today = project.surroundings.now.with_time_zone(utc).date();
            Ok((form.next(from, today)?, Vec::new()))
        }
        Wanted::Kind(kind) => {
            let to = next(from, &kind, counting)?;
            let mut notes = Vec::new();
            if let (Kind::Level(level), true) = (&kind, from.is_prerelease()) {
                let other = super::Counting {
                    finalizes: !counting.finalizes,
                    ..counting
                };
                let otherwise = next(from, &kind, other)?;
                if otherwise != to {
                    notes.push(format!(
                        "`{level}` leads from the pre-release `{from}` to `{to}`; `pre-release-bump` in `[tool.release-guard.bump]` could make it `{otherwise}`"
                    ));
                }
            }
            if let (Kind::Exactly(_), Some(_)) = (&kind, request.word().strip_prefix(['v', 'V'])) {
                notes.push(format!("`{}` is written as `{to}`", request.word()));
            }
            Ok((to, notes))
        }
    }
}

/// The level that the commits since the last release ask for. Before 1.0 what breaks is a minor release.
fn auto(
    project: &Project<'_>,
    package: &Package,
    releases: &Releases<'_>,
    from: &Version,
) -> Result<(Level, String), BumpError> {
    let (Some(repository), Some(base)) = (&project.surroundings.repository, &project.base) else {
        return Err(BumpError::NoHistory);
    };
    let last = releases.latest(Some(from))?;
    let since = last.map(|(tag, _)| &tag.commit);
    // What is beside the only package belongs to it.
    let folder = match project.packages {
        [_] => RepoPath::top(),
        _ => package.folder.clone(),
    };
    let messages = repository.messages(since, base, &folder)?;
    let highest = commits::highest(messages.iter().map(String::as_str));
    let Some((level, title)) = highest else {
        return Err(BumpError::NoReason {
            count: messages.len(),
            since: last.map(|(tag, _)| tag.name.clone()),
        });
    };
    let (level, but) = match level {
        Level::Major if from.part(0) == 0 => {
            (Level::Minor, ", which before 1.0 is a minor release")
        }
        level => (level, ""),
    };
    Ok((
        level,
        format!("`auto` is `{level}`, because of `{title}`{but}"),
    ))
}
