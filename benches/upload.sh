#!/usr/bin/env bash
# `publish upload` beside `uv publish` and `twine upload`, alternately: a small wheel with its sdist to the real pypiserver on
# this machine, emptied before each upload, beside the bare requests that the upload consists of; then wheels of 100 MB and
# 1 GB to a server that only reads them: time, CPU and memory of the client. Prints medians and which lines have to hold;
# ends with 1 where one does not. Needs cargo and python3, and 3 GB on the disk for `huge`.
# Usage: benches/upload.sh [RUNS] [small|large|huge]…
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
shift || true
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
venv=$target/bench-venv-upload

cargo build --release --quiet --bin publish
if [ ! -x "$venv/bin/pypi-server" ]; then
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check twine==7.0.0 uv==0.13.9 pypiserver==2.4.2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$venv/bin/python" - "$target/release/publish" "$venv/bin" "$scratch" "$runs" "$@" <<'PYTHON'
import base64, hashlib, http.client, http.server, io, json, os, pathlib, random, shutil, socket, statistics, subprocess
import sys, tarfile, threading, time, zipfile

ours, peers, scratch, runs = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
wanted = sys.argv[5:] or ["small", "large", "huge"]
WHEEL, SDIST, INFO = "demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz", "demo-1.0.dist-info"
METADATA = b"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nSummary: A demo\nDescription-Content-Type: text/markdown\n\n# demo\n"
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": str(scratch), "NO_PROXY": "127.0.0.1", "LANG": "C.UTF-8"}
chance = random.Random(1)
failed = []


def holds(text, is_so):
    if not is_so:
        failed.append(text)
    print(f"  {'holds' if is_so else 'DOES NOT HOLD'}: {text}")


