#!/usr/bin/env bash
# Times `check-version` on the demo's layout beside an empty Rust program and a grep script, in turn, in one run.
# Prints medians and the ratio. Needs cargo, rustc, git and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin check-version
target=${CARGO_TARGET_DIR:-target}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf 'fn main() {}\n' > "$scratch/empty.rs"
rustc --edition 2024 -O -o "$scratch/empty" "$scratch/empty.rs"
mkdir -p "$scratch/project/src/acme_platform"
cd "$scratch/project"
git init -q
cat > src/pyproject.toml <<'TOML'
[project]
name = "acme-platform"
version = "1.0.45"

[tool.bumpversion]
current_version = "1.0.45"

[[tool.bumpversion.files]]
filename = "acme_platform/__init__.py"
TOML
printf '__version__ = "1.0.45"\n' > src/acme_platform/__init__.py
git add -A
cat > "$scratch/grep.sh" <<'SH'
#!/bin/bash
a=$(grep -m1 '^version' src/pyproject.toml | cut -d'"' -f2)
b=$(grep -m1 '^__version__' src/acme_platform/__init__.py | cut -d'"' -f2)
[ "$a" = "$b" ]
SH
chmod +x "$scratch/grep.sh"
cd - > /dev/null
case $target in /*) ;; *) target=$PWD/$target ;; esac
python3 - "$scratch/project" "$target/release/check-version" "$scratch/empty" "$scratch/grep.sh" <<'PY'
import statistics, subprocess, sys, time
project, ours, empty, grep = sys.argv[1:]
commands = {"empty Rust program": [empty], "grep script": [grep], "check-version": [ours], "check-version --staged": [ours, "--staged"]}
times = {name: [] for name in commands}
for run in range(120):
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took = time.perf_counter() - start
        assert done.returncode == 0, name
        if run >= 20:
            times[name].append(took * 1000)
base = statistics.median(times["empty Rust program"])
for name, took in times.items():
    middle = statistics.median(took)
    print(f"{name:24} median {middle:6.2f} ms  min {min(took):6.2f} ms  {middle / base:5.2f} x empty")
PY
