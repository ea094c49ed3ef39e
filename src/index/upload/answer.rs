//! What an index's answer to an upload means, and what it says in words.
//!
//! Not what is done about it.
use super::error::UploadError;
use crate::http::Reply;

/// What is shown of a server's words, in characters: some answer with whole pages.
const WORDS: usize = 600;

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

/// What an answer means. Servers other than PyPI say in their own words that a file exists.
pub(super) fn meaning(reply: &Reply) -> Meaning {
    let text = String::from_utf8_lossy(&reply.body).to_lowercase();
    // In these words PyPI, pypiserver, GitLab, Nexus, and Artifactory say it.
    let exists = [
        "already exist",
        "already been taken",
        "updating asset",
        "overwrite artifact",
    ];
    match reply.status {
        200..=299 => Meaning::Taken,
        409 => Meaning::Exists,
        400 | 403 | 422 if exists.iter().any(|words| text.contains(words)) => Meaning::Exists,
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Meaning::Later,
        401 | 403 => Meaning::Denied,
        _ => Meaning::Refused,
    }
}

/// An answer that refuses, as an error.
pub(super) fn refusal(file: &str, reply: &Reply, hide: impl Fn(&str) -> String) -> UploadError {
    let said = hide(&words(reply));
    let (file, status) = (file.to_owned(), reply.status);
    match meaning(reply) {
        Meaning::Denied => UploadError::Denied {
            help: way_in(&said),
            file,
            status,
            said,
        },
        _ => UploadError::Refused {
            help: way_out(status, &said).to_owned(),
            file,
            status,
            said,
        },
    }
}

fn way_in(said: &str) -> String {
    let said = said.to_lowercase();
    if said.contains("read-only mode") {
        "try again later; the index takes no uploads for now".into()
    } else if said.contains("isn't allowed to upload") {
        "is the project's name yours, and does the token cover this project?".into()
    } else {
        "is the password a token of this very index, and not expired? a token's user name is `__token__` on PyPI".into()
    }
}

fn way_out(status: u16, said: &str) -> &'static str {
    let said = said.to_lowercase();
    let known = [
        (
            "previously used by a file",
            "release another version; a file name is never used twice, even when the file was deleted",
        ),
        (
            "older than",
            "release another version; the index takes no files for an old release",
        ),
        (
            "only one sdist",
            "release another version, or leave the sdist out",
        ),
        (
            "too large",
            "make it smaller, or ask the index for a higher limit",
        ),
        (
            "already exist",
            "release another version; a file that was published is never replaced",
        ),
    ];
    let found = known.iter().find(|(words, _)| said.contains(words));
    match (found, status) {
        (Some((_, help)), _) => help,
        (None, 404 | 405) => "is the address the one for uploads, with its last `/`?",
        (None, 413) => "make it smaller, or ask the index for a higher limit",
        _ => "",
    }
}

/// What an answer says, without markup and on one line.
pub(super) fn words(reply: &Reply) -> String {
    let text = String::from_utf8_lossy(&reply.body);
    let text = match reply.media_type.as_str() {
        "application/json" | "application/problem+json" => {
            message(&reply.body).unwrap_or(text.into())
        }
        _ => text.into_owned(),
    };
    let bare = without_markup(&text);
    let mut line = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    // What PyPI's framework says before the reason.
    for filler in [
        "The server could not comply with the request since it is either malformed or otherwise incorrect.",
        "Access was denied to this resource.",
    ] {
        if line.len() > filler.len() {
            line = line.replace(filler, "");
        }
    }
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = crate::source::printable(&line)
        .chars()
        .take(WORDS)
        .collect();
    match shown.is_empty() {
        true => "it does not say why".into(),
        false => shown,
    }
}

fn message(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let keys = ["message", "detail", "error", "errors", "title"];
    let found = keys.iter().find_map(|key| value.get(*key))?;
    Some(
        found
            .as_str()
            .map_or_else(|| found.to_string(), str::to_owned),
    )
}

/// A text without tags, and without what stands in a page's head.
fn without_markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let lower = tag
            .get(..tag.len().min(9))
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        let end = ["head", "style", "script"]
            .iter()
            .find(|name| {
                let open = lower
                    .strip_prefix('<')
                    .and_then(|tag| tag.strip_prefix(**name));
                open.is_some_and(|rest| rest.starts_with(['>', ' ']))
            })
            .and_then(|name| tag.find(&format!("</{name}>")))
            .unwrap_or(0);
        rest = match tag.get(end..).and_then(|tag| Some((tag, tag.find('>')?))) {
            Some((tag, close)) if is_tag(tag) => tag.get(close + 1..).unwrap_or_default(),
            _ => {
                out.push('<');
                tag.get(1..).unwrap_or_default()
            }
        };
        out.push(' ');
    }
    out.push_str(rest);
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, c);
    }
    out
}

fn is_tag(text: &str) -> bool {
    text.get(1..).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Url;

    fn reply(status: u16, media_type: &str, body: &str) -> Reply {
        Reply {
            url: Url::parse("https://a.org/").unwrap().0,
            status,
            media_type: media_type.into(),
            retry_after: None,
            body: body.into(),
        }
    }

    #[test]
    fn answers_are_told_apart() {
        for (status, body, expected) in [
            (200, "", Meaning::Taken),
            (201, "", Meaning::Taken),
            (400, "File already exists ('a')", Meaning::Exists),
            (
                400,
                "Validation failed: File name has already been taken",
                Meaning::Exists,
            ),
            (
                400,
                "Repository does not allow updating assets",
                Meaning::Exists,
            ),
            (409, "", Meaning::Exists),
            (
                400,
                "This filename was previously used by a file",
                Meaning::Refused,
            ),
            (
                403,
                "Invalid or non-existent authentication information",
                Meaning::Denied,
            ),
            (401, "", Meaning::Denied),
            (429, "", Meaning::Later),
            (503, "", Meaning::Later),
            (404, "", Meaning::Refused),
        ] {
            assert_eq!(
                meaning(&reply(status, "", body)),
                expected,
                "{status} {body}"
            );
        }
    }

    #[test]
    fn a_server_s_words_are_found_in_its_page() {
        let html = "<html>\n <head>\n  <title>400 Bad</title><style>x{}</style>\n </head>\n <body>\n  <h1>400 Bad</h1>\n  \
                    The server could not comply with the request since it is either malformed or otherwise incorrect.<br/><br/>\n\
                    File already exists (&#39;a&#39;). 1 < 2\n </body>\n</html>";
        for (media_type, body, said) in [
            (
                "text/html",
                html,
                "400 Bad File already exists ('a'). 1 < 2",
            ),
            (
                "application/json",
                "{\"message\": \"no <b>such</b>\\n thing\"}",
                "no such thing",
            ),
            ("application/json", "{\"errors\": [1]}", "[1]"),
            ("text/plain", "\u{1b}[31mred", "\\u{1b}[31mred"),
            ("text/plain", "", "it does not say why"),
        ] {
            assert_eq!(words(&reply(400, media_type, body)), said);
        }
    }
}
