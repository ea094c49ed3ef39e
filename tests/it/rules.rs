//! Every rule of every program, run on its own examples.
use release_guard::catalogue::EVERY_PROGRAM;
use release_guard::policy;
use release_guard::rule::{About, Example, Finding, Findings, Rule, Severity};
use release_guard::{changelog_guard, check_version, tag_guard, validate_dist};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A rule without the type of its facts.
pub struct Registered {
    /// The program that has it.
    pub program: &'static str,
    /// The rules it can be selected with, where a program has several groups.
    pub group: Option<&'static str>,
    /// Its documentation.
    pub about: &'static About,
    /// Runs it on an example; `None` when the program can make no facts of such an example.
    pub check: Check,
}

type Check = Box<dyn Fn(&Example) -> Option<Vec<Finding>>>;

/// All rules, in the order of the documentation: one line a slice.
pub fn all_rules() -> Vec<Registered> {
    use release_guard::validate_dist::rules as dist;
    let slices = [
        slice(EVERY_PROGRAM, policy::RULES, policy::facts_of),
        slice(
            "check-version",
            check_version::RULES,
            check_version::facts_of,
        ),
        slice(
            "check-version",
            check_version::DEEP,
            check_version::facts_of_built,
        ),
        group(
            "file-name",
            dist::file_name::RULES,
            validate_dist::file_name_of,
        ),
        group("wheel", dist::wheel::RULES, validate_dist::wheel_of),
        group("library", dist::library::RULES, validate_dist::library_of),
        group("sdist", dist::sdist::RULES, validate_dist::sdist_of),
        group(
            "metadata",
            dist::metadata::RULES,
            validate_dist::metadata_of,
        ),
        group(
            "contents",
            dist::contents::RULES,
            validate_dist::contents_of,
        ),
        group("release", dist::release::RULES, validate_dist::release_of),
        group(
            "succession",
            dist::succession::RULES,
            validate_dist::succession_of,
        ),
        slice(
            "changelog-guard",
            changelog_guard::LINT,
            changelog_guard::facts_of_lint,
        ),
        slice(
            "changelog-guard",
            changelog_guard::RELEASE,
            changelog_guard::facts_at_release,
        ),
        slice(
            "changelog-guard",
            changelog_guard::MESSAGE,
            changelog_guard::facts_of_message,
        ),
        slice("tag-guard", tag_guard::RULES, tag_guard::facts_of),
        slice("tag-guard", tag_guard::PUSH_RULES, tag_guard::push_of),
    ];
    slices.into_iter().flatten().collect()
}

/// The rules of `validate-dist` about one kind of facts, which can be selected together.
fn group<F>(
    name: &'static str,
    rules: &'static [Rule<F>],
    facts_of: fn(&Example) -> Option<F>,
) -> Vec<Registered> {
    let mut all = slice("validate-dist", rules, facts_of);
    all.iter_mut().for_each(|rule| rule.group = Some(name));
    all
}

fn slice<F>(
    program: &'static str,
    rules: &'static [Rule<F>],
    facts_of: fn(&Example) -> Option<F>,
) -> Vec<Registered> {
    let registered = |rule: &'static Rule<F>| Registered {
        program,
        group: None,
        about: &rule.about,
        check: Box::new(move |example| {
            let mut findings = Findings::default();
            findings.run(rule, Severity::Error, &facts_of(example)?);
            Some(findings.into_found())
        }),
    };
    rules.iter().map(registered).collect()
}

#[test]
fn every_rule_speaks_on_its_bad_example_and_is_silent_on_its_good_one() {
    let mut wrong = Vec::new();
    for rule in all_rules() {
        let name = rule.about.name;
        match (rule.check)(&rule.about.bad) {
            None => wrong.push(format!("{name}: no facts of the bad example")),
            Some(found) if found.is_empty() => wrong.push(format!("{name}: silent on the bad one")),
            Some(found) => {
                let others = found.iter().filter(|finding| finding.rule.name != name);
                wrong.extend(others.map(|other| format!("{name}: speaks as {}", other.rule.name)));
                let ends = found
                    .iter()
                    .filter(|finding| finding.message.ends_with('.'));
                wrong.extend(ends.map(|finding| format!("{name}: full stop: {}", finding.message)));
            }
        }
        match (rule.check)(&rule.about.good) {
            None => wrong.push(format!("{name}: no facts of the good example")),
            Some(found) => wrong.extend(
                found
                    .iter()
                    .map(|finding| format!("{name}: on the good one: {}", finding.message)),
            ),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_file_is_registered_under_its_name() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in rule_files(&src) {
        let name = file
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .replace('_', "-");
        if let Some(other) = files.insert(name, file.clone()) {
            panic!("{} and {} have one name", other.display(), file.display());
        }
    }
    let mut names: Vec<&str> = all_rules().iter().map(|rule| rule.about.name).collect();
    names.sort_unstable();
    let of_files: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        of_files, names,
        "rule files (left) and registered rules (right)"
    );
}

/// The files below folders named `rules`, without `mod.rs` and without tests.
fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rule_files(&path));
        } else if path.components().any(|part| part.as_os_str() == "rules")
            && !["mod.rs", "tests.rs"].contains(&path.file_name().unwrap().to_str().unwrap())
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn documentation_is_written_as_the_house_writes() {
    let mut wrong = Vec::new();
    for rule in all_rules() {
        let about = rule.about;
        let name_is_kebab = about.name.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        let checks = [
            (name_is_kebab, "the name is kebab-case"),
            (!about.summary.is_empty(), "there is a summary"),
            (
                !about.summary.ends_with('.'),
                "the summary has no full stop",
            ),
            (!about.summary.contains('\n'), "the summary is one line"),
            (!about.why.is_empty(), "there is a reason"),
            (!about.fix.is_empty(), "there is a way out"),
            (
                about
                    .since
                    .parse::<release_guard::version::Version>()
                    .is_ok(),
                "since is a version",
            ),
            (
                about.from.iter().all(|from| !from.contains('`')),
                "no backticks in `from`",
            ),
        ];
        let failed = checks.iter().filter(|(holds, _)| !holds);
        wrong.extend(failed.map(|(_, what)| format!("{}: {what}", about.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
