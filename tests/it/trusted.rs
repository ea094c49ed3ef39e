//! `publish upload` by the job's own identity, to stand-ins for GitHub and an index that trusts it.
use crate::support::oidc::{Manner, Oidc};
use crate::support::pypi::{Pages, Pypi};
use crate::support::{Scratch, program, seed, text as text_of, tools};
use crate::upload::{SDIST, WHEEL, built, upload};
use std::process::Command;

/// A project with two files, an index, and who trusts whom.
pub struct Stage {
    /// The project.
    pub scratch: Scratch,
    /// The index.
    pub pypi: Pypi,
    /// Whoever gives identities and trusts them.
    pub oidc: Oidc,
}

impl Stage {
    /// Sets it.
    pub fn new(manner: Manner) -> Self {
        let pypi = Pypi::start(Pages::Json);
        Self {
            scratch: built(),
            oidc: Oidc::start(&pypi, manner),
            pypi,
        }
    }

    /// Says in the configuration how the index is to be used.
    pub fn configured(self, more: &str) -> Self {
        let index = format!(
            "[indexes.own]\nupload = \"{}\"\n{more}\n",
            self.oidc.upload()
        );
        self.scratch.write("release-guard.toml", index);
        self
    }

    /// Uploads both files in a job with these variables. Nothing that is secret may be seen.
    pub fn upload(&self, index: &str, variables: &[(&str, String)]) -> (i32, String, String) {
        let files = [WHEEL, SDIST].map(|name| format!("dist/{name}"));
        let variables: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let args = ["--yes", "--index", index, &files[0], &files[1]];
        let before = self.oidc.secrets();
        let (status, out, said) = upload(&self.scratch, &args, &variables);
        // GitHub takes these lines for itself.
        let (masks, said): (Vec<&str>, Vec<&str>) = said
            .lines()
            .partition(|line| line.starts_with("::add-mask::"));
        let shown = format!("{out}{}", said.join("\n"));
        for secret in self.oidc.secrets() {
            assert!(!shown.contains(&secret), "{secret}: {shown}");
            let is_masked = masks.contains(&format!("::add-mask::{secret}").as_str());
            let is_known = before.contains(&secret);
            let is_of_github = variables.iter().any(|(name, _)| *name == "GITHUB_ACTIONS");
            assert_eq!(is_masked, is_of_github && !is_known, "{secret}: {masks:?}");
        }
        let said = said.join("\n").replace(&self.oidc.upload(), "[INDEX]");
        (
            status,
            out,
            said.replace(self.oidc.upload().trim_end_matches("/legacy/"), "[SERVER]"),
        )
    }

    fn of_github(&self) -> (i32, String, String) {
        self.upload(&self.oidc.upload(), &self.oidc.github())
    }
}

#[test]
fn a_job_s_identity_is_enough() {
    let stage = Stage::new(Manner {
        failures: 1,
        ..Manner::default()
    });
    let (status, out, said) = stage.of_github();
    assert_eq!(status, 0, "{out}{said}");
    let expected = format!(
        "\
to `[INDEX]` as `__token__`, with the password from trusted publishing (GitHub Actions)
  upload  {WHEEL}  2 KiB
  upload  {SDIST}  415 B
uploaded: {WHEEL}
uploaded: {SDIST}"
    );
    assert_eq!(said, expected);
    assert_eq!(stage.pypi.files(), [WHEEL, SDIST]);
    assert_eq!(stage.oidc.uploads(), [2]);
    assert_eq!(
        stage.oidc.lines()[..4],
        [
            "GET /_/oidc/audience",
            "GET /_/oidc/audience",
            "GET /identity?api-version=2.0&audience=packages.test",
            "POST /_/oidc/mint-token"
        ]
    );
}

#[test]
fn a_token_that_ends_soon_is_replaced_before_the_next_file() {
    let stage = Stage::new(Manner {
        expires: Some(200),
        ..Manner::default()
    });
    let (status, out, said) = stage.of_github();
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(stage.oidc.uploads(), [0, 1, 1]);
}

#[test]
fn a_token_that_was_good_and_is_refused_is_replaced_once() {
    let stage = Stage::new(Manner {
        uploads: Some(1),
        ..Manner::default()
    });
    let (status, out, said) = stage.of_github();
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(stage.pypi.files(), [WHEEL, SDIST]);
    assert_eq!(stage.oidc.uploads(), [1, 1]);
}

