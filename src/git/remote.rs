//! Remotes: which one a branch goes to, what it has, pushing to it; and throw-away clones.
//!
//! Not the network: the `git` command goes there, and only when a push is asked for.
use super::error::GitError;
use super::repository::{Oid, Repository};
use std::path::Path;

/// Where a branch comes from and goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// The remote.
    pub remote: String,
    /// The full name of the branch there.
    pub reference: String,
}

impl Repository {
    /// Returns the remote that `git push` would use: the checked-out branch's, the configured default, the only one,
    /// or `origin`; `None` when there is no remote.
    pub fn default_remote(&self) -> Result<Option<String>, GitError> {
        let branch = self.branch()?;
        let of_branch = |key: &str| match &branch {
            Some(branch) => self.setting(&format!("branch.{branch}.{key}")),
            None => Ok(None),
        };
        if let Some(remote) = of_branch("pushRemote")? {
            return Ok(Some(remote));
        }
        if let Some(remote) = self.setting("remote.pushDefault")? {
            return Ok(Some(remote));
        }
        if let Some(remote) = of_branch("remote")?.filter(|remote| remote != ".") {
            return Ok(Some(remote));
        }
        let listed = self.git().arg("remote").run()?.text();
        let remotes: Vec<&str> = listed.lines().collect();
        let chosen = match remotes.as_slice() {
            [only] => Some(*only),
            many => many.iter().copied().find(|name| *name == "origin"),
        };
        Ok(chosen.map(str::to_owned))
    }

    /// Returns a branch's upstream; `None` when it has none.
    pub fn upstream(&self, branch: &str) -> Result<Option<Upstream>, GitError> {
        let output = self
            .git()
            .args([
                "for-each-ref",
                "--format=%(upstream:remotename) %(upstream:remoteref)",
                &format!("refs/heads/{branch}"),
            ])
            .run()?;
        let text = output.text();
        let parts = text.lines().next().and_then(|line| line.split_once(' '));
        Ok(parts
            .filter(|(remote, reference)| !remote.is_empty() && !reference.is_empty())
            .map(|(remote, reference)| Upstream {
                remote: remote.to_owned(),
                reference: reference.to_owned(),
            }))
    }

    /// Asks a remote for its refs: full names and objects. What an annotated tag peels to comes as `<name>^{}`. Goes
    /// over the network.
    pub fn remote_refs(&self, remote: &str) -> Result<Vec<(String, Oid)>, GitError> {
        let output = self
            .git()
            .args(["ls-remote", "--quiet", "--", remote])
            .run()?;
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| {
                let (oid, name) = line.split_once('\t')?;
                Some((name.to_owned(), Oid::new(oid)?))
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(GitError::Answer("ls-remote"))
    }

    /// Pushes refs, all or none. The user's pre-push hooks run.
    pub fn push<S: AsRef<str>>(&self, remote: &str, refspecs: &[S]) -> Result<(), GitError> {
        self.git()
            .args(["push", "--porcelain", "--atomic", "--", remote])
            .args(refspecs.iter().map(AsRef::as_ref))
            .run()?;
        Ok(())
    }

    /// Pushes a tag that was moved here. On the remote it must be at `old` still, the object that its ref points at there, or
    /// not be there at all when that is `None`: what somebody else moved meanwhile stays. The user's pre-push hooks run.
    pub fn push_moved_tag(
        &self,
        remote: &str,
        name: &str,
        old: Option<&Oid>,
    ) -> Result<(), GitError> {
        let reference = format!("refs/tags/{name}");
        let old = old.map_or("", Oid::as_str);
        self.git()
            .args(["push", "--porcelain"])
            .arg(format!("--force-with-lease={reference}:{old}"))
            .args(["--", remote, &format!("{reference}:{reference}")])
            .run()?;
        Ok(())
    }

    /// Deletes a tag on a remote, where its ref must still point at this object. No pre-push hook runs: what guards tags
    /// refuses just this.
    pub fn delete_remote_tag(
        &self,
        remote: &str,
        name: &str,
        object: &Oid,
    ) -> Result<(), GitError> {
        let reference = format!("refs/tags/{name}");
        self.git()
            .args(["push", "--porcelain", "--no-verify"])
            .arg(format!("--force-with-lease={reference}:{object}"))
            .args(["--", remote, &format!(":{reference}")])
            .run()?;
        Ok(())
    }

    /// Lists the refs below a folder that have a commit, by their full names; those that only repeat another are left out.
    pub fn refs_with(&self, commit: &Oid, folder: &str) -> Result<Vec<String>, GitError> {
        let output = self
            .git()
            .args([
                "for-each-ref",
                "--format=%(if)%(symref)%(then)%(else)%(refname)%(end)",
            ])
            .arg(format!("--contains={commit}"))
            .arg(folder)
            .run()?;
        let names = output.text();
        let names = names.lines().filter(|name| !name.is_empty());
        Ok(names.map(str::to_owned).collect())
    }

    /// Whether history was cut off when this repository was cloned, so that ancestry is not known.
    pub fn is_shallow(&self) -> bool {
        self.common_dir().join("shallow").exists()
    }

    /// Makes a throw-away clone with this commit checked out and all tags. It borrows the objects of this repository, so
    /// that a commit that no ref points at yet is there too, and writes nothing into it. No hook runs.
    pub fn clone_at(&self, dir: &Path, commit: &Oid) -> Result<Self, GitError> {
        const NO_HOOKS: [&str; 2] = ["-c", "core.hooksPath=/dev/null"];
        self.git()
            .args(NO_HOOKS)
            .args(["clone", "--quiet", "--shared", "--no-checkout"])
            .arg("--template=")
            .arg("--")
            .arg(self.common_dir().as_os_str())
            .arg(dir.as_os_str())
            .run()?;
        crate::command::Command::git(dir)
            .args(NO_HOOKS)
            .args(["checkout", "--quiet", "--detach", commit.as_str()])
            .run()?;
        Self::open(dir)
    }
}
