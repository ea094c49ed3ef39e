//! Pipelines of GitLab.
use super::check;

#[test]
fn pipelines_of_gitlab_are_read() {
    check(&[
        (
            r##"=== .gitlab-ci.yml
stages: [test, deploy]
test: {script: [pytest]}
publish:
  stage: deploy
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\d/
  script:
    - python -m build
    - twine upload dist/*
"##,
            r##"pushing v1.2.4 starts .gitlab-ci.yml, job publish, which uploads to PyPI"##,
        ),
        (
            r##"=== .gitlab-ci.yml
publish:
  only: [tags]
  variables: {TWINE_USERNAME: gitlab-ci-token}
  script: 
    - TWINE_PASSWORD=${CI_JOB_TOKEN} python -m twine upload --repository-url ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/packages/pypi dist/*
"##,
            r##"pushing v1.2.4 starts .gitlab-ci.yml, job publish, which uploads to `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/packages/pypi`"##,
        ),
        (
            r##"=== .gitlab-ci.yml
include: {local: /ci/publish.yml}
upload:
  extends: .upload
  environment: {name: test}
=== ci/publish.yml
.upload:
  rules:
    - {if: $CI_COMMIT_BRANCH, when: never}
    - {if: $CI_COMMIT_TAG, when: manual}
  script: [uv publish --index testpypi]
"##,
            r##"pushing v1.2.4 starts .gitlab-ci.yml, job upload, which uploads to TestPyPI, if somebody starts it by hand; environment test"##,
        ),
        (
            r##"=== .gitlab-ci.yml
workflow:
  rules:
    - if: $CI_COMMIT_TAG
      when: never
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
up: {script: [poetry publish --build]}
"##,
            r##"pushing main starts .gitlab-ci.yml, job up, which uploads to PyPI"##,
        ),
        (
            r##"=== .gitlab-ci.yml
up:
  id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}
  rules: [{if: '$CI_COMMIT_TAG && $RELEASE == "yes"'}]
  script: [make publish]
"##,
            r##"pushing v1.2.4 starts .gitlab-ci.yml, job up, which may publish (it has an identity token and calls `make publish`), if `$CI_COMMIT_TAG && $RELEASE == "yes"`"##,
        ),
    ]);
}
