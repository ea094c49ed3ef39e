//! Releases of a repository: found, drafted, published; and what a tag is there.
//!
//! Not their assets: those are `attach`'s.
use super::api::Api;
use super::error::GithubError;
use super::release::Release;
use super::site::{Site, Token};
use crate::forge::{Latest, Tagged, VersionOf, Wanted};
use crate::http::{Client, HttpError, Method, Watch, backoff, is_passing, one_line, wait_for};
use crate::version::Version;
use serde_json::{Map, Value, json};

/// How often a draft is made at most where no answer tells whether it was.
const TRIES: u32 = 4;

/// The releases of a repository, and whoever asks for them.
pub struct Releases<'w> {
    pub(super) api: Api<'w>,
}

/// What publishing changes in a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change(Map<String, Value>);

impl<'w> Releases<'w> {
    /// Those of a repository.
    pub fn of(site: Site, client: Client, token: Option<Token>, watch: &'w Watch<'w>) -> Self {
        Self {
            api: Api::new(site, client, token, watch),
        }
    }

    /// The repository.
    pub fn site(&self) -> &Site {
        &self.api.site
    }

    /// Lists all releases, drafts too where the token may write.
    pub fn list(&self) -> Result<Vec<Release>, GithubError> {
        self.api.list(&self.api.site.at("/releases"))
    }

