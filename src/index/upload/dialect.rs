//! What the servers that speak the upload API say when they do not take a file: one table, server by server.
//!
//! Not what follows from it. A server is known by its words: an address does not tell what runs there. Words come from the
//! servers' sources (PyPI, Gitea, devpi, pypiserver), from their documentation, and from what users of upload clients quote.
use crate::http::Reply;

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The file is in the index now.
    Taken,
    /// It says that it has such a file.
    Exists,
    /// It cannot say now; it may have stored the file all the same.
    Later,
    /// It does not know who asks, or does not allow it.
    Denied,
    /// It does not want this file.
    Refused,
}

/// Something that a server says.
#[derive(Debug)]
pub(super) struct Saying {
    /// The server.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for readers, and held true by tests")
    )]
    pub(super) server: &'static str,
    /// The status that it says it with.
    pub(super) status: u16,
    /// How its host ends; empty where it may have any.
    pub(super) host: &'static str,
    /// The words that tell it from other answers, in lower case.
    pub(super) words: &'static str,
    /// What it means.
    pub(super) meaning: Meaning,
    /// The way out; empty where the index is looked at instead.
    pub(super) help: &'static str,
    /// What it says as a whole.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for readers, and held true by tests")
    )]
    pub(super) example: &'static str,
}

const ANOTHER_VERSION: &str =
    "release another version; a file name is never used twice, even when the file was deleted";
const ANOTHER_NAME: &str =
    "give the project another name: nobody else's on the index, and not similar to one";
const SMALLER: &str = "make it smaller, or ask the index for a higher limit";

impl Saying {
    /// What a server says by which it tells that it has such a file.
    const fn exists(
        server: &'static str,
        status: u16,
        words: &'static str,
        example: &'static str,
    ) -> Self {
        Self::of(server, status, words, Meaning::Exists, "", example)
    }

    /// What a server says to somebody who may not upload.
    const fn denied(
        server: &'static str,
        status: u16,
        words: &'static str,
        help: &'static str,
        example: &'static str,
    ) -> Self {
        Self::of(server, status, words, Meaning::Denied, help, example)
    }

    /// What a server says of a file that it does not want.
    const fn refused(
        server: &'static str,
        status: u16,
        words: &'static str,
        help: &'static str,
        example: &'static str,
    ) -> Self {
        Self::of(server, status, words, Meaning::Refused, help, example)
    }

    const fn of(
        server: &'static str,
        status: u16,
        words: &'static str,
        meaning: Meaning,
        help: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            server,
            status,
            host: "",
            words,
            meaning,
            help,
            example,
        }
    }

    const fn at(self, host: &'static str) -> Self {
        Self { host, ..self }
    }
}

