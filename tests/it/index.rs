//! The local directory index, with the real `pip` and `uv`.
use crate::support::{Scratch, python, text, tool};
use release_guard::dist::Sha256;
use release_guard::index::{Added, Directory, FileFacts, IndexError};
use release_guard::python::{Build, Interpreter, Venv, Wanted, build};
use release_guard::terminal::{Terminal, Volume};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const PYPROJECT: &str = "[project]\nname = \"Odd.Name\"\nversion = \"1!2.0+linux.1\"\n\
     requires-python = \">=3.8,<4\"\ndescription = \"<&>\"\n\n\
     [build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n";

/// The wheel and the sdist of a real project.
fn built() -> &'static [PathBuf] {
    static BUILT: OnceLock<(Scratch, Vec<PathBuf>)> = OnceLock::new();
    let (_, files) = BUILT.get_or_init(|| {
        let scratch = Scratch::new();
        scratch.write("pyproject.toml", PYPROJECT);
        scratch.write("odd_name/__init__.py", "works = 'yes'\n");
        let request = Build {
            project: &scratch.root(),
            out: &scratch.beside("dist"),
            interpreter: &Interpreter::at(&tool("python")).unwrap(),
            wanted: Wanted::Both,
            epoch: None,
            extra_env: &[],
        };
        let files = build(&request, &Terminal::new(Volume::Quiet))
            .unwrap()
            .files;
        (scratch, files)
    });
    files
}

fn facts(project: &str, file: &Path) -> FileFacts {
    let bytes = std::fs::read(file).unwrap();
    FileFacts {
        project: project.into(),
        metadata: None,
        requires_python: None,
        sha256: Sha256::of(&bytes).to_string(),
        size: bytes.len() as u64,
    }
}

/// What a wheel's own metadata tells.
fn wheel_facts(wheel: &Path) -> FileFacts {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(wheel).unwrap()).unwrap();
    let name = archive
        .file_names()
        .flatten()
        .find(|name| name.ends_with(".dist-info/METADATA"))
        .unwrap()
        .into_owned();
    let mut metadata = Vec::new();
    archive
        .by_name(&name)
        .unwrap()
        .read_to_end(&mut metadata)
        .unwrap();
    FileFacts {
        metadata: Some(metadata),
        requires_python: Some(">=3.8,<4".into()),
        ..facts("odd-name", wheel)
    }
}

fn file(scratch: &Scratch, name: &str, content: &str) -> PathBuf {
    let path = scratch.beside("files").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, content).unwrap();
    path
}

/// All files below a folder with their bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            files.insert(path, bytes);
        }
    }
    files
}

/// The names that a project's page offers, each of which must be there.
fn offered(index: &Directory, project: &str) -> Vec<String> {
    let folder = index.simple().join(project);
    let page: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("index.json")).unwrap()).unwrap();
    let html = std::fs::read_to_string(folder.join("index.html")).unwrap();
    let names: Vec<String> = page["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["filename"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(html.matches("<a ").count(), names.len());
    for name in &names {
        assert!(folder.join(name).is_file(), "{name}");
        assert!(html.contains(&format!(">{name}</a>")), "{name}");
    }
    names
}

#[test]
fn pip_and_uv_install_from_it() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index of é & #1"));
    let [wheel, sdist] = built() else {
        panic!("{:?}", built())
    };
    assert_eq!(index.add(wheel, &wheel_facts(wheel)).unwrap(), Added::New);
    assert_eq!(
        index.add(sdist, &facts("odd-name", sdist)).unwrap(),
        Added::New
    );
    let base = Interpreter::at(python()).unwrap();
    let works = |venv: &Venv| {
        let answered = venv.run(["-c", "import odd_name; print(odd_name.works)"]);
        assert_eq!(answered.unwrap().text(), "yes");
    };

    let venv = Venv::create(&scratch.beside("pip"), &base).unwrap();
    let line = index.install_line("odd-name");
    let words: Vec<&str> = line.split(' ').collect();
    assert_eq!(words.len(), 5, "{line}");
    let output = scratch.run(
        Command::new(venv.program(words[0]))
            .args(&words[1..])
            .args(["-v", "--isolated"]),
    );
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains(".whl.metadata"), "{}", text(&output));
    works(&venv);

    let venv = Venv::create(&scratch.beside("uv"), &base).unwrap();
    let output = scratch.run(
        Command::new(tool("uv"))
            .args(["pip", "install", "--index-url", &index.url(), "--python"])
            .arg(venv.python())
            .arg("odd-name"),
    );
    assert!(output.status.success(), "{}", text(&output));
    works(&venv);

    let only_sdist = Command::new(venv.program("pip"))
        .args([
            "download",
            "--isolated",
            "--no-deps",
            "--no-build-isolation",
        ])
        .args(["--no-binary", ":all:", "--index-url", &index.url(), "-d"])
        .arg(scratch.beside("downloaded"))
        .arg("odd-name")
        .env("PYTHONPATH", site_packages())
        .output()
        .unwrap();
    assert!(only_sdist.status.success(), "{}", text(&only_sdist));
}

