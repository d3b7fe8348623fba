"""A table of a package as Arrow columns of the types that its schema states, with its keys and references checked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import DataError, shown
from nkevents.store.typed_columns import has_doubles, refuse_first, refuse_twice, typed_column

if TYPE_CHECKING:
    from nkevents.store.package import Package


def typed_table(package: "Package", name: str) -> tuple[dict[str, pa.Array], pa.Table]:
    """Read one table: its columns as texts, and typed, those that an earlier edition lacks empty.

    Raises
    ------
    DataError
        If the file does not fit its schema, or two rows have one key; names file, row and column.
    """
    schema, path = package.schemas[name], package.root / package.path(name)
    texts = package.texts(name)
    nothing = pa.nulls(len(next(iter(texts.values()))), pa.string())
    columns = []
    for field in package.schema(name).fields:
        values = typed_column(texts.get(field.name, nothing), field)
        if values is None:
            refuse_first(package[name], path, field)
        columns.append(values)
    keys = [key for key in schema.primary_key if key in texts]
    if keys and has_doubles([texts[key] for key in keys]):
        refuse_twice(package[name], path, keys)
    return texts, pa.Table.from_arrays(columns, schema=schema.arrow())


def check_references(package: "Package", name: str, texts: Mapping[str, pa.Array]) -> None:
    """Refuse a key that points nowhere; coded columns are held against their vocabulary when they are read.

    Raises
    ------
    DataError
        Names file, row and column.
    """
    for columns, target, targets in package.schemas[name].foreign_keys:
        if len(columns) > 1 or columns[0] not in texts or package.schemas[name].field(columns[0]).coded:
            continue
        known = package.arrow(target)[targets[0]].combine_chunks().cast(pa.string())
        used = texts[columns[0]]
        if pc.index_in(used, value_set=known, skip_nulls=True).null_count == used.null_count:
            continue
        values = set(known.to_pylist())
        for row in package[name].rows:
            if (value := row[columns[0]]) and value not in values:
                where = f"{package.root / package.path(name)}, row {row.line}, column {columns[0]}"
                raise DataError(f"{where}: {shown(value)} is not in the table {target}")
