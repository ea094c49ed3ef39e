//! What a repository lacks, and what it has twice: no hook fetches it, and nothing passes unread.
use super::{Place, cloned, source, toml};

/// The objects that are there, as git counts them.
fn objects(place: &Place) -> String {
    place.git(&["count-objects", "-v"])
}

#[test]
fn a_hook_of_a_partial_clone_opens_no_connection() {
    for (filter, lacking) in [
        (
            "--filter=blob:none",
            "error: the content of `pyproject.toml` is not in this repository: `git cat-file blob ",
        ),
        ("--filter=tree:0", "error: `git ls-tree "),
    ] {
        for is_libgit in [true, false] {
            let place = cloned(&[filter]);
            if !is_libgit {
                place.git(&["config", "core.repositoryFormatVersion", "1"]);
                place.git(&["config", "extensions.partialClone", "origin"]);
            }
            place.guard();
            // Only what is checked out is here.
            place.git(&["tag", "v9.9.9", "HEAD~"]);
            let before = objects(&place);
            let (status, said) = place.run("git", &["push", "origin", "v9.9.9"]);
            assert_eq!(status, 1, "{filter}: {said}");
            assert!(said.contains(lacking), "{filter} {is_libgit}: {said}");
            assert_eq!(objects(&place), before, "{filter}: {said}");
            // By hand, it is fetched.
            let (status, said) = place.tag_guard(&["check", "v9.9.9"]);
            assert_eq!(status, 1, "{filter}: {said}");
            assert!(
                said.contains("error[tag-version-mismatch]"),
                "{filter}: {said}"
            );
            assert_ne!(objects(&place), before, "{filter}");
        }
    }
}

#[test]
fn what_was_put_in_place_of_a_commit_is_not_what_is_pushed() {
    for format in ["sha1", "sha256"] {
        let place = Place::of(source(&[&format!("--object-format={format}")]));
        place.guard();
        place.git(&["tag", "v9.9.9"]);
        place.scratch.write("pyproject.toml", toml("9.9.9"));
        place.git(&["commit", "-qam", "9.9.9"]);
        place.git(&["replace", "v9.9.9", "HEAD"]);
        assert!(
            place
                .git(&["show", "v9.9.9:pyproject.toml"])
                .contains("9.9.9")
        );
        let (status, said) = place.run("git", &["push", "origin", "v9.9.9"]);
        assert_eq!(status, 1, "{format}: {said}");
        assert!(
            said.contains("error[tag-version-mismatch]"),
            "{format}: {said}"
        );
    }
}

#[test]
fn a_commit_that_cannot_be_read_stops_its_tag() {
    let place = Place::of(source(&[]));
    place.git(&["tag", "-am", "m", "v1.2.3"]);
    let commit = place.git(&["rev-parse", "HEAD"]);
    let (folder, file) = commit.split_at(2);
    let file = place.folder.join(".git/objects").join(folder).join(file);
    std::fs::remove_file(file).unwrap();
    let (status, said) = place.tag_guard(&["check", "v1.2.3"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(&commit), "{said}");
}
