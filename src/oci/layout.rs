//! PyOCI's layout as JSON: a manifest a file, and the image index that a version's tag names.
//!
//! Pure: nothing here is sent. The same files, links and time make the same bytes.
use super::artifact::Artifact;
use crate::dist::Sha256;
use serde_json::{Map, Value, json};

/// The media type of an image index.
pub(super) const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// The media type of a manifest.
pub(super) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// The type of PyOCI's artifacts, and of the one layer that each has.
const PACKAGE: &str = "application/pyoci.package.v1";

/// The configuration that all manifests share, since they have none.
pub(super) const EMPTY: &[u8] = b"{}";

/// The annotation that tells a file's hash.
const HASH: &str = "com.pyoci.sha256_digest";

/// The annotation that tells a file's name.
const TITLE: &str = "org.opencontainers.image.title";

/// What is said of all files of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The repository's address: GitHub links the package to it, and gives it the same readers.
    pub source: Option<String>,
    /// When it was made (RFC 3339).
    pub created: Option<String>,
    /// The commit it was made from.
    pub revision: Option<String>,
}

/// The digest of bytes as registries write it.
pub(super) fn digest(sha256: Sha256) -> String {
    format!("sha256:{sha256}")
}

/// The manifest of a file.
pub(super) fn manifest(file: &Artifact, about: &About) -> Vec<u8> {
    let empty = json!({
        "mediaType": "application/vnd.oci.empty.v1+json",
        "digest": digest(Sha256::of(EMPTY)),
        "size": EMPTY.len(),
    });
    let mut notes = annotations(file, about);
    notes.insert(TITLE.into(), json!(file.file_name));
    written(&json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": PACKAGE,
        "config": empty,
        "layers": [{
            "mediaType": PACKAGE,
            "digest": digest(file.sha256),
            "size": file.size,
            // By this name `oras pull` writes the file.
            "annotations": {TITLE: file.file_name},
        }],
        "annotations": notes,
    }))
}

/// What an index of packages holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index(Map<String, Value>);

/// What an index says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The digest of its manifest.
    pub(super) manifest: String,
    /// The hash of its bytes, where the index tells it.
    pub(super) sha256: Option<Sha256>,
}

impl Index {
    /// An index without files.
    pub(super) fn new(file: &Artifact, about: &About) -> Self {
        let mut index = Map::new();
        index.insert("schemaVersion".into(), json!(2));
        index.insert("mediaType".into(), json!(INDEX));
        index.insert("artifactType".into(), json!(PACKAGE));
        index.insert("manifests".into(), json!([]));
        index.insert("annotations".into(), annotations(file, about).into());
        Self(index)
    }

    /// Reads an index; the media type of what it is instead when it is none of packages.
    pub(super) fn read(media_type: &str, bytes: &[u8]) -> Result<Self, String> {
        let found = serde_json::from_slice(bytes).unwrap_or_default();
        let Value::Object(index) = found else {
            return Err(media_type.to_owned());
        };
        let of = |key: &str| index.get(key).and_then(Value::as_str);
        if of("mediaType").unwrap_or(media_type) != INDEX
            || !index.get("manifests").is_some_and(Value::is_array)
        {
            return Err(of("mediaType").unwrap_or(media_type).to_owned());
        }
        match of("artifactType") {
            Some(PACKAGE) => Ok(Self(index)),
            other => Err(other.unwrap_or(INDEX).to_owned()),
        }
    }

    /// What it says of a file of this kind.
    pub(super) fn entry(&self, file: &Artifact) -> Option<Entry> {
        let found = self.manifests().iter().find(|entry| is_of(entry, file))?;
        let hash = found["annotations"].get(HASH).and_then(Value::as_str);
        Some(Entry {
            manifest: found["digest"].as_str()?.to_owned(),
            sha256: hash.and_then(|hash| hash.trim_start_matches("sha256:").parse().ok()),
        })
    }

    /// Adds a file with its manifest; those of others stay as they are.
    pub(super) fn add(&mut self, file: &Artifact, manifest: &[u8], about: &About) {
        let mut notes = Map::new();
        notes.insert(HASH.into(), json!(file.sha256.to_string()));
        let urls: Map<String, Value> = file
            .project_urls
            .iter()
            .map(|(label, url)| (label.clone(), json!(url)))
            .collect();
        notes.insert(
            "com.pyoci.project_urls".into(),
            json!(Value::from(urls).to_string()),
        );
        if let Some(created) = &about.created {
            notes.insert("org.opencontainers.image.created".into(), json!(created));
        }
        let entry = json!({
            "mediaType": MANIFEST,
            "digest": digest(Sha256::of(manifest)),
            "size": manifest.len(),
            "annotations": notes,
            "platform": {"architecture": file.kind, "os": "any"},
        });
        if let Some(Value::Array(manifests)) = self.0.get_mut("manifests") {
            manifests.retain(|entry| !is_of(entry, file));
            manifests.push(entry);
        }
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        written(&Value::Object(self.0.clone()))
    }

