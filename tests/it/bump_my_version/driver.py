"""Runs `bump-my-version bump` in many projects without starting it many times.

Reads a JSON list of {"folder", "home", "args", "environment"} and writes, a line each and in their order, a JSON list of
exit status and all that was said. Each run is a fork of this process, which has only imported the tool: no run knows of
another.
"""
import configparser  # noqa: F401, the tool imports it late
import gc
import json
import os
import pathlib
import sys
import tempfile
import time
import traceback

import rich.console  # noqa: F401, the tool imports it late
import tomlkit  # noqa: F401, the tool imports it late
from bumpversion import autocast, bump, files  # noqa: F401, the tool imports them late
from bumpversion.cli import cli
from bumpversion.config import Config, utils  # noqa: F401, the tool imports it late
from bumpversion.scm import git, hg  # noqa: F401, the tool imports them late


def run(case, said):
    """Does what the command does, in the fork, and never returns."""
    status = 1
    try:
        output = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.chdir(case["folder"])
        os.environ["HOME"] = case["home"]
        os.environ.update(case["environment"])
        time.tzset()
        cli.main(["bump", *case["args"]], prog_name="bump-my-version")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main():
    cases = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
    # What takes each start long and does not depend on the project.
    Config.model_rebuild()
    gc.freeze()
    statuses, running = {}, {}
    waiting = list(enumerate(cases))[::-1]
    with tempfile.TemporaryDirectory() as folder:
        said = [pathlib.Path(folder, str(at)) for at in range(len(cases))]
        while waiting or running:
            if waiting and len(running) < (os.cpu_count() or 1):
                at, case = waiting.pop()
                child = os.fork()
                if child == 0:
                    run(case, said[at])
                running[child] = at
            else:
                child, status = os.wait()
                statuses[running.pop(child)] = os.waitstatus_to_exitcode(status)
        for at, path in enumerate(said):
            print(json.dumps([statuses[at], path.read_text("utf-8", "replace")]))


main()
