//! `publish bump` beside the real bump-my-version: the same project and the same arguments leave the same files, commits
//! and tags; what it refuses is refused; its bugs are not copied.
mod bugs;
mod case;
mod cases;
mod fact;
mod refusals;
mod run;

use case::Case;
use run::{Outcome, ours, theirs, theirs_alone};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::SystemTime;

/// A table of cases and what the real tool made of them, which is asked once.
struct Answered {
    cases: Vec<Case>,
    outcomes: Vec<Outcome>,
    hour: u64,
}

fn answer(cases: Vec<Case>) -> Answered {
    let hour = hour();
    let mut outcomes = theirs(&cases);
    // What is kept for all tests is never dropped, and would leave its folders behind.
    for outcome in &mut outcomes {
        outcome.scratch = None;
    }
    Answered {
        cases,
        outcomes,
        hour,
    }
}

fn of_equal_cases() -> &'static Answered {
    static ANSWERED: OnceLock<Answered> = OnceLock::new();
    ANSWERED.get_or_init(|| answer(cases::all()))
}

fn of_refusals() -> &'static Answered {
    static ANSWERED: OnceLock<Answered> = OnceLock::new();
    ANSWERED.get_or_init(|| answer(refusals::REFUSALS.to_vec()))
}

/// Hours since 1970: a day begins with one, wherever one is.
fn hour() -> u64 {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap();
    now.as_secs() / 3600
}

#[test]
fn what_bump_my_version_leaves_we_leave() {
    let answered = of_equal_cases();
    let mut different = differences(answered);
    if !different.is_empty() && hour() != answered.hour {
        // Dates may have turned in between; those cases are asked again of both.
        let again = different.iter().map(|(case, _)| *case).collect();
        different = differences(&answer(again));
    }
    report(different);
}

/// The cases that end differently, and how.
fn differences(answered: &Answered) -> Vec<(Case, String)> {
    let ours = ours(&answered.cases);
    let both = answered.outcomes.iter().zip(&ours);
    let cases = answered.cases.iter().zip(both);
    cases
        .filter_map(|(case, (theirs, ours))| {
            let differs = theirs.after != ours.after || ours.status != 0;
            differs.then(|| (*case, difference(theirs, ours)))
        })
        .collect()
}

fn difference(theirs: &Outcome, ours: &Outcome) -> String {
    let mut out = String::new();
    if theirs.status != ours.status {
        writeln!(out, "exit {}, ours {}", theirs.status, ours.status).unwrap();
    }
    out += &theirs.after.diff(&ours.after);
    out + &ours.said
}

fn report(wrong: Vec<(Case, String)>) {
    let count = wrong.len();
    let text: String = wrong
        .iter()
        .map(|(case, how)| format!("=== {}: bump {}\n{how}\n", case.name, case.args.join(" ")))
        .collect();
    assert!(wrong.is_empty(), "{text}{count} cases");
}

#[test]
fn what_bump_my_version_refuses_we_refuse_with_nothing_changed() {
    let cases = refusals::REFUSALS;
    let wrong = cases
        .iter()
        .zip(ours(cases))
        .filter_map(|(case, ours)| Some((*case, fact::Fact::Refused.fault(&ours)?)))
        .collect();
    report(wrong);
}

#[test]
fn a_missing_version_is_named_as_its_file_spells_it() {
    let case = refusals::REFUSALS
        .iter()
        .find(|case| case.name == "refused: one of the spellings is missing")
        .unwrap();
    for outcome in theirs(&[*case]).iter().chain(&ours(&[*case])) {
        for part in ["acme;1;2;3", "numbers.csv"] {
            assert!(outcome.said.contains(part), "{}", outcome.said);
        }
    }
}

#[test]
fn the_bugs_of_bump_my_version_are_not_ours() {
    let bugs = bugs::all();
    let cases: Vec<Case> = bugs.iter().map(|bug| bug.case).collect();
    let wrong = bugs
        .iter()
        .zip(ours(&cases))
        .filter_map(|(bug, ours)| Some((bug.case, fact::faults(bug.ours, &ours)?)))
        .collect();
    report(wrong);
}

#[test]
fn the_real_tool_answers_as_the_tables_say() {
    let mut wrong = Vec::new();
    let answered = of_equal_cases();
    for (case, theirs) in answered.cases.iter().zip(&answered.outcomes) {
        if theirs.status != 0 {
            wrong.push((*case, format!("exit {}\n{}", theirs.status, theirs.said)));
        }
    }
    let answered = of_refusals();
    for (case, theirs) in answered.cases.iter().zip(&answered.outcomes) {
        if theirs.status == 0 {
            wrong.push((*case, format!("is done\n{}", theirs.said)));
        }
    }
    let bugs = bugs::all();
    let cases: Vec<Case> = bugs.iter().map(|bug| bug.case).collect();
    for (bug, theirs) in bugs.iter().zip(theirs(&cases)) {
        if let Some(how) = fact::faults(bug.theirs, &theirs) {
            wrong.push((bug.case, how));
        }
    }
    report(wrong);
}

#[test]
fn a_fork_of_the_driver_does_what_the_command_does() {
    let (equal, refused) = (of_equal_cases(), of_refusals());
    let all = [equal, refused]
        .into_iter()
        .flat_map(|answered| answered.cases.iter().zip(&answered.outcomes));
    let (cases, forked): (Vec<Case>, Vec<&Outcome>) = all.step_by(43).unzip();
    let wrong = cases
        .iter()
        .zip(forked)
        .zip(theirs_alone(&cases))
        .filter(|((_, forked), alone)| {
            (forked.status, &forked.after) != (alone.status, &alone.after)
        })
        .map(|((case, forked), alone)| (*case, difference(&alone, forked)))
        .collect();
    report(wrong);
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let bugs = bugs::all();
    let all = [cases::all(), refusals::REFUSALS.to_vec()].concat();
    let names: Vec<&str> = all
        .iter()
        .chain(bugs.iter().map(|bug| &bug.case))
        .map(|case| case.name)
        .collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), unique.len(), "{names:#?}");
}
