//! Attestations (PEP 740): what somebody signed of a distribution, which goes along with it.
//!
//! Not the signing, which is the Python package `pypi-attestations`'s, and no signature is verified: the index does that.
//! What an index would refuse for its content is seen before the first byte goes out.
use super::upload::Distribution;
use crate::command::Command;
use crate::dist::FileName;
use crate::environment;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The end of the names of files with an attestation, as twine has it: `FILE.publish.attestation`.
const ENDING: &str = ".attestation";

/// What PyPI takes: that a publisher published it, and where it was built.
const KNOWN: [&str; 2] = [PUBLISH, "https://slsa.dev/provenance/v1"];
const PUBLISH: &str = "https://docs.pypi.org/attestations/publish/v1";

/// The form's field.
const FIELD: &str = "attestations";

/// How long signing a file may take; it asks servers.
const LIMIT: Duration = Duration::from_secs(300);

/// Variables that signing has no use for.
const NO_USE: [&str; 4] = [
    "UV_PUBLISH_TOKEN",
    "UV_PUBLISH_PASSWORD",
    "TWINE_PASSWORD",
    "CI_JOB_TOKEN",
];

/// Variables with what the signing program may get, and nobody may see.
const HIDDEN: [&str; 2] = ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SIGSTORE_ID_TOKEN"];

/// The attestations of a distribution, one a predicate type.
#[derive(Debug, Default)]
pub struct Attestations(Vec<Attestation>);

#[derive(Debug)]
struct Attestation {
    path: PathBuf,
    predicate: String,
    text: String,
}

/// Why attestations cannot go along.
#[derive(Debug, thiserror::Error)]
pub enum AttestationError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file is no attestation of its distribution.
    #[error("`{}` does not attest `{file}`: {reason}\nhint: make it again from this very file, or take it away", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The distribution.
        file: String,
        /// Why.
        reason: String,
    },
    /// Signing failed.
    #[error(
        "`{file}` could not be signed: {reason}\nhint: with `attestations = false` in `[tool.release-guard.publish]` it is uploaded without an attestation"
    )]
    Sign {
        /// The distribution.
        file: String,
        /// Why.
        reason: String,
    },
}

impl AttestationError {
    /// Whether a person has to change something about the release.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Wrong { .. })
    }
}

/// Whether a file's name is that of an attestation.
pub fn is_attestation(path: &Path) -> bool {
    path.to_string_lossy().ends_with(ENDING)
}

/// Whether an interpreter has the package that signs.
pub fn can_sign(python: &Path) -> bool {
    let script =
        "import importlib.util as u, sys; sys.exit(u.find_spec('pypi_attestations') is None)";
    let Ok(folder) = tempfile::tempdir() else {
        return false;
    };
    let asked = Command::new(python).args(["-c", script]);
    let asked = asked.dir(folder.path()).limit(Duration::from_secs(60));
    asked.output().is_ok_and(|output| output.status == Some(0))
}

