//! Follows what a back-end's configuration says about where the version is.
//!
//! Nothing is run: what cannot be read without running it is *computed* and left in peace.
use super::discover::Tree;
use super::python::{self, Answer, Literal};
use super::{Declaration, Package, Pointer, ProjectError, Rebinding, Role, Site, Target};
use crate::git::Snapshot;
use crate::source::{Place, RepoPath, SourceFile};

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
    /// Follows `pkg.module.NAME` from the first of `roots` that has the module.
    pub(super) fn attribute(
        &self,
        package: &mut Package,
        written: Written,
        roots: &[RepoPath],
    ) -> Result<(), ProjectError> {
        let attribute = written.raw.trim().to_owned();
        let (module, name) = attribute
            .rsplit_once('.')
            .unwrap_or((&attribute, "__version__"));
        let target = match self.module(module, roots)? {
            Some(path) => self.name_in(package, path, &[name], HOPS)?,
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

    /// Follows the path of a file in which one of `names` is assigned, or that a pattern finds the version in.
    pub(super) fn file(
        &self,
        package: &mut Package,
        written: Written,
        path: &str,
        pattern: Option<&str>,
        names: &[&str],
    ) -> Result<(), ProjectError> {
        let path = package.folder.join(path).unwrap_or_default();
        let target = match (self.snapshot.file(&path)?, pattern) {
            (None, _) => self.missing(package, path)?,
            (Some(_), None) => self.name_in(package, path, names, HOPS)?,
            (Some(file), Some(pattern)) => matched(package, &file, pattern),
        };
        package.pointers.push(written.to(target));
        Ok(())
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

/// Remembers that a name is bound to a second, other literal.
pub(super) fn rebound(
    package: &mut Package,
    file: &SourceFile,
    first: &Literal,
    again: &[Literal],
) {
    if let Some(last) = again.last()
        && last.value != first.value
    {
        package.rebindings.push(Rebinding {
            first: (first.value.clone(), file.place(first.span.clone(), "")),
            last: (last.value.clone(), file.place(last.span.clone(), "")),
        });
    }
}

/// Looks for the version in a file with a configured pattern, whose group `version`, or first group, is the version.
fn matched(package: &mut Package, file: &SourceFile, pattern: &str) -> Target {
    let path = file.path.clone();
    let text = String::from_utf8_lossy(&file.bytes);
    // Patterns are Python's; one that this engine cannot read is left to the back-end.
    let Ok(regex) = regex::RegexBuilder::new(pattern).multi_line(true).build() else {
        return Target::Computed(path);
    };
    let Some(found) = regex
        .captures(&text)
        .and_then(|found| found.name("version").or_else(|| found.get(1)))
    else {
        return Target::Absent {
            path,
            wanted: pattern.to_owned(),
        };
    };
    let place = file.place(found.range(), "");
    package.declare(Declaration::new(
        Site::VersionFile,
        Role::Source,
        found.as_str(),
        place,
    ));
    Target::Found(path)
}
