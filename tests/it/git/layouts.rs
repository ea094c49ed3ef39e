//! Commits in repositories of many kinds: line ends, a detached HEAD, linked worktrees, sparse checkouts.
use super::{TEN, bump, bumped, commit, hook, new, opened, scratch};

/// A hook that fails when the working tree differs from what is committed, as a formatter sees it that puts away what is
/// not staged.
const LOOKS: &str = "git diff --exit-code --name-only >&2";

#[test]
fn line_ends_of_the_working_tree_stay() {
    for by_attributes in [false, true] {
        for is_edited in [false, true] {
            let (scratch, _, _) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
            if by_attributes {
                scratch.write(".gitattributes", "*.txt text eol=crlf\n");
                scratch.git(&["add", "-A"]);
                scratch.git(&["commit", "-qm", "attributes"]);
            } else {
                scratch.git(&["config", "core.autocrlf", "true"]);
            }
            std::fs::remove_file(scratch.root().join("a.txt")).unwrap();
            scratch.git(&["checkout", "-q", "--", "a.txt"]);
            let mut work = TEN.replace('\n', "\r\n");
            assert_eq!(scratch.read("a.txt"), work);
            if is_edited {
                work = work.replace("one", "MINE");
                scratch.write("a.txt", &work);
            } else {
                hook(&scratch, "pre-commit", LOOKS);
            }
            let (repository, head) = opened(&scratch.root());
            commit(&repository, &new(&head, &bump())).unwrap();
            assert_eq!(scratch.read("a.txt"), bumped(&work));
            assert_eq!(
                scratch.git(&["cat-file", "blob", "HEAD:a.txt"]),
                bumped(TEN).trim_end()
            );
            let changed = scratch.git(&["status", "--porcelain"]);
            assert_eq!(changed, if is_edited { " M a.txt" } else { "" });
        }
    }
}

#[test]
fn a_file_that_is_recorded_with_crlf_stays_so() {
    let text = TEN.replace('\n', "\r\n");
    let (scratch, _, _) = scratch(&[("a.txt", &text)]);
    scratch.git(&["config", "core.autocrlf", "true"]);
    let (repository, head) = opened(&scratch.root());
    let changes = [super::change("a.txt", &text, &bumped(&text))];
    // The command adds a line at the end, and git records that as it is on disk too.
    let format = |_: &release_guard::git::Draft<'_>| {
        scratch.write("a.txt", bumped(&text) + "end\r\n");
        Ok::<_, release_guard::git::GitError>(())
    };
    repository
        .commit_changes(&new(&head, &changes), format, |_| Ok(()))
        .unwrap();
    let size = scratch.git(&["cat-file", "-s", "HEAD:a.txt"]);
    assert_eq!(size, (text.len() + "end\r\n".len()).to_string());
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_detached_head_moves_on_and_no_branch_with_it() {
    let (scratch, _, head) = scratch(&[("a.txt", TEN)]);
    scratch.git(&["checkout", "-q", "--detach"]);
    let (repository, _) = opened(&scratch.root());
    let made = commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(repository.head().unwrap(), Some(made));
    assert_eq!(repository.branch().unwrap(), None);
    assert_eq!(scratch.git(&["rev-parse", "main"]), head.as_str());
    hook(&scratch, "pre-commit", "exit 1");
    let (_, head) = opened(&scratch.root());
    let again = [super::change("a.txt", &bumped(TEN), TEN)];
    commit(&repository, &new(&head, &again)).unwrap_err();
    assert_eq!(repository.head().unwrap(), Some(head));
    assert_eq!(repository.branch().unwrap(), None);
}

