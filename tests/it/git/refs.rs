//! What stands in a repository and around it: tags, remotes, throw-away clones, other kinds of object names.
use super::{TEN, bump, bumped, bytes_below, change, commit, new, scratch};
use crate::support::Scratch;
use release_guard::git::{All, Repository, Snapshot};
use std::rc::Rc;

#[test]
fn a_sha_256_repository_is_read_through_the_command() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q", "-b", "main", "--object-format=sha256"]);
    scratch.git(&["config", "user.name", "A"]);
    scratch.git(&["config", "user.email", "a@example.com"]);
    scratch.write("pyproject.toml", "[project]\nversion = '1'\n");
    scratch.write("src/pkg/__init__.py", "__version__ = '1'\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "start"]);
    scratch.write("src/pkg/__init__.py", "__version__ = '2'\n");
    scratch.git(&["add", "-A"]);

    let repository = Rc::new(Repository::open(&scratch.root()).unwrap());
    let head = repository.head().unwrap().unwrap();
    assert_eq!(head.as_str().len(), 64);
    repository
        .create_tag("v1", &head, Some("version 1"))
        .unwrap();
    repository.create_tag("light", &head, None).unwrap();
    let tags = repository.tags().unwrap();
    let mut seen: Vec<_> = tags
        .iter()
        .map(|tag| (tag.name.as_str(), tag.is_annotated, &tag.commit))
        .collect();
    seen.sort();
    assert_eq!(seen, [("light", false, &head), ("v1", true, &head)]);
    let module = "src/pkg/__init__.py".into();
    for (snapshot, expected) in [
        (Snapshot::staged(repository.clone()).unwrap(), "2"),
        (Snapshot::commit(repository.clone(), "v1").unwrap(), "1"),
    ] {
        let bytes = snapshot.read(&module).unwrap().unwrap();
        let text = format!("__version__ = '{expected}'\n");
        assert_eq!(&*bytes, text.as_bytes(), "{}", snapshot.name());
        let mut seen = Vec::new();
        snapshot
            .walk(&mut |entry| {
                seen.push(entry.path.to_string());
                release_guard::git::Next::Into
            })
            .unwrap();
        assert_eq!(
            seen,
            ["pyproject.toml", "src", "src/pkg", "src/pkg/__init__.py"]
        );
    }
    let text = "[project]\nversion = '1'\n";
    let changes = [change("pyproject.toml", text, "[project]\nversion = '2'\n")];
    commit(&repository, &new(&head, &changes)).unwrap();
    assert_eq!(
        scratch.git(&["diff", "--name-only", "HEAD^", "HEAD"]),
        "pyproject.toml"
    );
    assert_eq!(
        scratch.git(&["status", "--porcelain"]),
        "M  src/pkg/__init__.py"
    );
}

#[test]
fn tags_are_made_listed_and_peeled() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    repository
        .create_tag("v1", &head, Some("version 1\n\nbody"))
        .unwrap();
    repository.create_tag("light", &head, None).unwrap();
    scratch.git(&["tag", "-a", "-m", "again", "nested", "v1"]);
    scratch.git(&["tag", "tree", "HEAD^{tree}"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "next"]);
    let next = repository.head().unwrap().unwrap();
    repository.create_tag("v2", &next, None).unwrap();
    let names = |tags: Vec<release_guard::git::Tag>| {
        let mut names: Vec<String> = tags.into_iter().map(|tag| tag.name).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(names(repository.tags().unwrap()), "light nested v1 v2");
    assert_eq!(
        names(repository.tags_between(Some(&head), &next).unwrap()),
        "v2"
    );
    assert_eq!(
        names(repository.tags_reachable(&head).unwrap()),
        "light nested v1"
    );
    for (name, is_annotated, commit) in [
        ("light", false, &head),
        ("v1", true, &head),
        ("nested", true, &head),
    ] {
        let tag = repository.tag(name).unwrap().unwrap();
        assert_eq!(
            (tag.is_annotated, &tag.commit),
            (is_annotated, commit),
            "{name}"
        );
        let mut listed = repository.tags().unwrap();
        listed.retain(|other| other.name == name);
        assert_eq!(listed, [tag]);
    }
    let object = repository.tag("v1").unwrap().unwrap().object;
    let object = repository.tag_object(&object).unwrap().unwrap();
    assert_eq!(
        (&*object.name, &*object.message),
        ("v1", "version 1\n\nbody\n")
    );
    assert_eq!(repository.tag("none").unwrap(), None);
    assert_eq!(repository.tag("tree").unwrap(), None);
    let error = repository.create_tag("v1", &next, None).unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
}