/// All that is known, server by server. The first one that matches holds.
pub(super) static SAYINGS: &[Saying] = &[
    // TestPyPI is the same server.
    Saying::exists(
        "PyPI",
        400,
        "file already exists",
        "File already exists ('demo-1.0-py3-none-any.whl', with blake2_256 hash '0e57'). See https://pypi.org/help/#file-name-reuse for more information.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "previously used by a file",
        ANOTHER_VERSION,
        "This filename was previously used by a file that has since been deleted. Use a different version.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "filename has already been used",
        ANOTHER_VERSION,
        "This filename has already been used, use a different version. See https://test.pypi.org/help/#file-name-reuse for more information.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "older than",
        "release another version; the index takes no files for an old release",
        "Uploading new files to releases older than 14 days is not allowed.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "only one sdist",
        "release another version, or leave the sdist out",
        "Only one sdist may be uploaded per release.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "too large",
        SMALLER,
        "File too large. Limit for project 'demo' is 100 MB. See https://pypi.org/help/#file-size-limit for more information.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "does not match a digest calculated",
        "the file arrived changed; run this again",
        "The digest supplied does not match a digest calculated from the uploaded file.",
    ),
    Saying::refused(
        "PyPI",
        400,
        "too similar to an existing project",
        ANOTHER_NAME,
        "The name 'demo' is too similar to an existing project. See https://pypi.org/help/#project-name for more information.",
    ),
    Saying::denied(
        "PyPI",
        400,
        "verified primary email",
        "verify the e-mail address of the account on the index, and run this again",
        "User 'me' does not have a verified primary email address. Please add a verified primary email before attempting to upload to PyPI.",
    ),
    Saying::denied(
        "PyPI",
        403,
        "read-only mode",
        "try again later; the index takes no uploads for now",
        "Read-only mode: Uploads are temporarily disabled.",
    ),
    Saying::denied(
        "PyPI",
        403,
        "isn't allowed to upload",
        "is the project's name yours, and does the token cover this project?",
        "The user 'me' isn't allowed to upload to project 'demo'. See https://pypi.org/help/#project-name for more information.",
    ),
    Saying::denied(
        "PyPI",
        403,
        "not valid for project",
        "the token is for another project; take one of this project, or of the whole account for its first release",
        "Invalid API Token: project-scoped token is not valid for project: 'demo'",
    ),
    Saying::denied(
        "PyPI",
        403,
        "token is expired",
        "make a new token on the index; one of a trusted publisher lasts for 15 minutes",
        "Invalid API Token: token is expired",
    ),
    Saying::denied(
        "PyPI",
        403,
        "username/password authentication is no longer supported",
        "make a token on the index, and give it as the password of the user `__token__`",
        "Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead.",
    ),
    Saying::denied(
        "PyPI",
        403,
        "invalid or non-existent authentication",
        "is the password a token of this very index, and not expired? its user name is `__token__`; PyPI and TestPyPI have tokens of their own",
        "Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.",
    ),
    Saying::exists(
        "GitLab",
        400,
        "already been taken",
        "{\"message\":\"Validation failed: File name has already been taken\"}",
    ),
    Saying::denied(
        "GitLab",
        401,
        "401 unauthorized",
        "in a job, the user `gitlab-ci-token` has the password `CI_JOB_TOKEN`; elsewhere a deploy token needs `write_package_registry`",
        "{\"message\":\"401 Unauthorized\"}",
    ),
    Saying::denied(
        "GitLab",
        403,
        "package protected",
        "the project protects this package: somebody with a higher role must upload it",
        "{\"message\":\"403 Forbidden - Package protected.\"}",
    ),
    Saying::denied(
        "GitLab",
        403,
        "403 forbidden",
        "a deploy token needs `write_package_registry`, a personal one `api` and the role of a developer",
        "{\"message\":\"403 Forbidden\"}",
    ),
    // It hides what one may not see.
    Saying::denied(
        "GitLab",
        404,
        "404 project not found",
        "is the project's number in the address right, and may the token see the project?",
        "{\"message\":\"404 Project Not Found\"}",
    ),
    // Forgejo speaks as Gitea does.
    Saying::exists(
        "Gitea",
        409,
        "package file already exists",
        "package file already exists",
    ),
    Saying::exists(
        "Gitea",
        400,
        "package file does exist already",
        "Package file does exist already",
    ),
    Saying::refused(
        "Gitea",
        400,
        "invalid name or version",
        "release a version without a local part (`+…`); the server takes none",
        "invalid name or version",
    ),
    Saying::denied(
        "Gitea",
        401,
        "should have specific permission",
        "the token needs the scope `write:package`, and its user the right to write packages of this owner",
        "user should have specific permission or be a site admin",
    ),
    Saying::exists(
        "devpi",
        409,
        "already exists in non-volatile index",
        "<html><body><h1>409 Conflict</h1>demo-1.0.tar.gz already exists in non-volatile index</body></html>",
    ),
    // To a user agent with `twine` in it, which ours has not, it says the same with 400.
    Saying::exists(
        "pypiserver",
        409,
        "already exists!",
        "<html><body><h1>Error: 409 Conflict</h1><pre>Package &#039;demo-1.0.tar.gz&#039; already exists!\n\nYou may want to use `--overwrite`</pre></body></html>",
    ),
    Saying::exists(
        "Nexus",
        400,
        "does not allow updating assets",
        "<!doctype html><html><body>Repository does not allow updating assets: pypi-hosted</body></html>",
    ),
    Saying::exists(
        "Nexus",
        400,
        "cannot be updated",
        "<!doctype html><html><body>pypi-hosted/packages/demo/1.0/demo-1.0-py3-none-any.whl cannot be updated</body></html>",
    ),
    Saying::exists(
        "Artifactory",
        403,
        "delete/overwrite",
        "{\"errors\":[{\"status\":403,\"message\":\"Not enough permissions to delete/overwrite all artifacts under 'pypi:demo/1.0' (user: 'me' needs DELETE permission).\"}]}",
    ),
    Saying::exists(
        "Artifactory",
        403,
        "overwrite artifact",
        "Not enough permissions to overwrite artifact 'pypi:demo/1.0/demo-1.0.tar.gz'",
    ),
    // So it says where it hides what one may not replace.
    Saying::exists(
        "Artifactory",
        404,
        "could not locate artifact",
        "{\"errors\":[{\"status\":404,\"message\":\"Could not locate artifact 'pypi:demo/1.0/demo-1.0.tar.gz'\"}]}",
    ),
    Saying::exists(
        "Azure Artifacts",
        409,
        "already contains file",
        "{\"$id\":\"1\",\"message\":\"The feed 'own' already contains file 'demo-1.0.tar.gz' in package 'demo 1.0'.\",\"typeKey\":\"PackageAlreadyExistsException\"}",
    ),
    Saying::denied(
        "Azure Artifacts",
        401,
        "",
        "the password is a personal access token with `Packaging (read & write)`, whatever the user name",
        "",
    )
    .at("pkgs.dev.azure.com"),
    Saying::exists(
        "Google Artifact Registry",
        400,
        "requested entity already exists",
        "Requested entity already exists.",
    ),
];