    /// Tells what a tag is on GitHub: the commit it leads to.
    pub fn tagged(&self, tag: &str) -> Result<Tagged, GithubError> {
        // The whole name is one part of the address.
        let name = crate::http::encoded(format!("tags/{tag}"), "");
        let url = self.api.site.at(&format!("/git/ref/{name}"));
        let answer = self.api.ask(Method::Get, &url, None)?;
        if answer.reply.status == 404 {
            // The repository itself is seen, so that this is of the tag.
            self.repository()?;
            return Ok(Tagged::Missing);
        }
        let mut object: Value = self.api.read(&answer, &[200])?;
        // A tag can be of a tag.
        for _ in 0..8 {
            let sha = object["object"]["sha"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            if object["object"]["type"] != "tag" {
                return Ok(Tagged::At(sha));
            }
            let url = self.api.site.at(&format!("/git/tags/{sha}"));
            let answer = self.api.ask(Method::Get, &url, None)?;
            object = self.api.read(&answer, &[200])?;
        }
        Err(GithubError::Strange {
            url: url.to_string(),
            reason: "the tag leads to no commit".into(),
        })
    }

    /// Makes a draft. Where no answer tells whether it was made it is looked for before it is made again.
    pub fn draft(&self, wanted: &Wanted) -> Result<Release, GithubError> {
        let url = self.api.site.at("/releases");
        let body = json!({
            "tag_name": wanted.tag,
            "target_commitish": wanted.commit,
            "name": wanted.name,
            "body": wanted.body,
            "draft": true,
            "prerelease": wanted.prerelease,
        });
        let mut attempt = 1;
        loop {
            let reason = match self.api.once(Method::Post, &url, Some(&body)) {
                Ok(answer) if is_passing(answer.reply.status) => {
                    format!("GitHub answers {}", answer.reply.status)
                }
                Ok(answer) => return self.api.read(&answer, &[201]),
                Err(GithubError::Http(error)) if error.may_pass() => one_line(&error),
                Err(error) => return Err(error),
            };
            if attempt == TRIES {
                return Err(GithubError::Untold { reason });
            }
            wait_for(reason, backoff(attempt), self.api.watch)?;
            if let Some(found) = of_tag(&self.list()?, &wanted.tag) {
                return Ok(found.clone());
            }
            attempt += 1;
        }
    }

    /// What publishing a release as it is wanted changes in it; `None` when it is published and as it shall be.
    pub fn change(release: &Release, wanted: &Wanted, latest: &Latest) -> Option<Change> {
        let mut change = Map::new();
        let is_blank =
            |text: &Option<String>| text.as_deref().unwrap_or_default().trim().is_empty();
        if is_blank(&release.name) {
            change.insert("name".into(), json!(wanted.name));
        }
        let is_other = release.body.as_deref().map(normal) != Some(normal(&wanted.body));
        if is_other && (wanted.body_is_final || is_blank(&release.body)) && !wanted.body.is_empty()
        {
            change.insert("body".into(), json!(wanted.body));
        }
        if release.draft {
            // A draft that is published without its tag gets another one.
            change.insert("tag_name".into(), json!(wanted.tag));
            change.insert("draft".into(), json!(false));
            change.insert("prerelease".into(), json!(wanted.prerelease));
            let is_latest = *latest == Latest::Yes;
            change.insert(
                "make_latest".into(),
                json!(if is_latest { "true" } else { "false" }),
            );
        }
        if let (Some(category), None) = (&wanted.discussion, &release.discussion_url) {
            change.insert("discussion_category_name".into(), json!(category));
        }
        (!change.is_empty()).then_some(Change(change))
    }

    /// Publishes a release, and looks at it again.
    pub fn publish(&self, release: &Release, change: &Change) -> Result<Release, GithubError> {
        let url = self.api.site.at(&format!("/releases/{}", release.id));
        let body = Value::Object(change.0.clone());
        let answer = self.api.ask(Method::Patch, &url, Some(&body))?;
        let _: Release = self.api.read(&answer, &[200])?;
        let answer = self.api.ask(Method::Get, &url, None)?;
        let found: Release = self.api.read(&answer, &[200])?;
        if found.draft && change.0.contains_key("draft") {
            return Err(GithubError::Strange {
                url: url.to_string(),
                reason: "the release is a draft still".into(),
            });
        }
        Ok(found)
    }

    /// The notes that GitHub makes of what was merged since another tag, or since the release before.
    pub fn generated_notes(
        &self,
        tag: &str,
        commit: &str,
        previous: Option<&str>,
    ) -> Result<String, GithubError> {
        let mut body = json!({"tag_name": tag, "target_commitish": commit});
        if let Some(previous) = previous {
            body["previous_tag_name"] = json!(previous);
        }
        let url = self.api.site.at("/releases/generate-notes");
        let answer = self.api.ask(Method::Post, &url, Some(&body))?;
        let notes: Value = self.api.read(&answer, &[200])?;
        Ok(notes["body"]
            .as_str()
            .unwrap_or_default()
            .replace("\r\n", "\n"))
    }
}

impl Change {
    /// What changes, in a line.
    pub fn summary(&self) -> String {
        let words = [
            ("body", "notes"),
            ("name", "title"),
            ("discussion_category_name", "a discussion"),
        ];
        let found = words.iter().filter(|(key, _)| self.0.contains_key(*key));
        found.map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
    }
}

/// The release of a tag: the published one, else the draft that was made first.
pub fn of_tag<'l>(list: &'l [Release], tag: &str) -> Option<&'l Release> {
    let of_tag = list.iter().filter(|release| release.tag_name == tag);
    of_tag.min_by_key(|release| (release.draft, release.id))
}

/// Whether a version becomes the latest release beside those that are published.
pub fn latest(list: &[Release], version: &Version, version_of: &VersionOf<'_>) -> Latest {
    if version.is_prerelease() {
        return Latest::Prerelease;
    }
    let finals = list
        .iter()
        .filter(|release| !release.draft && !release.prerelease)
        .filter_map(|release| Some((version_of(&release.tag_name)?, &release.tag_name)))
        .filter(|(other, _)| !other.is_prerelease() && other > version);
    match finals.max() {
        Some((_, tag)) => Latest::Below(tag.clone()),
        None => Latest::Yes,
    }
}

