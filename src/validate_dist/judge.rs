//! Files judged each on its own: several at a time, or the members of one on several threads.
//!
//! Not what the files are together: that is for the rules of a release.
use super::{CheckError, Expected, FEW, FileFacts, FileNameFacts, Kind, Library, Metadata, rules};
use crate::dist::{Claims, Contents, Reader, Sdist, TarProblem, Wheel, digest_of};
use crate::policy::Policy;
use crate::rule::Findings;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// More threads than this only fight for the disk.
const THREADS: usize = 4;

/// A smaller file is read to its end sooner than another thread begins, in bytes.
const WORTH_A_THREAD: u64 = 256 << 10;

pub(super) type Checked = Result<(FileFacts, Findings), CheckError>;

/// Checks every file on its own, on several threads when there are several; the answers come in the files' order.
pub(super) fn check_each(files: &[PathBuf], expected: &Expected, policy: &Policy) -> Vec<Checked> {
    let cores = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(THREADS);
    let threads = cores.min(files.len());
    // What the files leave idle helps with the members of each.
    let each = cores.checked_div(threads).unwrap_or(1);
    if threads < 2 {
        let check = |file: &PathBuf| check_file(file, expected, policy, each);
        return files.iter().map(check).collect();
    }
    let next = Mutex::new(files.iter().enumerate());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((at, file)) = next.lock().ok().and_then(|mut next| next.next()) else {
                        return;
                    };
                    let checked = check_file(file, expected, policy, each);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, checked));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, checked)| checked).collect()
}

/// Checks one file on this many threads.
fn check_file(path: &Path, expected: &Expected, policy: &Policy, threads: usize) -> Checked {
    let read = |source| CheckError::Read {
        path: path.to_owned(),
        source,
    };
    let open = || Reader::open(path).map_err(read);
    let mut reader = open()?;
    let name = FileNameFacts::new(path);
    let (digest, findings) = if threads > 1 && reader.size() > WORTH_A_THREAD {
        std::thread::scope(|scope| {
            let digest = scope.spawn(|| digest_of(&mut reader));
            let findings = judge_file(&name, expected, &open, policy, threads);
            let lost = |_| Err(std::io::Error::other("the thread that reads it was lost"));
            (digest.join().unwrap_or_else(lost), findings)
        })
    } else {
        let digest = digest_of(&mut reader);
        (digest, judge_file(&name, expected, &open, policy, threads))
    };
    Ok((FileFacts::new(&name, digest.map_err(read)?), findings?))
}

fn judge_file(
    name: &FileNameFacts,
    expected: &Expected,
    open: &dyn Fn() -> Result<Reader, CheckError>,
    policy: &Policy,
    threads: usize,
) -> Result<Findings, CheckError> {
    let path = &*name.path;
    let read = |source| CheckError::Read {
        path: path.to_owned(),
        source,
    };
    let mut findings = Findings::default();
    never(policy.judge(rules::file_name::RULES, || Ok(name.clone()), &mut findings));
    match Kind::of(&name.raw) {
        Kind::Wheel => {
            let wheel = Wheel::read(path, open()?).map_err(read)?;
            let claims = Claims::of(&wheel);
            if let Some(metadata) = Metadata::of_wheel(&wheel) {
                never(policy.judge(rules::metadata::RULES, || Ok(metadata), &mut findings));
            }
            if let Some(library) = Library::of_wheel(&wheel, &expected.declared) {
                never(policy.judge(rules::library::RULES, || Ok(library), &mut findings));
            }
            never(policy.judge(rules::wheel::RULES, || Ok(wheel), &mut findings));
            let contents = || Contents::of_wheel(path, open()?, claims, threads).map_err(read);
            policy.judge(rules::contents::RULES, contents, &mut findings)?;
        }
        Kind::Sdist => {
            let sdist = Sdist::read(path, open()?).map_err(read)?;
            if let Some(metadata) = Metadata::of_sdist(&sdist) {
                never(policy.judge(rules::metadata::RULES, || Ok(metadata), &mut findings));
            }
            let is_bomb = matches!(sdist.problem, Some(TarProblem::Bomb { .. }));
            never(policy.judge(rules::sdist::RULES, || Ok(sdist), &mut findings));
            // A bomb is not inflated a second time to look into its members, as with wheels.
            if !is_bomb {
                let contents = || Ok::<_, CheckError>(Contents::of_sdist(path, open()?));
                policy.judge(rules::contents::RULES, contents, &mut findings)?;
            }
        }
        Kind::Other => {}
    }
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let count = told.entry(finding.rule.name).or_default();
        *count += 1;
        *count <= FEW
    });
    Ok(findings)
}

pub(super) fn never(result: Result<(), Infallible>) {
    match result {
        Ok(()) => {}
        Err(impossible) => match impossible {},
    }
}
