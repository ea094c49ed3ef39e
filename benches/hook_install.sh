#!/usr/bin/env bash
# What the hooks cost a user once: `pre-commit install --install-hooks` and `prek install --install-hooks` from a file:// URL
# of this repository, each with an empty home, no target folder and no crate downloaded. Prints for each runner wall time,
# CPU time, what is left on the disk and the size of the programs; then how many crates are compiled.
# Usage: benches/hook_install.sh [COMMIT] (default: HEAD; what is not committed is not measured)
# Needs cargo with rustup, a C compiler, git, python3, crates.io, and PyPI once for the runners, which are installed below
# the target folder. Takes some ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(git rev-parse --verify "${1:-HEAD}^{commit}")
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
runners=$target/bench-runners
if [ ! -e "$runners/complete" ]; then
  python3 -m venv --clear "$runners"
  "$runners/bin/pip" install --quiet --disable-pip-version-check pre-commit==4.7.0 prek==0.5.11
  touch "$runners/complete"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git clone --quiet --bare . "$scratch/release-guard.git"
git --git-dir "$scratch/release-guard.git" update-ref refs/heads/measured "$commit"
git clone --quiet "$scratch/release-guard.git" --branch measured "$scratch/source"
python3 - "$scratch" "$commit" "$runners/bin" <<'PY'
import os, pathlib, re, resource, subprocess, sys, time

scratch, commit, runners = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
programs = ["check-version", "validate-dist", "changelog-guard", "tag-guard", "publish"]
manifest = (scratch / "source/.pre-commit-hooks.yaml").read_text()
ids = "".join(f"  - id: {hook}\n" for hook in re.findall(r"(?m)^- id: (.+)$", manifest))
project = scratch / "project"
project.mkdir()
(project / ".pre-commit-config.yaml").write_text(
    f"repos:\n- repo: file://{scratch}/release-guard.git\n  rev: {commit}\n  hooks:\n{ids}"
)
environment = {name: value for name, value in os.environ.items() if not name.startswith(("CARGO_", "GIT_", "PRE", "RUSTFLAGS"))}
rustup = os.environ.get("RUSTUP_HOME", os.path.expanduser("~/.rustup"))
environment.update(GIT_CONFIG_GLOBAL=os.devnull, RUSTUP_HOME=rustup, NO_COLOR="1")
subprocess.run(["git", "init", "-q"], cwd=project, env=environment, check=True)


def megabytes(path):
    """The disk that a folder takes, each file once however many names it has."""
    seen = {}
    for folder, _, files in os.walk(path):
        for name in files:
            status = os.lstat(os.path.join(folder, name))
            seen[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(seen.values()) / 1e6


print(f"commit {commit[:7]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
print(f"{'runner':12}{'wall s':>8}{'user s':>8}{'system s':>10}{'home MB':>9}{'of it crates':>14}{'programs MB':>13}")
for runner in ["pre-commit", "prek"]:
    home = scratch / f"{runner}-home"
    crates = home / ("cache/cargo" if runner == "prek" else "cargo")
    own = {"PRE_COMMIT_HOME": str(home), "PREK_HOME": str(home), "CARGO_HOME": str(crates)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [f"{runners}/{runner}", "install", "--install-hooks", "--overwrite"],
        cwd=project, env={**environment, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{runner} failed:\n{done.stdout}")
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    found = [path for name in programs for path in home.rglob(f"bin/{name}")]
    assert len(found) == len(programs), f"installed more or less than once: {found}"
    size = sum(path.stat().st_size for path in found) / 1e6
    print(f"{runner:12}{wall:8.0f}{user:8.0f}{system:10.0f}{megabytes(home):9.0f}{megabytes(crates):14.0f}{size:13.1f}", flush=True)
for title, edges in [("in the programs", "normal"), ("compiled", "normal,build")]:
    tree = ["cargo", "tree", "--locked", "--prefix", "none", "--format", "{p}", "--edges", edges]
    lines = subprocess.check_output(tree, cwd=scratch / "source", text=True).splitlines()
    print(f"crates {title}: {len({line.removesuffix(' (*)') for line in lines} - {''}) - 1} beside our own")
PY
