"""A PEP 517 back-end that needs nothing: one package, its version from pyproject.toml, the same bytes each time."""
import base64
import hashlib
import io
import os
import pathlib
import re
import tarfile
import zipfile


def _facts():
    text = pathlib.Path("pyproject.toml").read_text()
    found = [re.search(rf'^{key} = "(.+)"', text, re.M).group(1) for key in ("name", "version")]
    name, version = found
    metadata = f"Metadata-Version: 2.2\nName: {name}\nVersion: {version}\nSummary: A project of the tests\n"
    return name.replace("-", "_"), version, metadata


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name, version, metadata = _facts()
    info = f"{name}-{version}.dist-info"
    files = {str(path): path.read_bytes() for path in sorted(pathlib.Path(name).rglob("*.py"))}
    files[f"{info}/METADATA"] = metadata.encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    rows = []
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(data)}\n")
    files[f"{info}/RECORD"] = ("".join(rows) + f"{info}/RECORD,,\n").encode()
    file_name = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, file_name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data)
    return file_name


def build_sdist(sdist_directory, config_settings=None):
    name, version, metadata = _facts()
    top = f"{name}-{version}"
    files = {str(path): path.read_bytes() for path in sorted(pathlib.Path(name).rglob("*.py"))}
    for path in ("pyproject.toml", "backend.py"):
        files[path] = pathlib.Path(path).read_bytes()
    files["PKG-INFO"] = metadata.encode()
    file_name = f"{top}.tar.gz"
    with tarfile.open(os.path.join(sdist_directory, file_name), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path, data in files.items():
            member = tarfile.TarInfo(f"{top}/{path}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file_name
