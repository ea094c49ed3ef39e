//! `publish upload --index`, to a stand-in for PyPI that is strict and fails.
use crate::support::pypi::{Fault, PASSWORD, Pages, Pypi};
use crate::support::{Scratch, program};
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;
use std::process::Command;

pub const WHEEL: &str = "demo-1.0-py3-none-any.whl";
pub const SDIST: &str = "demo-1.0.tar.gz";

/// A folder with a wheel and an sdist in `dist/`.
pub fn built() -> Scratch {
    let scratch = Scratch::new();
    for name in [SDIST, WHEEL] {
        scratch.write(&format!("dist/{name}"), sample(name, &[]));
    }
    scratch
}

/// Uploads files of `dist/` with variables set.
pub fn upload(
    scratch: &Scratch,
    args: &[&str],
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    let mut command = Command::new(program("publish"));
    command.arg("upload").args(args);
    scratch.scrub(&mut command).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|bytes| scratch.redact(&bytes));
    assert!(!format!("{out}{said}").contains(PASSWORD), "{out}{said}");
    (output.status.code().unwrap_or(-1), out, said)
}

/// Uploads both files.
pub fn both(scratch: &Scratch, pypi: &Pypi) -> (i32, String, String) {
    let (sdist, wheel) = (format!("dist/{SDIST}"), format!("dist/{WHEEL}"));
    let index = pypi.upload();
    let args = ["--yes", "--index", &index, &sdist, &wheel];
    upload(scratch, &args, &[("TWINE_PASSWORD", PASSWORD)])
}

#[test]
fn wheels_go_first_and_nothing_goes_twice() {
    for pages in [Pages::Json, Pages::Html, Pages::Bare] {
        let (scratch, pypi) = (built(), Pypi::start(pages));
        let (status, out, said) = both(&scratch, &pypi);
        assert_eq!(status, 0, "{out}{said}");
        let there = format!(
            "install it:  pip install --index-url {} demo==1.0",
            pypi.simple()
        );
        assert_eq!(out, format!("demo 1.0 is uploaded\n  {there}\n"));
        assert!(
            said.contains("as `__token__`, with the password from `TWINE_PASSWORD`"),
            "{said}"
        );
        let sent = pypi.forms();
        let order: Vec<_> = sent
            .iter()
            .map(|form| form.last().unwrap().1.clone().unwrap())
            .collect();
        assert_eq!(order, [WHEEL, SDIST]);
        let (status, out, said) = both(&scratch, &pypi);
        assert_eq!(status, 0, "{out}{said}");
        assert!(
            out.starts_with("demo 1.0 is there already; there is nothing to do\n"),
            "{out}"
        );
        assert_eq!(pypi.forms().len(), 2, "{pages:?}");
    }
}

#[test]
fn another_file_of_the_same_name_is_never_replaced() {
    for pages in [Pages::Json, Pages::Bare] {
        let (scratch, pypi) = (built(), Pypi::start(pages));
        pypi.store(SDIST, b"other");
        let (status, out, said) = both(&scratch, &pypi);
        assert_eq!(status, 1, "{out}{said}");
        let other = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";
        let own = release_guard::dist::Sha256::of(&sample(SDIST, &[]));
        let expected = format!(
            "the index has another `{SDIST}`: it has sha256 {other}, and this one has {own}"
        );
        assert!(said.contains(&expected), "{said}");
        assert!(
            said.contains("help: nothing was uploaded: release another version"),
            "{said}"
        );
        assert_eq!(pypi.forms().len(), 0);
    }
}

#[test]
fn what_is_unclear_is_looked_at_before_it_is_sent_again() {
    let cases: [(&[Fault], usize, &str); 8] = [
        (
            &[Fault::CutAfter],
            2,
            "the connection was cut; looking again in 1 s",
        ),
        (
            &[Fault::ErrorAfter],
            2,
            "it answered 503: first byte timeout; looking again in 1 s",
        ),
        (
            &[Fault::Error],
            2,
            "it answered 503: no backend for [hidden]; looking again in 1 s",
        ),
        (
            &[Fault::TooMany],
            2,
            "it answered 429: slowly; looking again in 2 s",
        ),
        (
            &[Fault::TooManyUntil],
            2,
            "it answered 429: slowly; looking again in ",
        ),
        (
            &[Fault::CutMidway],
            2,
            "the connection was cut; looking again in 1 s",
        ),
        (
            &[Fault::CutBefore, Fault::ErrorAfter],
            2,
            "looking again in 1 s",
        ),
        (&[Fault::Moved], 2, ""),
    ];
    // Most of the time is spent in waiting.
    std::thread::scope(|scope| {
        for (faults, sent, said_too) in cases {
            scope.spawn(move || {
                let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
                pypi.fail(faults);
                let (status, out, said) = both(&scratch, &pypi);
                assert_eq!(status, 0, "{faults:?} {out}{said}");
                assert!(said.contains(said_too), "{faults:?} {said}");
                assert_eq!(pypi.forms().len(), sent, "{faults:?} {said}");
                assert_eq!(pypi.files(), [WHEEL, SDIST]);
            });
        }
    });
}

