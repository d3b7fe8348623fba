"""All layers over one directory."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from nkevents.checks import cell_checks, file_checks, frictionless_checks, key_checks, text_checks
from nkevents.checks.cross_table_checks import (
    derivation,
    duplicates,
    fairness,
    hierarchies,
    lifecycles,
    scripts,
    times,
    usage,
)
from nkevents.checks.descriptor import read_descriptor
from nkevents.checks.finding import Finding
from nkevents.checks.package import Package, Table
from nkevents.checks.row_checks import address, claim, coordinate

_EVERY_CELL: tuple[Callable[[Package], Iterator[Finding]], ...] = (
    text_checks.check,
    cell_checks.check,
    key_checks.check,
)
_BETWEEN: tuple[ModuleType, ...] = (
    claim,
    coordinate,
    address,
    times,
    hierarchies,
    duplicates,
    usage,
    fairness,
    lifecycles,
    scripts,
)
# Where a finding says more of the same cell, these say nothing new.
_GENERAL = frozenset(
    [
        "pattern",
        "unknown-code",
        "dangling-key",
        "not-an-integer",
        "not-a-number",
        "not-a-boolean",
        "not-a-date",
        "unused-source",
        "unused-actor",
        "unused-place",
    ]
)


def check_directory(root: Path, *, with_frictionless: bool = True) -> list[Finding]:
    """Check a data package and report everything that is found.

    Parameters
    ----------
    root : pathlib.Path
        Directory with a datapackage.json.
    with_frictionless : bool
        Have frictionless read the tables too; it takes most of the time.

    Returns
    -------
    list of Finding
        By table, row and column, the more telling ones only where several say the same of one cell.

    Raises
    ------
    NkeventsError
        If frictionless is wanted and not installed.
    """
    descriptor, schemas, findings = read_descriptor(root)
    if findings:
        return findings
    read: dict[str, Table] = {}
    for item in descriptor["resources"]:
        table, found = file_checks.read_table(root, item["path"], schemas[item["name"]])
        read[item["name"]] = table
        findings += found
    package = Package(root, descriptor, read)
    for check in _EVERY_CELL:
        findings += check(package)
    for module in _BETWEEN:
        if package.has(module.NEEDS):
            findings += module.check(package)
    if with_frictionless:
        findings += frictionless_checks.check(package, findings)
    derived = list(derivation.check(package))
    if any(finding.severity == "error" for finding in findings):
        # What hinders the loading has been reported with its row.
        derived = [finding for finding in derived if finding.severity == "warning"]
    return _in_order(_telling(findings + derived), package)


def _telling(findings: list[Finding]) -> list[Finding]:
    told = {
        (finding.file, finding.row, finding.column)
        for finding in findings
        if finding.severity == "error" and finding.rule not in _GENERAL
    }
    kept = (
        finding
        for finding in findings
        if finding.rule not in _GENERAL or (finding.file, finding.row, finding.column) not in told
    )
    return list(dict.fromkeys(kept))


def _in_order(findings: list[Finding], package: Package) -> list[Finding]:
    files = {table.file: number for number, table in enumerate(package.tables.values())}
    return sorted(findings, key=lambda found: (files.get(found.file, -1), found.row or 0))
