"""What was made of the content of a file need not be made again: most copies of a package change a file or two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pytest

from nkevents.checks import file_checks
from nkevents.model.table_schema import Schema
from nkevents.store import package as packages
from nkevents.store.package import Package
from nkevents.store.rows import Row, read_rows
from nkevents.store.typed_tables import typed_table

# Contents that are remembered, by each of the three functions: a package has some fifteen tables.
MOST = 100
Typed = tuple[dict[str, pa.Array], pa.Table]


class Remembered:
    """What was made of the latest contents, each with the schemas by which it was made."""

    def __init__(self) -> None:
        self._made: dict[str | bytes, tuple[tuple[Schema, ...], Any]] = {}

    def of(self, content: str | bytes, schemas: tuple[Schema, ...], make: Callable[[], Any]) -> Any:
        """What `make` gives, called only where this content was not made by these schemas."""
        known = self._made.pop(content, None)
        self._made[content] = found = known if known and known[0] == schemas else (schemas, make())
        if len(self._made) > MOST:
            del self._made[next(iter(self._made))]
        return found[1]


@contextmanager
def read_before() -> Iterator[None]:
    """Within it, the rows and the typed columns of a table are made once for each content of its file."""
    texts, files, tables = Remembered(), Remembered(), Remembered()
    read_canonical = file_checks._canonical

    def rows_of_text(text: str) -> list[Row]:
        return [*texts.of(text, (), lambda: read_rows(text))]

    def rows_of_canonical(content: bytes, schema: Schema) -> list[Row] | None:
        found = files.of(content, (schema,), lambda: read_canonical(content, schema))
        return found and [*found]

    def typed(package: Package, name: str) -> Typed:
        schemas = package.stated[name], package.schemas[name], package.schema(name)
        columns, table = tables.of(package.content(name), schemas, lambda: typed_table(package, name))
        return dict(columns), table

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "read_rows", rows_of_text)
        patch.setattr(file_checks, "_canonical", rows_of_canonical)
        patch.setattr(packages, "typed_table", typed)
        yield
