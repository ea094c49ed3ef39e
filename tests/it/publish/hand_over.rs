//! One uploader: where the pushed tag starts a job that uploads, the release ends at the push.
use super::elsewhere::{project, publish};
use crate::support::pypi::{Pages, Pypi};
use crate::support::tools;

/// A job that uploads to an address.
fn workflow(address: &str) -> String {
    format!(
        "on: {{push: {{tags: ['[0-9]*']}}}}\njobs:\n  upload:\n    environment: index\n    steps: [{{run: 'twine upload --repository-url {address} dist/*'}}]\n"
    )
}

#[test]
fn what_a_started_job_uploads_is_left_to_it() {
    tools();
    let [one, two] = [Pypi::start(Pages::Json), Pypi::start(Pages::Json)];
    let scratch = project(&[("one", &one), ("two", &two)]);
    scratch.write(".github/workflows/publish.yml", workflow(&one.upload()));
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "workflow"]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--dry-run"]);
    assert_eq!(status, 0, "{out}{said}");
    let starts = format!(
        "  pushing 1.0.46 starts publish.yml, job upload, which uploads to `{}`; environment index\n  the upload to `one` is left to publish.yml; `--upload-here` uploads from here, too\n",
        one.upload()
    );
    assert!(out.ends_with(&starts), "{out}");
    assert_eq!(out.matches("\n  upload ").count(), 1, "{out}");

    let here = ["release", "patch", "--dry-run", "--upload-here"];
    let (status, out, said) = publish(&scratch, &here);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(out.matches("\n  upload ").count(), 2, "{out}");

    let (status, out, said) = publish(&scratch, &["plan", "patch", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
    let expected = serde_json::json!([{
        "file": ".github/workflows/publish.yml",
        "event": "tag",
        "jobs": [{
            "name": "upload",
            "uploads": [{"to": one.upload(), "by": "twine upload"}],
            "environment": "index",
        }],
    }]);
    assert_eq!((status, &plan["triggers"]), (0, &expected), "{said}");

    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        out,
        format!(
            "acme-platform 1.0.46 is tagged and pushed\n  install it:  pip install --index-url {} acme-platform==1.0.46\n  publish.yml, job upload, uploads to one now; `publish status 1.0.46 --to one --watch` follows it\n",
            two.simple()
        )
    );
    assert_eq!((one.files().len(), two.files().len()), (0, 2));
    // The job itself uploads a tag that exists.
    let (status, out, said) = publish(&scratch, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(one.files().len(), 2);
}
