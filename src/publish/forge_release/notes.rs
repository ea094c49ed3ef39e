//! The notes of a release: which template, what is filled in, and how long they may be.
//!
//! Reads the template; what the forge makes is asked for by the caller.
use super::{Assembled, Home};
use crate::forge::{Forge, Parts, Visibility, cut, fill, wants};
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
    /// The one that is asked for: by a word, or a file; else the changelog's section where there is one, else what the forge
    /// makes, where it makes some.
    pub(super) fn of(
        asked: Option<&str>,
        assembled: &Assembled,
        forge: &dyn Forge,
    ) -> anyhow::Result<Self> {
        let path = assembled.changelog.as_ref().map(|(_, path)| path.as_str());
        let word = asked.unwrap_or(match path {
            Some(_) => "changelog",
            None if forge.makes_notes() => "generated",
            None => "",
        });
        let (own, title) = (
            format!("notes from `{}`", path.unwrap_or_default()),
            forge.title(),
        );
        let (text, title) = match word {
            "" => (
                String::new(),
                "without notes, since the changelog has none".into(),
            ),
            "changelog" => ("{changelog}".to_owned(), own),
            "generated" => (
                "{generated}".to_owned(),
                format!("notes that {title} makes"),
            ),
            "both" => (
                "{changelog}\n\n{generated}".to_owned(),
                format!("{own}, and those that {title} makes"),
            ),
            file => {
                let text = std::fs::read_to_string(file).with_context(|| {
                    format!(
                        "cannot read the notes `{file}`; `--notes` takes {}",
                        words(forge)
                    )
                })?;
                (text, format!("notes from `{file}`"))
            }
        };
        if wants(&text, "generated") && !forge.makes_notes() {
            bail!(
                "{} makes no notes of its own that could be taken\nhint: `--notes` takes {}",
                forge.title(),
                words(forge)
            );
        }
        if wants(&text, "changelog") && path.is_none() {
            let way_out = match forge.makes_notes() {
                true => format!(
                    "`--notes generated` takes what {} makes of merged pull requests",
                    forge.title()
                ),
                false => "`--notes FILE` takes the text of a file".into(),
            };
            bail!(
                "the changelog of `{}` has no section for {}\nhint: {way_out}",
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

    /// Whether the tag of the release before is wanted.
    pub(super) fn wants_previous(&self) -> bool {
        wants(&self.text, "previous")
    }

    /// Whether the forge's own notes are wanted.
    pub(super) fn wants_generated(&self) -> bool {
        wants(&self.text, "generated")
    }

    /// The notes, as long as the forge takes them.
    pub(super) fn filled(
        &self,
        assembled: &Assembled,
        generated: String,
        previous: Option<String>,
        limit: usize,
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
        let folder = match assembled.home {
            Home::Github(_) => "blob",
            Home::Gitlab(_) => "-/blob",
        };
        let rest = format!(
            "{}/{folder}/{}/{}",
            assembled.home.page(),
            crate::http::encoded(&release.tag, "/"),
            crate::http::encoded(path, "/")
        );
        cut(&fill(&self.text, &parts), limit, &rest)
    }
}

/// What `--notes` takes, in words.
fn words(forge: &dyn Forge) -> &'static str {
    match forge.makes_notes() {
        true => "`changelog`, `generated`, `both`, or a file",
        false => "`changelog`, or a file",
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
