"""Keys: unique columns, primary keys, and every foreign key."""

from collections import Counter
from collections.abc import Iterator, Sequence

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import shown, suggest
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table


def check_keys(package: Package) -> Iterator[Finding]:
    """Check the keys of every table."""
    for table in package.tables:
        yield from _repeated(table, table.schema.primary_key, "duplicate-key")
        for field in table.schema.fields:
            if field.constraints.get("unique") and (field.name,) != table.schema.primary_key:
                yield from _repeated(table, (field.name,), "duplicate-value")
    for table, columns, target, targets in package.references():
        if target.complete:
            yield from _dangling(table, columns, target, targets)


def _repeated(table: Table, columns: Sequence[str], rule: str) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        key = tuple(row[column] for column in columns)
        if not all(key):
            continue
        before = first.setdefault(key, row)
        if before is not row:
            named = ", ".join(key)
            yield finding_in(
                table,
                rule,
                row,
                columns[-1],
                f"{shown(named)} stands in row {before.line} already",
                "each may stand once",
            )


def _dangling(table: Table, columns: Sequence[str], target: Table, targets: Sequence[str]) -> Iterator[Finding]:
    known = {tuple(row[column] for column in targets) for row in target.rows}
    used = Counter(tuple(row[column] for column in columns) for row in table.rows)
    lost = {key for key in used if key not in known and all(key)}
    for row in table.rows if lost else ():
        key = tuple(row[column] for column in columns)
        if key in lost:
            yield _lost(table, row, columns, target, known, key)


def _lost(
    table: Table,
    row: Row,
    columns: Sequence[str],
    target: Table,
    known: set[tuple[str, ...]],
    key: tuple[str, ...],
) -> Finding:
    value, column = key[-1], columns[-1]
    others = {other[:-1] for other in known if other[-1] == value}
    if others:
        owner = " or ".join(" ".join(other) for other in sorted(others))
        fitting = [other[-1] for other in known if other[:-1] == key[:-1]]
        return finding_in(
            table,
            f"{column}-of-another-{columns[0]}",
            row,
            column,
            f"{value!r} is a {column} of the {columns[0]} {owner}, not of {' '.join(key[:-1])}",
            f"write {suggest(value, fitting)}",
        )
    field = table.schema.field(column)
    rule = "unknown-code" if field.vocabulary or len(columns) > 1 else "dangling-key"
    valid = [other[-1] for other in known if other[:-1] == key[:-1]]
    return finding_in(
        table,
        rule,
        row,
        column,
        f"{shown(value)} is not in {target.file}",
        f"write {suggest(value, valid)}, or add it there",
    )
