//! The options of `publish github-release` and `publish gitlab-release`.
use super::Kind;
use jiff::Timestamp;

const GITHUB: &str = "\
Examples:
  publish github-release --dry-run         says what is there and what would be done
  publish github-release v1.2.3            drafts, attaches, compares and publishes, after asking
  publish github-release --draft --yes     leaves the draft for somebody to look at
  publish github-release --notes both      the changelog's section, then GitHub's own notes
  publish github-release --notes FILE      a file, in which `{changelog}`, `{generated}`, `{files}`,
                                           `{install}`, `{version}`, `{tag}`, `{previous}` are filled in

Attached are the files of `dist/release.json`, itself, `SHA256SUMS`, and from beside them
`*.attestation` and `*.cdx.json`. The token, which has to write contents, is that of `GH_TOKEN`,
`GITHUB_TOKEN` or `gh auth login`. Running the same command again goes on where it ended.";

const GITLAB: &str = "\
Examples:
  publish gitlab-release --dry-run         says what is there and what would be done
  publish gitlab-release v1.2.3            sends, compares and releases, after asking
  publish gitlab-release --notes FILE      a file, in which `{changelog}`, `{files}`, `{install}`,
                                           `{version}`, `{tag}`, `{previous}` are filled in
  publish gitlab-release --released-at 2030-01-31T09:00Z
                                           an upcoming release

The files of `dist/release.json`, itself, `SHA256SUMS`, and from beside them `*.attestation` and
`*.cdx.json` go to the project's package registry; the release, which links to them, is made last.
The token is that of `GITLAB_TOKEN` (scope `api`), a job's own `CI_JOB_TOKEN`, or that of
`glab auth login`. Running the same command again goes on where it ended.";

/// The options of `publish github-release`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = GITHUB)]
pub(in crate::publish) struct GithubArgs {
    /// The tag; the one of the CI job, of this commit, or of the declared version otherwise
    tag: Option<String>,
    /// Leave it a draft
    #[arg(long)]
    draft: bool,
    /// The notes: `changelog`, `generated` (by GitHub), `both`, or a file; the changelog's section where there is one,
    /// else the generated ones
    #[arg(long, value_name = "changelog|generated|both|FILE")]
    notes: Option<String>,
    /// Open a discussion in this category when it is published
    #[arg(long, value_name = "CATEGORY")]
    discussion: Option<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// The options of `publish gitlab-release`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = GITLAB)]
pub(in crate::publish) struct GitlabArgs {
    /// The tag; the one of the CI job, of this commit, or of the declared version otherwise
    tag: Option<String>,
    /// The notes: `changelog`, or a file; the changelog's section where there is one
    #[arg(long, value_name = "changelog|FILE")]
    notes: Option<String>,
    /// The time from which on it counts as released; now otherwise
    #[arg(long, value_name = "TIME", value_parser = time)]
    released_at: Option<String>,
    /// Go ahead without asking
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// What is asked for, on whichever forge.
#[derive(Debug)]
pub(in crate::publish) struct Asked {
    pub(super) kind: Kind,
    pub(super) tag: Option<String>,
    pub(super) draft: bool,
    pub(super) notes: Option<String>,
    pub(super) discussion: Option<String>,
    pub(super) released_at: Option<String>,
    pub(super) yes: bool,
    pub(super) dry_run: bool,
}

impl From<GithubArgs> for Asked {
    fn from(args: GithubArgs) -> Self {
        Self {
            kind: Kind::Github,
            tag: args.tag,
            draft: args.draft,
            notes: args.notes,
            discussion: args.discussion,
            released_at: None,
            yes: args.yes,
            dry_run: args.dry_run,
        }
    }
}

impl From<GitlabArgs> for Asked {
    fn from(args: GitlabArgs) -> Self {
        Self {
            kind: Kind::Gitlab,
            tag: args.tag,
            draft: false,
            notes: args.notes,
            discussion: None,
            released_at: args.released_at,
            yes: args.yes,
            dry_run: args.dry_run,
        }
    }
}

/// Reads a moment, and writes it as GitLab wants it (RFC 3339).
fn time(text: &str) -> Result<String, String> {
    let read: Result<Timestamp, _> = text.parse();
    read.map(|time| time.to_string())
        .map_err(|_| "a time is written as `2030-01-31T09:00:00Z`".into())
}