#[test]
fn a_linked_worktree_commits_on_its_own_branch() {
    let (scratch, main, head) = scratch(&[("a.txt", TEN)]);
    let linked = scratch.beside("linked");
    let linked = linked.to_str().unwrap();
    scratch.git(&["worktree", "add", "-q", "-b", "topic", linked]);
    hook(&scratch, "pre-commit", LOOKS);
    let (repository, _) = opened(linked.as_ref());
    let mine = TEN.replace("ten", "MINE");
    std::fs::write(repository.root().join("staged.txt"), "mine\n").unwrap();
    scratch.git(&["-C", linked, "add", "staged.txt"]);
    let made = commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(scratch.git(&["rev-parse", "topic"]), made.as_str());
    assert_eq!(main.head().unwrap(), Some(head));
    let status = ["-C", linked, "status", "--porcelain"];
    assert_eq!(scratch.git(&status), "A  staged.txt");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    // Unfinished work of the linked one is its own too.
    std::fs::write(repository.root().join("a.txt"), bumped(&mine)).unwrap();
    let again = [super::change(
        "a.txt",
        &bumped(TEN),
        &TEN.replace("version = 1", "version = 3"),
    )];
    std::fs::remove_file(scratch.root().join(".git/hooks/pre-commit")).unwrap();
    commit(&repository, &new(&made, &again)).unwrap();
    assert_eq!(scratch.git(&status), " M a.txt\nA  staged.txt");
}

#[test]
fn a_sparse_checkout_stays_sparse() {
    for index_is_sparse in ["false", "true"] {
        let (scratch, repository, head) = scratch(&[
            ("a.txt", TEN),
            ("in/x", "x\n"),
            ("out/y", "1\n"),
            ("out/z", "z\n"),
        ]);
        scratch.git(&["config", "index.sparse", index_is_sparse]);
        scratch.git(&["sparse-checkout", "set", "in"]);
        // What is left out is nothing that somebody removed.
        hook(&scratch, "pre-commit", LOOKS);
        let changes = [bump(), vec![super::change("out/y", "1\n", "2\n")]].concat();
        commit(&repository, &new(&head, &changes)).unwrap();
        assert_eq!(scratch.git(&["show", "HEAD:out/y"]), "2");
        assert!(!scratch.root().join("out").exists());
        assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn a_split_index_leaves_no_part_of_a_draft_behind() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
    scratch.git(&["config", "core.splitIndex", "true"]);
    scratch.git(&["update-index", "--split-index"]);
    scratch.write("b.txt", "mine\n");
    scratch.git(&["add", "b.txt"]);
    let parts = || {
        let names = std::fs::read_dir(scratch.root().join(".git")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("sharedindex")).count()
    };
    let before = parts();
    commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(parts(), before);
    assert_eq!(scratch.git(&["status", "--porcelain"]), "M  b.txt");
}

#[test]
fn a_submodule_and_a_folder_with_a_colon_are_no_obstacles() {
    let (library, _, _) = scratch(&[("lib.txt", "1\n")]);
    let (scratch, _, _) = scratch(&[("a.txt", TEN)]);
    let from = library.root();
    let from = from.to_str().unwrap();
    scratch.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        from,
        "lib",
    ]);
    scratch.git(&["commit", "-qm", "submodule"]);
    let moved = scratch.beside("a:b");
    std::fs::rename(scratch.root(), &moved).unwrap();
    std::fs::create_dir(scratch.root()).unwrap();
    let root = moved.to_str().unwrap();
    scratch.git(&["-C", root, "config", "core.hooksPath", "none"]);
    // The user has another commit of the submodule checked out.
    let lib = moved.join("lib");
    let lib = lib.to_str().unwrap();
    scratch.git(&["-C", lib, "commit", "-q", "--allow-empty", "-m", "next"]);
    let (repository, head) = opened(&moved);
    commit(&repository, &new(&head, &bump())).unwrap();
    let committed = ["-C", root, "diff", "--name-only", "HEAD^", "HEAD"];
    assert_eq!(scratch.git(&committed), "a.txt");
    assert_eq!(
        scratch.git(&["-C", root, "status", "--porcelain"]),
        " M lib"
    );
}
