"""A process in which frictionless reads a data package while our own checks run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nkevents.errors import DataError, MissingExtraError, NkeventsError
from nkevents.store.files import Root, below, read_file
from nkevents.store.opening import open_root
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.rows import excess

# Anything else that a descriptor or a schema may say, such as a profile, is an address that would be fetched.
_OF_PACKAGE = ("name", "title", "licenses", "resources")
_OF_TABLE = ("name", "path", "schema", "type", "format", "mediatype", "encoding", "bytes", "hash")
_OF_SCHEMA = ("fields", "primaryKey", "foreignKeys", "missingValues")
# Its command line loads more, and what it leaves to collect goes with the process.
_VALIDATE = f"import gc; gc.disable(); import frictionless; print(frictionless.validate({DESCRIPTOR!r}).to_json())"


@contextmanager
def frictionless_reading(root: Root) -> Iterator["subprocess.Popen[bytes] | None"]:
    """Have frictionless validate a data package; no process where there is nothing that it could read.

    Raises
    ------
    NkeventsError
        If frictionless is not installed.
    """
    if find_spec("frictionless") is None:
        raise MissingExtraError("checking a data package", "validate")
    with tempfile.TemporaryDirectory(prefix="nkevents-") as folder:
        try:
            directory = _readable(open_root(root), Path(folder))
        except DataError:
            # Our own checks say what is wrong with it.
            directory = None
        if directory is None:
            yield None
            return
        command = [sys.executable, "-W", "ignore", "-c", _VALIDATE]
        with subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.kill()


def _readable(root: Root, folder: Path) -> Path | None:
    """A copy in `folder` of the tables and schemas, with nothing in them that frictionless would fetch."""
    try:
        descriptor = json.loads(read_file(root / DESCRIPTOR))
        tables = [item for item in descriptor["resources"] if item.get("format") != "parquet"]
        contents = {item["path"]: read_file(below(root, item["path"])) for item in tables}
        for item in tables:
            schema = json.loads(read_file(below(root, item["schema"])))
            contents[item["schema"]] = _only(schema, _OF_SCHEMA)
    except (NkeventsError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # Our own checks say what is wrong with it.
        return None
    if any(excess(contents[item["path"]]) for item in tables):
        return None
    listed = [{key: item[key] for key in _OF_TABLE if key in item} for item in tables]
    contents[DESCRIPTOR] = _only({**descriptor, "resources": listed}, _OF_PACKAGE)
    for file, content in contents.items():
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def _only(raw: dict[str, Any], keys: tuple[str, ...]) -> bytes:
    return json.dumps({key: raw[key] for key in keys if key in raw}).encode()
