#!/usr/bin/env bash
# Times `publish bump patch --dry-run` beside `bump-my-version bump --dry-run patch` and `uv version --bump patch --dry-run`
# on one project, and a bump of a workspace of 500 linked packages. Prints one table: medians of wall and CPU time, the ratio
# to ours, and which lines have to hold. Ends with 1 where one does not.
# Needs cargo, git, python3, and PyPI once for the peers, which are installed below the target folder.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin publish
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
python3 - "$scratch" "$target/release/publish" "$peers/bin" <<'PY'
import os, pathlib, shutil, statistics, subprocess, sys, time

scratch, ours, peers = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def committed(top):
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"], ["tag", "v1.2.3"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "gc.auto=0", "-c", "commit.gpgSign=false"]
        subprocess.run(["git", *who, *args], cwd=top, check=True)
    return top


def small():
    top = scratch / "small"
    write(top / "pyproject.toml", '''[project]
name = "acme"
version = "1.2.3"

[tool.bumpversion]
current_version = "1.2.3"
commit = true
tag = true

[[tool.bumpversion.files]]
filename = "acme/__init__.py"
''')
    write(top / "acme/__init__.py", '__version__ = "1.2.3"\n')
    return committed(top)


def workspace():
    top = scratch / "workspace"
    write(top / "pyproject.toml", '''[tool.uv.workspace]
members = ["packages/*"]

[tool.release-guard]
linked = [["*"]]
''')
    lock = ["version = 1\n"]
    for number in range(500):
        name = f"pkg-{number:03}"
        folder = top / "packages" / name
        needs = f'dependencies = ["pkg-{number - 1:03}>=1.2.3"]\n' if number else ""
        write(folder / "pyproject.toml", f'[project]\nname = "{name}"\nversion = "1.2.3"\n{needs}')
        write(folder / f"src/pkg_{number:03}/__init__.py", '__version__ = "1.2.3"\n')
        lock.append(f'\n[[package]]\nname = "{name}"\nversion = "1.2.3"\nsource = {{ editable = "packages/{name}" }}\n')
    write(top / "uv.lock", "".join(lock))
    return committed(top)


def timed(command, folder):
    environment = {**os.environ, "UV_OFFLINE": "1", "UV_NO_CONFIG": "1"}
    before, start = os.times(), time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    wall, after = time.perf_counter() - start, os.times()
    if run.returncode:
        sys.exit(f"{command}: {run.stdout.decode()}{run.stderr.decode()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall * 1000, cpu * 1000


def medians(commands, folder, runs):
    found = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            figures = timed(command, folder)
            if turn:
                found[name].append(figures)
    return {name: tuple(statistics.median(column) for column in zip(*figures)) for name, figures in found.items()}


def table(title, figures, own):
    print(f"\n{title}\n{'':44}{'wall ms':>9}{'CPU ms':>9}{'wall x':>8}{'CPU x':>8}")
    for name, (wall, cpu) in figures.items():
        base_wall, base_cpu = figures[own]
        print(f"{name:44}{wall:9.1f}{cpu:9.1f}{wall / base_wall:8.1f}{cpu / max(base_cpu, 0.1):8.1f}")


own = "publish bump patch --dry-run"
peer = "bump-my-version bump --dry-run patch"
figures = medians(
    {
        own: [ours, "bump", "patch", "--dry-run"],
        "uv version --bump patch --dry-run": [f"{peers}/uv", "version", "--bump", "patch", "--dry-run", "--frozen"],
        peer: [f"{peers}/bump-my-version", "bump", "--dry-run", "patch"],
    },
    small(),
    15,
)
table("one project", figures, own)
top = workspace()
dry = medians({"500 linked packages --dry-run": [ours, "bump", "patch", "--dry-run"]}, top, 7)
walls = []
for turn in range(4):
    copy = scratch / f"copy-{turn}"
    shutil.copytree(top, copy)
    walls.append(timed([ours, "bump", "patch"], copy))
written = tuple(statistics.median(column) for column in zip(*walls))
table("a workspace", {**dry, "500 linked packages, written": written}, "500 linked packages --dry-run")
ratio = figures[peer][0] / figures[own][0]
holds = {
    f"at least 50x faster than bump-my-version: {ratio:.0f}x": ratio >= 50,
    f"500 linked packages in under one second: {dry['500 linked packages --dry-run'][0]:.0f} ms": dry["500 linked packages --dry-run"][0] < 1000,
}
print()
for line, does in holds.items():
    print(("holds  " if does else "BROKEN ") + line)
sys.exit(0 if all(holds.values()) else 1)
PY
