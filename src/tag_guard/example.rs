//! The facts of a rule's example, made from names alone, without a repository.
//!
//! Not used on real pushes: those are gathered by `facts`.
use super::facts::{Branches, Push, PushedTag, Sibling, Target, bumpversion_tag_name};
use super::names::same_line;
use crate::config::{Config, UnknownKeys};
use crate::git::{ObjectKind, Oid, PushedRef, Snapshot};
use crate::project::{TagFormat, packages};
use crate::rule::Example;

/// What the object names of an example stand for, by their digit.
const OBJECTS: &[(&str, char)] = &[
    // The commit of the example's tree.
    ("HEAD", '1'),
    // Its parent.
    ("OLD", '2'),
    // An annotated tag on `HEAD`.
    ("TAG", '3'),
    // A folder.
    ("TREE", '4'),
    // A commit with the example's tree, on no branch of the remote.
    ("LOOSE", '5'),
];

/// Returns the facts of the first tag in an example; `None` when it is no push of one, or does not make sense.
pub fn facts_of(example: &Example) -> Option<PushedTag> {
    tags_of(example)?.into_iter().next()
}

/// Returns the facts of each tag in an example; `None` when it is no push, or does not make sense.
pub fn tags_of(example: &Example) -> Option<Vec<PushedTag>> {
    let Example::Push { tree, tags, .. } = example else {
        return None;
    };
    let snapshot = Snapshot::memory(tree.iter().copied());
    let (config, _) = Config::read(&snapshot, UnknownKeys::Refused).ok()?;
    let bumpversion = bumpversion_tag_name(&snapshot, &packages(&snapshot).ok()?);
    let names: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let format =
        TagFormat::learned(config.tag_format.as_deref(), bumpversion.as_deref(), &names).ok()?;
    let push = push_of(example)?;
    let pushed = push.refs.iter().filter(|pushed| pushed.tag().is_some());
    pushed
        .map(|pushed| {
            let packages = match pushed.local {
                Some(_) => packages(&snapshot).ok()?,
                None => Vec::new(),
            };
            let mut facts = PushedTag::named(pushed, format.clone(), packages, &config);
            facts.siblings = siblings(&facts, tags);
            let name = pushed.local.as_ref().map(name_of);
            facts.target = match (name, &pushed.local) {
                (Some("TREE"), _) => Target::Other(ObjectKind::Tree),
                (Some(_), Some(object)) => Target::Commit(object.clone()),
                _ => Target::Nothing,
            };
            facts.message = (name == Some("TAG")).then(|| format!("{}\n", facts.name));
            facts.branches = match name {
                Some("LOOSE") => Branches::None,
                Some(_) => Branches::Usual,
                None => Branches::Unknown,
            };
            Some(facts)
        })
        .collect()
}

/// Returns the facts of an example's push as a whole; `None` when it is no push, or does not make sense.
pub fn push_of(example: &Example) -> Option<Push> {
    let Example::Push { refs, .. } = example else {
        return None;
    };
    let read = |line: &&str| {
        let mut words = line.rsplitn(4, ' ');
        let remote = object(words.next()?)?;
        let remote_ref = words.next()?.to_owned();
        let local = object(words.next()?)?;
        let local_ref = words.next()?.to_owned();
        Some(PushedRef {
            local_ref,
            local,
            remote_ref,
            remote,
        })
    };
    let refs = refs.iter().map(read).collect::<Option<Vec<_>>>()?;
    Some(Push { refs })
}

/// Reads an object's name; the outer `None` is for a name that means nothing, the inner one for `0`.
#[expect(
    clippy::option_option,
    reason = "`0` is a name that stands for no object"
)]
fn object(name: &str) -> Option<Option<Oid>> {
    if name == "0" {
        return Some(None);
    }
    let (_, digit) = OBJECTS.iter().find(|(known, _)| *known == name)?;
    Oid::new(&digit.to_string().repeat(40)).map(Some)
}

fn name_of(object: &Oid) -> &'static str {
    let known = OBJECTS
        .iter()
        .find(|(_, digit)| object.as_str().starts_with(*digit));
    known.map_or("", |(name, _)| name)
}

/// The tags that are there already, on the parent of the pushed commit.
fn siblings(facts: &PushedTag, tags: &[&str]) -> Vec<Sibling> {
    let Some(version) = facts.version() else {
        return Vec::new();
    };
    let sibling = |name: &&str| {
        let other = facts.format.read(name)?.version.ok()?;
        (*name != facts.name && same_line(version, &other)).then(|| Sibling {
            name: (*name).to_owned(),
            version: other,
            comes_after: false,
        })
    };
    tags.iter().filter_map(sibling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{About, Findings, Rule, Severity};
    use crate::tag_guard::{PUSH_RULES, RULES};

    fn found<F>(rule: &'static Rule<F>, facts: &[F]) -> usize {
        let mut findings = Findings::default();
        for facts in facts {
            findings.run(rule, Severity::Error, facts);
        }
        findings.found().len()
    }

    fn holds(about: &About, found: impl Fn(&Example) -> Option<usize>) {
        let bad = found(&about.bad).expect("the bad example makes sense");
        assert!(bad > 0, "{} is silent on its bad example", about.name);
        let good = found(&about.good).expect("the good example makes sense");
        assert_eq!(good, 0, "{} speaks on its good example", about.name);
    }

    #[test]
    fn every_rule_speaks_on_its_bad_example_and_is_silent_on_the_good_one() {
        for rule in RULES {
            let count = |example: &Example| Some(found(rule, &tags_of(example)?));
            holds(&rule.about, count);
        }
        for rule in PUSH_RULES {
            let count = |example: &Example| Some(found(rule, &[push_of(example)?]));
            holds(&rule.about, count);
        }
    }

    #[test]
    fn floating_tags_may_move_and_go() {
        let tree: crate::rule::Files = &[(
            "release-guard.toml",
            "[tags]\nfloating = [\"v1\", \"v1.2\"]\n",
        )];
        let example = Example::Push {
            refs: &[
                "refs/tags/v1 HEAD refs/tags/v1 OLD",
                "(delete) 0 refs/tags/v1.2 OLD",
            ],
            tree,
            tags: &["v1.2.3"],
        };
        let tags = tags_of(&example).unwrap();
        for rule in RULES {
            assert_eq!(found(rule, &tags), 0, "{}", rule.about.name);
        }
    }
}
