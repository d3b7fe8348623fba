"""A process in which frictionless reads a data package while our own checks run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from nkevents.errors import DataError, NkeventsError
from nkevents.store.memory_path import MemoryPath
from nkevents.store.release_zip import DESCRIPTOR, open_archive


@contextmanager
def frictionless_reading(root: Path | MemoryPath) -> Iterator["subprocess.Popen[bytes] | None"]:
    """Have frictionless validate a data package; no process where there is nothing that it could read.

    Raises
    ------
    NkeventsError
        If frictionless is not installed.
    """
    if find_spec("frictionless") is None:
        raise NkeventsError("frictionless is not installed; pip install 'nkevents[validate]'")
    with tempfile.TemporaryDirectory(prefix="nkevents-") as folder:
        try:
            opened = open_archive(root) if isinstance(root, Path) and root.is_file() else root
        except DataError:
            yield None
            return
        directory = _readable(opened, Path(folder))
        if directory is None:
            yield None
            return
        command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", DESCRIPTOR, "--json"]
        with subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.kill()


def _readable(root: Path | MemoryPath, folder: Path) -> Path | None:
    """The directory itself; of a release, a copy in `folder` without Parquet, which frictionless cannot read."""
    try:
        descriptor = json.loads((root / DESCRIPTOR).read_bytes())
        listed = descriptor["resources"]
        tables = [item for item in listed if item.get("format") != "parquet"]
        if isinstance(root, Path) and len(tables) == len(listed):
            return root
        contents = {file: (root / file).read_bytes() for item in tables for file in (item["path"], item["schema"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return root if isinstance(root, Path) and (root / DESCRIPTOR).is_file() else None
    contents[DESCRIPTOR] = json.dumps({**descriptor, "resources": tables}).encode()
    for file, content in contents.items():
        target = folder / file
        if not target.resolve().is_relative_to(folder.resolve()):
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
