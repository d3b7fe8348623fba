"""The log of changes, data/changes.csv: made by comparison, its reasons written by hand, held to the data."""

from collections.abc import Iterator

from nkevents.curate.release.compare import compare, rows_by_key
from nkevents.model.plain_values import records
from nkevents.store.package import Package
from nkevents.store.version import version_of

Row = dict[str, str]
_KEY = ("version", "table", "row", "field")
_GONE = ("retire", "merge", "split")
# A name in another spelling is a row of its own, but nobody cites rows by it.
_WITHOUT_IDS = ("actor_names", "place_names")
_STEPS = ("MAJOR", "MINOR", "PATCH")


def written_log(tables: Package) -> list[Row]:
    """Rows of data/changes.csv as they stand; none where the data have no log."""
    return [dict(row) for row in tables["changes"].rows] if "changes" in tables.names else []


def due_log(old: Package, new: Package) -> list[Row]:
    """What data/changes.csv must hold: earlier versions as logged, this one by comparison with the last release.

    Reasons that stand in the log stay, and so does a ``merge`` or ``split`` that was written for a ``retire``, with the
    rows that took its place.

    Parameters
    ----------
    old, new : Package
        The last release, and the data as they stand.
    """
    written = {tuple(row[name] for name in _KEY): row for row in written_log(new)}
    rows = [row for row in written.values() if row["version"] != new.version]
    for change in records(compare(old, new)):
        row = {"version": new.version, **{name: str(value) for name, value in change.items()}, "reason": ""}
        before = written.get(tuple(row[name] for name in _KEY))
        if before:
            row["reason"] = before["reason"]
            if row["action"] == "retire" and before["action"] in _GONE:
                row |= {"action": before["action"], "new": before["new"]}
        rows.append(row)
    return rows


def log_faults(old: Package, new: Package) -> Iterator[str]:
    """Say what in the log or in the version number keeps the data from being a release after `old`.

    Yields
    ------
    str
        One fault each, with what to do.
    """
    due = due_log(old, new)
    here = [row for row in due if row["version"] == new.version]
    standing = {name: rows_by_key(new, new.stated[name]).keys() for name in new.names}
    if _as_set(due) != _as_set(written_log(new)):
        yield "data/changes.csv is not what changed since the last release; run: nkevents log"
    for row in here:
        if row["action"] != "add" and not row["reason"]:
            yield f"data/changes.csv: {row['table']} {row['row']}, {row['field']} ({row['action']}) has no reason"
        if row["action"] in ("merge", "split"):
            for successor in row["new"].split("; "):
                if successor not in standing.get(row["table"], ()):
                    yield f"data/changes.csv: {row['table']} {row['row']} went into {successor!r}, which is no row"
    for row in due:
        if row["version"] != new.version and row["action"] in _GONE and row["row"] in standing.get(row["table"], ()):
            yield f"{row['table']} {row['row']} was retired in {row['version']} and stands for something again"
    yield from _number_faults(old, new, _step(here, old, new))


def _step(rows: list[Row], old: Package, new: Package) -> str | None:
    """The part of the version number that must rise; None where nothing changed."""
    lost = [name for name in old.names if name not in new.names or _lost_columns(old, new, name)]
    gone = [row for row in rows if row["action"] in _GONE and row["table"] not in _WITHOUT_IDS]
    if lost or gone:
        return "MAJOR"
    columns = [name for name in new.names if name not in old.names or _lost_columns(new, old, name)]
    if columns or any(row["action"] == "add" for row in rows):
        return "MINOR"
    return "PATCH" if rows else None


def _lost_columns(old: Package, new: Package, name: str) -> set[str]:
    return set(old.stated[name].names) - set(new.stated[name].names)


def _number_faults(old: Package, new: Package, step: str | None) -> Iterator[str]:
    before, after = version_of(old.version), version_of(new.version)
    if after <= before:
        yield f"version {new.version} is not above {old.version}, which is released"
    elif step:
        part = _STEPS.index(step)
        if after[: part + 1] <= before[: part + 1]:
            yield f"version {new.version} after {old.version} understates the change: it takes a new {step} number"


def _as_set(rows: list[Row]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted(row.items())) for row in rows}
