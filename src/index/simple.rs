//! What an index elsewhere says that it has: the simple API, as JSON (PEP 691) or HTML (PEP 503).
//!
//! Not the local index, whose folder is the truth.
use super::upload::UploadError;
use crate::dist::{ProjectName, Sha256};
use crate::http::{Client, Credentials, Url};
use jiff::Timestamp;
use serde_json::Value;

/// What is asked for, the most telling form first.
const ACCEPT: &str = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

const MAY_READ: &str =
    "the password must be allowed to read as well as to upload, so that no file is sent twice";
const IS_SIMPLE: &str = "is `simple` the address that pip's `--index-url` has?";

/// No more links of a page are read, and no longer tags, in bytes: a page is somebody else's.
const MOST_LINKS: usize = 50_000;
const LONGEST_TAG: usize = 4 << 10;

/// The end of the address of devpi's pages, which are below that for uploads.
pub(super) const OF_DEVPI: &str = "+simple/";

/// A file on the page of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its hash; `None` when the page does not tell it.
    pub sha256: Option<Sha256>,
    /// Where it is.
    pub url: Url,
    /// When it was uploaded, as the page tells it (PEP 700).
    pub uploaded: Option<Timestamp>,
    /// Whether it was yanked (PEP 592).
    pub is_yanked: bool,
    /// Whether the page says where its attestations are (PEP 740).
    pub has_provenance: bool,
}

/// What an index says of a project.
#[derive(Debug)]
pub(super) struct Page {
    /// Its files; `None` when the project is not known.
    pub(super) files: Option<Vec<Listed>>,
    /// Whether a devpi answered, and not from where its pages are: it knows no project elsewhere.
    pub(super) is_elsewhere: bool,
}

/// Asks an index for the files of a project.
pub(super) fn page(
    client: &Client,
    simple: &Url,
    project: &ProjectName,
    credentials: Option<&Credentials>,
) -> Result<Page, UploadError> {
    let url = simple.below(&format!("{project}/"));
    let unknown = Page {
        files: None,
        is_elsewhere: false,
    };
    let reply = match client.get(&url, ACCEPT, credentials) {
        Err(error) if error.url().is_some_and(|at| is_forwarded(simple, at)) => return Ok(unknown),
        reply => reply?,
    };
    if is_forwarded(simple, &reply.url) {
        return Ok(unknown);
    }
    let wrong = |reason: String| UploadError::Page {
        url: url.clone(),
        reason,
    };
    let status = reply.status;
    match status {
        200 => {}
        401 | 403 => return Err(wrong(format!("it answers {status}\nhint: {MAY_READ}"))),
        404 | 410 => {
            let is_devpi = reply
                .headers
                .iter()
                .any(|name| name.starts_with("x-devpi-"));
            return Ok(Page {
                files: None,
                is_elsewhere: is_devpi && !simple.path().ends_with(OF_DEVPI),
            });
        }
        408 | 425 | 429 | 500 | 502 | 503 | 504 => {
            return Err(UploadError::Busy {
                url: url.clone(),
                status,
                retry_after: reply.retry_after,
            });
        }
        _ => return Err(wrong(format!("it answers {status}\nhint: {IS_SIMPLE}"))),
    }
    let files = if reply.media_type.ends_with("json") {
        of_json(&reply.url, &reply.body)
    } else {
        Some(of_html(&reply.url, &String::from_utf8_lossy(&reply.body)))
    };
    let files = files.ok_or_else(|| wrong("its page is not as the simple API has it".into()))?;
    Ok(Page {
        files: Some(files),
        is_elsewhere: false,
    })
}

/// Whether an index sent to PyPI, as GitLab does for a project that it does not have itself.
fn is_forwarded(simple: &Url, answered: &Url) -> bool {
    let is_pypi = |url: &Url| url.host() == "pypi.org" || url.host().ends_with(".pypi.org");
    is_pypi(answered) && !is_pypi(simple)
}

/// The files of a page in JSON; `None` when it is none.
pub(super) fn of_json(page: &Url, body: &[u8]) -> Option<Vec<Listed>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let files = value.get("files")?.as_array()?.iter();
    let found = files.filter_map(|file| {
        let hash = file.get("hashes").and_then(|hashes| hashes.get("sha256"));
        let is_said = |key| match file.get(key) {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(_) => true,
        };
        Some(Listed {
            name: file.get("filename")?.as_str()?.to_owned(),
            sha256: hash
                .and_then(Value::as_str)
                .and_then(|hash| hash.parse().ok()),
            url: page.join(file.get("url")?.as_str()?).ok()?,
            uploaded: file
                .get("upload-time")
                .and_then(Value::as_str)
                .and_then(|time| time.parse().ok()),
            is_yanked: is_said("yanked"),
            has_provenance: is_said("provenance"),
        })
    });
    Some(found.collect())
}

