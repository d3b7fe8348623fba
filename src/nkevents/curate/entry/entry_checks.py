"""The tables as they would become, checked as `nkevents validate` checks them; only what a change brings in counts."""

from itertools import chain
from typing import TYPE_CHECKING

from nkevents.curate.entry.document_entry import Batch, Entry
from nkevents.curate.entry.workspace import Key
from nkevents.store.package import Package
from nkevents.store.rows import Row

if TYPE_CHECKING:
    from nkevents.checks.finding import Finding

Known = set[tuple[str, ...]] | None


def report_findings(batch: Batch, entries: list[Entry], known: Known) -> Known:
    """Tell each document what its change would bring into the tables.

    Parameters
    ----------
    known : set of tuple of str or None
        What was wrong before any change, as this function returned it; None to find out.

    Returns
    -------
    set of tuple of str or None
        What was wrong before any change, if that had to be found out.
    """
    found = _findings(batch.workspace.becomes(batch.base))
    touched = {entry.event_id for entry in entries}
    new = [each for each in found if _is_new(batch, each[2])]
    # The tables as they were are checked only where it is open whether a finding was there before.
    doubtful = [each for each in found if not _is_new(batch, each[2]) and _concerns(batch, each[1], each[2], touched)]
    if doubtful and known is None:
        known = {identity for identity, _, _ in _findings(batch.base.package)}
    for _, finding, key in [*new, *(each for each in doubtful if each[0] not in (known or ()))]:
        _tell(batch, entries, finding, key)
    return known


def _is_new(batch: Batch, row: tuple[str, Key] | None) -> bool:
    """Whether a row came with this call."""
    return row is not None and row[1] not in batch.base.rows[row[0]]


def _concerns(batch: Batch, finding: "Finding", row: tuple[str, Key] | None, events: set[str]) -> bool:
    """Whether a finding on an old row may be this call's doing: any error, and a warning on an event that it names."""
    if finding.severity == "error":
        return True
    return row is not None and _event_of(batch, row) in events


def _event_of(batch: Batch, row: tuple[str, Key]) -> str:
    """Id of the event that a row is about; empty where it is about none."""
    cells = batch.workspace.rows[row[0]].get(row[1], {})
    return cells.get("event_id") or cells.get("from_event_id") or ""


def _findings(package: Package) -> list[tuple[tuple[str, ...], "Finding", tuple[str, Key] | None]]:
    """Findings with what makes them the same in two versions of the tables, and the row that they are about."""
    # Printing an event or a blank needs none of the checks.
    from nkevents.checks import check_package

    names = {package.path(name): name for name in package.names}
    lines: dict[str, dict[int | None, Row]] = {}
    found = []
    for finding in check_package(package, with_frictionless=False):
        # Tables on which there is no finding need not be read.
        table = package[names[finding.file]] if finding.file in names else None
        if finding.file not in lines:
            lines[finding.file] = {row.line: row for row in table.rows} if table else {}
        about = lines[finding.file].get(finding.row)
        row = (table.name, tuple(about[column] for column in table.schema.primary_key)) if table and about else None
        parts = (finding.severity, finding.rule, finding.file, str(row and row[1]), finding.column, finding.value)
        found.append((tuple(map(str, parts)), finding, row))
    return found


def _tell(batch: Batch, entries: list[Entry], finding: "Finding", row: tuple[str, Key] | None) -> None:
    entry, line = _made(batch, row)
    instead = f"; {finding.instead}" if finding.instead else ""
    message = f"{finding.message}{instead} ({finding.rule})"
    told = [entry] if entry else [each for each in entries if each.document.event.text("slug") in finding.message]
    for each in told or entries:
        tell = each.refuse if finding.severity == "error" else each.warn
        tell(_line(each, finding, line) if entry else each.document.event.line, message)


def _made(batch: Batch, row: tuple[str, Key] | None) -> tuple[Entry | None, int]:
    """The document and line that made a row; for a row that no document touched, the one that touched its event."""
    if row is None:
        return None, 1
    if row in batch.made_by:
        return batch.made_by[row]
    return batch.made_by.get(("events", (_event_of(batch, row),)), (None, 1))


def _line(entry: Entry, finding: "Finding", line: int) -> int:
    """Line of the cell that a finding is about, else of its entry."""
    for record in chain([entry.document.event], *entry.document.records.values()):
        if record.line == line and finding.column in record.cells:
            return record.cells[str(finding.column)].line
    return line
