use super::*;

/// Files of a snapshot: path and text.
type Files<'f> = &'f [(&'f str, &'f str)];

/// What a configuration answers: an error, or its warnings.
fn said(path: &str, text: &str, unknown: UnknownKeys) -> String {
    match Config::read(&Snapshot::memory([(path, text)]), unknown) {
        Ok((_, warnings)) => warnings.join("\n"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_wrong_is_a_sentence_with_line_and_column() {
    let cases = [
        (
            "pyproject.toml",
            "[tool.release-guard]\ntag-fromat = 'v{version}'\n",
            "pyproject.toml:2:1: unknown key `tag-fromat` in `[tool.release-guard]`\nhint: did you mean `tag-format`?",
        ),
        (
            "pyproject.toml",
            "[tool.release-guard.publish]\n\ntarget = []\n",
            "pyproject.toml:3:1: unknown key `target` in `[tool.release-guard.publish]`\nhint: did you mean `targets`?",
        ),
        (
            "src/pyproject.toml",
            "[tool]\nrelease-guard = { tags = { moving = true } }\n",
            "src/pyproject.toml:2:28: unknown key `moving` in `[tool.release-guard.tags]`",
        ),
        (
            "release-guard.toml",
            "colour = 1\n",
            "release-guard.toml:1:1: unknown key `colour`",
        ),
        (
            "release-guard.toml",
            "[[ignore]]\nrule = 'x'\nreasn = ''\n",
            "release-guard.toml:3:1: unknown key `reasn` in `[ignore]`\nhint: did you mean `reason`?",
        ),
        (
            "release-guard.toml",
            "tag-format = 3\n",
            "release-guard.toml:1:14: `tag-format` must be a string, not integer `3`",
        ),
        (
            "pyproject.toml",
            "[tool.release-guard]\nignore = 'x'\n",
            "pyproject.toml:2:10: `tool.release-guard.ignore` must be an array, not string \"x\"",
        ),
        (
            "release-guard.toml",
            "ignore = [['a', 'b', 'c']]\n",
            "release-guard.toml:1:11: `ignore` must be a table, not an array",
        ),
        (
            "release-guard.toml",
            "changelog = 'x'\n",
            "release-guard.toml:1:13: `changelog` must be a table, not string \"x\"",
        ),
        (
            "release-guard.toml",
            "rules.version-mismatch = 'eror'\n",
            "release-guard.toml:1:26: `rules.version-mismatch` must be one of `off`, `note`, `warning`, `error`, not `eror`\nhint: did you mean `error`?",
        ),
        (
            "release-guard.toml",
            "[[ignore]]\npath = 'x'\n",
            "release-guard.toml:1:1: `ignore` lacks the key `rule`",
        ),
        (
            "pyproject.toml",
            "[tool]\nrelease-guard = 3\n",
            "pyproject.toml:2:17: `tool.release-guard` must be a table, not integer",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \n",
            "pyproject.toml:2:8: this is not valid TOML: string values must be quoted, expected literal string",
        ),
        (
            "release-guard.toml",
            "required-version = '99'\nnew-key = 1\n",
            "release-guard.toml:1:20: `required-version` is `99`, and this is release-guard `0.1.0`\nhint: install a later release-guard, or lower `required-version`",
        ),
        (
            "release-guard.toml",
            "required-version = 'new'\n",
            "release-guard.toml:1:20: `required-version` is `new`, which is no version: it does not begin with a number",
        ),
    ];
    for (path, text, expected) in cases {
        assert_eq!(said(path, text, UnknownKeys::Refused), expected, "{text}");
    }
    let bytes = [(RepoPath::from("pyproject.toml"), b"a = '\xff'\n"[..].into())];
    let error = Config::read(&Snapshot::files(bytes), UnknownKeys::Refused).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read `pyproject.toml`: it is not UTF-8 from line 1 on"
    );
}

#[test]
fn a_hook_leaves_out_what_it_does_not_know_and_says_so() {
    let text = "[tool.release-guard]\nrequired-version = '1.0'\ntag-fromat = 'x'\ntag-format = 'y'\n\
                new.key = 1\nnew.other = 2\nignore = [{ rule = 'a', until = 3 }]\n\
                [tool.release-guard.signing]\nkey = 'z'\n[[tool.release-guard.signing.more]]\n";
    let snapshot = Snapshot::memory([("pyproject.toml", text)]);
    let (config, warnings) = Config::read(&snapshot, UnknownKeys::Warned).unwrap();
    assert_eq!(
        warnings,
        [
            "pyproject.toml:2:20: `required-version` is `1.0`, and this is release-guard `0.1.0`",
            "pyproject.toml:3:1: unknown key `tag-fromat` in `[tool.release-guard]` is left out by this release-guard, version `0.1.0`; did you mean `tag-format`?",
            "pyproject.toml:5:1: unknown key `new` in `[tool.release-guard]` is left out by this release-guard, version `0.1.0`",
            "pyproject.toml:7:25: unknown key `until` in `[tool.release-guard.ignore]` is left out by this release-guard, version `0.1.0`",
            "pyproject.toml:8:21: unknown key `signing` in `[tool.release-guard]` is left out by this release-guard, version `0.1.0`",
        ]
    );
    assert_eq!(config.tag_format.as_deref(), Some("y"));
    assert_eq!(config.ignore[0].rule, "a");
}

#[test]
fn a_wrong_type_is_an_error_for_a_hook_too() {
    assert_eq!(
        said(
            "release-guard.toml",
            "new = 1\ntags = []\n",
            UnknownKeys::Warned
        ),
        "release-guard.toml:2:8: `tags` must be a table, not an array"
    );
    let many: String = (0..99).map(|n| format!("k{n} = 1\n")).collect();
    assert!(said("release-guard.toml", &many, UnknownKeys::Warned).contains("more than 50 keys"));
}

#[test]
fn the_first_place_that_has_a_configuration_wins() {
    let ours = |format: &str| format!("[tool.release-guard]\ntag-format = '{format}'\n");
    let (top, below) = (ours("top"), ours("below"));
    let file = ("release-guard.toml", "tag-format = 'file'\n");
    let cases: [(Files<'_>, Option<&str>); 5] = [
        (&[], None),
        (&[("pyproject.toml", "[project]\n")], None),
        (
            &[
                ("pyproject.toml", "[project]\n"),
                ("src/pyproject.toml", &below),
            ],
            Some("below"),
        ),
        (
            &[("pyproject.toml", &top), ("src/pyproject.toml", &below)],
            Some("top"),
        ),
        (&[("pyproject.toml", &top), file], Some("file")),
    ];
    for (files, expected) in cases {
        let snapshot = Snapshot::memory(files.iter().copied());
        let (config, _) = Config::read(&snapshot, UnknownKeys::Refused).unwrap();
        assert_eq!(config.tag_format.as_deref(), expected, "{files:?}");
    }
}

#[test]
fn a_file_of_the_command_line_wins_over_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mine.toml");
    std::fs::write(&path, "tag-format = 'mine'\n").unwrap();
    let flags = Flags {
        config: Some(path.clone()),
        ..Flags::default()
    };
    let snapshot = Snapshot::memory([("release-guard.toml", "tag-format = 'file'\n")]);
    let (config, _) = Config::of(&snapshot, &flags, UnknownKeys::Refused).unwrap();
    assert_eq!(config.tag_format.as_deref(), Some("mine"));
    std::fs::write(&path, "x = 1\n").unwrap();
    let error = Config::of(&snapshot, &flags, UnknownKeys::Refused).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{}:1:1: unknown key `x`", path.display())
    );
    std::fs::remove_file(&path).unwrap();
    let error = Config::of(&snapshot, &flags, UnknownKeys::Refused).unwrap_err();
    assert!(error.to_string().starts_with("cannot read `"), "{error}");
}

#[test]
fn acceptances_and_rules_know_where_they_stand() {
    let text = "\u{feff}[rules]\nstale-citation = 'off'\n[[ignore]]\npath = 'x'\nrule = 'b'\n";
    let snapshot = Snapshot::memory([("release-guard.toml", text)]);
    let (config, _) = Config::read(&snapshot, UnknownKeys::Refused).unwrap();
    let shown = |place: &Place| match &place.spot {
        crate::source::Spot::Text { bytes, span } => {
            String::from_utf8_lossy(&bytes[span.clone()]).into_owned()
        }
        _ => String::new(),
    };
    assert_eq!(
        shown(&config.rule_places["stale-citation"]),
        "stale-citation"
    );
    assert_eq!(shown(config.ignore[0].place.as_ref().unwrap()), "'b'");
}

#[test]
fn a_place_that_could_never_be_found_is_refused() {
    for (keys, expected) in [
        (
            "path = 'README.md'\npattern = 'pkg==1'",
            "release-guard.toml:3:11: the pattern `pkg==1` has `{version}` 0 times; it stands once where the version stands",
        ),
        (
            "path = '../a'\npattern = '{version}'",
            "release-guard.toml:3:11: `../a` is no path of a file below the top of the project",
        ),
        (
            "path = 'a'\npattern = '{version}'\ncount = 0",
            "release-guard.toml:3:11: `count` is `0`; leave the place out, or say how many times the text is there",
        ),
    ] {
        let text = format!("[[places]]\n{keys}\n");
        let snapshot = Snapshot::memory([("release-guard.toml", text.as_str())]);
        let error = Config::read(&snapshot, UnknownKeys::Refused).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