#[test]
fn a_page_that_cannot_be_had_now_is_asked_for_again() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    pypi.fail_pages(&[503]);
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(pypi.files(), [WHEEL, SDIST]);
}

#[test]
fn a_server_that_wants_to_be_left_alone_for_long_is() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    pypi.fail(&[Fault::TooManyForLong; 2]);
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 2, "{out}{said}");
    let why = "may or may not have arrived: it answered 429: slowly; it asks to wait longer than ten minutes";
    let expected = format!(
        "error: `{WHEEL}` {why}\n`{SDIST}` {why}\nhint: run this again later; it looks first, and sends nothing twice"
    );
    assert!(said.contains(&expected), "{said}");
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn credentials_do_not_follow_to_another_server() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    pypi.fail(&[Fault::MovedAway]);
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 2, "{out}{said}");
    assert!(
        said.contains("sends elsewhere: to `http://localhost:1/legacy/`"),
        "{said}"
    );
    assert!(said.contains("1 more were not tried"), "{said}");
    assert_eq!(pypi.forms().len(), 0);
}

#[test]
fn refusals_tell_the_way_out() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let index = pypi.upload();
    let file = format!("dist/{WHEEL}");
    let args = ["--yes", "--index", &index, &file];
    let (status, _, said) = upload(&scratch, &args, &[("UV_PUBLISH_TOKEN", "pypi-wrong")]);
    assert_eq!(status, 2, "{said}");
    let expected = format!(
        "error: the index does not let you upload `{WHEEL}` (403): Invalid or non-existent authentication information.\nhint: is the password a token of this very index"
    );
    assert!(said.contains(&expected), "{said}");
    let (status, _, said) = upload(&scratch, &args, &[("TWINE_PASSWORD", "a\u{16}b")]);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("the password from `TWINE_PASSWORD` holds a control character"),
        "{said}"
    );
    let (status, _, said) = upload(&scratch, &["--index", &index, &file], &[]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("without a password"), "{said}");
    assert!(
        said.contains(
            "nobody is here to be asked; add `--yes` to go ahead, or `--dry-run` to look"
        ),
        "{said}"
    );
    let (status, _, said) = upload(
        &scratch,
        &["--yes", "--index", "http://127.0.0.1:1/", &file],
        &[],
    );
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("error: cannot reach `http://127.0.0.1:1/simple/demo/`: the connection was refused\nhint: is the port right"), "{said}");
    let (status, _, said) = upload(
        &scratch,
        &["--yes", "--index", "http://example.org/", &file],
        &[],
    );
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("`http://example.org/` is not encrypted"),
        "{said}"
    );
    assert_eq!(pypi.files(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_file_keeps_every_file_back() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    scratch.write(
        &format!("dist/{SDIST}"),
        sample(SDIST, &[Change::Remove("PKG-INFO")]),
    );
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 1, "{out}{said}");
    assert!(out.contains("error[tar-missing-pkg-info]"), "{out}");
    assert!(
        said.contains("refused: these distributions must not be uploaded as they are"),
        "{said}"
    );
    assert_eq!(pypi.heads().len(), 0);
}

