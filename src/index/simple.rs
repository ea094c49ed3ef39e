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
}

/// Asks an index for the files of a project; `None` when it does not know the project.
pub(super) fn files(
    client: &Client,
    simple: &Url,
    project: &ProjectName,
    credentials: Option<&Credentials>,
) -> Result<Option<Vec<Listed>>, UploadError> {
    let url = simple.below(&format!("{project}/"));
    let reply = client.get(&url, ACCEPT, credentials)?;
    let wrong = |reason: &str| UploadError::Page {
        url: url.clone(),
        reason: reason.to_owned(),
    };
    match reply.status {
        200 => {}
        404 | 410 => return Ok(None),
        401 | 403 => {
            return Err(wrong(&format!(
                "it answers {}\nhint: the password must be allowed to read as well as to upload, so that no file is sent twice",
                reply.status
            )));
        }
        status => {
            return Err(wrong(&format!(
                "it answers {status}\nhint: is `simple` the address that pip's `--index-url` has?"
            )));
        }
    }
    let found = if reply.media_type.ends_with("json") {
        of_json(&reply.url, &reply.body)
    } else {
        Some(of_html(&reply.url, &String::from_utf8_lossy(&reply.body)))
    };
    found
        .map(Some)
        .ok_or_else(|| wrong("its page is not as the simple API has it"))
}

fn of_json(page: &Url, body: &[u8]) -> Option<Vec<Listed>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let files = value.get("files")?.as_array()?.iter();
    let found = files.filter_map(|file| {
        let hash = file.get("hashes").and_then(|hashes| hashes.get("sha256"));
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
        })
    });
    Some(found.collect())
}

/// The links of a page, each a file: its name is the last part of the link, since some pages adorn their texts.
fn of_html(page: &Url, text: &str) -> Vec<Listed> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("href") {
        let Some(value) = text.get(at + 4..).and_then(attribute) else {
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
        found.push(Listed {
            name: name.unwrap_or_default(),
            sha256: hash.and_then(|hash| hash.parse().ok()),
            url,
            uploaded: None,
        });
    }
    found
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
        let tell = |file: &Listed| format!("{} {} {}", file.name, file.sha256.is_some(), file.url);
        files.iter().map(tell).collect()
    }

    #[test]
    fn pages_tell_files_and_hashes() {
        let (page, _) = Url::parse("https://a.org/simple/demo/").unwrap();
        let html = format!(
            "<a href=\"../../f/demo-1%2Bx.whl#sha256={HASH}\" data-x='1'>demo</a>\n<A HREF = 'https://b.org/demo-1.tar.gz#md5=1'>x</A> <a href=demo-2.whl>"
        );
        assert_eq!(
            told(&of_html(&page, &html)),
            [
                "demo-1+x.whl true https://a.org/f/demo-1%2Bx.whl",
                "demo-1.tar.gz false https://b.org/demo-1.tar.gz",
                "demo-2.whl false https://a.org/simple/demo/demo-2.whl",
            ]
        );
        let json = format!(
            "{{\"files\": [{{\"filename\": \"demo-1.whl\", \"url\": \"/f/demo-1.whl\", \"hashes\": {{\"sha256\": \"{HASH}\"}}}}]}}"
        );
        assert_eq!(
            told(&of_json(&page, json.as_bytes()).unwrap()),
            ["demo-1.whl true https://a.org/f/demo-1.whl"]
        );
        assert_eq!(of_json(&page, b"{}"), None);
    }
}