/// The tag of the release before a version: the highest one below it, a final one where the version is final.
pub fn previous(list: &[Release], version: &Version, version_of: &VersionOf<'_>) -> Option<String> {
    let published = list.iter().filter(|release| !release.draft);
    let tags = published.map(|release| release.tag_name.as_str());
    crate::forge::previous(tags, version, version_of)
}

/// A text as GitHub may give it back.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// An error of the connection that may have done something all the same.
pub(super) fn is_unclear(error: &GithubError) -> bool {
    matches!(error, GithubError::Http(error) if error.may_pass() && !matches!(error, HttpError::Interrupted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(id: u64, tag: &str, draft: bool) -> Release {
        serde_json::from_value(json!({
            "id": id, "tag_name": tag, "draft": draft, "prerelease": tag.contains("rc"),
            "html_url": "h", "upload_url": "u", "body": "by hand",
        }))
        .unwrap()
    }

    fn version_of(tag: &str) -> Option<Version> {
        tag.strip_prefix('v')?.parse().ok()
    }

    #[test]
    fn a_backport_is_not_the_latest() {
        let list = [
            release(1, "v2.0", false),
            release(2, "v3.0rc1", false),
            release(3, "v4.0", true),
            release(4, "nightly", false),
        ];
        let of = |version: &str| latest(&list, &version.parse().unwrap(), &version_of);
        assert_eq!(of("2.1"), Latest::Yes);
        assert_eq!(of("2.0"), Latest::Yes);
        assert_eq!(of("1.9.1"), Latest::Below("v2.0".into()));
        assert_eq!(of("3.0rc2"), Latest::Prerelease);
    }

    #[test]
    fn the_release_before_is_of_the_same_kind() {
        let list = [
            release(1, "v1.9", false),
            release(2, "v2.0rc1", false),
            release(3, "v1.10", false),
            release(4, "v1.11", true),
        ];
        let of = |version: &str| previous(&list, &version.parse().unwrap(), &version_of);
        assert_eq!(of("2.0").as_deref(), Some("v1.10"));
        assert_eq!(of("2.0rc2").as_deref(), Some("v2.0rc1"));
        assert_eq!(of("1.9").as_deref(), None);
    }

    #[test]
    fn the_published_release_counts_and_else_the_first_draft() {
        let list = [
            release(9, "v1", true),
            release(5, "v1", true),
            release(7, "v2", true),
            release(8, "v2", false),
        ];
        assert_eq!(of_tag(&list, "v1").unwrap().id, 5);
        assert_eq!(of_tag(&list, "v2").unwrap().id, 8);
        assert!(of_tag(&list, "v3").is_none());
    }

    #[test]
    fn what_somebody_wrote_into_a_draft_stays() {
        let mut wanted = Wanted {
            tag: "v1".into(),
            name: "1".into(),
            body: "ours".into(),
            ..Wanted::default()
        };
        let draft = release(1, "v1", true);
        let told = |wanted: &Wanted, release: &Release, latest| {
            Releases::change(release, wanted, &latest)
                .map(|change| Value::Object(change.0).to_string())
        };
        let published =
            r#"{"name":"1","tag_name":"v1","draft":false,"prerelease":false,"make_latest":"true"}"#;
        assert_eq!(
            told(&wanted, &draft, Latest::Yes).as_deref(),
            Some(published)
        );
        wanted.body_is_final = true;
        let replaced = published
            .replace(r#""tag"#, r#""body":"ours","tag"#)
            .replace(r#""true""#, r#""false""#);
        assert_eq!(
            told(&wanted, &draft, Latest::Below("v2".into())),
            Some(replaced)
        );
        let mut done = release(1, "v1", false);
        (done.name, done.body) = (Some("x".into()), Some("ours\r\n".into()));
        assert_eq!(told(&wanted, &done, Latest::Yes), None);
        wanted.discussion = Some("News".into());
        assert_eq!(
            told(&wanted, &done, Latest::Yes).as_deref(),
            Some(r#"{"discussion_category_name":"News"}"#)
        );
    }
}