#[test]
fn a_token_of_another_project_says_whose_it_is() {
    let stage = Stage::new(Manner {
        is_of_other_project: true,
        ..Manner::default()
    });
    let (status, _, said) = stage.of_github();
    assert_eq!(status, 2, "{said}");
    let expected = format!(
        "\
1 more were not tried
error: the index does not let you upload `{WHEEL}` (403): The user isn't allowed to upload to project 'demo'.
hint: the token is for the publisher of this job (owner `acme`, repository `demo`, workflow `publish.yml`, no environment); is it added to the project `demo` on the index?"
    );
    assert!(said.ends_with(&expected), "{said}");
    assert_eq!(stage.oidc.uploads(), [0]);
}

#[test]
fn an_identity_is_taken_once() {
    let stage = Stage::new(Manner::default());
    stage.scratch.write("identity", stage.oidc.used_identity());
    let command = [("RELEASE_GUARD_OIDC_COMMAND", "cat identity".into())];
    let (status, _, said) = stage.upload(&stage.oidc.upload(), &command);
    assert_eq!(status, 2, "{said}");
    let expected = "\
error: no password was found for `[INDEX]`
  caused by: `[SERVER]/_/oidc/mint-token` gives this job no token (422): `invalid-reuse-token`: no
what `RELEASE_GUARD_OIDC_COMMAND` says of this job, which has to match a publisher:
  sub: repo:acme/demo:ref:refs/tags/v1.0
  repository: acme/demo
  repository_owner: acme
  repository_owner_id: 7
  workflow_ref: acme/demo/.github/workflows/publish.yml@refs/tags/v1.0
  job_workflow_ref: acme/demo/.github/workflows/publish.yml@refs/tags/v1.0
  ref: refs/tags/v1.0
hint: an identity is taken once; run the job again, which gets another one";
    assert_eq!(said, expected);
    stage.scratch.write("identity", stage.oidc.identity());
    let (status, out, said) = stage.upload(&stage.oidc.upload(), &command);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn a_clock_that_goes_wrong_ends_no_token() {
    let stage = Stage::new(Manner {
        expires: Some(-4000),
        ..Manner::default()
    });
    let (status, out, said) = stage.of_github();
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(stage.oidc.uploads(), [2]);
}

#[test]
fn gitlab_hands_over_one_identity() {
    let stage = Stage::new(Manner {
        expires: Some(200),
        ..Manner::default()
    });
    let job = [
        ("GITLAB_CI", "true".to_owned()),
        ("PACKAGES_TEST_ID_TOKEN", stage.oidc.identity()),
    ];
    let (status, out, said) = stage.upload(&stage.oidc.upload(), &job);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(stage.oidc.uploads(), [2]);
    assert!(
        said.contains("from trusted publishing (GitLab CI/CD)"),
        "{said}"
    );
}

#[test]
fn other_providers_are_asked_by_their_own_programs() {
    let claims = "run oidc get --claims {\"aud\":\"packages.test\"}";
    for (variable, program, arguments, name) in [
        (
            "BUILDKITE",
            "buildkite-agent",
            "oidc request-token --audience packages.test",
            "Buildkite",
        ),
        ("CIRCLECI", "circleci", claims, "CircleCI"),
    ] {
        let stage = Stage::new(Manner::default());
        let programs = stage.scratch.beside("programs");
        std::fs::create_dir(&programs).unwrap();
        let script = format!("#!/bin/sh\n[ \"$*\" = '{arguments}' ] && cat identity\n");
        std::fs::write(programs.join(program), script).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(programs.join(program), mode).unwrap();
        stage.scratch.write("identity", stage.oidc.identity());
        let path = format!("{}:/usr/bin:/bin", programs.display());
        let job = [(variable, "true".to_owned()), ("PATH", path)];
        let (status, out, said) = stage.upload(&stage.oidc.upload(), &job);
        assert_eq!(status, 0, "{out}{said}");
        assert!(
            said.contains(&format!("from trusted publishing ({name})")),
            "{said}"
        );
    }
}

#[test]
fn what_a_person_says_goes_before_the_job_s_identity() {
    let stage = Stage::new(Manner::default());
    let mut job = stage.oidc.github().to_vec();
    job.push(("UV_PUBLISH_TOKEN", "own".to_owned()));
    let (status, _, said) = stage.upload(&stage.oidc.upload(), &job);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("with the password from `UV_PUBLISH_TOKEN`"),
        "{said}"
    );
    assert!(stage.oidc.secrets().len() == 1 && stage.oidc.uploads().is_empty());
    let stage = Stage::new(Manner::default()).configured("trusted-publishing = \"never\"");
    let (_, _, said) = stage.upload("own", &stage.oidc.github());
    assert!(said.contains("without a password"), "{said}");
    assert!(
        !stage
            .oidc
            .lines()
            .contains(&"GET /_/oidc/audience".to_owned())
    );
    let stage = Stage::new(Manner::default()).configured("trusted-publishing = \"always\"");
    job[1..3].clone_from_slice(&stage.oidc.github()[1..3]);
    let (status, out, said) = stage.upload("own", &job);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(stage.oidc.uploads(), [2]);
}

