//! What a bump's texts may name beside versions: the time, the environment, the repository.
//!
//! Asked only when a text names it.
use super::format::{Moment, Value, Zone};
use crate::git::Repository;
use jiff::Zoned;
use std::cell::OnceCell;
use std::rc::Rc;

/// What a bump's texts may name beside versions.
#[derive(Debug)]
pub struct Surroundings {
    /// The time of the bump, where the user is.
    pub now: Zoned,
    /// The repository; `None` outside of one.
    pub repository: Option<Rc<Repository>>,
    described: OnceCell<Described>,
}

/// The commit that is checked out, as the last tag of the project describes it.
#[derive(Debug, Clone, Default)]
struct Described {
    tag: Option<String>,
    distance: i64,
    commit: Option<String>,
}

impl Surroundings {
    /// The surroundings of a bump at this time.
    pub fn new(now: Zoned, repository: Option<Rc<Repository>>) -> Self {
        Self {
            now,
            repository,
            described: OnceCell::new(),
        }
    }

    /// The value of a name; `tag_name` is the form of the project's tags. `None` for a name that stands for nothing.
    pub(super) fn value(&self, name: &str, tag_name: &str) -> Option<Value> {
        if let Some(variable) = name.strip_prefix('$') {
            return std::env::var(variable).ok().map(Value::Text);
        }
        let text = |text: Option<String>| text.map_or(Value::Nothing, Value::Text);
        Some(match name {
            "now" => Value::Moment(Moment {
                at: self.now.datetime(),
                zone: Zone::Local,
            }),
            "utcnow" => {
                let utc = self.now.with_time_zone(jiff::tz::TimeZone::UTC);
                Value::Moment(Moment {
                    at: utc.datetime(),
                    zone: Zone::Utc,
                })
            }
            "#" | ";" => Value::Text(name.to_owned()),
            "branch_name" => text(self.branch()),
            "short_branch_name" => text(self.branch().map(|name| short(&name))),
            "commit_sha" => text(self.described(tag_name).commit),
            "short_commit_sha" => text(
                self.described(tag_name)
                    .commit
                    .map(|commit| commit.chars().take(7).collect()),
            ),
            "distance_to_latest_tag" => Value::Number(self.described(tag_name).distance),
            "current_tag" => text(self.described(tag_name).tag),
            "dirty" => Value::Truth(self.is_dirty()),
            _ => return None,
        })
    }

    fn branch(&self) -> Option<String> {
        let branch = self.repository.as_ref().map(|found| found.branch());
        // A detached HEAD is on no branch, which is an empty text to bump-my-version.
        branch.map(|branch| branch.ok().flatten().unwrap_or_default())
    }

    fn is_dirty(&self) -> bool {
        let changed = self
            .repository
            .as_ref()
            .and_then(|found| found.changed_paths().ok());
        changed.is_some_and(|paths| paths.iter().any(|path| !path.is_untracked))
    }

    fn described(&self, tag_name: &str) -> Described {
        let describe = || self.describe(tag_name).unwrap_or_default();
        self.described.get_or_init(describe).clone()
    }

    fn describe(&self, tag_name: &str) -> Option<Described> {
        let repository = self.repository.as_ref()?;
        let commit = repository.head().ok()??.to_string();
        let pattern = tag_name.replace("{new_version}", "*");
        let answer = repository
            .git()
            .args(["describe", "--tags", "--long", "--abbrev=40"])
            .arg(format!("--match={pattern}"))
            .output()
            .ok()?;
        // `<tag>-<distance>-g<commit>`
        let text = answer.text();
        let mut parts = text.trim().rsplitn(3, '-');
        let (_, distance, tag) = (parts.next(), parts.next(), parts.next());
        Some(Described {
            distance: distance.and_then(|text| text.parse().ok()).unwrap_or(0),
            tag: tag.map(str::to_owned),
            commit: Some(commit),
        })
    }
}

/// The first twenty letters and digits of a branch's name, in lower case.
fn short(branch: &str) -> String {
    let kept = branch.chars().filter(char::is_ascii_alphanumeric);
    kept.take(20).collect::<String>().to_lowercase()
}
