//! Which rules run, how much their findings weigh at which stage, and which findings are accepted.
//!
//! Not what a rule finds: that is in the programs. The three rules here are about configuration and comments that
//! accept findings.
mod accept;
mod rules;
mod stages;

pub use accept::{Acceptance, Acceptances, Scope, Unknown};
pub use rules::RULES;
pub use stages::{ROWS, Row};

use crate::catalogue::{canonical, chosen, hint, similar_choice};
use crate::config::{Config, Ignore, UnknownKeys};
use crate::environment;
use crate::flags::Flags;
use crate::git::Snapshot;
use crate::rule::{About, Example, Finding, Findings, Rule, Severity};
use crate::source::{Place, RepoPath, Spot};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// When rules are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// A commit is being made; what is staged is judged.
    Commit,
    /// A tag or branch is being pushed.
    Push,
    /// A pull request or branch, in CI or by hand.
    Ci,
    /// A tag, before it is released.
    Tag,
}

impl Stage {
    /// How keys that this version does not know are taken: a hook may be older than the configuration.
    pub fn unknown_keys(self) -> UnknownKeys {
        match self {
            Self::Commit | Self::Push => UnknownKeys::Warned,
            Self::Ci | Self::Tag if environment::is_hook() => UnknownKeys::Warned,
            Self::Ci | Self::Tag => UnknownKeys::Refused,
        }
    }
}

/// Which rules run, and how much their findings weigh.
///
/// From the strongest to the weakest word: `--ignore` and `--select`; a stage at which the rule does not run;
/// `rules` of the configuration; the stage's severity; the rule's own. `--select` runs a rule that is off.
#[derive(Debug, Clone)]
pub struct Policy {
    stage: Stage,
    severities: BTreeMap<String, Severity>,
    accepted: Vec<Ignore>,
    unknown: Vec<Unknown>,
    takes_comments: bool,
    select: Vec<&'static str>,
    ignore: Vec<&'static str>,
}

/// Why a policy makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A rule is named that does not exist.
    #[error("there is no rule `{name}`, which {by} names{}", hint(suggestion.as_deref()))]
    UnknownRule {
        /// The name.
        name: String,
        /// What names it: an option, or the configuration.
        by: String,
        /// A rule of a similar name.
        suggestion: Option<String>,
    },
}

impl Policy {
    /// The policy of a configuration and the command line at a stage. A rule that is named but does not exist is an
    /// error; in the configuration of a hook, which may be older than it, it becomes a finding of `unknown-rule`.
    pub fn new(config: &Config, flags: &Flags, stage: Stage) -> Result<Self, PolicyError> {
        let mut policy = Self {
            select: own_names(&flags.select, "`--select`")?,
            ignore: own_names(&flags.ignore, "`--ignore`")?,
            accepted: config.ignore.clone(),
            ..Self::standard(stage)
        };
        for (name, severity) in &config.rules {
            match canonical(name) {
                Some(own) => {
                    policy.severities.insert(own.to_owned(), *severity);
                }
                None => policy
                    .unknown
                    .push(Unknown::of(name, config.rule_places.get(name))),
            }
        }
        for ignore in &config.ignore {
            if canonical(&ignore.rule).is_none() {
                let unknown = Unknown::of(&ignore.rule, ignore.place.as_ref());
                policy.unknown.push(unknown);
            }
        }
        match policy.unknown.first() {
            Some(first) if matches!(stage, Stage::Ci | Stage::Tag) => {
                let at = first.place.as_ref().map(crate::report::at);
                Err(PolicyError::UnknownRule {
                    name: first.name.clone(),
                    by: at.unwrap_or_else(|| "the configuration".into()),
                    suggestion: first.suggestion.map(str::to_owned),
                })
            }
            _ => Ok(policy),
        }
    }

    /// The policy of an empty configuration at a stage.
    pub fn standard(stage: Stage) -> Self {
        Self {
            stage,
            severities: BTreeMap::new(),
            accepted: Vec::new(),
            unknown: Vec::new(),
            takes_comments: true,
            select: Vec::new(),
            ignore: Vec::new(),
        }
    }

    /// The same policy, in which comments in what is judged accept nothing: for a server, which does not take the
    /// pusher's word.
    pub fn without_comments(self) -> Self {
        Self {
            takes_comments: false,
            ..self
        }
    }

