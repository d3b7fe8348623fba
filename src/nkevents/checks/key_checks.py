"""Keys: unique columns, primary keys, and every foreign key."""

import re
from collections.abc import Iterator, Sequence

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import shown, suggest
from nkevents.model.problem import Problem
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table

_NUMBERED = re.compile("[a-z][0-9]+")


def check_keys(package: Package) -> Iterator[Finding]:
    """Check the keys of every table."""
    for table in package.tables:
        yield from _repeated(table, table.schema.primary_key, "duplicate-key")
        for field in table.schema.fields:
            if field.constraints.get("unique") and (field.name,) != table.schema.primary_key:
                yield from _repeated(table, (field.name,), "duplicate-value")
    for table, columns, target, targets in package.references():
        if target.complete and package.may_have_changed(table.name, target.name):
            yield from _dangling(table, columns, target, targets)


def _repeated(table: Table, columns: Sequence[str], rule: str) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Row] = {}
    if len(set(table.cells(columns))) == len(table.rows):
        return
    for row, key in zip(table.rows, table.cells(columns), strict=True):
        before = first.setdefault(key, row)
        if all(key) and before is not row:
            wrong = f"{shown(', '.join(key))} stands in row {before.line} already"
            yield finding_in(table, rule, row, columns[-1], wrong, "each may stand once")


def _dangling(table: Table, columns: Sequence[str], target: Table, targets: Sequence[str]) -> Iterator[Finding]:
    known = set(target.cells(targets))
    lost = {key: _lost(table, columns, target, known, key) for key in set(table.cells(columns)) - known if all(key)}
    for row, key in zip(table.rows, table.cells(columns), strict=True) if lost else ():
        if problem := lost.get(key):
            yield finding_in(table, problem.rule, row, columns[-1], problem.message, problem.instead)


def _lost(
    table: Table, columns: Sequence[str], target: Table, known: set[tuple[str, ...]], key: tuple[str, ...]
) -> Problem:
    """What is wrong with a key that points nowhere."""
    value, column = key[-1], columns[-1]
    fitting = [other[-1] for other in known if other[:-1] == key[:-1]]
    if others := {other[:-1] for other in known if other[-1] == value}:
        owner = " or ".join(" ".join(other) for other in sorted(others))
        return Problem(
            f"{column}-of-another-{columns[0]}",
            f"{value!r} is a {column} of the {columns[0]} {owner}, not of {' '.join(key[:-1])}",
            f"write {suggest(value, fitting)}",
        )
    is_code = table.schema.field(column).vocabulary or len(columns) > 1
    # The id that a number is nearest to is another thing altogether.
    right = "write the id of a row there" if _NUMBERED.fullmatch(value) else f"write {suggest(value, fitting)}"
    return Problem(
        "unknown-code" if is_code else "dangling-key",
        f"{shown(value)} is not in {target.file}",
        f"{right}, or add it there",
    )
