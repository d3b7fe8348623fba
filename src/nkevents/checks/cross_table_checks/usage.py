"""Rows that nothing refers to."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.store.package import Package

_WATCHED = {"sources": "source", "actors": "actor", "places": "place"}


def check_usage(package: Package) -> Iterator[Finding]:
    """Look for sources, actors and places that no other row uses."""
    used: dict[str, set[str]] = {name: set() for name in _WATCHED}
    for table, columns, target, _ in package.references():
        # Names of a place or an actor do not make use of it: their key begins with it.
        if target.name in used and not set(columns) <= set(table.schema.primary_key):
            used[target.name].update(
                row[columns[-1]] for row in table.rows if table is not target or row[columns[-1]] != row[table.key]
            )
    for name, what in _WATCHED.items():
        table = package[name]
        for row in table.rows:
            # A bloc stands for all of a side, whether or not anybody has spoken of it as one yet.
            if row[table.key] not in used[name] and row["kind"] != "bloc":
                wrong, right = f"nothing refers to {row[table.key]}", "use it, or take it out"
                yield finding_in(table, f"unused-{what}", row, table.key, wrong, right)