    fn manifests(&self) -> &[Value] {
        let manifests = self.0.get("manifests").and_then(Value::as_array);
        manifests.map(Vec::as_slice).unwrap_or_default()
    }
}

/// The hash of the one file that a manifest holds.
pub(super) fn file_of(manifest: &[u8]) -> Option<Sha256> {
    let manifest: Value = serde_json::from_slice(manifest).ok()?;
    let [layer] = manifest["layers"].as_array()?.as_slice() else {
        return None;
    };
    layer["digest"]
        .as_str()?
        .strip_prefix("sha256:")?
        .parse()
        .ok()
}

fn is_of(entry: &Value, file: &Artifact) -> bool {
    entry["platform"]["architecture"].as_str() == Some(&file.kind)
}

fn annotations(file: &Artifact, about: &About) -> Map<String, Value> {
    let version = Some(file.version.to_string());
    let all = [
        ("created", &about.created),
        ("source", &about.source),
        ("revision", &about.revision),
        ("version", &version),
        ("licenses", &file.license),
    ];
    all.into_iter()
        .filter_map(|(key, value)| {
            Some((
                format!("org.opencontainers.image.{key}"),
                json!(value.as_ref()?),
            ))
        })
        .collect()
}

fn written(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: &str, bytes: &[u8]) -> Artifact {
        Artifact {
            path: kind.into(),
            file_name: format!("demo-1.0-{kind}"),
            project: crate::dist::ProjectName::new("demo").unwrap(),
            version: "1.0".parse().unwrap(),
            size: bytes.len() as u64,
            sha256: Sha256::of(bytes),
            project_urls: vec![("Home".into(), "https://a.org".into())],
            license: Some("MIT".into()),
            tag: "1.0".into(),
            kind: kind.into(),
        }
    }

    fn about() -> About {
        About {
            source: Some("https://github.com/o/r".into()),
            created: Some("2026-01-02T03:04:05Z".into()),
            revision: None,
        }
    }

    #[test]
    fn a_manifest_has_one_layer_and_no_configuration() {
        let bytes = manifest(&file("py3-none-any.whl", b"abc"), &about());
        assert_eq!(file_of(&bytes), Some(Sha256::of(b"abc")));
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            concat!(
                r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","#,
                r#""artifactType":"application/pyoci.package.v1","#,
                r#""config":{"mediaType":"application/vnd.oci.empty.v1+json","#,
                r#""digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"#,
                r#""layers":[{"mediaType":"application/pyoci.package.v1","#,
                r#""digest":"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3,"#,
                r#""annotations":{"org.opencontainers.image.title":"demo-1.0-py3-none-any.whl"}}],"#,
                r#""annotations":{"org.opencontainers.image.created":"2026-01-02T03:04:05Z","#,
                r#""org.opencontainers.image.source":"https://github.com/o/r","#,
                r#""org.opencontainers.image.version":"1.0","org.opencontainers.image.licenses":"MIT","#,
                r#""org.opencontainers.image.title":"demo-1.0-py3-none-any.whl"}}"#
            )
        );
    }

    #[test]
    fn an_index_keeps_what_others_put_there() {
        let (wheel, sdist) = (file("py3-none-any.whl", b"abc"), file(".tar.gz", b"de"));
        let mut index = Index::new(&wheel, &about());
        index.add(&wheel, b"{}", &about());
        let text = String::from_utf8(index.bytes()).unwrap();
        let theirs = text
            .replacen("{", r#"{"x-own":[1],"#, 1)
            .replace(r#""os":"any""#, r#""os":"any","x":2"#);
        let mut index = Index::read(INDEX, theirs.as_bytes()).unwrap();
        index.add(&sdist, b"{} ", &about());
        let added = String::from_utf8(index.bytes()).unwrap();
        let kept = theirs.split_once("}],\"annotations\"").unwrap().0;
        assert!(added.starts_with(kept), "{added}");
        assert_eq!(index.entry(&wheel).unwrap().sha256, Some(wheel.sha256));
        assert_eq!(
            index.entry(&sdist).unwrap().manifest,
            digest(Sha256::of(b"{} "))
        );
        assert!(added.contains(r#""platform":{"architecture":".tar.gz","os":"any"}"#));
        assert!(added.contains(r#""com.pyoci.project_urls":"{\"Home\":\"https://a.org\"}""#));
        assert_eq!(index.entry(&file("cp311-abi3-any.whl", b"")), None);
    }

    #[test]
    fn what_is_no_index_of_packages_is_named() {
        let docker = r#"{"mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []}"#;
        for (media_type, text, found) in [
            (INDEX, docker, INDEX),
            (MANIFEST, r#"{"layers": []}"#, MANIFEST),
            ("text/html", "<p>", "text/html"),
            (INDEX, r#"{"artifactType": "x", "manifests": []}"#, "x"),
        ] {
            assert_eq!(
                Index::read(media_type, text.as_bytes()),
                Err(found.to_owned())
            );
        }
    }
}
