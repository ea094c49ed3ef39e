import sys
from subprocess import CalledProcessError

from build.util import project_wheel_metadata
from pyproject_hooks import default_subprocess_runner

try:
    metadata = project_wheel_metadata(sys.argv[1], runner=default_subprocess_runner)
except CalledProcessError as error:
    # Only what pip wrote tells which requirement cannot be had.
    wrote = (error.stdout or b"") + (error.stderr or b"")
    sys.exit(wrote.decode(errors="replace") or str(error))
except Exception as error:
    sys.exit(str(error))
if not metadata["Version"]:
    sys.exit("The metadata has no version.")
print("\n" + metadata["Version"])
