//! The target `pages-index`: the index of all releases, the last step of a release.
use crate::github::{told, with_token};
use crate::support::github::Github;
use crate::support::{Scratch, each, seed, tools};
use release_guard::dist::Sha256;

const WHEEL: &str = "acme_platform-1.0.46-py3-none-any.whl";
const SDIST: &str = "acme_platform-1.0.46.tar.gz";

/// The seed project that is released on GitHub and shown on its pages, and a GitHub with its remote.
fn project(targets: &str) -> (Scratch, Github) {
    let scratch = seed::seed();
    scratch.write(
        "release-guard.toml",
        format!("[publish]\nsmoke-test = \"off\"\n{targets}\n"),
    );
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "targets"]);
    scratch.git(&["push", "-q", "origin", "main"]);
    let github = Github::start("none", "");
    github.change(|state| state.remote = Some(scratch.beside("remote.git")));
    (scratch, github)
}

fn publish(scratch: &Scratch, github: &Github, args: &[&str]) -> (i32, String, String) {
    told(
        scratch,
        &mut with_token(scratch, &github.server.url(), args),
    )
}

fn both() -> (Scratch, Github) {
    project("targets = [\"github-release\", \"pages-index\"]")
}

/// The tree of the branch on the remote.
fn tree(scratch: &Scratch, branch: &str) -> String {
    let remote = scratch.beside("remote.git");
    let listed = ["-C", remote.to_str().unwrap(), "ls-tree", "-r", branch];
    scratch.git(&listed)
}

