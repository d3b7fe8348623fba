"""Make a release from a checkout, or say what keeps it from being one."""

import importlib.metadata
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nkevents.checks import check_package
from nkevents.curate.release.log import log_faults
from nkevents.curate.release.release_files import LOCK, read_papers, release_files, zip_bytes
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.version import version_of

# The libraries that write the bytes of a release; the lock file says which versions of them do.
_WRITERS = ("numpy", "pandas", "pyarrow")


class Release(NamedTuple):
    """What was written.

    Attributes
    ----------
    directory, archive : pathlib.Path
        The files, and all of them as one zip.
    row : str
        The line that data/releases.csv takes, but for the day.
    """

    directory: Path
    archive: Path
    row: str


def make_release(root: Path, out: Path) -> Release:
    """Write the release of a checkout below a directory.

    Parameters
    ----------
    root : pathlib.Path
        The checkout.
    out : pathlib.Path
        Directory that gets the release's directory and its zip.

    Raises
    ------
    NkeventsError
        If anything keeps the data from being a release; names everything.
    """
    data = Dataset(root)
    faults = list(_faults(root, data))
    if faults:
        raise NkeventsError("this is no release yet:\n" + "\n".join(f"- {fault}" for fault in faults))
    name = f"nkevents-{data.version}"
    directory, archive = out / name, out / f"{name}.zip"
    if directory.exists() or archive.exists():
        raise NkeventsError(f"{directory} or {archive} is there already; name another directory")
    files = release_files(data, read_papers(root))
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    archive.write_bytes(zip_bytes(files, name))
    return Release(directory, archive, f"{data.version},DAY,{_git(root, 'rev-parse', 'HEAD').strip()},{data.sha256}")


def _faults(root: Path, data: Dataset) -> Iterator[str]:
    if changed := _git(root, "status", "--porcelain"):
        yield f"the checkout has changes that are not committed: {', '.join(changed.split()[1::2])}"
    yield from _lock_faults((root / LOCK).read_text(encoding="utf-8"))
    errors = [finding for finding in check_package(root) if finding.severity == "error"]
    if errors:
        yield f"nkevents validate finds {len(errors)} errors, the first: {errors[0]}"
    if f"\n## {data.version} " not in (root / "CHANGELOG.md").read_text(encoding="utf-8"):
        yield f"CHANGELOG.md has no entry for {data.version}"
    released = {row["version"]: row for row in data.table("releases").astype(str).to_dict("records")}
    if data.version in released and released[data.version]["sha256"] != data.sha256:
        yield f"version {data.version} is released with other bytes; give the data a new version"
    earlier = [version for version in released if version_of(version) < version_of(data.version)]
    if earlier:
        last = released[max(earlier, key=version_of)]
        with tempfile.TemporaryDirectory() as folder:
            yield from log_faults(_tables_at(root, last["commit"], Path(folder)), data._tables)


def _lock_faults(lock: str) -> Iterator[str]:
    locked = dict(line.split("==") for line in lock.splitlines() if "==" in line)
    for name in _WRITERS:
        installed = importlib.metadata.version(name)
        if locked.get(name) != installed:
            wanted = locked.get(name, "no version of it")
            yield f"{name} {installed} is installed, {LOCK} has {wanted}; run: pip install -c {LOCK} -e '.[release]'"


def _tables_at(root: Path, commit: str, to: Path) -> Package:
    """The tables as they stood in a commit."""
    packed = _run(root, "archive", commit, DESCRIPTOR, "data", "schemas")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(to, filter="data")
    return Package(to)


def _git(root: Path, *arguments: str) -> str:
    return _run(root, *arguments).decode()


def _run(root: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise NkeventsError(f"git {arguments[0]} in {root}: {said.decode().strip()}") from None
