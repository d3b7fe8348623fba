"""Make a release from a checkout, or say what keeps it from being one."""

import importlib.metadata
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nkevents.checks import check_package
from nkevents.curate.release.chain import chain_faults, log_sha256, releases
from nkevents.curate.release.git import git, tables_at
from nkevents.curate.release.log import log_faults
from nkevents.curate.release.release_files import LOCK, PAPERS, read_papers, release_files, zip_bytes
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.store.files import below, read_file, telling, write_file
from nkevents.store.release_zip import DESCRIPTOR, SUMS
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
    with telling(out, "written"):
        around = next((folder for folder in (out / "x").absolute().parents if (folder / SUMS).is_file()), None)
    if around:
        raise NkeventsError(f"{around}: a release, which would be none with another in it; name another directory")
    data = Dataset(root)
    faults = list(_faults(root, data))
    if faults:
        raise NkeventsError("this is no release yet:\n" + "\n".join(f"- {fault}" for fault in faults))
    name = f"nkevents-{data.version}"
    directory, archive = out / name, out / f"{name}.zip"
    with telling(out, "written"):
        if directory.exists() or archive.exists():
            raise NkeventsError(f"{directory} or {archive} is there already; name another directory")
        files = release_files(data, read_papers(root))
        # Made beside its place, so that a release is whole or not there; what a killed command left goes first.
        room = out / f".{name}"
        shutil.rmtree(room, ignore_errors=True)
        try:
            for path, content in files.items():
                target = room / path
                target.parent.mkdir(parents=True, exist_ok=True)
                write_file(target, content)
            write_file(archive, zip_bytes(files, name))
            room.replace(directory)
        except BaseException:
            archive.unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(room, ignore_errors=True)
    pins = git(root, "rev-parse", "HEAD").strip(), data.sha256, log_sha256(data._tables)
    return Release(directory, archive, ",".join((data.version, "DAY", *pins)))


def _faults(root: Path, data: Dataset) -> Iterator[str]:
    try:
        changed = git(root, "status", "--porcelain", "--no-renames", "-z").split("\0")[:-1]
    except NkeventsError as error:
        raise NkeventsError(f"a release is made in a checkout of the repository, with git ({error})") from None
    if changed:
        yield f"the checkout has changes that are not committed: {', '.join(each[3:] for each in changed)}"
    missing = [name for name in PAPERS if not (root / name).is_file()]
    if missing:
        yield f"{', '.join(missing)}: missing, and a release holds it"
        return
    windows = [name for name in (*PAPERS, *_described(data)) if b"\r" in read_file(below(root, name))]
    if windows:
        yield (
            f"{', '.join(windows)}: lines end in CRLF, which gives a release other bytes; check them out anew with: "
            "git config core.autocrlf false"
        )
    yield from _lock_faults(_text(root / LOCK))
    errors = [finding for finding in check_package(root) if finding.severity == "error"]
    if errors:
        yield f"nkevents validate finds {len(errors)} errors, the first: {errors[0]}"
    if f"\n## {data.version} " not in _text(root / "CHANGELOG.md"):
        yield f"CHANGELOG.md has no entry for {data.version}"
    released = {row["version"]: row for row in releases(data._tables)}
    pins = {"sha256": data.sha256, "log_sha256": log_sha256(data._tables)}
    if data.version in released and not pins.items() <= released.pop(data.version).items():
        yield f"version {data.version} is released with other bytes; give the data a new version"
    yield from chain_faults(root, data._tables)
    earlier = [version for version in released if version_of(version) < version_of(data.version)]
    if earlier:
        last = released[max(earlier, key=version_of)]
        with tempfile.TemporaryDirectory() as folder:
            yield from log_faults(tables_at(root, last["commit"], Path(folder)), data._tables)


def _text(path: Path) -> str:
    return read_file(path).decode("utf-8", errors="replace")


def _described(data: Dataset) -> list[str]:
    """Descriptor and schemas, below the root."""
    return [DESCRIPTOR, *(str(data._tables.descriptor_of(name)["schema"]) for name in data._tables.names)]


def _lock_faults(lock: str) -> Iterator[str]:
    locked = dict(line.split("==", 1) for line in lock.splitlines() if "==" in line)
    for name in _WRITERS:
        installed = importlib.metadata.version(name)
        if locked.get(name) != installed:
            wanted = locked.get(name, "no version of it")
            yield f"{name} {installed} is installed, {LOCK} has {wanted}; run: pip install -c {LOCK} -e '.[release]'"
