"""A process in which frictionless reads a data package while our own checks run."""

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
        directory = opened.unpack(Path(folder)) if isinstance(opened, MemoryPath) else opened
        if not (directory / DESCRIPTOR).is_file():
            yield None
            return
        command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", DESCRIPTOR, "--json"]
        with subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.kill()
