"""A data package: its tables as texts, as typed Arrow tables and as pandas frames."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from copy import copy
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from nkevents.errors import DataError, FileError, UnknownValueError, cut
from nkevents.model.frames import frame_columns
from nkevents.model.stages import Stages
from nkevents.model.table_schema import Field, Schema
from nkevents.store.canonical_csv import serialise
from nkevents.store.editions import LOGS, completed_schemas, stated_schemas
from nkevents.store.files import Root, below, read_file
from nkevents.store.grammar import SCHEMAS, Grammar, grammar, grammar_of
from nkevents.store.memory_path import MemoryPath
from nkevents.store.opening import is_table, open_root, read_descriptor, read_json, shipped_root
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.rows import Row, Table, read_rows
from nkevents.store.typed_columns import read_texts
from nkevents.store.typed_tables import check_references, typed_table

# Stands while the files of a complete change are moved into place.
MARKER = ".entry/complete.json"
_HEADER_LINES = 1


class Package:
    """One data package: a directory with a datapackage.json, a release zip, or files in memory.

    Its tables are read once, as texts (``package["claims"]``) or typed (`arrow`, `frame`).

    Raises
    ------
    DataError
        If there is no readable descriptor or schema, or the zip is not as it was released.
    """

    def __init__(self, root: Root) -> None:
        self._arrow: dict[str, pa.Table] = {}
        self._tables: dict[str, Table] = {}
        self._content: dict[str, bytes] = {}
        self._ahead: dict[str, Future[dict[str, pa.Array]]] = {}
        # Tables whose rows are not those of a file.
        self._in_memory: frozenset[str] = frozenset()
        self.root: Root = open_root(root)
        if (self.root / MARKER).exists():
            raise DataError(
                f"{self.root}: a change is being written, or was interrupted; if no other command runs, complete it "
                f"with: nkevents format {self.root}"
            )
        self.descriptor: dict[str, Any] = read_descriptor(self.root)
        self.version: str = self.descriptor["version"]
        resources = {item["name"]: item for item in self.descriptor["resources"]}
        # A release also lists what is derived from the tables.
        self._resources = {name: item for name, item in resources.items() if is_table(item)}

    def __getstate__(self) -> dict[str, Any]:
        """What a copy, here or in another process, takes along: all but what a thread of this one reads."""
        return {**self.__dict__, "_ahead": {}}

    def with_rows(self, rows: Mapping[str, Iterable[Mapping[str, str]]]) -> "Package":
        """The same package with other rows in some tables, without writing anything.

        Parameters
        ----------
        rows : mapping of str to iterable of mapping
            Cells by column, as texts, by table; in any order.
        """
        other = copy(self)
        other._in_memory = self._in_memory | rows.keys()
        other._tables = {name: table._replace(fresh=[]) for name, table in self._tables.items()}
        other._arrow = {
            name: table for name, table in self._arrow.items() if rows.keys().isdisjoint(self._referred_to(name))
        }
        other._content = {name: content for name, content in self._content.items() if name not in rows}
        other.__dict__.pop("sha256", None)
        for name, new in rows.items():
            schema = self.stated[name]
            ordered = sorted(new, key=lambda row: [*map(row.__getitem__, schema.primary_key)])
            before = {id(row): row.line for row in self[name].rows}
            numbered = [
                # What stays on its line need not be copied.
                row if isinstance(row, Row) and before.get(id(row)) == line else Row(line, row)
                for line, row in enumerate(ordered, 1 + _HEADER_LINES)
            ]
            fresh = [row for row, given in zip(numbered, ordered, strict=True) if id(given) not in before]
            other._tables[name] = Table(schema, self.path(name), numbered, bool(numbered), fresh)
        return other

    def as_files(self) -> Root:
        """The package as it would be written: its root, or files in memory where rows were replaced."""
        if not self._in_memory:
            return self.root
        # A file's size and hash hold no more, nor does what was derived from the tables.
        stale = ("bytes", "hash")
        resources = [
            {key: value for key, value in item.items() if name not in self._in_memory or key not in stale}
            for name, item in self._resources.items()
        ]
        files = {self.path(name): self.content(name) for name in self.names}
        schemas = (str(item["schema"]) for item in resources)
        files |= {schema: read_file(below(self.root, schema)) for schema in schemas}
        files[DESCRIPTOR] = json.dumps({**self.descriptor, "resources": resources}).encode()
        return MemoryPath(str(self.root), files)

    def __getitem__(self, name: str) -> Table:
        """One table as texts.

        Raises
        ------
        DataError
            If the file cannot be read or has other columns than its schema.
        """
        if name not in self._tables:
            schema, path = self.stated[name], self.root / self.path(name)
            try:
                text = self.content(name).decode("utf-8").removeprefix("\ufeff")
                rows = read_rows(text)
            except ValueError as error:
                raise DataError(f"{path}: cannot be read: {error}") from None
            header = text.split("\n", 1)[0].rstrip("\r")
            if header != ",".join(schema.names):
                raise DataError(f"{path}: the columns are {cut(header)}; they must be {','.join(schema.names)}")
            fresh: list[Row] | None = [] if self._in_memory else None
            self._tables[name] = Table(schema, self.path(name), rows, bool(rows), fresh)
        return self._tables[name]

    def put(self, table: Table) -> None:
        """Let a table be read as these rows, such as what could be read of a damaged file."""
        self._tables[table.name] = table

    @property
    def tables(self) -> list[Table]:
        """Tables whose rows may have changed, as texts: all of them, unless some were replaced in memory."""
        return [self[name] for name in self.names if self.may_have_changed(name)]

    def may_have_changed(self, *names: str) -> bool:
        """Whether one of these tables may hold other rows than when it was last checked: always, if it is a file."""
        return not self._in_memory or not self._in_memory.isdisjoint(names)

    def has(self, names: Iterable[str]) -> bool:
        """Whether all of these tables are complete."""
        return all(name in self._resources and self[name].complete for name in names)

    def references(self) -> Iterator[tuple[Table, tuple[str, ...], Table, tuple[str, ...]]]:
        """Every foreign key: the table and columns that refer, the table and columns referred to."""
        for name in self.names:
            for columns, target, targets in self.stated[name].foreign_keys:
                yield self[name], columns, self[target], targets

    @property
    def names(self) -> list[str]:
        """Names of the tables, in the descriptor's order."""
        return list(self._resources)

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """Schema of each table, and of the derived timeline, by name, with the columns that an earlier edition lacks.

        Raises
        ------
        DataError
            If it lacks one that the rule needs.
        """
        return completed_schemas(self.root, self.version, self.stated)

    @cached_property
    def stated(self) -> dict[str, Schema]:
        """The same schemas as they stand, of whatever edition."""
        return stated_schemas(self.root, self._resources)

    def schema(self, name: str) -> Schema:
        """Schema of a table or of the timeline, with the codes of its vocabularies."""
        schema = self.schemas[name]
        fields = (
            field._replace(codes=tuple(self.codes(field))) if field.vocabulary else field for field in schema.fields
        )
        return schema._replace(fields=tuple(fields))

    def codes(self, field: Field) -> list[str]:
        """All codes of a coded column, in schema order."""
        if field.codes is not None:
            return list(field.codes)
        table, column = field.vocabulary or ("", "")
        return [str(code) for code in self.arrow(table)[column].to_pylist()]

    @property
    def stages(self) -> Stages:
        """Codes of occurrences by what they say of an event."""
        return self.grammar.stages

    @cached_property
    def grammar(self) -> Grammar:
        """What its schemas say of claims; what those of today say where an earlier edition is silent."""
        if self.root == shipped_root():
            return grammar()
        paths = {name: self._resources[name]["schema"] for name in SCHEMAS if name in self._resources}
        return grammar_of({name: read_json(below(self.root, path)) for name, path in paths.items()})

    def arrow(self, name: str) -> pa.Table:
        """One table, typed by its schema; read once.

        Raises
        ------
        UnknownValueError
            If there is no such table.
        DataError
            If the file does not fit its schema; names file, row and column.
        """
        if name not in self._resources:
            raise UnknownValueError("table", name, self._resources, str(self.root / DESCRIPTOR))
        if name not in self._arrow:
            texts, table = typed_table(self, name)
            # There already while its own references are followed, which may lead back to it.
            self._arrow[name] = table
            try:
                check_references(self, name, texts)
            except DataError:
                del self._arrow[name]
                raise
        return self._arrow[name]

    def texts(self, name: str) -> dict[str, pa.Array]:
        """One table as columns of texts, in the order of its primary key; an empty cell is null.

        Raises
        ------
        DataError
            If its file is no CSV, or has other columns than its schema.
        """
        ahead = self._ahead.pop(name, None)
        return self._read_texts(name) if ahead is None else ahead.result()

    def _read_texts(self, name: str) -> dict[str, pa.Array]:
        return read_texts(self.content(name), self.root / self.path(name), self.stated[name])

    def read_ahead(self, name: str) -> None:
        """Begin to read a table and those that it refers to on another processor.

        Whoever uses a table waits for it, and gets its error.
        """
        pool = ThreadPoolExecutor(max_workers=1)
        # Some systems have no threads, or none left: then everything is read when it is used.
        with suppress(RuntimeError):
            for table in self._referred_to(name):
                self._ahead[table] = pool.submit(self._read_texts, table)
        pool.shutdown(wait=False)
        if sys.platform != "win32":
            # A forked process has no threads, and would wait for what nobody reads.
            os.register_at_fork(before=lambda: wait([*self._ahead.values()]))

    def _referred_to(self, name: str) -> list[str]:
        """A table and all that it refers to, directly or not."""
        found = [name]
        for table in found:
            found += {target for _, target, _ in self.stated[table].foreign_keys}.difference(found)
        return found

    def path(self, name: str) -> str:
        """Path of a table below the root."""
        return str(self._resources[name]["path"])

    def descriptor_of(self, name: str) -> dict[str, Any]:
        """What the descriptor says of a table."""
        return dict(self._resources[name])

    def content(self, name: str) -> bytes:
        """One table as it is written; read once.

        Raises
        ------
        DataError
            If the file cannot be read.
        """
        if name in self._content:
            return self._content[name]
        if name in self._in_memory:
            content = serialise(self[name].rows, self[name].schema)
        else:
            path = below(self.root, self.path(name))
            try:
                content = read_file(path)
            except FileNotFoundError:
                raise DataError(f"{path}: the file is missing") from None
            except FileError as error:
                raise DataError(str(error)) from None
        self._content[name] = content
        return content

    @cached_property
    def sha256(self) -> str:
        """Hash that pins the tables to the byte.

        Returns
        -------
        str
            SHA-256, in hexadecimal, of the lines that the command sha256sum prints for the tables, sorted by path;
            the tables on the data set itself, changes and releases, are left out.
        """
        names = sorted((name for name in self.names if name not in LOGS), key=self.path)
        lines = [f"{hashlib.sha256(self.content(name)).hexdigest()}  {self.path(name)}\n" for name in names]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def frame(self, name: str, rows: npt.NDArray[np.int64] | None = None) -> pd.DataFrame:
        """One table, or these rows of it, as a fresh frame with the columns and dtypes of `frame_schema`."""
        return pd.DataFrame(self.columns(name, rows), copy=False)

    def columns(self, name: str, rows: npt.NDArray[np.int64] | None = None) -> dict[str, Any]:
        """What `frame` is made of: columns put into a frame one by one would take longer than the frame itself."""
        table = self.arrow(name)
        return frame_columns(table if rows is None else table.take(pa.array(rows)), self.frame_schema(name), self.codes)

    def frame_schema(self, name: str) -> Schema:
        """Schema of the frame of a table or of the timeline: without reserved columns that no row fills."""
        # What the timeline reserves it takes from the events.
        table = self.arrow("events" if name == "timeline" else name)
        schema = self.schemas[name]
        kept = (field for field in schema.fields if not field.is_reserved or table[field.name].null_count < len(table))
        return schema._replace(fields=tuple(kept))


@cache
def shipped_package() -> Package:
    """The data that came with the package, read once per process."""
    package = Package(shipped_root())
    package.read_ahead("claims")
    return package
