//! The policy on tags as a ruleset for GitHub, which holds for everybody and every way of pushing.
//!
//! Not uploaded from here: it is printed, for *Settings → Rules → Import a ruleset*, or for `gh api`.
use super::context::{Context, Side};
use super::facts::format_of;
use crate::config::{Config, UnknownKeys};
use crate::flags::Flags;
use crate::git::{Repository, Snapshot};
use crate::project::{TagFormat, packages_with};
use crate::report::Answer;
use crate::terminal::Terminal;
use serde_json::{Value, json};
use std::rc::Rc;

/// Prints the ruleset: nobody may update or delete release tags. With an app, it is the one that lets nobody else make
/// them.
pub(super) fn ruleset(
    repository: &Rc<Repository>,
    app: Option<u64>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let snapshot = match repository.head()? {
        Some(_) => Some(Snapshot::commit(repository.clone(), "HEAD")?),
        None => None,
    };
    let (config, format) = match &snapshot {
        Some(snapshot) => {
            let config = Config::open(snapshot, flags, UnknownKeys::Refused, terminal)?;
            let packages = packages_with(snapshot, &config.versions())?;
            let context = Context::new(repository, None, &[], Side::Fetched);
            let format = format_of(Some(snapshot), &packages, None, &context, &config)?;
            (config, format)
        }
        None => (Config::default(), TagFormat::standard()),
    };
    if app.is_none() {
        terminal.note(
            "import this under Settings → Rules, or post it: `tag-guard ruleset | gh api --method POST repos/OWNER/REPO/rulesets --input -`",
        );
    }
    let text = serde_json::to_string_pretty(&described(&format, &config.tags.floating, app))?;
    Ok(Answer::text(format!("{text}\n")))
}

/// The ruleset as GitHub's REST API has it (`POST /repos/{owner}/{repo}/rulesets`).
fn described(format: &TagFormat, floating: &[String], app: Option<u64>) -> Value {
    let full = |pattern: &str| format!("refs/tags/{pattern}");
    let include = [full(&pattern(format))];
    let exclude: Vec<String> = floating.iter().map(|pattern| full(pattern)).collect();
    let rule = |kind: &str| json!({ "type": kind });
    let (name, rules, bypass) = match app {
        None => (
            "Release tags stay what they are",
            vec![rule("update"), rule("deletion")],
            Vec::new(),
        ),
        Some(app) => (
            "Release tags are made by the release app",
            vec![rule("creation")],
            vec![json!({
                "actor_id": app,
                "actor_type": "Integration",
                "bypass_mode": "always",
            })],
        ),
    };
    json!({
        "name": name,
        "target": "tag",
        "enforcement": "active",
        "bypass_actors": bypass,
        "conditions": { "ref_name": { "include": include, "exclude": exclude } },
        "rules": rules,
    })
}

/// The tags of a form as a pattern of Ruby's `File.fnmatch`, in which `*` stops at `/`.
fn pattern(format: &TagFormat) -> String {
    let fields = [
        ("{version}", "[0-9]*"),
        ("{version_underscored}", "[0-9]*"),
        ("{name}", "*"),
    ];
    let text = format.to_string();
    fields
        .iter()
        .fold(text, |text, (field, glob)| text.replace(field, glob))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_form() {
        for (format, expected) in [
            ("v{version}", "v[0-9]*"),
            ("{version}", "[0-9]*"),
            ("{name}-v{version}", "*-v[0-9]*"),
            ("{name}/v{version}", "*/v[0-9]*"),
            ("rel_{version_underscored}", "rel_[0-9]*"),
        ] {
            assert_eq!(pattern(&format.parse().unwrap()), expected);
        }
    }

    #[test]
    fn nobody_is_excepted_from_update_and_deletion_and_the_app_may_only_make_tags() {
        let floating = ["v1".to_owned()];
        let ruleset = described(&TagFormat::standard(), &floating, None);
        let [include, exclude] =
            ["include", "exclude"].map(|key| &ruleset["conditions"]["ref_name"][key]);
        assert_eq!(
            (include, exclude),
            (&json!(["refs/tags/v[0-9]*"]), &json!(["refs/tags/v1"]))
        );
        assert_eq!(
            ruleset["rules"],
            json!([{ "type": "update" }, { "type": "deletion" }])
        );
        assert_eq!(ruleset["bypass_actors"], json!([]));
        let ruleset = described(&TagFormat::standard(), &[], Some(7));
        assert_eq!(ruleset["rules"], json!([{ "type": "creation" }]));
        assert_eq!(ruleset["bypass_actors"][0]["actor_id"], 7);
    }
}
