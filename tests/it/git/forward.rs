//! Files and git's index brought forward without a commit, and what stands in the way.
use super::{State, TEN, bump, bumped, bytes_below, change, commit, new, scratch};

#[test]
fn files_are_brought_forward_without_a_commit() {
    let mine = TEN.replace("one", "MINE");
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    scratch.write("a.txt", &mine);
    assert!(!repository.is_forward(&bump()).unwrap());
    repository.bring_forward(&bump()).unwrap();
    assert!(repository.is_forward(&bump()).unwrap());
    assert_eq!(scratch.read("a.txt"), bumped(&mine));
    assert_eq!(scratch.git(&["show", ":a.txt"]), bumped(TEN).trim_end());
    assert_eq!(repository.head().unwrap(), Some(head));
}

#[test]
fn what_was_done_before_a_kill_is_done_once() {
    let mine = TEN.replace("one", "MINE");
    for (is_written, is_staged) in [(true, false), (true, true), (false, true)] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
        if is_staged {
            scratch.write("a.txt", bumped(TEN));
            scratch.git(&["add", "a.txt"]);
        }
        scratch.write(
            "a.txt",
            if is_written {
                bumped(&mine)
            } else {
                mine.clone()
            },
        );
        let made = commit(&repository, &new(&head, &bump())).unwrap();
        assert_eq!(scratch.read("a.txt"), bumped(&mine));
        assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), bumped(TEN).trim_end());
        assert_eq!(scratch.git(&["diff", "--cached", "--name-only"]), "");
        assert_eq!(repository.head().unwrap(), Some(made));
    }
}

#[test]
fn lines_that_collide_stop_everything_before_it_begins() {
    let mine = TEN.replace("version = 1", "version = 9");
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b1\n")]);
    scratch.write("a.txt", &mine);
    let changes = [bump(), vec![change("b.txt", "b1\n", "b2\n")]].concat();
    let objects = bytes_below(&scratch.root().join(".git/objects"));
    assert_eq!(
        repository.cannot_advance(&changes).unwrap(),
        ["a.txt".into()]
    );
    assert_eq!(bytes_below(&scratch.root().join(".git/objects")), objects);
    let before = State::of(&scratch);
    for error in [
        repository.bring_forward(&changes).unwrap_err(),
        commit(&repository, &new(&head, &changes)).unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "your own changes to `a.txt` are in the lines that the release changes; commit or stash them first"
        );
    }
    assert_eq!(State::of(&scratch), before);
}

#[test]
fn a_read_only_file_stops_everything_before_it_begins() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b1\n")]);
    let changes = [vec![change("b.txt", "b1\n", "b2\n")], bump()].concat();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o444);
    std::fs::set_permissions(scratch.root().join("b.txt"), mode).unwrap();
    let before = State::of(&scratch);
    for error in [
        repository.cannot_advance(&changes).unwrap_err(),
        repository.bring_forward(&changes).unwrap_err(),
        commit(&repository, &new(&head, &changes)).unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "`b.txt` is read-only; make it writable with `chmod u+w b.txt` first"
        );
    }
    assert_eq!(State::of(&scratch), before);
}
