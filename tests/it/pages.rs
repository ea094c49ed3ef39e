//! `publish index --from-releases`: pages of the releases on GitHub, and the branch that they are committed to.
use crate::github::{github, tagged, told, with_token};
use crate::support::github::Github;
use crate::support::{Scratch, text, tool};
use crate::upload::{SDIST, WHEEL};
use release_guard::dist::Sha256;
use release_guard::validate_dist::sample::sample;
use std::process::Command;

const OLD: &str = "demo-0.9-py3-none-any.whl";
const RC: &str = "demo-1.1rc1-py3-none-any.whl";

/// A stand-in with four releases and a draft: one is yanked, one a pre-release, one tells its metadata beside the wheel.
pub fn released(scratch: &Scratch) -> Github {
    let github = github(scratch);
    let file = |name: &'static str| (name, sample(name, &[]));
    let wheel = scratch.beside(RC);
    std::fs::write(&wheel, sample(RC, &[])).unwrap();
    let metadata = release_guard::dist::core_metadata(&wheel).unwrap();
    let sidecar: &'static str = "demo-1.1rc1-py3-none-any.whl.metadata";
    github.change(|state| {
        state.publish("v0.9", "demo 0.9 [YANKED] loses data", &[file(OLD)]);
        state.publish(
            "v1.0",
            "demo 1.0",
            &[file(SDIST), file(WHEEL), ("SHA256SUMS", b"x".to_vec())],
        );
        state.publish("v1.1rc1", "demo 1.1rc1", &[file(RC), (sidecar, metadata)]);
        state.publish("nightly", "nightly", &[("notes.txt", b"x".to_vec())]);
        state.add("v2.0", true);
    });
    github
}

pub fn index(scratch: &Scratch, github: &Github, args: &[&str]) -> (i32, String, String) {
    let url = github.server.url();
    let mut command = with_token(scratch, &url, &["index", "site"]);
    command
        .arg("--from-releases")
        .args(args)
        .env("GITHUB_SERVER_URL", &url);
    let (status, out, said) = told(scratch, &mut command);
    let redact = |text: String| text.replace(&github.server.port().to_string(), "PORT");
    (status, redact(out), redact(said))
}

/// What pip fetches for a requirement, and what it says.
fn fetched(scratch: &Scratch, requirement: &str, more: &[&str]) -> (Vec<String>, String) {
    let to = tempfile::tempdir().unwrap();
    let site = format!("file://{}/site/simple/", scratch.root().display());
    let mut pip = Command::new(tool("python"));
    pip.args([
        "-m",
        "pip",
        "--isolated",
        "download",
        "--no-deps",
        "--no-cache-dir",
        "--index-url",
        &site,
    ]);
    pip.arg("-d").arg(to.path()).args(more).arg(requirement);
    let said = text(&scratch.run(&mut pip));
    let names = std::fs::read_dir(to.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    (names.collect(), said)
}

#[test]
fn pages_are_made_of_releases_and_pip_installs_from_them() {
    let scratch = tagged();
    let github = released(&scratch);
    let (status, out, said) = index(&scratch, &github, &[]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        out,
        "demo: 4 files\n  install it:  pip install --index-url file://[ROOT]/site/simple/ demo\n"
    );
    let page: serde_json::Value =
        serde_json::from_str(&scratch.read("site/simple/demo/index.json")).unwrap();
    let files: Vec<String> = page["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let has_metadata = file["core-metadata"].is_object();
            format!(
                "{} {} {} {has_metadata}",
                file["filename"], file["yanked"], file["requires-python"]
            )
        })
        .collect();
    let python = page["files"][1]["requires-python"].to_string();
    assert_eq!(
        files,
        [
            format!("\"{OLD}\" \"loses data\" {python} false"),
            format!("\"{WHEEL}\" null {python} false"),
            format!("\"{SDIST}\" null {python} false"),
            format!("\"{RC}\" null {python} true"),
        ]
    );
    // A second time nothing is fetched, and nothing changes.
    github.asked();
    let before = scratch.read("site/simple/demo/index.html");
    assert_eq!(index(&scratch, &github, &[]).0, 0);
    assert_eq!(scratch.read("site/simple/demo/index.html"), before);
    assert_eq!(
        github.asked(),
        ["GET /repos/octo/demo", "GET /repos/octo/demo/releases"]
    );

    assert_eq!(fetched(&scratch, "demo", &[]).0, [WHEEL]);
    let (names, said) = fetched(&scratch, "demo", &["--pre"]);
    assert_eq!(names, [RC], "{said}");
    let (names, said) = fetched(&scratch, "demo==0.9", &[]);
    assert_eq!(names, [OLD]);
    assert!(said.contains("loses data"), "{said}");

    // A release that is gone is gone from the pages.
    github.change(|state| state.releases.retain(|release| release.tag == "nightly"));
    let (status, out, said) = index(&scratch, &github, &[]);
    assert_eq!(
        (status, out.as_str()),
        (0, "no release of `octo/demo` has a wheel or an sdist\n"),
        "{said}"
    );
    assert!(!scratch.read("site/simple/demo/index.html").contains("<a "));
}

