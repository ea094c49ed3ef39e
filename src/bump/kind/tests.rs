//! Where kinds lead.
use super::*;

const KINDS: [&str; 15] = [
    "major",
    "minor",
    "patch",
    "alpha",
    "beta",
    "rc",
    "final",
    "post",
    "dev",
    "minor+alpha",
    "patch+rc",
    "major+dev",
    "pre",
    "next-phase",
    "post+dev",
];

/// A column a kind; `-` where there is no next version.
const GRID: &str = "
    1.2.3         2.0.0   1.3.0   1.2.4   -       -       -       -     1.2.3.post1   -          1.3.0a1   1.2.4rc1   2.0.0.dev1 - - 1.2.3.post1.dev1
    1.2           2.0     1.3     1.2.1   -       -       -       -     1.2.post1     -          1.3a1     1.2.1rc1   2.0.dev1 - - 1.2.post1.dev1
    1.2.3a1       2.0.0   1.3.0   1.2.4   1.2.3a2 1.2.3b1 1.2.3rc1 1.2.3 -            -          1.3.0a1   1.2.4rc1   2.0.0.dev1 1.2.3a2 1.2.3b1 -
    1.2.3rc1      2.0.0   1.3.0   1.2.4   -       -       1.2.3rc2 1.2.3 -            -          1.3.0a1   1.2.4rc1   2.0.0.dev1 1.2.3rc2 1.2.3 -
    1.2.3-rc.1    2.0.0   1.3.0   1.2.4   -       -       1.2.3rc2 1.2.3 -            -          1.3.0a1   1.2.4rc1   2.0.0.dev1 1.2.3rc2 1.2.3 -
    1.2.3.dev4    2.0.0   1.3.0   1.2.4   1.2.3a1 1.2.3b1 1.2.3rc1 1.2.3 -            1.2.3.dev5 1.3.0a1   1.2.4rc1   2.0.0.dev1 - 1.2.3a1 -
    1.2.3.post1   2.0.0   1.3.0   1.2.4   -       -       -       -     1.2.3.post2   -          1.3.0a1   1.2.4rc1   2.0.0.dev1 - - 1.2.3.post2.dev1
    1!1.2.3       1!2.0.0 1!1.3.0 1!1.2.4 -       -       -       -     1!1.2.3.post1 -          1!1.3.0a1 1!1.2.4rc1 1!2.0.0.dev1 - - 1!1.2.3.post1.dev1
    1.2.3+local.5 2.0.0   1.3.0   1.2.4   -       -       -       -     1.2.3.post1   -          1.3.0a1   1.2.4rc1   2.0.0.dev1 - - 1.2.3.post1.dev1
    1.2.3.4       2.0.0.0 1.3.0.0 1.2.4.0 -       -       -       -     1.2.3.4.post1 -          1.3.0.0a1 1.2.4.0rc1 2.0.0.0.dev1 - - 1.2.3.4.post1.dev1
    1.2.3a1.dev2  2.0.0   1.3.0   1.2.4   1.2.3a2 1.2.3b1 1.2.3rc1 1.2.3 -            1.2.3a1.dev3 1.3.0a1 1.2.4rc1   2.0.0.dev1 1.2.3a2 1.2.3b1 -
    1.2.post1.dev2 2.0    1.3     1.2.1   -       -       -       1.2.post1 1.2.post1 1.2.post1.dev3 1.3a1 1.2.1rc1   2.0.dev1 - - -
";

#[test]
fn the_grid_never_goes_down() {
    for row in GRID.trim().lines() {
        let cells: Vec<&str> = row.split_whitespace().collect();
        let from: Version = cells[0].parse().unwrap();
        for (kind, expected) in KINDS.iter().zip(&cells[1..]) {
            let found = next(&from, &kind.parse().unwrap(), Counting::default());
            let shown = found.as_ref().map_or("-".to_owned(), ToString::to_string);
            assert_eq!(&shown, expected, "{from} {kind}");
            assert!(found.is_err() || found.unwrap() > from);
        }
    }
}

#[test]
fn a_version_is_a_kind_when_it_is_later() {
    let said = |from: &str, kind: &str| match next(
        &from.parse().unwrap(),
        &kind.parse().unwrap(),
        Counting::default(),
    ) {
        Ok(version) => version.to_string(),
        Err(error) => error.to_string(),
    };
    assert_eq!(said("1.0", "v2.0"), "2.0");
    assert_eq!(
        said("1.0", "1.0.0"),
        "`1.0.0` leads from `1.0` to `1.0.0`, which is not later"
    );
    assert_eq!(
        said("1.0", "rc"),
        "`rc` would lead from `1.0` to an earlier version; say which release it is for: `patch+rc`, `minor+rc` or `major+rc`"
    );
    let large = format!("{}.0", u64::MAX);
    assert_eq!(
        said(&large, "major"),
        format!("a number of `{large}` is too large to grow")
    );
}

#[test]
fn a_project_counts_its_pre_releases_its_own_way() {
    let counting = Counting {
        finalizes: true,
        first: 0,
    };
    for (from, kind, expected) in [
        ("1.2.3rc1", "patch", "1.2.3"),
        ("1.2.3rc1", "minor", "1.3.0"),
        ("1.3.0.dev4", "minor", "1.3.0"),
        ("2.0.0a1", "major", "2.0.0"),
        ("2.0.0a1", "minor", "2.0.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3.post1.dev1", "patch", "1.2.4"),
        ("1.2.3", "minor+rc", "1.3.0rc0"),
        ("1.2.3a4", "beta", "1.2.3b0"),
        ("1.2.3", "patch+dev", "1.2.4.dev0"),
    ] {
        let found = next(&from.parse().unwrap(), &kind.parse().unwrap(), counting);
        assert_eq!(found.unwrap().to_string(), expected, "{from} {kind}");
    }
}

#[test]
fn kinds_are_written_as_they_are_read() {
    for kind in KINDS.iter().chain(&["1.2.3rc1"]) {
        assert_eq!(kind.parse::<Kind>().unwrap().to_string(), *kind);
    }
    for text in ["", "nothing", "minor+post", "rc+minor"] {
        assert!(text.parse::<Kind>().is_err(), "{text}");
    }
}
