"""Unpacks an sdist into a folder. Arguments: the sdist, the folder."""
import sys
import tarfile

with tarfile.open(sys.argv[1]) as archive:
    if hasattr(tarfile, "data_filter"):
        archive.extraction_filter = tarfile.data_filter
    archive.extractall(sys.argv[2])
