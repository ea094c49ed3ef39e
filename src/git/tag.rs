//! Tags: listed through the `git` command, since libgit2 is slow where there are many; made; peeled.
//!
//! Not versions: what a tag's name says is `project`'s.
use super::error::GitError;
use super::refs::NamedRef;
use super::repository::{Oid, Repository};
use super::signature::Signature;

/// A tag that stands for a commit. The few that stand for anything else are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name without `refs/tags/`.
    pub name: String,
    /// The object its ref points at: a tag object when it is annotated.
    pub object: Oid,
    /// The commit it stands for.
    pub commit: Oid,
    /// Whether it has a tag object of its own, with tagger, date and message.
    pub is_annotated: bool,
}

/// The kind of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A commit.
    Commit,
    /// An annotated tag's own object.
    Tag,
    /// A folder.
    Tree,
    /// A file's content.
    Blob,
}

impl ObjectKind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "commit" => Self::Commit,
            "tag" => Self::Tag,
            "tree" => Self::Tree,
            "blob" => Self::Blob,
            _ => return None,
        })
    }

    /// The word that git has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tag => "tag",
            Self::Tree => "tree",
            Self::Blob => "blob",
        }
    }
}

/// What stands in an annotated tag's own object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagObject {
    /// The name it was made under.
    pub name: String,
    /// What it points at.
    pub target: Oid,
    /// The kind of what it points at.
    pub kind: ObjectKind,
    /// Its message, without the signature.
    pub message: String,
    /// How it is signed; `None` when it is not.
    pub signature: Option<Signature>,
}

/// So many tags are looked up one by one before git is asked to sort them.
const FEW: usize = 4_000;

const FORMAT: &str =
    "--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname)";

impl Repository {
    /// Lists all tags, the newest first.
    pub fn tags(&self) -> Result<Vec<Tag>, GitError> {
        match self.few_tags()? {
            Some(few) => Ok(few),
            None => self.listed(&["refs/tags".into()]),
        }
    }

    /// Lists all tags without a process of git's; `None` where there are many, since each is read on its own.
    fn few_tags(&self) -> Result<Option<Vec<Tag>>, GitError> {
        let Some(lib) = self.lib() else {
            return Ok(None);
        };
        let list = self.tag_list()?;
        if list.len() > FEW {
            return Ok(None);
        }
        self.newest_first(lib, list.iter()).map(Some)
    }

