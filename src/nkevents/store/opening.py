"""Where data packages are: the shipped one, and whatever a user names, as a directory to read from."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkevents.errors import DataError, FileError, NkeventsError
from nkevents.store.files import Root, read_file, telling
from nkevents.store.memory_path import MemoryPath
from nkevents.store.release_zip import DESCRIPTOR, check_directory, open_archive
from nkevents.store.version import check_version

_TABLES = "data/"
_ADDRESS = r"([A-Za-z][A-Za-z0-9+]+):[/\\]+(.*)"


def shipped_root() -> Path:
    """The directory of the shipped data: beside the code when installed, the checkout's root when editable.

    Raises
    ------
    DataError
        If there are none, as where the code was taken out of its package or put into a zip.
    """
    package = Path(__file__).parents[1]
    # Whatever else lies above the code is the data of somebody else.
    places = [package, *([package.parents[1]] if package.parent.name == "src" else [])]
    if found := next((place for place in places if (place / DESCRIPTOR).is_file()), None):
        return found
    raise DataError(f"{package}: the data of nkevents are not beside its code; {_remedy(package)}")


def _remedy(package: Path) -> str:
    """What to do where code stands without its data."""
    if getattr(sys, "frozen", False):
        return "build the program with: pyinstaller --collect-data nkevents"
    if any(above.is_file() for above in package.parents):
        return "it stands in a zip, where they cannot be read: unpack the zip into a directory"
    return "install it anew, in a checkout: python -m pip install ."


def open_root(root: Root) -> Root:
    """The directory, the release zip read into memory, or what is in memory already.

    Raises
    ------
    DataError
        If there is none, or the zip is not as it was released.
    """
    if ":" in str(root) and re.fullmatch(_ADDRESS, str(root)):
        raise DataError(f"{as_written(root)}: nothing is fetched; download it first, then open the file")
    with telling(root, "read"):
        there = root.exists()
    if not there:
        raise DataError(
            f"{root}: no such directory or zip; a data package is a directory with a {DESCRIPTOR}, or a release zip"
        )
    if isinstance(root, MemoryPath):
        return root
    if not root.is_dir():
        return open_archive(root)
    check_directory(root)
    return root


def as_written(root: Root) -> str:
    """A path as a text; an address that was taken for a path has lost one of its slashes, and gets it back.

    Examples
    --------
    >>> as_written(Path("https://example.org/a.zip"))
    'https://example.org/a.zip'
    """
    return re.sub(f"^{_ADDRESS}", r"\1://\2", str(root))


def is_table(resource: Mapping[str, Any]) -> bool:
    """Whether the descriptor lists a table, and not what a release derives from them."""
    return str(resource["path"]).startswith(_TABLES)


def read_descriptor(root: Root) -> dict[str, Any]:
    """The descriptor of a data package, with its version and the name and path of each resource.

    Raises
    ------
    DataError
        If there is none, or it lacks one of these.
    """
    path = root / DESCRIPTOR
    descriptor = read_json(path)
    try:
        _ = {item["name"]: item["path"] for item in descriptor["resources"]}
        check_version(descriptor["version"])
    except (KeyError, TypeError, AttributeError) as missing:
        raise DataError(f"{path}: not a data package of nkevents, {missing} is missing") from None
    except NkeventsError as wrong:
        raise DataError(f"{path}: {wrong}") from None
    return descriptor


def read_json(path: Root) -> dict[str, Any]:
    """Object in a descriptor or a schema.

    Raises
    ------
    DataError
        If there is none that can be read.
    """
    try:
        value = json.loads(read_file(path).decode("utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: the file is missing, so its directory is no data package") from None
    except FileError as error:
        raise DataError(str(error)) from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise DataError(f"{path}: not a data package, the descriptor must be an object")
    return value
