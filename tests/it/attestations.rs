//! Attestations that go along with an upload: those that lie there, and those that are signed for it.
use crate::support::oidc::{Manner, Oidc};
use crate::trusted::Stage;
use crate::upload::{SDIST, WHEEL};
use std::path::Path;

/// A `pypi_attestations` that signs nothing, and as strict about its arguments as the true one.
const SIGNER: &str = r#"
import base64, hashlib, json, os, pathlib, sys
command, file = sys.argv[1:]
file = pathlib.Path(file)
made = pathlib.Path(f"{file}.publish.attestation")
assert command == "sign" and not made.exists() and pathlib.Path.cwd() == file.parent
assert "UV_PUBLISH_TOKEN" not in os.environ
if "NO_SIGNING" in os.environ:
    sys.exit("no transparency log, " + os.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])
digest = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
statement = {"subject": [{"name": file.name, "digest": digest}],
             "predicateType": "https://docs.pypi.org/attestations/publish/v1"}
envelope = {"statement": base64.b64encode(json.dumps(statement).encode()).decode(), "signature": "c2ln"}
made.write_text(json.dumps({"version": 1, "verification_material": {}, "envelope": envelope}))
"#;

/// An index that takes attestations, and the variables of a job that can sign.
fn stage() -> (Stage, Vec<(&'static str, String)>) {
    let stage = Stage::new(Manner::default()).configured("attestations = true");
    let package = stage.scratch.beside("modules").join("pypi_attestations");
    std::fs::create_dir_all(&package).unwrap();
    std::fs::write(package.join("__init__.py"), "").unwrap();
    std::fs::write(package.join("__main__.py"), SIGNER).unwrap();
    let mut job = Oidc::github(&stage.oidc).to_vec();
    let modules = package.parent().unwrap().display().to_string();
    job.push(("PYTHONPATH", modules));
    (stage, job)
}

/// The field of each form that arrived.
fn attested(stage: &Stage) -> Vec<String> {
    let forms = stage.pypi.forms();
    let field = |form: &crate::support::pypi::Form| {
        let found = form.iter().find(|(name, ..)| name == "attestations");
        found.map_or("none".into(), |(.., text)| {
            String::from_utf8_lossy(text).into_owned()
        })
    };
    forms.iter().map(field).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string();
    let mut names: Vec<String> = entries.map(|entry| name(entry).unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_are_signed_for_the_upload_and_nothing_new_lies_beside_them() {
    let (stage, job) = stage();
    // What is going to be signed does not count as lost beside a release that was.
    let earlier = "demo-0.9-py3-none-any.whl";
    stage.pypi.store(earlier, b"");
    stage.pypi.attest(earlier);
    let (status, out, said) = stage.upload("own", &job);
    assert_eq!(status, 0, "{out}{said}");
    let expected =
        format!("signed: {WHEEL}\nsigned: {SDIST}\nuploaded: {WHEEL}\nuploaded: {SDIST}");
    assert!(said.ends_with(&expected), "{said}");
    let fields = attested(&stage);
    assert!(
        fields
            .iter()
            .all(|field| field.starts_with("[{\"version\": 1")),
        "{fields:?}"
    );
    assert_eq!(names(&stage.scratch.root().join("dist")), [WHEEL, SDIST]);
    let (status, out, said) = stage.upload("own", &job);
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.contains("there is nothing to do") && !said.contains("signed"),
        "{out}{said}"
    );
}

#[test]
fn what_cannot_be_signed_is_not_uploaded() {
    let (stage, mut job) = stage();
    job.push(("NO_SIGNING", "1".into()));
    let (status, _, said) = stage.upload("own", &job);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains(&format!("error: `{WHEEL}` could not be signed: ")),
        "{said}"
    );
    let end = "
  no transparency log, [hidden]
hint: with `attestations = false` in `[tool.release-guard.publish]` it is uploaded without an attestation";
    assert!(said.ends_with(end), "{said}");
    job.retain(|(name, _)| *name != "PYTHONPATH");
    let (status, _, said) = stage.upload("own", &job);
    assert_eq!(status, 2, "{said}");
    let expected = format!(
        "error: `attestations = true`, and `{WHEEL}` cannot be signed: `pypi-attestations` is not installed for the Python on PATH\nhint: install it, or lay `{WHEEL}.publish.attestation` beside the file"
    );
    assert!(said.ends_with(&expected), "{said}");
    assert_eq!(stage.pypi.files(), Vec::<String>::new());
    let stage = stage.configured("attestations = false");
    let (status, _, said) = stage.upload("own", &job);
    assert_eq!(status, 0, "{said}");
    assert_eq!(attested(&stage), ["none", "none"]);
}

#[test]
fn one_that_is_not_of_its_file_keeps_all_back() {
    let (stage, job) = stage();
    stage
        .scratch
        .write(&format!("dist/{SDIST}.publish.attestation"), "{}");
    let (status, _, said) = stage.upload("own", &job);
    assert_eq!(status, 1, "{said}");
    let expected = format!(
        "refused: `dist/{SDIST}.publish.attestation` does not attest `{SDIST}`: it is no attestation of version 1, as PEP 740 has it\nhelp: nothing was uploaded: make it again from this very file, or take it away"
    );
    assert!(said.ends_with(&expected), "{said}");
    assert_eq!(stage.pypi.forms().len(), 0);
}

#[test]
fn an_attestation_is_named_with_its_file() {
    let (stage, _) = stage();
    let [wheel, own] = ["", ".publish.attestation"].map(|end| format!("dist/{WHEEL}{end}"));
    stage.scratch.write(&own, "{}");
    let run = |files: &[&str]| {
        let args = [&["upload", "--dry-run", "--index", "own"], files].concat();
        stage.scratch.program("publish", &args)
    };
    let (status, _, said) = run(&[&own]);
    let expected = format!(
        "error: `{own}` is an attestation of none of these files\nhint: name its distribution, which lies beside it, too\n"
    );
    assert_eq!((status, said), (2, expected));
    let (status, _, said) = run(&[&wheel, &own]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("it is no attestation of version 1"), "{said}");
}