impl Attestations {
    /// Reads those that lie beside a distribution. `is_pypi` where only what PyPI takes will do.
    pub fn beside(file: &Distribution, is_pypi: bool) -> Result<Self, AttestationError> {
        let folder = match file.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let read = |error: std::io::Error| AttestationError::Read {
            path: folder.to_owned(),
            reason: error.to_string(),
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(read)? {
            let path = entry.map_err(read)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let kind = name.strip_prefix(&format!("{}.", file.file_name));
            if kind.is_some() && is_attestation(&path) {
                found.push(path);
            }
        }
        found.sort();
        let mut attestations = Self::default();
        for path in found {
            attestations.add(path, file, is_pypi)?;
        }
        Ok(attestations)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one says that a publisher published the file.
    pub fn has_publisher(&self) -> bool {
        self.0.iter().any(|own| own.predicate == PUBLISH)
    }

    /// Has an interpreter's `pypi_attestations` sign a distribution: a copy of it, so that nothing new lies beside it.
    pub fn sign(&mut self, file: &Distribution, python: &Path) -> Result<(), AttestationError> {
        let wrong = |reason: String| AttestationError::Sign {
            file: file.file_name.clone(),
            reason,
        };
        let folder = tempfile::tempdir().map_err(|error| wrong(error.to_string()))?;
        let copy = folder.path().join(&file.file_name);
        std::fs::hard_link(&file.path, &copy)
            .or_else(|_| std::fs::copy(&file.path, &copy).map(|_| ()))
            .map_err(|error| wrong(error.to_string()))?;
        Command::new(python)
            .args(["-m", "pypi_attestations", "sign"])
            .arg(&copy)
            .dir(folder.path())
            .without(NO_USE)
            .limit(LIMIT)
            .run()
            .map_err(|error| wrong(hidden(&error.to_string())))?;
        let made = folder
            .path()
            .join(format!("{}.publish{ENDING}", file.file_name));
        if !made.is_file() {
            return Err(wrong("`pypi_attestations sign` made no file".into()));
        }
        self.add(made, file, true)
            .map_err(|error| wrong(error.to_string().lines().next().unwrap_or_default().into()))
    }

    /// Writes them into the form of their distribution.
    pub fn attach(&self, file: &mut Distribution) {
        let texts: Vec<&str> = self.0.iter().map(|own| own.text.as_str()).collect();
        file.fields.retain(|(name, _)| *name != FIELD);
        if !texts.is_empty() {
            file.fields.push((FIELD, format!("[{}]", texts.join(","))));
        }
    }

    fn add(
        &mut self,
        path: PathBuf,
        file: &Distribution,
        is_pypi: bool,
    ) -> Result<(), AttestationError> {
        let text = std::fs::read_to_string(&path).map_err(|error| AttestationError::Read {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        let wrong = |reason: String| AttestationError::Wrong {
            path: path.clone(),
            file: file.file_name.clone(),
            reason,
        };
        let predicate = predicate(&text, file).map_err(wrong)?;
        if is_pypi && !KNOWN.contains(&predicate.as_str()) {
            return Err(wrong(format!(
                "PyPI does not take what it says, `{predicate}`"
            )));
        }
        if let Some(other) = self.0.iter().find(|own| own.predicate == predicate) {
            let other = other.path.display();
            return Err(wrong(format!(
                "`{other}` says the same, `{predicate}`, and an index takes one of each"
            )));
        }
        let text = text.trim().to_owned();
        self.0.push(Attestation {
            path,
            predicate,
            text,
        });
        Ok(())
    }
}

/// What an attestation says of its file, as the address of a predicate's type; the error says why it is not of this file.
fn predicate(text: &str, file: &Distribution) -> Result<String, String> {
    let value: Value = serde_json::from_str(text).map_err(|_| "it is not JSON")?;
    if value["version"] != 1 || !value["verification_material"].is_object() {
        return Err("it is no attestation of version 1, as PEP 740 has it".into());
    }
    let statement = value["envelope"]["statement"].as_str().unwrap_or_default();
    let statement = BASE64_STANDARD.decode(statement).ok();
    let statement: Option<Value> = statement.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let statement = statement.ok_or("its statement cannot be read")?;
    let subject = match statement["subject"].as_array().map(Vec::as_slice) {
        Some([subject]) => subject,
        _ => return Err("it has not exactly one subject".into()),
    };
    let shown = |value: &Value| crate::source::printable(value.as_str().unwrap_or_default());
    let name = shown(&subject["name"]);
    let parsed = |name: &str| FileName::parse(name).ok().map(sorted);
    let is_same = parsed(&name).is_some() && parsed(&name) == parsed(&file.file_name);
    if !is_same && name != file.file_name {
        return Err(format!("its subject is `{name}`"));
    }
    let digest = shown(&subject["digest"]["sha256"]);
    if digest != file.sha256.to_string() {
        return Err(format!(
            "its subject has sha256 `{digest}`, and the file has {}",
            file.sha256
        ));
    }
    match shown(&statement["predicateType"]) {
        predicate if predicate.is_empty() => Err("it does not say what it attests".into()),
        predicate => Ok(predicate),
    }
}

/// A name whose tags are in one order: a signer may write them in another.
fn sorted(mut name: FileName) -> FileName {
    if let FileName::Wheel { tags, .. } = &mut name {
        for part in [&mut tags.python, &mut tags.abi, &mut tags.platform] {
            part.sort();
        }
    }
    name
}

fn hidden(text: &str) -> String {
    let secrets = HIDDEN.into_iter().filter_map(environment::variable);
    secrets.fold(text.to_owned(), |text, secret| {
        text.replace(&secret, "[hidden]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{ProjectName, Sha256};
    use serde_json::json;

    const WHEEL: &str = "demo-1.0-py2.py3-none-any.whl";

    fn distribution(folder: &Path) -> Distribution {
        Distribution {
            path: folder.join(WHEEL),
            file_name: WHEEL.into(),
            project: ProjectName::new("demo").unwrap(),
            version: "1.0".parse().unwrap(),
            size: 1,
            sha256: Sha256::of(b"x"),
            private: None,
            fields: Vec::new(),
        }
    }

    fn attestation(subject: &Value, predicate: &str) -> String {
        let statement = json!({"subject": subject, "predicateType": predicate}).to_string();
        let envelope = json!({"statement": BASE64_STANDARD.encode(statement), "signature": "c2ln"});
        json!({"version": 1, "verification_material": {}, "envelope": envelope}).to_string()
    }

    #[test]
    fn one_of_each_kind_goes_along() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = distribution(folder.path());
        let digest = json!({"sha256": file.sha256.to_string()});
        let own = |name| json!([{"name": name, "digest": digest}]);
        let write = |kind: &str, text: &str| {
            let path = folder.path().join(format!("{WHEEL}.{kind}.attestation"));
            std::fs::write(path, text).unwrap();
        };
        let publish = attestation(&own(WHEEL), PUBLISH);
        let slsa = attestation(&own("Demo-1.0-py3.py2-none-any.whl"), KNOWN[1]);
        write("publish", &format!("{publish}\n"));
        write("slsa", &slsa);
        let found = Attestations::beside(&file, true).unwrap();
        assert!(found.has_publisher());
        found.attach(&mut file);
        found.attach(&mut file);
        assert_eq!(
            file.fields,
            [("attestations", format!("[{publish},{slsa}]"))]
        );
    }

    #[test]
    fn an_attestation_is_of_the_very_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = distribution(folder.path());
        let path = folder.path().join(format!("{WHEEL}.publish.attestation"));
        let subject =
            |name: &str, digest: &str| json!({"name": name, "digest": {"sha256": digest}});
        let own = subject(WHEEL, &file.sha256.to_string());
        let of = |subjects: &Value| attestation(subjects, PUBLISH);
        for (text, expected) in [
            ("x".to_owned(), "it is not JSON".to_owned()),
            (
                "{}".into(),
                "it is no attestation of version 1, as PEP 740 has it".into(),
            ),
            (
                of(&json!([own])).replace("statement", "s"),
                "its statement cannot be read".into(),
            ),
            (
                of(&json!([own, own])),
                "it has not exactly one subject".into(),
            ),
            (
                of(&json!([subject("other-1.0-py3-none-any.whl", "")])),
                "its subject is `other-1.0-py3-none-any.whl`".into(),
            ),
            (
                of(&json!([subject(WHEEL, "00")])),
                format!(
                    "its subject has sha256 `00`, and the file has {}",
                    file.sha256
                ),
            ),
            (
                attestation(&json!([own]), ""),
                "it does not say what it attests".into(),
            ),
            (
                attestation(&json!([own]), "https://a.org/"),
                "PyPI does not take what it says, `https://a.org/`".into(),
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let said = Attestations::beside(&file, true).unwrap_err().to_string();
            let whole = format!(
                "`{}` does not attest `{WHEEL}`: {expected}\nhint: make it again from this very file, or take it away",
                path.display()
            );
            assert_eq!(said, whole);
        }
        std::fs::write(&path, of(&json!([own]))).unwrap();
        let twin = folder.path().join(format!("{WHEEL}.two.attestation"));
        std::fs::copy(&path, twin).unwrap();
        let said = Attestations::beside(&file, true).unwrap_err().to_string();
        assert!(said.contains("says the same, `https://docs.pypi.org/attestations/publish/v1`, and an index takes one of each"), "{said}");
    }
}