#[test]
fn the_index_is_made_last_and_made_right_again() {
    tools();
    let (scratch, github) = both();
    scratch.write("notes.txt", "one\nstaged\n");
    scratch.git(&["add", "notes.txt"]);
    scratch.write("notes.txt", "one\nstaged\nunstaged\n");
    let work = scratch.git(&["status", "--porcelain"]);
    let (status, out, said) = publish(&scratch, &github, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let note = "note: GitHub does not serve pages of `octo/demo` yet; where that stays so, choose";
    assert!(said.contains(note), "{said}");
    assert!(
        said.ends_with(
            "  index-page done: `gh-pages` of `origin` has the index of all releases, 2 files\n"
        ),
        "{said}"
    );
    let line = "  install it:  pip install --index-url https://octo.github.io/demo/simple/ acme-platform==1.0.46\n";
    assert!(out.ends_with(line), "{out}");
    assert_eq!(scratch.git(&["status", "--porcelain"]), work);
    assert_eq!(
        scratch.git(&["branch", "--format=%(refname:short)"]),
        "main"
    );
    let right = tree(&scratch, "gh-pages");
    let names: Vec<_> = right
        .lines()
        .filter_map(|line| line.split('\t').nth(1))
        .collect();
    let project = "simple/acme-platform/index";
    let pages = [
        &format!("{project}.html"),
        &format!("{project}.json"),
        "simple/index.html",
    ];
    assert_eq!(names[..4], [[".nojekyll"].as_slice(), &pages].concat());
    let (status, out, _) = publish(&scratch, &github, &["1.0.46", "--yes"]);
    assert_eq!(status, 0);
    assert!(
        out.contains("is released already; there is nothing to do"),
        "{out}"
    );

    // Somebody edits what is there by hand: a page, the other one, one more.
    scratch.git(&["stash", "-q"]);
    scratch.git(&["fetch", "-q", "origin", "gh-pages"]);
    scratch.git(&["switch", "-q", "-c", "edit", "FETCH_HEAD"]);
    let page = scratch.read(&format!("{project}.json"));
    scratch.write(
        &format!("{project}.json"),
        page.replace("acme_platform-1.0.46-py3", "evil"),
    );
    scratch.write("simple/other/index.html", "other");
    scratch.write("CNAME", "pkgs.octo.org\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "by hand"]);
    scratch.git(&["push", "-q", "origin", "edit:gh-pages"]);
    scratch.git(&["switch", "-q", "main"]);
    let (_, out, said) = publish(&scratch, &github, &["status"]);
    assert!(
        out.contains("  index-page to do: the index of all releases, on `gh-pages` of `origin`\n"),
        "{out}{said}"
    );
    let (status, out, said) = publish(&scratch, &github, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.contains("--index-url https://pkgs.octo.org/simple/ acme"),
        "{out}"
    );
    let healed = tree(&scratch, "gh-pages");
    let healed: Vec<_> = healed
        .lines()
        .filter(|line| !line.ends_with("\tCNAME"))
        .collect();
    assert_eq!(healed.join("\n"), right);
    let (_, out, _) = publish(&scratch, &github, &["status"]);
    for name in [WHEEL, SDIST] {
        assert!(
            out.contains(&format!("  pages-index {name}  sha256 ")),
            "{out}"
        );
    }
    assert!(out.ends_with("\ndone: nothing is left to do\n"), "{out}");
}

#[test]
fn a_push_that_lost_a_race_is_made_again() {
    tools();
    let (scratch, github) = both();
    github.change(|state| state.is_private = true);
    scratch.git(&["push", "-q", "origin", "main:refs/heads/faster"]);
    let hook = scratch.beside("remote.git/hooks/update");
    let script = "#!/bin/sh\n[ \"$1\" = refs/heads/gh-pages ] && [ ! -e raced ] || exit 0\n\
        touch raced; git update-ref \"$1\" faster; exit 1\n";
    std::fs::write(&hook, script).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&hook, executable).unwrap();
    let (status, out, said) = publish(&scratch, &github, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let note = "note: somebody else pushed to `gh-pages` of `origin` meanwhile\n";
    assert!(said.contains(note), "{said}");
    let tree = tree(&scratch, "gh-pages");
    assert!(tree.contains("\tsimple/acme-platform/index.html"), "{tree}");
    assert!(tree.contains("\tsrc/pyproject.toml"), "{tree}");
    // What nobody can install from is said, and no line that would.
    let private = "warning: `octo/demo` is private: pip cannot fetch the files of its releases, whatever the page says; \
        `publish index DIR --from-releases --copy` makes";
    assert!(said.contains(private), "{said}");
    assert!(!out.contains("--index-url"), "{out}");
}

#[test]
fn an_index_of_releases_needs_them_and_a_branch_of_its_own() {
    tools();
    let (scratch, github) = project("targets = [\"pages-index\"]\npages-branch = \"main\"");
    let release = ["release", "patch", "--dry-run"];
    let (status, out, said) = publish(&scratch, &github, &release);
    assert_eq!(status, 1, "{out}{said}");
    let refused = "refused: `pages-index` shows the releases on GitHub, and `github-release` is not among the targets\n             help: add `github-release` to `targets` in `[tool.release-guard.publish]`, or";
    assert!(out.contains(refused), "{out}");
    let to = ["--to", "github-release", "--to", "pages-index"];
    let (status, out, said) = publish(&scratch, &github, &[&release[..], &to[..]].concat());
    assert_eq!(status, 1, "{out}{said}");
    assert!(
        out.contains("refused: `main` is the branch that is released from, and"),
        "{out}"
    );
}

#[test]
fn an_index_that_shows_what_is_no_release_is_made_again() {
    tools();
    let (scratch, github) = both();
    let (status, out, said) = publish(&scratch, &github, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let retract = ["retract", "1.0.46", "--yes"];
    let (status, _, said) = publish(&scratch, &github, &retract);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains("is burnt: it is public on `github-release` (4 files)\n"),
        "{said}"
    );
    // Somebody deletes the release on GitHub by hand.
    github.change(|state| state.releases.clear());
    let (status, out, said) = publish(&scratch, &github, &retract);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        said.contains("  make the index of the releases on GitHub again, without `1.0.46`\n"),
        "{said}"
    );
    let tree = tree(&scratch, "gh-pages");
    assert!(!tree.contains("acme-platform"), "{tree}");
}

#[test]
fn a_job_of_our_own_makes_what_is_on_github_too() {
    tools();
    let (scratch, github) = both();
    let job = "on: {push: {tags: ['[0-9]*']}}\njobs:\n  release:\n    steps: [{run: 'publish \"$GITHUB_REF_NAME\" --yes'}]\n";
    scratch.write(".github/workflows/publish.yml", job);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "workflow"]);
    let (status, out, said) = publish(&scratch, &github, &["release", "patch", "--dry-run"]);
    assert_eq!(status, 0, "{out}{said}");
    let left = "  the upload to `github-release` is left to publish.yml; `--upload-here` uploads from here, too\n  \
        the upload to `pages-index` is left to publish.yml; `--upload-here` uploads from here, too\n";
    assert!(out.ends_with(left), "{out}");
    assert!(out.contains("\n  push       to do: "), "{out}");
    for step in ["draft", "assets", "publish", "index-page"] {
        assert!(!out.contains(&format!("\n  {step:<10} ")), "{out}");
    }
}

