"""All files or none: new files wait beside the data until a marker says that they are complete.

The order is: write every new file into a waiting room, write the marker, move each file to its place, remove the
marker. Whatever kills the process, the next command finds the marker and moves what still waits, or finds none and
throws the waiting room away.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nkevents.errors import NkeventsError

_ROOM, _MARKER = ".desk", "complete.json"


def step(name: str) -> None:
    """Called between every two steps; a test kills the process here."""


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Replace files of a directory, all or none.

    Parameters
    ----------
    root : pathlib.Path
    files : mapping of str to bytes
        New contents by path below `root`.
    """
    room = root / _ROOM
    step("begin")
    room.mkdir()
    names = {f"{i:02}-{Path(path).name}": path for i, path in enumerate(sorted(files))}
    for name, path in names.items():
        step(f"before {name} waits")
        _write(room / name, files[path])
    step("before the marker")
    _write(room / f"{_MARKER}.new", json.dumps(names).encode())
    step("before the marker has its name")
    (room / f"{_MARKER}.new").replace(room / _MARKER)
    _sync_directory(room)
    _move(root, names)


def recover(root: Path) -> str | None:
    """Complete or throw away what a killed command left.

    Returns
    -------
    str or None
        What was done; None where nothing was left.
    """
    room = root / _ROOM
    if not room.is_dir():
        return None
    if (room / _MARKER).is_file():
        _move(root, json.loads((room / _MARKER).read_text(encoding="utf-8")))
        return "an earlier command was interrupted while it wrote; its change has been completed"
    waiting = any(room.iterdir())
    shutil.rmtree(room)
    if waiting:
        return (
            "an earlier command was interrupted before its change was complete; the tables are as they were before it"
        )
    return "an earlier command was interrupted; the tables are whole"


def _move(root: Path, names: Mapping[str, str]) -> None:
    room = root / _ROOM
    for name, path in names.items():
        step(f"before {name} moves")
        # A file that waits no longer was moved before the process was killed.
        if (room / name).exists():
            (root / path).parent.mkdir(exist_ok=True)
            (room / name).replace(root / path)
    for directory in {(root / path).parent for path in names.values()}:
        _sync_directory(directory)
    step("before the marker goes")
    (room / _MARKER).unlink()
    step("before the room goes")
    shutil.rmtree(room)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let no other command write on a directory; the lock ends with the process, however it ends.

    Raises
    ------
    NkeventsError
        If another process holds it.
    """
    if sys.platform == "win32":
        # Windows locks no directories.
        import msvcrt

        target = root / ".desk-lock"
        handle = os.open(target, os.O_RDWR | os.O_CREAT)
    else:
        import fcntl

        handle = os.open(root, os.O_RDONLY)
    try:
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NkeventsError(
                f"{root}: another nkevents command is writing here; try again when it is done"
            ) from None
        yield
    finally:
        os.close(handle)
