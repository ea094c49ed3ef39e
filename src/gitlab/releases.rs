//! Releases of a project: found, made, and completed with the links that they lack.
//!
//! Not the files: those are `packages`'. What is unclear is looked at before it is sent again, and no link is made twice.
use super::api::Api;
use super::error::GitlabError;
use super::packages::first_line;
use crate::environment::{is_set, variable};
use crate::forge::{Asset, Subject, Tagged, Visibility, Wanted, is_distribution};
use crate::http::{Answer, Method, Url, backoff, encoded, is_passing, wait_for};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// How often something is made at most where no answer tells whether it was.
const TRIES: u32 = 4;

/// A release as GitLab tells it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Release {
    pub(super) tag_name: String,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) upcoming_release: bool,
    #[serde(default)]
    pub(super) released_at: Option<String>,
    #[serde(default)]
    commit: Option<Commit>,
    #[serde(default)]
    assets: Assets,
}

#[derive(Debug, Clone, Deserialize)]
struct Commit {
    id: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Assets {
    #[serde(default)]
    links: Vec<Link>,
}

/// A link of a release's.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
struct Tag {
    name: String,
    commit: Commit,
}

impl Release {
    /// Its links.
    pub(super) fn links(&self) -> &[Link] {
        &self.assets.links
    }
}

impl Api<'_> {
    /// The address of a release.
    fn release_at(&self, tag: &str) -> Url {
        self.site.at(&format!("/releases/{}", encoded(tag, "")))
    }

    /// The release of a tag.
    pub(super) fn release(&self, tag: &str) -> Result<Option<Release>, GitlabError> {
        let answer = self.get(&self.release_at(tag))?;
        // Where the project itself is not seen, that is what it says.
        let is_missing = answer.reply.status == 404 && !self.words(&answer).contains("Project");
        match is_missing {
            true => Ok(None),
            false => self.read(&answer, &[200]).map(Some),
        }
    }

    /// The tags of all releases.
    pub(super) fn released(&self) -> Result<Vec<String>, GitlabError> {
        let all: Vec<Release> = self.list(&self.site.at("/releases"))?;
        Ok(all.into_iter().map(|release| release.tag_name).collect())
    }

    /// Tells what a tag is on GitLab: the commit it leads to.
    pub(super) fn tagged(&self, tag: &str) -> Result<Tagged, GitlabError> {
        // A job's token may list tags, and may not look one up.
        let url = self.site.at("/repository/tags");
        let url = url.with_query(&[("search", &format!("^{tag}"))]);
        let all: Vec<Tag> = match self.list(&url) {
            // An older GitLab does not let a job list them, but tells it what it runs for.
            Err(GitlabError::Denied { .. }) if self.is_job() && is_of_job(tag) => {
                let commit = variable("CI_COMMIT_SHA").unwrap_or_default();
                return Ok(Tagged::At(commit));
            }
            all => all?,
        };
        let found = all.into_iter().find(|found| found.name == tag);
        Ok(match found {
            Some(found) => Tagged::At(found.commit.id),
            None => Tagged::Missing,
        })
    }

    /// Who may see the project, as somebody without a token finds it.
    pub(super) fn visibility(&self) -> Result<Visibility, GitlabError> {
        let answer = self.get_as_anybody(&self.site.at(""))?;
        Ok(match answer.reply.status {
            200 => Visibility::Public,
            _ => Visibility::Private,
        })
    }

    /// Makes the release with all its links, or completes the one that is there.
    pub(super) fn publish(
        &self,
        subject: &Subject<'_>,
        wanted: &Wanted,
        found: Option<Release>,
    ) -> Result<Release, GitlabError> {
        let release = match found {
            Some(release) => release,
            None => self.make(subject, wanted)?,
        };
        own_commit(&release, &wanted.commit)?;
        for asset in self.unlinked(subject, &release)? {
            self.link(subject, asset)?;
        }
        if let Some(change) = changed(&release, wanted) {
            let url = self.release_at(subject.tag);
            // The same words twice are the same words.
            self.try_hard("the release's new text", &mut || {
                let answer = self.once(Method::Put, &url, &Value::Object(change.clone()))?;
                self.clear(answer, &[200])
            })?;
        }
        let made = self.release(subject.tag)?;
        let made = made.ok_or_else(|| GitlabError::Strange {
            url: self.release_at(subject.tag).to_string(),
            reason: "the release is not there".into(),
        })?;
        match self.unlinked(subject, &made)?.first() {
            Some(asset) => Err(GitlabError::Broken {
                name: asset.name.clone(),
                found: "the release does not link to it".into(),
            }),
            None => Ok(made),
        }
    }