/// The pinned tools' packages, for a back-end without a download.
fn site_packages() -> PathBuf {
    let tools = Interpreter::at(&tool("python")).unwrap();
    let said = tools
        .command()
        .args(["-c", "import hatchling; print(hatchling.__path__[0])"])
        .run()
        .unwrap()
        .text();
    Path::new(&said).parent().unwrap().to_owned()
}

#[test]
fn the_same_file_again_changes_nothing() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    for expected in [Added::New, Added::AlreadyThere] {
        for path in built() {
            let facts = if path.extension().is_some_and(|ending| ending == "whl") {
                wheel_facts(path)
            } else {
                facts("odd-name", path)
            };
            assert_eq!(index.add(path, &facts).unwrap(), expected);
        }
    }
    let before = tree(index.simple());
    index.add(&built()[0], &wheel_facts(&built()[0])).unwrap();
    assert_eq!(tree(index.simple()), before);

    // Another folder, the same bytes.
    let other = Directory::at(&scratch.beside("other"));
    other
        .add(&built()[1], &facts("odd-name", &built()[1]))
        .unwrap();
    other.add(&built()[0], &wheel_facts(&built()[0])).unwrap();
    let bytes = |index: &Directory| tree(index.simple()).into_values().collect::<Vec<_>>();
    assert_eq!(bytes(&index), bytes(&other));
}

#[test]
fn other_content_under_the_same_name_is_refused() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    let name = "a-1.0-py3-none-any.whl";
    let path = file(&scratch, name, "abc");
    index.add(&path, &facts("a", &path)).unwrap();
    let before = tree(index.simple());
    std::fs::write(&path, "abd").unwrap();
    let mut other = facts("a", &path);
    other.metadata = Some(b"Name: a\n".to_vec());
    let error = index.add(&path, &other).unwrap_err();
    assert_eq!(
        scratch.redact(error.to_string().as_bytes()),
        "`[SCRATCH]/index/simple/a/a-1.0-py3-none-any.whl` is in the index with other content: it has sha256 \
         `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad`, and \
         `a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9` was to be added"
    );
    assert_eq!(tree(index.simple()), before);
    assert_eq!(index.find("a", name).unwrap(), Some(Sha256::of(b"abc")));
    assert_eq!(index.find("a", "a-2.0.tar.gz").unwrap(), None);
    assert_eq!(index.find("b", "b-2.0.tar.gz").unwrap(), None);
}

#[test]
fn what_an_interrupted_release_left_is_made_good() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    let folder = index.simple().join("a");
    std::fs::create_dir_all(&folder).unwrap();
    // Killed while copying; killed between a file's name and its pages; killed while writing a page.
    std::fs::write(folder.join(".adding-x1"), "half").unwrap();
    std::fs::write(folder.join("a-1.0.tar.gz"), "whole").unwrap();
    std::fs::write(folder.join(".tmpx1"), "<html>").unwrap();
    std::fs::write(folder.join("index.json"), "{\"files\": [{\"filename\": 3").unwrap();
    std::fs::write(folder.join("a-1.1.tar.gz.metadata"), "Name: a\n").unwrap();
    let wheel = file(&scratch, "a-1.0-py3-none-any.whl", "abc");
    index.add(&wheel, &facts("a", &wheel)).unwrap();
    assert_eq!(
        offered(&index, "a"),
        ["a-1.0-py3-none-any.whl", "a-1.0.tar.gz"]
    );

    // A file that somebody took away is offered no more.
    std::fs::remove_file(folder.join("a-1.0.tar.gz")).unwrap();
    index.add(&wheel, &facts("a", &wheel)).unwrap();
    assert_eq!(offered(&index, "a"), ["a-1.0-py3-none-any.whl"]);
    let root = std::fs::read_to_string(index.simple().join("index.html")).unwrap();
    assert!(root.contains("<a href=\"a/\">a</a>"), "{root}");
}

