#!/usr/bin/env bash
# Times `tag-guard pre-push` beside `git rev-parse` of the pushed tag, alternately, in a repository of 100,000 packed tags and
# 100,000 files, and a push of 1,000 tags there. Prints medians of wall time and which lines have to hold; ends with 1 where
# one does not. Needs cargo, git and python3.
# Usage: benches/tag_guard.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin tag-guard
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 - "$scratch" "$target/release/tag-guard" "${1:-31}" <<'PY'
import os, pathlib, statistics, subprocess, sys, time

scratch, ours, runs = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ZERO = "0" * 40


def git(*args):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "gc.auto=0", "-c", "commit.gpgSign=false"]
    return subprocess.run(["git", *who, *args], cwd=scratch, check=True, capture_output=True, text=True).stdout


def repository():
    """100 folders of 1,000 files, 50 commits, 100,000 tags of releases up to 0.99.999, and the tag that is pushed."""
    git("init", "-q", "-b", "main")
    (scratch / "pyproject.toml").write_text('[project]\nname = "acme"\nversion = "1.2.3"\n')
    for folder in range(100):
        (scratch / f"d/{folder}").mkdir(parents=True)
        for file in range(1000):
            (scratch / f"d/{folder}/{file}.txt").write_text(f"{folder * 1000 + file}\n")
    git("add", "-A")
    git("commit", "-q", "-m", "start")
    for number in range(50):
        git("commit", "-q", "--allow-empty", "-m", str(number))
    git("repack", "-q", "-a", "-d")
    commits = git("rev-list", "HEAD").split()
    tags = sorted((f"refs/tags/v0.{number // 1000}.{number % 1000}", commits[number % 51]) for number in range(100_000))
    lines = "".join(f"{commit} {name}\n" for name, commit in tags)
    (scratch / ".git/packed-refs").write_text("# pack-refs with: peeled fully-peeled sorted \n" + lines)
    git("tag", "v1.2.3")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    return commits


def timed(command, text=""):
    begun = time.perf_counter()
    subprocess.run(command, cwd=scratch, input=text.encode(), capture_output=True)
    return (time.perf_counter() - begun) * 1e3


def line(name, commit):
    return f"refs/tags/{name} {commit} refs/tags/{name} {ZERO}\n"


commits = repository()
push = [ours, "pre-push", "origin", "https://example.invalid/acme.git"]
one = line("v1.2.3", commits[0])
told = subprocess.run(push, cwd=scratch, input=one, capture_output=True, text=True)
assert told.returncode == 0, told.stdout + told.stderr
theirs, own = [], []
for _ in range(runs):
    theirs.append(timed(["git", "rev-parse", "v1.2.3"]))
    own.append(timed(push, one))
many = "".join(line(f"v1.2.{number}", commits[number % 51]) for number in range(1000))
thousand = statistics.median(timed(push, many) for _ in range(5))
theirs, own = statistics.median(theirs), statistics.median(own)
print(f"100,000 packed tags and 100,000 files, {runs} rounds, medians:")
print(f"  git rev-parse v1.2.3             {theirs:7.1f} ms")
print(f"  tag-guard pre-push, 1 tag        {own:7.1f} ms   {own - theirs:.1f} ms more")
print(f"  tag-guard pre-push, 1,000 tags   {thousand:7.1f} ms")
failed = [text for text, holds in [
    ("one tag takes at most 15 ms more than git rev-parse", own - theirs <= 15),
    ("1,000 tags take less than a second", thousand < 1000),
] if not holds]
for text in failed:
    print(f"  does not hold: {text}")
sys.exit(bool(failed))
PY
