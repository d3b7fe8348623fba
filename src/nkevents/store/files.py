"""Files: the one place that writes them whole, reads them bounded, and says what the system says."""

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from nkevents.errors import DataError, FileError, NkeventsError
from nkevents.store.memory_path import MemoryPath

Root: TypeAlias = Path | MemoryPath
# The tables have some 2 MB, a release some 20.
_LARGEST = 2**28
_SAID = {
    errno.ENOSPC: "no space is left on the disk; make room and try again",
    errno.EDQUOT: "no space is left for you on the disk; make room and try again",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EACCES: "permission denied; choose a place that you may use",
    errno.EPERM: "permission denied; choose a place that you may use",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENOENT: "no such file or directory",
    errno.ENOTDIR: "a part of the path is no directory",
    errno.EISDIR: "this is a directory; name a file",
    errno.ENAMETOOLONG: "the name is too long for the system",
    errno.EEXIST: "it is there already",
    errno.ELOOP: "the link leads to itself",
    errno.EIO: "the disk reports a fault",
}


def file_error(path: object, done: str, error: OSError) -> FileError:
    """Our sentence for what the system says; `done` is what was to be done: ``written``."""
    return refusal(path, done, _SAID.get(error.errno or 0) or error.strerror or str(error))


def refusal(path: object, done: str, why: str) -> FileError:
    """An error that says what could not be done and why."""
    error = FileError(f"{path}: cannot be {done}: {why}")
    error.strerror = why
    return error


@contextmanager
def telling(path: object, done: str) -> Iterator[None]:
    """Turn what the system says into our sentence, but for a reader that has gone; see `file_error`.

    Raises
    ------
    FileError
        If the system refuses.
    """
    try:
        yield
    except (NkeventsError, BrokenPipeError):
        raise
    except OSError as error:
        raise file_error(path, done, error) from None
    except ValueError as error:
        # A null byte, or letters that the system cannot name.
        raise refusal(repr(str(path)), done, str(error)) from None


@contextmanager
def telling_unforeseen() -> Iterator[None]:
    """Turn what the system says anywhere within a command into our sentence, but for a reader that has gone."""
    try:
        yield
    except (FileError, BrokenPipeError):
        raise
    except OSError as error:
        raise file_error(error.filename or "the output", "used", error) from None


def write_file(path: str | Path, content: bytes | str) -> None:
    """Write a file beside its place and move it there, so that it is whole or as it was.

    Parameters
    ----------
    path : str or pathlib.Path
        A link is followed; a pipe or device takes the content as it comes.
    content : bytes or str
        Texts are written in UTF-8.

    Raises
    ------
    FileError
        If the system refuses; nothing has changed then.
    """
    data = content.encode() if isinstance(content, str) else content
    if str(path) == "-":
        raise refusal(path, "written", "this is no name of a file; for the output write to /dev/stdout")
    with telling(path, "written"):
        mode = Path(path).stat().st_mode if Path(path).exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            # By the name given: what /dev/stdout leads to may have none of its own.
            with Path(path).open("wb") as stream:
                stream.write(data)
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, "")
        beside = target.with_name(f".nkevents-{secrets.token_hex(4)}")
        try:
            _write_through(beside, data)
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_directory(target.parent)


def check_folder(path: str | Path) -> None:
    """Refuse a file whose folder is not there, before anything is computed for it.

    Raises
    ------
    FileError
        If the folder is missing or none.
    """
    with telling(path, "written"):
        if not stat.S_ISDIR(Path(path).parent.stat().st_mode):
            raise OSError(errno.ENOTDIR, "")


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Have the disk keep the names in a directory."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_file(path: Root, largest: int = _LARGEST) -> bytes:
    """Read a plain file; pipes, devices and directories are refused before they are opened.

    Raises
    ------
    FileError
        If it is no plain file, is too large, or the system refuses.
    FileNotFoundError
        If there is none.
    """
    if isinstance(path, MemoryPath):
        return path.read_bytes()
    with telling(path, "read"):
        there = path.exists()
    if not there:
        raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
    with telling(path, "read"):
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            what = "this is a directory" if stat.S_ISDIR(about.st_mode) else "this is a pipe or a device"
            raise refusal(path, "read", f"{what}; name a plain file")
        if about.st_size > largest:
            raise refusal(path, "read", f"it has {about.st_size:,} bytes, at most {largest:,} are taken")
        return path.read_bytes()


def is_below(name: str) -> bool:
    """Whether a path read from data stays below the directory that it is read from, as far as its text tells.

    Examples
    --------
    >>> is_below("data/events.csv"), is_below("../events.csv"), is_below("https://example.org/events.csv")
    (True, False, False)
    """
    pure = PurePosixPath(name)
    return bool(pure.parts) and not (
        pure.is_absolute() or ".." in pure.parts or name.startswith("-") or re.search(r"[:\\\x00-\x1f\x7f]", name)
    )


def _holds_link(root: Path, path: Path) -> bool:
    """Whether a link stands between a directory and what is named below it."""
    while path != root:
        if path.is_symlink():
            return True
        path = path.parent
    return False


def below(root: Root, name: object) -> Root:
    """The file that data name below their directory.

    Raises
    ------
    DataError
        If the name leads out of it, by itself or by a link.
    """
    if not isinstance(name, str) or not is_below(name):
        raise DataError(f"{root}: {name!r} is no path below the directory")
    path = root / name
    if isinstance(root, Path) and isinstance(path, Path):
        with telling(path, "read"):
            # Without a link below the directory nothing leads out of it, and its own path need not be followed.
            if _holds_link(root, path) and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
                raise DataError(f"{root}: {name!r} is a link that leads out of the directory")
    return path
