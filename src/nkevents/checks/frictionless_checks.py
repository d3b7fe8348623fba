"""The tables as frictionless sees them: an independent reading of datapackage.json."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from nkevents.checks.finding import Finding
from nkevents.errors import NkeventsError
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR


def check(package: Package, known: Iterable[Finding]) -> Iterator[Finding]:
    """Validate the descriptor with frictionless and report what our own checks have not.

    Parameters
    ----------
    package : Package
    known : iterable of Finding
        What has been found already; rows and files in it are not reported again.

    Yields
    ------
    Finding

    Raises
    ------
    NkeventsError
        If frictionless is not installed.
    """
    try:
        import frictionless
    except ImportError:
        raise NkeventsError("frictionless is not installed; pip install 'nkevents[validate]'") from None
    rows: dict[str, set[int | None]] = defaultdict(set)
    for finding in known:
        if finding.severity == "error":
            rows[finding.file].add(finding.row)
    try:
        report = frictionless.validate(str(package.root / DESCRIPTOR))
    # A library's own failure on odd bytes is a finding about them, never our traceback.
    except Exception as error:
        if not any(rows.values()):
            yield _failed(DESCRIPTOR, f"frictionless failed: {error}")
        return
    for fault in report.errors:
        if not any(rows.values()):
            yield _failed(DESCRIPTOR, fault.message)
    for task in report.tasks:
        found = rows.get(task.place, set())
        # Rows cannot be told apart in a file that cannot be read as a whole.
        if found & {None, 1}:
            continue
        yield from (_finding(task.place, fault) for fault in task.errors if _row(fault) not in found)


def _row(fault: Any) -> int | None:
    row = getattr(fault, "row_number", None)
    return int(row) if row else None


def _finding(file: str, error: Any) -> Finding:
    column = getattr(error, "field_name", None) or None
    value = getattr(error, "cell", None)
    return Finding(
        "error",
        f"frictionless-{error.type}",
        file,
        _row(error),
        column,
        None if value is None else str(value),
        error.message,
        "see the schema of the table",
    )


def _failed(file: str, why: str) -> Finding:
    return Finding(
        "error", "frictionless-failed", file, None, None, None, " ".join(why.split()), "correct what it names"
    )
