//! A job that could publish in the project's name does not run its code.
use super::build;
use crate::support::seed;

/// The arguments, the variables, and the one of them that is named.
type Case<'c> = (&'c [&'c str], &'c [(&'c str, &'c str)], &'c str);

#[test]
fn a_job_that_could_publish_builds_nothing() {
    let scratch = seed::seed();
    scratch.git(&["tag", "1.0.45"]);
    let github = [("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "x")];
    let gitlab = [("GITLAB_CI", "true"), ("OUR_ID_TOKEN", "x")];
    let cases: [Case; 4] = [
        (&["build"], &github, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        (&["build"], &gitlab, "*_ID_TOKEN"),
        (&["--yes"], &github, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        (
            &["rehearse", "minor"],
            &[("BITBUCKET_STEP_OIDC_TOKEN", "x")],
            "BITBUCKET_STEP_OIDC_TOKEN",
        ),
    ];
    for (args, variables, named) in cases {
        let (status, _, said) = build(&scratch, args, variables);
        assert_eq!(status, 1, "{args:?} {said}");
        for part in [
            &*format!(
                "refused: this job can ask for an identity token (`{named}` is set): a build runs the code"
            ),
            "split the job: one without `id-token: write` runs `publish build` and keeps `dist/` as an artifact",
            "or add `--build-here`",
        ] {
            assert!(said.contains(part), "{args:?}: {part}\n---\n{said}");
        }
        assert!(!scratch.root().join("dist").exists());
    }
    let (status, out, said) = build(&scratch, &["build", "--build-here"], &github);
    assert_eq!(status, 0, "{out}{said}");
}
