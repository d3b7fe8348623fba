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

from nkevents.errors import DataError, NkeventsError
from nkevents.store.files import below, read_file, sync_directory, telling, write_file
from nkevents.store.package import MARKER
from nkevents.store.release_zip import SUMS

_ROOM, _MARKER = MARKER.split("/")


def step(name: str) -> None:
    """Called between every two steps; a test kills the process here."""


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Replace files of a directory, all or none.

    Parameters
    ----------
    files : mapping of str to bytes
        New contents by path below `root`.
    """
    room = root / _ROOM
    names = {f"{i:02}-{Path(path).name}": path for i, path in enumerate(sorted(files))}
    step("begin")
    try:
        with telling(room, "written"):
            room.mkdir()
        for name, path in names.items():
            step(f"before {name} waits")
            write_file(room / name, files[path])
        step("before the marker")
        write_file(room / _MARKER, json.dumps(names))
    except NkeventsError:
        # Nothing has moved: the disk is as it was.
        shutil.rmtree(room, ignore_errors=True)
        raise
    step("after the marker")
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
        _move(root, _waiting(root))
        return "an earlier command was interrupted while it wrote; its change has been completed"
    waiting = any(room.iterdir())
    shutil.rmtree(room)
    if waiting:
        return (
            "an earlier command was interrupted before its change was complete; the tables are as they were before it"
        )
    return "an earlier command was interrupted; the tables are whole"


def _waiting(root: Path) -> dict[str, str]:
    """The files that wait, and their places, as the marker has them; neither may lead outside."""
    marker = root / _ROOM / _MARKER
    try:
        names = dict(json.loads(read_file(marker)))
        for name, path in names.items():
            below(root / _ROOM, name)
            below(root, path)
    except (NkeventsError, ValueError, TypeError, RecursionError) as error:
        raise NkeventsError(f"{marker}: is no marker of nkevents ({error}); nothing was moved, look at it") from None
    return names


def _move(root: Path, names: Mapping[str, str]) -> None:
    room = root / _ROOM
    with telling(root, "written"):
        for name, path in names.items():
            step(f"before {name} moves")
            # A file that waits no longer was moved before the process was killed.
            if (room / name).exists():
                (root / path).parent.mkdir(exist_ok=True)
                (room / name).replace(root / path)
        for directory in {(root / path).parent for path in names.values()}:
            sync_directory(directory)
        step("before the marker goes")
        (room / _MARKER).unlink()
        step("before the room goes")
        shutil.rmtree(room)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let no other command write on a directory; the lock ends with the process, however it ends.

    Raises
    ------
    NkeventsError
        If there is no such directory, another process holds it, or it is a release, which stays as it was released.
    """
    if not root.is_dir():
        raise DataError(f"{root}: no such directory")
    if (root / SUMS).exists():
        raise NkeventsError(f"{root}: this is a release; to change its data copy it and leave out {SUMS}")
    target, access = root, os.O_RDONLY
    if sys.platform == "win32":
        # Windows locks no directories.
        target, access = root / ".entry-lock", os.O_RDWR | os.O_CREAT
    with telling(target, "written"):
        handle = os.open(target, access)
    try:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NkeventsError(
                f"{root}: another nkevents command is writing here; try again when it is done"
            ) from None
        yield
    finally:
        os.close(handle)