    /// The assets that a release has no link to. One that leads elsewhere is an error.
    pub(super) fn unlinked<'s>(
        &self,
        subject: &Subject<'s>,
        release: &Release,
    ) -> Result<Vec<&'s Asset>, GitlabError> {
        let mut unlinked = Vec::new();
        for asset in subject.assets {
            let own = self.site.file(subject, &asset.name).to_string();
            match release.links().iter().find(|link| link.name == asset.name) {
                None => unlinked.push(asset),
                Some(link) if link.url == own => {}
                Some(link) => {
                    return Err(GitlabError::Linked {
                        name: asset.name.clone(),
                        there: link.url.clone(),
                        own,
                    });
                }
            }
        }
        Ok(unlinked)
    }

    fn make(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<Release, GitlabError> {
        let links: Vec<Value> = subject
            .assets
            .iter()
            .map(|asset| self.link_to(subject, asset))
            .collect();
        // Without a `ref` GitLab makes no tag of its own.
        let mut body = json!({
            "tag_name": wanted.tag,
            "name": wanted.name,
            "description": wanted.body,
            "assets": {"links": links},
        });
        if let Some(time) = &wanted.released_at {
            body["released_at"] = json!(time);
        }
        let url = self.site.at("/releases");
        self.try_hard("the release", &mut || {
            let answer = self.once(Method::Post, &url, &body);
            if let Ok(answer) = &answer
                && answer.reply.status == 201
            {
                return self.read(answer, &[201]).map(Ok);
            }
            let reason = match answer {
                // Somebody else was faster, or an earlier try was.
                Ok(answer) if answer.reply.status == 409 => self.words(&answer),
                Ok(answer) => match self.clear(answer, &[])? {
                    Ok(()) => String::new(),
                    Err(reason) => reason,
                },
                Err(error) if error.is_unclear() => first_line(&error),
                Err(error) => return Err(error),
            };
            Ok(self.release(subject.tag)?.ok_or(reason))
        })
    }

    fn link(&self, subject: &Subject<'_>, asset: &Asset) -> Result<(), GitlabError> {
        let url = self.release_at(subject.tag).below("assets/links");
        let body = self.link_to(subject, asset);
        self.try_hard(&format!("the link to `{}`", asset.name), &mut || {
            let reason = match self.once(Method::Post, &url, &body) {
                Ok(answer) if answer.reply.status == 201 => return Ok(Ok(())),
                Ok(answer) if self.words(&answer).contains("already been taken") => {
                    self.words(&answer)
                }
                Ok(answer) => match self.clear(answer, &[])? {
                    Ok(()) => String::new(),
                    Err(reason) => reason,
                },
                Err(error) if error.is_unclear() => first_line(&error),
                Err(error) => return Err(error),
            };
            let linked = match self.release(subject.tag)? {
                Some(release) => !self
                    .unlinked(subject, &release)?
                    .iter()
                    .any(|other| other.name == asset.name),
                None => false,
            };
            Ok(match linked {
                true => Ok(()),
                false => Err(reason),
            })
        })
    }

    fn link_to(&self, subject: &Subject<'_>, asset: &Asset) -> Value {
        let kind = match is_distribution(&asset.name) {
            true => "package",
            false => "other",
        };
        let mut link = json!({
            "name": asset.name,
            "url": self.site.file(subject, &asset.name).to_string(),
            "link_type": kind,
        });
        if may_be_direct(&asset.name) {
            link["direct_asset_path"] = json!(format!("/{}", asset.name));
        }
        link
    }

    /// Tries something until it is clear that it was done, with a wait between two tries.
    fn try_hard<T>(
        &self,
        what: &str,
        once: &mut dyn FnMut() -> Result<Result<T, String>, GitlabError>,
    ) -> Result<T, GitlabError> {
        let mut attempt = 1;
        loop {
            let reason = match once()? {
                Ok(done) => return Ok(done),
                Err(reason) if attempt == TRIES => {
                    return Err(GitlabError::Untold {
                        what: what.to_owned(),
                        reason,
                    });
                }
                Err(reason) => reason,
            };
            wait_for(reason, backoff(attempt), self.watch)?;
            attempt += 1;
        }
    }

    /// Whether an answer has one of these statuses, or else is only a bad moment's.
    fn clear(&self, answer: Answer, good: &[u16]) -> Result<Result<(), String>, GitlabError> {
        match answer.reply.status {
            status if good.contains(&status) => Ok(Ok(())),
            status if is_passing(status) => Ok(Err(format!("GitLab answers {status}"))),
            _ => Err(self.refused(&answer)),
        }
    }
}

