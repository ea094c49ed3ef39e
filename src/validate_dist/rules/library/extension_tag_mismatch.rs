//! An extension module is of another Python or platform than the wheel.
use crate::dist::Tags;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "extension-tag-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An extension module is of another Python or platform than the wheel",
        why: "Python passes over a built module whose name is of another version or platform: the import fails where the wheel is installed.",
        fix: "Build again from a clean tree; an old `build` folder often has modules of the last Python.",
        from: &["PEP 3149", "PEP 425", "auditwheel"],
        bad: Example::Dist {
            name: "demo-1.0-cp312-cp312-win_amd64.whl",
            changes: &[
                Change::Write("demo/_speed.cp311-win_amd64.pyd", ""),
                Change::Replace("WHEEL", "Root-Is-Purelib: true", "Root-Is-Purelib: false"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-cp312-cp312-win_amd64.whl",
            changes: &[
                Change::Write("demo/_speed.cp312-win_amd64.pyd", ""),
                Change::Replace("WHEEL", "Root-Is-Purelib: true", "Root-Is-Purelib: false"),
            ],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let Some(tags) = &facts.tags else { return };
    let mut told = 0;
    for file in &facts.files {
        let Some(tag) = module_tag(file.file_name()) else {
            continue;
        };
        let Some(problem) = problem(&tag, tags) else {
            continue;
        };
        findings
            .push(format!("`{}` {problem}", file.path))
            .at(Place::member(facts.path.clone(), &file.member))
            .help("build again from a clean tree");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}

/// What the name of an extension module says.
struct ModuleTag<'n> {
    /// The interpreter, as in wheel tags; `None` for the stable interface.
    python: Option<String>,
    /// The system and machine, as in the file name.
    platform: &'n str,
}

/// Reads `cpython-312-x86_64-linux-gnu` and `cp312-win_amd64`; `None` when the name says nothing.
fn module_tag(file_name: &str) -> Option<ModuleTag<'_>> {
    let stem = [".so", ".pyd"]
        .iter()
        .find_map(|end| file_name.strip_suffix(end))?;
    let (_, tag) = stem.rsplit_once('.')?;
    if tag == "abi3" {
        return Some(ModuleTag {
            python: None,
            platform: "",
        });
    }
    let (version, platform) = match tag.strip_prefix("cpython-") {
        Some(rest) => rest.split_once('-').unwrap_or((rest, "")),
        None => tag
            .strip_prefix("cp")?
            .split_once('-')
            .unwrap_or((tag.get(2..)?, "")),
    };
    // `t` and `d` at the end are builds without the global lock, and for debugging.
    let digits = version.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_version = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then(|| ModuleTag {
        python: Some(format!("cp{digits}")),
        platform,
    })
}

fn problem(tag: &ModuleTag<'_>, tags: &Tags) -> Option<String> {
    let shown = |all: &[String]| all.join(".");
    if let Some(python) = &tag.python {
        let is_cpython = tags.python.iter().all(|tag| tag.starts_with("cp3"));
        if is_cpython && tags.abi.iter().all(|abi| abi == "abi3") {
            return Some(format!(
                "is of `{python}` alone, and the wheel is for `abi3`"
            ));
        }
        if is_cpython && !tags.python.contains(python) {
            let named = shown(&tags.python);
            return Some(format!("is of `{python}`, and the wheel is for `{named}`"));
        }
    }
    let system = system_of_module(tag.platform)?;
    let systems: Vec<&str> = tags
        .platform
        .iter()
        .filter_map(|tag| system_of_wheel(tag))
        .collect();
    let differs = systems.len() == tags.platform.len() && !systems.contains(&system);
    differs.then(|| {
        format!(
            "is for {system}, and the wheel is for `{}`",
            shown(&tags.platform)
        )
    })
}

fn system_of_module(platform: &str) -> Option<&'static str> {
    match () {
        () if platform.contains("linux") => Some("Linux"),
        () if platform == "darwin" => Some("macOS"),
        () if platform.starts_with("win") => Some("Windows"),
        () => None,
    }
}

fn system_of_wheel(tag: &str) -> Option<&'static str> {
    match () {
        () if tag.contains("linux") => Some("Linux"),
        () if tag.starts_with("macosx") => Some("macOS"),
        () if tag.starts_with("win") => Some("Windows"),
        () => None,
    }
}
