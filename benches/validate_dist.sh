#!/usr/bin/env bash
# validate-dist beside `twine check`: time on a wheel of 1 MB, alternately, and memory on one of 100 MB.
# Usage: benches/validate_dist.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
target=${CARGO_TARGET_DIR:-target}
venv=$target/bench-venv

cargo build --release --quiet --bin validate-dist
if [ ! -x "$venv/bin/twine" ]; then
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check twine==7.0.0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$venv/bin/python" - "$target/release/validate-dist" "$venv/bin/twine" "$scratch" "$runs" <<'PYTHON'
import base64, hashlib, os, random, resource, statistics, subprocess, sys, time, zipfile

ours, twine, scratch, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
NAME, INFO = "demo-1.0-py3-none-any.whl", "demo-1.0.dist-info"


def wheel(folder, members):
    """Writes a sound wheel with these members and returns its path."""
    members = {"demo/__init__.py": b"", **members}
    members[INFO + "/METADATA"] = (
        b"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nSummary: A demo\n"
        b"Description-Content-Type: text/markdown\n\n# demo\n"
    )
    members[INFO + "/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    rows = []
    for name, data in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(data)}\n")
    members[INFO + "/RECORD"] = ("".join(rows) + f"{INFO}/RECORD,,\n").encode()
    path = os.path.join(scratch, folder, NAME)
    os.makedirs(os.path.dirname(path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


chance = random.Random(1)
words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz_", k=8)) for _ in range(4000)]
modules = {
    f"demo/module_{n}.py": b"# " + b" ".join(chance.choices(words, k=9000)) + b"\n" for n in range(28)
}
small = wheel("small", modules)
commands = {"validate-dist": [ours, small], "twine check": [twine, "check", small]}
for command in commands.values():
    seconds(command)
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        times[name].append(seconds(command))
medians = {name: statistics.median(values) for name, values in times.items()}
print(f"wheel of {os.path.getsize(small):,} bytes, median of {runs} runs:")
for name, median in medians.items():
    print(f"  {name:14} {median * 1000:9.1f} ms")
print(f"  ratio          {medians['twine check'] / medians['validate-dist']:9.1f} x")

large = wheel("large", {f"demo/data_{n}.bin": chance.randbytes(10 << 20) for n in range(10)})
# The peak of all children is twine's here, so this one is measured by a process of its own.
measure = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
start = time.perf_counter()
peak = int(subprocess.check_output([sys.executable, "-c", measure, ours, large]))
took = time.perf_counter() - start
print(f"wheel of {os.path.getsize(large):,} bytes: peak {peak / 1024:.1f} MiB resident, {took:.2f} s")
PYTHON