#[test]
fn the_project_says_where_its_files_may_go() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let private = Change::Replace(
        "METADATA",
        "Requires-Python",
        "Classifier: Private :: Do Not Upload\nRequires-Python",
    );
    scratch.write(&format!("dist/{WHEEL}"), sample(WHEEL, &[private]));
    let indexes = format!(
        "[indexes.own]\nupload = \"{}\"\nsimple = \"{}\"\n",
        pypi.upload(),
        pypi.simple()
    );
    scratch.write("release-guard.toml", &indexes);
    let file = format!("dist/{WHEEL}");
    let variables = [("UV_PUBLISH_TOKEN", PASSWORD)];
    for index in ["own", "pypi"] {
        let (status, _, said) = upload(&scratch, &["--yes", "--index", index, &file], &variables);
        assert_eq!(status, 1, "{said}");
        assert!(
            said.contains("has the classifier `Private :: Do Not Upload`, and was to go to"),
            "{said}"
        );
    }
    scratch.write(
        "release-guard.toml",
        format!("{indexes}[publish]\nindexes-allowed = [\"own\"]\n"),
    );
    scratch.write("wide.toml", &indexes);
    let elsewhere = [
        "--yes",
        "--index",
        "testpypi",
        &file,
        "--config",
        "wide.toml",
    ];
    let (status, _, said) = upload(&scratch, &elsewhere, &variables);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("uploads to `testpypi` (https://test.pypi.org/legacy/) are not allowed by `indexes-allowed`; to these they are: `own`"), "{said}");
    let (status, out, said) = upload(&scratch, &["--yes", "--index", "own", &file], &variables);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(pypi.files(), [WHEEL]);
}

#[test]
fn a_release_that_has_less_than_the_one_before_is_kept_back() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let (old, lost) = (
        "demo-0.9-py3-none-any.whl",
        "demo-0.9-cp312-cp312-win_amd64.whl",
    );
    pypi.store(old, b"");
    pypi.attest(old);
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(status, 1, "{out}{said}");
    let expected = "error[provenance-lost]: `demo 1.0` goes up without attestations, and `0.9` on the index has some";
    assert!(out.contains(expected), "{out}");
    let expected = "refused: the release before has more than this one";
    assert!(said.contains(expected), "{said}");
    let accepted = "[[ignore]]\nrule = \"provenance-lost\"\nreason = \"signed elsewhere\"\n";
    scratch.write("release-guard.toml", accepted);
    pypi.store(lost, b"");
    let (status, out, said) = both(&scratch, &pypi);
    assert_eq!(
        status, 0,
        "a wheel for all serves that platform, too: {out}{said}"
    );
    // The project's page has an sdist of 1.0 and its wheel now, and those count.
    let next = "demo-1.1-cp312-cp312-win_amd64.whl";
    scratch.write(&format!("dist/{next}"), sample(next, &[]));
    let index = pypi.upload();
    let file = format!("dist/{next}");
    let args = ["--yes", "--index", &index, &file];
    let (status, out, said) = upload(&scratch, &args, &[("TWINE_PASSWORD", PASSWORD)]);
    assert_eq!(status, 1, "{out}{said}");
    let expected = "error[wheel-set-shrunk]: `demo 1.1` has no wheel where `1.0` on the index has one: `py3` on `any`";
    assert!(out.contains(expected), "{out}");
    scratch.write(
        "release-guard.toml",
        "[rules]\nwheel-set-shrunk = \"off\"\n",
    );
    let (status, out, said) = upload(&scratch, &args, &[("TWINE_PASSWORD", PASSWORD)]);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn a_login_is_found_where_other_clients_keep_it() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let index = pypi.upload();
    let file = format!("dist/{WHEEL}");
    let plan = |index: &str, variables: &[(&str, &str)]| {
        let (status, out, said) =
            upload(&scratch, &["--dry-run", "--index", index, &file], variables);
        assert_eq!(status, 0, "{out}{said}");
        out.lines().next().unwrap_or_default().to_owned()
    };
    let home = scratch.beside("home");
    let told = |user: &str, place: &str| {
        format!("to `{index}` as `{user}`, with the password from {place}")
    };
    assert_eq!(
        plan(&index, &[]),
        format!("to `{index}` without a password")
    );
    std::fs::write(
        home.join(".netrc"),
        "machine 127.0.0.1 login n password x%x",
    )
    .unwrap();
    assert_eq!(plan(&index, &[]), told("n", "`.netrc`"));
    let pypirc = format!(
        "[distutils]\nindex-servers = own\n[own]\nrepository = {index}\nusername = r\npassword = x%x\n"
    );
    std::fs::write(home.join(".pypirc"), pypirc).unwrap();
    assert_eq!(plan(&index, &[]), told("r", "`.pypirc`"));
    let named = told("r", "`.pypirc`").replace(&format!("`{index}`"), &format!("`own` ({index})"));
    assert_eq!(plan("own", &[]), named);
    let twine = [("TWINE_USERNAME", "t"), ("TWINE_PASSWORD", "x")];
    assert_eq!(plan(&index, &twine), told("t", "`TWINE_PASSWORD`"));
    let uv = [
        twine[0],
        twine[1],
        ("UV_PUBLISH_USERNAME", "u"),
        ("UV_PUBLISH_PASSWORD", "x"),
    ];
    assert_eq!(plan(&index, &uv), told("u", "`UV_PUBLISH_PASSWORD`"));
    let token = [twine[0], twine[1], ("UV_PUBLISH_TOKEN", "x")];
    assert_eq!(
        plan(&index, &token),
        told("__token__", "`UV_PUBLISH_TOKEN`")
    );
    assert_eq!(
        plan(&pypi.upload_as("a"), &token),
        told("a", "the index's address")
    );
}

