"""What git keeps of a checkout."""

import io
import re
import subprocess
import tarfile
from pathlib import Path

from nkevents.errors import NkeventsError, shown
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR


def git(root: Path, *arguments: str) -> str:
    """What git prints.

    Raises
    ------
    NkeventsError
        If it fails; says what git said.
    """
    return _run(root, *arguments).decode(errors="replace")


def tables_at(root: Path, commit: str, to: Path) -> Package:
    """The tables as they stood in a commit, unpacked into a directory.

    Raises
    ------
    NkeventsError
        If it is no commit of this checkout.
    """
    if not re.fullmatch("[0-9a-f]{40}", commit):
        raise NkeventsError(f"data/releases.csv: {shown(commit)} is no commit")
    packed = _run(root, "archive", commit, DESCRIPTOR, "data", "schemas")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(to, filter="data")
    return Package(to)


def versions_of_file(root: Path, path: str) -> list[str]:
    """Every text that a file has had in the commits before this one, the newest first."""
    commits = git(root, "log", "--format=%H", "--diff-filter=AM", "--", path).split()
    return [git(root, "show", f"{commit}:./{path}") for commit in commits]


def _run(root: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise NkeventsError(f"git {arguments[0]} in {root}: {said.decode(errors='replace').strip()}") from None