    /// The same policy at another stage.
    pub fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            ..self.clone()
        }
    }

    /// The stage.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Runs the rules that are on, on facts that are made only when there is one.
    pub fn judge<F, E>(
        &self,
        rules: &'static [Rule<F>],
        facts: impl FnOnce() -> Result<F, E>,
        out: &mut Findings,
    ) -> Result<(), E> {
        let on: Vec<_> = rules
            .iter()
            .map(|rule| (rule, self.severity(&rule.about)))
            .filter(|(_, severity)| *severity != Severity::Off)
            .collect();
        if on.is_empty() {
            return Ok(());
        }
        let facts = facts()?;
        for (rule, severity) in on {
            out.run(rule, severity, &facts);
        }
        Ok(())
    }

    /// How much a finding of this rule weighs; `Off` when it does not run.
    pub fn severity(&self, about: &About) -> Severity {
        let name = about.name;
        if self.ignore.contains(&name) {
            return Severity::Off;
        }
        let of_stage = stages::severity(name, self.stage);
        let weight = match (of_stage, self.severities.get(name)) {
            (Some(Severity::Off), _) => Severity::Off,
            (_, Some(configured)) => *configured,
            (Some(of_stage), None) => of_stage,
            (None, None) => about.severity,
        };
        if self.select.is_empty() {
            return weight;
        }
        if !self.select.contains(&name) {
            return Severity::Off;
        }
        [weight, about.severity]
            .into_iter()
            .find(|severity| *severity != Severity::Off)
            .unwrap_or(Severity::Warning)
    }

    /// Takes accepted findings away, says which acceptances matched nothing, and sorts what is left by place.
    ///
    /// An acceptance counts as unused only where its rule ran, and where the program told (`Findings::look_at`) that it
    /// looked at the place.
    pub fn settle(&self, findings: &mut Findings) {
        let mut acceptances = Acceptances::of(&self.accepted, &self.unknown, findings);
        if !self.takes_comments {
            acceptances.drop_comments();
        }
        findings.retain(|finding| !acceptances.take(finding));
        acceptances.judge_use(|rule| findings.has_run(rule));
        let Ok(()) = self.judge(RULES, || Ok::<_, Infallible>(acceptances), findings);
        findings.sort_by_key(position);
    }
}

/// The facts of an example for the rules of this module: every rule that it names ran, and found nothing.
pub fn facts_of(example: &Example) -> Option<Acceptances> {
    let Example::Tree(files) = example else {
        return None;
    };
    let snapshot = Snapshot::memory(files.iter().copied());
    let (config, _) = Config::read(&snapshot, UnknownKeys::Warned).ok()?;
    let policy = Policy::new(&config, &Flags::default(), Stage::Commit).ok()?;
    let mut findings = Findings::default();
    for (path, _) in files.iter() {
        findings.look_at(snapshot.file(&RepoPath::from(*path)).ok()??);
    }
    let mut acceptances = Acceptances::of(&policy.accepted, &policy.unknown, &findings);
    acceptances.judge_use(|_| true);
    Some(acceptances)
}

/// The own names of all rules that the words of an option stand for.
fn own_names(words: &[String], option: &str) -> Result<Vec<&'static str>, PolicyError> {
    let mut names = Vec::new();
    for word in words {
        let chosen = chosen(word);
        if chosen.is_empty() {
            return Err(PolicyError::UnknownRule {
                name: word.clone(),
                by: option.to_owned(),
                suggestion: similar_choice(word).map(str::to_owned),
            });
        }
        names.extend(chosen);
    }
    Ok(names)
}

/// What findings are sorted by: first those without a place, then by path and offset; equals stay in the rules' order.
fn position(finding: &Finding) -> Option<(String, u64)> {
    let place = finding.places.first()?;
    let offset = match &place.spot {
        Spot::Whole => 0,
        Spot::Text { span, .. } => u64::try_from(span.start).unwrap_or(u64::MAX),
        Spot::Offset(offset) => *offset,
    };
    Some((path(place), offset))
}

fn path(place: &Place) -> String {
    crate::report::at(&Place {
        spot: Spot::Whole,
        ..place.clone()
    })
}

#[cfg(test)]
mod tests;
