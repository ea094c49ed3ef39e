//! The form that a distribution is uploaded with: the fields of the legacy upload API, as twine sends them.
//!
//! Not the sending. Source of the fields: PyPI's upload API
//! (<https://docs.pypi.org/api/upload/>), whose other speakers want some fields that PyPI does not.
use super::error::UploadError;
use crate::dist::{
    CoreMetadata, Document, FileName, ProjectName, Sha256, core_metadata, same_name, tables,
};
use crate::version::Version;
use blake2::digest::Digest as _;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// BLAKE2b with 256 bits, PyPI's second hash.
type Blake2 = blake2::Blake2b<blake2::digest::consts::U32>;

/// The length of what is read at once, in bytes.
const WINDOW: usize = 64 << 10;

/// The form's fields that may stand once, and the metadata that they hold.
const ONCE: [(&str, &str); 14] = [
    ("metadata_version", "Metadata-Version"),
    ("version", "Version"),
    ("summary", "Summary"),
    ("home_page", "Home-page"),
    ("author", "Author"),
    ("author_email", "Author-email"),
    ("license", "License"),
    ("download_url", "Download-URL"),
    ("maintainer", "Maintainer"),
    ("maintainer_email", "Maintainer-email"),
    ("description_content_type", "Description-Content-Type"),
    ("license_expression", "License-Expression"),
    ("description", "Description"),
    ("requires_python", "Requires-Python"),
];

/// The form's fields that may stand often. Three of them are no plurals, as PyPI wants it.
const OFTEN: [(&str, &str); 15] = [
    ("platform", "Platform"),
    ("supported_platform", "Supported-Platform"),
    ("classifiers", "Classifier"),
    ("requires", "Requires"),
    ("provides", "Provides"),
    ("obsoletes", "Obsoletes"),
    ("requires_dist", "Requires-Dist"),
    ("provides_dist", "Provides-Dist"),
    ("obsoletes_dist", "Obsoletes-Dist"),
    ("requires_external", "Requires-External"),
    ("provides_extra", "Provides-Extra"),
    ("dynamic", "Dynamic"),
    ("license_file", "License-File"),
    ("import_names", "Import-Name"),
    ("import_namespaces", "Import-Namespace"),
];

/// A distribution that is to be uploaded: what it is, its hashes, and the form's fields.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// The file.
    pub path: PathBuf,
    /// Its name.
    pub file_name: String,
    /// The project.
    pub project: ProjectName,
    /// The version.
    pub version: Version,
    /// The length in bytes.
    pub size: u64,
    /// The hash that indexes tell.
    pub sha256: Sha256,
    /// The classifier that keeps it off PyPI, when it has one.
    pub private: Option<String>,
    /// The form's fields in their order, but for the file.
    pub fields: Vec<(&'static str, String)>,
}

impl Distribution {
    /// Reads a wheel or an sdist; its bytes are read once.
    pub fn read(path: &Path) -> Result<Self, UploadError> {
        Self::described(path, hashes)
    }

    /// Reads a wheel or an sdist that somebody has hashed already. One that has another length now is refused; where its
    /// bytes are others the index does, which is told this hash.
    pub fn hashed(path: &Path, sha256: Sha256, size: u64) -> Result<Self, UploadError> {
        Self::described(path, |path| {
            let (blake2, found) = blake2(path)?;
            if found != size {
                let text =
                    format!("it had {size} bytes when it was looked at, and has {found} now");
                return Err(std::io::Error::other(text));
            }
            Ok((sha256, blake2, size))
        })
    }

    fn described(
        path: &Path,
        hashes: impl FnOnce(&Path) -> std::io::Result<(Sha256, String, u64)>,
    ) -> Result<Self, UploadError> {
        let wrong = |source| UploadError::Distribution {
            path: path.to_owned(),
            source,
        };
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = FileName::parse(&file_name)
            .map_err(|error| wrong(crate::dist::DistError::Name(error)))?;
        let bytes = core_metadata(path).map_err(wrong)?;
        let core = CoreMetadata::new(Document {
            archive: path.into(),
            name: "METADATA".into(),
            bytes: bytes.into(),
        });
        let (sha256, blake2, size) =
            hashes(path).map_err(|error| wrong(crate::dist::DistError::Read(error)))?;
        let mut fields = metadata_fields(&core);
        let (kind, python) = match name.tags() {
            Some(tags) => ("bdist_wheel", tags.python.join(".")),
            None => ("sdist", "source".into()),
        };
        fields.extend([
            ("pyversion", python),
            ("filetype", kind.to_owned()),
            ("sha256_digest", sha256.to_string()),
            ("blake2_256_digest", blake2),
            (":action", "file_upload".into()),
            ("protocol_version", "1".into()),
        ]);
        Ok(Self {
            private: private(&core),
            path: path.to_owned(),
            file_name: file_name.clone().into_owned(),
            project: name.name().clone(),
            version: name.version().clone(),
            size,
            sha256,
            fields,
        })
    }

    /// The value of a field of the form that may stand once.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is a wheel. Wheels go first, so that nobody is made to build from an sdist in between.
    pub fn is_wheel(&self) -> bool {
        self.file_name.ends_with(".whl")
    }
}

