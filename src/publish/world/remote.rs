//! The remote that is pushed to, and what it has; asked once, until something was done.
//!
//! Not the pushes: those are the steps'.
use super::World;
use crate::git::Oid;
use crate::publish::found::Tagged;
use crate::publish::proposal::Standing;
use std::rc::Rc;

impl World<'_> {
    /// The name of the remote that is pushed to; `None` when the repository has none.
    pub fn remote(&self) -> anyhow::Result<Option<String>> {
        Ok(self.repository.default_remote()?)
    }

    /// What a ref is on the remote: the commit it peels to.
    pub fn on_remote(&self, name: &str) -> anyhow::Result<Option<Oid>> {
        let Some(remote) = self.remote()? else {
            return Ok(None);
        };
        if self.asked.borrow().remote_refs.is_none() {
            let refs = self.repository.remote_refs(&remote)?;
            self.asked.borrow_mut().remote_refs = Some(refs);
        }
        let asked = self.asked.borrow();
        let refs = asked.remote_refs.as_deref().unwrap_or_default();
        let find = |name: &str| {
            refs.iter()
                .find(|found| found.0 == name)
                .map(|found| found.1.clone())
        };
        Ok(find(&format!("{name}^{{}}")).or_else(|| find(name)))
    }

    /// A tag on the remote; `None` when it is not there.
    pub(in crate::publish) fn tag_on_remote(&self, tag: &str) -> anyhow::Result<Option<Tagged>> {
        let name = format!("refs/tags/{tag}");
        let Some(commit) = self.on_remote(&name)? else {
            return Ok(None);
        };
        let asked = self.asked.borrow();
        let mut refs = asked.remote_refs.iter().flatten();
        let object = refs.find(|found| found.0 == name);
        let object = object.map_or_else(|| commit.clone(), |found| found.1.clone());
        Ok(Some(Tagged { object, commit }))
    }

    /// The refs of the remote whose full names begin so.
    pub(in crate::publish) fn remote_refs(
        &self,
        start: &str,
    ) -> anyhow::Result<Vec<(String, Oid)>> {
        // Has the remote asked.
        self.on_remote(start)?;
        let asked = self.asked.borrow();
        let refs = asked.remote_refs.iter().flatten();
        Ok(refs
            .filter(|(name, _)| name.starts_with(start))
            .cloned()
            .collect())
    }

    /// Whether a tag is here or on the remote.
    pub(in crate::publish) fn is_tagged(&self, tag: &str) -> anyhow::Result<bool> {
        let name = format!("refs/tags/{tag}");
        Ok(self.repository.reference(&name)?.is_some() || self.on_remote(&name)?.is_some())
    }

    /// The branch of a proposal that was looked at, and how it stands.
    pub(in crate::publish) fn standing(&self) -> Option<(String, Rc<Standing>)> {
        self.asked.borrow().standing.clone()
    }

    /// Keeps how the branch of a proposal stands.
    pub(in crate::publish) fn keep_standing(&self, branch: &str, standing: &Rc<Standing>) {
        self.asked.borrow_mut().standing = Some((branch.to_owned(), standing.clone()));
    }
}