/// The saying that an answer is, if it is a known one.
pub(super) fn saying(reply: &Reply) -> Option<&'static Saying> {
    let text = String::from_utf8_lossy(&reply.body).to_lowercase();
    let host = reply.url.host();
    SAYINGS.iter().find(|saying| {
        saying.status == reply.status && text.contains(saying.words) && host.ends_with(saying.host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::upload::answer::{meaning, refusal, tests::reply};

    #[test]
    fn every_saying_is_understood() {
        for one in SAYINGS {
            let mut answer = reply(one.status, "text/html", one.example);
            if !one.host.is_empty() {
                let at = format!("https://{}/", one.host);
                answer.url = crate::http::Url::parse(&at).unwrap().0;
            }
            let shown = format!("{}: {}", one.server, one.example);
            let found = saying(&answer).unwrap_or_else(|| panic!("{shown}"));
            assert!(
                std::ptr::eq(found, one),
                "{shown} is taken for {}'s {:?}",
                found.server,
                found.words
            );
            assert_eq!(meaning(&answer), one.meaning, "{shown}");
            let told = refusal("demo.whl", &answer, str::to_owned).to_string();
            let has_way_out = told.contains("\nhint: ");
            assert!(has_way_out && told.contains(one.help), "{told}");
        }
    }

    #[test]
    fn every_server_of_the_documentation_has_its_word_for_a_file_that_is_there() {
        let page = include_str!("../../../docs/upload.md");
        for one in SAYINGS {
            assert!(page.contains(one.server), "{}", one.server);
            let mut own = SAYINGS.iter().filter(|other| other.server == one.server);
            assert!(
                own.any(|own| own.meaning == Meaning::Exists),
                "{}",
                one.server
            );
        }
    }
}