#[test]
fn where_no_token_is_given_the_next_place_is_looked_at() {
    let refused = Manner {
        refusal: Some("invalid-publisher"),
        ..Manner::default()
    };
    let stage = Stage::new(refused);
    let (status, _, said) = stage.of_github();
    assert_eq!(status, 2, "{said}");
    let way_out = "hint: add a trusted publisher to the project, on the index, that says exactly: owner `acme`, repository `demo`, workflow `publish.yml`, no environment;";
    assert!(said.contains("error: no password was found for `[INDEX]`\n  caused by: `[SERVER]/_/oidc/mint-token` gives this job no token (422): `invalid-publisher`: no\n"), "{said}");
    assert!(said.contains(way_out), "{said}");
    let stage = Stage::new(refused);
    let netrc = stage.scratch.beside("home").join(".netrc");
    std::fs::write(netrc, "machine 127.0.0.1 login n password x").unwrap();
    let (_, _, said) = stage.of_github();
    assert!(
        said.contains("warning: `[SERVER]/_/oidc/mint-token` gives this job no token"),
        "{said}"
    );
    assert!(
        said.contains("as `n`, with the password from `.netrc`"),
        "{said}"
    );
    assert_eq!(stage.pypi.files(), Vec::<String>::new());
}

#[test]
fn an_index_gets_no_identity_that_is_meant_for_others() {
    for (audience, job, expected) in [
        (
            Some("pypi"),
            true,
            "error: `[SERVER]/_/oidc/audience` asks for an identity that is meant for `pypi`, and could use it there in this job's name; it gets none",
        ),
        (
            None,
            false,
            "error: this job has no identity to show to an index, and `trusted-publishing = \"always\"` allows no password",
        ),
    ] {
        let manner = Manner {
            audience,
            ..Manner::default()
        };
        let stage = Stage::new(manner).configured("trusted-publishing = \"always\"");
        let variables = stage.oidc.github();
        let (status, _, said) = stage.upload("own", if job { &variables } else { &[] });
        assert_eq!(status, 2, "{said}");
        assert!(said.contains(expected), "{said}");
        assert_eq!(stage.oidc.secrets().len(), 1);
    }
}

#[test]
fn a_release_in_a_job_keeps_its_secrets() {
    tools();
    let pypi = Pypi::start(Pages::Json);
    let oidc = Oidc::start(&pypi, Manner::default());
    let scratch = seed::seed();
    let upload = oidc.upload();
    let text = format!("[publish]\ntargets = [\"own\"]\n[indexes.own]\nupload = \"{upload}\"\n");
    scratch.write("release-guard.toml", text);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "index"]);
    let mut command = Command::new(program("publish"));
    command.args(["release", "patch", "--yes", "--build-here", "-v"]);
    let output = scratch
        .scrub(&mut command)
        .envs(oidc.github())
        .output()
        .unwrap();
    let said = text_of(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(oidc.uploads(), [2]);
    let journal = scratch
        .root()
        .join(".git/release-guard/1.0.46/journal.jsonl");
    let shown: Vec<&str> = said
        .lines()
        .filter(|line| !line.starts_with("::add-mask::"))
        .collect();
    let shown = shown.join("\n") + &std::fs::read_to_string(journal).unwrap();
    for secret in oidc.secrets() {
        assert!(!shown.contains(&secret), "{secret}: {shown}");
    }
    assert!(
        shown.contains("trusted publishing (GitHub Actions): used"),
        "{shown}"
    );
}
