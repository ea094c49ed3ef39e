//! A wheel is installed and imported before it is kept; the project's code sees no secret.
use super::{build, seed_with};
use crate::support::Scratch;

const INIT: &str = "src/acme_platform/__init__.py";
const BACK_END: &str = "src/backend.py";

/// The project's code, how it is another one, the exit status, and what is said of its wheel.
type Case = (fn() -> Scratch, i32, &'static str);

fn configured(table: &str) -> Scratch {
    let text = format!("[tool.release-guard.publish]\n{table}\n\n[tool.bumpversion]");
    let scratch = seed_with("src/pyproject.toml", "[tool.bumpversion]", &text);
    scratch.write(INIT, "__version__ = \"1.0.45\"\n1 / 0\n");
    scratch.git(&["commit", "-qam", "broken"]);
    scratch
}

const CASES: &[Case] = &[
    (
        || seed_with(INIT, "__version__", "1 / 0\n__version__"),
        1,
        "refused: `acme_platform-1.0.45-py3-none-any.whl` is installed with Python [PYTHON], but `acme_platform` cannot be \
         imported; the last it wrote:\n  Traceback (most recent call last):\n    File \"",
    ),
    (
        || {
            seed_with(
                INIT,
                "__version__",
                "import sys; sys.exit('no display')\n__version__",
            )
        },
        1,
        "SystemExit: no display\nhelp: mend the package and commit; a module that cannot be imported on this machine is left \
         out with `imports` or `smoke-test` in `[tool.release-guard.publish]`\n",
    ),
    (
        || seed_with(INIT, "__version__", "import os; os._exit(0)\n__version__"),
        1,
        "but importing it ended Python (exit status 0); the last it wrote:\n",
    ),
    (
        || {
            seed_with(
                BACK_END,
                "Summary:",
                "Requires-Dist: no-such-project-of-anybody\\nSummary:",
            )
        },
        2,
        "error: `acme_platform-1.0.45-py3-none-any.whl` cannot be installed with Python [PYTHON]; the last the installer \
         wrote:\n",
    ),
    (
        || seed_with(BACK_END, "py3-none-any", "py3-none-win_amd64"),
        0,
        "`acme_platform-1.0.45-py3-none-win_amd64.whl` is for another platform; it was not installed here\n",
    ),
    (
        || seed_with(BACK_END, "rglob(\"*.py\")", "rglob(\"*.txt\")"),
        0,
        "which has nothing to import\n",
    ),
    (
        || configured("imports = [\"acme_platform.models\"]"),
        1,
        "`acme_platform.models` cannot be imported",
    ),
    (
        || configured("smoke-test = \"install\""),
        0,
        "Python [PYTHON] installs `acme_platform-1.0.45-py3-none-any.whl`\n",
    ),
    (
        || configured("smoke-test = \"off\""),
        0,
        "  validate   2 files",
    ),
];

#[test]
fn a_wheel_that_is_no_use_is_not_kept() {
    let offline = [("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", "")];
    crate::support::each(CASES, |(make, expected, sentence)| {
        let scratch = make();
        let (status, out, said) = build(&scratch, &["build"], &offline);
        assert_eq!(status, *expected, "{sentence}\n---\n{out}{said}");
        assert!(said.contains(sentence), "{sentence}\n---\n{said}");
        assert_eq!(scratch.root().join("dist").exists(), status == 0);
    });
}

#[test]
fn a_back_end_that_prints_its_environment_shows_no_secret() {
    let scratch = seed_with(
        BACK_END,
        "def _facts():\n",
        "def _facts():\n    print(\"\\n\".join(map(\"=\".join, sorted(os.environ.items()))))\n    raise SystemExit(3)\n",
    );
    let secret = "correct-horse-battery";
    let address = format!("https://me:{secret}@example.org/");
    let mut variables = vec![("HARMLESS", "shown"), ("DATABASE_URL", &address)];
    variables.extend(
        [
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
            "TWINE_PASSWORD",
            "TWINE_USERNAME",
            "UV_PUBLISH_TOKEN",
            "GITHUB_TOKEN",
            "CI_JOB_TOKEN",
            "CI_JOB_JWT_V2",
            "AWS_ACCESS_KEY_ID",
            "MY_PASSWORD_FILE",
            "CLIENT_SECRETS",
            "PGPASSWORD",
            "SSH_AUTH_SOCK",
            "GITHUB_ENV",
            "npm_config__auth",
        ]
        .map(|name| (name, secret)),
    );
    let (status, _, said) = build(&scratch, &["build", "--build-here"], &variables);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("  HARMLESS=shown\n"), "{said}");
    assert!(said.contains("  SOURCE_DATE_EPOCH=1767323045\n"), "{said}");
    assert!(!said.contains(secret), "{said}");
}
