#!/usr/bin/env bash
# validate-dist beside `unzip -tqq` and `sha256sum`, and beside `twine check --strict` and check-wheel-contents: time on
# wheels of 1 MB and 100 MB, alternately, and memory on those and on one of 1 GB.
# Usage: benches/validate_dist.sh [RUNS] [small|large|huge]…
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
shift || true
target=${CARGO_TARGET_DIR:-target}
venv=$target/bench-venv-2

cargo build --release --quiet --bin validate-dist
if [ ! -x "$venv/bin/check-wheel-contents" ]; then
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check twine==7.0.0 check-wheel-contents==0.6.3
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$venv/bin/python" - "$target/release/validate-dist" "$venv/bin" "$scratch" "$runs" "$@" <<'PYTHON'
import base64, hashlib, os, random, statistics, subprocess, sys, time, zipfile

ours, peers, scratch, runs, wanted = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
NAME, INFO = "demo-1.0-py3-none-any.whl", "demo-1.0.dist-info"
chance = random.Random(1)
words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz_", k=8)) for _ in range(4000)]


def text(length):
    """Text that deflates to about two fifths, as modules do."""
    return b"# " + b" ".join(chance.choices(words, k=length // 9)) + b"\n"


def data(length):
    """Bytes of which half deflates well, as extension modules do."""
    return b"".join(chance.randbytes(1 << 12) + text(3 << 12) for _ in range(length >> 14))


def wheel(folder, members):
    """Writes a sound wheel with these members, one in memory at a time, and returns its path."""
    path = os.path.join(scratch, folder, NAME)
    os.makedirs(os.path.dirname(path))
    rows = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name, content):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(content)}\n")
            archive.writestr(name, content)

        add("demo/__init__.py", b"")
        for name, content in members:
            add(name, content)
        add(
            INFO + "/METADATA",
            b"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nSummary: A demo\n"
            b"Description-Content-Type: text/markdown\n\n# demo\n",
        )
        add(INFO + "/WHEEL", b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(INFO + "/RECORD", "".join(rows) + f"{INFO}/RECORD,,\n")
    return path


def seconds(commands):
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(title, path, runs):
    """Runs ours and both pairs of peers alternately, and prints medians, and the median of the ratios of one round."""
    mine = "validate-dist"
    commands = {
        mine: [[ours, path]],
        "unzip -tqq + sha256sum": [["unzip", "-tqq", path], ["sha256sum", path]],
        "twine check --strict + check-wheel-contents": [
            [f"{peers}/twine", "check", "--strict", path],
            [f"{peers}/check-wheel-contents", "--no-config", path],
        ],
    }
    for command in commands.values():
        seconds(command)
    rounds = [{name: seconds(command) for name, command in commands.items()} for _ in range(runs)]
    print(f"{title}, {os.path.getsize(path):,} bytes, {runs} rounds:")
    for name in commands:
        took = statistics.median(times[name] for times in rounds)
        ratio = statistics.median(times[name] / times[mine] for times in rounds)
        print(f"  {name:44} {took * 1000:9.1f} ms {ratio:8.2f} x")


def memory(title, path):
    # The peak of all children is the peers' here, so this one is measured by a process of its own.
    measure = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    peak = int(subprocess.check_output([sys.executable, "-c", measure, ours, path]))
    took = time.perf_counter() - start
    print(f"{title}: peak {peak / 1024:.1f} MiB resident, {took:.2f} s")


if not wanted or "small" in wanted:
    small = wheel("small", ((f"demo/module_{n}.py", text(81_000)) for n in range(28)))
    compare("wheel of 1 MB", small, runs)
    memory("wheel of 1 MB", small)
if not wanted or "large" in wanted:
    large = wheel("large", ((f"demo/data_{n}.bin", data(10 << 20)) for n in range(15)))
    compare("wheel of 100 MB", large, max(3, runs // 3))
    memory("wheel of 100 MB", large)
if not wanted or "huge" in wanted:
    part = chance.randbytes(32 << 20)
    huge = wheel("huge", ((f"demo/data_{n}.bin", part + b"%d" % n) for n in range(32)))
    memory(f"wheel of 1 GB, {os.path.getsize(huge):,} bytes", huge)
PYTHON
