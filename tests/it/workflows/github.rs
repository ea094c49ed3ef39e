//! Workflows of GitHub.
use super::check;

#[test]
fn workflows_of_github_are_read() {
    check(&[
        (
            r##"=== .github/workflows/python-publish.yml
on:
  release:
    types: [published]
jobs:
  release-build:
    steps:
      - run: python -m build
  pypi-publish:
    needs: [release-build]
    permissions:
      id-token: write
    environment:
      name: pypi
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          packages-dir: dist/
"##,
            r##"publishing a release of v1.2.4 on GitHub starts python-publish.yml, job pypi-publish, which uploads to PyPI; environment pypi"##,
        ),
        (
            r##"=== .github/workflows/publish.yml
on:
  push:
    tags: ["v*"]
jobs:
  upload:
    environment: pypi
    permissions: {id-token: write}
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"##,
            r##"pushing v1.2.4 starts publish.yml, job upload, which uploads to PyPI; environment pypi"##,
        ),
        (
            r##"=== .github/workflows/test.yml
on: {push: {tags: ["v[0-9]+.[0-9]+.[0-9]+"]}}
jobs:
  upload:
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          repository-url: https://test.pypi.org/legacy/
"##,
            r##"pushing v1.2.4 starts test.yml, job upload, which uploads to TestPyPI"##,
        ),
        (
            r##"=== .github/workflows/pre.yml
on:
  push:
    tags: ["v*", "!v1.*"]
jobs: {up: {steps: [{run: twine upload dist/*}]}}
"##,
            r##""##,
        ),
        (
            r##"=== .github/workflows/branch.yml
on: {push: {branches: [develop]}}
jobs: {up: {steps: [{run: twine upload dist/*}]}}
"##,
            r##""##,
        ),
        (
            r##"=== .github/workflows/ci.yml
on: [push, pull_request]
jobs:
  test:
    steps: [{run: pytest}]
  deploy:
    needs: test
    if: github.event_name == 'push' && startsWith(github.ref, 'refs/tags/v')
    steps:
      - run: |
          pip install build twine
          python -m build
          python -m twine upload --skip-existing dist/*
        env:
          TWINE_PASSWORD: ${{ secrets.PYPI_TOKEN }}
"##,
            r##"pushing v1.2.4 starts ci.yml, job deploy, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/ci.yml
on: push
jobs:
  test: {steps: [{run: pytest}]}
  dev:
    if: github.ref == 'refs/heads/develop'
    steps: [{run: twine upload dist/*}]
"##,
            r##"pushing v1.2.4 starts ci.yml, of which no upload is known"##,
        ),
        (
            r##"=== .github/workflows/uv.yml
on:
  push:
    tags:
      - v**
jobs:
  release:
    environment: {name: release}
    permissions: {id-token: write, contents: read}
    steps:
      - uses: astral-sh/setup-uv@v6
      - run: uv build
      - run: uv publish
"##,
            r##"pushing v1.2.4 starts uv.yml, job release, which uploads to PyPI; environment release"##,
        ),
        (
            r##"=== .github/workflows/uv.yml
on: {push: {tags: ['v*']}}
jobs: {release: {steps: [{run: uv publish --index=testpypi}]}}
"##,
            r##"pushing v1.2.4 starts uv.yml, job release, which uploads to TestPyPI"##,
        ),
        (
            r##"=== .github/workflows/uv.yml
on: {push: {tags: ['v*']}}
env:
  UV_PUBLISH_URL: https://user:hunter2@pypi.example.org/legacy/?token=abc
jobs: {release: {steps: [{run: uv publish}]}}
"##,
            r##"pushing v1.2.4 starts uv.yml, job release, which uploads to `https://pypi.example.org/legacy/`"##,
        ),
        (
            r##"=== .github/workflows/both.yml
on: {push: {tags: ['**[0-9]+.[0-9]+.[0-9]+*']}}
jobs:
  test:
    steps:
      - {run: 'twine upload --repository testpypi dist/*'}
  real:
    needs: test
    steps:
      - {run: 'twine upload dist/*'}
"##,
            r##"pushing v1.2.4 starts both.yml, job test, which uploads to TestPyPI
pushing v1.2.4 starts both.yml, job real, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/hatch.yml
on: {push: {tags: ['v*']}}
jobs: {a: {steps: [{run: 'hatch publish -r test'}, {run: 'pipx run hatch publish'}]}}
"##,
            r##"pushing v1.2.4 starts hatch.yml, job a, which uploads to TestPyPI and to PyPI"##,
        ),
        (
            r##"=== .github/workflows/poetry.yml
on: {push: {tags: ['v*']}}
jobs: {a: {steps: [{run: "poetry config repositories.internal https://x.example\npoetry publish --build -r internal"}]}}
"##,
            r##"pushing v1.2.4 starts poetry.yml, job a, which uploads to the index `internal`"##,
        ),
        (
            r##"=== .github/workflows/poetry.yml
on: {push: {tags: ['v*']}}
jobs: {a: {steps: [{run: poetry publish --dry-run}, {run: "echo twine upload; pip install twine # twine upload"}]}}
"##,
            r##"pushing v1.2.4 starts poetry.yml, of which no upload is known"##,
        ),
        (
            r##"=== .github/workflows/flit.yml
on: {push: {tags: ['v*']}}
jobs: {a: {steps: [{run: python -m flit publish}]}}
"##,
            r##"pushing v1.2.4 starts flit.yml, job a, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/pdm.yml
on: {push: {tags: ['v*']}}
jobs: {a: {environment: pypi, permissions: {id-token: write}, steps: [{uses: pdm-project/setup-pdm@v4}, {run: pdm publish}]}}
"##,
            r##"pushing v1.2.4 starts pdm.yml, job a, which uploads to PyPI; environment pypi"##,
        ),
        (
            r##"=== .github/workflows/maturin.yml
on: {push: {tags: ['*']}}
jobs:
  linux: {steps: [{uses: PyO3/maturin-action@v1, with: {args: --release --out dist}}]}
  release:
    needs: [linux]
    steps:
      - uses: PyO3/maturin-action@v1
        with: {command: upload, args: --non-interactive --skip-existing wheels-*/*}
"##,
            r##"pushing v1.2.4 starts maturin.yml, job release, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/maturin.yml
on: {push: {tags: ['*']}}
jobs: {release: {steps: [{run: 'maturin publish --repository testpypi'}]}}
"##,
            r##"pushing v1.2.4 starts maturin.yml, job release, which uploads to TestPyPI"##,
        ),
        (
            r##"=== .github/workflows/release.yml
on: {push: {tags: ['v*']}}
jobs: {go: {steps: [{run: 'uvx --from release-guard publish --yes'}]}}
"##,
            r##"pushing v1.2.4 starts release.yml, job go, which uploads to what `targets` configures"##,
        ),
        (
            r##"=== .github/workflows/release.yml
on: {push: {tags: ['v*']}}
jobs: {go: {steps: [{run: 'publish build'}, {run: 'publish upload --index pypi --sealed --yes'}]}}
"##,
            r##"pushing v1.2.4 starts release.yml, job go, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/release-please.yml
on: {push: {branches: [main]}}
jobs:
  release-please:
    permissions: {contents: write, pull-requests: write}
    outputs: {release_created: '${{ steps.r.outputs.release_created }}'}
    steps: [{id: r, uses: googleapis/release-please-action@v4}]
  publish:
    needs: release-please
    if: ${{ needs.release-please.outputs.release_created }}
    environment: pypi
    permissions: {id-token: write}
    steps: [{uses: pypa/gh-action-pypi-publish@release/v1}]
"##,
            r##"pushing main starts release-please.yml, job publish, which uploads to PyPI, if `needs.release-please.outputs.release_created`; environment pypi"##,
        ),
        (
            r##"=== .github/workflows/semantic.yml
on: {push: {branches: [main], paths: ['src/**']}}
permissions: {id-token: write, contents: write}
jobs: {release: {steps: [{uses: actions/checkout@v5}, {uses: python-semantic-release/python-semantic-release@v10}]}}
"##,
            r##"pushing main starts semantic.yml, job release, which may publish (it has `id-token: write` and calls `python-semantic-release/python-semantic-release`), if its `paths` are among what changes"##,
        ),
        (
            r##"=== .github/workflows/publish-pypi.yml
on: {workflow_call: {inputs: {plan: {type: string, required: true}}}}
jobs:
  pypi-publish:
    environment: {name: release}
    permissions: {id-token: write}
    steps: [{uses: actions/download-artifact@v4}, {run: uv publish -v wheels/*}]
=== .github/workflows/release.yml
on:
  push:
    tags: ['**[0-9]+.[0-9]+.[0-9]+*']
  pull_request:
jobs:
  plan:
    steps: [{run: dist host --steps=create}]
  custom-publish-pypi:
    needs: [plan]
    if: ${{ !fromJson(needs.plan.outputs.val).announcement_is_prerelease || needs.plan.outputs.x == 'true' || startsWith(github.ref, 'refs/tags/') }}
    uses: ./.github/workflows/publish-pypi.yml
    with: {plan: '${{ needs.plan.outputs.val }}'}
    secrets: inherit
    permissions: {id-token: write}
"##,
            r##"pushing v1.2.4 starts release.yml, job custom-publish-pypi / pypi-publish, which uploads to PyPI; environment release
note: job custom-publish-pypi / pypi-publish of release.yml is in a called workflow: PyPI refuses its attestations, and trusted publishing works by accident there; let the workflow start by itself (`gh workflow run`), or upload without attestations"##,
        ),
        (
            r##"=== .github/workflows/caller.yml
on: {push: {tags: ['v*']}}
jobs: {up: {uses: $/.github/workflows/upload.yaml, with: {url: 'https://test.pypi.org/legacy/'}}}
=== .github/workflows/upload.yaml
on: {workflow_call: {inputs: {url: {type: string}, dry: {type: boolean, default: false}}}}
jobs:
  go:
    if: ${{ !inputs.dry }}
    steps: [{uses: pypa/gh-action-pypi-publish@v1, with: {repository-url: '${{ inputs.url }}'}}]
"##,
            r##"pushing v1.2.4 starts caller.yml, job up / go, which uploads to TestPyPI"##,
        ),
        (
            r##"=== .github/workflows/other.yml
on: {push: {tags: ['v*']}}
jobs: {up: {uses: acme/shared/.github/workflows/publish.yml@main, secrets: inherit}}
"##,
            r##"pushing v1.2.4 starts other.yml, job up, which may publish (it calls `acme/shared/.github/workflows/publish.yml@main`)"##,
        ),
        (
            r##"=== .github/workflows/a.yml
on: {push: {tags: ['v*']}}
jobs: {up: {steps: [{uses: ./.github/actions/send, with: {index: pypi}}]}}
=== .github/actions/send/action.yml
inputs: {index: {required: true}}
runs: {using: composite, steps: [{shell: bash, run: 'twine upload -r ${{ inputs.index }} dist/*'}]}
"##,
            r##"pushing v1.2.4 starts a.yml, job up, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/make.yml
on: {push: {tags: ['v*']}}
jobs: {up: {steps: [{run: make release, env: {TWINE_PASSWORD: '${{ secrets.TWINE_PASSWORD }}'}}]}}
"##,
            r##"pushing v1.2.4 starts make.yml, job up, which may publish (it has a secret of an index and calls `make release`)"##,
        ),
        (
            r##"=== .github/workflows/script.yml
on: create
jobs: {up: {if: "github.ref_type == 'tag'", steps: [{run: ./scripts/release.sh}]}}
=== scripts/release.sh
#!/bin/sh
set -e
python -m build && \
  twine upload dist/*
"##,
            r##"pushing v1.2.4 starts script.yml, job up, which uploads to PyPI"##,
        ),
        (
            r##"=== .github/workflows/odd.yml
on: {push: {tags: ['v*']}}
jobs: {up: {environment: pypi, steps: [{run: ./x}]}}
"##,
            r##"pushing v1.2.4 starts odd.yml, job up, which may publish (its environment is named after an index); environment pypi"##,
        ),
        (
            r##"=== .github/workflows/build.yml
name: Build
on: {push: {tags: ['v*']}}
jobs: {b: {steps: [{run: uv build}]}}
=== .github/workflows/deploy.yml
on: {workflow_run: {workflows: [Build], types: [completed]}}
jobs: {up: {if: "github.event.workflow_run.conclusion == 'success'", steps: [{run: uv publish}]}}
"##,
            r##"the end of build.yml starts deploy.yml, job up, which uploads to PyPI
pushing v1.2.4 starts build.yml, of which no upload is known"##,
        ),
        (
            r##"=== .github/workflows/if.yml
on: {push: {tags-ignore: ['*-dev']}}
jobs:
  up:
    if: github.repository == 'acme/demo'
    steps:
      - {if: "vars.PUBLISH == 'yes'", run: uv publish}
      - {if: "contains(github.ref, 'rc')", run: uv publish --index testpypi}
"##,
            r##"pushing v1.2.4 starts if.yml, job up, which uploads to PyPI, if `vars.PUBLISH == 'yes'`"##,
        ),
        (
            r##"=== .github/workflows/matrix.yml
on: {push: {tags: ['v*']}}
jobs: {up: {strategy: {matrix: {url: [a, b]}}, steps: [{uses: pypa/gh-action-pypi-publish@v1, with: {repository-url: '${{ matrix.url }}'}}]}}
"##,
            r##"pushing v1.2.4 starts matrix.yml, job up, which uploads to an index that only the run knows"##,
        ),
        (
            r##"=== .github/workflows/dispatch.yml
on: workflow_dispatch
jobs: {up: {steps: [{run: uv publish}]}}
"##,
            r##""##,
        ),
        (
            r##"=== .github/workflows/bad.yml
on: [push
jobs: x
"##,
            r##"what `.github/workflows/bad.yml` starts is not known: it cannot be read: illegal placement of ':' indicator at byte 14 line 2 column 5"##,
        ),
        (
            r##"=== .github/workflows/skip.yml
on: {push: {tags: ['v*']}}
jobs:
  rc: {if: "contains(github.ref, 'rc')", steps: [{run: uv build}]}
  up: {needs: rc, steps: [{run: uv publish}]}
  round: {needs: trip, steps: [{run: uv publish}]}
  trip: {needs: round, steps: [{run: uv publish}]}
"##,
            r##"pushing v1.2.4 starts skip.yml, of which no upload is known"##,
        ),
    ]);
}
