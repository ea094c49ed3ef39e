//! The changelog of a release: which file it is, its section, and the day the section names.
use super::{World, today};
use crate::changelog;
use crate::edit::FileChange;
use crate::git::Snapshot;
use crate::publish::release::Release;
use crate::source::{RepoPath, SourceFile};
use jiff::civil::Date;

impl World<'_> {
    /// The changelog in which the release gets its section. Where fragments are kept, their tool makes the section.
    pub(in crate::publish) fn log(
        &self,
        release: &Release,
        base: &Snapshot,
    ) -> anyhow::Result<Option<SourceFile>> {
        if changelog::fragments(base, &release.folder)?.is_some() {
            return Ok(None);
        }
        let configured = self.config.changelog.path.as_deref();
        let file = changelog::find(base, &release.folder, configured)?;
        Ok(file.filter(|file| {
            let log = changelog::Changelog::parse(file.clone());
            !log.sections().is_empty()
        }))
    }

    pub(super) fn roll(
        &self,
        release: &Release,
        base: &Snapshot,
        bump: &[FileChange],
    ) -> anyhow::Result<Vec<FileChange>> {
        let Some(mut file) = self.log(release, base)? else {
            return Ok(Vec::new());
        };
        let before = file.bytes.clone();
        if let Some(bumped) = bump.iter().find(|change| change.path == file.path) {
            file.bytes = bumped.after.clone();
        }
        let date = self.date(release, &file.path)?;
        let previous = self.previous_tag(release)?;
        let bytes = file.bytes.clone();
        let log = changelog::Changelog::parse(file);
        let edits = log.roll(&release.to, date, previous.as_deref(), &release.tag)?;
        let mut changes = crate::edit::apply(&edits, |_| Some(bytes.clone()))?;
        for change in &mut changes {
            change.before = before.clone();
        }
        Ok(changes)
    }

    /// The date of the release: the one that an interrupted run, or the proposal, already wrote into the changelog, else today's (UTC),
    /// or that of `SOURCE_DATE_EPOCH`.
    pub(super) fn date(&self, release: &Release, changelog: &RepoPath) -> anyhow::Result<Date> {
        let begun = match release.commit.is_proposed() {
            false => Some(Snapshot::work_tree(self.repository.root())),
            true => match self.release_commit(release)? {
                Some(made) => Some(Snapshot::commit(self.repository.clone(), made.as_str())?),
                None => None,
            },
        };
        let file = match begun {
            Some(begun) => begun.file(changelog)?,
            None => None,
        };
        let written = file
            .map(changelog::Changelog::parse)
            .and_then(|log| log.date_of(&release.to));
        Ok(written.unwrap_or_else(today))
    }

    /// The tag of the version before, when there is one.
    fn previous_tag(&self, release: &Release) -> anyhow::Result<Option<String>> {
        let Some(from) = &release.from else {
            return Ok(None);
        };
        let to = release.to.to_string();
        let from = from.to_string();
        let spelled = release.tag.replace(&to, &from);
        Ok(self
            .repository
            .reference(&format!("refs/tags/{spelled}"))?
            .map(|_| spelled))
    }
}
