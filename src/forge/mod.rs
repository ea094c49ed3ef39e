//! A forge's releases: what GitHub and GitLab have in common, and what is asked of either.
//!
//! Not how one of them is spoken to, and nobody is asked here: whoever calls has agreed.
mod asset;
mod error;
mod notes;
mod order;
mod remote;

pub use asset::{Asset, AssetError, Content, Standing, is_distribution};
pub use error::ForgeError;
pub use notes::{Parts, cut, fill, wants};
pub use order::previous;
pub use remote::host_and_path;

use crate::dist::Sha256;
use crate::version::Version;

/// What is released: a tag and its files.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The tag.
    pub tag: &'s str,
    /// The project's normalised name.
    pub project: &'s str,
    /// The version.
    pub version: &'s Version,
    /// The files; none where it is only looked for.
    pub assets: &'s [Asset],
}

/// A release as it shall be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The tag.
    pub tag: String,
    /// The commit that the tag is of.
    pub commit: String,
    /// The title.
    pub name: String,
    /// The notes.
    pub body: String,
    /// Whether the notes replace those that somebody gave it.
    pub body_is_final: bool,
    /// Whether it is a pre-release.
    pub prerelease: bool,
    /// The category of the discussion that is opened with it.
    pub discussion: Option<String>,
    /// Whether it becomes the one that is shown first.
    pub latest: Latest,
    /// The time from which on it counts as released (RFC 3339), where that is not now.
    pub released_at: Option<String>,
}

/// Whether a release becomes the one that is shown first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Latest {
    /// It does.
    #[default]
    Yes,
    /// It does not, being a pre-release.
    Prerelease,
    /// It does not: this one is higher.
    Below(String),
}

/// A release that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whether only those who may write see it.
    pub is_draft: bool,
    /// Whether its tag and files can never change.
    pub is_immutable: bool,
    /// Its notes.
    pub body: String,
    /// Its page in a browser.
    pub page: String,
    /// How it is published, in a sentence.
    pub state: String,
}

/// What a tag is in a repository on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagged {
    /// There is none.
    Missing,
    /// It is of this commit.
    At(String),
}

/// Who may see a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Those who are let in.
    Private,
}

/// Reads the version that a tag of the same package names.
pub type VersionOf<'v> = dyn Fn(&str) -> Option<Version> + 'v;

/// A repository on a forge, and whoever asks for its releases.
///
/// Remembers what it asked until it did something; holds nothing that a fresh one could not ask again.
pub trait Forge {
    /// What the forge is called.
    fn title(&self) -> &'static str;

    /// Whether a release can be there before anybody sees it.
    fn has_drafts(&self) -> bool;

    /// Whether it makes notes of what was merged.
    fn makes_notes(&self) -> bool;

    /// The notes that it makes of what was merged since another tag, or since the release before.
    fn notes(&self, tag: &str, commit: &str, previous: Option<&str>) -> Result<String, ForgeError>;

    /// It takes no longer notes, in characters.
    fn notes_limit(&self) -> usize;

    /// Who may see the repository.
    fn visibility(&self) -> Result<Visibility, ForgeError>;

    /// Tells what a tag is there: the commit it leads to.
    fn tagged(&self, tag: &str) -> Result<Tagged, ForgeError>;

    /// The tag of the release before a version: the highest one below it, a final one where the version is final.
    fn previous(
        &self,
        version: &Version,
        version_of: &VersionOf<'_>,
    ) -> Result<Option<String>, ForgeError>;

    /// Whether a version becomes the latest release beside those that are published.
    fn latest(&self, version: &Version, version_of: &VersionOf<'_>) -> Result<Latest, ForgeError>;

    /// The release of a tag, published or a draft.
    fn found(&self, subject: &Subject<'_>) -> Result<Option<Found>, ForgeError>;

    /// The files of the published release, with their hashes where they are told.
    fn files(&self, subject: &Subject<'_>) -> Result<Vec<(String, Option<Sha256>)>, ForgeError>;

    /// Hands the bytes of a file of the release to `to`.
    fn download(
        &self,
        subject: &Subject<'_>,
        name: &str,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), ForgeError>;

    /// Makes a draft where there is no release; not where there are no drafts.
    fn draft(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<(), ForgeError>;

    /// Tells how the assets stand, in their order.
    fn standings(&self, subject: &Subject<'_>) -> Result<Vec<Standing>, ForgeError>;

    /// Refuses to change what is published.
    fn refuse(&self, subject: &Subject<'_>, standings: &[Standing]) -> Result<(), ForgeError>;

    /// The distributions that are there too and are none of the assets.
    fn strangers(&self, subject: &Subject<'_>) -> Result<Vec<String>, ForgeError>;

    /// Sends the assets that are missing, and compares every one of them when all are there. `told` hears of each one that
    /// was sent.
    fn attach(
        &self,
        subject: &Subject<'_>,
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), ForgeError>;

    /// What publishing changes, in words; `None` when the release is published and as it shall be.
    fn pending(&self, subject: &Subject<'_>, wanted: &Wanted)
    -> Result<Option<String>, ForgeError>;

    /// Publishes the release, and looks at it again.
    fn publish(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<(), ForgeError>;

    /// What is there of a release that is not published, in words.
    fn unpublished(&self, subject: &Subject<'_>) -> Result<Option<String>, ForgeError>;

    /// Takes that away; a release that is published stays.
    fn discard(&self, subject: &Subject<'_>) -> Result<(), ForgeError>;
}