/// The classifier that keeps a distribution off PyPI, when it has one.
fn private(core: &CoreMetadata) -> Option<String> {
    let all = core.headers.all("Classifier");
    all.map(|field| core.exact(field).into_owned())
        .find(|text| tables::Classifier::of(text) == tables::Classifier::Private)
}

/// The fields that tell the core metadata, in one order.
fn metadata_fields(core: &CoreMetadata) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let value = |name| {
        core.headers
            .first(name)
            .map(|field| core.exact(field).into_owned())
    };
    let name = value("Name").unwrap_or_default();
    for (field, header) in ONCE {
        let value = match field {
            "description" => description(core).or_else(|| value(header)),
            // GitLab refuses a form without it.
            "requires_python" => Some(value(header).unwrap_or_default()),
            _ => value(header),
        };
        fields.extend(value.map(|value| (field, value)));
    }
    fields.insert(1.min(fields.len()), ("name", safe_name(&name)));
    if let Some(keywords) = value("Keywords") {
        let words: Vec<&str> = keywords.split(',').map(str::trim).collect();
        fields.push(("keywords", words.join(", ")));
    }
    for (field, header) in OFTEN {
        // setuptools writes it below the version that has it, and PyPI refuses it there.
        if field == "license_file" && core.metadata_version() < Some((2, 4)) {
            continue;
        }
        let all = core.headers.all(header);
        fields.extend(all.map(|value| (field, core.exact(value).into_owned())));
    }
    for url in core.headers.all("Project-URL") {
        let text = core.exact(url);
        let (label, url) = text.split_once(',').unwrap_or((&text, ""));
        fields.push(("project_urls", format!("{}, {}", label.trim(), url.trim())));
    }
    fields
}

/// The description that stands in the body.
fn description(core: &CoreMetadata) -> Option<String> {
    let body = core.document.bytes.get(core.headers.body.clone())?;
    (!body.is_empty()).then(|| String::from_utf8_lossy(body).into_owned())
}

/// A project's name with one `-` for each run of what is no letter, digit or dot: what setuptools once called safe.
fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            safe.push(c);
        } else if !safe.ends_with('-') {
            safe.push('-');
        }
    }
    debug_assert!(same_name(&safe, name) || ProjectName::new(name).is_none());
    safe
}

/// Both hashes of a file, the second in hexadecimal digits, and its length; it is read once, in windows.
fn hashes(path: &Path) -> std::io::Result<(Sha256, String, u64)> {
    let mut hashing = Hashing(Blake2::new());
    let (sha256, size) = Sha256::through(&mut File::open(path)?, &mut hashing)?;
    Ok((sha256, hashing.digits(), size))
}

/// The second hash alone, and the length.
fn blake2(path: &Path) -> std::io::Result<(String, u64)> {
    let mut hashing = Hashing(Blake2::new());
    let mut file = BufReader::with_capacity(WINDOW, File::open(path)?);
    let size = std::io::copy(&mut file, &mut hashing)?;
    Ok((hashing.digits(), size))
}

struct Hashing(Blake2);

impl Hashing {
    fn digits(self) -> String {
        let hash = self.0.finalize();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The form as it is sent.
pub(super) struct Form<'d> {
    distribution: &'d Distribution,
    head: Vec<u8>,
    tail: Vec<u8>,
    /// The media type, with the boundary.
    pub(super) media_type: String,
}

impl<'d> Form<'d> {
    /// Makes the form of a distribution.
    pub(super) fn new(distribution: &'d Distribution) -> Self {
        let fields = &distribution.fields;
        let boundary = (0_u64..)
            .map(|count| {
                Sha256::of(format!("{count} {}", distribution.sha256).as_bytes()).to_string()
            })
            .find(|boundary| !fields.iter().any(|(_, value)| value.contains(boundary)))
            .unwrap_or_default();
        let mut head = String::new();
        for (name, value) in fields {
            head.push_str(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        head.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            distribution.file_name
        ));
        Self {
            distribution,
            head: head.into_bytes(),
            tail: format!("\r\n--{boundary}--\r\n").into_bytes(),
            media_type: format!("multipart/form-data; boundary={boundary}"),
        }
    }

    /// The length in bytes.
    pub(super) fn length(&self) -> u64 {
        (self.head.len() + self.tail.len()) as u64 + self.distribution.size
    }

    /// Opens the form at its beginning. Only a window of the file is in memory.
    pub(super) fn open(&self) -> std::io::Result<impl Read + '_> {
        let file = File::open(&self.distribution.path)?;
        let content = Whole {
            left: self.distribution.size,
            file,
        };
        Ok(Cursor::new(&self.head)
            .chain(content)
            .chain(Cursor::new(&self.tail)))
    }
}

/// A file of which exactly so many bytes are read: a server that was told a length waits for it.
struct Whole {
    file: File,
    left: u64,
}

impl Read for Whole {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(into.len());
        let count = self.file.read(into.get_mut(..most).unwrap_or_default())?;
        if count == 0 && most > 0 {
            return Err(std::io::Error::other(
                "the file became shorter while it was sent",
            ));
        }
        self.left -= count as u64;
        Ok(count)
    }
}