#[test]
fn many_may_add_at_once() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    let files: Vec<PathBuf> = (0..12)
        .map(|n| file(&scratch, &format!("a-{n}.tar.gz"), &n.to_string()))
        .collect();
    let racing: Vec<PathBuf> = (0..6)
        .map(|n| file(&scratch, &format!("{n}/b-1.tar.gz"), &n.to_string()))
        .collect();
    std::thread::scope(|scope| {
        for path in &files {
            scope.spawn(|| index.add(path, &facts("a", path)).unwrap());
        }
        let adding: Vec<_> = racing
            .iter()
            .map(|path| scope.spawn(|| index.add(path, &facts("b", path))))
            .collect();
        let added: Vec<_> = adding
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect();
        let new = added.iter().filter(|one| matches!(one, Ok(Added::New)));
        let refused = added
            .iter()
            .filter(|one| matches!(one, Err(IndexError::OtherContent { .. })));
        assert_eq!((new.count(), refused.count()), (1, 5), "{added:?}");
    });
    assert_eq!(offered(&index, "a").len(), 12);
    assert_eq!(offered(&index, "b"), ["b-1.tar.gz"]);
    let root = std::fs::read_to_string(index.simple().join("index.json")).unwrap();
    for name in ["\"a\"", "\"b\""] {
        assert!(root.contains(name), "{root}");
    }
}

#[test]
fn what_a_page_says_of_a_file_stays() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    let sdist = file(&scratch, "a-1.tar.gz", "1");
    let told = FileFacts {
        requires_python: Some(">=3.9".into()),
        ..facts("a", &sdist)
    };
    index.add(&sdist, &told).unwrap();
    let wheel = file(&scratch, "a-1-py3-none-any.whl", "2");
    let with_metadata = FileFacts {
        metadata: Some(b"Name: a\nRequires-Python: >=3.10\n\n".to_vec()),
        ..facts("a", &wheel)
    };
    index.add(&wheel, &with_metadata).unwrap();
    let said: Vec<_> = index
        .files("a")
        .unwrap()
        .into_iter()
        .map(|file| (file.name, file.requires_python, file.metadata.is_some()))
        .collect();
    assert_eq!(
        said,
        [
            ("a-1-py3-none-any.whl".into(), Some(">=3.10".into()), true),
            ("a-1.tar.gz".into(), Some(">=3.9".into()), false),
        ]
    );
}

#[test]
fn what_cannot_be_added_is_a_sentence() {
    let scratch = Scratch::new();
    let index = Directory::at(&scratch.beside("index"));
    let path = file(&scratch, "a-1.tar.gz", "abc");
    let said = |path: &Path, facts: &FileFacts| {
        let error = index.add(path, facts).unwrap_err();
        scratch.redact(error.to_string().as_bytes())
    };
    let sound = facts("a", &path);
    let changed = |change: fn(&mut FileFacts)| {
        let mut facts = sound.clone();
        change(&mut facts);
        facts
    };
    for (facts, expected) in [
        (
            changed(|facts| facts.project = "../a".into()),
            "`../a` is not a normalised project name: lower-case letters, digits and single hyphens",
        ),
        (
            changed(|facts| facts.project = "b".into()),
            "`[SCRATCH]/files/a-1.tar.gz` is neither a wheel (`.whl`) nor an sdist (`.tar.gz`, `.zip`) of `b`",
        ),
        (
            changed(|facts| facts.sha256 = "abc".into()),
            "`abc` is not a sha256: 64 hexadecimal digits are",
        ),
        (
            changed(|facts| facts.size = 4),
            "`[SCRATCH]/files/a-1.tar.gz` changed since it was looked at: it had sha256 \
             `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad` and 4 bytes, and now has sha256 \
             `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad` and 3 bytes",
        ),
    ] {
        assert_eq!(said(&path, &facts), expected);
    }
    let missing = scratch.beside("files").join("a-2.tar.gz");
    assert_eq!(
        said(&missing, &sound),
        "cannot read `[SCRATCH]/files/a-2.tar.gz`: No such file or directory (os error 2)"
    );
    std::fs::remove_dir_all(index.simple()).unwrap();
    std::fs::write(index.simple(), "").unwrap();
    assert_eq!(
        said(&path, &sound),
        "cannot make `[SCRATCH]/index/simple/a`: a file is where a folder should be"
    );
}

#[test]
fn git_does_not_see_a_project_s_own_index() {
    let scratch = Scratch::with_commit(&[("a.py", "")]);
    let path = file(&scratch, "a-1.tar.gz", "abc");
    let index = Directory::ignored(&scratch.root().join(".release-guard"));
    index.add(&path, &facts("a", &path)).unwrap();
    assert_eq!(
        index,
        Directory::ignored(&scratch.root().join(".release-guard"))
    );
    assert_eq!(index.simple(), scratch.root().join(".release-guard/simple"));
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}
