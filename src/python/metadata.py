import sys

from build.util import project_wheel_metadata
from pyproject_hooks import default_subprocess_runner

try:
    metadata = project_wheel_metadata(sys.argv[1], runner=default_subprocess_runner)
except Exception as error:
    sys.exit(str(error))
print("\n" + metadata["Version"])