#[test]
fn a_throw_away_clone_writes_nothing_into_its_source() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    repository.create_tag("v1", &head, None).unwrap();
    let commit = commit(&repository, &new(&head, &bump())).unwrap();
    // No ref points at it any more.
    scratch.git(&["reset", "-q", "--hard", head.as_str()]);
    let before = bytes_below(&scratch.root().join(".git"));
    let clone = repository
        .clone_at(&scratch.beside("clone"), &commit)
        .unwrap();
    clone.create_tag("v2", &commit, None).unwrap();
    assert_eq!(clone.head().unwrap(), Some(commit));
    assert_eq!(
        std::fs::read_to_string(clone.root().join("a.txt")).unwrap(),
        bumped(TEN)
    );
    assert!(clone.tag("v1").unwrap().is_some());
    assert_eq!(bytes_below(&scratch.root().join(".git")), before);
}

#[test]
fn remotes_are_found_asked_and_pushed_to() {
    let (scratch, _, head) = scratch(&[("a.txt", TEN)]);
    let scratch = scratch.with_remote();
    let repository = Repository::open(&scratch.root()).unwrap();
    assert_eq!(
        repository.default_remote().unwrap().as_deref(),
        Some("origin")
    );
    let upstream = repository.upstream("main").unwrap().unwrap();
    assert_eq!(
        (&*upstream.remote, &*upstream.reference),
        ("origin", "refs/heads/main")
    );
    repository.create_tag("v1", &head, Some("one")).unwrap();
    let other = commit(&repository, &new(&head, &bump())).unwrap();
    scratch.git(&["reset", "-q", "--hard", head.as_str()]);
    repository.push("origin", &["main", "v1"]).unwrap();
    let refs = repository.remote_refs("origin").unwrap();
    let names: Vec<&str> = refs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["HEAD", "refs/heads/main", "refs/tags/v1", "refs/tags/v1^{}"]
    );
    let with = |commit, folder| repository.refs_with(commit, folder).unwrap();
    scratch.git(&["remote", "set-head", "origin", "main"]);
    assert_eq!(
        with(&head, "refs/remotes/origin/"),
        ["refs/remotes/origin/main"]
    );
    assert!(with(&other, "refs/remotes/").is_empty());
    let default = repository.symbolic("refs/remotes/origin/HEAD").unwrap();
    assert_eq!(default.as_deref(), Some("refs/remotes/origin/main"));
    // All or nothing: the tag is there already with another object.
    let moved = format!("{other}:refs/tags/v1");
    let branch = format!("{other}:refs/heads/main");
    assert!(repository.push("origin", &[&branch, &moved]).is_err());
    assert_eq!(repository.remote_refs("origin").unwrap(), refs);
}

#[test]
fn a_tag_that_moves_takes_nobody_elses_move_back() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let scratch = scratch.with_remote();
    let there = || {
        let refs = repository.remote_refs("origin").unwrap();
        let tag = refs.into_iter().find(|(name, _)| name == "refs/tags/v1");
        tag.map(|(_, object)| object)
    };
    scratch.git(&["config", "tag.gpgSign", "true"]);
    repository.move_tag("v1", &head).unwrap();
    repository.push_moved_tag("origin", "v1", None).unwrap();
    assert_eq!(there(), Some(head.clone()));
    let next = commit(&repository, &new(&head, &bump())).unwrap();
    repository.move_tag("v1", &next).unwrap();
    assert_eq!(repository.tag("v1").unwrap().unwrap().object, next);
    // It is there, and not at that commit.
    for expected in [None, Some(&next)] {
        let error = repository
            .push_moved_tag("origin", "v1", expected)
            .unwrap_err();
        assert!(error.to_string().contains("stale info"), "{error}");
        assert_eq!(there(), Some(head.clone()));
    }
    repository
        .push_moved_tag("origin", "v1", Some(&head))
        .unwrap();
    assert_eq!(there(), Some(next));
}

#[test]
fn changed_paths_tell_what_is_staged() {
    let (scratch, repository, _) =
        scratch(&[("a b.txt", TEN), ("c", "c\n"), (".gitignore", "x\n")]);
    scratch.write("a b.txt", "1\n");
    scratch.git(&["add", "a b.txt"]);
    scratch.write("a b.txt", "2\n");
    scratch.git(&["mv", "c", "d"]);
    scratch.write("new/file", "");
    scratch.write("x", "ignored");
    let letter = |is: bool, letter: &str| if is { letter.to_owned() } else { ".".into() };
    let seen: Vec<String> = repository
        .changed_paths()
        .unwrap()
        .iter()
        .map(|path| {
            format!(
                "{}{}{} {}",
                letter(path.is_staged, "S"),
                letter(path.is_unstaged, "U"),
                letter(path.is_untracked, "?"),
                path.path
            )
        })
        .collect();
    assert_eq!(seen, ["SU. a b.txt", "S.. c", "S.. d", "..? new/file"]);
}

