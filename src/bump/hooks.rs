//! The commands that a configuration of bump-my-version wants run around the commit, ready to be started.
//!
//! Nothing is started here.
use super::BumpError;
use super::dialect::Settings;
use super::format::{Template, Value};
use super::recording::words;
use super::template::Context;

/// Characters that only a shell understands.
const SHELL: &[char] = &['|', ';', '&', '`', '$', '<', '>', '(', ')', '\n', '\r'];

/// The commands around a commit, and the variables that they are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hooks {
    /// Before the next version is worked out.
    pub setup: Vec<Hook>,
    /// When the files are written and the commit is not made yet.
    pub pre_commit: Vec<Hook>,
    /// When commit and tag are made.
    pub post_commit: Vec<Hook>,
    /// Names and values of `BVHOOK_…` variables.
    pub variables: Vec<(String, String)>,
    /// Those that are known before the next version is worked out.
    pub setup_variables: Vec<(String, String)>,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// As it is configured.
    pub text: String,
    /// The program and its arguments.
    pub words: Vec<String>,
}

impl Hooks {
    /// Reads what is configured. A command that only a shell could run is refused unless a shell is allowed.
    pub(super) fn of(settings: &Settings, context: &Context<'_>) -> Result<Self, BumpError> {
        let all = |hooks: &[String], known: &[&str]| -> Result<Vec<Hook>, BumpError> {
            let hooks = hooks.iter().filter(|text| !text.trim().is_empty());
            hooks
                .map(|text| hook(text, settings.allow_shell_hooks, context, known))
                .collect()
        };
        let both = ["current_", "new_"];
        let mut hooks = Self {
            setup: all(&settings.setup_hooks, &both[..1])?,
            pre_commit: all(&settings.pre_commit_hooks, &both)?,
            post_commit: all(&settings.post_commit_hooks, &both)?,
            variables: Vec::new(),
            setup_variables: Vec::new(),
        };
        if hooks.all().next().is_some() {
            hooks.variables = variables(context)?;
            let known = hooks.variables.iter().cloned();
            let is_known = |(name, _): &(String, String)| !name.starts_with("BVHOOK_NEW_");
            hooks.setup_variables = known.filter(is_known).collect();
        }
        Ok(hooks)
    }

    /// All commands, in the order in which they run.
    pub fn all(&self) -> impl Iterator<Item = &Hook> {
        self.setup
            .iter()
            .chain(&self.pre_commit)
            .chain(&self.post_commit)
    }
}

fn hook(
    text: &str,
    may_use_shell: bool,
    context: &Context<'_>,
    known: &[&str],
) -> Result<Hook, BumpError> {
    let needs_shell = text.contains(SHELL);
    if needs_shell && !may_use_shell {
        return Err(BumpError::Shell {
            hook: text.to_owned(),
        });
    }
    let words = match (needs_shell, may_use_shell) {
        (true, _) => ["sh", "-c", text].map(str::to_owned).into(),
        (false, true) => words(text)?,
        (false, false) => words(text)?
            .into_iter()
            .map(|word| placed(&word, context, known))
            .collect(),
    };
    Ok(Hook {
        text: text.to_owned(),
        words,
    })
}

/// A word with the versions and their parts put in whose names begin as is known; other braces stay.
fn placed(word: &str, context: &Context<'_>, known: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let named = behind.split_once('}');
        let is_known = |name: &str| known.iter().any(|start| name.starts_with(start));
        let found = named.filter(|(name, _)| is_known(name) && *name != "current_tag");
        match found.and_then(|(name, after)| Some((context.value(name)?, after))) {
            Some((Value::Text(value), after)) => {
                out.push_str(&value);
                rest = after;
            }
            _ => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out + rest
}

fn variables(context: &Context<'_>) -> Result<Vec<(String, String)>, BumpError> {
    let text = |name: &str| -> Result<String, BumpError> {
        Ok(match context.value(name) {
            None | Some(Value::Nothing) => String::new(),
            Some(value) => Template::parse("{value}")?.fill(&|_| Some(value.clone()))?,
        })
    };
    let mut found = Vec::new();
    for name in [
        "commit_sha",
        "short_commit_sha",
        "distance_to_latest_tag",
        "branch_name",
        "short_branch_name",
        "current_tag",
        "current_version",
        "new_version",
    ] {
        found.push((variable(name), text(name)?));
    }
    for name in ["now", "utcnow"] {
        found.push((variable(name), text(name)?.replacen(' ', "T", 1)));
    }
    found.push((variable("is_dirty"), text("dirty")?));
    let tag = context.fill(context.tag_name)?;
    found.push((variable("new_tag"), tag.clone()));
    found.push((variable("new_version_tag"), tag));
    if let Some((before, after)) = context.parts {
        for (prefix, parts) in [("current", before), ("new", after)] {
            let named = parts
                .iter()
                .map(|(name, value)| (variable(&format!("{prefix}_{name}")), value.clone()));
            found.extend(named);
        }
    }
    Ok(found)
}

fn variable(name: &str) -> String {
    format!("BVHOOK_{}", name.to_uppercase())
}
