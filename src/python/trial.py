"""Imports what an installed distribution offers, and says what it imported.

Arguments: the project's name, and the modules to import; its own top-level packages and modules without any.
"""
import importlib
import keyword
import os
import sys
import traceback

try:
    import importlib.metadata as metadata
except ImportError:
    import importlib_metadata as metadata

# What some wheels carry by mistake, and what asks for more than the distribution requires.
LEFT_OUT = {"test", "tests", "testing", "docs", "doc", "examples", "benchmarks", "scripts", "tools", "conftest", "setup"}


def suffixes():
    from importlib import machinery

    return sorted(machinery.EXTENSION_SUFFIXES + [".py"], key=len, reverse=True)


def offered(files):
    """The shallowest packages, and the modules beside them: a folder without `__init__` is a namespace."""
    packages, modules = set(), set()
    for file in files:
        for suffix in suffixes():
            if file.name.endswith(suffix):
                path = file.parts[:-1] + (file.name[: -len(suffix)],)
                break
        else:
            continue
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in path):
            continue
        if path[0] in LEFT_OUT or path[-1] == "__main__":
            continue
        (packages if path[-1] == "__init__" else modules).add(path[:-1] if path[-1] == "__init__" else path)

    def within(path, others):
        return any(path[:length] in others for length in range(1, len(path)))

    tops = [path for path in packages if not within(path, packages)]
    tops += [path for path in modules if not within(path, packages) and len(path) == 1]
    return sorted({".".join(path) for path in tops if path})


def tell(error):
    """Prints the traceback without the machinery of imports, where no other exception belongs to it."""
    if error.__cause__ or error.__context__:
        traceback.print_exception(type(error), error, error.__traceback__)
        return
    machinery = os.path.dirname(importlib.__file__)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<") and os.path.dirname(frame.filename) != machinery
    ]
    lines = ["Traceback (most recent call last):\n"] + traceback.format_list(frames)
    lines += traceback.format_exception_only(type(error), error)
    sys.stderr.write("".join(lines))


project, *wanted = sys.argv[1:]
found = metadata.distribution(project)
for name in wanted or offered(found.files or ()):
    try:
        importlib.import_module(name)
    except BaseException as error:
        sys.stdout.flush()
        tell(error)
        sys.stderr.flush()
        print("\nrelease-guard: cannot import " + name, flush=True)
        os._exit(1)
    wanted += [] if name in wanted else [name]
print("\nrelease-guard: " + " ".join([found.version] + wanted), flush=True)
# Threads that an import started, and what it registered for the end, are no part of the question.
os._exit(0)
