//! What a wheel installs into `site-packages`: its library, as users import it.
//!
//! Not the bytes of its files, and not its `.dist-info` folder. Paths are those below `site-packages`, wherever in the
//! wheel the files lie.
use super::Declared;
use crate::dist::{Document, Headers, Tags, Wheel};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The words that Python keeps for itself.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The library of a wheel.
#[derive(Debug, Clone)]
pub struct Library {
    /// Where the wheel is.
    pub path: Arc<Path>,
    /// Its files, in the archive's order.
    pub files: Vec<Installed>,
    /// Whether the wheel has no files at all but those of its `.dist-info` folder.
    pub is_alone: bool,
    /// Whether the wheel says that it depends on no platform; `None` when it does not say so clearly.
    pub is_purelib: Option<bool>,
    /// The tags of its file name.
    pub tags: Option<Tags>,
    /// Whether a classifier says that it has types.
    pub is_typed: bool,
    /// The list of its modules that setuptools writes.
    pub top_level_txt: Option<Document>,
    /// What the project says that is in it.
    pub declared: Declared,
}

/// A file of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The name of the member.
    pub member: Box<[u8]>,
    /// Its path below `site-packages`.
    pub path: String,
}

/// A file or folder at the top of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Top<'l> {
    /// Its name.
    pub name: &'l str,
    /// The first member that makes it be there.
    pub member: &'l [u8],
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether there is a module in it, or it is one.
    pub has_modules: bool,
}

impl Library {
    /// The library of a wheel; `None` when the wheel cannot be read, or does not say what it is.
    pub fn of_wheel(wheel: &Wheel, declared: &Declared) -> Option<Self> {
        wheel.dist_info.as_ref()?;
        let is_meta = |top: &str| top.ends_with(".dist-info");
        let mut files = Vec::new();
        let mut is_alone = true;
        for member in wheel.members.files() {
            let text = member.text();
            let (top, below) = text.split_once('/').unwrap_or((&text, ""));
            is_alone &= is_meta(top);
            let path = match below.split_once('/') {
                _ if is_meta(top) && !below.is_empty() => continue,
                Some(("purelib" | "platlib", path)) if top.ends_with(".data") => path,
                _ if top.ends_with(".data") && !below.is_empty() => continue,
                _ => &text,
            };
            files.push(Installed {
                path: path.to_owned(),
                member: member.name.clone(),
            });
        }
        let metadata = wheel.metadata.as_ref().ok();
        let is_typed = metadata.is_some_and(|metadata| {
            let headers = Headers::parse(&metadata.bytes);
            let mut classifiers = headers.all("Classifier");
            classifiers.any(|field| field.value == "Typing :: Typed")
        });
        let file_name = wheel.file_name.as_ref().ok();
        Some(Self {
            path: wheel.path.clone(),
            files,
            is_alone,
            is_purelib: wheel.wheel_file.as_ref().ok().and_then(|f| f.is_purelib()),
            tags: file_name.and_then(|name| name.tags()).cloned(),
            is_typed,
            top_level_txt: wheel.top_level_txt.clone().ok(),
            declared: declared.clone(),
        })
    }

    /// The files and folders at the top, by name.
    pub fn tops(&self) -> Vec<Top<'_>> {
        let mut tops: BTreeMap<&str, Top<'_>> = BTreeMap::new();
        for file in &self.files {
            let (name, is_folder) = match file.path.split_once('/') {
                Some((folder, _)) => (folder, true),
                None => (file.path.as_str(), false),
            };
            let top = tops.entry(name).or_insert(Top {
                name,
                member: &file.member,
                is_folder,
                has_modules: false,
            });
            top.is_folder |= is_folder;
            top.has_modules |= file.module().is_some();
        }
        tops.into_values().collect()
    }

    /// The names of all modules and packages at the top.
    pub fn modules(&self) -> BTreeSet<&str> {
        let tops = self.tops().into_iter().filter(|top| top.has_modules);
        tops.filter_map(|top| match top.is_folder {
            true => Some(top.name),
            false => module_name(top.name),
        })
        .collect()
    }
}

impl Installed {
    /// The name of the module when it is one, from source or built.
    pub fn module(&self) -> Option<&str> {
        module_name(self.file_name())
    }

    /// The last part of its path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The names of the folders that it lies in, from the top down.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let folders = self.path.rsplit_once('/').map(|(folders, _)| folders);
        folders.into_iter().flat_map(|folders| folders.split('/'))
    }
}

impl Top<'_> {
    /// Whether it is a file by which a path is added to those that Python imports from.
    pub fn is_pth(&self) -> bool {
        !self.is_folder && self.name.len() > 4 && self.name.ends_with(".pth")
    }

    /// What it is called in messages: folders end in `/`.
    pub fn shown(&self) -> String {
        let slash = if self.is_folder { "/" } else { "" };
        format!("`{}{slash}`", self.name)
    }
}

/// The name of a module by its file name: `a` of `a.py` and of `a.cpython-312-x86_64-linux-gnu.so`.
pub fn module_name(file_name: &str) -> Option<&str> {
    if let Some(name) = file_name.strip_suffix(".py") {
        return Some(name).filter(|name| !name.is_empty());
    }
    let name = [".so", ".pyd"]
        .iter()
        .find_map(|end| file_name.strip_suffix(end))
        .filter(|name| !name.is_empty())?;
    let is_tag = |tag: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !tag.is_empty() && tag.chars().all(fits)
    };
    match name.rsplit_once('.') {
        Some((name, tag)) if is_tag(tag) && !name.is_empty() => Some(name),
        _ => Some(name),
    }
}

/// Whether this can stand in an `import` statement.
pub fn is_importable(name: &str) -> bool {
    let mut chars = name.chars();
    let begins = |c: char| c == '_' || c.is_alphabetic();
    chars.next().is_some_and(begins)
        && chars.all(|c| c == '_' || c.is_alphanumeric())
        && !KEYWORDS.contains(&name)
}

/// Whether a folder of this name holds the types of another package.
pub fn is_stubs(folder: &str) -> bool {
    folder.strip_suffix("-stubs").is_some_and(is_importable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_known_by_their_file_names() {
        for (file, module) in [
            ("a.py", Some("a")),
            ("a.b.py", Some("a.b")),
            ("a.so", Some("a")),
            ("a.cpython-312-x86_64-linux-gnu.so", Some("a")),
            ("a.b.abi3.so", Some("a.b")),
            ("a.cp312-win_amd64.pyd", Some("a")),
            ("liba.so.1", None),
            (".py", None),
            (".so", None),
            (".abi3.so", Some(".abi3")),
            ("a.pyi", None),
            ("a.txt", None),
        ] {
            assert_eq!(module_name(file), module, "{file}");
        }
    }

    #[test]
    fn names_that_can_be_imported() {
        for name in ["a", "_a1", "é"] {
            assert!(is_importable(name), "{name}");
        }
        for name in ["", "1a", "a-b", "class", "a.b"] {
            assert!(!is_importable(name), "{name}");
        }
        assert!(is_stubs("demo-stubs") && !is_stubs("-stubs") && !is_stubs("demo"));
    }
}
