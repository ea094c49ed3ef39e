use super::*;

/// Writes a program that answers as an interpreter of this version, or fails when the version is empty.
fn program(file: &Path, version: &str) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let script = if version.is_empty() {
        "#!/bin/sh\necho 'shim: no such version' >&2\nexit 127\n".to_owned()
    } else {
        format!("#!/bin/sh\nprintf '{version}\\n/real/python{version}'\n")
    };
    // Written by another process: a file that this one has open for writing cannot be started by its threads.
    Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod +x \"$0\""])
        .arg(file)
        .input(script)
        .run()
        .unwrap();
}

/// A machine: `shims/` and `bin/` on PATH, `versions/` of pyenv.
fn machine(programs: &[(&str, &str)]) -> (tempfile::TempDir, Places) {
    let dir = tempfile::tempdir().unwrap();
    for (file, version) in programs {
        program(&dir.path().join(file), version);
    }
    let places = Places {
        path: vec![dir.path().join("shims"), dir.path().join("bin")],
        pyenv: Some(dir.path().join("versions")),
        ..Places::default()
    };
    (dir, places)
}

#[test]
fn finds_what_is_asked_for() {
    let all: &[(&str, &str)] = &[
        ("shims/python3", ""),
        ("shims/python3.12", ""),
        ("bin/python3", "3.11.7"),
        ("bin/pypy3", "3.10.2"),
        ("versions/3.12.1/bin/python", "3.12.1"),
        ("versions/3.12.10/bin/python", "3.12.10"),
        ("versions/3.1.2/bin/python", "3.1.2"),
        ("versions/3.13.0/bin/python", ""),
    ];
    let (dir, places) = machine(all);
    let by_path = dir.path().join("bin/python3").display().to_string();
    for (asked, found) in [
        (None, "3.11.7"),
        (Some("3"), "3.11.7"),
        (Some("3.11"), "3.11.7"),
        (Some("3.12"), "3.12.10"),
        (Some("python3.12"), "3.12.10"),
        (Some("3.12.1"), "3.12.1"),
        (Some("pypy3"), "3.10.2"),
        (Some(&by_path), "3.11.7"),
    ] {
        let interpreter = places.find(asked).unwrap();
        assert_eq!(interpreter.version.to_string(), found, "{asked:?}");
        assert_eq!(
            interpreter.path,
            Path::new(&format!("/real/python{found}")),
            "{asked:?}"
        );
    }
}

#[test]
fn several_are_found_once_each_or_all_that_are_missing_named() {
    let (_dir, places) = machine(&[
        ("bin/python3", "3.11.7"),
        ("versions/3.12.1/bin/python", "3.12.1"),
    ]);
    let find = |asked: &[&str]| {
        let asked: Vec<String> = asked.iter().map(|&asked| asked.to_owned()).collect();
        let found = places.find_all(&asked);
        found.map(|found| {
            let versions: Vec<String> = found.iter().map(|one| one.version.to_string()).collect();
            versions.join(" ")
        })
    };
    assert_eq!(find(&[]).unwrap(), "3.11.7");
    assert_eq!(find(&["3.12", "3.11", "3.12.1"]).unwrap(), "3.12.1 3.11.7");
    let said = find(&["pypy3", "3.12", "2.7"]).unwrap_err().to_string();
    assert_eq!(
        said,
        "no interpreter `pypy3` was found; looked for `pypy3` on PATH\n\
         Python `2.7` was asked for, and builds need `3.8` or newer"
    );
}

#[test]
fn says_what_was_looked_for_and_what_was_passed_over() {
    let (dir, places) = machine(&[
        ("shims/python3.13", ""),
        ("bin/python3", "3.11.7"),
        ("bin/python", "2.7.18"),
        ("versions/3.12.1/bin/python", "3.12.1"),
    ]);
    let said = |asked| {
        let text = places.find(asked).unwrap_err().to_string();
        text.replace(dir.path().to_str().unwrap(), "")
    };
    assert_eq!(
        said(Some("3.13")),
        "no Python 3.13 was found; looked for `python3.13`, `python3`, `python` on PATH and versions in `/versions`\n  \
         passed over `/shims/python3.13`: exit status 127, `shim: no such version`\n  \
         passed over `/bin/python3`: it is Python 3.11.7\n  \
         passed over `/bin/python`: it is Python 2.7.18, which is too old"
    );
    assert_eq!(
        said(Some("pypy3")),
        "no interpreter `pypy3` was found; looked for `pypy3` on PATH"
    );
    assert_eq!(
        said(Some("/no/python")),
        "no interpreter at `/no/python` was found; looked for `/no/python`"
    );
    assert_eq!(
        said(Some("2.7")),
        "Python `2.7` was asked for, and builds need `3.8` or newer"
    );
    for odd in ["", "3.x", "-c", "3.1.2.3", "a b"] {
        assert!(
            said(Some(odd)).ends_with("nor the name or path of an interpreter"),
            "{odd}: {}",
            said(Some(odd))
        );
    }
    let (_dir, empty) = machine(&[]);
    assert_eq!(
        empty.find(None).unwrap_err().to_string(),
        "no Python 3.8 or newer was found; looked for `python3` … `python3.8` on PATH"
    );
}
