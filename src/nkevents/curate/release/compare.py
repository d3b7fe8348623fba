"""What changed between two versions of the tables, cell by cell."""

from collections.abc import Iterator, Mapping

import pandas as pd

from nkevents.model.table_schema import Schema
from nkevents.store.editions import OPTIONAL
from nkevents.store.package import Package

Rows = Mapping[str, Mapping[str, str]]
COLUMNS = ("table", "row", "action", "field", "old", "new")
_KEY_SEPARATOR = "|"


def compare(old: Package, new: Package) -> pd.DataFrame:
    """Compare every cell of the tables of two data packages.

    Returns
    -------
    pandas.DataFrame
        One row per cell that differs, and one per row that came (`action` is ``add``) or went (``retire``): table, row
        (the primary key), action (``modify`` for cells), field, old and new (empty where there was nothing).
        In the order of the tables and their keys. The logs and the second readings are left out: they tell of
        changes themselves.
    """
    names = [name for name in new.names if name not in OPTIONAL]
    found = [
        (name, *change)
        for name in names
        for schema in [new.stated[name]]
        for change in _changes(rows_by_key(old, schema), rows_by_key(new, schema), schema)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype="string[pyarrow]")


def rows_by_key(tables: Package, schema: Schema) -> Rows:
    """Rows of a table by the key that a schema of it has, such as that of the newer edition; none without it."""
    if schema.name not in tables.names:
        return {}
    return {_KEY_SEPARATOR.join(row[part] for part in schema.primary_key): row for row in tables[schema.name].rows}


def _changes(old: Rows, new: Rows, schema: Schema) -> Iterator[tuple[str, str, str, str, str]]:
    first = schema.primary_key[0]
    for row in sorted(old.keys() | new.keys()):
        if row not in old:
            yield row, "add", first, "", row
        elif row not in new:
            yield row, "retire", first, row, ""
        else:
            for field in schema.names:
                before, after = old[row].get(field, ""), new[row][field]
                if before != after:
                    yield row, "modify", field, before, after
