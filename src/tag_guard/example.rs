//! The facts of a rule's example, made from names alone, without a repository.
//!
//! Not used on real pushes: those are gathered by `facts`.
use super::facts::{Branches, PushedTag, Sibling, Target, told_format};
use super::names::same_line;
use super::neighbours::{Neighbours, Others};
use super::push::{Carrier, Push};
use super::sieve::TagSieve;
use super::surroundings::Edited;
use crate::config::{Config, UnknownKeys};
use crate::git::{
    ObjectKind, Oid, PushedRef, RefList, Sieve as _, Signature, Snapshot, TagObject, Verification,
};
use crate::project::{TagFormat, packages};
use crate::rule::Example;

/// The names of objects in examples, and what they stand for; the digit that each has is its place here, from 1.
pub static OBJECTS: &[(&str, &str)] = &[
    ("HEAD", "the pushed commit"),
    ("OLD", "its parent"),
    ("TAG", "an annotated tag on `HEAD`"),
    ("TREE", "a folder"),
    (
        "LOOSE",
        "a commit with the same files, on no branch of the remote",
    ),
    ("EMPTY", "an annotated tag on `HEAD` without a message"),
    (
        "RENAMED",
        "an annotated tag on `HEAD` that was made as `v1.2.2`",
    ),
    ("SIGNED", "a signed tag on `HEAD`, by a known key"),
    (
        "FOREIGN",
        "a signed tag on `HEAD`, by a key that nobody knows",
    ),
    ("FORGED", "a signed tag on `HEAD` that was changed since"),
    (
        "EDITED",
        "a commit with the same files, checked out and with `9.9.9` for its version by now",
    ),
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
    let names: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let refs = refs_of(example)?;
    let pushed = refs.iter().filter(|pushed| pushed.tag().is_some());
    pushed
        .map(|pushed| {
            let packages = match pushed.local {
                Some(_) => packages(&snapshot).ok()?,
                None => Vec::new(),
            };
            let told = told_format(&snapshot, &packages, pushed.tag());
            let format =
                TagFormat::learned(config.tag_format.as_deref(), told.as_deref(), &names).ok()?;
            let mut facts = PushedTag::named(pushed, format, packages, &config);
            facts.siblings = siblings(&facts, tags);
            facts.neighbours = neighbours(&facts, &refs, tags, &config);
            let branch = |other: &&PushedRef| other.branch() == pushed.tag();
            facts.branch = refs
                .iter()
                .find(branch)
                .map(|branch| branch.remote_ref.clone());
            let name = pushed.local.as_ref().map(name_of);
            facts.target = match (name, &pushed.local) {
                (Some("TREE"), _) => Target::Other(ObjectKind::Tree),
                (Some(_), Some(object)) => Target::Commit(object.clone()),
                _ => Target::Nothing,
            };
            facts.annotation = annotation(&facts, name.unwrap_or_default());
            facts.verification = match name {
                Some("SIGNED") => Some(Verification::Good),
                Some("FOREIGN") => Some(Verification::Unknown("the key is not known".into())),
                Some("FORGED") => Some(Verification::Bad("it does not fit the tag".into())),
                _ => None,
            };
            facts.edited = edited(&facts).filter(|_| name == Some("EDITED"));
            facts.branches = match name {
                Some("LOOSE") => Branches::None,
                Some(_) => Branches::Usual,
                None => Branches::Unknown,
            };
            Some(facts)
        })
        .collect()
}

/// Returns the facts of an example's push as a whole; `None` when it is no push, or does not make sense. A push of which a
/// framework told nothing has no refs.
pub fn push_of(example: &Example) -> Option<Push> {
    let refs = refs_of(example)?;
    let carrier = match refs.as_slice() {
        [] => Carrier::FrameworkAlone,
        _ => Carrier::Git,
    };
    Some(Push::of(&refs, &tags_of(example)?, carrier))
}

fn refs_of(example: &Example) -> Option<Vec<PushedRef>> {
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
    refs.iter().map(read).collect()
}

/// The object of an annotated tag.
fn annotation(facts: &PushedTag, name: &str) -> Option<TagObject> {
    let is_signed = ["SIGNED", "FOREIGN", "FORGED"].contains(&name);
    if !is_signed && !["TAG", "EMPTY", "RENAMED"].contains(&name) {
        return None;
    }
    let own = facts.name.clone();
    Some(TagObject {
        message: match name {
            "EMPTY" => String::new(),
            _ => format!("{own}\n"),
        },
        name: match name {
            "RENAMED" => "v1.2.2".into(),
            _ => own,
        },
        target: object("HEAD")??,
        kind: ObjectKind::Commit,
        signature: is_signed.then_some(Signature::Ssh),
    })
}

/// The first declared version, edited.
fn edited(facts: &PushedTag) -> Option<Edited> {
    let declared = facts.packages.first()?.declarations.first()?;
    Some(Edited {
        here: "9.9.9".into(),
        tagged: declared.raw.clone(),
        place: declared.place.clone(),
    })
}

/// Compares a tag with all others: those of the push, which are on one commit, and those that are there already.
fn neighbours(facts: &PushedTag, refs: &[PushedRef], tags: &[&str], config: &Config) -> Neighbours {
    let pushed = refs.iter().filter_map(|pushed| {
        let is_annotated = pushed.local.as_ref().map(name_of) == Some("TAG");
        Some((pushed.tag()?.to_owned(), is_annotated))
    });
    let pushed: Vec<(String, bool)> = pushed.collect();
    let names = pushed.iter().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.chain(tags.iter().copied()).collect();
    let mut sieve = TagSieve::of(refs);
    for name in &names {
        sieve.keeps(0, name, "");
    }
    let sieve = sieve.done();
    let others = Others {
        all: &RefList::of_names(names.iter().copied()),
        telling: sieve.telling().map(|tag| tag.name).collect(),
        with_capitals: sieve.with_capitals(),
        here: Box::new(|| pushed.clone()),
    };
    Neighbours::of(facts, others, config)
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
    let at = OBJECTS.iter().position(|(known, _)| *known == name)?;
    Oid::new(&format!("{:x}", at + 1).repeat(40)).map(Some)
}

fn name_of(object: &Oid) -> &'static str {
    let first = object.as_str().chars().next().and_then(|c| c.to_digit(16));
    let at = first.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
    let known = at.and_then(|at| OBJECTS.get(at));
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
