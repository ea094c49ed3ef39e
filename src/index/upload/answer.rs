//! What an index's answer to an upload means, and what it says in words.
//!
//! Not what is done about it.
use super::dialect::{Meaning, saying};
use super::error::UploadError;
use crate::http::Reply;

/// What is shown of a server's words, in characters: some answer with whole pages.
const WORDS: usize = 600;

/// What an answer means: what its server is known to say, else what its status means everywhere.
pub(super) fn meaning(reply: &Reply) -> Meaning {
    if let Some(saying) = saying(reply) {
        return saying.meaning;
    }
    match reply.status {
        200..=299 => Meaning::Taken,
        409 => Meaning::Exists,
        400 | 403 | 422 if has_words(reply, "already exist") => Meaning::Exists,
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Meaning::Later,
        401 | 403 => Meaning::Denied,
        _ => Meaning::Refused,
    }
}

/// An answer that refuses, as an error.
pub(super) fn refusal(file: &str, reply: &Reply, hide: impl Fn(&str) -> String) -> UploadError {
    let said = hide(&words(reply));
    let (file, status) = (file.to_owned(), reply.status);
    let known = saying(reply).map(|saying| saying.help);
    let help = known.filter(|help| !help.is_empty());
    let meaning = meaning(reply);
    let help = help.unwrap_or(way_out(status, meaning)).to_owned();
    match meaning {
        Meaning::Denied => UploadError::Denied {
            file,
            status,
            said,
            help,
        },
        _ => UploadError::Refused {
            file,
            status,
            said,
            help,
        },
    }
}

fn has_words(reply: &Reply, words: &str) -> bool {
    let text = String::from_utf8_lossy(&reply.body);
    text.to_lowercase().contains(words)
}

/// The way out where nothing more is known than the status.
fn way_out(status: u16, meaning: Meaning) -> &'static str {
    match (status, meaning) {
        (_, Meaning::Denied) => {
            "is the password a token of this very index, and not expired? may its user upload there? a token's user name is `__token__` on PyPI"
        }
        (_, Meaning::Exists) => {
            "its pages do not show such a file; is `simple` the address that pip's `--index-url` has? if so, release another version"
        }
        (404 | 405, _) => "is the address the one for uploads, with its last `/`?",
        (413, _) => "make it smaller, or ask the index for a higher limit",
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
pub(super) mod tests {
    use super::*;
    use crate::http::Url;

    pub(in crate::index::upload) fn reply(status: u16, media_type: &str, body: &str) -> Reply {
        Reply {
            url: Url::parse("https://a.org/").unwrap().0,
            status,
            media_type: media_type.into(),
            headers: Vec::new(),
            retry_after: None,
            body: body.into(),
        }
    }

    #[test]
    fn answers_are_told_apart() {
        for (status, body, expected) in [
            (200, "", Meaning::Taken),
            (201, "", Meaning::Taken),
            (409, "", Meaning::Exists),
            (422, "demo-1.0.tar.gz already exists", Meaning::Exists),
            (400, "bad", Meaning::Refused),
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