/// Where a run is cut off: at which step, and when.
type Cut = (&'static str, &'static str);

#[test]
fn a_release_on_github_that_is_cut_off_at_every_step_ends_the_same() {
    tools();
    let (scratch, github) = both();
    let push = ["release", "patch", "--yes", "--until", "push"];
    let (status, out, said) = publish(&scratch, &github, &push);
    assert_eq!(status, 0, "{out}{said}");
    let steps = ["draft", "assets", "publish", "index-page"];
    let begun = steps.map(|step| (step, "begins"));
    let here: Vec<Cut> = begun
        .iter()
        .flat_map(|(step, _)| [(*step, "begins"), (*step, "done")])
        .collect();
    // What is done when a step is done is what is done when the next one begins.
    let ways = [(&here[..], false), (&begun[..], true)];
    let ended = each(&ways, |(cuts, is_elsewhere)| {
        survive(&scratch, cuts, *is_elsewhere)
    });
    for (killed, end) in &ended {
        // A step may be over before its run is killed.
        assert!(*killed + 1 >= steps.len(), "{killed}: {ended:?}");
        assert_eq!(
            end,
            "1 draft made; release 1.0.46; shown: 2 of 2; pages pushed: 1"
        );
    }
}

/// Cuts a release off again and again, and then lets it go on, each time here or in a new clone: how often it was cut off,
/// and what is there in the end.
fn survive(pushed: &Scratch, cuts: &[Cut], is_elsewhere: bool) -> (usize, String) {
    let scratch = pushed.copied();
    let remote = scratch.beside("remote.git").to_str().unwrap().to_owned();
    scratch.git(&["remote", "set-url", "origin", &remote]);
    let github = Github::start("none", "");
    github.change(|state| state.remote = Some(remote.clone().into()));
    let url = github.server.url();
    let publish = |at: usize| {
        let mut command = with_token(&scratch, &url, &["1.0.46", "--yes", "-v"]);
        if is_elsewhere {
            let other = scratch.beside(&format!("clone-{at}"));
            scratch.git(&["clone", "-q", &remote, other.to_str().unwrap()]);
            command.current_dir(other);
        }
        command
    };
    let mut killed = 0;
    for (at, (step, when)) in cuts.iter().enumerate() {
        let said = format!("  {step} begins");
        let said = if *when == "begins" {
            said
        } else {
            format!("  {step:<10} done")
        };
        killed += usize::from(super::kill_when(&mut publish(at), &said, |_| ()));
    }
    let (status, out, said) = told(&scratch, &mut publish(cuts.len()));
    assert_eq!(status, 0, "{out}{said}");
    let fetched = said.contains("that are published; nothing is built twice");
    assert_eq!(fetched, is_elsewhere, "{said}");
    (killed, what_is_there(&scratch, &github, &remote))
}

/// What is on GitHub, and what the index on the branch shows of it.
fn what_is_there(scratch: &Scratch, github: &Github, remote: &str) -> String {
    let drafts = github.asked();
    let drafts = drafts
        .iter()
        .filter(|asked| *asked == "POST /repos/octo/demo/releases");
    let page = [
        "-C",
        remote,
        "show",
        "gh-pages:simple/acme-platform/index.json",
    ];
    let page: serde_json::Value = serde_json::from_str(&scratch.git(&page)).unwrap();
    let files = page["files"].as_array().unwrap();
    let (release, shown) = github.change(|state| {
        let [release] = &state.releases[..] else {
            panic!("{} releases", state.releases.len());
        };
        let kind = if release.is_draft { "draft" } else { "release" };
        let is_shown = |name: &&str| {
            let asset = release.assets.iter().find(|asset| asset.name == *name);
            let hash = Sha256::of(&asset.unwrap().bytes).to_string();
            files
                .iter()
                .any(|file| file["filename"] == *name && file["hashes"]["sha256"] == hash)
        };
        let shown = [WHEEL, SDIST].into_iter().filter(is_shown).count();
        (format!("{kind} {}", release.tag), shown)
    });
    let pushes = scratch.git(&["-C", remote, "rev-list", "--count", "gh-pages"]);
    format!(
        "{} draft made; {release}; shown: {shown} of {}; pages pushed: {pushes}",
        drafts.count(),
        files.len()
    )
}
