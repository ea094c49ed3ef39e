//! What `publish bump` says in the end, for people and for machines.
//!
//! Not the findings of a guard.
use crate::bump::Bump;
use crate::edit;
use crate::flags::Flags;
use crate::git::Oid;
use crate::publish::is_json;
use crate::report::Answer;
use crate::terminal::Terminal;
use serde::Serialize;

/// More files or packages than these are counted, not named.
const MOST: usize = 8;

/// `release-guard/bump@1`.
#[derive(Serialize)]
struct JsonBump<'b> {
    schema: &'static str,
    /// `planned`, `done`, or `unchanged`.
    state: &'static str,
    packages: Vec<JsonPackage<'b>>,
    files: Vec<JsonFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'b str>,
    tags: Vec<&'b str>,
}

#[derive(Serialize)]
struct JsonPackage<'b> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'b str>,
    path: String,
    previous: &'b str,
    version: String,
    /// The version as its files write it.
    written: &'b str,
}

#[derive(Serialize)]
struct JsonFile {
    path: String,
    diff: String,
}

/// Whether every version stays as it is.
pub(super) fn is_same(planned: &Bump) -> bool {
    let mut packages = planned.packages.iter();
    packages.all(|package| package.target.current == package.target.new)
}

/// The versions before and after, of all packages.
pub(super) fn versions(planned: &Bump) -> String {
    let mut packages = planned.packages.iter();
    if let Some(first) = packages.next()
        && planned.packages.len() > MOST
    {
        let count = planned.packages.len();
        let target = &first.target;
        return match packages.all(|other| other.target.new == target.new) {
            true => format!("{count} packages → {}", target.new),
            false => format!("{count} packages"),
        };
    }
    let one = |package: &crate::bump::Bumped| {
        let target = &package.target;
        let name = package.name.as_deref().unwrap_or_default();
        let name = if planned.packages.len() > 1 {
            format!("{name} ")
        } else {
            String::new()
        };
        format!("{name}{} → {}", target.current, target.new)
    };
    let all: Vec<String> = planned.packages.iter().map(one).collect();
    all.join(", ")
}

/// The plan: the diff on stdout, which `git apply` reads, and what it is about beside it.
pub(super) fn planned(planned: &Bump, flags: &Flags, terminal: &Terminal) -> Answer {
    if is_json(flags) {
        return answer(
            planned,
            json(planned, "planned", None, planned.recording.tag),
        );
    }
    if is_same(planned) {
        return same(planned, flags);
    }
    terminal.say(&versions(planned));
    notes(planned, terminal);
    let recording = &planned.recording;
    if recording.commit && !planned.changes.is_empty() {
        let title = recording.message.lines().next().unwrap_or_default();
        terminal.say(&format!("  commit: {title}"));
    }
    for tag in recording.tags.iter().filter(|_| recording.tag) {
        terminal.say(&format!("  tag: {}", tag.name));
    }
    if planned.changes.is_empty() && !recording.tag {
        terminal.say(&untagged(planned));
    }
    for hook in recording.hooks.all() {
        terminal.say(&format!("  hook: {}", hook.text));
    }
    let diffs = planned.changes.iter().map(edit::unified_diff);
    answer(planned, diffs.collect())
}

/// What was done.
pub(super) fn done(planned: &Bump, commit: Option<&Oid>, is_tagged: bool, flags: &Flags) -> Answer {
    if is_json(flags) {
        return answer(planned, json(planned, "done", commit, is_tagged));
    }
    let mut out = versions(planned);
    let paths: Vec<String> = planned
        .changes
        .iter()
        .map(|change| change.path.to_string())
        .collect();
    match paths.as_slice() {
        [] => {}
        few if few.len() <= MOST => out.push_str(&format!(" in {}", few.join(", "))),
        many => out.push_str(&format!(" in {} files", many.len())),
    }
    out.push('\n');
    if let Some(commit) = commit {
        out.push_str(&format!("  commit {}\n", commit.short()));
    }
    for tag in planned.recording.tags.iter().filter(|_| is_tagged) {
        out.push_str(&format!("  tag {}\n", tag.name));
    }
    if planned.changes.is_empty() && !is_tagged {
        out.push_str(&format!("{}\n", untagged(planned)));
    }
    answer(planned, out)
}

/// Nothing is to be done.
pub(super) fn same(planned: &Bump, flags: &Flags) -> Answer {
    if is_json(flags) {
        return answer(planned, json(planned, "unchanged", None, false));
    }
    let target = planned.packages.first().map(|package| &package.target);
    let version = target.map_or("", |target| &target.current);
    answer(
        planned,
        format!("`{version}` is the version already; nothing was changed\n"),
    )
}

/// Says how the versions came about.
pub(super) fn notes(planned: &Bump, terminal: &Terminal) {
    let mut said: Vec<&String> = Vec::new();
    for note in planned
        .packages
        .iter()
        .flat_map(|package| &package.target.notes)
    {
        if !said.contains(&note) {
            terminal.note(note);
            said.push(note);
        }
    }
}

fn untagged(planned: &Bump) -> String {
    let tag = planned.recording.tags.first();
    let tag = tag.map_or("", |tag| tag.name.as_str());
    format!("  no file holds the version, because a tag does: `--tag` makes the tag `{tag}`")
}

fn answer(planned: &Bump, output: String) -> Answer {
    let github_output = match planned.packages.first() {
        Some(package) => vec![
            ("version", package.target.new.clone()),
            (
                "tag",
                planned
                    .recording
                    .tags
                    .first()
                    .map(|tag| tag.name.clone())
                    .unwrap_or_default(),
            ),
            ("prerelease", package.target.to.is_prerelease().to_string()),
        ],
        None => Vec::new(),
    };
    Answer {
        output,
        github_output,
        ..Answer::default()
    }
}

fn json(planned: &Bump, state: &'static str, commit: Option<&Oid>, is_tagged: bool) -> String {
    let packages = planned.packages.iter().map(|package| JsonPackage {
        name: package.name.as_deref(),
        path: package.folder.to_string(),
        previous: &package.target.current,
        version: package.target.to.to_string(),
        written: &package.target.new,
    });
    let files = planned.changes.iter().map(|change| JsonFile {
        path: change.path.to_string(),
        diff: edit::unified_diff(change),
    });
    let tags = planned.recording.tags.iter().filter(|_| is_tagged);
    let bump = JsonBump {
        schema: "release-guard/bump@1",
        state,
        packages: packages.collect(),
        files: files.collect(),
        commit: commit.map(Oid::as_str),
        tags: tags.map(|tag| tag.name.as_str()).collect(),
    };
    serde_json::to_string_pretty(&bump).unwrap_or_default() + "\n"
}
