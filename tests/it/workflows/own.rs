//! Our own workflows: sound, safe, and read as what they are.
use crate::support::actions::CHECKERS;
use crate::support::environment;
use release_guard::git::Snapshot;
use release_guard::workflows::{Pushed, started};
use std::path::{Path, PathBuf};
use std::process::Command;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_workflow_is_clean_under_zizmor_and_the_schema() {
    let names: Vec<String> = files()
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["build.yml", "ci.yml", "publish.yml", "release.yml"]);
    let checkers = environment("workflow-checkers", CHECKERS).join("bin");
    let checks: [(&str, &[&str]); 2] = [
        (
            "zizmor",
            &["--offline", "--persona", "pedantic", "--no-progress"],
        ),
        (
            "check-jsonschema",
            &["--builtin-schema", "vendor.github-workflows"],
        ),
    ];
    for (program, options) in checks {
        let output = Command::new(checkers.join(program))
            .args(options)
            .args(files())
            .env_remove("GH_TOKEN")
            .env_remove("GITHUB_TOKEN")
            .output()
            .unwrap();
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{program}: {said}");
    }
}

#[test]
fn a_tag_starts_our_publish_yml() {
    let texts = files().into_iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        (format!(".github/workflows/{name}"), text)
    });
    let texts: Vec<(String, String)> = texts.collect();
    let tree = Snapshot::memory(
        texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let pushed = Pushed {
        tag: "1.0.46",
        branch: Some("main"),
    };
    assert_eq!(
        started(&tree, pushed).unwrap().lines("1.0.46"),
        ["pushing 1.0.46 starts publish.yml, job upload, which uploads to PyPI; environment pypi"]
    );
}
