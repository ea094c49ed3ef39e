//! One uploader: where the pushed tag starts a job that uploads, the release ends at the push.
use super::elsewhere::{project, publish};
use crate::github::with_token;
use crate::support::github::{Github, Run};
use crate::support::pypi::{Pages, Pypi};
use crate::support::{Scratch, tools};

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
    let waits = "\nwait: publish.yml, job upload, is to upload to `one`; `publish status 1.0.46 --watch` follows it; where no run of it appears, `gh workflow run publish.yml --ref 1.0.46` starts one\n";
    let (status, out, said) = publish(&scratch, &["status", "1.0.46"]);
    assert_eq!((status, out.ends_with(waits)), (0, true), "{out}{said}");
    // The job itself uploads a tag that exists.
    let (status, out, said) = publish(&scratch, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(one.files().len(), 2);
}

/// The seed project, whose pushed tags start `publish.yml`; and a GitHub that knows the commit that is released.
fn followed(pypi: &Pypi) -> (Scratch, Github) {
    let scratch = project(&[("own", pypi)]);
    scratch.write(".github/workflows/publish.yml", workflow(&pypi.upload()));
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "workflow"]);
    let (status, out, said) = publish(&scratch, &["release", "patch", "--yes", "--until", "push"]);
    assert_eq!(status, 0, "{out}{said}");
    let commit = scratch.git(&["rev-parse", "HEAD"]);
    (scratch, Github::start("1.0.46", &commit))
}

fn run(status: &'static str, conclusion: Option<&'static str>) -> Run {
    Run {
        file: "publish.yml",
        status,
        conclusion,
        jobs: vec![
            ("build", "success"),
            ("upload", conclusion.unwrap_or("success")),
        ],
    }
}

#[test]
fn the_started_run_is_followed_to_its_end() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let (scratch, github) = followed(&pypi);
    let url = github.server.url();
    let go_on = || {
        let mut command = with_token(&scratch, &url, &["release", "patch", "--yes"]);
        let output = command.output().unwrap();
        let [out, said] = [&output.stdout, &output.stderr].map(|bytes| scratch.redact(bytes));
        (output.status.code().unwrap(), out, said)
    };
    let (queued, failed) = (run("queued", None), run("completed", Some("failure")));
    github.change(|state| state.runs = [vec![queued], vec![failed]].into());
    let (status, out, said) = go_on();
    let page = "https://github.com/octo/demo/actions/runs/1";
    let last: Vec<&str> = said.lines().rev().take(3).collect();
    assert_eq!(status, 1, "{out}{said}");
    assert_eq!(
        last.into_iter().rev().collect::<Vec<_>>(),
        [
            format!("  publish.yml (push) is queued: {page}"),
            format!("  publish.yml (push) failed in upload: {page}"),
            "help: mend what the log shows, then `gh run rerun 1 --failed`; `publish status 1.0.46` says what is there".into(),
        ]
    );
    assert_eq!(
        out,
        "acme-platform 1.0.46 is tagged and pushed already; there is nothing to do here\n  publish.yml, job upload, was to upload to own\n"
    );

    // What waits for a person is not waited for where nobody is.
    github.change(|state| state.runs = [vec![run("waiting", None)]].into());
    let (status, out, said) = go_on();
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.ends_with("  publish.yml, job upload, uploads to own (it waits for somebody who approves it); `publish status 1.0.46 --to own --watch` follows it\n"),
        "{out}"
    );
    let last_of_status = || {
        let mut command = with_token(&scratch, &url, &["status", "1.0.46"]);
        let said = crate::support::text(&command.output().unwrap());
        said.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(
        last_of_status(),
        "wait: publish.yml, job upload, is to upload to `own`; `publish status 1.0.46 --watch` follows it"
    );
    // Nor is a tag taken back under a run.
    let mut command = with_token(&scratch, &url, &["retract", "1.0.46", "--yes"]);
    let output = command.output().unwrap();
    let said = crate::support::text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("refused: a workflow of the tag has not ended: publish.yml (push) waits"),
        "{said}"
    );

    // A run that failed is waited for no longer.
    github.change(|state| state.runs = [vec![run("completed", Some("failure"))]].into());
    assert_eq!(
        last_of_status(),
        "run again: `publish 1.0.46` goes on, or `gh run rerun 1 --failed` in CI"
    );

    // A run that ended well is not believed: the index is asked.
    let well = run("completed", Some("success"));
    github.change(|state| state.runs = [vec![well]].into());
    let (status, out, said) = go_on();
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.ends_with("  publish.yml, job upload, ended well, and own shows none of the files yet; `publish status 1.0.46 --to own --watch` follows it\n"),
        "{out}"
    );
    let (status, out, said) = publish(&scratch, &["1.0.46", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    let (status, out, said) = go_on();
    assert_eq!(status, 0, "{out}{said}");
    assert!(
        out.ends_with("  publish.yml, job upload, has uploaded to own\n"),
        "{out}"
    );
    assert!(
        out.contains("  install it:  pip install --index-url "),
        "{out}"
    );

    let mut command = with_token(&scratch, &url, &["status", "1.0.46"]);
    let said = crate::support::text(&command.output().unwrap());
    assert!(
        said.contains(&format!(
            "  run        publish.yml (push) succeeded: {page}\n"
        )),
        "{said}"
    );
    let mut command = with_token(&scratch, &url, &["status", "1.0.46", "--format", "json"]);
    let output = command.output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        status["runs"],
        serde_json::json!([{"id": 1, "file": ".github/workflows/publish.yml", "event": "push", "status": "completed", "conclusion": "success", "url": page}])
    );
}
