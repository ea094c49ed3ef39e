#!/usr/bin/env bash
# Times `check-version` on a small project, a workspace of 500 packages and a repository of 100,000 files, in turn with an
# empty Rust program, a grep script, bump-my-version, uv and hatch. Prints one table: medians of wall and CPU time, the
# ratio to the empty program, peak memory, and which lines have to hold. Ends with 1 where one does not.
# Needs cargo, rustc, git, python3, and PyPI once for the peers, which are installed below the target folder.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin check-version
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
peers=$target/bench-peers
if [ ! -e "$peers/complete" ]; then
  python3 -m venv --clear "$peers"
  "$peers/bin/pip" install --quiet --disable-pip-version-check bump-my-version==1.8.1 uv==0.13.9 hatch==1.18.2
  touch "$peers/complete"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf 'fn main() {}\n' > "$scratch/empty.rs"
rustc --edition 2024 -O -o "$scratch/empty" "$scratch/empty.rs"
cat > "$scratch/grep.sh" <<'SH'
#!/bin/bash
a=$(grep -m1 '^version' src/pyproject.toml | cut -d'"' -f2)
b=$(grep -m1 '^__version__' src/acme_platform/__init__.py | cut -d'"' -f2)
[ "$a" = "$b" ]
SH
chmod +x "$scratch/grep.sh"
python3 - "$scratch" "$target/release/check-version" "$peers/bin" <<'PY'
import os, pathlib, statistics, subprocess, sys, time

scratch, ours, peers = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def committed(top):
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "gc.auto=0", "-c", "commit.gpgSign=false"]
        subprocess.run(["git", *who, *args], cwd=top, check=True)
    return top


def small():
    top = scratch / "small"
    write(top / "src/pyproject.toml", '''[project]
name = "acme-platform"
version = "1.0.45"

[tool.bumpversion]
current_version = "1.0.45"

[[tool.bumpversion.files]]
filename = "acme_platform/__init__.py"
''')
    write(top / "src/acme_platform/__init__.py", '__version__ = "1.0.45"\n')
    return committed(top)


def workspace():
    top = scratch / "workspace"
    write(top / "pyproject.toml", '[project]\nname = "top"\nversion = "1.0.0"\n\n[tool.uv.workspace]\nmembers = ["packages/*"]\n')
    lock = ["version = 1\n"]
    for number in range(500):
        name = f"pkg-{number:03}"
        folder = top / "packages" / name
        build = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        write(folder / "pyproject.toml", f'[project]\nname = "{name}"\nversion = "1.2.3"\n\n{build}')
        write(folder / f"src/pkg_{number:03}/__init__.py", '__version__ = "1.2.3"\n')
        lock.append(f'\n[[package]]\nname = "{name}"\nversion = "1.2.3"\nsource = {{ editable = "packages/{name}" }}\n')
    wheel = '    {{ url = "https://files.example.com/packages/{0}/third_{1}-1.0-cp31{2}-manylinux.whl", hash = "sha256:{0}", size = 1 }},\n'
    for number in range(400):
        wheels = "".join(wheel.format("0123456789abcdef" * 4, number, minor) for minor in range(11))
        source = 'source = { registry = "https://pypi.org/simple" }'
        lock.append(f'\n[[package]]\nname = "third-{number}"\nversion = "1.0"\n{source}\nwheels = [\n{wheels}]\n')
    write(top / "uv.lock", "".join(lock))
    return committed(top)


def large():
    top = scratch / "large"
    write(top / "pyproject.toml", '[project]\nname = "large"\nversion = "1.0.0"\n')
    write(top / "src/large/__init__.py", '__version__ = "1.0.0"\n')
    for folder in range(1000):
        below = top / f"assets/group-{folder // 100}/folder-{folder:03}"
        below.mkdir(parents=True)
        for file in range(100):
            (below / f"item-{file:03}.txt").write_text("\n")
    return committed(top)


def once(command, folder):
    os.chdir(folder)
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    wall = (time.perf_counter() - start) * 1000
    assert status == 0, f"{command} failed with status {status}"
    return wall, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


views = {"": [], " --staged": ["--staged"], " --rev HEAD": ["--rev", "HEAD"]}
os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, NO_COLOR="1")
empty = str(scratch / "empty")
# Project, rounds, commands, and what has to hold for our lines: a limit of the ratio, or of CPU in milliseconds.
plan = [
    (small(), 30, {
        "grep script": [str(scratch / "grep.sh")],
        "uv version --short": [f"{peers}/uv", "version", "--short", "--project", "src"],
        "hatch version": ["/bin/sh", "-c", f"cd src && {peers}/hatch version"],
        "bump-my-version show": ["/bin/sh", "-c", f"cd src && {peers}/bump-my-version show current_version"],
    }, ("ratio", 3)),
    (workspace(), 15, {"uv version --short": [f"{peers}/uv", "version", "--short"]}, ("cpu", 100)),
    (large(), 15, {"git status": ["/usr/bin/env", "git", "status", "--short"]}, ("cpu", 150)),
]
failed = False
print(f"{'project':10} {'command':27} {'wall ms':>8} {'cpu ms':>8} {'x empty':>8} {'MiB':>6}  required")
for project, rounds, others, (kind, limit) in plan:
    own = {f"check-version{name}": [ours, *args] for name, args in views.items()}
    commands = {"empty Rust program": [empty], **own, **others}
    seen = {name: [] for name in commands}
    for turn in range(rounds + 2):
        for name, command in commands.items():
            # Peers are slow, and only their size matters.
            if name in others and turn > 6:
                continue
            result = once(command, project)
            if turn >= 2:
                seen[name].append(result)
    base, _, floor = (statistics.median(column) for column in zip(*seen["empty Rust program"]))
    for name, results in seen.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*results))
        # A program's peak starts with that of the script which started it.
        memory = f"{memory:.1f}" if memory > floor else f"<{floor:.0f}"
        required = ""
        if name in own:
            held = {"ratio": wall / base, "cpu": cpu}[kind] <= limit
            failed |= not held
            required = f"{'<= ' + str(limit) + (' x empty' if kind == 'ratio' else ' ms CPU')}: {'holds' if held else 'FAILS'}"
        print(f"{project.name:10} {name:27} {wall:8.1f} {cpu:8.1f} {wall / base:8.1f} {memory:>6}  {required}".rstrip())
sys.exit(failed)
PY