/// What of a release that is there is changed; what somebody wrote stays, unless other notes are asked for.
pub(super) fn changed(release: &Release, wanted: &Wanted) -> Option<Map<String, Value>> {
    let is_blank = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().is_empty();
    let mut change = Map::new();
    if is_blank(&release.name) {
        change.insert("name".into(), json!(wanted.name));
    }
    let there = release.description.as_deref().unwrap_or_default();
    let is_other = normal(there) != normal(&wanted.body);
    if wanted.body_is_final && is_other && !wanted.body.is_empty() {
        change.insert("description".into(), json!(wanted.body));
    }
    if let Some(time) = &wanted.released_at
        && moment(release.released_at.as_deref()) != moment(Some(time))
    {
        change.insert("released_at".into(), json!(time));
    }
    (!change.is_empty()).then_some(change)
}

/// A release must be of the commit that was built.
pub(super) fn own_commit(release: &Release, own: &str) -> Result<(), GitlabError> {
    match &release.commit {
        Some(there) if there.id != own => Err(GitlabError::Elsewhere {
            tag: release.tag_name.clone(),
            there: there.id.clone(),
            own: own.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Whether a tag is the one that this job runs for.
fn is_of_job(tag: &str) -> bool {
    variable("CI_COMMIT_TAG").as_deref() == Some(tag) && is_set("CI_COMMIT_SHA")
}

fn moment(text: Option<&str>) -> Option<jiff::Timestamp> {
    text?.parse().ok()
}

/// A text as GitLab may give it back.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Whether GitLab takes a name as the last part of an address that stays: letters, digits, `_`, `-` and `.`, a letter or digit
/// at the end, and 128 characters with the `/` before it.
fn may_be_direct(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    name.len() < 128
        && name.chars().all(is_plain)
        && name.ends_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_stays_has_a_plain_name() {
        let long = format!("{}.whl", "a".repeat(124));
        for (name, may_be) in [
            ("demo-1.0-py3-none-any.whl", true),
            ("SHA256SUMS", true),
            ("demo-1.0+cpu-py3-none-any.whl", false),
            ("demo-1.0.whl.", false),
            (&long[1..], true),
            (&long, false),
        ] {
            assert_eq!(may_be_direct(name), may_be, "{name}");
        }
    }

    #[test]
    fn what_somebody_wrote_stays_unless_other_notes_are_asked_for() {
        let release = |name: &str| -> Release {
            serde_json::from_value(json!({
                "tag_name": "v1", "name": name, "description": "by hand\r\n", "released_at": "2030-01-31T09:00:00.000Z",
            }))
            .unwrap()
        };
        let mut wanted = Wanted {
            name: "demo 1".into(),
            body: "ours".into(),
            released_at: Some("2030-01-31T09:00:00Z".into()),
            ..Wanted::default()
        };
        let told = |release: &Release, wanted: &Wanted| {
            changed(release, wanted).map(|change| Value::Object(change).to_string())
        };
        assert_eq!(told(&release("1"), &wanted), None);
        assert_eq!(
            told(&release(" "), &wanted).as_deref(),
            Some(r#"{"name":"demo 1"}"#)
        );
        wanted.body_is_final = true;
        assert_eq!(
            told(&release("1"), &wanted).as_deref(),
            Some(r#"{"description":"ours"}"#)
        );
        wanted.body = "by hand".into();
        assert_eq!(told(&release("1"), &wanted), None);
    }
}
