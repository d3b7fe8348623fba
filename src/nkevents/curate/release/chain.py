"""The chain of releases: data/releases.csv pins tables and log of each, and no later version may deny one."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nkevents.curate.release.git import tables_at, versions_of_file
from nkevents.curate.release.log import written_log
from nkevents.store.package import Package
from nkevents.store.rows import Row, read_rows
from nkevents.store.version import version_of


def releases(tables: Package) -> list[Row]:
    """Rows of data/releases.csv; none where the data have none."""
    return tables["releases"].rows if "releases" in tables.names else []


def log_sha256(tables: Package) -> str:
    """Hash of the log of changes, data/changes.csv; empty where there is none."""
    return hashlib.sha256(tables.content("changes")).hexdigest() if "changes" in tables.names else ""


def chain_faults(root: Path, new: Package) -> Iterator[str]:
    """Say where the data of a checkout deny what was released before.

    Yields
    ------
    str
        One fault each.
    """
    rows = releases(new)
    for lost in sorted(_once_listed(root, new) - {_cells(row) for row in rows}):
        yield f"data/releases.csv has had the line {','.join(lost)}, and lacks it; restore it"
    for row in rows:
        if version_of(row["version"]) < version_of(new.version):
            with tempfile.TemporaryDirectory() as folder:
                yield from link_faults(row, tables_at(root, row["commit"], Path(folder)), new)


def link_faults(row: Row, old: Package, new: Package) -> Iterator[str]:
    """Say where a release is not as its row pins it, or the data deny its log.

    Parameters
    ----------
    row : Row
        Of data/releases.csv.
    old : Package
        The tables as they stand in the commit of that row.
    new : Package
        The data that are to be released.
    """
    version = row["version"]
    if old.version != version:
        yield f"data/releases.csv: the commit of {version} holds version {old.version}; restore that line"
    for what, here, pinned in (
        (f"the tables of {version} are", old.sha256, row["sha256"]),
        (f"the log of {version} is", log_sha256(old), row["log_sha256"]),
    ):
        if here != pinned:
            yield f"{what} not as data/releases.csv pins it; restore that line or that commit"
    columns = old.stated["changes"].names if "changes" in old.names else []
    released = {tuple(line[name] for name in columns) for line in written_log(old)}
    still = {
        tuple(line[name] for name in columns)
        for line in written_log(new)
        if version_of(line["version"]) <= version_of(version)
    }
    for wrong, lines in (("lacks", released - still), ("adds to earlier versions", still - released)):
        if lines and columns:
            first = " ".join(min(lines)[:3])
            yield f"data/changes.csv {wrong} {len(lines):,} lines of the log released in {version}, such as {first}"


def _once_listed(root: Path, new: Package) -> set[tuple[str, ...]]:
    """What data/releases.csv has ever listed: version, day, commit and hash, which every edition of it has."""
    found: set[tuple[str, ...]] = set()
    for text in versions_of_file(root, new.path("releases")) if "releases" in new.names else ():
        # What was never a table listed nothing.
        with suppress(ValueError):
            found |= {_cells(row) for row in read_rows(text)}
    return found


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in ("version", "date", "commit", "sha256"))
