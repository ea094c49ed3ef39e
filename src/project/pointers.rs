//! Follows what a back-end's configuration says about where the version is.
//!
//! Nothing is run: what cannot be read without running it is *computed* and left in peace.
use super::back_end::{BackEnd, Outcome};
use super::discover::Tree;
use super::python::{self, Answer, Literal};
use super::{
    Declaration, Package, Pointer, ProjectError, Rebinding, Role, Site, Target, TwoReadings,
    declaration,
};
use crate::git::Snapshot;
use crate::source::{Place, RepoPath, SourceFile};
use crate::version::Version;
use std::ops::Range;

/// How often an import is followed to another module.
const HOPS: usize = 4;

/// What readers of places look at.
pub(super) struct Reader<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) tree: &'s Tree,
}

/// A pointer as it is written.
pub(super) struct Written {
    pub(super) site: Site,
    pub(super) raw: String,
    pub(super) place: Place,
}

impl Reader<'_> {
    /// A file of a folder; `None` where there is none.
    pub(super) fn beside(
        &self,
        folder: &RepoPath,
        name: &str,
    ) -> Result<Option<SourceFile>, ProjectError> {
        match folder.join(name) {
            Some(path) => Ok(self.snapshot.file(&path)?),
            None => Ok(None),
        }
    }

    /// Follows `pkg.module.NAME` from the first of `roots` that has the module.
    pub(super) fn attribute(
        &self,
        package: &mut Package,
        written: Written,
        roots: &[RepoPath],
        back_end: BackEnd,
    ) -> Result<(), ProjectError> {
        let attribute = written.raw.trim().to_owned();
        let (module, name) = attribute
            .rsplit_once('.')
            .unwrap_or(("__init__", &attribute));
        let target = match self.module(module, roots)? {
            Some(path) => {
                let path = match back_end {
                    BackEnd::Flit => self.read_by_flit(path)?,
                    _ => path,
                };
                self.built(package, &back_end, path, &[name])?
            }
            None => {
                let first = roots.first().cloned().unwrap_or_default();
                let path = first
                    .join(format!("{}.py", module.replace('.', "/")))
                    .unwrap_or_default();
                self.missing(package, path)?
            }
        };
        package.pointers.push(written.to(target));
        Ok(())
    }

    /// Follows the path of a file that holds nothing but the version.
    pub(super) fn whole_file(
        &self,
        package: &mut Package,
        written: Written,
        path: &str,
    ) -> Result<(), ProjectError> {
        let path = package.folder.join(path).unwrap_or_default();
        let target = match self.snapshot.file(&path)? {
            None => self.missing(package, path)?,
            Some(file) => {
                let text = file
                    .text()
                    .map_err(|error| ProjectError::syntax(&file, 0..0, error))?;
                let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
                let start = text.len() - body.len();
                let body = body.trim_end();
                let place = file.place(start..start + body.len(), "");
                package.declare(Declaration::new(
                    Site::VersionFile,
                    Role::Source,
                    body,
                    place,
                ));
                Target::Found(path)
            }
        };
        package.pointers.push(written.to(target));
        Ok(())
    }

    /// Follows the path of a file out of which a back-end reads the version.
    pub(super) fn file(
        &self,
        package: &mut Package,
        written: Written,
        path: &str,
        back_end: &BackEnd,
    ) -> Result<(), ProjectError> {
        let path = package.folder.join(path).unwrap_or_default();
        let names = ["__version__", "VERSION", "version"];
        let target = self.built(package, back_end, path, &names)?;
        package.pointers.push(written.to(target));
        Ok(())
    }

    /// The file of an import package out of which flit takes the version: its `__init__.py`, else one of these names.
    fn read_by_flit(&self, path: RepoPath) -> Result<RepoPath, ProjectError> {
        let folder = path.parent().unwrap_or_default();
        let names = ["__init__.py", "__version__.py", "_version.py", "version.py"];
        for name in names.iter().filter(|_| path.file_name() == b"__init__.py") {
            if let Some(path) = folder.join(name)
                && let Some(file) = self.snapshot.file(&path)?
                && matches!(BackEnd::Flit.read(&file.bytes), Outcome::Reads { .. })
            {
                return Ok(path);
            }
        }
        Ok(path)
    }

    /// Reads a file as a back-end does. One of `names` is what the running program has in its place.
    pub(super) fn built(
        &self,
        package: &mut Package,
        back_end: &BackEnd,
        path: RepoPath,
        names: &[&str],
    ) -> Result<Target, ProjectError> {
        let Some(file) = self.snapshot.file(&path)? else {
            return self.missing(package, path);
        };
        let is_module = path.file_name().ends_with(b".py");
        let built = match back_end.read(&file.bytes) {
            Outcome::Runs => return self.name_in(package, path, names, HOPS),
            Outcome::Unknown { .. } => return Ok(Target::Computed(path)),
            Outcome::Fails => {
                let reading = is_module.then(|| first_reading(&file, names)).flatten();
                let back_end = back_end.name();
                return Ok(match reading.and_then(|reading| reading.at_run_time) {
                    Some(seen) => Target::Unread {
                        path,
                        back_end,
                        seen: (seen.value, Box::new(file.place(seen.span, ""))),
                    },
                    None => Target::Absent {
                        path,
                        wanted: names.first().copied().unwrap_or_default().to_owned(),
                    },
                });
            }
            Outcome::Reads { value, span } => as_written(&file, value, span),
        };
        let site = if is_module {
            two_readings(package, back_end, &file, &built, names);
            Site::PythonModule
        } else {
            Site::VersionFile
        };
        let (raw, place) = built;
        package.declare(Declaration::new(site, Role::Source, raw, place));
        Ok(Target::Found(path))
    }

    /// Finds the file of a module.
    pub(super) fn module(
        &self,
        module: &str,
        roots: &[RepoPath],
    ) -> Result<Option<RepoPath>, ProjectError> {
        let path = module.replace('.', "/");
        for root in roots {
            for candidate in [format!("{path}/__init__.py"), format!("{path}.py")] {
                if let Some(candidate) = root.join(&candidate)
                    && self.snapshot.has(&candidate)?
                {
                    return Ok(Some(candidate));
                }
            }
        }
        Ok(None)
    }

    /// Reads what the first of `names` that a module has is bound to, and follows imports.
    pub(super) fn name_in(
        &self,
        package: &mut Package,
        path: RepoPath,
        names: &[&str],
        hops: usize,
    ) -> Result<Target, ProjectError> {
        let Some(file) = self.snapshot.file(&path)? else {
            return self.missing(package, path);
        };
        for name in names {
            let reading = python::read(&file.bytes, name);
            match reading.answer {
                Answer::Absent => {}
                Answer::Literal(literal) => {
                    rebound(package, &file, &literal, &reading.again);
                    let place = file.place(literal.span, "");
                    package.declare(Declaration::new(
                        Site::PythonModule,
                        Role::Source,
                        literal.value,
                        place,
                    ));
                    return Ok(Target::Found(path));
                }
                Answer::Tuple(_) | Answer::Computed { .. } | Answer::Derived { .. } => {
                    return Ok(Target::Computed(path));
                }
                Answer::Imported { module, name, .. } => {
                    let next = self.imported(&path, &module)?;
                    return match next {
                        Some(next) if hops > 0 => self.name_in(package, next, &[&name], hops - 1),
                        _ => Ok(Target::Computed(path)),
                    };
                }
            }
        }
        // A star import or a module-level `__getattr__` may still bring it.
        let text = String::from_utf8_lossy(&file.bytes);
        if text.contains("import *") || text.contains("__getattr__") || text.contains("globals()") {
            return Ok(Target::Computed(path));
        }
        let wanted = names.first().copied().unwrap_or_default().to_owned();
        Ok(Target::Absent { path, wanted })
    }

    /// Finds the file of a module as a module in `from` names it.
    fn imported(&self, from: &RepoPath, module: &str) -> Result<Option<RepoPath>, ProjectError> {
        let dots = module.len() - module.trim_start_matches('.').len();
        let name = module.trim_start_matches('.');
        let mut folder = from.parent().unwrap_or_default();
        if dots == 0 {
            // An absolute import starts above the import package.
            let first = name.split('.').next().unwrap_or_default();
            while folder.file_name() != first.as_bytes() && !folder.is_top() {
                folder = folder.parent().unwrap_or_default();
            }
            folder = folder.parent().unwrap_or_default();
        } else {
            for _ in 1..dots {
                folder = folder.parent().unwrap_or_default();
            }
        }
        let found = self.module(name, std::slice::from_ref(&folder))?;
        Ok(found.filter(|found| found != from))
    }

    /// A file that is not there is the build's own when git is told to ignore it.
    fn missing(&self, package: &Package, path: RepoPath) -> Result<Target, ProjectError> {
        let name = String::from_utf8_lossy(path.file_name()).into_owned();
        for folder in [package.folder.clone(), RepoPath::top()] {
            let Some(ignored) = folder.join(".gitignore") else {
                continue;
            };
            if let Some(bytes) = self.snapshot.read(&ignored)? {
                let text = String::from_utf8_lossy(&bytes);
                if text
                    .lines()
                    .any(|line| line.trim().rsplit('/').next() == Some(&name))
                {
                    return Ok(Target::Generated(path));
                }
            }
        }
        Ok(Target::Missing(path))
    }
}