/// The links of a page, each a file: its name is the last part of the link, since some pages adorn their texts.
fn of_html(page: &Url, text: &str) -> Vec<Listed> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("href").take(MOST_LINKS) {
        let value = attribute(around(text, at + 4, at + 4 + LONGEST_TAG));
        let Some(value) = value else {
            continue;
        };
        let link = value.replace("&amp;", "&").replace("&#43;", "+");
        let (target, hash) = link.split_once('#').unwrap_or((&link, ""));
        let Ok(url) = page.join(target) else {
            continue;
        };
        let name = url.path().rsplit('/').next().map(crate::http::decoded);
        let hash = hash
            .split('&')
            .find_map(|part| part.strip_prefix("sha256="));
        let before = around(&lower, at.saturating_sub(LONGEST_TAG), at);
        let start = before.rfind('<').map_or(at, |tag| at - before.len() + tag);
        let tag = tag_of(around(&lower, start, at + LONGEST_TAG));
        found.push(Listed {
            name: name.unwrap_or_default(),
            sha256: hash.and_then(|hash| hash.parse().ok()),
            url,
            uploaded: None,
            is_yanked: tag.contains("data-yanked"),
            has_provenance: tag.contains("data-provenance="),
        });
    }
    found
}

/// A part of a text, as long as it may be without cutting a character.
fn around(text: &str, from: usize, to: usize) -> &str {
    let boundary = |at: &usize| text.is_char_boundary(*at);
    let from = (from..=text.len()).find(boundary).unwrap_or(text.len());
    let to = (from..=to.min(text.len())).rev().find(boundary);
    text.get(from..to.unwrap_or(from)).unwrap_or_default()
}

/// A tag to its end; a `>` between quotes is none.
fn tag_of(text: &str) -> &str {
    let mut quote = None;
    let end = text.find(|c| match (c, quote) {
        ('"' | '\'', None) => {
            quote = Some(c);
            false
        }
        ('>', None) => true,
        _ => {
            quote = quote.filter(|open| *open != c);
            false
        }
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The value of an attribute, from behind its name.
fn attribute(rest: &str) -> Option<&str> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => rest.get(1..)?.split(quote).next(),
        None => rest.split(|c: char| c.is_whitespace() || c == '>').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn told(files: &[Listed]) -> Vec<String> {
        let tell = |file: &Listed| {
            let yanked = if file.is_yanked { " yanked" } else { "" };
            let provenance = if file.has_provenance {
                " provenance"
            } else {
                ""
            };
            let has_hash = file.sha256.is_some();
            format!("{} {has_hash} {}{yanked}{provenance}", file.name, file.url)
        };
        files.iter().map(tell).collect()
    }

    #[test]
    fn what_is_sent_on_to_pypi_is_no_page_of_the_index() {
        let url = |text: &str| Url::parse(text).unwrap().0;
        let (own, pypi) = (
            url("https://git.a.org/simple/"),
            url("https://pypi.org/simple/"),
        );
        assert!(is_forwarded(&own, &pypi));
        assert!(!is_forwarded(&own, &url("https://files.a.org/simple/")));
        assert!(!is_forwarded(&pypi, &pypi));
    }

    #[test]
    fn pages_tell_files_and_hashes() {
        let (page, _) = Url::parse("https://a.org/simple/demo/").unwrap();
        let html = format!(
            "<a href=\"../../f/demo-1%2Bx.whl#sha256={HASH}\" data-x='1'>demo</a>\n<A HREF = 'https://b.org/demo-1.tar.gz#md5=1'>x</A> <a data-requires-python='>=3' href=demo-2.whl data-yanked=\"\" data-provenance=\"https://a.org/p\">"
        );
        assert_eq!(
            told(&of_html(&page, &html)),
            [
                "demo-1+x.whl true https://a.org/f/demo-1%2Bx.whl",
                "demo-1.tar.gz false https://b.org/demo-1.tar.gz",
                "demo-2.whl false https://a.org/simple/demo/demo-2.whl yanked provenance",
            ]
        );
        let endless = "<a href=''>".repeat(MOST_LINKS + 1);
        assert_eq!(of_html(&page, &endless).len(), MOST_LINKS);
        let json = format!(
            "{{\"files\": [{{\"filename\": \"demo-1.whl\", \"url\": \"/f/demo-1.whl\", \"hashes\": {{\"sha256\": \"{HASH}\"}}, \"yanked\": false, \"provenance\": null}}, {{\"filename\": \"demo-1.zip\", \"url\": \"x\", \"yanked\": \"bad\", \"provenance\": \"https://a.org/p\"}}]}}"
        );
        assert_eq!(
            told(&of_json(&page, json.as_bytes()).unwrap()),
            [
                "demo-1.whl true https://a.org/f/demo-1.whl",
                "demo-1.zip false https://a.org/simple/demo/x yanked provenance",
            ]
        );
        assert_eq!(of_json(&page, b"{}"), None);
    }
}
