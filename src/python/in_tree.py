"""Builds the sdist of a project and the wheel from it, or the wheel alone, with a back-end that lies in the project and needs nothing.

Arguments: the project, the folder for the distributions, `both` or `wheel`, the back-end, and the folders it is imported from.
"""
import importlib
import os
import sys
import tarfile
import tempfile

project, out, wanted, backend, *paths = sys.argv[1:]


def call(kind, folder):
    """Loads the back-end from a folder, runs one of its hooks there, and forgets it again."""
    before = set(sys.modules)
    os.chdir(folder)
    sys.path[:0] = [os.path.join(folder, path) for path in paths]
    importlib.invalidate_caches()
    module, _, attributes = backend.partition(":")
    target = importlib.import_module(module)
    for name in filter(None, attributes.split(".")):
        target = getattr(target, name)
    wanted = getattr(target, "get_requires_for_build_" + kind, list)()
    if wanted:
        sys.exit("the back-end asks for %s; install `build` or `uv`, which can bring it" % ", ".join(wanted))
    made = getattr(target, "build_" + kind)(out)
    del sys.path[: len(paths)]
    for name in set(sys.modules) - before:
        del sys.modules[name]
    return made


if wanted == "wheel":
    call("wheel", project)
    sys.exit()
sdist = call("sdist", project)
with tempfile.TemporaryDirectory() as folder:
    with tarfile.open(os.path.join(out, sdist)) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)
    call("wheel", os.path.join(folder, sdist[: -len(".tar.gz")]))
    os.chdir(out)