def wheel(folder, members):
    """Writes a sound wheel with these members beside its modules, one in memory at a time, and returns its path."""
    path = scratch / folder / WHEEL
    path.parent.mkdir()
    rows = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:

        def add(name, content):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(content)}\n")
            archive.writestr(name, content)

        add("demo/__init__.py", b"")
        for number, content in enumerate(members):
            add(f"demo/data_{number}.bin", content)
        add(f"{INFO}/METADATA", METADATA)
        add(f"{INFO}/WHEEL", b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{INFO}/RECORD", "".join(rows) + f"{INFO}/RECORD,,\n")
    return path


def sdist(folder):
    """Writes a sound sdist and returns its path."""
    path = scratch / folder / SDIST
    project = b'[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n\n[project]\nname = "demo"\nversion = "1.0"\ndescription = "A demo"\n'
    with tarfile.open(path, "w:gz") as archive:
        for name, content in [("PKG-INFO", METADATA), ("pyproject.toml", project), ("demo/__init__.py", b"")]:
            member = tarfile.TarInfo(f"demo-1.0/{name}")
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return path


class Sink(http.server.BaseHTTPRequestHandler):
    """Reads what is posted and forgets it; its pages are empty. The requests of `kept` are remembered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    kept, window = None, bytearray(1 << 20)

    def read(self):
        left = int(self.headers.get("content-length", 0))
        parts = []
        while left:
            count = self.rfile.readinto(memoryview(self.window)[: min(left, len(self.window))])
            if self.kept is not None:
                parts.append(bytes(self.window[:count]))
            left -= count
        if self.kept is not None:
            self.kept.append((self.command, self.path, dict(self.headers), b"".join(parts)))

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.read()
        page = {"meta": {"api-version": "1.1"}, "name": "demo", "files": []}
        self.answer("application/vnd.pypi.simple.v1+json", json.dumps(page).encode())

    def do_POST(self):
        self.read()
        self.answer("text/plain", b"")

    def log_message(self, *args):
        pass


def sink():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def commands(index, *files):
    """The same upload by each client. pypiserver takes uploads at its top, and anybody's."""
    login = ["--username", "u", "--password", "p"]
    return {
        "publish upload": [ours, "upload", "--yes", "--index", index, *files],
        "uv publish": [f"{peers}/uv", "publish", "--quiet", "--publish-url", index, *login, *files],
        "twine upload": [f"{peers}/twine", "upload", "--non-interactive", "--disable-progress-bar", "--repository-url", index, *login, *files],
    }


def run(command):
    """Runs a client from a process that is smaller than itself, and returns its seconds, CPU seconds, and peak in MiB."""
    measure = (
        "import os, sys, time\n"
        "out = [(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]\n"
        "begun = time.perf_counter()\n"
        "child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=out)\n"
        "_, status, used = os.wait4(child, 0)\n"
        "print(status, time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    told = subprocess.run(
        [sys.executable, "-S", "-E", "-c", measure, *map(str, command)],
        cwd=scratch, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout.split()
    if told[0] != "0":
        subprocess.run(list(map(str, command)), cwd=scratch, env=ENVIRONMENT)
        sys.exit(f"{command[0]} failed; this is what it says when it is run again")
    return [float(value) for value in told[1:]]


def replay(port, requests):
    """Sends recorded requests, as the client did: one connection for all. Returns the seconds."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for method, path, headers, body in requests:
        headers = {**headers, "Host": f"127.0.0.1:{port}"}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status < 300 or method == "GET", (path, answer.status)
    took = time.perf_counter() - begun
    connection.close()
    return took


def recorded(files):
    """The requests that our upload consists of."""
    Sink.kept = []
    run(commands(f"http://127.0.0.1:{sink()}/", *files)["publish upload"])
    kept, Sink.kept = Sink.kept, None
    return kept


def small():
    files = [wheel("small", []), sdist("small")]
    requests = recorded(files)
    packages = scratch / "packages"
    packages.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [f"{peers}/pypi-server", "run", "-i", "127.0.0.1", "-p", str(port), "-P", ".", "-a", ".", "--disable-fallback", packages],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if socket.socket().connect_ex(("127.0.0.1", port)) == 0:
                break
            time.sleep(0.05)
        clients = commands(f"http://127.0.0.1:{port}/", *files)

        def emptied(work):
            for file in packages.iterdir():
                file.unlink()
            took = work()
            assert {file.name for file in packages.iterdir()} == {WHEEL, SDIST}, list(packages.iterdir())
            return took

        bare = lambda: [replay(port, requests)]
        works = {"bare requests": bare, **{name: (lambda command=command: run(command)) for name, command in clients.items()}}
        for work in works.values():
            emptied(work)
        rounds = [{name: emptied(work) for name, work in works.items()} for _ in range(runs)]
    finally:
        server.kill()
        server.wait()
    took = {name: statistics.median(times[name][0] for times in rounds) for name in works}
    print(f"a wheel and an sdist to pypiserver, {sum(len(body) for *_, body in requests):,} bytes in {len(requests)} requests, {runs} rounds, medians:")
    for name in works:
        cpu = "" if name == "bare requests" else f"   {statistics.median(times[name][1] for times in rounds) * 1e3:7.1f} ms CPU"
        print(f"  {name:16} {took[name] * 1e3:8.1f} ms{cpu}   {took[name] / took['publish upload']:6.2f} x")
    more = statistics.median(times["publish upload"][0] - times["bare requests"][0] for times in rounds)
    holds(f"at most 30 ms beyond the server's own time ({more * 1e3:.1f} ms)", more <= 0.03)
    holds("faster than uv publish", took["publish upload"] < took["uv publish"])
    holds("15 times as fast as twine upload", took["twine upload"] >= 15 * took["publish upload"])


def big(title, path, runs, names):
    clients = commands(f"http://127.0.0.1:{sink()}/", path)
    rounds = [{name: run(clients[name]) for name in names} for _ in range(runs)]
    print(f"a wheel of {title} to a server that only reads, {path.stat().st_size:,} bytes, {runs} rounds, medians:")
    medians = {}
    for name in names:
        took, cpu, peak = (statistics.median(times[name][at] for times in rounds) for at in range(3))
        medians[name] = (cpu, peak)
        print(f"  {name:16} {took:8.2f} s   {cpu:6.2f} s CPU   {peak:6.1f} MiB")
    shutil.rmtree(path.parent)
    return medians["publish upload"]


if "small" in wanted:
    small()
if "large" in wanted:
    large = wheel("large", (chance.randbytes(10 << 20) for _ in range(10)))
    cpu, peak = big("100 MB", large, max(3, runs // 3), ["publish upload", "uv publish", "twine upload"])
    holds(f"at most 0.5 s of CPU ({cpu:.2f} s)", cpu <= 0.5)
    holds(f"at most 16 MiB of memory ({peak:.1f} MiB)", peak <= 16)
if "huge" in wanted:
    huge = wheel("huge", (chance.randbytes(32 << 20) for _ in range(32)))
    _, peak = big("1 GB", huge, 1, ["publish upload"])
    holds(f"at most 16 MiB of memory ({peak:.1f} MiB)", peak <= 16)
sys.exit(bool(failed))
PYTHON
