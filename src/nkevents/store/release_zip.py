"""A release, as a zip or unpacked: held against its sums before anything in it is used.

A zip becomes a directory in memory; nothing of it is written to disk.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NoReturn

from nkevents.errors import DataError, FileError, shown
from nkevents.store.files import Root, below, read_file, telling
from nkevents.store.memory_path import MemoryPath

DESCRIPTOR, SUMS = "datapackage.json", "SHA256SUMS"
# A release is some 20 MB; what unpacks to more, or more than this many times its size, is no release of ours.
_LARGEST, _LARGEST_RATIO, _MOST_FILES = 2**30, 200, 10_000
_SYMLINK, _ENCRYPTED = 0o120000, 0x1
_BLOCK = 2**20
_NO_LINKS = "is a link, and a release holds plain files"


def open_archive(path: Path) -> MemoryPath:
    """Read a release zip into memory and check it.

    Parameters
    ----------
    path : pathlib.Path
        The zip file.

    Returns
    -------
    MemoryPath
        The directory that holds the descriptor.

    Raises
    ------
    DataError
        If the file is no zip, is truncated, holds a path that leads outside, unpacks to too much, lacks a file that
        the descriptor lists, or holds one with another size or hash than the descriptor states; names the file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(read_file(path, _LARGEST))) as archive:
            files = _read(path, archive)
    except FileError as error:
        raise DataError(str(error)) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as a release zip ({error}); download it again") from None
    tops = sorted(name for name in files if PurePosixPath(name).name == DESCRIPTOR)
    if not tops:
        _refuse(path, DESCRIPTOR, "is missing, so this is no release of nkevents")
    top = min(tops, key=lambda name: len(PurePosixPath(name).parts))
    root = MemoryPath(str(path), files, PurePosixPath(top).parent)
    folder = top.removesuffix(DESCRIPTOR)
    _verify(path, root, [name.removeprefix(folder) if name.startswith(folder) else f"../{name}" for name in files])
    return root


def _read(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > _MOST_FILES:
        raise DataError(f"{path}: holds {len(entries)} files, which no release does")
    for entry in entries:
        _check_entry(path, entry)
        # Some tools of Windows write backslashes.
        entry.filename = entry.filename.replace("\\", "/")
    names = [entry.filename for entry in entries]
    if twice := next((name for name in names if names.count(name) > 1), None):
        _refuse(path, twice, "stands in it twice")
    left, files = _LARGEST, {}
    for entry in entries:
        files[entry.filename] = content = _content(path, archive, entry, left)
        left -= len(content)
    return files


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at a null byte; what it was before tells.
    name = entry.orig_filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name or "\0" in name:
        _refuse(path, name, "leads outside of the archive")
    if (entry.external_attr >> 16) & 0o170000 == _SYMLINK:
        _refuse(path, name, _NO_LINKS)
    if entry.flag_bits & _ENCRYPTED:
        _refuse(path, name, "is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(path, name, "is packed in a way that is not read; unpack the zip and open the directory")
    if entry.file_size > max(_LARGEST_RATIO * entry.compress_size, _BLOCK):
        _refuse(path, name, f"unpacks to {entry.file_size:,} bytes from {entry.compress_size:,}, as no release does")


def _content(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one file in blocks, since its stated size may lie."""
    content = bytearray()
    try:
        with archive.open(entry) as stream:
            while block := stream.read(_BLOCK):
                content += block
                if len(content) > left:
                    _refuse(path, entry.filename, f"brings the archive above {_LARGEST:,} bytes")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        _refuse(path, entry.filename, f"is damaged ({error}); download the release again")
    return bytes(content)


def check_directory(path: Path) -> None:
    """Hold a directory that has sums, as an unpacked release has, against them; any other is left alone.

    Raises
    ------
    DataError
        If it lacks a file that they name, or holds another one, or a link; names the file.
    """
    with telling(path, "read"):
        if not (path / SUMS).is_file():
            return
        walked = list(os.walk(path))
        files = [Path(folder, name) for folder, _, names in walked for name in names]
        folders = [Path(folder, name) for folder, names, _ in walked for name in names]
        links = [each for each in (*files, *folders) if each.is_symlink()]
    if links:
        _refuse(path, links[0].relative_to(path).as_posix(), _NO_LINKS)
    _verify(path, path, [file.relative_to(path).as_posix() for file in files])


def _verify(path: Path, root: Root, names: Iterable[str]) -> None:
    """Hold every file against the size and hash in the descriptor, and all `names` below `root` against the sums."""
    try:
        resources = json.loads(read_file(root / DESCRIPTOR))["resources"]
        listed = [(str(item["path"]), item.get("bytes"), item.get("hash")) for item in resources]
    except FileNotFoundError:
        _refuse(path, DESCRIPTOR, "is missing, so this is no release of nkevents")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _refuse(path, DESCRIPTOR, f"is no descriptor of a data package ({error!r})")
    for name, size, digest in listed:
        content = _released(path, root, name, DESCRIPTOR)
        if size is not None and size != len(content):
            _refuse(path, name, f"has {len(content):,} bytes, {DESCRIPTOR} says {shown(size)}")
        if digest is not None and digest != f"sha256:{hashlib.sha256(content).hexdigest()}":
            _refuse(path, name, f"is not what was released: its SHA-256 differs from that in {DESCRIPTOR}")
    try:
        lines = read_file(root / SUMS).decode("utf-8").splitlines()
    except FileNotFoundError:
        return  # A zip of a checkout has none.
    except (OSError, ValueError) as error:
        _refuse(path, SUMS, f"cannot be read: {error}")
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if unnamed := next((name for name in names if name not in {*sums, SUMS}), None):
        _refuse(path, unnamed, f"is not named in {SUMS}, so it is no part of the release; take it out")
    for name, digest in sums.items():
        if hashlib.sha256(_released(path, root, name, SUMS)).hexdigest() != digest:
            _refuse(path, name, f"is not what was released: its SHA-256 differs from that in {SUMS}")


def _released(path: Path, root: Root, name: str, where: str) -> bytes:
    """Content of a file that is listed somewhere."""
    try:
        return read_file(below(root, name))
    except FileNotFoundError:
        _refuse(path, name, f"is missing, though {where} lists it")
    except FileError as error:
        _refuse(path, name, f"cannot be read: {error.strerror}")


def _refuse(path: Path, name: str, why: str) -> NoReturn:
    raise DataError(f"{path}: {shown(name)} {why}")
