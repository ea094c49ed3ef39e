//! A release and its assets as GitHub tells them.
//!
//! Only what is looked at; everything else that GitHub says is left out.
use crate::forge::{Asset, Standing, is_distribution};
use serde::Deserialize;

/// A release, published or a draft.
#[derive(Debug, Clone, Deserialize)]
pub struct Release {
    /// Its number.
    pub id: u64,
    /// The tag.
    pub tag_name: String,
    /// Its title.
    #[serde(default)]
    pub name: Option<String>,
    /// Its notes.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether only those who may write see it.
    pub draft: bool,
    /// Whether it is marked as a pre-release.
    pub prerelease: bool,
    /// Whether its tag and files can never change.
    #[serde(default)]
    pub immutable: bool,
    /// Its page in a browser.
    pub html_url: String,
    /// Where assets are posted to, with a template for the query behind it.
    pub(super) upload_url: String,
    /// The discussion about it.
    #[serde(default)]
    pub(super) discussion_url: Option<String>,
    /// Its assets.
    #[serde(default)]
    pub(super) assets: Vec<Listed>,
}

/// An asset as it is told.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Listed {
    pub(super) id: u64,
    pub(super) name: String,
    #[serde(default)]
    pub(super) label: Option<String>,
    /// `uploaded`, or `starter` and `open` for a part.
    pub(super) state: String,
    pub(super) size: u64,
    /// `sha256:…`; assets from before 2025 have none.
    #[serde(default)]
    pub(super) digest: Option<String>,
    pub(super) browser_download_url: String,
}

/// A file of a published release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its number, for [`super::Releases::download`].
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The length in bytes.
    pub size: u64,
    /// The hash, where GitHub tells it.
    pub sha256: Option<crate::dist::Sha256>,
    /// Where a browser downloads it.
    pub url: String,
}

impl Release {
    /// How assets stand in it, by what it says itself.
    pub fn standings(&self, assets: &[Asset]) -> Vec<Standing> {
        assets
            .iter()
            .map(|asset| asset.standing(&self.assets))
            .collect()
    }

    /// The distributions in it that are none of these assets: somebody else's, or of an earlier attempt.
    pub fn strangers(&self, assets: &[Asset]) -> Vec<&str> {
        let own: Vec<u64> = assets
            .iter()
            .filter_map(|asset| Some(asset.among(&self.assets)?.id))
            .collect();
        let others = self.assets.iter().filter(|asset| !own.contains(&asset.id));
        others
            .map(|asset| asset.name.as_str())
            .filter(|name| is_distribution(name))
            .collect()
    }

    /// Its whole files.
    pub fn files(&self) -> Vec<Published> {
        let whole = self.assets.iter().filter(|asset| asset.state == "uploaded");
        let hash = |digest: &str| digest.strip_prefix("sha256:")?.parse().ok();
        whole
            .map(|asset| Published {
                id: asset.id,
                name: match &asset.label {
                    // GitHub writes `.` for some characters of a name, which then stands in the label.
                    Some(label) if is_renamed(label, &asset.name) => label.clone(),
                    _ => asset.name.clone(),
                },
                size: asset.size,
                sha256: asset.digest.as_deref().and_then(hash),
                url: asset.browser_download_url.clone(),
            })
            .collect()
    }
}

/// Whether a name is a label with some characters replaced by dots.
fn is_renamed(label: &str, name: &str) -> bool {
    label.chars().count() == name.chars().count()
        && label
            .chars()
            .zip(name.chars())
            .all(|(own, written)| own == written || written == '.')
}