impl Written {
    fn to(self, target: Target) -> Pointer {
        Pointer {
            site: self.site,
            raw: self.raw,
            place: self.place,
            target,
        }
    }
}

/// Remembers that a name is bound to a second, other literal; returns whether it is.
pub(super) fn rebound(
    package: &mut Package,
    file: &SourceFile,
    first: &Literal,
    again: &[Literal],
) -> bool {
    let Some(last) = again.last().filter(|last| last.value != first.value) else {
        return false;
    };
    package.rebindings.push(Rebinding {
        first: (first.value.clone(), file.place(first.span.clone(), "")),
        last: (last.value.clone(), file.place(last.span.clone(), "")),
    });
    true
}

/// What a back-end reads, as it is written where that means the same version.
fn as_written(file: &SourceFile, value: String, span: Range<usize>) -> declaration::Written {
    let written = file.bytes.get(span.clone()).unwrap_or_default();
    let written = String::from_utf8_lossy(written);
    let same = match (written.parse::<Version>(), value.parse::<Version>()) {
        (Ok(written), Ok(value)) => written == value,
        _ => false,
    };
    let raw = if same { written.into_owned() } else { value };
    (raw, file.place(span, ""))
}

/// Remembers that a back-end and the running program see different versions in a module.
fn two_readings(
    package: &mut Package,
    back_end: &BackEnd,
    file: &SourceFile,
    built: &declaration::Written,
    names: &[&str],
) {
    let Some(reading) = first_reading(file, names) else {
        return;
    };
    let Some(seen) = reading.at_run_time else {
        return;
    };
    if let Answer::Literal(first) = &reading.answer
        && rebound(package, file, first, &reading.again)
    {
        return;
    }
    let same = match (built.0.parse::<Version>(), seen.value.parse::<Version>()) {
        (Ok(built), Ok(seen)) => built == seen,
        _ => built.0 == seen.value,
    };
    if !same {
        package.readings.push(TwoReadings {
            back_end: back_end.name().to_owned(),
            built: built.clone(),
            at_run_time: (seen.value, file.place(seen.span, "")),
        });
    }
}

/// What a module binds the first of `names` to that it has.
fn first_reading(file: &SourceFile, names: &[&str]) -> Option<python::Reading> {
    names
        .iter()
        .map(|name| python::read(&file.bytes, name))
        .find(|reading| reading.answer != Answer::Absent)
}
