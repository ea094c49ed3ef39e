"""Runs validate-dist on real distributions of the package index, and compares its verdicts with distributions.toml.

    python tests/real/check.py [--update]

The files are downloaded once, below target/, and checked against the hashes of the table. A verdict is an error or a
warning; notes are left out. Each verdict has its reason in the table. With --update, new verdicts are written into it
without a reason, for you to add. Needs Python 3.11 and pip, and the program as `cargo build --release` leaves it.
"""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
TABLE = HERE / "distributions.toml"
FILES = ROOT / "target" / "real-distributions"
PROGRAM = ROOT / "target" / "release" / "validate-dist"


def index():
    """The index that pip uses."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return os.environ.get("PIP_INDEX_URL") or configured or "https://pypi.org/simple"


def download(name, sha256):
    """Returns the path of a file of the index, whose bytes have this hash."""
    path = FILES / name
    if not path.exists():
        project = re.sub(r"[-_.]+", "-", re.split(r"-\d", name)[0]).lower()
        page_url = f"{index().rstrip('/')}/{project}/"
        request = urllib.request.Request(page_url, headers={"Accept": "text/html"})
        page = urllib.request.urlopen(request).read().decode()
        links = (urllib.parse.urljoin(page_url, link) for link in re.findall(r'href="([^"#]+)', page))
        found = [link for link in links if urllib.parse.unquote(link).endswith("/" + name)]
        if not found:
            sys.exit(f"{page_url} has no file {name}")
        partial = path.with_suffix(".partial")
        partial.write_bytes(urllib.request.urlopen(found[0]).read())
        partial.rename(path)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        sys.exit(f"{path} has the SHA-256 {found}, and the table has {sha256}")
    return path


def verdicts(path):
    """The rules that speak of a file, with the severity and the first message of each."""
    command = [PROGRAM, "--format", "json", path]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=FILES)
    if answer.returncode not in (0, 1):
        sys.exit(f"{path.name}: exit {answer.returncode}\n{answer.stderr}")
    found = {}
    for finding in json.loads(answer.stdout)["findings"]:
        if finding["severity"] != "note":
            found.setdefault(finding["rule"], (finding["severity"], finding["message"]))
    return found


def write(entries):
    """Writes the table anew."""
    head = TABLE.read_text().split("[[file]]")[0].rstrip() + "\n"
    for entry in entries:
        head += f'\n[[file]]\nname = "{entry["name"]}"\nsha256 = "{entry["sha256"]}"\n'
        for rule, reason in sorted(entry.get("verdicts", {}).items()):
            head += f"verdicts.{rule} = {json.dumps(reason)}\n"
    TABLE.write_text(head)


def main():
    FILES.mkdir(parents=True, exist_ok=True)
    entries = tomllib.loads(TABLE.read_text())["file"]
    wrong = []
    for entry in entries:
        reasons = entry.setdefault("verdicts", {})
        found = verdicts(download(entry["name"], entry["sha256"]))
        for rule in found.keys() - reasons.keys():
            severity, message = found[rule]
            wrong.append(f"{entry['name']}: {severity}[{rule}]: {message}")
        wrong += [f"{entry['name']}: {rule} is silent" for rule in reasons.keys() - found.keys()]
        wrong += [f"{entry['name']}: {rule} has no reason" for rule, reason in reasons.items() if not reason]
        entry["verdicts"] = {rule: reasons.get(rule, "") for rule in found}
    if "--update" in sys.argv[1:]:
        write(entries)
    print("\n".join(wrong) or f"{len(entries)} files, each judged as the table says")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