#[test]
fn files_of_a_private_repository_are_put_beside_the_pages() {
    let scratch = tagged();
    let github = released(&scratch);
    github.change(|state| state.is_private = true);
    let (status, _, said) = index(&scratch, &github, &[]);
    assert_eq!(status, 0);
    assert!(
        said.contains(
            "warning: `octo/demo` is private: pip cannot fetch the files of its releases"
        ),
        "{said}"
    );
    let (status, out, said) = index(&scratch, &github, &["--copy"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(fetched(&scratch, "demo", &[]).0, [WHEEL]);
    let page = scratch.read("site/simple/demo/index.html");
    assert!(
        page.contains(&format!("<a href=\"{WHEEL}#sha256=")),
        "{page}"
    );
    assert!(page.contains("data-yanked=\"loses data\""), "{page}");
    assert!(
        scratch
            .root()
            .join(format!("site/simple/demo/{WHEEL}.metadata"))
            .is_file()
    );
    github.asked();
    assert_eq!(index(&scratch, &github, &["--copy"]).0, 0);
    assert_eq!(github.asked(), ["GET /repos/octo/demo/releases"]);
    assert_eq!(scratch.read("site/simple/demo/index.html"), page);
}

#[test]
fn a_branch_gets_the_pages_and_the_user_s_work_stays() {
    let scratch = tagged().with_remote();
    let github = released(&scratch);
    scratch.git(&["switch", "-q", "--orphan", "gh-pages"]);
    scratch.write("docs.html", "docs");
    scratch.write("simple/gone.html", "old");
    scratch.git(&["add", "docs.html", "simple"]);
    scratch.git(&["commit", "-q", "-m", "docs"]);
    scratch.git(&["push", "-q", "origin", "gh-pages"]);
    scratch.git(&["switch", "-q", "main"]);
    scratch.git(&["branch", "-q", "-D", "gh-pages"]);
    scratch.write("pyproject.toml", "edited");
    scratch.write("staged.txt", "staged");
    scratch.git(&["add", "staged.txt"]);
    scratch.write(".git/info/exclude", "/site/\n");
    let before = scratch.git(&["status", "--porcelain"]);
    let (status, out, said) = index(&scratch, &github, &["--branch", "gh-pages", "--push"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.contains(
            "  install it:  pip install --index-url https://octo.github.io/demo/simple/ demo\n"
        ),
        "{out}"
    );
    assert!(out.contains("pushed: the pages, as commit "), "{out}");
    assert_eq!(scratch.git(&["status", "--porcelain"]), before);
    assert_eq!(
        scratch
            .try_git(&["rev-parse", "--verify", "-q", "gh-pages"])
            .0,
        1
    );
    let there = scratch.beside("remote.git");
    let listed = scratch.git(&[
        "-C",
        there.to_str().unwrap(),
        "ls-tree",
        "-r",
        "--name-only",
        "gh-pages",
    ]);
    assert_eq!(
        listed.lines().collect::<Vec<_>>(),
        [
            ".nojekyll",
            "docs.html",
            "simple/demo/index.html",
            "simple/demo/index.json",
            "simple/index.html",
            "simple/index.json"
        ]
    );
    let (status, out, _) = index(&scratch, &github, &["--branch", "gh-pages", "--push"]);
    assert_eq!(status, 0);
    assert!(
        out.ends_with("`gh-pages` has these pages already\n"),
        "{out}"
    );
    // On a fresh machine what the branch says need not be fetched again.
    std::fs::remove_dir_all(scratch.root().join("site")).unwrap();
    github.asked();
    let (status, out, _) = index(&scratch, &github, &["--branch", "gh-pages"]);
    assert_eq!(status, 0);
    assert!(
        out.contains("`gh-pages` has these pages already\n"),
        "{out}"
    );
    assert_eq!(
        github.asked(),
        ["GET /repos/octo/demo", "GET /repos/octo/demo/releases"]
    );
    let (status, _, said) = index(&scratch, &github, &["--branch", "main"]);
    assert_eq!(status, 2);
    assert!(
        said.starts_with("error: the branch `main` is checked out in `[ROOT]`"),
        "{said}"
    );
}

#[test]
fn github_packages_is_explained() {
    let scratch = tagged();
    for target in [
        "github-packages",
        "https://me:secret@pypi.pkg.github.com/octo",
    ] {
        let (status, _, said) = scratch.program("publish", &["upload", "--index", target, "--yes"]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.starts_with("error: GitHub Packages has no registry for Python, so"),
            "{said}"
        );
        assert!(
            said.ends_with("\nhint: run one of these three instead, or name `github-release`, `pages-index` or `ghcr` among the `targets` of a release\n"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn github_packages_is_explained_for_those_who_may_see_the_repository() {
    let scratch = tagged();
    let github = github(&scratch);
    let url = github.server.url();
    scratch.write(
        "release-guard.toml",
        "[indexes.corp]\nupload = \"https://pypi.pkg.github.com/octo\"\n",
    );
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "index"]);
    let all = "pip install -f https://github.com/octo/demo/releases/expanded_assets/TAG PROJECT";
    let some = "gh release download TAG -R octo/demo -p '*.whl' -D wheels && pip install --find-links wheels PROJECT";
    for (is_private, line) in [(false, all), (true, some)] {
        github.change(|state| state.is_private = is_private);
        for args in [
            ["v1.0", "--to", "github-packages"],
            ["upload", "--index", "corp"],
        ] {
            let (status, _, said) = told(&scratch, &mut with_token(&scratch, &url, &args));
            assert_eq!(status, 2, "{said}");
            let first = "error: GitHub Packages has no registry for Python, so";
            assert!(said.starts_with(first), "{said}");
            assert!(said.contains(&format!("\n    {line}\n")), "{said}");
            assert!(!said.contains("of a private repository only"), "{said}");
        }
    }
}

#[test]
fn an_index_is_told_to_machines() {
    let scratch = tagged().with_remote();
    let github = released(&scratch);
    let branch = ["--branch", "gh-pages", "--push", "--format", "json"];
    let (status, out, said) = index(&scratch, &github, &branch);
    assert_eq!(status, 0, "{out}{said}");
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let commit = scratch.git(&["ls-remote", "origin", "gh-pages"]);
    let pushed = serde_json::json!({
        "name": "gh-pages", "remote": "origin", "commit": &commit[..40], "state": "pushed",
    });
    assert_eq!(
        (&told["schema"], &told["branch"]),
        (&"release-guard/index@1".into(), &pushed)
    );
    let [project] = told["projects"].as_array().unwrap().as_slice() else {
        panic!("{out}");
    };
    let line = "pip install --index-url https://octo.github.io/demo/simple/ demo";
    assert_eq!(
        (&project["name"], &project["install"]),
        (&"demo".into(), &line.into())
    );
    let bytes = sample(OLD, &[]);
    let python = &project["files"][1]["requires_python"];
    let old = serde_json::json!({
        "name": OLD, "size": bytes.len(), "sha256": Sha256::of(&bytes).to_string(), "requires_python": python,
        "url": format!("http://127.0.0.1:PORT/octo/demo/releases/download/v0.9/{OLD}"), "yanked": "loses data",
    });
    assert_eq!(project["files"][0], old);
    let (_, out, _) = index(&scratch, &github, &branch);
    assert!(out.contains("\"state\": \"unchanged\""), "{out}");
}