#[test]
fn refs_are_listed_as_git_lists_them_however_it_keeps_them() {
    for format in ["files", "reftable"] {
        let scratch = Scratch::new();
        let init = format!("--ref-format={format}");
        scratch.git(&["init", "-q", "-b", "main", &init]);
        scratch.git(&["commit", "-q", "--allow-empty", "-m", "one"]);
        for name in ["v1.0", "a/b/v1.0", "v1.10", "v1.2"] {
            scratch.git(&["tag", name]);
        }
        scratch.git(&["tag", "-am", "two", "v2.0"]);
        scratch.git(&["pack-refs", "--all"]);
        scratch.git(&["commit", "-q", "--allow-empty", "-m", "two"]);
        // Packed and not: the file holds.
        scratch.git(&["tag", "-f", "v1.2"]);
        scratch.git(&["tag", "-am", "three", "v3.0"]);
        scratch.git(&["tag", "-d", "v1.10"]);
        let list = Repository::open(&scratch.root())
            .unwrap()
            .tag_list()
            .unwrap();
        let listed: Vec<String> = list
            .iter()
            .map(|tag| format!("{} {}", tag.object, tag.name))
            .collect();
        let expected = scratch.git(&[
            "for-each-ref",
            "--format=%(objectname) %(refname:lstrip=2)",
            "refs/tags",
        ]);
        assert_eq!(listed.join("\n"), expected, "{format}");
        let one = scratch.git(&["rev-parse", "HEAD~"]);
        assert_eq!(list.get("v2.0").unwrap().peeled, Some(&*one), "{format}");
        assert_eq!(list.starting_with("v1.").count(), 2, "{format}");
    }
}

#[test]
fn refs_are_listed_as_git_lists_them_whoever_packed_them() {
    let listed = |repository: &Repository| {
        let [branches, tags] = repository
            .refs_below(["refs/remotes/", "refs/tags/"], All)
            .wait(repository)
            .unwrap()
            .0;
        let all = [("refs/remotes/", branches), ("refs/tags/", tags)];
        let lines = all.iter().flat_map(|(folder, list)| {
            let line = move |found: release_guard::git::NamedRef<'_>| {
                format!("{} {folder}{}", found.object, found.name)
            };
            list.iter().map(line).collect::<Vec<_>>()
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    for (what, change) in [
        ("git", (|text| text) as fn(String) -> String),
        // As JGit and others may have it: no head, nothing peeled, no order.
        ("no head", |text| {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.retain(|line| !line.starts_with(['#', '^']));
            lines.reverse();
            format!("{}\n", lines.join("\n"))
        }),
    ] {
        let (scratch, _, _) = scratch(&[("a.txt", TEN)]);
        let scratch = scratch.with_remote();
        scratch.git(&["remote", "set-head", "origin", "main"]);
        for name in ["v1.0", "v1.2", "v1.10"] {
            scratch.git(&["tag", name]);
        }
        scratch.git(&["tag", "-am", "two", "v2.0"]);
        scratch.git(&["pack-refs", "--all", "--prune"]);
        let packed = scratch.root().join(".git/packed-refs");
        let text = std::fs::read_to_string(&packed).unwrap();
        std::fs::write(&packed, change(text)).unwrap();
        // What is on its way, and what was left half done.
        scratch.write(".git/refs/tags/v3.0.lock", "");
        std::fs::create_dir_all(scratch.root().join(".git/refs/tags/empty/folder")).unwrap();
        let repository = Repository::open(&scratch.root()).unwrap();
        // `origin/HEAD` only repeats another one.
        let expected = scratch.git(&[
            "for-each-ref",
            "--format=%(objectname) %(refname)",
            "--exclude=refs/remotes/origin/HEAD",
            "refs/tags",
            "refs/remotes",
        ]);
        assert_eq!(listed(&repository), expected, "{what}");
        // A linked worktree has the same ones, and so has a clone that borrows the objects.
        scratch.git(&["worktree", "add", "-q", "--detach", "../tree"]);
        let linked = Repository::open(&scratch.beside("tree")).unwrap();
        assert_eq!(listed(&linked), expected, "{what}");
        let tags = repository.tag_list().unwrap();
        let two = tags.get("v2.0").unwrap();
        assert!(two.peeled.is_some() || two.is_loose, "{what}");
        assert!(tags.get("v3.0.lock").is_none() && tags.get("empty").is_none());
        scratch.git(&["tag", "-d", "v1.2"]);
        assert!(
            repository.tag_list().unwrap().get("v1.2").is_none(),
            "{what}"
        );
    }
}
