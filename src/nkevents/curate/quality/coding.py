"""One coding of events, to be held against another: a data package, or a folder of event documents."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nkevents.curate.entry import Outcome, add
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.store.canonical_csv import serialise
from nkevents.store.package import Package, shipped_root
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.rows import read_rows


@contextmanager
def coding(path: Path) -> Iterator[tuple[Dataset, set[str] | None]]:
    """Open a coding.

    Parameters
    ----------
    path : pathlib.Path
        A data package; or a folder of event documents, which are entered into a copy of the shipped data from which
        the claims on these events were taken.

    Yields
    ------
    Dataset
    set of str or None
        Slugs of the folder's events; None for a data package.

    Raises
    ------
    NkeventsError
        If it is neither, or the desk refuses a document.
    """
    documents = sorted(path.glob("*.yaml"))
    if (path / DESCRIPTOR).is_file() or not documents:
        yield Dataset(path), None
        return
    with tempfile.TemporaryDirectory(prefix="nkevents-coding-") as folder:
        root = Path(folder) / "data-package"
        for name in (DESCRIPTOR, "schemas", "data"):
            _copy(shipped_root() / name, root / name)
        slugs = {outcome.slug for outcome in _accepted(documents, add(documents, root, dry_run=True).outcomes)}
        _take_out(root, slugs)
        _accepted(documents, add(documents, root).outcomes)
        yield Dataset(root), slugs


def _copy(what: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if what.is_dir():
        shutil.copytree(what, to)
    else:
        shutil.copy(what, to)


def _accepted(documents: Sequence[Path], outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    remarks = [str(remark) for outcome in outcomes if outcome.state == "refused" for remark in outcome.remarks]
    if remarks:
        raise NkeventsError(f"{documents[0].parent}: the desk refuses {len(remarks)} lines, first {remarks[0]}")
    return outcomes


def _take_out(root: Path, slugs: set[str]) -> None:
    """Take the claims on these events and their relations out of a copy, so that the documents alone speak."""
    tables = Package(root)
    events = read_rows((root / "data" / "events.csv").read_text(encoding="utf-8"))
    ids = {row["event_id"] for row in events if row["slug"] in slugs}
    for name, column in (("claims", "event_id"), ("relations", "from_event_id")):
        path = root / "data" / f"{name}.csv"
        rows = [row for row in read_rows(path.read_text(encoding="utf-8")) if row[column] not in ids]
        path.write_bytes(serialise(rows, tables.schemas[name]))
