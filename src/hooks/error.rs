//! Why a hook could not be installed or taken away, each with the way out.
//!
//! Not whether a hook guards: that is `state`.
use crate::git::GitError;
use std::path::PathBuf;

/// Why a hook could not be installed or taken away.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// Git could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A file could not be read, written, or renamed.
    #[error("cannot change `{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The hooks folder serves all repositories of the user.
    #[error(
        "`core.hooksPath` is set to `{path}` for all your repositories, so git looks for hooks nowhere else\nhint: add the line `{command} \"$@\"` to `{path}/{hook}`; or use git 2.54 or later, for which `tag-guard install` puts a hook beside that folder"
    )]
    SharedFolder {
        /// What is set.
        path: String,
        /// The hook.
        hook: &'static str,
        /// What is to be run.
        command: String,
    },
    /// Where git looks for hooks is no folder.
    #[error(
        "`core.hooksPath` is set to `{0}`, which is no folder, so git runs no hooks here\nhint: `git config --unset core.hooksPath` switches them on again"
    )]
    NoFolder(String),
    /// A hook runner writes the hooks itself and would overwrite ours.
    #[error(
        "{runner} writes the `{hook}` hook of this repository, so nothing was written; add this to its configuration instead:\n{snippet}{}",
        blind.as_ref().map(|why| format!("\n{why}")).unwrap_or_default()
    )]
    Runner {
        /// The runner.
        runner: &'static str,
        /// The hook.
        hook: &'static str,
        /// What to add.
        snippet: String,
        /// Why what is there already does not do.
        blind: Option<String>,
    },
    /// The hook that is there is under version control.
    #[error(
        "`{path}` is under version control, so it was left as it is: whoever has no release-guard would get our hook too\nhint: add the line `{command} \"$@\"` to it, before what reads stdin"
    )]
    Tracked {
        /// The hook, from the top of the repository.
        path: String,
        /// What is to be run.
        command: String,
    },
    /// What stands in the hook's place is a folder.
    #[error("`{}` is a folder where a hook belongs; move it away first", .0.display())]
    IsFolder(PathBuf),
    /// Our hook holds lines that are not ours.
    #[error(
        "`{file}` was changed by hand after it was installed, and nothing of yours is thrown away\nhint: move your lines to `{file}.before-release-guard`, which is run first, delete `{file}`, and run this again", file = .0.display()
    )]
    Edited(PathBuf),
    /// Two foreign hooks claim the same place.
    #[error(
        "`{}` was put aside by an earlier installation, and there is another hook at `{}` again; merge the two by hand first", kept.display(), found.display()
    )]
    TwoForeign {
        /// The one that was put aside.
        kept: PathBuf,
        /// The one that stands there now.
        found: PathBuf,
    },
    /// Somebody else is changing git's configuration.
    #[error("`{}` exists, so git's configuration is being changed by another program; run this again, or delete that file if no git is running", .0.display())]
    Locked(PathBuf),
    /// The push that proves could not be made.
    #[error("cannot make a scratch repository: {0}")]
    Scratch(std::io::Error),
}
