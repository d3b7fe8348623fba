"""What frictionless reports that our own checks have not."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from subprocess import Popen
from typing import Any

from nkevents.checks.finding import Finding, finding_of
from nkevents.store.release_zip import DESCRIPTOR


def frictionless_findings(process: "Popen[bytes]", known: Iterable[Finding]) -> Iterator[Finding]:
    """Report what frictionless found and our own checks have not; rows and files in `known` are not reported again."""
    rows: dict[str, set[int | None]] = defaultdict(set)
    for finding in known:
        if finding.severity == "error":
            rows[finding.file].add(finding.row)
    output, failure = process.communicate()
    try:
        report = json.loads(output)
    except ValueError:
        # A library's own failure on odd bytes is a finding about them.
        why = f"frictionless failed: {failure.decode(errors='replace')[-500:]}"
        report = {"errors": [{"message": why}], "tasks": []}
    for error in report["errors"] if not rows else ():
        why = " ".join(error["message"].split())
        yield finding_of(DESCRIPTOR, "frictionless-failed", why, "correct what it names")
    for task in report["tasks"]:
        found = rows.get(task["place"], set())
        # Rows cannot be told apart in a file that cannot be read as a whole.
        if not found & {None, 1}:
            yield from (
                _finding(task["place"], error) for error in task["errors"] if error.get("rowNumber") not in found
            )


def _finding(file: str, error: dict[str, Any]) -> Finding:
    row, column, cell = (error.get(name) for name in ("rowNumber", "fieldName", "cell"))
    rule, right = f"frictionless-{error['type']}", "see the schema of the table"
    return Finding("error", rule, file, row, column, cell, error["message"], right)