#[test]
fn a_keyring_is_asked_for_the_user_of_the_index() {
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let (index, file) = (pypi.upload(), format!("dist/{WHEEL}"));
    let programs = scratch.beside("programs");
    std::fs::create_dir(&programs).unwrap();
    let keyring = programs.join("keyring");
    let script =
        format!("#!/bin/sh\n[ \"$*\" = \"get {index} __token__\" ] && echo '{PASSWORD}'\n");
    std::fs::write(&keyring, script).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&keyring, mode).unwrap();
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let variables = |user| [("PATH", path.as_str()), ("UV_PUBLISH_USERNAME", user)];
    let args = ["-v", "--yes", "--index", &index, &file];
    let (status, out, said) = upload(&scratch, &args, &variables("__token__"));
    assert_eq!(status, 0, "{out}{said}");
    let places: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("password: "))
        .collect();
    let expected = "\
password: the index's address: nothing for this index
password: `UV_PUBLISH_TOKEN`: nothing for this index
password: `UV_PUBLISH_PASSWORD`: nothing for this index
password: `TWINE_PASSWORD`: nothing for this index
password: `.pypirc`: nothing for this index
password: `CI_JOB_TOKEN`: nothing for this index
password: trusted publishing: nothing for this index
password: `keyring`: asked where nothing before it has a password
password: `.netrc`: nothing for this index
password: the terminal: asked where nothing before it has a password";
    assert_eq!(places.join("\n"), expected);
    assert!(
        said.contains("as `__token__`, with the password from `keyring`"),
        "{said}"
    );
    let (_, _, said) = upload(&scratch, &args, &variables("other"));
    assert!(said.contains("without a password"), "{said}");
}

#[test]
fn pypi_is_not_asked_without_a_password() {
    let (scratch, file) = (built(), format!("dist/{WHEEL}"));
    let args = ["--yes", "--index", "pypi", &file];
    let nothing = "error: no password was found for `pypi` (https://upload.pypi.org/legacy/)\n";
    let (status, _, said) = upload(&scratch, &args, &[]);
    let way_out =
        "hint: set `UV_PUBLISH_TOKEN` or `TWINE_PASSWORD` to a token, or write it into `.pypirc`\n";
    assert_eq!((status, said), (2, format!("{nothing}{way_out}")));
    let (status, _, said) = upload(&scratch, &args, &[("GITHUB_ACTIONS", "true")]);
    let expected = "  caused by: this job has no identity to show to an index: GitHub gives it none
hint: give the job that uploads `permissions: id-token: write`, and every workflow that calls it as well; a pull request from a fork never gets it\n";
    assert_eq!((status, said), (2, format!("{nothing}{expected}")));
}

#[test]
fn a_broken_pypirc_is_told_without_what_stands_in_it() {
    let scratch = built();
    let home = scratch.beside("home");
    let file = format!("dist/{WHEEL}");
    std::fs::write(home.join(".pypirc"), "password = secret\n").unwrap();
    let (status, _, said) = upload(&scratch, &["--dry-run", "--index", "own", &file], &[]);
    assert_eq!(status, 2);
    assert!(
        said.contains(".pypirc`: it is not written as `[section]` and `key = value`"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
    std::fs::remove_file(home.join(".pypirc")).unwrap();
    std::fs::create_dir(home.join(".netrc")).unwrap();
    let index = ["--dry-run", "--index", "https://127.0.0.1:1/", &file];
    let (status, _, said) = upload(&scratch, &index, &[]);
    let expected = "error: cannot read `[SCRATCH]/home/.netrc`: Is a directory (os error 21)\n";
    assert_eq!((status, said.as_str()), (2, expected));
}
