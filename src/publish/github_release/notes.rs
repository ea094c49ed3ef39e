//! The notes of a release: which template, what is filled in, and how long they may be.
//!
//! Reads the template; what GitHub makes is asked for by the caller.
use super::Assembled;
use crate::github::{NOTES_LIMIT, Parts, Visibility, cut, fill, wants};
use anyhow::{Context as _, bail};

/// What notes are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    text: String,
    /// How it is named in a plan.
    pub(super) title: String,
    /// Whether somebody asked for just these.
    pub(super) is_asked_for: bool,
}

impl Template {
    /// The one that is asked for: by a word, or a file; else the changelog's section where there is one.
    pub(super) fn of(asked: Option<&str>, assembled: &Assembled) -> anyhow::Result<Self> {
        let path = assembled.changelog.as_ref().map(|(_, path)| path.as_str());
        let word = asked.unwrap_or(if path.is_some() {
            "changelog"
        } else {
            "generated"
        });
        let own = format!("notes from `{}`", path.unwrap_or_default());
        let (text, title) = match word {
            "changelog" => ("{changelog}".to_owned(), own),
            "generated" => ("{generated}".to_owned(), "notes that GitHub makes".into()),
            "both" => (
                "{changelog}\n\n{generated}".to_owned(),
                format!("{own}, and those that GitHub makes"),
            ),
            file => {
                let text = std::fs::read_to_string(file).with_context(|| {
                    format!("cannot read the notes `{file}`; `--notes` takes `changelog`, `generated`, `both`, or a file")
                })?;
                (text, format!("notes from `{file}`"))
            }
        };
        if wants(&text, "changelog") && path.is_none() {
            bail!(
                "the changelog of `{}` has no section for {}\nhint: `--notes generated` takes what GitHub makes of merged pull requests",
                assembled.release.tag,
                assembled.release.to
            );
        }
        Ok(Self {
            text,
            title,
            is_asked_for: asked.is_some(),
        })
    }

    /// Whether GitHub's own notes are wanted.
    pub(super) fn wants_generated(&self) -> bool {
        wants(&self.text, "generated")
    }

    /// The notes, as long as GitHub takes them.
    pub(super) fn filled(
        &self,
        assembled: &Assembled,
        generated: String,
        previous: Option<String>,
    ) -> String {
        let release = &assembled.release;
        let parts = Parts {
            changelog: assembled
                .changelog
                .as_ref()
                .map(|(text, _)| text.clone())
                .unwrap_or_default(),
            generated,
            version: release.to.to_string(),
            tag: release.tag.clone(),
            previous: previous.unwrap_or_default(),
            files: table(assembled),
            install: assembled.install_line(Visibility::Public),
        };
        let path = assembled
            .changelog
            .as_ref()
            .map_or("", |(_, path)| path.as_str());
        let rest = format!(
            "{}/blob/{}/{}",
            assembled.site.page(),
            crate::http::encoded(&release.tag, "/"),
            crate::http::encoded(path, "/")
        );
        cut(&fill(&self.text, &parts), NOTES_LIMIT, &rest)
    }
}

/// The distributions with their hashes, as Markdown.
fn table(assembled: &Assembled) -> String {
    let is_distribution = |name: &str| name.ends_with(".whl") || name.ends_with(".tar.gz");
    let rows = assembled
        .assets
        .iter()
        .filter(|asset| is_distribution(&asset.name));
    let rows: String = rows
        .map(|asset| format!("| `{}` | `{}` |\n", asset.name, asset.sha256))
        .collect();
    format!("| file | sha256 |\n|---|---|\n{rows}")
}
