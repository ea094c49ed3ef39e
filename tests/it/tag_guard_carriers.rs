//! Every shape a push can have, under everything that can carry it to `tag-guard`: what was seen, and what was refused.
//!
//! Real git and the real runners. Where a runner's own hook hides something, the table says so.
mod carrier;
mod shape;

use crate::support::each;
use carrier::{Carrier, Template};
use shape::{SHAPES, Shape};

/// What comes of each shape. `-` before a name: the ref is deleted. Behind `:`, the rules that refuse it; `ok`: our
/// program lets it through. *git* stands for git's own hook file, for that file beside pre-commit and beside prek, where
/// it is `pre-push.legacy`, and for lefthook with what `tag-guard install` tells its users to add: the four are alike, and
/// see every ref. The other columns are hooks of pre-commit's and prek's own kind. They are not run at all for most tags;
/// else they are told of one ref, without what the remote has there, and take the tags on the new commits to go along.
/// So a bad tag that a push leaves at home refuses it, and one on another commit goes through unseen.
const TABLE: &str = "\
push                               | git                                                              | pre-commit                                  | prek
good tag                           | v1.2.3: ok                                                       | not run                                     | not run
lightweight tag on a pushed commit | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
annotated tag on a pushed commit   | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
lightweight tag with new commits   | v9.9.9: tag-version-mismatch                                     | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
annotated tag with new commits     | v9.9.9: tag-version-mismatch                                     | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
v1.2.2^{}:refs/tags/v9.9.9         | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
:/version 1.2.3:refs/tags/v9.9.9   | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
:/version 1.2.3:refs/heads/x       | x: ok                                                            | not run                                     | not run
deleted                            | -v1.2.2: tag-deleted                                             | not run                                     | not run
no release tag deleted             | -nightly: ok                                                     | not run                                     | not run
moved without -f                   | v1.2.2: tag-moved tag-version-mismatch                           | v1.2.2: tag-version-mismatch                | v1.2.2: tag-version-mismatch
moved with -f                      | v1.2.2: tag-moved tag-version-mismatch                           | v1.2.2: tag-version-mismatch                | v1.2.2: tag-version-mismatch
moved with -f to new commits       | v1.2.2: tag-moved tag-version-mismatch                           | v1.2.2: tag-version-mismatch                | v1.2.2: tag-version-mismatch
branch, not a fast-forward         | nothing: ok, but git refuses                                     | not run                                     | not run
up to date                         | nothing: ok                                                      | not run                                     | not run
--dry-run                          | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
--mirror                           | remotes/origin/main v9.9.9: tag-mirror-push tag-version-mismatch | not run                                     | not run
--follow-tags, new commits         | main v9.9.9: tag-version-mismatch                                | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
--follow-tags, branch up to date   | v9.9.9: tag-version-mismatch                                     | not run                                     | not run
--follow-tags, lightweight         | main: ok                                                         | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
--tags, several                    | v9.9.8 v9.9.9: tag-version-mismatch                              | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
--tags, on pushed commits          | v9.9.8 v9.9.9: tag-version-mismatch                              | not run                                     | not run
branch and tag, --atomic           | main v9.9.9: tag-version-mismatch                                | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
branch and tag on another commit   | main v9.9.9: tag-version-mismatch                                | nothing: ok                                 | nothing: ok
several refs                       | -nightly v9.9.9 x y: tag-version-mismatch                        | nothing: ok                                 | nothing: ok
to a URL                           | v9.9.9: tag-version-mismatch                                     | nightly v1.2.2 v9.9.9: tag-version-mismatch | nightly v1.2.2 v9.9.9: tag-version-mismatch
refs/for/main                      | for/main: ok                                                     | nothing: ok                                 | nothing: ok
refs/for/main and a tag            | for/main v9.9.9: tag-version-mismatch                            | v9.9.9: tag-version-mismatch                | v9.9.9: tag-version-mismatch
";

#[test]
fn what_each_carrier_shows_of_each_shape_of_a_push() {
    let templates: Vec<(Carrier, Template)> =
        each(&Carrier::ALL, |carrier| (*carrier, carrier.template()));
    let all: Vec<(&Shape, &(Carrier, Template))> = SHAPES
        .iter()
        .flat_map(|shape| templates.iter().map(move |template| (shape, template)))
        .collect();
    let cells = each(&all, |(shape, (_, template))| shape.pushed(template));
    let mut table = vec![["push", "git", "pre-commit", "prek"].map(str::to_owned)];
    for (shape, cells) in SHAPES.iter().zip(cells.chunks(Carrier::ALL.len())) {
        let [native, exact @ .., pre_commit, prek] = cells else {
            panic!("{cells:?}");
        };
        let names = Carrier::ALL.iter().skip(1);
        for (carrier, (cell, said)) in names.zip(exact) {
            let (name, native_said) = (shape.name, &native.1);
            assert_eq!(
                *cell, native.0,
                "{name} under {carrier:?}: {said}\n{native_said}"
            );
        }
        let cells = [&native.0, &pre_commit.0, &prek.0];
        table.push([shape.name, cells[0], cells[1], cells[2]].map(str::to_owned));
    }
    let table = aligned(&table);
    assert!(table == TABLE, "the table is\n{table}");
}

/// The rows with their cells below one another.
fn aligned(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    let line = |row: &[String; 4]| {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join(" | ").trim_end())
    };
    rows.iter().map(line).collect()
}