    /// Looks tags up one by one and sorts them, the newest first.
    fn newest_first<'l>(
        &self,
        lib: &git2::Repository,
        refs: impl Iterator<Item = NamedRef<'l>>,
    ) -> Result<Vec<Tag>, GitError> {
        let mut found = Vec::new();
        for named in refs {
            let object = lib.find_object(git2::Oid::from_str(named.object)?, None)?;
            let Ok(commit) = object.peel_to_commit() else {
                continue;
            };
            let tagger = object.as_tag().and_then(|tag| Some(tag.tagger()?.when()));
            let time = tagger.unwrap_or_else(|| commit.time()).seconds();
            let tag = Tag {
                object: object.id().into(),
                commit: commit.id().into(),
                is_annotated: object.as_tag().is_some(),
                name: named.name.to_owned(),
            };
            found.push((std::cmp::Reverse(time), tag));
        }
        found.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
        Ok(found.into_iter().map(|(_, tag)| tag).collect())
    }

    /// Looks these tags up and sorts them, the newest first; those that stand for no commit are left out.
    pub fn tags_named<'l>(
        &self,
        refs: impl Iterator<Item = NamedRef<'l>>,
    ) -> Result<Vec<Tag>, GitError> {
        if let Some(lib) = self.lib() {
            return self.newest_first(lib, refs);
        }
        let names: Vec<String> = refs
            .map(|named| format!("refs/tags/{}", named.name))
            .collect();
        match names.is_empty() {
            true => Ok(Vec::new()),
            false => self.listed(&names),
        }
    }

    /// Lists the tags on a commit and its ancestors, the newest first.
    pub fn tags_reachable(&self, commit: &Oid) -> Result<Vec<Tag>, GitError> {
        self.listed(&[format!("--merged={commit}"), "refs/tags".into()])
    }

    /// Lists the tags that a range of commits carries: those reachable from `to` and not from `from`.
    pub fn tags_between(&self, from: Option<&Oid>, to: &Oid) -> Result<Vec<Tag>, GitError> {
        let mut range = vec![format!("--merged={to}")];
        range.extend(from.map(|from| format!("--no-merged={from}")));
        range.push("refs/tags".into());
        self.listed(&range)
    }

    /// Lists the tags that stand on exactly this commit, the newest first.
    pub fn tags_at(&self, commit: &Oid) -> Result<Vec<Tag>, GitError> {
        self.listed(&[format!("--points-at={commit}"), "refs/tags".into()])
    }

    /// Finds a tag by its name; `None` when there is none, or it stands for no commit.
    pub fn tag(&self, name: &str) -> Result<Option<Tag>, GitError> {
        let Some(object) = self.reference(&format!("refs/tags/{name}"))? else {
            return Ok(None);
        };
        let Ok(commit) = self.commit(object.as_str()) else {
            return Ok(None);
        };
        Ok(Some(Tag {
            name: name.to_owned(),
            is_annotated: object != commit,
            object,
            commit,
        }))
    }

    fn listed(&self, which: &[String]) -> Result<Vec<Tag>, GitError> {
        let output = self
            .git()
            .args(["for-each-ref", "--sort=-creatordate", FORMAT])
            .args(which)
            .run()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let read = |line: &str| {
            let mut words = line.splitn(5, ' ');
            let object = Oid::new(words.next()?)?;
            let kind = ObjectKind::named(words.next()?)?;
            let (peeled, peeled_kind) = (words.next()?, words.next()?);
            let name = words.next()?.strip_prefix("refs/tags/")?.to_owned();
            let commit = match (kind, peeled_kind) {
                (ObjectKind::Commit, _) => Some(object.clone()),
                (ObjectKind::Tag, "commit") => Oid::new(peeled),
                // Older versions of git peel one step only.
                (ObjectKind::Tag, "tag") => self.commit(object.as_str()).ok(),
                _ => None,
            };
            let is_annotated = kind == ObjectKind::Tag;
            Some(commit.map(|commit| Tag {
                name,
                object,
                commit,
                is_annotated,
            }))
        };
        let tags: Option<Vec<Option<Tag>>> = text.lines().map(read).collect();
        let tags = tags.ok_or(GitError::Answer("for-each-ref"))?;
        Ok(tags.into_iter().flatten().collect())
    }

    /// Returns the kind of an object.
    pub fn kind(&self, object: &Oid) -> Result<ObjectKind, GitError> {
        if let Some(lib) = self.lib()
            && let Ok(header) = lib
                .odb()?
                .read_header(git2::Oid::from_str(object.as_str())?)
            && let Some(kind) = ObjectKind::named(header.1.str())
        {
            return Ok(kind);
        }
        let output = self.git().args(["cat-file", "-t", object.as_str()]).run()?;
        ObjectKind::named(&output.text()).ok_or(GitError::Answer("cat-file"))
    }

    /// Reads an annotated tag's own object; `None` when the object is of another kind.
    pub fn tag_object(&self, object: &Oid) -> Result<Option<TagObject>, GitError> {
        if self.kind(object)? != ObjectKind::Tag {
            return Ok(None);
        }
        let text = self.tag_text(object)?;
        let (head, message) = text.split_once("\n\n").unwrap_or((&text, ""));
        let field = |name: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        };
        let (message, signature) = Signature::split(message);
        let read = || {
            Some(TagObject {
                name: field("tag")?.to_owned(),
                target: Oid::new(field("object")?)?,
                kind: ObjectKind::named(field("type")?)?,
                message: message.to_owned(),
                signature,
            })
        };
        read().map(Some).ok_or(GitError::Answer("cat-file tag"))
    }

    fn tag_text(&self, object: &Oid) -> Result<String, GitError> {
        if let Some(lib) = self.lib()
            && let Ok(found) = lib.odb()?.read(git2::Oid::from_str(object.as_str())?)
        {
            return Ok(String::from_utf8_lossy(found.data()).into_owned());
        }
        let asked = ["cat-file", "tag", object.as_str()];
        let output = self.git().args(asked).run()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Makes a tag on a commit: annotated when there is a message, and then signed when `tag.gpgSign` says so. A tag of
    /// this name that is there already is an error.
    pub fn create_tag(
        &self,
        name: &str,
        commit: &Oid,
        message: Option<&str>,
    ) -> Result<(), GitError> {
        let command = match message {
            Some(message) => {
                self.need_identity()?;
                self.git()
                    .args(["tag", "--annotate", "--cleanup=verbatim", "--file=-"])
                    .input(with_line_end(message))
            }
            // A signature needs a tag object, and that a message.
            None => self.git().args(["tag", "--no-sign"]),
        };
        command.args(["--", name, commit.as_str()]).run()?;
        Ok(())
    }

    /// Makes an annotated tag on a commit and signs it, whatever `tag.gpgSign` says. A tag of this name that is there
    /// already is an error.
    pub fn create_signed_tag(
        &self,
        name: &str,
        commit: &Oid,
        message: &str,
    ) -> Result<(), GitError> {
        self.need_identity()?;
        self.git()
            .args(["tag", "--sign", "--cleanup=verbatim", "--file=-"])
            .args(["--", name, commit.as_str()])
            .input(with_line_end(message))
            .run()?;
        Ok(())
    }

    /// Makes a lightweight tag on a commit, or moves the tag of this name there, whatever it was before. For tags that
    /// follow releases, such as `v1` of a GitHub action; never for the tag of a release.
    pub fn move_tag(&self, name: &str, commit: &Oid) -> Result<(), GitError> {
        self.git()
            .args(["tag", "--no-sign", "--force"])
            .args(["--", name, commit.as_str()])
            .run()?;
        Ok(())
    }
}

/// Whether git takes a tag of this name.
pub fn is_tag_name(name: &str) -> bool {
    git2::Tag::is_valid_name(name)
}

/// Returns a message as git stores it: with a line end.
pub(super) fn with_line_end(message: &str) -> String {
    format!("{}\n", message.trim_end_matches('\n'))
}
